"""The ledger: what counts, what stands beside, and what does not fit together.

The goal is $3,000 in April 2026; the day asked about is the 10th, when $1,000 is due.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction
from itertools import permutations
from typing import Any

import attrs
import pytest

import jbpcore as jbp
from jbpcore.engine.portfolio import assess_portfolio
from jbpcore.errors import InvalidValueError

GOAL = jbp.Goal(
    id="revenue",
    name="Revenue",
    metric=jbp.metrics.REVENUE,
    target=jbp.Money("3000", "USD"),
    period=jbp.DateRange(date(2026, 4, 1), date(2026, 5, 1)),
)
TENTH = date(2026, 4, 10)
DISPUTED, PIPELINE = jbp.EntryStatus.DISPUTED, jbp.EntryStatus.PIPELINE


def usd(amount: str | int) -> jbp.Money:
    return jbp.Money(amount, "USD")


def at(day: int, hour: int = 12) -> datetime:
    return datetime(2026, 4, day, hour, tzinfo=UTC)


def booked(
    entry_id: str,
    amount: int | str,
    day: int = 5,
    **fields: Any,
) -> jbp.ActualEntry:
    return jbp.ActualEntry(
        metric="revenue",
        on=date(2026, 4, day),
        amount=usd(amount),
        entry_id=entry_id,
        **fields,
    )


def assess(*entries: jbp.ActualEntry, **fields: Any) -> jbp.GoalResult:
    return jbp.assess_goal(GOAL, entries, as_of=TENTH, **fields)


def codes(*entries: jbp.ActualEntry) -> list[str]:
    """Return the findings of the goal's result, which any order must give."""
    found = {
        tuple(finding.code for finding in assess(*order).findings)
        for order in permutations(entries)
    }
    assert len(found) == 1
    assert found == {tuple(f.code for f in jbp.check_ledger(entries))}
    return list(found.pop())


def test_disputed_amounts_stand_beside_and_never_inside() -> None:
    result = assess(
        booked("a", 900), booked("b", 500, status=DISPUTED), booked("c", 7, 11)
    )
    assert result.attained == usd(900)
    assert result.disputed == usd(500)
    assert result.gap_to_target == usd(2100)
    assert "Not counted: $500.00 in dispute." in jbp.explain(result)
    assert assess(booked("a", 900)).disputed is None


def test_a_dispute_ends_with_an_entry_that_takes_it_back() -> None:
    result = assess(
        booked("b", 500, status=DISPUTED),
        booked("b-", -500, 9, status=DISPUTED, reverses="b"),
        booked("b+", 500, 9),
    )
    assert (result.attained, result.disputed) == (usd(500), usd(0))
    assert result.findings == ()
    assert "dispute" not in jbp.explain(result)


def test_open_pipeline_covers_the_target_or_the_gap_by_those_names() -> None:
    """900 in, 2,100 missing; 4,200 open closes in April, though after the 10th."""
    result = assess(
        booked("a", 900),
        booked("p", 4000, 25, status=PIPELINE),
        booked("q", 400, 2, status=PIPELINE, credit_ratio="1/2"),
        booked("r", 99, status=PIPELINE, credit_ratio=0),
    )
    later = booked("s", 5000, 5, status=PIPELINE)
    assert result.attained == usd(900)
    assert result.pipeline == usd(4200)
    assert result.coverage_of_target == Fraction(4200, 3000)
    assert result.coverage_of_gap == Fraction(4200, 2100)
    assert "Open pipeline: $4,200.00, 2.00 times the gap to the target." in jbp.explain(
        result
    )
    may = attrs.evolve(later, on=date(2026, 5, 1))
    assert assess(may).pipeline is None


