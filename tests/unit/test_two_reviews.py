"""Two reviews of one quarter: the first leaves minutes, which change no terms alone."""

from __future__ import annotations

from fractions import Fraction

from tests.unit.two_reviews import BOOKED, MARIA, agreed, at, day, fewer_deals, held

import jbpcore as jbp


def test_the_first_review_says_that_there_was_none_before() -> None:
    pack = jbp.prepare_review(agreed(), BOOKED, "april", as_of=day(4, 29))
    assert pack.is_first
    assert pack.last is None
    assert all(one.then is None for one in pack.goals)
    assert [(line.subject, line.outcome) for line in pack.promises] == []
    # 26 × 29 ÷ 91 = 8.29 deals were expected, 6 are in: off track.
    assert [(line.subject, line.at_stake) for line in pack.stuck] == [
        ("goals:new-revenue", jbp.Money("467.03", "USD")),
        ("goals:deals", jbp.Quantity("2.29", "deals")),
    ]


def test_the_figures_that_it_looked_at_are_kept() -> None:
    review = held().reviews[0]
    assert (review.held_on, review.as_of) == (day(4, 30), day(4, 29))
    revenue = review.figures[0]
    assert revenue == jbp.GoalFigures(
        goal_id="new-revenue",
        as_of=day(4, 29),
        health=jbp.Health.AT_RISK,
        attained=jbp.Money("7500", "USD"),
        target=jbp.Money("25000", "USD"),
        expected_to_date=jbp.Money("7967.03", "USD"),
        gap_to_target=jbp.Money("17500", "USD"),
        gap_to_pace=jbp.Money("467.03", "USD"),
        # 7,500 × 91 ÷ 29
        projected_finish=jbp.Money("23534.48", "USD"),
        attainment_ratio=Fraction(3, 10),
        pace_index=Fraction(750000, 796703),
    )


def test_what_changes_the_terms_waits_for_both_signatures() -> None:
    plan = jbp.hold_review(
        agreed(),
        "april",
        entries=BOOKED,
        as_of=day(4, 29),
        held_on=day(4, 30),
        present=["maria", "tom"],
        goal_changes=fewer_deals,
        by=MARIA,
        at=at(4, 30),
    )
    assert plan.reviews[0].amendment_id == "amendment-1"
    assert jbp.terms_digest(plan) == jbp.terms_digest(agreed())
    assert plan.goal("deals").target_on(day(5, 15)) == jbp.Quantity(26, "deals")
    assert held().goal("deals").target_on(day(5, 15)) == jbp.Quantity(20, "deals")
    assert [one.id for one in held().commitments] == ["mdf", "training", "demo"]


def test_the_story_tells_of_it() -> None:
    told = [sentence.partition(": ")[2] for sentence in jbp.story(held())[-6:]]
    maria, tom = "Maria Lopez (Acme)", "Tom Ek (Northwind)"
    figures = "held April review on 2026-04-30 with the figures of 2026-04-29"
    agreed_on = "2 present, 2 new actions, 1 new commitment"
    changes = "the terms to change by amendment-1, the next one on 2026-05-16"
    why = '"Agreed on in April review"'
    accepts = "accepted the minutes of April review"
    holds = "with both signatures its terms hold"
    assert told == [
        f"{maria} proposed amendment-1, effective on 2026-04-30: {why}.",
        f"{maria} {figures} ({agreed_on}, {changes}).",
        f"{maria} {accepts}.",
        f"{tom} {accepts}, as the other side has.",
        f"{maria} signed amendment-1 as partner manager.",
        f"{tom} signed amendment-1 as partner admin; {holds}.",
    ]
