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
_LEAST_NORM: Final = np.float32(_K1 * (1 - _B))
_NOTHING: Final = np.zeros(1, dtype=np.float32)
_NOTHING_OR_YEAR: Final = np.array((0, YEAR), dtype=np.float32)


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
        ends = first[1:][np.diff(first) > 0] - 1
        self._lengths[ends] += 1
        # What BM25 adds to the counts below the line: for a sentence, for it and the next.
        lengths = self._lengths.astype(np.float32)
        norm = np.float32(_K1 * _B / mean)
        self._norms = lengths * norm + _LEAST_NORM
        lengths[:-1] += lengths[1:]
        self._joint_norms = lengths * norm + _LEAST_NORM

    def best(
        self,
        documents: Sequence[int],
        terms: Sequence[int],
        neighbours: Sequence[tuple[int, int]],
        worth: NDArray[np.float32],
        years: Sequence[int] = (),
    ) -> list[float]:
        """Return, for each document, the score of its best sentence or two.

        Args:
            documents: the documents to look at, best first; none is empty.
            terms: bare syllables, at least one.
            neighbours: the pairs that count, as places in ``terms``.
            worth: what each pair is worth, then each term.
            years: bare syllables that are years, where the question asks for one.

        Returns:
            A score for each document.
        """
        if len(terms) > _TERMS or len(neighbours) > _PAIRS:
            terms, neighbours, worth = _weightiest(terms, neighbours, worth)
        # A column for each pair, each term, what is none of them, and any year.
        worth = np.concatenate((worth, _NOTHING_OR_YEAR if years else _NOTHING))
        bounds = self._bounds.take(documents, axis=0).tolist()
        ids, sizes, norms, joint = self._ids, self._lengths, self._norms, self._joint_norms
        lengths = np.concatenate([sizes[first:last] for _, _, first, last in bounds])
        size, width = len(lengths), len(worth)
        cells = self._cells(
            np.concatenate([ids[begin:end] for begin, end, _, _ in bounds]),
            lengths,
            terms,
            neighbours,
            years,
        )
        # Each sentence, then each together with the next; how often it has each feature.
        times = np.empty((2 * size, width), dtype=np.float32)
        times[:size] = np.bincount(cells, minlength=size * width).reshape(size, width)
        np.add(times[: size - 1], times[1:size], out=times[size:-1])
        times[-1] = 0.0
        below = [norms[first:last] for _, _, first, last in bounds]
        below += [joint[first:last] for _, _, first, last in bounds]
        times /= times + np.concatenate(below)[:, None]
        scores = times.dot(worth).tolist()
        found, edge = [], 0
        for _, _, first, last in bounds:
            start, edge = edge, edge + last - first
            # The last sentence of a document goes with none.
            one, two = scores[start:edge], scores[size + start : size + edge - 1]
            found.append((_K1 + 1) * max(one + two))
        return found

    def _cells(
        self,
        ids: NDArray[np.int32],
        lengths: NDArray[np.int64],
        terms: Sequence[int],
        neighbours: Sequence[tuple[int, int]],
        years: Sequence[int],
    ) -> NDArray[np.int64]:
        """Return a cell for each syllable, and for it with the next, in a table of sentences by features."""
        pairs, none = len(neighbours), len(neighbours) + len(terms)
        width = none + (2 if years else 1)
        place = bytearray((none,)) * (self._size + 1)
        for year in years:
            place[year] = none + 1
        for at, term in enumerate(terms, pairs):
            place[term] = at
        pair_place = bytearray((none,)) * (width * width)
        for at, (one, two) in enumerate(neighbours):
            pair_place[(pairs + one) * width + pairs + two] = at
        here = np.frombuffer(place, dtype=np.uint8).take(ids).astype(np.int64)
        both = here * width
        both[:-1] += here[1:]  # the last syllable needs no next: it ends a document
        rows = np.arange(0, len(lengths) * width, width).repeat(lengths)
        cells = np.empty((2, len(ids)), dtype=np.int64)
        np.add(here, rows, out=cells[0])
        np.add(np.frombuffer(pair_place, dtype=np.uint8).take(both), rows, out=cells[1])
        return cells.ravel()


def _weightiest(
    terms: Sequence[int],
    neighbours: Sequence[tuple[int, int]],
    worth: NDArray[np.float32],
) -> tuple[Sequence[int], Sequence[tuple[int, int]], NDArray[np.float32]]:
    """Leave out what a very long question has too much of."""
    pair_worth, term_worth = worth[: len(neighbours)], worth[len(neighbours) :]
    kept = np.sort((-term_worth).argsort(kind="stable")[:_TERMS])
    place = {at: new for new, at in enumerate(kept.tolist())}
    pairs = [at for at, (a, b) in enumerate(neighbours) if a in place and b in place][:_PAIRS]
    return (
        [terms[at] for at in place],
        [(place[neighbours[at][0]], place[neighbours[at][1]]) for at in pairs],
        np.concatenate((pair_worth[pairs], term_worth[kept])),
    )
