"""How many goals stand together, as columns: before they are added up, and after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final

import attrs

from jbpcore.engine.reasons import Reason
from jbpcore.engine.shape import GoalShape
from jbpcore.frames.definition import falling
from jbpcore.frames.expression import (
    Expression,
    as_expression,
    column,
    greatest,
    least,
    literal,
    when,
)
from jbpcore.frames.rounding import Millionths, Scaled, absolute, half_even_of
from jbpcore.model.health import Health

__all__ = [
    "ROLLED_UP",
    "SUMMED",
    "RollUpRequest",
    "ScoreRule",
    "after_sums",
    "before_sums",
]

MILLION: Final = 1_000_000
_MOST_POINTS: Final = MILLION * MILLION
_AMOUNTS: Final = ("target", "attained", "expected_to_date")
_GAPS: Final = ("gap_to_target", "gap_to_pace")
SUMMED: Final = (
    "goals",
    "left_out",
    *_AMOUNTS,
    *_GAPS,
    "weight",
    "jbp_points",
    *(health.value for health in Health),
)
"""What is added up for each group: ``jbp_of_…`` before that, ``jbp_all_…`` after."""

ROLLED_UP: Final = (
    *(name for name in SUMMED if not name.startswith("jbp_")),
    "attainment_ratio",
    "score_millionths",
)
"""The columns that come out, beside those that groups are made by."""


class ScoreRule(StrEnum):
    """What of a goal counts in a score."""

    PROGRESS = "progress"
    """As in the score of a plan: the way done of the whole way; of a ceiling 1 while it
    is kept, and then target ÷ attained. Goals that have not started or have no ratio
    are left out with their weight."""

    ATTAINMENT = "attainment"
    """Attained ÷ target, of a ceiling target ÷ attained. Every goal counts with its
    weight: one without such a ratio as zero, and a ceiling of which nothing is spent as
    ``score_cap``."""


def _names(names: Iterable[str]) -> frozenset[str]:
    return frozenset(names)


@attrs.frozen(kw_only=True)
class RollUpRequest:
    """What is asked of many goals together.

    Attributes:
        columns: The columns that there are.
        rule: What of a goal counts in the score.
        floor: The least that it counts, in millionths; ``None`` for no limit.
        cap: The most; ``None`` for no limit.
        is_mixed: Whether goals of one group may be in several currencies, and there are
            no rates.
    """

    columns: frozenset[str] = attrs.field(converter=_names)
    rule: ScoreRule = ScoreRule.PROGRESS
    floor: int | None = None
    cap: int | None = None
    is_mixed: bool = False

    def column(self, name: str, otherwise: int | str | None) -> Expression:
        """Return a column, or what is taken where there is none."""
        return column(name) if name in self.columns else literal(otherwise)


def before_sums(request: RollUpRequest) -> tuple[Mapping[str, Expression], ...]:
    """Return the stages that say what each goal brings to the sums."""
    return (_known(request), *_brought(request))


def after_sums(request: RollUpRequest) -> tuple[Mapping[str, Expression], ...]:
    """Return the stages after the sums, which stand as ``jbp_all_…``."""
    sums = {name: column(f"jbp_all_{name}") for name in SUMMED}
    weight, points = sums["weight"], sums["jbp_points"]
    size, safe = absolute(points), greatest(weight, 1)
    score = half_even_of(column("jbp_score_q"), column("jbp_score_r"), safe)
    is_one: Expression = literal(value=True)
    if request.is_mixed:  # amounts of several currencies are no sum
        is_one = column("jbp_currencies") <= 1
    amounts = {name: when(is_one, sums[name]) for name in (*_AMOUNTS, *_GAPS)}
    target, attained = sums["target"], sums["attained"]
    return (
        {"jbp_score_q": size // safe, "jbp_score_r": size - size // safe * safe},
        {name: term for name, term in sums.items() if name != "jbp_points"}
        | amounts
        | {
            "attainment_ratio": when(is_one & ~target.equals(0), attained / target),
            "score_millionths": when(weight > 0, when(points < 0, -score, score)),
        },
    )


def _known(request: RollUpRequest) -> Mapping[str, Expression]:
    """What is known of a goal, with nothing missing."""
    shape = request.column("shape", GoalShape.FLOW.value).or_else("flow")
    is_milestone = shape.equals(GoalShape.MILESTONE.value)
    goes_down = shape.equals(GoalShape.LEVEL_DOWN.value)
    is_level = goes_down | shape.equals(GoalShape.LEVEL_UP.value)
    is_ceiling = shape.equals(GoalShape.CEILING.value)
    baseline = request.column("baseline", None)
    rate = column("rate_millionths") if "rate_millionths" in request.columns else None
    figures = [column(name) for name in _AMOUNTS]
    is_summed = ~is_milestone
    for figure in figures if rate is None else [*figures, rate]:
        is_summed &= ~figure.is_null()
    target = when(is_milestone, 1, column("target").or_else(0).as_integer())
    attained = column("attained").or_else(0).as_integer()
    start = when(is_level, baseline.or_else(0).as_integer(), 0)
    is_clear = ~baseline.is_null() & ~column("target").is_null()
    falls = is_level & falling(target, start, is_clear, goes_down)
    found = {
        "jbp_is_ceiling": is_ceiling,
        "jbp_is_summed": is_summed,
        "jbp_target": target,
        "jbp_attained": attained,
        "jbp_expected": column("expected_to_date").or_else(0).as_integer(),
        "jbp_start": start,
        "jbp_is_better_low": is_ceiling | falls,
        "jbp_weight": request.column("weight", 1).or_else(1).as_integer(),
        "jbp_is_scored": ~column("progress_ratio").is_null()
        & ~column("reason").equals(Reason.NOT_STARTED.value)
        & ~column("reason").equals(Reason.NEGATIVE_TARGET.value),
    }
    if rate is not None:
        found["jbp_rate"] = rate.or_else(0).as_integer()
    return found


def _brought(request: RollUpRequest) -> tuple[Mapping[str, Expression], ...]:
    names = {"target": "jbp_target", "attained": "jbp_attained"}
    names["expected_to_date"] = "jbp_expected"
    scaled: list[Scaled] = []
    amounts = {name: column(source) for name, source in names.items()}
    if "rate_millionths" in request.columns:
        scaled = [
            Scaled(
                f"{source}_fx",
                start=literal(0),
                way=column(source),
                over=column("jbp_rate"),
                under=literal(MILLION),
                is_part=True,
            )
            for source in names.values()
        ]
        amounts = {
            name: part.rounded() for name, part in zip(names, scaled, strict=True)
        }
    rounded = {f"jbp_{name}_in": amount for name, amount in amounts.items()}
    fx: list[dict[str, Expression]] = [{}, {}, {}, rounded]
    for part in scaled:
        fx[0] |= part.divided()
        fx[1] |= part.spread()
    under = greatest(column("jbp_under"), 1)
    ratio = Millionths("jbp_ratio", column("jbp_over"), under).stages()
    return (
        _ratio(request),
        *(one | other for one, other in zip(ratio, fx, strict=True)),
        _summands(request, _is_scored(request)),
    )


def _ratio(request: RollUpRequest) -> dict[str, Expression]:
    """What is counted of how much, turned so that the whole is above zero."""
    attained, target = column("jbp_attained"), column("jbp_target")
    start, is_ceiling = column("jbp_start"), column("jbp_is_ceiling")
    if request.rule is ScoreRule.ATTAINMENT:
        over = when(is_ceiling, target, attained)
        under = when(is_ceiling, attained, target)
        return {"jbp_over": over, "jbp_under": greatest(under, 0)}
    done, whole = attained - start, target - start
    over = when(whole < 0, -done, done)
    is_kept = is_ceiling & (attained <= target)
    return {
        "jbp_over": when(is_kept, 1, when(is_ceiling, target, over)),
        "jbp_under": when(
            is_kept, 1, when(is_ceiling, greatest(attained, 1), absolute(whole))
        ),
    }


def _is_scored(request: RollUpRequest) -> Expression:
    if request.rule is ScoreRule.ATTAINMENT:
        return as_expression(term=True)
    # Of a ceiling that is not above zero nothing can be kept.
    is_empty = column("jbp_is_ceiling") & (column("jbp_target") <= 0)
    return column("jbp_is_scored") & ~is_empty


def _summands(request: RollUpRequest, is_scored: Expression) -> dict[str, Expression]:
    counted = column("jbp_ratio")
    if request.rule is ScoreRule.ATTAINMENT:
        unspent = when(column("jbp_is_ceiling"), request.cap or MILLION, 0)
        counted = when(column("jbp_under") > 0, counted, unspent)
    cap = _MOST_POINTS if request.cap is None else request.cap
    counted = least(counted, cap)
    floor = -_MOST_POINTS if request.floor is None else request.floor
    counted = greatest(counted, floor)
    weight = when(is_scored, column("jbp_weight"), 0)
    is_summed, is_low = column("jbp_is_summed"), column("jbp_is_better_low")
    attained = column("jbp_attained_in")
    gaps = {
        name: when(is_low, attained - wanted, wanted - attained)
        for name, wanted in zip(
            _GAPS,
            (column("jbp_target_in"), column("jbp_expected_to_date_in")),
            strict=True,
        )
    }
    amounts = {name: column(f"jbp_{name}_in") for name in _AMOUNTS} | gaps
    health = column("health")
    return {
        "jbp_of_goals": literal(1),
        "jbp_of_left_out": when(is_summed, 0, 1),
        **{
            f"jbp_of_{name}": when(is_summed, amount, 0)
            for name, amount in amounts.items()
        },
        "jbp_of_weight": weight,
        "jbp_of_jbp_points": weight * counted,
        **{
            f"jbp_of_{kind.value}": when(health.equals(kind.value), 1, 0)
            for kind in Health
        },
    }
