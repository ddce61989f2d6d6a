"""The bundled resolution as data: its clauses, where they stand in the source, and what it says of itself."""

import re
from datetime import date
from itertools import pairwise

import pytest

from knowledge.errors import DataFileError, UnknownClauseError
from knowledge.resolution.bundle import (
    assemble,
    bundled_numbers,
    load_bundled,
    load_phrasings,
    load_unanswered,
)
from knowledge.resolution.citation import citation, short_citation
from knowledge.resolution.metadata import document_type, read_metadata
from knowledge.resolution.model import Body, Erratum, Kind, Resolution
from knowledge.resolution.parse import parse
from knowledge.resolution.sentences import sentences

_TASKS = {"II.3.1": 10, "II.3.2.1": 9, "II.3.2.2": 8, "II.3.2.3": 6, "II.3.2.4": 5, "II.3.2.5": 7}


def _all_refs() -> list[tuple[str, Kind]]:
    """Every ref of the resolution, in reading order, with its kind."""
    refs = [("header", Kind.HEADER), ("preamble/1", Kind.PREAMBLE), ("I", Kind.HEADING)]
    refs += [(f"I/{n}", Kind.PARAGRAPH) for n in range(1, 5)]
    refs += [("II", Kind.HEADING), ("II.1", Kind.HEADING), ("II.1/1", Kind.THEME)]
    refs += [("II.2", Kind.HEADING), *((f"II.2.{n}", Kind.TARGET) for n in range(1, 19))]
    refs += [("II.3", Kind.HEADING)]
    for heading, count in _TASKS.items():
        if heading == "II.3.2.1":
            refs.append(("II.3.2", Kind.HEADING))
        refs += [(heading, Kind.HEADING)]
        refs += [(f"{heading}/{n}", Kind.TASK) for n in range(1, count + 1)]
    refs += [("III", Kind.HEADING), *((f"III.{n}", Kind.RESPONSIBILITY) for n in range(1, 4))]
    refs += [("closing/1", Kind.CLOSING), ("recipients", Kind.RECIPIENTS)]
    refs += [(f"recipients/{n}", Kind.RECIPIENT) for n in range(1, 7)]
    return [*refs, ("signature", Kind.SIGNATURE)]


def test_parse_gives_every_ref_in_reading_order(resolution: Resolution) -> None:
    assert [(clause.ref, clause.kind) for clause in resolution.clauses] == _all_refs()


@pytest.mark.parametrize(
    ("kind", "count"),
    [(Kind.TARGET, 18), (Kind.TASK, 45), (Kind.RESPONSIBILITY, 3), (Kind.RECIPIENT, 6)],
)
def test_parse_counts(resolution: Resolution, kind: Kind, count: int) -> None:
    assert len(list(resolution.of_kind(kind))) == count


def test_every_text_is_sliced_from_the_source(resolution: Resolution) -> None:
    for clause in resolution.clauses:
        slices = [resolution.source[piece.start : piece.end] for piece in clause.pieces]
        assert clause.text == clause.joint.join(slices), clause.ref
        assert all(piece.strip() == piece != "" for piece in slices), clause.ref


def test_no_two_clauses_share_a_character(resolution: Resolution) -> None:
    pieces = [piece for clause in resolution.clauses for piece in clause.pieces]
    assert pieces == sorted(pieces, key=lambda piece: piece.start)
    assert all(one.end <= other.start for one, other in pairwise(pieces))


def test_nothing_of_the_source_is_lost(resolution: Resolution) -> None:
    rest = list(resolution.source)
    for clause in resolution.clauses:
        for piece in clause.pieces:
            rest[piece.start : piece.end] = [""] * (piece.end - piece.start)
    # What stands in no clause: white space, the rule under the letterhead, the dashes of bullets.
    assert re.fullmatch(r"[\s*-]*", "".join(rest))


@pytest.mark.parametrize(
    ("ref", "pieces", "across"),
    [
        ("I/1", 2, "khắc phục những hạn chế yếu kém."),  # an empty page between two words
        ("II.3.1/6", 2, "phản biện xã hội của MTTQ. Tiếp tục"),  # cut before a capital
        ("II.3.2.1/5", 2, "huyết mạch theo quy hoạch, bảo đảm"),  # one empty line only
        ("II.3.2.2/5", 2, "thể thao, du lich; kiểm tra"),  # cut inside a misprinted word pair
        ("II.3.2.3/5", 2, "an ninh công nhân trong các Khu công nghiệp"),
        ("signature", 3, "T/M ĐẢNG ỦY\nBÍ THƯ\nVương Toàn Thu Thủy"),  # lines of a block stay lines
        ("header", 5, "Số 07-NQ/ĐU\nNGHỊ QUYẾT"),
    ],
)
def test_lines_cut_by_page_breaks_are_one_clause(
    resolution: Resolution, ref: str, pieces: int, across: str
) -> None:
    clause = resolution.clause(ref)
    assert len(clause.pieces) == pieces
    assert across in clause.text


