"""The codes of everything that a check of a plan finds, for good."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from jbpcore.errors import Finding, Severity

__all__ = ["CHECKS", "found"]

_ERROR, _WARNING, _INFO = Severity.ERROR, Severity.WARNING, Severity.INFO

CHECKS: Final[Mapping[str, tuple[Severity, str]]] = MappingProxyType(
    {
        "no_goals": (_WARNING, "The plan has no goal"),
        "too_many_goals": (_WARNING, "More than five goals of both sides"),
        "no_person": (_WARNING, "A side has nobody in the plan"),
        "no_approver": (_WARNING, "A step of approval that nobody can give"),
        "no_review": (_WARNING, "No review is booked, nor how often they come"),
        "review_outside": (_WARNING, "A review lies outside the plan's days"),
        "cadence_unbooked": (_WARNING, "No review of a cadence is booked"),
        "cadence_empty": (_WARNING, "A cadence asks for no review in the plan"),
        "review_day_off": (_WARNING, "A review is booked for a day off"),
        "reviews_at_once": (_WARNING, "Two reviews are at the same time"),
        "zone_unknown": (_WARNING, "The machine does not know a time zone"),
        "clock_change": (_INFO, "The clocks skip the time of a review, or repeat it"),
        "currency_mix": (_WARNING, "Goals are in several currencies"),
        "weights_zero": (_ERROR, "No goal has a weight, so there is no score"),
        "weights_sum": (_WARNING, "Weights nearly add up to 1 or 100, but do not"),
        "weight_zero": (_INFO, "A goal does not count in the score"),
        "reference": (_ERROR, "Something refers to what is not in the plan"),
        "no_owner": (_WARNING, "A goal or an open action has no owner"),
        "owner_other_side": (_WARNING, "The owner works for the other side"),
        "no_target": (_WARNING, "A goal has no target"),
        "target_zero": (_WARNING, "A sum is to come to zero"),
        "target_negative": (_WARNING, "A sum is to come to less than nothing"),
        "no_baseline": (_WARNING, "A goal comes down from nobody knows where"),
        "nothing_to_move": (_WARNING, "Target and baseline are the same"),
        "levels_order": (_WARNING, "Commit, target and stretch are out of order"),
        "outside_plan": (_WARNING, "A goal has days outside the plan"),
        "phasing_empty": (_ERROR, "The phasing puts nothing on the goal's days"),
        "phasing_outside": (_WARNING, "Part of the phasing lies outside the goal"),
        "phasing_gap": (_WARNING, "The phasing leaves days of the goal out"),
        "keep_missing": (_WARNING, "What is to be kept has no bounds"),
        "keep_gap": (_INFO, "Some days of what is to be kept are not looked at"),
        "double_counted": (_WARNING, "The same bookings count for two goals"),
        "one_sided": (_WARNING, "Only one side commits to anything"),
        "after_end": (_WARNING, "Something is due after the plan ends"),
        "before_start": (_INFO, "Something is due before the plan begins"),
        "overdue": (_WARNING, "Something open is overdue"),
        "carried_often": (_WARNING, "Something was carried twice or more"),
        "blocked_no_reason": (_WARNING, "A blocked action has no reason"),
        "waits_for_dropped": (_WARNING, "An open action waits for a dropped one"),
        "waits_too_long": (_WARNING, "An action is due before what it waits for"),
        "recurs_after_end": (_INFO, "An action comes round after the plan ends"),
        "slipped_often": (_WARNING, "Something open was put off three times or more"),
        "no_day": (_INFO, "Something is done or kept, and nobody said when"),
        "promise_no_weight": (_INFO, "A promise does not count in the follow-through"),
        "not_signed": (_WARNING, "The plan runs, and is not signed"),
        "not_closed": (_WARNING, "The plan is over, and not closed"),
        "base_unfinished": (_INFO, "A target is built on a period that was not over"),
        "sandbagged": (_WARNING, "A target asks for less than was attained before"),
        "heroic": (_WARNING, "A target asks for far more than was attained before"),
        "lost": (_WARNING, "Something of the plan before is not here, nor dropped"),
        "previous_overlaps": (_WARNING, "A plan before has some of the same days"),
    }
)
"""Severity and meaning of each code, without its ``jbp.check.`` in front."""


def found(code: str, path: str, message: str) -> Finding:
    """Return a finding of the check *code*.

    Examples:
        >>> print(found("no_goals", "goals", "Agree on three to five."))
        goals: Agree on three to five. [jbp.check.no_goals]
    """
    severity, _ = CHECKS[code]
    return Finding(
        code=f"jbp.check.{code}", path=path, message=message, severity=severity
    )
