"""The schema, as the steps that made it. A step, once released, is never changed: add another."""

from typing import Final

from sqlite_utils import Database, Migrations

migrations: Final = Migrations("nghiquyet")


@migrations()
def create_meta(db: Database) -> None:
    """Single facts: settings, the demo mark, version counters."""
    db.execute("CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT")


@migrations()
def create_documents(db: Database) -> None:
    """Resolutions, their clauses, and what each load replaced, so that it can be undone."""
    db.execute("""
        CREATE TABLE documents (
            number TEXT PRIMARY KEY,
            title TEXT NOT NULL,
            issuer TEXT NOT NULL,
            name TEXT NOT NULL,
            period TEXT NOT NULL,
            issued TEXT,
            in_force INTEGER NOT NULL DEFAULT 1 CHECK (in_force IN (0, 1)),
            source TEXT NOT NULL,
            sha256 TEXT NOT NULL,
            data TEXT NOT NULL DEFAULT '{}',
            loaded_at TEXT NOT NULL,
            loaded_by TEXT NOT NULL
        ) STRICT
    """)
    db.execute("""
        CREATE TABLE clauses (
            document TEXT NOT NULL REFERENCES documents (number) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            ref TEXT NOT NULL,
            kind TEXT NOT NULL,
            text TEXT NOT NULL,
            PRIMARY KEY (document, ref)
        ) STRICT
    """)
    db.execute("""
        CREATE TABLE loads (
            id INTEGER PRIMARY KEY,
            document TEXT NOT NULL,
            at TEXT NOT NULL,
            by TEXT NOT NULL,
            before TEXT,
            undone_at TEXT
        ) STRICT
    """)
    db.execute("CREATE INDEX loads_by_document ON loads (document, id)")


@migrations()
def create_roster(db: Database) -> None:
    """Units, people with roles, and one-time invitations, of which only a hash is kept."""
    db.execute("""
        CREATE TABLE units (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL,
            short TEXT NOT NULL DEFAULT '',
            key TEXT NOT NULL UNIQUE,
            removed_at TEXT
        ) STRICT
    """)
    db.execute("""
        CREATE TABLE people (
            id INTEGER PRIMARY KEY,
            telegram_id INTEGER UNIQUE,
            name TEXT NOT NULL,
            position TEXT NOT NULL DEFAULT '',
            unit_id INTEGER REFERENCES units (id),
            role TEXT NOT NULL CHECK (role IN ('member', 'cadre', 'leader', 'administrator')),
            reminders_on INTEGER NOT NULL DEFAULT 1 CHECK (reminders_on IN (0, 1)),
            blocked_at TEXT,
            added_at TEXT NOT NULL,
            removed_at TEXT
        ) STRICT
    """)
    db.execute("CREATE INDEX people_by_unit ON people (unit_id)")
    db.execute("""
        CREATE TABLE invitations (
            id INTEGER PRIMARY KEY,
            token_hash TEXT NOT NULL UNIQUE,
            role TEXT NOT NULL,
            unit_id INTEGER REFERENCES units (id),
            person_id INTEGER REFERENCES people (id),
            created_at TEXT NOT NULL,
            created_by_id INTEGER REFERENCES people (id),
            expires_at TEXT NOT NULL,
            used_at TEXT,
            used_by INTEGER REFERENCES people (id),
            revoked_at TEXT
        ) STRICT
    """)


@migrations()
def create_assignments(db: Database) -> None:
    """Who does what, by when, answerable to whom, with what product and authority."""
    db.execute("""
        CREATE TABLE assignments (
            id INTEGER PRIMARY KEY,
            document TEXT NOT NULL REFERENCES documents (number),
            ref TEXT NOT NULL,
            deadline TEXT,
            answerable_id INTEGER REFERENCES people (id),
            product TEXT NOT NULL DEFAULT '',
            authority TEXT NOT NULL DEFAULT '',
            created_at TEXT NOT NULL,
            created_by_id INTEGER REFERENCES people (id),
            changed_at TEXT NOT NULL,
            cancelled_at TEXT,
            key TEXT UNIQUE
        ) STRICT
    """)
    db.execute("CREATE INDEX assignments_by_ref ON assignments (document, ref)")
    db.execute("""
        CREATE TABLE assignees (
            id INTEGER PRIMARY KEY,
            assignment_id INTEGER NOT NULL REFERENCES assignments (id),
            unit_id INTEGER REFERENCES units (id),
            person_id INTEGER REFERENCES people (id),
            removed_at TEXT,
            CHECK ((unit_id IS NULL) <> (person_id IS NULL)),
            UNIQUE (assignment_id, unit_id),
            UNIQUE (assignment_id, person_id)
        ) STRICT
    """)


