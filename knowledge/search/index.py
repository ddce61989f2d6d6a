"""The search index: built once from texts, kept in a file, asked in well under a millisecond."""

import math
import re
import sys
from collections.abc import Iterable, Sequence
from operator import itemgetter
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from knowledge.language.accents import AccentModel
from knowledge.language.normalize import clean
from knowledge.language.tokens import Token, syllables, tokenize
from knowledge.language.typos import SpellingModel
from knowledge.search.analyze import Analyzer, Asked
from knowledge.search.asking import asks_for_a_year
from knowledge.search.corpus import Corpus, read_corpus
from knowledge.search.postings import Postings, build_postings
from knowledge.search.query import Compared, Hit, Query
from knowledge.search.rank import SENTENCE, Sentences
from knowledge.search.store import read_index, write_index

_RERANKED: Final = 4  # documents ranked again by closeness
_YEAR: Final = re.compile(r"1\d{3}|20\d{2}")
_IMPACT: Final = 0 if sys.byteorder == "little" else 1  # which half of an entry has the impact
_CONTENDS: Final = 0.75  # of the best score: below, no sentence brings a document to the front
_FEW: Final = 3_000  # entries; with more, features of nearly all documents are left out
_TELLING: Final = 0.7  # idf of a feature that half of all documents have
_MANY: Final = 7_000  # entries; with more, so are features of a quarter of them
_VERY_TELLING: Final = 1.3
_ADDED_UP: Final = 40_000  # entries of a question's features that are simply added up
_SHORTLIST: Final = 200  # documents that the commonest features are looked up for
_SMALL: Final = 2_000  # documents; in fewer the best are simply taken
_LEAST_MASS: Final = 1e-6  # idf mass; what has less shares nothing with anything
_PROMISING: Final = 0.4  # of the best score: what is below seldom matters


