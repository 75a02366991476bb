"""What each side promised and kept, by a table that was worked out by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import attrs
import pytest

import jbpcore as jbp
from jbpcore.engine.follow_through import SideFollowThrough
from jbpcore.engine.reasons import Reason
from jbpcore.errors import InvalidValueError
from jbpcore.model.slip import Slip

VENDOR, PARTNER = jbp.Side.VENDOR, jbp.Side.PARTNER
KEPT, MISSED = jbp.CommitmentStatus.KEPT, jbp.CommitmentStatus.MISSED
WITHDRAWN = jbp.CommitmentStatus.WITHDRAWN
YEAR = jbp.DateRange(date(2026, 1, 1), date(2027, 1, 1))
MAY_15 = date(2026, 5, 15)


def promise(key: str, due_on: date, **more: Any) -> jbp.Commitment:
    values: dict[str, Any] = {"name": key, "side": VENDOR} | more
    return jbp.Commitment(id=key, due_on=due_on, **values)


def slip(moved_on: date, was: date, to: date) -> Slip:
    return Slip(moved_on=moved_on, was_due_on=was, due_on=to)


def plan_of(*made: jbp.Commitment, **more: Any) -> jbp.Plan:
    values: dict[str, Any] = {"id": "p", "period": YEAR} | more
    return jbp.Plan(
        name="P",
        vendor=jbp.Party(id="acme", name="Acme"),
        partner=jbp.Partner(id="nw", name="Northwind"),
        commitments=made,
        **values,
    )


# What was promised                                      as of 15 May 2026    weight
TABLE = (
    # due 31 March, kept on the day                      kept on time         1
    (promise("a", date(2026, 3, 31), status=KEPT, kept_on=date(2026, 3, 31)), 1),
    # due 30 June, kept before its day                   kept on time         2
    (promise("b", date(2026, 6, 30), status=KEPT, kept_on=date(2026, 5, 1)), 2),
    # due 31 March, kept two days late                   kept late            3
    (promise("c", date(2026, 3, 31), status=KEPT, kept_on=date(2026, 4, 2)), 3),
    # due 30 April, put off, the new day is to come      put off              1
    (
        promise(
            "d",
            date(2026, 5, 31),
            slips=[slip(date(2026, 4, 28), date(2026, 4, 30), date(2026, 5, 31))],
        ),
        1,
    ),
    # due 31 March, put off, kept by the new day         put off              4
    (
        promise(
            "e",
            date(2026, 4, 30),
            status=KEPT,
            kept_on=date(2026, 4, 20),
            slips=[slip(date(2026, 3, 30), date(2026, 3, 31), date(2026, 4, 30))],
        ),
        4,
    ),
    # due 30 April, open                                 missed               1
    (promise("f", date(2026, 4, 30)), 1),
    # due 31 March, put off, the new day is over too     missed               1
    (
        promise(
            "g",
            date(2026, 4, 30),
            slips=[slip(date(2026, 3, 30), date(2026, 3, 31), date(2026, 4, 30))],
        ),
        1,
    ),
    # due 30 June, said to be missed                     missed               3
    (promise("h", date(2026, 6, 30), status=MISSED, why="No money"), 3),
    # due on 15 May itself, open                         still to come        5
    (promise("i", MAY_15), 5),
    # due 31 March, withdrawn                            does not count       5
    (promise("j", date(2026, 3, 31), status=WITHDRAWN), 5),
)
MADE = tuple(attrs.evolve(made, weight=weight) for made, weight in TABLE)
BECAME = {
    "a": "kept_on_time",
    "b": "kept_on_time",
    "c": "kept_late",
    "d": "put_off",
    "e": "put_off",
    "f": "missed",
    "g": "missed",
    "h": "missed",
    "i": "pending",
    "j": "withdrawn",
}


def vendor_of(*made: jbp.Commitment, **asked: Any) -> SideFollowThrough:
    return jbp.follow_through(plan_of(*made), as_of=MAY_15, **asked).vendor


def test_the_table_as_it_was_worked_out() -> None:
    found = vendor_of(*MADE)
    assert {key: promise.value for key, promise in found.promises} == BECAME
    # Eight were due: a to h. Two were kept on time, one late.
    assert found.due_count == 8
    assert found.ratio == Fraction(3, 8)
    assert found.on_time_ratio == Fraction(2, 8)
    assert {kind.value: count for kind, count in found.counts.items()} == {
        "kept_on_time": 2,
        "kept_late": 1,
        "put_off": 2,
        "missed": 3,
        "pending": 1,
        "withdrawn": 1,
    }


def test_the_table_by_weight() -> None:
    found = vendor_of(*MADE, is_weighted=True)
    # Due 1 + 2 + 3 + 1 + 4 + 1 + 1 + 3 = 16; on time 1 + 2 = 3, late 3.
    assert (found.ratio, found.on_time_ratio) == (Fraction(6, 16), Fraction(3, 16))


def test_what_was_promised_for_a_month_counts_in_it_wherever_it_was_put_off_to() -> (
    None
):
    spans = [
        jbp.DateRange(date(2026, month, 1), date(2026, month + 1, 1))
        for month in (3, 4, 5, 6)
    ]
    trend = jbp.follow_through_trend(plan_of(*MADE), reversed(spans), as_of=MAY_15)
    assert [one.within for one in trend] == spans
    # March: a on time, c late, e put off, g missed. April: d put off, f missed. May:
    # nothing due yet. June: b on time, h missed.
    assert [(one.vendor.ratio, one.vendor.due_count) for one in trend] == [
        (Fraction(2, 4), 4),
        (Fraction(0), 2),
        (None, 0),
        (Fraction(1, 2), 2),
    ]
    assert trend[2].vendor.reason is Reason.NOTHING_DUE
    with pytest.raises(InvalidValueError, match="count twice"):
        jbp.follow_through_trend(plan_of(), [spans[0], spans[0]], as_of=MAY_15)


def test_nothing_due_is_no_ratio_and_neither_is_no_weight() -> None:
    nothing = vendor_of()
    assert (nothing.ratio, nothing.on_time_ratio) == (None, None)
    assert nothing.reason is Reason.NOTHING_DUE
    light = vendor_of(promise("a", date(2026, 3, 31), weight=0), is_weighted=True)
    assert (light.ratio, light.reason) == (None, Reason.NOTHING_TO_DIVIDE_BY)
    assert vendor_of(promise("a", date(2026, 3, 31), weight=0)).ratio == 0


@pytest.mark.parametrize(
    ("as_of", "became"),
    [
        # Due 30 April; on 20 April put off to 15 May; kept on 18 May.
        (date(2026, 4, 19), "pending"),
        (date(2026, 4, 30), "pending"),
        (date(2026, 5, 1), "put_off"),
        (date(2026, 5, 15), "put_off"),
        (date(2026, 5, 16), "missed"),
        (date(2026, 5, 18), "put_off"),
    ],
)
def test_it_is_told_as_it_was_known_on_the_day(as_of: date, became: str) -> None:
    made = promise(
        "a",
        date(2026, 5, 15),
        status=KEPT,
        kept_on=date(2026, 5, 18),
        slips=[slip(date(2026, 4, 20), date(2026, 4, 30), date(2026, 5, 15))],
    )
    assert jbp.promise_of(made, as_of=as_of).value == became


def test_before_it_was_put_off_nobody_knew_of_the_later_day() -> None:
    made = promise(
        "a",
        date(2026, 6, 30),
        slips=[slip(date(2026, 5, 10), date(2026, 4, 30), date(2026, 6, 30))],
    )
    assert jbp.promise_of(made, as_of=date(2026, 5, 9)).value == "missed"
    assert jbp.promise_of(made, as_of=date(2026, 5, 10)).value == "put_off"


def test_kept_by_the_first_day_is_kept_on_time_though_it_was_put_off() -> None:
    made = promise(
        "a",
        date(2026, 5, 31),
        status=KEPT,
        kept_on=date(2026, 4, 30),
        slips=[slip(date(2026, 4, 20), date(2026, 4, 30), date(2026, 5, 31))],
    )
    assert jbp.promise_of(made, as_of=MAY_15).value == "kept_on_time"


def test_kept_on_a_day_that_nobody_wrote_down_is_on_time_unless_it_was_put_off() -> (
    None
):
    made = promise("a", date(2026, 5, 31), status=KEPT)
    assert jbp.promise_of(made, as_of=MAY_15).value == "kept_on_time"
    late = attrs.evolve(
        made, slips=[slip(date(2026, 4, 20), date(2026, 4, 30), date(2026, 5, 31))]
    )
    assert jbp.promise_of(late, as_of=MAY_15).value == "put_off"


# --- one plan after the other -------------------------------------------------------

NEXT = jbp.DateRange(date(2027, 1, 1), date(2028, 1, 1))
MARIA = jbp.Person(id="maria", name="Maria", side=VENDOR)


def chain() -> tuple[jbp.Plan, jbp.Plan]:
    """Return a plan with a broken promise and one for January, and what follows."""
    old = plan_of(
        promise("broken", date(2026, 11, 30)),
        promise("january", date(2027, 1, 31)),
        promise("early", date(2027, 2, 28), status=KEPT, kept_on=date(2026, 12, 1)),
        people=[MARIA],
        state=jbp.PlanState.AGREED,
    )
    new = jbp.roll_forward(
        old, [], as_of=date(2026, 12, 31), by=MARIA, id="q", period=NEXT
    )
    return attrs.evolve(old, successor_id="q"), new


def test_what_is_carried_counts_once() -> None:
    old, new = chain()
    # The broken one is promised anew, for the first thirty days of the next plan.
    assert {one.id: one.due_on for one in new.commitments} == {
        "broken": date(2027, 1, 30),
        "january": date(2027, 1, 31),
    }
    kept = [
        attrs.evolve(one, status=KEPT, kept_on=date(2027, 1, 20))
        for one in new.commitments
    ]
    new = attrs.evolve(new, commitments=kept)
    both = jbp.follow_through([new, old], as_of=date(2027, 3, 1)).vendor
    # Broken in the old plan, early kept there; broken kept in the new, january too.
    assert [(key, one.value) for key, one in both.promises] == [
        ("broken", "missed"),
        ("early", "kept_on_time"),
        ("broken", "kept_on_time"),
        ("january", "kept_on_time"),
    ]
    assert both.ratio == Fraction(3, 4)
    assert jbp.follow_through(old, as_of=date(2027, 3, 1)).vendor.ratio == Fraction(
        1, 2
    )
    (year,) = jbp.follow_through_trend([old, new], [NEXT], as_of=date(2027, 3, 1))
    assert [key for key, _ in year.vendor.promises] == ["early", "broken", "january"]


def test_as_long_as_no_plan_follows_it_counts_where_it_is() -> None:
    old = attrs.evolve(chain()[0], successor_id=None)
    found = jbp.follow_through(old, as_of=date(2027, 3, 1)).vendor
    assert found.ratio == Fraction(1, 3)
