"""Coverage-guided fuzzing of what comes from outside: updates, buttons, questions, the answer to a poll.

pip install atheris
python -m benchmarks.fuzz_updates -runs=200000
"""

import asyncio
import contextlib
import json
import logging
import sys
from typing import Any

import atheris  # type: ignore[import-untyped,import-not-found,unused-ignore]

with atheris.instrument_imports(include=["bot", "handlers", "knowledge.storage"]):
    from bot.arrivals import _chat_of, _sound
    from bot.polling import _taken_in
    from handlers.callbacks import data, read
    from knowledge.storage.misses import normal_question


async def _nothing(updates: Any) -> list[Any]:
    for update in updates:
        made = _sound(update)
        if made is not None:
            _chat_of(made)
    return []


def one(raw: bytes) -> None:
    """Try one input everywhere; whatever escapes is a finding."""
    provider = atheris.FuzzedDataProvider(raw)
    text = provider.ConsumeUnicode(200)
    tap = read(text)
    if tap is not None:
        data(tap.verb, *tap.arguments)
    normal_question(text)
    rest = provider.ConsumeBytes(2000)
    with contextlib.suppress(RecursionError):
        asyncio.run(_taken_in(rest, _nothing))
    with contextlib.suppress(ValueError, RecursionError):
        update = json.loads(rest)
        asyncio.run(_nothing([update, {"update_id": 1, "message": update}]))


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
