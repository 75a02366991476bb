"""A plan in another currency, at a rate that both sides can look up."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import attrs

from jbpcore.engine.conversion import Converted
from jbpcore.errors import InvalidValueError
from jbpcore.model.amount import Amount
from jbpcore.model.fx_rate import AppliedRate, FxLeg, FxRate
from jbpcore.model.goal import Goal
from jbpcore.model.keep import KeepBand
from jbpcore.model.party import Person
from jbpcore.model.plan import Plan
from jbpcore.planning.moving import Happening, acting
from jbpcore.planning.next_target import exact_text
from jbpcore.planning.policy import Policy
from jbpcore.planning.renewal import require_alive, settled_renewal
from jbpcore.planning.rights import Right
from jbpcore.planning.transitions import require_reason
from jbpcore.values.ids import PersonId
from jbpcore.values.money import Money

__all__ = ["change_currency"]

_AMOUNTS = ("target", "baseline", "commit", "stretch")


def change_currency(  # noqa: PLR0913 - each is a fact only the caller knows
    plan: Plan,
    rate: FxRate | AppliedRate,
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
    converted by :func:`jbpcore.engine.conversion.convert_entries`.

    Args:
        plan: A draft, or an agreed plan.
        rate: The rate as it was stated, with its source, or one that a table found:
            inverted, or through a third currency.
        by: Who does it.
        at: When, in UTC.
        why: The reason.
        effective_on: The first day that the amendment counts; the day of *at* if
            ``None``.
        policy: Who may do this; the default policy if ``None``.

    Raises:
        InvalidValueError: If nothing in the plan is in that currency, or the rate says
            of no source.
        TransitionError: If the plan is neither a draft nor agreed, another amendment is
            open, or no reason is given.
        NotAllowedError: If *by* may not renew plans, or amend them.
    """
    person = acting(plan, by, Right.RENEW, policy)
    require_alive(plan, "change_currency")
    require_reason("change_currency", why)
    fx = _applied(rate)
    goals = tuple(_converted(goal, fx) for goal in plan.goals)
    actions = tuple(
        attrs.evolve(action, expected_impact=_money(action.expected_impact, fx))
        for action in plan.actions
    )
    answers = tuple(
        attrs.evolve(answer, amount=_money(answer.amount, fx))
        for answer in plan.answers
    )
    new = attrs.evolve(plan, goals=goals, actions=actions, answers=answers)
    if new == plan:
        expected = f"from the currency of an amount of the plan; none is in {fx.base}"
        raise InvalidValueError("rate", fx.base, expected)
    facts = {
        "currency_was": fx.base,
        "currency": fx.quote,
        "rate": exact_text(fx.value),
        "rate_on": fx.stated_on,
        "rate_path": fx.path,
        "rate_source": ", ".join(dict.fromkeys(fx.sources)),
        "rounding": "half-even to the minor unit",
    }
    happenings = [Happening(move="change_currency", why=why, facts=facts)]
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
    return settled_renewal(
        plan,
        new,
        happenings,
        by=person,
        at=at,
        why=why,
        effective_on=effective_on,
        policy=policy,
    )


def _applied(rate: FxRate | AppliedRate) -> AppliedRate:
    """Return the rate with the way it goes; it has to say who stated it."""
    if isinstance(rate, FxRate):
        rate = AppliedRate(
            base=rate.base, quote=rate.quote, on=rate.on, legs=[FxLeg(rate)]
        )
    if not isinstance(rate, AppliedRate):
        raise InvalidValueError("rate", rate, "an FxRate or an AppliedRate")
    if not rate.sources or not all(source.strip() for source in rate.sources):
        expected = "one between two currencies that says who stated it"
        raise InvalidValueError("rate", rate.sources, expected)
    return rate


def _money(amount: Amount | None, fx: AppliedRate) -> Amount | None:
    if isinstance(amount, Money) and amount.currency == fx.base:
        return Converted(original=amount, rate=fx).amount
    return amount


def _converted(goal: Goal, fx: AppliedRate) -> Goal:
    if goal.currency != fx.base:
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


def _told(before: Goal, after: Goal, fx: AppliedRate) -> dict[str, object]:
    facts: dict[str, object] = {}
    for name in _AMOUNTS:
        amount = getattr(before, name)
        if isinstance(amount, Money):
            facts[f"{name}_was"] = amount
            facts[f"exact_{name}"] = exact_text(
                Converted(original=amount, rate=fx).value, fx.quote
            )
            facts[name] = getattr(after, name)
    return facts
