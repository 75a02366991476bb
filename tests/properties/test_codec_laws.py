"""Laws of the codec that hold for every plan and every document, sound or not."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import referencing
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from jbpcore.codec.documents import ActualsDocument
from jbpcore.codec.json_text import dumps, loads
from jbpcore.codec.plain import from_data, to_data
from jbpcore.codec.problems import Place, ProblemLog
from jbpcore.codec.schema import json_schema
from jbpcore.codec.shared import Shared
from jbpcore.codec.walk import record_for
from jbpcore.engine.plan_assessment import PlanResult, assess_plan
from jbpcore.model.actual import ActualEntry
from jbpcore.model.plan import Plan
from jbpcore.testing.plan_strategies import plans
from jbpcore.values.money import Money
from jbpcore.values.quantity import Quantity
from jbpcore.values.ratio import Ratio

ids = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._:@+-]{0,9}", fullmatch=True)
texts = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"),
    max_size=20,
)
names = texts.map(
    lambda text: "n" + "".join(c for c in text if c not in "\n\t\u2028\u2029")
)
days = st.dates(date(1990, 1, 1), date(2090, 1, 1))
instants = st.datetimes(datetime(1970, 1, 1), datetime(2200, 1, 1)).map(  # noqa: DTZ001 - made aware right here
    lambda instant: instant.replace(tzinfo=UTC)
)
cents = st.decimals(Decimal(-(10**12)), Decimal(10**12), places=2)
exact = st.decimals(Decimal(-(10**9)), Decimal(10**9), places=9)
fractions = st.fractions(0, 1000, max_denominator=10**6)
tags = st.dictionaries(names, names, max_size=3)


entries = st.builds(
    ActualEntry,
    metric=st.sampled_from(["revenue", "deals-won", "churn-rate"]),
    on=days,
    amount=st.builds(Money, exact, st.sampled_from(["USD", "JPY"]))
    | st.builds(Quantity, exact, st.just("deals"))
    | st.builds(Ratio, fractions),
    partner_id=st.none() | ids,
    credit_ratio=st.fractions(0, 1),
    source=texts,
    entry_id=ids,
    reverses=st.none() | ids,
    recorded_at=st.none() | instants,
    tags=tags,
)


def validator(kind: type) -> Draft202012Validator:
    return Draft202012Validator(json_schema(kind), registry=referencing.Registry())


PLAN_SCHEMA = validator(Plan)
LEDGER_SCHEMA = validator(ActualsDocument)
RESULT_SCHEMA = validator(PlanResult)


@given(plans())
def test_a_plan_comes_back_equal_to_the_last_digit(plan: Plan) -> None:
    again = loads(dumps(plan), Plan)
    assert again == plan
    assert dumps(again) == dumps(plan)
    assert from_data(to_data(plan), Plan) == plan
    assert loads(dumps(plan, canonical=True).encode(), Plan) == plan
    assert loads(dumps(plan, indent=1), Plan) == plan


@given(plans())
def test_whatever_is_written_is_valid(plan: Plan) -> None:
    PLAN_SCHEMA.validate(to_data(plan))


@given(st.lists(entries, max_size=4))
def test_a_ledger_comes_back_equal_and_is_valid(booked: list[ActualEntry]) -> None:
    ledger = ActualsDocument(booked)
    assert loads(dumps(ledger), ActualsDocument) == ledger
    LEDGER_SCHEMA.validate(to_data(ledger))


@given(plans(), st.lists(entries, max_size=4), days)
def test_a_result_comes_back_equal_and_is_valid(
    plan: Plan, booked: list[ActualEntry], as_of: date
) -> None:
    result = assess_plan(plan, booked, as_of=as_of)
    assert loads(dumps(result), PlanResult) == result
    RESULT_SCHEMA.validate(to_data(result))


@given(plans())
def test_the_quick_way_and_the_thorough_way_agree(plan: Plan) -> None:
    data = to_data(plan)["data"]
    log = ProblemLog()
    assert record_for(Plan).examine(data, Place(), log) == plan
    assert not log.findings
    assert record_for(Plan).decode(data, Shared()) == plan


@given(st.fractions(), st.integers(0, 5))
def test_a_fraction_has_one_text(value: Fraction, zeros: int) -> None:
    node: Any = record_for(Ratio)
    bounded = Ratio(value if abs(value.numerator) < 10**40 else 0)
    data = node.encode(bounded)
    assert node.decode(data, Shared()) == bounded
    padded = {"ratio": "0" * zeros + data["ratio"]}
    log = ProblemLog()
    node.examine(padded, Place(), log)
    assert bool(log.findings) == bool(zeros)