@pytest.mark.parametrize(
    ("ref", "start"),
    [
        ("header", "Thiên Hương, ngày 21 tháng 12 năm 2025"),
        ("preamble/1", "Tại hội nghị Ban Chấp hành"),
        ("I", "I. TÌNH HÌNH VÀ KẾT QUẢ"),
        ("I/2", "Tuy nhiên, trong quá trình"),
        ("I/3", "Công tác lãnh đạo, chỉ đạo nâng cao"),
        ("I/4", "Giai đoạn đầu vận hành mô hình"),
        ("II.1/1", '"Xây dựng chính quyền thân thiện'),
        ("II.2.10", "(10) Tỷ lệ người dân tham gia BHYT: Đạt 96,2 % trở lên."),
        ("II.3.1", "3.1. Đảng uỷ, các cấp uỷ"),
        ("II.3.2.5", "(5) Công tác cải cách hành chính"),
        (
            "II.3.2.2/4",
            "100% các trường học có phòng học thông minh",
        ),  # a bullet that says a target
        ("III.3", "3. Các đồng chí Ủy viên Ban Thường vụ"),
        ("closing/1", "Ban Chấp hành đảng bộ phường Thiên Hương ban hành"),
        ("recipients/2", "Đồng chí Nguyễn Văn Phú"),
    ],
)
def test_clause_starts(resolution: Resolution, ref: str, start: str) -> None:
    assert resolution.clause(ref).text.startswith(start)


@pytest.mark.parametrize(
    ("ref", "body"),
    [
        ("II.2.8", "Chuyển đổi trên 90 hộ kinh doanh sang mô hình doanh nghiệp"),  # without "(8)"
        ("II.3", "Nhiệm vụ, giải pháp trọng tâm"),
        ("II.2.11", "100% các trường học có phòng học thông minh (Tiểu học, THCS)"),
        ("III", "TỔ CHỨC THỰC HIỆN"),
    ],
)
def test_body_leaves_the_marker_out(resolution: Resolution, ref: str, body: str) -> None:
    assert resolution.clause(ref).body == body


@pytest.mark.parametrize(
    ("ref", "parent"),
    [
        ("I", None),
        ("I/1", "I"),
        ("II.1/1", "II.1"),
        ("II.2.18", "II.2"),
        ("II.3.1/10", "II.3.1"),
        ("II.3.2.5/7", "II.3.2.5"),
        ("II.3.2.5", "II.3.2"),
        ("III.2", "III"),
        ("recipients/6", "recipients"),
        ("signature", None),
    ],
)
def test_clause_stands_under(resolution: Resolution, ref: str, parent: str | None) -> None:
    assert resolution.clause(ref).parent == parent


def test_clause_of_no_such_ref_names_it(resolution: Resolution) -> None:
    with pytest.raises(UnknownClauseError, match=r"II\.2\.19"):
        resolution.clause("II.2.19")


_NAME = ", Nghị quyết số 07-NQ/ĐU"


@pytest.mark.parametrize(
    ("ref", "said"),
    [
        ("II.2.10", "Chỉ tiêu (10), khoản 2, mục II"),  # the one of the contract
        ("I", "Mục I"),
        ("II.2", "Khoản 2, mục II"),
        ("II.1/1", "Đoạn văn, khoản 1, mục II"),
        ("II.3.1", "Tiểu mục 3.1, khoản 3, mục II"),
        ("II.3.2.4", "Điểm (4), tiểu mục 3.2, khoản 3, mục II"),  # a heading in brackets, no target
        ("II.3.1/4", "Gạch đầu dòng thứ 4, tiểu mục 3.1, khoản 3, mục II"),
        ("I/3", "Gạch đầu dòng thứ 1, mục I"),  # people count dashes, not paragraphs
        ("III.1", "Khoản 1, mục III"),
        ("header", "Phần đầu văn bản"),
        ("preamble/1", "Đoạn mở đầu"),
        ("closing/1", "Đoạn kết"),
        ("recipients/2", "Dòng 2, Nơi nhận"),
        ("signature", "Phần ký tên"),
    ],
)
def test_cite_as_a_person_says_it(resolution: Resolution, ref: str, said: str) -> None:
    assert short_citation(resolution, ref) == said
    assert citation(resolution, ref) == said + _NAME


def test_no_two_clauses_are_cited_alike(resolution: Resolution) -> None:
    said = [short_citation(resolution, clause.ref) for clause in resolution.clauses]
    assert len(set(said)) == len(said)


