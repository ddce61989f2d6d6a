"""Where a corrected measure stands in its clause: its figure, unit and words must be the clause's own."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Final

from knowledge.ingest import wording
from knowledge.language.normalize import clean, fold
from knowledge.language.numbers import NUMBER, format_number, parse_number
from knowledge.resolution.measures import quantity_at, stated_figures
from knowledge.resolution.model import Clause, Comparator, Measure, Resolution

_RANGE_GAP: Final = re.compile(r"\s*%?\s*(?:[-–]|đến)\s*", re.IGNORECASE)

Place = tuple[int, int]


def placed(
    clause: Clause, measure: Measure, resolution: Resolution, taken: Sequence[Measure] = ()
) -> Measure | str:
    """Return a measure with its places in a clause, or one sentence that says why it can't stand there.

    Args:
        clause: where it shall stand.
        measure: what a person says of it; its own places count for nothing.
        resolution: the document, with what was read and the misprints of the clause.
        taken: the other measures of the clause that have their places.
    """
    note = resolution.notes(clause.ref)
    spot = _spot(clause, measure, note.measures, taken)
    if spot is None:
        spot = _misprinted(clause, measure, resolution)
    if spot is None:
        return wording.FIGURE_NOT_PRINTED.format(ref=clause.ref, figure=_said(measure))
    start, end = spot
    read = next((m for m in note.measures if m.start <= start and end <= m.end), None)
    unit = _printed_unit(clause, measure.unit, resolution)
    if unit is None:
        return wording.UNIT_NOT_PRINTED.format(ref=clause.ref, unit=measure.unit)
    measure = replace(measure, unit=unit)
    own = [m.quantity for m in note.measures]
    quantity = measure.quantity or (read.quantity if read else _quantity(clause, start, end))
    if measure.quantity and measure.quantity not in own:
        printed = _slice(clause.text, measure.quantity)
        if not printed:
            return wording.WORDS_NOT_PRINTED.format(ref=clause.ref, words=measure.quantity)
        quantity = printed
    known = [m.baseline for m in note.measures]
    if measure.baseline and measure.baseline not in known:
        printed = _slice(clause.text, measure.baseline)
        if not printed:
            return wording.WORDS_NOT_PRINTED.format(ref=clause.ref, words=measure.baseline)
        measure = replace(measure, baseline=printed)
    if read is not None:
        start, end = read.start, read.end
    elif after := re.match(rf"\s*{re.escape(measure.unit)}", clause.text[end:], re.IGNORECASE):
        end += after.end()
    one = replace(
        measure,
        ref=clause.ref,
        quantity=quantity,
        figure=clause.text[start:end].strip(),
        start=start,
        end=end,
        relative=read is not None and read.relative and read.threshold == measure.threshold,
    )
    return _with_baseline(one, note.measures, resolution)


def _spot(
    clause: Clause, measure: Measure, read: Sequence[Measure], taken: Sequence[Measure]
) -> Place | None:
    """Where the figure is printed: the place a measure was read at, with the same unit, before any other."""
    found = list(_printed(clause, measure))
    if not found:
        return None

    def rank(place: Place) -> tuple[bool, bool, bool, int]:
        start, end = place
        free = not any(m.start <= start and end <= m.end for m in taken)
        at = next((m for m in read if m.start <= start and end <= m.end), None)
        return (
            free,
            at is not None and at.unit == measure.unit,
            at is not None,
            -start,
        )

    return max(found, key=rank)


def _printed(clause: Clause, measure: Measure) -> Iterable[Place]:
    text = clause.text
    at = len(clause.marker) if text.startswith(clause.marker) else 0
    figures = list(stated_figures(text, at))
    wanted = _figures(measure)
    if not wanted or measure.threshold == 0:
        words = _slice_place(text, measure.figure, at) if measure.figure else None
        if words is not None:
            yield words
    if len(wanted) == 1:
        yield from ((start, end) for value, start, end in figures if value == wanted[0])
    for one, other in pairwise(figures):
        if [one[0], other[0]] == wanted and _RANGE_GAP.fullmatch(text[one[2] : other[1]]):
            yield one[1], other[2]


def _misprinted(clause: Clause, measure: Measure, resolution: Resolution) -> Place | None:
    """Where the misprint stands that is understood to mean the figure."""
    wanted = _figures(measure)
    for erratum in resolution.notes(clause.ref).errata:
        meant = [parse_number(match[0]) for match in NUMBER.finditer(erratum.meant)]
        if wanted and all(value in meant for value in wanted):
            start = clause.text.find(erratum.printed)
            return start, start + len(erratum.printed)
    return None


def _figures(measure: Measure) -> list[Decimal]:
    """The numbers of a measure: its threshold, or the bounds of a range as it was said."""
    if measure.threshold is not None:
        return [measure.threshold]
    found = (parse_number(match[0]) for match in NUMBER.finditer(measure.figure))
    return [value for value in found if value is not None]


def _said(measure: Measure) -> str:
    if measure.threshold is None:
        return measure.figure
    return format_number(measure.threshold)


def _printed_unit(clause: Clause, unit: str, resolution: Resolution) -> str | None:
    """The unit as the clause, what its misprints mean or the titles above it print it; None where none does."""
    note = resolution.notes(clause.ref)
    if not unit or any(unit == measure.unit for measure in note.measures):
        return unit
    texts = [clause.text, *(erratum.meant for erratum in note.errata)]
    above = clause
    while above.parent and above.parent in resolution.by_ref:
        above = resolution.by_ref[above.parent]
        texts.append(above.text)
    return next((printed for text in texts if (printed := _word(text, unit))), None)


def _word(text: str, words: str) -> str:
    """The words as a text prints them, not as a part of others, "" where it does not."""
    at = 0
    while (place := _slice_place(text, words, at)) is not None:
        start, end = place
        letters = words[:1].isalpha()
        inside = letters and (text[start - 1 : start].isalpha() or text[end : end + 1].isalpha())
        if not inside:
            return text[start:end]
        at = start + 1
    return ""


def _with_baseline(measure: Measure, read: Sequence[Measure], resolution: Resolution) -> Measure:
    """Keep the figure a growth is counted from only where the document states it."""
    if measure.comparator is Comparator.GROWTH and not measure.baseline:
        known = next((m for m in read if m.baseline), None)
        if known is not None:
            measure = replace(
                measure,
                baseline=known.baseline,
                baseline_value=known.baseline_value,
                baseline_unit=known.baseline_unit,
                baseline_ref=known.baseline_ref,
            )
    if measure.baseline_value is None:
        return measure
    if any(m.baseline_value == measure.baseline_value for m in read):
        return measure
    where = resolution.by_ref.get(measure.baseline_ref or measure.ref)
    stated = stated_figures(where.text) if where else ()
    if any(value == measure.baseline_value for value, _, _ in stated):
        return measure
    return replace(measure, baseline_value=None, baseline_unit="", baseline_ref="")


def _quantity(clause: Clause, start: int, end: int) -> str:
    at = len(clause.marker) if clause.text.startswith(clause.marker) else 0
    return quantity_at(clause.text, at, start, end)


def _slice(text: str, words: str) -> str:
    """The words as a text prints them, "" where it does not: accents and case are forgiven."""
    place = _slice_place(text, words, 0)
    return text[place[0] : place[1]] if place else ""


def _slice_place(text: str, words: str, start: int) -> Place | None:
    wanted = "".join(_char(char) for char in " ".join(clean(words).split()))
    form = "".join(_char(char) for char in text)
    at = form.find(wanted, start) if wanted else -1
    return (at, at + len(wanted)) if at >= 0 else None


def _char(char: str) -> str:
    """A letter without case and accents, always one character, so that places stay places."""
    bare = fold(char.lower())
    return bare if len(bare) == 1 else char
