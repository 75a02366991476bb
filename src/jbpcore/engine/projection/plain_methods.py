"""Straight line, along the phasing, recent rate: projections by exact arithmetic."""

from __future__ import annotations

from fractions import Fraction
from typing import TypeAlias

from jbpcore.engine import formulas
from jbpcore.engine.curve import due_share
from jbpcore.engine.projection.case import Case
from jbpcore.engine.projection.methods import ProjectionMethod, ProjectionReason

__all__ = ["RECENT_DAYS", "Rest", "project_plainly", "share_gone"]

Rest: TypeAlias = Fraction | ProjectionReason
"""The amount expected to come still, or why that is not known."""

RECENT_DAYS = 90
"""Whole stretches are counted back until they make up this many days."""


def project_plainly(case: Case, method: ProjectionMethod) -> Rest:
    """Return the amount that *method* expects to come still, exactly.

    Args:
        case: What is known.
        method: Straight line, along the phasing, or recent rate.
    """
    if method is ProjectionMethod.RECENT_RATE:
        return _at_recent_rate(case)
    booked = case.booked
    finish = formulas.projection(booked, 0, share_gone(case, method))
    if finish is not None:
        return finish - booked
    return ProjectionReason.NOTHING_DUE if case.gone else ProjectionReason.NOT_STARTED


def share_gone(case: Case, method: ProjectionMethod) -> Fraction:
    """Return which share of the period's bookings *method* takes to be in."""
    if method is ProjectionMethod.ALONG_PHASING:
        share = due_share(case.phasing, case.period, as_of=case.as_of)
        return Fraction(0) if share is None else share
    return Fraction(case.gone, case.period.length_days)


def _at_recent_rate(case: Case) -> Rest:
    """Count back in whole stretches, also over those before the period."""
    amount = Fraction(0)
    days = 0
    for stretch in reversed(case.stretches):
        if stretch.gone and days < RECENT_DAYS:
            amount += stretch.amount
            days += stretch.gone
    past = case.past
    if past is not None and not case.gap:
        at = len(past.days)
        while at and days < RECENT_DAYS:
            at -= 1
            amount += past.amount(at)
            days += past.days[at]
    if not days:
        return ProjectionReason.NOT_STARTED
    return amount * (case.period.length_days - case.gone) / days
