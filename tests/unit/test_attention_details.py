"""What stands in a nudge."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction

import attrs
import pytest
from tests.unit.nudging_plan import (
    AHEAD,
    GOAL,
    MAY_15,
    PARTNER,
    PLAN,
    Q2,
    THIRTY,
    VENDOR,
    Code,
    Step,
    action,
    only,
    usd,
)

import jbpcore as jbp
from jbpcore.engine.attention.concern import catch_up_ratio
from jbpcore.engine.attention.nudge import SinceReason
from jbpcore.errors import InvalidValueError
from jbpcore.model.agreement import ApprovalStep
from jbpcore.model.review import MinutesAcceptance, Review
from jbpcore.planning.minutes_text import minutes_digest

BOTH = (PARTNER, VENDOR)


def test_the_founding_case_has_its_figures() -> None:
    nudge = only(PLAN)
    # The sums of the design: 45 of 91 days, 7,500 of 25,000.
    assert nudge.fact("attained") == usd(7500)
    assert nudge.fact("expected_to_date") == usd("12362.64")
    assert nudge.fact("gap_to_target") == usd(17500)
    assert nudge.fact("days_left") == 46
    # 17,500 ÷ 46 × 7 a week; (17500 ÷ 46) ÷ (7500 ÷ 45) = 105 ÷ 46 times as fast.
    assert nudge.fact("required_per_week") == usd("2663.04")
    assert nudge.fact("catch_up_ratio") == Fraction(105, 46)
    assert nudge.at_stake == usd(17500)
    assert nudge.stake_ratio == Fraction(7, 10)
    assert (nudge.person_id, nudge.sides, nudge.since) == (
        "tom",
        BOTH,
        date(2026, 5, 5),
    )
    assert nudge.days_since(as_of=MAY_15) == 11


def test_a_fact_that_is_not_there_is_refused() -> None:
    assert only(PLAN).try_fact("slip_count") is None
    with pytest.raises(InvalidValueError, match="gap_to_target"):
        only(PLAN).fact("slip_count")


def test_open_actions_that_close_the_gap_are_the_thing_to_do() -> None:
    actions = [action("mail", 800), action("event", 12000), action("calls", 6000)]
    nudge = only(attrs.evolve(PLAN, actions=actions))
    assert nudge.step is Step.DO_ACTIONS
    # 12,000 + 6,000 are more than 17,500.
    assert [fact.value for fact in nudge.arguments] == ["event", "calls"]


def test_else_it_is_the_next_review() -> None:
    later = attrs.evolve(AHEAD, id="late", on=date(2026, 6, 23))
    nudge = only(attrs.evolve(PLAN, reviews=[later, AHEAD], actions=[action("m", 1)]))
    assert nudge.step is Step.RAISE_AT_REVIEW
    assert [fact.value for fact in nudge.arguments][:2] == ["june", AHEAD.on]


def test_else_to_book_one() -> None:
    lite = attrs.evolve(PLAN, kind=jbp.PlanKind.LITE, state=jbp.PlanState.DRAFT)
    assert only(attrs.evolve(lite, reviews=[])).step is Step.BOOK_REVIEW


def test_beyond_hope_asks_for_another_target() -> None:
    day = date(2026, 5, 22)
    nudge = only(PLAN, day)
    assert (nudge.code, nudge.step) == (Code.GAP_IMPLAUSIBLE, Step.PROPOSE_AMENDMENT)
    own = attrs.evolve(GOAL, audience=jbp.Audience.VENDOR)
    alone = only(attrs.evolve(PLAN, goals=[own]), day)
    assert (alone.step, alone.sides) == (Step.EDIT, (VENDOR,))


def test_late_phasing_leaves_hope() -> None:
    # 20/30/50: 0.2 + 0.3 × 22/31 due on May 22, s = 0.4129: 7/3 × 0.4129 ÷ 0.5871 =
    # 1.64 times as fast, pace 0.3 ÷ 0.4129 = 0.73.
    months = jbp.WeightedPhasing.by_month(
        [20, 30, 50], period=Q2, calendar=jbp.FiscalCalendar.calendar_year()
    )
    late = attrs.evolve(PLAN, goals=[attrs.evolve(GOAL, phasing=months)])
    nudge = only(late, date(2026, 5, 22))
    assert nudge.code is Code.GOAL_OFF_PACE
    assert float(nudge.fact("catch_up_ratio")) == pytest.approx(1.641, abs=1e-3)  # type: ignore[arg-type] # a ratio


def test_open_pipeline_leaves_hope() -> None:
    hoped = jbp.ActualEntry(
        metric="revenue",
        on=date(2026, 6, 20),
        amount=usd(17500),
        status=jbp.EntryStatus.PIPELINE,
    )
    (nudge,) = jbp.attention(PLAN, [*THIRTY, hoped], as_of=date(2026, 5, 22))
    assert nudge.code is Code.GOAL_OFF_PACE
    assert nudge.fact("coverage_of_gap") == 1
    less = attrs.evolve(hoped, amount=usd(17499))
    (nudge,) = jbp.attention(PLAN, [*THIRTY, less], as_of=date(2026, 5, 22))
    assert nudge.code is Code.GAP_IMPLAUSIBLE


def test_the_bounds_are_data() -> None:
    settings = jbp.AttentionSettings(most_catch_up_ratio=2)
    # 7/3 × s ÷ (1 − s) > 2 from s > 6/13, t = 42.0: day 43, May 13.
    nudge = only(PLAN, settings=settings)
    assert (nudge.code, nudge.since) == (Code.GAP_IMPLAUSIBLE, date(2026, 5, 13))


@pytest.mark.parametrize(
    ("spent", "code"),
    [
        (13000, Code.GOAL_AT_RISK),
        (20000, Code.GOAL_OFF_PACE),
        (26000, Code.GAP_IMPLAUSIBLE),
    ],
)
def test_a_ceiling_is_beyond_hope_once_it_is_spent(spent: int, code: str) -> None:
    # 12,362.64 planned by now: pace 12362.64 ÷ 13000 = 0.951 is on track, ÷ 13100 not.
    ceiling = attrs.evolve(GOAL, metric=jbp.metrics.MARKETING_SPEND)
    amount = usd(spent + 100)
    entry = jbp.ActualEntry(metric=ceiling.metric.key, on=MAY_15, amount=amount)
    plan = attrs.evolve(PLAN, goals=[ceiling])
    (nudge,) = jbp.attention(plan, [entry], as_of=MAY_15)
    assert (nudge.code, nudge.since) == (code, MAY_15)
    # No speed takes back what is spent.
    assert ("times the pace" in jbp.explain_nudge(nudge)) is False
    assert (nudge.try_fact("catch_up_ratio") is None) is (spent > 25_000)


def test_a_blocker_without_a_day_is_known_since_nobody_knows_when() -> None:
    stuck = action(
        "train",
        status=jbp.ActionStatus.BLOCKED,
        blocked_by_id="maria",
        blocked_reason="No licence",
        owner_id="tom",
    )
    plan = attrs.evolve(PLAN, goals=[], actions=[stuck])
    nudge = only(plan)
    assert (nudge.since, nudge.since_reason) == (None, SinceReason.NOT_WRITTEN_DOWN)
    assert (nudge.sides, nudge.person_id) == ((VENDOR,), "maria")
    own = attrs.evolve(stuck, blocked_by_id=None)
    assert only(attrs.evolve(PLAN, goals=[], actions=[own])).person_id == "tom"


def test_one_nudge_for_all_missed_reviews_of_a_cadence() -> None:
    missed = [
        Review(id=f"r{day}", name=f"Week {day}", on=date(2026, 5, day), cadence_id="w")
        for day in (1, 4, 11)
    ]
    held = attrs.evolve(missed[0], held_on=date(2026, 5, 1))
    plan = attrs.evolve(PLAN, goals=[], reviews=[held, *missed[1:]])
    nudge = only(plan)
    assert (nudge.subject, nudge.since) == ("reviews:r4", date(2026, 5, 5))
    assert nudge.fact("missed_count") == 2


def test_minutes_wait_for_the_side_that_has_not_accepted() -> None:
    held = Review(
        id="may", name="May", on=date(2026, 5, 4), held_on=date(2026, 5, 4), wins=["A"]
    )
    plan = attrs.evolve(PLAN, goals=[], reviews=[held, AHEAD])
    accepted = MinutesAcceptance(
        side=VENDOR,
        person_id="maria",
        minutes_digest=minutes_digest(plan, "may"),
        accepted_at=datetime(2026, 5, 5, tzinfo=UTC),
    )
    other = attrs.evolve(accepted, side=PARTNER, minutes_digest="0" * 64)
    one = attrs.evolve(held, acceptances=[accepted, other])
    nudge = only(attrs.evolve(plan, reviews=[one, AHEAD]))
    assert (nudge.sides, nudge.since) == ((PARTNER,), date(2026, 5, 4))


def test_an_approval_waits_for_the_next_one_to_give_it() -> None:
    people = [
        *PLAN.people,
        jbp.Person(
            id="ann", name="Ann", side=PARTNER, role=jbp.PersonRole.EXECUTIVE_SPONSOR
        ),
    ]
    plan = jbp.propose(
        attrs.evolve(
            PLAN,
            people=people,
            state=jbp.PlanState.DRAFT,
            reviews=[],
            approvers=[
                ApprovalStep(side=PARTNER, role=jbp.PersonRole.EXECUTIVE_SPONSOR)
            ],
        ),
        by="maria",
        at=datetime(2026, 4, 7, tzinfo=UTC),
    )
    found = {nudge.sides: nudge for nudge in jbp.attention(plan, as_of=MAY_15)}
    assert {n.step for n in found.values()} == {Step.APPROVE, Step.SIGN}
    assert found[PARTNER,].person_id == "ann"
    assert found[VENDOR,].person_id == "maria"


def test_nothing_is_known_before_the_first_booking_unless_the_data_say_so() -> None:
    # By hand: on April 20, day 20 of 91, 25,000 × 20 ÷ 91 = 5,494.51 was due, and 4,000
    # are 73 % of that. Where the data are known to begin with April, nothing was in
    # before, from the first day on.
    day = date(2026, 4, 22)
    some = [attrs.evolve(THIRTY[0], amount=usd(4000))]
    (heard,) = jbp.attention(PLAN, some, as_of=day)
    (known,) = jbp.attention(PLAN, some, as_of=day, data_through=day)
    assert heard.code == known.code == Code.GOAL_OFF_PACE
    assert (heard.since, known.since) == (date(2026, 4, 20), date(2026, 4, 1))


def test_without_a_target_there_is_no_speed_to_ask_for() -> None:
    result = jbp.assess_goal(attrs.evolve(GOAL, target=None), THIRTY, as_of=MAY_15)
    assert catch_up_ratio(result) is None