def test_without_pipeline_or_without_a_gap_there_is_no_coverage() -> None:
    nothing = assess(booked("a", 900))
    assert nothing.coverage_of_target is nothing.coverage_of_gap is None
    assert nothing.why("coverage_of_gap") is jbp.Reason.NO_PIPELINE
    done = assess(booked("a", 3000), booked("p", 10, status=PIPELINE))
    assert done.coverage_of_gap is None
    assert done.why("coverage_of_gap") is jbp.Reason.TARGET_REACHED
    assert done.coverage_of_target == Fraction(10, 3000)
    below = assess(booked("a", -600), booked("p", 1800, status=PIPELINE))
    assert below.coverage_of_gap == Fraction(1800, 3600)
    lost = assess(
        booked("p", 10, status=PIPELINE),
        booked("p-", -10, status=PIPELINE, reverses="p"),
    )
    assert lost.coverage_of_target == 0
    assert lost.health is jbp.Health.NO_DATA


@pytest.mark.parametrize(
    ("reversals", "wanted"),
    [
        ([("r", -100, "so")], []),
        ([("r", -40, "so"), ("s", -60, "so")], []),
        ([("r", -100, "gone")], ["jbp.reversal.dangling"]),
        ([("r", -100, "r")], ["jbp.reversal.itself"]),
        ([("r", -100, "so"), ("s", -100, "so")], ["jbp.reversal.twice"]),
        ([("r", -100, "so"), ("s", -1, "so")], ["jbp.reversal.over"]),
        ([("r", "-100.01", "so")], ["jbp.reversal.over"]),
        ([("r", 100, "so")], ["jbp.reversal.adds"]),
        ([("r", -100, "so"), ("s", 100, "r")], []),
    ],
    ids=[
        "whole", "in parts", "dangling", "itself", "doubled", "whole and more", "over",
        "adds", "reversal reversed",
    ],
)  # fmt: skip
def test_a_reversal_has_to_fit_what_it_takes_back(
    reversals: list[tuple[str, int, str]], wanted: list[str]
) -> None:
    taken = [booked(key, amount, 6, reverses=of) for key, amount, of in reversals]
    assert codes(booked("so", 100), *taken) == wanted


def test_a_reversal_of_another_status_does_not_fit() -> None:
    wrong = booked("r", -100, status=DISPUTED, reverses="so")
    assert codes(booked("so", 100), wrong) == ["jbp.reversal.mismatch"]


def test_reversals_are_compared_by_what_was_credited() -> None:
    half = booked("so", 100, credit_ratio="1/2")
    assert codes(half, booked("r", -50, reverses="so")) == []
    assert codes(half, booked("r", -51, reverses="so")) == ["jbp.reversal.over"]


def test_a_reversal_counts_even_where_it_does_not_fit() -> None:
    result = assess(booked("so", 900), booked("r", -100, reverses="elsewhere"))
    assert result.attained == usd(800)
    assert "Check r: they take back an entry that is not here" in jbp.explain(result)


def test_an_observation_taken_back_was_never_made() -> None:
    goal = attrs.evolve(
        GOAL,
        metric=jbp.metrics.CERTIFIED_PEOPLE,
        target=jbp.Quantity(10, "people"),
    )

    def people(entry_id: str, number: int, day: int, **fields: Any) -> jbp.ActualEntry:
        return attrs.evolve(
            booked(entry_id, 0, day, **fields),
            metric="certified-people",
            amount=jbp.Quantity(number, "people"),
        )

    seen = [people("a", 4, 2), people("b", 9, 5), people("b-", -9, 6, reverses="b")]
    result = jbp.assess_goal(goal, seen, as_of=TENTH)
    assert result.attained == jbp.Quantity(4, "people")
    assert result.findings == ()
    assert jbp.check_ledger(seen, metrics=[goal.metric]) == ()


