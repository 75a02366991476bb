"""Rules, records and changes as sentences, each written out by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

import jbpcore as jbp
from jbpcore.model.plan_record import PlanRecord
from jbpcore.model.review import Review
from jbpcore.periods.day_rules import (
    Milestone,
    OnFiscalWeek,
    OnMilestone,
    OnMonthDay,
    OnNthWeekday,
    OnWeekdays,
)
from jbpcore.periods.frequency import Frequency
from jbpcore.periods.recurrence import Recurrence
from jbpcore.periods.weekday import Weekday
from jbpcore.planning.rhythm_words import day_rule_words, recurrence_words
from jbpcore.planning.story import story
from jbpcore.planning.told_facts import read_fact

YEAR = jbp.FiscalCalendar.calendar_year()
TUE = Weekday.TUE
END = Milestone.PLAN_END


def fiscal(month: int, week: int) -> OnFiscalWeek:
    return OnFiscalWeek(calendar=YEAR, month=month, week=week, weekday=TUE)


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (OnWeekdays([TUE, Weekday.THU]), "on Tuesday and Thursday"),
        (OnMonthDay(1), "on the 1st day"),
        (OnMonthDay(2), "on the 2nd day"),
        (OnMonthDay(3), "on the 3rd day"),
        (OnMonthDay(11), "on the 11th day"),
        (OnMonthDay(12), "on the 12th day"),
        (OnMonthDay(13), "on the 13th day"),
        (OnMonthDay(21), "on the 21st day"),
        (OnMonthDay(-1), "on the last day"),
        (OnMonthDay(-2), "on the 2nd day from the end"),
        (OnNthWeekday(1, TUE), "on the 1st Tuesday"),
        (OnNthWeekday(-1, TUE), "on the last Tuesday"),
        (OnNthWeekday(-3, TUE), "on the 3rd Tuesday from the end"),
        (fiscal(3, 2), "on the 2nd Tuesday of the 3rd month of the fiscal quarter"),
        (fiscal(-1, 3), "on the 3rd Tuesday of the last month of the fiscal quarter"),
        (fiscal(2, -1), "on the last Tuesday of the 2nd month of the fiscal quarter"),
        (
            fiscal(1, -2),
            "on the 2nd Tuesday from the end of the 1st month of the fiscal quarter",
        ),
        (OnMilestone(milestone=END), "on the day the plan ends"),
        (OnMilestone(milestone=END, offset_days=1), "1 day after the plan ends"),
        (OnMilestone(milestone=END, offset_days=-2), "2 days before the plan ends"),
    ],
)
def test_a_rule_of_days_is_told(rule: Any, said: str) -> None:
    assert day_rule_words(rule) == said


@pytest.mark.parametrize(
    ("recurrence", "said"),
    [
        (Recurrence(frequency=Frequency.ONCE), "once"),
        (Recurrence(frequency=Frequency.WEEKLY), "every week"),
        (
            Recurrence(frequency=Frequency.WEEKLY, until_on=date(2026, 6, 30)),
            "every week until 2026-06-30",
        ),
        (
            Recurrence(frequency=Frequency.MONTHLY, count=1, on=OnMonthDay(-1)),
            "every month on the last day, one time",
        ),
        (
            Recurrence(
                frequency=Frequency.ONCE, on=OnMilestone(milestone=END, offset_days=-14)
            ),
            "once 14 days before the plan ends",
        ),
    ],
)
def test_a_rule_of_steps_is_told(recurrence: Recurrence, said: str) -> None:
    assert recurrence_words(recurrence) == said


# --- the story of a plan --------------------------------------------------------------

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


def told(move: str, subject: str = "", why: str = "", **facts: str) -> str:
    record = PlanRecord(
        id="1",
        move=move,
        at=AT,
        by="maria",
        side=jbp.Side.VENDOR,
        subject=subject,
        why=why,
        facts=facts,
    )
    plan = jbp.Plan(
        id="p",
        name="P",
        vendor=jbp.Party(id="acme", name="Acme"),
        partner=jbp.Partner(id="nw", name="Northwind"),
        period=YEAR.quarter(2026, 2),
        people=[jbp.Person(id="maria", name="Maria", side=jbp.Side.VENDOR)],
        reviews=[Review(id="june", name="June review", on=date(2026, 6, 16))],
        comments=[
            jbp.Comment(id="c1", author_id="maria", written_at=AT, text="Well\ndone"),
            jbp.Comment(
                id="c2", author_id="maria", written_at=AT, text="Late", about="goals:g"
            ),
        ],
        records=[record],
    )
    (sentence,) = story(plan)
    assert sentence.startswith("2026-03-02: Maria (Acme) ")
    return str(sentence.removeprefix("2026-03-02: Maria (Acme) "))


@pytest.mark.parametrize(
    ("record", "said"),
    [
        (told("own_move"), "made the move 'own_move'."),
        (told("own_move", "goals:g"), "made the move 'own_move' on goals:g."),
        (
            told("own_move", "goals:g", "So", size="3"),
            "made the move 'own_move' on goals:g (size 3): \"So\".",
        ),
        (told("edit"), "edited the plan, leaving the terms as they are."),
        (
            told("edit", changed="goals"),
            "edited goals, leaving the terms as they are.",
        ),
        (told("comment", "comments:c1"), 'remarked: "Well done".'),
        (told("comment", "comments:c2"), 'remarked on goals:g: "Late".'),
        (told("comment", "comments:gone"), "remarked something."),
        (
            told("close", as_of="2026-06-30"),
            "closed the plan with the figures of 2026-06-30.",
        ),
        (
            told("close", as_of="2026-06-30", met="3", missed="1"),
            "closed the plan with the figures of 2026-06-30 (3 met, 1 missed).",
        ),
        (told("book_reviews"), "booked no review."),
        (told("book_reviews", booked="1"), "booked 1 review."),
        (
            told("book_reviews", booked="2", changed="1", called_off="3"),
            "booked 2 reviews, changed 1 review and called off 3 reviews.",
        ),
        (
            told("cancel_review", "reviews:june"),
            "called June review of its day off.",
        ),
        (
            told("correct_minutes", "reviews:june"),
            "corrected the minutes of June review (what they say).",
        ),
        (
            told("correct_minutes", "reviews:june", changed="wins, next_steps"),
            "corrected the minutes of June review (wins, next steps).",
        ),
        (
            told("accept_minutes", "reviews:june"),
            "accepted the minutes of June review.",
        ),
        (
            told("accept_minutes", "reviews:june", "Fine", status="agreed"),
            (
                'accepted the minutes of June review: "Fine"; with both signatures its '
                "terms hold."
            ),
        ),
        (
            told("accept_minutes", "reviews:june", status="agreed"),
            "accepted the minutes of June review; with both signatures its terms hold.",
        ),
    ],
)
def test_each_move_is_told_in_a_sentence(record: str, said: str) -> None:
    assert record == said


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2026-06-30", date(2026, 6, 30)),
        (
            "2026-04-01..2026-06-30",
            jbp.DateRange(date(2026, 4, 1), date(2026, 7, 1)),
        ),
        ("2026-06-31", "2026-06-31"),  # no such day
        ("2026-06-30..2026-04-01", "2026-06-30..2026-04-01"),  # ends before
        ("30 June", "30 June"),
        ("", ""),
    ],
)
def test_a_fact_is_read_as_days_where_it_is_one(text: str, value: object) -> None:
    assert read_fact(text) == value
