"""The words of a document's clauses, for finding clauses by a few letters: made once, then kept."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from knowledge.language.normalize import clean
from knowledge.language.tokens import tokenize
from knowledge.storage.kept import Held

PART: Final = "words"
"""Under which it is kept."""
Row = dict[int, tuple[float, frozenset[str]]]


class WordIndex:
    """Which clauses have which words.

    Args:
        running: for each clause its texts without accents, a space between and before the words.
        words: the words without accents, sorted.
        starts: int64, where each word begins in the following; one more entry than words.
        clauses: int32, the clauses that have it.
        weights: float64, how much it counts there.
        forms: how it is written there, a space between.
    """

    def __init__(
        self,
        running: Sequence[str],
        words: Sequence[str],
        starts: NDArray[np.int64],
        clauses: NDArray[np.int32],
        weights: NDArray[np.float64],
        forms: Sequence[str],
    ) -> None:
        self.running = running
        self._words = words
        self._starts = starts
        self._clauses = clauses
        self._weights = weights
        self._forms = forms
        self._rows: dict[int, Row] = {}

    @classmethod
    def build(cls, texts: Iterable[Iterable[tuple[float, str, bool]]]) -> "WordIndex":
        """Index clauses.

        Args:
            texts: for each clause, in order, texts that stand for it, how much their words count, and whether
                words side by side in it are looked for too.
        """
        running: list[str] = []
        found: dict[str, dict[int, tuple[float, set[str]]]] = {}
        for at, of_clause in enumerate(texts):
            lines: list[str] = []
            for weight, text, in_order in of_clause:
                tokens = tokenize(clean(text))
                if in_order:
                    lines.append(" " + " ".join(token.folded for token in tokens))
                for token in tokens:
                    of_word = found.setdefault(token.folded, {})
                    before, forms = of_word.get(at, (0.0, set()))
                    forms.add(token.text)
                    of_word[at] = (max(before, weight), forms)
            running.append(" | ".join(lines))
        words = sorted(found)
        rows = [found[word] for word in words]
        starts = np.zeros(len(words) + 1, dtype=np.int64)
        np.cumsum([len(row) for row in rows], out=starts[1:])
        return cls(
            running,
            words,
            starts,
            np.array([at for row in rows for at in row], dtype=np.int32),
            np.array([weight for row in rows for weight, _ in row.values()], dtype=np.float64),
            [" ".join(sorted(forms)) for row in rows for _, forms in row.values()],
        )

    def rows(self, word: str, begun: bool) -> Iterator[tuple[Row, bool]]:
        """Iterate over the words that ``word`` is, or begins.

        Args:
            word: without accents.
            begun: whether it may be the beginning of a word only.

        Yields:
            By the place of each clause that has it how much it counts and how it is written; and whether it is
            the whole word.
        """
        at = bisect_left(self._words, word)
        while at < len(self._words) and self._words[at].startswith(word):
            exact = self._words[at] == word
            if exact or begun:
                yield self._row(at), exact
            if not begun:
                return
            at += 1

    def _row(self, at: int) -> Row:
        found = self._rows.get(at)
        if found is None:
            span = slice(int(self._starts[at]), int(self._starts[at + 1]))
            found = self._rows[at] = {
                clause: (weight, frozenset(forms.split()))
                for clause, weight, forms in zip(
                    self._clauses[span].tolist(),
                    self._weights[span].tolist(),
                    self._forms[span],
                    strict=True,
                )
            }
        return found

    def held(self) -> Held:
        """Return it as it is kept."""
        texts = {"running": self.running, "words": self._words, "forms": self._forms}
        arrays: dict[str, NDArray[Any]] = {
            "starts": self._starts,
            "clauses": self._clauses,
            "weights": self._weights,
        }
        return Held(texts, arrays)

    @classmethod
    def from_held(cls, held: Held) -> "WordIndex":
        """Read what ``held`` gave.

        Raises:
            KeyError: it is something else.
        """
        texts, arrays = held.texts, held.arrays
        return cls(
            texts["running"],
            texts["words"],
            arrays["starts"],
            arrays["clauses"],
            arrays["weights"],
            texts["forms"],
        )
