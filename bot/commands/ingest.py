"""``nghiquyet ingest``: load documents after a preview, one by one or a whole folder."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import click
from tqdm import tqdm

from bot.settings import load_settings
from knowledge.errors import InvalidInputError, KnowledgeError
from knowledge.ingest.correction_file import (
    about_of,
    checked_about,
    read_correction_file,
    read_rows,
)
from knowledge.ingest.correction_lines import read_lines
from knowledge.ingest.loading import Loading, Outcome, Result, files_of
from knowledge.ingest.proposal import (
    Proposal,
    accept,
    dropped_words,
    propose,
    propose_text,
    record_lines,
)
from knowledge.ingest.wording import NEEDS_NUMBER
from knowledge.language.normalize import fold
from knowledge.library import Library
from knowledge.progress.wording import OPERATOR, day
from knowledge.shelf import Shelf
from knowledge.storage.database import open_database
from knowledge.storage.documents import Documents, Load

_LOADED: Final = "Đã nạp {number}: {count} mục."
_BEGINS: Final = "Tự áp dụng từ {day}; trước ngày đó hãy hỏi kèm năm hoặc số hiệu."
_SAME: Final = "{number}: văn bản này đã nạp, không có gì thay đổi."
_DROPPED: Final = "{name}: chưa nạp."
_ASK: Final = "Nạp văn bản này? (nạp / sửa / bỏ)"
_ASK_AGAIN: Final = "Hãy gõ nạp, sửa hoặc bỏ."
_HOW_TO_EDIT: Final = (
    "Gõ mỗi dòng một chỗ sửa, dòng trống để xong. Ví dụ: “năm: 2027”, “II.2.10: từ 96,5 % trở lên”,"
    " “II.2.10: định tính”, “II.2.10 sai “96,2” đúng “96,5””."
)
_NOBODY: Final = "{name}: chưa nạp vì không có ai xác nhận; thêm --yes để nạp luôn."
_ONE_FILE: Final = (
    "Các tùy chọn --number, --title, --name, --issued, --corrections chỉ dùng khi nạp một tệp;"
    " hãy nạp từng tệp."
)
_NO_FILES: Final = "Không có tệp .txt, .md, .docx hoặc .pdf nào để nạp; kiểm tra lại đường dẫn."
_SUMMARY: Final = "{new} mới, {changed} thay đổi, {same} không đổi, {refused} lỗi."
_STOPPED: Final = "Đã dừng; chạy lại đúng lệnh này để nạp tiếp."
_LOADING: Final = "Nạp"
_PREPARING: Final = "Lập chỉ mục"
_YES: Final = ("nap", "y", "yes", "co", "c", "ok")
_EDIT: Final = ("sua", "s", "e", "edit")
_NO: Final = ("bo", "b", "n", "no", "khong", "k", "")
_FEW: Final = 20
"""Up to this many files, each is told of; beyond, only what needs a look."""


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--yes", is_flag=True, help="Nạp luôn, không hỏi lại sau khi xem trước.")
@click.option("--number", default="", help="Số hiệu, nếu văn bản không ghi hoặc ghi sai.")
@click.option("--title", default="", help="Trích yếu.")
@click.option("--name", default="", help="Tên gọi ngắn để hiện trong danh sách.")
@click.option("--period", default="", help="Năm hoặc giai đoạn, ví dụ 2027.")
@click.option("--issued", default="", help="Ngày ban hành, ví dụ 28/12/2026.")
@click.option(
    "--corrections",
    "corrections_file",
    type=click.File("r", encoding="utf-8"),
    help="Tệp TOML ghi các chỗ sửa: thông tin chung, đính chính, mức chỉ tiêu.",
)
@click.option(
    "--in-force/--not-in-force",
    default=None,
    help="Áp dụng ngay, hoặc chỉ để tra cứu; mặc định: văn bản cho năm sau tự áp dụng từ ngày đầu năm đó.",
)
def ingest(
    files: tuple[Path, ...],
    yes: bool,
    corrections_file: Any,
    in_force: bool | None,
    **said: str,
) -> None:
    """Nạp văn bản .txt, .md, .docx hoặc .pdf: xem trước, sửa nếu cần rồi xác nhận.

    Nạp lại đúng văn bản thì không có gì thay đổi; nạp bản đã sửa thì phân công, báo cáo đi theo mục.
    Dừng giữa chừng thì chạy lại đúng lệnh để nạp tiếp.

    \b
    Ví dụ:
      nghiquyet ingest nghi-quyet-2027.docx
      nghiquyet ingest thu-muc/ --yes
      nghiquyet ingest khong-so.md --number 158/2024/QH15 --yes
    """
    paths = files_of(files)
    if not paths:
        raise click.UsageError(_NO_FILES)
    about = checked_about(said)
    told = read_correction_file(corrections_file.read()) if corrections_file else {}
    if len(paths) > 1 and (told or set(about) - {"period"}):
        raise click.UsageError(_ONE_FILE)
    with open_database(load_settings().nghiquyet_database) as database:
        documents = Documents(database)
        Library(documents)  # the bundled resolution is there from the first command on
        if yes and not told:
            fine = _load_all(documents, paths, about, in_force)
        else:
            about = {**about_of(told), **about}
            done = [_one(documents, path, about, told, yes, in_force) for path in paths]
            fine = all(done)
    if not fine:
        sys.exit(1)


# -- one by one -------------------------------------------------------------------------------------


def _one(
    documents: Documents,
    path: Path,
    about: Mapping[str, Any],
    told: Mapping[str, Any],
    yes: bool,
    in_force: bool | None,
) -> bool:
    """Propose one file and load it if that is what is wanted; return whether nothing went wrong."""
    try:
        proposal = propose(documents, path.read_bytes(), path.name, about=about)
        if told:
            found = read_rows(told, proposal.resolution, proposal.corrections)
            if found.faults:
                raise InvalidInputError("\n".join(found.faults))
            proposal = _again(documents, proposal, found.corrections)
        if yes:
            return _accept(documents, proposal, in_force)
        click.echo("\n".join(proposal.lines()))
        wanted = _confirmed(documents, proposal)
        if wanted is None:
            click.echo(_DROPPED.format(name=path.name))
            return True
        return _accept(documents, wanted, in_force)
    except click.Abort:
        click.echo(_NOBODY.format(name=path.name), err=True)
    except KnowledgeError as error:
        _complain(path.name, str(error))
    return False


def _again(documents: Documents, proposal: Proposal, corrections: Any) -> Proposal:
    return propose_text(documents, proposal.source, proposal.name, corrections)


def _confirmed(documents: Documents, proposal: Proposal) -> Proposal | None:
    """Ask until a person loads or drops it, correcting in between; None for dropped."""
    while True:
        answer = fold(click.prompt(_ASK, default="", show_default=False).strip().lower())
        if answer in _NO:
            return None
        if answer in _YES and not proposal.needs:
            return proposal
        if answer in _YES:
            click.echo("\n".join(proposal.needs))
        elif answer in _EDIT:
            proposal = _edited(documents, proposal)
        else:
            click.echo(_ASK_AGAIN)


def _edited(documents: Documents, proposal: Proposal) -> Proposal:
    """Read correction lines up to an empty one and show what they changed."""
    click.echo(_HOW_TO_EDIT)
    lines: list[str] = []
    while line := click.prompt("", default="", show_default=False, prompt_suffix="> ").strip():
        lines.append(line)
    found = read_lines(lines, proposal.resolution, proposal.corrections)
    for fault in found.faults:
        click.echo(fault, err=True)
    try:
        changed = _again(documents, proposal, found.corrections)
    except KnowledgeError as error:
        click.echo(str(error), err=True)
        return proposal
    before = set(proposal.lines())
    shown = [line for line in changed.lines() if line.strip() and line not in before]
    click.echo("\n".join(shown or changed.change_lines()))
    return changed


def _accept(documents: Documents, proposal: Proposal, in_force: bool | None) -> bool:
    if proposal.needs:
        _complain(proposal.name, NEEDS_NUMBER.format(name=proposal.name))
        return False
    done = accept(documents, proposal, by=OPERATOR, in_force=in_force)
    _tell(done, len(proposal.resolution.clauses), proposal.dropped)
    _prepare(documents, [done.number])
    return True


# -- many -------------------------------------------------------------------------------------------


def _load_all(
    documents: Documents, paths: list[Path], about: Mapping[str, Any], in_force: bool | None
) -> bool:
    """Load files without asking; return whether all were loaded."""
    loading = Loading(documents, about, by=OPERATOR, in_force=in_force)
    counts = dict.fromkeys(Result, 0)
    numbers: list[str] = []
    bar = tqdm(total=len(paths), desc=_LOADING, unit=" tệp", disable=_quiet(paths))
    try:
        for outcome in loading.load(paths):
            counts[outcome.result] += 1
            numbers += [outcome.number] if outcome.number else []
            if len(paths) <= _FEW or _needs_a_look(outcome):
                with tqdm.external_write_mode():
                    _report(outcome)
            bar.update()
        bar.close()
        _prepare(documents, numbers)
    except KeyboardInterrupt:
        bar.close()
        click.echo(_STOPPED, err=True)
        sys.exit(130)
    finally:
        bar.close()
        if len(paths) > 1:
            told = {result.value: count for result, count in counts.items()}
            click.echo(_SUMMARY.format(**told))
    return not counts[Result.REFUSED]


def _needs_a_look(outcome: Outcome) -> bool:
    lost = outcome.load is not None and bool(outcome.load.lost)
    return bool(outcome.fault or outcome.dropped) or lost


def _report(outcome: Outcome) -> None:
    if outcome.result is Result.REFUSED:
        click.echo(outcome.fault, err=True)
    elif outcome.load is None:
        click.echo(_SAME.format(number=outcome.number))
    else:
        _tell(outcome.load, outcome.clauses, outcome.dropped)


def _tell(done: Load, count: int, dropped: tuple[str, ...] = ()) -> None:
    if not done.changed:
        click.echo(_SAME.format(number=done.number))
        return
    click.echo(_LOADED.format(number=done.number, count=count))
    if done.begins is not None:
        click.echo(_BEGINS.format(day=day(done.begins)))
    for line in record_lines(done.kept, done.moved, done.lost):
        click.echo(line)
    for fault in dropped:
        click.echo(dropped_words(fault))


def _prepare(documents: Documents, numbers: list[str]) -> None:
    """Keep the index of what was loaded, so that the first question need not wait for it."""
    with tqdm(total=len(numbers), desc=_PREPARING, unit=" văn bản", disable=_quiet(numbers)) as bar:
        Shelf(documents).prepare_many(numbers, lambda _: bar.update())


def _quiet(things: list[Any]) -> bool:
    return len(things) < 2 or not sys.stderr.isatty()


def _complain(name: str, sentence: str) -> None:
    click.echo(sentence if name in sentence else f"{name}: {sentence}", err=True)
