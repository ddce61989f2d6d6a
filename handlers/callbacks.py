"""What the buttons say: short strings that need no store and outlive restarts and new versions.

``verb:argument[:argument]``, at most 64 bytes. They come from outside and may be forged or from a version long
gone, so whatever does not fit the table below exactly is read as nothing.

An argument that means something only within a document may have the key of the document and "~" in front:
``q:3~II.2.8``. Without it, it is of the bundled document, as it was before there were others.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from telegram.constants import InlineKeyboardButtonLimit

from handlers.deeplinks import is_ref

LIMIT: Final = int(InlineKeyboardButtonLimit.MAX_CALLBACK_DATA)


class Verb(StrEnum):
    """What a tap asks for; the value is what stands in the button, so it never changes."""

    VERBATIM = "q"  # ref
    RELATED = "r"  # ref
    STATUS = "s"  # ref
    WRONG = "w"  # ref or "-", offset
    OPEN = "o"  # ref
    ASK = "a"  # a question
    TARGETS = "t"  # page
    TREE = "m"  # ref or "-", page
    BODIES = "b"  # page
    BODY = "d"  # key, page
    FIND = "f"  # page
    MENU = "n"  # the name of a list
    MISSES = "k"  # page
    MISS = "km"  # key
    TEACH = "kt"  # key, ref
    TEACH_PROMPT = "kp"  # key
    WORD_PROMPT = "kw"
    FORGET = "kf"  # key
    TAUGHT = "kl"  # page
    UNDO = "ku"  # number
    CANCEL = "x"
    ROSTER = "p"  # step, person, choice
    UNITS = "u"  # step, unit or page, -
    INVITE = "i"  # step, draft, choice
    ASSIGN = "g"  # step, draft, choice
    ASSIGN_CLAUSE = "gr"  # ref
    REPORT = "c"  # step, draft or report, choice
    REPORT_CLAUSE = "cr"  # ref
    HISTORY = "h"  # step, report, -
    HISTORY_CLAUSE = "hr"  # ref, page
    WORK = "v"  # step, assignment or page, choice
    WORK_CLAUSE = "vr"  # ref
    OVERVIEW = "z"  # step, -, -
    SHEET = "e"  # step, draft, -
    OWN = "y"  # step, -, -
    AUDIT = "j"  # which lines, page
    INGEST = "l"  # step, draft, choice
    DOCUMENTS = "vb"  # page
    DOCUMENT = "vd"  # step


NO_REF: Final = "-"
_REF_OR_NONE: Final = "ref?"
_STEP: Final = ("name", "whole", "whole")
"""One step of a task with several: its name, what it is about, what was chosen; 0 for none."""
_OF: Final = "@"
"""In front of the one argument of a verb that may say which document it is of."""
_MARK: Final = "~"
_KEY: Final = re.compile(rf"([1-9][0-9]{{0,17}}){_MARK}")
_SHAPES: Final[dict[Verb, tuple[str, ...]]] = {
    Verb.VERBATIM: ("@ref",),
    Verb.RELATED: ("@ref",),
    Verb.STATUS: ("@ref",),
    Verb.WRONG: ("@ref?", "page"),
    Verb.OPEN: ("@ref",),
    Verb.ASK: ("text",),
    Verb.TARGETS: ("@page",),
    Verb.TREE: ("@ref?", "page"),
    Verb.BODIES: ("@page",),
    Verb.BODY: ("@key", "page"),
    Verb.FIND: ("@page",),
    Verb.MENU: ("name",),
    Verb.MISSES: ("page",),
    Verb.MISS: ("key",),
    Verb.TEACH: ("key", "@ref"),
    Verb.TEACH_PROMPT: ("key",),
    Verb.WORD_PROMPT: (),
    Verb.FORGET: ("key",),
    Verb.TAUGHT: ("page",),
    Verb.UNDO: ("number",),
    Verb.CANCEL: (),
    Verb.ROSTER: _STEP,
    Verb.UNITS: _STEP,
    Verb.INVITE: _STEP,
    Verb.ASSIGN: _STEP,
    Verb.ASSIGN_CLAUSE: ("@ref",),
    Verb.REPORT: _STEP,
    Verb.REPORT_CLAUSE: ("@ref",),
    Verb.HISTORY: _STEP,
    Verb.HISTORY_CLAUSE: ("@ref", "page"),
    Verb.WORK: _STEP,
    Verb.WORK_CLAUSE: ("@ref",),
    Verb.OVERVIEW: _STEP,
    Verb.SHEET: _STEP,
    Verb.OWN: _STEP,
    Verb.AUDIT: ("whole", "page"),
    Verb.INGEST: _STEP,
    Verb.DOCUMENTS: ("page",),
    Verb.DOCUMENT: ("@name",),
}
_PATTERNS: Final = {
    "page": re.compile(r"0|[1-9][0-9]{0,3}"),
    "whole": re.compile(r"0|[1-9][0-9]{0,17}"),
    "number": re.compile(r"[1-9][0-9]{0,17}"),
    "key": re.compile(r"[0-9a-f]{12}"),
    "name": re.compile(r"[a-z]{1,16}"),
}


@dataclass(frozen=True, slots=True)
class Tap:
    """A button's data, read: the verb, as many arguments as it takes, and of which document.

    ``document`` is the key of the document, 0 for the bundled one.
    """

    verb: Verb
    arguments: tuple[str, ...] = ()
    document: int = 0

    @property
    def ref(self) -> str:
        """The first argument where it names a clause, "" for none."""
        return "" if self.arguments[0] == NO_REF else self.arguments[0]

    @property
    def page(self) -> int:
        """The last argument as a number."""
        return int(self.arguments[-1])


def data(verb: Verb, *arguments: str | int, document: int = 0) -> str:
    """Return the data for a button.

    Args:
        verb: what it asks for.
        arguments: as many as the verb takes.
        document: the key of the document it is of, 0 for the bundled one.

    Raises:
        ValueError: ``read`` would not take it back, or it is too long.
    """
    text = _said(verb, arguments, document)
    if read(text) is None:
        raise ValueError(f"no button says {text!r}")
    return text


def fits(verb: Verb, *arguments: str | int, document: int = 0) -> bool:
    """Tell whether ``data`` takes these arguments."""
    return read(_said(verb, arguments, document)) is not None


def _said(verb: Verb, arguments: tuple[str | int, ...], document: int) -> str:
    told = [str(argument) for argument in arguments]
    if document:
        at = next((n for n, kind in enumerate(_SHAPES[verb]) if kind.startswith(_OF)), None)
        if at is None or at >= len(told):
            raise ValueError(f"{verb.name} is of no document")
        told[at] = f"{document}{_MARK}{told[at]}"
    return ":".join([verb.value, *told])


def read(text: str | None) -> Tap | None:
    """Read a button's data; None for what no button of this bot says."""
    if not text or len(text.encode("utf-8", "surrogatepass")) > LIMIT:
        return None
    head, _, rest = text.partition(":")
    try:
        verb = Verb(head)
    except ValueError:
        return None
    shape = _SHAPES[verb]
    if shape == ("text",):
        return Tap(verb, (rest,)) if rest.strip() else None
    arguments = tuple(rest.split(":")) if ":" in text else ()
    if len(arguments) != len(shape):
        return None
    document, values = 0, []
    for kind, value in zip(shape, arguments, strict=True):
        key = _KEY.match(value) if kind.startswith(_OF) else None
        if key is not None:
            document, value = int(key[1]), value[key.end() :]
        if not _fits(kind.removeprefix(_OF), value):
            return None
        values.append(value)
    return Tap(verb, tuple(values), document)


def _fits(kind: str, value: str) -> bool:
    if kind == _REF_OR_NONE and value == NO_REF:
        return True
    if kind in ("ref", _REF_OR_NONE):
        return is_ref(value)
    return _PATTERNS[kind].fullmatch(value) is not None
