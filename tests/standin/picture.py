"""Pictures of a chat: messages as an HTML page at phone width, and its screenshot."""

import html
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from .errors import Json
from .markup_text import utf16_length, utf16_slice
from .model import Button, Message

PHONE_WIDTH = 360
CHROMIUM_TIMEOUT_SECONDS = 60
_TAGS = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
_LINKED = {"mention", "hashtag", "bot_command", "url", "email", "text_mention"}
_STYLE = """
* { box-sizing: border-box; }
body { margin: 0 auto; width: 360px; min-height: 100vh; background: #d5e3cf;
  font: 15px/1.33 Roboto, "Noto Sans", "Noto Color Emoji", sans-serif; color: #000; }
header { position: sticky; top: 0; background: #517da2; color: #fff; padding: 11px 16px;
  font-weight: 600; font-size: 17px; }
main { padding: 8px; display: flex; flex-direction: column; gap: 6px; }
.row { display: flex; flex-direction: column; max-width: 86%; }
.bot { align-self: flex-start; } .user { align-self: flex-end; }
.bubble { padding: 6px 10px 5px; border-radius: 14px; box-shadow: 0 1px 1px #0002;
  white-space: pre-wrap; overflow-wrap: anywhere; background: #fff; }
.user .bubble { background: #effdde; }
.name { color: #3a8cc9; font-weight: 600; font-size: 14px; }
.reply { border-left: 3px solid #3a8cc9; background: #3a8cc91a; border-radius: 4px;
  padding: 2px 8px; margin-bottom: 4px; font-size: 13px; white-space: nowrap; overflow: hidden;
  text-overflow: ellipsis; }
.meta { float: right; margin: 5px 0 0 8px; font-size: 11px; color: #8a9aa5; }
.user .meta { color: #62ac55; }
.file { display: flex; gap: 8px; align-items: center; }
.file span { background: #3a8cc9; color: #fff; border-radius: 50%; width: 40px; height: 40px;
  display: grid; place-items: center; }
.photo { background: #b6c8d6; border-radius: 10px; height: 150px; display: grid;
  place-items: center; color: #fff; margin-bottom: 4px; }
a { color: #2481cc; text-decoration: none; }
code, pre { font: 13px/1.35 "Noto Sans Mono", monospace; color: #9a3c74; }
pre { background: #0000000d; border-radius: 6px; padding: 6px 8px; margin: 3px 0;
  white-space: pre-wrap; }
blockquote { margin: 3px 0; padding: 3px 24px 3px 8px; border-left: 3px solid #3a8cc9;
  background: #3a8cc91a; border-radius: 4px; font-size: 14px; position: relative; }
blockquote::after { content: "”"; position: absolute; right: 7px; top: -1px; color: #3a8cc9;
  font-size: 20px; }
blockquote.expandable { display: -webkit-box; -webkit-line-clamp: 3; -webkit-box-orient: vertical;
  overflow: hidden; padding-bottom: 0; }
.spoiler { background: #888; color: transparent; border-radius: 3px; }
.keys { display: flex; gap: 4px; margin-top: 4px; }
.keys div { flex: 1; min-width: 0; background: #5b7a5ecc; color: #fff; border-radius: 8px;
  padding: 8px 4px; text-align: center; font-size: 14px; font-weight: 500; overflow: hidden;
  text-overflow: ellipsis; white-space: nowrap; position: relative; }
.keys div small { position: absolute; right: 4px; top: 1px; font-size: 9px; }
.service { align-self: center; background: #0004; color: #fff; border-radius: 12px;
  padding: 2px 10px; font-size: 13px; }
"""


def formatted_html(text: str, entities: list[Json]) -> str:
    """A text with its entities as HTML; offsets are UTF-16 units."""
    ordered = sorted(entities, key=lambda e: (e["offset"], -e["length"]))
    return _span(text, 0, utf16_length(text), ordered)


