r"""What both sides sign, in one exact form, and the digest of that.

The canonical form is JSON with these rules, so that anybody can make it again:

* It holds what is material and nothing else: ``period``, ``goals``, ``commitments``,
  ``health_bands``, and ``form``, which says ``"terms/1"``. Goals are those of both
  sides together.
* Of a goal: ``id``; ``metric`` with ``key``, ``unit``, ``accumulation``, ``direction``
  and ``definition`` (what counts is what is promised); ``target``, ``target_versions``
  with ``effective_on`` and ``target``, ``baseline``, ``commit``, ``stretch``,
  ``weight``, ``score_cap``, ``score_floor``, ``side``, ``phasing``, ``keep``, ``scope``
  and ``period``. Names, descriptions and owners are wording and may change.
* Of a commitment: ``id``, ``side``, ``due_on``, ``name``, which is what is promised,
  ``goal_id`` if that is one of these goals (the other side sees no other), and
  ``weight`` unless it is 1.
* Goals and commitments come in the order of their ids, target versions in the order in
  which they were agreed, a scope as a list of pairs in order.
* Every number is text, a whole number or a fraction in lowest terms: ``"25000"``,
  ``"25/2"``. Days are ``"2026-04-01"``, and the ``end`` of a period is the first day
  outside.
* Text is in Unicode normalisation form C. What is absent or empty is left out.
* Keys are sorted, there are no blanks, nothing is escaped but ``"``, ``\`` and control
  characters; the bytes are UTF-8. (So it is canonical by RFC 8785, too.)

What is added to plans later is left out where it has its default, so that the digest
of a plan that does not use it stays what it was.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Final

from jbpcore.errors import InvalidValueError
from jbpcore.model.audience import Audience
from jbpcore.model.commitment import Commitment
from jbpcore.model.goal import Goal
from jbpcore.model.keep import KeepBand
from jbpcore.model.metric import Metric
from jbpcore.model.phasing import (
    CumulativePhasing,
    LinearPhasing,
    Phasing,
    WeightedPhasing,
    WorkdayPhasing,
)
from jbpcore.model.plan import Plan
from jbpcore.model.s_curve import SCurvePhasing
from jbpcore.model.terms import Terms
from jbpcore.planning.canonical_values import (
    amount_data,
    canonical_json,
    number_text,
    plain_text,
    span_data,
)
from jbpcore.values.ids import GoalId

__all__ = ["canonical_terms", "terms_digest", "terms_of"]

_FORM: Final = "terms/1"


def terms_of(plan: Plan) -> Terms:
    """Return the part of *plan* that both sides sign.

    Goals for one side alone are no part of it.

    Examples:
        >>> from jbpcore.model.party import Partner, Party
        >>> from jbpcore.periods.daterange import DateRange
        >>> plan = Plan(
        ...     id="p", name="P", vendor=Party(id="acme", name="Acme"),
        ...     partner=Partner(id="nw", name="Northwind"),
        ...     period=DateRange(date(2026, 1, 1), date(2027, 1, 1)),
        ... )
        >>> terms_of(plan).period == plan.period
        True
    """
    return Terms(
        period=plan.period,
        goals=tuple(g for g in plan.goals if g.audience is Audience.JOINT),
        commitments=plan.commitments,
        health_bands=plan.health_bands,
    )


def canonical_terms(signed: Plan | Terms) -> bytes:
    """Return the one form of what is signed, as the description above has it.

    Args:
        signed: A plan, or terms by themselves.

    Raises:
        InvalidValueError: If *signed* is neither.

    Examples:
        >>> from jbpcore.periods.daterange import DateRange
        >>> terms = Terms(period=DateRange(date(2026, 4, 1), date(2026, 7, 1)))
        >>> canonical_terms(terms).decode()
        '{"form":"terms/1","health_bands":{"ahead":"11/10","at_risk":"4/5",...
    """
    if isinstance(signed, Plan):
        signed = terms_of(signed)
    if not isinstance(signed, Terms):
        raise InvalidValueError("signed", signed, "a Plan or Terms")
    bands = signed.health_bands
    joint = [goal for goal in signed.goals if goal.audience is Audience.JOINT]
    known = {goal.id for goal in joint}
    data = {
        "form": _FORM,
        "period": span_data(signed.period),
        "goals": [_goal(goal) for goal in sorted(joint, key=lambda goal: goal.id)],
        "commitments": [
            _commitment(commitment, known)
            for commitment in sorted(signed.commitments, key=lambda made: made.id)
        ],
        "health_bands": {
            "ahead": number_text(bands.ahead),
            "on_track": number_text(bands.on_track),
            "at_risk": number_text(bands.at_risk),
        },
    }
    return canonical_json(data)


def terms_digest(signed: Plan | Terms) -> str:
    """Return the SHA-256 of the canonical terms, 64 lower-case hexadecimal digits.

    Args:
        signed: A plan, or terms by themselves.

    Raises:
        InvalidValueError: If *signed* is neither.

    Examples:
        >>> from jbpcore.periods.daterange import DateRange
        >>> terms = Terms(period=DateRange(date(2026, 4, 1), date(2026, 7, 1)))
        >>> terms_digest(terms)[:16]
        '925f6f7cfabd1751'
    """
    return hashlib.sha256(canonical_terms(signed)).hexdigest()


def _optional(value: Fraction | None) -> str | None:
    return None if value is None else number_text(value)


def _list_days(days: Iterable[date]) -> list[str]:
    return [day.isoformat() for day in days]


def _metric(metric: Metric) -> dict[str, Any]:
    return {
        "key": metric.key,
        "unit": {"kind": metric.unit.kind.value, "noun": plain_text(metric.unit.noun)},
        "accumulation": metric.accumulation.value,
        "direction": metric.direction.value,
        "definition": plain_text(metric.definition),
    }


def _linear(_: LinearPhasing) -> dict[str, Any]:
    return {"type": "linear"}


def _workdays(phasing: WorkdayPhasing) -> dict[str, Any]:
    calendar = phasing.calendar
    return {
        "type": "workdays",
        "calendar": {
            "span": span_data(calendar.span),
            "non_working_days": _list_days(sorted(calendar.non_working_days)),
        },
    }


def _weighted(phasing: WeightedPhasing) -> dict[str, Any]:
    buckets = [
        {"dates": span_data(bucket.dates), "weight": number_text(bucket.weight)}
        for bucket in phasing.buckets
    ]
    return {"type": "weighted", "buckets": buckets}


def _cumulative(phasing: CumulativePhasing) -> dict[str, Any]:
    points = [
        {"on": point.on.isoformat(), "share": number_text(point.share)}
        for point in phasing.points
    ]
    return {"type": "cumulative", "points": points}


def _s_curve(phasing: SCurvePhasing) -> dict[str, Any]:
    steepness = number_text(phasing.steepness)
    return {
        "type": "s_curve",
        "peak": number_text(phasing.peak),
        "steepness": steepness,
    }


_PHASINGS: Final[Mapping[type[Phasing], Callable[[Any], dict[str, Any]]]] = (
    MappingProxyType(
        {
            LinearPhasing: _linear,
            WorkdayPhasing: _workdays,
            WeightedPhasing: _weighted,
            CumulativePhasing: _cumulative,
            SCurvePhasing: _s_curve,
        }
    )
)


def _keep(keep: KeepBand | None) -> dict[str, Any] | None:
    if keep is None:
        return None
    return {
        "checks": [span_data(check) for check in keep.checks],
        "lower": amount_data(keep.lower),
        "upper": amount_data(keep.upper),
    }


def _goal(goal: Goal) -> dict[str, Any]:
    return {
        "id": goal.id,
        "metric": _metric(goal.metric),
        "target": amount_data(goal.target),
        "target_versions": [
            {
                "effective_on": version.effective_on.isoformat(),
                "target": amount_data(version.target),
            }
            for version in goal.target_versions
        ],
        "baseline": amount_data(goal.baseline),
        "commit": amount_data(goal.commit),
        "stretch": amount_data(goal.stretch),
        "weight": number_text(goal.weight),
        "score_cap": _optional(goal.score_cap),
        "score_floor": _optional(goal.score_floor),
        "side": None if goal.side is None else goal.side.value,
        "phasing": _PHASINGS[type(goal.phasing)](goal.phasing),
        "keep": _keep(goal.keep),
        "scope": sorted([plain_text(k), plain_text(v)] for k, v in goal.scope.items()),
        "period": span_data(goal.period),
    }


def _commitment(commitment: Commitment, known: Collection[GoalId]) -> dict[str, Any]:
    # The other side could neither work out nor check what it does not see.
    goal_id = commitment.goal_id if commitment.goal_id in known else None
    return {
        "id": commitment.id,
        "name": plain_text(commitment.name),
        "side": commitment.side.value,
        "due_on": commitment.due_on.isoformat(),
        "goal_id": goal_id,
        "weight": None if commitment.weight == 1 else number_text(commitment.weight),
    }
