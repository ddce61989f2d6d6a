"""Which target or task a person means: "10", "12b", "3.2.1/4", "chợ Trịnh Xá"."""

from typing import Final

from knowledge.errors import InvalidInputError
from knowledge.language.normalize import fold
from knowledge.lookup import Lookup
from knowledge.resolution.model import Clause, Kind

REPORTABLE: Final = (Kind.TARGET, Kind.TASK)


def addressed(lookup: Lookup, words: str, kinds: tuple[Kind, ...] = REPORTABLE) -> list[str]:
    """Return the refs that an address names: "10", "chỉ tiêu 10", "3.2.1/4"; [] for other words."""
    words = words.strip()
    number = words.lower().removeprefix("chỉ tiêu").removeprefix("chi tieu").strip(" ()")
    targets = [one.ref for one in lookup.targets if one.ref.rsplit(".", 1)[-1] == number]
    if targets and Kind.TARGET in kinds:
        return targets
    tail = f".{number.upper()}"
    ending = [one.ref for one in _of(lookup, kinds) if one.ref.upper().endswith(tail)]
    if len(ending) == 1 and "/" in number:
        return ending
    return [ref for ref in lookup.resolve(words) if _kind(lookup, ref) in kinds]


def meant(lookup: Lookup, words: str, kinds: tuple[Kind, ...] = REPORTABLE) -> list[str]:
    """Return the refs that some words may mean, likeliest first; one where they are an address.

    Args:
        lookup: finds the clauses of the document.
        words: an address, a number of a target, or words of a clause.
        kinds: what it may be.
    """
    at_address = addressed(lookup, words, kinds)
    if at_address:
        return at_address
    found = [ref for ref in lookup.find(words) if _kind(lookup, ref) in kinds]
    return found or [ref for ref in lookup.candidates(words) if _kind(lookup, ref) in kinds]


def only(lookup: Lookup, words: str, unclear: str, kinds: tuple[Kind, ...] = REPORTABLE) -> str:
    """Return the one ref that some words mean.

    Raises:
        InvalidInputError: they mean none or several; the message is ``unclear``.
    """
    found = meant(lookup, words, kinds)
    if len(found) == 1:
        return found[0]
    exact = [ref for ref in found if fold(words) in fold(lookup.choice(ref).label)]
    if len(exact) == 1:
        return exact[0]
    raise InvalidInputError(unclear.format(words=words[:60]))


def _of(lookup: Lookup, kinds: tuple[Kind, ...]) -> list[Clause]:
    return [one for one in lookup.resolution.clauses if one.kind in kinds]


def _kind(lookup: Lookup, ref: str) -> Kind:
    return lookup.resolution.clause(ref).kind
