"""The last stages of the definition: the verdict, and the figures that come out."""

from __future__ import annotations

from collections.abc import Mapping

from jbpcore.engine import formula_parts
from jbpcore.engine.reasons import Reason
from jbpcore.frames.expression import Expression, Term, column, greatest, when
from jbpcore.frames.rounding import half_even_of
from jbpcore.model.health import Health, HealthBands

__all__ = ["outcome"]

_Rules = tuple[tuple[Term, Term], ...]


def outcome(bands: HealthBands) -> tuple[Mapping[str, Expression], ...]:
    """Return the stages after what is expected and missing is known."""
    return (_compared(), _judged(bands), _figures())


def _compared() -> Mapping[str, Expression]:
    """What is made against what is due, turned so that what is due is above zero."""
    attained, expected = column("jbp_attained"), column("jbp_expected")
    start, is_ceiling = column("jbp_start"), column("jbp_is_ceiling")
    made, due = formula_parts.pace_parts(attained, expected, start, is_ceiling=False)
    spent, room = formula_parts.pace_parts(attained, expected, start, is_ceiling=True)
    is_below = due < 0
    is_low = column("jbp_is_better_low")
    behind = formula_parts.short_by(expected, attained, higher_is_better=False)
    ahead = formula_parts.short_by(expected, attained, higher_is_better=True)
    falls = column("jbp_falls")
    backward = formula_parts.way_done(attained, start, falls=True)
    forward = formula_parts.way_done(attained, start, falls=False)
    return {
        "jbp_made": when(is_ceiling, spent, when(is_below, -made, made)),
        "jbp_wanted": when(is_ceiling, room, when(is_below, -due, due)),
        "jbp_behind": when(is_low, behind, ahead),
        "jbp_way": when(falls, backward, forward),
        "jbp_obstacle": _first(_obstacles(), ""),
        "jbp_no_pace": _first(
            (
                (expected.equals(start), Reason.NOTHING_DUE.value),
                (is_ceiling & (attained <= 0), Reason.NOTHING_ATTAINED.value),
            ),
            "",
        ),
    }


def _obstacles() -> _Rules:
    """Why no verdict is possible, whatever is booked."""
    target, is_level = column("jbp_target"), column("jbp_is_level")
    stays = target.equals(column("jbp_start"))
    is_baseline = stays & column("jbp_has_baseline")
    return (
        (~column("jbp_has_target"), Reason.NO_TARGET.value),
        (~column("jbp_has_start"), Reason.NO_BASELINE.value),
        (is_baseline, Reason.TARGET_IS_BASELINE.value),
        (stays, Reason.ZERO_TARGET.value),
        (~is_level & (target < 0), Reason.NEGATIVE_TARGET.value),
        (~column("jbp_is_spread"), Reason.PHASING_EMPTY.value),
    )


def _judged(bands: HealthBands) -> Mapping[str, Expression]:
    """How healthy it is, and by which rule; the first that applies decides."""
    attained, expected = column("jbp_attained"), column("jbp_expected")
    elapsed, is_met = column("elapsed_days"), column("jbp_short") <= 0
    has_obstacle = ~column("jbp_obstacle").equals("")
    is_unheard = column("last_entry_on").is_null() & ~column("jbp_is_milestone")
    is_final = ~(column("jbp_is_ceiling") | column("jbp_is_level"))
    has_no_pace = ~column("jbp_no_pace").equals("")
    is_better = when(
        column("jbp_is_better_low"), attained < expected, expected < attained
    )
    rules: tuple[tuple[Expression, Term, Term], ...] = (
        (~column("jbp_is_shape"), None, None),
        (has_obstacle, Health.NOT_APPLICABLE.value, column("jbp_obstacle")),
        (elapsed.equals(0), Health.NOT_STARTED.value, Reason.NOT_STARTED.value),
        (
            is_unheard | ~column("jbp_has_attained"),
            Health.NO_DATA.value,
            Reason.NO_ENTRIES.value,
        ),
        (
            elapsed.equals(column("total_days")),
            when(is_met, Health.MET.value, Health.MISSED.value),
            Reason.PERIOD_ENDED.value,
        ),
        (is_final & is_met, Health.MET.value, Reason.TARGET_REACHED.value),
        (
            has_no_pace,
            _first(
                (
                    (attained.equals(expected), Health.ON_TRACK.value),
                    (is_better, Health.AHEAD.value),
                ),
                Health.OFF_TRACK.value,
            ),
            column("jbp_no_pace"),
        ),
    )
    has_pace = ~has_obstacle & column("jbp_has_attained") & (elapsed > 0)
    return {
        "health": _first([(rule, found) for rule, found, _ in rules], _band(bands)),
        "reason": _first([(rule, why) for rule, _, why in rules], Reason.PACE.value),
        "jbp_has_pace": has_pace & ~has_no_pace,
        "jbp_has_expected": column("jbp_has_target")
        & column("jbp_has_start")
        & column("jbp_is_spread"),
    }


