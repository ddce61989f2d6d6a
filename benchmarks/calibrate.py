r"""Learn the weights of clause matching and scope from labelled questions.

    python -m benchmarks.calibrate QUESTIONS.jsonl [--write] [--folds 5] [--documents OTHERS.jsonl] [--only plain]

Two models are fitted, both convex, both with an L2 penalty:

* ``clause``: a conditional logit over the nodes of the resolution. Its features are
  ``knowledge.questions.matching.FEATURES``; a right first answer should outweigh all others.
* ``scope``: a logistic regression over ``knowledge.questions.scope.SIGNS``. Positive: the best clause is a right answer.
  Negative: the resolution doesn't answer, or the examples of what lies outside (each judged without itself).

Both are fitted twice: for a document with everyday phrasings ("taught") and for one that has none yet ("plain"). The plain
ones learn from the bundled resolution without its phrasings and from the documents loaded into NGHIQUYET_DATABASE, whose
questions, with a ``document`` each, the files of ``--documents`` hold:

    python -m benchmarks.calibrate tests/questions/{regression,heldout,unseen}.jsonl --only plain \
        --documents tests/questions/documents.jsonl --write

Prints cross-validated figures; ``--write`` stores weights fitted on everything in
``knowledge/data/language/weights.toml``. The scope scores are scaled to true chances on held-out questions, and the thresholds
of answering are chosen on them.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from bot.settings import load_settings
from knowledge.assistant import Assistant, chosen_weights
from knowledge.bundled import bundled_assistant
from knowledge.library import Library
from knowledge.questions.match import FEATURES
from knowledge.questions.scope import SIGNS
from knowledge.storage.database import open_database
from knowledge.storage.documents import Documents

WEIGHTS = Path(__file__).parent.parent / "knowledge" / "data" / "language" / "weights.toml"
SKIPPED = {"followup", "multi", "section", "actor", "smalltalk", "abuse"}
CLAUSE_PENALTY = 0.02
SCOPE_PENALTY = 0.002
EXAMPLE_WEIGHT = 0.1
"""What one outside example counts, of a labelled question: they are many and alike."""
OUTSIDE_DECLINED = 0.945
SURE_RIGHT = 0.97
DOCUMENT_WEIGHT = 3.0
"""What a question about a loaded document counts: there are few of them, and each document is one of its kind."""
PHRASING_WEIGHT = 0.15
"""What one phrasing, matched without itself, counts."""

Floats = NDArray[np.float64]
Tables = dict[str, dict[str, float]]
Group = tuple[Assistant, list[dict[str, Any]]]
"""A document's assistant and labelled questions about it."""


@dataclass(frozen=True)
class Case:
    """One question: features of all nodes, and the nodes that are right (none: out of scope)."""

    features: Floats
    right: NDArray[np.bool_]
    count: float


def weight_of(question: dict[str, Any]) -> float:
    """Return what a question counts."""
    return DOCUMENT_WEIGHT if "document" in question else 1.0


def cases(assistant: Assistant, questions: Sequence[dict[str, Any]]) -> list[Case]:
    """Match all questions that are about clauses, and the phrasings each without itself."""
    matcher = assistant.matcher
    found = []
    for question in questions:
        reading, cues = assistant.understander.read(question["q"])
        match = matcher.match(reading, cues)
        refs = accepted(assistant, question)
        right = np.array([node.clause.ref in refs for node in matcher.nodes])
        found.append(Case(match.features.astype(np.float64), right, weight_of(question)))
    for at in phrasing_units(assistant):
        unit = matcher.units[at]
        reading, cues = assistant.understander.read(unit.text)
        match = matcher.match(reading, cues, skip=at)
        ref = matcher.nodes[unit.owner].clause.ref
        right = np.array([node.clause.ref == ref for node in matcher.nodes])
        found.append(Case(match.features.astype(np.float64), right, PHRASING_WEIGHT))
    return found


def accepted(assistant: Assistant, question: dict[str, Any]) -> set[str]:
    """Return the refs that are right, and headings over nothing but one of them."""
    resolution = assistant.resolution
    refs = set(question["refs"]) if question["answered"] else set()
    for ref in list(refs):
        parent = resolution.clause(ref).parent
        if parent and len(resolution.children[parent]) == 1:
            refs.add(parent)
    return refs


def phrasing_units(assistant: Assistant) -> list[int]:
    """Return every third phrasing: enough to learn from, and a third of the time; of written ones only."""
    units = assistant.matcher.units if assistant.phrasings else []
    return [i for i, unit in enumerate(units) if unit.kind == "phrasing"][::3]


