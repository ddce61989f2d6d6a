"""The address of a clause as a person says it."""

from knowledge.resolution.model import Clause, Kind, Resolution

_WHOLE = {
    Kind.HEADER: "Phần đầu văn bản",
    Kind.RECIPIENTS: "Nơi nhận",
    Kind.SIGNATURE: "Phần ký tên",
}


def short_citation(resolution: Resolution, ref: str) -> str:
    """Return the address within the document: "Chỉ tiêu (10), khoản 2, mục II"."""
    steps = []
    clause: Clause | None = resolution.clause(ref)
    while clause is not None:
        steps.append(_step(resolution, clause))
        clause = resolution.by_ref.get(clause.parent) if clause.parent else None
    address = ", ".join(steps)
    return address[0].upper() + address[1:]


def citation(resolution: Resolution, ref: str) -> str:
    """Return the whole citation: "Chỉ tiêu (10), khoản 2, mục II, Nghị quyết số 07-NQ/ĐU"."""
    return f"{short_citation(resolution, ref)}, Nghị quyết số {resolution.number}"


def _step(resolution: Resolution, clause: Clause) -> str:
    if clause.kind in _WHOLE:
        return _WHOLE[clause.kind]
    base, _, ordinal = clause.ref.partition("/")
    if ordinal:
        if clause.kind is Kind.PREAMBLE:
            return "đoạn mở đầu"
        if clause.kind is Kind.CLOSING:
            return "đoạn kết"
        if clause.kind is Kind.RECIPIENT:
            return f"dòng {ordinal}"
        if clause.marker == "-":
            return f"gạch đầu dòng thứ {_bullet_number(resolution, clause)}"
        return f"đoạn {ordinal}" if len(resolution.children.get(base, ())) > 1 else "đoạn văn"
    number = clause.ref.rsplit(".", 1)[-1]
    if clause.kind is Kind.TARGET:
        return f"chỉ tiêu ({number})"
    if clause.marker.startswith("("):
        return f"điểm ({number})"
    if "." in clause.marker.rstrip("."):
        return f"tiểu mục {clause.marker.rstrip('.')}"
    return f"khoản {number}" if clause.parent else f"mục {number}"


def _bullet_number(resolution: Resolution, clause: Clause) -> int:
    """The place among the bullets only: people count dashes, not paragraphs."""
    bullets = [c.ref for c in resolution.children.get(clause.parent or "", ()) if c.marker == "-"]
    return bullets.index(clause.ref) + 1
