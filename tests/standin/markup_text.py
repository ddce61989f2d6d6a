"""Texts with entities: Telegram's HTML, its limits, and the entities it finds by itself.

What is read and how entities nest follows https://core.telegram.org/bots/api#formatting-options;
Markdown and ``<tg-time>`` are left out. An entity is a ``MessageEntity`` as a dict, its offset and
length in UTF-16 code units.
"""

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

from .errors import ApiError, Json, bad_request

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
#: Telegram ignores further entities (``telegram.constants.MessageLimit.MESSAGE_ENTITIES``).
MAX_ENTITIES = 100

_STYLES = frozenset({"bold", "italic", "underline", "strikethrough", "spoiler"})
_QUOTES = frozenset({"blockquote", "expandable_blockquote"})
_CODES = frozenset({"code", "pre"})

#: The entity of every tag that needs no attribute.
_PLAIN_TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "pre": "pre",
}
_TAGS = frozenset({*_PLAIN_TAGS, "a", "blockquote", "code", "span", "tg-emoji"})
_CHARACTERS = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#([0-9]{1,8})|#[xX]([0-9A-Fa-f]{1,8})|(lt|gt|amp|quot));")
_STOP = re.compile("[<&]")
_START_TAG = re.compile(r"<([^\s<>/=\"'&]*)")
_END_TAG = re.compile(r"</([^\s<>]*)\s*>")
#: A quoted value may lack its end, which shows as a tag that runs to the end of the text.
_ATTRIBUTE = re.compile(r"""([A-Za-z-]+)(?:\s*=\s*(?:"([^"]*)"?|'([^']*)'?|([A-Za-z0-9.-]+)))?""")
_EMOJI_ID = re.compile(r"[1-9][0-9]{0,18}")
_SURROGATE = re.compile("[\ud800-\udfff]")
_APP_LINK = re.compile(r"(?:tg|ton)://\S+", re.IGNORECASE)
_USER_LINK = re.compile(r"tg://user/?\?id=([0-9]{1,18})", re.IGNORECASE)
_HOST = re.compile(r"(?:[\w-]+\.)+[^\W\d_][\w-]+|[0-9]{1,3}(?:\.[0-9]{1,3}){3}")

#: One alternative per type; e-mails come first, for their hosts look like links.
_FOUND = re.compile(
    r"""
      (?P<email> (?<![\w.+-]) [a-z0-9_.+-]{1,64} @ (?:[a-z0-9-]+\.)+ [a-z]{2,24} (?![\w-]) )
    | (?P<url> (?<![\w@.-]) (?:
          (?:https?|tg):// [^\s<>"“”]+
        | (?:[\w-]+\.)+ (?:com|edu|gov|info|io|me|net|org|vn) (?![\w@-])
          (?: :[0-9]{1,5} )? (?: [/?\#] [^\s<>"“”]* )? ) )
    | (?P<bot_command> (?<![\w/<>]) / [a-z0-9_]{1,64} (?: @[a-z0-9_]{3,32} )? (?![\w/]) )
    | (?P<mention> (?<!\w) @[a-z0-9_]{3,32} (?!\w) )
    | (?P<hashtag> (?<![\w\#&]) \# (?=\w*[^\W\d_]) \w{1,256} (?!\w) )
    """,
    re.IGNORECASE | re.VERBOSE,
)
_SENTENCE_END = tuple(".,:;!?'…")


def utf16_length(text: str) -> int:
    """The length of a text in UTF-16 code units, the unit of Telegram's offsets."""
    return len(text) + sum(character > "\uffff" for character in text)


def utf16_slice(text: str, offset: int, length: int) -> str:
    """The part of a text at a UTF-16 offset."""
    units = text.encode("utf-16-le", "surrogatepass")
    return units[2 * offset : 2 * (offset + length)].decode("utf-16-le", "surrogatepass")


def _refused(words: str) -> ApiError:
    return bad_request(f"Can't parse entities: {words}")


# Links -----------------------------------------------------------------------------------


