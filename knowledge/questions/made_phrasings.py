"""Ways to ask for the clauses of a document that comes without everyday phrasings, made from the document itself.

Two kinds, both cheap and always the same for a text:

* what can be asked of any document - who signed it, since when it is in force, what it replaces, whom it goes to -
  from ``knowledge/data/language/front.toml``, tied to the clause that answers it here;
* each clause in the words of the headings above it, each row of a table in the words of its column titles: "a) Trẻ em
  dưới 4 tuổi: 2.5" says only with them that it is a "hệ số trợ cấp xã hội hằng tháng".
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, Final

from knowledge.language.lexicon import read_language_file
from knowledge.language.normalize import fold
from knowledge.questions.nodes import LONG_CLAUSE
from knowledge.resolution.bundle import Phrasing
from knowledge.resolution.metadata import document_type
from knowledge.resolution.model import Clause, Kind, Resolution
from knowledge.resolution.sentences import sentences
from knowledge.resolution.tables import JOINT, told_rows

WHOLE_BELOW: Final = 400
"""A longer clause is told sentence by sentence."""
LONGEST_TITLE: Final = 200
MOST_CITED: Final = 4
SHORT: Final = 160
LONGEST_SUBJECT: Final = 900
_SUBJECT: Final = re.compile(r"(?:Các )?[Đđ]ối tượng\b")
_LISTS: Final = re.compile(r"\b(?:gồm|như sau|sau đây|trường hợp sau)\s*:?$")
_PADDED: Final = re.compile(r"\b0(\d)\b")
_FIGURE: Final = re.compile(r"\d+")
_OWN_ARTICLES: Final = re.compile(
    r"Điều:? (?P<numbers>\d+(?:(?:, | và )\d+)*)(?: của)? (?:Nghị quyết|Quyết định|Nghị định|Quy định|Quy chế|Thông tư|Luật) này"
)
_FRONT: Final = (
    Kind.HEADER,
    Kind.PREAMBLE,
    Kind.CLOSING,
    Kind.RECIPIENTS,
    Kind.RECIPIENT,
    Kind.SIGNATURE,
)


def all_phrasings(resolution: Resolution, written: Iterable[Phrasing]) -> list[Phrasing]:
    """Return the ways to ask for the clauses of a document: those written for it, or made; what any is asked in both cases."""
    known = list(written)
    return [*known, *front_phrasings(resolution)] if known else made_phrasings(resolution)


def made_phrasings(resolution: Resolution) -> list[Phrasing]:
    """Return the ways to ask for the clauses of ``resolution``, in an order that never changes."""
    return [*front_phrasings(resolution), *_in_context(resolution)]


# -- what can be asked of any document -----------------------------------------------------------


@cache
def _questions() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = read_language_file("front")["asked"]
    return rows


def front_phrasings(resolution: Resolution) -> Iterator[Phrasing]:
    """Iterate over what can be asked of any document, tied to the clauses that answer it in this one."""
    kind = document_type(resolution.number).lower()
    for row in _questions():
        clause = _answering(resolution, row)
        if clause is not None:
            for text in row["texts"]:
                yield Phrasing(clause.ref, text.format(type=kind))


def _answering(resolution: Resolution, row: dict[str, Any]) -> Clause | None:
    """The first clause of the first kind that says what a row wants; None where the document doesn't."""
    says = re.compile(_wanted(resolution, row)) if "says" in row or "gives" in row else None
    for kinds in row["kinds"]:
        for clause in resolution.clauses:
            if kinds != "any" and clause.kind.value != kinds:
                continue
            words = fold(clause.text.lower())
            if says is None or says.search(" ".join(words.split())):
                return clause
    return None


