"""A document loaded again: which clause of the corrected version is which of the old one.

A ref that stands in reports and assignments must go on meaning the same clause. Same words are the same clause,
wherever they moved; else near words at the same ref; else near words anywhere under the same kind.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from rapidfuzz import fuzz

from knowledge.ingest.preview import measure_words
from knowledge.language.normalize import match_form
from knowledge.language.tokens import syllables
from knowledge.resolution.model import Clause, Comparator, Measure, Resolution

_SAME_PLACE: Final = 55.0  # per cent alike, at the same ref
_ELSEWHERE: Final = 80.0  # per cent alike, at another ref
_MOST_PAIRS: Final = (
    2_000_000  # comparisons; beyond, only clauses at the same ref are held together
)
_LONGEST: Final = 4000  # characters compared of a clause


@dataclass(frozen=True, slots=True)
class ChangedMeasure:
    """A measure of the old version and what became of it; ``new`` is None where it is gone."""

    old: Measure
    new: Measure | None

    @property
    def comparable(self) -> bool:
        """Whether reports on the old measure are still about the same quantity in the same unit."""
        return self.new is not None and self.new.unit == self.old.unit


@dataclass(frozen=True, slots=True)
class VersionChange:
    """How an old version maps to a new one.

    Attributes:
        mapping: old ref -> new ref of every clause that goes on.
        reworded: old refs whose words changed but that go on.
        removed: old refs that nothing in the new version answers to.
        added: new refs that answer to nothing in the old version.
        measures: measures whose figure, unit, comparator or baseline changed, and those that are gone.
        measure_keys: old measure key (ref and letter) -> new, for reports that still apply.
    """

    mapping: dict[str, str]
    reworded: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    measures: tuple[ChangedMeasure, ...] = ()
    measure_keys: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)

    @property
    def nothing(self) -> bool:
        """Whether the new version says word for word the same in the same places."""
        moved = any(old != new for old, new in self.mapping.items())
        return not (moved or self.reworded or self.removed or self.added)

    @property
    def moved(self) -> dict[str, str]:
        """The refs that go on under another ref."""
        return {old: new for old, new in self.mapping.items() if old != new}

    def lost(self, refs: Iterable[str]) -> list[str]:
        """Return those of ``refs`` (of reports or assignments) that no longer apply."""
        return [ref for ref in refs if ref not in self.mapping]

    def lines(self) -> list[str]:
        """Say the change in lines of Vietnamese text."""
        said = ["Câu chữ không thay đổi."]
        if not self.nothing:
            said = [
                f"Giữ nguyên hoặc sửa câu chữ: {len(self.mapping)} mục, trong đó {len(self.reworded)} mục sửa câu chữ."
            ]
        said += [f"Mục {old} nay là {new}." for old, new in self.moved.items()]
        said += [f"Mục {ref} không còn trong bản mới." for ref in self.removed]
        said += [f"Mục {ref} là mục mới." for ref in self.added]
        for change in self.measures:
            old, new = change.old, change.new
            if new is None:
                said.append(f"Mức “{old.figure}” của mục {old.ref} không còn.")
            elif old.figure != new.figure:
                said.append(f"Mức của mục {old.ref}: “{old.figure}” thành “{new.figure}”.")
            else:  # the same words, read otherwise
                said.append(
                    f"Mức của mục {old.ref} đọc là “{_level_words(new)}” thay cho “{_level_words(old)}”."
                )
        return said


def compare_versions(old: Resolution, new: Resolution) -> VersionChange:
    """Match the clauses and measures of two versions of one document.

    The result is a value; nothing is changed. Loading the same text gives a change for which ``nothing`` holds.
    """
    mapping: dict[str, str] = {}
    free = {clause.ref: clause for clause in new.clauses}
    left = _same_words(old.clauses, free, mapping)
    left = _same_place(left, free, mapping)
    _elsewhere(left, free, mapping)
    texts = {clause.ref: clause.text for clause in new.clauses}
    ordered = {c.ref: mapping[c.ref] for c in old.clauses if c.ref in mapping}
    changes, keys = _measures(old, new, ordered)
    return VersionChange(
        ordered,
        tuple(c.ref for c in old.clauses if c.ref in ordered and texts[ordered[c.ref]] != c.text),
        tuple(c.ref for c in old.clauses if c.ref not in ordered),
        tuple(c.ref for c in new.clauses if c.ref in free),
        tuple(changes),
        keys,
    )


def _same_words(
    clauses: Sequence[Clause], free: dict[str, Clause], mapping: dict[str, str]
) -> list[Clause]:
    """Same words at the same ref, then same words anywhere, in reading order."""
    left = []
    for clause in clauses:
        twin = free.get(clause.ref)
        if twin is not None and twin.text == clause.text:
            mapping[clause.ref] = free.pop(clause.ref).ref
        else:
            left.append(clause)
    by_words: dict[str, list[str]] = defaultdict(list)
    for clause in reversed(free.values()):
        by_words[_words(clause)].append(clause.ref)
    rest = []
    for clause in left:
        refs = by_words.get(_words(clause))
        if refs:
            ref = clause.ref if clause.ref in refs else refs[-1]
            refs.remove(ref)
            mapping[clause.ref] = free.pop(ref).ref
        else:
            rest.append(clause)
    return rest


def _same_place(
    clauses: list[Clause], free: dict[str, Clause], mapping: dict[str, str]
) -> list[Clause]:
    left = []
    for clause in clauses:
        twin = free.get(clause.ref)
        if twin is not None and _alike(clause, twin) >= _SAME_PLACE:
            mapping[clause.ref] = free.pop(clause.ref).ref
        else:
            left.append(clause)
    return left


def _elsewhere(clauses: list[Clause], free: dict[str, Clause], mapping: dict[str, str]) -> None:
    """Near words at another ref, the nearest pair first, each clause once."""
    if len(clauses) * len(free) > _MOST_PAIRS:
        return
    pairs = []
    for at, clause in enumerate(clauses):
        for place, twin in enumerate(free.values()):
            if clause.kind is twin.kind and (score := _alike(clause, twin)) >= _ELSEWHERE:
                pairs.append((-score, at, place, clause.ref, twin.ref))
    for _, _, _, old, new in sorted(pairs):
        if old not in mapping and new in free:
            mapping[old] = free.pop(new).ref


def _words(clause: Clause) -> str:
    """The words without the number printed before them, so that a clause may be renumbered."""
    return " ".join(syllables(clause.body)) or clause.text


def _alike(one: Clause, other: Clause) -> float:
    return fuzz.ratio(match_form(one.body[:_LONGEST]), match_form(other.body[:_LONGEST]))


def _measures(
    old: Resolution, new: Resolution, mapping: dict[str, str]
) -> tuple[list[ChangedMeasure], dict[tuple[str, str], tuple[str, str]]]:
    changes: list[ChangedMeasure] = []
    keys: dict[tuple[str, str], tuple[str, str]] = {}
    for measure in old.measures():
        ref = mapping.get(measure.ref)
        there = list(new.notes(ref).measures) if ref is not None else []
        twin = _twin(measure, there)
        if twin is None:
            changes.append(ChangedMeasure(measure, None))
            continue
        change = ChangedMeasure(measure, twin)
        if change.comparable:
            keys[(measure.ref, measure.letter)] = (twin.ref, twin.letter)
        if _level(measure) != _level(twin):
            changes.append(change)
    return changes, keys


def _twin(measure: Measure, there: Sequence[Measure]) -> Measure | None:
    """The measure of the same quantity: the only one, or the one whose words are nearest."""
    if len(there) == 1 and not measure.letter:
        return there[0]
    scored = [
        (fuzz.ratio(match_form(measure.quantity), match_form(other.quantity)), -i, other)
        for i, other in enumerate(there)
    ]
    if not scored:
        return None
    score, _, best = max(scored, key=lambda item: item[:2])
    return best if score >= _SAME_PLACE else None


def _level_words(measure: Measure) -> str:
    return measure_words(measure).removeprefix(f"{measure.quantity}: ")


def _level(measure: Measure) -> tuple[Comparator, object, str, str, object]:
    figure = measure.figure if measure.threshold is None else ""
    return (
        measure.comparator,
        measure.threshold,
        measure.unit,
        figure,
        measure.baseline_value,
    )
