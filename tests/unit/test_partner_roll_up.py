from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import attrs
import pytest

import jbpcore as jbp
from jbpcore.engine.constant_currency import compare_at_constant_rates
from jbpcore.engine.conversion import convert_total
from jbpcore.engine.grouping import ByTag, GroupBy
from jbpcore.engine.partner_roll_up import (
    ParentGoals,
    PartnerRollUp,
    roll_up_partners,
    select_period,
)
from jbpcore.engine.partner_tree import book_for_parents, partner_tree
from jbpcore.engine.reasons import Reason
from jbpcore.engine.reporting import Reporting
from jbpcore.engine.roll_up_line import Exclusion
from jbpcore.engine.shape import GoalShape
from jbpcore.engine.status import StatusRule
from jbpcore.errors import InvalidValueError, NoRateReason
from jbpcore.model.fx_rate import FxRate
from jbpcore.model.fx_table import FxTable

APRIL = jbp.DateRange(date(2026, 4, 1), date(2026, 5, 1))
TENTH = date(2026, 4, 10)  # a third of the days
FX = FxTable(
    rates=[
        FxRate(base="EUR", quote="USD", rate="1.1", on=date(2026, 4, 9), source="ECB"),
        FxRate(
            base="EUR", quote="USD", rate="1.25", on=date(2026, 1, 1), source="Plan"
        ),
    ]
)


def goal(target: Any, goal_id: str = "sales", **fields: Any) -> jbp.Goal:
    if isinstance(target, str):
        amount, _, unit = target.partition(" ")
        is_money = unit.isupper()
        kind = jbp.Money if is_money else jbp.Quantity
        fields.setdefault(
            "metric", jbp.metrics.REVENUE if is_money else jbp.metrics.DEALS_WON
        )
        target = kind(amount, unit)
    fields.setdefault("metric", jbp.metrics.REVENUE)
    return jbp.Goal(
        id=goal_id, name=goal_id, target=target, **{"period": APRIL, **fields}
    )


def plan(
    partner: str, *goals: jbp.Goal, people: Sequence[jbp.Person] = (), **fields: Any
) -> jbp.Plan:
    return jbp.Plan(
        id=fields.pop("plan_id", f"plan-{partner}"),
        name=partner,
        vendor=jbp.Party(id="acme", name="Acme"),
        partner=jbp.Partner(id=partner, name=partner.title(), **fields),
        period=APRIL,
        goals=goals,
        people=people,
    )


def booked(partner: str, amount: str, metric: str = "revenue") -> jbp.ActualEntry:
    number, unit = amount.split()
    kind = jbp.Money if unit.isupper() else jbp.Quantity
    if not unit.isupper() and metric == "revenue":
        metric = "deals-won"
    return jbp.ActualEntry(
        metric=metric, on=date(2026, 4, 2), amount=kind(number, unit),
        partner_id=partner, entry_id=f"{partner}-{metric}-{number}",
    )  # fmt: skip


def assessed(
    plans: Sequence[jbp.Plan], *entries: jbp.ActualEntry, as_of: date = TENTH
) -> jbp.Portfolio:
    return jbp.assess_portfolio(plans, entries, as_of=as_of)


def members(found: PartnerRollUp) -> dict[str | None, tuple[str, ...]]:
    return {group.key: group.members for group in found.groups}


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


# What a group owns: holding > chain > shop, and kiosk beside chain.
def tree_of_plans(*goals: jbp.Goal) -> list[jbp.Plan]:
    return [
        plan("holding", *goals),
        plan("chain", goal("60 USD"), parent_id="holding"),
        plan("shop", goal("30 USD"), parent_id="chain"),
        plan("kiosk", goal("10 USD"), parent_id="holding"),
        plan("other", goal("5 USD")),
    ]


def test_a_group_holds_its_whole_tree_each_partner_once() -> None:
    found = roll_up_partners(assessed(tree_of_plans()), by=GroupBy.PARENT)
    assert members(found) == {
        "chain": ("chain", "shop"),
        "holding": ("chain", "holding", "kiosk", "shop"),
        None: ("other",),
    }
    assert found.group("holding").line("revenue").target == jbp.Money(100, "USD")
    assert found.total.line("revenue").target == jbp.Money(105, "USD")
    assert found.group("holding").name == "Holding"


