"""How much life there is in a plan, over the plan, its goals, actions and reviews.

Vitality is from 0 to 1; its opposite, stagnation, is 1 − vitality, and has no figure of
its own. With x days between the last edit of a side and the day asked about:

=========  ======  ==========================================================
part       weight  score
=========  ======  ==========================================================
vendor     1/2     max(0, 1 − x ÷ 60) for the vendor's last edit
partner    1/2     the same for the partner's
goals      1       goals with a booking or an edit in 30 days ÷ goals under way
actions    1       moved ÷ (moved + overdue)
reviews    1       held ÷ due, of the reviews of the last 92 days
=========  ======  ==========================================================

vitality = Σ weight × score ÷ Σ weight, over the parts that can be known. What cannot be
known leaves its weight out; it is never zero by accident. Days and weights are
:class:`~jbpcore.engine.vitality_settings.VitalitySettings`.

* An **edit** of a side is a record, a comment or a stated belief of its people. A side
  that never edited counts from the first edit of the plan on. Where there is none at
  all, nothing can be said.
* A goal is **under way** on its days, if it has a target. Milestones, and goals that
  are met, are passed over: they need no booking.
* An open action is **overdue** after its day. One **moved** if it was done, or edited,
  in the last 30 days and is not overdue. Where none was to move, nothing is known.
* A review is **due** once its day is over, unless it was called off by then; it was
  **held** if it has taken place by the day asked about.

So a newer edit never lowers vitality, and one more missed review never raises it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from fractions import Fraction

import attrs

from jbpcore.engine.vitality_parts import VitalityPart, vitality_parts
from jbpcore.engine.vitality_settings import VitalitySettings
from jbpcore.errors import InvalidValueError
from jbpcore.model.actual import ActualEntry
from jbpcore.model.plan import Plan

__all__ = ["Vitality", "VitalityVerdict", "vitality"]


class VitalityVerdict(StrEnum):
    """What a vitality amounts to."""

    ALIVE = "alive"
    SLOWING = "slowing"
    STAGNANT = "stagnant"
    UNKNOWN = "unknown"
    """No part can be known."""


@attrs.frozen(kw_only=True)
class Vitality:
    """How much life there is in a plan at the end of a day.

    Attributes:
        as_of: The day.
        parts: Every part, known or not.
        settings: The weights, days and bands used.
    """

    as_of: date
    parts: tuple[VitalityPart, ...]
    settings: VitalitySettings

    @property
    def vitality_ratio(self) -> Fraction | None:
        """Σ weight × score ÷ Σ weight of what is known; ``None`` if nothing is.

        1 is full of life, 0 is stagnant.
        """
        known = [(part.weight, part.score) for part in self.parts]
        weights = sum((w for w, score in known if score is not None), Fraction(0))
        if not weights:
            return None
        points = (w * score for w, score in known if score is not None)
        return sum(points, Fraction(0)) / weights

    @property
    def verdict(self) -> VitalityVerdict:
        """The band that the vitality falls in; each bound belongs to the band above."""
        ratio = self.vitality_ratio
        if ratio is None:
            return VitalityVerdict.UNKNOWN
        if ratio >= self.settings.alive_from:
            return VitalityVerdict.ALIVE
        is_slowing = ratio >= self.settings.slowing_from
        return VitalityVerdict.SLOWING if is_slowing else VitalityVerdict.STAGNANT

    def part(self, code: str) -> VitalityPart:
        """Return the part of this code.

        Raises:
            InvalidValueError: If there is no such part.
        """
        for part in self.parts:
            if part.code == code:
                return part
        codes = ", ".join(part.code for part in self.parts)
        raise InvalidValueError("code", code, f"one of {codes}")


def vitality(
    plan: Plan,
    entries: Iterable[ActualEntry] = (),
    *,
    as_of: date,
    settings: VitalitySettings | None = None,
) -> Vitality:
    """Return how much life there is in *plan*; see above for the formula.

    Args:
        plan: The plan. What a viewer may not see has to be taken out of it before.
        entries: Booked facts; those of another partner are passed over.
        as_of: The last day that counts; what came later is passed over.
        settings: Weights, days and bands.

    Examples:
        Two reviews were due, one was held; nothing else can be known:

        >>> from jbpcore.model.party import Partner, Party
        >>> from jbpcore.model.review import Review
        >>> from jbpcore.periods.daterange import DateRange
        >>> plan = Plan(
        ...     id="p", name="Plan", vendor=Party(id="acme", name="Acme"),
        ...     partner=Partner(id="northwind", name="Northwind"),
        ...     period=DateRange(date(2026, 1, 1), date(2027, 1, 1)),
        ...     reviews=[
        ...         Review(id="r1", name="March", on=date(2026, 3, 10),
        ...                held_on=date(2026, 3, 12)),
        ...         Review(id="r2", name="April", on=date(2026, 4, 14)),
        ...     ],
        ... )
        >>> found = vitality(plan, as_of=date(2026, 5, 15))
        >>> found.vitality_ratio, found.verdict.value
        (Fraction(1, 2), 'slowing')
        >>> found.part("vendor").reason.value
        'no_edits'
    """
    settings = VitalitySettings() if settings is None else settings
    parts = vitality_parts(plan, entries, settings, as_of=as_of)
    return Vitality(as_of=as_of, parts=parts, settings=settings)
