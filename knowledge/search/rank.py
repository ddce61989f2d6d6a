"""Ranking the best few documents again by their best sentence.

A long text gathers a question's words from everywhere; one that answers it has most of them in one
place. So the best few documents are scored once more with BM25, a sentence as the unit: each
sentence, and each two neighbours (the second says "it" for what the first names).
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

SENTENCE: Final = 0.75  # what the best sentence's score adds to its document's
YEAR: Final = 2.0  # what any year in a sentence is worth to a question that asks for one
_K1: Final = 1.2
_B: Final = 0.8
_TERMS: Final = 80  # the question's weightiest syllables
_PAIRS: Final = 80  # and its first pairs
_SYLLABLES: Final = 8_000  # of long documents, fewer are looked at
_LEAST: Final = 5


class Sentences:
    """The bare syllables of every document in order, for looking at a few documents."""

    def __init__(
        self,
        ids: NDArray[np.int32],
        offsets: NDArray[np.int64],
        sentences: NDArray[np.int64],
        size: int,
    ) -> None:
        """Lay out the documents.

        Args:
            ids: the bare syllables of all documents, one after another.
            offsets: where each document begins, with one more entry at the end.
            sentences: where each sentence begins.
            size: how many bare syllables there are.
        """
        self._size = size
        documents = len(offsets) - 1
        # Each document ends in a syllable that no question has: no pair reaches into the next.
        starts = offsets + np.arange(documents + 1)
        self._ids = np.full(len(ids) + documents, size, dtype=np.int32)
        self._ids[np.arange(len(ids)) + np.repeat(np.arange(documents), np.diff(offsets))] = ids
        first = sentences.searchsorted(offsets)
        # For each document where its syllables begin and end, then its sentences.
        self._bounds = np.stack((starts[:-1], starts[1:], first[:-1], first[1:]), axis=1)
        self._lengths = np.diff(sentences, append=len(ids))
        # Half as much again as a sentence is the mean over sentences and pairs of them.
        mean = 1.5 * float(self._lengths.mean()) if len(sentences) else 1.0
        self._norm = _K1 * _B / mean
        ends = first[1:][np.diff(first) > 0] - 1
        self._lengths[ends] += 1

    def best(
        self,
        documents: NDArray[np.int64],
        terms: NDArray[np.int64],
        neighbours: Sequence[tuple[int, int]],
        worth: NDArray[np.float32],
        years: Sequence[int] = (),
    ) -> NDArray[np.float64]:
        """Return, for each document, the score of its best sentence or two.

        Args:
            documents: the documents to look at, best first; none is empty.
            terms: bare syllables, at least one.
            neighbours: the pairs that count, as places in ``terms``.
            worth: what each pair is worth, then each term.
            years: bare syllables that are years, where the question asks for one.

        Returns:
            A score for each document, or for the first few where the documents are very long.
        """
        if len(terms) > _TERMS or len(neighbours) > _PAIRS:
            terms, neighbours, worth = _weightiest(terms, neighbours, worth)
        if years:
            worth = np.append(worth, np.float32(YEAR))
        bounds = self._bounds.take(documents, axis=0).tolist()
        room = left = 0
        for room, (begin, end, _, _) in enumerate(bounds):
            left += end - begin
            if left > _SYLLABLES and room >= _LEAST:
                del bounds[room:]
                break
        ids, sizes = self._ids, self._lengths
        lengths = np.concatenate([sizes[first:last] for _, _, first, last in bounds])
        width = len(worth) + 1
        cells = self._cells(
            np.concatenate([ids[begin:end] for begin, end, _, _ in bounds]),
            lengths,
            terms,
            neighbours,
            years,
        )
        counts = np.bincount(cells, minlength=len(lengths) * width).reshape(-1, width)
        counts[:, 0] = lengths
        times = np.concatenate((counts, counts[:-1] + counts[1:]))
        norms = times[:, :1] * self._norm
        norms += _K1 * (1 - _B)
        norms = norms + times
        scores = (times / norms)[:, 1:] @ (worth * (_K1 + 1))
        # A sentence together with the next, but for the last of its document.
        each, two = scores[: len(lengths)], scores[len(lengths) :]
        ends, edges = 0, []
        for _, _, first, last in bounds:
            edges.append(ends)
            ends += last - first
        two[[edge - 1 for edge in edges[1:]]] = 0.0
        np.maximum(each[:-1], two, out=each[:-1])
        best: NDArray[np.float64] = np.maximum.reduceat(each, edges)
        return best

    def _cells(
        self,
        ids: NDArray[np.int32],
        lengths: NDArray[np.int64],
        terms: NDArray[np.int64],
        neighbours: Sequence[tuple[int, int]],
        years: Sequence[int],
    ) -> NDArray[np.int64]:
        """Return a cell for each pair and term found, in a table of sentences by features."""
        known = len(terms) + (2 if years else 1)
        width = known + len(neighbours)
        place = bytearray(self._size + 1)
        for at, term in enumerate(terms.tolist(), 1):
            place[term] = at
        for year in years:
            place[year] = place[year] or known - 1
        here = np.frombuffer(place, dtype=np.uint8).take(ids)
        hits = (here > 0).nonzero()[0]
        found = here.take(hits).astype(np.int64)
        starts = np.arange(0, len(lengths) * width, width, dtype=np.int64)
        rows = starts.repeat(lengths).take(hits)
        pair_place = bytearray(known * known)
        for at, (one, two) in enumerate(neighbours, 1):
            pair_place[(one + 1) * known + two + 1] = at
        after = here.take(hits + 1)  # the last syllable is no hit: it ends a document
        pairs = np.frombuffer(pair_place, dtype=np.uint8).take(found * known + after)
        found += len(neighbours)
        return np.concatenate((rows + found, rows + pairs))


def _weightiest(
    terms: NDArray[np.int64],
    neighbours: Sequence[tuple[int, int]],
    worth: NDArray[np.float32],
) -> tuple[NDArray[np.int64], Sequence[tuple[int, int]], NDArray[np.float32]]:
    """Leave out what a very long question has too much of."""
    pair_worth, term_worth = worth[: len(neighbours)], worth[len(neighbours) :]
    kept = np.sort((-term_worth).argsort(kind="stable")[:_TERMS])
    place = {at: new for new, at in enumerate(kept.tolist())}
    pairs = [at for at, (a, b) in enumerate(neighbours) if a in place and b in place][:_PAIRS]
    return (
        terms[kept],
        [(place[neighbours[at][0]], place[neighbours[at][1]]) for at in pairs],
        np.concatenate((pair_worth[pairs], term_worth[kept])),
    )