def test_a_target_on_a_group_is_measured_with_what_its_tree_booked() -> None:
    """Handed out: 60 + 30 + 10 of the group's 80. In: 12 + 6 + 3, and 4 of its own."""
    plans = tree_of_plans(goal("80 USD"))
    tree = partner_tree(plans)
    entries = [
        booked("chain", "12 USD"), booked("shop", "6 USD"), booked("kiosk", "3 USD"),
        booked("holding", "4 USD"), booked("other", "1 USD"),
    ]  # fmt: skip
    portfolio = assessed(plans, *book_for_parents(entries, tree))
    assert portfolio.findings == ()
    assert portfolio.plans[0].results[0].attained == jbp.Money(25, "USD")
    found = roll_up_partners(
        portfolio, by=GroupBy.PARENT, parent_goals=ParentGoals.WHOLE_TREE
    )
    holding = found.group("holding").line("revenue")
    assert (holding.target, holding.attained) == (
        jbp.Money(80, "USD"),
        jbp.Money(25, "USD"),
    )
    # The chain is a group, too: its goal holds the shop's.
    chain = found.group("chain").line("revenue")
    assert (chain.target, chain.attained) == (
        jbp.Money(60, "USD"),
        jbp.Money(18, "USD"),
    )
    assert found.total.line("revenue").attained == jbp.Money(26, "USD")
    assert [(o.goal.partner_id, o.reason) for o in found.group("chain").left_out] == [
        ("shop", Exclusion.IN_PARENT_GOAL)
    ]
    # Every goal has its own health all the same.
    assert sum(found.group("holding").health_counts.values()) == 4


def test_a_return_is_taken_back_on_every_level() -> None:
    plans = tree_of_plans(goal("80 USD"))
    sale = booked("shop", "6 USD")
    back = attrs.evolve(
        sale, amount=jbp.Money(-6, "USD"), reverses=sale.entry_id, entry_id="back"
    )
    shared = attrs.evolve(booked("kiosk", "3 USD"), credit_of="order-1")
    entries = book_for_parents([sale, back, shared], partner_tree(plans))
    portfolio = assessed(plans, *entries)
    attained = [result.attained for p in portfolio.plans for result in p.results]
    assert attained == [jbp.Money(n, "USD") for n in (3, 0, 0, 3, 0)]
    assert not [f for p in portfolio.plans for r in p.results for f in r.findings]
    assert portfolio.findings == ()


def test_parents_in_a_circle_are_reported_and_do_not_count() -> None:
    plans = [
        plan("ann", goal("1 USD"), parent_id="bob"),
        plan("bob", goal("2 USD"), parent_id="cy"),
        plan("cy", goal("4 USD"), parent_id="ann"),
        plan("dan", goal("8 USD"), parent_id="cy"),
        plan("eve", goal("16 USD"), parent_id="eve"),
    ]
    found = roll_up_partners(assessed(plans), by=GroupBy.PARENT)
    assert members(found) == {"cy": ("cy", "dan"), None: ("ann", "bob", "eve")}
    assert [(f.code, f.path) for f in found.findings] == [
        ("jbp.partner.circle", "partners[ann].parent_id"),
        ("jbp.partner.circle", "partners[eve].parent_id"),
    ]
    assert "ann > bob > cy > ann" in found.findings[0].message
    assert found.total.line("revenue").target == jbp.Money(31, "USD")


@pytest.mark.parametrize(
    ("count", "shown"),
    [
        (8, "a > b > c > d > e > f > g > h > a"),
        (9, "a > b > c > d > e > f > g > h > … > a"),
    ],
)
def test_of_a_large_circle_eight_partners_are_named(count: int, shown: str) -> None:
    names = "abcdefghi"[:count]
    plans = [
        plan(name, goal("1 USD"), parent_id=parent)
        for name, parent in zip(names, names[1:] + names[0], strict=True)
    ]
    (finding,) = roll_up_partners(assessed(plans), by=GroupBy.PARENT).findings
    assert shown in finding.message


def test_a_directory_of_partners_says_what_plans_do_not() -> None:
    plans = [plan("shop", goal("1 USD"), parent_id="chain")]
    chain = jbp.Partner(id="chain", name="Chain", parent_id="holding")
    tree = partner_tree([], [*(p.partner for p in plans), chain])
    found = roll_up_partners(assessed(plans), by=GroupBy.PARENT, tree=tree)
    assert members(found) == {"chain": ("shop",), "holding": ("shop",)}
    assert [group.name for group in found.groups] == ["Chain", "holding"]
    with pytest.raises(InvalidValueError, match="each id once"):
        partner_tree([], [chain, chain])


def test_plans_that_disagree_about_a_parent_are_reported() -> None:
    plans = [
        plan("shop", goal("1 USD"), parent_id="old", plan_id="a"),
        plan("shop", goal("1 USD"), parent_id="new", plan_id="b"),
    ]
    found = roll_up_partners(assessed(plans), by=GroupBy.PARENT)
    assert members(found) == {"new": ("shop",)}
    assert [finding.code for finding in found.findings] == ["jbp.partner.two_parents"]


def test_a_hundred_levels_are_enough() -> None:
    partners = [
        jbp.Partner(id=f"p{n:03}", name="P", parent_id=f"p{n + 1:03}")
        for n in range(150)
    ]
    tree = partner_tree(partners=partners)
    assert len(list(tree.iter_above("p000"))) == 100
    assert [finding.code for finding in tree.findings] == ["jbp.partner.too_deep"]


