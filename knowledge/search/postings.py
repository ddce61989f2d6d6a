"""The inverted index: for each feature the documents that have it, and what it adds to each.

Features come in rows: bare syllables first (row = id of the bare syllable), then pairs of
neighbouring bare syllables, then accented syllables. An accented form that is the only one of its
bare syllable shares its row.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from knowledge.language.accents import PairCounts
from knowledge.language.normalize import fold
from knowledge.search.corpus import Corpus

K1: Final = 1.2
B: Final = 0.8
PAIR_MASS: Final = 0.5  # what a pair counts in a document's mass, beside 1 for a syllable


@dataclass(frozen=True, slots=True)
class Postings:
    """All features of a corpus.

    Attributes:
        folds: the distinct bare syllables.
        fold_of: int32, for each accented form its bare syllable.
        form_rows: int32, for each accented form its row.
        pairs: the pairs of neighbouring syllables.
        bonds: float32, for each bare pair how much it is one word: 0 by chance, 1 always together.
        form_counts: int64, how often each accented form occurs.
        starts: int64, where each row begins in ``entries``; one more entry than rows.
        entries: int64, the documents of each row, ascending: the document in the upper half, the
            bits of the BM25 score (float32) it gets from the row in the lower.
        idf: float32, for each row.
        telling: float32, for each bare row (syllables and pairs) the idf over sentences. A word of
            one long passage and a word of many are told apart by it.
        mass: float32, for each document the idf mass of its bare features.
    """

    folds: list[str]
    fold_of: NDArray[np.int32]
    form_rows: NDArray[np.int32]
    pairs: PairCounts
    bonds: NDArray[np.float32]
    form_counts: NDArray[np.int64]
    starts: NDArray[np.int64]
    entries: NDArray[np.int64]
    idf: NDArray[np.float32]
    telling: NDArray[np.float32]
    mass: NDArray[np.float32]

    @property
    def documents(self) -> NDArray[np.int32]:
        """The document of each entry."""
        return (self.entries >> 32).astype(np.int32)


def build_postings(corpus: Corpus) -> Postings:
    """Count all features of ``corpus`` and weigh them."""
    size = len(corpus.offsets) - 1
    lengths = np.diff(corpus.offsets)
    owner = np.repeat(np.arange(size, dtype=np.int64), lengths)
    ids = corpus.ids.astype(np.int64)
    folds, fold_of = _fold_forms(corpus.forms)
    inside = np.flatnonzero(owner[:-1] == owner[1:])
    pairs, pair_at = PairCounts.count(ids[inside], ids[inside + 1], fold_of)

    first_pair = len(folds)
    first_form = first_pair + len(pairs.keys)
    several = np.bincount(fold_of, minlength=len(folds))[fold_of] > 1
    form_rows = np.where(several, first_form + np.cumsum(several) - 1, fold_of)
    rows = first_form + int(several.sum())

    blocks = [
        _count(fold_of[ids], owner, size),
        _count(pair_at + first_pair, owner[inside], size),
        _count(_above(form_rows[ids], first_form), owner, size),
    ]
    keys = np.concatenate([block[0] for block in blocks])
    times = np.concatenate([block[1] for block in blocks])
    row_of, documents = np.divmod(keys, max(size, 1))
    frequency = np.bincount(row_of, minlength=rows)
    # Texts that say nothing make no word rarer and no text longer than the others.
    filled = lengths[lengths > 0]
    idf = _idf(frequency, len(filled))
    norm = K1 * (1 - B + B * lengths / max(float(filled.mean()) if len(filled) else 1.0, 1.0))
    impacts = idf[row_of] * (times * (K1 + 1) / (times + norm[documents]))
    starts = np.zeros(rows + 1, dtype=np.int64)
    np.cumsum(frequency, out=starts[1:])
    own = int(starts[first_form])
    share = np.where(row_of[:own] < first_pair, 1.0, PAIR_MASS)
    mass = np.bincount(documents[:own], weights=idf[row_of[:own]] * share, minlength=size)
    return Postings(
        folds=folds,
        fold_of=fold_of.astype(np.int32),
        form_rows=form_rows.astype(np.int32),
        pairs=pairs,
        bonds=_bonds(
            pairs.keys,
            np.bincount(pair_at, minlength=len(pairs.keys)),
            np.bincount(fold_of[ids], minlength=len(folds)),
        ),
        form_counts=np.bincount(ids, minlength=len(corpus.forms)).astype(np.int64),
        starts=starts,
        entries=documents << 32 | impacts.astype(np.float32).view(np.uint32).astype(np.int64),
        idf=idf,
        telling=_idf(
            _sentences_with(corpus, fold_of[ids], pair_at + first_pair, inside, first_form),
            len(corpus.sentences),
        ),
        mass=mass.astype(np.float32),
    )


def _sentences_with(
    corpus: Corpus,
    words: NDArray[np.int64],
    pairs: NDArray[np.int64],
    pair_places: NDArray[np.int64],
    rows: int,
) -> NDArray[np.int64]:
    """Count, for each bare row, the sentences that have it."""
    size = len(corpus.sentences)
    owner = np.repeat(np.arange(size), np.diff(corpus.sentences, append=len(words)))
    frequency = np.zeros(rows, dtype=np.int64)
    for found, sentence in ((words, owner), (pairs, owner[pair_places])):
        keys, _ = _count(found, sentence, max(size, 1))
        frequency += np.bincount(keys // max(size, 1), minlength=rows)
    return frequency


def _idf(frequency: NDArray[np.int64], size: int) -> NDArray[np.float32]:
    """Return how much a feature tells that ``frequency`` of ``size`` units have (capped at all)."""
    rest = np.maximum(size - frequency, 0)
    return np.log1p((rest + 0.5) / (frequency + 0.5)).astype(np.float32)


def _fold_forms(forms: list[str]) -> tuple[list[str], NDArray[np.int64]]:
    ids: dict[str, int] = {}
    fold_of = [ids.setdefault(fold(form), len(ids)) for form in forms]
    return list(ids), np.array(fold_of, dtype=np.int64)


def _bonds(
    pair_keys: NDArray[np.int64], together: NDArray[np.int64], alone: NDArray[np.int64]
) -> NDArray[np.float32]:
    """Measure how much each pair is one word: pointwise mutual information, scaled to 0..1.

    A pair seen only a few times may be chance, so its bond is discounted.
    """
    total = max(float(alone.sum()), 1.0)
    first, second = np.divmod(pair_keys, max(len(alone), 1))
    by_chance = alone[first] * alone[second] / total
    with np.errstate(divide="ignore", invalid="ignore"):
        bond = np.log(together / by_chance) / np.log(total / together)
    bond = np.nan_to_num(bond, nan=0.0, posinf=1.0, neginf=0.0).clip(0.0, 1.0)
    return (bond * together / (together + 1)).astype(np.float32)


def _above(rows: NDArray[np.int64], first: int) -> NDArray[np.int64]:
    return np.where(rows >= first, rows, -1)


def _count(
    rows: NDArray[np.int64], owner: NDArray[np.int64], size: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the distinct (row, document) pairs as ascending keys, and how often each occurs."""
    keys = np.sort((rows * size + owner)[rows >= 0])
    edges = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1]))) if len(keys) else keys
    return keys[edges], np.diff(np.append(edges, len(keys)))
