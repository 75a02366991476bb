"""One plan with something of everything, and each view of it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import attrs

import jbpcore as jbp
from jbpcore.planning.terms import terms_of
from jbpcore.views.view import View

AS_OF = date(2026, 5, 15)
Q2 = jbp.FiscalCalendar.calendar_year().quarter(2026, 2)
MARIA = jbp.Person(
    id="maria",
    name="Maria Lopez",
    side=jbp.Side.VENDOR,
    role=jbp.PersonRole.PARTNER_MANAGER,
)
TOM = jbp.Person(
    id="tom",
    name="Tom Berg",
    side=jbp.Side.PARTNER,
    role=jbp.PersonRole.PARTNER_ADMIN,
)
FOUNDING = jbp.Goal(
    id="new-revenue",
    name="New subscription revenue",
    metric=jbp.metrics.REVENUE,
    target=jbp.Money("25000", "USD"),
    period=Q2,
    weight=2,
)
BOOKED = (
    jbp.ActualEntry(
        metric="revenue",
        on=date(2026, 4, 20),
        amount=jbp.Money("7500", "USD"),
        entry_id="e1",
    ),
    jbp.ActualEntry(
        metric="deals-won",
        on=date(2026, 5, 4),
        amount=jbp.Quantity(8, "deals"),
        entry_id="e2",
    ),
)


def on(month: int, day: int) -> date:
    return date(2026, month, day)


def action(key: str, name: str, **fields: Any) -> jbp.Action:
    built = {"side": jbp.Side.PARTNER, "due_on": on(6, 1), "goal_id": "new-revenue"}
    return jbp.Action(id=key, name=name, **{**built, **fields})


def plan(**fields: Any) -> jbp.Plan:
    """Return a signed plan with goals, actions, promises and reviews."""
    deals = attrs.evolve(
        FOUNDING,
        id="deals",
        name="New deals",
        metric=jbp.metrics.DEALS_WON,
        target=jbp.Quantity(12, "deals"),
        weight=1,
    )
    built: dict[str, Any] = {
        "id": "nw-q2",
        "name": "Northwind Q2",
        "vendor": jbp.Party(id="acme", name="Acme"),
        "partner": jbp.Partner(id="nw", name="Northwind"),
        "period": Q2,
        "people": [MARIA, TOM],
        "goals": [
            FOUNDING,
            deals,
            attrs.evolve(FOUNDING, id="co-sell", name="Co-sell", target=None, weight=1),
        ],
        "actions": [
            action("calls", "Call every customer", owner_id="tom", due_on=on(5, 22)),
            action(
                "kit",
                "Send the demo kit",
                side=jbp.Side.VENDOR,
                owner_id="maria",
                status=jbp.ActionStatus.BLOCKED,
                blocked_on=on(5, 1),
                blocked_reason="Legal has the contract",
            ),
            action("event", "Hold the spring event", due_on=on(5, 8)),
            action("later", "Train two engineers", due_on=on(8, 30)),
        ],
        "commitments": [
            jbp.Commitment(
                id="mdf",
                name="Pay half of the campaign",
                side=jbp.Side.VENDOR,
                due_on=on(4, 30),
                status=jbp.CommitmentStatus.KEPT,
                kept_on=on(4, 29),
            ),
            jbp.Commitment(
                id="people",
                name="Two people who sell nothing else",
                side=jbp.Side.PARTNER,
                due_on=on(6, 30),
            ),
        ],
        "reviews": [
            jbp.Review(
                id="june",
                name="June review",
                on=on(6, 9),
                link="https://meet.example/june",
                wins=["First joint deal"],
                blockers=["No demo kit"],
                ways_through=["Lend ours"],
            ),
        ],
    }
    return jbp.Plan(**{**built, **fields})


def signed(of: jbp.Plan) -> jbp.Plan:
    at = datetime(2026, 3, 27, 9, tzinfo=UTC)
    of = jbp.propose(of, by=MARIA, at=at, why="For the second quarter")
    return jbp.sign(jbp.sign(of, by=TOM, at=at), by=MARIA, at=at)


def amended(of: jbp.Plan) -> jbp.Plan:
    lower = [
        attrs.evolve(goal, target=jbp.Money("20000", "USD"))
        if goal.id == "new-revenue"
        else goal
        for goal in of.goals
    ]
    return jbp.propose_amendment(
        of,
        terms_of(attrs.evolve(of, goals=lower)),
        by=MARIA,
        at=datetime(2026, 5, 14, 9, tzinfo=UTC),
        why="The big account slipped",
        effective_on=on(6, 1),
    )


def all_views(of: jbp.Plan) -> dict[str, View]:
    """Return each view of a plan that is signed and has an open amendment."""
    result = jbp.assess_plan(of, BOOKED, as_of=AS_OF)
    portfolio = jbp.assess_portfolio(
        [of],
        [attrs.evolve(entry, partner_id=of.partner.id) for entry in BOOKED],
        as_of=AS_OF,
    )
    review = next(one for one in of.reviews if one.is_open)
    pack = jbp.prepare_review(of, BOOKED, review, as_of=AS_OF)
    return {
        "plan_card": jbp.plan_card(of, BOOKED, as_of=AS_OF),
        "scorecard_page": jbp.scorecard_page(result),
        "window_board": jbp.window_board(jbp.windows(of, BOOKED, as_of=AS_OF)),
        "review_page": jbp.review_page(pack),
        "portfolio_table": jbp.portfolio_table(portfolio),
        "history_story": jbp.history_story(of),
        "amendment_diff": jbp.amendment_diff(of, entries=BOOKED, as_of=AS_OF),
    }


PLAN = amended(signed(plan()))
VIEWS = all_views(PLAN)
