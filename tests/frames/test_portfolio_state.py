"""A portfolio kept current comes to what all its bookings come to, looked at again."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule
from tests.frames.goal_columns import (
    DAYS,
    Case,
    Columns,
    Entry,
    actual_table,
    expected_row,
    found_row,
    goal_table,
    make_cases,
    phasing_table,
)

from jbpcore.errors import FormatTooNewError, InvalidDataError, InvalidValueError
from jbpcore.frames.portfolio_state import PortfolioState
from jbpcore.frames.tidy import ColumnKind, TidyColumn, TidyTable
from jbpcore.model.health import HealthBands

Row = dict[str, Any]


def rows_of(columns: Columns) -> list[Row]:
    return [
        dict(zip(columns, values, strict=True))
        for values in zip(*columns.values(), strict=True)
    ]


def check(state: PortfolioState, cases: list[Case], as_of: date) -> None:
    """Hold what a state says against the engine of one goal, and its whole ledger."""
    found = state.assess(
        rows_of(goal_table(cases)), as_of=as_of, phasing=rows_of(phasing_table(cases))
    )
    assert len(found) == len(cases)
    for row, case in zip(found, cases, strict=True):
        expected = expected_row(case, as_of, HealthBands())
        plain = found_row(row)
        assert {name: plain[name] for name in expected} == expected, row


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


# ---------------------------------------------------------------- batches


BATCH = [
    {"goal_id": "a", "date": date(2026, 5, 1), "amount": 5},
    {"goal_id": "b", "date": date(2026, 5, 2), "amount": -7},
]


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


# ---------------------------------------------------------------- closed days


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


# ---------------------------------------------------------------- laws

KEYS = st.sampled_from(["a", "b", 3])
BOOKED = st.fixed_dictionaries(
    {
        "goal_id": KEYS,
        "date": st.dates(date(2026, 1, 1), date(2026, 1, 12)),
        "amount": st.integers(-(2**52), 2**52) | st.integers(-3, 3),
    },
    optional={
        "sequence": st.integers(0, 3) | st.none(),
        "status": st.sampled_from(["booked", "disputed"]),
    },
)
CLOSING = st.none() | st.dates(date(2026, 1, 1), date(2026, 1, 14))


@st.composite
def states(draw: st.DrawFn) -> PortfolioState:
    state = PortfolioState()
    for batch in draw(st.lists(st.lists(BOOKED, max_size=6), max_size=3)):
        state.add(batch)
        closing = draw(CLOSING)
        if closing is not None:
            state.compact(before=closing)
    return state


@given(states(), states(), states())
def test_merging_is_commutative_and_associative(
    one: PortfolioState, two: PortfolioState, three: PortfolioState
) -> None:
    assert one.merge(two) == two.merge(one)
    assert one.merge(two).merge(three) == one.merge(two.merge(three))
    assert one.merge(PortfolioState()) == one


@given(states(), st.lists(BOOKED, max_size=12), st.integers(0, 12))
def test_a_batch_may_be_cut_anywhere(
    state: PortfolioState, rows: list[Row], place: int
) -> None:
    pieces = PortfolioState.from_bytes(state.to_bytes())
    state.add(rows)
    pieces.add(rows[place:])
    pieces.add(rows[:place])
    assert pieces == state


@given(states())
def test_bytes_come_back_as_they_were(state: PortfolioState) -> None:
    data = state.to_bytes()
    again = PortfolioState.from_bytes(data)
    assert again == state
    assert again.to_bytes() == data


# ---------------------------------------------------------------- bad input


def test_all_that_is_wrong_with_bookings_is_said_at_once() -> None:
    state = PortfolioState()
    state.add(BATCH)
    once = state.to_bytes()
    rows: list[Any] = [
        BATCH[0],
        {"goal_id": None, "date": "2026-05-01", "amount": 0.5},
        {"goal_id": "a", "date": date(2026, 5, 1), "amount": 2**52 + 1},
        {"goal_id": "a", "date": date(2026, 5, 1), "amount": 10**5000},
        {"goal_id": True, "date": date(2026, 5, 1), "amount": 1, "sequence": "x"},
        "no row at all",
    ]
    with pytest.raises(InvalidDataError) as caught:
        state.add(rows, batch="bad")
    assert [finding.path for finding in caught.value.findings] == [
        "actuals[1].goal_id",
        "actuals[1].date",
        "actuals[1].amount",
        "actuals[2].amount",
        "actuals[3].amount",
        "actuals[4].goal_id",
        "actuals[4].sequence",
        "actuals[5]",
    ]
    assert state.to_bytes() == once


def test_all_that_is_wrong_with_goals_is_said_at_once() -> None:
    goal = {
        "goal_id": "a",
        "target": 5,
        "first_day": date(2026, 1, 1),
        "last_day": date(2026, 3, 31),
    }
    bad: list[Any] = [
        goal,
        goal,
        goal | {"goal_id": "b", "target": 1.5, "shape": "keep"},
        goal | {"goal_id": "c", "last_day": date(2025, 1, 1)},
        goal | {"goal_id": "d", "phasing": "none"},
        goal | {"goal_id": "e", "phasing": "two", "first_day": None},
        goal | {"goal_id": "f", "phasing": "two"},
        7,
    ]
    months = [{"phasing": "two", "month": m, "weight": 1} for m in (0, 1)]
    with pytest.raises(InvalidDataError) as caught:
        PortfolioState().assess(bad, as_of=date(2026, 2, 1), phasing=months)
    assert [finding.path for finding in caught.value.findings] == [
        "goals[1].goal_id",
        "goals[2].target",
        "goals[2].shape",
        "goals[3].last_day",
        "goals[4].phasing",
        "goals[5].first_day",
        "goals[6].phasing",
        "goals[7]",
    ]


@pytest.mark.parametrize(
    ("months", "path"),
    [
        ([{"phasing": "x", "month": 1, "weight": 1}], "phasing.month"),
        ([{"phasing": "x", "month": 0, "weight": -1}], "phasing[0].weight"),
        ([{"phasing": "x", "month": 0, "weight": 2**25 + 1}], "phasing[0].weight"),
        ([{"phasing": "x", "month": [], "weight": 1}], "phasing[0].month"),
        ([{"phasing": "x", "month": 0, "weight": 1}] * 2, "phasing[1].month"),
        ([{"phasing": None, "month": 0, "weight": 1}], "phasing[0].phasing"),
        ([None], "phasing[0]"),
    ],
)
def test_what_is_wrong_with_phasings_is_said(months: list[Any], path: str) -> None:
    with pytest.raises(InvalidDataError) as caught:
        PortfolioState().assess([], as_of=date(2026, 2, 1), phasing=months)
    assert [finding.path for finding in caught.value.findings] == [path]


def test_sums_that_do_not_fit_are_refused_and_nothing_is_added() -> None:
    state = PortfolioState()
    row = {"goal_id": "a", "date": date(2026, 5, 1), "amount": 2**52}
    state.add([row] * 2000)
    once = state.to_bytes()
    with pytest.raises(InvalidValueError, match=r"2\^63"):
        state.add([BATCH[1], *[row] * 2047])
    with pytest.raises(InvalidValueError, match=r"2\^63"):
        PortfolioState().add([row] * 2048)
    assert state.to_bytes() == once


def test_states_with_other_keys_do_not_merge() -> None:
    two = PortfolioState(keys=["partner_id", "metric"])
    with pytest.raises(InvalidValueError, match="keys"):
        PortfolioState().merge(two)
    for keys in ([], ["a", "a"], [1]):
        with pytest.raises(InvalidValueError, match="names of columns"):
            PortfolioState(keys=keys)  # type: ignore[arg-type]


def test_goals_may_have_several_keys_and_come_in_tables_of_ours() -> None:
    state = PortfolioState(keys=["partner_id", "metric"])
    columns = [
        TidyColumn("partner_id", ColumnKind.TEXT, ["p", "p"]),
        TidyColumn("metric", ColumnKind.TEXT, ["deals", "revenue"]),
        TidyColumn("date", ColumnKind.DAY, [date(2026, 5, 1)] * 2),
        TidyColumn("amount", ColumnKind.COUNT, [3, 9]),
    ]
    state.add(TidyTable(columns))
    state = PortfolioState.from_bytes(state.to_bytes())
    assert repr(state) == "<PortfolioState: 2 goals, 0 batches>"
    goal = {
        "partner_id": "p",
        "metric": "revenue",
        "target": 10,
        "first_day": date(2026, 1, 1),
        "last_day": date(2026, 12, 31),
    }
    (row,) = state.assess([goal], as_of=date(2026, 6, 1))
    assert row["attained"] == 9


# ---------------------------------------------------------------- hostile bytes


def good() -> bytes:
    state = PortfolioState()
    state.add([*BATCH, {"goal_id": 3, "date": date(2026, 1, 1), "amount": 1}])
    state.add(BATCH, batch="monday")
    return state.to_bytes()


def test_a_byte_that_is_changed_anywhere_is_noticed() -> None:
    data = bytearray(good())
    for place in range(len(data)):
        data[place] ^= 1
        with pytest.raises(InvalidDataError):
            PortfolioState.from_bytes(bytes(data))
        data[place] ^= 1
    assert PortfolioState.from_bytes(bytes(data)).to_bytes() == good()


def signed(header: dict[str, Any], names: Any, numbers: list[int]) -> bytes:
    """Return bytes with a right digest, whatever is in them."""
    text = json.dumps(names)
    head = {
        "format": "jbpcore.portfolio_state",
        "format_version": 1,
        "keys": ["goal_id"],
        "names": len(text),
        "goals": 1,
        "batches": 0,
        "spans": 1,
        **header,
    }
    whole = b"".join(number.to_bytes(8, "little", signed=True) for number in numbers)
    data = f"{json.dumps(head)}\n{text}".encode() + whole
    return data + hashlib.sha256(data).digest()


SPAN = [5, 5, 10, 1, 0, 10]
AFTER = [6, 6, 1, 1, 0, 1]


def test_the_format_is_what_it_is_said_to_be() -> None:
    found = PortfolioState.from_bytes(signed({}, [["a"], []], [1, *SPAN]))
    state = PortfolioState()
    row = {"goal_id": "a", "date": date(1970, 1, 6), "amount": 10, "sequence": 0}
    state.add([row])
    assert found == state


BAD: dict[str, tuple[dict[str, Any], Any, list[int]]] = {
    "another format": ({"format": "x"}, [["a"], []], [1, *SPAN]),
    "version zero": ({"format_version": 0}, [["a"], []], [1, *SPAN]),
    "a version that is true": ({"format_version": True}, [["a"], []], [1, *SPAN]),
    "no keys": ({"keys": []}, [["a"], []], [1, *SPAN]),
    "keys of other kinds": ({"keys": [{}]}, [["a"], []], [1, *SPAN]),
    "a huge number of spans": ({"spans": 2**62}, [["a"], []], [1, *SPAN]),
    "fewer than none": ({"goals": -1}, [["a"], []], [1, *SPAN]),
    "no lists": ({}, {"a": 1}, [1, *SPAN]),
    "a goal too few": ({}, [[], []], [1, *SPAN]),
    "a goal that is a list": ({}, [[["a"]], []], [1, *SPAN]),
    "a goal that is a float": ({}, [[1.5], []], [1, *SPAN]),
    "a goal beyond 64 bits": ({}, [[2**64], []], [1, *SPAN]),
    "a batch without a digest": ({"batches": 1}, [["a"], [["b", "c"]]], [1, *SPAN]),
    "a batch twice": (
        {"batches": 2},
        [["a"], [["b", "0" * 64], ["b", "0" * 64]]],
        [1, *SPAN],
    ),
    "a goal twice": ({"goals": 2, "spans": 2}, [["a", "a"], []], [1, 1, *SPAN, *SPAN]),
    "out of order": ({"goals": 2, "spans": 2}, [["b", "a"], []], [1, 1, *SPAN, *SPAN]),
    "a goal of nothing": ({"goals": 2, "spans": 1}, [["a", "b"], []], [1, 0, *SPAN]),
    "fewer than no spans": (
        {"goals": 2, "spans": 1},
        [["a", "b"], []],
        [2, -1, *SPAN],
    ),
    "days out of order": ({"spans": 2}, [["a"], []], [2, *AFTER, *SPAN]),
    "a day twice": ({"spans": 2}, [["a"], []], [2, *SPAN, *SPAN]),
    "a span that ends before it begins": ({}, [["a"], []], [1, 6, 5, 1, 1, 0, 1]),
    "a day that no calendar has": ({}, [["a"], []], [1, *[2**40] * 2, 1, 1, 0, 1]),
    "no entries": ({}, [["a"], []], [1, 5, 5, 10, 0, 0, 10]),
    "a level beyond all": ({}, [["a"], []], [1, 5, 5, 10, 1, 0, 2**60]),
}


@pytest.mark.parametrize("name", BAD)
def test_bytes_that_are_signed_well_may_still_be_no_state(name: str) -> None:
    with pytest.raises(InvalidDataError, match=r"state|JSON|Must"):
        PortfolioState.from_bytes(signed(*BAD[name]))


def test_names_that_go_down_for_ever_are_refused() -> None:
    text = b"[" * 100_000
    head = {"format": "jbpcore.portfolio_state", "format_version": 1}
    head |= {"keys": ["g"], "names": len(text), "goals": 0, "batches": 0, "spans": 0}
    data = json.dumps(head).encode() + b"\n" + text
    with pytest.raises(InvalidDataError):
        PortfolioState.from_bytes(data + hashlib.sha256(data).digest())


def test_a_state_of_a_newer_release_is_refused_by_name() -> None:
    with pytest.raises(FormatTooNewError, match="format version 2") as caught:
        PortfolioState.from_bytes(signed({"format_version": 2}, [["a"], []], [1]))
    assert (caught.value.found, caught.value.supported) == (2, 1)


@pytest.mark.parametrize("end", [0, 1, 10, 100, len(good()) - 1])
def test_a_part_is_refused(end: int) -> None:
    with pytest.raises(InvalidDataError):
        PortfolioState.from_bytes(good()[:end])
    with pytest.raises(InvalidDataError):
        PortfolioState.from_bytes(good() + b"x")
    with pytest.raises(InvalidDataError, match="at most 100 bytes"):
        PortfolioState.from_bytes(good(), max_bytes=100)
    with pytest.raises(InvalidDataError, match="must be bytes"):
        PortfolioState.from_bytes("text")  # type: ignore[arg-type]


# ---------------------------------------------------------------- as days go by


class DaysGoBy(RuleBasedStateMachine):
    """Two states, and beside them all that was ever booked, for the engine of a goal.

    The second takes what the first has not, and is poured into it now and then.
    """

    cases = make_cases(4, 11, DAYS[0])

    def __init__(self) -> None:
        super().__init__()
        self.states = [PortfolioState(), PortfolioState()]
        self.ledger: dict[str, list[Entry]] = {case.key: [] for case in self.cases}
        self.closing = date(2000, 1, 1)
        self.batch = 0

    @rule(
        which=st.integers(0, 1),
        booked=st.lists(
            st.tuples(
                st.integers(0, 3),
                st.integers(-60, 60),
                st.integers(-500, 500) | st.integers(-(10**10), 10**10),
                st.integers(0, 2),
            ),
            max_size=4,
        ),
        comes_twice=st.booleans(),
    )
    def book(
        self, which: int, booked: list[tuple[int, int, int, int]], comes_twice: object
    ) -> None:
        rows = []
        for place, shift, amount, sequence in booked:
            case = self.cases[place]
            day = DAYS[0] + timedelta(days=shift)
            self.ledger[case.key].append(
                Entry(on=day, amount=amount, sequence=sequence)
            )
            rows.append(
                {
                    "goal_id": case.key,
                    "date": day,
                    "amount": amount,
                    "sequence": sequence,
                }
            )
        self.batch += 1
        assert self.states[which].add(rows, batch=str(self.batch))
        if comes_twice:
            assert not self.states[which].add(rows, batch=str(self.batch))

    @rule(which=st.integers(0, 1), shift=st.integers(-60, 60))
    def close(self, which: int, shift: int) -> None:
        before = DAYS[0] + timedelta(days=shift)
        self.states[which].compact(before=before, goals=rows_of(goal_table(self.cases)))
        self.closing = max(self.closing, before)

    @rule()
    def pour(self) -> None:
        one, two = self.states
        self.states = [two.merge(one), PortfolioState()]

    @rule(which=st.integers(0, 1))
    def restart(self, which: int) -> None:
        self.states[which] = PortfolioState.from_bytes(self.states[which].to_bytes())

    @rule(shift=st.integers(-60, 60))
    def ask(self, shift: int) -> None:
        as_of = max(DAYS[0] + timedelta(days=shift), self.closing - timedelta(days=1))
        cases = [
            attrs.evolve(case, entries=tuple(self.ledger[case.key]))
            for case in self.cases
        ]
        check(self.states[0].merge(self.states[1]), cases, as_of)


DaysGoBy.TestCase.settings = settings(max_examples=40, stateful_step_count=15)
TestDaysGoBy = DaysGoBy.TestCase
