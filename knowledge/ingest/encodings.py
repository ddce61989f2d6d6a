"""From the bytes of a text file to its text."""

import codecs
from typing import Final

from knowledge.ingest.legacy import TCVN3, VNI, from_tcvn3, from_vni, undisguise
from knowledge.ingest.syllables import legal_share

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE: Final = 4096
_FEW_FAULTS: Final = 0.01


def decode(data: bytes) -> tuple[str, str]:
    """Return the text of a file and the name of its encoding.

    Tries, in this order: a byte order mark, UTF-16 without one, UTF-8, and of the single-byte encodings
    (Windows-1258, TCVN3, VNI) the one in which most words are Vietnamese syllables. Text that is valid but
    reads as TCVN3 or VNI in disguise is converted. Never fails: bytes that fit nothing become U+FFFD.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _named(data[len(mark) :].decode(encoding, "replace"), encoding)
    wide = _wide(data)
    if wide:
        return _named(data.decode(wide, "replace"), wide)
    try:
        return _named(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _single_byte(data)


def _named(text: str, encoding: str) -> tuple[str, str]:
    text, disguise = undisguise(text)
    return text, disguise or encoding


def _wide(data: bytes) -> str:
    """UTF-16 without a byte order mark: every other byte of Vietnamese text is 0, 1 or 0x1E."""
    sample = data[: _SAMPLE & ~1]
    if len(sample) < 4 or len(data) % 2:
        return ""
    high = {0x00, 0x01, 0x03, 0x1E, 0x20}
    for encoding, offset in (("utf-16-le", 1), ("utf-16-be", 0)):
        bytes_there = sample[offset::2]
        zeros = bytes_there.count(0)
        if zeros * 4 > len(bytes_there) and all(byte in high for byte in bytes_there):
            return encoding
    return ""


def _single_byte(data: bytes) -> tuple[str, str]:
    western = _western(data)
    found = [
        (data.decode("cp1258", "replace"), "windows-1258"),
        (from_tcvn3(western), TCVN3),
        (from_vni(western), VNI),
    ]
    lenient = data.decode("utf-8", "replace")
    if lenient.count("\ufffd") <= _FEW_FAULTS * len(lenient) + 1:
        found.insert(0, (lenient, "utf-8"))
    return max(found, key=lambda item: legal_share(item[0]))


def _western(data: bytes) -> str:
    """Windows-1252, with the five bytes it leaves out as the control characters of Latin-1."""
    return "".join(
        char if char != "\ufffd" else chr(byte)
        for char, byte in zip(data.decode("cp1252", "replace"), data, strict=True)
    )
