"""Suspected misprints of a document: what an administrator should look at before it counts.

Three signs: a syllable that Vietnamese does not have; a pair of syllables that is no word where the same letters
with other accents are one ("chính đón" - "chỉnh đốn"); and known slips, among them those of a careless
replacement of "xã" by "phường". A suspicion is a question, never a correction.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from knowledge.ingest.syllables import is_syllable
from knowledge.language.normalize import fold, match_form
from knowledge.resolution.model import Clause, Kind

_WORD: Final = re.compile(r"[^\W\d_¹²³]+")
_LETTERS: Final = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)+|[^\W\d_]+")
_CHECKED: Final = frozenset(Kind) - {Kind.HEADER, Kind.SIGNATURE, Kind.RECIPIENT, Kind.RECIPIENTS}
_WORD_LIST: Final = "Viet74K.txt"
_COMMON: Final = 3  # a spelling that comes this often in the document is meant
_FOREIGN: Final = re.compile(r"[fjwz]|[^\W\d_]{8,}")

# Words that stand beside any other.
_SMALL_WORD_LIST: Final = (
    "và của có các với trong để đã đang những từ về đó như thì là được này cho khi tại do theo đến sẽ cũng không "
    "sự thứ mới nhỏ số đảng nam việt khác ban bộ đủ mà nếu hay hoặc nhất một hai ba bốn năm người phải dám rất còn"
)
_SMALL_WORDS: Final = frozenset(_SMALL_WORD_LIST.split())

# As printed, as meant; matched as whole words.
_SLIPS: Final = (
    (r"(?<![^\W\d_])[Pp]hần đầu(?= (?:có|đạt|hoàn|đến|bố|đưa|giảm|tăng|xây|trở|thực|nâng|tỷ|tỉ|\d))", "phấn đấu"),
    (r"phường hội(?! chợ)", "xã hội"),
    (r"phường viên(?= (?:của|hợp tác))", "xã viên"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Suspicion:
    """A place that looks like a misprint.

    Attributes:
        ref: the clause.
        printed: the words as they stand there.
        meant: what they may be meant to be, "" where nothing is near.
        start, end: where they stand in the clause's text.
    """

    ref: str
    printed: str
    meant: str
    start: int
    end: int


def suspected_misprints(clauses: Iterable[Clause], limit: int = 200) -> tuple[Suspicion, ...]:
    """Return the places of a document that look misprinted, in reading order.

    Args:
        clauses: the clauses of the document.
        limit: how many at most.
    """
    clauses = [clause for clause in clauses if clause.kind in _CHECKED]
    words, by_folded = _vocabulary()
    pairs = Counter(pair for clause in clauses for pair, _, _ in _pairs(clause.text))
    found: list[Suspicion] = []
    for clause in clauses:
        here = [
            *_slips(clause),
            *_no_syllables(clause),
            *(_odd_pairs(clause, pairs, words, by_folded) if words else ()),
        ]
        taken: list[Suspicion] = []
        for suspicion in here:
            if all(suspicion.end <= t.start or suspicion.start >= t.end for t in taken):
                taken.append(suspicion)
        found += sorted(taken, key=lambda s: s.start)
        if len(found) >= limit:
            break
    return tuple(found[:limit])


def _slips(clause: Clause) -> Iterator[Suspicion]:
    for pattern, meant in _SLIPS:
        for match in re.finditer(pattern, clause.text):
            yield Suspicion(clause.ref, match[0], meant, match.start(), match.end())


def _no_syllables(clause: Clause) -> Iterator[Suspicion]:
    """Small-letter words with Vietnamese accents that are no possible syllable."""
    for match in _WORD.finditer(clause.text):
        word = match[0]
        if len(word) == 1 or word.isascii() or not word.islower() or _FOREIGN.search(word):
            continue
        if not is_syllable(match_form(word)):
            yield Suspicion(clause.ref, word, "", match.start(), match.end())


def _odd_pairs(
    clause: Clause,
    pairs: Counter[str],
    words: frozenset[str],
    by_folded: dict[str, tuple[str, ...]],
) -> Iterator[Suspicion]:
    """Pairs that are no word, in no word with their neighbours, and one change of accents from a word."""
    run = list(_pairs(clause.text))
    forms = [form for form, _, _ in run]
    for at, (form, start, end) in enumerate(run):
        if form in words or pairs[form] >= _COMMON:
            continue
        joined_left = at > 0 and run[at - 1][2] > start and forms[at - 1] in words
        joined_right = at + 1 < len(run) and run[at + 1][1] < end and forms[at + 1] in words
        if joined_left or joined_right:
            continue
        near = [w for w in by_folded.get(fold(form), ()) if w != form]
        known = [w for w in near if pairs[w] > pairs[form]]
        small = not _SMALL_WORDS.isdisjoint(form.split())
        meant = known or (near if len(near) == 1 and not small else [])
        if meant and not (small and pairs[meant[0]] < _COMMON):
            yield Suspicion(clause.ref, clause.text[start:end], meant[0], start, end)


def _pairs(text: str) -> Iterator[tuple[str, int, int]]:
    """Neighbouring syllables with one space between them, not across names or marks."""
    for run in _LETTERS.finditer(text):
        before: re.Match[str] | None = None
        for match in _WORD.finditer(text, run.start(), run.end()):
            if before is not None and match[0].islower() and not before[0].isupper():
                yield (
                    f"{match_form(before[0])} {match_form(match[0])}",
                    before.start(),
                    match.end(),
                )
            before = match


@cache
def _vocabulary() -> tuple[frozenset[str], dict[str, tuple[str, ...]]]:
    """The two-syllable words of the word list that comes with underthesea, and by their folded letters.

    The file is read without importing the package; without it only the other two signs are looked for.
    """
    spec = find_spec("underthesea")
    places = list(spec.submodule_search_locations or ()) if spec else []
    path = Path(places[0]) / "corpus" / "data" / _WORD_LIST if places else None
    if path is None or not path.is_file():
        return frozenset(), {}
    words = {
        match_form(line.strip())
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.count(" ") == 1 and line.strip().islower()
    }
    by_folded: dict[str, tuple[str, ...]] = {}
    for word in sorted(words):
        key = fold(word)
        by_folded[key] = (*by_folded.get(key, ()), word)
    return frozenset(words), by_folded
