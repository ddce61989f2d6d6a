"""The capacity simulation: queueing theory where it has a formula, and Telegram's limit where it hasn't."""

import pytest

from benchmarks.capacity import main, simulate


def test_the_same_seed_gives_the_same_figures() -> None:
    assert simulate(20, seconds=60) == simulate(20, seconds=60)


def test_below_all_limits_everything_is_answered_at_once() -> None:
    outcome = simulate(10)
    assert outcome.answered_a_second == pytest.approx(10, rel=0.05)
    assert outcome.processor == pytest.approx(0.1, rel=0.05)
    assert outcome.median_wait < 0.05


def test_telegram_is_the_limit_before_the_processor() -> None:
    outcome = simulate(60)
    assert outcome.answered_a_second == pytest.approx(30, rel=0.01)
    assert outcome.backlog > 10_000


def test_without_a_sending_limit_workers_are_what_counts() -> None:
    assert simulate(150, limit=0, seconds=120).answered_a_second == pytest.approx(100, rel=0.05)
    assert simulate(150, limit=0, seconds=120, workers=2).answered_a_second > 145


@pytest.mark.parametrize("wrong", [{"rate": 0}, {"service": 0}, {"workers": 0}, {"seconds": 0}])
def test_nonsense_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="positive"):
        simulate(**{"rate": 1, **wrong})  # type: ignore[arg-type]


def test_no_question_at_all_is_no_error() -> None:
    assert simulate(0.001, seconds=0.001).answered_a_second == 0


def test_the_command_prints_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--seconds", "10", "--rates", "5"])
    assert "| 5 |" in capsys.readouterr().out
