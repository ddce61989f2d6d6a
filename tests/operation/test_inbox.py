"""Updates on the disk: each handled once, left ones taken up, contents forgotten."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from knowledge.storage.counters import ALIVE_SECONDS, Counters, bucket_of
from knowledge.storage.database import Database, open_database
from knowledge.storage.inbox import KEEP_HOURS, MAX_TRIES, Arrival, Done, Inbox
from tests.knowledge.progress_office import HandClock


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """An empty database."""
    with open_database(tmp_path / "a.db") as made:
        yield made


def arrival(number: int, chat: int = 5) -> Arrival:
    """An update."""
    return Arrival(number, 10 * number, chat, f'{{"update_id": {number}}}')


def test_take_in_once(database: Database) -> None:
    inbox = Inbox(database)
    assert inbox.take_in([arrival(1), arrival(2)]) == [arrival(1), arrival(2)]
    assert inbox.take_in([arrival(2), arrival(3)]) == [arrival(3)]
    assert inbox.count_waiting() == 3


def test_same_number_of_another_bot(database: Database) -> None:
    """The same number with other content is another update: the token has changed."""
    inbox = Inbox(database)
    inbox.take_in([arrival(1)])
    other = Arrival(1, 99, 5, "{}")
    assert inbox.take_in([other]) == [other]


def test_finish_forgets_content(database: Database) -> None:
    inbox = Inbox(database)
    inbox.take_in([arrival(1), arrival(2)])
    inbox.finish([Done(1, 10, (7, 8))])
    assert inbox.waiting() == ([arrival(2)], [])
    assert inbox.answers(5) == {7, 8}
    assert inbox.take_in([arrival(1)]) == []
    assert database.value("SELECT count(*) FROM inbox WHERE number = 1 AND data IS NULL") == 1


def test_left_behind_too_often_is_lost(database: Database) -> None:
    inbox = Inbox(database)
    inbox.take_in([arrival(1)])
    for _ in range(MAX_TRIES):
        assert inbox.waiting() == ([arrival(1)], [])
        inbox.try_again(1, 10)
    assert inbox.waiting() == ([], [1])
    assert inbox.waiting() == ([], [])


def test_old_is_lost_and_pruned(database: Database) -> None:
    clock = HandClock()
    inbox = Inbox(database, clock)
    inbox.take_in([arrival(1), arrival(2)])
    inbox.finish([Done(2, 20)])
    clock.now += timedelta(hours=KEEP_HOURS, seconds=1)
    assert inbox.waiting() == ([], [1])
    assert inbox.prune() == 2


def test_counters(database: Database) -> None:
    clock = HandClock()
    counters = Counters(database, clock)
    counters.add({"questions": 4, "answered": 3, bucket_of(3): 3, bucket_of(700): 1})
    counters.add({"questions": 1})
    clock.now += timedelta(days=1)
    counters.add({"questions": 10, bucket_of(1e9): 1})
    week = counters.summary(7)
    assert (week["questions"], week["answered"], week["nothing"]) == (15, 3, 0)
    assert counters.summary(1)["questions"] == 10
    assert (week.latency_ms(0.5), week.latency_ms(0.8), week.latency_ms(1.0)) == (5, 1000, 60000)
    assert Counters(database, clock).summary(1).answered_share == 0


def test_running_since(database: Database) -> None:
    clock = HandClock()
    counters = Counters(database, clock)
    assert counters.running_since() is None
    counters.note_start()
    start = clock.now
    clock.now += timedelta(seconds=ALIVE_SECONDS - 1)
    counters.note_alive()
    assert counters.running_since() == start
    clock.now += timedelta(seconds=ALIVE_SECONDS + 1)  # killed: it says nothing any more
    assert counters.running_since() is None
    counters.note_start()
    counters.note_stop()
    assert counters.running_since() is None
