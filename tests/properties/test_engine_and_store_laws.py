"""What results, scores, plans and files promise, whatever was booked or agreed."""

from __future__ import annotations

import json
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.effort import examples

import jbpcore as jbp
from jbpcore.codec.json_text import dumps, loads
from jbpcore.codec.plain import from_data, to_data
from jbpcore.engine.amounts import exact
from jbpcore.engine.attainment import assess_goal
from jbpcore.engine.explaining import explanation
from jbpcore.engine.score import score_goals
from jbpcore.engine.what_if import what_if
from jbpcore.errors import InvalidDataError
from jbpcore.model.actual import ActualEntry
from jbpcore.model.goal import Goal
from jbpcore.model.plan import Plan
from jbpcore.periods.daterange import DateRange
from jbpcore.planning.terms import terms_digest
from jbpcore.testing.period_strategies import date_ranges, days
from jbpcore.testing.plan_strategies import goals, phasings, plans
from jbpcore.testing.value_strategies import texts
from jbpcore.values.money import Money

HEAVY = settings(
    max_examples=examples(25), suppress_health_check=[HealthCheck.too_slow]
)
BOOKED = st.lists(
    st.tuples(st.integers(-10, 410), st.integers(-(10**6), 10**7)), max_size=8
)
Case = tuple[Goal, list[ActualEntry], date]


def entry(on: date, cents: int, **fields: Any) -> ActualEntry:
    amount = Money.from_minor(cents, "USD")
    return ActualEntry(metric="revenue", on=on, amount=amount, **fields)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    period = draw(date_ranges())
    goal = Goal(
        id="g",
        name="Goal",
        metric=jbp.metrics.REVENUE,
        target=Money.from_minor(draw(st.integers(1, 10**9)), "USD"),
        period=period,
        phasing=draw(phasings(period)),
    )
    entries = [
        entry(period.start + timedelta(days=day), cents) for day, cents in draw(BOOKED)
    ]
    return goal, entries, period.start + timedelta(days=draw(st.integers(-5, 405)))


def money(amount: object) -> Fraction:
    assert isinstance(amount, Money)
    return Fraction(amount.amount)


def named(entries: list[ActualEntry]) -> list[ActualEntry]:
    """Return them under ids: two alike without one are taken for the same."""
    return [attrs.evolve(one, entry_id=f"e{n}") for n, one in enumerate(entries)]


def half(booked: ActualEntry) -> Money:
    assert isinstance(booked.amount, Money)
    return booked.amount * "0.5"


# --- results --------------------------------------------------------------------------


@given(cases())
def test_what_is_booked_after_the_day_changes_nothing(case: Case) -> None:
    goal, entries, as_of = case
    known = [one for one in entries if one.on <= as_of]
    later = assess_goal(goal, entries, as_of=as_of)
    assert later.attained == assess_goal(goal, known, as_of=as_of).attained
    assert later.health == assess_goal(goal, known, as_of=as_of).health


@given(cases())
def test_what_is_booked_outside_the_period_changes_nothing(case: Case) -> None:
    goal, entries, as_of = case
    inside = [one for one in entries if one.on in goal.period]
    whole = assess_goal(goal, entries, as_of=as_of)
    assert whole.attained == assess_goal(goal, inside, as_of=as_of).attained


@given(cases(), st.text("abc", min_size=1, max_size=3))
def test_other_metrics_change_nothing(case: Case, key: str) -> None:
    goal, entries, as_of = case
    noise = [attrs.evolve(one, metric=f"other-{key}") for one in entries]
    plain = assess_goal(goal, entries, as_of=as_of)
    assert assess_goal(goal, [*noise, *entries], as_of=as_of).attained == (
        plain.attained
    )


@given(cases())
def test_attained_and_missing_make_the_target(case: Case) -> None:
    result = assess_goal(case[0], case[1], as_of=case[2])
    if result.attained is not None and result.gap_to_target is not None:
        whole = money(result.attained) + money(result.gap_to_target)
        assert whole == money(case[0].target)


@given(cases())
def test_expected_and_missing_make_what_is_due(case: Case) -> None:
    result = assess_goal(case[0], case[1], as_of=case[2])
    if None not in (result.attained, result.gap_to_pace, result.expected_to_date):
        due = money(result.attained) + money(result.gap_to_pace)
        assert due == money(result.expected_to_date)


@given(cases(), st.integers(1, 10**6))
def test_more_booked_is_never_a_worse_verdict(case: Case, more: int) -> None:
    goal, entries, as_of = case
    assume(as_of in goal.period)
    order = ["off_track", "at_risk", "on_track", "ahead", "met"]
    before = assess_goal(goal, entries, as_of=as_of)
    after = assess_goal(goal, [*entries, entry(as_of, more)], as_of=as_of)
    if {before.health.value, after.health.value} <= set(order):
        assert order.index(after.health) >= order.index(before.health)


