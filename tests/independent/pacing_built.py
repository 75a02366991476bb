"""What the library is asked about a case: the same goal and bookings, in its nouns."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any, TypeAlias

import jbpcore as jbp
from jbpcore.values.decimals import fraction_to_decimal_exact

Case: TypeAlias = dict[str, Any]


def amount_of(value: Fraction, unit: str) -> jbp.Amount:
    if unit == "ratio":
        return jbp.Ratio(value)
    exact = fraction_to_decimal_exact(value)
    assert exact is not None
    return jbp.Quantity(exact, "deals") if unit == "count" else jbp.Money(exact, unit)


def booked_of(case: Case, entry: Case) -> jbp.ActualEntry:
    amount: Any
    if case["adds"] == "ratio":
        above, below = map(int, entry["amount"])
        amount = jbp.Quotient.of(above, below, "deals")
    else:
        amount = amount_of(entry["amount"][0], entry["unit"])
    return jbp.ActualEntry(
        metric="m",
        on=entry["on"],
        amount=amount,
        credit_ratio=entry["credit"],
        credit_of=entry["of"],
        status=jbp.EntryStatus(entry["status"]),
        entry_id=entry["id"],
        reverses=entry["reverses"],
        recorded_at=entry["at"],
    )


def phasing_of(case: Case) -> Any:
    way, *how = case["phasing"]
    if way == "linear":
        return jbp.LinearPhasing()
    if way == "workdays":
        return jbp.WorkdayPhasing(calendar_of(case, how[0]))
    if way == "weights":
        return jbp.WeightedPhasing(
            jbp.Bucket(jbp.DateRange.inclusive(first, last), weight)
            for first, last, weight in how[0]
        )
    if way == "points":
        return jbp.CumulativePhasing(jbp.CumulativePoint(*point) for point in how[0])
    return jbp.SCurvePhasing(*how)


def calendar_of(case: Case, off: list[date]) -> jbp.WorkCalendar:
    span = jbp.DateRange.inclusive(case["first"], case["last"])
    return jbp.WorkCalendar(span=span, non_working_days=off)


def goal_of(case: Case) -> jbp.Goal:
    unit = case["unit"]
    kinds = {"ratio": jbp.Unit.ratio(), "count": jbp.Unit.count("deals")}
    metric = jbp.Metric(
        key="m",
        name="M",
        unit=kinds.get(unit, jbp.Unit.money()),
        accumulation=jbp.Accumulation(case["adds"]),
        direction=jbp.Direction(case["way"]),
    )

    def aim(value: Fraction | None) -> jbp.Amount | None:
        return None if value is None else amount_of(value, unit)

    keep = None
    if case["keep"] is not None:
        lower, upper, stretches = case["keep"]
        checks = [jbp.DateRange.inclusive(*stretch) for stretch in stretches]
        keep = jbp.KeepBand(lower=aim(lower), upper=aim(upper), checks=checks)
    return jbp.Goal(
        id="g",
        name="G",
        metric=metric,
        target=aim(case["target"]),
        period=jbp.DateRange.inclusive(case["first"], case["last"]),
        baseline=aim(case["baseline"]),
        commit=aim(case["commit"]),
        stretch=aim(case["stretch"]),
        phasing=phasing_of(case),
        keep=keep,
        stale_after_days=case["stale"],
        target_versions=[
            jbp.TargetVersion(
                effective_on=version["from"],
                target=amount_of(version["to"], unit),
                recorded_at=version["at"],
            )
            for version in case["versions"]
        ],
    )


def assess(case: Case) -> jbp.GoalResult:
    ahead, on_track, at_risk = case["bands"]
    off = case["workdays_off"]
    return jbp.assess_goal(
        goal_of(case),
        [booked_of(case, entry) for entry in case["entries"]],
        as_of=case["as_of"],
        bands=jbp.HealthBands(ahead=ahead, on_track=on_track, at_risk=at_risk),
        work_calendar=None if off is None else calendar_of(case, off),
        known_at=case["known_at"],
        data_through=case["data_through"],
    )
