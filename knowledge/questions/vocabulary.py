"""The words that a resolution and its data know: what needs no expanding, and what initials may stand for."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from knowledge.language.lexicon import Lexicon
from knowledge.language.normalize import clean
from knowledge.language.tokens import tokenize
from knowledge.resolution.bundle import Phrasing
from knowledge.resolution.model import Resolution


def initials(resolution: Resolution) -> dict[str, list[tuple[str, ...]]]:
    """Return the runs of two to six words in the clauses by their first letters."""
    found: dict[str, dict[tuple[str, ...], None]] = {}
    for clause in resolution.clauses:
        words = [token.text for token in tokenize(clause.text) if not token.is_number]
        for start in range(len(words)):
            for end in range(start + 2, min(start + 6, len(words)) + 1):
                run = tuple(words[start:end])
                found.setdefault("".join(word[0] for word in run), {})[run] = None
    return {letters: list(runs) for letters, runs in found.items()}


def vocabulary(
    resolution: Resolution,
    phrasings: Iterable[Phrasing],
    outside: Iterable[Sequence[str]],
    lexicon: Lexicon,
) -> tuple[set[str], set[str], set[tuple[str, str]]]:
    """Return the bare syllables and accented forms that need no expansion, and pairs side by side."""
    known: set[str] = set()
    accented: set[str] = set()
    pairs: set[tuple[str, str]] = set()
    inside = [*(c.text for c in resolution.clauses), *(p.text for p in phrasings), *lexicon.terms()]
    for text in inside:
        # Short forms are expanded wherever they stand, so none of them is a word of its own.
        tokens = [token for token in tokenize(clean(text)) if not lexicon.expand(token)]
        for first, second in pairwise(tokens):
            pairs.add((first.folded, second.folded))
            pairs.add((first.text, second.text))
        known.update(token.folded for token in tokens)
        accented.update(token.text for token in tokens)
    for text in (text for examples in outside for text in examples):
        for token in tokenize(clean(text)):
            known.add(token.folded)
            accented.add(token.text)
    return known, accented, pairs
