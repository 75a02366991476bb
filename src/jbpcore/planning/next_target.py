"""What a goal aims at in the next period, from what it aimed at or came to in this.

The rules, for the base b, the uplift u and the length ratio n of the two periods; the
size of b is b without its sign. A step is always towards what is good, so that an
uplift never makes a goal easier.

==========================  ====================================================
flow                        b × n × (1 + u); nothing attained is no base
level or ratio, up          b + size of b × u; b is where it ended if that is better
level or ratio, down        b − size of b × u, as above
ceiling                     b × n; u only if it is the goal's own: b × n × (1 − u)
keep, milestone             as it was; it takes no uplift
==========================  ====================================================

For a ceiling b is its target, unless the base too is the goal's own: what was spent is
no reason to be allowed more, or less. A ratio that was at most 100 % stays that.

The target is rounded half-even, once: money to the minor unit of its currency, a count
to whole ones if its target was whole, else to two digits, a ratio to four digits
(0.01 %); or to a step that the caller states. ``commit`` and ``stretch`` keep their
proportion to the target. A level or ratio starts where the old one ended; where the new
target is no step from there it has no baseline, so that it does not turn around.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from fractions import Fraction
from typing import Final

import attrs

from jbpcore.engine.amounts import exact, like, rounded_like
from jbpcore.engine.shape import GoalShape, shape_of
from jbpcore.errors import InvalidValueError
from jbpcore.model.amount import Amount
from jbpcore.model.goal import Goal
from jbpcore.values.decimals import half_even
from jbpcore.values.money import Money
from jbpcore.values.quantity import Quantity
from jbpcore.values.ratio import Ratio

__all__ = [
    "Aim",
    "Ending",
    "NextTarget",
    "RollBase",
    "exact_text",
    "next_target",
    "rounded_target",
]

_RATIO_SCALE: Final = 10_000
_ADDED_UP: Final = {GoalShape.FLOW, GoalShape.CEILING}
_UNMOVED: Final = {GoalShape.KEEP, GoalShape.MILESTONE}


class RollBase(StrEnum):
    """What the next target is built on.

    Attributes:
        TARGET: The target that counted on the goal's last day.
        ACTUAL: What was attained by the day that is asked about; of a closed plan what
            it was closed with.
        PROJECTED: Where it ends at its pace; what was attained once its days are over.
    """

    TARGET = "target"
    ACTUAL = "actual"
    PROJECTED = "projected"


@attrs.frozen(kw_only=True)
class Aim:
    """What is asked for one goal.

    Attributes:
        base: What to build on.
        uplift: The step, exactly; 0.1 is 10 %.
        length_ratio: How many times as long the next period is.
        step: What to round to a multiple of; the rule above if ``None``.
        has_own_base: Whether *base* was asked for this goal, not for all.
        has_own_uplift: Whether *uplift* was asked for this goal, not for all.
    """

    base: RollBase
    uplift: Fraction = Fraction(0)
    length_ratio: Fraction = Fraction(1)
    step: Amount | None = None
    has_own_base: bool = False
    has_own_uplift: bool = False


@attrs.frozen(kw_only=True)
class Ending:
    """How a goal ended, or is ending, as exact numbers.

    Attributes:
        attained: What is in; ``None`` if that is not known.
        projected: Where it ends at its pace; ``None`` if that is not known.
        attained_reason: Why *attained* is ``None``.
        projected_reason: Why *projected* is ``None``.
        is_over: Whether the goal's days are over.
        sample: An amount in the goal's unit, for goals that state none.
    """

    attained: Fraction | None
    projected: Fraction | None
    attained_reason: str = ""
    projected_reason: str = ""
    is_over: bool = True
    sample: Amount | None = None


@attrs.frozen(kw_only=True)
class NextTarget:
    """The amounts of a goal in the next period, and how they came about.

    Attributes:
        goal: The goal with its new amounts, in its old period.
        base: What they were built on.
        base_amount: That, exactly; ``None`` if it is not known.
        uplift: The step that was applied.
        length_ratio: What the base was stretched by.
        exact_target: The target before it was rounded.
        note: Why the rule above led elsewhere than asked; empty if it did not.
    """

    goal: Goal
    base: RollBase
    base_amount: Fraction | None
    uplift: Fraction
    length_ratio: Fraction
    exact_target: Fraction | None
    note: str = ""

    def facts(self) -> Iterator[tuple[str, str]]:
        """Tell all of it, for a record."""
        sample = self.goal.sample
        unit = "" if sample is None or isinstance(sample, Ratio) else sample.unit_name
        if isinstance(sample, Money):
            unit = sample.currency
        yield "base", self.base.value
        yield "base_amount", exact_text(self.base_amount, unit)
        yield "uplift", exact_text(self.uplift)
        yield "length_ratio", exact_text(self.length_ratio)
        yield "exact_target", exact_text(self.exact_target, unit)
        yield "target", "none" if self.goal.target is None else str(self.goal.target)
        if self.note:
            yield "note", self.note


def exact_text(value: Fraction | None, unit: str = "") -> str:
    """Write a number without losing any of it.

    Examples:
        >>> exact_text(Fraction(25, 2), "USD"), exact_text(Fraction(1, 3))
        ('12.5 USD', '1/3')
    """
    if value is None:
        return "none"
    shown = like(value, Quantity(0, "units"))
    is_exact = exact(shown) == value and isinstance(shown, Quantity)
    number = format(shown.amount, "f") if is_exact else str(value)  # type: ignore[union-attr] # a Quantity, seen above
    return f"{number} {unit}".strip()


def next_target(goal: Goal, ending: Ending, aim: Aim) -> NextTarget:
    """Return what *goal* aims at next, by the rules above.

    Args:
        goal: The goal as it was.
        ending: How it ended.
        aim: What is asked.

    Raises:
        InvalidValueError: If the uplift is one that this goal cannot take.

    Examples:
        >>> from datetime import date
        >>> from jbpcore.model import metrics
        >>> from jbpcore.periods.fiscal import FiscalCalendar
        >>> goal = Goal(id="staff", name="Staff", metric=metrics.CERTIFIED_PEOPLE,
        ...             target=Quantity(20, "people"), baseline=Quantity(10, "people"),
        ...             period=FiscalCalendar.calendar_year().year(2026))
        >>> ending = Ending(attained=Fraction(18), projected=Fraction(18))
        >>> found = next_target(goal, ending, Aim(base=RollBase.TARGET,
        ...                                       uplift=Fraction(1, 10)))
        >>> print(found.goal.baseline, "to", found.goal.target)
        18 people to 22 people
    """
    old = goal.target_on(goal.period.last_day)
    shape = shape_of(goal, target=old)
    _check_uplift(goal, shape, aim)
    plain = attrs.evolve(goal, target=old, target_versions=())
    if shape in _UNMOVED:
        return NextTarget(
            goal=plain,
            base=RollBase.TARGET,
            base_amount=None if old is None else exact(old),
            uplift=Fraction(0),
            length_ratio=Fraction(1),
            exact_target=None if old is None else exact(old),
        )
    base, amount, note = _base(old, shape, ending, aim)
    is_ceiling = shape is GoalShape.CEILING
    uplift = Fraction(0) if is_ceiling and not aim.has_own_uplift else aim.uplift
    length = aim.length_ratio if shape in _ADDED_UP else Fraction(1)
    wanted = None
    if amount is not None:
        way = -uplift if is_ceiling or shape.falls else uplift
        wanted = amount * length + abs(amount * length) * way
        if _is_over_one(shape, old, amount, wanted):
            wanted, note = Fraction(1), "capped: a share of the whole is at most 1"
    sample = ending.sample if goal.sample is None else goal.sample
    made = _with_amounts(plain, old if old is not None else sample, wanted, aim)
    made, turned = _with_baseline(made, shape, ending, aim)
    return NextTarget(
        goal=made,
        base=base,
        base_amount=amount,
        uplift=uplift,
        length_ratio=length,
        exact_target=wanted,
        note=note or turned,
    )


def _check_uplift(goal: Goal, shape: GoalShape, aim: Aim) -> None:
    if shape in _UNMOVED and aim.has_own_uplift and aim.uplift:
        expected = f"without {goal.id!r}: what is kept or done takes no uplift"
        raise InvalidValueError("uplifts", str(aim.uplift), expected)
    is_down = shape.falls or (shape is GoalShape.CEILING and aim.has_own_uplift)
    if is_down and aim.uplift > 1:
        expected = f"at most 100% for {goal.id!r}, which is to come down"
        raise InvalidValueError("uplift", str(aim.uplift), expected)


def _base(
    old: Amount | None, shape: GoalShape, ending: Ending, aim: Aim
) -> tuple[RollBase, Fraction | None, str]:
    base = aim.base
    if shape is GoalShape.CEILING and not aim.has_own_base:
        base = RollBase.TARGET
    if base is RollBase.TARGET:
        if old is None:
            return base, None, "no_target"
        amount, ended = exact(old), ending.attained
        if shape in _ADDED_UP or ended is None:
            return base, amount, ""
        is_better = ended < amount if shape.falls else ended > amount
        if is_better:
            return RollBase.ACTUAL, ended, "it ended beyond its target"
        return base, amount, ""
    is_actual = base is RollBase.ACTUAL
    found = ending.attained if is_actual else ending.projected
    if found is None:
        why = ending.attained_reason if is_actual else ending.projected_reason
        return base, None, why or "not_known"
    if shape is GoalShape.FLOW and found <= 0:
        return base, None, "nothing_attained"
    is_early = is_actual and not ending.is_over and shape in _ADDED_UP
    return base, found, "the period is not over" if is_early else ""


def _is_over_one(
    shape: GoalShape, old: Amount | None, base: Fraction, wanted: Fraction
) -> bool:
    was_share = isinstance(old, Ratio) and old.value <= 1 and base <= 1
    return was_share and wanted > 1 and not shape.falls


def rounded_target(
    value: Fraction, sample: Amount, step: Amount | None = None
) -> Amount:
    """Return *value* as a target, rounded once by the rule above.

    Args:
        value: What it is exactly.
        sample: The target it comes from.
        step: What to round to a multiple of instead.

    Examples:
        >>> rounded_target(Fraction(11, 2), Quantity(5, "deals"))
        Quantity('6', 'deals')
    """
    if step is not None:
        size = exact(step)
        times = value / size
        return like(half_even(times.numerator, times.denominator) * size, sample)
    if isinstance(sample, Ratio):
        units = half_even(value.numerator * _RATIO_SCALE, value.denominator)
        return Ratio(Fraction(units, _RATIO_SCALE))
    if isinstance(sample, Quantity) and exact(sample).denominator == 1:
        return Quantity(half_even(value.numerator, value.denominator), sample.unit)
    return rounded_like(value, sample)


def _with_amounts(
    goal: Goal, sample: Amount | None, wanted: Fraction | None, aim: Aim
) -> Goal:
    if wanted is None or sample is None:
        return attrs.evolve(goal, target=None, commit=None, stretch=None)
    before = Fraction(0) if goal.target is None else exact(goal.target)

    def in_proportion(level: Amount | None) -> Amount | None:
        if level is None or not before:
            return None
        part = exact(level) * wanted / before
        if isinstance(level, Ratio) and level.value <= 1:
            part = min(part, Fraction(1))
        return rounded_target(part, sample, aim.step)

    return attrs.evolve(
        goal,
        target=rounded_target(wanted, sample, aim.step),
        commit=in_proportion(goal.commit),
        stretch=in_proportion(goal.stretch),
    )


def _with_baseline(
    goal: Goal, shape: GoalShape, ending: Ending, aim: Aim
) -> tuple[Goal, str]:
    """Start where the old goal ended, unless that would turn the goal around."""
    is_to_come = aim.base is RollBase.PROJECTED and not ending.is_over
    ended = ending.projected if is_to_come else ending.attained
    sample = ending.sample if goal.sample is None else goal.sample
    if not shape.has_baseline:
        if goal.baseline is None or ended is None or sample is None:
            return attrs.evolve(goal, baseline=None), ""
        return attrs.evolve(goal, baseline=rounded_like(ended, sample)), ""
    if ended is None or sample is None:
        return _unturned(attrs.evolve(goal, baseline=None), shape, "no baseline known")
    start = rounded_like(ended, sample)
    if goal.target is None:
        return attrs.evolve(goal, baseline=start), ""
    way = exact(goal.target) - exact(start)
    if way < 0 if shape.falls else way > 0:
        return attrs.evolve(goal, baseline=start), ""
    note = "no baseline: the target is no step from where it ended"
    return _unturned(attrs.evolve(goal, baseline=None), shape, note)


def _unturned(goal: Goal, shape: GoalShape, note: str) -> tuple[Goal, str]:
    if shape_of(goal) is shape:
        return goal, note
    # Only its old numbers said that it falls; without them nothing does.
    cleared = attrs.evolve(goal, target=None, commit=None, stretch=None)
    return cleared, "no target: nothing says which way is good"
