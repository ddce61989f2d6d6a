"""The automatic numbering of a Word document, as the text Word would print before each paragraph."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from knowledge.resolution.numbering import roman_numeral

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MAX_LEVELS: Final = 9
_BULLET: Final = "-"
_ORDINAL_WORDS: Final = (
    "Một", "Hai", "Ba", "Bốn", "Năm", "Sáu", "Bảy", "Tám", "Chín", "Mười",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ListLevel:
    """One level of a list: where it starts, how it counts, what it prints ("%1.%2.")."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    restart: int = -1
    legal: bool = False
    style: str = ""


@dataclass(slots=True)
class _Counter:
    values: list[int | None] = field(default_factory=lambda: [None] * _MAX_LEVELS)


class WordNumbering:
    """Counts the paragraphs of each list in reading order.

    Args:
        numbering: the root of numbering.xml, None where the document has none.
    """

    def __init__(self, numbering: etree._Element | None) -> None:
        self._levels: dict[str, dict[int, ListLevel]] = {}  # by numId
        self._abstract: dict[str, str] = {}  # numId -> counter shared by lists of one definition
        self._starts: dict[tuple[str, int], int] = {}
        self._by_style: dict[str, tuple[str, int]] = {}
        self._counters: dict[str, _Counter] = {}
        self._seen: set[str] = set()
        if numbering is not None:
            self._load(numbering)

    def label(self, list_id: str, level: int) -> str:
        """Count one paragraph of a list and return what is printed before it, "" for nothing."""
        levels = self._levels.get(list_id)
        if levels is None or not 0 <= level < _MAX_LEVELS or level not in levels:
            return ""
        form = levels[level]
        if form.form == "bullet":
            return _BULLET
        counter = self._count(list_id, level, levels)
        return _print(form, levels, counter.values)

    def of_style(self, style: str) -> tuple[str, int] | None:
        """Return the list and level that a paragraph style is linked to in the list's definition."""
        return self._by_style.get(style)

    def _count(self, list_id: str, level: int, levels: Mapping[int, ListLevel]) -> _Counter:
        key = self._abstract[list_id]
        counter = self._counters.setdefault(key, _Counter())
        if list_id not in self._seen:
            self._seen.add(list_id)
            for (other, at), _ in self._starts.items():
                if other == list_id:
                    counter.values[at] = None
        start = self._starts.get((list_id, level), levels[level].start)
        value = counter.values[level]
        counter.values[level] = start if value is None else value + 1
        for above in range(level):
            if counter.values[above] is None:
                counter.values[above] = levels[above].start if above in levels else 1
        for below in range(level + 1, _MAX_LEVELS):
            restart = levels[below].restart if below in levels else -1
            if restart != 0 and (restart < 0 or level < restart):
                counter.values[below] = None
        return counter

    def _load(self, root: etree._Element) -> None:
        definitions: dict[str, dict[int, ListLevel]] = {}
        links: dict[str, str] = {}
        named: dict[str, str] = {}
        for abstract in root.iterfind(f"{W}abstractNum"):
            key = abstract.get(f"{W}abstractNumId", "")
            definitions[key] = {
                at: level for at, level in map(_level, abstract.iterfind(f"{W}lvl")) if level
            }
            if link := _value(abstract, "numStyleLink"):
                links[key] = link
            if name := _value(abstract, "styleLink"):
                named[name] = key
        for num in root.iterfind(f"{W}num"):
            list_id = num.get(f"{W}numId", "")
            key = _value(num, "abstractNumId")
            if not definitions.get(key) and links.get(key) in named:
                key = named[links[key]]
            levels = dict(definitions.get(key, {}))
            own = False
            for override in num.iterfind(f"{W}lvlOverride"):
                at = _number(override.get(f"{W}ilvl"), -1)
                for element in override.iterfind(f"{W}lvl"):
                    _, changed = _level(element)
                    if changed and 0 <= at < _MAX_LEVELS:
                        levels[at] = changed
                        own = True
                start = _value(override, "startOverride")
                if start:
                    self._starts[(list_id, at)] = _number(start, 1)
            self._levels[list_id] = levels
            self._abstract[list_id] = f"num {list_id}" if own else f"abstract {key}"
            for at, level in levels.items():
                if level.style:
                    self._by_style.setdefault(level.style, (list_id, at))


def _level(element: etree._Element) -> tuple[int, ListLevel | None]:
    at = _number(element.get(f"{W}ilvl"), -1)
    if not 0 <= at < _MAX_LEVELS:
        return at, None
    return at, ListLevel(
        start=_number(_value(element, "start"), 1),
        form=_value(element, "numFmt") or "decimal",
        text=_value(element, "lvlText"),
        restart=_number(_value(element, "lvlRestart"), -1),
        legal=element.find(f"{W}isLgl") is not None,
        style=_value(element, "pStyle"),
    )


def _print(level: ListLevel, levels: Mapping[int, ListLevel], values: list[int | None]) -> str:
    printed = level.text
    for at in range(_MAX_LEVELS):
        mark = f"%{at + 1}"
        if mark in printed:
            form = "decimal" if level.legal or at not in levels else levels[at].form
            printed = printed.replace(mark, write_number(values[at] or 0, form))
    return printed.strip()


def write_number(value: int, form: str) -> str:
    """Write a number in one of Word's formats ("lowerLetter", "upperRoman", ...)."""
    if form in ("lowerLetter", "upperLetter"):
        size, place = divmod(max(value, 1) - 1, 26)
        letters = chr(ord("a") + place) * min(size + 1, 20)
        return letters if form == "lowerLetter" else letters.upper()
    if form in ("lowerRoman", "upperRoman"):
        roman = roman_numeral(value) or str(value)
        return roman if form == "upperRoman" else roman.lower()
    if form == "decimalZero":
        return f"{value:02d}"
    if form == "none":
        return ""
    if form == "vietnameseCounting" and 1 <= value <= len(_ORDINAL_WORDS):
        return _ORDINAL_WORDS[value - 1]
    return str(value)


def _value(element: etree._Element, name: str) -> str:
    child = element.find(f"{W}{name}")
    return (child.get(f"{W}val") or "") if child is not None else ""


def _number(text: str | None, default: int) -> int:
    try:
        return max(-1, min(int(text or default), 1_000_000))
    except ValueError:
        return default
