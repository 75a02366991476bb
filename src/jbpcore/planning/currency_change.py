"""A plan in another currency, at a rate that both sides can look up."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from fractions import Fraction
from typing import Any

import attrs

from jbpcore.engine.amounts import exact, like, rounded_like
from jbpcore.errors import CurrencyMismatchError, InvalidValueError
from jbpcore.model.actual import ActualEntry
from jbpcore.model.amount import Amount
from jbpcore.model.goal import Goal
from jbpcore.model.keep import KeepBand
from jbpcore.model.party import Person
from jbpcore.model.plan import Plan
from jbpcore.model.validation import a_date, a_name, exact_ratio, is_a
from jbpcore.planning.moving import Happening, acting
from jbpcore.planning.next_target import exact_text
from jbpcore.planning.policy import Policy
from jbpcore.planning.renewal import require_alive, settled
from jbpcore.planning.rights import Right
from jbpcore.planning.transitions import require_reason
from jbpcore.values.currency import check_currency
from jbpcore.values.ids import PersonId
from jbpcore.values.money import Money

__all__ = ["FxRate", "change_currency", "convert_entries"]

_AMOUNTS = ("target", "baseline", "commit", "stretch")


def _a_rate(_: object, __: object, value: Fraction) -> None:
    if value <= 0:
        raise InvalidValueError("FxRate.rate", value, "above zero")


def _a_currency(_: object, attribute: attrs.Attribute[str], value: str) -> None:
    check_currency(value, f"FxRate.{attribute.name}")


@attrs.frozen(kw_only=True)
class FxRate:
    """What one unit of a currency is worth in another, and who says so.

    Attributes:
        currency: The currency that is converted.
        into: The currency that it becomes.
        rate: How many of *into* one of *currency* is, exactly; never a float.
        on: The day of the rate.
        source: Who published or agreed it, such as ``"ECB reference rate"``.

    Raises:
        InvalidValueError: If a field has a bad value, or both currencies are the same.

    Examples:
        >>> rate = FxRate(currency="USD", into="EUR", rate="0.9217",
        ...               on=date(2026, 6, 30), source="ECB reference rate")
        >>> rate.convert(Money("25000.55", "USD"))
        Money('23043.01', 'EUR')
        >>> rate.exact(Money("25000.55", "USD")) == Fraction("23043.006935")
        True
    """

    currency: str = attrs.field(validator=_a_currency)
    into: str = attrs.field(validator=_a_currency)
    rate: Fraction = attrs.field(
        converter=exact_ratio, validator=[is_a(Fraction), _a_rate]
    )
    on: date = attrs.field(validator=a_date)
    source: str = attrs.field(validator=a_name)

    def __attrs_post_init__(self) -> None:
        """Check the currencies against each other."""
        if self.currency == self.into:
            raise InvalidValueError("FxRate.into", self.into, "another currency")

    def exact(self, money: Money) -> Fraction:
        """Return what *money* is in the other currency, unrounded.

        Raises:
            CurrencyMismatchError: If it is in another currency than the rate is for.
        """
        if money.currency != self.currency:
            raise CurrencyMismatchError(money.currency, self.currency)
        return exact(money) * self.rate

    def convert(self, money: Money) -> Money:
        """Return what *money* is, rounded half-even to the minor unit.

        Raises:
            CurrencyMismatchError: As :meth:`exact`.
        """
        found = rounded_like(self.exact(money), Money.zero(self.into))
        return found if isinstance(found, Money) else Money.zero(self.into)


def change_currency(  # noqa: PLR0913 - each is a fact only the caller knows
    plan: Plan,
    fx: FxRate,
    *,
    by: Person | PersonId | str,
    at: datetime,
    why: str,
    effective_on: date | None = None,
    policy: Policy | None = None,
) -> Plan:
    """Put every amount of one currency in *plan* into another.

    Each amount is converted by itself and rounded half-even to the minor unit of the
    new currency; the records have the rate, its day and its source, and each target
    exactly and rounded. Revised targets are converted with the goal. In an agreed plan
    the terms become an amendment; make the move again once it is signed, and what
    nobody signs (expected impacts, goals of one side) follows. What was booked is
    converted by :func:`convert_entries`.

    Args:
        plan: A draft, or an agreed plan.
        fx: The rate.
        by: Who does it.
        at: When, in UTC.
        why: The reason.
        effective_on: The first day that the amendment counts; the day of *at* if
            ``None``.
        policy: Who may do this; the default policy if ``None``.

    Raises:
        InvalidValueError: If nothing in the plan is in that currency.
        TransitionError: If the plan is neither a draft nor agreed, another amendment is
            open, or no reason is given.
        NotAllowedError: If *by* may not renew plans, or amend them.
    """
    person = acting(plan, by, Right.RENEW, policy)
    require_alive(plan, "change_currency")
    require_reason("change_currency", why)
    goals = tuple(_converted(goal, fx) for goal in plan.goals)
    actions = tuple(
        attrs.evolve(action, expected_impact=_money(action.expected_impact, fx))
        for action in plan.actions
    )
    new = attrs.evolve(plan, goals=goals, actions=actions)
    if new == plan:
        expected = f"the currency of an amount of the plan; nothing is in {fx.currency}"
        raise InvalidValueError("fx", fx.currency, expected)
    rate = {
        "currency_was": fx.currency,
        "currency": fx.into,
        "rate": exact_text(fx.rate),
        "rate_on": fx.on,
        "rate_source": fx.source,
        "rounding": "half-even to the minor unit",
    }
    happenings = [Happening(move="change_currency", why=why, facts=rate)]
    happenings += [
        Happening(
            move="convert",
            subject=f"goals:{before.id}",
            audience=before.audience,
            facts=_told(before, after, fx),
        )
        for before, after in zip(plan.goals, goals, strict=True)
        if before != after
    ]
    return settled(
        plan,
        new,
        happenings,
        by=person,
        at=at,
        why=why,
        effective_on=effective_on,
        policy=policy,
    )


def convert_entries(
    entries: Iterable[ActualEntry], fx: FxRate
) -> tuple[ActualEntry, ...]:
    """Return a ledger in which what is in one currency is in another.

    Amounts are exact, not rounded to the minor unit, so that their sum is what the sum
    would be; only where no decimal is exact are they rounded.

    Args:
        entries: What was booked.
        fx: The rate.
    """
    return tuple(
        attrs.evolve(entry, amount=like(fx.exact(entry.amount), Money.zero(fx.into)))
        if isinstance(entry.amount, Money) and entry.amount.currency == fx.currency
        else entry
        for entry in entries
    )


def _money(amount: Amount | None, fx: FxRate) -> Amount | None:
    if isinstance(amount, Money) and amount.currency == fx.currency:
        return fx.convert(amount)
    return amount


def _converted(goal: Goal, fx: FxRate) -> Goal:
    if goal.currency != fx.currency:
        return goal
    versions = tuple(
        attrs.evolve(version, target=_money(version.target, fx) or version.target)
        for version in goal.target_versions
    )
    keep: KeepBand | None = goal.keep
    if keep is not None:
        keep = attrs.evolve(
            keep, lower=_money(keep.lower, fx), upper=_money(keep.upper, fx)
        )
    amounts: dict[str, Any] = {
        name: _money(getattr(goal, name), fx) for name in _AMOUNTS
    }
    return attrs.evolve(goal, **amounts, target_versions=versions, keep=keep)


def _told(before: Goal, after: Goal, fx: FxRate) -> dict[str, object]:
    facts: dict[str, object] = {}
    for name in _AMOUNTS:
        amount = getattr(before, name)
        if isinstance(amount, Money):
            facts[f"{name}_was"] = amount
            facts[f"exact_{name}"] = exact_text(fx.exact(amount), fx.into)
            facts[name] = getattr(after, name)
    return facts
