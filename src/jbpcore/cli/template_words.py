"""A template in words, for a terminal; and the text that a new one begins with."""

from __future__ import annotations

import json
from collections.abc import Iterator
from types import MappingProxyType
from typing import Any, Final

from jbpcore.codec.templates.walk import template_record_for
from jbpcore.model.question import AskWhen, Question
from jbpcore.model.template import Template
from jbpcore.periods.frequency import Frequency
from jbpcore.planning.templates.declared import DeclaredTemplate
from jbpcore.ports.templates import PlanTemplate
from jbpcore.views.text_layout import wrapped

__all__ = ["iter_template_lines", "starter_text"]

_WIDTH: Final = 88
_STEPS: Final = MappingProxyType(
    {
        Frequency.WEEKLY: "weeks",
        Frequency.MONTHLY: "months",
        Frequency.QUARTERLY: "quarters",
        Frequency.YEARLY: "years",
    }
)
_HEAD: Final = """\
#:schema ./jbpcore-template.schema.json
# For help while you type: jbpcore templates schema > jbpcore-template.schema.json
format = 1
key = "{key}"
version = 1
"""
_WHOLE: Final = """\
name = "My template"
summary = "For whom it is, and what for."
months = 12

[[questions]]
id = "revenue"
name = "Revenue to win this year"
kind = "money"
help = "Booked revenue, from the system both sides trust."
required = true

[[goals]]
id = "revenue"
name = "Revenue with {partner.name}"
metric = "revenue"
target = "revenue"

[[actions]]
id = "kick-off"
name = "Hold the kick-off"
side = "vendor"
due = "day 15"
goal = "revenue"

[[actions]]
id = "accounts"
name = "List the first ten accounts"
side = "partner"
due = "day 30"
goal = "revenue"

[[commitments]]
id = "leads"
name = "Hand over the first ten leads"
side = "vendor"
due = "end of month 1"

[[commitments]]
id = "seller"
name = "Name one seller for the plan"
side = "partner"
due = "day 20"

[[cadences]]
id = "qbr"
name = "Quarterly business review"
step = "quarterly"
on = "3rd wednesday of month 3"
"""
_CHANGED: Final = """\
name = {name}
extends = "{base}"

# Say only what is different. Parts are matched by their ids:
#
# [[goals]]
# id = "{goal}"
# weight = 50
#
# and left out by: remove = ["goals.{goal}"]
"""


def starter_text(
    key: str, base: PlanTemplate | None, *, extends: str | None = None
) -> str:
    """Return the text of a new template.

    Args:
        key: Its key.
        base: The template it changes; ``None`` for one that stands by itself.
        extends: How that one was named, by its key or by key and version; its key if
            ``None``.
    """
    head = _HEAD.format(key=key)
    if base is None:
        return head + _WHOLE
    goals = base.template.goals if isinstance(base, DeclaredTemplate) else ()
    goal = goals[0].id if goals else "revenue"
    name = json.dumps(f"{base.name}, ours", ensure_ascii=False)
    return head + _CHANGED.format(name=name, base=extends or base.ref.key, goal=goal)


def iter_template_lines(template: PlanTemplate) -> Iterator[str]:
    """Yield a template in words.

    Args:
        template: The template.
    """
    yield f"{template.name} ({template.ref}, {template.months} months)"
    yield from wrapped(" ".join(template.summary.split()), _WIDTH)
    for ask, heading in ((AskWhen.START, "At the start"), (AskWhen.LATER, "Later")):
        asked = [one for one in template.questions() if one.ask is ask]
        if asked:
            yield ""
            yield f"{heading} it asks:"
            for question in asked:
                yield from _question_lines(question)
    if isinstance(template, DeclaredTemplate):
        yield from _part_lines(template.template)


def _question_lines(question: Question) -> Iterator[str]:
    must = ", has to be answered" if question.is_required else ""
    unit = f" of {question.unit}" if question.unit else ""
    yield f"  {question.id}: {question.name} [{question.kind}{unit}{must}]"
    if question.help:
        for line in wrapped(" ".join(question.help.split()), _WIDTH - 6):
            yield f"      {line}"


def _part_lines(template: Template) -> Iterator[str]:
    shape = template_record_for(Template).shape
    nodes = {field.key: field.node for field in shape.fields}

    def said(kind: str, part: Any, key: str) -> str:  # noqa: ANN401 - any part
        item: Any = nodes[kind]
        data = item.item.encode(part)
        return json.dumps(data[key], ensure_ascii=False) if key in data else "open"

    if template.goals:
        yield ""
        yield "It aims at:"
        for goal in template.goals:
            yield f"  {goal.id}: {goal.name} = {said('goals', goal, 'target')}"
    for kind, heading in (("actions", "It does"), ("commitments", "It promises")):
        parts = getattr(template, kind)
        if parts:
            yield ""
            yield f"{heading}:"
            for part in parts:
                yield f"  {part.side:8} {part.due!s:36} {part.name}"
    yield from _cadence_lines(template)


def _cadence_lines(template: Template) -> Iterator[str]:
    if template.cadences:
        yield ""
        yield "The two sides meet:"
    for cadence in template.cadences:
        day = "" if cadence.on is None else f", {cadence.on}"
        often = cadence.step.value
        if cadence.every > 1 and cadence.step in _STEPS:
            often = f"every {cadence.every} {_STEPS[cadence.step]}"
        yield f"  {cadence.name}: {often}{day}"
