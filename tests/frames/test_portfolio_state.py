"""A portfolio kept current comes to what all its bookings come to, looked at again."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date, timedelta
from random import Random

import pytest
from tests.frames.goal_columns import DAYS, actual_table, goal_table, make_cases
from tests.frames.portfolio_rows import BATCH, Row, check, rows_of

from jbpcore.errors import InvalidValueError
from jbpcore.frames.portfolio_state import PortfolioState


@pytest.mark.parametrize("as_of", DAYS, ids=str)
def test_every_figure_is_that_of_one_goal(as_of: date) -> None:
    cases = make_cases(100, 9, as_of)
    state = PortfolioState()
    entries = rows_of(actual_table(cases))
    for start in range(0, len(entries), 37):
        state.add(entries[start : start + 37])
    for days in (0, -1, 1, -40, 90, 800):
        check(state, cases, as_of + timedelta(days=days))


def test_it_does_not_matter_in_which_order_and_in_which_shards_they_come() -> None:
    cases = make_cases(60, 4, DAYS[0])
    entries = rows_of(actual_table(cases))
    whole = PortfolioState()
    whole.add(entries)
    for seed in range(5):
        random = Random(seed)  # noqa: S311 - a seed has to bring the same order again
        random.shuffle(entries)
        shards = [PortfolioState() for _ in range(4)]
        for entry in entries:
            random.choice(shards).add([entry])
        random.shuffle(shards)
        one, two, three, four = shards
        assert one.merge(two).merge(three.merge(four)) == whole
        assert four.merge(one.merge(three)).merge(two).to_bytes() == whole.to_bytes()
        assert PortfolioState().merge(whole) == whole.merge(PortfolioState()) == whole


def test_what_is_taken_back_is_as_if_it_had_not_been_booked_but_for_the_count() -> None:
    goal = {
        "goal_id": 1,
        "target": 1000,
        "first_day": date(2026, 4, 1),
        "last_day": date(2026, 6, 30),
    }
    state = PortfolioState()
    state.add([{"goal_id": 1, "date": date(2026, 4, 10), "amount": 300}])
    (before,) = state.assess([goal], as_of=date(2026, 5, 15))
    # Late, for a day that has passed, and taken back a month after.
    state.add([{"goal_id": 1, "date": date(2026, 4, 2), "amount": 50}])
    (late,) = state.assess([goal], as_of=date(2026, 4, 5))
    state.add([{"goal_id": 1, "date": date(2026, 5, 2), "amount": -50}])
    (after,) = state.assess([goal], as_of=date(2026, 5, 15))
    assert (before["attained"], late["attained"], after["attained"]) == (300, 50, 300)
    assert after["entry_count"] == 3
    assert after["last_entry_on"] == date(2026, 5, 2)
    assert after["pace_index"] == before["pace_index"]


def calls_of(work: Callable[[], object]) -> int:
    """Return how many calls some work takes, of C as well."""
    count = 0

    def note(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def test_adding_costs_what_is_added_whatever_was_there_before() -> None:
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(300)]
    row = {"goal_id": 0, "date": days[-1], "amount": 1}
    new = [row | {"goal_id": goal} for goal in range(50)]
    few, many = PortfolioState(), PortfolioState()
    few.add([row | {"goal_id": goal, "date": days[0]} for goal in range(50)])
    for day in days[::3]:
        many.add([row | {"goal_id": goal, "date": day} for goal in range(500)])
    assert calls_of(lambda: many.add(new)) == calls_of(lambda: few.add(new))
    # A late booking goes over no more than the days there are of its goal.
    late = [row | {"goal_id": goal, "date": days[1]} for goal in range(50)]
    assert calls_of(lambda: many.add(late)) < 2 * calls_of(lambda: few.add(late))


def test_a_batch_that_comes_twice_counts_once() -> None:
    state = PortfolioState()
    assert state.add(BATCH, batch="monday")
    once = state.to_bytes()
    assert not state.add(BATCH[::-1], batch="monday")
    assert state.to_bytes() == once
    assert state.add(BATCH, batch="tuesday")
    assert state.to_bytes() != once
    assert list(state.batches) == ["monday", "tuesday"]


def test_it_still_counts_once_after_a_restart() -> None:
    state = PortfolioState()
    state.add(BATCH, batch="monday")
    again = PortfolioState.from_bytes(state.to_bytes())
    assert not again.add(BATCH, batch="monday")
    assert again == state


def test_other_bookings_under_a_name_that_is_known_are_refused() -> None:
    state = PortfolioState()
    state.add(BATCH, batch="monday")
    once = state.to_bytes()
    with pytest.raises(InvalidValueError, match="a new name") as caught:
        state.add(BATCH[:1], batch="monday")
    assert caught.value.value == "monday"
    assert state.to_bytes() == once


def test_shards_that_both_have_a_batch_do_not_count_it_twice() -> None:
    one, two = PortfolioState(), PortfolioState()
    one.add(BATCH, batch="monday")
    two.add(BATCH, batch="monday")
    with pytest.raises(InvalidValueError, match="count twice"):
        one.merge(two)
    two.forget(["monday", "never"])
    assert len(one.merge(two)) == 2


def test_closed_days_still_count_and_take_late_bookings() -> None:
    cases = make_cases(120, 21, DAYS[0])
    entries = rows_of(actual_table(cases))
    closing = DAYS[0] - timedelta(days=10)
    state, goals = PortfolioState(), rows_of(goal_table(cases))
    size = 0
    for start in range(0, len(entries), 50):
        state.add(entries[start : start + 50])
        state.compact(before=closing, goals=goals)
        size = max(size, len(state.to_bytes()))
    check(state, cases, closing - timedelta(days=1))
    for days in range(0, 12, 3):
        check(state, cases, DAYS[0] + timedelta(days=days))
    plain = PortfolioState()
    plain.add(entries)
    assert len(state.to_bytes()) < len(plain.to_bytes())


def test_a_question_about_closed_days_is_refused_and_not_guessed() -> None:
    goal: Row = {
        "goal_id": "a",
        "target": 100,
        "first_day": date(2026, 1, 1),
        "last_day": date(2026, 12, 31),
    }
    state = PortfolioState()
    for day in (date(2026, 1, 5), date(2026, 3, 1), date(2026, 6, 1)):
        state.add([{"goal_id": "a", "date": day, "amount": 10}])
    state.compact(before=date(2026, 4, 1))
    (row,) = state.assess([goal], as_of=date(2026, 3, 31))
    assert (row["attained"], row["entry_count"]) == (20, 2)
    assert state.assess([goal], as_of=date(2026, 1, 4))[0]["attained"] == 0
    with pytest.raises(InvalidValueError, match="2026-01-05 to 2026-03-01") as caught:
        state.assess([goal], as_of=date(2026, 2, 1))
    assert caught.value.field == "as_of of a"
    goal["first_day"] = date(2026, 2, 1)
    with pytest.raises(InvalidValueError, match="closed together"):
        state.assess([goal], as_of=date(2026, 6, 30))
    goal |= {"first_day": date(2026, 1, 1), "last_day": date(2026, 1, 31)}
    with pytest.raises(InvalidValueError, match="closed together") as caught:
        state.assess([goal], as_of=date(2026, 6, 30))
    assert caught.value.field == "last_day of a"