@migrations()
def create_reports(db: Database) -> None:
    """Progress, appended only: triggers refuse to change a figure or delete a row."""
    db.execute("""
        CREATE TABLE reports (
            id INTEGER PRIMARY KEY,
            document TEXT NOT NULL REFERENCES documents (number),
            ref TEXT NOT NULL,
            letter TEXT NOT NULL DEFAULT '',
            assignee_id INTEGER REFERENCES assignees (id),
            value TEXT,
            unit TEXT NOT NULL DEFAULT '',
            state TEXT CHECK (state IN ('todo', 'doing', 'done', 'paused')),
            percent INTEGER CHECK (percent BETWEEN 0 AND 100),
            note TEXT NOT NULL DEFAULT '',
            as_of TEXT NOT NULL,
            author_id INTEGER REFERENCES people (id),
            created_at TEXT NOT NULL,
            corrects INTEGER REFERENCES reports (id),
            reason TEXT NOT NULL DEFAULT '',
            key TEXT NOT NULL UNIQUE,
            CHECK ((value IS NULL) <> (state IS NULL))
        ) STRICT
    """)
    db.execute("CREATE INDEX reports_by_ref ON reports (document, ref, letter)")
    db.execute("CREATE INDEX reports_by_correction ON reports (corrects)")
    db.execute("""
        CREATE TABLE withdrawals (
            report_id INTEGER PRIMARY KEY REFERENCES reports (id),
            at TEXT NOT NULL,
            by_id INTEGER REFERENCES people (id),
            reason TEXT NOT NULL DEFAULT ''
        ) STRICT
    """)
    db.execute("""
        CREATE TABLE evidence (
            id INTEGER PRIMARY KEY,
            report_id INTEGER NOT NULL REFERENCES reports (id),
            file_id TEXT NOT NULL,
            kind TEXT NOT NULL,
            name TEXT NOT NULL DEFAULT '',
            at TEXT NOT NULL,
            UNIQUE (report_id, file_id)
        ) STRICT
    """)
    db.execute("""
        CREATE TRIGGER figures_stay BEFORE UPDATE OF
            id, document, ref, letter, assignee_id, value, unit, state, percent, as_of,
            created_at, corrects, key ON reports
        BEGIN SELECT RAISE(ABORT, 'a report is never changed'); END
    """)
    db.execute("""
        CREATE TRIGGER reports_stay BEFORE DELETE ON reports
        WHEN NOT EXISTS (SELECT 1 FROM meta WHERE key = 'demo' AND value <> '')
        BEGIN SELECT RAISE(ABORT, 'a report is never deleted'); END
    """)
    # What counts now: not taken back, and not replaced by a correction that counts.
    db.execute("""
        CREATE VIEW standing_reports AS
        SELECT r.* FROM reports AS r
        WHERE NOT EXISTS (SELECT 1 FROM withdrawals WHERE report_id = r.id)
        AND NOT EXISTS (
            SELECT 1 FROM reports AS c WHERE c.corrects = r.id
            AND NOT EXISTS (SELECT 1 FROM withdrawals WHERE report_id = c.id)
        )
    """)


@migrations()
def create_reminders(db: Database) -> None:
    """What is due to be said to whom; the key keeps a reminder from being planned twice."""
    db.execute("""
        CREATE TABLE reminders (
            id INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE,
            kind TEXT NOT NULL,
            person_id INTEGER NOT NULL REFERENCES people (id),
            assignment_id INTEGER REFERENCES assignments (id),
            document TEXT NOT NULL DEFAULT '',
            ref TEXT NOT NULL DEFAULT '',
            deadline TEXT,
            due_at TEXT NOT NULL,
            send_at TEXT NOT NULL,
            state TEXT NOT NULL DEFAULT 'waiting'
                CHECK (state IN ('waiting', 'sending', 'sent', 'unsure', 'dropped')),
            attempts INTEGER NOT NULL DEFAULT 0,
            done_at TEXT
        ) STRICT
    """)
    db.execute("CREATE INDEX reminders_waiting ON reminders (state, send_at)")
    db.execute("CREATE INDEX reminders_by_person ON reminders (person_id, assignment_id)")