def _span(text: str, start: int, end: int, entities: list[Json]) -> str:
    parts: list[str] = []
    at = start
    while entities:
        first, *entities = entities
        low = max(first["offset"], at)
        high = min(first["offset"] + first["length"], end)
        if low >= high:
            continue
        parts.append(html.escape(utf16_slice(text, at, low - at)))
        inside = [e for e in entities if e["offset"] < high]
        before, after = _tags(first, utf16_slice(text, low, high - low))
        parts.append(before + _span(text, low, high, inside) + after)
        at = high
        block = first["type"] in {"pre", "blockquote", "expandable_blockquote"}
        if block and utf16_slice(text, at, 1) == "\n":
            at += 1
    parts.append(html.escape(utf16_slice(text, at, end - at)))
    return "".join(parts)


def _tags(entity: Json, text: str) -> tuple[str, str]:
    kind = entity["type"]
    if kind == "text_link":
        return f'<a href="{html.escape(entity["url"])}">', "</a>"
    if kind in _LINKED:
        return "<a>", "</a>"
    if kind == "expandable_blockquote":
        return '<blockquote class="expandable">', "</blockquote>"
    if kind == "spoiler":
        return '<span class="spoiler">', "</span>"
    tag = _TAGS.get(kind, "span")
    return f"<{tag}>", f"</{tag}>"


def chat_html(messages: Iterable[Message], title: str = "") -> str:
    """A page that looks like these messages on a phone; deleted ones are left out."""
    shown = [message for message in messages if not message.deleted]
    name = title or (shown[0].chat.title if shown else None) or "Chat"
    rows = "\n".join(map(_row, shown))
    return (
        '<!doctype html>\n<html lang="vi"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width={PHONE_WIDTH}"><title>{html.escape(name)}</title>'
        f"<style>{_STYLE}</style></head>\n"
        f"<body><header>{html.escape(name)}</header><main>\n{rows}\n</main></body></html>\n"
    )


def _row(message: Message) -> str:
    body = _media(message) + formatted_html(message.text, message.entities)
    if not body:
        return f'<div class="service">{html.escape(", ".join(message.content))}</div>'
    side = "bot" if message.from_bot else "user"
    head = ""
    if message.chat.is_group and message.sender is not None:
        head = f'<div class="name">{html.escape(message.sender.first_name)}</div>'
    replied = message.chat.messages.get(message.reply_to or 0)
    if replied is not None:
        head += f'<div class="reply">{html.escape(replied.text or "…")}</div>'
    when = datetime.fromtimestamp(message.date, UTC).strftime("%H:%M")
    edited = "edited " if message.history else ""
    meta = f'<span class="meta">{edited}{when}</span>'
    keys = "".join(f'<div class="keys">{"".join(map(_key, row))}</div>' for row in message.keyboard)
    return f'<div class="row {side}"><div class="bubble">{head}{body}{meta}</div>{keys}</div>'


def _key(button: Button) -> str:
    corner = "" if button.data is not None else "<small>↗\ufe0e</small>"
    return f"<div>{html.escape(button.label)}{corner}</div>"


def _media(message: Message) -> str:
    content = message.content
    if "photo" in content:
        return '<div class="photo">photo</div>'
    if "document" in content:
        name = html.escape(content["document"].get("file_name", "file"))
        size = content["document"]["file_size"]
        return f'<div class="file"><span>↓</span><div>{name}<br><small>{size} B</small></div></div>'
    if "sticker" in content:
        return f"<big>{html.escape(content['sticker'].get('emoji', ''))}</big>"
    return "🎤 voice" if "voice" in content else ""


def screenshot(page: str, png: Path, *, height: int = 800, width: int = PHONE_WIDTH) -> bool:
    """Takes a picture of a page with headless Chromium.

    Args:
        page: The HTML.
        png: The file to write.
        height: CSS pixels; what is below is cut off.
        width: CSS pixels.

    Returns:
        Whether there is a Chromium on this machine.
    """
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        return False
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "page.html")
        source.write_text(page, encoding="utf-8")
        subprocess.run(
            [
                program,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--hide-scrollbars",
                "--force-device-scale-factor=2",
                f"--window-size={width},{height}",
                f"--user-data-dir={folder}/profile",
                f"--screenshot={png.absolute()}",
                source.as_uri(),
            ],
            check=True,
            capture_output=True,
            timeout=CHROMIUM_TIMEOUT_SECONDS,
        )
    return True
