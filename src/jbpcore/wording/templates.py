"""English sentences with places in them: filling them, and marking them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

__all__ = ["fill", "message", "named", "places"]

# Sentences are a few hundred; more is what hosts and people wrote.
_KEPT: Final = 2048
_PLACE: Final = re.compile(r"\{([a-z][a-z0-9_]*)\}", re.ASCII)


def fill(template: str, facts: Mapping[str, object]) -> str:
    """Return *template* with each ``{name}`` replaced by the fact of that name.

    It never fails: what is no place, and a place without a fact, stays as it is.

    Examples:
        >>> fill("{who} owes {what}", {"who": "{what}", "what": "a demo"})
        '{what} owes a demo'
        >>> fill("{0} {who.__class__} {nobody}", {"who": "Maria"})
        '{0} {who.__class__} {nobody}'
    """
    told, rest = _pieces(template)
    for name, after in rest:
        fact = str(facts[name]) if name in facts else f"{{{name}}}"
        told = f"{told}{fact}{after}"
    return told


@lru_cache(maxsize=_KEPT)
def _pieces(template: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return what stands before the places, and their names with what follows each."""
    before, *rest = _PLACE.split(template)
    return before, tuple(zip(rest[::2], rest[1::2], strict=True))


def places(template: str) -> frozenset[str]:
    """Return the names of the places in *template*.

    Examples:
        >>> sorted(places("{who} owes {what}, not {that.thing}"))
        ['what', 'who']
    """
    return frozenset(_PLACE.findall(template))


def message(text: str, /) -> str:
    """Return *text*, marked for the catalogues as a sentence that people read.

    For sentences that stand in a table and are said later.

    Examples:
        >>> message("{name} is done by {day}")
        '{name} is done by {day}'
    """
    return text


def named(context: str, text: str, /) -> str:
    """Return *text*, marked for the catalogues as a word of the kind *context*.

    One English word can be two in another language; the context tells them apart.

    Args:
        context: What kind of word it is, such as ``"health"``.
        text: The word.

    Examples:
        >>> named("health", "Met")
        'Met'
    """
    del context  # read by the tool that collects what is to be translated
    return text
