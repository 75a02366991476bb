"""Answers at their edges: which are none, which are asked for, how they count."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import attrs
import pytest
from tests.templates.built_plan import (
    BASE,
    MARIA,
    NOW,
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
from jbpcore.errors import InvalidValueError
from jbpcore.planning.templates.answering import AnswerReader
from jbpcore.planning.templates.upgrading import upgrade_to


def asked(kind: str, **fields: Any) -> jbp.Question:
    return jbp.Question(id="q", name="Q", kind=jbp.AnswerKind(kind), **fields)


# --- answers --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "given", "said"),
    [
        (asked("money"), "25000", "with its currency"),
        (asked("yes_no"), 1, "'yes' or 'no'"),
        (asked("choice", choices=["A", "B"]), 1, "one of 'A', 'B'"),
        (asked("ratio", least="10%"), "5%", "10% or more"),
        (asked("ratio", most="50%"), "51%", "50% or less"),
        (asked("person"), "tom", "id of somebody in the plan"),
    ],
)
def test_what_is_no_answer_is_told_with_what_would_be_one(
    question: jbp.Question, given: object, said: str
) -> None:
    with pytest.raises(InvalidValueError) as caught:
        AnswerReader().read(question, given)
    assert said in caught.value.expected


def test_a_role_is_an_answer_before_there_are_people() -> None:
    answer = AnswerReader().read(asked("person"), "vendor.partner_manager")
    assert answer.person_id is None
    known = AnswerReader(people=[MARIA, TOM])
    assert known.read(asked("person"), "partner.partner_admin").person_id == "tom"


def test_a_choice_is_taken_as_it_is_written_or_else_in_any_case() -> None:
    both = asked("choice", choices=["gold", "Gold"])
    assert AnswerReader().read(both, "Gold").text == "Gold"
    assert AnswerReader().read(both, "gold").text == "gold"
    assert AnswerReader().read(both, " GOLD ").text == "gold"


def test_an_amount_in_a_private_currency_has_no_thousandths() -> None:
    private = AnswerReader(currency="XXA")
    assert private.read(asked("money"), "1.50").amount == jbp.Money("1.50", "XXA")
    with pytest.raises(InvalidValueError):
        private.read(asked("money"), "1.500")  # a thousand and a half, somewhere
    dinars = AnswerReader(currency="KWD").read(asked("money"), "1.500")
    assert dinars.amount == jbp.Money("1.500", "KWD")


def test_bounds_are_themselves_allowed() -> None:
    bounded = asked("ratio", least="10%", most="50%")
    for text in ("10%", "50%"):
        assert AnswerReader().read(bounded, text).amount == jbp.Ratio(text)


def test_a_tier_that_is_no_choice_is_asked_for() -> None:
    tier = asked("choice", choices=["Gold", "Silver"], fill_from=["partner.tier"])
    asking = jbp.DeclaredTemplate(template(questions=[tier]))
    for said, filled in (("Gold", {"q": "Gold"}), ("Bronze", {})):
        partner = jbp.Partner(id="nw", name="Northwind", tier=said)
        known = setting(partner=partner)
        found = jbp.fill_answers(asking, {}, known, as_of=date(2025, 12, 1))
        assert found == filled


def test_a_question_behind_one_that_does_not_apply_is_not_answered() -> None:
    first = jbp.Question(id="a", name="A", kind=jbp.AnswerKind.YES_NO)
    second = jbp.Question(
        id="b",
        name="B",
        kind=jbp.AnswerKind.YES_NO,
        when=jbp.Condition(question="a", answer="yes"),
    )
    third = jbp.Question(
        id="c",
        name="C",
        kind=jbp.AnswerKind.TEXT,
        when=jbp.Condition(question="b", answer="yes"),
    )
    asking = template(questions=[first, second, third])
    given: dict[str, object] = {"a": "no", "b": "yes", "c": "x"}
    assert [one.id for one in built(given, asking).answers] == ["a"]
    given["a"] = "yes"
    assert [one.id for one in built(given, asking).answers] == ["a", "b", "c"]


def test_a_blank_answer_is_none() -> None:
    why = jbp.Question(id="why", name="Why", kind=jbp.AnswerKind.LINES)
    assert built({"why": "\n \n"}, template(questions=[why])).answers == ()


def test_an_owner_nobody_named_is_the_usual_one() -> None:
    who = template(questions=QUESTIONS, goals=[goal(BASE, owner="who")])
    (named,) = built({"base": "1 EUR", "who": "vera"}, who).goals
    (usual,) = built({"base": "1 EUR"}, who).goals
    assert named.owner_id == "vera"
    assert usual.owner_id == "maria"  # the first of the vendor's side


# --- completeness ---------------------------------------------------------------------


def test_answers_count_by_their_lines_or_words() -> None:
    questions = [
        jbp.Question(id="why", name="Why", kind=jbp.AnswerKind.TEXT),
        jbp.Question(id="how", name="How", kind=jbp.AnswerKind.LINES),
        jbp.Question(id="mdf", name="MDF?", kind=jbp.AnswerKind.YES_NO),
        jbp.Question(
            id="more",
            name="More",
            kind=jbp.AnswerKind.TEXT,
            when=jbp.Condition(question="mdf", answer="yes"),
        ),
    ]
    rules = [
        jbp.CompletenessRule(id=key, needs=jbp.Need.ANSWER, question=key, least=4)
        for key in ("why", "how", "more")
    ]
    made = template(questions=questions, completeness=rules)
    answers: dict[str, object] = {"why": "To win more", "how": "A\nB", "mdf": "no"}
    found = jbp.DeclaredTemplate(made).completeness(built(answers, made))
    # Three words of four and two lines of four; what is not asked does not count.
    assert found.score_ratio == Fraction(5, 8)


# --- upgrades -------------------------------------------------------------------------


def test_an_answer_that_no_longer_fits_stays_beside() -> None:
    first = jbp.DeclaredTemplate(template())
    choice: dict[str, Any] = {"kind": jbp.AnswerKind.CHOICE, "choices": ["few", "many"]}
    again = attrs.evolve(QUESTIONS[1], unit="", **choice)
    second = jbp.DeclaredTemplate(
        template(version=2, questions=[QUESTIONS[0], again, *QUESTIONS[2:]])
    )
    how = {**KNOWN, "answers": {"base": "1000 EUR", "heads": 7}}
    plan = jbp.draft_plan(
        **how, template=first, period=YEAR, people=[MARIA, TOM], by="maria"
    )
    found = upgrade_to(plan, second, old=first, by="maria", at=NOW)
    kept = {str(one.id): one.amount for one in found.plan.answers}
    assert kept["heads"] == jbp.Quantity(7, "people")
    (told,) = [one for one in found.findings if "heads" in one.path]
    assert "anew" in str(told.message)
    with pytest.raises(InvalidValueError, match="made from t@2"):
        upgrade_to(plan, first, old=second, by="maria", at=NOW)
