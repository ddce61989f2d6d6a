"""Loading a thousand documents: time per clause against a segmenter, going on after a kill, loading again.

    python -m benchmarks.many_documents [--documents 1000] [--clauses 100] [--seed 1] [--command] [--json]
    python -m benchmarks.many_documents --write FOLDER [--documents 1000]      only write the corpus

The corpus is invented with a seed: resolutions of communes and wards with targets, tasks and responsibilities,
resolutions of councils with articles. The peer is ``underthesea.word_tokenize`` over the same text, in this process,
on one core; loading uses all cores. ``--command`` loads once more with ``nghiquyet ingest`` itself, which also
indexes what it loads.
"""

import argparse
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from knowledge.ingest.loading import Loading, files_of
from knowledge.storage.database import open_database
from knowledge.storage.documents import Documents

_PLACES: Final = (
    "An Biên", "An Dương", "Bình Khê", "Cát Hải", "Cẩm Lĩnh", "Đông Hòa", "Gia Viên", "Hải Thành", "Hồng Phong",
    "Kiến Hưng", "Lê Lợi", "Minh Tân", "Nam Sơn", "Ngô Quyền", "Phú Lương", "Quang Trung", "Tân Thành", "Thanh Hà",
    "Tiên Lãng", "Trường Sơn", "Vĩnh Bảo", "Xuân Đám", "Yên Định", "Thủy Nguyên", "Bạch Đằng", "Đại Thắng",
)  # fmt: skip
_KINDS: Final = ("phường", "xã", "đặc khu")
_SHARES: Final = (
    "Tỷ lệ người dân tham gia bảo hiểm y tế", "Tỷ lệ hộ dùng nước sạch", "Tỷ lệ rác thải được thu gom, xử lý",
    "Tỷ lệ gia đình đạt danh hiệu “Gia đình văn hóa”", "Tỷ lệ hồ sơ giải quyết đúng hạn",
    "Tỷ lệ trẻ em dưới 5 tuổi được tiêm chủng đầy đủ", "Tỷ lệ lao động qua đào tạo", "Tỷ lệ hồ sơ trực tuyến",
    "Tỷ lệ trường học đạt chuẩn quốc gia", "Tỷ lệ đường ngõ được chiếu sáng", "Tỷ lệ dân số có sổ sức khỏe điện tử",
)  # fmt: skip
_CAPS: Final = (
    "Tỷ lệ hộ nghèo", "Tỷ lệ thất nghiệp", "Tỷ lệ suy dinh dưỡng ở trẻ em", "Tỷ lệ hồ sơ trễ hạn",
    "Tỷ lệ sinh con thứ ba", "Tỷ lệ thất thoát nước",
)  # fmt: skip
_COUNTS: Final = (
    ("Thành lập mới", "doanh nghiệp"), ("Trồng mới", "cây"), ("Tạo việc làm cho", "lao động"),
    ("Kết nạp", "đảng viên"), ("Tổ chức", "cuộc"), ("Sửa chữa", "nhà"), ("Chuyển đổi", "hộ"),
)  # fmt: skip
_WORK: Final = (
    "Tăng cường công tác lãnh đạo, chỉ đạo về", "Đẩy mạnh tuyên truyền, vận động nhân dân thực hiện",
    "Rà soát, bổ sung quy hoạch và kế hoạch về", "Nâng cao chất lượng, hiệu quả hoạt động trong lĩnh vực",
    "Kiểm tra, giám sát thường xuyên việc thực hiện", "Huy động mọi nguồn lực xã hội để đầu tư cho",
    "Xây dựng và ban hành đề án về", "Phối hợp chặt chẽ với các đơn vị liên quan trong", "Hoàn thành cơ sở dữ liệu về",
)  # fmt: skip
_FIELDS: Final = (
    "cải cách hành chính và chuyển đổi số", "quản lý đất đai, xây dựng đô thị", "bảo vệ môi trường, thu gom rác thải",
    "giáo dục và đào tạo", "chăm sóc sức khỏe nhân dân", "an ninh chính trị, trật tự an toàn xã hội",
    "quốc phòng, quân sự địa phương", "phát triển nông nghiệp công nghệ cao", "thu ngân sách trên địa bàn",
    "văn hóa, thể thao và du lịch", "giảm nghèo bền vững", "phòng cháy, chữa cháy", "an toàn thực phẩm",
    "phát triển đảng viên", "công tác dân vận", "bảo tồn di tích lịch sử", "nước sạch nông thôn", "bình đẳng giới",
)  # fmt: skip
_BODIES: Final = (
    "Ủy ban nhân dân", "Công an", "Ban Chỉ huy quân sự", "Mặt trận Tổ quốc", "Đoàn Thanh niên", "Hội Phụ nữ",
    "Hội Nông dân", "Trạm Y tế", "Văn phòng Đảng ủy", "Ban Xây dựng Đảng", "Ủy ban Kiểm tra", "các chi bộ",
)  # fmt: skip


