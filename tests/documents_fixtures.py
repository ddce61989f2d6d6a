"""Fixtures: the bot with several documents loaded."""

import pytest

from handlers.context import Services
from tests.documents_house import load_cited, load_next_year


@pytest.fixture
def three(services: Services) -> Services:
    """The bundled document, next year's and the one both cite, loaded."""
    load_cited(services.volumes.documents)
    load_next_year(services.volumes.documents)
    return services
