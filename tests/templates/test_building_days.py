"""Days and parts of plans from templates, worked out by hand."""

from __future__ import annotations

from datetime import date, time

import pytest
from tests.templates.built_plan import NOW, QBR, built, goal, template

import jbpcore as jbp


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("start", "2026-01-01"),
        ("end", "2026-12-31"),
        ("day 30", "2026-01-30"),
        ("end of month 2", "2026-02-28"),
        ("start of month 3", "2026-03-01"),
        ("end of quarter 1", "2026-03-31"),
        ("start of quarter 3", "2026-07-01"),
        ("end of week 6", "2026-02-11"),
        ("start of week 2", "2026-01-08"),
        ("10 days after start", "2026-01-11"),
        ("1 week before end", "2026-12-24"),
        ("3 months after start", "2026-04-01"),
        # 28 February 2026 is a Saturday: Friday the 27th, Thursday the 26th.
        ("2 workdays before end of month 2", "2026-02-26"),
        # The third Tuesday of March is the 17th; a Friday and a Monday lie before it.
        ("2 workdays before review qbr 1", "2026-03-13"),
        ("review qbr 4", "2026-12-15"),
        ("review qbr last", "2026-12-15"),
        ("30 days after action kick-off", "2026-02-14"),
        # What lies outside the plan is moved to its bounds.
        ("end of month 14", "2026-12-31"),
        ("30 days before start", "2026-01-01"),
    ],
)
def test_relative_days(said: str, expected: str) -> None:
    actions = [
        jbp.TemplateAction(
            id="kick-off",
            name="Kick-off",
            side=jbp.Side.VENDOR,
            due=jbp.RelativeDay.parse("day 15"),
        ),
        jbp.TemplateAction(
            id="a", name="A", side=jbp.Side.VENDOR, due=jbp.RelativeDay.parse(said)
        ),
    ]
    plan = built({}, template(actions=actions, cadences=[QBR]))
    assert plan.actions[1].due_on.isoformat() == expected
    assert str(jbp.RelativeDay.parse(said)) == said


def test_days_follow_the_fiscal_calendar_and_the_work_calendar() -> None:
    # Months of 4, 4 and 5 weeks: the second one ends after eight weeks.
    calendar = jbp.FiscalCalendar.nrf_retail()
    year = calendar.year(2026)
    holidays = {date(2026, 4, 3), date(2026, 4, 6)}
    actions = [
        jbp.TemplateAction(
            id=key, name="A", side=jbp.Side.VENDOR, due=jbp.RelativeDay.parse(said)
        )
        for key, said in (("a", "end of month 2"), ("b", "5 workdays before day 72"))
    ]
    plan = built(
        {},
        template(actions=actions),
        period=year,
        calendar=calendar,
        work_calendar=jbp.WorkCalendar.resolve(year, holidays=holidays),
    )
    assert plan.actions[0].due_on == calendar.month(2026, 2).last_day
    # Day 72 of the year from 1 February 2026 is 13 April, a Monday; before it lie the
    # 10th, 9th, 8th, 7th, then two holidays and a weekend, then the 2nd.
    assert year.start == date(2026, 2, 1)
    assert plan.actions[1].due_on == date(2026, 4, 2)


def test_one_action_for_each_review_and_those_that_wait_for_it() -> None:
    each = jbp.RelativeDay.parse("3 workdays before each review qbr")
    actions = [
        jbp.TemplateAction(id="pack", name="Pack", side=jbp.Side.VENDOR, due=each),
        jbp.TemplateAction(
            id="read",
            name="Read",
            side=jbp.Side.PARTNER,
            due=jbp.RelativeDay.parse("1 workday before each review qbr"),
            needs=["pack"],
        ),
    ]
    plan = built({}, template(actions=actions, cadences=[QBR]))
    found = {str(one.id): one for one in plan.actions}
    assert list(found) == [
        f"{key}.{n}" for key in ("pack", "read") for n in range(1, 5)
    ]
    assert str(found["pack.1"].due_on) == "2026-03-12"
    assert [one.action_id for one in found["read.3"].depends_on] == ["pack.3"]


def test_reviews_are_booked_at_their_time_where_there_is_a_zone() -> None:
    without = built({}, template(cadences=[QBR]))
    there = built({}, template(cadences=[QBR]), zone="Europe/Berlin")
    assert [str(one.on) for one in there.reviews] == [
        "2026-03-17",
        "2026-06-16",
        "2026-09-15",
        "2026-12-15",
    ]
    assert {one.wall_time for one in there.reviews} == {time(9, 30)}
    assert {one.wall_time for one in without.reviews} == {None}
    # Booked again, nothing is new.
    again = jbp.book_reviews(there, by="maria", at=NOW)
    assert again.reviews == there.reviews


def test_conditions_leave_parts_out() -> None:
    wanted = jbp.Condition(question="mdf", answer="yes")
    made = template(
        goals=[goal(when=wanted)],
        commitments=[
            jbp.TemplateCommitment(
                id="c",
                name="Pay",
                side=jbp.Side.VENDOR,
                due=jbp.RelativeDay.parse("end"),
                goal="g",
            )
        ],
    )
    for answer, count in (("yes", 1), ("no", 0), (None, 0)):
        plan = built({"mdf": answer}, made)
        assert len(plan.goals) == count
        assert plan.commitments[0].goal_id == ("g" if count else None)


def test_owners_are_found_by_role_by_answer_and_by_custom() -> None:
    goals = [
        goal(id="custom"),
        goal(id="partners", side=jbp.Side.PARTNER),
        goal(id="role", owner="vendor.executive_sponsor"),
        goal(id="no-such-role", owner="partner.auditor"),
        goal(id="answer", owner="who"),
    ]
    plan = built({"who": "vera"}, template(goals=goals))
    owners = {str(one.id): one.owner_id for one in plan.goals}
    assert owners == {
        "custom": "maria",
        "partners": "tom",
        "role": "vera",
        "no-such-role": "tom",
        "answer": "vera",
    }


@pytest.mark.parametrize("calendar", [None, jbp.FiscalCalendar.months(start_month=1)])
@pytest.mark.parametrize("due", ["start of quarter 5", "end of month 13"])
def test_a_step_after_the_last_is_the_last_day(
    due: str, calendar: jbp.FiscalCalendar | None
) -> None:
    action = jbp.TemplateAction(
        id="a", name="A", side=jbp.Side.VENDOR, due=jbp.RelativeDay.parse(due)
    )
    plan = built({}, template(actions=[action]), calendar=calendar)
    assert plan.actions[0].due_on == date(2026, 12, 31)
