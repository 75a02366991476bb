"""What stays hidden at the edges of edits, comments and records."""

from __future__ import annotations

import attrs
import pytest
from tests.unit.planning_work import ADMIN
from tests.unit.restructured_plan import MARIA, NOW, TOM, goal, plan

import jbpcore as jbp
from jbpcore.errors import InvalidValueError
from jbpcore.model.plan_record import PlanRecord
from jbpcore.planning.embedding import embedded
from jbpcore.planning.policy import DEFAULT_POLICY
from jbpcore.planning.redaction import Redactor
from jbpcore.planning.visibility import project


def test_nobody_comes_in_under_the_id_of_somebody_hidden() -> None:
    full = plan()
    now = attrs.evolve(full, people=[MARIA, TOM])
    again = jbp.Person(id="rep", name="Other", side=jbp.Side.PARTNER)
    new = attrs.evolve(now, people=[MARIA, TOM, again])
    sight = Redactor(full, ADMIN, DEFAULT_POLICY, ())
    with pytest.raises(InvalidValueError, match="an id of its own"):
        embedded(full, now, new, sight)


def test_what_is_hidden_of_the_partner_stays_when_the_rest_changes() -> None:
    firm = jbp.Partner(id="nw", name="Northwind", tags={"segment": "B"})
    full = plan(partner=firm)
    now = project(full, ADMIN)
    assert dict(now.partner.tags) == {}
    new = attrs.evolve(now, partner=attrs.evolve(now.partner, region="EMEA"))
    found, _ = embedded(full, now, new, Redactor(full, ADMIN, DEFAULT_POLICY, ()))
    assert found.partner == attrs.evolve(firm, region="EMEA")


def test_what_a_comment_or_record_says_of_hidden_parts_is_taken_out() -> None:
    secret = goal("margin", audience=jbp.Audience.VENDOR)

    def remark(key: str, about: str) -> jbp.Comment:
        return jbp.Comment(
            id=key, text="Hm", author_id="tom", written_at=NOW, about=about
        )

    records = [
        PlanRecord(id="1", move="edit", at=NOW, facts={"about": "goals:margin"}),
        PlanRecord(id="2", move="edit", at=NOW, facts={"about": "goals:revenue"}),
    ]
    full = plan(
        goal(),
        secret,
        comments=[
            remark("c1", "goals:revenue"),
            remark("c2", "people:tom"),
            remark("c3", "goals:margin"),
            remark("c4", "goals:gone"),
        ],
        records=records,
    )
    seen = project(full, ADMIN)
    assert {str(one.id): one.about for one in seen.comments} == {
        "c1": "goals:revenue",
        "c2": "people:tom",
        "c4": "",
    }
    facts = [dict(one.facts) for one in seen.records]
    assert {"about": "goals:revenue"} in facts
    assert {"about": "goals:margin"} not in facts
