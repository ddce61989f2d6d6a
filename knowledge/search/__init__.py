"""Full-text search over any Vietnamese texts."""

from knowledge.search.index import SearchIndex
from knowledge.search.query import Hit, Query

__all__ = ["Hit", "Query", "SearchIndex"]