def fit_clause(training: Sequence[Case]) -> Floats:
    """Fit the conditional logit; returns one weight for each of FEATURES."""
    used = [case for case in training if case.right.any()]
    size = sum(case.count for case in used)

    def loss(weights: Floats) -> tuple[float, Floats]:
        total = CLAUSE_PENALTY * size * float(weights @ weights) / 2
        gradient = CLAUSE_PENALTY * size * weights
        for case in used:
            scores = case.features @ weights
            scores -= scores.max()
            chance = np.exp(scores)
            everything, right = chance.sum(), chance[case.right].sum()
            total -= case.count * np.log(max(right, 1e-12) / everything)
            pull = chance / everything
            pull[case.right] -= chance[case.right] / max(right, 1e-12)
            gradient = gradient + case.count * (case.features.T @ pull)
        return total, gradient

    result = minimize(loss, np.ones(len(FEATURES)), jac=True, method="L-BFGS-B")
    return np.asarray(result.x)


def fit_scope(signs: Floats, right: Floats, counts: Floats) -> Floats:
    """Fit the logistic regression; returns one weight for each of SIGNS."""

    def loss(weights: Floats) -> tuple[float, Floats]:
        z = signs @ weights
        chance = 1 / (1 + np.exp(-np.clip(z, -30, 30)))
        total = float(
            -(
                counts * (right * np.log(chance + 1e-12) + (1 - right) * np.log(1 - chance + 1e-12))
            ).sum()
        )
        penalised = weights.copy()
        penalised[0] = 0.0
        scale = SCOPE_PENALTY * float(counts.sum()) / 10
        gradient = signs.T @ (counts * (chance - right)) + scale * penalised
        return total + scale * float(penalised @ penalised) / 2, gradient

    result = minimize(loss, np.zeros(signs.shape[1]), jac=True, method="L-BFGS-B")
    return np.asarray(result.x)


def scope_rows(
    assistant: Assistant, questions: Sequence[dict[str, Any]], examples: bool
) -> tuple[Floats, Floats, Floats]:
    """Judge questions, and the outside examples each without itself."""
    signs, right, counts = [], [], []
    for question in questions:
        asked = assistant.understander.understand(*assistant.understander.read(question["q"]))
        ref = assistant.understander.clause_of(asked)
        signs.append(asked.judgement.signs)
        right.append(float(question["answered"] and ref in question["refs"]))
        counts.append(weight_of(question))
    if examples:
        for at, unit in enumerate(assistant.matcher.units):
            if unit.owner >= 0:
                continue
            reading, cues = assistant.understander.read(unit.text)
            asked = assistant.understander.understand(reading, cues, skip=at)
            signs.append(asked.judgement.signs)
            right.append(0.0)
            counts.append(EXAMPLE_WEIGHT)
        for at in phrasing_units(assistant):
            unit = assistant.matcher.units[at]
            reading, cues = assistant.understander.read(unit.text)
            asked = assistant.understander.understand(reading, cues, skip=at)
            signs.append(asked.judgement.signs)
            right.append(
                float(
                    assistant.understander.clause_of(asked)
                    == assistant.matcher.nodes[unit.owner].clause.ref
                )
            )
            counts.append(PHRASING_WEIGHT)
    return np.array(signs), np.array(right), np.array(counts)


def fit_scale(held: Floats, right: Floats) -> tuple[float, float]:
    """Fit slope and offset so that the held-out scores become true chances of being right (Platt)."""

    def loss(scale: Floats) -> float:
        z = np.clip(scale[0] * held + scale[1], -30, 30)
        return float(np.log1p(np.exp(-np.where(right > 0, z, -z))).sum())

    result = minimize(loss, np.array([1.0, 0.0]), method="Nelder-Mead")
    return float(result.x[0]), float(result.x[1])


def choose_thresholds(groups: Sequence[Group], right: Floats, chances: Floats) -> dict[str, float]:
    """Choose from held-out chances where to answer, and from where on to answer without a doubt.

    ``answer``: the lowest chance at which OUTSIDE_DECLINED of the questions that the resolution doesn't answer are
    declined, or shown a clause that their label accepts. ``sure``: the lowest at which SURE_RIGHT of the answers are right.
    """
    asked = [(assistant, question) for assistant, own in groups for question in own]
    accepts = np.array([shows_accepted(assistant, question) for assistant, question in asked])
    outside = np.array([not question["answered"] for _, question in asked])
    counts = np.array([weight_of(question) for _, question in asked])
    steps = np.round(np.arange(0.05, 0.96, 0.01), 2)

    def declined(limit: float) -> float:
        right = (chances[outside] < limit) | accepts[outside]
        return float(np.average(right, weights=counts[outside]))

    def precision(limit: float) -> float:
        return float(np.mean(right[chances >= limit])) if (chances >= limit).any() else 1.0

    answer = next((t for t in steps if declined(t) >= OUTSIDE_DECLINED), steps[-1])
    sure = next((t for t in steps if precision(t) >= SURE_RIGHT), steps[-1])
    told = float(np.mean(chances[~outside] >= answer))
    print(
        f"scope: at {answer:.2f} answers {told:.3f} of {int((~outside).sum())}, declines {declined(answer):.3f} of {int(outside.sum())}"
    )
    confident = chances >= 0.9
    print(
        f"confidence over 0.9: {int(confident.sum())} questions, right {float(np.mean(right[confident])):.3f}"
    )
    return {"answer": float(answer), "sure": float(max(sure, answer))}


