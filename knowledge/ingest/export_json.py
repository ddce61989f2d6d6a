"""A document with its refs as JSON, for other programs."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from knowledge.errors import DataFileError
from knowledge.resolution.model import Clause, Kind, Metadata, Resolution, Span
from knowledge.resolution.tables import JOINT


def to_json(resolution: Resolution) -> dict[str, Any]:
    """Return a document as a value that ``json.dumps`` takes.

    Returns:
        number, title, issuer, issued ("2025-12-21" or None), place, period, signer, office, name; clauses: a list
        of {"ref", "kind", "text", "parent", "marker"} in reading order, parent None at the top; and measures: a
        list of {"ref", "letter", "quantity", "comparator", "threshold", "unit", "figure", "baseline"} as they hold
        after corrections, threshold a number as text, None for a range.
    """
    about = resolution.metadata
    return {
        "number": about.number,
        "title": about.title,
        "name": about.name,
        "issuer": about.issuer,
        "issued": about.issued.isoformat() if about.issued else None,
        "place": about.place,
        "period": about.period,
        "signer": about.signer,
        "office": about.office,
        "clauses": [
            {
                "ref": clause.ref,
                "kind": clause.kind.value,
                "text": clause.text,
                "parent": clause.parent,
                "marker": clause.marker,
            }
            for clause in resolution.clauses
        ],
        "measures": [
            {
                "ref": measure.ref,
                "letter": measure.letter,
                "quantity": measure.quantity,
                "comparator": measure.comparator.value,
                "threshold": None if measure.threshold is None else f"{measure.threshold:f}",
                "unit": measure.unit,
                "figure": measure.figure,
                "baseline": measure.baseline,
            }
            for measure in resolution.measures()
        ],
    }


def json_text(resolution: Resolution) -> str:
    """Return a document as the text of a JSON file."""
    return json.dumps(to_json(resolution), ensure_ascii=False, indent=2) + "\n"


def from_json(data: Mapping[str, Any]) -> Resolution:
    """Return the document that ``to_json`` wrote; its source is the texts of its clauses, one after the other.

    Raises:
        DataFileError: a field is missing or is not what it should be.
    """
    try:
        metadata = Metadata(
            number=str(data["number"]),
            issued=date.fromisoformat(data["issued"]) if data.get("issued") else None,
            issuer=str(data.get("issuer", "")),
            title=str(data["title"]),
            period=str(data.get("period", "")),
            signer=str(data.get("signer", "")),
            office=str(data.get("office", "")),
            place=str(data.get("place", "")),
            name=str(data.get("name", "")),
        )
        rows = [
            (row["ref"], Kind(row["kind"]), row["text"], row["parent"], row.get("marker", ""))
            for row in data["clauses"]
        ]
    except (KeyError, ValueError, TypeError) as error:
        raise DataFileError(f"Tệp JSON không đúng dạng văn bản đã xuất ({error}).") from error
    return built(metadata, rows)


def built(metadata: Metadata, rows: list[tuple[str, Kind, str, str | None, str]]) -> Resolution:
    """Return a document of clauses given by ref, kind, text, parent and marker."""
    clauses, at = [], 0
    for ref, kind, text, parent, marker in rows:
        span = Span(at, at + len(text))
        clauses.append(Clause(ref, kind, text, (span,), _joint(text), parent, marker))
        at += len(text) + 1
    return Resolution(metadata, "\n".join(row[2] for row in rows), tuple(clauses))


def _joint(text: str) -> str:
    if "\n" in text:
        return "\n"
    return JOINT if JOINT in text else " "
