"""Where attention has little to go on, each case the smallest that leads there."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import attrs
import pytest
from tests.unit.engine_cases import (
    AGREED,
    APRIL,
    MAY_15,
    Q2,
    a_goal,
    a_plan,
    booked,
    usd,
)

import jbpcore as jbp
from jbpcore.engine.action_days import occurrences_of
from jbpcore.engine.attention.settings import AttentionSettings
from jbpcore.errors import InvalidValueError


@pytest.mark.parametrize(
    ("name", "bad", "good"),
    [
        ("stale_plan_days", -1, 0),
        ("stale_plan_days", True, 30),
        ("slip_count", 0, 1),
        ("least_due_count", 0, 1),
        ("follow_through_gap", "11/10", "1"),
        ("follow_through_gap", "-1/10", "0"),
        ("most_catch_up_ratio", "1", "11/10"),
    ],
)
def test_bounds_of_attention_are_where_they_make_sense(
    name: str, bad: Any, good: Any
) -> None:
    with pytest.raises(InvalidValueError) as caught:
        AttentionSettings(**{name: bad})
    assert caught.value.field == f"AttentionSettings.{name}"
    assert getattr(AttentionSettings(**{name: good}), name) == Fraction(good)


def test_an_action_that_comes_once_is_due_on_its_day() -> None:
    action = jbp.Action(
        id="a", name="Call", side=jbp.Side.PARTNER, due_on=date(2026, 4, 30)
    )
    assert occurrences_of(action, within=APRIL) == (date(2026, 4, 30),)
    assert occurrences_of(action, within=APRIL.shift_days(30)) == ()


def off_track(plan: jbp.Plan, *entries: jbp.ActualEntry, **asked: Any) -> jbp.Nudge:
    found = jbp.attention(plan, entries, as_of=MAY_15, **asked)
    (nudge,) = [one for one in found if one.subject == "goals:g"]
    return nudge


def test_a_nudge_has_what_is_needed_on_each_working_day() -> None:
    entry = booked(usd(910), date(2026, 5, 1))
    mondays = jbp.WorkCalendar.resolve(Q2)
    nudge = off_track(a_plan(a_goal(), **AGREED), entry, work_calendar=mondays)
    # 8,190 are missing; from May 16 to June 30 there are 32 days from Monday to Friday.
    assert nudge.fact("required_per_workday") == usd("255.94")
    assert nudge.fact("required_per_day") == usd("178.04")  # 8,190 ÷ 46


def test_what_left_its_band_has_no_rate_and_no_share_at_stake() -> None:
    held = attrs.evolve(jbp.metrics.REVENUE, direction=jbp.Direction.KEEP)
    band = jbp.KeepBand(checks=[APRIL], upper=usd(100))
    goal = a_goal(metric=held, target=None, keep=band)
    nudge = off_track(a_plan(goal, **AGREED), booked(usd(900)))
    names = [fact.name for fact in nudge.facts]
    assert "required_per_day" not in names
    assert nudge.stake_ratio in {None, 1}


def promised(key: str, side: jbp.Side, *, kept: bool) -> jbp.Commitment:
    status = jbp.CommitmentStatus.KEPT if kept else jbp.CommitmentStatus.MISSED
    day = date(2026, 4, 30)
    done = day if kept else None
    return jbp.Commitment(
        id=key, name=key, side=side, due_on=day, status=status, kept_on=done
    )


def lagging(plan: jbp.Plan, **settings: Any) -> list[jbp.Nudge]:
    found = jbp.attention(plan, as_of=MAY_15, settings=AttentionSettings(**settings))
    return [one for one in found if one.code is jbp.NudgeCode.COMMITMENTS_LAGGING]


def test_a_side_alone_is_compared_with_keeping_everything() -> None:
    made = [promised(f"c{n}", jbp.Side.PARTNER, kept=n == 0) for n in range(3)]
    (nudge,) = lagging(a_plan(commitments=made, **AGREED))
    assert nudge.fact("follow_through") == Fraction(1, 3)
    assert "other_follow_through" not in [fact.name for fact in nudge.facts]


def test_a_side_that_keeps_almost_as_much_is_left_alone() -> None:
    ours = [promised(f"c{n}", jbp.Side.PARTNER, kept=n > 0) for n in range(4)]
    theirs = [promised(f"d{n}", jbp.Side.VENDOR, kept=True) for n in range(4)]
    plan = a_plan(commitments=[*ours, *theirs], **AGREED)
    assert len(lagging(plan, follow_through_gap="1/4")) == 1
    assert lagging(plan, follow_through_gap="26/100") == []