def _wanted(resolution: Resolution, row: dict[str, Any]) -> str:
    """The pattern of what a clause has to say: as the row has it, or what the metadata give."""
    issued = resolution.metadata.issued
    if row.get("gives") == "date":
        if issued is None:
            return r"(?!)"
        day, month, year = issued.day, issued.month, issued.year
        return rf"\b0?{day}(?:/| thang )0?{month}(?:/| nam ){year}\b"
    if row.get("gives") == "issuer":
        issuer = " ".join(fold(resolution.metadata.issuer.lower()).split())
        return re.escape(issuer) if issuer else r"(?!)"
    return str(row["says"])


# -- clauses in the words of what stands above them ----------------------------------------------


def _in_context(resolution: Resolution) -> Iterator[Phrasing]:
    rows = told_rows(resolution)
    for clause in resolution.clauses:
        if clause.kind in _FRONT or (clause.joint == "\n" and clause.parent is None):
            continue
        above = titles_above(resolution, clause)
        if clause.ref in rows:
            yield Phrasing(clause.ref, " ".join([*above, rows[clause.ref]]))
        elif clause.joint == JOINT or not above:
            continue
        elif len(clause.text) < WHOLE_BELOW:
            yield Phrasing(clause.ref, _plain(" ".join([*above, clause.body])))
        else:
            yield from _by_sentence(clause, above)
        subject = _subject(resolution, clause)
        if subject:
            yield Phrasing(clause.ref, _plain(" ".join([*above, subject, clause.body])))
        for article in _cited_articles(resolution, clause):
            yield Phrasing(clause.ref, f"{clause.body[:WHOLE_BELOW]} {article.body}")


def _subject(resolution: Resolution, clause: Clause) -> str:
    """Whom what a short clause sets is for, told in the clause before it: "1. Đối tượng hưởng: ...", "2. Hệ số: 1.5"."""
    if len(clause.body) > SHORT or not any(map(str.isdigit, clause.body)):
        return ""
    under: Clause | None = clause
    while under is not None and under.parent:
        siblings = resolution.children.get(under.parent, ())
        first = siblings[0] if siblings else under
        cases = resolution.children.get(first.ref, ())
        names = _SUBJECT.match(first.body) or (cases and _LISTS.search(first.body))
        if first.ref == under.ref or not names:
            under = resolution.by_ref.get(under.parent)
            continue
        told = [first.body, *(child.body for child in cases)]
        return " ".join(told)[:LONGEST_SUBJECT]
    return ""


def _by_sentence(clause: Clause, above: list[str]) -> Iterator[Phrasing]:
    long = len(clause.text) >= LONG_CLAUSE
    for span in sentences(clause.text):
        sentence = clause.text[span.start : span.end]
        if clause.text.find(sentence) != span.start:
            continue
        yield Phrasing(clause.ref, " ".join([*above, sentence]), sentence)
    if not long:
        yield Phrasing(clause.ref, " ".join(above))


def _plain(text: str) -> str:
    """Figures as people type them: "04 tuổi" is "4 tuổi"."""
    return _PADDED.sub(r"\1", text)


def _cited_articles(resolution: Resolution, clause: Clause) -> list[Clause]:
    """The Điều of the same document that a clause names: "các đối tượng tại Điều 6 của Nghị quyết này" are those of Điều 6."""
    found: list[Clause] = []
    for match in _OWN_ARTICLES.finditer(clause.text):
        for number in _FIGURE.findall(match["numbers"]):
            article = resolution.by_ref.get(f"D{number}")
            if article is not None and not clause.ref.startswith(article.ref + "."):
                found.append(article)
    return found[:MOST_CITED]


def titles_above(resolution: Resolution, clause: Clause) -> list[str]:
    """Return the words of the headings over a clause, the topmost first, those of attachments left out."""
    found: list[str] = []
    above = resolution.by_ref.get(clause.parent or "")
    while above is not None:
        table_head = above.joint == JOINT and above.kind is not Kind.HEADING
        if above.joint != "\n" and not table_head and len(above.body) <= 2 * LONGEST_TITLE:
            found.append(above.body[:LONGEST_TITLE])
        above = resolution.by_ref.get(above.parent or "")
    return found[::-1]
