"""The words of a document's clauses as underthesea segments them: made when a document is loaded, then kept."""

from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache
from typing import Final

from knowledge.questions.nodes import Node, text_of
from knowledge.storage.kept import Held, Slot

PART: Final = "segmented"
"""Under which they are kept."""


@lru_cache(maxsize=4096)
def segment(text: str) -> frozenset[str]:
    """Return the words of two syllables or more in ``text``, lower case, as underthesea finds them."""
    from underthesea import word_tokenize  # takes a second to import; most questions do without it

    return frozenset(word.lower() for word in word_tokenize(text) if " " in word)


class SegmentedNodes:
    """Gives the words of nodes: those kept, else segmented one by one when they are asked for.

    Args:
        slot: where they are kept.
        text: gives the words of a node.
    """

    def __init__(self, slot: Slot, text: Callable[[int], str]) -> None:
        self._slot = slot
        self._text = text

    def of(self, node: int) -> frozenset[str]:
        """Return the words of two syllables or more of a node."""
        if node >= len(self._kept):
            return segment(self._text(node))
        return frozenset(filter(None, self._kept[node].split("\n")))

    @cached_property
    def _kept(self) -> Sequence[str]:
        held = self._slot.read(PART)
        words = held.texts.get("words") if held is not None else None
        if words is None:
            return ()
        if isinstance(words, list) and all(isinstance(word, str) for word in words):
            return words
        self._slot.damaged(PART)
        return ()


def keep_segmented(slot: Slot, nodes: Sequence[Node]) -> None:
    """Segment the nodes of a document and keep their words, where that can be done and is not done yet."""
    if slot.folder.folder is None or slot.holds(PART):
        return
    words = ["\n".join(sorted(segment(text_of(node)))) for node in nodes]
    slot.write(PART, Held({"words": words}, {}))
