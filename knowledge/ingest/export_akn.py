"""A document as Akoma Ntoso 3.0 (OASIS LegalDocML), the XML that law libraries exchange.

Every clause is one element: ``wId`` is its ref, ``class`` its kind, ``eId`` its place in the naming convention of
the standard ("art_5__para_2__point_b"). The printed number is ``num``, the words are ``heading`` where clauses
stand under it, else ``content``. Elements are chosen by what the number is called: Phần part, Chương chapter,
Mục section, Điều article, khoản paragraph, điểm point; all others are ``hcontainer`` with a name.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final
from xml.etree import ElementTree as Tree
from xml.sax.saxutils import escape, quoteattr

from knowledge.errors import DataFileError
from knowledge.ingest.export_json import built
from knowledge.language.normalize import fold
from knowledge.resolution.model import Clause, Kind, Metadata, Resolution
from knowledge.resolution.numbering import Level, read_numbering
from knowledge.resolution.tables import JOINT

NAMESPACE: Final = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
_N: Final = f"{{{NAMESPACE}}}"
_ELEMENTS: Final = {
    Level.PART: ("part", "part"),
    Level.CHAPTER: ("chapter", "chp"),
    Level.SECTION: ("section", "sec"),
    Level.SUBSECTION: ("subsection", "subsec"),
    Level.LETTERED: ("title", "title"),
    Level.ROMAN: ("section", "sec"),
    Level.ARTICLE: ("article", "art"),
    Level.ITEM: ("paragraph", "para"),
    Level.DOTTED: ("subparagraph", "subpara"),
    Level.DOTTED_DEEP: ("subparagraph", "subpara"),
    Level.POINT: ("point", "point"),
    Level.LETTER: ("point", "point"),
}
_OTHER: Final = "hcontainer"
_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NOT_ID: Final = re.compile(r"[^A-Za-z0-9.]+")
_PREFACE: Final = (Kind.HEADER,)
_CONCLUSIONS: Final = (Kind.CLOSING, Kind.RECIPIENTS, Kind.RECIPIENT, Kind.SIGNATURE)
_UNKNOWN_DATE: Final = date(1, 1, 1)


def to_akn(resolution: Resolution) -> str:
    """Return a document as the text of an Akoma Ntoso XML file, in UTF-8 once encoded."""
    return "".join(_Writer(resolution).parts())


class _Writer:
    def __init__(self, resolution: Resolution) -> None:
        self._resolution = resolution
        self._ids: set[str] = set()
        self._eids: dict[str, str] = {}
        main = [c for c in resolution.clauses if self._place(c) == "body"]
        self._roots = [c for c in main if c.parent is None]

    @staticmethod
    def _place(clause: Clause) -> str:
        attached = clause.ref[:1] in "KP" and not clause.ref.startswith("P1")
        if attached and "." in clause.ref:
            return "body"
        if clause.kind in _PREFACE:
            return "preface"
        if clause.kind is Kind.PREAMBLE and not attached:
            return "preamble"
        return "conclusions" if clause.kind in _CONCLUSIONS else "body"

    def parts(self) -> Iterator[str]:
        clauses = self._resolution.clauses
        yield '<?xml version="1.0" encoding="UTF-8"?>\n'
        yield f'<akomaNtoso xmlns="{NAMESPACE}">\n<doc name="resolution">\n'
        yield from _meta(self._resolution.metadata)
        yield from self._blocks("preface", [c for c in clauses if self._place(c) == "preface"])
        yield from self._blocks("preamble", [c for c in clauses if self._place(c) == "preamble"])
        yield "<mainBody>\n"
        for clause in self._roots:
            yield from self._element(clause)
        if not self._roots:
            yield "<p/>\n"
        yield "</mainBody>\n"
        yield from self._blocks(
            "conclusions", [c for c in clauses if self._place(c) == "conclusions"]
        )
        yield "</doc>\n</akomaNtoso>\n"

    def _blocks(self, name: str, clauses: list[Clause]) -> Iterator[str]:
        if not clauses:
            return
        yield f"<{name}>\n"
        for clause in clauses:
            number = _attribute("title", clause.marker) if clause.marker else ""
            yield f'<container name="{clause.kind.value}"{self._names(clause, "container")}{number}>\n'
            for line in clause.text.split("\n"):
                yield f"<p>{_text(line)}</p>\n"
            yield "</container>\n"
        yield f"</{name}>\n"

    def _element(self, clause: Clause) -> Iterator[str]:
        """One clause and what stands under it; no recursion, so that depth is no danger."""
        stack: list[tuple[Clause | None, str]] = [(clause, "")]
        while stack:
            current, closing = stack.pop()
            if current is None:
                yield closing
                continue
            element, _ = _element_of(current)
            name = f' name="{_container_name(current)}"' if element == _OTHER else ""
            children = self._children(current)
            yield f"<{element}{name}{self._names(current, element)}>\n"
            yield from _words(current, bool(children))
            stack.append((None, f"</{element}>\n"))
            stack += [(child, "") for child in reversed(children)]

    def _children(self, clause: Clause) -> list[Clause]:
        under = self._resolution.children.get(clause.ref, ())
        return [child for child in under if self._place(child) == "body"]

    def _names(self, clause: Clause, element: str) -> str:
        return (
            _attribute("class", clause.kind.value)
            + _attribute("eId", self._eid(clause, element))
            + _attribute("wId", clause.ref)
        )

    def _eid(self, clause: Clause, element: str) -> str:
        short = _element_of(clause)[1] if element != "container" else "container"
        number = _NOT_ID.sub("-", fold(re.split(r"[./]", clause.ref)[-1])) or "x"
        above = self._eids.get(clause.parent or "", "")
        eid = f"{above}__{short}_{number}" if above else f"{short}_{number}"
        unique, count = eid, 1
        while unique in self._ids:
            count += 1
            unique = f"{eid}-{count}"
        self._ids.add(unique)
        self._eids[clause.ref] = unique
        return unique


def _element_of(clause: Clause) -> tuple[str, str]:
    numbering = read_numbering(clause.text) if clause.marker not in ("", "-") else None
    if numbering is None or clause.joint == JOINT or "/" in clause.ref:
        return _OTHER, "hcontainer"
    return _ELEMENTS.get(numbering.level, (_OTHER, "hcontainer"))


def _container_name(clause: Clause) -> str:
    if clause.joint == JOINT:
        return "row"
    if clause.joint == "\n":
        return "attachment"
    return "bullet" if clause.marker == "-" else "paragraph"


def _words(clause: Clause, has_children: bool) -> Iterator[str]:
    """The printed number and the words; what cannot be put together again exactly stays in one piece."""
    text = clause.text
    marker = clause.marker
    if marker == "-":
        yield "<num>-</num>\n"
    elif marker and text == f"{marker} {clause.body}":
        yield f"<num>{_text(marker)}</num>\n"
        text = clause.body
    elif marker and text == marker and has_children:
        yield f"<num>{_text(marker)}</num>\n"
        text = ""
    elif marker:
        yield f"<num{_attribute('title', marker)}/>\n"
    if has_children:
        if text:
            yield f"<heading>{_text(text).replace(chr(10), '<eol/>')}</heading>\n"
        return
    lines = "".join(f"<p>{_text(line)}</p>\n" for line in text.split("\n"))
    yield f"<content>\n{lines}</content>\n"


def _meta(about: Metadata) -> Iterator[str]:
    issued = (about.issued or _UNKNOWN_DATE).isoformat()
    number = _NOT_ID.sub("-", fold(about.number)).strip("-").lower() or "khong-so"
    work = f"/akn/vn/doc/{issued}/{number}"
    source = "#nghiquyet"
    yield f'<meta>\n<identification source="{source}">\n'
    for level, uri in (
        ("Work", work),
        ("Expression", f"{work}/vie@{issued}"),
        ("Manifestation", f"{work}/vie@{issued}.xml"),
    ):
        yield f"<FRBR{level}>\n<FRBRthis value={quoteattr(uri + '/!main')}/>\n"
        yield f"<FRBRuri value={quoteattr(uri)}/>\n"
        if level == "Work" and about.title:
            yield f'<FRBRalias value={quoteattr(_clean(about.title))} name="title"/>\n'
        yield f'<FRBRdate date="{issued}" name="{"issued" if about.issued else "unknown"}"/>\n'
        yield '<FRBRauthor href="#issuer"/>\n'
        if level == "Work":
            yield '<FRBRcountry value="vn"/>\n'
            if about.number:
                yield f"<FRBRnumber value={quoteattr(_clean(about.number))}/>\n"
        if level == "Expression":
            yield '<FRBRlanguage language="vie"/>\n'
        yield f"</FRBR{level}>\n"
    yield "</identification>\n"
    yield f'<references source="{source}">\n'
    issuer = quoteattr(_clean(about.issuer) or "không rõ")
    yield f'<TLCOrganization eId="issuer" href="/akn/ontology/organization/vn/issuer" showAs={issuer}/>\n'
    yield '<TLCOrganization eId="nghiquyet" href="/akn/ontology/organization/nghiquyet" showAs="nghiquyet"/>\n'
    yield "</references>\n</meta>\n"


def _attribute(name: str, value: str) -> str:
    return f" {name}={quoteattr(_clean(value))}"


def _text(text: str) -> str:
    return escape(_clean(text))


def _clean(text: str) -> str:
    """Without the characters that XML cannot hold."""
    return _NOT_XML.sub("\ufffd", text)


def from_akn(text: str) -> Resolution:
    """Return the document that ``to_akn`` wrote: number, title, date, issuer and clauses.

    Raises:
        DataFileError: the text is no such document.
    """
    if "<!DOCTYPE" in text[:2000]:
        raise DataFileError("Tệp XML có khai báo DOCTYPE nên không được đọc.")
    try:
        root = Tree.fromstring(text)  # noqa: S314 - no DOCTYPE, so no entities to expand
    except Tree.ParseError as error:
        raise DataFileError(f"Tệp XML không đúng ({error}).") from error
    rows: list[tuple[str, Kind, str, str | None, str]] = []
    stack: list[tuple[Tree.Element, str | None]] = [(root, None)]
    while stack:
        element, parent = stack.pop()
        ref = element.get("wId")
        if ref is not None:
            marker, words = _read_words(element)
            above = ref.rsplit("/", 1)[0] if ref.startswith("recipients/") else parent
            rows.append((ref, Kind(element.get("class", "paragraph")), words, above, marker))
            parent = ref
        stack += [(child, parent) for child in reversed(element)]
    return built(_read_meta(root), rows)


def _read_words(element: Tree.Element) -> tuple[str, str]:
    if element.tag == f"{_N}container":
        lines = [paragraph.text or "" for paragraph in element.findall(f"{_N}p")]
        return element.get("title", ""), "\n".join(lines)
    number = element.find(f"{_N}num")
    marker = "" if number is None else (number.get("title") or number.text or "")
    heading, content = element.find(f"{_N}heading"), element.find(f"{_N}content")
    words = ""
    if heading is not None:
        words = (heading.text or "") + "".join(f"\n{eol.tail or ''}" for eol in heading)
    elif content is not None:
        words = "\n".join(paragraph.text or "" for paragraph in content.findall(f"{_N}p"))
    if number is not None and number.text and marker != "-":
        words = f"{marker} {words}" if words else marker
    return marker, words


def _read_meta(root: Tree.Element) -> Metadata:
    work = root.find(f".//{_N}FRBRWork")

    def value(name: str, attribute: str = "value") -> str:
        found = work.find(f"{_N}{name}") if work is not None else None
        return found.get(attribute, "") if found is not None else ""

    issued = value("FRBRdate", "date")
    known = value("FRBRdate", "name") == "issued"
    issuer = root.find(f".//{_N}TLCOrganization[@eId='issuer']")
    return Metadata(
        number=value("FRBRnumber"),
        issued=date.fromisoformat(issued) if known else None,
        issuer=issuer.get("showAs", "") if issuer is not None else "",
        title=value("FRBRalias"),
        period="",
    )
