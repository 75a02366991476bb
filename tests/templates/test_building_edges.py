"""Templates at their edges: what is left open, and why, in which words."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import attrs
import pytest
from tests.templates.built_plan import (
    BASE,
    HEADS,
    MARIA,
    QUESTIONS,
    TOM,
    YEAR,
    built,
    goal,
    setting,
    template,
)
from tests.templates.edge_answers import KNOWN

import jbpcore as jbp
from jbpcore.errors import InvalidDataError, InvalidValueError
from jbpcore.planning.templates.building import build_draft
from jbpcore.planning.templates.labels import period_name, plan_id_for

NOBODY_SAYS = jbp.AnswerAmount("growth")


def days(first: str, end: str) -> jbp.DateRange:
    return jbp.DateRange(date.fromisoformat(first), date.fromisoformat(end))


def codes(made: jbp.Template) -> list[tuple[str, str]]:
    return [(one.path, one.code) for one in jbp.check_template(made)]


# --- amounts --------------------------------------------------------------------------


def left_open(target: object, answers: dict[str, object], **fields: Any) -> list[str]:
    draft = build_draft(template(goals=[goal(target)]), answers, setting(**fields))
    assert draft.plan.goals[0].target is None
    return [str(finding.message) for finding in draft.missing]


def test_an_amount_without_a_currency_is_left_open() -> None:
    asking = template(questions=[], goals=[goal(jbp.FixedAmount(500))])
    draft = build_draft(asking, {}, setting())
    assert draft.plan.goals[0].target is None
    assert [finding.code for finding in draft.missing] == ["jbp.template.no_currency"]
    (known,) = build_draft(asking, {}, setting(currency="EUR")).plan.goals
    assert known.target == jbp.Money(500, "EUR")


def test_shares_of_shares_have_an_end() -> None:
    part: Any = jbp.FixedAmount(1)
    for prime in (10**39 + 3, 10**39 + 9, 10**39 + 7):
        part = jbp.ShareOf(share=jbp.FixedAmount(Fraction(1, prime)), of=part)
    assert any("more digits" in said for said in left_open(part, {"base": "5 EUR"}))


def test_what_comes_to_too_much_is_left_open() -> None:
    huge = jbp.PerHead(each=BASE, heads=jbp.PerHead(each=HEADS, heads=HEADS))
    answers: dict[str, object] = {"base": f"1{'0' * 20} EUR", "heads": 10**9}
    assert any("too much" in said for said in left_open(huge, answers))


def test_what_is_raised_by_a_missing_share_is_left_open() -> None:
    unsaid = attrs.evolve(QUESTIONS[2], default=None)
    raised = goal(jbp.Uplift(base=BASE, by=NOBODY_SAYS))
    asking = template(questions=[QUESTIONS[0], unsaid], goals=[raised])
    draft = build_draft(asking, {"base": "5 EUR"}, setting())
    assert draft.plan.goals[0].target is None


def test_what_builds_on_a_level_that_is_not_there_is_left_open() -> None:
    first = goal(BASE, id="first", name="First")
    second = goal(jbp.GoalAmount("first", jbp.GoalAmountKind.STRETCH), id="second")
    draft = build_draft(template(goals=[first, second]), {"base": "5 EUR"}, setting())
    assert draft.plan.goals[1].target is None
    told = [str(finding.message) for finding in draft.missing]
    assert told == ["'First' has no stretch, so what builds on it is left open."]


def test_bounds_that_are_all_open_are_no_band() -> None:
    unsaid = attrs.evolve(QUESTIONS[2], default=None)
    churn = goal(
        id="kept", metric="churn-rate", keep=jbp.TemplateKeep(upper=NOBODY_SAYS)
    )
    asking = template(questions=[QUESTIONS[0], unsaid], goals=[churn])
    draft = build_draft(asking, {"base": "5 EUR"}, setting())
    assert draft.plan.goals[0].keep is None


def test_a_goal_may_go_by_working_days() -> None:
    made = template(goals=[goal(BASE, phasing="workdays")])
    (plain,) = built({"base": "5 EUR"}, made).goals
    assert plain.phasing == jbp.WorkdayPhasing(jbp.WorkCalendar.resolve(YEAR))
    known = jbp.WorkCalendar.resolve(YEAR, holidays=[date(2026, 1, 1)])
    (own,) = built({"base": "5 EUR"}, made, work_calendar=known).goals
    assert own.phasing == jbp.WorkdayPhasing(known)


def test_a_draft_may_be_hidden_by_somebody() -> None:
    asking = jbp.DeclaredTemplate(template())
    how = {**KNOWN, "template": asking, "period": YEAR, "people": [MARIA, TOM]}
    assert jbp.draft_plan(**how, by="maria").hidden_from is None
    hidden = jbp.draft_plan(**how, by="maria", is_hidden=True)
    assert hidden.hidden_from is jbp.Side.PARTNER
    with pytest.raises(InvalidValueError, match="somebody"):
        jbp.draft_plan(**how, is_hidden=True)


def test_last_years_plan_of_another_partner_is_refused() -> None:
    asking = jbp.DeclaredTemplate(template())
    last = jbp.draft_plan(**KNOWN, template=asking, period=YEAR)
    other = {**KNOWN, "partner": jbp.Partner(id="other", name="Other")}
    with pytest.raises(InvalidValueError, match="an earlier plan with 'other'"):
        jbp.draft_plan(**other, template=asking, period=YEAR, previous=last)


def test_a_template_that_does_not_fit_together_is_not_declared() -> None:
    with pytest.raises(InvalidDataError) as caught:
        jbp.DeclaredTemplate(template(goals=[goal(jbp.AnswerAmount("nothing"))]))
    assert caught.value.findings


# --- names ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("period", "name"),
    [
        (YEAR, "2026"),
        (days("2026-04-01", "2026-07-01"), "2026-Q2"),
        (days("2026-05-01", "2026-08-01"), "2026-05-01 to 2026-07-31"),
        (days("2026-05-01", "2026-06-01"), "2026-05"),
        (days("2026-05-02", "2026-06-02"), "2026-05-02 to 2026-06-01"),
        (days("2026-05-01", "2026-05-31"), "2026-05-01 to 2026-05-30"),
        (days("2026-05-01", "2026-07-01"), "2026-05-01 to 2026-06-30"),
    ],
)
def test_a_period_has_the_name_people_give_it(period: jbp.DateRange, name: str) -> None:
    assert period_name(period) == name


def test_a_fiscal_period_has_its_label_and_other_days_their_dates() -> None:
    july = jbp.FiscalCalendar.months(start_month=7)
    assert period_name(july.quarter(2026, 1), july) == july.of(
        july.quarter(2026, 1).start
    ).label(jbp.PeriodKind.QUARTER)
    odd = days("2026-07-02", "2026-07-20")
    assert period_name(odd, july) == "2026-07-02 to 2026-07-19"


def test_an_id_is_never_too_long() -> None:
    assert plan_id_for("nw", YEAR, "2026") == "nw-2026"
    longest = "p" * 123
    assert plan_id_for(longest, YEAR, "2026") == f"{longest}-2026"
    made = plan_id_for("p" * 124, YEAR, "2026")
    assert made.endswith("-2026")
    assert len(made) < 100
    assert made != plan_id_for("p" * 125, YEAR, "2026")


# --- checking -------------------------------------------------------------------------


def test_what_does_not_fit_is_found() -> None:
    yes = jbp.Question(id="mdf", name="MDF?", kind=jbp.AnswerKind.YES_NO)
    text = jbp.Question(id="why", name="Why", kind=jbp.AnswerKind.TEXT)

    def on(question: str, answer: str) -> jbp.Question:
        return jbp.Question(
            id="q",
            name="Q",
            kind=jbp.AnswerKind.TEXT,
            when=jbp.Condition(question=question, answer=answer),
        )

    def found(**fields: Any) -> list[str]:
        made = jbp.Template(key="t", version=1, name="T", **fields)
        return [path for path, _ in codes(made)]

    asking = (*QUESTIONS, text)
    assert found(questions=[yes, on("mdf", "perhaps")]) == ["questions[1].when.answer"]
    assert found(questions=[text, on("why", "because")]) == ["questions[1].when.answer"]
    assert found(questions=[yes, on("mdf", "no")]) == []
    assert found(questions=asking, goals=[goal(jbp.AnswerAmount("why"))]) == [
        "goals[0].target"
    ]
    assert found(questions=asking, goals=[goal(jbp.GoalAmount("gone"))]) == [
        "goals[0].target"
    ]
    assert found(questions=asking, goals=[goal(BASE, owner="why")]) == [
        "goals[0].owner"
    ]
    assert found(
        actions=[
            jbp.TemplateAction(
                id="a",
                name="A",
                side=jbp.Side.VENDOR,
                due=jbp.RelativeDay.parse("end"),
                impact=jbp.FixedAmount(5, "USD"),
            )
        ]
    ) == ["actions[0].impact"]


@pytest.mark.parametrize(
    "first",
    [
        jbp.Uplift(base=jbp.FixedAmount(5, "USD"), by=jbp.FixedAmount("0.1", "%")),
        jbp.ShareOf(share=jbp.FixedAmount("0.1", "%"), of=jbp.FixedAmount(5, "USD")),
        jbp.PerHead(each=jbp.FixedAmount(5, "USD"), heads=HEADS),
        jbp.SumOf(parts=[jbp.FixedAmount(5), jbp.FixedAmount(5, "USD")]),
        jbp.GoalAmount("other"),
    ],
)
def test_parts_of_a_sum_are_in_one_unit(first: Any) -> None:
    """Where nobody says which unit is wanted, it is that of the first part."""
    other = goal(BASE, id="other")

    def share(second: jbp.FixedAmount) -> jbp.TemplateGoal:
        inner = jbp.SumOf(parts=[first, second])
        return goal(jbp.PerHead(each=BASE, heads=inner))

    bad = template(goals=[other, share(jbp.FixedAmount(5, "seats"))])
    assert any(path.startswith("goals[1].target") for path, _ in codes(bad))


def test_many_reviews_bring_only_so_many_actions() -> None:
    weekly = jbp.TemplateCadence(
        id="w",
        name="Weekly",
        step=jbp.Frequency.WEEKLY,
        on=jbp.MeetingDay.parse("tuesday"),
    )
    each = [
        jbp.TemplateAction(
            id=f"a{n}",
            name="A",
            side=jbp.Side.VENDOR,
            due=jbp.RelativeDay.parse("1 day before each review w"),
        )
        for n in range(20)
    ]

    def found(count: int, months: int) -> list[str]:
        made = template(months=months, cadences=[weekly], actions=each[:count])
        return [path for path, code in codes(made) if code.endswith("too_many")]

    assert found(1, 12) == []
    (path,) = found(20, 60)
    assert path.startswith("actions[")


def test_a_single_bound_is_looked_at() -> None:
    hidden = goal(BASE, id="hidden", audience=jbp.Audience.VENDOR)
    kept = goal(
        id="kept",
        metric="churn-rate",
        keep=jbp.TemplateKeep(lower=jbp.GoalAmount("hidden")),
    )
    found = [path for path, _ in codes(template(goals=[hidden, kept]))]
    assert "goals[1].keep.lower" in found
