from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import jbpcore as jbp
from jbpcore import planning
from jbpcore.planning.renewal_words import try_renewal_words

YEAR = jbp.FiscalCalendar.calendar_year().year(2026)
NOW = datetime(2027, 1, 8, 9, tzinfo=UTC)
MARIA = jbp.Person(id="maria", name="Maria Lopez", side=jbp.Side.VENDOR)
TOM = jbp.Person(id="tom", name="Tom Weber", side=jbp.Side.PARTNER)
BY: dict[str, Any] = {"by": MARIA, "at": NOW, "why": "Renewal"}
PLAN = jbp.Plan(
    id="nw-2026",
    name="Northwind 2026",
    vendor=jbp.Party(id="acme", name="Acme"),
    partner=jbp.Partner(id="nw", name="Northwind", tier="Silver"),
    period=YEAR,
    people=[MARIA, TOM],
    goals=[
        jbp.Goal(
            id="revenue",
            name="Revenue",
            metric=jbp.metrics.REVENUE,
            target=jbp.Money("25000", "USD"),
            period=YEAR,
            owner_id="tom",
        )
    ],
    actions=[
        jbp.Action(
            id="train", name="Train", side=jbp.Side.PARTNER, due_on=date(2026, 11, 20)
        )
    ],
)


def test_a_renewal_reads_as_a_story() -> None:
    new = jbp.roll_forward(PLAN, as_of=date(2026, 12, 31), uplift="10%", **BY)
    new = jbp.change_tier(new, "Gold", **BY | {"why": "Certified"})
    new = jbp.person_leaves(new, "tom", by=TOM, at=NOW, why="New job")
    told = [sentence.split(": ", 1)[1] for sentence in jbp.story(new)]
    rolled, goal, action, tier, left = told
    assert rolled == (
        "Maria Lopez (Acme) rolled nw-2026 forward, for 2027-01-01..2027-12-31 on its "
        'target, uplifted by 0.1: "Renewal".'
    )
    assert goal == (
        "Maria Lopez (Acme) carried on goal revenue, aiming at 27500.00 USD on 25000 "
        "USD."
    )
    assert action == (
        "Maria Lopez (Acme) carried on action train, due on 2027-01-30, carried so "
        "often: 1."
    )
    assert tier == (
        "Maria Lopez (Acme) noted that the partner's tier is Gold, not Silver: "
        '"Certified".'
    )
    assert left == (
        "tom (Northwind) took tom off the plan, who looked after goals:revenue: "
        '"New job".'
    )


def test_every_move_of_renewal_has_words() -> None:
    folder = Path(planning.__path__[0])
    modules = (
        "calendar_change",
        "currency_change",
        "departures",
        "goal_drop",
        "mergers",
        "partner_changes",
        "partner_splits",
        "refresh",
        "roll_forward",
    )
    text = "".join((folder / f"{name}.py").read_text("utf-8") for name in modules)
    moves = set(re.findall(r'move="(\w+)"', text))
    moves |= {"carry", "finish", "drop", "change_tier", "change_parent"}
    moves |= {"take_over", "add_up"}
    for move in sorted(moves):
        record = attrs_record(move)
        words = try_renewal_words(record, "Maria")
        assert words is not None, move
    assert try_renewal_words(attrs_record("sign"), "Maria") is None


def attrs_record(move: str) -> jbp.PlanRecord:
    return jbp.PlanRecord(id="r", move=move, at=NOW, subject="goals:g")
