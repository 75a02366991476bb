"""What the codec writes of the engine's answers is what the schema describes."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

import jbpcore as jbp
from jbpcore.errors import InvalidDataError

jsonschema = pytest.importorskip("jsonschema")

APRIL = jbp.DateRange(date(2026, 4, 1), date(2026, 5, 1))
HALVES = APRIL.split_at(date(2026, 4, 9))
NOON = datetime(2026, 4, 2, 12, tzinfo=UTC)
KEEP = jbp.Metric(
    key="kept",
    name="Kept",
    unit=jbp.Unit.ratio(),
    accumulation=jbp.Accumulation.RATIO,
    direction=jbp.Direction.KEEP,
)
GOALS = (
    jbp.Goal(
        id="kept",
        name="Kept",
        metric=KEEP,
        target=None,
        period=APRIL,
        keep=jbp.KeepBand.at_most(jbp.Ratio("1/2"), checks=HALVES),
    ),
    jbp.Goal(
        id="revenue",
        name="Revenue",
        metric=jbp.metrics.REVENUE,
        target=jbp.Money(3000, "USD"),
        commit=jbp.Money(2000, "USD"),
        period=APRIL,
        stale_after_days=3,
        target_versions=[
            jbp.TargetVersion(
                effective_on=date(2026, 4, 5),
                target=jbp.Money(2500, "USD"),
                reason="Less",
                recorded_at=NOON,
            )
        ],
    ),
)  # fmt: skip
BELIEF = jbp.Confidence(
    goal_id="revenue",
    score=7,
    person_id="maria",
    stated_on=date(2026, 4, 2),
    expires_on=date(2026, 4, 30),
    reason="Promised",
    recorded_at=NOON,
)
PLAN = jbp.Plan(
    id="p",
    name="Plan",
    vendor=jbp.Party(id="acme", name="Acme"),
    partner=jbp.Partner(id="northwind", name="Northwind"),
    period=APRIL,
    goals=GOALS,
    confidences=(BELIEF,),
)
ENTRIES = [
    jbp.ActualEntry(
        metric="kept", on=date(2026, 4, 2), amount=jbp.Quotient.of(1, 4, "seats")
    ),
    *(
        jbp.ActualEntry(
            metric="revenue",
            on=date(2026, 4, 3),
            amount=jbp.Money(700, "USD"),
            status=status,
            credit_of="so-1",
            recorded_at=NOON,
        )
        for status in jbp.EntryStatus
    ),
]
RESULT = jbp.assess_plan(
    PLAN, ENTRIES, as_of=date(2026, 4, 20), known_at=NOON, data_through=date(2026, 4, 9)
)


@pytest.mark.parametrize(
    "value",
    [PLAN, RESULT, *RESULT.results, *map(jbp.explanation, RESULT.results), *ENTRIES],
    ids=lambda value: type(value).__name__,
)
def test_documents_are_valid_and_come_back_equal(value: object) -> None:
    document = jbp.to_data(value)
    jsonschema.Draft202012Validator(jbp.json_schema(type(value))).validate(document)
    assert jbp.loads(jbp.dumps(value), type(value)) == value


@pytest.mark.parametrize(
    ("path", "bad"),
    [
        (("is_reached",), 1),
        (("level",), "wish"),
        (("gap_to_pace",), None),
    ],
    ids=str,
)
def test_figures_that_do_not_follow_are_refused(path: tuple[str], bad: Any) -> None:
    document = jbp.to_data(RESULT.results[1])
    document["data"]["figures"]["levels"][0][path[0]] = bad
    with pytest.raises(InvalidDataError, match="levels"):
        jbp.from_data(document, jbp.GoalResult)


def test_every_bad_field_is_found_at_once() -> None:
    document = jbp.to_data(PLAN)
    goal = document["data"]["goals"][1]
    goal["stale_after_days"] = -1
    goal["target_versions"][0]["effective_on"] = "2026-4-5"
    document["data"]["goals"][0]["keep"]["checks"] = "all"
    document["data"]["confidences"][0]["score"] = 11
    with pytest.raises(InvalidDataError) as caught:
        jbp.from_data(document, jbp.Plan)
    assert sorted(finding.path for finding in caught.value.findings) == [
        "confidences[0].score",
        "goals[0].keep.checks",
        "goals[1].stale_after_days",
        "goals[1].target_versions[0].effective_on",
    ]


def test_a_result_without_the_figures_that_came_later_is_read() -> None:
    result = jbp.assess_goal(GOALS[1], ENTRIES, as_of=date(2026, 4, 20))
    document = jbp.to_data(result)
    for name in ("levels", "shape", "freshness", "coverage_of_gap"):
        del document["data"]["figures"][name]
    assert jbp.from_data(document, jbp.GoalResult) == result
    del document["data"]["figures"]["pace_index"]
    with pytest.raises(InvalidDataError, match="pace_index"):
        jbp.from_data(document, jbp.GoalResult)


def test_a_booked_entry_is_written_as_before_there_was_a_status() -> None:
    booked = jbp.to_data(ENTRIES[1])["data"]
    assert "status" not in booked
    assert jbp.to_data(ENTRIES[2])["data"]["status"] == "disputed"
