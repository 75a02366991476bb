"""Whatever the plan: nothing is lost, nothing is guessed, and it comes out the same."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction

import attrs
import pytest
from hypothesis import assume, given, reject
from hypothesis import strategies as st

import jbpcore as jbp
from jbpcore.engine.amounts import exact
from jbpcore.engine.shape import GoalShape, shape_of
from jbpcore.errors import JbpError
from jbpcore.model.plan import Plan
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.planning.next_period import DayMap, length_ratio, next_period
from jbpcore.testing.period_strategies import date_ranges, fiscal_calendars
from jbpcore.testing.plan_strategies import plans

UPLIFTS = st.fractions(Fraction(-1, 2), 1, max_denominator=1000)
LARGEST = 10**20


def sized(plan: Plan) -> Plan:
    """Leave out plans with amounts that no uplift has room for, or already followed."""
    amounts = [
        amount
        for goal in plan.goals
        for amount in (goal.target, goal.baseline, goal.commit, goal.stretch)
        if amount is not None
    ]
    assume(all(abs(exact(amount)) < LARGEST for amount in amounts))
    assume(plan.state is not jbp.PlanState.CANCELLED)
    return attrs.evolve(plan, successor_id=None)


@given(plans().map(sized), UPLIFTS, st.sampled_from(jbp.RollBase))
def test_every_part_is_carried_closed_or_dropped_with_a_reason(
    plan: Plan, uplift: Fraction, base: jbp.RollBase
) -> None:
    as_of = plan.period.last_day
    new = jbp.roll_forward(plan, as_of=as_of, uplift=jbp.Ratio(uplift), base=base)
    told = {record.subject: record for record in new.records[1:]}
    assert len(told) == len(new.records) - 1
    for name in ("goals", "actions", "commitments", "initiatives"):
        carried = {item.id for item in getattr(new, name)}
        for item in getattr(plan, name):
            record = told.pop(f"{name}:{item.id}")
            assert (record.move == "carry") is (item.id in carried)
            assert record.move == "carry" or record.why
            if plan.hidden_from is None:
                audience = getattr(item, "audience", jbp.Audience.JOINT)
                assert record.audience is audience
    # Of cadences those are told that end, of reviews those that are taken along.
    goes_on = {cadence.id for cadence in new.cadences}
    ended = {one.id for one in plan.cadences} - goes_on
    booked = {review.id for review in new.reviews}
    assert told.keys() == {
        *(f"cadences:{key}" for key in ended),
        *(f"reviews:{key}" for key in booked),
    }
    for subject, record in told.items():
        is_review = subject.startswith("reviews:")
        assert record.move == ("carry" if is_review else "drop")
        assert is_review or record.why
    counts = {one.id: one.carry_count for one in (*plan.actions,)}
    assert all(one.carry_count == counts[one.id] + 1 for one in new.actions)


@given(plans().map(sized), UPLIFTS, st.sampled_from(jbp.RollBase))
def test_it_comes_out_the_same_and_can_be_kept(
    plan: Plan, uplift: Fraction, base: jbp.RollBase
) -> None:
    def rolled() -> Plan:
        return jbp.roll_forward(
            plan, as_of=plan.period.last_day, uplift=jbp.Ratio(uplift), base=base
        )

    text = jbp.dumps(plan)
    new = rolled()
    assert new == rolled()
    assert jbp.dumps(plan) == text
    assert jbp.loads(jbp.dumps(new), Plan) == new
    assert new.previous_id == plan.id != new.id
    assert new.period.start == plan.period.end
    assert (new.state, new.signoffs) == (jbp.PlanState.DRAFT, ())
    chain = jbp.lineage([new, plan], as_of=plan.period.last_day)
    assert [one.id for one in chain.plans] == [plan.id, new.id]
    assert chain.findings == ()
    jbp.check(new, previous=[plan], as_of=new.period.last_day)


@given(plans().map(sized), UPLIFTS)
def test_a_flow_follows_the_formula_and_no_uplift_makes_a_goal_easier(
    plan: Plan, uplift: Fraction
) -> None:
    new = jbp.roll_forward(plan, as_of=plan.period.last_day, uplift=jbp.Ratio(uplift))
    for goal in new.goals:
        old = plan.goal(goal.id)
        target = old.target_on(old.period.last_day)
        shape = shape_of(old, target=target)
        if target is None or goal.target is None:
            continue
        length = length_ratio(goal.period, old.period)
        before, after = exact(target), exact(goal.target)
        if shape is GoalShape.FLOW:
            wanted = before * length + abs(before * length) * uplift
            assert abs(after - wanted) <= Fraction(1, 2)
        elif shape is GoalShape.CEILING:
            assert abs(after - before * length) <= Fraction(1, 2)
        elif shape_of(goal) is not GoalShape.MILESTONE and uplift >= 0:
            assert shape_of(goal) is shape
            room = Fraction(1, 2)
            is_eased = after > before + room if shape.falls else after < before - room
            assert not is_eased or after == 1


@given(date_ranges(max_days=800), fiscal_calendars())
def test_the_next_period_begins_where_the_last_one_ends(
    days: jbp.DateRange, calendar: FiscalCalendar
) -> None:
    try:
        calendar.of(days.first_day)
        after = next_period(days, calendar)
    except JbpError:
        reject()  # a calendar of stated years that does not reach so far
    assert after.start == days.end


@given(date_ranges(max_days=500), date_ranges(max_days=500), st.data())
def test_days_go_where_days_are_and_keep_their_order(
    old: jbp.DateRange, new: jbp.DateRange, data: st.DataObject
) -> None:
    place = DayMap(old, new)
    inside = st.dates(old.first_day, old.last_day)
    first, second = sorted([data.draw(inside), data.draw(inside)])
    assert place.day(first) in new
    assert place.day(first) <= place.day(second)
    assert place.bound(first) <= place.bound(second)
    assert place.bound(old.start) == new.start
    assert place.bound(old.end) == new.end


@given(plans().map(sized))
def test_splitting_loses_nothing(plan: Plan) -> None:
    maria = jbp.Person(id="maria-x", name="Maria", side=jbp.Side.VENDOR)
    plan = attrs.evolve(plan, people=[maria], hidden_from=None)
    when = datetime(2026, 6, 30, 9, tzinfo=UTC)
    parts = [
        jbp.PlanPart(
            partner=jbp.Partner(id=key, name=key), id=f"{key}-x", name=key, weight=n
        )
        for n, key in enumerate(("one", "two"), 1)
    ]
    assume(plan.id not in {part.id for part in parts})
    made = jbp.split_plan(plan, parts, by=maria, at=when, why="Split")
    for name in ("actions", "commitments"):
        ids = [item.id for one in made for item in getattr(one, name)]
        assert sorted(ids) == sorted(item.id for item in getattr(plan, name))
    for goal in plan.goals:
        target = goal.target_on(goal.period.last_day)
        shares = [one.goal(goal.id).target_on(goal.period.last_day) for one in made]
        shape = shape_of(goal, target=target)
        if target is not None and shape in {GoalShape.FLOW, GoalShape.CEILING}:
            known = [exact(share) for share in shares if share is not None]
            is_ratio = isinstance(target, jbp.Ratio)
            assert is_ratio or sum(known) == exact(target)


@given(plans(), plans())
def test_merging_loses_nothing(mine: Plan, theirs: Plan) -> None:
    maria = jbp.Person(id="maria-x", name="Maria", side=jbp.Side.VENDOR)
    assume(jbp.PlanState.CANCELLED not in {mine.state, theirs.state})

    def ready(plan: Plan, key: str) -> Plan:
        return attrs.evolve(
            sized(plan),
            id=f"{key}-x",
            vendor=mine.vendor,
            partner=jbp.Partner(id=key, name=key),
            people=[maria],
            period=mine.period,
            kind=mine.kind,
            hidden_from=None,
        )

    plans_now = ready(mine, "one"), ready(theirs, "two")
    new = jbp.merge_plans(
        plans_now,
        jbp.Partner(id="both", name="Both"),
        id="both-x",
        name="Both",
        by=maria,
        at=datetime(2026, 6, 30, 9, tzinfo=UTC),
        why="Merged",
    )
    added = sum(record.move == "add_up" for record in new.records)
    for name in ("goals", "actions", "commitments", "initiatives", "cadences"):
        count = sum(len(getattr(plan, name)) for plan in plans_now)
        lost = added if name == "goals" else 0
        assert len(getattr(new, name)) == count - lost
    goals = {goal.id for goal in new.goals}
    for place, action in enumerate(mine.actions):
        known = {goal.id for goal in mine.goals}
        assert action.goal_id not in known or new.actions[place].goal_id in goals


def test_the_day_of_the_last_figures_may_be_any() -> None:
    plan = Plan(
        id="p",
        name="P",
        vendor=jbp.Party(id="v", name="V"),
        partner=jbp.Partner(id="n", name="N"),
        period=jbp.DateRange(date(2026, 1, 1), date(2027, 1, 1)),
    )
    for as_of in (date(1990, 1, 1), date(2190, 1, 1)):
        assert jbp.roll_forward(plan, as_of=as_of).previous_id == "p"
    with pytest.raises(JbpError):
        jbp.roll_forward(plan, as_of=date(2026, 1, 1), uplift="much")
