"""What an administrator knows better than a document says: its number and title, misprints, measures misread.

Corrections stand beside the text, never in it. ``apply`` is the one way to read a document with them, a proposed one
and a stored one alike. A corrected measure must point to a figure that the clause itself prints (or that a
misprint of the clause is understood to mean): a figure that is not in the source is never shown.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from decimal import InvalidOperation
from functools import cache
from typing import Any, Final

from knowledge.errors import InvalidInputError
from knowledge.ingest import wording
from knowledge.ingest.correction_data import erratum_data, erratum_from, measure_data, measure_from
from knowledge.ingest.placing import placed
from knowledge.resolution.bundle import Phrasing, bundled_numbers, load_bundled, load_phrasings
from knowledge.resolution.load import load_text
from knowledge.resolution.measures import lettered
from knowledge.resolution.model import (
    Body,
    Clause,
    Erratum,
    Kind,
    Measure,
    Metadata,
    Resolution,
)

ABOUT: Final = frozenset(one.name for one in fields(Metadata))
"""What ``about`` may say: texts, but for ``issued``, which is a date."""
_MEASURABLE: Final = (Kind.TARGET, Kind.TASK, Kind.PARAGRAPH, Kind.RESPONSIBILITY, Kind.THEME)
_OWN: Final = ("about", "errata", "measures")


@dataclass(frozen=True, slots=True)
class Corrections:
    """What holds instead of what was read.

    Attributes:
        about: number, title, name, issuer, place, period, signer, office (texts), issued (a date).
        errata: misprints: what stands in a clause, what is meant.
        measures: by ref, the measures that hold instead of those read; none for a qualitative target. Their
            letters and places are found anew in each text.
        extras: what else is kept beside the text, as JSON: phrasings, related, bodies.
    """

    about: Mapping[str, Any] = field(default_factory=dict)
    errata: tuple[Erratum, ...] = ()
    measures: Mapping[str, tuple[Measure, ...]] = field(default_factory=dict)
    extras: Mapping[str, Any] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.about or self.errata or self.measures or self.extras)

    @property
    def refs(self) -> tuple[str, ...]:
        """The clauses that misprints or measures are corrected in."""
        return tuple(dict.fromkeys([*(e.ref for e in self.errata), *self.measures]))

    def with_about(self, **known: Any) -> "Corrections":
        """Return these with more said of the document; what is empty is left as it was."""
        return replace(self, about={**self.about, **{k: v for k, v in known.items() if v}})

    def with_erratum(self, erratum: Erratum) -> "Corrections":
        """Return these with a misprint, in place of one of the same words."""
        key = (erratum.ref, erratum.printed)
        others = tuple(e for e in self.errata if (e.ref, e.printed) != key)
        return replace(self, errata=(*others, erratum))

    def with_measures(self, ref: str, measures: Iterable[Measure]) -> "Corrections":
        """Return these with the measures of a clause; none for a qualitative one."""
        return replace(self, measures={**self.measures, ref: _unplaced(ref, measures)})

    def without(self, ref: str) -> "Corrections":
        """Return these without what corrects a clause: it is as printed again."""
        return replace(
            self,
            errata=tuple(e for e in self.errata if e.ref != ref),
            measures={at: m for at, m in self.measures.items() if at != ref},
        )

    def moved(self, mapping: Mapping[str, str]) -> "Corrections":
        """Return those that still have a clause, at its new ref.

        Args:
            mapping: old ref -> new ref of the clauses that go on.
        """
        return replace(
            self,
            errata=tuple(replace(e, ref=mapping[e.ref]) for e in self.errata if e.ref in mapping),
            measures={
                mapping[ref]: _unplaced(mapping[ref], measures)
                for ref, measures in self.measures.items()
                if ref in mapping
            },
            extras=_moved_extras(self.extras, mapping),
        )

    def to_data(self) -> dict[str, Any]:
        """Return a value that ``json.dumps`` takes; nothing said, nothing in it."""
        about = {k: v.isoformat() if isinstance(v, date) else v for k, v in self.about.items()}
        data = {
            "about": about,
            "errata": [erratum_data(one) for one in self.errata],
            "measures": {ref: [measure_data(m) for m in ms] for ref, ms in self.measures.items()},
            **self.extras,
        }
        return {name: value for name, value in data.items() if value}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Corrections":
        """Read what ``to_data`` wrote, in this version or an earlier one.

        Raises:
            InvalidInputError: a part of it is not what it should be.
        """
        try:
            about = dict(data.get("about") or {})
            if about.get("issued"):
                about["issued"] = date.fromisoformat(about["issued"])
            return cls(
                about,
                tuple(erratum_from(row) for row in data.get("errata") or ()),
                {
                    ref: tuple(measure_from(ref, row) for row in rows)
                    for ref, rows in (data.get("measures") or {}).items()
                },
                {name: value for name, value in data.items() if name not in _OWN and value},
            )
        except (TypeError, KeyError, ValueError, AttributeError, InvalidOperation) as error:
            raise InvalidInputError(wording.BAD_CORRECTIONS.format(why=error)) from error

    @property
    def phrasings(self) -> list[Phrasing]:
        """Return the everyday phrasings kept beside the text."""
        return [Phrasing(**row) for row in self.extras.get("phrasings", ())]


def apply(source: str, corrections: Corrections) -> Resolution:
    """Read a document with its corrections.

    Raises:
        InvalidInputError: a correction does not fit the text; the sentence says which and what to do.
    """

    def refuse(fault: str) -> None:
        raise InvalidInputError(fault)

    return _applied(source, corrections, refuse)


def rebuild(source: str, data: Mapping[str, Any]) -> Resolution:
    """Read a stored document with the corrections stored beside it.

    What doesn't fit the text as it is read today is left out: a stored document can always be read.
    """
    return _applied(source, stored_corrections(source, data), lambda _: None)


def fitting(source: str, corrections: Corrections) -> tuple[Resolution, Corrections, list[str]]:
    """Read a document with those of the corrections that fit it.

    Returns:
        The document, the corrections that hold in it, and a sentence for each that does not.
    """
    faults: list[str] = []
    resolution = _applied(source, corrections, faults.append)
    if not faults:
        return resolution, corrections, []
    kept = replace(corrections, errata=(), measures={})
    for erratum in corrections.errata:
        if erratum in resolution.notes(erratum.ref).errata:
            kept = kept.with_erratum(erratum)
    for ref, measures in corrections.measures.items():
        clause = resolution.by_ref.get(ref)
        if clause and not isinstance(_measures_of(clause, measures, resolution), str):
            kept = kept.with_measures(ref, measures)
    return resolution, kept, faults


def measurable(clause: Clause) -> bool:
    """Tell whether a clause may set figures: headings and the parts around the text may not."""
    return clause.kind in _MEASURABLE


def stored_corrections(source: str, data: Mapping[str, Any]) -> Corrections:
    """Return what stands beside a stored text; beside a bundled one, what comes with the program."""
    if not data:
        bundled = _bundled_corrections()
        if source in bundled:
            return bundled[source]
    try:
        return Corrections.from_data(data)
    except InvalidInputError:
        return Corrections()


@cache
def _bundled_corrections() -> dict[str, Corrections]:
    """What the data files of the bundled resolutions say, by source."""
    found = {}
    for folder in bundled_numbers():
        resolution = load_bundled(folder)
        about = resolution.metadata
        baselines = [
            {
                "measure": m.key,
                "value": str(m.baseline_value),
                "unit": m.baseline_unit,
                "ref": m.baseline_ref,
            }
            for m in resolution.measures()
            if m.baseline_value is not None
        ]
        related = {
            clause.ref: list(resolution.notes(clause.ref).related)
            for clause in resolution.of_kind(Kind.TARGET)
        }
        found[resolution.source] = Corrections(
            {
                "name": about.name,
                "period": about.period,
                "issuer": about.issuer,
                "baseline": baselines,
            },
            tuple(e for clause in resolution.clauses for e in resolution.notes(clause.ref).errata),
            {},
            {
                "related": {ref: others for ref, others in related.items() if others},
                "bodies": [
                    {
                        "name": body.name,
                        "short": body.short,
                        "aliases": list(body.aliases),
                        "named": list(body.named),
                        "field": list(body.field),
                    }
                    for body in resolution.bodies
                ],
                "phrasings": [
                    {"ref": one.ref, "text": one.text, "quote": one.quote}
                    for one in load_phrasings(folder)
                ],
            },
        )
    return found


def _applied(source: str, corrections: Corrections, fault: Callable[[str], None]) -> Resolution:
    about = dict(corrections.about)
    if "title" in about and "name" not in about:
        about["name"] = about["title"]
    bodies = [
        Body(
            row["name"],
            row.get("short", ""),
            tuple(row.get("aliases", ())),
            tuple(row.get("named", ())),
            tuple(row.get("field", ())),
        )
        for row in corrections.extras.get("bodies", ())
    ]
    resolution = load_text(source, about, bodies=bodies)
    notes = dict(resolution.annotations)
    for ref, others in _both_ways(corrections.extras.get("related", {}), resolution).items():
        notes[ref] = replace(notes[ref], related=others)
    for erratum in corrections.errata:
        clause = resolution.by_ref.get(erratum.ref)
        if clause is None:
            fault(wording.NO_CLAUSE.format(ref=erratum.ref))
        elif not erratum.printed or erratum.printed not in clause.text:
            fault(wording.NOT_PRINTED.format(ref=erratum.ref, printed=erratum.printed))
        else:
            note = notes[erratum.ref]
            notes[erratum.ref] = replace(note, errata=(*note.errata, erratum))
    resolution = replace(resolution, annotations=notes)
    kinds: dict[str, Kind] = {}
    for ref, measures in corrections.measures.items():
        clause = resolution.by_ref.get(ref)
        found = (
            _measures_of(clause, measures, resolution)
            if clause
            else wording.NO_CLAUSE.format(ref=ref)
        )
        if isinstance(found, str):
            fault(found)
            continue
        notes[ref] = replace(notes[ref], measures=found)
        if found:
            kinds[ref] = Kind.TARGET
    clauses = tuple(
        replace(clause, kind=kinds[clause.ref]) if clause.ref in kinds else clause
        for clause in resolution.clauses
    )
    return replace(resolution, clauses=clauses, annotations=notes)


def _measures_of(
    clause: Clause, measures: tuple[Measure, ...], resolution: Resolution
) -> tuple[Measure, ...] | str:
    """The measures with their places in the clause, or a sentence that says why they can't be."""
    if not measurable(clause):
        return wording.NO_MEASURE_HERE.format(ref=clause.ref)
    found: list[Measure] = []
    for measure in measures:
        one = placed(clause, measure, resolution, found)
        if isinstance(one, str):
            return one
        found.append(one)
    return lettered(found)


