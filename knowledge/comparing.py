"""Two resolutions of one issuer compared: a target beside its counterpart, or the targets that rose, fell, are new or gone."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from knowledge.answers import wording
from knowledge.answers.answer import Answer, Hit, Intent, Part, PartKind
from knowledge.language.normalize import clean, fold
from knowledge.resolution.citation import citation, short_citation
from knowledge.resolution.compare import SidePair, side_by_side
from knowledge.resolution.model import Measure, Resolution

_TARGETS: Final = r"(?:chi tieu|muc tieu)"
_WHICH: Final = rf"(?:nhung|cac|may|bao nhieu) {_TARGETS}|{_TARGETS}(?: \w+){{0,2}}? (?:nao|gi)"
_NEW: Final = re.compile(
    rf"{_TARGETS} (?:nao |gi )?(?:la |duoc )?moi(?! (?:nam|hop|dong))\b|(?:{_WHICH}) .{{0,20}}\bmoi\b|"
    rf"{_TARGETS} (?:nao |gi )?(?:duoc )?(?:them|bo sung)\b|(?:them|bo sung) (?:nhung |cac )?{_TARGETS} (?:nao|gi|moi)"
)
_GONE: Final = re.compile(
    rf"{_TARGETS} (?:nao |gi )?(?:da |duoc )?(?:bi )?(?:bo|loai|cat)\b|{_TARGETS} (?:nao |gi )?khong con\b|bo (?:di )?(?:nhung |cac )?{_TARGETS}"
)
_ROSE: Final = re.compile(
    rf"(?:{_WHICH}|{_TARGETS}) (?:\w+ ){{0,2}}?(?:tang|cao hon|nang|lon hon)\b"
)
_FELL: Final = re.compile(
    rf"(?:{_WHICH}|{_TARGETS}) (?:\w+ ){{0,2}}?(?:giam|thap hon|ha|nho hon)\b"
)
_SAME: Final = re.compile(
    rf"(?:{_WHICH}|{_TARGETS}) (?:\w+ ){{0,2}}?(?:giu nguyen|khong doi|khong thay doi|van nhu|nhu cu)\b"
)
_ALL: Final = re.compile(
    rf"so sanh (?:cac |nhung |toan bo )?{_TARGETS}(?! \w+ (?:bhyt|thu))|{_TARGETS} .{{0,30}}khac (?:gi|nhau)|so sanh (?:hai|2) nghi quyet"
)
LISTS_ALONE: Final = ("new", "gone")
"""Kinds that ask for another document without a word of comparing."""


@dataclass(frozen=True, slots=True)
class _Kind:
    name: str
    asked: re.Pattern[str]
    title: str
    fits: Callable[[SidePair], bool]


_KINDS: Final = (
    _Kind("new", _NEW, wording.NEW_TARGETS, lambda pair: pair.first is None),
    _Kind("gone", _GONE, wording.GONE_TARGETS, lambda pair: pair.second is None),
    _Kind("same", _SAME, wording.SAME_TARGETS, lambda pair: pair.difference == 0),
    _Kind("rose", _ROSE, wording.RISEN_TARGETS, lambda pair: (pair.difference or 0) > 0),
    _Kind("fell", _FELL, wording.FALLEN_TARGETS, lambda pair: (pair.difference or 0) < 0),
    _Kind("all", _ALL, wording.ALL_TARGETS, lambda pair: bool(pair.first or pair.second)),
)


def list_asked(question: str) -> str:
    """Return which list of targets a question asks for ("new", "gone", "same", "rose", "fell", "all"), "" for none."""
    words = fold(clean(question).lower())
    return next((kind.name for kind in _KINDS if kind.asked.search(words)), "")


class Comparison:
    """Two resolutions side by side, the older first."""

    def __init__(self, older: Resolution, newer: Resolution) -> None:
        self._older = older
        self._newer = newer

    @cached_property
    def _pairs(self) -> list[SidePair]:
        return side_by_side(self._older, self._newer)

    def beside(self, answer: Answer, number: str) -> Answer:
        """Put the counterpart of what an answer shows beside it.

        Args:
            answer: from one of the two.
            number: which of them.
        """
        from_newer = number == self._newer.number
        other = self._older if from_newer else self._newer
        parts = list(answer.parts)
        shown: set[str] = set()
        matched: list[SidePair] = []
        for pair in self._pairs:
            own, counterpart = (
                (pair.second, pair.first) if from_newer else (pair.first, pair.second)
            )
            if own is None or own.ref != answer.hits[0].ref or counterpart is None:
                continue
            if counterpart.ref not in shown:
                shown.add(counterpart.ref)
                matched.append(pair)
                parts += [
                    Part(PartKind.TEXT, wording.BESIDE.format(name=_called(other))),
                    Part(PartKind.QUOTE, other.clause(counterpart.ref).text),
                    Part(PartKind.CITATION, citation(other, counterpart.ref)),
                ]
            if own.figure or counterpart.figure:
                parts.append(Part(PartKind.NOTE, self._difference(pair)))
        if not shown:
            parts.append(Part(PartKind.NOTE, wording.NOT_COMPARED.format(number=other.number)))
        hits = tuple(hit for hit in self._hits(matched) if hit.document == other.number)
        return replace(answer, parts=tuple(parts), hits=answer.hits + hits)

    def listed(self, question: str, kind: str) -> Answer:
        """Answer with a list of targets: those of ``kind``, each with both figures and the difference."""
        wanted = next(each for each in _KINDS if each.name == kind)
        found = [pair for pair in self._pairs if wanted.fits(pair)]
        values = {"older": _called(self._older), "newer": _called(self._newer), "count": len(found)}
        if not found:
            text = wording.NO_SUCH_TARGETS.format(**values)
            return Answer(question, True, Intent.LIST, 0.9, (Part(PartKind.TEXT, text),))
        parts = [Part(PartKind.TEXT, wanted.title.format(**values))]
        for pair in found:
            ref = pair.second.ref if pair.second else ""
            line = self._line(pair) + (self._alone(pair) if kind == "all" else "")
            parts.append(Part(PartKind.ITEM, line, ref))
        unlike = [
            p
            for p in self._pairs
            if p.first and p.second and p.difference is None and (p.first.figure or p.second.figure)
        ]
        if unlike and kind in ("rose", "fell"):
            text = wording.UNLIKE_TARGETS.format(count=len(unlike))
            parts.append(Part(PartKind.TEXT, text))
            parts += [Part(PartKind.ITEM, self._line(p), p.second.ref) for p in unlike if p.second]
        return Answer(question, True, Intent.LIST, 0.9, tuple(parts), tuple(self._hits(found)))

    def _line(self, pair: SidePair) -> str:
        """Both figures with their places, as printed, and the difference."""
        sides = [
            self._side(resolution, measure)
            for resolution, measure in ((self._newer, pair.second), (self._older, pair.first))
            if measure is not None
        ]
        if pair.first and pair.second and (pair.first.figure or pair.second.figure):
            sides.append(self._difference(pair).rstrip("."))
        return " — ".join(sides)

    def _alone(self, pair: SidePair) -> str:
        """Say which document has nothing like it, where the list as a whole does not."""
        if pair.first and pair.second:
            return ""
        other = self._older if pair.second else self._newer
        return " — " + wording.NOT_COMPARED.format(number=other.number).rstrip(".")

    @staticmethod
    def _side(resolution: Resolution, measure: Measure) -> str:
        # Of a target with several measures only the one meant, in its own words.
        text = resolution.clause(measure.ref).text
        if measure.letter:
            text = f"{measure.quantity.strip()}: {measure.figure.strip()}"
        place = short_citation(resolution, measure.ref)
        return wording.SIDE.format(
            text=text, place=f"{place[0].lower()}{place[1:]}", number=resolution.number
        )

    def _difference(self, pair: SidePair) -> str:
        words = pair.words()
        if not words:
            return wording.NOT_SUBTRACTED
        what = pair.second.quantity.strip() if pair.second and pair.second.letter else ""
        return wording.COMPARED.format(words=f"{what}: {words}" if what else words)

    def _hits(self, pairs: Iterable[SidePair]) -> Iterable[Hit]:
        seen: set[tuple[str, str]] = set()
        for pair in pairs:
            for resolution, measure in ((self._newer, pair.second), (self._older, pair.first)):
                if measure is None or (resolution.number, measure.ref) in seen:
                    continue
                seen.add((resolution.number, measure.ref))
                clause = resolution.clause(measure.ref)
                yield Hit(
                    resolution.number,
                    clause.ref,
                    clause.kind.value,
                    0.9,
                    citation(resolution, clause.ref),
                    clause.text,
                )


def _called(resolution: Resolution) -> str:
    metadata = resolution.metadata
    return (
        wording.CALLED.format(number=resolution.number, period=metadata.period)
        if metadata.period
        else resolution.number
    )
