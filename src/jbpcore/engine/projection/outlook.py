"""What each method makes of a case, before it is put in the goal's unit."""

from __future__ import annotations

import math
from fractions import Fraction

import attrs

from jbpcore.engine.projection.case import Case
from jbpcore.engine.projection.methods import ProjectionMethod, ProjectionReason
from jbpcore.engine.projection.plain_methods import Rest, project_plainly
from jbpcore.engine.projection.plain_spread import spread_plainly
from jbpcore.engine.projection.profile import SeasonalProfile
from jbpcore.engine.projection.seasonal import forecast_seasonally
from jbpcore.engine.projection.sparse import SeasonalForecast
from jbpcore.engine.projection.spread import PlainSpread, Spread

__all__ = ["Outlook", "look_ahead", "rounded_factor"]

_DIGITS = 12


@attrs.frozen(kw_only=True)
class Outlook:
    """What a method expects, as bare numbers.

    Attributes:
        method: The method used.
        reason: Why this one, or why *rest* is unknown.
        rest: The amount expected to come still, or ``None``.
        scale: What *spread* is a multiple of.
        spread: How the rest may turn out; ``None`` where that is not known.
        spread_reason: What *spread* rests on, or why there is none.
        profile: The seasons, where the method asked for them.
        growth: The factor that a year is taken to grow by.
    """

    method: ProjectionMethod
    reason: ProjectionReason
    rest: Fraction | None
    scale: Fraction
    spread: Spread | None
    spread_reason: ProjectionReason
    profile: SeasonalProfile | None = None
    growth: float = 1.0


def rounded_factor(value: float) -> Fraction:
    """Return a factor with twelve significant digits, exactly.

    The last digits of logarithms differ from one platform to the next.

    Examples:
        >>> rounded_factor(1 / 3)
        Fraction(333333333333, 1000000000000)
    """
    if not value:
        return Fraction(0)
    places = _DIGITS - 1 - math.floor(math.log10(abs(value)))
    if places >= 0:
        return Fraction(round(value * 10**places), 10**places)
    return Fraction(round(value / 10**-places) * 10**-places)


def look_ahead(case: Case, method: ProjectionMethod) -> Outlook:
    """Project *case* by *method*, or by the one that the data can bear."""
    if case.gone == case.period.length_days:
        return _over(method)
    if method is ProjectionMethod.AUTO:
        return _chosen(case)
    if method is ProjectionMethod.SEASONAL:
        return _seasonal(case, ProjectionReason.ASKED_FOR)
    return _plain(case, method, ProjectionReason.ASKED_FOR)


def _chosen(case: Case) -> Outlook:
    seasonal = _seasonal(case, None)
    if seasonal.rest is not None:
        return seasonal
    found = _plain(case, ProjectionMethod.ALONG_PHASING, seasonal.reason)
    if found.reason is ProjectionReason.NOTHING_DUE:
        return _plain(case, ProjectionMethod.STRAIGHT_LINE, found.reason)
    return found


def _over(method: ProjectionMethod) -> Outlook:
    is_chosen = method is ProjectionMethod.AUTO
    return Outlook(
        method=ProjectionMethod.ALONG_PHASING if is_chosen else method,
        reason=ProjectionReason.PERIOD_ENDED,
        rest=Fraction(0),
        scale=Fraction(1),
        spread=PlainSpread(0.0, 0.0, 1.0, 0.0),
        spread_reason=ProjectionReason.PERIOD_ENDED,
    )


def _plain(case: Case, method: ProjectionMethod, reason: ProjectionReason) -> Outlook:
    scale = _scale(case)
    rest: Rest = project_plainly(case, method)
    if isinstance(rest, ProjectionReason):
        return Outlook(
            method=method,
            reason=rest,
            rest=None,
            scale=scale,
            spread=None,
            spread_reason=rest,
        )
    spread, spread_reason = spread_plainly(case, method, rest, scale)
    return Outlook(
        method=method,
        reason=reason,
        rest=rest,
        scale=scale,
        spread=spread,
        spread_reason=spread_reason,
    )


def _seasonal(case: Case, reason: ProjectionReason | None) -> Outlook:
    found = forecast_seasonally(case)
    if found is None or case.past is None:
        is_known = case.past is not None
        why = (
            ProjectionReason.HISTORY_TOO_SHORT
            if is_known
            else ProjectionReason.NO_HISTORY
        )
        return Outlook(
            method=ProjectionMethod.SEASONAL,
            reason=why,
            rest=None,
            scale=_scale(case),
            spread=None,
            spread_reason=why,
        )
    scale = case.past.scale
    return Outlook(
        method=ProjectionMethod.SEASONAL,
        reason=_why_seasonal(found) if reason is None else reason,
        rest=scale * rounded_factor(found.rest),
        scale=scale,
        spread=found.spread,
        spread_reason=ProjectionReason.UNEVEN_MONTHS
        if found.is_sparse
        else ProjectionReason.RECENT_ERRORS,
        profile=found.profile,
        growth=found.growth,
    )


def _why_seasonal(found: SeasonalForecast) -> ProjectionReason:
    if found.is_sparse:
        return ProjectionReason.HISTORY_SPARSE
    if found.profile.years == 1:
        return ProjectionReason.ONE_YEAR_KNOWN
    return ProjectionReason.SEASONS_KNOWN


def _scale(case: Case) -> Fraction:
    """Return an amount of the size of what is booked, to keep factors near 1."""
    if case.past is not None:
        return case.past.scale
    sizes = sum((abs(stretch.amount) for stretch in case.stretches), Fraction(0))
    return sizes / max(case.gone, 1) or Fraction(1)