@migrations()
def create_audit(db: Database) -> None:
    """Every change and every refused attempt; triggers keep what it says from being changed."""
    db.execute("""
        CREATE TABLE audit (
            id INTEGER PRIMARY KEY,
            at TEXT NOT NULL,
            person_id INTEGER REFERENCES people (id),
            telegram_id INTEGER,
            action TEXT NOT NULL,
            subject TEXT NOT NULL,
            detail TEXT NOT NULL DEFAULT '',
            outcome TEXT NOT NULL CHECK (outcome IN ('done', 'refused'))
        ) STRICT
    """)
    db.execute("CREATE INDEX audit_by_person ON audit (person_id)")
    db.execute("""
        CREATE TRIGGER audit_stays BEFORE UPDATE OF id, at, action, subject, outcome ON audit
        BEGIN SELECT RAISE(ABORT, 'the audit log is never changed'); END
    """)
    db.execute("""
        CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit
        WHEN NOT EXISTS (SELECT 1 FROM meta WHERE key = 'demo' AND value <> '')
        BEGIN SELECT RAISE(ABORT, 'the audit log is never deleted'); END
    """)


@migrations()
def create_misses(db: Database) -> None:
    """Questions that were not answered well; nobody's name stands beside them."""
    db.execute("""
        CREATE TABLE misses (
            question TEXT NOT NULL,
            reason TEXT NOT NULL,
            count INTEGER NOT NULL,
            last_at TEXT NOT NULL,
            PRIMARY KEY (question, reason)
        ) STRICT
    """)


@migrations()
def create_teaching(db: Database) -> None:
    """What administrators taught: questions that mean a clause, words that mean a word."""
    db.execute("""
        CREATE TABLE teaching (
            id INTEGER PRIMARY KEY,
            kind TEXT NOT NULL CHECK (kind IN ('question', 'word')),
            said TEXT NOT NULL,
            key TEXT NOT NULL,
            document TEXT NOT NULL DEFAULT '',
            means TEXT NOT NULL,
            at TEXT NOT NULL,
            by TEXT NOT NULL,
            undone_at TEXT
        ) STRICT
    """)
    db.execute("CREATE UNIQUE INDEX taught_once ON teaching (kind, key) WHERE undone_at IS NULL")


@migrations()
def create_drafts(db: Database) -> None:
    """What a person is in the middle of, so that a restart does not lose his steps."""
    db.execute("""
        CREATE TABLE drafts (
            id INTEGER PRIMARY KEY,
            telegram_id INTEGER NOT NULL,
            kind TEXT NOT NULL,
            data TEXT NOT NULL,
            at TEXT NOT NULL
        ) STRICT
    """)
    db.execute("CREATE INDEX drafts_by_person ON drafts (telegram_id, kind)")


@migrations()
def create_inbox(db: Database) -> None:
    """Updates under way; once dealt with, only their numbers stay."""
    db.execute("""
        CREATE TABLE inbox (
            number INTEGER NOT NULL,
            digest INTEGER NOT NULL,
            chat INTEGER NOT NULL,
            at TEXT NOT NULL,
            data TEXT,
            tries INTEGER NOT NULL DEFAULT 0,
            answers TEXT NOT NULL DEFAULT '',
            PRIMARY KEY (number, digest)
        ) STRICT
    """)
    db.execute("CREATE INDEX inbox_waiting ON inbox (number) WHERE data IS NOT NULL")
    db.execute("CREATE INDEX inbox_by_chat ON inbox (chat) WHERE answers <> ''")


@migrations()
def create_counters(db: Database) -> None:
    """What the bot did, by day, in numbers."""
    db.execute("""
        CREATE TABLE counters (
            day TEXT NOT NULL,
            name TEXT NOT NULL,
            count INTEGER NOT NULL,
            PRIMARY KEY (day, name)
        ) STRICT
    """)


@migrations()
def create_document_keys(db: Database) -> None:
    """What stands for a document in buttons and links, for good; and which one a chat has chosen."""
    db.execute("""
        CREATE TABLE document_keys (
            key INTEGER PRIMARY KEY AUTOINCREMENT,
            number TEXT NOT NULL UNIQUE
        ) STRICT
    """)
    db.execute("""
        CREATE TABLE chosen_documents (
            chat INTEGER PRIMARY KEY,
            document TEXT NOT NULL REFERENCES documents (number) ON DELETE CASCADE,
            at TEXT NOT NULL
        ) STRICT
    """)


