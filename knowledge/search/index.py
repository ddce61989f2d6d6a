"""The search index: built once from texts, kept in a file, asked in well under a millisecond."""

import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from knowledge.language.accents import AccentModel
from knowledge.language.normalize import clean
from knowledge.language.tokens import Token, syllables, tokenize
from knowledge.language.typos import SpellingModel
from knowledge.search.analyze import Analyzer
from knowledge.search.asking import asks_for_a_year
from knowledge.search.corpus import Corpus, read_corpus
from knowledge.search.postings import Postings, build_postings
from knowledge.search.query import Hit, Query
from knowledge.search.rank import SENTENCE, Sentences
from knowledge.search.store import read_index, write_index

_RERANKED: Final = 6  # documents ranked again by closeness
_YEAR: Final = re.compile(r"1\d{3}|20\d{2}")
_IMPACT: Final = 0 if sys.byteorder == "little" else 1  # which half of an entry has the impact
_CONTENDS: Final = 0.6  # of the best score: below, no sentence brings a document to the front
_FEW: Final = 5_000  # entries; with more, features of nearly all documents are left out
_TELLING: Final = 0.3  # idf of a feature that three documents in four have
_MANY: Final = 12_000  # entries; with more, so are features of half of all documents
_VERY_TELLING: Final = 0.7
_ADDED_UP: Final = 40_000  # entries of a question's features that are simply added up
_SHORTLIST: Final = 200  # documents that the commonest features are looked up for
_SMALL: Final = 2_000  # documents; in fewer the best are simply taken
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
    def mass(self) -> NDArray[np.float32]:
        """The idf mass of each document's features, in build order."""
        return self._postings.mass

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
        return self._sum(query.rows, query.weights).astype(np.float32)

    def shared(self, query: Query) -> NDArray[np.float32]:
        """Return the idf mass of the query's features that each document has, in build order."""
        rows = query.own_rows
        weights = query.own_weights * self._postings.idf[rows]
        return self._sum(rows, weights, impacts=False).astype(np.float32)

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
        query = self._analyzer.analyze(syllables(clean(text)))
        if limit < 1 or not len(query.rows):
            return []
        documents, scores = self._candidates(query, max(limit, _RERANKED))
        near = int((scores[:_RERANKED] > _CONTENDS * scores[0]).sum()) if len(scores) else 0
        if near > 1 and query.pairs < len(query.own):
            self._add_sentences(query, documents[:near], scores)
            order = (-scores).argsort(kind="stable")
            documents, scores = documents[order], scores[order]
        ids = self.ids
        found = zip(documents[:limit].tolist(), scores[:limit].tolist(), strict=True)
        return [Hit(ids[at], score) for at, score in found]

    def _add_sentences(
        self, query: Query, documents: NDArray[np.int64], scores: NDArray[np.float64]
    ) -> None:
        """Add the score of the best sentence to the scores of the first few documents."""
        rows = query.own_rows
        worth = np.array(query.inside, dtype=np.float32)
        worth *= self._postings.telling.take(rows)
        terms = rows[query.pairs :]
        place = {term: at for at, term in enumerate(terms.tolist())}
        neighbours = [(place[first], place[second]) for first, second in query.joined]
        years = self._years if asks_for_a_year(query.forms) else ()
        best = self._sentences.best(documents, terms, neighbours, worth, years)
        best *= SENTENCE
        # One that was not looked at may have all its words in one place too.
        scores[len(best) :] += best.min()
        scores[: len(best)] += best

    def _candidates(
        self, query: Query, count: int
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Return the ``count`` best documents by score (fewer if fewer match), best first.

        In a large corpus the question's commonest features only add to the scores of documents
        that its rarer ones have put in front.
        """
        rows, weights = query.rows, query.weights
        begin, end = self._starts.take(rows), self._ends.take(rows)
        sizes = end - begin
        total = int(sizes.sum())
        if total > _FEW:
            telling = self._postings.idf[rows] > (_TELLING if total <= _MANY else _VERY_TELLING)
            if telling.any():
                rows, weights, sizes = rows[telling], weights[telling], sizes[telling]
                begin, end = begin[telling], end[telling]
                total = int(sizes.sum())
        if total <= _ADDED_UP:
            return _best(self._gather(begin, end, sizes, weights), count)
        order = sizes.argsort(kind="stable")
        light = max(int(sizes[order].cumsum().searchsorted(_ADDED_UP // 2)), 2)
        first, later = order[:light], order[light:]
        found, scores = _best(self._sum(rows[first], weights[first]), max(_SHORTLIST, count))
        back = found.argsort()
        found, scores = found[back], scores[back]
        self._add(found, scores, rows[later], weights[later])
        best = (-scores).argsort(kind="stable")[:count]
        return found[best], scores[best]

    def _add(
        self,
        documents: NDArray[np.int64],
        scores: NDArray[np.float64],
        rows: NDArray[np.int64],
        weights: NDArray[np.float32],
    ) -> None:
        """Add to the scores of a few documents (ascending) what the rows give them."""
        starts, entries = self._postings.starts, self._postings.entries
        wanted = documents << 32
        begin, end = starts[rows].tolist(), starts[rows + 1].tolist()
        for a, b, weight in zip(begin, end, weights.tolist(), strict=True):
            part = entries[a:b]
            at = part.searchsorted(wanted)
            at[at == b - a] = 0
            entry = part[at]
            impacts = entry.astype(np.uint32).view(np.float32)
            scores += weight * impacts * (entry >> 32 == documents)

    def _sum(
        self, rows: NDArray[np.int64], weights: NDArray[np.float32], *, impacts: bool = True
    ) -> NDArray[np.float64]:
        """Add up, for each document, the weights of the rows it is in, times their impacts."""
        begin, end = self._starts.take(rows), self._ends.take(rows)
        return self._gather(begin, end, end - begin, weights, impacts=impacts)

    def _gather(
        self,
        begin: NDArray[np.int64],
        end: NDArray[np.int64],
        sizes: NDArray[np.int64],
        weights: NDArray[np.float32],
        *,
        impacts: bool = True,
    ) -> NDArray[np.float64]:
        """Add up the entries from each ``begin`` to each ``end``."""
        size = len(self.ids)
        if not len(begin):
            return np.zeros(size)
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
        if impacts:
            values *= found.view(np.float32)[_IMPACT::2]
        found >>= 32
        return np.bincount(found, values, size).astype(np.float64, copy=False)


def _best(scores: NDArray[np.float64], count: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the places and values of the ``count`` highest scores above 0, highest first."""
    size = len(scores)
    if size <= _SMALL:
        found = scores.argpartition(size - count)[size - count :] if size > count else None
        found = scores.nonzero()[0] if found is None else found
    else:
        found = (scores > scores.max() * _PROMISING).nonzero()[0]
        if len(found) < count:
            found = scores.nonzero()[0]
        if len(found) > count:
            found = found[scores[found].argpartition(len(found) - count)[-count:]]
    found.sort()  # among equals, the order they were built in
    values = scores.take(found)
    order = (-values).argsort(kind="stable")
    values = values.take(order)
    if len(values) and values[-1] <= 0:
        order = order[: int((values > 0).sum())]
        values = values[: len(order)]
    return found.take(order), values
