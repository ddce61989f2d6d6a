"""What a clause mentions: documents it cites, proper names, bodies it charges."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from knowledge.language.lexicon import PhraseTable
from knowledge.language.tokens import tokenize
from knowledge.resolution.model import Body, Clause

_TYPE: Final = (
    r"(?:Nghị quyết|Nghị định|Quyết định|Quy định|Chỉ thị|Kết luận|Thông tư|Kế hoạch|Công văn|Hướng dẫn|"
    r"Chương trình|Đề án|Luật|Bộ luật|Pháp lệnh|Hiến pháp)"
)
_CODE: Final = r"\d{1,5}(?:/\d{4})?(?:[-/][A-ZĐƯ][A-ZĐƯ0-9]*)+"
_CITED: Final = re.compile(
    rf"{_TYPE}(?: số)? {_CODE}"
    rf"|{_TYPE} số \d{{1,5}}(?:, \d{{1,5}})*"
    rf"|Đề án \d{{2}}"
    rf"|(?:Luật|Bộ luật|Pháp lệnh) (?!và|về|định|này)\w+ \w+"
    rf"|Nghị quyết Trung ương \d+(?: \([^)]*\))?"
    rf"|{_CODE}"
)
_QUOTED: Final = re.compile(r"[“\"]([^”\"]{3,120})[”\"]")
# Words of two syllables of which a name writes only the first with a capital.
_COMPOUNDS: Final = frozenset(
    {
        "đại học", "chính trị", "y tế", "thường vụ", "chấp hành", "trung ương", "quốc hội", "chính phủ", "mặt trận",
        "kiểm tra", "tổ chức", "hộ tịch", "nhân dân", "cao đẳng", "tiểu học", "trung học",
    }
)  # fmt: skip
_PIECE: Final = re.compile(r"\w+|[^\w\s]+")


def cited_documents(text: str) -> tuple[str, ...]:
    """Return the documents ``text`` cites, as printed, each once."""
    return tuple(dict.fromkeys(match[0] for match in _CITED.finditer(text)))


def proper_names(text: str) -> tuple[str, ...]:
    """Return quoted names and runs of two or more capitalised words, as printed, each once.

    A run that starts a sentence begins with a capital anyway, so its first word doesn't count.
    """
    found = [match[1] for match in _QUOTED.finditer(text)]
    run: list[re.Match[str]] = []
    starts_sentence = True
    for piece in _PIECE.finditer(text):
        word = piece[0]
        touching = not run or text[run[-1].end() : piece.start()] == " "
        if (word[0].isupper() and not starts_sentence and touching) or (
            run and touching and f"{run[-1][0]} {word}".lower() in _COMPOUNDS
        ):
            run.append(piece)
        else:
            _keep_run(run, text, found)
            run = [piece] if word[0].isupper() and not starts_sentence else []
        starts_sentence = word in '.:;“"' or word.endswith(("./.", "..."))
    _keep_run(run, text, found)
    return tuple(dict.fromkeys(found))


def _keep_run(run: list[re.Match[str]], text: str, found: list[str]) -> None:
    if len(run) > 1:
        found.append(text[run[0].start() : run[-1].end()])


def charged_bodies(clause: Clause, bodies: Iterable[Body]) -> tuple[str, ...]:
    """Return the names of the bodies that the clause names or that are known to be charged by it.

    The longest name at a place counts: "Ủy ban kiểm tra" doesn't name the "ủy ban" within it.
    """
    listed = tuple(bodies)
    said = {found.payload for found in _names(listed).find(tokenize(clause.text)) if found.exact}
    return tuple(body.name for body in listed if clause.ref in body.named or body.name in said)


@lru_cache(maxsize=8)
def _names(bodies: tuple[Body, ...]) -> PhraseTable[str]:
    return PhraseTable(
        (alias, body.name)
        for body in bodies
        for alias in dict.fromkeys((body.name, body.short, *body.aliases))
        if len(alias.split()) > 1 or (len(alias) > 3 and alias.lower() == body.short.lower())
    )
