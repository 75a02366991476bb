"""A goal whose target was revised, and what cuts, splits and rolls up goals.

April 2026 has 30 days. The target was $3,000 and is $6,000 from 11 April on.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

import attrs
import pytest

import jbpcore as jbp
from jbpcore.errors import InvalidValueError

CALENDAR = jbp.FiscalCalendar.calendar_year()
GOAL = jbp.Goal(
    id="revenue",
    name="Revenue",
    metric=jbp.metrics.REVENUE,
    target=jbp.Money("3000", "USD"),
    period=CALENDAR.month(2026, 4),
    target_versions=[
        jbp.TargetVersion(
            effective_on=date(2026, 4, 11), target=jbp.Money("6000", "USD")
        )
    ],
)
BOOKED = [
    jbp.ActualEntry(
        metric="revenue", on=date(2026, 4, 2), amount=jbp.Money("1000", "USD")
    )
]


@pytest.mark.parametrize(
    ("as_of", "total"), [(date(2026, 4, 10), 3000), (date(2026, 4, 11), 6000)]
)
def test_buckets_add_up_to_the_target_that_counts_on_the_day(
    as_of: date, total: int
) -> None:
    weeks = jbp.list_buckets(
        GOAL, CALENDAR, jbp.PeriodKind.WEEK, entries=BOOKED, as_of=as_of
    )
    amounts = [
        week.scheduled for week in weeks if isinstance(week.scheduled, jbp.Money)
    ]
    assert sum(amounts, jbp.Money.zero("USD")) == jbp.Money(total, "USD")


def test_a_target_asked_about_takes_the_place_of_every_version() -> None:
    """$1,000 of $2,000 are in: 50 %, not a sixth of the 6,000 in force."""
    answer = jbp.what_if(
        GOAL, BOOKED, as_of=date(2026, 4, 20), target=jbp.Money("2000", "USD")
    )
    assert answer.before.gap_to_target == jbp.Money("5000", "USD")
    assert answer.after.gap_to_target == jbp.Money("1000", "USD")


def test_a_roll_up_adds_the_targets_that_count() -> None:
    other = attrs.evolve(
        GOAL, id="other", target=jbp.Money("500", "USD"), target_versions=()
    )
    results = [
        jbp.assess_goal(goal, BOOKED, as_of=date(2026, 4, 20)) for goal in (GOAL, other)
    ]
    assert jbp.roll_up(results).target == jbp.Money("6500", "USD")


def test_a_revised_goal_is_not_split_until_one_target_is_left() -> None:
    with pytest.raises(InvalidValueError, match="give the goal the target"):
        jbp.split_by_label(GOAL, "region", {"EMEA": 1, "APAC": 1})
    with pytest.raises(InvalidValueError, match="give the goal the target"):
        jbp.split_by_time(GOAL, CALENDAR, jbp.PeriodKind.WEEK)
    settled = attrs.evolve(GOAL, target=jbp.Money("6000", "USD"), target_versions=())
    halves = jbp.split_by_label(settled, "region", {"EMEA": 1, "APAC": 1})
    assert [half.target for half in halves] == [jbp.Money("3000", "USD")] * 2


def test_an_entry_labelled_otherwise_afterwards_does_not_count_for_two_parts() -> None:
    """It was recorded for EMEA first; the whole counts it once, so do the parts."""
    settled = attrs.evolve(GOAL, target_versions=())
    parts = jbp.split_by_label(settled, "region", {"EMEA": 1, "APAC": 1})
    first = attrs.evolve(
        BOOKED[0],
        tags={"region": "EMEA"},
        recorded_at=datetime(2026, 4, 3, tzinfo=UTC),
    )
    later = attrs.evolve(
        first,
        tags={"region": "APAC"},
        recorded_at=datetime(2026, 4, 5, tzinfo=UTC),
    )
    for ledger in ([first, later], [later, first]):
        attained = [
            jbp.assess_goal(goal, ledger, as_of=date(2026, 4, 20)).attained
            for goal in (settled, *parts)
        ]
        assert attained == [
            jbp.Money("1000", "USD"),
            jbp.Money("1000", "USD"),
            jbp.Money("0", "USD"),
        ]


def test_nothing_can_be_added_to_a_ratio_of_two_sums() -> None:
    goal = attrs.evolve(
        GOAL,
        metric=jbp.metrics.WIN_RATE,
        target=jbp.Ratio("1/4"),
        target_versions=(),
    )
    with pytest.raises(InvalidValueError, match="a ratio of two sums"):
        jbp.what_if(goal, [], as_of=date(2026, 4, 20), add=jbp.Ratio("1/10"))
