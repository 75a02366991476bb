"""What became of everything between two looks ahead."""

from __future__ import annotations

from datetime import date

import attrs
import pytest

from jbpcore.engine.rolling import WindowMove, roll
from jbpcore.engine.windows import windows
from jbpcore.errors import InvalidValueError
from jbpcore.model.commitment import Commitment, CommitmentStatus
from jbpcore.model.execution import Action, ActionStatus
from jbpcore.model.party import Partner, Party, Side
from jbpcore.model.plan import Plan
from jbpcore.model.review import Review
from jbpcore.model.slip import Slip
from jbpcore.periods.daterange import DateRange

BEFORE, AFTER = date(2026, 4, 15), date(2026, 5, 15)
YEAR = DateRange(date(2026, 1, 1), date(2027, 1, 1))


def action(key: str, due: str, **fields: object) -> Action:
    due_on = date.fromisoformat(due)
    return Action(id=key, name=key, side=Side.PARTNER, due_on=due_on, **fields)  # type: ignore[arg-type] # an action's fields


def plan_of(*actions: Action, **fields: object) -> Plan:
    made: dict[str, object] = {
        "id": "p",
        "name": "P",
        "vendor": Party(id="acme", name="Acme"),
        "partner": Partner(id="nw", name="Northwind"),
        "period": YEAR,
        "actions": actions,
    }
    return Plan(**(made | fields))  # type: ignore[arg-type] # a plan's fields


def moves(earlier: Plan, later: Plan) -> dict[str, str]:
    found = roll(windows(earlier, [], as_of=BEFORE), windows(later, [], as_of=AFTER))
    return {item.subject: item.move.value for item in found.items}


def test_each_thing_has_one_thing_become_of_it() -> None:
    slip = Slip(
        moved_on=date(2026, 5, 1),
        was_due_on=date(2026, 4, 30),
        due_on=date(2026, 6, 30),
        why="Legal is still reading",
    )
    earlier = plan_of(
        action("nearer", "2026-06-01"),  # window 2, then 1
        action("done", "2026-05-01"),
        action("slipped", "2026-04-30"),
        action("left", "2026-05-01"),
        action("dropped", "2026-05-01"),
        action("same", "2026-12-01"),  # later, and still later
        action("removed", "2026-05-01"),
        action("old", "2026-03-01", status=ActionStatus.DONE),
        commitments=[
            Commitment(id="missed", name="M", side=Side.VENDOR, due_on=date(2026, 5, 1))
        ],
        reviews=[Review(id="may", name="May", on=date(2026, 5, 12))],
    )
    later = plan_of(
        action("nearer", "2026-06-01"),
        action("done", "2026-05-01", status=ActionStatus.DONE),
        action("slipped", "2026-06-30", slips=[slip]),
        action("left", "2026-05-01"),
        action("dropped", "2026-05-01", status=ActionStatus.DROPPED),
        action("same", "2026-12-01"),
        action("appeared", "2026-06-01"),
        action("quick", "2026-05-10", status=ActionStatus.DONE),
        action("old", "2026-03-01", status=ActionStatus.DONE),
        commitments=[
            attrs.evolve(
                earlier.commitments[0], status=CommitmentStatus.MISSED, why="No budget"
            )
        ],
        reviews=[attrs.evolve(earlier.reviews[0], held_on=date(2026, 5, 12))],
    )
    assert moves(earlier, later) == {
        "actions:nearer": "nearer",
        "actions:done": "done",
        "actions:slipped": "slipped",
        "actions:left": "carried_over",
        "actions:dropped": "dropped",
        "actions:same": "unchanged",
        "actions:removed": "removed",
        "actions:appeared": "appeared",
        "actions:quick": "done",
        "commitments:missed": "missed",
        "reviews:may": "done",
    }
    found = roll(windows(earlier, [], as_of=BEFORE), windows(later, [], as_of=AFTER))
    (slipped,) = found.of(WindowMove.SLIPPED)
    assert (slipped.slip_count, slipped.why) == (1, "Legal is still reading")
    assert (slipped.was_in, slipped.now_in) == (1, 2)
    (missed,) = found.of(WindowMove.MISSED)
    assert missed.why == "No budget"
    (quick,) = (item for item in found.items if item.subject == "actions:quick")
    assert quick.is_new


def test_what_was_carried_is_followed_into_the_next_plan() -> None:
    last = date(2026, 12, 20)
    demo = action("demo", "2026-12-28")
    plan = plan_of(demo)
    following = plan_of(
        attrs.evolve(demo, due_on=date(2027, 1, 30), carry_count=1),
        id="p-2027",
        period=DateRange(date(2027, 1, 1), date(2028, 1, 1)),
    )
    earlier = windows(plan, [], as_of=last, successor=following)
    later = windows(following, [], as_of=date(2027, 1, 5))
    (item,) = roll(earlier, later).items
    assert (item.move, item.carry_count) == (WindowMove.CARRIED_OVER, 1)
    assert (str(item.was_on), str(item.on)) == ("2026-12-28", "2027-01-30")


def test_a_look_back_and_a_look_at_another_plan_are_refused() -> None:
    plan = plan_of()
    looks = [windows(plan, [], as_of=day) for day in (BEFORE, AFTER)]
    with pytest.raises(InvalidValueError, match="later"):
        roll(looks[1], looks[0])
    with pytest.raises(InvalidValueError, match="other"):
        roll(looks[0], windows(attrs.evolve(plan, id="other"), [], as_of=AFTER))
