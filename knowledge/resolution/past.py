"""Which clauses report results of a past year instead of setting the coming one."""

import re
from typing import Final

from knowledge.language.normalize import fold
from knowledge.resolution.model import Clause, Kind, Resolution

_YEAR: Final = re.compile(r"nam (\d{4})")


def reported_year(resolution: Resolution, ref: str) -> str:
    """Return the year whose results the part of a clause reports ("2025" for I/1), "" for none.

    A part reports when its heading speaks of results (kết quả, tình hình) of a year before the document's period.
    """
    clause: Clause | None = resolution.clause(ref)
    while clause is not None and clause.parent:
        clause = resolution.by_ref.get(clause.parent)
    title = fold(clause.body.lower()) if clause and clause.kind is Kind.HEADING else ""
    if "ket qua" not in title and "tinh hinh" not in title:
        return ""
    period = resolution.metadata.period[:4]
    years = [year for year in _YEAR.findall(title) if not period or year < period]
    return years[-1] if years else ""
