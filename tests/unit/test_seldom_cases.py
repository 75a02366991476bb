"""What only drawn cases came to, led by hand."""

from __future__ import annotations

import copy
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import attrs
import pytest
from tests.unit.nudging_plan import GOAL, MAY_15, PLAN, usd
from tests.unit.test_attention import PARTNER, STEP, may, proposed

import jbpcore as jbp
from jbpcore.engine.reversals import check_reversals
from jbpcore.errors import InvalidValueError
from jbpcore.model.phasing import (
    CumulativePhasing,
    CumulativePoint,
    WeightedPhasing,
)
from jbpcore.model.plan_record import PlanRecord
from jbpcore.model.s_curve import SCurvePhasing
from jbpcore.planning.changes import ChangeKind
from jbpcore.planning.next_period import DayMap
from jbpcore.planning.next_phasing import carried_phasing

YEARS = jbp.FiscalCalendar.calendar_year()
Q2 = YEARS.quarter(2026, 2)


# --- what only drawn cases came to ----------------------------------------------------


def test_bookings_that_were_copied_count_as_they_did() -> None:
    entries = [
        jbp.ActualEntry(metric="revenue", on=MAY_15, amount=usd(n), entry_id=f"e{n}")
        for n in (100, 20)
    ]
    copies = [copy.copy(entry) for entry in entries]
    before, after = (
        jbp.assess_goal(GOAL, some, as_of=MAY_15) for some in (entries, copies)
    )
    assert before.attained == after.attained == usd(120)


def won(key: str, above: int, below: int, **fields: Any) -> jbp.ActualEntry:
    return jbp.ActualEntry(
        metric="win-rate",
        on=MAY_15,
        amount=jbp.Quotient.of(above, below, "deals"),
        entry_id=key,
        **fields,
    )


@pytest.mark.parametrize(
    ("taken_back", "codes"),
    [
        ([(-3, -10)], []),
        ([(-1, -4), (-2, -6)], []),
        ([(-1, -11)], ["jbp.reversal.over"]),
        ([(3, -10)], ["jbp.reversal.adds"]),
        ([(-3, -10), (-3, -10)], ["jbp.reversal.twice"]),
    ],
)
def test_both_parts_of_a_share_are_taken_back(
    taken_back: list[tuple[int, int]], codes: list[str]
) -> None:
    reversals = [
        won(f"r{n}", *parts, reverses="a") for n, parts in enumerate(taken_back)
    ]
    found = check_reversals("win-rate", [won("a", 3, 10), *reversals])
    assert [one.code for one in found] == codes


def test_an_observation_is_taken_back_once() -> None:
    seen = jbp.ActualEntry(metric="m", on=MAY_15, amount=usd(5), entry_id="a")
    gone = [attrs.evolve(seen, entry_id=key, reverses="a") for key in ("b", "c")]
    (finding,) = check_reversals("m", [seen, *gone], is_summed=False)
    assert finding.code == "jbp.reversal.twice"
    assert check_reversals("m", [seen, gone[0]], is_summed=False) == ()


def test_windows_span_days_and_say_what_is_missing() -> None:
    churn = attrs.evolve(
        GOAL, metric=jbp.metrics.CHURN_RATE, target=jbp.Ratio("5%"), baseline=None
    )
    plan = attrs.evolve(PLAN, goals=[churn])
    ahead = jbp.windows(plan, [], as_of=MAY_15, horizons=(10, 20))
    # The day after the day asked about is the first.
    assert str(ahead.dates) == "2026-05-16..2026-06-04"
    assert ahead.windows[0].goals[0].reason is jbp.Reason.NO_BASELINE


def test_goals_of_one_side_are_counted_twice_by_nobody() -> None:
    twice = [GOAL, attrs.evolve(GOAL, id="again")]
    inside = [GOAL, attrs.evolve(twice[1], audience=jbp.Audience.VENDOR)]

    def codes(goals: list[jbp.Goal]) -> set[str]:
        return {one.code for one in jbp.check(attrs.evolve(PLAN, goals=goals))}

    assert "jbp.check.double_counted" in codes(twice)
    assert "jbp.check.double_counted" not in codes(inside)


def test_a_phasing_outside_the_days_of_its_goal_is_told() -> None:
    inside = CumulativePhasing([CumulativePoint(MAY_15, Fraction(1, 2))])
    outside = CumulativePhasing([CumulativePoint(date(2026, 7, 1), Fraction(1, 2))])

    def phased(phasing: Any) -> set[str]:
        plan = attrs.evolve(PLAN, goals=[attrs.evolve(GOAL, phasing=phasing)])
        return {one.code for one in jbp.check(plan) if "phasing" in one.code}

    assert phased(SCurvePhasing()) == phased(inside) == set()
    assert phased(outside) == {"jbp.check.phasing_outside"}


def test_points_are_carried_to_the_next_quarter() -> None:
    points = [
        CumulativePoint(date(2026, 4, 30), Fraction(1, 4)),
        CumulativePoint(date(2026, 5, 15), Fraction(1, 2)),
    ]
    goal = attrs.evolve(GOAL, phasing=CumulativePhasing(points))
    place = DayMap(Q2, YEARS.quarter(2026, 3), YEARS)
    found = carried_phasing(goal, place).phasing
    assert isinstance(found, CumulativePhasing)
    # The last day of its 30 is the 30th of the first month, and 15 stays 15.
    assert [(str(one.on), one.share) for one in found.points] == [
        ("2026-07-30", Fraction(1, 4)),
        ("2026-08-15", Fraction(1, 2)),
    ]


CHANGED = {"goals[id=nobody].target", "partner.tier", "health_bands.on_track_from"}


