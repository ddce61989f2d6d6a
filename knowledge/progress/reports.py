"""Progress reports: appended, taken back, corrected, never overwritten and never saved twice."""

from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from knowledge.errors import (
    ConfirmationError,
    InvalidInputError,
    TooLateError,
    UnknownReportError,
)
from knowledge.language.normalize import clean
from knowledge.progress import plausibility, policy, records, wording
from knowledge.progress.assignments import ResolutionOf
from knowledge.progress.gate import Gate
from knowledge.progress.model import Actor, Assignment, Evidence, Report, ReportDraft, TaskState
from knowledge.progress.one_line import NOTE_LENGTH, choose_measure
from knowledge.progress.policy import Action
from knowledge.resolution.model import Kind
from knowledge.storage.database import Database
from knowledge.storage.times import VIETNAM, Clock, day_text, local_day, moment_text

WITHDRAW_WITHIN: Final = timedelta(minutes=10)
MAX_EVIDENCE: Final = 20
_REPORTABLE: Final = (Kind.TARGET, Kind.TASK)


@dataclass(frozen=True, slots=True)
class Checked:
    """A draft made exact, and what to ask before it is saved.

    Attributes:
        draft: with its unit and assignee filled in.
        questions: what is possible but unusual, in sentences; empty for nothing.
    """

    draft: ReportDraft
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Saved:
    """A saved report; ``repeated`` where this request had saved it before."""

    report: Report
    repeated: bool = False


