"""The bundled resolution is read as it always was: refs, kinds, texts, spans, measures and citations."""

import json
from pathlib import Path
from typing import Any

import pytest

from knowledge.resolution.bundle import load_bundled
from knowledge.resolution.citation import citation
from knowledge.resolution.load import load_text
from knowledge.resolution.model import Resolution

GOLDEN = json.loads(
    (Path(__file__).parent / "golden" / "07-NQ-DU.json").read_text(encoding="utf-8")
)


@pytest.fixture(scope="module")
def resolution() -> Resolution:
    return load_bundled()


def _row(resolution: Resolution, ref: str) -> dict[str, Any]:
    clause = resolution.clause(ref)
    return {
        "ref": clause.ref,
        "kind": clause.kind.value,
        "text": clause.text,
        "parent": clause.parent,
        "marker": clause.marker,
        "pieces": [[piece.start, piece.end] for piece in clause.pieces],
        "joint": clause.joint,
        "citation": citation(resolution, ref),
        "measures": [
            [
                m.key,
                m.quantity,
                m.comparator.value,
                str(m.threshold),
                m.unit,
                m.figure,
                m.start,
                m.end,
                m.relative,
                m.baseline,
            ]
            for m in resolution.notes(ref).measures
        ],
    }


def test_refs_of_bundle_are_unchanged(resolution: Resolution) -> None:
    assert [clause.ref for clause in resolution.clauses] == [
        row["ref"] for row in GOLDEN["clauses"]
    ]


@pytest.mark.parametrize("row", GOLDEN["clauses"], ids=lambda row: row["ref"])
def test_clause_of_bundle_is_unchanged(resolution: Resolution, row: dict[str, Any]) -> None:
    assert _row(resolution, row["ref"]) == row


def test_metadata_of_bundle_is_unchanged(resolution: Resolution) -> None:
    about = resolution.metadata
    assert {name: str(getattr(about, name)) for name in GOLDEN["metadata"]} == GOLDEN["metadata"]


def test_load_text_reads_the_same_clauses(resolution: Resolution) -> None:
    assert load_text(resolution.source).clauses == resolution.clauses
