"""Laws of work in a running plan: any moves, in any order, by anybody."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.effort import examples

import jbpcore as jbp
from jbpcore.errors import InvalidValueError, NotAllowedError, TransitionError
from jbpcore.planning.terms import terms_digest

LAW = settings(max_examples=examples(60), suppress_health_check=[HealthCheck.too_slow])
YEAR = jbp.DateRange(date(2026, 1, 1), date(2027, 1, 1))
START = datetime(2026, 1, 7, 9, tzinfo=UTC)
MARIA = jbp.Person(id="maria", name="Maria", side=jbp.Side.VENDOR)
TOM = jbp.Person(
    id="tom", name="Tom", side=jbp.Side.PARTNER, role=jbp.PersonRole.PARTNER_ADMIN
)
REP = jbp.Person(
    id="rep", name="Rep", side=jbp.Side.PARTNER, role=jbp.PersonRole.PARTNER_REP
)
PEOPLE = (MARIA, TOM, REP)
ACTIONS = ("a", "b", "c")
PROMISES = ("v", "p")


def agreed() -> jbp.Plan:
    weekly = jbp.Recurrence(frequency=jbp.Frequency.WEEKLY)
    action = partial(jbp.Action, name="A", due_on=date(2026, 3, 2))
    plan = jbp.draft_plan(
        id="p",
        name="P",
        vendor=jbp.Party(id="acme", name="Acme"),
        partner=jbp.Partner(id="nw", name="Northwind"),
        period=YEAR,
        people=PEOPLE,
        actions=[
            action(id="a", side=jbp.Side.VENDOR),
            action(id="b", side=jbp.Side.PARTNER, depends_on=["a"]),
            action(id="c", side=jbp.Side.PARTNER, recurrence=weekly),
        ],
        commitments=[
            jbp.Commitment(id=key, name=key, side=side, due_on=date(2026, 3, 2))
            for key, side in zip(PROMISES, jbp.Side, strict=True)
        ],
        by=MARIA,
        at=START,
    )
    plan = jbp.propose(plan, by=MARIA, at=START)
    plan = jbp.sign(plan, by=MARIA, at=START)
    return jbp.sign(plan, by=TOM, at=START)


@st.composite
def moves(draw: st.DrawFn) -> Any:
    """Draw a move of any kind, with anything that it may be given."""
    by = draw(st.sampled_from(PEOPLE))
    at = START + timedelta(days=draw(st.integers(0, 300)))
    day = date(2026, 1, 1) + timedelta(days=draw(st.integers(0, 300)))
    why = draw(st.sampled_from(["", "Because"]))
    key = draw(st.sampled_from(ACTIONS))
    made = draw(st.sampled_from(PROMISES))
    given_by: dict[str, Any] = {"by": by, "at": at}
    kind = draw(st.integers(0, 8))
    return (
        lambda plan: jbp.start_action(plan, key, **given_by),
        lambda plan: jbp.complete_action(plan, key, on=day, **given_by),
        lambda plan: jbp.block_action(plan, key, reason=why, **given_by),
        lambda plan: jbp.unblock_action(plan, key, **given_by),
        lambda plan: jbp.drop_action(plan, key, why=why, **given_by),
        lambda plan: jbp.reschedule_action(plan, key, due_on=day, why=why, **given_by),
        lambda plan: jbp.keep_commitment(plan, made, on=day, **given_by),
        lambda plan: jbp.miss_commitment(plan, made, why=why, **given_by),
        lambda plan: jbp.withdraw_commitment(plan, made, why=why, **given_by),
    )[kind]


@LAW
@given(st.lists(moves(), max_size=12))
def test_work_changes_no_terms_and_loses_nothing(steps: list[Any]) -> None:
    plan = agreed()
    signed = terms_digest(plan)
    for step in steps:
        try:
            new = step(plan)
        except (InvalidValueError, NotAllowedError, TransitionError):
            continue
        assert new.state is jbp.PlanState.AGREED
        assert terms_digest(new) == signed
        assert new.records[: len(plan.records)] == plan.records
        assert len(new.records) - len(plan.records) == (new != plan)
        assert jbp.story(new)
        after = {one.id: one for one in new.actions}
        for action in plan.actions:
            now = after[action.id]
            assert now.slips[: len(action.slips)] == action.slips
            assert (now.status is jbp.ActionStatus.BLOCKED) is bool(now.blocked_reason)
            assert (now.status is jbp.ActionStatus.DONE) is (now.done_on is not None)
        # One that comes round is open once, or was dropped.
        rounds = [one for one in new.actions if one.recurrence is not None]
        assert len(rounds) == 1
        plan = new


@LAW
@given(st.lists(moves(), max_size=8))
def test_work_is_written_and_read_and_compared_as_it_is(steps: list[Any]) -> None:
    plan = start = agreed()
    for step in steps:
        try:
            plan = step(plan)
        except (InvalidValueError, NotAllowedError, TransitionError):
            continue
    assert jbp.loads(jbp.dumps(plan), jbp.Plan) == plan
    changes = jbp.diff(start, plan)
    assert jbp.apply_changes(start, changes) == plan
    assert not any(change.is_material for change in changes)
    assert jbp.merge(start, plan, start).plan == plan
