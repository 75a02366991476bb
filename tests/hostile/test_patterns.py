"""No pattern takes longer over a hostile text than the text is long."""

from __future__ import annotations

import ast
import importlib
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.hostile.pumping import iter_attacks, slowest

from jbpcore.adapters.tabular.day_format import DayFormat
from jbpcore.codec import exact_text
from jbpcore.planning.personal_data import Subject, whole_word
from jbpcore.values import parsing

SRC = Path(__file__).resolve().parents[2] / "src"
METHODS = {
    "findall": "findall",
    "finditer": "search",
    "fullmatch": "fullmatch",
    "match": "match",
    "search": "search",
    "split": "split",
    "sub": "search",
    "subn": "search",
}
LENGTH = 6_000
MOST_SECONDS = 0.03  # a pattern that takes the square of it takes three times as long

# Where a pattern is made from what is given, and one of each kind that is made there.
_MADE = {
    "jbpcore/adapters/tabular/day_format.py": [
        DayFormat("%d. %B %Y %H:%M:%S")._pattern,  # noqa: SLF001 - what it makes
        DayFormat("%Y%m")._pattern,  # noqa: SLF001
    ],
    "jbpcore/codec/exact_text.py": [
        re.compile(node.pattern, re.ASCII)
        for node in vars(exact_text).values()
        if isinstance(node, exact_text.ExactTextNode)
    ],
    "jbpcore/planning/redaction.py": [re.compile(r"(?<!\w)Northwind(?!\w)")],
    "jbpcore/planning/personal_data.py": [
        whole_word("Maria  de la Cruz"),
        *Subject("maria@acme.example", {"Maria"})._patterns,  # noqa: SLF001
    ],
    "jbpcore/values/parsing.py": [
        parsing._pattern(mark, group)  # noqa: SLF001
        for mark in ".,"
        for group in (None, "'", "\u202f", " ")
    ],
}


def modules() -> Iterator[tuple[Path, Any]]:
    for path in sorted((SRC / "jbpcore").rglob("*.py")):
        name = ".".join(path.relative_to(SRC).with_suffix("").parts)
        if "re." in _SOURCES[path] and not name.endswith("__main__"):
            yield path, importlib.import_module(name.removesuffix(".__init__"))


def list_patterns() -> list[Any]:
    """Every pattern of every module, whatever it was put together from."""
    found: dict[tuple[Any, int], Any] = {}
    for path, module in modules():
        place = path.relative_to(SRC).as_posix()
        for name, value in vars(module).items():
            for pattern in _inside(value):
                key = (pattern.pattern, pattern.flags)
                used = methods_of(path, name) or {"match", "fullmatch", "search"}
                known = found.get(key)
                if known is not None:
                    used |= known.values[2]
                found[key] = pytest.param(place, pattern, used, id=f"{place}:{name}")
        for at, pattern in enumerate(_MADE.get(place, ())):
            key = (pattern.pattern, pattern.flags)
            used = {"match", "fullmatch", "search"}
            found[key] = pytest.param(place, pattern, used, id=f"{place}:made-{at}")
        for line, method, text in _USES[path].inline:
            pattern = re.compile(text)
            key = (pattern.pattern, pattern.flags)
            found[key] = pytest.param(place, pattern, {method}, id=f"{place}:{line}")
    return list(found.values())


def _inside(value: object) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, tuple | list | set | frozenset):
        for item in value:
            yield from _inside(item)
    elif isinstance(value, dict) or type(value).__name__ == "mappingproxy":
        for item in dict(value).values():  # type: ignore[call-overload] # one of the two
            yield from _inside(item)


_SOURCES = {path: path.read_text("utf-8") for path in (SRC / "jbpcore").rglob("*.py")}


class _Uses(ast.NodeVisitor):
    """What a module does with its names and with ``re``.

    ``methods`` and ``others`` tell how each name is used, ``inline`` which patterns are
    written where they are used, ``makes`` whether a function puts one together.
    """

    def __init__(self) -> None:
        self.methods: dict[str, set[str]] = defaultdict(set)
        self.others: set[str] = set()
        self.inline: list[tuple[int, str, Any]] = []
        self.makes = False
        self._depth = 0

    def visit_Attribute(self, node: ast.Attribute) -> None:
        if isinstance(node.value, ast.Name) and node.attr in METHODS:
            self.methods[node.value.id].add(METHODS[node.attr])
        else:
            self.generic_visit(node)

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Load):
            self.others.add(node.id)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._depth += 1
        self.generic_visit(node)
        self._depth -= 1

    def visit_Call(self, node: ast.Call) -> None:
        asked = node.func
        if (
            isinstance(asked, ast.Attribute)
            and isinstance(asked.value, ast.Name)
            and asked.value.id == "re"
            and asked.attr in {"compile", *METHODS}
        ):
            pattern = node.args[0]
            if isinstance(pattern, ast.Constant) and asked.attr in METHODS:
                self.inline.append((node.lineno, METHODS[asked.attr], pattern.value))
            elif not isinstance(pattern, ast.Constant) and self._depth:
                self.makes = True
        self.generic_visit(node)


def _uses(source: str) -> _Uses:
    uses = _Uses()
    uses.visit(ast.parse(source))
    return uses


_USES = {path: _uses(source) for path, source in _SOURCES.items()}


def methods_of(path: Path, name: str) -> set[str]:
    """How the pattern of a name is used; empty where that is not plain."""
    places = [_USES[path]] if name.startswith("_") else list(_USES.values())
    if any(name in uses.others for uses in places):
        return set()
    return {method for uses in places for method in uses.methods.get(name, ())}


PATTERNS = list_patterns()


@pytest.mark.parametrize(("place", "pattern", "used"), PATTERNS)
def test_no_text_takes_a_pattern_long(
    place: str, pattern: re.Pattern[Any], used: set[str]
) -> None:
    for method in sorted(used):
        found = slowest(pattern, method, length=LENGTH, most=MOST_SECONDS)
        assert found is None, (place, method, pattern.pattern, found)


def test_every_place_that_makes_a_pattern_is_looked_at() -> None:
    """A pattern made inside a function is none of a module, so it is listed here."""
    makes = {
        path.relative_to(SRC).as_posix() for path, uses in _USES.items() if uses.makes
    }
    assert makes == set(_MADE)


@pytest.mark.parametrize(
    "bad",
    [
        r"(?:a|aa)+b",
        r"[a-z]+[a-z0-9]+[0-9]+!",
        r"x?(\w+\s?)*:",
    ],
)
def test_the_check_notices_patterns_that_take_long(bad: str) -> None:
    assert slowest(re.compile(bad), "match", length=LENGTH, most=MOST_SECONDS)


def test_a_search_from_every_place_is_noticed() -> None:
    slow = re.compile(r"a+b")
    assert slowest(slow, "search", length=3 * LENGTH, most=MOST_SECONDS)
    assert not slowest(slow, "match", length=LENGTH, most=MOST_SECONDS)


def test_patterns_are_found_and_pumped() -> None:
    assert len(PATTERNS) > 80
    pumped = [one for one in PATTERNS if list(iter_attacks(one.values[1]))]
    assert len(pumped) > 20
