"""A person leaves no trace in a plan, and its history stays whole."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

import attrs
import pytest

import jbpcore as jbp
from jbpcore.errors import InvalidValueError, NotAllowedError
from jbpcore.planning.erasure import erase_person, list_mentions
from jbpcore.planning.terms import terms_digest
from jbpcore.testing.sample_records import full_plan

AT = datetime(2026, 1, 7, 9, tzinfo=UTC)
YEAR = jbp.DateRange(date(2026, 1, 1), date(2027, 1, 1))
MARIA = jbp.Person(id="maria@acme.example", name="Maria Lopez", side=jbp.Side.VENDOR)
TOM = jbp.Person(
    id="tom", name="Tom", side=jbp.Side.PARTNER, email="tom@northwind.example"
)


def lived() -> jbp.Plan:
    plan = jbp.draft_plan(
        id="p",
        name="P",
        vendor=jbp.Party(id="acme", name="Acme"),
        partner=jbp.Partner(id="nw", name="Northwind"),
        period=YEAR,
        people=[MARIA, TOM],
        by=MARIA,
        at=AT,
        why="Maria Lopez met Tom",
        notes="Write to tom@northwind.example. Tomorrow is Tom's day.",
        goals=[
            jbp.Goal(
                id="g",
                name="Tom's goal",
                metric=jbp.metrics.REVENUE,
                target=jbp.Money(1, "USD"),
                period=YEAR,
                owner_id="tom",
            )
        ],
        commitments=[
            jbp.Commitment(
                id="c",
                name="Lend Tom a car",
                side=jbp.Side.VENDOR,
                due_on=date(2026, 3, 1),
            )
        ],
        reviews=[
            jbp.Review(id="r", name="R", on=date(2026, 3, 1), wins=["Tom won", "x"])
        ],
        actions=[
            jbp.Action(
                id="a",
                name="Call TOM",
                side=jbp.Side.PARTNER,
                due_on=date(2026, 3, 1),
                owner_id="tom",
            )
        ],
    )
    plan = jbp.comment(plan, "I am in. Tom", by=TOM, at=AT)
    plan = jbp.propose(plan, by=MARIA, at=AT)
    plan = jbp.sign(plan, by=TOM, at=AT)
    plan = jbp.sign(plan, by=MARIA, at=AT)
    return jbp.propose_amendment(
        plan,
        lambda plan: attrs.evolve(plan, goals=[attrs.evolve(plan.goals[0], weight=2)]),
        by=TOM,
        at=AT,
        why="Tom asks for it",
    )


def test_nothing_of_the_person_is_left_but_what_was_signed() -> None:
    erased = erase_person(lived(), "tom", by=None, at=AT)
    found = list_mentions(erased, "tom", "tom@northwind.example")
    assert {finding.code for finding in found} == {"jbp.person.mentioned"}
    assert [finding.path for finding in found] == [
        "commitments[0].name",
        "amendments[0].terms.commitments[0].name",
        "amendments[0].replaced.commitments[0].name",
    ]
    without = jbp.dumps(erased).replace("Lend Tom a car", "").replace("Tomorrow", "")
    assert not re.search("tom", without, re.IGNORECASE)
    assert "Tomorrow is erased-1's day" in erased.notes


def test_history_and_signatures_stay_whole() -> None:
    before = lived()
    erased = erase_person(before, "tom", by=None, at=AT)
    assert terms_digest(erased) == terms_digest(before)
    assert [record.move for record in erased.records[:-1]] == [
        record.move for record in before.records
    ]
    assert [record.id for record in erased.records[:-1]] == [
        record.id for record in before.records
    ]
    assert {one.side for one in jbp.current_signoffs(erased)} == set(jbp.Side)
    assert erased.signoffs[0] == attrs.evolve(before.signoffs[0], person_id="erased-1")
    assert "erased-1 (Northwind) signed" in "\n".join(jbp.story(erased))
    person = erased.people[1]
    assert (person.side, person.role) == (TOM.side, TOM.role)
    assert (person.id, person.name, person.email) == ("erased-1", "erased-1", "")


def test_somebody_else_is_left_alone() -> None:
    before = lived()
    erased = erase_person(before, "tom", by=None, at=AT)
    assert erased.people[0] == MARIA
    assert erased.records[0].by == MARIA.id


def test_the_second_one_has_another_alias() -> None:
    erased = erase_person(lived(), "tom", by=None, at=AT)
    erased = erase_person(erased, MARIA.id, by=None, at=AT)
    assert {person.id for person in erased.people} == {"erased-1", "erased-2"}
    text = jbp.dumps(erased)
    assert "maria" not in text.lower()


def test_one_who_erases_their_own_data_is_not_named_again() -> None:
    erased = erase_person(lived(), "tom", by=None, at=AT, alias="someone")
    assert erased.records[-1].subject == "people:someone"
    admin = attrs.evolve(TOM, role=jbp.PersonRole.PARTNER_ADMIN)
    plan = attrs.evolve(lived(), people=[MARIA, admin])
    own = erase_person(plan, "tom", by=admin, at=AT, why="Tom leaves")
    assert own.records[-1].by == "erased-1"
    assert own.records[-1].why == "erased-1 leaves"


def test_only_those_whom_the_policy_lets_may_do_it() -> None:
    with pytest.raises(NotAllowedError):
        erase_person(lived(), "tom", by=MARIA, at=AT)


@pytest.mark.parametrize(
    "change", [{"person_id": "nobody"}, {"alias": "tom"}, {"alias": "a b"}]
)
def test_who_is_not_there_cannot_be_erased(change: dict[str, str]) -> None:
    arguments: dict[str, Any] = {"person_id": "tom", **change}
    with pytest.raises(InvalidValueError):
        erase_person(lived(), by=None, at=AT, **arguments)


def test_somebody_the_plan_only_refers_to_is_erased_too() -> None:
    gone = attrs.evolve(lived(), people=[MARIA])
    erased = erase_person(gone, "tom", by=None, at=AT)
    assert erased.goals[0].owner_id == "erased-1"


def test_a_plan_with_everything_in_it_can_be_cleaned() -> None:
    plan = full_plan()
    erased = erase_person(plan, "maria@acme.example", by=None, at=AT)
    assert "maria@acme.example" not in jbp.dumps(erased)
    assert terms_digest(erased) == terms_digest(plan)


@pytest.mark.parametrize(
    "written",
    [
        "Ask Jos\u00e9 Garc\u00eda.",
        "Ask Jose\u0301 Garci\u0301a.",
        "Ask JOS\u00c9\u00a0GARC\u00cdA.",
        "Ask Jos\u00e9\n  Garc\u00eda.",
        "Ask jose.",
        "Ask Pepe.",
    ],
)
def test_a_name_is_found_however_it_is_written(written: str) -> None:
    jose = jbp.Person(id="jose", name="Jose\u0301 Garc\u00eda", side=jbp.Side.PARTNER)
    plan = attrs.evolve(lived(), people=[MARIA, TOM, jose], notes=written)
    erased = erase_person(plan, "jose", by=None, at=AT, words=["Pepe"])
    assert erased.notes == "Ask erased-1."


def test_text_that_names_nobody_keeps_its_letters() -> None:
    apart = "Jose\u0301\u0302 and Cafe\u0301"
    jose = jbp.Person(id="jose", name="Jose", side=jbp.Side.PARTNER)
    plan = attrs.evolve(lived(), people=[MARIA, TOM, jose], notes=apart)
    assert erase_person(plan, "jose", by=None, at=AT).notes == apart


def test_one_who_left_before_is_erased_by_the_words_one_gives() -> None:
    admin = attrs.evolve(TOM, name="Tom Ek", role=jbp.PersonRole.PARTNER_ADMIN)
    plan = attrs.evolve(lived(), people=[MARIA, admin], notes="Ask Tom Ek")
    plan = jbp.person_leaves(plan, "tom", by=admin, at=AT)
    # Nobody knows any more that they were called Tom Ek; an id counts as it is written.
    assert erase_person(plan, "tom", by=None, at=AT).notes == "Ask Tom Ek"
    erased = erase_person(plan, "tom", by=None, at=AT, words=["Tom Ek"])
    assert erased.notes == "Ask erased-1"


def test_what_a_signed_goal_counts_stays_and_is_told() -> None:
    before = lived()
    goal = attrs.evolve(before.goals[0], scope={"rep": "tom"})
    plan = attrs.evolve(before, goals=[goal])
    erased = erase_person(plan, "tom", by=None, at=AT)
    assert terms_digest(erased) == terms_digest(plan)
    assert "goals[0].scope.rep" in [one.path for one in list_mentions(erased, "tom")]
