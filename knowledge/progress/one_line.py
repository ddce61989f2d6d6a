"""A report in one line: "10 95,8 hết tháng 10", "12b 91", "II.3.2.1/4 đang làm 60 % đã giao mặt bằng"."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Final

from knowledge.errors import InvalidInputError
from knowledge.language.normalize import clean, fold
from knowledge.language.numbers import parse_number
from knowledge.progress import wording
from knowledge.progress.days import find_day
from knowledge.progress.model import ReportDraft, TaskState
from knowledge.progress.plausibility import checked_unit
from knowledge.resolution.model import Clause, Kind, Measure, Resolution

_TARGET: Final = re.compile(
    r"(?:chi tieu|ct)?\s*\(?(?P<number>\d{1,2})\)?\s?\(?(?P<letter>[a-z](?![\w]))?\)?(?![\w.,/%-])"
    r"\s*[:=,]?\s*",
    re.IGNORECASE,
)
_REF: Final = re.compile(
    r"(?:muc\s+)?(?P<ref>[IVX]*[.\d]*\d(?:/\d{1,3})?)(?P<letter>[a-z])?(?!\S)\s*", re.IGNORECASE
)
_VALUE: Final = re.compile(
    r"(?:(?:ket qua|dat|la|duoc)\s+)*(?P<sign>giam\s+|tang\s+)?(?P<minus>[-−–]\s?)?"
    r"(?P<number>\d[\d.,]*\d|\d)(?!\w*/)",
    re.IGNORECASE,
)
_UNIT: Final = re.compile(
    r"\s*(?P<unit>%|phan tram|(?:trieu|ty|nghin|ngan) dong|ty|trieu|dong|ho|cuoc|nguoi|vu|truong"
    r"|tram|mo hinh|cong trinh|dang vien|to dan pho|doanh nghiep)(?!\w)",
    re.IGNORECASE,
)
_PERCENT: Final = re.compile(r"(?<![\d,.])(?P<percent>\d{1,4})\s*(?:%|phan tram)", re.IGNORECASE)
_STATES: Final = tuple(
    (state, re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE))
    for state, pattern in (
        (TaskState.DOING, "chua (?:hoan thanh|xong)|dang (?:lam|trien khai|thuc hien)"),
        (TaskState.NOT_STARTED, "chua (?:bat dau|lam|trien khai|thuc hien)"),
        (TaskState.PAUSED, "tam (?:dung|hoan)|dang (?:dung|hoan)"),
        (TaskState.DONE, "(?:da )?(?:hoan thanh|(?:lam )?xong)"),
    )
)
_EDGE: Final = " ,.;:-–()"
NOTE_LENGTH: Final = 1000


def read_line(text: str, resolution: Resolution, today: date) -> ReportDraft:
    """Read what stands after /capnhat.

    Args:
        text: the line, typed by a person.
        resolution: whose clauses are meant.
        today: the day it is; a report without a day is of today.

    Raises:
        InvalidInputError: no clause, figure or state is recognised, or they don't fit together.
    """
    text = " ".join(clean(text).split())
    clause, letter, rest = _subject(text, resolution)
    if resolution.notes(clause.ref).measures:
        return _measure(clause, letter, rest, resolution, today)
    return _task(clause, rest, resolution, today)


def read_state(text: str) -> TaskState | None:
    """Return the state that ``text`` is, with or without accents; None for anything more or less."""
    folded = " ".join(fold(clean(text)).split())
    return next((state for state, pattern in _STATES if pattern.fullmatch(folded)), None)


def read_figure(text: str) -> Decimal:
    """Read a figure as a Vietnamese reader would, with a minus or "giảm" before a negative one.

    Raises:
        InvalidInputError: it is no single number.
    """
    match = _VALUE.fullmatch(fold(clean(text).strip()))
    value = parse_number(match["number"]) if match else None
    if match is None or value is None:
        raise InvalidInputError(wording.NOT_A_NUMBER.format(text=text.strip()[:40]))
    return -value if _is_negative(match) else value


def _subject(text: str, resolution: Resolution) -> tuple[Clause, str, str]:
    folded = fold(text)
    match = _TARGET.match(folded)
    if match:
        number = str(int(match["number"]))
        clause = next(
            (c for c in resolution.of_kind(Kind.TARGET) if c.ref.rsplit(".", 1)[-1] == number),
            None,
        )
        if clause is None:
            raise InvalidInputError(
                wording.UNKNOWN_MEASURE.format(key=number, keys=_keys(resolution.measures()))
            )
        return clause, (match["letter"] or "").lower(), text[match.end() :]
    match = _REF.match(folded)
    if match:
        wanted = match["ref"].upper()
        work = [c for c in resolution.clauses if c.kind in (Kind.TARGET, Kind.TASK)]
        found = [c for c in work if c.ref.upper() == wanted or c.ref.upper().endswith("." + wanted)]
        if len(found) == 1:
            return found[0], (match["letter"] or "").lower(), text[match.end() :]
    raise InvalidInputError(wording.NO_SUBJECT)


def _measure(
    clause: Clause, letter: str, rest: str, resolution: Resolution, today: date
) -> ReportDraft:
    measure = choose_measure(resolution, clause.ref, letter)
    match = _VALUE.match(fold(rest))
    before = None
    if match is None:  # "hết tháng 10: 95,8"
        before = find_day(rest, today, period=resolution.metadata.period)
        rest = before.rest if before else rest
        match = _VALUE.match(fold(rest))
    if match is None:
        raise InvalidInputError(wording.NO_VALUE)
    value = parse_number(match["number"])
    if value is None:
        raise InvalidInputError(wording.NOT_A_NUMBER.format(text=match["number"]))
    said = _UNIT.match(fold(rest), match.end())
    end = said.end() if said else match.end()
    unit = rest[said.start("unit") : said.end("unit")] if said else ""
    if fold(unit.lower()) == "phan tram":
        unit = "%"
    as_of, note = _day_and_note(rest[end:], before.day if before else today, resolution)
    return ReportDraft(
        resolution.number,
        clause.ref,
        as_of,
        letter=measure.letter,
        value=-value if _is_negative(match) else value,
        unit=checked_unit(measure, unit),
        note=note,
    )


def choose_measure(resolution: Resolution, ref: str, letter: str) -> Measure:
    """Return the measure of a target that has this letter.

    Raises:
        InvalidInputError: it has none, or several and no letter was given.
    """
    measures = resolution.notes(ref).measures
    for measure in measures:
        if measure.letter == letter or (not letter and len(measures) == 1):
            return measure
    if not letter and len(measures) > 1:
        number = ref.rsplit(".", 1)[-1]
        raise InvalidInputError(wording.WHICH_MEASURE.format(number=number, keys=_keys(measures)))
    key = ref.rsplit(".", 1)[-1] + letter
    raise InvalidInputError(
        wording.UNKNOWN_MEASURE.format(key=key, keys=_keys(resolution.measures()))
    )


def _task(clause: Clause, rest: str, resolution: Resolution, today: date) -> ReportDraft:
    folded = fold(rest)
    percent = None
    match = _PERCENT.search(folded)
    if match:
        percent = int(match["percent"])
        rest = _without(rest, match)
        folded = fold(rest)
    state = None
    for candidate, pattern in _STATES:
        found = pattern.search(folded)
        if found:
            state, rest = candidate, _without(rest, found)
            break
    if state is None:
        if percent is None:
            raise InvalidInputError(wording.NO_STATE)
        state = TaskState.DONE if percent == 100 else TaskState.DOING
    as_of, note = _day_and_note(rest, today, resolution)
    return ReportDraft(
        resolution.number, clause.ref, as_of, state=state, percent=percent, note=note
    )


def _day_and_note(text: str, today: date, resolution: Resolution) -> tuple[date, str]:
    said = find_day(text, today, period=resolution.metadata.period)
    if said is None:
        return today, text.strip(_EDGE)[:NOTE_LENGTH]
    return said.day, said.rest.strip(_EDGE)[:NOTE_LENGTH]


def _without(text: str, match: re.Match[str]) -> str:
    before, after = text[: match.start()].strip(_EDGE), text[match.end() :].strip(_EDGE)
    return f"{before} {after}".strip()


def _is_negative(match: re.Match[str]) -> bool:
    return bool(match["minus"]) or (match["sign"] or "").lower().startswith("giam")


def _keys(measures: Iterable[Measure]) -> str:
    return ", ".join(measure.key for measure in measures)
