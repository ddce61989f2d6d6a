"""The card and the views of a document on its way: what Telegram takes, whatever the document says."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from handlers import document_pages as pages
from handlers.callbacks import read as read_data
from handlers.context import Context
from handlers.document_cards import card_of, changes_of, lost_told, sure_card
from handlers.document_drafts import FileDraft, Read
from handlers.document_files import NAME_LENGTH, name_of
from handlers.document_typed import is_question
from handlers.render import LIMIT, utf16_length
from handlers.replies import Reply
from knowledge.answers.labels import shorten
from knowledge.errors import KnowledgeError
from knowledge.ingest.corrections import Corrections
from knowledge.ingest.proposal import correction_words, propose_text
from knowledge.ingest.read import read_document
from knowledge.storage.documents import LostRecords
from tests.knowledge.progress_office import NUMBER, Ward, bhyt, charged_ward
from tests.standin import parse_html

FORMS = (
    "Số {}-NQ/ĐU",
    "NGHỊ QUYẾT",
    "VỀ {}",
    "I. {}",
    "II. {}",
    "1. {}",
    "2. {}",
    "(1) {}: Đạt 97 % trở lên.",
    "(2) {}: Đạt 40 - 50 %, tăng 12 %, không quá 3 vụ.",
    "(3) {}",
    "- {}, xong trong tháng 4/2027.",
    "- Trạm Y tế {} chính đón Đảng.",
    "Điều 1. {}",
    "a) {}",
    "| TT | Chỉ tiêu | Kế hoạch 2027 |",
    "| 1 | {} | ≥ 97 |",
    "Nơi nhận:",
)
WORDS = st.text(
    alphabet=st.one_of(st.characters(codec="utf-8"), st.sampled_from("<>&\"'/ ừờị😀ab")),
    max_size=40,
)
LINES = st.builds(
    lambda form, words, times: form.format(" ".join([words] * times)),
    st.sampled_from(FORMS),
    WORDS,
    st.sampled_from([1, 1, 1, 3, 60]),
)
REVISION = 7


@pytest.fixture(scope="module")
def ward(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ward]:
    """A ward with two assignments and a report on the stored resolution."""
    made = charged_ward(Path(tmp_path_factory.mktemp("ward"), "a.db"))
    made.report(902, bhyt("95.8"))
    yield made
    made.database.close()


def context_of(ward: Ward) -> Context:
    """A context with no more than the card needs."""
    return cast(Context, SimpleNamespace(services=SimpleNamespace(office=ward.office)))


def check(reply: Reply) -> None:
    """One message that Telegram takes, its buttons read back."""
    (page,) = reply.pages
    text, entities = parse_html(page)
    assert 0 < utf16_length(text.strip()) <= LIMIT
    for entity in entities:
        assert entity["offset"] + entity["length"] <= utf16_length(text)
    rows = reply.keyboard.inline_keyboard if reply.keyboard else ()
    for key in (key for row in rows for key in row):
        assert read_data(str(key.callback_data)) is not None
        assert 0 < len(key.text) <= 40
    assert max((len(row) for row in rows), default=0) <= 6


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(LINES, min_size=2, max_size=50), st.booleans(), st.lists(WORDS, max_size=9))
def test_any_document(ward: Ward, lines: list[str], stored: bool, faults: list[str]) -> None:
    """Card, views and changes of any document fit one message each, on every page."""
    try:
        source = read_document("\n".join(lines).encode(), "a.txt")
        about = {"number": NUMBER} if stored else {}
        proposal = propose_text(ward.office.documents, source, "a<b>.txt", None, about)
    except KnowledgeError:
        assume(False)
    carried = tuple(correction_words(proposal.corrections, proposal.resolution))
    draft = FileDraft(
        source,
        "a<b>.txt",
        proposal.corrections,
        before=(Corrections().to_data(),),
        carried=carried if stored else (),
        revision=REVISION,
    )
    read, context = Read(5, draft, proposal), context_of(ward)
    check(card_of(context, read, faults, "Bản đang lưu đã thay đổi."))
    check(sure_card(context, read))
    for view in (pages.tree_page, pages.targets_page, pages.bodies_page, pages.doubts_page):
        for page in (0, 1, 9999):
            check(view(read, page))
    for page in (0, 1):
        check(pages.misprints_page(read, page))
        check(pages.changes_page(read, page, changes_of(context, read)))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=600), max_size=60))
def test_pages_of_lines(lines: list[str]) -> None:
    """Every line stands on one of the pages, in its order, shortened at most."""
    laid = pages.clipped(lines)
    shown = [shorten(line, pages.LINE_LENGTH) for line in lines]
    assert [line for page in laid for line in page] == shown
    for page in laid:
        assert len(page) <= pages.LINES
        assert sum(utf16_length(line) + 1 for line in page) <= pages.UNITS


def test_place_of_an_old_button(ward: Ward) -> None:
    """A place in a list counts only for the draft that it was shown for."""
    source = read_document(b"I. A\n(1) B: 5 %.", "a.txt")
    proposal = propose_text(ward.office.documents, source, "a.txt")
    read = Read(5, FileDraft(source, "a.txt", revision=REVISION), proposal)
    assert pages.place_of(read, REVISION * pages.PLACES + 3) == 3
    assert pages.place_of(read, (REVISION - 1) * pages.PLACES + 3) is None
    assert pages.place_of(read, 3) is None


def test_draft_comes_back() -> None:
    """A draft kept as JSON is the same draft."""
    source = read_document(b"I. A\n(1) B: 5 %.", "a.txt")
    draft = FileDraft(
        source,
        "a.txt",
        Corrections({"number": "1-NQ/X"}),
        ({},),
        ("số hiệu: 1",),
        (("I.1", "chính đón"),),
        True,
        {"key": "I.1"},
        3,
        "abc",
        "1-NQ/X",
        "2026-04-10",
        ("Đã nạp",),
    )
    assert FileDraft.from_data(draft.to_data()) == draft
    changed = draft.corrected(Corrections({"number": "2-NQ/X"}))
    assert changed.revision == 4
    assert changed.uncorrected().corrections == draft.corrections


def test_reminders_go_with_their_assignment() -> None:
    """An assignment that no longer applies is told of once, not again for each of its reminders."""
    lost = (
        LostRecords("assignment", "I.1", 1, "Khoản 1: A", "clause"),
        LostRecords("reminder", "I.1", 4, "Khoản 1: A", "clause"),
        LostRecords("reminder", "I.2", 1, "Khoản 2: B", "clause"),
    )
    assert [line.partition(":")[0] for line in lost_told(lost)] == [
        "• 1 phân công",
        "• 1 lịch nhắc",
    ]


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("", "không tên"),
        ("a\nb\u200b\u202e.docx", "a b.docx"),
        ("x" * 200 + ".docx", "x" * (NAME_LENGTH - 6) + "….docx"),
        ("x" * 200, "x" * (NAME_LENGTH - 1) + "…"),
        (f"a.{'x' * 200}", f"a.{'x' * (NAME_LENGTH - 3)}…"),
    ],
)
def test_name_of(sent: str, shown: str) -> None:
    """A file's name is one short line that keeps its ending."""
    document = SimpleNamespace(file_name=sent)
    assert name_of(document) == shown  # type: ignore[arg-type]
    assert len(name_of(document)) <= NAME_LENGTH  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("said", "question"),
    [
        ("chỉ tiêu bhyt là gì", True),
        ("cảm ơn", True),
        ("năm: 2027", False),
        ("II.2.10 sai “a” đúng “b”", False),
        ("chỉ tiêu 10", False),
    ],
)
def test_is_question(said: str, question: bool) -> None:
    """What has no sign of a correction is a question."""
    assert is_question(said) is question
