"""Fixtures that more than one folder of tests needs."""

import json
from pathlib import Path
from typing import Any

import pytest

from knowledge.assistant import Assistant
from knowledge.bundled import bundled_assistant
from knowledge.resolution.model import Resolution

QUESTIONS = Path(__file__).parent / "questions"


@pytest.fixture(scope="session")
def assistant() -> Assistant:
    """The bundled assistant without recorded reports, built once."""
    return bundled_assistant()


@pytest.fixture(scope="session")
def resolution(assistant: Assistant) -> Resolution:
    """The bundled resolution, 07-NQ/ĐU."""
    return assistant.resolution


@pytest.fixture(scope="session")
def written_questions() -> list[dict[str, Any]]:
    """Every question of the project's own question files."""
    found = []
    for path in sorted(QUESTIONS.glob("*.jsonl")):
        lines = path.read_text(encoding="utf-8").splitlines()
        found += [json.loads(line) for line in lines if line.strip()]
    return found