def shows_accepted(assistant: Assistant, question: dict[str, Any]) -> bool:
    """Whether the best clause is one that the label of an unanswerable question accepts as related."""
    reading, cues = assistant.understander.read(question["q"])
    return assistant.understander.clause_of(assistant.understand(reading, cues)) in question["refs"]


def read_questions(path: Path) -> list[dict[str, Any]]:
    """Read labelled questions, those about clauses only."""
    rows = [
        json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()
    ]
    return [row for row in rows if row["cat"] not in SKIPPED and not row.get("prev")]


def loaded(questions: Sequence[dict[str, Any]]) -> list[Group]:
    """Return the loaded documents that questions with a ``document`` are about, each with its own."""
    found: list[Group] = []
    with open_database(load_settings().nghiquyet_database) as database:
        library = Library(Documents(database))
        for number in dict.fromkeys(str(row["document"]) for row in questions):
            own = [row for row in questions if row["document"] == number]
            found.append((library.assistant(number), own))
    return found


def learn(groups: Sequence[Group], folds: int, kept: Tables) -> Tables:
    """Fit all weights for one kind of document and print the cross-validated figures.

    Args:
        groups: documents of that kind, each with questions about it.
        folds: into how many parts the questions are put, one of them held out at a time.
        kept: the weights in use.
    """
    size = sum(len(own) for _, own in groups)
    by_question: list[Case] = []
    by_phrasing: list[Case] = []
    for assistant, own in groups:
        matched = cases(assistant, own)
        by_question += matched[: len(own)]
        by_phrasing += matched[len(own) :]
    fold_of = np.arange(size) % folds
    top1: list[bool] = []
    for fold in range(folds):
        held_cases = [case for case, f in zip(by_question, fold_of, strict=True) if f == fold]
        used = [case for case, f in zip(by_question, fold_of, strict=True) if f != fold]
        weights = fit_clause(used + by_phrasing)
        top1 += [
            bool(case.right[int(np.argmax(case.features @ weights))])
            for case in held_cases
            if case.right.any()
        ]
    print(f"clause: top-1 {np.mean(top1):.3f} on {len(top1)} questions, {folds}-fold")
    fitted = fit_clause(by_question + by_phrasing)
    clause = dict(zip(FEATURES, fitted.round(4).tolist(), strict=True))

    learnt = [
        (
            Assistant(
                assistant.resolution,
                assistant.phrasings,
                weights=kept | {"clause": clause},
                unanswered=assistant.unanswered,
            ),
            own,
        )
        for assistant, own in groups
    ]
    asked = [scope_rows(assistant, own, examples=True) for assistant, own in learnt]
    ends = [len(own) for _, own in learnt]
    signs, right, counts = (
        np.concatenate(
            [part[at][:end] for part, end in zip(asked, ends, strict=True)]
            + [part[at][end:] / (len(groups) if at == 2 else 1) for part, end in zip(asked, ends, strict=True)]
        )
        for at in range(3)
    )  # fmt: skip
    held = np.zeros(size)
    for fold in range(folds):
        train = np.ones(len(signs), dtype=bool)
        train[:size] = fold_of != fold
        held[fold_of == fold] = (
            signs[:size] @ fit_scope(signs[train], right[train], counts[train])
        )[fold_of == fold]
    slope, offset = fit_scale(held, right[:size])
    scope_weights = fit_scope(signs, right, counts) * slope
    scope_weights[0] += offset
    scope = dict(zip(SIGNS, scope_weights.round(4).tolist(), strict=True))
    chances = 1 / (1 + np.exp(-(slope * held + offset)))
    thresholds = choose_thresholds(learnt, right[:size], chances)
    return {"clause": clause, "scope": scope, "threshold": thresholds}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("questions", type=Path, nargs="+")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--documents", type=Path, nargs="*", default=())
    parser.add_argument("--only", choices=["taught", "plain"])
    options = parser.parse_args(argv)
    questions = [row for path in options.questions for row in read_questions(path)]
    others = [row for path in options.documents for row in read_questions(path)]
    taught = bundled_assistant()
    text = "# Learnt weights; written by `python -m benchmarks.calibrate`, whose first lines give the commands.\n"
    for kind in ("taught", "plain"):
        learnt = chosen_weights(kind == "taught")
        if options.only in (None, kind):
            groups: list[Group] = [(taught, questions)]
            if kind == "plain":
                groups = [(Assistant(taught.resolution), questions), *loaded(others)]
            print(f"--- {kind}: {len(groups)} documents")
            learnt = learn(groups, options.folds, learnt)
        for name, table in learnt.items():
            text += f"\n[{kind}.{name}]\n"
            text += "".join(f"{key} = {value}\n" for key, value in table.items())
    if options.write:
        WEIGHTS.write_text(text, encoding="utf-8")
    else:
        print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
