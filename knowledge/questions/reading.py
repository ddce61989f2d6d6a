"""From what a person typed to tokens that can be matched.

Markup and code around a question are dropped, a long paste is cut down to the question in it, raw Telex is
decoded, abbreviations and chat spellings are expanded, words without a topic are weighed down, and concepts
("đi bộ đội" -> nhập ngũ) are recognised.
"""

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

from knowledge.language.lexicon import ConceptUse, Lexicon
from knowledge.language.normalize import clean, fold
from knowledge.language.telex import decode
from knowledge.language.tokens import Token, tokenize
from knowledge.language.typos import SpellingModel

LONG_PASTE: Final = 420
"""Characters from which on a text is taken for a paste with a question in it."""
MAX_CHARACTERS: Final = 8000
MAX_TOKENS: Final = 1500

SYLLABLE: Final = re.compile(
    r"(?:ngh|ng|gh|gi|kh|nh|ph|qu|th|tr|ch|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?"
)
"""The shape of a Vietnamese syllable without accents."""
_MARKUP: Final = re.compile(r"<[^<>\n]{0,300}>")
_CODE: Final = re.compile(
    r"(?i)(?:['\"]\s{0,3};?\s{0,3})?\b(?:drop|delete|insert|update|select|union|alter|truncate)\s{1,3}"
    r"(?:table|from|into|all|\*|database|set|select)\b[^;\n]{0,300}(?:;|--|$)"
    r"|/\*.{0,300}?\*/|--|\{\{.{0,300}?\}\}|\$\{.{0,300}?\}"
)
_CODE_SIGNS: Final = (";", "--", "/*", "{{", "${")
_LINK: Final = re.compile(r"(?:https?://|www\.)\S+|@\w{3,}")
_SIGNED: Final = re.compile(r"(?<!\w)\w ?& ?\w(?!\w)")
"""A short form that tokens would take apart: "R&D"."""
_SENTENCE: Final = re.compile(r"[^.!?\n]+[.!?]*")

FILLER_WEIGHTS: Final = {
    "question": 0.0,
    "polite": 0.0,
    "function": 0.12,
    "document": 0.08,
    "kept": 1.0,
}
"""What words of each group of ``fillers.toml`` say; those of "kept" hold a filler that is part of another word."""


BARE_WEIGHTS: Final = {"document": 0.7, "function": 0.25, "question": 0.25}
UNSURE_FILLER_WEIGHT: Final = 0.35
"""A single syllable typed without its accent may be another word ("ho": hộ, họ, ho)."""


UNSURE_CONCEPT: Final = 0.35
"""Nor does such a syllable alone name a concept for sure ("de": đê, để, đề)."""
UNKNOWN_FIGURE: Final = 0.25
"""A figure that the resolution doesn't have says little about the topic: "15% à"."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as read.

    Attributes:
        text: the question without markup, in NFC.
        tokens: its tokens, abbreviations expanded.
        weights: how much each token says about the topic, 0 to 1.
        concepts: the concepts it names, each with its strength.
        concept_tokens: for each concept, the tokens that stand for it.
        whole: whether it is a long text taken whole, not a question cut out of one.
        typed: the tokens as typed, nothing expanded: names of places are looked for among them.
    """

    text: str
    tokens: tuple[Token, ...]
    weights: tuple[float, ...]
    concepts: dict[int, float]
    concept_tokens: dict[int, tuple[int, ...]]
    whole: bool = False
    typed: tuple[Token, ...] = ()

    @property
    def folded(self) -> str:
        """The tokens without accents, one space between."""
        return " ".join(token.folded for token in self.tokens)

    @property
    def numbers(self) -> tuple[str, ...]:
        """The figures in the question, as typed."""
        return tuple(token.text for token in self.tokens if token.is_number)

    @property
    def topical(self) -> tuple[Token, ...]:
        """The tokens that say something about the topic."""
        pairs = zip(self.tokens, self.weights, strict=True)
        return tuple(token for token, weight in pairs if weight >= 0.5)


class Runs(Protocol):
    """Runs of words by their first letters."""

    def get(self, letters: str, default: Sequence[tuple[str, ...]], /) -> Sequence[tuple[str, ...]]:
        """Return the runs that begin with these letters, ``default`` for none."""


