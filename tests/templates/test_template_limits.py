"""Limits of templates: as much as is allowed, and one more."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import attrs
from tests.templates.built_plan import built, goal, setting, template
from tests.templates.test_building_edges import codes

import jbpcore as jbp
from jbpcore.planning.templates.days import DayFinder


def cadence(key: str, count: int | None = None, step: str = "weekly") -> Any:
    return jbp.TemplateCadence(
        id=key,
        name=key,
        step=jbp.Frequency(step),
        on=jbp.MeetingDay.parse("monday, tuesday, wednesday")
        if step == "weekly"
        else None,
        count=count,
    )


def too_many(months: int, *cadences: jbp.TemplateCadence) -> list[tuple[str, str]]:
    made = template(months=months, cadences=cadences)
    return [
        (one.path, str(one.message).partition(";")[0])
        for one in jbp.check_template(made)
        if one.code == "jbp.template.too_many_reviews"
    ]


def test_four_hundred_reviews_are_the_most() -> None:
    # Three a week of 60 months are 781 and more, so that the count decides.
    assert too_many(60, cadence("a", 400)) == []
    assert too_many(60, cadence("a", 400), cadence("b", 1)) == [
        ("cadences[1]", "Brings the reviews of 60 months to 401")
    ]


def test_a_month_more_is_counted_in_case_a_cadence_begins_early() -> None:
    # Each month of 24, and one more, of fifteen cadences: 15 × 25 = 375.
    each = [cadence(f"c{n}", step="monthly") for n in range(15)]
    assert too_many(24, *each, cadence("rest", 25)) == []
    assert too_many(24, *each, cadence("rest", 26)) == [
        ("cadences[15]", "Brings the reviews of 24 months to 401")
    ]


def test_two_circles_are_two_mistakes() -> None:
    pairs = ("a", "b"), ("b", "a"), ("c", "d"), ("d", "c")
    actions = [
        jbp.TemplateAction(
            id=one,
            name=one,
            side=jbp.Side.VENDOR,
            due=jbp.RelativeDay.parse("end"),
            needs=[other],
        )
        for one, other in pairs
    ]
    found = codes(template(actions=actions))
    assert [path.partition(".")[0] for path, _ in found] == ["actions[0]", "actions[2]"]
    assert {code for _, code in found} == {"jbp.template.circle"}


def test_what_is_raised_is_in_the_unit_that_is_wanted() -> None:
    revenue = goal(
        jbp.Uplift(base=jbp.FixedAmount(5, "seats"), by=jbp.FixedAmount("10%"))
    )
    assert codes(template(goals=[revenue])) == [
        ("goals[0].target.base", "jbp.template.unit")
    ]
    deals = goal(
        jbp.Uplift(base=jbp.FixedAmount(5, "deals"), by=jbp.FixedAmount("10%")),
        metric="deals-won",
    )
    assert codes(template(goals=[deals])) == []


def test_a_question_that_nobody_asks_is_told_where_it_is_named() -> None:
    (finding,) = jbp.check_template(template(goals=[goal(jbp.AnswerAmount("nope"))]))
    assert (finding.path, finding.code) == ("goals[0].target", "jbp.template.unknown")
    assert "no question 'nope'" in str(finding.message)


def test_a_plan_as_long_as_it_may_be_is_not_too_long() -> None:
    limits = jbp.LengthLimits(goals=1, actions=1, commitments=1)
    action = jbp.TemplateAction(
        id="x", name="X", side=jbp.Side.VENDOR, due=jbp.RelativeDay.parse("end")
    )

    def found(**fields: Any) -> list[str]:
        made = template(limits=limits, **fields)
        told = jbp.DeclaredTemplate(made).completeness(built({}, made))
        return [one.path for one in told.too_long]

    more = attrs.evolve(action, id="y")
    assert found(goals=[goal()], actions=[action]) == []
    assert found(goals=[goal(), goal(id="h")], actions=[action]) == ["goals"]
    assert found(goals=[goal()], actions=[action, more]) == ["actions"]


def test_each_answer_counts_for_its_own_question() -> None:
    questions = [
        jbp.Question(id=key, name=key, kind=jbp.AnswerKind.LINES)
        for key in ("wins", "risks")
    ]
    rules = [
        jbp.CompletenessRule(id="r", needs=jbp.Need.ANSWER, question="risks", least=4)
    ]
    made = template(questions=questions, completeness=rules)
    plan = built({"wins": "A\nB\nC", "risks": "D"}, made)
    found = jbp.DeclaredTemplate(made).completeness(plan)
    assert found.score_ratio == Fraction(1, 4)


def test_owners_are_all_there_or_not() -> None:
    rule = jbp.CompletenessRule(id="o", needs=jbp.Need.OWNERS)
    made = template(questions=[], completeness=[rule], goals=[goal()])
    ask = jbp.DeclaredTemplate(made).completeness
    plan = built({}, made)
    owned = attrs.evolve(plan, goals=[attrs.evolve(plan.goals[0], owner_id="tom")])
    nobodys = attrs.evolve(owned.goals[0], owner_id=None)
    assert ask(owned).score_ratio == 1
    assert ask(attrs.evolve(owned, goals=[nobodys])).score_ratio == 0
    idle = jbp.Action(
        id="a", name="A", side=jbp.Side.VENDOR, due_on=plan.period.last_day
    )
    assert ask(attrs.evolve(owned, actions=[idle])).score_ratio == 0
    done = attrs.evolve(idle, status=jbp.ActionStatus.DONE)
    assert ask(attrs.evolve(owned, actions=[done])).score_ratio == 1


def test_no_month_comes_after_the_last_one_there_is() -> None:
    last = jbp.DateRange(date(2200, 12, 1), date(2200, 12, 31))
    finder = DayFinder(setting=setting(period=last))
    day = jbp.RelativeDay.parse("1 month after start")
    assert finder.days(day) == (date(2200, 12, 1),)
    earlier = jbp.DateRange(date(2200, 11, 1), date(2200, 12, 31))
    finder = DayFinder(setting=setting(period=earlier))
    assert finder.days(day) == (date(2200, 12, 1),)
