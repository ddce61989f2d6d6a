"""A document on its way: its text and what was corrected, kept over a restart; what it would change, worked out anew."""

import asyncio
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from handlers import document_wording as words
from handlers.context import Context
from handlers.desk import today
from handlers.memory import Recent
from knowledge.errors import InvalidInputError
from knowledge.ingest.corrections import Corrections
from knowledge.ingest.proposal import Proposal, correction_words, propose_text
from knowledge.ingest.source import SourceText
from knowledge.storage.document_values import first_day_to_come
from knowledge.storage.documents import Documents

DRAFT: Final = "document"
MOST_STEPS: Final = 50
"""So many corrections can be taken back."""
_READ: Final = "documents read"
"""Where the application keeps what was read of the drafts looked at last."""
_KEPT: Final = 4
_KEPT_SECONDS: Final = 1800.0

Data = dict[str, Any]
Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class FileDraft:
    """What is kept of a file that was sent.

    Attributes:
        source: the text that was read of it, and what was unsure in that.
        name: of the file.
        corrections: all that hold now.
        before: what held before each correction, as JSON, the last one last.
        carried: what was corrected already when the file came, as lines.
        fine: suspected misprints that are none: ref, as printed.
        in_force: what was chosen; None for what the document suggests.
        asked: what a typed text is about: "ref" and "printed", or "key".
        revision: counts the changes, so that an old card is known.
        shown: what the last card said of the stored version, see ``mark``.
        number: of the document, once it is loaded.
        load: the moment of that load, as the store tells it; "" while it is not loaded.
        result: what was said of that load, as lines.
    """

    source: SourceText
    name: str
    corrections: Corrections = field(default_factory=Corrections)
    before: tuple[Mapping[str, Any], ...] = ()
    carried: tuple[str, ...] = ()
    fine: tuple[Place, ...] = ()
    in_force: bool | None = None
    asked: Mapping[str, str] = field(default_factory=dict)
    revision: int = 1
    shown: str = ""
    number: str = ""
    load: str = ""
    result: tuple[str, ...] = ()

    def to_data(self) -> Data:
        """Return a value that ``json.dumps`` takes."""
        return {
            "text": self.source.text,
            "format": self.source.format,
            "encoding": self.source.encoding,
            "notes": list(self.source.notes),
            "name": self.name,
            "corrections": self.corrections.to_data(),
            "before": list(self.before),
            "carried": list(self.carried),
            "fine": [list(one) for one in self.fine],
            "in_force": self.in_force,
            "asked": dict(self.asked),
            "revision": self.revision,
            "shown": self.shown,
            "number": self.number,
            "load": self.load,
            "result": list(self.result),
        }

    @classmethod
    def from_data(cls, data: Data) -> "FileDraft":
        """Read what ``to_data`` wrote."""
        notes = tuple(data["notes"])
        return cls(
            SourceText(data["text"], data["format"], data["encoding"], notes),
            data["name"],
            Corrections.from_data(data["corrections"]),
            tuple(data["before"]),
            tuple(data["carried"]),
            tuple((ref, printed) for ref, printed in data["fine"]),
            data["in_force"],
            data["asked"],
            int(data["revision"]),
            data["shown"],
            data["number"],
            data["load"],
            tuple(data["result"]),
        )

    def corrected(self, corrections: Corrections) -> "FileDraft":
        """Return the draft with other corrections, which can be taken back."""
        before = (*self.before, self.corrections.to_data())[-MOST_STEPS:]
        return replace(
            self, corrections=corrections, before=before, asked={}, revision=self.revision + 1
        )

    def uncorrected(self) -> "FileDraft":
        """Return the draft without its last correction."""
        return replace(
            self,
            corrections=Corrections.from_data(self.before[-1]),
            before=self.before[:-1],
            asked={},
            revision=self.revision + 1,
        )


@dataclass(frozen=True, slots=True)
class Read:
    """A draft and what is read in it: its id, what is kept, what loading it would do."""

    id: int
    draft: FileDraft
    proposal: Proposal

    @property
    def own_lines(self) -> list[str]:
        """What has been corrected since the file came, a line each."""
        now = correction_words(self.proposal.corrections, self.proposal.resolution)
        return [line for line in now if line not in self.draft.carried]


def draft_of(context: Context, person: int, draft_id: int, gone: str = words.GONE) -> FileDraft:
    """Return a draft of a person.

    Args:
        context: of the update.
        person: whose it is.
        draft_id: which.
        gone: what to say where there is none.

    Raises:
        InvalidInputError: it is too old, dropped, somebody else's, or of another kind.
    """
    data = context.services.drafts.get(person, draft_id)
    if data is None or "text" not in data or "corrections" not in data:
        raise InvalidInputError(gone)
    return FileDraft.from_data(data)


