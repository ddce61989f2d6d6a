"""Text files of every encoding, and text in disguise."""

import codecs
import unicodedata
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.ingest.encodings import decode
from knowledge.ingest.legacy import TCVN3, TCVN3_TABLE, VNI, VNI_TABLE, decode_for_font, undisguise
from knowledge.ingest.read import read_document
from knowledge.ingest.syllables import is_syllable, legal_share

TEXT = (
    "Cộng hòa xã hội chủ nghĩa Việt Nam. Độc lập - Tự do - Hạnh phúc. Nghị quyết về nhiệm vụ phát triển kinh tế, "
    "giữ vững quốc phòng; ưu tiên người nghèo ở những thôn đặc biệt khó khăn, đường sá, nước sạch, trường học."
)
TO_TCVN3 = {letter: code for code, letter in TCVN3_TABLE.items()}
TO_VNI = {letter: code for code, letter in VNI_TABLE.items()}


def as_tcvn3(text: str) -> str:
    """Type a text in TCVN3; it has no capitals with a tone."""
    return "".join(TO_TCVN3.get(char, TO_TCVN3.get(char.lower(), char)) for char in text)


def as_vni(text: str) -> str:
    """Type a text in VNI."""
    return "".join(TO_VNI.get(char, char) for char in text)


def as_1258(text: str) -> bytes:
    """Windows-1258 has base letters with circumflex, breve and horn, and the tones as marks of their own."""
    out = []
    for char in text:
        marks = [
            m
            for m in unicodedata.normalize("NFD", char)[1:]
            if m in "\u0300\u0301\u0303\u0309\u0323"
        ]
        base = unicodedata.normalize(
            "NFC", "".join(m for m in unicodedata.normalize("NFD", char) if m not in marks)
        )
        out.append(base + "".join(marks))
    return "".join(out).encode("cp1258")


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (codecs.BOM_UTF8 + TEXT.encode(), "utf-8"),
        (unicodedata.normalize("NFD", TEXT).encode(), "utf-8"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),  # without a byte order mark
        (as_1258(TEXT), "windows-1258"),
        (as_vni(TEXT).encode("cp1252"), VNI),
        (as_vni(TEXT).encode(), VNI),  # VNI letters that someone saved as UTF-8
    ],
)
def test_encoding_is_recognised(data: bytes, encoding: str) -> None:
    source = read_document(data, "nghi-quyet.txt")
    assert source.encoding == encoding
    assert source.text.strip() == TEXT


@pytest.mark.parametrize("data", [as_tcvn3(TEXT).encode("latin-1"), as_tcvn3(TEXT).encode()])
def test_tcvn3_is_recognised(data: bytes) -> None:
    source = read_document(data, "nghi-quyet.txt")
    assert source.encoding == TCVN3
    assert source.text.strip() == TEXT


@pytest.mark.parametrize(
    ("typed", "encoding", "meant"),
    [
        ("Céng hßa x· héi chñ nghÜa ViÖt Nam", TCVN3, "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("§éc lËp - Tù do - H¹nh phóc", TCVN3, "Độc lập - Tự do - Hạnh phúc"),
        ("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", VNI, "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("Ñoäc laäp - Töï do - Haïnh phuùc", VNI, "Độc lập - Tự do - Hạnh phúc"),
        ("Độc lập - Tự do", "", "Độc lập - Tự do"),
        ("Déjà vu à Besançon", "", "Déjà vu à Besançon"),
        ("plain ASCII", "", "plain ASCII"),
    ],
)
def test_undisguise(typed: str, encoding: str, meant: str) -> None:
    assert undisguise(typed) == (meant, encoding)


@pytest.mark.parametrize(
    ("typed", "font", "meant"),
    [
        ("NghÞ quyÕt", ".VnTime", "Nghị quyết"),
        ("nghÞ quyÕt", "ABCDEF+.VnTimeH", "NGHỊ QUYẾT"),
        ("Nghò quyeát", "VNI-Times", "Nghị quyết"),
        ("Nghị quyết", "Times New Roman", "Nghị quyết"),
    ],
)
def test_decode_for_font(typed: str, font: str, meant: str) -> None:
    assert decode_for_font(typed, font) == meant


def test_resolution_survives_every_encoding() -> None:
    text = (files("knowledge") / "data/resolutions/07-NQ-DU/text.txt").read_text(encoding="utf-8")
    for data in (as_vni(text).encode("cp1252"), as_1258(text), text.encode("utf-16")):
        assert read_document(data, "a.txt").text == text
    lower = read_document(as_tcvn3(text).encode("cp1252", "replace"), "a.txt").text
    assert lower.lower() == text.lower()  # TCVN3 has no capitals with a tone


@given(st.binary(max_size=400))
def test_any_bytes_decode(data: bytes) -> None:
    text, encoding = decode(data)
    assert isinstance(text, str)
    assert encoding


@pytest.mark.parametrize(
    "word",
    [
        "nghiệp",
        "quyết",
        "giếng",
        "gì",
        "khuỷu",
        "uyên",
        "thuở",
        "hoạch",
        "ưu",
        "quốc",
        "yêu",
        "gìn",
    ],
)
def test_is_syllable(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["nghiẹpp", "team", "quyểt", "hoàch", "trưc", "ngì", "bcd"])
def test_is_no_syllable(word: str) -> None:
    assert not is_syllable(word)


def test_resolution_is_made_of_syllables() -> None:
    text = (files("knowledge") / "data/resolutions/07-NQ-DU/text.txt").read_text(encoding="utf-8")
    assert legal_share(text, len(text)) > 0.99  # all but abbreviations such as HĐND
