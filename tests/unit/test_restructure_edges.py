"""Changes of days, people and partners at their edges; sums are done by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import attrs
import pytest
from tests.unit.restructured_plan import (
    BY,
    ECB,
    MARIA,
    NOW,
    TOM,
    YEAR,
    YEARS,
    agreed,
    both_sign,
    eur,
    goal,
    merged,
    other_plan,
    plan,
    usd,
)

import jbpcore as jbp
from jbpcore.errors import InvalidValueError, TransitionError
from jbpcore.model.execution import ActionStatus
from jbpcore.model.phasing import (
    Bucket,
    CumulativePhasing,
    CumulativePoint,
    LinearPhasing,
    WeightedPhasing,
    WorkdayPhasing,
)
from jbpcore.model.s_curve import SCurvePhasing

TO_MARCH = jbp.DateRange(date(2026, 1, 1), date(2027, 4, 1))  # 15 months
FROM_OCTOBER = jbp.DateRange(date(2025, 10, 1), date(2027, 1, 1))  # 15 months
LATER = jbp.DateRange(date(2026, 4, 1), date(2027, 4, 1))
KEPT = attrs.evolve(jbp.metrics.REVENUE, direction=jbp.Direction.KEEP)


def moved(days: jbp.DateRange, *goals: jbp.Goal) -> tuple[jbp.Goal, ...]:
    return jbp.change_period(plan(*goals), days, **BY).goals


def quarters(*weights: int) -> WeightedPhasing:
    return WeightedPhasing(
        [Bucket(YEARS.quarter(2026, n), weight) for n, weight in enumerate(weights, 1)]
    )


# --- the fiscal year ------------------------------------------------------------------


def test_a_goal_of_its_own_days_keeps_what_of_them_is_inside() -> None:
    spring = goal("spring", period=YEARS.quarter(2026, 2), target=usd("9100"))
    old = plan(goal(), spring)
    new = jbp.change_period(old, TO_MARCH, **BY)
    assert new.goal("spring") == spring
    assert "goals:spring" not in {record.subject for record in new.records}
    outside = goal("winter", period=YEARS.quarter(2026, 1))
    assert moved(LATER, outside) == (outside,)
    # Of 91 days those of May and June stay, 61: 9,100 × 61 ÷ 91.
    from_may = jbp.DateRange(date(2026, 5, 1), date(2027, 1, 1))
    (cut,) = moved(from_may, spring)
    assert (cut.period.start, cut.target) == (date(2026, 5, 1), usd("6100"))


def test_new_days_after_the_end_are_a_bucket_of_their_own() -> None:
    (new,) = moved(TO_MARCH, goal(phasing=quarters(1, 2, 3, 4)))
    assert new.target == usd("150000")  # 15 ÷ 12
    assert isinstance(new.phasing, WeightedPhasing)
    assert [b.weight for b in new.phasing.buckets] == [1, 2, 3, 4, Fraction(5, 2)]
    assert new.phasing.buckets[-1].dates == YEARS.quarter(2027, 1)


def test_a_year_that_moves_on_keeps_the_weights_that_stay() -> None:
    (new,) = moved(LATER, goal(phasing=quarters(1, 2, 3, 4)))
    # Nine of ten stay, and three of twelve months come: 0.9 + 0.25.
    assert new.target == usd("138000")
    assert isinstance(new.phasing, WeightedPhasing)
    assert [b.weight for b in new.phasing.buckets] == [2, 3, 4, Fraction(5, 2)]


def test_new_days_before_the_start_come_before_the_first_point() -> None:
    points = CumulativePhasing([CumulativePoint(date(2026, 6, 30), "1/5")])
    (new,) = moved(FROM_OCTOBER, goal(phasing=points))
    # Of 5/4: 1/4 by December, and 1/4 + 1/5 by June.
    assert isinstance(new.phasing, CumulativePhasing)
    assert [(p.on, p.share) for p in new.phasing.points] == [
        (date(2025, 12, 31), Fraction(1, 5)),
        (date(2026, 6, 30), Fraction(9, 25)),
    ]


def test_where_no_point_stays_the_rest_is_even() -> None:
    points = CumulativePhasing([CumulativePoint(date(2026, 3, 31), "1/4")])
    (new,) = moved(LATER, goal(phasing=points))
    assert new.phasing == LinearPhasing()
    assert new.target == usd("120000")  # 3/4 stay, 3/12 come


def test_weights_that_lie_outside_say_nothing_of_the_days() -> None:
    late = WeightedPhasing([Bucket(YEARS.quarter(2027, 3), 1)])
    (new,) = moved(TO_MARCH, goal(phasing=late))
    assert (new.target, new.phasing) == (usd("150000"), LinearPhasing())


def test_an_s_curve_goes_on_as_points_and_that_is_on_record() -> None:
    new = jbp.change_period(plan(goal(phasing=SCurvePhasing())), TO_MARCH, **BY)
    assert isinstance(new.goals[0].phasing, CumulativePhasing)
    assert new.records[1].facts["phasing"] == "CumulativePhasing"


def test_working_days_stay_working_days_where_they_are_known() -> None:
    one_year = WorkdayPhasing(jbp.WorkCalendar.resolve(YEAR))
    more = WorkdayPhasing(jbp.WorkCalendar.resolve(TO_MARCH))
    known, unknown = moved(TO_MARCH, goal(phasing=more), goal("b", phasing=one_year))
    assert known.phasing == more
    assert unknown.phasing == LinearPhasing()


def test_what_is_kept_is_looked_at_in_each_new_month() -> None:
    band = jbp.KeepBand(
        checks=[YEARS.quarter(2026, n) for n in (1, 2, 3, 4)], upper=usd("5")
    )
    kept = goal("kept", metric=KEPT, target=None, keep=band)
    (longer,) = moved(TO_MARCH, kept)
    assert longer.keep is not None
    months = [YEARS.month(2027, n) for n in (1, 2, 3)]
    assert list(longer.keep.checks) == [*band.checks, *months]
    to_august = jbp.DateRange(date(2026, 1, 1), date(2026, 9, 1))
    (shorter,) = moved(to_august, kept)
    assert shorter.keep is not None
    ends = [check.last_day for check in shorter.keep.checks]
    assert ends == [date(2026, 3, 31), date(2026, 6, 30), date(2026, 8, 31)]


def test_a_revised_target_is_revised_again_with_the_days() -> None:
    raised = jbp.TargetVersion(effective_on=date(2026, 4, 1), target=usd("240000"))
    old = agreed(plan(goal(target_versions=[raised])))
    new = both_sign(jbp.change_period(old, TO_MARCH, **BY)).goals[0]
    assert new.target == usd("120000")
    assert new.target_on(date(2026, 4, 1)) == usd("240000")
    assert new.target_on(NOW.date()) == usd("300000")  # 240,000 × 15 ÷ 12


# --- currency -------------------------------------------------------------------------


def test_a_band_is_converted_with_its_goal() -> None:
    band = jbp.KeepBand(checks=[YEAR], upper=usd("100"), lower=usd("50"))
    old = plan(goal("kept", metric=KEPT, target=None, keep=band))
    (new,) = jbp.change_currency(old, ECB, **BY).goals
    assert new.keep is not None
    assert (new.keep.lower, new.keep.upper) == (eur("46.08"), eur("92.17"))


def test_a_bare_number_is_no_rate() -> None:
    with pytest.raises(InvalidValueError) as caught:
        jbp.change_currency(plan(), Fraction(9, 10), **BY)  # type: ignore[arg-type]
    assert caught.value.field == "rate"


# --- goals and people -----------------------------------------------------------------


def test_only_the_actions_of_a_dropped_goal_are_dropped() -> None:
    def action(key: str, goal_id: str, status: ActionStatus) -> jbp.Action:
        return jbp.Action(
            id=key,
            name=key,
            side=jbp.Side.PARTNER,
            due_on=date(2026, 9, 1),
            goal_id=goal_id,
            status=status,
        )

    old = plan(
        goal(),
        goal("b"),
        actions=[
            action("x", "revenue", ActionStatus.OPEN),
            action("y", "b", ActionStatus.OPEN),
            action("z", "b", ActionStatus.DONE),
        ],
    )
    new = jbp.drop_goal(old, "b", **BY)
    told = [(one.id, one.goal_id, one.status.value) for one in new.actions]
    assert told == [
        ("x", "revenue", "open"),
        ("y", None, "dropped"),
        ("z", None, "done"),
    ]


def test_somebody_new_takes_over_and_somebody_idle_leaves_nothing() -> None:
    new = jbp.person_leaves(
        plan(),
        "tom",
        by=TOM,
        at=NOW,
        takes_over=jbp.Person(id="eva", name="Eva", side=jbp.Side.PARTNER),
    )
    assert [one.id for one in new.people] == ["maria", "rep", "eva"]
    assert new.goals[0].owner_id == "eva"
    idle = jbp.person_leaves(plan(), "rep", by=TOM, at=NOW)
    assert idle.records[-1].facts["handed_over"] == "0"
    assert "parts" not in idle.records[-1].facts
    assert "takes_over" not in idle.records[-1].facts


@pytest.mark.parametrize("state", [jbp.PlanState.CLOSED, jbp.PlanState.CANCELLED])
def test_what_is_over_stays_as_it_is(state: jbp.PlanState) -> None:
    over = plan(state=state)
    with pytest.raises(TransitionError) as caught:
        jbp.person_leaves(over, "tom", by=TOM, at=NOW)
    assert caught.value.reason == "wrong_state"
    with pytest.raises(TransitionError) as caught:
        jbp.change_tier(over, "Gold", **BY)
    assert caught.value.reason == "wrong_state"


# --- partners -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"partner": jbp.Partner(id="northwind", name="N")}, "partner"),
        ({"id": "northwind-2026"}, "id"),
        ({"people": [MARIA]}, "people"),
    ],
)
def test_a_plan_is_transferred_to_another_firm(
    fields: dict[str, Any], field: str
) -> None:
    given = {"partner": jbp.Partner(id="contoso", name="C"), "id": "c", **fields}
    with pytest.raises(InvalidValueError) as caught:
        jbp.transfer_plan(plan(), **given, **BY)
    assert caught.value.field == field


def test_only_plans_that_are_alike_are_merged() -> None:
    others = [
        (other_plan(vendor=jbp.Party(id="zenith", name="Zenith")), "one vendor"),
        (other_plan(kind=jbp.PlanKind.LITE), "of one kind"),
        (other_plan(hidden_from=jbp.Side.PARTNER), "of one kind"),
        (other_plan(id="north-tail-2026"), "another id"),
    ]
    for theirs, said in others:
        with pytest.raises(InvalidValueError, match=said):
            merged(plan(), theirs)


def test_an_id_that_is_taken_makes_room_for_a_short_one() -> None:
    late = WeightedPhasing([Bucket(YEARS.quarter(2026, 4), 1)])
    mine = plan(goal(), goal("revenue.tailspin"))
    new = merged(mine, other_plan(goal(phasing=late)))
    ids = [one.id for one in new.goals]
    assert ids[:2] == ["revenue", "revenue.tailspin"]
    assert len(set(ids)) == 3
    assert merged(mine, other_plan(goal(phasing=late))) == new


def test_parts_of_a_split_have_weights() -> None:
    def part(key: str, weight: int) -> jbp.PlanPart:
        firm = jbp.Partner(id=key, name=key)
        return jbp.PlanPart(partner=firm, id=f"{key}-2026", name=key, weight=weight)

    with pytest.raises(InvalidValueError, match="weights above zero"):
        jbp.split_plan(plan(), [part("a", 0), part("b", 0)], **BY)
    one, two = jbp.split_plan(plan(), [part("a", 0), part("b", 1)], **BY)
    assert [new.goals[0].target for new in (one, two)] == [usd("0"), usd("120000")]