@given(cases())
def test_an_entry_in_two_halves_is_the_same_entry(case: Case) -> None:
    goal, entries, as_of = case
    halves = [
        attrs.evolve(one, amount=half(one), entry_id=f"{n}-{at}")
        for n, one in enumerate(entries)
        for at in range(2)
    ]
    whole = assess_goal(goal, named(entries), as_of=as_of)
    assert assess_goal(goal, halves, as_of=as_of).attained == whole.attained


@given(cases(), st.fractions(0, 1, max_denominator=8))
def test_credit_shared_out_adds_up_to_the_whole(case: Case, share: Fraction) -> None:
    goal, entries, as_of = case
    parts = [
        attrs.evolve(one, credit_ratio=ratio, entry_id=f"{n}-{at}")
        for n, one in enumerate(entries)
        for at, ratio in enumerate((share, 1 - share))
    ]
    whole = assess_goal(goal, named(entries), as_of=as_of)
    assert assess_goal(goal, parts, as_of=as_of).attained == whole.attained


@given(cases())
def test_what_is_taken_back_is_as_if_it_had_never_been(case: Case) -> None:
    goal, entries, as_of = case
    booked = named(entries)
    back = [
        attrs.evolve(one, amount=-one.amount, entry_id=f"r{n}", reverses=f"e{n}")  # type: ignore[operator] # money
        for n, one in enumerate(booked)
    ]
    found = assess_goal(goal, [*booked, *back], as_of=as_of)
    assert found.attained is None or found.attained == Money.zero("USD")


@given(cases())
def test_days_of_a_result_are_those_of_its_goal(case: Case) -> None:
    goal, entries, as_of = case
    result = assess_goal(goal, entries, as_of=as_of)
    assert result.elapsed_days == goal.period.elapsed_days(as_of=as_of)
    assert result.elapsed_days + result.remaining_days == goal.period.length_days


@given(cases(), st.integers(-60, 60))
def test_moving_everything_by_whole_days_moves_nothing(case: Case, by: int) -> None:
    goal, entries, as_of = case
    even = attrs.evolve(goal, phasing=jbp.LinearPhasing())
    step = timedelta(days=by)
    later = attrs.evolve(even, period=even.period.shift_days(by))
    moved = [attrs.evolve(one, on=one.on + step) for one in entries]
    here = assess_goal(even, entries, as_of=as_of)
    there = assess_goal(later, moved, as_of=as_of + step)
    assert here.attained == there.attained
    assert here.expected_to_date == there.expected_to_date
    assert here.health == there.health
    assert here.pace_index == there.pace_index


@given(cases())
def test_asking_what_if_nothing_happened_changes_nothing(case: Case) -> None:
    goal, entries, as_of = case
    answer = what_if(goal, entries, as_of=as_of)
    assert answer.before == answer.after


@given(cases())
def test_an_explanation_has_the_figures_of_the_result(case: Case) -> None:
    result = assess_goal(case[0], case[1], as_of=case[2])
    told = {step.code: step.value for step in explanation(result).steps}
    for code in ("attainment_ratio", "pace_index"):
        if code in told and told[code] is not None:
            assert told[code] == result.figure(code)


# --- scores ---------------------------------------------------------------------------

SCORED = st.lists(
    st.tuples(cases(), st.fractions(0, 5, max_denominator=4)), min_size=1, max_size=4
)


def scored(drawn: list[tuple[Case, Fraction]], factor: int = 1) -> list[Any]:
    return [
        assess_goal(
            attrs.evolve(goal, id=f"g{n}", weight=weight * factor), entries, as_of=as_of
        )
        for n, ((goal, entries, as_of), weight) in enumerate(drawn)
    ]


@given(SCORED)
def test_a_score_lies_between_its_lines(drawn: list[tuple[Case, Fraction]]) -> None:
    card = score_goals(scored(drawn))
    counted = [
        line.counted for line in card.lines if line.counted is not None and line.weight
    ]
    if card.score_ratio is not None:
        assert min(counted) <= card.score_ratio <= max(counted)


@given(SCORED, st.integers(2, 9))
def test_the_scale_of_the_weights_changes_no_score(
    drawn: list[tuple[Case, Fraction]], factor: int
) -> None:
    plain, scaled = score_goals(scored(drawn)), score_goals(scored(drawn, factor))
    assert plain.score_ratio == scaled.score_ratio


@given(SCORED)
def test_the_order_of_the_goals_changes_no_score(
    drawn: list[tuple[Case, Fraction]],
) -> None:
    results = scored(drawn)
    assert score_goals(results).score_ratio == score_goals(results[::-1]).score_ratio


# --- files ----------------------------------------------------------------------------


@HEAVY
@given(plans())
def test_writing_what_was_read_writes_the_same(plan: Plan) -> None:
    once = dumps(plan)
    assert dumps(loads(once, Plan)) == once


