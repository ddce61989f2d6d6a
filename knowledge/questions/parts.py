"""Everything about a resolution that is costly to work out for matching: made from its text once, then kept."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from knowledge.language.lexicon import Lexicon
from knowledge.language.tokens import Token, folded_syllables, syllables, tokenize
from knowledge.questions.made_phrasings import all_phrasings
from knowledge.questions.nodes import (
    Node,
    Unit,
    inside,
    kind_row,
    nodes_of_clause,
    place_of,
    units_of_node,
    unmarked,
)
from knowledge.questions.outside import Outside, prepared, tokens_of
from knowledge.questions.reading import Reader
from knowledge.questions.units import UnitTable
from knowledge.questions.vocabulary import Initials, Vocabulary
from knowledge.resolution.bundle import Phrasing
from knowledge.resolution.model import Resolution, Span
from knowledge.resolution.past import reported_year
from knowledge.search.corpus import Corpus, read_corpus
from knowledge.search.joining import join
from knowledge.search.postings import Postings, build_postings
from knowledge.search.store import pack_corpus, pack_postings, unpack_corpus, unpack_postings
from knowledge.storage.kept import Held

PHRASING_CONCEPT: Final = 0.35
"""What a concept in one phrasing counts for a clause, of one in its own words."""
_ARRAYS: Final = ("spots", "counts", "gained", "gains", "kinds")


@dataclass(frozen=True)
class Parts:
    """What a matcher is put together from, beside the resolution and what all documents share.

    Attributes:
        spots: int32, for each node the place of its clause, the start and the end of its span; -1 for none.
        own: the units of the clauses.
        unanswered: the questions that they leave open.
        words: the words known.
        initials: the words of each clause.
        corpus, postings: the index over all units: ``own``, the outside examples, ``unanswered``.
        folds: the bare syllables of the clauses.
        counts: int32, a row for each syllable and node: places in ``folds`` and nodes, the units of the node's own
            words that have it, the phrasings that do.
        gained, gains: int32 and float32, each concept and node, and how much the node has of it.
        kinds: float32, for each node ``kind_row``.
        figures: for each node its figures, a space between.
        said: the words of the whole source without accents, a space between.
        forms: for each node the words of its units, accents kept, each once, a space between.
    """

    spots: NDArray[np.int32]
    own: UnitTable
    unanswered: UnitTable
    words: Vocabulary
    initials: Initials
    corpus: Corpus
    postings: Postings
    folds: Sequence[str]
    counts: NDArray[np.int32]
    gained: NDArray[np.int32]
    gains: NDArray[np.float32]
    kinds: NDArray[np.float32]
    figures: Sequence[str]
    said: str
    forms: Sequence[str]

    def nodes(self, resolution: Resolution) -> list[Node]:
        """Return what can be found in the resolution that this was made from."""
        clauses = resolution.clauses
        return [
            Node(clauses[at], Span(start, end) if start >= 0 else None)
            for at, start, end in self.spots.tolist()
        ]

    def held(self) -> Held:
        """Return it as it is kept."""
        texts, arrays = pack_corpus(self.corpus)
        more_texts, more_arrays = pack_postings(self.postings)
        texts |= more_texts
        arrays |= more_arrays
        for name in ("own", "unanswered"):
            table: UnitTable = getattr(self, name)
            texts[name] = list(table.texts)
            arrays |= table.columns(f"{name}_")
        texts |= {
            "words": self.words.packed(),
            "initials": list(self.initials.clauses),
            "syllables": "\n".join(self.folds),
            "figures": list(self.figures),
            "said": self.said,
            "node_forms": list(self.forms),
        }
        arrays |= {f"node_{name}": getattr(self, name) for name in _ARRAYS}
        return Held(texts, arrays)

    @classmethod
    def from_held(cls, held: Held) -> "Parts":
        """Read what ``held`` gave.

        Raises:
            KeyError, TypeError, ValueError: it is something else.
        """
        texts, arrays = held.texts, held.arrays

        spots, counts, gained, gains, kinds = (arrays[f"node_{name}"] for name in _ARRAYS)
        return cls(
            spots=spots,
            own=UnitTable.of_columns(arrays, texts["own"], "own_"),
            unanswered=UnitTable.of_columns(arrays, texts["unanswered"], "unanswered_"),
            words=Vocabulary.unpacked(texts["words"]),
            initials=Initials(texts["initials"]),
            corpus=unpack_corpus(texts, arrays),
            postings=unpack_postings(texts, arrays),
            folds=texts["syllables"].split("\n"),
            counts=counts,
            gained=gained,
            gains=gains,
            kinds=kinds,
            figures=texts["figures"],
            said=texts["said"],
            forms=texts["node_forms"],
        )


def build_parts(
    resolution: Resolution,
    phrasings: Iterable[Phrasing],
    unanswered: Mapping[str, Sequence[str]],
    lexicon: Lexicon,
    outside: Outside,
) -> Parts:
    """Read a resolution and what comes with it.

    Args:
        resolution: the document.
        phrasings: everyday ways to ask for its clauses; where there are none, they are made of the document.
        unanswered: questions about the subject of each clause that it does not answer, by ref.
        lexicon: the words people use.
        outside: what lies outside any document.
    """
    said = all_phrasings(resolution, phrasings)
    return _Building(resolution, lexicon, outside).parts(said, unanswered)


class _Building:
    """One resolution being read."""

    def __init__(self, resolution: Resolution, lexicon: Lexicon, outside: Outside) -> None:
        self._resolution = resolution
        self._lexicon = lexicon
        self._outside = outside
        self._spots: list[tuple[int, int, int]] = []
        self._nodes: list[Node] = []
        self._by_ref: dict[str, list[int]] = {}
        for at, clause in enumerate(resolution.clauses):
            for node in nodes_of_clause(clause):
                self._by_ref.setdefault(clause.ref, []).append(len(self._nodes))
                self._nodes.append(node)
                span = node.span
                self._spots.append((at, span.start, span.end) if span else (at, -1, -1))

    def parts(
        self, phrasings: Sequence[Phrasing], unanswered: Mapping[str, Sequence[str]]
    ) -> Parts:
        resolution = self._resolution
        own = self._units(phrasings)
        left_open = [
            Unit(-1 - len(self._outside.topics) - self._by_ref[ref][0], "unanswered", text)
            for ref, examples in unanswered.items()
            for text in examples
        ]
        words = Vocabulary()
        # Most texts are units too, and tokens are the costliest of all.
        read = {clause.text: tokens_of(clause.text) for clause in resolution.clauses}
        read |= {phrasing.text: tokens_of(phrasing.text) for phrasing in phrasings}
        for text in [*(c.text for c in resolution.clauses), *(p.text for p in phrasings)]:
            words.add_text(read[text], self._lexicon)
        for clause in resolution.clauses:
            words.add_printed(clause.text, read[clause.text], self._lexicon)
        for unit in left_open:
            words.add_words(tokens_of(unit.text))
        initials = Initials.of(resolution)
        reader = self._outside.reader(words, initials, self._lexicon)
        tokens = [reader.expand(read.get(unit.text) or tokens_of(unit.text)) for unit in own]
        corpus = self._corpus(reader, tokens, left_open)
        gained, gains = self._concepts(reader, own, tokens)
        folds, counts = _count_words(own, tokens)
        kinds = [
            kind_row(node.clause, bool(reported_year(resolution, node.clause.ref)))
            for node in self._nodes
        ]
        return Parts(
            spots=np.array(self._spots, dtype=np.int32).reshape(-1, 3),
            own=UnitTable.of(own, self._nodes),
            unanswered=UnitTable.of(left_open, self._nodes),
            words=words,
            initials=initials,
            corpus=corpus,
            postings=build_postings(corpus),
            folds=folds,
            counts=counts,
            gained=gained,
            gains=gains,
            kinds=np.array(kinds, dtype=np.float32),
            figures=[
                " ".join(t.text for t in tokenize(unmarked(node)) if t.is_number)
                for node in self._nodes
            ],
            said=" ".join(folded_syllables(resolution.source)),
            forms=self._forms(own),
        )

    def _units(self, phrasings: Sequence[Phrasing]) -> list[Unit]:
        of_node = [
            list(units_of_node(at, node, self._resolution)) for at, node in enumerate(self._nodes)
        ]
        for phrasing in phrasings:
            places = self._by_ref[phrasing.ref]
            span = place_of(self._nodes[places[0]].clause, phrasing.quote)
            owner = next((at for at in places if inside(span, self._nodes[at].span)), places[0])
            of_node[owner].append(Unit(owner, "phrasing", phrasing.text, span))
        return [unit for found in of_node for unit in found]

    def _forms(self, own: Sequence[Unit]) -> list[str]:
        found: list[dict[str, None]] = [{} for _ in self._nodes]
        for unit in own:
            found[unit.owner].update(dict.fromkeys(syllables(unit.text)))
        return [" ".join(words) for words in found]

    def _corpus(
        self, reader: Reader, tokens: Sequence[Sequence[Token]], left_open: Sequence[Unit]
    ) -> Corpus:
        texts = [" ".join(token.text for token in found) for found in tokens]
        if not left_open:
            return join(read_corpus(texts), self._outside.corpus)
        # Much is known of this document: its short forms are expanded in the outside examples too.
        texts += [prepared(reader, text) for text in self._outside.table.texts]
        texts += [prepared(reader, unit.text) for unit in left_open]
        return read_corpus(texts)

    def _concepts(
        self, reader: Reader, own: Sequence[Unit], tokens: Sequence[Sequence[Token]]
    ) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        size = (len(self._lexicon.concept_names), len(self._nodes))
        found = np.zeros(size, dtype=np.float32)
        for unit, words in zip(own, tokens, strict=True):
            for concept, gain in concept_gains(reader, unit, words).items():
                found[concept, unit.owner] += gain
        places = np.nonzero(found)
        return np.stack(places, axis=1).astype(np.int32), found[places]


def concept_gains(reader: Reader, unit: Unit, tokens: Sequence[Token]) -> dict[int, float]:
    """Return what a unit adds to its node's concepts: its own words all, a phrasing some."""
    share = PHRASING_CONCEPT if unit.kind == "phrasing" else 1.0
    concepts = reader.weigh("", tokens).concepts
    return {concept: share * strength for concept, strength in concepts.items()}


def _count_words(
    own: Sequence[Unit], tokens: Sequence[Sequence[Token]]
) -> tuple[list[str], NDArray[np.int32]]:
    folds: dict[str, int] = {}
    counts: dict[tuple[int, int], list[int]] = {}
    for unit, words in zip(own, tokens, strict=True):
        for fold in dict.fromkeys(token.folded for token in words):
            place = folds.setdefault(fold, len(folds))
            counts.setdefault((place, unit.owner), [0, 0])[unit.kind == "phrasing"] += 1
    rows = [(*place, *pair) for place, pair in counts.items()]
    return list(folds), np.array(rows, dtype=np.int32).reshape(-1, 4)
