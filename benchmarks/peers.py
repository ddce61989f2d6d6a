"""The search libraries an engineer would otherwise pick, behind one small interface.

Each peer is given the texts once and is asked with plain strings; its own tokenisation counts in its
times. A library that is not installed raises ImportError when it is made, and is reported as skipped.
"""

import re
import sqlite3
from collections.abc import Callable, Sequence
from importlib import import_module
from itertools import pairwise
from typing import Any, Final, Protocol

from knowledge.language.normalize import clean
from knowledge.language.tokens import folded_syllables, syllables
from knowledge.search import SearchIndex

_WORD: Final = re.compile(r"\w+")


class Peer(Protocol):
    """A search engine over numbered texts."""

    def build(self, texts: Sequence[str]) -> None:
        """Index the texts."""

    def search(self, text: str, limit: int) -> list[int]:
        """Return the numbers of the best texts, best first."""


class Ours:
    """The project's own index."""

    def build(self, texts: Sequence[str]) -> None:
        """Index the texts."""
        self._index = SearchIndex.build((str(at), text) for at, text in enumerate(texts))

    def search(self, text: str, limit: int) -> list[int]:
        """Return the numbers of the best texts, best first."""
        return [int(hit.id) for hit in self._index.search(text, limit)]


class Bm25s:
    """bm25s over the terms that one function makes of a text."""

    def __init__(self, terms: Callable[[str], list[str]]) -> None:
        self._bm25s: Any = import_module("bm25s")
        self._terms = terms

    def build(self, texts: Sequence[str]) -> None:
        """Index the texts."""
        self._index = self._bm25s.BM25()
        self._index.index([self._terms(text) for text in texts], show_progress=False)
        self._size = len(texts)

    def search(self, text: str, limit: int) -> list[int]:
        """Return the numbers of the best texts, best first."""
        found, _ = self._index.retrieve(
            [self._terms(text)], k=min(limit, self._size), show_progress=False
        )
        return [int(at) for at in found[0]]


class Fts5:
    """SQLite FTS5, any of the question's words, ranked by its bm25()."""

    def build(self, texts: Sequence[str]) -> None:
        """Index the texts."""
        self._database = sqlite3.connect(":memory:")
        self._database.execute(
            "create virtual table t using fts5(text, tokenize='unicode61 remove_diacritics 2')"
        )
        self._database.executemany(
            "insert into t(rowid, text) values (?, ?)",
            ((at, clean(text)) for at, text in enumerate(texts)),
        )

    def search(self, text: str, limit: int) -> list[int]:
        """Return the numbers of the best texts, best first."""
        words = " OR ".join(f'"{word}"' for word in _WORD.findall(clean(text)))
        if not words:
            return []
        rows = self._database.execute(
            "select rowid from t where t match ? order by bm25(t) limit ?", (words, limit)
        )
        return [int(row[0]) for row in rows]


class Tantivy:
    """tantivy with its default tokenizer, any of the question's words."""

    def __init__(self) -> None:
        self._tantivy: Any = import_module("tantivy")

    def build(self, texts: Sequence[str]) -> None:
        """Index the texts."""
        schema = self._tantivy.SchemaBuilder()
        schema.add_integer_field("at", stored=True)
        schema.add_text_field("text", stored=False)
        self._index = self._tantivy.Index(schema.build())
        writer = self._index.writer()
        for at, text in enumerate(texts):
            writer.add_document(self._tantivy.Document(at=at, text=clean(text)))
        writer.commit()
        self._index.reload()
        self._searcher = self._index.searcher()

    def search(self, text: str, limit: int) -> list[int]:
        """Return the numbers of the best texts, best first."""
        words = " ".join(_WORD.findall(clean(text).lower()))
        if not words:
            return []
        query = self._index.parse_query(words, ["text"])
        found = self._searcher.search(query, limit).hits
        return [int(self._searcher.doc(address)["at"][0]) for _, address in found]


class TokenSet:
    """rapidfuzz's token_set_ratio against every text."""

    def build(self, texts: Sequence[str]) -> None:
        """Keep the texts, lower-cased."""
        self._texts = [clean(text).lower() for text in texts]

    def search(self, text: str, limit: int) -> list[int]:
        """Return the numbers of the best texts, best first."""
        fuzz, process = import_module("rapidfuzz.fuzz"), import_module("rapidfuzz.process")
        found = process.extract(
            clean(text).lower(), self._texts, scorer=fuzz.token_set_ratio, limit=limit
        )
        return [int(at) for _, _, at in found]


def with_pairs(terms: Callable[[str], list[str]]) -> Callable[[str], list[str]]:
    """Return a function that adds each two neighbouring terms to what ``terms`` gives."""

    def both(text: str) -> list[str]:
        single = terms(text)
        return single + [f"{first}_{second}" for first, second in pairwise(single)]

    return both


def _cleaned(split: Callable[[str], list[str]]) -> Callable[[str], list[str]]:
    return lambda text: split(clean(text))


def _pyvi() -> Bm25s:
    tokenize: Any = import_module("pyvi.ViTokenizer").tokenize
    return Bm25s(lambda text: str(tokenize(clean(text))).lower().split())


def _underthesea() -> Bm25s:
    tokenize: Any = import_module("underthesea").word_tokenize
    return Bm25s(lambda text: [word.lower() for word in tokenize(clean(text))])


PEERS: Final[dict[str, Callable[[], Peer]]] = {
    "ours": Ours,
    "bm25s syllables": lambda: Bm25s(_cleaned(syllables)),
    "bm25s folded": lambda: Bm25s(_cleaned(folded_syllables)),
    "bm25s syllables+pairs": lambda: Bm25s(with_pairs(_cleaned(syllables))),
    "bm25s folded+pairs": lambda: Bm25s(with_pairs(_cleaned(folded_syllables))),
    "bm25s pyvi": _pyvi,
    "bm25s underthesea": _underthesea,
    "sqlite fts5": Fts5,
    "tantivy": Tantivy,
    "rapidfuzz token_set": TokenSet,
}
"""Every engine by the name it has in the table; ours first."""
