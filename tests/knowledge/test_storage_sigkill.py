"""A process killed in the middle of reporting loses nothing it has confirmed."""

import random
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

from knowledge.storage.database import open_database
from tests.knowledge.progress_office import CADRE, Ward

ROUNDS = 20
_WRITER = """
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from knowledge.progress.model import ReportDraft
from knowledge.progress.office import Office
from knowledge.resolution.bundle import load_bundled
from knowledge.storage.database import open_database

resolution = load_bundled()
office = Office(
    open_database(Path(sys.argv[1])),
    resolution_of=lambda number: resolution,
    clock=lambda: datetime(2026, 4, 10, tzinfo=UTC),
)
actor = office.gate.actor(int(sys.argv[3]))
print("ready", flush=True)
for n in range(500):
    key = f"{sys.argv[2]}:{n}"
    draft = ReportDraft(resolution.number, "II.2.10", date(2026, 4, 9), value=Decimal(n) / 10)
    saved = office.reports.save(actor, draft, key=key, confirmed=True)
    print("confirmed", key, saved.report.id, flush=True)
"""


def test_sigkill_loses_no_confirmed_report(tmp_path: Path) -> None:
    """Twenty rounds, each killed at a random moment; a fixed seed picks the moments."""
    ward = Ward(tmp_path / "a.db")
    ward.assign("II.2.10")
    ward.database.close()
    moments = random.Random(7)
    confirmed: dict[str, int] = {}
    for round_ in range(ROUNDS):
        writer = subprocess.Popen(
            [sys.executable, "-c", _WRITER, str(ward.path), str(round_), str(CADRE)],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
        time.sleep(moments.uniform(0, 0.25))
        writer.send_signal(signal.SIGKILL)
        out = writer.stdout.read()
        writer.wait()
        writer.stdout.close()
        # A line is whole or was cut by the kill; only whole ones were confirmed to anybody.
        for key, report_id in re.findall(r"^confirmed (\S+) (\d+)$", out, re.MULTILINE):
            confirmed[key] = int(report_id)
        with open_database(ward.path) as db:  # quick_check and the write-ahead log
            assert db.value("PRAGMA integrity_check") == "ok"
            assert db.rows("PRAGMA foreign_key_check") == []
            rows = db.rows("SELECT id, key, value FROM reports")
            saved = {row["key"].partition(":")[2]: row for row in rows}
            assert len(saved) == len(rows)
            for key, report_id in confirmed.items():
                assert saved[key]["id"] == report_id
                assert float(saved[key]["value"]) == int(key.split(":")[1]) / 10
            # One that was under way may be there or not, never half: each has its line in the log.
            logged = db.value("SELECT count(*) FROM audit WHERE action = 'report'")
            assert logged == len(rows) <= len(confirmed) + round_ + 1
    assert len(confirmed) > ROUNDS
