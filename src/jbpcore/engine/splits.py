"""Splitting a goal by product, region or account, to the last cent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from types import MappingProxyType
from typing import Final

import attrs

from jbpcore.engine.amounts import exact, like
from jbpcore.engine.shape import GoalShape, shape_of
from jbpcore.errors import InvalidValueError
from jbpcore.model.amount import Amount
from jbpcore.model.goal import Goal
from jbpcore.model.tags import Tags
from jbpcore.model.validation import a_name, an_id, exact_ratio, is_a
from jbpcore.values.allocation import allocate_minor
from jbpcore.values.ids import GoalId, PersonId
from jbpcore.values.money import Money
from jbpcore.values.ratio import Ratio

__all__ = ["GoalPart", "check_adds_up", "split_by_label", "split_goal"]

_ADDED_UP = frozenset(
    {GoalShape.FLOW, GoalShape.CEILING, GoalShape.LEVEL_UP, GoalShape.LEVEL_DOWN}
)

_A_RATIO: Final = "give each part a goal with the ratio that is wanted of it"
_INSTEAD: Final = MappingProxyType(
    {
        GoalShape.RATIO_UP: _A_RATIO,
        GoalShape.RATIO_DOWN: _A_RATIO,
        GoalShape.KEEP: "give each part a goal with its own band and stretches",
        GoalShape.MILESTONE: "give each step on the way a milestone of its own",
    }
)


def _not_negative(_: object, __: object, value: Fraction) -> None:
    if value < 0:
        raise InvalidValueError("GoalPart.weight", value, "zero or more")


@attrs.frozen(kw_only=True)
class GoalPart:
    """What one part of a goal is about, and how much of it.

    Attributes:
        scope: Labels of the entries that count for the part; at least one.
        weight: Its part, in any measure that the parts share.
        id: The id of the part's goal; made from the goal's id if ``None``.
        name: What people call the part's goal; made from the goal's name if ``None``.
        owner_id: Who answers for it; whoever does for the whole if ``None``.

    Examples:
        >>> GoalPart(scope={"product": "Backup"}, weight="60%").weight
        Fraction(3, 5)
    """

    scope: Tags = attrs.field(converter=Tags)
    weight: Fraction = attrs.field(
        converter=exact_ratio, validator=[is_a(Fraction), _not_negative]
    )
    id: GoalId | None = attrs.field(
        default=None,
        converter=attrs.converters.optional(GoalId),
        validator=attrs.validators.optional(an_id),
    )
    name: str | None = attrs.field(
        default=None, validator=attrs.validators.optional(a_name)
    )
    owner_id: PersonId | None = attrs.field(
        default=None,
        converter=attrs.converters.optional(PersonId),
        validator=attrs.validators.optional(an_id),
    )


def split_goal(goal: Goal, parts: Iterable[GoalPart]) -> tuple[Goal, ...]:
    """Split *goal* by what its entries are labelled with.

    Money is shared out to the minor unit, counts in whole numbers (or as finely as the
    goal's own), by largest remainder, so that the parts add up to the goal: target,
    baseline, commit and stretch, and the weight in the score. A level is shared out as
    its baseline and its move, so that no part moves the other way.

    Args:
        goal: The goal.
        parts: Its parts; no entry may count for two of them, so that any two differ in
            the value of a label that both have.

    Returns:
        One goal for each part, in order, with the goal's metric, period and phasing.

    Raises:
        InvalidValueError: If there are no parts or no weight, a part has no scope or
            one that overlaps another's or denies the goal's own, two ids are equal, or
            the goal is a ratio, a milestone or to be kept: these are no sums of parts.
            Also if its target was revised: each part would inherit the revision.

    Examples:
        >>> from datetime import date
        >>> from jbpcore.model import metrics
        >>> from jbpcore.periods.daterange import DateRange
        >>> goal = Goal(
        ...     id="sales", name="Sales", metric=metrics.REVENUE,
        ...     target=Money("100", "USD"),
        ...     period=DateRange.of_days(date(2026, 4, 1), 91),
        ... )
        >>> thirds = [GoalPart(scope={"region": region}, weight=1)
        ...           for region in ("AMER", "APAC", "EMEA")]
        >>> [(part.id, str(part.target)) for part in split_goal(goal, thirds)]
        [('sales.1', '33.34 USD'), ('sales.2', '33.33 USD'), ('sales.3', '33.33 USD')]
    """
    listed = tuple(parts)
    _check_sum(goal)
    _check_parts(goal, listed)
    weights = [part.weight for part in listed]
    total = sum(weights, Fraction(0))
    if not total:
        raise InvalidValueError("parts", weights, "such that a weight is above zero")
    levels = _shared_out(goal, weights)
    return tuple(
        attrs.evolve(
            goal,
            id=part.id or GoalId(f"{goal.id}.{number + 1}"),
            name=part.name or f"{goal.name}: {', '.join(part.scope.values())}",
            scope=Tags({**goal.scope, **part.scope}),
            weight=goal.weight * part.weight / total,
            owner_id=part.owner_id or goal.owner_id,
            baseline=levels["baseline"][number],
            commit=levels["commit"][number],
            target=levels["target"][number],
            stretch=levels["stretch"][number],
        )
        for number, part in enumerate(listed)
    )


def split_by_label(
    goal: Goal, label: str, weights: Mapping[str, int | str | Fraction]
) -> tuple[Goal, ...]:
    """Split *goal* by the values of one label, such as the product or the region.

    Args:
        goal: The goal.
        label: The label, such as ``"product"``.
        weights: For each value of it, how much of the goal falls on it.

    Raises:
        InvalidValueError: As for :func:`split_goal`.

    Examples:
        >>> from datetime import date
        >>> from jbpcore.model import metrics
        >>> from jbpcore.periods.daterange import DateRange
        >>> from jbpcore.values.quantity import Quantity
        >>> goal = Goal(
        ...     id="deals", name="Deals", metric=metrics.DEALS_WON,
        ...     target=Quantity(10, "deals"),
        ...     period=DateRange.of_days(date(2026, 4, 1), 91),
        ... )
        >>> weights = {"Backup": 60, "Mail": 35, "VPN": 5}
        >>> for part in split_by_label(goal, "product", weights):
        ...     print(part.name, part.target, part.scope["product"])
        Deals: Backup 6 deals Backup
        Deals: Mail 4 deals Mail
        Deals: VPN 0 deals VPN
    """
    return split_goal(
        goal,
        [
            GoalPart(scope={label: value}, weight=weight)
            for value, weight in weights.items()
        ],
    )


def check_adds_up(goal: Goal) -> None:
    """Refuse a goal whose parts would not add up to it.

    Raises:
        InvalidValueError: If it is a ratio, a milestone or to be kept; if its target
            was revised, for each part would inherit the revision.
    """
    shape = shape_of(goal)
    if shape not in _ADDED_UP:
        expected = f"one that adds up; {_INSTEAD[shape]}"
        raise InvalidValueError("goal", goal.id, expected)
    if goal.target_versions:
        expected = "empty to be split; give the goal the target that counts first"
        raise InvalidValueError("Goal.target_versions", goal.id, expected)


def _check_sum(goal: Goal) -> None:
    check_adds_up(goal)
    amounts = (goal.baseline, goal.commit, goal.target, goal.stretch)
    if any(isinstance(amount, Ratio) for amount in amounts):
        expected = "money or a count; state the target of each part of another goal"
        raise InvalidValueError("goal", goal.id, expected)


def _check_parts(goal: Goal, parts: tuple[GoalPart, ...]) -> None:
    for part in parts:
        if not part.scope:
            expected = "at least one label, or every entry counts for it"
            raise InvalidValueError("GoalPart.scope", part.scope, expected)
        if _are_apart(goal.scope, part.scope):
            expected = f"within the goal's own, {goal.scope!r}"
            raise InvalidValueError("GoalPart.scope", part.scope, expected)
    for one, other in combinations(parts, 2):
        if not _are_apart(one.scope, other.scope):
            expected = f"apart from {one.scope!r}, or an entry could count twice"
            raise InvalidValueError("GoalPart.scope", other.scope, expected)
    ids = [part.id for part in parts if part.id is not None]
    if len(set(ids)) < len(ids):
        raise InvalidValueError("GoalPart.id", ids, "of one part alone")


def _are_apart(one: Tags, other: Tags) -> bool:
    return any(other.get(label, value) != value for label, value in one.items())


def _shared_out(
    goal: Goal, weights: list[Fraction]
) -> dict[str, Sequence[Amount | None]]:
    """Return the parts of each level, each a step away from another that has one.

    Shared out one by one, a part of a larger amount can be smaller than that of a
    smaller one; with steps, commit, target and stretch keep their order in every part.
    """
    levels: dict[str, Sequence[Amount | None]] = {}
    nearest: list[Fraction] | None = None
    reached = Fraction(0)
    if goal.baseline is not None and shape_of(goal).has_baseline:
        order = ("baseline", "target", "commit", "stretch")
    else:
        order = ("target", "commit", "stretch", "baseline")
    digits = max(_digits(getattr(goal, level)) for level in order)
    for level in order:
        amount: Amount | None = getattr(goal, level)
        if amount is None:
            levels[level] = (None,) * len(weights)
            continue
        step = (exact(amount) - reached) * 10**digits
        shares = allocate_minor(int(step), weights)
        start = nearest or [Fraction(0)] * len(weights)
        found = [
            before + Fraction(share, 10**digits)
            for before, share in zip(start, shares, strict=True)
        ]
        levels[level] = [like(value, amount) for value in found]
        if level == "target" or (level == "baseline" and nearest is None):
            nearest, reached = found, exact(amount)
    return levels


def _digits(amount: Amount | None) -> int:
    """Return to how many decimal digits an amount is shared out."""
    if isinstance(amount, Money):
        return amount.minor_digits
    digits, denominator = 0, 1 if amount is None else exact(amount).denominator
    while 10**digits % denominator:
        digits += 1
    return digits
