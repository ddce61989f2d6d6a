"""What is to be shown: clauses found, and passages gathered from several."""

from dataclasses import dataclass

from knowledge.resolution.model import Measure, Span


@dataclass(frozen=True, slots=True)
class Found:
    """A clause to show, the part of it that was asked for, and how well it fits."""

    ref: str
    score: float
    focus: Span | None = None
    measure: Measure | None = None


@dataclass(frozen=True, slots=True)
class Gathered:
    """Passages of a clause in a list gathered from the whole document; each is a slice of it.

    ``joint`` stands between them where they are shown.
    """

    ref: str
    passages: tuple[str, ...]
    joint: str = " … "

    @property
    def text(self) -> str:
        """The passages as they are shown."""
        return self.joint.join(self.passages)

    @property
    def first(self) -> str:
        """The first of them."""
        return self.passages[0]
