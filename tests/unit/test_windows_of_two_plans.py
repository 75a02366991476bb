"""What comes round, and what one plan takes over from another, in windows of both."""

from __future__ import annotations

from datetime import date

import attrs

from jbpcore.engine.rolling import roll
from jbpcore.engine.window import RollingWindows
from jbpcore.engine.windows import windows
from jbpcore.model.execution import Action, ActionStatus
from jbpcore.model.party import Partner, Party, Side
from jbpcore.model.plan import Plan
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.frequency import Frequency
from jbpcore.periods.recurrence import Recurrence

WEEKLY = Recurrence(frequency=Frequency.WEEKLY)
CALLS = Action(
    id="calls",
    name="Ten calls",
    side=Side.PARTNER,
    due_on=date(2026, 6, 19),  # a Friday
    recurrence=WEEKLY,
)
CARRIED = attrs.evolve(CALLS, due_on=date(2026, 7, 30), carry_count=1)  # a Thursday


def plan_of(key: str, first: date, end: date, *actions: Action) -> Plan:
    return Plan(
        id=key,
        name=key,
        vendor=Party(id="acme", name="Acme"),
        partner=Partner(id="nw", name="Northwind"),
        period=DateRange(first, end),
        previous_id=None if key == "q2" else "q2",
        actions=actions,
    )


def q2(*actions: Action) -> Plan:
    return plan_of("q2", date(2026, 4, 1), date(2026, 7, 1), *actions)


def q3(*actions: Action) -> Plan:
    return plan_of("q3", date(2026, 7, 1), date(2026, 10, 1), *actions)


def days(ahead: RollingWindows) -> dict[int, list[str]]:
    return {
        place: [one.on.isoformat()[5:] for one in work.due]
        for place, work in ahead.iter_lists()
        if work.due
    }


def test_it_comes_round_as_the_next_plan_has_it_from_its_first_day_on() -> None:
    # Fridays until the end of June: the 19th and the 26th. Then as the next plan has
    # it, from 30 July on: 6 August ends the sixty days, which end on 11 August.
    ahead = windows(
        q2(CALLS),
        [],
        as_of=date(2026, 6, 12),
        horizons=(30, 60),
        successor=q3(CARRIED),
    )
    assert days(ahead) == {1: ["06-19", "06-26"], 2: ["07-30", "08-06"]}
    repeats = [one for window in ahead.windows for one in window.due if one.is_repeat]
    assert len(repeats) == 3  # all but the first Friday


def test_it_ends_with_the_plan_where_the_next_one_does_not_have_it() -> None:
    ahead = windows(
        q2(CALLS), [], as_of=date(2026, 6, 12), horizons=(30,), successor=q3()
    )
    assert days(ahead) == {1: ["06-19", "06-26"]}
    # Nobody said how it goes on where no plan follows yet.
    alone = windows(q2(CALLS), [], as_of=date(2026, 6, 12), horizons=(30,))
    assert days(alone) == {1: ["06-19", "06-26", "07-03", "07-10"]}


def test_it_does_not_come_round_where_the_next_plan_gave_it_up() -> None:
    dropped = attrs.evolve(CARRIED, status=ActionStatus.DROPPED)
    ahead = windows(
        q2(CALLS), [], as_of=date(2026, 6, 12), horizons=(60,), successor=q3(dropped)
    )
    assert days(ahead) == {1: ["06-19", "06-26"]}


def test_between_two_plans_the_next_one_counts() -> None:
    # The plan was over on 30 June, the next begins in August.
    august = plan_of(
        "q3",
        date(2026, 8, 1),
        date(2026, 10, 1),
        attrs.evolve(CARRIED, due_on=date(2026, 8, 30)),
    )
    ahead = windows(
        q2(CALLS), [], as_of=date(2026, 7, 5), horizons=(60,), successor=august
    )
    assert days(ahead) == {1: ["08-30"]}
    assert [str(gap) for gap in ahead.uncovered] == ["2026-07-06..2026-07-31"]


def test_a_plan_that_takes_over_within_the_days_has_the_same_things() -> None:
    # Two partners became one in May: the merged plan has the days of the first, and
    # nothing was carried from period to period.
    earlier = windows(q2(CALLS), [], as_of=date(2026, 5, 1))
    merged = plan_of("merged", date(2026, 4, 1), date(2026, 7, 1), CALLS)
    (item,) = roll(earlier, windows(merged, [], as_of=date(2026, 5, 25))).items
    assert (item.move.value, item.was_in, item.now_in) == ("nearer", 2, 1)
    assert item.plan_id == "merged"
