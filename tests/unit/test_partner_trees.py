"""Plans of firms added up with those of the firms they own."""

from __future__ import annotations

import attrs
import pytest
from tests.unit.partner_plans import assessed, booked, goal, members, plan

import jbpcore as jbp
from jbpcore.engine.grouping import GroupBy
from jbpcore.engine.partner_roll_up import ParentGoals, roll_up_partners
from jbpcore.engine.partner_tree import book_for_parents, partner_tree
from jbpcore.engine.roll_up_line import Exclusion
from jbpcore.errors import InvalidValueError


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
