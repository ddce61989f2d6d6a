"""Real documents by others: how many clauses and targets, and places checked by eye. Skipped where they are absent."""

import json
from pathlib import Path

import pytest

from knowledge.ingest.doubts import find_doubts
from knowledge.ingest.read import read_document
from knowledge.ingest.spelling import suspected_misprints
from knowledge.resolution.load import load_text
from knowledge.resolution.model import Kind, Resolution

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / ".." / "shared" / "documents"
QUESTIONS = ROOT / "tests" / "questions" / "documents.jsonl"
FILES = {
    "03/NQ-CP": "03-NQ-CP.md",
    "57-NQ/TW": "57-NQ-TW.md",
    "63/2025/NQ-HĐND": "nghi-quyet-hdnd-ha-noi-tro-giup.md",
    "KTXH-2025": "nghi-quyet-quoc-hoi-ktxh-2025.md",
}
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the documents are not here")


def _load(name: str) -> Resolution:
    path = FOLDER / FILES[name]
    return load_text(read_document(path.read_bytes(), path.name).text)


@pytest.fixture(scope="module")
def documents() -> dict[str, Resolution]:
    return {name: _load(name) for name in FILES}


@pytest.mark.parametrize(
    ("name", "clauses", "targets", "tasks", "measures"),
    [
        ("03/NQ-CP", 368, 56, 250, 54),
        ("57-NQ/TW", 63, 5, 24, 20),
        ("63/2025/NQ-HĐND", 83, 0, 0, 0),
        ("KTXH-2025", 39, 3, 15, 4),
    ],
)
def test_counts(
    documents: dict[str, Resolution],
    name: str,
    clauses: int,
    targets: int,
    tasks: int,
    measures: int,
) -> None:
    resolution = documents[name]
    assert len(resolution.clauses) == clauses
    assert len(list(resolution.of_kind(Kind.TARGET))) == targets
    assert len(list(resolution.of_kind(Kind.TASK))) == tasks
    assert len(list(resolution.measures())) == measures


@pytest.mark.parametrize(
    ("name", "misprints", "doubts"),
    [("03/NQ-CP", 9, 11), ("57-NQ/TW", 0, 8), ("63/2025/NQ-HĐND", 3, 1), ("KTXH-2025", 1, 3)],
)
def test_what_is_unsure(
    documents: dict[str, Resolution], name: str, misprints: int, doubts: int
) -> None:
    assert len(suspected_misprints(documents[name].clauses)) == misprints
    assert len(find_doubts(documents[name])) == doubts


def test_bounds_checked_by_eye(documents: dict[str, Resolution]) -> None:
    """Ranks of at most 3, 10, 30, 50 are bounds; "40 - 50", "16 - 18", "8 - 10", "20% - 50%" are ranges."""
    measures = list(documents["03/NQ-CP"].measures())
    caps = [f"{m.ref}{m.letter} {m.threshold}" for m in measures if m.comparator.caps]
    table = "PL1.B1"
    assert caps == [
        f"{table}.I.4a 3",
        f"{table}.I.4b 50",
        f"{table}.I.5a 3",
        f"{table}.I.5b 50",
        f"{table}.I.6 3",
        f"{table}.I.33 10",
        f"{table}.II.37 30",
    ]
    assert [m.figure for m in measures if m.threshold is None] == [
        "40 - 50",
        "16 - 18",
        "8 - 10",
        "20% - 50%",
    ]


@pytest.mark.parametrize(
    ("name", "ref", "words"),
    [
        ("03/NQ-CP", "K1.II.7.d", "Liên hợp quốc"),
        ("03/NQ-CP", "PL1.B1.I.11.10", "xử lý văn bản, hồ sơ công việc toàn trình"),
        ("03/NQ-CP", "PL1.B1.II.41", "20% - 50%"),
        ("03/NQ-CP", "PL2.B1.VII.140", "Tích cực, chủ động tham gia"),
        ("03/NQ-CP", "K1.III.2", "hoàn thành trong năm 2025"),
        ("57-NQ/TW", "II.1/3", "bố trí ít nhất 3% tổng chi ngân sách"),
        ("57-NQ/TW", "closing/1", "Nghị quyết này phổ biến đến chi bộ."),
        ("57-NQ/TW", "K1", "Kết luận số 69-KL/TW"),
        ("63/2025/NQ-HĐND", "D6.1.đ", "HIV/AIDS"),
        (
            "63/2025/NQ-HĐND",
            "D9.2",
            "Giao Thường trực Hội đồng nhân dân",
        ),  # glued to D9.1 in the source
        ("KTXH-2025", "D1.b/3", "CPI"),
        ("KTXH-2025", "D2.5/1", "57-NQ/TW"),
    ],
)
def test_place_checked_by_eye(
    documents: dict[str, Resolution], name: str, ref: str, words: str
) -> None:
    assert words in documents[name].clause(ref).text


def test_nothing_of_a_document_is_lost() -> None:
    for file in FILES.values():
        source = read_document((FOLDER / file).read_bytes(), file)
        clauses = load_text(source.text).clauses
        words = "".join(c for c in source.text if c.isalnum())
        pieces = sorted((p.start, p.end) for clause in clauses for p in clause.pieces)
        assert "".join(c for s, e in pieces for c in source.text[s:e] if c.isalnum()) == words


def test_questions_name_clauses_that_hold_their_answers(documents: dict[str, Resolution]) -> None:
    asked: dict[str, int] = {}
    for line in QUESTIONS.read_text(encoding="utf-8").splitlines():
        question = json.loads(line)
        name = question["document"]
        asked[name] = asked.get(name, 0) + 1
        texts = [documents[name].clause(ref).text.casefold() for ref in question["refs"]]
        if question["answered"]:
            assert texts
        for must in question["must"]:
            forms = [form.casefold() for form in must.split("|")]
            assert any(form in text for form in forms for text in texts), question["id"]
    assert all(asked.get(name, 0) >= 20 for name in FILES)
