"""Currency and fiscal year change while a plan runs; worked out by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import attrs
import pytest
from tests.unit.restructured_plan import (
    BY,
    ECB,
    YEAR,
    YEARS,
    agreed,
    both_sign,
    eur,
    goal,
    plan,
    staff,
    usd,
)

import jbpcore as jbp
from jbpcore.errors import InvalidValueError
from jbpcore.model.phasing import (
    Bucket,
    CumulativePhasing,
    CumulativePoint,
    WeightedPhasing,
)

# Currency


def test_a_draft_is_converted_with_the_rate_its_day_and_its_source_on_record() -> None:
    # 25,000.55 × 0.9217 = 23,043.006935; 20,000 × 0.9217 = 18,434.
    action = jbp.Action(
        id="a",
        name="A",
        side=jbp.Side.PARTNER,
        due_on=date(2026, 9, 1),
        expected_impact=usd("100"),
    )
    old = plan(goal(target=usd("25000.55"), commit=usd("20000")), actions=[action])
    new = jbp.change_currency(old, ECB, **BY)
    assert (new.goals[0].target, new.goals[0].commit) == (eur("23043.01"), eur("18434"))
    assert new.actions[0].expected_impact == eur("92.17")
    rate, told = new.records
    assert rate.facts == {
        "currency_was": "USD",
        "currency": "EUR",
        "rate": "0.9217",
        "rate_on": "2026-06-30",
        "rate_path": "direct",
        "rate_source": "ECB reference rate",
        "rounding": "half-even to the minor unit",
    }
    assert told.facts["exact_target"] == "23043.006935 EUR"
    assert told.facts["target_was"] == "25000.55 USD"


def test_revised_targets_and_bands_are_converted_with_the_goal() -> None:
    version = jbp.TargetVersion(effective_on=date(2026, 7, 1), target=usd("100000"))
    old = plan(goal(target_versions=[version]))
    (new,) = jbp.change_currency(old, ECB, **BY).goals
    # 120,000 and 100,000 × 0.9217
    assert new.target == eur("110604")
    assert [one.target for one in new.target_versions] == [eur("92170")]
    assert new.target_versions[0].effective_on == date(2026, 7, 1)


def test_an_agreed_plan_keeps_its_currency_until_both_sign() -> None:
    old = agreed(plan())
    asked = jbp.change_currency(old, ECB, **BY)
    assert asked.goals[0].target == usd("120000")
    assert asked.state is jbp.PlanState.AGREED
    signed = both_sign(asked)
    assert (signed.goals[0].target, signed.goals[0].target_versions) == (
        eur("110604"),
        (),
    )


def test_what_nobody_signs_follows_when_the_move_is_made_again() -> None:
    action = jbp.Action(
        id="a",
        name="A",
        side=jbp.Side.PARTNER,
        due_on=date(2026, 9, 1),
        expected_impact=usd("100"),
    )
    asked = jbp.change_currency(agreed(plan(actions=[action])), ECB, **BY)
    signed = both_sign(asked)
    assert signed.actions[0].expected_impact == usd("100")
    again = jbp.change_currency(signed, ECB, **BY)
    assert again.actions[0].expected_impact == eur("92.17")
    with pytest.raises(InvalidValueError, match="none is in USD"):
        jbp.change_currency(again, ECB, **BY)


def test_what_one_side_sees_is_converted_and_told_only_when_it_holds() -> None:
    margin = goal("margin", audience=jbp.Audience.VENDOR)
    asked = jbp.change_currency(agreed(plan(goal(), margin)), ECB, **BY)
    assert asked.goal("margin").target == usd("120000")
    assert "goals:margin" not in {record.subject for record in asked.records}
    again = jbp.change_currency(both_sign(asked), ECB, **BY)
    assert again.goal("margin").target == eur("110604")
    (record,) = [one for one in again.records if one.subject == "goals:margin"]
    assert record.audience is jbp.Audience.VENDOR


def test_a_rate_says_who_stated_it_and_which_way_it_went() -> None:
    with pytest.raises(InvalidValueError, match="who stated it"):
        jbp.change_currency(plan(), attrs.evolve(ECB, source=" "), **BY)
    # One euro costs 1.25 dollars, so one dollar is 0.80 euro.
    stated = jbp.FxRate(
        base="EUR", quote="USD", rate="1.25", on=date(2026, 6, 29), source="ECB"
    )
    found = jbp.FxTable(rates=[stated]).rate("USD", "EUR", on=date(2026, 6, 30))
    new = jbp.change_currency(plan(), found, **BY)
    assert new.goals[0].target == eur("96000")
    facts = new.records[0].facts
    assert facts["rate_path"] == "inverse"
    assert (facts["rate"], facts["rate_on"]) == ("0.8", "2026-06-29")


# The fiscal year


def test_a_year_that_is_cut_short_keeps_what_was_due_by_then() -> None:
    # Fifty buckets of ten by quarter: by the end of September 20 + 20 + 20 of 100.
    quarters = [Bucket(YEARS.quarter(2026, n), w) for n, w in enumerate([20] * 3, 1)]
    phasing = WeightedPhasing([*quarters, Bucket(YEARS.quarter(2026, 4), 40)])
    short = jbp.DateRange(date(2026, 1, 1), date(2026, 10, 1))
    old = plan(goal(phasing=phasing, stretch=usd("150000")), staff())
    new = jbp.change_period(old, short, **BY)
    revenue, people = new.goals
    assert (revenue.target, revenue.stretch) == (usd("72000"), usd("90000"))
    assert new.period == revenue.period == people.period == short
    assert people.target == jbp.Quantity(21, "people")
    assert new.records[1].facts["factor"] == "0.6"


def test_a_year_that_grows_by_a_quarter_brings_a_quarter_more() -> None:
    longer = jbp.DateRange(date(2026, 1, 1), date(2027, 4, 1))
    points = [CumulativePoint(date(2026, 6, 30), "1/5")]
    new = jbp.change_period(plan(goal(phasing=CumulativePhasing(points))), longer, **BY)
    # 120,000 × 15/12; of that a fifth of 12/15 is due by June, 12/15 by December.
    assert new.goals[0].target == usd("150000")
    curve = new.goals[0].phasing
    assert isinstance(curve, CumulativePhasing)
    assert [(p.on, p.share) for p in curve.points] == [
        (date(2026, 6, 30), Fraction(4, 25)),
        (date(2026, 12, 31), Fraction(4, 5)),
    ]


def test_weights_stay_and_the_new_days_are_even() -> None:
    quarters = [Bucket(YEARS.quarter(2026, n), n) for n in (1, 2, 3, 4)]
    longer = jbp.DateRange(date(2025, 10, 1), date(2027, 1, 1))
    old = plan(goal(phasing=WeightedPhasing(quarters)))
    new = jbp.change_period(old, longer, **BY)
    phasing = new.goals[0].phasing
    assert isinstance(phasing, WeightedPhasing)
    # Weights of 10 for twelve months: 2.5 for three.
    assert [b.weight for b in phasing.buckets] == [Fraction(5, 2), 1, 2, 3, 4]


def test_an_agreed_year_changes_by_amendment_and_keeps_its_original_target() -> None:
    longer = jbp.DateRange(date(2026, 1, 1), date(2027, 4, 1))
    signed = both_sign(jbp.change_period(agreed(plan()), longer, **BY))
    assert signed.period == longer
    assert signed.goals[0].target == usd("120000")
    assert signed.goals[0].target_on(date(2026, 12, 31)) == usd("150000")


def test_days_that_have_nothing_in_common_are_a_next_plan() -> None:
    for days in (YEAR, YEARS.year(2027)):
        with pytest.raises(InvalidValueError, match="other days than"):
            jbp.change_period(plan(), days, **BY)
