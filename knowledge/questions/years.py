"""Years in questions: those a document, or a clause of it, is about, and others."""

import re
from functools import cached_property
from itertools import pairwise
from typing import Final

from knowledge.questions.reading import Reading
from knowledge.resolution.model import Clause, Resolution
from knowledge.resolution.tables import told_rows

YEAR_WORDS: Final = {"nam", "ky", "doan", "den", "toi", "truoc", "sau", "tu"}
"""Before a figure these tell that it is a year."""
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


class Years:
    """Finds other years in questions about one resolution; ``about`` are those it is about."""

    def __init__(self, resolution: Resolution) -> None:
        self._resolution = resolution
        self.about = _years(resolution)

    @cached_property
    def _told(self) -> dict[str, str]:
        return told_rows(self._resolution)

    def other(self, reading: Reading, ref: str) -> bool:
        """Tell whether a question names a year that neither the document nor the clause of ``ref`` is about."""
        text = self._resolution.clause(ref).text
        for before, token in pairwise([None, *reading.tokens]):
            named = before is None or before.folded in YEAR_WORDS or token is reading.tokens[-1]
            if (
                token is not None
                and named
                and re.fullmatch(r"(?:19|20)\d\d", token.text)
                and token.text not in self.about
                and token.text not in text
            ):
                return True
        return self._several_years and self.other_than_told(reading, ref)

    def other_than_told(self, reading: Reading, ref: str) -> bool:
        """Tell whether a question names a year and a clause, by its words or its headings, is about other ones only."""
        if not self._several_years:
            return False
        asked = {
            token.text
            for before, token in pairwise([None, *reading.tokens])
            if token is not None
            and _YEAR.fullmatch(token.text)
            and before is not None
            and before.folded in YEAR_WORDS
        }
        if not asked:
            return False
        told = self._told_by(ref)
        return bool(told) and not asked & told

    @cached_property
    def _several_years(self) -> bool:
        return not _YEAR.fullmatch(self._resolution.metadata.period)

    def _told_by(self, ref: str) -> set[str]:
        """The years in a clause and in the headings above it."""
        resolution = self._resolution
        clause: Clause | None = resolution.clause(ref)
        found = set(_YEAR.findall(self._told.get(ref, "")))
        while clause is not None:
            found.update(_YEAR.findall(clause.text))
            clause = resolution.by_ref.get(clause.parent or "")
        return found


def _years(resolution: Resolution) -> frozenset[str]:
    """The years the document is about: its period and the year before, whose results it reports.

    A document that sets no single year is about every year it names.
    """
    period = re.findall(r"\d{4}", resolution.metadata.period)
    if len(period) != 1:
        return frozenset(re.findall(r"\b(?:19|20)\d\d\b", resolution.source))
    return frozenset([*period, str(int(period[0]) - 1)])