class Reports:
    """Takes reports in, and shows their history to whom the policy lets."""

    def __init__(
        self,
        database: Database,
        gate: Gate,
        resolution_of: ResolutionOf,
        clock: Clock,
        zone: ZoneInfo = VIETNAM,
    ) -> None:
        self._db = database
        self._gate = gate
        self._resolution_of = resolution_of
        self._clock = clock
        self._zone = zone

    def check(self, actor: Actor, draft: ReportDraft) -> Checked:
        """Look at a draft without saving it: for the card that asks for confirmation.

        Raises:
            RefusedError: the actor is neither charged with it nor leader nor administrator.
            InvalidInputError: it can't be so.
            UnknownDocumentError, UnknownClauseError: there is no such clause.
        """
        with self._gate.attempt(actor, Action.REPORT, f"{draft.document} {draft.ref}") as attempt:
            attempt.changed = False
            assignments = records.assignments_where(self._db, draft.document, draft.ref)
            attempt.require(policy.may_report(attempt.actor, assignments), "charged")
            return self._checked(attempt.actor, draft, assignments)

    def save(self, actor: Actor, draft: ReportDraft, *, key: str, confirmed: bool = False) -> Saved:
        """Append a report; when this returns, it is on the disk.

        Args:
            actor: who reports.
            draft: what he reports.
            key: what makes this request the only one (the id of the draft or update): the same key
                from the same person returns what it saved before.
            confirmed: whether he has said yes to the questions of ``check``.

        Raises:
            ConfirmationError: there are questions and he has not.
            RefusedError, InvalidInputError, UnknownDocumentError, UnknownClauseError: as ``check``.
            StorageError: the disk failed; nothing is saved.
        """
        with self._gate.attempt(actor, Action.REPORT, f"{draft.document} {draft.ref}") as attempt:
            key = (
                f"{self._gate.author_id(attempt.actor) or 0}:{key}"  # never meets another person's
            )
            done = records.find_report(self._db, key=key)
            if done is not None:
                attempt.changed = False
                return Saved(done, repeated=True)
            assignments = records.assignments_where(self._db, draft.document, draft.ref)
            attempt.require(policy.may_report(attempt.actor, assignments), "charged")
            checked = self._checked(attempt.actor, draft, assignments)
            if checked.questions and not confirmed:
                raise ConfirmationError(
                    wording.UNCONFIRMED.format(questions=" ".join(checked.questions))
                )
            report = self._append(attempt.actor, checked.draft, key)
            attempt.detail = f"report {report.id}"
            return Saved(report)

    def withdraw(self, actor: Actor, report_id: int) -> Report:
        """Take one's own report back within 10 minutes; what was before stands again.

        Raises:
            RefusedError: it is somebody else's.
            TooLateError: the 10 minutes are over.
            UnknownReportError: there is none of that id.
        """
        with self._gate.attempt(actor, Action.WITHDRAW, f"report {report_id}") as attempt:
            report = self._one(report_id)
            attempt.require(policy.may_withdraw(attempt.actor, report), "author")
            if report.withdrawn:
                attempt.changed = False
                return report
            if self._clock() - report.created_at > WITHDRAW_WITHIN:
                minutes = int(WITHDRAW_WITHIN.total_seconds() // 60)
                raise TooLateError(wording.TOO_LATE.format(minutes=minutes))
            self._withdraw(attempt.actor, report_id, "")
            return self._one(report_id)

    def correct(
        self, actor: Actor, report_id: int, draft: ReportDraft, reason: str, *, key: str
    ) -> Saved:
        """Put a corrected report in the place of one that stands; both stay in the history.

        Args:
            actor: an administrator.
            report_id: the report that is wrong.
            draft: what is right; of the same clause and measure.
            reason: why; shown in the history.
            key: as for ``save``.

        Raises:
            RefusedError: the actor is no administrator.
            InvalidInputError: there is no reason, the report stands no more, or the draft can't be.
            UnknownReportError: there is none of that id.
        """
        with self._gate.attempt(actor, Action.CORRECT, f"report {report_id}") as attempt:
            key = (
                f"{self._gate.author_id(attempt.actor) or 0}:{key}"  # never meets another person's
            )
            done = records.find_report(self._db, key=key)
            if done is not None:
                attempt.changed = False
                return Saved(done, repeated=True)
            wrong = self._standing(report_id)
            reason = _checked_reason(reason)
            draft = replace(
                draft,
                document=wrong.document,
                ref=wrong.ref,
                letter=wrong.letter,
                assignee_id=wrong.assignee_id,
            )
            draft = self._exact(draft)
            report = self._append(attempt.actor, draft, key, report_id, reason)
            attempt.detail = f"report {report.id} corrects {report_id}: {reason}"
            return Saved(report)

    def annul(self, actor: Actor, report_id: int, reason: str) -> Report:
        """Strike a report that should never have been made; it stays in the history.

        Raises:
            RefusedError: the actor is no administrator.
            InvalidInputError: there is no reason.
            UnknownReportError: there is none of that id.
        """
        with self._gate.attempt(actor, Action.CORRECT, f"report {report_id}") as attempt:
            report, reason = self._one(report_id), _checked_reason(reason)
            if report.withdrawn:
                attempt.changed = False
                return report
            self._withdraw(attempt.actor, report_id, reason)
            attempt.detail = f"annul: {reason}"
            return self._one(report_id)

    def history(self, actor: Actor, document: str, ref: str) -> list[Report]:
        """Return every report on a clause, the newest first: who, when, what, taken back or not.

        Raises:
            RefusedError: the actor is neither charged with it nor leader nor administrator.
        """
        now = self._gate.refreshed(actor)
        assignments = records.assignments_where(self._db, document, ref)
        if not policy.may_see_progress(now, assignments):
            reason = "history" if now.alone else "alone"
            raise self._gate.refuse(now, Action.SEE_HISTORY, f"{document} {ref}", reason)
        return records.report_history(self._db, document, ref)[::-1]

    def add_evidence(self, actor: Actor, report_id: int, evidence: Evidence) -> Report:
        """Add a photo or file to one's own report; the same file twice is kept once.

        Raises:
            RefusedError: it is somebody else's.
            InvalidInputError: it has enough already.
            UnknownReportError: there is none of that id.
        """
        with self._gate.attempt(actor, Action.REPORT, f"report {report_id}") as attempt:
            report = self._one(report_id)
            attempt.require(policy.may_withdraw(attempt.actor, report), "author")
            attempt.detail = "evidence"
            attempt.changed = all(one.file_id != evidence.file_id for one in report.evidence)
            if attempt.changed:
                self._keep_evidence(report_id, (*report.evidence, evidence))
            return self._one(report_id)

    def _checked(self, actor: Actor, draft: ReportDraft, assignments: list[Assignment]) -> Checked:
        draft = self._exact(draft)
        draft = replace(draft, assignee_id=_assignee_for(actor, draft, assignments))
        standing = records.standing_reports(self._db, draft.document, draft.ref)
        earlier = [
            report
            for report in standing
            if report.letter == draft.letter and report.as_of <= draft.as_of
        ]
        resolution = self._resolution_of(draft.document)
        questions: tuple[str, ...] = plausibility.ask_about_day(
            draft.as_of, resolution.metadata.period
        )
        if draft.value is not None:
            measure = choose_measure(resolution, draft.ref, draft.letter)
            before = next((r for r in earlier if r.value is not None), None)
            questions += plausibility.ask_about_value(measure, draft.value, draft.unit, before)
        elif draft.state is not None:
            own = [r for r in earlier if r.assignee_id == draft.assignee_id]
            before = next((r for r in own if r.state is not None), None)
            questions += plausibility.ask_about_task(draft.state, draft.percent, before)
        return Checked(draft, questions)

    def _exact(self, draft: ReportDraft) -> ReportDraft:
        """Fill in the unit, tidy the note, and refuse what can't be."""
        resolution = self._resolution_of(draft.document)
        if resolution.clause(draft.ref).kind not in _REPORTABLE:
            raise InvalidInputError(wording.NOT_ASSIGNABLE.format(ref=draft.ref))
        plausibility.check_day(draft.as_of, local_day(self._clock(), self._zone))
        note = clean(draft.note).strip()
        if len(note) > NOTE_LENGTH:
            raise InvalidInputError(wording.TOO_LONG.format(field="ghi chú", limit=NOTE_LENGTH))
        draft = replace(draft, note=note)
        if resolution.notes(draft.ref).measures:
            if draft.value is None:
                raise InvalidInputError(wording.NO_VALUE)
            measure = choose_measure(resolution, draft.ref, draft.letter)
            unit = plausibility.checked_unit(measure, draft.unit)
            plausibility.check_value(measure, draft.value, unit)
            return replace(draft, unit=unit, letter=measure.letter, state=None, percent=None)
        if draft.state is None:
            raise InvalidInputError(wording.NO_STATE)
        plausibility.check_task(draft.state, draft.percent)
        percent = 100 if draft.state is TaskState.DONE else draft.percent
        return replace(draft, value=None, unit="", letter="", percent=percent)

    def _append(
        self,
        actor: Actor,
        draft: ReportDraft,
        key: str,
        corrects: int | None = None,
        reason: str = "",
    ) -> Report:
        report_id = self._db.insert(
            "reports",
            {
                "document": draft.document,
                "ref": draft.ref,
                "letter": draft.letter,
                "assignee_id": draft.assignee_id,
                "value": _exact_text(draft.value),
                "unit": draft.unit,
                "state": draft.state.value if draft.state else None,
                "percent": draft.percent,
                "note": draft.note,
                "as_of": day_text(draft.as_of),
                "author_id": self._gate.author_id(actor),
                "created_at": moment_text(self._clock()),
                "corrects": corrects,
                "reason": reason,
                "key": key,
            },
        )
        self._keep_evidence(report_id, draft.evidence)
        return self._one(report_id)

    def _keep_evidence(self, report_id: int, evidence: tuple[Evidence, ...]) -> None:
        if len(evidence) > MAX_EVIDENCE:
            raise InvalidInputError(wording.TOO_LONG.format(field="minh chứng", limit=MAX_EVIDENCE))
        now = moment_text(self._clock())
        for one in evidence:
            self._db.write(
                "INSERT OR IGNORE INTO evidence (report_id, file_id, kind, name, at)"
                " VALUES (?, ?, ?, ?, ?)",
                (report_id, one.file_id, one.kind, clean(one.name)[:120], now),
            )

    def _withdraw(self, actor: Actor, report_id: int, reason: str) -> None:
        self._db.insert(
            "withdrawals",
            {
                "report_id": report_id,
                "at": moment_text(self._clock()),
                "by_id": self._gate.author_id(actor),
                "reason": reason,
            },
        )

    def _one(self, report_id: int) -> Report:
        report = records.find_report(self._db, id=report_id)
        if report is None:
            raise UnknownReportError(wording.UNKNOWN_REPORT.format(what=report_id))
        return report

    def _standing(self, report_id: int) -> Report:
        report = self._one(report_id)
        if not report.standing:
            raise InvalidInputError(wording.NOT_STANDING.format(what=report_id))
        return report


def _exact_text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


def _checked_reason(reason: str) -> str:
    reason = " ".join(clean(reason).split())[:NOTE_LENGTH]
    if not reason:
        raise InvalidInputError(wording.NO_REASON)
    return reason


def _assignee_for(actor: Actor, draft: ReportDraft, assignments: list[Assignment]) -> int | None:
    """Return for which assignee a report counts: the one chosen, else the author or his unit."""
    over_all = policy.sees_all(replace(actor, alone=True))
    if draft.whole and over_all:
        return None
    own = [
        assignee
        for one in assignments
        for assignee in one.assignees
        if (actor.person_id is not None and assignee.person_id == actor.person_id)
        or (actor.unit_id is not None and assignee.unit_id == actor.unit_id)
    ]
    if draft.assignee_id is not None:
        everyone = [assignee for one in assignments for assignee in one.assignees]
        allowed = everyone if over_all else own
        if draft.assignee_id not in {assignee.id for assignee in allowed}:
            raise InvalidInputError(wording.WRONG_ASSIGNEE)
        return draft.assignee_id
    own.sort(key=lambda assignee: assignee.person_id is None)
    return own[0].id if own else None
