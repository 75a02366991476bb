"""In which order nudges come, and when they keep quiet."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import attrs
import pytest
from tests.unit.nudging_plan import (
    AHEAD,
    GOAL,
    MAY_15,
    PARTNER,
    PLAN,
    THIRTY,
    VENDOR,
    Code,
    action,
    usd,
)

import jbpcore as jbp
from jbpcore.errors import InvalidValueError
from jbpcore.planning.policy import Viewer

# --- the order ------------------------------------------------------------------------


def test_class_comes_first_then_money_then_age() -> None:
    actions = [
        action("old", due_on=date(2026, 4, 3)),
        action("older", due_on=date(2026, 4, 2)),
        action("small", 500, due_on=date(2026, 5, 1), goal_id=None),
        action("large", 900, due_on=date(2026, 5, 2), goal_id=None),
    ]
    plan = attrs.evolve(PLAN, actions=actions, successor_id=None)
    found = jbp.attention(plan, THIRTY, as_of=date(2026, 6, 5))
    assert [nudge.subject for nudge in found] == [
        "goals:new",
        "actions:large",
        "actions:small",
        "actions:older",
        "actions:old",
        "",
        "",
    ]
    assert [nudge.urgency for nudge in found] == [1, 4, 4, 4, 4, 7, 7]


def test_the_main_currency_comes_before_others() -> None:
    def goal(key: str, target: jbp.Money) -> jbp.Goal:
        return attrs.evolve(GOAL, id=key, target=target, stale_after_days=99)

    goals = [
        goal("yen", jbp.Money(2_000_000, "JPY")),
        goal("little", usd(25000)),
        goal("much", usd(50000)),
    ]
    entries = [
        *THIRTY,
        jbp.ActualEntry(
            metric="revenue", on=date(2026, 4, 20), amount=jbp.Money(100_000, "JPY")
        ),
    ]
    plan = attrs.evolve(PLAN, goals=goals)
    found = jbp.attention(plan, entries, as_of=MAY_15)
    # The yen cannot be compared with dollars, though it is the larger number. 5 % of
    # the yen and 15 % of "much" are beyond hope, but that is no class of its own.
    assert [nudge.subject for nudge in found] == [
        "goals:much",
        "goals:little",
        "goals:yen",
    ]


# --- quiet rules ----------------------------------------------------------------------


def snooze(**fields: Any) -> jbp.Snooze:
    given: dict[str, Any] = {
        "code": Code.GOAL_OFF_PACE,
        "subject": "goals:new",
        "until_on": date(2026, 5, 20),
    } | fields
    return jbp.Snooze(**given)


def test_what_is_put_off_comes_back_the_day_after() -> None:
    quiet = [snooze()]
    found = jbp.attention(PLAN, THIRTY, as_of=date(2026, 5, 20), snoozes=quiet)
    assert (len(found), found.snoozed_count, bool(found)) == (0, 1, False)
    assert jbp.attention(PLAN, THIRTY, as_of=date(2026, 5, 21), snoozes=quiet)


def test_what_gets_worse_is_heard_of_at_once() -> None:
    quiet = [snooze(code=Code.GOAL_AT_RISK, until_on=date(2026, 6, 30))]
    before = jbp.attention(PLAN, THIRTY, as_of=date(2026, 5, 4), snoozes=quiet)
    after = jbp.attention(PLAN, THIRTY, as_of=date(2026, 5, 5), snoozes=quiet)
    assert not before
    assert [nudge.code for nudge in after] == [Code.GOAL_OFF_PACE]


def test_a_snooze_is_for_its_audience() -> None:
    tom = Viewer(side=PARTNER, role=jbp.PersonRole.PARTNER_ADMIN, person_id="tom")
    for audience, heard in ((PARTNER, 0), (tom, 0), (VENDOR, 1), (None, 1)):
        quiet = [snooze(side=PARTNER)]
        found = jbp.attention(
            PLAN, THIRTY, as_of=MAY_15, audience=audience, snoozes=quiet
        )
        assert len(found) == heard
    quiet = [snooze(person_id="tom")]
    assert not jbp.attention(PLAN, THIRTY, as_of=MAY_15, audience=tom, snoozes=quiet)
    assert jbp.attention(PLAN, THIRTY, as_of=MAY_15, audience=PARTNER, snoozes=quiet)


def test_the_most_urgent_are_kept_and_the_rest_is_counted() -> None:
    late = [action(f"a{n}", due_on=date(2026, 5, n)) for n in range(1, 6)]
    plan = attrs.evolve(PLAN, actions=late)
    found = jbp.attention(plan, THIRTY, as_of=MAY_15, at_most=2)
    assert [nudge.subject for nudge in found] == ["goals:new", "actions:a1"]
    assert (len(found), found.more_count) == (2, 4)
    with pytest.raises(InvalidValueError, match="at_most"):
        jbp.attention(plan, THIRTY, as_of=MAY_15, at_most=-1)


def test_some_codes_may_never_be_asked_about() -> None:
    settings = jbp.AttentionSettings(silent=[Code.GOAL_OFF_PACE])
    assert not jbp.attention(PLAN, THIRTY, as_of=MAY_15, settings=settings)


@pytest.mark.parametrize(
    ("setting", "plan", "since"),
    [
        (
            "overdue_days",
            attrs.evolve(PLAN, actions=[action("a", due_on=date(2026, 5, 4))]),
            date(2026, 5, 5),
        ),
        (
            "blocked_days",
            attrs.evolve(
                PLAN,
                actions=[
                    action(
                        "a",
                        status=jbp.ActionStatus.BLOCKED,
                        blocked_on=date(2026, 5, 5),
                    )
                ],
            ),
            date(2026, 5, 5),
        ),
        (
            "review_late_days",
            attrs.evolve(
                PLAN, reviews=[AHEAD, attrs.evolve(AHEAD, id="m", on=date(2026, 5, 4))]
            ),
            date(2026, 5, 5),
        ),
        ("closing_days", PLAN, date(2026, 7, 1)),
    ],
)
def test_a_day_of_grace_keeps_it_quiet_and_does_not_move_it(
    setting: str, plan: jbp.Plan, since: date
) -> None:
    settings = jbp.AttentionSettings(**{setting: 3})  # type: ignore[arg-type] # all counts
    plan = attrs.evolve(plan, goals=[])
    for late, heard in ((2, 0), (3, 1)):
        day = since + timedelta(days=late)
        found = jbp.attention(plan, as_of=day, settings=settings)
        assert [nudge.since for nudge in found] == [since] * heard
