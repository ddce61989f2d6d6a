"""Corrections as people type them, a line each, in the terminal and in Telegram.

    trích yếu: Về mục tiêu, nhiệm vụ năm 2027     what the document is called; also tên, năm, số, ngày, cơ quan, ...
    II.2.10: từ 96,5 % trở lên                     the measure of a clause; II.2.10a for one of several; 10 or 12b too
    II.2.10: định tính                             no measure
    II.2.10 sai “96,2” đúng “96,5”                 a misprint; also: đính chính II.2.10: 96,2 -> 96,5
    II.2.10: như in                                as printed again

Accents, case and spaces are forgiven wherever only the command is meant, never in what is quoted.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from knowledge.ingest import wording
from knowledge.ingest.corrections import Corrections, measurable
from knowledge.ingest.placing import placed
from knowledge.language.normalize import clean, fold, has_accents
from knowledge.resolution.measures import read_level, read_measures
from knowledge.resolution.model import Clause, Erratum, Kind, Measure, Resolution
from knowledge.resolution.tables import JOINT

MOST_LINES: Final = 200
LONGEST_LINE: Final = 1000

_FIELDS: Final = {
    "trich yeu": "title",
    "ten": "name",
    "ten goi": "name",
    "nam": "period",
    "giai doan": "period",
    "nhiem ky": "period",
    "nam hoac giai doan": "period",
    "so": "number",
    "so hieu": "number",
    "ngay": "issued",
    "ngay ban hanh": "issued",
    "co quan": "issuer",
    "co quan ban hanh": "issuer",
    "noi ban hanh": "place",
    "dia danh": "place",
    "nguoi ky": "signer",
    "chuc vu": "office",
    "chuc vu nguoi ky": "office",
}
_QUALITATIVE: Final = ("dinh tinh", "khong co muc", "khong muc", "khong co so lieu", "bo muc")
_AS_PRINTED: Final = ("nhu in", "nhu ban in", "nhu cu", "giu nguyen", "bo sua", "bo dinh chinh")
_FIELD: Final = re.compile(r"(?P<name>[a-z ]{2,24}?)\s*[:=](?P<value>.*)", re.DOTALL)
_REF: Final = (
    r"(?:(?:muc|chi tieu|khoan)\s+)?\(?(?P<ref>[^\s:=“”\"]{1,40}(?:\.\s+[^\s:=“”\"]{1,12})*?)\)?"
)
_ERRATUM: Final = re.compile(
    rf"(?:dinh chinh\s+)?{_REF}\s*[:,]?\s+(?:in\s+)?sai\s*(?:la\s+)?[:]?\s*(?P<printed>.+?)\s*[,;]?\s+"
    r"(?:dung|sua thanh|sua la)\s*(?:la\s+)?[:]?\s*(?P<meant>.+)",
    re.DOTALL,
)
_ARROW: Final = re.compile(
    rf"dinh chinh\s+{_REF}\s*[:,]?\s+(?P<printed>.+?)\s*(?:->|=>|→|\bthanh\b)\s*(?P<meant>.+)",
    re.DOTALL,
)
_MEASURE: Final = re.compile(rf"{_REF}\s*[:=]\s*(?P<words>.*)", re.DOTALL)
_DAY: Final = re.compile(
    r"(?:ngay\s+)?(\d{1,2})\s*(?:[/.-]|\s+thang\s+)\s*(\d{1,2})\s*(?:[/.-]|\s+nam\s+)\s*(\d{4})"
)
_ISO_DAY: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_PERIOD: Final = re.compile(r"(\d{4})(?:\s*[-–]\s*(\d{4}))?")
_NUMBER: Final = re.compile(r"[^\s,;]{1,60}")
_QUOTES: Final = "“”\"'«»"
# Words of a level, typed without accents.
_BARE_WORDS: Final = (
    ("khong vuot qua", "không vượt quá"), ("khong qua", "không quá"), ("khong duoi", "không dưới"),
    ("khong thap hon", "không thấp hơn"), ("khong cao hon", "không cao hơn"), ("tro len", "trở lên"),
    ("tro xuong", "trở xuống"), ("it nhat", "ít nhất"), ("toi thieu", "tối thiểu"), ("toi da", "tối đa"),
    ("nhieu nhat", "nhiều nhất"), ("duy tri", "duy trì"), ("hoan thanh", "hoàn thành"),
    ("khong con", "không còn"), ("giam", "giảm"), ("xuong", "xuống"), ("con", "còn"), ("tu", "từ"),
    ("tren", "trên"), ("hon", "hơn"), ("duoi", "dưới"), ("tang", "tăng"), ("dat", "đạt"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReadLines:
    """What typed lines say.

    Attributes:
        corrections: those before, with what the lines say.
        faults: one sentence for each line that could not be read; such a line changes nothing.
        read: how many lines were read.
    """

    corrections: Corrections
    faults: tuple[str, ...] = ()
    read: int = 0


def read_lines(
    lines: str | Iterable[str], resolution: Resolution, corrections: Corrections
) -> ReadLines:
    """Read corrections that a person typed.

    Args:
        lines: what he typed: a text of several lines, or the lines.
        resolution: the document with the corrections so far (``Proposal.resolution``).
        corrections: the corrections so far (``Proposal.corrections``).
    """
    typed = lines.splitlines() if isinstance(lines, str) else list(lines)
    faults: list[str] = []
    read = 0
    told = [line for line in (_tidy(one) for one in typed) if line]
    if len(told) > MOST_LINES:
        return ReadLines(corrections, (wording.LINES_MANY.format(limit=MOST_LINES),))
    for line in told:
        done = _read_line(line, resolution, corrections)
        if isinstance(done, str):
            faults.append(done)
            continue
        corrections = done
        read += 1
    return ReadLines(corrections, tuple(faults), read)


def _tidy(line: str) -> str:
    return " ".join(clean(line).split()).lstrip("-•* ").strip()


def _read_line(line: str, resolution: Resolution, corrections: Corrections) -> Corrections | str:
    if len(line) > LONGEST_LINE:
        return wording.LINE_LONG.format(line=line[:30], limit=LONGEST_LINE)
    form = _form(line)
    if match := _FIELD.fullmatch(form):
        name = _FIELDS.get(" ".join(match["name"].split()))
        if name:
            return _about(name, line[match.start("value") :].strip(), line, corrections)
    for pattern in (_ERRATUM, _ARROW):
        if match := pattern.fullmatch(form):
            printed, meant = (line[slice(*match.span(part))] for part in ("printed", "meant"))
            typed = line[slice(*match.span("ref"))]
            return read_erratum(
                typed, _unquoted(printed), _unquoted(meant), resolution, corrections
            )
    if match := _MEASURE.fullmatch(form):
        typed, words = (line[slice(*match.span(part))] for part in ("ref", "words"))
        if not words.strip():
            return wording.LINE_EMPTY.format(line=line)
        return read_measure(typed, _unquoted(words), resolution, corrections)
    return wording.LINE_UNKNOWN.format(line=_cut(line))


def about_value(name: str, text: str) -> Any:
    """Read what is said of a document: a day for "issued", a text for all else.

    Args:
        name: of a field of ``Metadata``.
        text: as a person types it.

    Returns:
        The value, or a tuple with one sentence where it can't be.
    """
    value = _unquoted(" ".join(clean(text).split()))
    if name == "issued":
        day = _day(value)
        return day if day else (wording.BAD_DAY.format(text=_cut(value)),)
    if name == "period":
        match = _PERIOD.fullmatch(value)
        if match is None or (match[2] and match[2] < match[1]):
            return (wording.BAD_PERIOD.format(text=_cut(value)),)
        return f"{match[1]}-{match[2]}" if match[2] else match[1]
    if name == "number" and not (_NUMBER.fullmatch(value) and any(map(str.isalnum, value))):
        return (wording.BAD_NUMBER.format(text=_cut(value)),)
    return value


def _about(name: str, text: str, line: str, corrections: Corrections) -> Corrections | str:
    if not _unquoted(text):
        return wording.LINE_EMPTY.format(line=line)
    value = about_value(name, text)
    return str(value[0]) if isinstance(value, tuple) else corrections.with_about(**{name: value})


def read_erratum(
    typed: str, printed: str, meant: str, resolution: Resolution, corrections: Corrections
) -> Corrections | str:
    """Return corrections with a misprint, or one sentence that says why it can't be.

    Args:
        typed: the clause as a person writes it.
        printed, meant: the words as they stand there, and as they are meant.
        resolution, corrections: as for ``read_lines``.
    """
    found = _clause(typed, resolution)
    if isinstance(found, str):
        return found
    clause, _ = found
    if printed not in clause.text:
        return wording.NOT_PRINTED.format(ref=clause.ref, printed=_cut(printed))
    if printed == meant:
        return wording.SAME_WORDS.format(ref=clause.ref)
    corrected = corrections.with_erratum(Erratum(clause.ref, printed, meant))
    measures = _understood(clause, printed, meant, resolution)
    if measures and clause.ref not in corrections.measures:
        corrected = corrected.with_measures(clause.ref, measures)
    return corrected


def _understood(
    clause: Clause, printed: str, meant: str, resolution: Resolution
) -> tuple[Measure, ...]:
    """The measures of a clause as its misprint is understood, where that changes one of them; else none."""
    if clause.joint == JOINT:
        return ()
    read = resolution.notes(clause.ref).measures
    now = read_measures(replace(clause, text=clause.text.replace(printed, meant, 1)))
    levels = [(m.comparator, m.threshold, m.unit) for m in read]
    if not read or len(now) != len(read):
        return ()
    if levels == [(m.comparator, m.threshold, m.unit) for m in now]:
        return ()
    return tuple(
        replace(
            m,
            quantity=old.quantity,
            baseline=old.baseline,
            baseline_value=old.baseline_value,
            baseline_unit=old.baseline_unit,
            baseline_ref=old.baseline_ref,
        )
        for m, old in zip(now, read, strict=True)
    )


def read_measure(
    typed: str, words: str, resolution: Resolution, corrections: Corrections
) -> Corrections | str:
    """Return corrections with a measure, or one sentence that says why it can't be.

    Args:
        typed: the clause as a person writes it, with the letter of one of several measures.
        words: the level ("từ 96,5 % trở lên"), "định tính" for none, "như in" for what is printed.
        resolution, corrections: as for ``read_lines``.
    """
    found = _clause(typed, resolution)
    if isinstance(found, str):
        return found
    clause, letter = found
    if not measurable(clause):
        return wording.NO_MEASURE_HERE.format(ref=clause.ref)
    said = " ".join(_form(words).strip(" .;").split())
    if said in _AS_PRINTED:
        return corrections.without(clause.ref)
    # Before a line on this clause, what holds is what was read or corrected.
    standing = list(corrections.measures.get(clause.ref, resolution.notes(clause.ref).measures))
    keys = [one.letter or chr(ord("a") + i) for i, one in enumerate(standing)]
    at = keys.index(letter) if letter in keys else -1
    if letter and at < 0 and letter != chr(ord("a") + len(standing)):
        return wording.NO_LETTER.format(
            ref=clause.ref, letter=letter, keys=", ".join(keys) or wording.QUALITATIVE
        )
    if said in _QUALITATIVE:
        if letter and at >= 0:
            return corrections.with_measures(
                clause.ref, [one for i, one in enumerate(standing) if i != at]
            )
        return corrections.with_measures(clause.ref, ())
    if not letter and len(standing) > 1:
        names = ", ".join(clause.ref + key for key in keys)
        return wording.WHICH_MEASURE.format(ref=clause.ref, count=len(standing), keys=names)
    before = standing[at] if at >= 0 else (standing[0] if standing and not letter else None)
    level = read_level(_accented(words))
    if level is None:
        return wording.BAD_LEVEL.format(words=_cut(words), ref=clause.ref)
    level = replace(
        level,
        ref=clause.ref,
        unit=level.unit or (before.unit if before else ""),
        quantity=level.quantity or (before.quantity if before else ""),
    )
    others = [one for one in standing if one is not before]
    known = replace(
        resolution,
        annotations={
            **resolution.annotations,
            clause.ref: replace(
                resolution.notes(clause.ref),
                errata=tuple(e for e in corrections.errata if e.ref == clause.ref),
            ),
        },
    )
    one = placed(clause, level, known, others)
    if isinstance(one, str):
        return one
    place = standing.index(before) if before else len(standing)
    return corrections.with_measures(
        clause.ref, [*standing[:place], one, *standing[place + (before is not None) :]]
    )


def _clause(typed: str, resolution: Resolution) -> tuple[Clause, str] | str:
    """The clause, and the letter of one of its measures; or a sentence for none or several."""
    wanted = "".join(typed.split()).strip("().,")
    for same in (str.lower, lambda text: fold(text.lower())):
        key = same(wanted)
        exact = [c for c in resolution.clauses if same(c.ref) == key]
        if len(exact) == 1:
            return exact[0], ""
        if len(exact) > 1:
            refs = ", ".join(c.ref for c in exact)
            return wording.AMBIGUOUS_REF.format(typed=_cut(typed), refs=refs)
        lettered = [
            c
            for c in resolution.clauses
            if c.ref[-1:].isdigit() and key[:-1] == same(c.ref) and key[-1:].isalpha()
        ]
        if len(lettered) == 1:
            return lettered[0], key[-1:]
    return _by_key(typed, wanted.lower(), resolution)


def _by_key(typed: str, wanted: str, resolution: Resolution) -> tuple[Clause, str] | str:
    """A target by the number people call it by: "10", "12b"."""
    number, letter = (wanted[:-1], wanted[-1:]) if wanted[-1:].isalpha() else (wanted, "")
    targets = [
        clause
        for clause in resolution.of_kind(Kind.TARGET)
        if number and clause.ref.rsplit(".", 1)[-1].lower() == number and "/" not in clause.ref
    ]
    if len(targets) == 1:
        return targets[0], letter
    if targets:
        refs = ", ".join(clause.ref for clause in targets[:6])
        return wording.AMBIGUOUS_REF.format(typed=_cut(typed), refs=refs)
    return wording.NO_CLAUSE.format(ref=_cut(typed))


def _day(text: str) -> date | None:
    form = _form(text)
    numbers = [int(part) for part in match.groups()] if (match := _DAY.fullmatch(form)) else []
    if match := _ISO_DAY.fullmatch(form):
        numbers = [int(part) for part in match.groups()][::-1]
    try:
        return date(numbers[2], numbers[1], numbers[0]) if numbers else None
    except ValueError:
        return None


def _accented(words: str) -> str:
    """The words of a level with their accents, where none were typed."""
    if has_accents(words):
        return words
    for bare, accented in _BARE_WORDS:
        words = re.sub(rf"(?<![^\W\d_]){bare}(?![^\W\d_])", accented, words, flags=re.IGNORECASE)
    return words


def _unquoted(text: str) -> str:
    text = text.strip()
    if len(text) > 1 and text[0] in _QUOTES and text[-1] in _QUOTES:
        text = text[1:-1].strip()
    return text


def _form(text: str) -> str:
    """Lower case without accents, each letter at its place."""
    return "".join(bare if len(bare := fold(char.lower())) == 1 else char for char in text)


def _cut(text: str) -> str:
    return text if len(text) <= 80 else text[:79] + "…"
