"""What changed between two versions of a template."""

from __future__ import annotations

import attrs
from tests.templates.template_texts import BASE, sound

import jbpcore as jbp


def test_a_diff_tells_what_is_new_gone_and_another() -> None:
    old = sound(BASE)
    goals = (
        attrs.evolve(old.goals[1], name="Bee", weight=2),
        jbp.TemplateGoal(id="c", name="C", metric="leads"),
    )
    new = attrs.evolve(old, version=2, goals=goals, months=6)
    gone = '{"name": "A", "metric": "revenue", "target": "base", "stretch": "base"}'
    assert [one.sentence for one in jbp.diff_templates(old, new)] == [
        "months: 12 becomes 6.",
        f'goals.a ("A") is gone; it was {gone}.',
        'goals.b.name ("Bee"): "B" becomes "Bee".',
        'goals.b.weight ("Bee"): 1 becomes 2.',
        'goals.c ("C") is new: {"name": "C", "metric": "leads"}.',
    ]


def test_parts_in_another_order_are_told_of_as_moved() -> None:
    old = sound(BASE)
    new = attrs.evolve(old, goals=old.goals[::-1])
    (change,) = jbp.diff_templates(old, new)
    assert (change.kind.value, change.path) == ("moved", "goals")
    assert (change.before, change.after) == (["a", "b"], ["b", "a"])
    assert change.sentence == 'goals stand in another order: ["b", "a"].'


def test_a_band_is_compared_bound_by_bound() -> None:
    keep = jbp.TemplateKeep(upper=jbp.FixedAmount("1"))
    goal = jbp.TemplateGoal(id="g", name="G", metric="leads", keep=keep)
    old = jbp.Template(key="t", version=1, name="T", goals=[goal])
    wider = attrs.evolve(keep, upper=jbp.FixedAmount("2"))
    new = attrs.evolve(old, goals=[attrs.evolve(goal, keep=wider)])
    (change,) = jbp.diff_templates(old, new)
    assert (change.path, change.before, change.after) == ("goals.g.keep.upper", 1, 2)
