"""What was understood of a document, for an administrator to confirm before it counts."""

from collections import Counter
from dataclasses import dataclass
from typing import Final

from knowledge.ingest.doubts import Doubt, find_doubts
from knowledge.ingest.source import SourceText
from knowledge.ingest.spelling import Suspicion, suspected_misprints
from knowledge.language.numbers import format_number
from knowledge.resolution.citation import document_name
from knowledge.resolution.model import Body, Clause, Comparator, Deadline, Kind, Measure, Resolution

_KIND_NAMES: Final = {
    Kind.TARGET: "chỉ tiêu",
    Kind.TASK: "nhiệm vụ",
    Kind.RESPONSIBILITY: "trách nhiệm",
    Kind.HEADING: "đề mục",
    Kind.PARAGRAPH: "đoạn văn",
}
_COMPARED: Final = {
    Comparator.AT_LEAST: "từ {} trở lên",
    Comparator.MORE_THAN: "trên {}",
    Comparator.EXACTLY: "{}",
    Comparator.AT_MOST: "không quá {}",
    Comparator.LESS_THAN: "dưới {}",
    Comparator.GROWTH: "tăng từ {} trở lên",
}
_TREE_WIDTH: Final = 90
_INDENT: Final = "  "


@dataclass(frozen=True, slots=True)
class ReadTarget:
    """A target and the measures read in it; none for a qualitative one."""

    clause: Clause
    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """All that an administrator checks before a document counts.

    Attributes:
        resolution: the document as read.
        tree: the headings with their depth, from 0.
        targets, bodies, deadlines: what was read, in reading order.
        misprints: places that look misprinted.
        doubts: places where the reading is unsure.
        notes: what was unsure in reading the file.
    """

    resolution: Resolution
    tree: tuple[tuple[int, Clause], ...]
    targets: tuple[ReadTarget, ...]
    bodies: tuple[Body, ...]
    deadlines: tuple[tuple[str, Deadline], ...]
    misprints: tuple[Suspicion, ...]
    doubts: tuple[Doubt, ...]
    notes: tuple[str, ...]

    def lines(self, most: int = 40) -> list[str]:
        """Return the preview as lines of Vietnamese text.

        Args:
            most: how many entries of each list are written out; the rest is counted.
        """
        return [
            *self._about(),
            *_section("Cấu trúc", [_INDENT * depth + _cut(c.text) for depth, c in self.tree], most),
            *_section("Chỉ tiêu", [line for t in self.targets for line in _target(t)], most),
            *_section(
                "Cơ quan, tổ chức được nhắc đến",
                [f"{body.name}: {len(body.named)} mục" for body in self.bodies],
                most,
            ),
            *_section(
                "Thời hạn",
                [f"{ref}: {deadline_words(deadline)}" for ref, deadline in self.deadlines],
                most,
            ),
            *_section(
                "Chỗ nghi in sai", [misprint_words(misprint) for misprint in self.misprints], most
            ),
            *_section(
                "Chỗ chưa chắc",
                [*self.notes, *(f"{doubt.ref}: {doubt.text}" for doubt in self.doubts)],
                most,
            ),
        ]

    def _about(self) -> list[str]:
        about = self.resolution.metadata
        counts = Counter(clause.kind for clause in self.resolution.clauses)
        parts = ", ".join(f"{counts[k]} {name}" for k, name in _KIND_NAMES.items() if counts[k])
        issued = f"{about.issued:%d/%m/%Y}" if about.issued else "chưa rõ"
        return [
            f"Văn bản: {document_name(self.resolution)}",
            f"Trích yếu: {about.title or 'chưa rõ'}",
            f"Cơ quan ban hành: {about.issuer or 'chưa rõ'}; ngày ban hành: {issued}",
            f"Năm hoặc giai đoạn: {about.period or 'chưa rõ'}; người ký: {about.signer or 'chưa rõ'}",
            f"Gồm {len(self.resolution.clauses)} mục: {parts}." if parts else "Không có mục nào.",
        ]


def preview(resolution: Resolution, source: SourceText | None = None) -> Preview:
    """Collect what an administrator checks.

    Args:
        resolution: the document as read.
        source: the file it was read from, for its notes.
    """
    depths: dict[str, int] = {}
    tree = []
    for clause in resolution.clauses:
        depths[clause.ref] = depths.get(clause.parent or "", -1) + 1
        if clause.kind is Kind.HEADING:
            tree.append((depths[clause.ref], clause))
    return Preview(
        resolution,
        tuple(tree),
        tuple(
            ReadTarget(clause, resolution.notes(clause.ref).measures)
            for clause in resolution.of_kind(Kind.TARGET)
        ),
        resolution.bodies,
        tuple(
            (clause.ref, deadline)
            for clause in resolution.clauses
            for deadline in resolution.notes(clause.ref).deadlines
        ),
        suspected_misprints(resolution.clauses),
        find_doubts(resolution),
        source.notes if source else (),
    )


def measure_words(measure: Measure) -> str:
    """Say a measure: "Tỷ lệ tham gia BHYT: từ 96,2 % trở lên"."""
    if measure.threshold is None:
        level = f"“{measure.figure}”"
        return f"{measure.quantity}: {level}{_unit(measure, level)}"
    figure = f"{format_number(measure.threshold)}{_unit(measure, '')}"
    words = _COMPARED[measure.comparator].format(figure)
    if measure.relative:
        words += " kế hoạch được giao"
    if measure.baseline:
        words += f" (so với {measure.baseline}"
        if measure.baseline_value is not None:
            words += f": {format_number(measure.baseline_value)} {measure.baseline_unit}".rstrip()
        words += ")"
    return f"{measure.quantity}: {words}"


def deadline_words(deadline: Deadline) -> str:
    """Say a deadline: "trong tháng 4/2026 (đến hết 30/04/2026)"."""
    return f"{deadline.text} (đến hết {deadline.due:%d/%m/%Y})" if deadline.due else deadline.text


def misprint_words(misprint: Suspicion) -> str:
    """Say a suspicion: "II.3.1/2: “chính đón”, có thể là “chỉnh đốn”"."""
    guess = f", có thể là “{misprint.meant}”" if misprint.meant else ""
    return f"{misprint.ref}: “{misprint.printed}”{guess}"


def _unit(measure: Measure, written: str) -> str:
    if not measure.unit or measure.unit in written:
        return ""
    return f" {measure.unit}"


def _target(target: ReadTarget) -> list[str]:
    ref = target.clause.ref
    if not target.measures:
        return [f"{ref}: {_cut(target.clause.body)} (định tính)"]
    return [f"{ref}: {measure_words(measure)}" for measure in target.measures]


def _section(title: str, entries: list[str], most: int) -> list[str]:
    if not entries:
        return ["", f"{title}: không có."]
    rest = len(entries) - most
    more = [f"{_INDENT}… và {rest} dòng nữa"] if rest > 0 else []
    return ["", f"{title} ({len(entries)}):", *(_INDENT + e for e in entries[:most]), *more]


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _TREE_WIDTH else text[: _TREE_WIDTH - 1] + "…"