TWO_CURRENCIES = [
    plan("ann", goal("3000.01 USD"), region="EMEA"),
    plan("bob", goal("1000.03 EUR"), region="EMEA"),
]
IN_BOTH = (booked("ann", "600 USD"), booked("bob", "400.05 EUR"))


def test_one_currency_for_everything_with_the_rates_kept() -> None:
    """1,000.03 x 1.1 = 1,100.033 and 3,000.01; in 440.055 and 600; due 333.34 EUR."""
    portfolio = assessed(TWO_CURRENCIES, *IN_BOTH)
    reporting = Reporting(currency="USD", fx=FX)
    found = roll_up_partners(portfolio, by=GroupBy.REGION, reporting=reporting)
    line = found.group("EMEA").line("revenue")
    assert line.unit == "USD"
    assert line.target == jbp.Money("4100.04", "USD")
    assert line.attained == jbp.Money("1040.06", "USD")  # 1,040.055, to the even cent
    # 1,000.00 + 366.674
    assert line.expected_to_date == jbp.Money("1366.67", "USD")
    assert line.gap_to_target == jbp.Money("3059.98", "USD")
    assert line.attainment_ratio == Fraction("1040.055") / Fraction("4100.043")
    euro, dollar = line.parts
    assert euro.attained == jbp.Money("400.05", "EUR")
    assert euro.rate is not None
    assert (euro.rate.stated_on, euro.rate.sources) == (date(2026, 4, 9), ("ECB",))
    assert dollar.rate is not None
    assert dollar.rate.value == 1
    assert found.rates is not None
    assert (found.rates.currency, found.rates.on) == ("USD", TENTH)
    planned = attrs.evolve(reporting, on=date(2026, 1, 1))
    at_plan = roll_up_partners(portfolio, by=GroupBy.REGION, reporting=planned)
    # 1,000.03 x 1.25 = 1,250.0375
    assert at_plan.total.line("revenue").target == jbp.Money("4250.05", "USD")


def test_a_missing_rate_is_a_finding_and_the_total_says_it_is_partial() -> None:
    plans = [*TWO_CURRENCIES, plan("cy", goal("9 SEK"), goal("9 deals", "deals"))]
    portfolio = assessed(plans, *IN_BOTH, booked("cy", "1 SEK"))
    reporting = Reporting(currency="USD", fx=FX)
    found = roll_up_partners(portfolio, by=GroupBy.REGION, reporting=reporting)
    assert [(f.code, f.path) for f in found.findings] == [
        ("jbp.fx.no_rate", "plans[plan-cy].goals[sales]")
    ]
    assert "1 goals in SEK are in no total" in found.findings[0].message
    line = found.total.line("revenue")
    assert line.is_partial
    assert (line.target, line.attained, line.gap_to_pace) == (None, None, None)
    assert (line.attainment_ratio, line.pace_index) == (None, None)
    assert [(part.target, part.no_rate) for part in line.parts] == [
        (jbp.Money("1000.03", "EUR"), None),
        (jbp.Money(9, "SEK"), NoRateReason.NO_PAIR),
        (jbp.Money("3000.01", "USD"), None),
    ]
    # Elsewhere nothing is missing, and counts need no rate.
    assert found.group("EMEA").line("revenue").target == jbp.Money("4100.04", "USD")
    assert found.total.line("deals-won").target == jbp.Quantity(9, "deals")


def test_growth_of_a_group_at_constant_rates() -> None:
    """EUR 400.05 of January at 1.25 and again in April at 1.1 is no growth at all."""
    line = (
        roll_up_partners(assessed(TWO_CURRENCIES, *IN_BOTH), by=GroupBy.REGION)
        .group("EMEA")
        .line("revenue", "EUR")
    )
    january, april = date(2026, 1, 1), date(2026, 4, 10)
    then = convert_total(line.list_attained(), "USD", fx=FX, on=january)
    now = convert_total(line.list_attained(), "USD", fx=FX, on=april)
    found = compare_at_constant_rates(then, now, fx=FX)
    assert found.constant_change == jbp.Money(0, "USD")
    # 440.06 - 500.06
    assert found.currency_effect == found.reported_change == jbp.Money(-60, "USD")


def test_the_rule_of_the_status_is_the_callers() -> None:
    portfolio = assessed(TWO_CURRENCIES, *IN_BOTH)
    found = roll_up_partners(
        portfolio, by=GroupBy.REGION, status_rule=StatusRule.WEIGHTED
    )
    status = found.total.status
    assert (status.rule, status.applied) == (StatusRule.WEIGHTED, StatusRule.WEIGHTED)
    # 0.6 and 400.05 / 333.34 = 1.2001..., the mean is 0.9
    assert status.health is jbp.Health.AT_RISK


@pytest.mark.parametrize("bad", ["usd", "XAU", ""])
def test_a_currency_to_report_in_has_a_minor_unit(bad: str) -> None:
    with pytest.raises(jbp.JbpError):
        Reporting(currency=bad, fx=FX)
