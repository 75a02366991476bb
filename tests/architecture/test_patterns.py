"""Text comes from strangers, so no pattern may take long over a hostile one."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest

SRC = Path(__file__).resolve().parents[2] / "src"
TAKES_A_PATTERN = {"compile", "findall", "finditer", "fullmatch", "match", "search"}
TAKES_A_PATTERN |= {"split", "sub", "subn"}


def iter_patterns() -> Iterator[tuple[str, str]]:
    """Yield the place and the text of each pattern written as a literal."""
    for path in sorted(SRC.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id == "re"
                and node.func.attr in TAKES_A_PATTERN
                and isinstance(node.args[0], ast.Constant)
            ):
                place = f"{path.relative_to(SRC).as_posix()}:{node.lineno}"
                yield place, str(node.args[0].value)


def repeats_inside_repeats(parsed: object, *, inside: bool = False) -> bool:
    """Tell whether something repeated without end holds something of that kind."""
    if isinstance(parsed, tuple) and len(parsed) == 2:
        name, argument = parsed
        if str(name) in {"MAX_REPEAT", "MIN_REPEAT"}:
            _, most, item = argument
            endless = str(most) == "MAXREPEAT"
            if endless and inside:
                return True
            return repeats_inside_repeats(item, inside=inside or endless)
    if not hasattr(parsed, "__getitem__") or isinstance(parsed, str):
        return False
    parts: Iterator[object] = iter(parsed)
    return any(repeats_inside_repeats(part, inside=inside) for part in parts)


def parse(pattern: str) -> object:
    # The standard library's own parser has no public name.
    parser = importlib.import_module("re._parser")
    return parser.parse(pattern)


def test_the_check_finds_a_pattern_that_explodes() -> None:
    assert repeats_inside_repeats(parse(r"x(?:a+)*y"))
    assert repeats_inside_repeats(parse(r"(?:(a|b+)c?)+"))
    assert not repeats_inside_repeats(parse(r"a+(?:,\d{3})*b*"))


@pytest.mark.parametrize(("place", "pattern"), list(iter_patterns()))
def test_no_pattern_repeats_inside_a_repeat(place: str, pattern: str) -> None:
    assert not repeats_inside_repeats(parse(pattern)), place