def test_metadata(resolution: Resolution) -> None:
    metadata = resolution.metadata
    assert metadata.number == resolution.number == "07-NQ/ĐU"
    assert metadata.issued == date(2025, 12, 21)  # the header's date, not the misprint's
    assert metadata.issuer == "Ban Chấp hành Đảng bộ phường Thiên Hương"
    assert metadata.title == "VỀ MỤC TIÊU, PHƯƠNG HƯỚNG, NHIỆM VỤ, GIẢI PHÁP NĂM 2026"
    assert metadata.period == "2026"
    assert (metadata.office, metadata.signer) == ("BÍ THƯ", "Vương Toàn Thu Thủy")
    assert metadata.place == "Thiên Hương"


def test_metadata_of_nothing() -> None:
    metadata = read_metadata(parse(""))
    assert (metadata.number, metadata.issued, metadata.signer) == ("", None, "")


@pytest.mark.parametrize(
    ("number", "called"),
    [
        ("07-NQ/ĐU", "Nghị quyết"),
        ("144-QĐ/TW", "Quyết định"),
        ("20/2021/NĐ-CP", "Nghị định"),
        ("35-CT/TW", "Chỉ thị"),
        ("", "Nghị quyết"),
    ],
)
def test_document_type(number: str, called: str) -> None:
    assert document_type(number) == called


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Một. Hai.", ["Một.", "Hai."]),
        ("lúa đạt 425,53 ha; lợn 1.056 con", ["lúa đạt 425,53 ha;", "lợn 1.056 con"]),  # inner dots
        ("Kết quả: Đạt 104 triệu", ["Kết quả:", "Đạt 104 triệu"]),  # a colon before a capital
        ("gồm: lúa, màu", ["gồm: lúa, màu"]),  # and before a small letter
        ("hoàn thành năm 2025. Năm nay tăng", ["hoàn thành năm 2025.", "Năm nay tăng"]),
        ("  Một.  ", ["Một."]),
        ("Ban hành./.", ["Ban hành./."]),
        ("", []),
    ],
)
def test_split_into_sentences(text: str, parts: list[str]) -> None:
    assert [text[span.start : span.end] for span in sentences(text)] == parts


def test_sentences_of_every_clause_lose_nothing(resolution: Resolution) -> None:
    for clause in resolution.clauses:
        body = clause.body  # a number alone before a heading's words is no sentence
        parts = [body[span.start : span.end] for span in sentences(body)]
        assert "".join("".join(parts).split()) == "".join(body.split()), clause.ref


def test_related_runs_both_ways(resolution: Resolution) -> None:
    for clause in resolution.clauses:
        for other in resolution.notes(clause.ref).related:
            assert clause.ref in resolution.notes(other).related


def test_related_tasks_of_targets(resolution: Resolution) -> None:
    assert resolution.notes("II.2.10").related[0] == "II.3.2.2/2"  # BHYT of households
    assert "II.2.8" in resolution.notes("II.3.2.1/8").related  # and back: new enterprises
    for target in resolution.of_kind(Kind.TARGET):
        kinds = {resolution.clause(ref).kind for ref in resolution.notes(target.ref).related}
        assert kinds == {Kind.TASK}, target.ref


def test_every_data_file_names_clauses_that_exist(resolution: Resolution) -> None:
    refs = {clause.ref for clause in resolution.clauses}
    assert {phrasing.ref for phrasing in load_phrasings()} <= refs
    assert set(load_unanswered()) <= refs
    assert {ref for body in resolution.bodies for ref in body.refs} <= refs


def test_phrasings_cover_what_people_ask_for(resolution: Resolution) -> None:
    asked = [phrasing.ref for phrasing in load_phrasings()]
    for clause in resolution.clauses:
        if clause.kind in (Kind.TARGET, Kind.TASK, Kind.RESPONSIBILITY):
            assert asked.count(clause.ref) >= 12, clause.ref


def test_quotes_of_phrasings_stand_in_their_clauses(resolution: Resolution) -> None:
    for phrasing in load_phrasings():
        assert phrasing.quote in resolution.clause(phrasing.ref).text, phrasing


def test_the_bundle_is_named_by_folder() -> None:
    assert bundled_numbers() == ["07-NQ-DU"]
    assert load_bundled("07-NQ-DU").number == "07-NQ/ĐU"


def test_assemble_refuses_a_misprint_that_is_not_there() -> None:
    with pytest.raises(DataFileError, match="Phần đầu"):
        assemble("I. MỤC TIÊU\n\nĐạt 5%.", errata=[Erratum("I/1", "Phần đầu", "Phấn đấu")])


def test_assemble_refuses_a_relation_to_nothing() -> None:
    with pytest.raises(DataFileError, match=r"II\.9"):
        assemble("I. MỤC TIÊU\n\nĐạt 5%.", related={"I": ["II.9"]})


def test_body_refs_are_each_given_once() -> None:
    body = Body("Ủy ban", "UB", (), named=("I", "II"), field=("II", "III"))
    assert body.refs == ("I", "II", "III")
