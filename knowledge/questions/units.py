"""All units of a resolution in little space: those of its clauses, then what is outside, then what it leaves unanswered."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, overload

import numpy as np
from numpy.typing import NDArray

from knowledge.questions.nodes import Node, Unit, text_of
from knowledge.resolution.model import Span

KINDS: Final = ("clause", "sentence", "phrasing", "outside", "unanswered")
PHRASING: Final = KINDS.index("phrasing")
SENTENCE: Final = KINDS.index("sentence")
_COLUMNS: Final = ("owners", "kinds", "spans")


@dataclass(frozen=True, slots=True)
class UnitTable:
    """Some units as columns.

    Attributes:
        owners: int32, as ``Unit.owner``.
        kinds: uint8, places in KINDS.
        spans: int32, start and end of each focus; -1 for none.
        texts: the texts; "" for one that is what its node and focus say.
    """

    owners: NDArray[np.int32]
    kinds: NDArray[np.uint8]
    spans: NDArray[np.int32]
    texts: Sequence[str]

    @classmethod
    def of(cls, units: Sequence[Unit], nodes: Sequence[Node]) -> "UnitTable":
        """Lay units out."""
        spans = [(u.focus.start, u.focus.end) if u.focus else (-1, -1) for u in units]
        return cls(
            np.array([unit.owner for unit in units], dtype=np.int32),
            np.array([KINDS.index(unit.kind) for unit in units], dtype=np.uint8),
            np.array(spans, dtype=np.int32).reshape(len(units), 2),
            ["" if unit.text == _said(unit, nodes) else unit.text for unit in units],
        )

    def columns(self, prefix: str = "") -> dict[str, NDArray[Any]]:
        """Return the columns but for the texts, by name, for keeping."""
        return {f"{prefix}{name}": getattr(self, name) for name in _COLUMNS}

    @classmethod
    def of_columns(
        cls, columns: Mapping[str, NDArray[Any]], texts: Sequence[str], prefix: str = ""
    ) -> "UnitTable":
        """Return the table that ``columns`` gave."""
        owners, kinds, spans = (columns[prefix + name] for name in _COLUMNS)
        if not len(owners) == len(kinds) == len(spans) == len(texts):
            raise ValueError("columns of different lengths")
        return cls(owners, kinds, spans, texts)

    def __len__(self) -> int:
        return len(self.texts)

    def unit(self, at: int, nodes: Sequence[Node]) -> Unit:
        """Return one unit."""
        start, end = self.spans[at].tolist()
        focus = Span(start, end) if start >= 0 else None
        found = Unit(int(self.owners[at]), KINDS[self.kinds[at]], self.texts[at], focus)
        if found.text:
            return found
        return Unit(found.owner, found.kind, _said(found, nodes), focus)


class Units(Sequence[Unit]):
    """Several tables one after another."""

    def __init__(self, nodes: Sequence[Node], tables: Iterable[UnitTable]) -> None:
        self._nodes = nodes
        self._tables = tuple(tables)
        self.owners = np.concatenate([table.owners for table in self._tables])
        self.kinds = np.concatenate([table.kinds for table in self._tables])
        self.has_focus = np.concatenate([table.spans[:, 0] >= 0 for table in self._tables])

    def __len__(self) -> int:
        return len(self.owners)

    @overload
    def __getitem__(self, at: int) -> Unit: ...
    @overload
    def __getitem__(self, at: slice) -> list[Unit]: ...
    def __getitem__(self, at: int | slice) -> Unit | list[Unit]:
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        for table in self._tables:
            if at < len(table):
                return table.unit(at, self._nodes)
            at -= len(table)
        raise IndexError(at)

    def __iter__(self) -> Iterator[Unit]:
        for table in self._tables:
            for at in range(len(table)):
                yield table.unit(at, self._nodes)


def _said(unit: Unit, nodes: Sequence[Node]) -> str:
    """What a clause or a sentence of it says by itself; a misprint's meaning comes on top in ``Unit.text``."""
    if not 0 <= unit.owner < len(nodes) or KINDS.index(unit.kind) not in (0, SENTENCE):
        return ""
    node = nodes[unit.owner]
    if unit.kind == KINDS[0] or unit.focus is None:
        return text_of(node).strip()
    return node.clause.text[unit.focus.start : unit.focus.end]
