"""Plans of partners added up by what partners have in common."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import attrs
import pytest
from tests.unit.partner_plans import APRIL, assessed, booked, goal, members, plan

import jbpcore as jbp
from jbpcore.engine.grouping import ByTag, GroupBy
from jbpcore.engine.partner_roll_up import roll_up_partners, select_period
from jbpcore.engine.reasons import Reason
from jbpcore.engine.roll_up_line import Exclusion
from jbpcore.engine.shape import GoalShape
from jbpcore.errors import InvalidValueError


def test_sums_ratios_scores_and_counts_of_a_tier() -> None:
    """Gold: 1,500 + 500 of 3,000 + 1,000; due a third of each, 1,333.33."""
    plans = [
        plan("ann", goal("3000 USD"), tier="Gold"),
        plan("bob", goal("1000 USD"), goal("9 deals", "deals"), tier="Gold"),
        plan("eve", goal("500 EUR")),
    ]
    portfolio = assessed(
        plans, booked("ann", "1500 USD"), booked("bob", "500 USD"),
        booked("bob", "3 deals"), booked("eve", "50 EUR"),
    )  # fmt: skip
    found = roll_up_partners(portfolio, by=GroupBy.TIER)
    assert members(found) == {"Gold": ("ann", "bob"), None: ("eve",)}
    gold = found.group("Gold")
    assert [(line.metric, line.unit) for line in gold.lines] == [
        ("deals-won", "deals"),
        ("revenue", "USD"),
    ]
    line = gold.line("revenue")
    assert (line.target, line.attained) == (
        jbp.Money(4000, "USD"),
        jbp.Money(2000, "USD"),
    )
    assert line.expected_to_date == jbp.Money("1333.33", "USD")
    assert line.gap_to_target == jbp.Money(2000, "USD")
    assert line.gap_to_pace == jbp.Money("-666.67", "USD")
    assert line.attainment_ratio == Fraction(1, 2)
    assert line.pace_index == Fraction(2000) / Fraction("1333.33")
    assert (line.goal_count, line.higher_is_better, line.is_partial) == (2, True, False)
    # Ann 50 %, Bob the mean of 50 % and a third, to twelve decimals: 0.416666666667
    assert gold.score_ratio == Fraction("0.9166666666670") / 2
    assert gold.health_counts == {jbp.Health.AHEAD: 2, jbp.Health.ON_TRACK: 1}
    assert gold.status.health is jbp.Health.ON_TRACK
    assert found.group(None).line("revenue").attained == jbp.Money(50, "EUR")
    assert found.total.members == ("ann", "bob", "eve")
    assert [line.unit for line in found.total.lines] == ["deals", "EUR", "USD"]
    with pytest.raises(InvalidValueError, match="revenue in EUR, revenue in USD"):
        found.total.line("revenue")
    with pytest.raises(InvalidValueError, match="one of the groups"):
        found.group("gold")


def test_a_partner_with_several_tags_is_in_each_group_and_once_in_the_total() -> None:
    plans = [
        plan("ann", goal("10 USD"), tags={"segment": "SMB", "vertical": "Retail"}),
        plan("bob", goal("20 USD"), tags={"segment": "SMB"}),
        plan("eve", goal("40 USD")),
    ]
    portfolio = assessed(plans)
    found = roll_up_partners(portfolio, by=GroupBy.TAG)
    assert members(found) == {
        "segment: SMB": ("ann", "bob"),
        "vertical: Retail": ("ann",),
        None: ("eve",),
    }
    assert found.total.line("revenue").target == jbp.Money(70, "USD")
    by_vertical = roll_up_partners(portfolio, by=ByTag("vertical"))
    assert members(by_vertical) == {"Retail": ("ann",), None: ("bob", "eve")}


def test_by_region_kind_manager_partner_and_currency() -> None:
    maria = jbp.Person(id="maria", name="Maria", side=jbp.Side.VENDOR)
    tom = jbp.Person(id="tom", name="Tom", side=jbp.Side.PARTNER)
    sponsor = attrs.evolve(
        maria, id="ines", role=jbp.PersonRole.EXECUTIVE_SPONSOR, name="Inés"
    )
    omar = attrs.evolve(maria, id="omar", name="Omar")
    plans = [
        plan("ann", goal("10 USD"), goal("5 EUR", "euro"), region="EMEA",
             people=[maria, tom, sponsor]),
        plan("bob", goal("20 USD"), goal("1 deals", "deals"), region="AMER",
             kind=jbp.PartnerKind.MSP, people=[maria, omar]),
    ]  # fmt: skip
    portfolio = assessed(plans)

    def by(key: GroupBy) -> dict[str | None, tuple[str, ...]]:
        return members(roll_up_partners(portfolio, by=key))

    assert by(GroupBy.REGION) == {"AMER": ("bob",), "EMEA": ("ann",)}
    assert by(GroupBy.KIND) == {"msp": ("bob",), "reseller": ("ann",)}
    assert by(GroupBy.MANAGER) == {"maria": ("ann", "bob"), "omar": ("bob",)}
    assert by(GroupBy.PARTNER) == {"ann": ("ann",), "bob": ("bob",)}
    currencies = roll_up_partners(portfolio, by=GroupBy.CURRENCY)
    assert members(currencies) == {
        "EUR": ("ann",),
        "USD": ("ann", "bob"),
        None: ("bob",),
    }
    assert currencies.group("EUR").health_counts == {jbp.Health.NO_DATA: 1}
    assert currencies.total.line("revenue", "USD").target == jbp.Money(30, "USD")
    names = {
        g.key: g.name for g in roll_up_partners(portfolio, by=GroupBy.MANAGER).groups
    }
    assert names == {"maria": "Maria", "omar": "Omar"}


def test_nobody_is_a_roll_up_too() -> None:
    found = roll_up_partners(assessed([]), by=GroupBy.TIER)
    assert (found.groups, found.total.lines, found.total.score_ratio) == ((), (), None)
    assert found.total.status.health is jbp.Health.NOT_APPLICABLE


def test_a_plan_given_twice_and_a_grouping_nobody_knows_are_refused() -> None:
    twice = plan("ann", goal("10 USD"))
    with pytest.raises(InvalidValueError, match="each id once"):
        roll_up_partners(assessed([twice, twice]), by=GroupBy.TIER)
    with pytest.raises(InvalidValueError, match="ByTag"):
        roll_up_partners(assessed([]), by="segment")  # type: ignore[arg-type]  # the mistake


def test_two_plans_of_one_partner_are_one_member() -> None:
    plans = [
        plan("ann", goal("10 USD"), plan_id="a", tier="Gold"),
        plan("ann", goal("20 USD"), plan_id="b", tier="Gold"),
    ]
    found = roll_up_partners(assessed(plans), by=GroupBy.TIER).group("Gold")
    assert found.members == ("ann",)
    assert found.line("revenue").target == jbp.Money(30, "USD")
    assert [score.plan_id for score in found.scores] == ["a", "b"]


def test_what_is_no_sum_or_lacks_a_figure_is_named() -> None:
    level = {"metric": jbp.metrics.CERTIFIED_PEOPLE}
    plans = [
        plan(
            "ann",
            goal(None, "no-target"),
            goal(jbp.Ratio("30%"), "ratio", metric=jbp.metrics.WIN_RATE),
            goal(jbp.Quantity(9, "people"), "no-value", **level),
            goal(jbp.Money(10, "USD"), "fine"),
        )
    ]
    found = roll_up_partners(assessed(plans, booked("ann", "3 USD")), by=GroupBy.KIND)
    left_out = {
        out.goal.goal_id: (out.reason, out.attained) for out in found.total.left_out
    }
    assert left_out == {
        "no-target": (Reason.NO_TARGET, jbp.Money(3, "USD")),
        "no-value": (Reason.NO_ENTRIES, None),
        "ratio": (Exclusion.NO_SUM, None),
    }
    (line,) = found.total.lines
    assert (line.goal_count, line.target) == (1, jbp.Money(10, "USD"))


def test_ways_do_not_mix() -> None:
    """A budget to be kept is no part of the revenue, though both are dollars."""
    plans = [
        plan(
            "ann",
            goal("300 USD"),
            goal("30 USD", "mdf", metric=jbp.metrics.MARKETING_SPEND),
        )
    ]
    portfolio = assessed(
        plans, booked("ann", "100 USD"), booked("ann", "5 USD", "marketing-spend")
    )
    spend, revenue = roll_up_partners(portfolio, by=GroupBy.KIND).total.lines
    assert (spend.shape, revenue.shape) == (GoalShape.CEILING, GoalShape.FLOW)
    assert (spend.pace_index, revenue.pace_index) == (Fraction(2), Fraction(1))
    assert spend.gap_to_pace == jbp.Money(-5, "USD")


def test_levels_of_several_times_do_not_add_up() -> None:
    level = {"metric": jbp.metrics.CERTIFIED_PEOPLE}
    ten, twenty = jbp.Quantity(10, "people"), jbp.Quantity(20, "people")
    may = jbp.DateRange(date(2026, 5, 1), date(2026, 6, 1))
    plans = [
        plan(
            "ann", goal(ten, "april", **level), goal(twenty, "may", period=may, **level)
        ),
        plan("bob", goal(ten, "april", **level)),
    ]
    seen = [booked(name, "8 people", "certified-people") for name in ("ann", "bob")]
    in_april = roll_up_partners(assessed(plans, *seen), by=GroupBy.KIND).total
    assert in_april.line("certified-people").attained == jbp.Quantity(16, "people")
    assert [(o.goal.goal_id, o.reason) for o in in_april.left_out] == [
        ("may", Exclusion.EARLIER_LEVEL)
    ]
    portfolio = assessed(plans, *seen, as_of=date(2026, 5, 2))
    in_may = roll_up_partners(portfolio, by=GroupBy.KIND).total
    assert in_may.line("certified-people").target == jbp.Quantity(30, "people")


def test_a_period_can_be_looked_at_alone() -> None:
    year = jbp.DateRange(date(2026, 1, 1), date(2027, 1, 1))
    plans = [plan("ann", goal("10 USD"), goal("99 USD", "year", period=year)),
             plan("bob", goal("50 USD", "year", period=year))]  # fmt: skip
    portfolio = select_period(assessed(plans), APRIL)
    found = roll_up_partners(portfolio, by=GroupBy.KIND).total
    assert found.line("revenue").target == jbp.Money(10, "USD")
    assert found.members == ("ann",)
