"""Random lives of plans, led by two sides, and what the digest of their terms tells."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
from hypothesis import given, reject, settings
from hypothesis import strategies as st
from tests.effort import examples
from tests.properties.plan_edits import FIELDS, YEAR, material
from tests.properties.plan_life import PlanLife

import jbpcore as jbp
from jbpcore.errors import JbpError
from jbpcore.model.audience import Audience
from jbpcore.model.goal import Goal
from jbpcore.model.plan import Plan
from jbpcore.model.terms import Terms
from jbpcore.planning.terms import terms_digest
from jbpcore.testing.plan_strategies import commitments, goals, plans, terms


def _recipe() -> Callable[[dict[str, Any]], str]:
    """Return the recipe for outsiders, from the page that has it."""
    page = Path(__file__).resolve().parents[2] / "docs/reference/terms-digest.md"
    blocks = re.findall(r"```python\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    (code,) = [block for block in blocks if "def recompute" in block]
    defined: dict[str, Any] = {}
    exec(code, defined)  # noqa: S102 - the page's own code is what is tested
    made: Callable[[dict[str, Any]], str] = defined["recompute"]
    return made


recompute = _recipe()


TestPlanLife = PlanLife.TestCase
TestPlanLife.settings = settings(max_examples=examples(150), stateful_step_count=40)


@given(st.data(), goals(), goals(), st.sampled_from(FIELDS))
def test_the_digest_changes_exactly_when_the_terms_do(
    data: st.DataObject, goal: Goal, other: Goal, name: str
) -> None:
    goal = attrs.evolve(goal, audience=Audience.JOINT)
    try:
        changed = attrs.evolve(goal, **{name: getattr(other, name)})
    except JbpError:
        reject()
    promise, reworded = data.draw(commitments()), data.draw(commitments())
    part = data.draw(st.sampled_from([one.name for one in attrs.fields(type(promise))]))
    again = attrs.evolve(promise, **{part: getattr(reworded, part)})
    before = Terms(period=YEAR, goals=[goal], commitments=[promise])
    for after in (
        Terms(period=YEAR, goals=[changed], commitments=[promise]),
        Terms(period=YEAR, goals=[goal], commitments=[again]),
        Terms(period=goal.period, goals=[goal], commitments=[promise]),
    ):
        is_same = terms_digest(after) == terms_digest(before)
        assert is_same is (material(after) == material(before))


@given(plans())
def test_an_outsider_makes_the_same_digest_of_any_plan(plan: Plan) -> None:
    document = json.loads(jbp.dumps(plan))
    assert recompute(document) == terms_digest(plan)


@given(terms())
def test_terms_have_the_same_digest_in_whatever_order_they_come(drawn: Terms) -> None:
    turned = attrs.evolve(
        drawn, goals=drawn.goals[::-1], commitments=drawn.commitments[::-1]
    )
    assert terms_digest(turned) == terms_digest(drawn)