@migrations()
def note_documents_of_misses(db: Database) -> None:
    """Which document a missed question went to, "" for the bundled one; a lesson holds for one document."""
    db.execute("ALTER TABLE misses RENAME TO old_misses")
    db.execute("""
        CREATE TABLE misses (
            question TEXT NOT NULL,
            reason TEXT NOT NULL,
            document TEXT NOT NULL DEFAULT '',
            count INTEGER NOT NULL,
            last_at TEXT NOT NULL,
            PRIMARY KEY (question, reason, document)
        ) STRICT
    """)
    db.execute(
        "INSERT INTO misses (question, reason, count, last_at)"
        " SELECT question, reason, count, last_at FROM old_misses"
    )
    db.execute("DROP TABLE old_misses")
    db.execute("DROP INDEX taught_once")
    db.execute(
        "CREATE UNIQUE INDEX taught_once ON teaching (kind, key, document) WHERE undone_at IS NULL"
    )


@migrations()
def let_records_follow_their_clause(db: Database) -> None:
    """Where a record stood before each load, and which no longer apply; files loaded, so that none is read twice.

    A report's figures never change. Its place does, and only along a move that is written down here.
    """
    db.execute("""
        CREATE TABLE follows (
            id INTEGER PRIMARY KEY,
            load_id INTEGER NOT NULL REFERENCES loads (id),
            record TEXT NOT NULL
                CHECK (record IN ('report', 'assignment', 'reminder', 'teaching')),
            record_id INTEGER NOT NULL,
            ref TEXT NOT NULL,
            letter TEXT NOT NULL DEFAULT '',
            new_ref TEXT NOT NULL,
            new_letter TEXT NOT NULL DEFAULT '',
            why TEXT NOT NULL DEFAULT '' CHECK (why IN ('', 'clause', 'measure', 'unit')),
            words TEXT NOT NULL DEFAULT ''
        ) STRICT
    """)
    db.execute("CREATE INDEX follows_by_record ON follows (record, record_id)")
    db.execute("CREATE INDEX follows_by_load ON follows (load_id)")
    db.execute("""
        CREATE VIEW set_aside AS
        SELECT f.*, l.document, l.at FROM follows AS f JOIN loads AS l ON l.id = f.load_id
        WHERE f.why <> ''
    """)
    db.execute("""
        CREATE TABLE loaded_files (
            key TEXT PRIMARY KEY,
            document TEXT NOT NULL,
            sha256 TEXT NOT NULL,
            at TEXT NOT NULL
        ) STRICT
    """)
    # The id of a deleted row may be another row's later.
    for record in ("report", "assignment", "reminder", "teaching"):
        table = record if record == "teaching" else f"{record}s"
        db.execute(f"""
            CREATE TRIGGER {record}_gone AFTER DELETE ON {table}
            BEGIN DELETE FROM follows WHERE record = '{record}' AND record_id = OLD.id; END
        """)  # noqa: S608 - our own names
    db.execute("DROP TRIGGER figures_stay")
    db.execute("""
        CREATE TRIGGER figures_stay BEFORE UPDATE OF
            id, document, assignee_id, value, unit, state, percent, as_of,
            created_at, corrects, key ON reports
        BEGIN SELECT RAISE(ABORT, 'a report is never changed'); END
    """)
    db.execute("""
        CREATE TRIGGER places_follow BEFORE UPDATE OF ref, letter ON reports
        WHEN NOT EXISTS (
            SELECT 1 FROM follows AS f WHERE f.record = 'report' AND f.record_id = OLD.id AND (
                (f.ref = OLD.ref AND f.letter = OLD.letter
                 AND f.new_ref = NEW.ref AND f.new_letter = NEW.letter)
                OR (f.new_ref = OLD.ref AND f.new_letter = OLD.letter
                    AND f.ref = NEW.ref AND f.letter = NEW.letter)
            )
        )
        BEGIN SELECT RAISE(ABORT, 'a report only follows its clause'); END
    """)
    db.execute("DROP VIEW standing_reports")
    # What counts now: not taken back, not replaced by a correction that counts, about this version of the text.
    db.execute("""
        CREATE VIEW standing_reports AS
        SELECT r.* FROM reports AS r
        WHERE NOT EXISTS (SELECT 1 FROM withdrawals WHERE report_id = r.id)
        AND NOT EXISTS (
            SELECT 1 FROM reports AS c WHERE c.corrects = r.id
            AND NOT EXISTS (SELECT 1 FROM withdrawals WHERE report_id = c.id)
        )
        AND NOT EXISTS (
            SELECT 1 FROM follows AS f
            WHERE f.record = 'report' AND f.record_id = r.id AND f.why <> ''
        )
    """)


@migrations()
def let_documents_begin_by_themselves(db: Database) -> None:
    """The day from which a document loaded ahead of its year is in force."""
    db.execute("ALTER TABLE documents ADD COLUMN begins TEXT")
