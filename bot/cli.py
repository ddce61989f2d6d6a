"""The command ``nghiquyet``."""

import json
import re
import sys
import time
from collections.abc import Iterator
from typing import Any, Protocol, TextIO

import click

from bot.settings import Settings, SettingsError, load_settings
from bot.terminal import WELCOME, Conversation, as_json, plain, with_standing
from bot.terminal import chat as terminal_chat
from knowledge.answers.answer import Answer
from knowledge.errors import KnowledgeError, UnknownDocumentError

NOT_UTF8 = "Tệp không phải văn bản UTF-8; lưu lại theo UTF-8 rồi chạy lại."
STOPPED = "Đã dừng."
BROKEN_LINE = "Dòng {number} của {name} không phải JSON có “id” và “q” nên bị bỏ qua; các dòng khác vẫn được trả lời."
FAULTY_LINE = "Dòng {number} của {name} bị bỏ qua: {fault}"


class Sentences(click.Group):
    """A group of commands that turns the user's mistakes into one sentence each."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run; a known fault ends with one sentence on standard error and status 1."""
        _use_utf8()
        try:
            return super().main(*args, **{**kwargs, "standalone_mode": False})
        except (SettingsError, KnowledgeError) as error:
            click.echo(str(error), err=True)
        except UnicodeDecodeError:
            click.echo(NOT_UTF8, err=True)
        except click.Abort:
            click.echo(STOPPED, err=True)
        except click.ClickException as error:
            click.echo(_sentence(error), err=True)
            sys.exit(error.exit_code)
        except BrokenPipeError:
            sys.stderr.close()
        sys.exit(1)


@click.group(cls=Sentences, invoke_without_command=True)
@click.pass_context
def main(context: click.Context) -> None:
    """Hỏi đáp về nghị quyết, trích nguyên văn.

    Không kèm lệnh: có TELEGRAM_BOT_TOKEN thì chạy bot Telegram, không có thì mở trò chuyện trong cửa sổ lệnh.

    \b
    Ví dụ:
      nghiquyet ask "chỉ tiêu BHYT là bao nhiêu"
      nghiquyet chat
    """
    if context.invoked_subcommand is None:
        context.invoke(run if load_settings().telegram_bot_token else chat)


@main.command()
@click.argument("question", nargs=-1)
@click.option("--json", "as_object", is_flag=True, help="In một đối tượng JSON.")
@click.option(
    "--document", default=None, help="Số hiệu văn bản cần hỏi; mặc định là văn bản đang áp dụng."
)
@click.option("--prev", default=None, help="Tin nhắn trước đó, để hiểu câu hỏi nối tiếp.")
@click.option(
    "--batch",
    type=click.File("r", encoding="utf-8"),
    help="Tệp JSON mỗi dòng có id, q (và prev, document); - là đầu vào chuẩn.",
)
def ask(
    question: tuple[str, ...],
    as_object: bool,
    document: str | None,
    prev: str | None,
    batch: TextIO | None,
) -> None:
    """In câu trả lời như người hỏi sẽ nhận được.

    \b
    Ví dụ:
      nghiquyet ask "chỉ tiêu BHYT là bao nhiêu"
      nghiquyet ask "còn nước sạch thì sao" --prev "chỉ tiêu BHYT là bao nhiêu" --json
      nghiquyet ask --batch cau-hoi.jsonl > tra-loi.jsonl
    """
    if batch is None and not question:
        raise click.UsageError('Hãy gõ câu hỏi, ví dụ: nghiquyet ask "chỉ tiêu BHYT là bao nhiêu".')
    answer = _answerer(load_settings())
    if batch is not None:
        if not _answer_all(batch, answer, document):
            sys.exit(1)
        return
    text = " ".join(question)
    if as_object:
        _write(_timed(answer, text, prev, document))
    else:
        click.echo(plain(answer(text, prev, document)))


@main.command()
@click.option(
    "--document", default=None, help="Số hiệu văn bản cần hỏi; mặc định là văn bản đang áp dụng."
)
def chat(document: str | None) -> None:
    """Trò chuyện trong cửa sổ lệnh, không cần mạng; gõ /vanban để xem các văn bản đã nạp.

    \b
    Ví dụ:
      nghiquyet chat --document 57-NQ/TW
    """
    from bot.services import open_services

    volumes = open_services(load_settings()).volumes
    metadata = volumes.library.resolution(document or volumes.library.default()).metadata
    welcome = WELCOME.format(name=metadata.name, number=metadata.number)
    terminal_chat(Conversation(volumes, document).ask, welcome)