def keep(context: Context, person: int, draft_id: int, draft: FileDraft) -> None:
    """Keep a changed draft."""
    context.services.drafts.change(person, draft_id, draft.to_data())


async def opened(context: Context, draft_id: int, draft: FileDraft, *, anew: bool = False) -> Read:
    """Return what is read in a draft.

    Args:
        context: of the update.
        draft_id, draft: the draft.
        anew: hold it against what is stored now; else what was read lately will do.

    Raises:
        InvalidInputError: a correction does not fit the text.
    """
    cache = _cache(context)
    key = (draft_id, draft.revision)
    proposal = None if anew else cache.get(key)
    if proposal is None:
        documents = context.services.office.documents
        proposal = await asyncio.to_thread(_proposed, documents, draft)
        cache[key] = proposal
    return Read(draft_id, draft, proposal)


async def received(
    context: Context, person: int, source: SourceText, name: str, caption: str = ""
) -> tuple[Read, tuple[str, ...]]:
    """Keep a file that was read, with what its caption corrects.

    Returns:
        What is read in it, and a sentence for each line of the caption that can't be read; none where the caption
        corrects nothing at all.

    Raises:
        IngestError: it is no document with clauses.
    """
    from knowledge.ingest.correction_lines import read_lines

    documents = context.services.office.documents

    def work() -> tuple[FileDraft, Proposal, tuple[str, ...]]:
        first = propose_text(documents, source, name)
        _ = first.preview
        carried = tuple(correction_words(first.corrections, first.resolution))
        draft = FileDraft(source, name, first.corrections, carried=carried)
        told = read_lines(caption, first.resolution, first.corrections) if caption else None
        if told is None or not told.read:
            return draft, first, ()
        draft = corrected(documents, first, draft, told.corrections)
        return draft, _proposed(documents, draft), told.faults

    draft, proposal, faults = await asyncio.to_thread(work)
    draft = replace(draft, shown=mark(proposal))
    draft_id = context.services.drafts.put(person, DRAFT, draft.to_data())
    _cache(context)[draft_id, draft.revision] = proposal
    return Read(draft_id, draft, proposal), faults


def corrected(
    documents: Documents, read: Proposal, draft: FileDraft, corrections: Corrections
) -> FileDraft:
    """Return a draft with other corrections, and with those of a stored document that it is told now to be.

    Args:
        documents: the store.
        read: what was read in the draft so far.
        draft: the draft.
        corrections: all that shall hold.
    """
    number = corrections.about.get("number")
    if not number or number == read.number:
        return draft.corrected(corrections)
    known = propose_text(documents, read.source, read.name, None, corrections.about)
    found = known.corrections
    told = correction_words(corrections, read.resolution)
    carried = [line for line in correction_words(found, known.resolution) if line not in told]
    for erratum in corrections.errata:
        found = found.with_erratum(erratum)
    for ref, measures in corrections.measures.items():
        found = found.with_measures(ref, measures)
    return replace(draft.corrected(found), carried=tuple(carried))


def mark(proposal: Proposal) -> str:
    """Return what tells the stored version and the records it would cost from any other."""
    stored = proposal.stored
    said = [
        [stored.summary.sha256, stored.summary.loaded_at.isoformat(), stored.data]
        if stored
        else [],
        [[one.record, one.ref, one.count, one.why] for one in proposal.lost],
    ]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]


def will_be_in_force(context: Context, read: Read) -> bool:
    """Tell whether the document is asked by default once it is loaded: as was chosen, as it was, or by its period."""
    if read.draft.in_force is not None:
        return read.draft.in_force
    if read.proposal.stored is not None:
        return read.proposal.stored.summary.in_force
    return begins(context, read) is None


def begins(context: Context, read: Read) -> date | None:
    """Return the first day of its period where that is still to come."""
    return first_day_to_come(read.proposal.resolution.metadata.period, today(context))


def _proposed(documents: Documents, draft: FileDraft) -> Proposal:
    proposal = propose_text(documents, draft.source, draft.name, draft.corrections)
    _ = proposal.preview  # worked out here, off the event loop
    return proposal


def _cache(context: Context) -> "Recent[tuple[int, int], Proposal]":
    found: Recent[tuple[int, int], Proposal] = context.application.bot_data.setdefault(
        _READ, Recent(_KEPT, _KEPT_SECONDS)
    )
    return found
