"""Whether each side keeps what it promised.

A promise is due on the day that was promised first, and it is kept if it is kept, on
time or late. One that was put off was not kept: a later day makes no new promise of it.
What was withdrawn does not count, and is told apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

import attrs

from jbpcore.engine.reasons import Reason
from jbpcore.errors import InvalidValueError
from jbpcore.model.commitment import Commitment, CommitmentStatus
from jbpcore.model.party import Side
from jbpcore.model.plan import Plan
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.days import check_day

__all__ = [
    "FollowThrough",
    "Promise",
    "SideFollowThrough",
    "follow_through",
    "follow_through_trend",
    "promise_of",
]


class Promise(StrEnum):
    """What became of a promise, as of a day.

    Attributes:
        KEPT_ON_TIME: Kept by the day that was promised first.
        KEPT_LATE: Kept later than that, without having been put off.
        PUT_OFF: Not kept by the day that was promised first, and given a later one,
            which is still to come, or by which it was kept, or not quite.
        MISSED: Not kept by its day, nor by a later one, or said to be missed.
        PENDING: Its day is still to come.
        WITHDRAWN: Taken back with the other side's consent; it does not count.
    """

    KEPT_ON_TIME = "kept_on_time"
    KEPT_LATE = "kept_late"
    PUT_OFF = "put_off"
    MISSED = "missed"
    PENDING = "pending"
    WITHDRAWN = "withdrawn"


def promise_of(commitment: Commitment, *, as_of: date) -> Promise:
    """Say what became of *commitment* by the end of a day.

    What was kept after *as_of* was not kept yet. Where nobody wrote down the day on
    which it was kept, it counts as kept on time, unless it was put off.

    Args:
        commitment: What was promised.
        as_of: The last day that counts, as a whole day.

    Examples:
        >>> mdf = Commitment(id="mdf", name="Pay half", side=Side.VENDOR,
        ...                  due_on=date(2026, 3, 31), kept_on=date(2026, 4, 2),
        ...                  status=CommitmentStatus.KEPT)
        >>> [promise_of(mdf, as_of=date(2026, *day)).value
        ...  for day in ((3, 31), (4, 1), (4, 2))]
        ['pending', 'missed', 'kept_late']
    """
    status = commitment.status
    if status is CommitmentStatus.WITHDRAWN:
        return Promise.WITHDRAWN
    kept_on = commitment.kept_on
    if status is CommitmentStatus.KEPT and (kept_on is None or kept_on <= as_of):
        return _kept(commitment)
    if status is CommitmentStatus.MISSED or _due_on(commitment, as_of) < as_of:
        return Promise.MISSED
    # On its last day there is still time.
    return Promise.PENDING if commitment.promised_on >= as_of else Promise.PUT_OFF


def _kept(commitment: Commitment) -> Promise:
    kept_on = commitment.kept_on
    if kept_on is not None and kept_on <= commitment.promised_on:
        return Promise.KEPT_ON_TIME
    if commitment.slips:
        return Promise.PUT_OFF
    return Promise.KEPT_ON_TIME if kept_on is None else Promise.KEPT_LATE


def _due_on(commitment: Commitment, as_of: date) -> date:
    """Return the day it was due on, as that was known on *as_of*."""
    later = [slip for slip in commitment.slips if slip.moved_on > as_of]
    return later[0].was_due_on if later else commitment.due_on


@attrs.frozen(kw_only=True)
class SideFollowThrough:
    """What one side promised for some days, and what it kept.

    Attributes:
        side: The side.
        promises: What became of each, by the commitment's id, in the plan's order.
        weights: What each counts.
    """

    side: Side
    promises: tuple[tuple[str, Promise], ...]
    weights: tuple[Fraction, ...] = attrs.field(repr=False)

    def weight_of(self, *kinds: Promise) -> Fraction:
        """Return the weight of the promises of which one of *kinds* became."""
        return sum(
            (
                weight
                for (_, promise), weight in zip(
                    self.promises, self.weights, strict=True
                )
                if promise in kinds
            ),
            Fraction(0),
        )

    def count(self, *kinds: Promise) -> int:
        """Return how many promises became one of *kinds*."""
        return sum(1 for _, promise in self.promises if promise in kinds)

    @property
    def counts(self) -> dict[Promise, int]:
        """How many promises became of each kind; kinds with none are left out."""
        found = Counter(promise for _, promise in self.promises)
        return {kind: found[kind] for kind in Promise if found[kind]}

    @property
    def due_count(self) -> int:
        """How many were due: all but the withdrawn ones and those still to come.

        What was kept before its day, or said to be missed, counts at once.
        """
        return self.count(*_DUE)

    @property
    def ratio(self) -> Fraction | None:
        """Kept ÷ due, by weight, on time or late.

        What was put off is due and not kept, also if it was kept later. ``None`` if
        nothing was due, or nothing that was has a weight; see :attr:`reason`.
        """
        return self._share(Promise.KEPT_ON_TIME, Promise.KEPT_LATE)

    @property
    def on_time_ratio(self) -> Fraction | None:
        """Kept on time ÷ due, by weight; ``None`` as for :attr:`ratio`."""
        return self._share(Promise.KEPT_ON_TIME)

    @property
    def reason(self) -> Reason | None:
        """Why there is no ratio; ``None`` if there is one."""
        if not self.due_count:
            return Reason.NOTHING_DUE
        due = self.weight_of(*_DUE)
        return None if due else Reason.NOTHING_TO_DIVIDE_BY

    def _share(self, *kinds: Promise) -> Fraction | None:
        due = self.weight_of(*_DUE)
        return self.weight_of(*kinds) / due if due else None


_DUE = (Promise.KEPT_ON_TIME, Promise.KEPT_LATE, Promise.PUT_OFF, Promise.MISSED)


@attrs.frozen(kw_only=True)
class FollowThrough:
    """What both sides promised for some days, and what they kept.

    Attributes:
        as_of: The last day that counts.
        within: The days for which something was promised; ``None`` for all.
        vendor: The vendor's.
        partner: The partner's.
    """

    as_of: date
    within: DateRange | None
    vendor: SideFollowThrough
    partner: SideFollowThrough

    def of(self, side: Side) -> SideFollowThrough:
        """Return what *side* promised and kept."""
        return self.vendor if side is Side.VENDOR else self.partner


def follow_through(
    plans: Plan | Iterable[Plan],
    *,
    as_of: date,
    within: DateRange | None = None,
    is_weighted: bool = False,
) -> FollowThrough:
    """Compare what each side promised with what it kept.

    A promise counts for the day that was promised first: putting it off does not move
    it into other days. One that is kept before its day counts at once.

    No promise counts twice where one plan follows another. What was not kept when a
    plan ended counts in that plan, and what the next plan promises is a promise of its
    own, with the day that both sides signed there. An open promise for a day after the
    end of its plan counts in the plan that follows, once there is one.

    Args:
        plans: The plan, or several that follow each other, in any order.
        as_of: The last day that counts, as a whole day.
        within: Only promises for these days; all of them if ``None``.
        is_weighted: Whether a promise counts by its weight, or as one.

    Raises:
        InvalidValueError: If *as_of* is no day.

    Examples:
        >>> from jbpcore.model.party import Partner, Party
        >>> plan = Plan(
        ...     id="p", name="P", vendor=Party(id="acme", name="Acme"),
        ...     partner=Partner(id="nw", name="Northwind"),
        ...     period=DateRange(date(2026, 1, 1), date(2027, 1, 1)),
        ...     commitments=[
        ...         Commitment(id="mdf", name="Pay half", side=Side.VENDOR,
        ...                    due_on=date(2026, 3, 31),
        ...                    status=CommitmentStatus.KEPT, kept_on=date(2026, 3, 30)),
        ...         Commitment(id="demo", name="Demo kit", side=Side.VENDOR,
        ...                    due_on=date(2026, 4, 15)),
        ...     ],
        ... )
        >>> both = follow_through(plan, as_of=date(2026, 5, 15))
        >>> both.vendor.ratio, both.partner.ratio
        (Fraction(1, 2), None)
    """
    check_day(as_of, "as_of")
    listed = (plans,) if isinstance(plans, Plan) else tuple(plans)
    made = [
        one
        for plan in sorted(listed, key=lambda plan: (plan.period.start, plan.id))
        for one in plan.commitments
        if not _counts_later(plan, one)
        and (within is None or one.promised_on in within)
    ]
    sides = {
        side: _of_side(made, side, as_of, is_weighted=is_weighted) for side in Side
    }
    return FollowThrough(
        as_of=as_of,
        within=within,
        vendor=sides[Side.VENDOR],
        partner=sides[Side.PARTNER],
    )


def _counts_later(plan: Plan, made: Commitment) -> bool:
    is_carried = plan.successor_id is not None and made.status is CommitmentStatus.OPEN
    return is_carried and made.promised_on > plan.period.last_day


def _of_side(
    promised: Iterable[Commitment], side: Side, as_of: date, *, is_weighted: bool
) -> SideFollowThrough:
    made = [one for one in promised if one.side is side]
    return SideFollowThrough(
        side=side,
        promises=tuple((one.id, promise_of(one, as_of=as_of)) for one in made),
        weights=tuple(one.weight if is_weighted else Fraction(1) for one in made),
    )


def follow_through_trend(
    plans: Plan | Iterable[Plan],
    spans: Iterable[DateRange],
    *,
    as_of: date,
    is_weighted: bool = False,
) -> tuple[FollowThrough, ...]:
    """Compare promises with what was kept, span by span, for a line to be drawn.

    Args:
        plans: The plan, or several that follow each other, in any order.
        spans: Such as the months of a year, or windows of thirty days. They may not
            overlap, or a promise would count twice.
        as_of: The last day that counts, as a whole day.
        is_weighted: Whether a promise counts by its weight, or as one.

    Raises:
        InvalidValueError: If two spans overlap.
    """
    listed = sorted(spans)
    for earlier, later in pairwise(listed):
        if earlier.overlaps(later):
            expected = f"after {earlier}, or the same promises count twice"
            raise InvalidValueError("spans", str(later), expected)
    chain = (plans,) if isinstance(plans, Plan) else tuple(plans)
    return tuple(
        follow_through(chain, as_of=as_of, within=span, is_weighted=is_weighted)
        for span in listed
    )
