"""Addresses of clauses as people say them: "mục 3.2 khoản 5", "chỉ tiêu 16", "gạch đầu dòng thứ 4 mục 3.1"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from knowledge.language.normalize import fold
from knowledge.language.numbers import small_number_word
from knowledge.language.tokens import Token
from knowledge.questions.articles import find_article
from knowledge.resolution.model import Clause, Kind, Resolution

_ROMANS: Final = {"i": "I", "ii": "II", "iii": "III", "iv": "IV", "v": "V", "vi": "VI"}
_ORDER: Final = {"nhat": 1, "nhi": 2, "tu": 4}

# What a unit word names: the words of it, longest first, and the kind of step.
_UNITS: Final = (
    (("gạch", "đầu", "dòng"), "bullet"),
    (("đầu", "gạch", "dòng"), "bullet"),
    (("đầu", "dòng"), "bullet"),
    (("chỉ", "tiêu"), "target"),
    (("tiểu", "mục"), "step"),
    (("gạch",), "bullet"),
    (("bullet",), "bullet"),
    (("ý",), "bullet"),
    (("đoạn",), "bullet"),
    (("dòng",), "bullet"),
    (("phần",), "part"),
    (("mục",), "step"),
    (("khoản",), "step"),
    (("điểm",), "step"),
    (("part",), "part"),
    (("section",), "step"),
)
_FIRST_WORDS: Final = {fold(words[0]) for words, _ in _UNITS} | _ROMANS.keys()
_PREFIXES: Final = {"so", "thu", "la", "ma"}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an address: its kind, its number ("II", "3.2", "5"; "last"), its tokens."""

    kind: str
    number: str
    tokens: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Address:
    """An address found in a question.

    Attributes:
        refs: the clauses it may mean, the likeliest first; empty where there is no such clause.
        tokens: the tokens it takes up.
        steps: the steps it was read from.
        nearest: where there is no such clause, the headings it was looked for under.
    """

    refs: tuple[str, ...]
    tokens: frozenset[int]
    steps: tuple[Step, ...] = field(default=())
    nearest: tuple[str, ...] = field(default=())


def find_address(
    tokens: Sequence[Token], resolution: Resolution, text: str = "", near: str = ""
) -> Address | None:
    """Find the address that a question names, None where it names none.

    Args:
        tokens: the tokens of the question.
        resolution: the document.
        text: the text the tokens stand in.
        near: the ref that was spoken of before; "ý thứ 3" alone then means under the same heading.
    """
    if resolution.has_articles:
        article = find_article(tokens, resolution)
        return Address(*article) if article else None
    steps = _steps(tokens, text)
    if not steps:
        return None
    used = frozenset(i for step in steps for i in step.tokens)
    refs, nearest = _resolve(steps, resolution, near)
    if not refs and all(step.kind == "bullet" for step in steps) and not near:
        return None
    return Address(tuple(refs), used, tuple(steps), tuple(nearest))


def _steps(tokens: Sequence[Token], text: str) -> list[Step]:
    steps: list[Step] = []
    at = 0
    while at < len(tokens):
        step = _read_step(tokens, at, text)
        if step is None:
            at += 1
            continue
        steps.append(step)
        at = step.tokens[-1] + 1
    return steps


def _read_step(tokens: Sequence[Token], at: int, text: str) -> Step | None:
    if not tokens[at].is_number and tokens[at].folded not in _FIRST_WORDS:
        return None
    dotted = tokens[at].text
    if re.fullmatch(r"\d{1,2}(?:\.\d{1,2})+", dotted) and dotted.count(".") >= 2:
        return Step("step", dotted, (at,))
    if tokens[at].folded in _ROMANS and at + 1 < len(tokens) and _touching(tokens, at, text):
        number = tokens[at + 1].text
        if re.fullmatch(r"\d{1,2}(?:\.\d{1,2})*", number):
            return Step("path", f"{_ROMANS[tokens[at].folded]}.{number}", (at, at + 1))
    for words, kind in _UNITS:
        end = at + len(words)
        if end > len(tokens) or not all(map(_is_word, tokens[at:end], words)):
            continue
        place = end
        while place < len(tokens) and tokens[place].folded in _PREFIXES and place - end < 2:
            place += 1
        if place >= len(tokens):
            return None
        after = place + 1
        if (
            tokens[place].folded in _ROMANS
            and after < len(tokens)
            and _touching(tokens, place, text)
        ):
            path = f"{_ROMANS[tokens[place].folded]}.{tokens[after].text}"
            return Step("path", path, tuple(range(at, after + 1)))
        said = _read_number(tokens, place, kind, text)
        if said is None:
            return None
        return Step(kind, said, tuple(range(at, place + 1)))
    return None