def checked_link(url: str) -> str | None:
    """The link as Telegram stores it, or None when it drops the link silently."""
    url = url.strip()
    if _APP_LINK.fullmatch(url):
        return url
    if re.search(r"\s", url):
        return None
    try:
        parts = urlsplit(url if "://" in url else f"http://{url}")
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    fine = parts.scheme in {"http", "https"} and port != 0 and "@" not in parts.netloc
    if not fine or not _HOST.fullmatch(host):
        return None
    return parts._replace(netloc=parts.netloc.lower(), path=parts.path or "/").geturl()


def _linked(url: str) -> Json | None:
    """The entity of a link: a user's mention or an ordinary link, without its place."""
    user = _USER_LINK.fullmatch(url.strip())
    if user:
        return {"type": "text_mention", "user": {"id": int(user[1])}}
    link = checked_link(url)
    return None if link is None else {"type": "text_link", "url": link}


# HTML ------------------------------------------------------------------------------------


@dataclass
class _HtmlReader:
    """Reads a source from left to right, ``at`` being the next character.

    ``open_tags`` are the names that wait for their end, each with the entity it makes, if any.
    """

    source: str
    at: int = 0
    text: str = ""
    entities: list[Json] = field(default_factory=list)
    open_tags: list[tuple[str, Json | None]] = field(default_factory=list)

    def read(self) -> None:
        """Reads everything; ``text`` and ``entities`` have the result."""
        while self.at < len(self.source):
            if self.source.startswith("</", self.at):
                self._end_tag()
            elif self.source[self.at] == "<":
                self._start_tag()
            else:
                self._characters()
        if self.open_tags:
            name = self.open_tags[-1][0]
            raise _refused(f'Can\'t find end tag corresponding to start tag "{name}"')

    def _place(self, at: int) -> str:
        return f"at byte offset {len(self.source[:at].encode('utf-8', 'surrogatepass'))}"

    def _characters(self) -> None:
        """Takes one character reference, or whatever there is up to the next "<" or "&"."""
        reference = _REFERENCE.match(self.source, self.at)
        if reference:
            self.text += _character(reference)
            self.at = reference.end()
            return
        stop = _STOP.search(self.source, self.at + 1)
        end = stop.start() if stop else len(self.source)
        self.text += self.source[self.at : end]
        self.at = end

    def _start_tag(self) -> None:
        start = self.at
        match = _START_TAG.match(self.source, start)
        assert match is not None
        name = match[1].lower()
        self.at = match.end()
        if self.at == len(self.source):
            raise _refused(f"Unclosed start tag {self._place(start)}")
        if name not in _TAGS:
            raise _refused(f'Unsupported start tag "{name}" {self._place(start)}')
        entity = _tag_entity(name, self._attributes(name, start), self._place(start))
        if entity is not None:
            entity |= {"offset": utf16_length(self.text), "length": 0}
            self.entities.append(entity)
        self.open_tags.append((name, entity))

    def _attributes(self, name: str, start: int) -> dict[str, str]:
        """Takes the attributes and the ">" after them."""
        found: dict[str, str] = {}
        while True:
            while self.source[self.at : self.at + 1].isspace():
                self.at += 1
            if self.at >= len(self.source):
                raise _refused(f"Unclosed start tag {self._place(start)}")
            if self.source[self.at] == ">":
                self.at += 1
                return found
            match = _ATTRIBUTE.match(self.source, self.at)
            if not match:
                raise _refused(f'Invalid attributes in the tag "{name}" {self._place(start)}')
            self.at = match.end()
            value = next((value for value in match.groups()[1:] if value is not None), "")
            found[match[1].lower()] = _REFERENCE.sub(_character, value)

    def _end_tag(self) -> None:
        match = _END_TAG.match(self.source, self.at)
        if match is None:
            raise _refused(f"Unclosed end tag {self._place(self.at)}")
        if not self.open_tags:
            raise _refused(f"Unexpected end tag {self._place(self.at)}")
        expected, entity = self.open_tags.pop()
        name = match[1].lower()
        if name != expected:
            raise _refused(
                f"Unmatched end tag {self._place(self.at)}, "
                f'expected "</{expected}>", found "</{name}>"'
            )
        self.at = match.end()
        if entity is not None:
            entity["length"] = utf16_length(self.text) - entity["offset"]
            if name == "pre":
                self._name_language(entity)

    def _name_language(self, block: Json) -> None:
        """Gives a block the language of a ``<code>`` that fills it."""
        for inner in self.entities:
            if inner["type"] == "code" and "language" in inner and _ends(inner) == _ends(block):
                block["language"] = inner["language"]


