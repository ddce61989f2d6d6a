"""Errors as the Bot API words them, and the parameters of one request."""

import json
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]

#: Parameters that carry JSON even when the body is a form.
JSON_PARAMETERS = frozenset(
    {
        "allowed_updates",
        "button",
        "caption_entities",
        "commands",
        "entities",
        "link_preview_options",
        "media",
        "message_ids",
        "reply_markup",
        "reply_parameters",
        "results",
        "scope",
    }
)


class ApiError(Exception):
    """An answer with ``ok: false``: its code, description and response parameters."""

    def __init__(self, code: int, description: str, parameters: Json | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> Json:
        """The JSON body that Telegram answers with."""
        body: Json = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


def _prefixed(prefix: str, text: str) -> str:
    """Telegram lowers the first letter unless the text is a server constant such as A_B."""
    constant = len(text) > 1 and (text[1] == "_" or "A" <= text[1] <= "Z")
    return f"{prefix}: {text if constant else text[:1].lower() + text[1:]}"


def bad_request(text: str, parameters: Json | None = None) -> ApiError:
    """A 400 worded as Telegram words it, from the bare error message."""
    return ApiError(400, _prefixed("Bad Request", text), parameters)


def forbidden(text: str) -> ApiError:
    """A 403 worded as Telegram words it."""
    return ApiError(403, _prefixed("Forbidden", text))


def too_many_requests(retry_after: int) -> ApiError:
    """A 429 with its ``retry_after`` in seconds."""
    text = f"Too Many Requests: retry after {retry_after}"
    return ApiError(429, text, {"retry_after": retry_after})


@dataclass(frozen=True)
class Upload:
    """One uploaded file of a multipart body."""

    filename: str
    content_type: str
    body: bytes


class Params:
    """The parameters of a request, whichever way its body was encoded."""

    def __init__(self, values: Json, files: dict[str, Upload] | None = None) -> None:
        self.values = values
        self.files = files or {}

    def text(self, name: str, default: str = "") -> str:
        """The parameter as a string."""
        value = self.values.get(name)
        if value is None:
            return default
        if isinstance(value, bool):
            return "true" if value else "false"
        return value if isinstance(value, str) else json.dumps(value)

    def required(self, name: str) -> str:
        """The parameter as a non-empty string."""
        value = self.text(name)
        if not value:
            raise bad_request(f'Parameter "{name}" is required')
        return value

    def integer(self, name: str, default: int = 0) -> int:
        """The parameter as an integer; what does not parse counts as the default."""
        try:
            return int(self.text(name) or default)
        except ValueError:
            return default

    def flag(self, name: str) -> bool:
        """The parameter as a boolean."""
        return self.text(name).strip().lower() in {"true", "yes", "1"}

    def json(self, name: str, what: str = "") -> Any:
        """The parameter as a JSON value, or None when it is absent or empty."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError as exc:
            raise bad_request(f"Can't parse {what or name} JSON object") from exc

    def for_log(self) -> Json:
        """The parameters with their JSON decoded and their files named, to be logged."""
        logged: Json = {}
        for name, value in self.values.items():
            if isinstance(value, str) and name in JSON_PARAMETERS:
                try:
                    logged[name] = json.loads(value)
                    continue
                except ValueError:
                    pass
            logged[name] = value
        for name, upload in self.files.items():
            logged[name] = upload
        return logged