def _unplaced(ref: str, measures: Iterable[Measure]) -> tuple[Measure, ...]:
    """Measures without letters and places, which each text gives anew."""
    return tuple(replace(m, ref=ref, letter="", start=0, end=0) for m in measures)


def _both_ways(
    related: Mapping[str, Iterable[str]], resolution: Resolution
) -> dict[str, tuple[str, ...]]:
    links: dict[str, dict[str, None]] = {}
    for ref, others in related.items():
        for other in others:
            if ref in resolution.by_ref and other in resolution.by_ref:
                links.setdefault(ref, {})[other] = None
                links.setdefault(other, {})[ref] = None
    return {ref: tuple(others) for ref, others in links.items()}


def _moved_extras(extras: Mapping[str, Any], mapping: Mapping[str, str]) -> dict[str, Any]:
    def there(refs: Iterable[str]) -> list[str]:
        return [mapping[ref] for ref in refs if ref in mapping]

    moved = dict(extras)
    if "phrasings" in extras:
        moved["phrasings"] = [
            {**row, "ref": mapping[row["ref"]]}
            for row in extras["phrasings"]
            if row["ref"] in mapping
        ]
    if "related" in extras:
        moved["related"] = {
            mapping[ref]: there(others)
            for ref, others in extras["related"].items()
            if ref in mapping
        }
    if "bodies" in extras:
        moved["bodies"] = [
            {**row, "named": there(row.get("named", ())), "field": there(row.get("field", ()))}
            for row in extras["bodies"]
        ]
    return moved
