"""What a clause mentions: documents it cites, proper names, bodies it charges."""

import re
from collections.abc import Iterable
from typing import Final

from knowledge.language.normalize import match_form
from knowledge.language.tokens import syllables
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
        if word[0].isupper() and not starts_sentence and touching:
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
    """Return the names of the bodies that the clause names or that are known to be charged by it."""
    words = f" {' '.join(syllables(clause.text))} "
    found = []
    for body in bodies:
        says = (body.name, body.short, *body.aliases)
        if clause.ref in body.named or any(
            f" {' '.join(syllables(match_form(alias)))} " in words
            for alias in says
            if len(alias.split()) > 1 or (len(alias) > 3 and alias == body.short.lower())
        ):
            found.append(body.name)
    return tuple(found)
