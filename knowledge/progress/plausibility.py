"""Whether a reported figure or state can be right: what is refused, and what is asked about."""

from datetime import date
from decimal import Decimal
from typing import Final

from knowledge.errors import InvalidInputError
from knowledge.language.normalize import fold
from knowledge.progress import wording
from knowledge.progress.evaluation import is_share, less_is_better
from knowledge.progress.model import Report, TaskState
from knowledge.resolution.model import Comparator, Measure

EARLIEST: Final = date(2020, 1, 1)
LATEST_DEADLINE: Final = date(2100, 12, 31)
MAX_DIGITS: Final = 12
MAX_DECIMALS: Final = 4
LARGE: Final = 10
"""A count of this many times what is asked is unusual."""
LARGE_PLAN: Final = Decimal(150)
LARGE_GROWTH: Final = Decimal(100)


def checked_unit(measure: Measure, unit: str) -> str:
    """Return the unit a value is in: the measure's own where none is given.

    A growth may also be reported as the absolute figure, in the unit of its baseline.

    Raises:
        InvalidInputError: the measure is not counted in that unit.
    """
    said = fold(unit.strip().lower())
    if not said or said == fold(measure.unit.lower()):
        return measure.unit
    if measure.baseline_value is not None and said == fold(measure.baseline_unit.lower()):
        return measure.baseline_unit
    raise InvalidInputError(
        wording.WRONG_UNIT.format(key=measure.key, wanted=measure.unit, unit=unit.strip())
    )


def check_value(measure: Measure, value: Decimal, unit: str) -> None:
    """Refuse what a measure can't be.

    Raises:
        InvalidInputError: a share over 100 %, a negative count, half a household, too many digits.
    """
    if not value.is_finite():
        raise InvalidInputError(wording.NOT_A_NUMBER.format(text=value))
    shown = wording.amount(value, unit)
    exponent = value.normalize().as_tuple().exponent
    if abs(value) >= Decimal(10) ** MAX_DIGITS or int(exponent) < -MAX_DECIMALS:
        raise InvalidInputError(wording.TOO_PRECISE.format(value=shown[:40]))
    if measure.comparator is Comparator.GROWTH and unit == "%":
        if value < -100:
            raise InvalidInputError(wording.BELOW_MINUS_100.format(value=shown))
        return
    if value < 0:
        raise InvalidInputError(wording.NEGATIVE.format(key=measure.key, value=shown))
    if is_share(measure) and value > 100:
        raise InvalidInputError(wording.SHARE_OVER_100.format(key=measure.key, value=shown))
    counted = measure.unit not in ("", "%") and unit == measure.unit
    if counted and value != value.to_integral_value():
        raise InvalidInputError(wording.NOT_WHOLE.format(key=measure.key, unit=unit, value=shown))


def check_day(as_of: date, today: date) -> None:
    """Refuse a day that a figure can't be of.

    Raises:
        InvalidInputError: it is to come, or long before any resolution here.
    """
    if as_of > today:
        raise InvalidInputError(wording.FUTURE.format(day=wording.day(as_of)))
    if as_of < EARLIEST:
        raise InvalidInputError(wording.TOO_OLD.format(day=wording.day(as_of)))


def check_task(state: TaskState, percent: int | None) -> None:
    """Refuse a percentage that contradicts the state.

    Raises:
        InvalidInputError: it is not 0 to 100, or "hoàn thành" with less than 100, and the like.
    """
    if percent is None:
        return
    if not 0 <= percent <= 100:
        raise InvalidInputError(wording.BAD_PERCENT.format(value=percent))
    if (state is TaskState.DONE and percent < 100) or (
        state is TaskState.NOT_STARTED and percent > 0
    ):
        raise InvalidInputError(
            wording.PERCENT_NOT_DONE.format(state=wording.STATE[state], value=percent)
        )


def ask_about_value(
    measure: Measure, value: Decimal, unit: str, before: Report | None
) -> tuple[str, ...]:
    """Return what to ask a person before a possible but unusual figure is saved."""
    questions = []
    shown = wording.amount(value, unit)
    if before is not None and before.value is not None and before.unit == unit:
        old = wording.amount(before.value, before.unit)
        day = wording.day(before.as_of)
        if value < before.value and not less_is_better(measure):
            questions.append(wording.ASK_FALL.format(new=shown, old=old, day=day))
        elif value > before.value and less_is_better(measure) and not measure.comparator.caps:
            questions.append(wording.ASK_RISE.format(new=shown, old=old, day=day))
    if measure.comparator is Comparator.GROWTH:
        growth = value if unit == "%" else _growth(measure, value)
        if growth < 0:
            questions.append(wording.ASK_DECLINE.format(new=shown))
        elif growth > LARGE_GROWTH:
            grown = wording.amount(growth.quantize(Decimal("0.01")), "%")
            questions.append(wording.ASK_GROWTH.format(new=grown))
        return tuple(questions)
    limit = LARGE_PLAN if measure.relative else (measure.threshold or Decimal(100)) * LARGE
    if not is_share(measure) and value > limit:
        figure = wording.required(measure)
        questions.append(wording.ASK_LARGE.format(new=shown, figure=figure))
    return tuple(questions)


def ask_about_task(state: TaskState, percent: int | None, before: Report | None) -> tuple[str, ...]:
    """Return what to ask a person before a step back is saved."""
    if before is None:
        return ()
    if before.state is TaskState.DONE and state is not TaskState.DONE:
        return (wording.ASK_REOPEN.format(day=wording.day(before.as_of)),)
    if percent is not None and before.percent is not None and percent < before.percent:
        old, new = f"{before.percent} %", f"{percent} %"
        return (wording.ASK_PERCENT_FALL.format(old=old, new=new),)
    return ()


def ask_about_day(as_of: date, period: str) -> tuple[str, ...]:
    """Return what to ask about a day outside the year that the resolution sets."""
    first, last = period[:4], period[-4:]
    if not (first.isdigit() and last.isdigit()) or int(first) <= as_of.year <= int(last):
        return ()
    return (wording.ASK_OUTSIDE_PERIOD.format(day=wording.day(as_of), period=period),)


def _growth(measure: Measure, value: Decimal) -> Decimal:
    if not measure.baseline_value:
        return Decimal(0)
    return (value / measure.baseline_value - 1) * 100