class SearchIndex:
    """Finds documents by what they say.

    >>> index = SearchIndex.build([("a", "Tỷ lệ hộ nghèo"), ("b", "Thu ngân sách")])
    >>> index.search("ho ngheo", limit=1)[0].id
    'a'
    """

    def __init__(self, ids: Sequence[str], corpus: Corpus, postings: Postings) -> None:
        """Put an index together from its parts; use ``build`` or ``load``."""
        self.ids = list(ids)
        self._corpus = corpus
        self._postings = postings
        self._starts, self._ends = postings.starts[:-1], postings.starts[1:]
        self._common, self._half = (
            _documents(_TELLING, len(ids)),
            _documents(_VERY_TELLING, len(ids)),
        )
        self._mass = np.maximum(postings.mass, np.float32(_LEAST_MASS))
        self._analyzer = Analyzer(corpus.forms, postings)
        self._years = [at for at, form in enumerate(postings.folds) if _YEAR.fullmatch(form)]
        self._sentences = Sentences(
            postings.fold_of[corpus.ids], corpus.offsets, corpus.sentences, len(postings.folds)
        )

    @classmethod
    def build(cls, documents: Iterable[tuple[str, str]], progress: bool = False) -> "SearchIndex":
        """Build an index.

        Args:
            documents: an id and a text each. The first line of a text of several lines counts as
                its heading.
            progress: whether to show a progress bar on standard error.

        Raises:
            ValueError: two documents have the same id.
        """
        ids: list[str] = []
        texts: list[str] = []
        for name, text in documents:
            ids.append(name)
            texts.append(text)
        if len(set(ids)) < len(ids):
            twice = next(name for name in ids if ids.count(name) > 1)
            raise ValueError(f"two documents have the id {twice!r}")
        corpus = read_corpus(texts, progress=progress)
        return cls(ids, corpus, build_postings(corpus))

    @classmethod
    def load(cls, path: str | Path) -> "SearchIndex":
        """Read an index that ``save`` wrote.

        Raises:
            DataFileError: the file is missing or is not an index of this version.
        """
        return cls(*read_index(Path(path)))

    def save(self, path: str | Path) -> None:
        """Write the index to ``path``, whole or not at all."""
        write_index(Path(path), self.ids, self._corpus, self._postings)

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def folds(self) -> Sequence[str]:
        """The distinct bare syllables; a query's readings are places in it."""
        return self._postings.folds

    @property
    def accents(self) -> AccentModel:
        """The accent model learnt from the texts."""
        return self._analyzer.accents

    @property
    def spelling(self) -> SpellingModel:
        """The spelling model over the bare syllables of the texts."""
        return self._analyzer.spelling

    def analyze(self, text: str) -> Query:
        """Return what ``text`` asks: features with weights, accents restored, slips corrected."""
        return self.analyze_tokens(tokenize(clean(text)))

    def analyze_tokens(
        self, tokens: Sequence[Token], weights: Sequence[float] | None = None
    ) -> Query:
        """Return what prepared tokens ask.

        Args:
            tokens: the tokens, in order.
            weights: how much each counts, 1 for a plain word, 0 for one that says nothing.

        Raises:
            ValueError: there are more or fewer weights than tokens.
        """
        if weights is not None and len(weights) != len(tokens):
            raise ValueError(f"{len(tokens)} tokens but {len(weights)} weights")
        return self._analyzer.analyze([token.text for token in tokens], weights, tokens)

    def scores(self, query: Query) -> NDArray[np.float32]:
        """Return the score of each document, in build order; 0 for one that shares nothing."""
        return self._sums(query)[0]

    def shared(self, query: Query) -> NDArray[np.float32]:
        """Return the idf mass of the query's features that each document has, in build order."""
        return self._sums(query)[1]

    def compare(self, query: Query) -> Compared:
        """Return how well each document fits a query, by score, coverage and likeness both ways."""
        scores, coverage = self._sums(query)
        back = coverage / self._mass
        coverage /= max(query.mass, _LEAST_MASS)
        np.minimum(coverage, 1.0, out=coverage)
        likeness = 2 * coverage
        likeness *= back
        back += coverage
        np.maximum(back, _LEAST_MASS, out=back)
        likeness /= back
        return Compared(scores, coverage, likeness)

    def _sums(self, query: Query) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return what ``scores`` and ``shared`` give, both in one pass over the entries."""
        size, rows, own = len(self.ids), query.rows, query.own_weights
        if not len(rows):
            return np.zeros(size, dtype=np.float32), np.zeros(size, dtype=np.float32)
        begin, end = self._starts.take(rows), self._ends.take(rows)
        sizes = end - begin
        documents, values = self._weighed(begin, end, sizes, query.weights)
        scores = np.bincount(documents, values, size)
        sizes = sizes[: len(own)]
        masses = (own * self._postings.idf.take(rows[: len(own)])).repeat(sizes)
        shared = np.bincount(documents[: len(masses)], masses, size)
        return scores.astype(np.float32), shared.astype(np.float32)

    def split_counts(self, first: int, last: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Count the documents that have each feature (``own_rows``).

        Returns:
            Counts over the documents before place ``first``, and over those from it to before ``last``.
        """
        starts, documents = self._postings.starts, self._postings.documents
        size = len(starts) - 1
        rows = np.repeat(np.arange(size), np.diff(starts))
        before = documents < first
        between = ~before & (documents < last)
        return (
            np.bincount(rows[before], minlength=size),
            np.bincount(rows[between], minlength=size),
        )

    def search(self, text: str, limit: int = 10) -> list[Hit]:
        """Return the documents that answer ``text`` best, at most ``limit``, best first.

        The scores here add to ``scores`` that of each document's best sentence.
        """
        asked = self._analyzer.features(syllables(clean(text)), as_typed=True)
        if isinstance(asked, Query):
            rows, weights = asked.rows, asked.weights
        else:
            features = asked.features
            rows = np.array(list(features), dtype=np.int64)
            weights = np.array(list(features.values()), dtype=np.float32)
        if limit < 1 or not len(rows):
            return []
        ranked = self._candidates(rows, weights, max(limit, _RERANKED))
        if not ranked:
            return []
        least = _CONTENDS * ranked[0][0]
        near = [at for score, at in ranked[:_RERANKED] if score < least]
        if len(near) > 1:
            best = self._best_sentences(asked, near)
            if best:
                ranked = _ranked_again(ranked, best)
        ids = self.ids
        return [Hit(ids[at], -score) for score, at in ranked[:limit]]

    def _best_sentences(self, asked: Asked | Query, documents: list[int]) -> list[float]:
        """Return the scores of the best sentences of the first few documents."""
        if isinstance(asked, Query):
            rows, joined = asked.own_rows.tolist(), asked.joined
        else:
            rows, joined = asked.inside_rows, asked.joined(len(self._postings.folds))
        terms = rows[asked.pairs :]
        if not terms:
            return []
        worth = np.array(asked.inside, dtype=np.float32)
        worth *= self._postings.telling.take(rows)
        place = dict(zip(terms, range(len(terms)), strict=True))
        neighbours = [(place[first], place[second]) for first, second in joined]
        years = self._years if asks_for_a_year(asked.forms) else ()
        return self._sentences.best(documents, terms, neighbours, worth, years)

    def _candidates(
        self, rows: NDArray[np.int64], weights: NDArray[np.float32], count: int
    ) -> list[tuple[float, int]]:
        """Return the ``count`` best documents (fewer if fewer match), best first.

        In a large corpus the question's commonest features only add to the scores of documents
        that its rarer ones have put in front.

        Returns:
            The scores, negative so that they sort, and the documents' places.
        """
        begin, end = self._starts.take(rows), self._ends.take(rows)
        sizes = end - begin
        total = int(np.add.reduce(sizes))
        if total > _FEW:
            kept = (sizes < (self._common if total <= _MANY else self._half)).nonzero()[0]
            if 0 < len(kept) < len(sizes):
                weights, sizes = weights.take(kept), sizes.take(kept)
                begin, end = begin.take(kept), end.take(kept)
                total = int(np.add.reduce(sizes))
        if total <= _ADDED_UP:
            return _best(self._gather(begin, end, sizes, weights), count)
        order = sizes.argsort(kind="stable")
        light = max(int(sizes[order].cumsum().searchsorted(_ADDED_UP // 2)), 2)
        first, later = order[:light], order[light:]
        scores = self._gather(begin[first], end[first], sizes[first], weights[first])
        ranked = _best(scores, max(_SHORTLIST, count))
        ranked.sort(key=itemgetter(1))
        found = np.array([at for _, at in ranked], dtype=np.int64)
        scores = -np.array([score for score, _ in ranked], dtype=np.float64)
        self._add(found, scores, begin[later], end[later], weights[later])
        return sorted(zip((-scores).tolist(), found.tolist(), strict=True))[:count]

    def _add(
        self,
        documents: NDArray[np.int64],
        scores: NDArray[np.float64],
        begin: NDArray[np.int64],
        end: NDArray[np.int64],
        weights: NDArray[np.float32],
    ) -> None:
        """Add to the scores of a few documents (ascending) what the entries give them."""
        entries = self._postings.entries
        wanted = documents << 32
        for a, b, weight in zip(begin.tolist(), end.tolist(), weights.tolist(), strict=True):
            part = entries[a:b]
            at = part.searchsorted(wanted)
            at[at == b - a] = 0
            entry = part[at]
            impacts = entry.astype(np.uint32).view(np.float32)
            scores += weight * impacts * (entry >> 32 == documents)

    def _gather(
        self,
        begin: NDArray[np.int64],
        end: NDArray[np.int64],
        sizes: NDArray[np.int64],
        weights: NDArray[np.float32],
    ) -> NDArray[np.float64]:
        """Add up the entries from each ``begin`` to each ``end``, times their weights."""
        size = len(self.ids)
        if not len(begin):
            return np.zeros(size)
        documents, values = self._weighed(begin, end, sizes, weights)
        return np.bincount(documents, values, size).astype(np.float64, copy=False)

    def _weighed(
        self,
        begin: NDArray[np.int64],
        end: NDArray[np.int64],
        sizes: NDArray[np.int64],
        weights: NDArray[np.float32],
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return the documents of the entries from each ``begin`` to each ``end``, and what each adds."""
        entries = self._postings.entries
        values = weights.repeat(sizes)
        if len(values) <= _FEW:
            at = (end - sizes.cumsum()).repeat(sizes)
            at += np.arange(len(values))
            found = entries.take(at)
        else:
            found = np.concatenate(
                [entries[a:b] for a, b in zip(begin.tolist(), end.tolist(), strict=True)]
            )
        values *= found.view(np.float32)[_IMPACT::2]
        found >>= 32
        return found, values


def _documents(idf: float, size: int) -> int:
    """Return how many of ``size`` documents have a feature of this idf (the inverse of it)."""
    return math.ceil((size + 1) / math.exp(idf) - 0.5)


def _best(scores: NDArray[np.float64], count: int) -> list[tuple[float, int]]:
    """Return the ``count`` highest scores above 0, negative, and their places, highest first."""
    size = len(scores)
    if size <= _SMALL:
        found = scores.argpartition(size - count)[size - count :] if size > count else None
        found = scores.nonzero()[0] if found is None else found
    else:
        found = (scores > np.maximum.reduce(scores) * _PROMISING).nonzero()[0]
        if len(found) < count:
            found = scores.nonzero()[0]
        if len(found) > count:
            found = found[scores.take(found).argpartition(len(found) - count)[-count:]]
    # Among equals, the order they were built in.
    ranked = sorted(zip((-scores.take(found)).tolist(), found.tolist(), strict=True))
    if ranked and ranked[0][0] == ranked[-1][0]:  # of many equals, any may have been taken
        found = (scores == -ranked[0][0]).nonzero()[0][:count]
        ranked = [(ranked[0][0], at) for at in found.tolist()]
    while ranked and ranked[-1][0] >= 0:
        ranked.pop()
    return ranked


def _ranked_again(
    ranked: list[tuple[float, int]], sentences: list[float]
) -> list[tuple[float, int]]:
    """Add to the (negative) scores those of the best sentences of the first few documents.

    One that was not looked at may have all its words in one place too, and gets the least of them.
    """
    few, least = len(sentences), SENTENCE * min(sentences)
    front = [
        (score - SENTENCE * more, at)
        for (score, at), more in zip(ranked[:few], sentences, strict=True)
    ]
    front.sort(key=itemgetter(0))  # equals keep their order
    return [*front, *((score - least, at) for score, at in ranked[few:])]
