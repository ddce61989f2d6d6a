"""Runs the stand-in alone with a small terminal: ``python -m tests.standin --port 8081``."""

import argparse
import asyncio
import sys
import threading
import time
from pathlib import Path

from .actors import User
from .control import Standin
from .markup_text import utf16_length, utf16_slice
from .model import InlineQuery, Message
from .picture import chat_html, screenshot

HELP = """A line is a private message to the bot. Besides:
  :tap LABEL      tap a button of the latest message that has it
  :inline QUERY   an inline query; its results are printed
  :doc PATH       send a file
  :picture PATH   write the chat as .html, or as .png with chromium
  :help  :quit"""
_ANSI = {
    "bold": "1",
    "italic": "3",
    "underline": "4",
    "strikethrough": "9",
    "code": "35",
    "pre": "35",
    "text_link": "36",
    "blockquote": "2",
    "expandable_blockquote": "2",
}


def rendered(message: Message, *, colour: bool) -> str:
    """A message as terminal text, its buttons below in brackets."""
    marks: list[tuple[int, int, str]] = []
    for index, entity in enumerate(message.entities if colour else []):
        code = _ANSI.get(entity["type"])
        if code:
            end = entity["offset"] + entity["length"]
            marks += [(entity["offset"], index, f"\x1b[{code}m"), (end, -1, "\x1b[0m")]
    out, at = "", 0
    for offset, _, mark in sorted(marks):
        out += utf16_slice(message.text, at, offset - at) + mark
        at = offset
    out += utf16_slice(message.text, at, utf16_length(message.text) - at)
    media = [name for name in ("photo", "document", "sticker", "voice") if name in message.content]
    lines = [f"<{name}>" for name in media] + [out]
    lines += ["  ".join(f"[{button.label}]" for button in row) for row in message.keyboard]
    return "\n".join(lines)


def watch(telegram: Standin, user: User, stop: threading.Event) -> None:
    """Prints what the bot sends and edits until told to stop."""
    printed: dict[int, int] = {}
    while not stop.wait(0.05):
        for message in telegram.replies(user.chat):
            if printed.get(message.message_id) != len(message.history):
                printed[message.message_id] = len(message.history)
                edited = " (edited)" if message.history else ""
                text = rendered(message, colour=sys.stdout.isatty())
                print(f"\n— bot #{message.message_id}{edited}\n{text}", flush=True)


def show_inline(telegram: Standin, query: InlineQuery) -> None:
    """Prints the results of an inline query."""
    try:
        asyncio.run(telegram.wait_for_answer(query, 10))
    except TimeoutError:
        print("no answer")
    for result in query.results:
        print(f"  • {result.get('title', '')} — {result.get('description', '')}")


def obey(telegram: Standin, user: User, line: str) -> None:
    """Carries out one line typed in the terminal."""
    command, _, rest = line.partition(" ")
    if command == ":tap":
        for message in reversed(telegram.replies(user.chat)):
            if any(rest in {button.label, button.data} for button in message.buttons):
                user.tap(message, rest)
                return
        print("no such button")
    elif command == ":inline":
        show_inline(telegram, user.inline(rest))
    elif command == ":doc":
        user.send_document(Path(rest).read_bytes(), Path(rest).name)
    elif command == ":picture":
        page = chat_html(telegram.messages(user.chat), telegram.bot.first_name)
        if not rest.endswith(".png"):
            Path(rest).write_text(page, encoding="utf-8")
        elif not screenshot(page, Path(rest)):
            print("no chromium here")
    elif command == ":help":
        print(HELP)
    elif line.strip():
        user.say(line)


def main() -> None:
    """Reads the command line and serves until ``:quit`` or the end of input."""
    parser = argparse.ArgumentParser(prog="python -m tests.standin", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="the port on 127.0.0.1")
    parser.add_argument("--language", default="vi", help="the user's language_code")
    arguments = parser.parse_args()
    telegram = Standin()
    telegram.start_thread(arguments.port)
    user = telegram.add_user("Lan", language_code=arguments.language)
    print(f"TELEGRAM_TOKEN={telegram.token}")
    print(f"TELEGRAM_BASE_URL={telegram.base_url}")
    print(f"TELEGRAM_BASE_FILE_URL={telegram.base_file_url}")
    print(HELP, flush=True)
    stop = threading.Event()
    watcher = threading.Thread(target=watch, args=(telegram, user, stop))
    watcher.start()
    try:
        for line in sys.stdin:
            if line.strip() == ":quit":
                break
            try:
                obey(telegram, user, line.rstrip("\n"))
            except (OSError, ValueError, LookupError) as error:
                print(f"! {error}")
        time.sleep(0.2)
    except KeyboardInterrupt:
        pass
    finally:
        stop.set()
        watcher.join()
        telegram.stop_thread()


if __name__ == "__main__":
    main()
