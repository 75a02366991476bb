"""Circles in a template: what waits for itself, or is worked out from itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from jbpcore.model.formula import GoalAmount
from jbpcore.model.formula_text import iter_operands
from jbpcore.model.relative_day import Anchor
from jbpcore.model.template import Template
from jbpcore.planning.templates.mistake import Mistake
from jbpcore.planning.templates.parts import TemplateParts

__all__ = ["iter_rounds"]

_LEVELS: Final = ("target", "baseline", "commit", "stretch")


def iter_rounds(parts: TemplateParts) -> Iterator[Mistake]:
    """Yield each circle once, at one of the parts that are in it.

    Args:
        parts: The template.
    """
    template = parts.template
    yield from _rounds(parts, "goals", _amounts(template), "is worked out from")
    yield from _rounds(parts, "actions", _needs(template), "waits for")
    yield from _rounds(parts, "actions", _days(template), "is due by")
    yield from _rounds(parts, "questions", _asked(template), "is asked after")


def _amounts(template: Template) -> dict[str, set[str]]:
    """Return which amounts of goals come from which, as ``"revenue.target"``."""
    found: dict[str, set[str]] = {}
    for goal in template.goals:
        for level in _LEVELS:
            operand = getattr(goal, level)
            if operand is not None:
                found[f"{goal.id}.{level}"] = {
                    f"{one.goal}.{one.kind}"
                    for one in iter_operands(operand)
                    if isinstance(one, GoalAmount)
                }
    return found


def _needs(template: Template) -> dict[str, set[str]]:
    return {action.id: set(action.needs) for action in template.actions}


def _days(template: Template) -> dict[str, set[str]]:
    return {
        action.id: {
            day.of
            for day in (action.due, action.start)
            if day is not None and day.anchor is Anchor.ACTION
        }
        for action in template.actions
    }


def _asked(template: Template) -> dict[str, set[str]]:
    return {
        question.id: {question.when.question}
        for question in template.questions
        if question.when is not None
    }


def _rounds(
    parts: TemplateParts, kind: str, after: Mapping[str, Iterable[str]], verb: str
) -> Iterator[Mistake]:
    indices = {part.id: at for at, part in enumerate(getattr(parts.template, kind))}
    for circle in _circles(after):
        name = circle[0].partition(".")[0]
        way = f" {verb} ".join(repr(one) for one in (*circle, circle[0]))
        message = f"Goes round in a circle: {way}. Let one of them stand alone."
        steps = (kind, parts.place(kind, indices[name]))
        yield Mistake(steps, "circle", message)


def _circles(after: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, ...]]:
    """Yield circles; each part is in one of them at the most, and none is missed."""
    done: set[str] = set()
    for start in after:
        if start in done:
            continue
        path: dict[str, None] = {start: None}
        waiting = [iter(sorted(after.get(start, ())))]
        while waiting:
            found = next(waiting[-1], None)
            if found is None:
                waiting.pop()
                last, _ = path.popitem()
                done.add(last)
            elif found in path:
                way = list(path)
                yield tuple(way[way.index(found) :])
                # One circle is told of each knot; more of the same would not help.
                done.update(path)
                break
            elif found in after and found not in done:
                path[found] = None
                waiting.append(iter(sorted(after[found])))
