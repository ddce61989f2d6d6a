"""Imports run one way: bot -> handlers -> knowledge."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FORBIDDEN = {
    "knowledge": {"bot", "handlers", "telegram"},
    "handlers": {"bot"},
}


def _imported(path: Path) -> set[str]:
    """The top packages that a module imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize("package", FORBIDDEN)
def test_a_package_imports_nothing_above_it(package: str) -> None:
    modules = sorted((ROOT / package).rglob("*.py"))
    assert modules
    wrong = {str(p.relative_to(ROOT)): _imported(p) & FORBIDDEN[package] for p in modules}
    assert not {name: found for name, found in wrong.items() if found}
