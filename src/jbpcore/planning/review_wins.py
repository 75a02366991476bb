"""The big wins since the last review."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Final

from jbpcore.engine.follow_through import Promise
from jbpcore.engine.plan_assessment import PlanResult
from jbpcore.model.health import Health
from jbpcore.model.review import Review
from jbpcore.planning.frozen_figures import figures_of
from jbpcore.planning.review_pack_parts import PromiseLine, WinKind, WinLine

__all__ = ["list_wins"]

_KEPT: Final = {Promise.KEPT_ON_TIME, Promise.KEPT_LATE}


def list_wins(
    result: PlanResult,
    review: Review,
    last: Review | None,
    promises: Iterable[PromiseLine],
) -> tuple[WinLine, ...]:
    """List what went well: goals, promises, actions, and what people wrote.

    Args:
        result: How the plan stands.
        review: The review; wins may be written into it before it is held.
        last: The last review that was held. A goal that was met then is no news.
        promises: What became of what was promised. A commitment counts if it was kept
            in time; an action if it was done, for then the work is there.

    Returns:
        Goals that were met, goals ahead of their pace, the furthest first, commitments,
        actions, and what people wrote.
    """
    lines = tuple(promises)
    return (
        *_iter_goals(result, last),
        *_iter_kept(lines, "commitments:", WinKind.PROMISE_KEPT),
        *_iter_kept(lines, "actions:", WinKind.ACTION_DONE),
        *(WinLine(kind=WinKind.SAID, name=text) for text in review.wins),
    )


def _iter_goals(result: PlanResult, last: Review | None) -> Iterator[WinLine]:
    figures = () if last is None else last.figures
    met = {one.goal_id for one in figures if one.health is Health.MET}
    ahead = [one for one in result.results if one.health is Health.AHEAD]
    ahead.sort(key=lambda one: (-(one.pace_index or Fraction(0)), one.goal.id))
    found = [
        (WinKind.GOAL_MET, one)
        for one in result.results
        if one.health is Health.MET and one.goal.id not in met
    ]
    for kind, one in (*found, *((WinKind.GOAL_AHEAD, one) for one in ahead)):
        yield WinLine(
            kind=kind,
            name=one.goal.name,
            subject=f"goals:{one.goal.id}",
            side=one.goal.side,
            figures=figures_of(one),
        )


def _iter_kept(
    lines: tuple[PromiseLine, ...], stem: str, kind: WinKind
) -> Iterator[WinLine]:
    wanted = _KEPT if kind is WinKind.ACTION_DONE else {Promise.KEPT_ON_TIME}
    for line in lines:
        if line.subject.startswith(stem) and line.outcome in wanted:
            yield WinLine(
                kind=kind,
                name=line.name,
                subject=line.subject,
                side=line.side,
                on=line.came_on,
            )
