"""Questions to offer who does not know what to ask: those that a document answers."""

from typing import Final

from knowledge.answers import wording
from knowledge.answers.labels import asking_about
from knowledge.resolution.model import Kind, Resolution

MOST: Final = 4
LONGEST: Final = 40
"""Of two names of targets the one that fits a button is the better example."""


def example_questions(resolution: Resolution) -> tuple[str, ...]:
    """Return a few questions that a document answers, chosen by hand where somebody did."""
    chosen = wording.CHOSEN_EXAMPLES.get(resolution.number)
    if chosen:
        return chosen
    targets = list(resolution.of_kind(Kind.TARGET))
    names = [asking_about(target) for target in targets if target.marker]
    found = [name for name in names if len(name) <= LONGEST and "…" not in name][:2]
    if names:
        found.append(wording.EXAMPLE_TARGETS.format(count=len(targets)))
    period = resolution.metadata.period
    if period and next(iter(resolution.of_kind(Kind.THEME)), None) is not None:
        found.append(wording.EXAMPLE_THEME.format(period=period))
    if not found:
        headings = [clause for clause in resolution.clauses if clause.kind is Kind.HEADING]
        found = [name for name in map(asking_about, headings) if len(name) <= LONGEST]
    return tuple(found[:MOST])
