"""Goals split by label and by time, and rolled up again; sums done by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from jbpcore.engine.attainment import assess_goal
from jbpcore.engine.cut_phasing import cut_phasing
from jbpcore.engine.roll_up import roll_up
from jbpcore.engine.scope import list_outside
from jbpcore.engine.splits import GoalPart, split_by_label, split_goal
from jbpcore.engine.time_splits import split_by_time
from jbpcore.errors import CurrencyMismatchError, InvalidValueError
from jbpcore.model import metrics
from jbpcore.model.actual import ActualEntry
from jbpcore.model.amount import Amount
from jbpcore.model.goal import Goal
from jbpcore.model.health import Health
from jbpcore.model.phasing import LinearPhasing, WorkdayPhasing
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.periods.fiscal_period import PeriodKind
from jbpcore.periods.work_calendar import WorkCalendar
from jbpcore.values.money import Money
from jbpcore.values.quantity import Quantity
from jbpcore.values.ratio import Ratio

CALENDAR = FiscalCalendar.calendar_year()
Q2 = CALENDAR.quarter(2026, 2)
DAY = date(2026, 5, 15)


def a_goal(**fields: Any) -> Goal:
    plain: dict[str, Any] = {
        "id": "sales",
        "name": "Sales",
        "metric": metrics.REVENUE,
        "target": Money("100", "USD"),
        "period": Q2,
    }
    return Goal(**{**plain, **fields})


def staff(count: int | str) -> Quantity:
    return Quantity(count, "people")


def booked(amount: int | str, **tags: str) -> ActualEntry:
    return ActualEntry(
        metric="revenue", on=date(2026, 4, 20), amount=Money(amount, "USD"), tags=tags
    )


def targets(parts: tuple[Goal, ...]) -> list[Amount | None]:
    return [part.target for part in parts]


def test_a_cent_that_does_not_divide_goes_to_the_largest_remainder() -> None:
    """33.333, 33.333, 33.333: the first gets the cent; 16.665 and 83.335 both are at
    a half, and the first gets it again."""
    thirds = split_by_label(a_goal(), "region", {"AMER": 1, "APAC": 1, "EMEA": 1})
    assert targets(thirds) == [Money(x, "USD") for x in ("33.34", "33.33", "33.33")]
    sixths = split_by_label(
        a_goal(target=Money("99.99", "USD")), "region", {"AMER": "1/6", "EMEA": "5/6"}
    )
    assert targets(sixths) == [Money("16.67", "USD"), Money("83.32", "USD")]


def test_the_parts_share_commit_stretch_and_weight_too() -> None:
    goal = a_goal(
        weight=3, commit=Money("80", "USD"), stretch=Money("130", "USD"), owner_id="tom"
    )
    one, two = split_goal(
        goal,
        [
            GoalPart(scope={"product": "Backup"}, weight=1),
            GoalPart(
                scope={"product": "Mail"}, weight=2, id="m", name="Mail", owner_id="ann"
            ),
        ],
    )
    assert (one.id, one.name, one.owner_id) == ("sales.1", "Sales: Backup", "tom")
    assert (two.id, two.name, two.owner_id) == ("m", "Mail", "ann")
    assert [one.weight, two.weight] == [1, 2]
    # 100 is 33.33 and 66.67, the 20 less is 6.67 and 13.33, the 30 more 10 and 20.
    assert (one.commit, one.target, one.stretch) == tuple(
        Money(x, "USD") for x in ("26.66", "33.33", "43.33")
    )
    assert (two.commit, two.target, two.stretch) == tuple(
        Money(x, "USD") for x in ("53.34", "66.67", "86.67")
    )


def test_people_are_split_whole() -> None:
    """From 5 to 12 certified: the 5 are 2, 2 and 1, and the 7 more are 3, 2 and 2."""
    goal = a_goal(metric=metrics.CERTIFIED_PEOPLE, baseline=staff(5), target=staff(12))
    parts = split_by_label(goal, "office", {"Berlin": 1, "Wien": 1, "Zürich": 1})
    assert [part.baseline for part in parts] == [staff(2), staff(2), staff(1)]
    assert targets(parts) == [staff(5), staff(4), staff(3)]


def test_no_part_of_a_rising_level_falls() -> None:
    """Shared out each by itself, 10 by 6, 6 and 2 is 4, 4, 2, but 11 is 5, 5, 1: the
    third would lose one. As a move of one, it goes to the first."""
    goal = a_goal(metric=metrics.CERTIFIED_PEOPLE, baseline=staff(10), target=staff(11))
    parts = split_by_label(goal, "office", {"Berlin": 6, "Wien": 6, "Zürich": 2})
    assert [part.baseline for part in parts] == [staff(4), staff(4), staff(2)]
    assert targets(parts) == [staff(5), staff(4), staff(2)]


def test_a_count_of_halves_is_split_as_finely_as_it_is() -> None:
    goal = a_goal(metric=metrics.DEALS_WON, target=Quantity("2.5", "deals"))
    parts = split_by_label(goal, "product", {"Backup": 1, "Mail": 1})
    assert targets(parts) == [Quantity("1.3", "deals"), Quantity("1.2", "deals")]


def test_a_part_counts_the_entries_that_carry_its_labels() -> None:
    goal = a_goal()
    backup, mail = split_by_label(goal, "product", {"Backup": 3, "Mail": 1})
    entries = [
        booked(30, product="Backup", region="EMEA"),
        booked(5, product="Mail"),
        booked(2, product="backup"),  # another word
        booked(1),
    ]
    found = [assess_goal(part, entries, as_of=DAY).attained for part in (backup, mail)]
    assert found == [Money(30, "USD"), Money(5, "USD")]
    assert assess_goal(goal, entries, as_of=DAY).attained == Money(38, "USD")
    assert list_outside((backup, mail), entries) == tuple(entries[2:])


def test_a_part_without_bookings_knows_nothing_though_the_whole_does() -> None:
    backup, mail = split_by_label(a_goal(), "product", {"Backup": 1, "Mail": 1})
    entries = [booked(30, product="Backup")]
    assert assess_goal(backup, entries, as_of=DAY).health is Health.AHEAD
    assert assess_goal(mail, entries, as_of=DAY).health is Health.NO_DATA


def test_a_target_on_a_group_of_products_has_what_its_products_have() -> None:
    """The group is a label of its own; its parts keep it and add the product."""
    (security,) = split_by_label(a_goal(), "group", {"Security": 1})
    parts = split_by_label(security, "product", {"Firewall": 1, "VPN": 1})
    assert dict(parts[0].scope) == {"group": "Security", "product": "Firewall"}
    entries = [
        booked(7, group="Security", product="Firewall"),
        booked(4, group="Security", product="VPN"),
        booked(9, group="Storage", product="VPN"),
    ]
    total = roll_up(assess_goal(part, entries, as_of=DAY) for part in parts)
    of_group = assess_goal(security, entries, as_of=DAY)
    assert total.attained == of_group.attained == Money(11, "USD")


def test_a_roll_up_has_the_digits_of_the_whole() -> None:
    """100 x 45/91 = 49.4505; the parts' 16.487, 16.482 and 16.482 would round to
    16.49, 16.48 and 16.48, which are 49.45 only by luck: of 7 parts they are not."""
    goal = a_goal()
    regions = {f"R{number}": 1 for number in range(7)}
    parts = split_by_label(goal, "region", regions)
    entries = [booked(3, region="R0"), booked("4.01", region="R5")]
    whole = assess_goal(goal, entries, as_of=DAY)
    results = [assess_goal(part, entries, as_of=DAY) for part in parts]
    total = roll_up(results)
    assert total.target == goal.target
    assert total.attained == whole.attained == Money("7.01", "USD")
    assert total.expected_to_date == whole.expected_to_date == Money("49.45", "USD")
    assert total.gap_to_target == whole.gap_to_target == Money("92.99", "USD")
    assert total.gap_to_pace == whole.gap_to_pace == Money("42.44", "USD")
    assert total.attainment_ratio == whole.attainment_ratio == Fraction(701, 10_000)
    assert total.pace_index == whole.pace_index == Fraction(701, 4945)
    rounded = [r.expected_to_date for r in results]
    cents = sum(Fraction(x.amount) for x in rounded if isinstance(x, Money))
    assert cents != Fraction("49.45")


def test_more_may_be_handed_out_than_is_wanted() -> None:
    """Four owners with 80, 70, 90 and 100 of 300: 340, that is 17/15."""
    goal = a_goal(target=Money(300, "USD"))
    parts = [
        a_goal(id=f"p{number}", target=Money(target, "USD"), scope={"o": str(number)})
        for number, target in enumerate((80, 70, 90, 100))
    ]
    total = roll_up(assess_goal(part, [], as_of=DAY) for part in parts)
    assert total.target == Money(340, "USD")
    assert total.assigned_ratio(goal) == Fraction(17, 15)
    assert total.assigned_ratio(a_goal(target=None)) is None


def test_a_sum_with_an_unknown_in_it_is_unknown() -> None:
    parts = [a_goal(id="one"), a_goal(id="two", target=None)]
    total = roll_up(assess_goal(part, [booked(5)], as_of=DAY) for part in parts)
    assert (total.target, total.gap_to_target, total.pace_index) == (None, None, None)
    assert total.attained == Money(10, "USD")


def test_where_no_part_has_a_curve_nothing_is_expected_of_the_sum() -> None:
    weekend = DateRange(date(2026, 4, 4), date(2026, 4, 6))
    phasing = WorkdayPhasing(WorkCalendar.resolve(Q2))
    nothing = a_goal(target=Money(0, "USD"), period=weekend, phasing=phasing)
    parts = split_by_label(nothing, "region", {"AMER": 1, "EMEA": 1})
    total = roll_up(assess_goal(part, [], as_of=DAY) for part in parts)
    assert total.expected_to_date is None
    assert assess_goal(nothing, [], as_of=DAY).expected_to_date is None


def test_a_level_that_falls_rolls_up_with_offices_that_need_not_move() -> None:
    """40 to 38 over three offices: moves of -1, -1 and 0."""
    goal = a_goal(metric=metrics.CERTIFIED_PEOPLE, baseline=staff(40), target=staff(38))
    parts = split_by_label(goal, "office", {"A": 1, "B": 1, "C": 1})
    assert targets(parts) == [staff(13), staff(12), staff(13)]
    entries = [
        ActualEntry(
            metric=goal.metric.key, on=DAY, amount=staff(13), tags={"office": office}
        )
        for office in ("A", "B", "C")
    ]
    total = roll_up(assess_goal(part, entries, as_of=DAY) for part in reversed(parts))
    assert (total.target, total.attained) == (staff(38), staff(39))
    assert total.gap_to_target == staff(1)
    # Due are 40 - 2 x 45/91 = 39.01; 1 of 0.99 is done.
    assert total.expected_to_date == staff("39.01")
    assert total.pace_index == Fraction(100, 99)


def test_a_year_is_split_into_quarters_along_its_phasing() -> None:
    goal = a_goal(
        target=Money(1000, "USD"),
        commit=Money(900, "USD"),
        period=CALENDAR.year(2026),
        weight=365,
    )
    parts = split_by_time(goal, CALENDAR, PeriodKind.QUARTER)
    assert [part.id for part in parts] == [f"sales.FY26-Q{n}" for n in (1, 2, 3, 4)]
    # 1000 x 90/365 = 246.575, x 181/365 = 495.890, x 273/365 = 747.945.
    assert targets(parts) == [
        Money(x, "USD") for x in ("246.58", "249.31", "252.06", "252.05")
    ]
    assert parts[0].commit == Money("221.92", "USD")  # 900 x 90/365 = 221.918
    assert [part.weight for part in parts] == [90, 91, 92, 92]
    assert parts[1].period == Q2


def test_a_level_goes_on_where_the_quarter_before_should_end() -> None:
    """From 0 to 73 staff in 365 days, one in five days: 18, 36.2, 54.6 and 73."""
    goal = a_goal(
        metric=metrics.CERTIFIED_PEOPLE,
        baseline=staff(0),
        target=staff(73),
        period=CALENDAR.year(2026),
    )
    parts = split_by_time(goal, CALENDAR, PeriodKind.QUARTER, whole_counts=True)
    assert [part.baseline for part in parts] == [staff(n) for n in (0, 18, 36, 55)]
    assert targets(parts) == [staff(n) for n in (18, 36, 55, 73)]
    with pytest.raises(InvalidValueError, match="levels at several times"):
        roll_up(assess_goal(part, [], as_of=DAY) for part in parts)


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ([], "weight is above zero"),
        ([({"a": "1"}, 0)], "weight is above zero"),
        ([({}, 1)], "at least one label"),
        ([({"a": "1"}, 1), ({"a": "1"}, 1)], "count twice"),
        ([({"a": "1"}, 1), ({"b": "1"}, 1)], "count twice"),
        ([({"region": "APAC"}, 1)], "within the goal's own"),
    ],
)
def test_parts_that_do_not_part_are_refused(
    parts: list[tuple[dict[str, str], int]], words: str
) -> None:
    goal = a_goal(scope={"region": "EMEA"})
    with pytest.raises(InvalidValueError, match=words):
        split_goal(goal, [GoalPart(scope=s, weight=w) for s, w in parts])


def test_two_parts_may_not_have_one_id() -> None:
    parts = [GoalPart(scope={"a": value}, weight=1, id="p") for value in "xy"]
    with pytest.raises(InvalidValueError, match="of one part alone"):
        split_goal(a_goal(), parts)


def test_a_part_takes_no_less_than_nothing() -> None:
    with pytest.raises(InvalidValueError, match="zero or more"):
        GoalPart(scope={"a": "1"}, weight=-1)


def test_what_is_no_sum_is_not_split() -> None:
    ratio = a_goal(metric=metrics.WIN_RATE, target=Ratio("30%"))
    with pytest.raises(InvalidValueError, match="a goal with the ratio that is wanted"):
        split_by_label(ratio, "region", {"EMEA": 1})
    with pytest.raises(InvalidValueError, match="a goal with the ratio that is wanted"):
        split_by_time(ratio, CALENDAR, PeriodKind.MONTH)
    with pytest.raises(InvalidValueError, match="no_target"):
        split_by_time(a_goal(target=None), CALENDAR, PeriodKind.MONTH)
    with pytest.raises(InvalidValueError, match="no sums"):
        roll_up([assess_goal(ratio, [], as_of=DAY)])


def test_what_does_not_belong_together_is_not_rolled_up() -> None:
    one = assess_goal(a_goal(), [], as_of=DAY)
    with pytest.raises(InvalidValueError, match="one result or more"):
        roll_up([])
    with pytest.raises(InvalidValueError, match="as of"):
        roll_up([one, assess_goal(a_goal(), [], as_of=date(2026, 5, 16))])
    spend = a_goal(metric=metrics.MARKETING_SPEND)
    with pytest.raises(InvalidValueError, match="of the metric"):
        roll_up([one, assess_goal(spend, [], as_of=DAY)])
    euros = a_goal(target=Money(1, "EUR"))
    with pytest.raises(CurrencyMismatchError):
        roll_up([one, assess_goal(euros, [], as_of=DAY)])


def test_only_days_of_the_whole_can_be_cut_out() -> None:
    with pytest.raises(InvalidValueError, match="inside"):
        cut_phasing(LinearPhasing(), Q2, DateRange.of_days(date(2026, 6, 30), 2))
