"""The resolutions that come with the program: a folder each, text and data side by side.

text.txt         the source, as received
resolution.toml  name, period, baselines
errata.toml      misprints
related.toml     tasks that serve each target
bodies.toml      the bodies it charges
phrasings/*.toml everyday phrasings of what each clause answers
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from knowledge.errors import DataFileError
from knowledge.resolution.deadlines import read_deadlines
from knowledge.resolution.measures import read_measures
from knowledge.resolution.mentions import charged_bodies, cited_documents, proper_names
from knowledge.resolution.metadata import read_metadata
from knowledge.resolution.model import (
    Annotations,
    Body,
    Clause,
    Erratum,
    Kind,
    Measure,
    Resolution,
)
from knowledge.resolution.parse import parse

_WORK = (Kind.TARGET, Kind.TASK, Kind.RESPONSIBILITY)


@dataclass(frozen=True, slots=True)
class Phrasing:
    """One everyday way to ask for a clause, or for the part of it that ``quote`` gives."""

    ref: str
    text: str
    quote: str = ""


def bundled_numbers() -> list[str]:
    """Return the folder names of the bundled resolutions."""
    return sorted(entry.name for entry in _root().iterdir() if entry.is_dir())


def load_bundled(folder: str = "07-NQ-DU") -> Resolution:
    """Parse and annotate a bundled resolution.

    Raises:
        DataFileError: a data file does not fit the text.
    """
    root = _root() / folder
    source = (root / "text.txt").read_text(encoding="utf-8")
    return assemble(
        source,
        about=_toml(root, "resolution.toml"),
        errata=[_erratum(row) for row in _toml(root, "errata.toml").get("erratum", [])],
        related=_toml(root, "related.toml"),
        bodies=[_body(row) for row in _toml(root, "bodies.toml").get("body", [])],
    )


def load_phrasings(folder: str = "07-NQ-DU") -> list[Phrasing]:
    """Return the everyday phrasings of a bundled resolution."""
    directory = _root() / folder / "phrasings"
    if not directory.is_dir():
        return []
    found = []
    for entry in sorted(directory.iterdir(), key=lambda item: item.name):
        for row in _toml(directory, entry.name).get("clause", []):
            quote = row.get("quote", "")
            found += [Phrasing(row["ref"], text, quote) for text in row["phrasings"]]
    return found


def load_unanswered(folder: str = "07-NQ-DU") -> dict[str, list[str]]:
    """Return questions about the subject of each clause that the resolution does not answer, by ref."""
    rows = _toml(_root() / folder, "unanswered.toml").get("clause", [])
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row["ref"], []).extend(row["examples"])
    return found


def assemble(
    source: str,
    about: dict[str, Any] | None = None,
    errata: Iterable[Erratum] = (),
    related: dict[str, list[str]] | None = None,
    bodies: Iterable[Body] = (),
) -> Resolution:
    """Parse ``source`` and read everything out of its clauses.

    Raises:
        DataFileError: an erratum, a baseline or a relation names what the text does not have.
    """
    about = about or {}
    clauses = parse(source)
    metadata = read_metadata(clauses)
    metadata = replace(
        metadata,
        name=about.get("name", metadata.title),
        period=about.get("period", metadata.period),
        issuer=about.get("issuer", metadata.issuer),
    )
    errata, bodies = tuple(errata), tuple(bodies)
    _check(clauses, errata, related or {})
    links = _both_ways(related or {})
    annotations = {
        clause.ref: Annotations(
            measures=_measures(clause, about.get("baseline", [])),
            deadlines=read_deadlines(clause.text, metadata.period) if clause.kind in _WORK else (),
            bodies=charged_bodies(clause, bodies) if clause.kind in _WORK else (),
            citations=cited_documents(clause.text) if clause.kind is not Kind.HEADER else (),
            names=proper_names(clause.text) if not clause.text.isupper() else (),
            related=tuple(links.get(clause.ref, ())),
            errata=tuple(e for e in errata if e.ref == clause.ref),
        )
        for clause in clauses
    }
    return Resolution(metadata, source, clauses, annotations, bodies)


def _measures(clause: Clause, baselines: list[dict[str, str]]) -> tuple[Measure, ...]:
    if clause.kind is not Kind.TARGET:
        return ()
    known = {row["measure"]: row for row in baselines}
    found = []
    for measure in read_measures(clause):
        row = known.get(measure.key)
        if row:
            measure = replace(
                measure,
                baseline_value=Decimal(row["value"]),
                baseline_unit=row["unit"],
                baseline_ref=row["ref"],
            )
        found.append(measure)
    return tuple(found)


def _both_ways(related: dict[str, list[str]]) -> dict[str, list[str]]:
    links = {ref: list(others) for ref, others in related.items()}
    for ref, others in related.items():
        for other in others:
            links.setdefault(other, []).append(ref)
    return links


def _check(
    clauses: tuple[Clause, ...], errata: tuple[Erratum, ...], related: dict[str, list[str]]
) -> None:
    texts = {clause.ref: clause.text for clause in clauses}
    for erratum in errata:
        if erratum.printed not in texts.get(erratum.ref, ""):
            raise DataFileError(
                f"Đính chính “{erratum.printed}” không có trong mục {erratum.ref}; sửa tệp errata.toml."
            )
    for ref in [*related, *(other for others in related.values() for other in others)]:
        if ref not in texts:
            raise DataFileError(
                f"Tệp related.toml nêu mục {ref} không có trong văn bản; sửa lại tệp."
            )


def _erratum(row: dict[str, Any]) -> Erratum:
    return Erratum(
        row["ref"], row["printed"], row["meant"], row.get("note", ""), row.get("certain", True)
    )


def _body(row: dict[str, Any]) -> Body:
    return Body(
        row["name"],
        row.get("short", ""),
        tuple(row.get("aliases", ())),
        tuple(row.get("named", ())),
        tuple(row.get("field", ())),
    )


def _toml(directory: Traversable, name: str) -> dict[str, Any]:
    path = directory / name
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise DataFileError(f"Tệp {name} không đúng TOML ({error}); sửa lại tệp.") from error


def _root() -> Traversable:
    return files("knowledge") / "data" / "resolutions"
