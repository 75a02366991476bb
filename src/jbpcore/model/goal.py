"""What the two sides aim at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from fractions import Fraction
from typing import Any

import attrs

from jbpcore.errors import CurrencyMismatchError, InvalidValueError, UnitMismatchError
from jbpcore.model.amount import Amount
from jbpcore.model.audience import Audience
from jbpcore.model.keep import KeepBand
from jbpcore.model.metric import Accumulation, Direction, Metric
from jbpcore.model.party import Side
from jbpcore.model.phased_days import phased_days
from jbpcore.model.phasing import (
    CumulativePhasing,
    LinearPhasing,
    Phasing,
    WeightedPhasing,
    WorkdayPhasing,
)
from jbpcore.model.s_curve import SCurvePhasing
from jbpcore.model.tags import Tags
from jbpcore.model.target_version import TargetVersion
from jbpcore.model.validation import a_name, a_text, an_id, exact_ratio, is_a
from jbpcore.model.whole_units import GoalUnits, HasUnits, whole_units
from jbpcore.periods.daterange import DateRange
from jbpcore.values.ids import GoalId, PersonId
from jbpcore.values.money import Money
from jbpcore.values.quantity import Quantity
from jbpcore.values.ratio import Ratio

__all__ = ["Goal"]

_LEVELS = ("target", "baseline", "commit", "stretch")
_AN_AMOUNT = attrs.validators.optional(is_a(Money, Quantity, Ratio))


def _not_negative(_: object, attribute: attrs.Attribute[Any], value: Fraction) -> None:
    if value < 0:
        raise InvalidValueError(f"Goal.{attribute.name}", value, "zero or more")


def _a_count(_: object, attribute: attrs.Attribute[Any], value: object) -> None:
    if type(value) is not int or value < 0:
        expected = "a whole number, zero or more, or None"
        raise InvalidValueError(f"Goal.{attribute.name}", value, expected)


def _unit_of(amount: Amount) -> str:
    return "ratio" if isinstance(amount, Ratio) else amount.unit_name


def _versions(versions: Iterable[TargetVersion]) -> tuple[TargetVersion, ...]:
    return tuple(versions)


@attrs.frozen(kw_only=True)
class Goal(HasUnits[GoalUnits | None]):
    """A measurable aim over some days.

    Attributes:
        id: Unique within the plan.
        name: What people call it.
        metric: What is counted.
        target: How much is wanted by the end of *period*, in the metric's unit.
            ``None`` while nothing is agreed, which is not the same as zero.
        period: The days that count.
        baseline: Where it starts from; ``None`` means from nothing.
        commit: The least that a side has committed to.
        stretch: More than the target, hoped for.
        weight: Its part in the plan's score, beside the other goals' weights.
        score_cap: The most that its attainment counts in the score, 1 being 100 %;
            ``None`` for no limit. The attainment itself is never cut.
        score_floor: The least that it counts, so that returns in one goal cannot take
            away what was earned in others; ``None`` for no limit.
        side: Who has to deliver; ``None`` for both together.
        phasing: How the target spreads over the period.
        keep: For a metric that is to stay where it is, within which bounds, and over
            which stretches of *period*.
        target_versions: What *target*, the original one, was revised to since, in the
            order in which that was agreed.
        stale_after_days: How old the last entry may be before the figures are stale;
            ``None`` if nobody agreed on that.
        owner_id: The person answering for it.
        description: Anything else the sides agreed about it.
        scope: Labels that an entry has to carry, each with this value, to count for
            the goal: one product, region or account of a goal that was split.
        audience: Who sees it. Only goals for both sides are part of what is signed.

    Raises:
        InvalidValueError: If a field has a bad value; money finer than the currency's
            minor unit is refused, as no scheduled amount could add up to it, and a
            workday phasing has to know all days of *period*.
        UnitMismatchError: If an amount is not in the metric's unit.
        CurrencyMismatchError: If two amounts are in different currencies.

    Examples:
        >>> from jbpcore.model import metrics
        >>> from jbpcore.periods.fiscal import FiscalCalendar
        >>> goal = Goal(
        ...     id="new-revenue", name="New revenue", metric=metrics.REVENUE,
        ...     target=Money("25000", "USD"),
        ...     period=FiscalCalendar.calendar_year().quarter(2026, 2),
        ... )
        >>> goal.period.length_days
        91
    """

    id: GoalId = attrs.field(converter=GoalId, validator=an_id)
    name: str = attrs.field(validator=a_name)
    metric: Metric = attrs.field(validator=is_a(Metric))
    target: Amount | None = attrs.field(validator=_AN_AMOUNT)
    period: DateRange = attrs.field(validator=is_a(DateRange))
    baseline: Amount | None = attrs.field(default=None, validator=_AN_AMOUNT)
    commit: Amount | None = attrs.field(default=None, validator=_AN_AMOUNT)
    stretch: Amount | None = attrs.field(default=None, validator=_AN_AMOUNT)
    weight: Fraction = attrs.field(
        default=Fraction(1),
        converter=exact_ratio,
        validator=[is_a(Fraction), _not_negative],
    )
    score_cap: Fraction | None = attrs.field(
        default=None,
        converter=attrs.converters.optional(exact_ratio),
        validator=attrs.validators.optional(is_a(Fraction)),
    )
    score_floor: Fraction | None = attrs.field(
        default=None,
        converter=attrs.converters.optional(exact_ratio),
        validator=attrs.validators.optional(is_a(Fraction)),
    )
    side: Side | None = attrs.field(
        default=None, validator=attrs.validators.optional(is_a(Side))
    )
    phasing: Phasing = attrs.field(
        factory=LinearPhasing,
        validator=is_a(
            LinearPhasing,
            WorkdayPhasing,
            WeightedPhasing,
            CumulativePhasing,
            SCurvePhasing,
        ),
    )
    keep: KeepBand | None = attrs.field(
        default=None, validator=attrs.validators.optional(is_a(KeepBand))
    )
    target_versions: tuple[TargetVersion, ...] = attrs.field(
        default=(), converter=_versions, validator=is_a(TargetVersion, each=True)
    )
    stale_after_days: int | None = attrs.field(
        default=None, validator=attrs.validators.optional(_a_count)
    )
    owner_id: PersonId | None = attrs.field(
        default=None,
        converter=attrs.converters.optional(PersonId),
        validator=attrs.validators.optional(an_id),
    )
    description: str = attrs.field(default="", validator=a_text)
    scope: Tags = attrs.field(factory=Tags, converter=Tags)
    audience: Audience = attrs.field(default=Audience.JOINT, validator=is_a(Audience))

    def __attrs_post_init__(self) -> None:
        """Check the amounts against the metric and each other."""
        self._check_amounts()
        if isinstance(self.phasing, WorkdayPhasing):
            span = self.phasing.calendar.span
            if not span.contains(self.period):
                expected = (
                    f"a calendar over all of {self.period}; resolve a longer span"
                )
                raise InvalidValueError("Goal.phasing", str(span), expected)
        cap, floor = self.score_cap, self.score_floor
        if cap is not None and floor is not None and cap < floor:
            expected = f"{floor}, the score_floor, or more"
            raise InvalidValueError("Goal.score_cap", cap, expected)
        if self.keep is not None:
            self._check_keep(self.keep)
        for version in self.target_versions:
            if version.effective_on > self.period.last_day:
                expected = f"effective by {self.period.last_day}, the goal's last day"
                given = str(version.effective_on)
                raise InvalidValueError("Goal.target_versions", given, expected)

    def _check_amounts(self) -> None:
        currencies = set()
        for name, amount in self._iter_amounts():
            if not self.metric.unit.accepts(amount):
                raise UnitMismatchError(_unit_of(amount), str(self.metric.unit))
            if isinstance(amount, Money):
                currencies.add(amount.currency)
                if not amount.is_whole_minor and name != "keep":
                    expected = f"whole minor units of {amount.currency}"
                    raise InvalidValueError(f"Goal.{name}", amount, expected)
        if len(currencies) > 1:
            raise CurrencyMismatchError(*sorted(currencies)[:2])

    def _check_keep(self, keep: KeepBand) -> None:
        if self.metric.direction is not Direction.KEEP:
            expected = "None unless the metric's direction is to keep"
            raise InvalidValueError("Goal.keep", keep, expected)
        for check in keep.checks:
            if not self.period.contains(check):
                expected = f"about days of {self.period} alone; clip {check} to it"
                raise InvalidValueError("Goal.keep", str(check), expected)

    def _iter_amounts(self) -> Iterator[tuple[str, Amount]]:
        for level in _LEVELS:
            amount = getattr(self, level)
            if amount is not None:
                yield level, amount
        if self.keep is not None:
            for bound in (self.keep.lower, self.keep.upper):
                if bound is not None:
                    yield "keep", bound
        for version in self.target_versions:
            yield "target_versions", version.target

    def target_on(self, day: date) -> Amount | None:
        """Return the target that counts on *day*: the original, or what it became.

        Of the versions effective by then the one with the latest day counts, and of
        several from one day the last.

        Examples:
            >>> from jbpcore.model import metrics
            >>> goal = Goal(
            ...     id="new-revenue", name="New revenue", metric=metrics.REVENUE,
            ...     target=Money("25000", "USD"),
            ...     period=DateRange(date(2026, 4, 1), date(2026, 7, 1)),
            ...     target_versions=[TargetVersion(effective_on=date(2026, 5, 1),
            ...                                    target=Money("20000", "USD"))],
            ... )
            >>> goal.target_on(date(2026, 4, 30)), goal.target_on(date(2026, 5, 1))
            (Money('25000', 'USD'), Money('20000', 'USD'))
        """
        found, since = self.target, None
        for version in self.target_versions:
            is_later = since is None or version.effective_on >= since
            if version.effective_on <= day and is_later:
                found, since = version.target, version.effective_on
        return found

    def as_known_at(self, instant: datetime) -> Goal:
        """Return the goal without the versions of its target recorded after *instant*.

        A version that does not say when it was recorded stays.
        """
        known = tuple(
            version
            for version in self.target_versions
            if version.recorded_at is None or version.recorded_at <= instant
        )
        if len(known) == len(self.target_versions):
            return self
        return attrs.evolve(self, target_versions=known)

    def keep_units(self) -> GoalUnits | None:
        """Keep the goal in whole units, if entries can simply be added up for it.

        They can for a flow of money or things with one target above zero, whole in its
        units, without a scope, and phased by calendar days.
        """
        found = None
        metric, target = self.metric, self.target
        is_flow = metric.accumulation is Accumulation.FLOW
        is_simple = is_flow and metric.direction is not Direction.KEEP
        if (
            is_simple
            and target is not None
            and not (self.target_versions or self.scope)
        ):
            wanted = whole_units(metric.key, target)
            is_linear = isinstance(self.phasing, LinearPhasing)
            days = None if is_linear else phased_days(self.phasing, self.period)
            if wanted is not None and wanted[1] > 0 and (is_linear or days is not None):
                found = (
                    wanted[0],
                    self.period.start.toordinal(),
                    self.period.length_days,
                    wanted[1],
                    metric.direction is Direction.DOWN,
                    days,
                    target,
                )
        object.__setattr__(self, "in_units", found)
        return found

    @property
    def sample(self) -> Amount | None:
        """One of its amounts, for the unit it is in; None if it states none."""
        return next((amount for _, amount in self._iter_amounts()), None)

    @property
    def currency(self) -> str | None:
        """The currency its amounts are in, or None where it is not about money."""
        sample = self.sample
        return sample.currency if isinstance(sample, Money) else None
