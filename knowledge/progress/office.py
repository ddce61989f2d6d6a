"""The core of roster, assignments and progress, put together once for an application.

    office = Office(database, resolution_of=lambda number: loaded[number], admin_ids=settings.admin_ids)
    actor = office.gate.actor(telegram_id, alone=chat_is_private)
    office.reports.save(actor, draft, key=f"draft:{draft_id}", confirmed=True)

Every method that takes an actor asks the policy itself; a handler never has to.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from knowledge.answers.answer import Status
from knowledge.errors import InvalidInputError
from knowledge.language.keys import plain_key
from knowledge.progress import policy, wording
from knowledge.progress.assignments import Assignments, ResolutionOf
from knowledge.progress.audit import Audit, AuditEntry
from knowledge.progress.gate import Gate
from knowledge.progress.invitations import Invitations
from knowledge.progress.model import Actor
from knowledge.progress.overview import Overview
from knowledge.progress.people import People
from knowledge.progress.policy import Action
from knowledge.progress.privacy import Privacy
from knowledge.progress.reminders import Reminders
from knowledge.progress.reports import Reports
from knowledge.progress.status import FIGURES_HIDDEN, StatusBook, figures_public
from knowledge.progress.units import Units
from knowledge.resolution.model import Resolution
from knowledge.storage.database import Database
from knowledge.storage.documents import Documents
from knowledge.storage.drafts import Drafts
from knowledge.storage.misses import KEEP_DAYS, Misses
from knowledge.storage.teaching import TeachingStore
from knowledge.storage.times import VIETNAM, Clock, system_clock

IN_FORCE, ENDED = "in force", "not in force"
"""What the log says of a document."""
DEMO: Final = "demo"
"""The note in ``meta`` that marks a database of demonstration data."""


class Office:
    """Everything that keeps and shows progress, on one database."""

    def __init__(
        self,
        database: Database,
        *,
        resolution_of: ResolutionOf,
        issuer: str = "",
        admin_ids: Iterable[int] = (),
        members_only: bool = False,
        clock: Clock = system_clock,
        zone: ZoneInfo = VIETNAM,
        miss_days: int = KEEP_DAYS,
    ) -> None:
        """Put the parts together.

        Args:
            database: opened by ``open_database``.
            resolution_of: gives the resolution of a number, UnknownDocumentError for none.
            issuer: the body whose documents are followed here; "" for every body's.
            admin_ids: Telegram ids that always administer (TELEGRAM_ADMIN_IDS).
            members_only: whether only people on the roster may ask (NGHIQUYET_ACCESS=members).
            clock: tells the time.
            zone: where it is told (NGHIQUYET_TIMEZONE).
            miss_days: how long missed questions are kept (NGHIQUYET_MISS_DAYS).
        """
        self.database = database
        self.clock = clock
        self.zone = zone
        self.resolution_of = resolution_of
        self._members_only = members_only
        self._issuer = plain_key(issuer)
        self.gate = Gate(database, clock, admin_ids)
        self.units = Units(database, self.gate, clock)
        self.people = People(database, self.gate, clock)
        self.invitations = Invitations(database, self.gate, self.people, clock)
        self.assignments = Assignments(
            database, self.gate, self.people, self.units, self.own_resolution, clock
        )
        self.reports = Reports(database, self.gate, self.own_resolution, clock, zone)
        self.documents = Documents(database, clock)
        self.overview = Overview(
            database,
            self.gate,
            resolution_of,
            self.numbers_in_force,
            clock,
            zone,
            given=self.numbers_given,
        )
        self.reminders = Reminders(
            database,
            self.gate,
            self.people,
            self.overview,
            resolution_of,
            self.numbers_given,
            clock,
            zone,
        )
        self._audit = Audit(database, clock)
        self.privacy = Privacy(database, self.gate, clock)
        self.drafts = Drafts(database, clock)
        self.misses = Misses(database, clock, miss_days)
        self.teaching = TeachingStore(database, clock)

    def numbers_in_force(self) -> list[str]:
        """Return the numbers of the documents in force whose work is followed here, the latest year first."""
        return self._own_numbers("in_force = 1")

    def numbers_given(self) -> list[str]:
        """Return those of ``numbers_in_force`` and of documents that will be: their work is given ahead."""
        return self._own_numbers("(in_force = 1 OR begins IS NOT NULL)")

    def _own_numbers(self, condition: str) -> list[str]:
        # Of a thousand documents few are the ward's own: their rows alone are read.
        rows = self.database.rows(f"SELECT DISTINCT issuer FROM documents WHERE {condition}")  # noqa: S608 - our own
        own = [row["issuer"] for row in rows if self._owns(row["issuer"])]
        marks = ", ".join("?" for _ in own)
        found = self.database.rows(
            f"SELECT number FROM documents WHERE {condition} AND issuer IN ({marks})"  # noqa: S608 - our own
            " ORDER BY period DESC, number",
            own,
        )
        return [row["number"] for row in found]

    def own_resolution(self, number: str) -> Resolution:
        """Return a document whose work is followed here, in force or not.

        Raises:
            UnknownDocumentError: none of that number is loaded.
            InvalidInputError: another body issued it; its work is not given here.
        """
        if not self._owns(self.documents.summary(number).issuer):
            raise InvalidInputError(wording.NOT_OWN.format(number=number))
        return self.resolution_of(number)

    def set_in_force(self, actor: Actor, number: str, in_force: bool) -> bool:
        """Let a document take effect or end; what is recorded on it stays. Tell whether that changed anything.

        Raises:
            RefusedError: the actor is no administrator.
            UnknownDocumentError: none of that number is loaded.
        """
        with self.gate.attempt(actor, Action.MANAGE_DOCUMENTS, number) as attempt:
            attempt.detail = IN_FORCE if in_force else ENDED
            before = self.documents.summary(number)
            self.documents.set_in_force(number, in_force)
            now = self.documents.summary(number)
            attempt.changed = (before.in_force, before.begins) != (now.in_force, now.begins)
        return attempt.changed

    def standing_since(self, number: str, *, in_force: bool) -> datetime | None:
        """Return when a document was last put in force again, or ended, here; None where that never was."""
        detail = IN_FORCE if in_force else ENDED
        return self._audit.last(Action.MANAGE_DOCUMENTS, number, detail)

    def _owns(self, issuer: str) -> bool:
        return not self._issuer or plain_key(issuer) == self._issuer

    def may_ask(self, actor: Actor) -> bool:
        """Tell whether the actor may ask about the resolution at all; a refusal is logged."""
        allowed = policy.may_ask(actor, self._members_only)
        if not allowed:
            self.gate.refuse(actor, Action.ASK, "question", "member")
        return allowed

    def status_for(
        self, number: str, viewer: Actor | None = None
    ) -> Callable[[str], tuple[Status, ...]]:
        """Return what the composer of answers takes: ref to status, as this viewer may see it."""
        resolution = self.resolution_of(number)
        return StatusBook(self.database, resolution, self.clock, self.zone).seen_by(viewer)

    def audit_log(
        self, actor: Actor, limit: int = 50, offset: int = 0, *, refused_only: bool = False
    ) -> list[AuditEntry]:
        """Return the newest lines of the audit log, without the first ``offset``.

        Raises:
            RefusedError: the actor is no administrator, or others read along.
        """
        self.gate.look(actor, Action.SEE_AUDIT, "audit log")
        return self._audit.newest(limit, offset, refused_only=refused_only)

    def audit_count(self, actor: Actor, *, refused_only: bool = False) -> int:
        """Return how many lines the audit log has.

        Raises:
            RefusedError: as for ``audit_log``.
        """
        self.gate.look(actor, Action.SEE_AUDIT, "audit log")
        return self._audit.count(refused_only=refused_only)

    def set_figures_public(self, actor: Actor, public: bool) -> None:
        """Show the figures of the targets to anybody, or only to those charged and above.

        Raises:
            RefusedError: the actor is no administrator.
        """
        with self.gate.attempt(actor, Action.CHANGE_SETTINGS, "figures") as attempt:
            attempt.detail = "public" if public else "hidden"
            attempt.changed = public is not figures_public(self.database)
            self.database.set_meta(FIGURES_HIDDEN, "" if public else "1")

    def figures_public(self) -> bool:
        """Tell whether anybody may see how far the targets have got."""
        return figures_public(self.database)

    def is_demo(self) -> bool:
        """Tell whether every reply must be marked "DỮ LIỆU MẪU"."""
        return bool(self.database.meta(DEMO))
