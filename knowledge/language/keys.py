"""Names and numbers in a form to compare: letters and digits alone, small, without accents."""

import re
from typing import Final

from knowledge.language.normalize import fold

_WORD: Final = re.compile(r"[a-z0-9]+")


def plain_key(text: str) -> str:
    """Return a number or name without regard to case, accents, spaces and signs.

    >>> plain_key("07-NQ/ĐU") == plain_key("07 nq/đu")
    True
    """
    return "".join(_WORD.findall(fold(text.lower())))
