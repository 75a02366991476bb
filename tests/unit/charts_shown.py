"""One of each chart, of the plan that the views show."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
from tests.unit.views_shown import AS_OF, BOOKED, action

import jbpcore as jbp

MONTHS = tuple(
    jbp.DateRange(date(2026, month, 1), date(2026, month + 1, 1))
    for month in range(1, 6)
)


def promises() -> list[jbp.Commitment]:
    """Both keep in January; the partner misses one of two in February; the vendor in
    April.
    """
    kept = {
        (1, "vendor"): True,
        (1, "partner"): True,
        (2, "vendor"): True,
        (2, "partner"): False,
        (4, "vendor"): False,
        (4, "partner"): True,
    }
    made = [
        jbp.Commitment(
            id=f"{side}-{month}",
            name="Promise",
            side=jbp.Side(side),
            due_on=date(2026, month, 20),
            status=jbp.CommitmentStatus.KEPT if is_kept
            else jbp.CommitmentStatus.MISSED,
        )
        for (month, side), is_kept in kept.items()
    ]  # fmt: skip
    more = attrs.evolve(made[1], id="partner-2b", due_on=date(2026, 2, 21))
    return [*made, more]


def helping() -> list[jbp.Action]:
    return [
        action("a", "Renewal calls", expected_impact=jbp.Money("6000", "USD")),
        action("b", "Partner event", expected_impact=jbp.Money("5000", "USD")),
    ]


def all_charts(plan: jbp.Plan, **more: Any) -> dict[str, jbp.Chart]:
    result = jbp.assess_plan(plan, BOOKED, as_of=AS_OF)
    goal = result.results[0]
    entries = [attrs.evolve(one, partner_id=plan.partner.id) for one in BOOKED]
    actions = [
        attrs.evolve(one, name=f"{plan.actions[0].name} {one.id}") for one in helping()
    ]
    chain = attrs.evolve(plan, commitments=promises())
    trend = jbp.follow_through_trend(chain, MONTHS, as_of=AS_OF)
    return {
        "pace": jbp.pace_chart(
            goal,
            BOOKED,
            projection=jbp.project_goal(goal.goal, BOOKED, as_of=AS_OF),
            **more,
        ),
        "bullet": jbp.bullet_chart(result.results, title=plan.name, **more),
        "heat_map": jbp.portfolio_heat_map(
            jbp.assess_portfolio([plan], entries, as_of=AS_OF), **more
        ),
        "waterfall": jbp.gap_waterfall(jbp.actions_to_close(goal, actions), **more),
        "follow_through": jbp.follow_through_chart(trend, **more),
        "timeline": jbp.windows_timeline(
            jbp.window_board(jbp.windows(plan, BOOKED, as_of=AS_OF)), **more
        ),
    }