def _character(reference: re.Match[str]) -> str:
    """The character a reference stands for; one without a meaning stays as it is written."""
    decimal, hexadecimal, name = reference.groups()
    if name:
        return _CHARACTERS[name]
    code = int(decimal) if decimal else int(hexadecimal, 16)
    if 0xD800 <= code <= 0xDFFF:
        raise _refused("Text contains invalid Unicode characters")
    return chr(code) if 0 < code <= 0x10FFFF else reference[0]


def _tag_entity(name: str, attributes: dict[str, str], place: str) -> Json | None:
    """The entity a tag makes, without its place, or None when it makes none."""
    if name in _PLAIN_TAGS:
        return {"type": _PLAIN_TAGS[name]}
    if name == "blockquote":
        return {"type": "expandable_blockquote" if "expandable" in attributes else "blockquote"}
    if name == "a":
        return _linked(attributes.get("href", ""))
    if name == "span":
        if attributes.get("class") != "tg-spoiler":
            raise _refused(f'Tag "span" must have class "tg-spoiler" {place}')
        return {"type": "spoiler"}
    if name == "tg-emoji":
        emoji_id = attributes.get("emoji-id", "")
        if not _EMOJI_ID.fullmatch(emoji_id):
            raise _refused("Invalid custom emoji identifier specified")
        return {"type": "custom_emoji", "custom_emoji_id": emoji_id}
    prefix, _, language = attributes.get("class", "").partition("language-")
    return {"type": "code"} | ({"language": language} if language and not prefix else {})


def parse_html(source: str) -> tuple[str, list[Json]]:
    """Parses Telegram's HTML into the text and its entities.

    Raises:
        ApiError: A 400 "can't parse entities", most of them with a byte offset.
    """
    reader = _HtmlReader(source)
    reader.read()
    for entity in reader.entities:
        if entity["type"] == "code":
            entity.pop("language", None)  # only blocks have one
    return reader.text, _nested(reader.entities)


# Entities --------------------------------------------------------------------------------


def _ends(entity: Json) -> tuple[int, int]:
    return entity["offset"], entity["offset"] + entity["length"]


def _overlap(one: Json, other: Json) -> bool:
    (start, end), (low, high) = _ends(one), _ends(other)
    return start < high and low < end


def _rank(entity: Json) -> int:
    """What gives way to what: styles to links and the like, these to quotes, all to code."""
    kind = entity["type"]
    return 0 if kind in _CODES else 1 if kind in _QUOTES else 3 if kind in _STYLES else 2


def _nested(entities: list[Json]) -> list[Json]:
    """The entities in order, changed so far as needed to obey Telegram's rules of nesting."""
    kept: list[Json] = []
    for entity in sorted(entities, key=lambda e: (_rank(e), e["offset"], -e["length"])):
        pieces = [entity] if entity["length"] > 0 else []
        near = [other for other in kept if _overlap(entity, other)]
        # Those of its own type first: what they leave of it may cross the others.
        same = [other for other in near if other["type"] == entity["type"]]
        for other in [*same, *near]:
            pieces = [part for piece in pieces for part in _beside(piece, other)]
        kept += pieces
    return sorted(kept, key=lambda e: (e["offset"], -e["length"]))


def _beside(entity: Json, other: Json) -> list[Json]:
    """What is left of an entity next to another one that has precedence."""
    if not _overlap(entity, other):
        return [entity]
    (start, end), (low, high) = _ends(entity), _ends(other)
    inside = low <= start and end <= high
    around = start <= low and high <= end
    if entity["type"] in _STYLES:
        excluded = other["type"] in _CODES or other["type"] == entity["type"]
        if not excluded and (inside or around):
            return [entity]
        borders = [start, *(border for border in (low, high) if start < border < end), end]
        parts = [{**entity, "offset": a, "length": b - a} for a, b in pairwise(borders)]
        return [part for part in parts if not (excluded and _overlap(part, other))]
    ranks = (_rank(entity), _rank(other))
    return [entity] if (around and ranks == (1, 0)) or (inside and ranks == (2, 1)) else []


