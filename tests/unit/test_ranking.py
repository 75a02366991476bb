from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

import jbpcore as jbp
from jbpcore.engine.ranking import RankBy, RankedGoal, list_off_track, list_top
from jbpcore.engine.reporting import Reporting
from jbpcore.errors import InvalidValueError, NoRateReason
from jbpcore.model.fx_rate import FxRate
from jbpcore.model.fx_table import FxTable

APRIL = jbp.DateRange(date(2026, 4, 1), date(2026, 5, 1))
TENTH = date(2026, 4, 10)  # a third of the days
FX = FxTable(rates=[FxRate(base="EUR", quote="USD", rate=2, on=TENTH)])


def plan(partner: str, *targets: jbp.Money | jbp.Quantity) -> jbp.Plan:
    return jbp.Plan(
        id=f"plan-{partner}",
        name=partner,
        vendor=jbp.Party(id="acme", name="Acme"),
        partner=jbp.Partner(id=partner, name=partner),
        period=APRIL,
        goals=[
            jbp.Goal(
                id=f"goal-{at}",
                name="Goal",
                metric=(
                    jbp.metrics.REVENUE
                    if isinstance(target, jbp.Money)
                    else jbp.metrics.DEALS_WON
                ),
                target=target,
                period=APRIL,
            )
            for at, target in enumerate(targets)
        ],
    )


def booked(partner: str, amount: jbp.Money | jbp.Quantity) -> jbp.ActualEntry:
    is_money = isinstance(amount, jbp.Money)
    return jbp.ActualEntry(
        metric="revenue" if is_money else "deals-won",
        on=date(2026, 4, 2),
        amount=amount,
        partner_id=partner,
    )


def usd(amount: int) -> jbp.Money:
    return jbp.Money(amount, "USD")


# Due after a third of April: 100, 1,000, 100, EUR 300, SEK 10, 10 deals.
PORTFOLIO = jbp.assess_portfolio(
    [
        plan("zoe", usd(300)),
        plan("ann", usd(3000), jbp.Quantity(30, "deals")),
        plan("bob", usd(300)),
        plan("eve", jbp.Money(900, "EUR")),
        plan("sam", jbp.Money(30, "SEK")),
        plan("top", usd(30)),
    ],
    [
        booked("zoe", usd(50)),
        booked("ann", usd(700)),
        booked("ann", jbp.Quantity(1, "deals")),
        booked("bob", usd(50)),
        booked("eve", jbp.Money(90, "EUR")),
        booked("sam", jbp.Money(1, "SEK")),
        booked("top", usd(90)),
    ],
    as_of=TENTH,
)


def told(goals: tuple[RankedGoal, ...]) -> list[tuple[int, str, str]]:
    return [(goal.rank, goal.unit, goal.ref.partner_id) for goal in goals]


def test_the_furthest_behind_come_first_unit_by_unit_and_ties_by_id() -> None:
    assert told(list_off_track(PORTFOLIO)) == [
        (1, "EUR", "eve"),
        (1, "SEK", "sam"),
        (1, "USD", "ann"),
        (2, "USD", "bob"),
        (3, "USD", "zoe"),
        (1, "deals", "ann"),
    ]
    assert [g.rank for g in list_off_track(PORTFOLIO, 1)] == [1, 1, 1, 1]


def test_in_one_currency_there_is_one_list_of_money() -> None:
    """EUR 210 missing are 420 dollars, more than Ann's 300."""
    found = list_off_track(PORTFOLIO, reporting=Reporting(currency="USD", fx=FX))
    assert told(found) == [
        (1, "SEK", "sam"),
        (1, "USD", "eve"),
        (2, "USD", "ann"),
        (3, "USD", "bob"),
        (4, "USD", "zoe"),
        (1, "deals", "ann"),
    ]
    sam, eve = found[:2]
    assert (sam.no_rate, sam.converted) == (NoRateReason.NO_PAIR, None)
    assert eve.gap_to_pace == jbp.Money(210, "EUR")
    assert eve.converted is not None
    assert eve.converted.amount == usd(420)


def test_by_ratio_there_is_one_list_of_everything() -> None:
    """Paces: a tenth for Sam and Ann's deals, 0.3, 0.5, 0.5, 0.7."""
    found = list_off_track(PORTFOLIO, by=RankBy.RATIO)
    assert [(g.rank, g.ref.partner_id, g.pace_index) for g in found] == [
        (1, "ann", Fraction(1, 10)),
        (2, "sam", Fraction(1, 10)),
        (3, "eve", Fraction(3, 10)),
        (4, "bob", Fraction(1, 2)),
        (5, "zoe", Fraction(1, 2)),
        (6, "ann", Fraction(7, 10)),
    ]


def test_the_furthest_ahead_come_first() -> None:
    found = list_top(PORTFOLIO, 2)
    dollars = [goal for goal in found if goal.unit == "USD"]
    assert told(tuple(dollars)) == [(1, "USD", "top"), (2, "USD", "bob")]
    assert dollars[0].gap_to_pace == usd(-80)
    assert list_top(PORTFOLIO, 1, by=RankBy.RATIO)[0].pace_index == 9


def test_other_healths_can_be_listed_and_what_has_not_begun_is_no_leader() -> None:
    met = list_off_track(PORTFOLIO, healths={jbp.Health.MET})
    assert [goal.ref.partner_id for goal in met] == ["top"]
    before = jbp.assess_portfolio([plan("ann", usd(3))], [], as_of=date(2026, 3, 1))
    assert list_top(before) == ()


@pytest.mark.parametrize("bad", [0, -1, True, "3"])
def test_a_list_has_at_least_one_place(bad: int) -> None:
    with pytest.raises(InvalidValueError):
        list_off_track(PORTFOLIO, bad)
