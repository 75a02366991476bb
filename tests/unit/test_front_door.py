from __future__ import annotations

import ast
import inspect
from pathlib import Path

import pytest

import jbpcore

SOURCE = Path(jbpcore.__file__).read_text("utf-8")


def told_to_type_checkers() -> dict[str, str]:
    """Return what the module imports under TYPE_CHECKING: name to home."""
    guard = next(node for node in ast.parse(SOURCE).body if isinstance(node, ast.If))
    return {
        alias.name: str(node.module)
        for node in guard.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def test_what_type_checkers_see_is_what_is_loaded() -> None:
    assert told_to_type_checkers() == jbpcore._HOMES  # noqa: SLF001 - the table is the point
    assert set(jbpcore.__all__) == set(jbpcore._HOMES)  # noqa: SLF001 - as above


@pytest.mark.parametrize("name", jbpcore.__all__)
def test_every_name_loads_and_is_documented(name: str) -> None:
    value = getattr(jbpcore, name)
    assert name in dir(jbpcore)
    if inspect.isclass(value) or inspect.isroutine(value):
        assert value.__doc__
        assert value.__name__ == name


def test_an_unknown_name_is_an_ordinary_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'assess_gaol'"):
        jbpcore.assess_gaol  # noqa: B018 - the misspelling is the case
