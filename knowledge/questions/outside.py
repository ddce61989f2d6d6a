"""What lies outside any resolution, laid out once for all documents: the examples, their index, the words of the lexicon."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from knowledge.language.lexicon import Lexicon, read_language_file
from knowledge.language.normalize import clean
from knowledge.language.tokens import Token, tokenize
from knowledge.questions.nodes import Unit
from knowledge.questions.reading import Reader
from knowledge.questions.units import UnitTable
from knowledge.questions.vocabulary import Either, Initials, Pairs, Vocabulary
from knowledge.search.corpus import Corpus, read_corpus
from knowledge.search.store import pack_corpus, unpack_corpus
from knowledge.storage.kept import Held


@dataclass(frozen=True)
class Outside:
    """The examples of what lies outside, and what reading any document needs of the lexicon.

    Attributes:
        topics: their names, in the order of their owners: the first has -1, the next -2, …
        table: the examples as units.
        corpus: their words, short forms expanded as in a document that explains none.
        words: the words of the examples and of the lexicon's concepts.
    """

    topics: Sequence[str]
    table: UnitTable
    corpus: Corpus
    words: Vocabulary

    def reader(self, words: Vocabulary, initials: Initials, lexicon: Lexicon) -> Reader:
        """Return a reader that knows a document's own words beside these."""
        return Reader(
            lexicon,
            Either(words.known, self.words.known),
            Either(words.accented, self.words.accented),
            Pairs(words.pairs, self.words.pairs),
            initials,
        )

    def held(self) -> Held:
        """Return it as it is kept."""
        texts, arrays = pack_corpus(self.corpus)
        texts |= {
            "topics": list(self.topics),
            "texts": list(self.table.texts),
            "words": self.words.packed(),
        }
        return Held(texts, arrays | self.table.columns())

    @classmethod
    def from_held(cls, held: Held) -> "Outside":
        """Read what ``held`` gave.

        Raises:
            KeyError, TypeError, ValueError: it is something else.
        """
        texts, arrays = held.texts, held.arrays
        return cls(
            texts["topics"],
            UnitTable.of_columns(arrays, texts["texts"]),
            unpack_corpus(texts, arrays),
            Vocabulary.unpacked(texts["words"]),
        )


def build_outside(lexicon: Lexicon) -> Outside:
    """Lay out the bundled examples."""
    examples = outside_examples()
    units = [
        Unit(-1 - topic, "outside", text)
        for topic, texts in enumerate(examples.values())
        for text in texts
    ]
    words = Vocabulary()
    for term in lexicon.terms():
        words.add_text(tokens_of(term), lexicon)
    for unit in units:
        words.add_words(tokens_of(unit.text))
    bare = Outside(list(examples), UnitTable.of(units, ()), read_corpus([]), words)
    reader = bare.reader(Vocabulary(), Initials(()), lexicon)
    corpus = read_corpus([prepared(reader, unit.text) for unit in units])
    return Outside(bare.topics, bare.table, corpus, words)


def share_outside(lexicon: Lexicon, make: Callable[[], Outside]) -> None:
    """Take it from ``make`` for this process, unless it is there already."""
    if lexicon not in _shared:
        _shared[lexicon] = make()


def shared_outside(lexicon: Lexicon) -> Outside:
    """Return it for a lexicon, laid out once in a process."""
    share_outside(lexicon, lambda: build_outside(lexicon))
    return _shared[lexicon]


_shared: WeakKeyDictionary[Lexicon, Outside] = WeakKeyDictionary()


def outside_examples() -> dict[str, list[str]]:
    """Return the examples of what lies outside any resolution, by topic."""
    rows: list[dict[str, Any]] = read_language_file("outside")["topic"]
    return {row["name"]: list(row["examples"]) for row in rows}


def prepared(reader: Reader, text: str) -> str:
    """Return a unit's text as it is indexed: its words with short forms expanded."""
    return " ".join(token.text for token in reader.expand(tokens_of(text)))


def tokens_of(text: str) -> list[Token]:
    """Return the tokens of a text as it came."""
    return tokenize(clean(text))
