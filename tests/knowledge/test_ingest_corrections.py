"""Corrections stand beside the text, fit its words, and survive being stored."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.errors import InvalidInputError
from knowledge.ingest.corrections import (
    Corrections,
    apply,
    fitting,
    rebuild,
    stored_corrections,
)
from knowledge.resolution.bundle import load_bundled
from knowledge.resolution.model import Comparator, Erratum, Kind, Measure

TEXT = """Số 12-NQ/ĐU

NGHỊ QUYẾT
VỀ NHIỆM VỤ NĂM 2027

I. CHỈ TIÊU

(1) Tỷ lệ người dân tham gia BHYT: Đạt 97 % trở lên.

(2) Tỷ lệ hộ nghèo năm 2027 không quá 3%.

(3) Thành lập mới 40 - 50 doanh nghiệp.

(4) Trồng 1.200 cây xanh theo Kế hoạch số 15.

II. NHIỆM VỤ

- Phấn đấu 95 % hộ dùng nước sạch.
"""


def measure(threshold: str | None, unit: str = "%", **more: object) -> Measure:
    """A measure as a person states it."""
    value = Decimal(threshold) if threshold else None
    fields: dict[str, object] = {"comparator": Comparator.AT_LEAST, **more}
    comparator = fields.pop("comparator")
    figure = str(fields.pop("figure", threshold or ""))
    assert isinstance(comparator, Comparator)
    stated = Measure("", "", "", comparator, value, unit, figure, 0, 0)
    return replace(stated, **fields)  # type: ignore[arg-type]


def test_about_holds_and_title_names_the_document() -> None:
    known = Corrections().with_about(
        number="08-NQ/ĐU", title="Về A", period="2028", issued=date(2027, 12, 28)
    )
    about = apply(TEXT, known).metadata
    assert (about.number, about.title, about.name) == ("08-NQ/ĐU", "Về A", "Về A")
    assert (about.period, about.issued) == ("2028", date(2027, 12, 28))


def test_measures_hold_instead_of_those_read() -> None:
    found = apply(TEXT, Corrections().with_measures("I.1", [measure("97")]))
    (one,) = found.notes("I.1").measures
    assert (one.comparator, one.threshold) == (Comparator.AT_LEAST, Decimal(97))
    assert found.clause("I.1").text[one.start : one.end] == one.figure == "Đạt 97 % trở lên"
    assert one.quantity == "Tỷ lệ người dân tham gia BHYT"


def test_no_measures_make_a_target_qualitative() -> None:
    found = apply(TEXT, Corrections().with_measures("I.2", []))
    assert found.notes("I.2").measures == ()
    assert found.clause("I.2").kind is Kind.TARGET


def test_a_task_given_a_measure_is_a_target() -> None:
    found = apply(TEXT, Corrections().with_measures("II/1", [measure("95")]))
    assert found.clause("II/1").kind is Kind.TARGET
    assert found.notes("II/1").measures[0].figure == "95 %"


@pytest.mark.parametrize(
    ("ref", "stated", "words"),
    [
        ("I.1", measure("96"), "không in con số 96"),  # not there at all
        ("I.1", measure("1"), "không in con số 1"),  # only the number of the clause
        ("I.2", measure("2027"), "không in con số 2.027"),  # a year is no figure
        ("I.4", measure("15", "cây"), "không in con số 15"),  # nor the number of a document
        ("I.1", measure("97", "hộ"), "không tính bằng “hộ”"),  # another unit
        ("I.1", measure("97", quantity="Tỷ lệ nước sạch"), "không có chữ “Tỷ lệ nước sạch”"),
        ("I.3", measure(None, "doanh nghiệp", figure="40 - 60"), "không in con số 40 - 60"),
        ("I", measure("97"), "đề mục"),  # a heading sets no figure
        ("X.9", measure("97"), "không có mục “X.9”"),
    ],
)
def test_what_the_clause_does_not_print_is_refused(ref: str, stated: Measure, words: str) -> None:
    with pytest.raises(InvalidInputError, match=words):
        apply(TEXT, Corrections().with_measures(ref, [stated]))


def test_a_range_may_be_stated() -> None:
    stated = measure(None, "doanh nghiệp", figure="40 - 50", comparator=Comparator.EXACTLY)
    (one,) = apply(TEXT, Corrections().with_measures("I.3", [stated])).notes("I.3").measures
    assert one.threshold is None
    assert "40 - 50" in one.figure


def test_a_misprint_may_mean_the_figure() -> None:
    known = Corrections().with_erratum(Erratum("I.1", "97", "97,5"))
    known = known.with_measures("I.1", [measure("97.5")])
    found = apply(TEXT, known)
    (one,) = found.notes("I.1").measures
    assert one.threshold == Decimal("97.5")
    assert one.figure == "Đạt 97 % trở lên"  # as printed
    assert found.notes("I.1").errata[0].meant == "97,5"


def test_a_misprint_must_stand_in_its_clause() -> None:
    with pytest.raises(InvalidInputError, match="không in “98”"):
        apply(TEXT, Corrections().with_erratum(Erratum("I.1", "98", "97")))


def test_old_rows_still_read() -> None:
    data = {
        "about": {"number": "12-NQ/ĐU", "issued": "2026-12-28"},
        "errata": [
            {"ref": "I.1", "printed": "97", "meant": "97,5", "note": "in sai", "certain": False}
        ],
        "phrasings": [{"ref": "I.1", "text": "bhyt bao nhiêu"}],
    }
    found = rebuild(TEXT, data)
    assert found.metadata.issued == date(2026, 12, 28)
    assert found.notes("I.1").errata == (Erratum("I.1", "97", "97,5", "in sai", False),)
    known = Corrections.from_data(data)
    assert [one.text for one in known.phrasings] == ["bhyt bao nhiêu"]
    assert known.to_data() == data


def test_a_stored_document_reads_whatever_stands_beside_it() -> None:
    broken = {
        "errata": [{"ref": "I.9", "printed": "x", "meant": "y"}],
        "measures": {"I.1": [{"comparator": ">=", "threshold": "12", "unit": "%"}]},
    }
    found = rebuild(TEXT, broken)
    assert found.notes("I.1").measures[0].threshold == Decimal(97)
    assert len(rebuild(TEXT, {"errata": [1]}).clauses) == len(found.clauses)
    _, kept, faults = fitting(TEXT, Corrections.from_data(broken))
    assert not kept
    assert len(faults) == 2


def test_bundled_text_brings_its_own_corrections() -> None:
    bundled = load_bundled()
    again = rebuild(bundled.source, {})
    assert again.metadata == bundled.metadata
    assert again.annotations == bundled.annotations
    assert again.bodies == bundled.bodies
    known = stored_corrections(bundled.source, {})
    assert len(known.phrasings) > 6000
    assert Corrections.from_data(json.loads(json.dumps(known.to_data()))) == known


_words = st.text(max_size=12)
_decimals = st.decimals(0, 10_000, places=2) | st.none()
_measures = st.builds(
    Measure,
    ref=st.just("I.1"),
    letter=st.just(""),
    quantity=_words,
    comparator=st.sampled_from(Comparator),
    threshold=_decimals,
    unit=_words,
    figure=_words,
    start=st.just(0),
    end=st.just(0),
    relative=st.booleans(),
    baseline=_words,
    baseline_value=_decimals,
    baseline_unit=_words,
)
_corrections = st.builds(
    Corrections,
    about=st.fixed_dictionaries(
        {},
        optional={"number": st.text(min_size=1, max_size=9), "issued": st.dates()},
    ),
    errata=st.lists(st.builds(Erratum, _words, _words, _words, _words), max_size=3).map(tuple),
    measures=st.dictionaries(st.just("I.1"), st.lists(_measures, max_size=2).map(tuple)),
)


@given(_corrections)
def test_corrections_survive_json(known: Corrections) -> None:
    assert Corrections.from_data(json.loads(json.dumps(known.to_data()))) == known


@given(_corrections)
def test_any_corrections_fit_or_are_told(known: Corrections) -> None:
    found, kept, faults = fitting(TEXT, known)
    assert "".join(c.text for c in found.clauses) == "".join(
        c.text for c in apply(TEXT, Corrections(known.about)).clauses
    )
    assert faults or kept == known
    for one in found.measures():
        text = found.clause(one.ref).text
        assert text[one.start : one.end].strip() == one.figure
