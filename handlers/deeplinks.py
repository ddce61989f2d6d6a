"""Deep links: ``t.me/<bot>?start=II-2-10`` opens a clause of the bundled document, ``_3_II-2-8`` one of another.

A payload may hold ``A-Z a-z 0-9 _ -`` only. In it "." is "-", "/" is "_", and any other letter of a ref is
"_-", its code point in hexadecimal, "-". A ref never has two separators side by side, so "_-" is free and
the coding is one to one. A clause of another document has "_", the key of the document and "_" in front: a ref
never begins with a separator, so no bare ref begins with "_" and a digit, nor with "go-" and "moi-".
"""

import re
from typing import Final
from urllib.parse import quote

PAYLOAD_LIMIT: Final = 64
COMMAND_PREFIX: Final = "go-"
"""A payload that runs a private command instead of opening a clause: a ref never begins so."""
INVITATION_PREFIX: Final = "moi-"
"""A payload that is an invitation: what follows is its token."""

Address = tuple[int, str]
"""The key of a document, 0 for the bundled one, and the ref of a clause in it."""

_REF: Final = re.compile(r"[^\W_]+(?:[./][^\W_]+)*")
_PAYLOAD: Final = re.compile(r"_-([0-9a-f]{2,6})-|([A-Za-z0-9])|(-)|(_)")
_OF_DOCUMENT: Final = re.compile(r"_([1-9][0-9]{0,17})_")


def is_ref(text: str) -> bool:
    """Tell whether ``text`` has the shape of a ref; the resolution may still lack it."""
    return _REF.fullmatch(text) is not None


def encode(ref: str, document: int = 0) -> str:
    """Return the payload for a clause.

    Args:
        ref: its ref.
        document: the key of its document, 0 for the bundled one.

    Raises:
        ValueError: the ref has no such shape, or its payload would be too long.
    """
    if not is_ref(ref):
        raise ValueError(f"not a ref: {ref!r}")
    payload = "".join(_encoded(letter) for letter in ref)
    payload = f"_{document}_{payload}" if document else payload
    if len(payload) > PAYLOAD_LIMIT:
        raise ValueError(f"payload too long: {payload!r}")
    return payload


def decode(payload: str) -> Address | None:
    """Return the clause of a payload, None for one that ``encode`` does not make."""
    document = 0
    prefix = _OF_DOCUMENT.match(payload)
    at = prefix.end() if prefix else 0
    if prefix:
        document = int(prefix[1])
    ref = ""
    while at < len(payload):
        match = _PAYLOAD.match(payload, at)
        if match is None:
            return None
        code, plain, dot, _ = match.groups()
        if code:
            if int(code, 16) > 0x10FFFF:
                return None
            ref += chr(int(code, 16))
        else:
            ref += plain or ("." if dot else "/")
        at = match.end()
    if len(payload) > PAYLOAD_LIMIT or not is_ref(ref):
        return None
    return (document, ref) if encode(ref, document) == payload else None


def can_link(ref: str, document: int = 0) -> bool:
    """Tell whether a clause has a link: its payload is not too long."""
    try:
        encode(ref, document)
    except ValueError:
        return False
    return True


def clause_link(username: str, ref: str, document: int = 0) -> str:
    """Return the link that opens a clause in the bot."""
    return f"https://t.me/{username}?start={encode(ref, document)}"


def command_link(username: str, command: str) -> str:
    """Return the link that runs a command in a private chat with the bot."""
    return f"https://t.me/{username}?start={COMMAND_PREFIX}{command}"


def share_link(link: str, text: str) -> str:
    """Return the link with which Telegram asks where to share ``link`` and ``text``."""
    return f"https://t.me/share/url?url={quote(link, safe='')}&text={quote(text, safe='')}"


def address_in_link(link: str) -> Address | None:
    """Return the clause that a link made by ``clause_link`` or ``share_link`` opens, None for none."""
    match = re.search(r"(?:\?|%3F)start(?:=|%3D)([A-Za-z0-9_-]+)", link)
    return decode(match[1]) if match else None


def _encoded(letter: str) -> str:
    if letter == ".":
        return "-"
    if letter == "/":
        return "_"
    if letter.isascii():
        return letter
    return f"_-{ord(letter):02x}-"
