"""The miss log: counted, without who asked, bounded, pruned."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.storage import misses as misses_module
from knowledge.storage.database import open_database
from knowledge.storage.misses import QUESTION_LENGTH, Misses, MissReason, normal_question
from tests.knowledge.progress_office import HandClock


@pytest.fixture
def clock() -> HandClock:
    """A clock set by hand."""
    return HandClock()


@pytest.fixture
def misses(tmp_path: Path, clock: HandClock) -> Iterator[Misses]:
    """An empty log."""
    with open_database(tmp_path / "a.db") as database:
        yield Misses(database, clock)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Giá vàng hôm nay??", "giá vàng hôm nay"),
        ("GIÁ  VÀNG\nhôm nay!", "giá vàng hôm nay"),
        ("hoà giải", "hòa giải"),  # one tone placement
        ("gọi 0912 345 678 giúp", "gọi … giúp"),  # a telephone number
        ("cccd 031088001234 của tôi", "cccd … của tôi"),
        ("gửi a.b@c.vn hay @nguoi_nao", "gửi … hay …"),
        ("xem https://t.me/x?y=1 chưa", "xem … chưa"),
        ("chỉ tiêu 12b 96,2% năm 2026", "chỉ tiêu 12b 96,2% năm 2026"),  # figures that matter stay
        ("mục II.3.2.1/4", "mục ii.3.2.1/4"),
        ("😀😀", ""),
    ],
)
def test_normal_question(said: str, kept: str) -> None:
    assert normal_question(said) == kept


@settings(deadline=None)
@given(st.text(max_size=2000))
def test_normal_question_is_short_and_stable(text: str) -> None:
    normal = normal_question(text)
    assert len(normal) <= QUESTION_LENGTH
    assert "\n" not in normal
    assert len(normal_question(normal)) <= len(normal)


def test_record_counts_by_question_and_reason(misses: Misses, clock: HandClock) -> None:
    for reason in (MissReason.DECLINED, MissReason.DECLINED, MissReason.REJECTED):
        misses.record("Giá vàng?", reason)
    clock.forward(hours=1)
    misses.record("giá xăng", MissReason.UNSURE)
    first, second = misses.most_frequent()
    assert (first.question, first.count) == ("giá vàng", 3)
    assert first.reasons == {MissReason.DECLINED: 2, MissReason.REJECTED: 1}
    assert second.last_at == clock.now
    assert misses.count() == 2
    assert misses.most_frequent(1, 1) == [second]


def test_nothing_names_the_asker(misses: Misses) -> None:
    misses.record("câu hỏi", MissReason.DECLINED)
    database = misses._db
    columns = {row["name"] for row in database.rows("PRAGMA table_info(misses)")}
    assert columns == {"question", "reason", "document", "count", "last_at"}


def test_prune_forgets_old_and_rare(
    misses: Misses, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    misses.record("cũ", MissReason.DECLINED)
    clock.forward(days=89)
    misses.record("mới", MissReason.DECLINED)
    assert misses.prune() == 0
    clock.forward(days=2)
    assert misses.prune() == 1
    assert [one.question for one in misses.most_frequent()] == ["mới"]
    monkeypatch.setattr(misses_module, "MAX_ROWS", 3)
    for i in range(9):
        misses.record(f"câu {'abcdefghi'[i]}", MissReason.DECLINED)
    misses.prune()
    assert misses.count() == 3


def test_prune_keeps_as_long_as_told(tmp_path: Path, clock: HandClock) -> None:
    with open_database(tmp_path / "b.db", clock=clock) as database:
        misses = Misses(database, clock, keep_days=7)
        misses.record("cũ", MissReason.DECLINED)
        clock.forward(days=6)
        assert misses.prune() == 0
        clock.forward(days=2)
        assert misses.prune() == 1


def test_forget(misses: Misses) -> None:
    misses.record("Giá vàng?", MissReason.DECLINED)
    assert misses.forget("GIÁ VÀNG")
    assert not misses.forget("giá vàng")
