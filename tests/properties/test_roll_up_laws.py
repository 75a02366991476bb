"""Order and grouping never change a digit, and currencies always add up."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import attrs
from hypothesis import given
from hypothesis import strategies as st

import jbpcore as jbp
from jbpcore.engine.constant_currency import compare_at_constant_rates
from jbpcore.engine.conversion import convert_total
from jbpcore.engine.grouping import GroupBy
from jbpcore.engine.partner_roll_up import PartnerRollUp, RollUpGroup, roll_up_partners
from jbpcore.engine.ranking import RankBy, list_off_track, list_top
from jbpcore.engine.reporting import Reporting
from jbpcore.engine.status import StatusRule
from jbpcore.model.fx_rate import FxRate
from jbpcore.model.fx_table import FxTable

APRIL = jbp.DateRange(date(2026, 4, 1), date(2026, 5, 1))
DAY = date(2026, 4, 17)
CURRENCIES = ("EUR", "JPY", "USD")
TIERS = ("", "Gold", "Silver")
APART = (GroupBy.TIER, GroupBy.PARTNER, GroupBy.KIND, GroupBy.CURRENCY)
PARTNERS = [f"p{n}" for n in range(6)]

rates = st.fractions(min_value=Fraction(1, 500), max_value=500, max_denominator=10**6)


@st.composite
def tables(draw: st.DrawFn) -> FxTable:
    """Rates of two days of all currencies against the dollar."""
    return FxTable(
        rates=[
            FxRate(base=base, quote="USD", rate=draw(rates), on=date(2026, month, 1))
            for base in CURRENCIES[:2]
            for month in (1, 4)
        ],
        pivot="USD",
    )


@st.composite
def plans(draw: st.DrawFn) -> list[jbp.Plan]:
    parents: list[str | None] = [None, *PARTNERS]
    return [
        jbp.Plan(
            id=f"plan-{partner}",
            name=partner,
            vendor=jbp.Party(id="acme", name="Acme"),
            partner=jbp.Partner(
                id=partner,
                name=partner,
                tier=draw(st.sampled_from(TIERS)),
                parent_id=draw(st.sampled_from(parents)),
                tags=draw(
                    st.dictionaries(
                        st.sampled_from("ab"), st.sampled_from("xy"), max_size=2
                    )
                ),
            ),
            period=APRIL,
            goals=[
                jbp.Goal(
                    id=f"g{n}",
                    name="G",
                    metric=jbp.metrics.REVENUE,
                    target=jbp.Money(
                        draw(st.integers(0, 10**6)), draw(st.sampled_from(CURRENCIES))
                    ),
                    weight=draw(st.integers(0, 3)),
                    period=APRIL,
                    score_cap=draw(st.sampled_from([None, Fraction(6, 5)])),
                )
                for n in range(draw(st.integers(0, 3)))
            ],
        )
        for partner in draw(st.sets(st.sampled_from(PARTNERS)))
    ]


@st.composite
def ledgers(draw: st.DrawFn) -> list[jbp.ActualEntry]:
    return [
        jbp.ActualEntry(
            metric="revenue",
            on=date(2026, 4, draw(st.integers(1, 17))),
            amount=jbp.Money(
                draw(st.integers(-(10**6), 10**6)), draw(st.sampled_from(CURRENCIES))
            ),
            partner_id=draw(st.sampled_from(PARTNERS)),
            credit_ratio=draw(st.sampled_from([Fraction(1), Fraction(1, 4)])),
            entry_id=f"e{n}",
        )
        for n in range(draw(st.integers(0, 12)))
    ]


def everything(found: PartnerRollUp) -> Any:
    return attrs.astuple(found, recurse=False)


@given(data=st.data(), by=st.sampled_from(GroupBy), rule=st.sampled_from(StatusRule))
def test_order_changes_nothing(
    data: st.DataObject, by: GroupBy, rule: StatusRule
) -> None:
    agreed, booked, fx = data.draw(plans()), data.draw(ledgers()), data.draw(tables())
    reporting = data.draw(st.sampled_from([None, Reporting(currency="USD", fx=fx)]))
    found = []
    for plans_now, entries_now in (
        (agreed, booked),
        (data.draw(st.permutations(agreed)), data.draw(st.permutations(booked))),
    ):
        portfolio = jbp.assess_portfolio(plans_now, entries_now, as_of=DAY)
        rolled = roll_up_partners(
            portfolio, by=by, reporting=reporting, status_rule=rule
        )
        ranked = [
            (row.rank, row.unit, row.ref)
            for order in RankBy
            for rows in (
                list_off_track(portfolio, 3, by=order, reporting=reporting),
                list_top(portfolio, 3, by=order, reporting=reporting),
            )
            for row in rows
        ]
        found.append((everything(rolled), ranked))
    assert found[0] == found[1]


def sums(group: RollUpGroup) -> dict[tuple[str, str], list[Fraction]]:
    """Return the unrounded sums of a group, by metric and original unit."""
    return {
        (line.metric, str(part.target).split()[-1]): [
            Fraction(amount.amount)
            for amount in (part.target, part.attained, part.expected_to_date)
            if not isinstance(amount, jbp.Ratio)
        ]
        for line in group.lines
        for part in line.parts
    }


@given(data=st.data(), by=st.sampled_from(APART))
def test_groups_that_part_the_partners_add_up_to_the_total(
    data: st.DataObject, by: GroupBy
) -> None:
    agreed, booked, fx = data.draw(plans()), data.draw(ledgers()), data.draw(tables())
    portfolio = jbp.assess_portfolio(agreed, booked, as_of=DAY)
    reporting = Reporting(currency="EUR", fx=fx)
    found = roll_up_partners(portfolio, by=by, reporting=reporting)
    together: dict[tuple[str, str], list[Fraction]] = {}
    for group in found.groups:
        for key, values in sums(group).items():
            known = together.get(key, [Fraction(0)] * 3)
            together[key] = [
                one + other for one, other in zip(known, values, strict=True)
            ]
    assert together == sums(found.total)
    counted = [sum(group.health_counts.values()) for group in found.groups]
    assert sum(counted) == sum(found.total.health_counts.values())
    # And the same again by hand, from the results alone.
    for line in found.total.lines:
        target = sum(
            (
                Fraction(result.target.amount)
                * fx.rate(result.target.currency, "EUR", on=DAY).value
                for plan in portfolio.plans
                for result in plan.results
                if isinstance(result.target, jbp.Money)
            ),
            Fraction(0),
        )
        assert line.target is not None
        cents = Fraction(
            line.target.amount if isinstance(line.target, jbp.Money) else 0
        )
        assert abs(cents - target) <= Fraction(1, 200)


@given(data=st.data(), by=st.sampled_from([GroupBy.TAG, GroupBy.PARENT]))
def test_groups_that_overlap_never_change_the_total(
    data: st.DataObject, by: GroupBy
) -> None:
    agreed, booked = data.draw(plans()), data.draw(ledgers())
    portfolio = jbp.assess_portfolio(agreed, booked, as_of=DAY)
    found = roll_up_partners(portfolio, by=by)
    assert found.total == roll_up_partners(portfolio, by=GroupBy.KIND).total
    # Everybody is in a group, and nobody is in one twice.
    assert {member for group in found.groups for member in group.members} == set(
        found.total.members
    )
    for group in found.groups:
        assert len(set(group.members)) == len(group.members)


money = st.builds(jbp.Money, st.integers(-(10**9), 10**9), st.sampled_from(CURRENCIES))


@given(st.lists(money), st.lists(money), tables(), st.data())
def test_the_currency_effect_is_exactly_additive(
    before: list[jbp.Money], after: list[jbp.Money], fx: FxTable, data: st.DataObject
) -> None:
    earlier = convert_total(before, "EUR", fx=fx, on=date(2026, 1, 31))
    later = convert_total(after, "EUR", fx=fx, on=DAY)
    found = compare_at_constant_rates(earlier, later, fx=fx)
    assert found.constant_change is not None
    assert found.currency_effect is not None
    assert found.constant_change + found.currency_effect == found.reported_change
    shuffled = convert_total(data.draw(st.permutations(after)), "EUR", fx=fx, on=DAY)
    assert shuffled == later
    # In the currency of all figures there is nothing but growth.
    euros = [amount for amount in after if amount.currency == "EUR"]
    alone = compare_at_constant_rates(
        convert_total([], "EUR", fx=fx, on=date(2026, 1, 31)),
        convert_total(euros, "EUR", fx=fx, on=DAY),
        fx=fx,
    )
    assert alone.currency_effect == jbp.Money(0, "EUR")


@given(tables(), st.sampled_from(CURRENCIES), st.sampled_from(CURRENCIES))
def test_there_and_back_is_one(fx: FxTable, base: str, quote: str) -> None:
    there, back = fx.rate(base, quote, on=DAY), fx.rate(quote, base, on=DAY)
    assert there.value * back.value == 1
    assert there.stated_on == back.stated_on
