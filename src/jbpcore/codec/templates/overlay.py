"""Laying one template over another, without losing sight of where each part stands."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final, TypeAlias

import attrs

from jbpcore.codec.problems import MOST_FINDINGS
from jbpcore.codec.templates.template_text import Origin, TemplateText
from jbpcore.errors import Finding
from jbpcore.model.answer import TemplateRef
from jbpcore.planning.templates.mistake import Steps

__all__ = ["MOST_LEVELS", "BaseFinder", "Resolved", "resolved"]

MOST_LEVELS: Final = 4
"""Most templates that one may be based on, one behind the other."""

BaseFinder: TypeAlias = Callable[[str, int | None], TemplateText | None]
"""Finds a template by its key, and its version or the newest."""

_OWN: Final = ("format", "key", "version", "extends", "remove")
_BASE = re.compile("([a-z][a-z0-9_-]{0,63})(?:@([1-9][0-9]{0,5}))?", re.ASCII)
_SHOWN: Final = 60
_LINKS: Final = {
    "actions": "needs",
    "goals": "goal",
    "initiatives": "initiative",
    "sections": "section",
}


@attrs.define
class _Part:
    """A part of a template and where it stands; tables and lists hold parts again."""

    value: Any
    origin: Origin


@attrs.frozen(kw_only=True)
class Resolved:
    """A template with all that it is based on in it.

    Attributes:
        text: The template as if it had been written down whole.
        based_on: What it is based on, nearest first.
        findings: What is wrong with how it is based.
    """

    text: TemplateText
    based_on: tuple[TemplateRef, ...] = ()
    findings: tuple[Finding, ...] = ()


def resolved(text: TemplateText, find: BaseFinder) -> Resolved:
    """Return *text* laid over what it extends.

    Args:
        text: The template.
        find: Finds those it is based on.

    Examples:
        >>> base = TemplateText(name="a", data={
        ...     "key": "a", "version": 1, "goals": [{"id": "x", "name": "X"}]})
        >>> over = TemplateText(name="b", data={
        ...     "key": "b", "version": 1, "extends": "a",
        ...     "goals": [{"id": "x", "weight": 2}, {"id": "y"}]})
        >>> resolved(over, lambda key, version: base).text.data["goals"]
        [{'id': 'x', 'name': 'X', 'weight': 2}, {'id': 'y'}]
    """
    chain, findings = _chain(text, find)
    if not chain and "remove" not in text.data:
        return Resolved(text=text, findings=tuple(findings))
    whole = _Part({}, (text.name, 1))
    for base in reversed(chain):
        whole = _laid_over(whole, base, findings)
    whole = _laid_over(whole, text, findings)
    data, lines = _plain(whole)
    for key in _OWN:
        data.pop(key, None)
        if key in text.data:
            data[key] = text.data[key]
            lines[key,] = text.origin((key,))
    made = TemplateText(name=text.name, data=data, lines=lines)
    refs = tuple(filter(None, map(_try_ref, chain)))
    return Resolved(text=made, based_on=refs, findings=tuple(findings))


def _try_ref(text: TemplateText) -> TemplateRef | None:
    try:
        return TemplateRef(key=text.data["key"], version=text.data["version"])
    except (KeyError, TypeError, ValueError):
        return None


def _chain(
    text: TemplateText, find: BaseFinder
) -> tuple[list[TemplateText], list[Finding]]:
    """Return what *text* is based on, nearest first, and why no more of it."""
    chain: list[TemplateText] = []
    seen = [_try_ref(text)]
    at = text
    while "extends" in at.data:
        found = _base_of(at, find)
        if isinstance(found, str):
            finding = at.finding("jbp.template.extends", ("extends",), "extends", found)
            return [], [finding]
        ref = _try_ref(found)
        if ref in seen and ref is not None:
            way = " -> ".join(map(str, [*filter(None, seen), ref]))
            message = f"Goes round in a circle: {way}. Let one of them stand alone."
        elif len(chain) == MOST_LEVELS:
            message = (
                f"Is the {MOST_LEVELS + 1}th template one behind the other; "
                f"{MOST_LEVELS} are allowed. Copy one of them into the next."
            )
        else:
            chain.append(found)
            seen.append(ref)
            at = found
            continue
        return [], [at.finding("jbp.template.circle", ("extends",), "extends", message)]
    return chain, []


def _base_of(text: TemplateText, find: BaseFinder) -> TemplateText | str:
    """Return what *text* extends, or what is wrong with that."""
    said = text.data["extends"]
    match = _BASE.fullmatch(said) if isinstance(said, str) else None
    if match is None:
        shown = ascii(said)[:_SHOWN]
        return (
            f"Must be the key of a template, such as 'growth' or 'growth@2'; got "
            f"{shown}. A file is found by its key, never by its path."
        )
    found = find(match[1], None if match[2] is None else int(match[2]))
    if found is None:
        return (
            f"There is no template {said!r}. Put its file beside this one, or install "
            "the plugin that brings it."
        )
    return found


# --- laying over ----------------------------------------------------------------------


def _laid_over(base: _Part, text: TemplateText, findings: list[Finding]) -> _Part:
    over = _parts(text.data, text, ())
    for key in _OWN:
        over.value.pop(key, None)
    _remove(base, text, findings)
    return _merged(base, over)


def _parts(value: Any, text: TemplateText, steps: Steps) -> _Part:  # noqa: ANN401 - plain data
    if isinstance(value, dict):
        inner: Any = {
            key: _parts(item, text, (*steps, key)) for key, item in value.items()
        }
    elif isinstance(value, list):
        inner = [_parts(item, text, (*steps, at)) for at, item in enumerate(value)]
    else:
        inner = value
    return _Part(inner, text.origin(steps))


def _plain(part: _Part) -> tuple[Any, dict[Steps, Origin]]:
    lines: dict[Steps, Origin] = {}

    def walk(part: _Part, steps: Steps) -> Any:  # noqa: ANN401 - plain data
        lines[steps] = part.origin
        if isinstance(part.value, dict):
            return {key: walk(item, (*steps, key)) for key, item in part.value.items()}
        if isinstance(part.value, list):
            return [walk(item, (*steps, at)) for at, item in enumerate(part.value)]
        return part.value

    return walk(part, ()), lines


def _merged(base: _Part, over: _Part) -> _Part:
    if isinstance(base.value, dict) and isinstance(over.value, dict):
        made = dict(base.value)
        for key, item in over.value.items():
            made[key] = _merged(made[key], item) if key in made else item
        return _Part(made, over.origin)
    if _by_id(base) and _by_id(over):
        made = {_id(item): item for item in base.value}
        twice = []
        seen: set[object] = set()
        for item in over.value:
            key = _id(item)
            if key in seen:
                twice.append(item)  # found out later, when ids are looked at
            else:
                made[key] = _merged(made[key], item) if key in made else item
            seen.add(key)
        return _Part([*made.values(), *twice], over.origin)
    return over


def _by_id(part: _Part) -> bool:
    return isinstance(part.value, list) and all(
        isinstance(_id(item), str) for item in part.value
    )


def _id(part: _Part) -> object:
    if not isinstance(part.value, dict) or "id" not in part.value:
        return None
    return part.value["id"].value


def _remove(base: _Part, text: TemplateText, findings: list[Finding]) -> None:
    wanted = text.data.get("remove", [])
    if not isinstance(wanted, list):
        wanted = [wanted]
    for at, path in enumerate(wanted):
        if len(findings) >= MOST_FINDINGS:
            return
        if not isinstance(path, str) or not _taken_out(base, path.split(".")):
            message = (
                f"{ascii(path)[:_SHOWN]} is not in what this is based on. Write such "
                "as 'goals.revenue' for a part, or 'goals.revenue.stretch' for a key."
            )
            place = f"remove[{at}]"
            steps = ("remove", at)
            findings.append(text.finding("jbp.template.remove", steps, place, message))
        elif path.count(".") == 1:
            _unlink(base, *path.split("."))


def _unlink(base: _Part, kind: str, name: str) -> None:
    """Take a part that was left out from what served it, or waited for it."""
    key = _LINKS.get(kind)
    if key is None:
        return
    for parts in base.value.values():
        for part in parts.value if isinstance(parts.value, list) else ():
            link = part.value.get(key) if isinstance(part.value, dict) else None
            if link is None:
                continue
            if isinstance(link.value, list):
                link.value = [one for one in link.value if one.value != name]
            elif link.value == name:
                del part.value[key]
                if kind == "goals":
                    # How far it should bring a goal that is not there says nothing.
                    part.value.pop("impact", None)


def _taken_out(part: _Part, names: list[str]) -> bool:
    name, *rest = names
    if isinstance(part.value, list):
        found = [item for item in part.value if _id(item) == name]
        if found and not rest:
            part.value = [item for item in part.value if item is not found[0]]
        return bool(found) and (not rest or _taken_out(found[0], rest))
    if not isinstance(part.value, dict) or name not in part.value:
        return False
    if rest:
        return _taken_out(part.value[name], rest)
    del part.value[name]
    return True
