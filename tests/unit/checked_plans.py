"""One plan with nothing to find, and for each code the least that brings it up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs

import jbpcore as jbp
from jbpcore.model.cadence import ReviewCadence
from jbpcore.model.keep import KeepBand
from jbpcore.model.outcome import GoalOutcome, Outcome
from jbpcore.model.phasing import (
    Bucket,
    CumulativePhasing,
    CumulativePoint,
    WeightedPhasing,
    WorkdayPhasing,
)
from jbpcore.model.review import Review
from jbpcore.periods.frequency import Frequency
from jbpcore.periods.work_calendar import WorkCalendar

YEARS = jbp.FiscalCalendar.calendar_year()
YEAR = YEARS.year(2026)
MAY = date(2026, 5, 15)
DOCS = Path(__file__).resolve().parents[2] / "docs"


def usd(amount: str) -> jbp.Money:
    return jbp.Money(amount, "USD")


REVENUE = jbp.Goal(
    id="revenue",
    name="Revenue",
    metric=jbp.metrics.REVENUE,
    target=usd("120000"),
    period=YEAR,
    owner_id="tom",
)
CHURN = jbp.Goal(
    id="churn",
    name="Churn",
    metric=jbp.metrics.CHURN_RATE,
    target=jbp.Ratio("8%"),
    baseline=jbp.Ratio("10%"),
    period=YEAR,
    owner_id="maria",
)
ACTION = jbp.Action(
    id="a", name="Train", side=jbp.Side.PARTNER, due_on=date(2026, 6, 1), owner_id="tom"
)
PROMISE = jbp.Commitment(
    id="v", name="Fund", side=jbp.Side.VENDOR, due_on=date(2026, 6, 1)
)
SOUND = jbp.Plan(
    id="nw-2026",
    name="NW 2026",
    vendor=jbp.Party(id="acme", name="Acme"),
    partner=jbp.Partner(id="northwind", name="Northwind"),
    period=YEAR,
    state=jbp.PlanState.AGREED,
    people=[
        jbp.Person(id="maria", name="Maria", side=jbp.Side.VENDOR),
        jbp.Person(id="tom", name="Tom", side=jbp.Side.PARTNER),
    ],
    goals=[REVENUE, CHURN],
    actions=[ACTION],
    commitments=[
        PROMISE,
        attrs.evolve(PROMISE, id="p", side=jbp.Side.PARTNER),
    ],
    cadences=[
        ReviewCadence(
            id="qbr",
            name="QBR",
            frequency=Frequency.QUARTERLY,
            first_on=date(2026, 4, 14),
        )
    ],
    reviews=[
        Review(
            id=f"qbr-{month}", name="QBR", cadence_id="qbr", on=date(2026, month, 14)
        )
        for month in (4, 7, 10)
    ],
)


def with_goal(old: jbp.Goal = REVENUE, **fields: Any) -> jbp.Plan:
    goal = attrs.evolve(old, **fields)
    rest = [one for one in SOUND.goals if one.id != goal.id]
    return attrs.evolve(SOUND, goals=[goal, *rest])


def with_action(**fields: Any) -> jbp.Plan:
    return attrs.evolve(SOUND, actions=[attrs.evolve(ACTION, **fields)])


def with_cadence(**fields: Any) -> jbp.Plan:
    """The sound plan with its cadence changed, and nothing booked."""
    cadence = attrs.evolve(SOUND.cadences[0], **fields)
    return attrs.evolve(SOUND, cadences=[cadence], reviews=[])


def with_review(**fields: Any) -> jbp.Plan:
    first, *rest = SOUND.reviews
    return attrs.evolve(SOUND, reviews=[attrs.evolve(first, **fields), *rest])


def waiting_for(**fields: Any) -> jbp.Plan:
    needed = attrs.evolve(ACTION, id="b", name="Hire", **fields)
    return attrs.evolve(SOUND, actions=[attrs.evolve(ACTION, depends_on=["b"]), needed])


def with_promise(**fields: Any) -> jbp.Plan:
    made = attrs.evolve(PROMISE, **fields)
    return attrs.evolve(SOUND, commitments=[made, *SOUND.commitments[1:]])


WEEKLY = jbp.Recurrence(frequency=Frequency.WEEKLY)
SLIP = jbp.Slip(
    moved_on=date(2026, 4, 1), was_due_on=date(2026, 4, 1), due_on=date(2026, 6, 1)
)


def also(*goals: jbp.Goal) -> jbp.Plan:
    return attrs.evolve(SOUND, goals=[*SOUND.goals, *goals])


def before(attained: str, target: str = "100000", **fields: Any) -> jbp.Plan:
    days = YEARS.year(2025)
    outcome = GoalOutcome(
        goal_id="revenue",
        outcome=Outcome.MISSED,
        lesson="Learnt",
        attained=usd(attained),
        target=usd(target),
        attainment_ratio=Fraction(attained) / Fraction(target),
        as_of=days.last_day,
    )
    given: dict[str, Any] = {
        "id": "nw-2025",
        "period": days,
        "goals": [attrs.evolve(REVENUE, period=days, target=usd(target))],
        "actions": [],
        "commitments": [],
        "cadences": [],
        "reviews": [],
        "outcomes": [outcome],
        "state": jbp.PlanState.CLOSED,
    } | fields
    return attrs.evolve(SOUND, **given)


def kept(**fields: Any) -> jbp.Goal:
    metric = attrs.evolve(
        jbp.metrics.CERTIFIED_PEOPLE, key="seats", direction=jbp.Direction.KEEP
    )
    return attrs.evolve(
        REVENUE, id="seats", name="Seats", metric=metric, target=None, **fields
    )


def half_a_band() -> KeepBand:
    return KeepBand.at_least(jbp.Quantity(5, "people"), checks=[YEARS.quarter(2026, 1)])


def no_workday() -> WorkdayPhasing:
    days = jbp.DateRange(date(2026, 5, 16), date(2026, 5, 18))  # a weekend
    return WorkdayPhasing(WorkCalendar.resolve(days))


def early_base() -> jbp.Plan:
    old = attrs.evolve(before("1"), state=jbp.PlanState.AGREED, outcomes=[])
    entry = jbp.ActualEntry(metric="revenue", on=date(2025, 3, 1), amount=usd("90000"))
    rolled = jbp.roll_forward(
        old, [entry], as_of=date(2025, 11, 30), base=jbp.RollBase.ACTUAL, id="x"
    )
    return attrs.evolve(SOUND, goals=[*rolled.goals, CHURN], records=rolled.records)


WEEKEND = jbp.DateRange(date(2026, 5, 16), date(2026, 5, 18))
CASES: dict[str, tuple[Callable[[], jbp.Plan], str]] = {
    "no_goals": (lambda: attrs.evolve(SOUND, goals=[]), "goals"),
    "too_many_goals": (
        lambda: also(
            *(attrs.evolve(REVENUE, id=str(n), scope={"n": str(n)}) for n in range(4))
        ),
        "goals",
    ),
    "no_approver": (
        lambda: attrs.evolve(
            SOUND,
            approvers=[
                jbp.ApprovalStep(
                    side=jbp.Side.VENDOR, role=jbp.PersonRole.PARTNER_MANAGER
                ),
                jbp.ApprovalStep(
                    side=jbp.Side.VENDOR, role=jbp.PersonRole.EXECUTIVE_SPONSOR
                ),
            ],
        ),
        "approvers[1]",
    ),
    "no_person": (
        lambda: attrs.evolve(with_goal(CHURN, owner_id="tom"), people=SOUND.people[1:]),
        "people",
    ),
    "no_review": (lambda: attrs.evolve(SOUND, cadences=[], reviews=[]), "cadences"),
    "cadence_unbooked": (lambda: attrs.evolve(SOUND, reviews=[]), "cadences[0]"),
    "cadence_empty": (
        lambda: with_cadence(until_on=date(2026, 4, 13)),
        "cadences[0]",
    ),
    "reviews_at_once": (lambda: with_review(on=date(2026, 7, 14)), "reviews[1].on"),
    "zone_unknown": (
        lambda: with_review(zone="Nowhere/Atlantis"),
        "reviews[0].zone",
    ),
    "clock_change": (
        # Summer time began in Berlin on 29 March 2026.
        lambda: with_review(
            on=date(2026, 3, 29), wall_time=time(2, 30), zone="Europe/Berlin"
        ),
        "reviews[0].wall_time",
    ),
    "review_outside": (
        lambda: attrs.evolve(
            SOUND,
            reviews=[
                Review(id="r", name="R", on=date(2027, 1, 2)),
                *SOUND.reviews,
            ],
        ),
        "reviews[0].on",
    ),
    "currency_mix": (
        lambda: also(
            attrs.evolve(
                REVENUE,
                id="eu",
                scope={"region": "EU"},
                target=jbp.Money("1", "EUR"),
            )
        ),
        "goals",
    ),
    "weights_zero": (
        lambda: attrs.evolve(
            SOUND, goals=[attrs.evolve(one, weight=0) for one in SOUND.goals]
        ),
        "goals",
    ),
    "weights_sum": (
        lambda: attrs.evolve(
            SOUND,
            goals=[attrs.evolve(REVENUE, weight=60), attrs.evolve(CHURN, weight=35)],
        ),
        "goals",
    ),
    "weight_zero": (lambda: with_goal(weight=0), "goals[0].weight"),
    "reference": (lambda: with_action(goal_id="gone"), "actions[0].goal_id"),
    "no_owner": (lambda: with_goal(owner_id=None), "goals[0].owner_id"),
    "owner_other_side": (lambda: with_action(owner_id="maria"), "actions[0].owner_id"),
    "no_target": (lambda: with_goal(target=None), "goals[0].target"),
    "target_zero": (lambda: with_goal(target=usd("0")), "goals[0].target"),
    "target_negative": (lambda: with_goal(target=usd("-1")), "goals[0].target"),
    "no_baseline": (lambda: with_goal(CHURN, baseline=None), "goals[0].baseline"),
    "nothing_to_move": (
        lambda: with_goal(CHURN, baseline=jbp.Ratio("8%")),
        "goals[0].target",
    ),
    "levels_order": (lambda: with_goal(commit=usd("130000")), "goals[0].commit"),
    "outside_plan": (lambda: with_goal(period=YEARS.year(2027)), "goals[0].period"),
    "phasing_empty": (
        lambda: with_goal(period=WEEKEND, phasing=no_workday()),
        "goals[0].phasing",
    ),
    "phasing_outside": (
        lambda: with_goal(
            phasing=CumulativePhasing([CumulativePoint(date(2025, 12, 1), "1/5")])
        ),
        "goals[0].phasing",
    ),
    "phasing_gap": (
        lambda: with_goal(phasing=WeightedPhasing([Bucket(YEARS.half(2026, 1), 1)])),
        "goals[0].phasing",
    ),
    "keep_missing": (lambda: also(kept()), "goals[2].keep"),
    "keep_gap": (lambda: also(kept(keep=half_a_band())), "goals[2].keep"),
    "double_counted": (lambda: also(attrs.evolve(REVENUE, id="again")), "goals[2]"),
    "one_sided": (lambda: attrs.evolve(SOUND, commitments=[PROMISE]), "commitments"),
    "after_end": (lambda: with_action(due_on=date(2027, 1, 1)), "actions[0].due_on"),
    "before_start": (
        lambda: attrs.evolve(
            SOUND,
            commitments=[
                attrs.evolve(one, due_on=date(2025, 12, 1)) for one in SOUND.commitments
            ],
        ),
        "commitments[0].due_on",
    ),
    "overdue": (lambda: with_action(due_on=date(2026, 5, 1)), "actions[0].due_on"),
    "carried_often": (lambda: with_action(carry_count=2), "actions[0].carry_count"),
    "blocked_no_reason": (
        lambda: with_action(status=jbp.ActionStatus.BLOCKED, blocked_reason=" "),
        "actions[0].blocked_reason",
    ),
    "waits_for_dropped": (
        lambda: waiting_for(status=jbp.ActionStatus.DROPPED),
        "actions[0].depends_on[0].action_id",
    ),
    "waits_too_long": (
        lambda: waiting_for(due_on=date(2026, 6, 2)),
        "actions[0].depends_on[0].action_id",
    ),
    "recurs_after_end": (
        lambda: with_action(due_on=date(2027, 1, 4), recurrence=WEEKLY),
        "actions[0].due_on",
    ),
    "slipped_often": (
        lambda: with_action(slips=[SLIP, SLIP, SLIP]),
        "actions[0].slips",
    ),
    "no_day": (
        lambda: with_action(status=jbp.ActionStatus.DONE),
        "actions[0].done_on",
    ),
    "promise_no_weight": (
        lambda: with_promise(weight=0),
        "commitments[0].weight",
    ),
    "not_signed": (
        lambda: attrs.evolve(SOUND, state=jbp.PlanState.PROPOSED),
        "state",
    ),
    "base_unfinished": (early_base, "goals[0].target"),
}


def codes(plan: jbp.Plan, **given: Any) -> list[str]:
    return [one.code.removeprefix("jbp.check.") for one in jbp.check(plan, **given)]
