"""Hypothesis strategies for what people do to a plan, for laws of merging.

Needs hypothesis.
"""

from __future__ import annotations

from typing import Any

import attrs
from hypothesis import strategies as st

from jbpcore.errors import InvalidValueError, JbpError
from jbpcore.model.plan import Plan
from jbpcore.testing.plan_strategies import plans

__all__ = ["edited_plans"]


@st.composite
def edited_plans(draw: st.DrawFn, plan: Plan) -> Plan:
    """Versions of *plan* after somebody edited it: any fields, parts and orders.

    Examples:
        >>> from jbpcore.testing.sample_records import small_plan
        >>> draw_version = edited_plans(small_plan())
    """
    donor = draw(plans())
    fields = [field.name for field in attrs.fields(Plan) if field.name != "id"]
    changed = draw(st.lists(st.sampled_from(fields), max_size=5, unique=True))
    values: dict[str, Any] = {}
    for name in changed:
        ours, new = getattr(plan, name), getattr(donor, name)
        values[name] = draw(_edited_members(ours, new)) if _is_tuple(ours, new) else new
    try:
        return attrs.evolve(plan, **values)
    except InvalidValueError:
        values.pop("state", None)
        values.pop("hidden_from", None)
        return attrs.evolve(plan, **values)


def _is_tuple(ours: object, new: object) -> bool:
    return isinstance(ours, tuple) and isinstance(new, tuple)


@st.composite
def _edited_members(
    draw: st.DrawFn, ours: tuple[Any, ...], new: tuple[Any, ...]
) -> tuple[Any, ...]:
    """Leave some out, edit some, add some, and maybe put them in another order."""
    kept = [member for member in ours if draw(st.integers(0, 4))]
    edited = [draw(_edited(member, new)) for member in kept]
    key = "goal_id" if any(hasattr(m, "outcome") for m in (*ours, *new)) else "id"
    taken = {getattr(member, key, None) for member in edited} - {None}
    added = [m for m in new if getattr(m, key, None) not in taken]
    members = [*edited, *added]
    return tuple(draw(st.permutations(members)) if draw(st.booleans()) else members)


@st.composite
def _edited(draw: st.DrawFn, member: Any, new: tuple[Any, ...]) -> Any:  # noqa: ANN401 - any record
    same = [other for other in new if type(other) is type(member)]
    if not same or draw(st.booleans()):
        return member
    donor = draw(st.sampled_from(same))
    names = [
        f.name for f in attrs.fields(type(member)) if f.name not in {"id", "goal_id"}
    ]
    name = draw(st.sampled_from(names))
    try:
        return attrs.evolve(member, **{name: getattr(donor, name)})
    except JbpError:
        return member
