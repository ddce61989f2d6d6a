"""Deep links: ``t.me/<bot>?start=II-2-10`` opens a clause.

A payload may hold ``A-Z a-z 0-9 _ -`` only. In it "." is "-", "/" is "_", and any other letter of a ref is
"_-", its code point in hexadecimal, "-". A ref never has two separators side by side, so "_-" is free and
the coding is one to one.
"""

import re
from typing import Final
from urllib.parse import quote

PAYLOAD_LIMIT: Final = 64
COMMAND_PREFIX: Final = "go-"
"""A payload that runs a private command instead of opening a clause: a ref never begins so."""
INVITATION_PREFIX: Final = "moi-"
"""A payload that is an invitation: what follows is its token."""

_REF: Final = re.compile(r"[^\W_]+(?:[./][^\W_]+)*")
_PAYLOAD: Final = re.compile(r"_-([0-9a-f]{2,6})-|([A-Za-z0-9])|(-)|(_)")


def is_ref(text: str) -> bool:
    """Tell whether ``text`` has the shape of a ref; the resolution may still lack it."""
    return _REF.fullmatch(text) is not None


def encode_ref(ref: str) -> str:
    """Return the payload for a ref.

    Raises:
        ValueError: the ref has no such shape, or its payload would be too long.
    """
    if not is_ref(ref):
        raise ValueError(f"not a ref: {ref!r}")
    payload = "".join(_encoded(letter) for letter in ref)
    if len(payload) > PAYLOAD_LIMIT:
        raise ValueError(f"payload too long: {payload!r}")
    return payload


def decode_ref(payload: str) -> str | None:
    """Return the ref of a payload, None for one that ``encode_ref`` does not make."""
    ref = ""
    at = 0
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
    return ref if encode_ref(ref) == payload else None


def clause_link(username: str, ref: str) -> str:
    """Return the link that opens a clause in the bot."""
    return f"https://t.me/{username}?start={encode_ref(ref)}"


def command_link(username: str, command: str) -> str:
    """Return the link that runs a command in a private chat with the bot."""
    return f"https://t.me/{username}?start={COMMAND_PREFIX}{command}"


def share_link(link: str, text: str) -> str:
    """Return the link with which Telegram asks where to share ``link`` and ``text``."""
    return f"https://t.me/share/url?url={quote(link, safe='')}&text={quote(text, safe='')}"


def ref_in_link(link: str) -> str | None:
    """Return the ref that a link made by ``clause_link`` or ``share_link`` opens, None for none."""
    match = re.search(r"(?:\?|%3F)start(?:=|%3D)([A-Za-z0-9_-]+)", link)
    return decode_ref(match[1]) if match else None


def _encoded(letter: str) -> str:
    if letter == ".":
        return "-"
    if letter == "/":
        return "_"
    if letter.isascii():
        return letter
    return f"_-{ord(letter):02x}-"
