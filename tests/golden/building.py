"""Builds goals, entries and all else from what a worked case says."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from tests.golden.reading import GoldenCase, ReadingError, a_day, an_instant
from tests.golden.sums import evaluate

import jbpcore as jbp

__all__ = ["Built", "an_amount", "build", "calendar_named", "days_of"]

_COUNTING = {
    "bookings add up": jbp.Accumulation.FLOW,
    "last count stands": jbp.Accumulation.LEVEL,
    "one sum over another": jbp.Accumulation.RATIO,
    "done or not": jbp.Accumulation.MILESTONE,
}
_WAYS = {
    "more is better": jbp.Direction.UP,
    "less is better": jbp.Direction.DOWN,
    "to be kept": jbp.Direction.KEEP,
}
_STEPS = {
    "months of the year": jbp.ProfileStep.MONTH,
    "quarters of the year": jbp.ProfileStep.QUARTER,
    "months of the quarter": jbp.ProfileStep.MONTH_OF_QUARTER,
    "parts": jbp.ProfileStep.PART,
}
_AMOUNT = re.compile(r"(−?[\d,.]+) ([A-Za-z]+|%)")
_QUOTIENT = re.compile(r"(−?[\d,.]+) of (−?[\d,.]+) ([A-Za-z]+)")
_VERSION = re.compile(r"(.+) from (\d+ \w+ \d+)(?:, agreed (.+ UTC))?")
_BELIEF = re.compile(
    r"(\w+) (\d+) of 10, said (.+?), until (.+?)(?:, recorded (.+ UTC))?"
)
_BANDS = re.compile(r"ahead from (.+), on track from (.+), at risk from (.+)")
_PROFILE = re.compile(r"profile of ([a-z ]+): ([^;]+)(?:; lengths ([^;]+))?")
_EARLIER = re.compile(r"([\d, ]+) ([A-Z]{3}) in the (quarter|month)s from (.+)")
_S_CURVE = re.compile(r"S-curve, fastest after (.+), steepness (\d)")
_STATUSES = {status.value: status for status in jbp.EntryStatus}


@dataclass
class Built:
    """What a case comes to.

    Attributes:
        fields: Of the goal.
        entries: What is booked.
        asked: Further arguments of ``assess_goal``.
        calendar: The fiscal calendar.
        as_of: The day that is looked on.
        earlier: What earlier years brought.
    """

    fields: dict[str, Any] = field(default_factory=dict)
    entries: list[jbp.ActualEntry] = field(default_factory=list)
    asked: dict[str, Any] = field(default_factory=dict)
    calendar: jbp.FiscalCalendar = field(
        default_factory=jbp.FiscalCalendar.calendar_year
    )
    as_of: date = date.min
    earlier: jbp.History | None = None

    @property
    def goal(self) -> jbp.Goal:
        return jbp.Goal(**self.fields)

    def result(self) -> jbp.GoalResult:
        return jbp.assess_goal(self.goal, self.entries, as_of=self.as_of, **self.asked)


def an_amount(text: str) -> jbp.Amount:
    """Read ``25,000 USD``, ``40 people`` or ``30 %``."""
    found = _AMOUNT.fullmatch(text)
    if found is None:
        message = f"{text!r} is no amount"
        raise ReadingError(message)
    value, unit = evaluate(found[1]), found[2]
    if unit == "%":
        return jbp.Ratio(value / 100)
    number = found[1].replace(",", "").replace("−", "-")
    if unit.isupper() and len(unit) == 3:
        return jbp.Money(number, unit)
    return jbp.Quantity(number, unit)


def a_booking(text: str) -> jbp.Amount | jbp.Quotient:
    found = _QUOTIENT.fullmatch(text)
    if found is None:
        return an_amount(text)
    upper, lower = (an_amount(f"{found[n]} {found[3]}") for n in (1, 2))
    assert not isinstance(upper, jbp.Ratio)
    assert not isinstance(lower, jbp.Ratio)
    return jbp.Quotient(upper, lower)


def days_of(text: str, calendar: jbp.FiscalCalendar) -> jbp.DateRange:
    """Read ``1 April 2026 to 30 June 2026``, or the name of a fiscal period."""
    first, to, last = text.partition(" to ")
    if not to:
        return calendar.parse(text).dates
    return jbp.DateRange.inclusive(a_day(first), a_day(last))


def calendar_named(text: str) -> jbp.FiscalCalendar:
    calendars: dict[str, Callable[[], jbp.FiscalCalendar]] = {
        "calendar year": jbp.FiscalCalendar.calendar_year,
        "retail weeks": jbp.FiscalCalendar.nrf_retail,
        "weeks to the last Saturday of September": lambda: jbp.FiscalCalendar.weeks(
            end_weekday=jbp.Weekday.SAT, end_month=9
        ),
        "months from July": lambda: jbp.FiscalCalendar.months(start_month=7),
    }
    return calendars[text]()


def numbers(text: str) -> list[Fraction]:
    return [evaluate(part) for part in text.split(", ")]


def build(case: GoldenCase) -> Built:
    """Build what the case says, and refuse what it cannot mean."""
    plan = case.pairs("The plan")
    once = {"new target", "confidence"}
    names = [name for name, _ in plan if name not in once]
    if len(set(names)) < len(names):
        message = f"{case.place}: something is stated twice"
        raise ReadingError(message)
    built = Built()
    said = dict(plan)
    built.calendar = calendar_named(said.pop("calendar", "calendar year"))
    built.as_of = a_day(said.pop("look on"))
    built.fields = {"id": "goal", "name": case.name[:60], "target": None}
    period = days_of(said.pop("period"), built.calendar)
    built.fields["period"] = period
    if "earlier years" in said:
        built.earlier = history_of(said.pop("earlier years"), built.calendar)
    for name, value in said.items():
        values = [text for key, text in plan if key == name]
        _READERS[name](built, value if name not in once else values)
    rows = case.tables.get("Bookings", [])[1:]
    built.entries = [booking(row, number) for number, row in enumerate(rows, 1)]
    counting, _, way = str(built.fields.pop("counting", "")).partition(", ")
    if counting:
        built.fields["metric"] = jbp.Metric(
            key="m",
            name="M",
            unit=unit_of(built),
            accumulation=_COUNTING[counting],
            direction=_WAYS[way or "more is better"],
        )
    return built


def unit_of(built: Built) -> jbp.Unit:
    keep = built.fields.get("keep")
    found = [built.fields.get(name) for name in ("target", "baseline", "unit")]
    built.fields.pop("unit", None)
    found += [keep.lower, keep.upper] if keep else []
    found += [entry.amount for entry in built.entries]
    first = next(amount for amount in found if amount is not None)
    if isinstance(first, jbp.Money):
        return jbp.Unit.money()
    is_count = isinstance(first, jbp.Quantity)
    return jbp.Unit.count(first.unit) if is_count else jbp.Unit.ratio()


def booking(row: dict[str, str], number: int) -> jbp.ActualEntry:
    fields: dict[str, Any] = {"metric": "m", "entry_id": f"line-{number}"}
    for name, cell in row.items():
        if cell:
            key, read = _COLUMNS[name]
            fields[key] = read(cell)
    return jbp.ActualEntry(**fields)


def history_of(text: str, calendar: jbp.FiscalCalendar) -> jbp.History:
    found = _EARLIER.fullmatch(text)
    assert found is not None, text
    amounts = [an_amount(f"{part} {found[2]}") for part in found[1].split(", ")]
    kind = jbp.PeriodKind(found[3])
    start = a_day(found[4])
    return jbp.History(start=start, kind=kind, amounts=amounts, calendar=calendar)


def work_calendar(built: Built, text: str) -> jbp.WorkCalendar:
    """Read ``Monday to Friday``, and days off after ``except``."""
    week, _, off = text.partition(", except ")
    weekend = {
        "Monday to Friday": [jbp.Weekday.SAT, jbp.Weekday.SUN],
        "Sunday to Thursday": [jbp.Weekday.FRI, jbp.Weekday.SAT],
    }[week]
    holidays = [a_day(part) for part in off.split(" and ")] if off else []
    return jbp.WorkCalendar.resolve(
        built.fields["period"], weekend=weekend, holidays=holidays
    )


def phasing(built: Built, text: str) -> Any:
    period, calendar = built.fields["period"], built.calendar
    profile, curve = _PROFILE.fullmatch(text), _S_CURVE.fullmatch(text)
    kind, _, rest = text.partition(": ")
    if text == "evenly by days":
        return jbp.LinearPhasing()
    if text == "as in earlier years":
        assert built.earlier is not None
        return jbp.seasonal_phasing(built.earlier, period).phasing
    if kind == "evenly by working days":
        return jbp.WorkdayPhasing(work_calendar(built, rest))
    if kind == "by fiscal month":
        return jbp.WeightedPhasing.by_month(
            numbers(rest), period=period, calendar=calendar
        )
    if kind == "stretches":
        pairs = [part.split(" = ") for part in rest.split("; ")]
        return jbp.WeightedPhasing(
            jbp.Bucket(days_of(days, calendar), evaluate(weight))
            for days, weight in pairs
        )
    if kind == "by the end of":
        pairs = [part.split(" = ") for part in rest.split("; ")]
        return jbp.CumulativePhasing(
            jbp.CumulativePoint(a_day(day), evaluate(share)) for day, share in pairs
        )
    if curve is not None:
        return jbp.SCurvePhasing(evaluate(curve[1]), int(curve[2]))
    assert profile is not None, text
    shape = jbp.PhasingProfile(
        name="Profile",
        per=_STEPS[profile[1]],
        weights=numbers(profile[2]),
        lengths=numbers(profile[3]) if profile[3] else (),
    )
    whole = built.fields.pop("part_of", None)
    return shape.phasing(period, calendar, part_of=whole)


def keep(built: Built, text: str) -> jbp.KeepBand:
    """Read ``between A and B``, ``at least A``, ``at most B`` or ``A, 5 % around``."""
    band, _, stretches = text.partition(", in each ")
    period, calendar = built.fields["period"], built.calendar
    if stretches in {"month", "quarter", "week"}:
        tiles = calendar.tiles(jbp.PeriodKind(stretches), period)
        checks = [tile.dates for tile in tiles]
    else:
        checks = [days_of(days, calendar) for days in stretches.split("; ")]
    around = re.fullmatch(r"within (.+ %) of (.+)", band)
    if around is not None:
        share = an_amount(around[1])
        assert isinstance(share, jbp.Ratio)
        return jbp.KeepBand.around(an_amount(around[2]), share, checks=checks)
    between = re.fullmatch(r"between (.+) and (.+)", band)
    if between is not None:
        low, high = an_amount(between[1]), an_amount(between[2])
        return jbp.KeepBand(lower=low, upper=high, checks=checks)
    bound = an_amount(band.removeprefix("at least ").removeprefix("at most "))
    if band.startswith("at least "):
        return jbp.KeepBand.at_least(bound, checks=checks)
    return jbp.KeepBand.at_most(bound, checks=checks)


def versions(texts: list[str]) -> list[jbp.TargetVersion]:
    found = []
    for text in texts:
        parts = _VERSION.fullmatch(text)
        assert parts is not None, text
        found.append(
            jbp.TargetVersion(
                target=an_amount(parts[1]),
                effective_on=a_day(parts[2]),
                recorded_at=an_instant(parts[3]) if parts[3] else None,
            )
        )
    return found


def beliefs(texts: list[str]) -> list[jbp.Confidence]:
    found = []
    for text in texts:
        parts = _BELIEF.fullmatch(text)
        assert parts is not None, text
        found.append(
            jbp.Confidence(
                goal_id="goal",
                person_id=parts[1],
                score=int(parts[2]),
                stated_on=a_day(parts[3]),
                expires_on=a_day(parts[4]),
                recorded_at=an_instant(parts[5]) if parts[5] else None,
            )
        )
    return found


def bands(text: str) -> jbp.HealthBands:
    found = _BANDS.fullmatch(text)
    assert found is not None, text
    ahead, on_track, at_risk = map(evaluate, found.groups())
    return jbp.HealthBands(ahead=ahead, on_track=on_track, at_risk=at_risk)


def _field(name: str, read: Callable[[Any], Any]) -> Callable[[Built, Any], None]:
    def put(built: Built, value: Any) -> None:
        built.fields[name] = read(value)

    return put


def _asked(name: str, read: Callable[[Any], Any]) -> Callable[[Built, Any], None]:
    def put(built: Built, value: Any) -> None:
        built.asked[name] = read(value)

    return put


def _put_phasing(built: Built, text: Any) -> None:
    built.fields["phasing"] = phasing(built, text)


def _put_keep(built: Built, text: Any) -> None:
    built.fields["keep"] = keep(built, text)


def _put_workdays(built: Built, text: Any) -> None:
    built.asked["work_calendar"] = work_calendar(built, text)


def _put_whole(built: Built, text: Any) -> None:
    built.fields["part_of"] = days_of(text, built.calendar)


def _labels(text: str) -> dict[str, str]:
    return dict(part.split(" = ") for part in text.split("; "))


def _optional_amount(text: str) -> jbp.Amount | None:
    return None if text == "not agreed" else an_amount(text)


def _nothing_yet(text: str) -> jbp.Amount:
    return an_amount(f"0 {text}")


_READERS: dict[str, Callable[[Built, Any], None]] = {
    "counting": _field("counting", str),
    "unit": _field("unit", _nothing_yet),
    "target": _field("target", _optional_amount),
    "baseline": _field("baseline", an_amount),
    "commit": _field("commit", an_amount),
    "stretch": _field("stretch", an_amount),
    "weight": _field("weight", evaluate),
    "part of": _put_whole,
    "phasing": _put_phasing,
    "keep": _put_keep,
    "new target": _field("target_versions", versions),
    "stale after": _field("stale_after_days", lambda s: int(s.removesuffix(" days"))),
    "only": _field("scope", _labels),
    "health": _asked("bands", bands),
    "working days": _put_workdays,
    "known at": _asked("known_at", an_instant),
    "data through": _asked("data_through", a_day),
    "confidence": _asked("confidences", beliefs),
}
_COLUMNS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "id": ("entry_id", str),
    "day": ("on", a_day),
    "amount": ("amount", a_booking),
    "credit": ("credit_ratio", evaluate),
    "of": ("credit_of", str),
    "status": ("status", _STATUSES.__getitem__),
    "takes back": ("reverses", str),
    "recorded": ("recorded_at", an_instant),
    "labels": ("tags", _labels),
}
