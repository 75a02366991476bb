"""Plans as JSON, from strangers."""

from __future__ import annotations

from typing import Final

from fuzz.harness import attempt, expect
from fuzz.json_mutating import mutated

from jbpcore.codec.json_text import dumps, loads, try_loads
from jbpcore.codec.plain import from_data, to_data
from jbpcore.model.plan import Plan
from jbpcore.planning.check import check as check_plan

__all__ = ["check", "mutate"]

LONGEST: Final = 16_384

mutate = mutated


def check(data: bytes) -> None:
    """Read a plan; what is accepted is written as it was read."""
    read = attempt(try_loads, data, Plan)
    _keep_extra(data)
    if not isinstance(read, Plan):
        return
    text = dumps(read)
    again = loads(text, Plan)
    expect(again == read, "a plan comes back as another one")
    expect(dumps(again) == text, "a plan is written in two ways")
    canonical = dumps(read, canonical=True)
    expect(dumps(loads(canonical, Plan), canonical=True) == canonical, "not canonical")
    expect(from_data(to_data(read), Plan) == read, "plain data says something else")
    attempt(check_plan, read)


def _keep_extra(data: bytes) -> None:
    kept = attempt(loads, data, Plan, extra="keep")
    if kept is not None:
        text = dumps(kept)
        again = loads(text, Plan, extra="keep")
        expect(again.value == kept.value, "a plan with more comes back otherwise")
        # In the order of the document, and what is written is in the order of the plan.
        expect(set(again.extras) == set(kept.extras), "what is kept beside is not")
        expect(dumps(again) == text, "what is kept is written in two ways")
