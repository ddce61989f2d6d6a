"""Draw how search time grows with the corpus, from what ``benchmarks.retrieval --json`` wrote.

    python -m benchmarks.growth FIGURES.json docs/pictures/search-growth.svg

Both axes are logarithmic: passages across, the median time of one search in milliseconds upwards.
"""

import argparse
import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

_WIDTH, _HEIGHT, _LEFT, _BASE = 640, 360, 70, 300
_COLOURS: Final = ("#c0392b", "#2c6fbb", "#3c8d40", "#8a5aa8")


def draw(
    rows: Sequence[dict[str, Any]],
    title: str = "Median time of one search, milliseconds",
    unit: str = "passages",
) -> str:
    """Return the curves as SVG, both axes logarithmic.

    Args:
        rows: with peer, size and median_ms.
        title: what is measured, and in what.
        unit: what the sizes count.
    """
    sizes = sorted({row["size"] for row in rows})
    times = [row["median_ms"] for row in rows]
    low, high = math.floor(math.log10(min(times))), math.ceil(math.log10(max(times)))
    first, last = math.log10(sizes[0]), math.log10(sizes[-1])

    def across(size: int) -> float:
        return _LEFT + (math.log10(size) - first) / max(last - first, 1e-9) * (_WIDTH - 2 * _LEFT)

    def up(milliseconds: float) -> float:
        return _BASE - (math.log10(milliseconds) - low) / max(high - low, 1) * (_BASE - 40)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        'font-family="sans-serif" font-size="12">',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="white"/>',
        f'<text x="{_LEFT}" y="20">{title}</text>',
        f'<text x="{_WIDTH / 2}" y="{_HEIGHT - 15}" text-anchor="middle">{unit}</text>',
    ]
    for power in range(low, high + 1):
        y = up(10.0**power)
        parts.append(
            f'<path d="M{_LEFT} {y:.1f}H{_WIDTH - _LEFT}" stroke="#ddd"/>'
            f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{10.0**power:g}</text>'
        )
    for size in sizes:
        parts.append(
            f'<text x="{across(size):.1f}" y="{_BASE + 20}" text-anchor="middle">{size:,}</text>'
        )
    for at, peer in enumerate(dict.fromkeys(row["peer"] for row in rows)):
        colour = _COLOURS[at % len(_COLOURS)]
        points = sorted((row["size"], row["median_ms"]) for row in rows if row["peer"] == peer)
        line = " ".join(f"{across(size):.1f},{up(time):.1f}" for size, time in points)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        for size, time in points:
            parts.append(
                f'<circle cx="{across(size):.1f}" cy="{up(time):.1f}" r="3" fill="{colour}"/>'
                f'<text x="{across(size):.1f}" y="{up(time) + (16 if at else -8):.1f}" '
                f'text-anchor="middle" fill="{colour}">{time:.2f}</text>'
            )
        parts.append(f'<text x="{_LEFT + 10}" y="{50 + 16 * at}" fill="{colour}">{peer}</text>')
    return "\n".join((*parts, "</svg>\n"))


def main(argv: Sequence[str] | None = None) -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument(
        "figures", type=Path, help="what retrieval.py wrote with --json and --sizes"
    )
    parser.add_argument("picture", type=Path)
    arguments = parser.parse_args(argv)
    rows = json.loads(arguments.figures.read_text("utf-8"))["growth"]
    arguments.picture.parent.mkdir(parents=True, exist_ok=True)
    arguments.picture.write_text(draw([row for row in rows if not row["skipped"]]), "utf-8")


if __name__ == "__main__":
    main()