@HEAVY
@given(plans())
def test_plain_data_is_what_json_reads(plan: Plan) -> None:
    data = to_data(plan)
    assert json.loads(dumps(plan)) == data
    assert from_data(data, Plan) == plan


@HEAVY
@given(plans(), st.randoms(use_true_random=False))
def test_the_order_of_keys_says_nothing(plan: Plan, dice: Any) -> None:
    def mixed(value: Any) -> Any:
        if isinstance(value, dict):
            keys = list(value)
            dice.shuffle(keys)
            return {key: mixed(value[key]) for key in keys}
        return [mixed(item) for item in value] if isinstance(value, list) else value

    assert from_data(mixed(to_data(plan)), Plan) == plan


@given(goals("g"), days())
def test_what_is_known_of_a_result_comes_back_with_it(goal: Goal, as_of: date) -> None:
    firm = jbp.Partner(id="nw", name="Northwind")
    vendor = jbp.Party(id="acme", name="Acme")
    plan = Plan(
        id="p", name="P", vendor=vendor, partner=firm, period=goal.period, goals=[goal]
    )
    result = jbp.assess_plan(plan, [entry(goal.period.start, 5)], as_of=as_of)
    again = loads(dumps(result), jbp.PlanResult)
    assert again == result
    assert [one.health for one in again.results] == [
        one.health for one in result.results
    ]


@given(st.sampled_from(["plan", "goal", "", "Plan", "actual"]), texts())
def test_a_document_of_another_kind_is_refused(kind: str, name: str) -> None:
    document = json.dumps({"format": 1, "kind": kind, "data": {"name": name}})
    with pytest.raises(InvalidDataError):
        loads(document, Plan)


@HEAVY
@given(plans())
def test_a_document_cut_short_is_refused(plan: Plan) -> None:
    text = dumps(plan)
    for cut in (0, 1, len(text) // 2, len(text) - 1):
        with pytest.raises(InvalidDataError):
            loads(text[:cut], Plan)


# --- plans ----------------------------------------------------------------------------


@HEAVY
@given(plans())
def test_a_digest_is_of_the_terms_alone(plan: Plan) -> None:
    other = attrs.evolve(plan, notes="Other notes", comments=[], records=[])
    assert terms_digest(other) == terms_digest(plan)
    assert len(terms_digest(plan)) == 64


@HEAVY
@given(plans(), days())
def test_checks_are_always_the_same_and_have_a_place(plan: Plan, as_of: date) -> None:
    found = jbp.check(plan, as_of=as_of)
    assert found == jbp.check(plan, as_of=as_of)
    assert all(one.code.startswith("jbp.check.") for one in found)
    fields = {field.name for field in attrs.fields(Plan)}
    assert all(one.path.partition("[")[0].partition(".")[0] in fields for one in found)


@HEAVY
@given(plans(), days(), st.integers(1, 5))
def test_the_most_urgent_nudges_are_the_first_of_all(
    plan: Plan, as_of: date, most: int
) -> None:
    every = tuple(jbp.attention(plan, as_of=as_of))
    assert tuple(jbp.attention(plan, as_of=as_of, at_most=most)) == every[:most]
    assert len({one.key for one in every}) == len(every)


@HEAVY
@given(plans())
def test_a_plan_differs_from_itself_in_nothing(plan: Plan) -> None:
    assert jbp.diff(plan, plan) == ()
    merged = jbp.merge(plan, plan, plan)
    assert merged.plan == plan
    assert merged.conflicts == ()


@HEAVY
@given(plans())
def test_a_story_has_a_sentence_for_each_record(plan: Plan) -> None:
    told = jbp.story(plan)
    assert len(told) == len(plan.records)
    assert all(
        str(one.at.date()) in str(t) for one, t in zip(plan.records, told, strict=True)
    )


@HEAVY
@given(plans(), date_ranges(max_days=90))
def test_assessing_a_plan_is_assessing_its_goals(plan: Plan, span: DateRange) -> None:
    as_of = span.last_day
    booked = [entry(span.start, 12345), entry(as_of, 999)]
    result = jbp.assess_plan(plan, booked, as_of=as_of)
    assert [one.goal.id for one in result.results] == [goal.id for goal in plan.goals]
    for one in result.results:
        alone = assess_goal(
            one.goal,
            booked,
            as_of=as_of,
            bands=plan.health_bands,
            confidences=plan.confidences,
        )
        assert one.attained == alone.attained
        assert one.health == alone.health


@given(goals(), days())
def test_a_goal_says_which_target_counts(goal: Goal, day: date) -> None:
    target = goal.target_on(day)
    stated = {goal.target, *(version.target for version in goal.target_versions)}
    assert target in stated
    if not goal.target_versions:
        assert target == goal.target
    elif target is not None:
        assert exact(target) in {exact(one) for one in stated if one is not None}