@main.command()
def run() -> None:
    """Chạy bot Telegram (cần TELEGRAM_BOT_TOKEN)."""
    settings = load_settings()
    if not settings.telegram_bot_token:
        raise SettingsError(
            "Chưa có TELEGRAM_BOT_TOKEN; xin token từ @BotFather rồi ghi vào tệp .env, hoặc dùng “nghiquyet chat”."
        )
    from bot.application import run as run_telegram

    sys.exit(run_telegram(settings))


class Answerer(Protocol):
    """Answers a question, given the message before it and the document to ask, if said."""

    def __call__(self, question: str, prev: str | None, document: str | None = None) -> Answer:
        """Answer."""


def _answerer(settings: Settings) -> Answerer:
    from bot.services import open_services

    volumes = open_services(settings).volumes

    def answer(question: str, prev: str | None, document: str | None = None) -> Answer:
        return with_standing(volumes.library.ask(question, prev, document=document), volumes)

    return answer


def _timed(
    answer: Answerer,
    question: str,
    prev: str | None,
    document: str | None = None,
    identity: str | None = None,
) -> dict[str, Any]:
    start = time.perf_counter()
    found = answer(question, prev, document)
    return as_json(found, identity, 1000 * (time.perf_counter() - start))


def _answer_all(lines: TextIO, answer: Answerer, document: str | None) -> bool:
    """Answer every line that can be; say of each other one what is wrong with it. Tell whether there was none.

    Raises:
        UnknownDocumentError: the document for lines that name none is not loaded.
    """
    fine = True
    name = getattr(lines, "name", "-")
    for number, row in _rows(lines):
        if row is None:
            fine = False
            click.echo(BROKEN_LINE.format(number=number, name=name), err=True)
            continue
        named = row.get("document") or document
        try:
            found = _timed(answer, row["q"], row.get("prev"), named, str(row["id"]))
        except UnknownDocumentError as error:
            if not row.get("document"):
                raise
            fine = False
            click.echo(FAULTY_LINE.format(number=number, name=name, fault=error), err=True)
            continue
        _write(found)
    return fine


def _rows(lines: TextIO) -> Iterator[tuple[int, dict[str, Any] | None]]:
    """Iterate over the lines that hold something: the number from 1 and the question, None for what is none."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError:
            row = None
        valid = isinstance(row, dict) and "id" in row and isinstance(row.get("q"), str)
        texts = (row.get("prev"), row.get("document")) if valid else ()
        yield number, row if valid and all(isinstance(text, str | None) for text in texts) else None


def _write(row: dict[str, Any]) -> None:
    click.echo(json.dumps(row, ensure_ascii=False))


def _register() -> None:
    from bot.commands import COMMANDS

    for command in COMMANDS:
        main.add_command(command)


def _sentence(error: click.ClickException) -> str:
    """One Vietnamese sentence for a mistake on the command line."""
    match error:
        case click.NoSuchOption():
            return f"Không có tùy chọn “{error.option_name}”; xem nghiquyet --help."
        case click.MissingParameter():
            name = error.param.human_readable_name if error.param else ""
            return f"Lệnh còn thiếu “{name}”; xem nghiquyet --help."
        case click.FileError():
            return f"Không mở được tệp “{error.ui_filename}”; kiểm tra lại đường dẫn."
        case click.BadParameter() if error.param and isinstance(
            error.param.type, click.File | click.Path
        ):
            named = re.search(r"'(.+?)'", error.message)
            name = named[1] if named else error.param.human_readable_name
            return f"Không mở được tệp “{name}”; kiểm tra lại đường dẫn."
        case click.BadParameter():
            value = error.param.human_readable_name if error.param else ""
            return f"Giá trị của “{value}” không dùng được; kiểm tra lại tên tệp hoặc xem nghiquyet --help."
        case click.UsageError() if not error.message.isascii():
            return error.message
        case _:
            return "Không hiểu lệnh; xem nghiquyet --help."


def _use_utf8() -> None:
    """Read and print Vietnamese whatever the console's own encoding is; half a character becomes "?"."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


_register()
