"""Laws of the codec that hold for every plan and every document, sound or not."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
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
from jbpcore.model import metrics
from jbpcore.model.actual import ActualEntry
from jbpcore.model.agreement import PlanState, Signoff
from jbpcore.model.execution import Action, ActionStatus
from jbpcore.model.goal import Goal
from jbpcore.model.metric import Metric
from jbpcore.model.party import Partner, PartnerKind, Party, Side
from jbpcore.model.phasing import (
    Bucket,
    CumulativePhasing,
    CumulativePoint,
    LinearPhasing,
    Phasing,
    WeightedPhasing,
    WorkdayPhasing,
)
from jbpcore.model.plan import Plan
from jbpcore.model.review import Review
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.work_calendar import WorkCalendar
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


@st.composite
def ranges(draw: st.DrawFn) -> DateRange:
    start = draw(days)
    return DateRange(start, start + timedelta(days=draw(st.integers(1, 400))))


@st.composite
def phasings(draw: st.DrawFn, period: DateRange) -> Phasing:
    kind = draw(st.sampled_from([LinearPhasing, WorkdayPhasing, WeightedPhasing, None]))
    if kind is LinearPhasing:
        return LinearPhasing()
    if kind is WorkdayPhasing:
        # Every third day or so is off.
        off = draw(st.sets(st.integers(0, period.length_days - 1), max_size=30))
        holidays = [period.start + timedelta(days=day) for day in off]
        return WorkdayPhasing(WorkCalendar.resolve(period, holidays=holidays))
    cuts = sorted(draw(st.sets(st.integers(0, 500), min_size=2, max_size=5)))
    bounds = [period.start + timedelta(days=cut) for cut in cuts]
    if kind is WeightedPhasing:
        weights = draw(st.lists(fractions, min_size=len(cuts), max_size=len(cuts)))
        spans = map(DateRange, bounds, bounds[1:])
        buckets = list(map(Bucket, spans, weights))
        return WeightedPhasing([*buckets[:-1], attrs.evolve(buckets[-1], weight=1)])
    shares = sorted(
        draw(st.lists(st.fractions(0, 1), min_size=len(cuts), max_size=len(cuts)))
    )
    return CumulativePhasing(list(map(CumulativePoint, bounds, shares)))


@st.composite
def goals(draw: st.DrawFn, goal_id: str) -> Goal:
    kinds: list[tuple[Metric, st.SearchStrategy[Any]]] = [
        (metrics.REVENUE, st.builds(Money, cents, st.just("USD"))),
        (metrics.DEALS_WON, st.builds(Quantity, exact, st.just("deals"))),
        (metrics.CHURN_RATE, st.builds(Ratio, fractions)),
    ]
    metric, amounts = draw(st.sampled_from(kinds))
    optional = st.none() | amounts
    period = draw(ranges())
    return Goal(
        id=goal_id,
        name=draw(names),
        metric=attrs.evolve(metric, definition=draw(texts)),
        target=draw(optional),
        period=period,
        baseline=draw(optional),
        commit=draw(optional),
        stretch=draw(optional),
        weight=draw(fractions),
        side=draw(st.none() | st.sampled_from(Side)),
        phasing=draw(phasings(period)),
        owner_id=draw(st.none() | ids),
        description=draw(texts),
    )


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    goal_ids = draw(st.lists(ids, unique=True, max_size=3))
    actions = st.builds(
        Action,
        id=ids,
        name=names,
        side=st.sampled_from(Side),
        due_on=days,
        status=st.sampled_from(ActionStatus),
        owner_id=st.none() | ids,
        notes=texts,
    )
    signoffs = st.builds(
        Signoff,
        side=st.sampled_from(Side),
        person_id=ids,
        terms_digest=st.from_regex("[0-9a-f]{64}", fullmatch=True),
        signed_at=instants,
    )
    reviews = st.builds(
        Review,
        id=ids,
        name=names,
        on=days,
        held_on=st.none() | days,
        wins=st.lists(texts, max_size=2),
    )
    return Plan(
        id=draw(ids),
        name=draw(names),
        vendor=Party(id=draw(ids), name=draw(names)),
        partner=Partner(
            id=draw(ids),
            name=draw(names),
            kind=draw(st.sampled_from(PartnerKind)),
            tier=draw(texts),
            tags=draw(tags),
        ),
        period=draw(ranges()),
        goals=[draw(goals(goal_id)) for goal_id in goal_ids],
        actions=draw(st.lists(actions, max_size=2, unique_by=lambda item: item.id)),
        reviews=draw(st.lists(reviews, max_size=2, unique_by=lambda item: item.id)),
        state=draw(st.sampled_from(PlanState)),
        signoffs=draw(st.lists(signoffs, max_size=2)),
        previous_id=draw(st.none() | ids),
        notes=draw(texts),
    )


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
