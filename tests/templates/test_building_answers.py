"""Answers: how they are read, whose they stay, and how much is there."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction

import attrs
import pytest
from tests.templates.built_plan import (
    BASE,
    MARIA,
    NOW,
    QUESTIONS,
    TOM,
    VERA,
    built,
    goal,
    setting,
    template,
)

import jbpcore as jbp
from jbpcore.errors import InvalidDataError


@pytest.mark.parametrize(
    ("kind", "bad"),
    [
        ("money", "1,000 EUR"),
        ("money", "1e9 EUR"),
        ("money", "5 eur"),
        ("money", 5.0),
        ("count", "5 customers"),
        ("count", "NaN"),
        ("ratio", "10"),
        ("ratio", "a tenth"),
        ("day", "2026-02-30"),
        ("day", datetime(2026, 1, 1, tzinfo=UTC)),
        ("yes_no", "perhaps"),
        ("choice", "C"),
        ("person", "nobody"),
        ("lines", 5),
        ("text", 5),
        ("text", "a\x00b"),
    ],
)
def test_what_is_no_answer_is_refused(kind: str, bad: object) -> None:
    question = jbp.Question(
        id="q",
        name="Q",
        kind=jbp.AnswerKind(kind),
        unit="people" if kind == "count" else "",
        choices=["A", "B"] if kind == "choice" else [],
    )
    with pytest.raises(InvalidDataError) as caught:
        built({"q": bad}, template(questions=[question]))
    assert [finding.path for finding in caught.value.findings] == ["answers.q"]


@pytest.mark.parametrize(
    ("kind", "given", "field", "kept"),
    [
        ("money", "1000.50 EUR", "amount", jbp.Money("1000.50", "EUR")),
        ("ratio", "12.5%", "amount", jbp.Ratio(Fraction(1, 8))),
        ("ratio", "1", "amount", jbp.Ratio(1)),
        ("day", "2026-02-28", "on", date(2026, 2, 28)),
        ("yes_no", True, "text", "yes"),
        ("yes_no", "N", "text", "no"),
        ("choice", "b", "text", "B"),
        ("person", "partner.partner_admin", "person_id", "tom"),
        ("person", VERA, "person_id", "vera"),
        ("lines", "A\n\n B ", "lines", ("A", "B")),
        ("text", "{x}", "text", "{x}"),
    ],
)
def test_answers_are_read_as_people_give_them(
    kind: str, given: object, field: str, kept: object
) -> None:
    choices = ["A", "B"] if kind == "choice" else []
    question = jbp.Question(
        id="q", name="Q", kind=jbp.AnswerKind(kind), choices=choices
    )
    plan = built({"q": given}, template(questions=[question]))
    assert getattr(plan.answers[0], field) == kept
    assert jbp.loads(jbp.dumps(plan), jbp.Plan) == plan


def test_answers_of_one_side_stay_with_it() -> None:
    made = template(
        sections=[
            jbp.Section(id="inside", name="Inside", audience=jbp.Audience.VENDOR)
        ],
        questions=[
            jbp.Question(
                id="doubts", name="Doubts", kind=jbp.AnswerKind.TEXT, section="inside"
            ),
            jbp.Question(id="vision", name="Vision", kind=jbp.AnswerKind.TEXT),
        ],
    )
    plan = built({"doubts": "Too small", "vision": "First"}, made)
    seen = jbp.project(plan, jbp.Viewer.of(TOM))
    assert [one.id for one in seen.answers] == ["vision"]
    assert jbp.project(plan, jbp.Viewer.of(MARIA)).answers == plan.answers
    # Nor do they fill what both sides would see next year.
    shown = attrs.evolve(made.questions[0], section="")
    next_year = jbp.DeclaredTemplate(attrs.evolve(made, questions=(shown,)))
    filled = jbp.fill_answers(
        next_year, {}, setting(), previous=plan, as_of=date(2026, 12, 31)
    )
    assert filled == {}


def test_what_answers_hold_of_a_person_is_erased_with_them() -> None:
    plan = built({"who": "tom", "base": "5 EUR"}, template())
    gone = jbp.erase_person(plan, "tom", by=None, at=NOW)
    assert {str(one.id): one.person_id for one in gone.answers}["who"] == "erased-1"


def test_answers_are_no_part_of_what_is_signed() -> None:
    plan = built({"base": "5 EUR"}, template(goals=[goal(BASE)]))
    other = attrs.evolve(plan, answers=(), template=None)
    assert jbp.terms_digest(plan) == jbp.terms_digest(other)
    changes = jbp.diff(plan, other)
    assert changes
    assert not any(change.is_material for change in changes)


def test_a_plan_rolled_forward_keeps_what_was_said_in_words() -> None:
    vision = jbp.Question(id="vision", name="Vision", kind=jbp.AnswerKind.TEXT)
    made = template(questions=(*QUESTIONS, vision))
    plan = built({"base": "5 EUR", "vision": "First"}, made)
    after = jbp.roll_forward(plan, as_of=date(2026, 12, 31))
    assert [one.id for one in after.answers] == ["vision"]
    assert after.template == plan.template


def test_a_plan_that_is_too_long_to_be_used_is_warned_of() -> None:
    limits = jbp.LengthLimits(goals=1, words=3)
    made = template(goals=[goal(), goal(id="h")], limits=limits)
    plan = attrs.evolve(built({}, made), notes="one two three four")
    found = jbp.DeclaredTemplate(made).completeness(plan)
    assert [one.path for one in found.too_long] == ["goals", ""]
    assert {one.code for one in found.too_long} == {"jbp.template.too_long"}


def test_completeness_counts_what_is_there_in_proportion() -> None:
    rules = [
        jbp.CompletenessRule(id="a", needs=jbp.Need.ACTIONS, least=4, weight=2),
        jbp.CompletenessRule(id="p", needs=jbp.Need.PEOPLE, side=jbp.Side.PARTNER),
    ]
    action = jbp.TemplateAction(
        id="x", name="X", side=jbp.Side.VENDOR, due=jbp.RelativeDay.parse("end")
    )
    made = template(completeness=rules, actions=[action])
    plan = built({"base": "5 EUR"}, made)
    found = jbp.DeclaredTemplate(made).completeness(plan)
    # The required answer 1 of 1, a quarter of 2, and 1 of 1: 2.5 of 4.
    assert found.score_ratio == Fraction(5, 8)
    assert [one.path for one in found.missing] == ["actions"]
    assert found.missing[0].code == "jbp.template.incomplete"


@pytest.mark.parametrize(
    ("question", "given"),
    [("base", "400.000 EUR"), ("base", "-1.000 USD"), ("growth", 15), ("growth", "15")],
)
def test_what_is_read_in_two_ways_is_no_answer(question: str, given: object) -> None:
    answers: dict[str, object] = {"base": "1 EUR", question: given}
    with pytest.raises(InvalidDataError) as caught:
        built(answers, template())
    assert [one.path for one in caught.value.findings] == [f"answers.{question}"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        # The dinar has thousandths, and nobody sets a mark after a zero or four digits.
        ("400.125 KWD", jbp.Money("400.125", "KWD")),
        ("0.125 EUR", jbp.Money("0.125", "EUR")),
        ("1000.005 EUR", jbp.Money("1000.005", "EUR")),
        ("400.50 EUR", jbp.Money("400.50", "EUR")),
    ],
)
def test_a_point_is_a_point_where_nothing_else_can_be_meant(
    given: str, expected: jbp.Money
) -> None:
    plan = built({"base": given, "growth": "15 %"}, template())
    amounts = {one.id: one.amount for one in plan.answers}
    assert amounts == {"base": expected, "growth": jbp.Ratio("0.15")}
