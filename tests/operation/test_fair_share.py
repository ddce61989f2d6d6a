"""The token bucket: fair, bounded, told once."""

from hypothesis import given
from hypothesis import strategies as st

from handlers.fair_share import FairShare


class Clock:
    """A clock that tests move."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_take_until_empty_then_refilled() -> None:
    clock = Clock()
    share = FairShare(3, 1, clock=clock)
    assert [share.take(1) for _ in range(5)] == [True, True, True, False, False]
    assert share.take(2)  # another person has his own
    clock.now += 2
    assert [share.take(1) for _ in range(3)] == [True, True, False]


def test_told_once_each_spell() -> None:
    clock = Clock()
    share = FairShare(1, 1, clock=clock)
    share.take(1)
    assert [share.first_refusal(1) for _ in range(3)] == [True, False, False]
    clock.now += 1
    assert share.take(1)
    assert share.first_refusal(1)


def test_memory_is_bounded() -> None:
    share = FairShare(people=100)
    for person in range(10_000):
        share.take(person)
    assert len(share) == 100


def test_clock_set_back() -> None:
    clock = Clock()
    share = FairShare(2, 1, clock=clock)
    share.take(1)
    clock.now = -1000
    assert share.take(1)
    assert not share.take(1)


@given(st.lists(st.tuples(st.integers(0, 3), st.floats(0, 5)), max_size=200))
def test_never_more_than_the_share(steps: list[tuple[int, float]]) -> None:
    """Nobody ever gets more than the burst and what came back since."""
    clock = Clock()
    share = FairShare(5, 1, clock=clock)
    taken = dict.fromkeys(range(4), 0)
    for person, pause in steps:
        clock.now += pause
        taken[person] += share.take(person)
        assert taken[person] <= 5 + clock.now + 1e-6