def test_an_entry_id_that_says_something_else_is_a_conflict() -> None:
    first = booked("so", 100, recorded_at=at(5))
    again = attrs.evolve(first, recorded_at=at(6))
    other = booked("so", 900, recorded_at=at(7))
    assert codes(first, again) == ["jbp.entry.duplicate"]
    assert codes(first, other) == ["jbp.entry.conflict"]
    assert codes(first, again, other) == ["jbp.entry.conflict", "jbp.entry.duplicate"]
    for order in permutations([first, again, other]):
        assert assess(*order).attained == usd(100)


def test_credit_for_one_fact_adds_up_to_one_at_most() -> None:
    """A contributor credited twice: 1/2 for each of two, and 1/4 once more."""
    half: dict[str, Any] = {"credit_of": "order-1", "credit_ratio": Fraction(1, 2)}
    quarter = half | {"credit_ratio": Fraction(1, 4)}
    two = [booked("a", 100, **half), booked("b", 100, **half)]
    assert codes(*two) == []
    assert codes(*two, booked("c", 100, **quarter)) == ["jbp.credit.over"]
    finding = jbp.check_ledger([*two, booked("c", 100, **quarter)])[0]
    assert "order-1 adds up to 5/4" in finding.message
    taken = booked("b-", -100, reverses="b", **half)
    assert codes(*two, taken, booked("c", 100, **quarter)) == []
    pipeline = booked("p", 100, status=PIPELINE, credit_of="order-1")
    assert codes(*two, pipeline) == []


def test_what_takes_a_credit_back_need_not_name_the_fact_again() -> None:
    """The order went to the wrong partner, was taken back, and given to the other."""
    wrong = booked("a", 100, partner_id="x", credit_of="so")
    undo = booked("b", -100, partner_id="x", reverses="a")
    right = booked("c", 100, partner_id="y", credit_of="so")
    assert codes(wrong, undo, right) == []
    found = assess_portfolio([], [wrong, undo, right], as_of=TENTH).findings
    assert [finding.code for finding in found] == ["jbp.entry.no_plan"]
    assert codes(wrong, right) == ["jbp.credit.over"]


def test_credit_given_to_two_partners_is_met_in_the_portfolio() -> None:
    def plan(partner: str) -> jbp.Plan:
        return jbp.Plan(
            id=partner,
            name=partner,
            vendor=jbp.Party(id="acme", name="Acme"),
            partner=jbp.Partner(id=partner, name=partner),
            period=GOAL.period,
            goals=(GOAL,),
        )

    both = [
        booked("a", 100, partner_id="x", credit_of="so", credit_ratio="1/2"),
        booked("b", 100, partner_id="y", credit_of="so", credit_ratio="2/3"),
    ]

    found = assess_portfolio([plan("x"), plan("y")], both, as_of=TENTH)
    assert [finding.code for finding in found.findings] == ["jbp.credit.over"]
    assert all(not goal.result.findings for goal in found.iter_goals())


def test_known_at_tells_what_was_known_then() -> None:
    """100 known on the 5th; on the 8th 40 of it came back, as of the 6th."""
    history = [
        booked("so", 100, recorded_at=at(5)),
        booked("r", -40, 6, reverses="so", recorded_at=at(8)),
        booked("old", 7),
    ]
    for instant, attained in ((at(4), 7), (at(5), 107), (at(7), 107), (at(8), 67)):
        result = assess(*history, known_at=instant)
        assert result.attained == usd(attained)
        assert result.known_at == instant
    assert assess(*history).attained == usd(67)


def test_known_at_is_an_instant_in_utc() -> None:
    with pytest.raises(InvalidValueError, match="known_at"):
        assess(known_at=datetime(2026, 4, 5))  # noqa: DTZ001 - what is refused


def test_every_field_is_written_and_read_again() -> None:
    one = booked("a", 5, status=PIPELINE, credit_of="so", recorded_at=at(5))
    assert jbp.loads(jbp.dumps(one), jbp.ActualEntry) == one
    result = assess(one, booked("b", 3, status=DISPUTED), known_at=at(9))
    assert jbp.loads(jbp.dumps(result), jbp.GoalResult) == result
