from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

import jbpcore as jbp
from jbpcore.errors import InvalidValueError, TransitionError
from jbpcore.model.execution import ActionStatus

YEAR = jbp.FiscalCalendar.calendar_year().year(2026)
JUNE = date(2026, 6, 30)
NOW = datetime(2026, 7, 1, 9, tzinfo=UTC)
MARIA = jbp.Person(id="maria", name="Maria Lopez", side=jbp.Side.VENDOR)
TOM = jbp.Person(id="tom", name="Tom Weber", side=jbp.Side.PARTNER)
BY: dict[str, Any] = {"as_of": JUNE, "by": MARIA, "at": NOW, "why": "End of Q2"}
# 45,000 by the end of June, 181 of 365 days: it ends at 90,745.86.
BOOKED = [
    jbp.ActualEntry(
        metric="revenue", on=date(2026, 3, 1), amount=jbp.Money("45000", "USD")
    )
]


def action(key: str, due_on: str, **fields: Any) -> jbp.Action:
    return jbp.Action(
        id=key,
        name=key,
        side=jbp.Side.PARTNER,
        due_on=date.fromisoformat(due_on),
        **fields,
    )


def plan(**fields: Any) -> jbp.Plan:
    goal = jbp.Goal(
        id="revenue",
        name="Revenue",
        metric=jbp.metrics.REVENUE,
        target=jbp.Money("120000", "USD"),
        period=YEAR,
    )
    given: dict[str, Any] = {
        "id": "nw",
        "name": "NW",
        "vendor": jbp.Party(id="acme", name="Acme"),
        "partner": jbp.Partner(id="northwind", name="Northwind"),
        "period": YEAR,
        "people": [MARIA, TOM],
        "goals": [goal],
        "actions": [
            action("late", "2026-05-01"),
            action("done", "2026-05-01", status=ActionStatus.DONE),
            action("ahead", "2026-07-20"),
        ],
    } | fields
    return jbp.Plan(**given)


def agreed(draft: jbp.Plan) -> jbp.Plan:
    once = jbp.sign(jbp.propose(draft, by=MARIA, at=NOW), by=MARIA, at=NOW)
    return jbp.sign(once, by=TOM, at=NOW)


def test_overdue_actions_come_into_the_next_thirty_days() -> None:
    new = jbp.refresh(plan(), **BY)
    assert [(a.due_on, a.carry_count) for a in new.actions] == [
        (date(2026, 7, 30), 1),
        (date(2026, 5, 1), 0),
        (date(2026, 7, 20), 0),
    ]
    assert [record.move for record in new.records] == ["refresh", "reschedule"]
    assert new.records[1].facts["due_was"] == "2026-05-01"


def test_a_draft_is_aimed_anew_at_once() -> None:
    new = jbp.refresh(
        plan(),
        BOOKED,
        retarget={"revenue": jbp.RollBase.PROJECTED},
        uplifts={"revenue": "10%"},
        **BY,
    )
    # 45,000 × 365/181 × 1.1 = 99,820.4419…
    goal = new.goals[0]
    assert goal.target == jbp.Money("120000", "USD")
    assert goal.target_on(JUNE) == jbp.Money("120000", "USD")
    assert goal.target_on(date(2026, 7, 1)) == jbp.Money("99820.44", "USD")
    assert new.records[-1].facts["exact_target"] == "18067500/181 USD"


def test_an_agreed_plan_is_aimed_anew_by_amendment() -> None:
    old = agreed(plan())
    asked = jbp.refresh(old, BOOKED, retarget={"revenue": jbp.RollBase.PROJECTED}, **BY)
    assert asked.actions[0].due_on == date(2026, 7, 30)
    assert asked.goals == old.goals
    signed = jbp.sign_amendment(asked, by=MARIA, at=NOW)
    later = datetime(2026, 7, 3, 9, tzinfo=UTC)
    signed = jbp.sign_amendment(signed, by=TOM, at=later)
    # It was known when both had signed, not when one side asked for it.
    assert signed.goals[0].target_versions[0].recorded_at == later
    found = signed.goals[0].target_on(date(2026, 7, 1))
    assert found == jbp.Money("90745.86", "USD")
    assert signed.goals[0].target == jbp.Money("120000", "USD")


def test_nothing_to_refresh_is_said() -> None:
    with pytest.raises(TransitionError, match="nothing is overdue"):
        jbp.refresh(plan(actions=[]), **BY)


@pytest.mark.parametrize(
    "wrong",
    [
        {"as_of": date(2026, 12, 31)},
        {"as_of": date(2025, 12, 31)},
        {"retarget": {"nobody": jbp.RollBase.ACTUAL}},
        {"retarget": {"revenue": jbp.RollBase.ACTUAL}},  # nothing is booked
        {"uplifts": {"revenue": "10%"}},
    ],
)
def test_what_does_not_fit_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(InvalidValueError):
        jbp.refresh(plan(), **BY | wrong)
