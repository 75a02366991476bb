"""Two people move one plan at one time: every pair of moves, from every standing.

Whatever is chosen for what is in conflict, the plan that comes of it is one that moves,
one after the other, could have led to as well: this is written out here anew.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any

import attrs
import pytest

import jbpcore as jbp
from jbpcore.errors import JbpError
from jbpcore.planning.conflict import Choice
from jbpcore.planning.merge import Merge, merge, resolve
from jbpcore.planning.terms import terms_digest

YEAR = jbp.DateRange(date(2026, 1, 1), date(2027, 1, 1))
MARIA = jbp.Person(id="maria", name="Maria", side=jbp.Side.VENDOR)
TOM = jbp.Person(id="tom", name="Tom", side=jbp.Side.PARTNER)
Move = Callable[[jbp.Plan, dict[str, Any]], jbp.Plan]


def at(minute: int) -> datetime:
    return datetime(2026, 1, 7, 9, tzinfo=UTC) + timedelta(minutes=minute)


def aims(amount: int) -> Callable[[jbp.Plan], jbp.Plan]:
    def change(plan: jbp.Plan) -> jbp.Plan:
        goal = attrs.evolve(plan.goals[0], target=jbp.Money(amount, "USD"))
        return attrs.evolve(plan, goals=[goal])

    return change


def drafted() -> jbp.Plan:
    goal = jbp.Goal(
        id="g",
        name="G",
        metric=jbp.metrics.REVENUE,
        target=jbp.Money(25000, "USD"),
        period=YEAR,
    )
    return jbp.draft_plan(
        id="p",
        name="P",
        vendor=jbp.Party(id="acme", name="Acme"),
        partner=jbp.Partner(id="nw", name="Northwind"),
        period=YEAR,
        people=[MARIA, TOM],
        goals=[goal],
        by=MARIA,
        at=at(0),
    )


def lives() -> dict[str, jbp.Plan]:
    draft = drafted()
    proposed = jbp.propose(draft, by=MARIA, at=at(1))
    signed = jbp.sign(proposed, by=MARIA, at=at(2))
    agreed = jbp.sign(signed, by=TOM, at=at(3))
    less = jbp.propose_amendment(agreed, aims(20000), by=MARIA, at=at(4), why="Less")
    half = jbp.sign_amendment(less, by=MARIA, at=at(5))
    return {
        "draft": draft,
        "proposed": proposed,
        "signed by the vendor": signed,
        "signed by the partner": jbp.sign(proposed, by=TOM, at=at(2)),
        "agreed": agreed,
        "amendment open": less,
        "amendment signed by the vendor": half,
        "amendment signed by the partner": jbp.sign_amendment(less, by=TOM, at=at(5)),
        "amended": jbp.sign_amendment(half, by=TOM, at=at(6)),
    }


LIVES = lives()
MOVES: dict[str, Move] = {
    "edit": lambda plan, how: jbp.edit(plan, aims(30000), **how),
    "reword": lambda plan, how: jbp.edit(
        plan, lambda plan: attrs.evolve(plan, notes="x"), **how
    ),
    "propose": lambda plan, how: jbp.propose(plan, **how),
    "hide": lambda plan, how: jbp.hide(plan, **how),
    "accept": lambda plan, how: jbp.accept(plan, **how),
    "decline": lambda plan, how: jbp.decline(plan, why="No", **how),
    "withdraw": lambda plan, how: jbp.withdraw(plan, **how),
    "counter": lambda plan, how: jbp.counter_propose(plan, aims(15000), **how),
    "sign": lambda plan, how: jbp.sign(plan, **how),
    "amend": lambda plan, how: jbp.propose_amendment(
        plan, aims(15000), why="Even less", **how
    ),
    "sign amendment": lambda plan, how: jbp.sign_amendment(plan, **how),
    "decline amendment": lambda plan, how: jbp.decline_amendment(plan, why="No", **how),
    "withdraw amendment": lambda plan, how: jbp.withdraw_amendment(plan, **how),
    "close": lambda plan, how: jbp.close(
        plan,
        [],
        outcomes=[jbp.GoalOutcome(goal_id="g", outcome=jbp.Outcome.CARRIED)],
        as_of=YEAR.last_day,
        **how,
    ),
    "cancel": lambda plan, how: jbp.cancel(plan, why="No", **how),
}


def moved(plan: jbp.Plan, minute: int) -> dict[str, jbp.Plan]:
    """Return the plan after each move that one of the two may make."""
    found = {}
    for (name, move), by in product(MOVES.items(), (MARIA, TOM)):
        try:
            found[f"{by.id}: {name}"] = move(plan, {"by": by, "at": at(minute)})
        except JbpError:
            continue
    return found


def problems(plan: jbp.Plan) -> list[str]:
    """Say what about *plan* no moves, one after the other, could have led to."""
    digest = terms_digest(plan)
    states = jbp.PlanState
    standing = jbp.current_signoffs(plan)
    sides = {one.side for one in standing}
    still_open = [
        one for one in plan.amendments if one.status is jbp.AmendmentStatus.OPEN
    ]
    unanswered = [one for one in plan.proposals if one.answer is None]
    found = {
        "agreed without two signatures": plan.state is states.AGREED
        and (len(sides) < 2 or len(standing) > 2),
        "signed by both, not agreed": plan.state is states.PROPOSED and len(sides) > 1,
        "other terms than proposed": plan.state is states.PROPOSED
        and plan.proposals[-1].terms_digest != digest,
        "draft with an open proposal": plan.state is states.DRAFT and unanswered,
        "hidden, and not a draft": plan.state is not states.DRAFT and plan.hidden_from,
        "amendment of a plan that is not agreed": still_open
        and plan.state is not states.AGREED,
        "amendment of other terms": still_open and still_open[0].base_digest != digest,
        "two amendments open": len(still_open) > 1,
        "amendment that both signed is open": still_open
        and {one.side for one in still_open[0].signoffs} == set(jbp.Side),
        "closed without outcomes": plan.state is states.CLOSED and not plan.outcomes,
        "outcomes of a plan that goes on": plan.state is not states.CLOSED
        and plan.outcomes,
    }
    return [name for name, is_so in found.items() if is_so]


def followed(merged: Merge, choice: Choice) -> Merge:
    for _ in range(3):
        # Where fields are at odds by a choice, the whole of them is asked about next.
        chosen = dict.fromkeys([c.path for c in merged.conflicts], choice)
        merged = resolve(merged, chosen) if chosen else merged
    return merged


def pairs(life: str) -> list[tuple[str, str]]:
    plan = LIVES[life]
    return list(product(moved(plan, 10), moved(plan, 11)))


CASES = [(life, *pair) for life in LIVES for pair in pairs(life)]


def test_every_move_is_made_from_somewhere_and_every_life_has_some() -> None:
    assert {one.partition(": ")[2] for _, one, _ in CASES} == set(MOVES)
    assert {life for life, _, _ in CASES} == set(LIVES)
    assert not any(problems(plan) for plan in LIVES.values())


@pytest.mark.parametrize("life", LIVES)
def test_two_moves_at_once_lead_where_moves_lead(life: str) -> None:
    base = LIVES[life]
    firsts, seconds = moved(base, 10), moved(base, 11)
    for (first, mine), (second, theirs) in product(firsts.items(), seconds.items()):
        merged = merge(base, mine, theirs)
        assert merge(base, theirs, mine).plan == merged.plan
        for choice in Choice if merged.conflicts else [Choice.MINE]:
            plan = followed(merged, choice).plan
            case = f"{life}; {first}; {second}; {choice}"
            assert plan is not None, case
            assert not problems(plan), (case, problems(plan))
            for name in ("records", "signoffs", "comments"):
                kept = {*getattr(mine, name), *getattr(theirs, name)}
                assert kept <= {*getattr(plan, name)}, case
