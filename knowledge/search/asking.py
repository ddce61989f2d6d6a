"""The words that make a sentence a question: they ask, but say nothing about the answer's text."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from knowledge.language.normalize import fold

ASKING: Final = 0.2  # what such a word counts, beside 1 for any other

_PHRASES: Final = (
    "gì", "nào", "ai", "đâu", "sao", "mấy", "hả", "vậy", "thế nào", "như thế nào", "ra sao",
    "vì sao", "tại sao", "làm sao", "bao nhiêu", "bao lâu", "bao giờ", "bao xa", "bao gồm những",
    "khi nào", "lúc nào", "cho biết", "cho hỏi", "xin hỏi", "là gì", "là ai", "là bao nhiêu",
    "những gì", "có phải", "hay không", "phải không", "được không", "như nào",
)  # fmt: skip


_WHEN: Final = frozenset(
    tuple(phrase.split()) for phrase in ("năm nào", "năm bao", "tháng nào", "ngày nào", "bao giờ")
)
_ASKS_WHEN: Final = _WHEN | {(fold(first), fold(second)) for first, second in _WHEN}


def asks_for_a_year(forms: Sequence[str]) -> bool:
    """Tell whether a question wants a date for an answer.

    Args:
        forms: the match forms, accents as typed or restored.
    """
    return not _ASKS_WHEN.isdisjoint(pairwise(forms))


def _by_first() -> dict[str, list[tuple[str, ...]]]:
    table: dict[str, list[tuple[str, ...]]] = {}
    for phrase in sorted(_PHRASES, key=len, reverse=True):
        words = tuple(phrase.split())
        table.setdefault(words[0], []).append(words)
        bare = tuple(map(fold, words))
        if bare != words:
            table.setdefault(bare[0], []).append(bare)
    return table


_BY_FIRST: Final = _by_first()


def asking_weights(forms: Sequence[str]) -> list[float]:
    """Weigh each word of a question: 1, or ``ASKING`` for one that only asks.

    Args:
        forms: the match forms, accents as typed or restored.
    """
    weights = [1.0] * len(forms)
    for at in [at for at, form in enumerate(forms) if form in _BY_FIRST]:
        for words in _BY_FIRST[forms[at]]:
            if tuple(forms[at : at + len(words)]) == words:
                weights[at : at + len(words)] = [ASKING] * len(words)
                break
    return weights