def _is_word(token: Token, word: str) -> bool:
    """Whether a token is a word, its accents missing or slightly wrong ("chỉ tiêụ") but no other word."""
    if token.text == word:
        return True
    return token.folded == fold(word) and (not token.accented or len(word) > 4)


def _touching(tokens: Sequence[Token], at: int, text: str) -> bool:
    between = text[tokens[at].end : tokens[at + 1].start]
    return between in (".", "-", "/")


def _read_number(tokens: Sequence[Token], at: int, kind: str, text: str) -> str | None:
    token = tokens[at]
    if token.is_number:
        if text[token.end : token.end + 2].lstrip().startswith("%"):
            return None
        if re.fullmatch(r"\d{1,2}(?:\.\d{1,2})*", token.text) and not _counts(tokens, at):
            return token.text.lstrip("0") or None
        return None
    if token.folded in _ROMANS and kind != "bullet":
        return _ROMANS[token.folded]
    if token.folded in ("cuoi", "chot"):
        return "last"
    if token.text == "đầu" and at + 1 < len(tokens) and tokens[at + 1].folded == "tien":
        return "1"
    if at > 0 and tokens[at - 1].folded == "thu" and token.folded in _ORDER:
        return str(_ORDER[token.folded])
    if token.text != "năm" or (at > 0 and tokens[at - 1].folded == "thu"):
        value = small_number_word(token.text)
        if value and token.text != "không" and not (kind == "target" and token.text in ("một",)):
            return str(value)
    return None


def _counts(tokens: Sequence[Token], at: int) -> bool:
    """Whether the number counts things ("mục 3 hộ") and is no address: a unit of measure follows."""
    if at + 1 >= len(tokens):
        return False
    return tokens[at + 1].folded in ("ho", "trieu", "dong", "con", "ha", "nguoi", "nam", "thang")


def _resolve(
    steps: Sequence[Step], resolution: Resolution, near: str
) -> tuple[list[str], list[str]]:
    """Return the clauses that steps name; where there are none, the headings they were looked for under."""
    targets = {c.ref.rsplit(".", 1)[-1]: c.ref for c in resolution.of_kind(Kind.TARGET)}
    for step in steps:
        if step.kind == "target":
            number = max(targets, key=int) if step.number == "last" and targets else step.number
            return [targets[number]] if number in targets else [], []
        if step.kind == "path" and step.number in resolution.by_ref:
            return [step.number], []
    bases: list[str] = []
    path = sorted((s for s in steps if s.kind in ("part", "step")), key=_depth)
    for step in path:
        inside = _descend(bases, step, resolution)
        if len(bases) == 1 and not inside:
            return [], bases  # "mục 3.2 khoản 7": there are five only
        bases = inside or bases
    bullet = next((s for s in steps if s.kind == "bullet"), None)
    if bullet is None:
        return bases, []
    if not bases and near:
        heading = resolution.clause(near)
        bases = [heading.ref if near in resolution.children else heading.parent or heading.ref]
    found = []
    for base in bases:
        leaves = [c for c in resolution.children.get(base, ()) if "/" in c.ref]
        leaf = _nth(leaves, bullet.number) or _nth(
            list(resolution.children.get(base, ())), bullet.number
        )
        if leaf:
            found.append(leaf.ref)
    return found, bases


def _depth(step: Step) -> tuple[int, int]:
    """Outer steps first: roman parts, then dotted numbers, then single ones."""
    if step.number in _ROMANS.values() or step.kind == "part":
        return (0, 0)
    return (1, 0) if "." in step.number else (2, step.tokens[0])


def _descend(bases: list[str], step: Step, resolution: Resolution) -> list[str]:
    number = step.number
    if step.kind == "part" and number.isdigit():
        number = list(_ROMANS.values())[int(number) - 1] if int(number) <= len(_ROMANS) else number
    if number == "last":
        return bases
    if bases:
        inside = [
            clause.ref
            for base in bases
            for clause in resolution.clauses
            if clause.ref.startswith(base + ".") and clause.ref.endswith("." + number)
        ]
        least = min((ref.count(".") for ref in inside), default=0)
        return [ref for ref in inside if ref.count(".") == least]
    exact = [clause.ref for clause in resolution.clauses if clause.ref == number]
    if exact:
        return exact
    ends = [
        c.ref for c in resolution.clauses if c.ref.endswith("." + number) and c.kind != Kind.TARGET
    ]
    if not ends:
        return []
    least = min(ref.count(".") for ref in ends)
    return [ref for ref in ends if ref.count(".") == least]


def _nth(clauses: list[Clause], number: str) -> Clause | None:
    if number == "last":
        return clauses[-1] if clauses else None
    at = int(number) - 1 if number.isdigit() else -1
    return clauses[at] if 0 <= at < len(clauses) else None