class Reader:
    """Reads questions with a lexicon and the syllables that are known.

    Args:
        lexicon: the words people use.
        known: folded syllables that need no expansion or decoding.
        accented: accented syllables that exist; what Telex may decode to.
        pairs: pairs of syllables that stand side by side in known texts, accented and folded.
        initials: runs of words in the document by their first letters ("httnv": hoàn thành tốt nhiệm vụ).
    """

    def __init__(
        self,
        lexicon: Lexicon,
        known: Container[str],
        accented: Container[str],
        pairs: Container[tuple[str, str]] = frozenset(),
        initials: Runs | None = None,
    ) -> None:
        self._lexicon = lexicon
        self._pairs = pairs
        self._initials: Runs = {} if initials is None else initials
        self.spelling: SpellingModel | None = None
        self._known = known
        self._accented = accented

    def read(self, question: str) -> Reading:
        """Read a question; any text at all gives a reading."""
        text = _bare(clean(question[: 4 * MAX_CHARACTERS]))
        whole = False
        if len(text) > LONG_PASTE:
            asked = question_in(text)
            whole = asked is None
            text = asked or text[-MAX_CHARACTERS:]
        if "&" in text:
            text = _SIGNED.sub(self._spelt, text)
        typed = tokenize(text)[:MAX_TOKENS]
        return self.weigh(text, self.expand(typed)[:MAX_TOKENS], whole, tuple(typed))

    def _spelt(self, short: re.Match[str]) -> str:
        """What a short form with a sign in it stands for, itself where it is none."""
        listed = self._lexicon.abbreviations.get("".join(short[0].lower().split()))
        return listed[0] if listed else short[0]

    def expand(self, tokens: Sequence[Token]) -> list[Token]:
        """Replace chat spellings, abbreviations and raw Telex by the words they stand for."""
        found: list[Token] = []
        for at, token in enumerate(tokens):
            expansions = self._lexicon.expand(token)
            if len(token.text) == 1 and found and found[-1].folded == "diem":
                found.append(token)  # "điểm k" names a point, not "không"
                continue
            # A whole syllable that is no short form is no initials either.
            short = bool(expansions) or not SYLLABLE.fullmatch(token.folded)
            if short and not (token.accented and token.text in self._accented):
                before = found[-1].text if found else ""
                after = tokens[at + 1].text if at + 1 < len(tokens) else ""
                words = self._expanded(token, expansions, before, after)
                if words:
                    found += [Token(word, fold(word), token.start, token.end) for word in words]
                    continue
            if token.folded not in self._known and not token.is_number:
                word = decode(token.text)
                if word is None or word not in self._accented:
                    word = self._corrected(token, found[-1] if found else None, tokens[at + 1 :])
                if word is not None:
                    token = Token(word, fold(word), token.start, token.end)
            found.append(token)
        return found

    def _corrected(self, token: Token, before: Token | None, rest: Sequence[Token]) -> str | None:
        """The known syllable that a misspelt one most likely is, None where its neighbours don't tell."""
        if self.spelling is None or not token.folded.isascii():
            return None
        first = before.folded if before else ""
        after = rest[0].folded if rest else ""
        best, most = None, 0.0
        for correction in self.spelling.corrections(token.folded):
            links = ((first, correction.word) in self._pairs) + (
                (correction.word, after) in self._pairs
            )
            worth = links * correction.weight
            if worth > most:
                best, most = correction.word, worth
        return best

    def _expanded(
        self, token: Token, expansions: Sequence[str], before: str, after: str
    ) -> Sequence[str]:
        """What a short form stands for: a listed expansion that fits, else words it is the initials of."""
        words = self._fitting(token, expansions, before, after) if expansions else []
        if words and self._links(before, words, after):
            return words
        spelt = self._initials.get(token.text, ()) if not SYLLABLE.fullmatch(token.folded) else ()
        best = max(spelt, key=lambda run: self._links(before, run, after), default=())
        needed = (
            2 if words else 1
        )  # a listed expansion gives way only to one that fits on both sides
        if best and (self._links(before, best, after) >= needed or (not words and len(best) > 3)):
            return best
        return words

    def _fitting(
        self, token: Token, expansions: Sequence[str], before: str, after: str
    ) -> list[str]:
        """Of several expansions, the one whose ends are known beside the words around it.

        What may be an ordinary syllable typed without accents ("cap": cấp, công an phường) stays one, unless an
        expansion fits its neighbours better.
        """
        best: list[str] = []
        most = -1
        if token.folded in self._known and SYLLABLE.fullmatch(token.folded):
            best, most = [token.text], self._links(before, [token.text], after)
        for expansion in expansions:
            words = expansion.split()
            links = self._links(before, words, after)
            if links > most:
                best, most = words, links
        return best

    def _links(self, before: str, words: Sequence[str], after: str) -> int:
        return self._known_pair(before, words[0]) + self._known_pair(words[-1], after)

    def _known_pair(self, first: str, second: str) -> bool:
        """Whether two words stand side by side in known texts, with the accents that were typed."""
        if (first, second) in self._pairs:
            return True
        bare = first == fold(first) or second == fold(second)
        return bare and (fold(first), fold(second)) in self._pairs

    def weigh(
        self,
        text: str,
        tokens: Sequence[Token],
        whole: bool = False,
        typed: tuple[Token, ...] = (),
    ) -> Reading:
        """Weigh tokens by what they say about the topic and find the concepts they name."""
        weights = [
            UNKNOWN_FIGURE if token.is_number and token.folded not in self._known else 1.0
            for token in tokens
        ]
        concepts: dict[int, float] = {}
        places: dict[int, tuple[int, ...]] = {}
        in_concept: set[int] = set()
        for found in self._lexicon.concepts.find(tokens, overlapping=True):
            use: ConceptUse = found.payload
            single = found.end - found.start == 1
            strength = use.weight * (UNSURE_CONCEPT if single and not found.exact else 1.0)
            if strength > concepts.get(use.concept, 0.0):
                concepts[use.concept] = strength
                places[use.concept] = tuple(range(found.start, found.end))
            if found.end - found.start > 1:
                in_concept.update(range(found.start, found.end))
        fillers = self._lexicon.fillers.find(tokens)
        for filler in fillers:
            weight = FILLER_WEIGHTS[filler.payload]
            if not filler.exact and filler.end - filler.start == 1:
                weight = max(weight, UNSURE_FILLER_WEIGHT)
            for at in range(filler.start, filler.end):
                if at not in in_concept:
                    weights[at] = weight
        if sum(weight >= 0.5 for weight in weights) <= 1:
            # Nothing else is left: the words about the document itself are what is asked about.
            for filler in fillers:
                if filler.payload in BARE_WEIGHTS:
                    for at in range(filler.start, filler.end):
                        weights[at] = max(weights[at], BARE_WEIGHTS[filler.payload])
        return Reading(text, tuple(tokens), tuple(weights), concepts, places, whole, typed)


