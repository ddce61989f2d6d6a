"""A corrected version keeps what still applies and lists what does not."""

import pytest

from knowledge.ingest.versions import compare_versions
from knowledge.resolution.bundle import load_bundled
from knowledge.resolution.load import load_text
from knowledge.resolution.model import Resolution


@pytest.fixture(scope="module")
def old() -> Resolution:
    return load_text(load_bundled().source)


def _changed(old: Resolution, *replacements: tuple[str, str]) -> Resolution:
    source = old.source
    for printed, meant in replacements:
        assert printed in source
        source = source.replace(printed, meant)
    return load_text(source)


def test_same_text_changes_nothing(old: Resolution) -> None:
    change = compare_versions(old, load_text(old.source))
    assert change.nothing
    assert change.mapping == {c.ref: c.ref for c in old.clauses}
    assert change.lines() == ["Câu chữ không thay đổi."]


def test_corrected_misprint_keeps_every_ref(old: Resolution) -> None:
    change = compare_versions(
        old, _changed(old, ("chính đón", "chỉnh đốn"), ("du\n\n\n\nlich", "du lịch"))
    )
    assert not change.nothing
    assert change.mapping == {c.ref: c.ref for c in old.clauses}
    assert change.reworded == ("II.3.1/2", "II.3.2.2/5")
    assert change.measures == ()


def test_changed_figure_is_listed_and_its_reports_go_on(old: Resolution) -> None:
    change = compare_versions(old, _changed(old, ("96,2 % trở lên", "97 % trở lên")))
    (measure,) = change.measures
    assert measure.new is not None
    assert (measure.old.figure, measure.new.figure) == ("Đạt 96,2 % trở lên", "Đạt 97 % trở lên")
    assert measure.comparable
    assert change.measure_keys["II.2.10", ""] == ("II.2.10", "")


def test_removed_target_is_lost_and_the_rest_renumbered(old: Resolution) -> None:
    new = _changed(
        old, ("(17) Hoàn thành 100% chỉ tiêu tuyển chọn và gọi công dân nhập ngũ.\n\n(18)", "(17)")
    )
    change = compare_versions(old, new)
    assert change.removed == ("II.2.17",)
    assert change.moved == {"II.2.18": "II.2.17"}
    assert change.lost(["II.2.17", "II.2.18", "II.3.1/5"]) == ["II.2.17"]
    assert change.measure_keys["II.2.18", "b"] == ("II.2.17", "b")
    assert "Mục II.2.17 không còn trong bản mới." in change.lines()


def test_new_bullet_moves_those_after_it(old: Resolution) -> None:
    new = _changed(
        old,
        (
            "- Thực hiện nghiêm túc công tác",
            "- Một nhiệm vụ mới.\n\n- Thực hiện nghiêm túc công tác",
        ),
    )
    change = compare_versions(old, new)
    assert change.added == ("II.3.2.3/3",)
    assert change.mapping["II.3.2.3/3"] == "II.3.2.3/4"
    assert change.mapping["II.3.2.3/6"] == "II.3.2.3/7"
    assert change.removed == ()


def test_unit_that_changes_ends_the_reports() -> None:
    old = load_text("I. CHỈ TIÊU\n(1) Chuyển đổi trên 90 hộ kinh doanh sang doanh nghiệp.")
    new = load_text("I. CHỈ TIÊU\n(1) Chuyển đổi trên 90% hộ kinh doanh sang doanh nghiệp.")
    change = compare_versions(old, new)
    assert change.mapping["I.1"] == "I.1"
    assert [c.comparable for c in change.measures] == [False]
    assert change.measure_keys == {}


def test_another_document_maps_little(old: Resolution) -> None:
    change = compare_versions(old, load_text("Điều 1. Hoàn toàn khác\n1. Không liên quan gì."))
    assert change.mapping == {}
    assert len(change.removed) == len(old.clauses)
