"""The picture of /tiendo: each target with what is achieved against what is asked.

``python -m knowledge.progress.picture`` reads one JSON object from standard input and writes a PNG to standard
output. It runs as a process of its own: drawing takes some 80 MB, which the bot then does not keep.
"""

import io
import json
import sys
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from knowledge.progress import wording
from knowledge.progress.evaluation import Verdict, less_is_better
from knowledge.progress.overview import TargetLine
from knowledge.resolution.model import Comparator

WIDTH: Final = 7.2
DPI: Final = 150
ROW: Final = 0.62
LONGEST: Final = 130.0
"""Per cent of the threshold at which a bar is cut off."""
TITLE_LENGTH: Final = 68
_GREEN, _ORANGE, _RED, _GREY = "#2e7d32", "#ef9a1a", "#c62828", "#b9c0c7"
_INK, _PALE = "#1d2733", "#eef1f4"
NEAR: Final = 90.0
"""From this share of what is asked on, a bar is orange rather than red."""


def data_of(lines: Sequence[TargetLine], title: str, note: str = "") -> dict[str, Any]:
    """Return what the drawing process is given.

    Args:
        lines: the measures as the viewer may see them.
        title: above the picture.
        note: a mark under the title, "" for none.
    """
    return {"title": title, "note": note, "rows": [_row(line) for line in lines]}


def _row(line: TargetLine) -> dict[str, Any]:
    measure, report, judged = line.measure, line.report, line.judged
    row: dict[str, Any] = {
        "label": f"({measure.key}) {_short(measure.quantity or line.title)}",
        "asked": wording.required(measure),
        "said": wording.NO_REPORT,
        "share": None,
        "reached": False,
    }
    if report is None or report.value is None:
        return row
    row["said"] = f"{wording.amount(report.value, report.unit)} ({report.as_of:%d/%m})"
    if judged is None:
        return row
    row["reached"] = judged.verdict is not Verdict.SHORT
    row["share"] = _share(line)
    return row


def _share(line: TargetLine) -> float | None:
    """Return the value in per cent of what is asked."""
    measure, report, judged = line.measure, line.report, line.judged
    if report is None or report.value is None or judged is None:
        return None
    value, asked = report.value, measure.threshold
    if less_is_better(measure):
        if judged.verdict is not Verdict.SHORT:
            return 100.0
        return min(99.0, float(100 * asked / value)) if asked and value else 0.0
    if measure.comparator is Comparator.GROWTH and judged.growth is not None:
        value = judged.growth
    if not asked:
        return None
    return max(0.0, float(100 * value / Decimal(asked)))


def draw(data: dict[str, Any]) -> bytes:
    """Draw the picture.

    Args:
        data: what ``data_of`` made.

    Returns:
        A PNG of phone width.
    """
    # Imported here: whoever only prepares the data needs none of it.
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    plt.rcParams["font.family"] = "DejaVu Sans"
    rows = data["rows"]
    height = 1.15 + ROW * len(rows) + 0.55
    figure, axes = plt.subplots(figsize=(WIDTH, height), dpi=DPI)
    figure.subplots_adjust(left=0.03, right=0.97, top=1 - 1.0 / height, bottom=0.5 / height)
    for place, row in enumerate(rows):
        _draw_row(axes, place, row)
    axes.set_xlim(0, LONGEST + 2)
    axes.set_ylim(len(rows) - 0.35, -0.65)
    axes.axis("off")
    left = 0.03
    figure.text(left, 1 - 0.42 / height, data["title"], fontsize=15, weight="bold", color=_INK)
    reached = sum(row["reached"] for row in rows)
    silent = sum(row["share"] is None and not row["reached"] for row in rows)
    counts = f"{reached} đạt · {len(rows) - reached - silent} chưa đạt · {silent} chưa có báo cáo"
    note = f"{data['note']} · " if data["note"] else ""
    figure.text(left, 1 - 0.74 / height, note + counts, fontsize=11.5, color=_RED if note else _INK)
    key = "Vạch đen: mức nghị quyết đề ra.  Xanh: đạt.  Cam: từ 90 %.  Đỏ: dưới 90 %."
    figure.text(left, 0.2 / height, key, fontsize=9.5, color=_INK)
    target = io.BytesIO()
    figure.savefig(target, format="png")
    plt.close(figure)
    return target.getvalue()


def _draw_row(axes: Any, place: int, row: dict[str, Any]) -> None:
    share = row["share"]
    axes.text(0, place - 0.22, row["label"], fontsize=11, color=_INK, va="center")
    axes.barh(place + 0.16, LONGEST, height=0.3, color=_PALE, zorder=1)
    axes.plot([100, 100], [place - 0.06, place + 0.38], color=_INK, linewidth=1.8, zorder=4)
    colour = _GREY
    if share is not None:
        colour = _GREEN if row["reached"] else _ORANGE if share >= NEAR else _RED
        axes.barh(place + 0.16, min(share, LONGEST), height=0.3, color=colour, zorder=2)
    inside = share is not None and share >= 45
    axes.text(
        1.5,
        place + 0.16,
        row["said"],
        fontsize=10,
        weight="bold" if share is not None else "normal",
        color="white" if inside and colour != _ORANGE else _INK,
        va="center",
        zorder=5,
    )
    axes.text(
        LONGEST,
        place + 0.16,
        row["asked"],
        fontsize=10,
        color=_INK,
        ha="right",
        va="center",
        zorder=5,
    )


def _short(title: str) -> str:
    title = title[:1].upper() + title[1:]
    return title if len(title) <= TITLE_LENGTH else f"{title[: TITLE_LENGTH - 1].rstrip()}…"


def main() -> None:
    """Draw what standard input says."""
    sys.stdout.buffer.write(draw(json.load(sys.stdin)))


if __name__ == "__main__":
    main()
