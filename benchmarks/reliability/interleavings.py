"""Every order in which two, three or four editors can read and save one plan.

    python benchmarks/reliability/interleavings.py URL

Each editor reads the plan, and saves it with one change of his own. There are 6 orders
of these steps for two, 90 for three and 2,520 for four: 2,616, each played without
threads, so that it is the same every time. Whoever is not first is told so, merges what
he has with what there is, and saves that.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import attrs

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from benchmarks.reliability.stores import opened

from jbpcore.errors import StaleRevisionError
from jbpcore.model import metrics
from jbpcore.model.execution import Action
from jbpcore.model.goal import Goal
from jbpcore.model.party import Side
from jbpcore.model.plan import Plan
from jbpcore.planning.merge import merge
from jbpcore.ports.plan_revisions import StoredPlan
from jbpcore.testing.sample_records import small_plan
from jbpcore.values.money import Money

__all__ = ["MOST_EDITORS", "Played", "every_order", "in_time", "play", "play_all"]

MOST_EDITORS = 4
AT = datetime(2026, 1, 7, 12, tzinfo=UTC)


def every_order(editors: int) -> Iterator[tuple[int, ...]]:
    """Yield every order of two steps of each: the first of his is to read.

    Examples:
        >>> list(every_order(1))
        [(0, 0)]
        >>> [sum(1 for _ in every_order(n)) for n in (2, 3, 4)]
        [6, 90, 2520]
    """

    def rest(left: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        if not any(left):
            yield ()
        for one, steps in enumerate(left):
            if steps:
                fewer = (*left[:one], steps - 1, *left[one + 1 :])
                for others in rest(fewer):
                    yield (one, *others)

    return rest((2,) * editors)


@attrs.define
class Played:
    """What came of some orders.

    Attributes:
        orders: How many were played.
        losing: In how many of them an edit was lost.
        stale: How often somebody was told that another was first.
        asked: How often a merge asked which of two changes to take.
        wrong: What does not fit together, of all that was kept.
    """

    orders: int = 0
    losing: int = 0
    stale: int = 0
    asked: int = 0
    wrong: list[str] = attrs.field(factory=list)


def edited(plan: Plan, editor: int, *, at_one_place: bool) -> Plan:
    """Return the plan with the change of one editor.

    At one place, all of them set another target of one goal. Otherwise each sets that
    of a goal of his own, and adds an action.
    """
    number = 0 if at_one_place else editor
    target = Money(editor + 1, "USD")
    goals = [
        attrs.evolve(goal, target=target) if n == number else goal
        for n, goal in enumerate(plan.goals)
    ]
    if at_one_place:
        return attrs.evolve(plan, goals=goals)
    name = f"a-{editor}"
    day = date(2026, 6, 30)
    action = Action(id=name, name=name, side=Side.VENDOR, due_on=day)
    return attrs.evolve(plan, goals=goals, actions=(*plan.actions, action))


def play_all(store: Any, *, at_one_place: bool = False, every: int = 1) -> Played:
    """Play all 2,616 orders, or one of so many."""
    came = Played()
    orders = [o for n in range(2, MOST_EDITORS + 1) for o in every_order(n)]
    for order in orders[::every]:
        play(store, order, came, at_one_place=at_one_place)
    return came


def play(
    store: Any, order: tuple[int, ...], came: Played, *, at_one_place: bool
) -> None:
    """Let editors read and save in that order, and see whose edits are there."""
    editors = len(order) // 2
    plan = _goals_of(editors, f"o-{''.join(map(str, order))}")
    store.save(plan, expected_revision=0, by="maria", at=AT)
    copies: dict[int, StoredPlan] = {}
    accepted: list[int] = []
    for moment, editor in enumerate(order):
        if editor not in copies:
            copies[editor] = store.read(plan.id)
            continue
        mine = edited(copies[editor].plan, editor, at_one_place=at_one_place)
        at = AT + timedelta(minutes=moment)
        if _saved(store, copies[editor], mine, editor, at, came):
            accepted.append(editor)
    came.orders += 1
    found = store.read(plan.id).plan
    if at_one_place:
        # Nobody's was taken who had not read the one before, and the last one stands.
        target = Money(accepted[-1] + 1, "USD")
        is_lost = accepted != in_time(order) or found.goals[0].target != target
    else:
        is_lost = _sorted(found) != _sorted(_with_all_edits(plan, accepted))
    came.losing += is_lost
    history = store.history(plan.id)
    if [one.revision for one in history] != list(range(1, len(accepted) + 2)):
        came.wrong.append(f"{plan.id}: a gap in the history")
    if [one.note for one in history[1:]] != [f"{one}" for one in accepted]:
        came.wrong.append(f"{plan.id}: a history of others")


def in_time(order: tuple[int, ...]) -> list[int]:
    """Return who saves what he has read before anybody else has saved.

    Examples:
        >>> in_time((0, 1, 1, 0)), in_time((0, 0, 1, 1))
        ([1], [0, 1])
    """
    saves = 0
    seen: dict[int, int] = {}
    found = []
    for editor in order:
        if editor not in seen:
            seen[editor] = saves
        elif seen[editor] == saves:
            found.append(editor)
            saves += 1
    return found


def _with_all_edits(plan: Plan, accepted: list[int]) -> Plan:
    for editor in accepted:
        plan = edited(plan, editor, at_one_place=False)
    return plan


def _saved(
    store: Any,
    base: StoredPlan,
    mine: Plan,
    editor: int,
    at: datetime,
    came: Played,
) -> bool:
    """Save, or merge with what there is and save that; whether the edit was taken."""
    how: dict[str, Any] = {"by": f"e-{editor}", "at": at, "note": f"{editor}"}
    try:
        store.save(mine, expected_revision=base.revision, **how)
    except StaleRevisionError:
        came.stale += 1
        theirs = store.read(mine.id)
        merged = merge(base.plan, mine, theirs.plan)
        if merged.plan is None:
            came.asked += 1
            return False
        store.save(merged.plan, expected_revision=theirs.revision, **how)
    return True


def _sorted(plan: Plan) -> Plan:
    """Return it with its actions in order; a merge puts theirs first."""
    actions = sorted(plan.actions, key=lambda action: action.id)
    return attrs.evolve(plan, actions=actions)


def _goals_of(editors: int, plan_id: str) -> Plan:
    plan = small_plan(plan_id)
    goals = [
        Goal(
            id=f"g-{n}",
            name=f"Goal {n}",
            metric=metrics.REVENUE,
            target=Money(0, "USD"),
            period=plan.period,
        )
        for n in range(editors)
    ]
    return attrs.evolve(plan, goals=goals)


def main(url: str) -> None:
    """Print what came of it, with changes at places of their own and at one place."""
    for at_one_place in (False, True):
        started = time.monotonic()
        with opened(url, tenant=f"acme-{at_one_place}") as store:
            came = attrs.asdict(play_all(store, at_one_place=at_one_place))
        came["wrong count"], came["wrong"] = len(came["wrong"]), came["wrong"][:5]
        came["seconds"] = round(time.monotonic() - started, 1)
        print(json.dumps({"at one place": at_one_place} | came), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
