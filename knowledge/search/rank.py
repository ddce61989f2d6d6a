"""Ranking the best few documents again by how close together they have the question's words."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

WINDOW: Final = 24  # syllables: about a sentence
CLOSENESS: Final = 0.5  # what the best window's idf adds to a document's score
_STRIDE: Final = 4  # syllables from one window looked at to the next
_TERMS: Final = 8  # the question's weightiest syllables; each is a bit of a window's mask
_SYLLABLES: Final = 8_000  # of long documents, fewer are looked at
_LEAST: Final = 5
# Which of the eight bits each of the 256 masks has.
_BITS: Final = ((np.arange(256)[:, None] >> np.arange(_TERMS)) & 1).astype(np.float32)
_EACH_BIT: Final = (1 << np.arange(_TERMS)).astype(np.uint8)


class Sequences:
    """The bare syllables of every document in order, for looking at a few documents."""

    def __init__(self, ids: NDArray[np.int32], offsets: NDArray[np.int64], size: int) -> None:
        """Lay out the documents.

        Args:
            ids: the bare syllables of all documents, one after another.
            offsets: where each document begins, with one more entry at the end.
            size: how many bare syllables there are.
        """
        self._size = size
        lengths = np.diff(offsets)
        # A window must not reach into the next document: each ends in syllables no question has.
        room = -(-(lengths + WINDOW) // _STRIDE) * _STRIDE
        self._starts = np.zeros(len(offsets), dtype=np.int64)
        np.cumsum(room, out=self._starts[1:])
        self._ids = np.full(int(self._starts[-1]), size, dtype=np.int32)
        shift = np.repeat(self._starts[:-1] - offsets[:-1], lengths)
        self._ids[np.arange(len(ids)) + shift] = ids

    def closeness(
        self,
        documents: NDArray[np.int64],
        terms: NDArray[np.int64],
        weights: NDArray[np.float32],
    ) -> NDArray[np.float32]:
        """Return, for each document, the weight of the terms in its best window.

        Args:
            documents: the documents to look at, best first.
            terms: bare syllables, at least one.
            weights: what each of them is worth.

        Returns:
            A weight for each document, or for the first few where the documents are very long.
        """
        if len(terms) > _TERMS:
            kept = np.argpartition(-weights, _TERMS - 1)[:_TERMS]
            terms, weights = terms[kept], weights[kept]
        bit_of = np.zeros(self._size + 1, dtype=np.uint8)
        bit_of[terms] = _EACH_BIT[: len(terms)]
        begin, end = self._starts[documents], self._starts[documents + 1]
        ends = (end - begin).cumsum()
        if len(ends) > _LEAST and ends[-1] > _SYLLABLES:
            ends = ends[: max(int(ends.searchsorted(_SYLLABLES)), _LEAST)]
            begin, end = begin[: len(ends)], end[: len(ends)]
        parts = [self._ids[a:b] for a, b in zip(begin.tolist(), end.tolist(), strict=True)]
        mask = bit_of.take(np.concatenate(parts))
        for step in (1, 2, 4, 8, 8):  # windows of 2, 4, 8, 16, 24 syllables
            mask[:-step] |= mask[step:]
        worth = _BITS[:, : len(terms)] @ weights
        values = worth.take(mask[::_STRIDE])
        first = ends // _STRIDE
        first[1:] = first[:-1]
        first[0] = 0
        closest: NDArray[np.float32] = np.maximum.reduceat(values, first)
        return closest
