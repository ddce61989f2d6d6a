"""The terminal as a channel: an answer as plain text, an answer as JSON, a chat."""

import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final, TextIO

from knowledge.answers.answer import Answer, Intent, Part, PartKind
from knowledge.catalogue import state_words
from knowledge.volumes import Volumes

WELCOME: Final = "Hỏi về {name} (số {number}). Gõ câu hỏi rồi Enter; gõ “thoát” để dừng."
PROMPT: Final = "Hỏi: "
GOODBYE: Final = "Tạm biệt."
DOCUMENTS: Final = "/vanban"
DOCUMENTS_TITLE: Final = "{count} văn bản đã nạp (* là văn bản được hỏi khi không nêu số hiệu):"
DOCUMENT_LINE: Final = "{mark}{number}: {name}{period}, {state}"
PERIOD: Final = " (năm {period})"
_LEAVE: Final = {"thoát", "thoat", "exit", "quit", "q"}


def plain(answer: Answer) -> str:
    """Render an answer as plain text, as a person reads it."""
    lines: list[str] = []
    for part in answer.parts:
        if part.kind in (PartKind.QUOTE, PartKind.STATUS, PartKind.TEXT) and lines:
            lines.append("")
        lines.append(_line(part))
    return "\n".join(lines)


def _line(part: Part) -> str:
    match part.kind:
        case PartKind.QUOTE:
            return f"“{part.text}”" if "“" not in part.text and '"' not in part.text else part.text
        case PartKind.CITATION:
            return f"— {part.text}"
        case PartKind.NOTE:
            return f"({part.text})"
        case PartKind.ITEM | PartKind.RELATED | PartKind.CHOICE:
            return f"• {part.text}"
        case _:
            return part.text


def as_json(answer: Answer, identity: str | None, elapsed_ms: float) -> dict[str, Any]:
    """Return an answer as the object that ``ask --json`` and ``ask --batch`` write."""
    row: dict[str, Any] = {} if identity is None else {"id": identity}
    return row | {
        "question": answer.question,
        "answered": answer.answered,
        "intent": answer.intent.value,
        "confidence": round(answer.confidence, 4),
        "hits": [
            {
                "document": hit.document,
                "ref": hit.ref,
                "kind": hit.kind,
                "score": hit.score,
                "citation": hit.citation,
                "text": hit.text,
            }
            for hit in answer.hits
        ],
        "reply": plain(answer),
        "status": [
            {
                "ref": status.ref,
                "state": status.state,
                "value": None if status.value is None else float(status.value),
                "unit": status.unit,
                "as_of": status.as_of.isoformat() if status.as_of else None,
                "by": status.by,
            }
            for status in answer.status
        ],
        "suggestions": list(answer.suggestions),
        "elapsed_ms": round(elapsed_ms, 3),
    }


def with_standing(answer: Answer, volumes: Volumes) -> Answer:
    """Return an answer that says first where its document is not in force any more."""
    standing = volumes.standing(answer.document, ended_only=True) if answer.document else ""
    if not standing or answer.intent in (Intent.SMALL_TALK, Intent.EMPTY):
        return answer
    return replace(answer, parts=(Part(PartKind.NOTE, standing), *answer.parts))


class Conversation:
    """Questions one after another, each after the first with what it may lean on.

    Args:
        volumes: the documents.
        document: the number of the one that questions go to; the one in force where left out.

    Raises:
        UnknownDocumentError: it is not loaded.
    """

    def __init__(self, volumes: Volumes, document: str | None = None) -> None:
        self._volumes = volumes
        self._home = volumes.library.resolution(document).number if document else None
        self._before: Answer | None = None

    def ask(self, question: str, prev: str | None) -> Answer:
        """Answer a question; "/vanban" lists the documents."""
        if question.split()[:1] == [DOCUMENTS]:
            return self._list(question)
        before = self._before
        answer = self._volumes.library.ask(
            question,
            prev,
            before.focus if before else "",
            home=self._home,
            before=before.document if before else None,
        )
        if answer.intent not in (Intent.SMALL_TALK, Intent.EMPTY):
            self._before = answer
        return with_standing(answer, self._volumes)

    def _list(self, question: str) -> Answer:
        entries = self._volumes.entries()
        asked = self._home or self._volumes.library.default()
        parts = [Part(PartKind.TEXT, DOCUMENTS_TITLE.format(count=len(entries)))]
        for entry in entries:
            line = DOCUMENT_LINE.format(
                mark="* " if entry.number == asked else "",
                number=entry.number,
                name=entry.name,
                period=PERIOD.format(period=entry.period) if entry.period else "",
                state=state_words(entry),
            )
            parts.append(Part(PartKind.ITEM, line))
        return Answer(question, True, Intent.META, 1.0, tuple(parts))


def chat(
    ask: Callable[[str, str | None], Answer],
    welcome: str,
    source: TextIO | None = None,
    out: TextIO | None = None,
) -> None:
    """Answer line by line until the person leaves or the input ends; standard input and output by default."""
    source, out = source or sys.stdin, out or sys.stdout
    print(welcome, file=out)
    before: str | None = None
    while True:
        print(f"\n{PROMPT}", end="", file=out, flush=True)
        line = source.readline()
        question = line.strip()
        if not line or question.lower() in _LEAVE:
            print(GOODBYE, file=out)
            return
        if question:
            print(f"\n{plain(ask(question, before))}", file=out)
            before = question
