"""Misprints and measures as JSON."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from knowledge.resolution.model import Comparator, Erratum, Measure

_NUMBERS: Final = ("threshold", "baseline_value")
_TEXTS: Final = ("quantity", "unit", "figure", "baseline", "baseline_unit", "baseline_ref")


def erratum_data(erratum: Erratum) -> dict[str, Any]:
    """Return a misprint as JSON."""
    data = {"ref": erratum.ref, "printed": erratum.printed, "meant": erratum.meant}
    if erratum.note:
        data["note"] = erratum.note
    return data if erratum.certain else {**data, "certain": False}


def erratum_from(row: Mapping[str, Any]) -> Erratum:
    """Read what ``erratum_data`` wrote; KeyError for what lacks a part."""
    return Erratum(
        str(row["ref"]),
        str(row["printed"]),
        str(row["meant"]),
        str(row.get("note", "")),
        bool(row.get("certain", True)),
    )


def measure_data(measure: Measure) -> dict[str, Any]:
    """Return a measure as JSON, without its letter and place."""
    data: dict[str, Any] = {"comparator": measure.comparator.value}
    data |= {name: getattr(measure, name) for name in _TEXTS if getattr(measure, name)}
    data |= {
        name: str(getattr(measure, name)) for name in _NUMBERS if getattr(measure, name) is not None
    }
    return {**data, "relative": True} if measure.relative else data


def measure_from(ref: str, row: Mapping[str, Any]) -> Measure:
    """Read what ``measure_data`` wrote; KeyError, ValueError or InvalidOperation for what is none."""
    texts = {name: str(row.get(name, "")) for name in _TEXTS}
    numbers = {name: Decimal(row[name]) if name in row else None for name in _NUMBERS}
    return Measure(
        ref=ref,
        letter="",
        quantity=texts["quantity"],
        comparator=Comparator(row["comparator"]),
        threshold=numbers["threshold"],
        unit=texts["unit"],
        figure=texts["figure"],
        start=0,
        end=0,
        relative=bool(row.get("relative", False)),
        baseline=texts["baseline"],
        baseline_value=numbers["baseline_value"],
        baseline_unit=texts["baseline_unit"],
        baseline_ref=texts["baseline_ref"],
    )
