"""When, who and for whom is said by name: two days or two ids in a row tell nothing."""

from __future__ import annotations

import enum
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import jbpcore as jbp
import jbpcore.ports

# Said by name wherever a function takes it. So is `locale`, with these exceptions: they
# are about the locale, and nothing else comes before it.
BY_NAME = {"as_of", "at", "by", "known_at", "note", "now", "why"}
ABOUT_A_LOCALE = {
    "MessageCatalogue",
    "MessageCatalogue.from_mo",
    "MessageCatalogue.from_po",
    "MessageCatalogue.of",
    "Words",  # made by `for_locale`
    "Words.for_locale",
}
FLOORS = ("periods", "model", "engine", "planning", "ports", "views")


def called(name: str, thing: object) -> Iterator[tuple[str, Any]]:
    """Go through what can be called of one name: itself, or it and its methods."""
    if not inspect.isclass(thing):
        if callable(thing):
            yield name, thing
        return
    if issubclass(thing, enum.Enum | BaseException):
        return
    if not getattr(thing, "_is_protocol", False):
        yield name, thing
    for key, value in vars(thing).items():
        inner = getattr(value, "__func__", value)
        if not key.startswith("_") and inspect.isfunction(inner):
            yield f"{name}.{key}", inner


def listed(module: str) -> Iterator[tuple[str, Any]]:
    """Go through everything that a module and those in it list."""
    home = importlib.import_module(module)
    for name in getattr(home, "__all__", ()):
        yield from called(name, getattr(home, name))
    for inside in pkgutil.iter_modules(getattr(home, "__path__", [])):
        yield from listed(f"{module}.{inside.name}")


def by_place(callables: Iterator[tuple[str, Any]], names: set[str]) -> list[str]:
    """Return what takes one of *names* by its place, as ``"Class.method(name)"``."""
    found = []
    for name, thing in callables:
        try:
            parameters = inspect.signature(thing).parameters.values()
        except (TypeError, ValueError):  # an alias of a type, or a built-in
            continue
        found += [
            f"{name}({one.name})"
            for one in parameters
            if one.name in names and one.kind is not one.KEYWORD_ONLY
        ]
    return sorted(set(found))


def front_door() -> Iterator[tuple[str, Any]]:
    for name in jbp.__all__:
        yield from called(name, getattr(jbp, name))


def test_the_front_door_and_the_ports_take_days_and_people_by_name() -> None:
    assert by_place(front_door(), BY_NAME) == []
    assert by_place(listed("jbpcore.ports"), BY_NAME) == []


def test_a_locale_is_said_by_name_where_it_is_not_the_subject() -> None:
    found = by_place(front_door(), {"locale"})
    assert {line.removesuffix("(locale)") for line in found} == ABOUT_A_LOCALE


@pytest.mark.parametrize("floor", FLOORS)
def test_as_of_is_said_by_name_everywhere(floor: str) -> None:
    assert by_place(listed(f"jbpcore.{floor}"), {"as_of"}) == []


def test_the_search_bites() -> None:
    class Found:
        def late(self, as_of: object) -> None: ...

        @classmethod
        def made(cls, *, as_of: object) -> None: ...

    def plain(plan: object, by: str) -> None: ...

    names = BY_NAME | {"plan"}
    assert by_place(called("Found", Found), names) == ["Found.late(as_of)"]
    assert by_place(called("plain", plain), names) == ["plain(by)", "plain(plan)"]
    assert Path(jbpcore.ports.__path__[0]).is_dir()