def _bare(text: str) -> str:
    """Drop markup, code and links around a question."""
    if "<" in text:
        text = _MARKUP.sub(" ", text)
    if any(sign in text for sign in _CODE_SIGNS):
        text = _CODE.sub(" ", text)
    if "@" in text or "://" in text or "www." in text:
        text = _LINK.sub(" ", text)
    return text.strip()


def question_in(text: str) -> str | None:
    """Return the question that stands in a long paste: its last sentence that asks, or None.

    >>> question_in("Kính gửi ... " * 50 + "Cho tôi hỏi chỉ tiêu BHYT là bao nhiêu?")
    'Cho tôi hỏi chỉ tiêu BHYT là bao nhiêu?'
    """
    sentences = [
        match[0].strip() for match in _SENTENCE.finditer(text) if len(match[0].strip()) > 3
    ]
    if not sentences:
        return None
    for sentence in reversed(sentences[-6:]):
        if sentence.endswith("?"):
            return sentence[-LONG_PASTE:]
    last = sentences[-1]
    words = fold(last.lower())
    if len(last) < 200 and re.search(
        r"\b(hoi|bao nhieu|may|the nao|ra sao|la gi|o dau|ai|khi nao|bao gio|khong|ko|k|cho biet|j|bn)\b",
        words,
    ):
        return last
    return None


def without(reading: Reading, drop: set[int]) -> Reading:
    """Return the reading with the tokens at ``drop`` weighed to nothing."""
    weights = tuple(0.0 if i in drop else w for i, w in enumerate(reading.weights))
    return replace(reading, weights=weights)
