"""Which figures of a reply stand in nothing that the reply quotes: there must be none."""

import re
from typing import Final

from knowledge.answers.answer import Answer, Part, PartKind
from knowledge.language.numbers import NUMBER
from knowledge.resolution.citation import short_citation
from knowledge.resolution.model import Kind, Resolution

CALCULATED: Final = "số do máy tính"
_EXAMPLE: Final = re.compile(r"“[^”]*”")
_ADDRESSED: Final = (PartKind.ITEM, PartKind.RELATED)
_OTHER_PLACE: Final = re.compile(r"không nêu nội dung về .*")
"""A decline names the place that was asked about: "phường Đông Hải 1"."""
_DOCUMENT_CODE: Final = re.compile(r"\d+(?:/\d+)?[-/][A-ZĐ]\S*")


def figures(text: str) -> set[str]:
    """Return the numbers printed in a text."""
    return set(NUMBER.findall(text))


def stray_figures(answer: Answer, resolution: Resolution) -> list[str]:
    """Return the parts of an answer that show a figure from nowhere, with the figures."""
    quotes = [part.text for part in answer.parts if part.kind is PartKind.QUOTE]
    known = figures("\n".join(quotes))
    known |= {figure for status in answer.status for figure in figures(status.state)}
    found = []
    for part in answer.parts:
        stray = _shown(part, answer, resolution) - known
        if stray:
            found.append(f"{part.kind}: {part.text!r} shows {sorted(stray)}")
    return found


def figures_of_a_decline(answer: Answer, resolution: Resolution) -> set[str]:
    """Return the figures that a decline shows beside addresses, document numbers and the document's year."""
    shown: set[str] = set()
    for part in answer.parts:
        text = _OTHER_PLACE.sub("", _DOCUMENT_CODE.sub("", _without_address(part, resolution)))
        shown |= figures(text) - _counts(answer, resolution)
    return shown - {resolution.metadata.period}


def _shown(part: Part, answer: Answer, resolution: Resolution) -> set[str]:
    """The figures of a part that have to stand somewhere."""
    if part.kind in (PartKind.CITATION, PartKind.QUOTE, PartKind.CHOICE):
        return set()
    if part.kind in _ADDRESSED:
        text = _without_address(part, resolution)
        return figures(text) - figures(resolution.clause(part.ref).text)
    if part.kind is PartKind.NOTE:
        return _shown_in_note(part, resolution)
    if part.kind is PartKind.TEXT:
        text = part.text
        for name in (resolution.metadata.name, resolution.number):
            text = text.replace(name, "")
        text = _OTHER_PLACE.sub("", _EXAMPLE.sub("", text))
        return figures(text) - _counts(answer, resolution) - _years(resolution)
    return figures(part.text)


def _shown_in_note(part: Part, resolution: Resolution) -> set[str]:
    if CALCULATED in part.text:
        return set()
    errata = resolution.notes(part.ref).errata if part.ref else ()
    meant = {figure for erratum in errata for figure in figures(erratum.meant)}
    return figures(part.text) - meant - _years(resolution)


def _years(resolution: Resolution) -> set[str]:
    """The year that the resolution sets and the one that it reports."""
    year = int(resolution.metadata.period)
    return {str(year), str(year - 1)}


def _counts(answer: Answer, resolution: Resolution) -> set[str]:
    """How many clauses a list has, and the numbers of the first and last target."""
    children = {len(found) for found in resolution.children.values()}
    counts = {len(answer.hits), len([part for part in answer.parts if part.kind is PartKind.ITEM])}
    has_list = any(part.kind is PartKind.ITEM for part in answer.parts)
    targets = len(list(resolution.of_kind(Kind.TARGET)))
    limits = {1, targets} if "chỉ tiêu đánh số" in answer.parts[0].text.lower() else set()
    return {str(n) for n in (counts | children if has_list else counts) | limits}


def _without_address(part: Part, resolution: Resolution) -> str:
    if part.kind not in _ADDRESSED:
        return part.text.replace(resolution.number, "")
    return part.text.removesuffix(f"({short_citation(resolution, part.ref)})")