def _band(bands: HealthBands) -> Expression:
    made, wanted = column("jbp_made"), column("jbp_wanted")
    over, under, over_2, under_2, over_3, under_3 = bands.keep_units()
    return _first(
        (
            (formula_parts.reaches(made, wanted, over, under), Health.AHEAD.value),
            (
                formula_parts.reaches(made, wanted, over_2, under_2),
                Health.ON_TRACK.value,
            ),
            (
                formula_parts.reaches(made, wanted, over_3, under_3),
                Health.AT_RISK.value,
            ),
        ),
        Health.OFF_TRACK.value,
    )


def _figures() -> Mapping[str, Expression]:
    """What comes out, missing where it is not known."""
    attained, target = column("jbp_attained"), column("jbp_target")
    start, short, way = column("jbp_start"), column("jbp_short"), column("jbp_way")
    elapsed, left = column("elapsed_days"), column("remaining_days")
    is_known, is_spread = column("jbp_has_attained"), column("jbp_is_spread")
    is_compared = is_known & column("jbp_has_target")
    has_rate = ~column("jbp_is_milestone") & is_known
    moves = has_rate & column("jbp_has_start")
    is_running = moves & (elapsed > 0)
    is_left = has_rate & column("jbp_has_target") & (left > 0)
    done, whole_way = formula_parts.progress_parts(attained, start, target)
    missing = greatest(short, 0)
    above, below = formula_parts.lift_parts(
        missing.as_float(), left.as_float(), way.as_float(), elapsed.as_float()
    )
    daily = half_even_of(
        column("jbp_daily_q"), column("jbp_daily_r"), greatest(left, 1)
    )
    return {
        "attained": when(is_known, attained),
        "entry_count": when(
            column("jbp_is_level"), when(is_known, 1, 0), column("jbp_entries")
        ),
        "due": when(is_spread, column("jbp_due")),
        "whole": when(is_spread, column("jbp_whole")),
        "expected_to_date": when(column("jbp_has_expected"), column("jbp_expected")),
        "gap_to_target": when(is_compared, short),
        "gap_to_pace": when(
            is_known & column("jbp_has_expected"), column("jbp_behind")
        ),
        "projected_finish": when(
            moves & is_spread & (column("jbp_due") > 0) & column("jbp_finish_fits"),
            column("jbp_finish"),
        ),
        "required_daily": when(is_left, daily),
        "attainment_ratio": when(is_compared & ~target.equals(0), attained / target),
        "progress_ratio": when(
            is_compared & column("jbp_has_start") & ~target.equals(start),
            done / whole_way,
        ),
        "pace_index": when(
            column("jbp_has_pace"), column("jbp_made") / column("jbp_wanted")
        ),
        "lift_needed": when(is_left & is_running & (way > 0), above / below),
        "run_rate": when(is_running, way / elapsed),
        "required_run_rate": when(is_left, missing / left),
    }


def _first(rules: _Rules | list[tuple[Term, Term]], otherwise: Term) -> Expression:
    """Return the value of the first rule that applies."""
    found: Term = otherwise
    for condition, value in reversed(rules):
        found = when(condition, value, found)
    if not isinstance(found, Expression):
        msg = "rules come to an expression"
        raise TypeError(msg)
    return found
