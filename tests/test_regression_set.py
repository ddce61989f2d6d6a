"""The project's own questions, graded: how well the bundled resolution is asked."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.terminal import plain
from knowledge.assistant import Assistant
from knowledge.errors import DataFileError
from knowledge.evaluation import (
    Evaluation,
    Graded,
    Question,
    Share,
    evaluate,
    find_fault,
    read_questions,
)

_HERE = Path(__file__).parent
_SHARED = _HERE.parents[1] / "shared" / "questions" / "dev.jsonl"


@pytest.fixture(scope="module")
def grade(assistant: Assistant) -> Callable[[Path], Evaluation]:
    """Asks and grades the questions of a file."""

    def run(path: Path) -> Evaluation:
        lines = path.read_text(encoding="utf-8").splitlines()
        return evaluate(assistant.ask, read_questions(lines, path.name), plain)

    return run


@pytest.fixture(scope="module")
def regression(grade: Callable[[Path], Evaluation]) -> Evaluation:
    """The graded regression set."""
    return grade(_HERE / "questions" / "regression.jsonl")


def _wrong(evaluation: Evaluation) -> str:
    return "\n".join(f"{g.question.id} {g.question.text!r}: {g.fault}" for g in evaluation.wrong)


def test_regression_accuracy(regression: Evaluation) -> None:
    assert regression.overall.asked >= 600
    assert regression.overall.accuracy >= 0.945, _wrong(regression)
    assert regression.in_scope.accuracy >= 0.94, _wrong(regression)
    assert regression.out_of_scope.accuracy >= 0.94, _wrong(regression)


def test_regression_leaves_no_style_behind(regression: Evaluation) -> None:
    weak = {
        style: share.accuracy
        for style, share in regression.by_style.items()
        if share.asked >= 10 and share.accuracy < 0.84
    }
    assert weak == {}


def test_regression_confidence_tells(regression: Evaluation) -> None:
    sure = [g for g in regression.graded if g.confidence >= 0.9]
    assert sum(g.right for g in sure) >= 0.96 * len(sure)
    assert regression.calibration_error < 0.06


def test_shared_questions(grade: Callable[[Path], Evaluation]) -> None:
    if not _SHARED.is_file():
        pytest.skip("the shared questions are not on this machine")
    evaluation = grade(_SHARED)
    assert evaluation.overall.accuracy >= 0.97, _wrong(evaluation)
    assert evaluation.in_scope.accuracy >= 0.97, _wrong(evaluation)
    assert evaluation.out_of_scope.accuracy >= 0.95, _wrong(evaluation)


def _question(kind: str, *refs: str, must: str = "", must_not: str = "") -> Question:
    return Question(
        "1",
        "q",
        kind,
        "standard",
        kind not in ("oos", "nearmiss"),
        refs,
        (must,) if must else (),
        (must_not,) if must_not else (),
    )


@pytest.mark.parametrize(
    ("question", "answered", "hits", "reply", "right"),
    [
        (_question("target", "A"), True, ["A"], "x", True),
        (_question("target", "A", "B"), True, ["B"], "x", True),  # any of the right ones
        (_question("target", "A"), True, ["B", "A"], "x", False),  # the first hit counts
        (_question("target", "A"), True, [], "x", False),
        (_question("target", "A"), False, [], "x", False),  # declined
        (_question("target", "A", must="96,2%"), True, ["A"], "Đạt 96,2 % trở lên", True),
        (_question("target", "A", must="ĐẠT"), True, ["A"], "đạt", True),  # case
        (_question("target", "A", must="dat"), True, ["A"], "đạt", False),  # accents count
        (_question("target", "A", must="14%|90%"), True, ["A"], "90%", True),  # either
        (_question("target", "A", must="14%|90%"), True, ["A"], "9%", False),
        (_question("target", "A", must_not="95%"), True, ["A"], "95 %", False),
        (_question("multi", "A", "B"), True, ["B", "A"], "x", True),  # all, in any order
        (_question("multi", "A", "B"), True, ["A"], "x", False),
        (_question("list", "A"), True, ["A/1"], "x", True),  # a paragraph under the heading
        (_question("actor", "A/1"), True, ["A"], "x", True),  # the heading above
        (_question("task", "A"), True, ["A/1"], "x", False),  # elsewhere only the clause itself
        (_question("oos"), False, [], "x", True),
        (_question("oos"), False, [], " ", False),  # says nothing
        (_question("oos"), True, ["A"], "x", False),
        (_question("nearmiss", "A"), True, ["A"], "x", True),  # openly accepted
        (_question("smalltalk"), True, [], "x", True),
        (_question("smalltalk"), True, ["A"], "x", False),
        (_question("smalltalk"), False, [], "x", False),
    ],
)
def test_find_fault(
    question: Question, answered: bool, hits: list[str], reply: str, right: bool
) -> None:
    assert (find_fault(question, answered, hits, reply) == "") is right


def test_evaluation_of_graded_answers() -> None:
    kinds = [("target", 0.95, ""), ("target", 0.91, "declined"), ("oos", 0.2, "")]
    graded = tuple(Graded(_question(kind), fault, sure) for kind, sure, fault in kinds)
    evaluation = Evaluation(graded)
    assert evaluation.overall == Share(3, 2)
    assert (evaluation.in_scope, evaluation.out_of_scope) == (Share(2, 1), Share(1, 1))
    assert evaluation.by_kind == {"oos": Share(1, 1), "target": Share(2, 1)}
    assert evaluation.by_style["standard"].accuracy == pytest.approx(2 / 3)
    assert [g.fault for g in evaluation.wrong] == ["declined"]
    low, high = evaluation.calibration
    assert (low.low, high.high) == (0.2, 1.0)
    assert high.mean_confidence == pytest.approx(0.93)
    assert evaluation.calibration_error == pytest.approx((0.43 * 2 + 0.8) / 3)


def test_evaluation_of_nothing() -> None:
    evaluation = Evaluation(())
    assert evaluation.overall.accuracy == 1.0
    assert evaluation.calibration == ()
    assert evaluation.calibration_error == 0


def test_a_certain_answer_falls_in_the_last_bin() -> None:
    (found,) = Evaluation((Graded(_question("oos"), "", 1.0),)).calibration
    assert (found.low, found.high) == (0.9, 1.0)


@pytest.mark.parametrize(
    "line", ["{", "[]", '{"id": "1"}', '{"id": 1, "q": 5, "cat": "", "style": "", "answered": true, "refs": []}']
)  # fmt: skip
def test_read_questions_names_the_broken_line(line: str) -> None:
    good = json.dumps(
        {"id": 1, "q": "x", "cat": "oos", "style": "other", "answered": False, "refs": []}
    )
    assert [q.id for q in read_questions([good, "", good])] == ["1", "1"]
    with pytest.raises(DataFileError, match=r"Dòng 3 của bo\.jsonl"):
        read_questions([good, "", line], "bo.jsonl")
