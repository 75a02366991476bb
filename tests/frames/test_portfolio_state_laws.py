"""What holds of every portfolio kept current, however its days go by."""

from __future__ import annotations

from datetime import date, timedelta

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule
from tests.frames.goal_columns import DAYS, Entry, goal_table, make_cases
from tests.frames.portfolio_rows import Row, check, rows_of

from jbpcore.frames.portfolio_state import PortfolioState

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