def corpus(documents: int, clauses: int, seed: int) -> Iterator[tuple[str, str]]:
    """Iterate over invented documents as file name and text; the same seed gives the same.

    Args:
        documents: how many.
        clauses: about how many each has.
        seed: what the chance begins with.
    """
    chance = random.Random(seed)
    for n in range(documents):
        year = chance.randint(2021, 2027)
        place = f"{chance.choice(_KINDS)} {chance.choice(_PLACES)}"
        if n % 4 == 3:
            text = _council(chance, n, year, place, clauses)
        else:
            text = _party(chance, n, year, place, clauses)
        yield f"{n:04d}.txt", text


def _party(chance: random.Random, n: int, year: int, place: str, clauses: int) -> str:
    lines = [
        f"ĐẢNG BỘ {place.upper()}",
        f"{place.title()}, ngày {chance.randint(1, 28)} tháng 12 năm {year - 1}",
        f"Số {n + 1}-NQ/ĐU",
        "NGHỊ QUYẾT",
        f"BAN CHẤP HÀNH ĐẢNG BỘ {place.upper()}",
        f"VỀ MỤC TIÊU, NHIỆM VỤ NĂM {year}",
        "I. TÌNH HÌNH",
        f"Năm {year - 1}, {place} đã hoàn thành {chance.randint(80, 99)}% nhiệm vụ được giao.",
        "II. CHỈ TIÊU",
    ]
    for i in range(1, max(4, clauses // 5) + 1):
        lines.append(f"({i}) {_target(chance)}")
    lines.append("III. NHIỆM VỤ, GIẢI PHÁP")
    item = 0
    left = clauses - len(lines) - 6
    while left > 0:
        item += 1
        field = chance.choice(_FIELDS)
        lines.append(f"{item}. Về {field}")
        for _ in range(min(left, chance.randint(4, 9))):
            lines.append(f"- {_task(chance, place, year)}")
            left -= 1
        left -= 1
    lines.append("IV. TỔ CHỨC THỰC HIỆN")
    for i in range(1, 4):
        lines.append(
            f"{i}. {chance.choice(_BODIES)} {place} chịu trách nhiệm thực hiện nghị quyết này."
        )
    lines += ["T/M ĐẢNG ỦY", "BÍ THƯ", f"Nguyễn Văn {chance.choice('ABCDEGH')}"]
    return "\n\n".join(lines)


def _council(chance: random.Random, n: int, year: int, place: str, clauses: int) -> str:
    lines = [
        f"HỘI ĐỒNG NHÂN DÂN {place.upper()}",
        f"Số: {n + 1}/{year}/NQ-HĐND",
        f"{place.title()}, ngày {chance.randint(1, 28)} tháng 7 năm {year}",
        "NGHỊ QUYẾT",
        f"Về nhiệm vụ phát triển kinh tế - xã hội năm {year}",
    ]
    article = 0
    while len(lines) < clauses - 4:
        article += 1
        lines.append(f"Điều {article}. Quy định về {chance.choice(_FIELDS)}")
        for i in range(1, chance.randint(3, 6)):
            lines.append(f"{i}. {_task(chance, place, year)}")
            if chance.random() < 0.4:
                for letter in "abc"[: chance.randint(2, 3)]:
                    lines.append(f"{letter}) {_task(chance, place, year)}")
    lines += ["TM. HỘI ĐỒNG NHÂN DÂN", "CHỦ TỊCH", f"Trần Thị {chance.choice('ABCDEGH')}"]
    return "\n\n".join(lines)


def _target(chance: random.Random) -> str:
    figure = f"{chance.randint(600, 999) / 10:.1f}".replace(".", ",")
    match chance.randint(0, 3):
        case 0:
            verb, unit = chance.choice(_COUNTS)
            return f"{verb} {chance.choice(('ít nhất', 'trên', 'từ'))} {chance.randint(3, 900)} {unit}."
        case 1:
            cap = chance.choice(("không quá", "dưới", "tối đa"))
            return f"{chance.choice(_CAPS)} {cap} {chance.randint(1, 90) / 10:.1f}%.".replace(
                ".", ",", 1
            )
        case _:
            return f"{chance.choice(_SHARES)} đạt {figure}% trở lên."


def _task(chance: random.Random, place: str, year: int) -> str:
    due = chance.choice(
        ("", "", f", hoàn thành trước ngày 30/6/{year}", f", xong trong quý II/{year}")
    )
    return (
        f"{chance.choice(_WORK)} {chance.choice(_FIELDS)} trên địa bàn {place}; gắn với"
        f" {chance.choice(_FIELDS)}, giao {chance.choice(_BODIES)} chủ trì{due}."
    )


def write(folder: Path, documents: int, clauses: int, seed: int) -> None:
    """Write the corpus into a folder, made where it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in corpus(documents, clauses, seed):
        (folder / name).write_text(text, encoding="utf-8")


def load(folder: Path, database: Path) -> int:
    """Load a folder as the command does, without indexing; return how many files were read."""
    with open_database(database) as opened:
        loading = Loading(Documents(opened))
        for outcome in loading.load(files_of([folder])):
            if outcome.fault:
                print(outcome.fault, file=sys.stderr)
    return loading.read


def measure(documents: int, clauses: int, seed: int, command: bool) -> dict[str, Any]:
    """Load the corpus, load it again, stop another run half-way by SIGKILL and go on; return the figures."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "van-ban"
        write(folder, documents, clauses, seed)
        database = Path(made) / "all.db"
        start = time.perf_counter()
        load(folder, database)
        loading = time.perf_counter() - start
        start = time.perf_counter()
        read_again = load(folder, database)
        again = time.perf_counter() - start
        count = _value(database, "SELECT count(*) FROM clauses")
        found = {
            "documents": _loaded(database),
            "clauses": count,
            "loading_seconds": loading,
            "again_seconds": again,
            "again_over_loading": again / loading,
            "files_read_again": read_again,
            **_against_segmenter(folder, loading, count),
            **_killed(folder, Path(made) / "killed.db", documents),
        }
        if command:
            found |= _by_command(folder, Path(made) / "command.db", loading)
        return found


def _by_command(folder: Path, database: Path, loading: float) -> dict[str, float]:
    ingest = [sys.executable, "-m", "bot", "ingest", str(folder), "--yes"]
    where = {**os.environ, "NGHIQUYET_DATABASE": str(database), "TELEGRAM_BOT_TOKEN": ""}
    times = []
    for _ in range(2):
        start = time.perf_counter()
        subprocess.run(ingest, env=where, check=True, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - start)
    return {
        "command_seconds": times[0],
        "command_over_loading": times[0] / loading,
        "command_again_seconds": times[1],
    }


def _against_segmenter(folder: Path, loading: float, clauses: int) -> dict[str, float]:
    from underthesea import word_tokenize

    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.iterdir())]
    sample = texts[:: max(1, len(texts) // 50)]
    word_tokenize("làm nóng")
    start = time.perf_counter()
    for text in sample:
        for line in text.split("\n\n"):
            word_tokenize(line)
    segmenting = (time.perf_counter() - start) * len(texts) / len(sample)
    return {
        "loading_ms_a_clause": 1000 * loading / clauses,
        "segmenting_ms_a_clause": 1000 * segmenting / clauses,
        "loading_over_segmenting": loading / segmenting,
    }


def _killed(folder: Path, database: Path, documents: int) -> dict[str, int]:
    """How many files are read again after a kill: those loaded before must keep their load."""
    child = [sys.executable, "-m", "benchmarks.many_documents"]
    child += ["--load", str(folder), "--database", str(database)]
    process = subprocess.Popen(child, stdout=subprocess.DEVNULL)
    while process.poll() is None and _loaded(database) < documents // 2:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()
    before = _loads(database)
    read = load(folder, database)
    after = _loads(database)
    return {
        "loaded_when_killed": len(before),
        "read_after_the_kill": read,
        "read_twice": read - (documents - len(before)),
        "loads_changed": sum(after.get(key) != number for key, number in before.items()),
        "documents_in_the_end": _loaded(database),
    }


def _loads(database: Path) -> dict[int, str]:
    return {int(row[0]): str(row[1]) for row in _rows(database, "SELECT id, document FROM loads")}


def _loaded(database: Path) -> int:
    return _value(database, "SELECT count(*) FROM documents")


def _value(database: Path, sql: str) -> int:
    rows = _rows(database, sql)
    return int(rows[0][0]) if rows else 0


def _rows(database: Path, sql: str) -> list[Any]:
    if not database.exists():
        return []
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        return connection.execute(sql).fetchall()
    except sqlite3.OperationalError:  # not made yet
        return []
    finally:
        connection.close()


def main() -> None:
    """Measure, or only write the corpus."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--clauses", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", type=Path)
    parser.add_argument("--load", type=Path, help="only load this folder")
    parser.add_argument("--database", type=Path)
    parser.add_argument("--command", action="store_true")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    if given.load:
        load(given.load, given.database)
        return
    if given.write:
        write(given.write, given.documents, given.clauses, given.seed)
        return
    found = measure(given.documents, given.clauses, given.seed, given.command)
    if given.json:
        print(json.dumps(found))
        return
    for name, value in found.items():
        print(f"{name:28s} {value:.3f}" if isinstance(value, float) else f"{name:28s} {value}")


if __name__ == "__main__":
    main()
