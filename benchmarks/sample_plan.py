"""A plan such as two firms really have, of any size, for the benchmarks to keep."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import jbpcore as jbp

__all__ = ["sample_plan"]

_CALENDAR = jbp.FiscalCalendar.calendar_year()
_YEAR = _CALENDAR.year(2026)
_AT = datetime(2026, 1, 7, 9, 30, 0, 1, tzinfo=UTC)
_METRICS = (jbp.metrics.REVENUE, jbp.metrics.DEALS_WON, jbp.metrics.CHURN_RATE)
_TARGETS = (jbp.Money("250000.50", "USD"), jbp.Quantity(40, "deals"), jbp.Ratio("1/25"))
_PEOPLE = ("maria", "tom", "ines", "kofi")


def sample_plan(
    plan_id: str = "northwind-2026",
    *,
    goals: int = 10,
    actions: int = 30,
    reviews: int = 8,
) -> jbp.Plan:
    """Return an agreed plan with so many goals, actions and reviews.

    Goals are of money, counts and ratios by turns, every fourth phased by quarters;
    half of the actions are done, and half of the reviews held.
    """
    return jbp.Plan(
        id=plan_id,
        name="Northwind 2026",
        vendor=jbp.Party(id="acme", name="Acme Software"),
        partner=jbp.Partner(
            id="northwind", name="Northwind Traders", tier="Gold", region="EMEA"
        ),
        period=_YEAR,
        goals=[_goal(number) for number in range(goals)],
        people=[
            jbp.Person(id=key, name=key.title(), side=_side(number))
            for number, key in enumerate(_PEOPLE)
        ],
        initiatives=[jbp.Initiative(id="skills", name="Certify the team")],
        actions=[_action(number, goals) for number in range(actions)],
        commitments=[
            jbp.Commitment(
                id=f"commitment-{number}",
                name="Pay half of the campaign in DACH",
                side=_side(number),
                due_on=date(2026, 3, 31),
            )
            for number in range(4)
        ],
        cadences=[
            jbp.ReviewCadence(
                id="qbr",
                name="Quarterly business review",
                frequency=jbp.Frequency.QUARTERLY,
                first_on=date(2026, 3, 31),
                wall_time=time(9, 30),
                zone="Europe/Berlin",
            )
        ],
        reviews=[_review(number) for number in range(reviews)],
        state=jbp.PlanState.AGREED,
        signoffs=[
            jbp.Signoff(
                side=side, person_id=person, terms_digest="0f" * 32, signed_at=_AT
            )
            for side, person in zip(jbp.Side, _PEOPLE, strict=False)
        ],
    )


def _side(number: int) -> jbp.Side:
    return jbp.Side.PARTNER if number % 2 else jbp.Side.VENDOR


def _goal(number: int) -> jbp.Goal:
    kind = number % len(_METRICS)
    phasing: jbp.LinearPhasing | jbp.WeightedPhasing = jbp.LinearPhasing()
    if number % 4 == 0:
        quarters = [
            jbp.Bucket(_CALENDAR.quarter(2026, quarter), 10 * quarter)
            for quarter in range(1, 5)
        ]
        phasing = jbp.WeightedPhasing(quarters)
    return jbp.Goal(
        id=f"goal-{number}",
        name=f"Grow the business in segment {number}",
        metric=_METRICS[kind],
        target=_TARGETS[kind],
        period=_YEAR,
        phasing=phasing,
        owner_id=_PEOPLE[number % len(_PEOPLE)],
        description="What counts is what was invoiced and not returned.",
    )


def _action(number: int, goals: int) -> jbp.Action:
    due_on = _YEAR.start + timedelta(days=20 + 7 * number % 300)
    is_done = number % 2 == 0
    return jbp.Action(
        id=f"action-{number}",
        name=f"Call the {number} most promising customers",
        side=_side(number),
        due_on=due_on,
        status=jbp.ActionStatus.DONE if is_done else jbp.ActionStatus.OPEN,
        owner_id=_PEOPLE[number % len(_PEOPLE)],
        goal_id=f"goal-{number % goals}" if goals else None,
        initiative_id="skills",
        done_on=due_on if is_done else None,
    )


def _review(number: int) -> jbp.Review:
    on = _YEAR.start + timedelta(days=40 + 40 * number)
    is_held = number % 2 == 0
    return jbp.Review(
        id=f"review-{number}",
        name=f"Review {number}",
        on=on,
        cadence_id="qbr",
        wall_time=time(9, 30),
        zone="Europe/Berlin",
        held_on=on if is_held else None,
        wins=("Two deals above 50k", "Müller & Söhne came back") if is_held else (),
        blockers=("Legal takes three weeks",) if is_held else (),
        ways_through=("One template for both sides",) if is_held else (),
        decisions=("Send it by Friday",) if is_held else (),
    )
