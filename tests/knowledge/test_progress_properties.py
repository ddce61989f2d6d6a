"""Whatever people do, in whatever order: no report is lost or doubled, nothing private gets out."""

import tempfile
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from knowledge.errors import KnowledgeError, RefusedError
from knowledge.progress.gate import OPERATOR
from knowledge.progress.model import Actor, Report, ReportDraft, Role, TaskState
from knowledge.progress.workbook import export_workbook
from knowledge.progress.workbook_import import import_workbook
from tests.knowledge.progress_office import (
    ADMIN,
    BHYT,
    CADRE,
    HOUSEHOLDS,
    LEADER,
    MARKET,
    MEMBER,
    NUMBER,
    OTHER,
    ROOT_ADMIN,
    STRANGER,
    Ward,
)

REFS = (BHYT, HOUSEHOLDS, MARKET, "II.3.2.3/2")
WHO = st.sampled_from([ROOT_ADMIN, ADMIN, LEADER, CADRE, OTHER, MEMBER, STRANGER])
KEYS = st.sampled_from(["k1", "k2", "k3", "k4"])
REF = st.sampled_from(REFS)
UNIT = st.sampled_from([1, 2])


class Office(RuleBasedStateMachine):
    """People of every role try everything on four clauses; a model remembers what must hold."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.ward = Ward(Path(self.folder.name) / "a.db")
        self.confirmed: dict[int, tuple[object, ...]] = {}
        self.by_key: dict[tuple[int | None, str], int] = {}

    def teardown(self) -> None:
        self.ward.database.close()
        self.folder.cleanup()

    # -- What people do

    @rule(who=WHO, ref=REF, key=KEYS, value=st.integers(0, 100), days=st.integers(0, 3))
    def report(self, who: int, ref: str, key: str, value: int, days: int) -> None:
        """Save a report, perhaps with a key used before."""
        office, actor = self.ward.office, self.ward.actor(who)
        as_of = date(2026, 4, 10) - timedelta(days=days)
        if ref in (BHYT, HOUSEHOLDS):
            draft = ReportDraft(NUMBER, ref, as_of, value=Decimal(value), note=f"secret-{ref}")
        else:
            draft = ReportDraft(
                NUMBER, ref, as_of, state=TaskState.DOING, percent=value, note=f"secret-{ref}"
            )
        try:
            saved = office.reports.save(actor, draft, key=key, confirmed=True)
        except RefusedError:
            assert actor.role not in (Role.LEADER, Role.ADMINISTRATOR)
            return
        author = saved.report.author_id
        known = self.by_key.get((author, key))
        assert saved.repeated is (known is not None)
        if known is not None:
            assert saved.report.id == known
        self.by_key[author, key] = saved.report.id
        self.confirmed.setdefault(saved.report.id, _facts(saved.report))

    @rule(who=WHO, report_id=st.integers(1, 8))
    def withdraw(self, who: int, report_id: int) -> None:
        """Take a report back, one's own or not."""
        with suppress(KnowledgeError):
            report = self.ward.office.reports.withdraw(self.ward.actor(who), report_id)
            assert report.author_id == self.ward.actor(who).person_id

    @rule(who=WHO, report_id=st.integers(1, 8), key=KEYS)
    def correct(self, who: int, report_id: int, key: str) -> None:
        """Correct a report, as an administrator or not."""
        draft = ReportDraft(
            NUMBER, BHYT, date(2026, 4, 9), value=Decimal(50), state=TaskState.DOING, percent=50
        )
        with suppress(KnowledgeError):
            saved = self.ward.office.reports.correct(
                self.ward.actor(who), report_id, draft, "nhầm", key="c" + key
            )
            assert self.ward.actor(who).role is Role.ADMINISTRATOR
            self.confirmed.setdefault(saved.report.id, _facts(saved.report))

    @rule(who=WHO, ref=REF, unit=UNIT)
    def assign(self, who: int, ref: str, unit: int) -> None:
        """Give a clause to a unit."""
        with suppress(KnowledgeError):
            self.ward.office.assignments.give(
                self.ward.actor(who), NUMBER, ref, units=[unit], key=f"{ref}{unit}"
            )
            assert self.ward.actor(who).role in (Role.LEADER, Role.ADMINISTRATOR)

    @rule(who=WHO, assignment_id=st.integers(1, 6))
    def cancel(self, who: int, assignment_id: int) -> None:
        """Cancel an assignment."""
        with suppress(KnowledgeError):
            self.ward.office.assignments.cancel(self.ward.actor(who), assignment_id)

    @rule(who=WHO, whom=st.integers(1, 5), role=st.sampled_from(list(Role)[1:]), unit=UNIT)
    def change_role(self, who: int, whom: int, role: Role, unit: int) -> None:
        """Give somebody another role and unit."""
        with suppress(KnowledgeError):
            self.ward.office.people.change(self.ward.actor(who), whom, role=role, unit_id=unit)
            assert self.ward.actor(who).role is Role.ADMINISTRATOR

    @rule(who=st.sampled_from([CADRE, OTHER, MEMBER]))
    def erase(self, who: int) -> None:
        """Have one's data erased: figures stay."""
        person_id = self.ward.actor(who).person_id
        self.ward.office.privacy.erase(self.ward.actor(who))
        for author, key in list(self.by_key):
            if author == person_id and author is not None:
                del self.by_key[author, key]

    @rule(public=st.booleans())
    def hide_figures(self, public: bool) -> None:
        """Open or close the figures."""
        self.ward.office.set_figures_public(OPERATOR, public)

    @rule()
    def export_and_import(self) -> None:
        """Hand the workbook out and take it back as it is."""
        data = export_workbook(self.ward.office, OPERATOR, NUMBER)
        result = import_workbook(self.ward.office, OPERATOR, NUMBER, data, key="again")
        assert (result.changes, result.errors) == ((), ())

    @rule()
    def restart(self) -> None:
        """Stop and start the program."""
        self.ward.restart()

    @rule(minutes=st.integers(-5, 20))
    def wait(self, minutes: int) -> None:
        """Let time pass."""
        self.ward.clock.forward(minutes=minutes)

    # -- What must hold

    @invariant()
    def no_report_is_lost_or_doubled(self) -> None:
        """Every confirmed report is there once, its figures as they were."""
        history = {
            report.id: _facts(report)
            for ref in REFS
            for report in self.ward.office.reports.history(OPERATOR, NUMBER, ref)
        }
        assert history == self.confirmed

    @invariant()
    def nothing_private_gets_out(self) -> None:
        """Everybody sees no more than his role and his assignments allow, and nobody in groups."""
        given = {ref: self._charged(ref) for ref in REFS}
        public = self.ward.office.figures_public()
        for who in (LEADER, CADRE, OTHER, MEMBER, STRANGER, ADMIN):
            for alone in (True, False):
                self._look(self.ward.actor(who, alone=alone), given, public)

    def _look(self, actor: Actor, given: dict[str, list[tuple[int, int]]], public: bool) -> None:
        office = self.ward.office
        over_all = actor.alone and actor.role in (Role.LEADER, Role.ADMINISTRATOR)
        for ref in REFS:
            mine = actor.alone and any(
                (
                    kind == 0
                    and actor.unit_id == id
                    and actor.role in (Role.CADRE, Role.LEADER, Role.ADMINISTRATOR)
                )
                for kind, id in given[ref]
            )
            allowed = over_all or mine
            for status in office.status_for(NUMBER, actor)(ref):
                assert allowed or status.by is None
                assert allowed or status.value is None or public
                if not allowed and ref in REFS[2:]:
                    assert "%" not in status.state
            assert allowed or office.assignments.visible(actor, NUMBER, ref) == []
            assert allowed or office.overview.in_charge(actor, NUMBER, ref).assignments == ()
            try:
                history = office.reports.history(actor, NUMBER, ref)
            except RefusedError:
                assert not allowed
            else:
                assert allowed or history == []
        try:
            work = office.overview.work(actor)
        except RefusedError:
            assert not actor.alone or actor.role is Role.STRANGER
        else:
            for item in work:
                if item.ref in REFS and not over_all:
                    assert item.assignment is not None
                    assert (0, actor.unit_id) in given[item.ref]

    def _charged(self, ref: str) -> list[tuple[int, int]]:
        rows = self.ward.database.rows(
            "SELECT s.unit_id, s.person_id FROM assignees AS s"
            " JOIN assignments AS a ON a.id = s.assignment_id"
            " WHERE a.ref = ? AND a.cancelled_at IS NULL AND s.removed_at IS NULL",
            (ref,),
        )
        return [(0, row["unit_id"]) if row["unit_id"] else (1, row["person_id"]) for row in rows]


def _facts(report: Report) -> tuple[object, ...]:
    return (report.ref, report.value, report.state, report.percent, report.as_of, report.created_at)


TestOffice = Office.TestCase
TestOffice.settings = settings(max_examples=10, stateful_step_count=20, deadline=None)