def trim(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Strips the ends of a text as Telegram does and fits the entities to what is left."""
    stripped = text.strip()
    left_out, length = len(text) - len(text.lstrip()), utf16_length(stripped)
    fitted = []
    for entity in entities:
        start, end = (min(max(border - left_out, 0), length) for border in _ends(entity))
        fitted.append({**entity, "offset": start, "length": end - start})
    return stripped, [entity for entity in fitted if entity["length"] > 0]


def find_entities(text: str, taken: list[Json] | None = None) -> list[Json]:
    """Adds the entities Telegram finds itself: commands, mentions, links, e-mails, hashtags."""
    taken = taken or []
    firm = [entity for entity in taken if _rank(entity) in {0, 2}]
    found: list[Json] = []
    for match in _FOUND.finditer(text):
        kind, shown = str(match.lastgroup), match[0]
        if kind == "url":
            shown = _without_sentence_end(shown)
        if kind == "url" and checked_link(shown) is None:
            continue
        start, length = utf16_length(text[: match.start()]), utf16_length(shown)
        entity = {"type": kind, "offset": start, "length": length}
        if not any(_overlap(entity, other) for other in firm):
            found.append(entity)
    return _nested([*taken, *found])


def _without_sentence_end(link: str) -> str:
    """A link without the punctuation and the brackets that belong to the sentence around it."""
    while link.endswith(_SENTENCE_END) or link.count(")") > link.count("("):
        link = link[:-1]
    return link


def _checked_entities(given: Any) -> list[Json]:
    """The entities a bot sent that Telegram takes; those of other types are passed over."""
    if not isinstance(given, list):
        raise _refused("Expected an Array of MessageEntity")
    checked: list[Json] = []
    for entity in given:
        if not isinstance(entity, dict):
            raise _refused("MessageEntity must be an Object")
        if any(type(entity.get(name)) is not int for name in ("offset", "length")):
            raise _refused("MessageEntity must have an offset and a length")
        made = _given_entity(entity)
        if made is not None:
            checked.append({**made, "offset": entity["offset"], "length": entity["length"]})
    return checked


def _given_entity(entity: Json) -> Json | None:
    kind = str(entity.get("type"))
    if kind == "text_link":
        return _linked(str(entity.get("url", "")))
    if kind == "text_mention":
        user = entity.get("user")
        return {"type": kind, "user": user} if isinstance(user, dict) else None
    if kind == "custom_emoji":
        known = _EMOJI_ID.fullmatch(str(entity.get("custom_emoji_id")))
        return {"type": kind, "custom_emoji_id": known[0]} if known else None
    if kind == "pre" and entity.get("language"):
        return {"type": kind, "language": str(entity["language"])}
    return {"type": kind} if kind in _STYLES | _QUOTES | _CODES else None


def formatted(
    text: str, parse_mode: str, given: list[Json] | None, *, caption: bool = False
) -> tuple[str, list[Json]]:
    """The text and entities a message gets from what a bot sent.

    Raises:
        ApiError: The text is empty or too long, or its markup does not parse.
    """
    if _SURROGATE.search(text):
        raise bad_request("strings must be encoded in UTF-8")
    if parse_mode and parse_mode.lower() != "html":
        raise bad_request("unsupported parse_mode")
    text, entities = parse_html(text) if parse_mode else (text, _checked_entities(given or []))
    text, entities = trim(text, entities)
    if not text and not caption:
        raise bad_request("text must be non-empty")
    if utf16_length(text) > (CAPTION_LIMIT if caption else TEXT_LIMIT):
        raise bad_request(f"message {'caption ' if caption else ''}is too long")
    return text, find_entities(text, entities)[:MAX_ENTITIES]