@pytest.mark.parametrize(
    "path",
    [
        "confidences",
        "goals[id=new]",
        "goals[id=nobody].target",
        "goals[id=nobody]",
        "partner.tier",
        "health_bands.on_track_from",
    ],
)
def test_a_change_of_what_is_not_there_is_not_made(path: str) -> None:
    change = jbp.Change(
        kind=ChangeKind.CHANGED if path in CHANGED else ChangeKind.REMOVED,
        path=path,
        before="something",
        after="else" if path in CHANGED else None,
    )
    with pytest.raises(InvalidValueError) as caught:
        jbp.apply_changes(PLAN, [change])
    assert (caught.value.field, caught.value.value) == ("Change.path", path)


def test_a_merge_that_leaves_a_goal_outside_its_plan_is_told() -> None:
    mine = attrs.evolve(PLAN, period=jbp.DateRange(Q2.start, date(2026, 6, 1)))
    mine = attrs.evolve(
        mine, goals=[attrs.evolve(GOAL, period=mine.period, name="Mine")]
    )
    june = attrs.evolve(GOAL, id="june", period=YEARS.month(2026, 6))
    theirs = attrs.evolve(PLAN, goals=[GOAL, june])
    findings = jbp.merge(PLAN, mine, theirs).findings
    assert [(one.code, one.path) for one in findings] == [
        ("jbp.merge.dates", "goals[id=june].period")
    ]


def test_days_of_weeks_keep_their_weekday_in_the_next_weeks() -> None:
    # Thirteen weeks from a Monday, and thirteen more; no fiscal calendar.
    old = jbp.DateRange.of_days(date(2026, 1, 5), 91)
    new = jbp.DateRange.of_days(date(2026, 4, 6), 91)
    place = DayMap(old, new)
    assert place.day(date(2026, 1, 14)) == date(2026, 4, 15)
    assert place.bound(date(2026, 1, 14)) == date(2026, 4, 15)
    assert place.bound(old.end) == new.end
    # Six months are put on three: what is after the third has no like there.
    half = DayMap(YEARS.half(2026, 1), YEARS.quarter(2026, 3), YEARS)
    assert half.day(date(2026, 3, 15)) == date(2026, 9, 15)
    assert half.day(date(2026, 6, 15)) == date(2026, 9, 30)
    assert half.bound(date(2026, 6, 15)) == date(2026, 10, 1)
    # Weeks that are shorter end where they end.
    short = DayMap(old, jbp.DateRange.of_days(date(2026, 4, 6), 14))
    assert short.day(date(2026, 3, 31)) == date(2026, 4, 19)
    assert short.bound(date(2026, 3, 31)) == date(2026, 4, 20)


def test_an_initiative_goes_with_its_goal() -> None:
    made = [
        jbp.Initiative(id="with", name="With", goal_id="new"),
        jbp.Initiative(id="free", name="Free"),
    ]
    plan = attrs.evolve(PLAN, initiatives=made, reviews=[])
    kept = jbp.roll_forward(plan, as_of=date(2026, 6, 30))
    assert [one.id for one in kept.initiatives] == ["with", "free"]
    dropped = jbp.roll_forward(plan, as_of=date(2026, 6, 30), drop={"new": "Over"})
    assert [one.id for one in dropped.initiatives] == ["free"]


def test_somebody_whom_the_plan_does_not_know_is_seen_by_who_sees_everybody() -> None:
    record = PlanRecord(
        id="r", move="edit", at=datetime(2026, 5, 4, tzinfo=UTC), by="gone"
    )
    plan = attrs.evolve(PLAN, records=[record])

    def who(role: jbp.PersonRole, side: jbp.Side) -> Any:
        (shown,) = jbp.project(plan, jbp.Viewer(side=side, role=role)).records
        return shown.by

    assert who(jbp.PersonRole.VENDOR_ADMIN, jbp.Side.VENDOR) == "gone"
    assert who(jbp.PersonRole.PARTNER_REP, PARTNER) != "gone"


def test_a_proposal_waits_for_those_who_have_not_signed() -> None:
    plan = proposed(approvers=[STEP])
    review = jbp.Review(id="r", name="R", on=may(12))
    pack = jbp.prepare_review(
        attrs.evolve(plan, reviews=[review]), [], "r", as_of=may(11)
    )
    (line,) = pack.waiting
    assert (line.kind.value, line.subject, line.side, line.approval_by) == (
        "proposal",
        "proposals:proposal-1",
        PARTNER,
        jbp.PersonRole.EXECUTIVE_SPONSOR,
    )
    assert line.since == date(2026, 4, 7)


def test_what_was_taken_out_is_taken_out_again() -> None:
    steps = [STEP, attrs.evolve(STEP, side=jbp.Side.VENDOR), STEP]
    old = attrs.evolve(PLAN, approvers=steps, goals=[GOAL, attrs.evolve(GOAL, id="b")])
    new = attrs.evolve(old, approvers=steps[:2], goals=[GOAL])
    changes = jbp.diff(old, new)
    assert {one.path.partition("[")[0] for one in changes} == {"approvers", "goals"}
    assert jbp.apply_changes(old, changes) == new


def test_weights_that_lie_elsewhere_leave_a_window_without_an_amount() -> None:
    q3 = YEARS.quarter(2026, 3)
    weights = WeightedPhasing.by_month([1, 1, 1], period=q3, calendar=YEARS)
    plan = attrs.evolve(PLAN, goals=[attrs.evolve(GOAL, phasing=weights)])
    (window,) = jbp.windows(plan, [], as_of=MAY_15, horizons=(30,)).windows
    assert window.goals[0].reason is jbp.Reason.PHASING_EMPTY
    assert window.goals[0].required is None
