"""Text with placeholders, filled in without looking into anything.

``str.format`` would follow ``{partner.__class__.__init__}`` wherever it leads. Here a
placeholder is a word that is looked up in a mapping of texts, and what it stands for is
not read again; there is nothing else it can do. Every text can be filled: what is not
well formed is left as it stands, and :func:`placeholder_mistakes` tells of it before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

__all__ = [
    "MISSING",
    "filled",
    "filled_line",
    "iter_placeholders",
    "placeholder_mistakes",
]

MISSING: Final = "…"
"""What stands where a placeholder has no value."""

_TOKEN = re.compile(r"\{\{|\}\}|\{([a-z0-9_.-]{1,160})\}|[{}]", re.ASCII)
_MOST_MISTAKES: Final = 20
_LONGEST_LINE: Final = 200


def iter_placeholders(text: str) -> Iterator[str]:
    """Yield the names of the placeholders in *text*, in order.

    Examples:
        >>> list(iter_placeholders("{partner.name}: {{no}} {goals.revenue.target}"))
        ['partner.name', 'goals.revenue.target']
    """
    for match in _TOKEN.finditer(text):
        if match[1] is not None:
            yield match[1]


def placeholder_mistakes(text: str) -> tuple[str, ...]:
    """Return what is not well formed in *text*, each as a sentence.

    Examples:
        >>> placeholder_mistakes("Win {partner.name")
        ("The brace at 'Win {partner.na' stands alone. Write {{ for a brace, ...
    """
    found = []
    for match in _TOKEN.finditer(text):
        if match[0] in {"{", "}"}:
            around = text[max(match.start() - 10, 0) : match.end() + 10]
            found.append(
                f"The brace at {around!r} stands alone. Write {{{{ for a brace, or a "
                "placeholder such as {partner.name}."
            )
            if len(found) == _MOST_MISTAKES:
                break
    return tuple(found)


def filled(text: str, values: Mapping[str, str], *, most: int) -> str:
    """Return *text* with what its placeholders stand for.

    Args:
        text: The text.
        values: What each name stands for; what is not there becomes ``…``.
        most: The most characters of the result; it is cut there, with an ``…``.

    Examples:
        >>> filled("Win {partner.name}", {"partner.name": "{vendor.name}"}, most=50)
        'Win {vendor.name}'
        >>> filled("{{x}} {y}", {}, most=50)
        '{x} …'
    """
    if "{" not in text and "}" not in text:
        return _cut(text, most)
    parts: list[str] = []
    length = at = 0
    for match in _TOKEN.finditer(text):
        name = match[1]
        put = match[0][:1] if name is None else values.get(name) or MISSING
        for part in (text[at : match.start()], put[: most + 1]):
            parts.append(part)
            length += len(part)
        at = match.end()
        if length > most:
            break
    else:
        parts.append(text[at:])
    return _cut("".join(parts), most)


def filled_line(text: str, values: Mapping[str, str]) -> str:
    r"""Return *text* filled in, as one line of at most 200 characters, for a name.

    Args:
        text: The text.
        values: What each name stands for.

    Examples:
        >>> filled_line("Win {answers.accounts}", {"answers.accounts": "A,\nB"})
        'Win A, B'
    """
    line = filled(text, values, most=_LONGEST_LINE * 10)
    return _cut(" ".join(line.split()), _LONGEST_LINE) or MISSING


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
