from __future__ import annotations

import copy
import pickle
from datetime import UTC, date, datetime, timedelta, timezone
from fractions import Fraction
from typing import Any

import attrs
import pytest

import jbpcore as jbp
from jbpcore.errors import (
    CurrencyMismatchError,
    InvalidValueError,
    JbpError,
    UnitMismatchError,
)

QUARTER = jbp.FiscalCalendar.calendar_year().quarter(2026, 2)
MAY = jbp.WorkCalendar.resolve(jbp.DateRange(date(2026, 5, 1), date(2026, 6, 1)))
GOAL = jbp.Goal(
    id="revenue",
    name="Revenue",
    metric=jbp.metrics.REVENUE,
    target=jbp.Money("25000", "USD"),
    period=QUARTER,
)
ENTRY = jbp.ActualEntry(
    metric="revenue", on=date(2026, 4, 20), amount=jbp.Money("7500", "USD")
)
PLAN = jbp.Plan(
    id="northwind-2026",
    name="Northwind 2026",
    vendor=jbp.Party(id="acme", name="Acme"),
    partner=jbp.Partner(id="northwind", name="Northwind", tags={"segment": "SMB"}),
    period=jbp.DateRange(date(2026, 1, 1), date(2027, 1, 1)),
    goals=[GOAL],
)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"id": "has blank"}, InvalidValueError),
        ({"id": ""}, InvalidValueError),
        ({"name": "two\nlines"}, InvalidValueError),
        ({"name": "\u0000"}, InvalidValueError),
        ({"target": 25_000}, InvalidValueError),
        ({"target": jbp.Quantity(25, "deals")}, UnitMismatchError),
        ({"target": jbp.Ratio("1/2")}, UnitMismatchError),
        ({"target": jbp.Money("0.001", "USD")}, InvalidValueError),
        ({"stretch": jbp.Money("30000", "EUR")}, CurrencyMismatchError),
        ({"weight": -1}, InvalidValueError),
        ({"weight": 0.5}, InvalidValueError),
        ({"weight": True}, InvalidValueError),
        ({"side": "vendor"}, InvalidValueError),
        ({"period": date(2026, 1, 1)}, InvalidValueError),
        ({"phasing": None}, InvalidValueError),
        ({"phasing": jbp.WorkdayPhasing(MAY)}, InvalidValueError),
        ({"owner_id": "x" * 129}, InvalidValueError),
        ({"description": "x" * 10_001}, InvalidValueError),
    ],
)
def test_a_goal_refuses_what_it_cannot_hold(
    change: dict[str, Any], error: type[JbpError]
) -> None:
    with pytest.raises(error):
        attrs.evolve(GOAL, **change)


@pytest.mark.parametrize(
    "change",
    [
        {"on": datetime(2026, 4, 20, tzinfo=UTC)},
        {"on": "2026-04-20"},
        {"amount": 7500},
        {"credit_ratio": "1.01"},
        {"credit_ratio": -1},
        {"recorded_at": datetime(2026, 4, 20)},  # noqa: DTZ001 - the naive one is the case
        {"recorded_at": datetime(2026, 4, 20, tzinfo=timezone(timedelta(hours=2)))},
        {"tags": {"": "x"}},
        {"entry_id": "a/b"},
    ],
)
def test_an_entry_refuses_what_it_cannot_hold(change: dict[str, Any]) -> None:
    with pytest.raises(InvalidValueError):
        attrs.evolve(ENTRY, **change)


@pytest.mark.parametrize(
    "change",
    [
        {"goals": [GOAL, GOAL]},
        {"goals": [PLAN]},
        {"people": [None]},
        {"partner": PLAN.vendor},
        {"vendor": PLAN.partner},
        {"state": "draft"},
        {"health_bands": None},
    ],
)
def test_a_plan_refuses_what_it_cannot_hold(change: dict[str, Any]) -> None:
    with pytest.raises(InvalidValueError):
        attrs.evolve(PLAN, **change)


def test_a_plan_may_not_have_more_goals_than_anybody_can_read() -> None:
    goals = [attrs.evolve(GOAL, id=f"g{number}") for number in range(5_001)]
    assert len(attrs.evolve(PLAN, goals=goals[:-1]).goals) == 5_000
    with pytest.raises(InvalidValueError, match="at most 5,000 goals"):
        attrs.evolve(PLAN, goals=goals)


def test_a_goal_is_found_by_its_id() -> None:
    assert PLAN.goal("revenue") is GOAL
    with pytest.raises(InvalidValueError, match=r"a goal of the plan \(revenue\)"):
        PLAN.goal("profit")


@pytest.mark.parametrize("noun", [GOAL, ENTRY, PLAN, PLAN.partner], ids=type)
def test_nouns_pickle_copy_and_hash(noun: object) -> None:
    for twin in (pickle.loads(pickle.dumps(noun)), copy.deepcopy(noun)):  # noqa: S301 - our own bytes
        assert twin == noun
        assert hash(twin) == hash(noun)


def test_two_bookings_that_look_alike_are_two() -> None:
    twin = jbp.ActualEntry(metric=ENTRY.metric, on=ENTRY.on, amount=ENTRY.amount)
    assert twin.entry_id != ENTRY.entry_id


def test_tags_are_a_mapping_that_cannot_change() -> None:
    tags = jbp.Tags([("product", "Backup"), ("account", "Contoso")])
    assert tags == {"account": "Contoso", "product": "Backup"}
    assert hash(tags) == hash(jbp.Tags({"account": "Contoso", "product": "Backup"}))
    assert tags.get("region") is None
    with pytest.raises(AttributeError, match="cannot be changed"):
        setattr(tags, "account", "Fabrikam")  # noqa: B010 - a plain one would not type
    with pytest.raises(InvalidValueError, match="once"):
        jbp.Tags([("a", "1"), ("a", "2")])
    with pytest.raises(InvalidValueError, match="at most 50"):
        jbp.Tags({str(number): "x" for number in range(51)})


def test_weights_are_exact() -> None:
    assert attrs.evolve(GOAL, weight="0.1").weight == Fraction(1, 10)


@pytest.mark.parametrize(
    "bounds", [{"ahead": "0.9"}, {"at_risk": 0}, {"on_track": "1/2"}]
)
def test_bands_must_fall(bounds: dict[str, str | int]) -> None:
    with pytest.raises(InvalidValueError, match="falling bounds"):
        jbp.HealthBands(**bounds)


def test_an_action_cannot_start_after_it_is_due() -> None:
    with pytest.raises(InvalidValueError, match="on or before due_on"):
        jbp.Action(
            id="train",
            name="Train two engineers",
            side=jbp.Side.PARTNER,
            start_on=date(2026, 5, 2),
            due_on=date(2026, 5, 1),
        )


def test_a_signoff_needs_a_whole_digest() -> None:
    with pytest.raises(InvalidValueError, match="64 hexadecimal digits"):
        jbp.Signoff(
            side=jbp.Side.VENDOR,
            person_id="maria",
            terms_digest="abc",
            signed_at=datetime(2026, 1, 5, tzinfo=UTC),
        )


def test_the_sides_face_each_other() -> None:
    assert jbp.Side.VENDOR.other is jbp.Side.PARTNER
    assert jbp.Side.PARTNER.other is jbp.Side.VENDOR
