"""What each method makes of a case, before it is put in the goal's unit."""

from __future__ import annotations

from fractions import Fraction

import attrs

from jbpcore.engine.projection.case import Case
from jbpcore.engine.projection.methods import ProjectionMethod, ProjectionReason
from jbpcore.engine.projection.plain_methods import Rest, project_plainly
from jbpcore.engine.projection.plain_spread import spread_plainly
from jbpcore.engine.projection.profile import SeasonalProfile
from jbpcore.engine.projection.seasonal import forecast_seasonally
from jbpcore.engine.projection.sparse import SeasonalForecast
from jbpcore.engine.projection.spread import PlainSpread, Spread, rounded_factor

__all__ = ["Outlook", "look_ahead"]


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
    rest: Rest = project_plainly(case, method)
    if isinstance(rest, ProjectionReason):
        return _unknown(method, rest)
    found = spread_plainly(case, method, rest)
    return Outlook(
        method=method,
        reason=reason,
        rest=rest,
        scale=found.scale,
        spread=found.spread,
        spread_reason=found.reason,
    )


def _unknown(method: ProjectionMethod, reason: ProjectionReason) -> Outlook:
    return Outlook(
        method=method,
        reason=reason,
        rest=None,
        scale=Fraction(1),
        spread=None,
        spread_reason=reason,
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
        return _unknown(ProjectionMethod.SEASONAL, why)
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
