"""No module imports itself by a detour, so each can be imported first and alone."""

from __future__ import annotations

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import jbpcore

PACKAGE = Path(jbpcore.__file__).parent


def imported(source: str) -> set[str]:
    """Return what a module imports when it is imported, not what it does later."""
    names: set[str] = set()
    for node in ast.parse(source).body:
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


def check_acyclic(sources: dict[str, str]) -> None:
    graph = {
        name: imported(text) & (set(sources) - {name}) for name, text in sources.items()
    }
    TopologicalSorter(graph).prepare()


def test_no_module_imports_itself_by_a_detour() -> None:
    check_acyclic(
        {
            ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts): (
                path.read_text("utf-8")
            )
            for path in PACKAGE.rglob("*.py")
            if path.stem != "__init__"  # it may gather what stands below it
        }
    )


def test_a_detour_is_noticed() -> None:
    sources = {
        "a.b": "from a.c import x",
        "a.c": "from a import d",
        "a.d": "import a.b",
    }
    with pytest.raises(CycleError):
        check_acyclic(sources)
