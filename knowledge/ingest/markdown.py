"""Markdown as document converters write it: headings, emphasis, escapes, pipe tables, wrapped lines."""

import html
import re
from typing import Final

from knowledge.ingest.encodings import decode
from knowledge.ingest.plain import starts_block
from knowledge.ingest.source import SourceText, normalise, row_line

_HEADING: Final = re.compile(r"#{1,6}\s+(?P<text>.*?)\s*#*")
_RULE: Final = re.compile(r"(?:[-=_*]\s*){3,}")
_LIST: Final = re.compile(r"[-*+]\s+(?P<text>\S.*)")
_QUOTE: Final = re.compile(r"(?:>\s?)+")
_BARS: Final = re.compile(r"(?<!\\)\|")
_RULE_ROW: Final = re.compile(r"[\s|:\-–—=+]+")
_ESCAPE: Final = re.compile(r"\\([!-/:-@\[-`{-~])")
_LINK: Final = re.compile(r"!?\[([^\[\]]{0,500})\]\([^()\s]{0,1000}\)")
_TAG: Final = re.compile(
    r"</?(?:p|div|span|b|i|u|em|strong|sup|sub|table|tr|td|th|tbody|thead|center|font|a|img|h[1-6]|ul|ol|li)"
    r"(?:\s[^<>]{0,500})?/?>|<!--[^<>]{0,2000}-->",
    re.IGNORECASE,
)
_BREAK: Final = re.compile(r"<br\s*/?>", re.IGNORECASE)
_STARS: Final = re.compile(r"(?<!\\)\*+(?!\s)|(?<![\\\s])\*+")
_UNDERSCORES: Final = re.compile(r"(?<![\w\\])_{1,2}(?=\S)([^_]{1,500})(?<=\S)_{1,2}(?!\w)")
_ENDS: Final = ".;:!?…,"


def read_markdown(data: bytes) -> SourceText:
    """Read a .md file."""
    raw, encoding = decode(data)
    return SourceText(markdown_to_text(normalise(raw)), "md", encoding)


def markdown_to_text(text: str) -> str:
    """Return the words of a Markdown document, one paragraph, list item or table row a line."""
    writer = _Writer()
    for line in _BREAK.sub("  \n", text).split("\n"):
        writer.line(line)
    return writer.done()


class _Writer:
    def __init__(self) -> None:
        self._out: list[str] = []
        self._held: list[str] = []
        self._in_table = False

    def line(self, line: str) -> None:
        """Take the next line of the document."""
        text = _QUOTE.sub("", line.strip(), count=1) if line.lstrip()[:1] == ">" else line.strip()
        if not text or text == "|":
            self._flush()
            self._in_table = False
        elif text[0] == "|" and len(_BARS.findall(text)) > 2:
            self._row(text)
        elif _RULE.fullmatch(text):
            self._flush()
        elif heading := _HEADING.fullmatch(text):
            self._flush()
            self._held.append(inline(heading["text"]))
            self._flush()
        elif item := _LIST.fullmatch(text):
            self._flush()
            self._held.append("- " + inline(item["text"]))
        else:
            self._paragraph(text, hard=line.endswith(("  ", "\\")))

    def done(self) -> str:
        """Return the text."""
        self._flush()
        return "\n".join(self._out) + "\n"

    def _paragraph(self, text: str, *, hard: bool) -> None:
        words = inline(text[:-1] if text.endswith("\\") else text)
        if self._held:
            before = self._held[-1]
            starts = starts_block(words) and before[-1:] in _ENDS
            if starts or (before.isupper() and not words.isupper()):
                self._flush()
        if words:
            self._held.append(words)
        if hard:
            self._flush(blank=False)

    def _row(self, text: str) -> None:
        self._flush()
        if _RULE_ROW.fullmatch(text):
            return
        if not self._in_table and self._out and self._out[-1]:
            self._out.append("")
        self._in_table = True
        cells = _BARS.split(text)[1:]
        if cells and not cells[-1].strip():
            cells.pop()
        self._out.append(row_line([inline(cell) for cell in cells]))

    def _flush(self, *, blank: bool = True) -> None:
        if not self._held:
            return
        if self._in_table:
            self._out.append("")
            self._in_table = False
        self._out.append(" ".join(self._held))
        self._held = []
        if blank:
            self._out.append("")


def inline(text: str) -> str:
    """Return the words of a piece of Markdown, without emphasis, links, tags and escapes."""
    text = _TAG.sub("", _LINK.sub(r"\1", text))
    if "*" in text:
        text = _STARS.sub("", text)
    if "_" in text:
        text = _UNDERSCORES.sub(r"\1", text)
    text = _ESCAPE.sub(r"\1", html.unescape(text) if "&" in text else text)
    return " ".join(text.split())
