"""What a case is about: its days, its target, what is in and what is due.

Walked day by day, with plain fractions and dates.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any, TypeAlias

from tests.independent.ledger_by_hand import Ledger

Case: TypeAlias = dict[str, Any]
Found: TypeAlias = Fraction | str
"""A number, or the code of the reason why there is none."""

ONE_DAY = timedelta(days=1)
DIGITS = {"USD": 2, "EUR": 2, "JPY": 0, "KWD": 3, "count": 2}


def days_of(case: Case) -> list[date]:
    first, last = case["first"], case["last"]
    return [first + ONE_DAY * n for n in range((last - first).days + 1)]


def days_gone(case: Case) -> int:
    return sum(day <= case["as_of"] for day in days_of(case))


def agreed_versions(case: Case) -> list[Case]:
    """Return the versions that count on the day and were known, as agreed."""
    asked: datetime | None = case["known_at"]
    return [
        version
        for version in case["versions"]
        if version["from"] <= case["as_of"]
        and (asked is None or version["at"] is None or version["at"] <= asked)
    ]


def target_of(case: Case, versions: list[Case]) -> Fraction | None:
    latest = max((version["from"] for version in versions), default=None)
    last = [version["to"] for version in versions if version["from"] == latest]
    found: Fraction | None = last[-1] if last else case["target"]
    return found


def kind_of(case: Case, target: Fraction | None) -> str:
    adds, way = case["adds"], case["way"]
    if adds == "milestone":
        return "milestone"
    if way == "keep":
        return "keep"
    if adds == "flow":
        return "ceiling" if way == "down" else "flow"
    base = case["baseline"]
    if target is not None and base is not None and target != base:
        way = "up" if target > base else "down"
    return f"{adds}_{way}"


def moves(kind: str) -> bool:
    return kind.startswith(("level", "ratio"))


def good_above(kind: str) -> bool:
    return kind != "ceiling" and not kind.endswith("down")


def start_of(case: Case, kind: str) -> Found:
    if not moves(kind):
        return Fraction(0)
    if case["baseline"] is not None:
        return Fraction(case["baseline"])
    return Fraction(0) if kind.endswith("up") else "no_baseline"


# What is in.


def attained_of(
    case: Case, kind: str, ledger: Ledger
) -> tuple[Found, list[tuple[date, date, Fraction | None, bool]]]:
    booked = ledger.standing if case["adds"] == "level" else ledger.booked
    if kind == "keep":
        return kept_of(case, booked)
    in_time = [e for e in booked if not e["on"] > case["last"]]
    if kind == "milestone":
        return Fraction(1 if total(in_time) > 0 else 0), []
    within = [e for e in booked if case["first"] <= e["on"] <= case["last"]]
    if kind in {"flow", "ceiling"}:
        return total(within), []
    return value_of(case, in_time if case["adds"] == "level" else within), []


def count_of(case: Case, kind: str, ledger: Ledger) -> int:
    """Count the entries that went into what is in."""
    booked = ledger.standing if case["adds"] == "level" else ledger.booked
    if kind == "keep":
        _, checks = kept_of(case, booked) if case["keep"] is not None else ("", [])
        due = [(first, last) for first, last, _, _ in checks]
        return sum(any(a <= e["on"] <= b for a, b in due) for e in booked)
    in_time = [e for e in booked if not e["on"] > case["last"]]
    if kind == "milestone":
        return len(in_time)
    if case["adds"] == "level":
        return 1 if in_time else 0
    return sum(e["on"] >= case["first"] for e in in_time)


def kept_of(
    case: Case, booked: list[Case]
) -> tuple[Found, list[tuple[date, date, Fraction | None, bool]]]:
    if case["keep"] is None:
        return "no_keep_band", []
    lower, upper, stretches = case["keep"]
    checks = []
    for first, last in stretches:
        if last > case["as_of"]:
            continue
        value = value_of(case, [e for e in booked if first <= e["on"] <= last])
        known = value if isinstance(value, Fraction) else None
        good = known is not None
        if known is not None and lower is not None:
            good = good and not known < lower
        if known is not None and upper is not None:
            good = good and not known > upper
        shown = None if known is None else told(known, case["unit"])
        checks.append((first, last, shown, good))
    if not checks:
        return "nothing_due", []
    return Fraction(sum(check[3] for check in checks), len(checks)), checks


def value_of(case: Case, entries: list[Case]) -> Found:
    if not entries:
        return "no_entries"
    if case["adds"] == "flow":
        return total(entries)
    if case["adds"] == "level":
        latest = max(entries, key=lambda e: (e["on"], stamp(e["at"]), e["id"]))
        return Fraction(latest["amount"][0])
    upper = sum((e["amount"][0] * e["credit"] for e in entries), Fraction(0))
    lower = sum((e["amount"][1] * e["credit"] for e in entries), Fraction(0))
    return "nothing_to_divide_by" if lower == 0 else upper / lower


def stamp(at: datetime | None) -> float:
    return float("-inf") if at is None else at.timestamp()


def total(entries: list[Case]) -> Fraction:
    found = Fraction(0)
    for entry in entries:
        found = found + Fraction(entry["amount"][0]) * Fraction(entry["credit"])
    return found


def beside(case: Case, kind: str, entries: list[Case]) -> Fraction | None:
    inside = [e for e in entries if case["first"] <= e["on"] <= case["last"]]
    if not inside or kind not in {"flow", "ceiling"}:
        return None
    return told(total(inside), case["unit"])


# What is due.


def share_due(case: Case, kind: str, checks: list[Any]) -> Fraction | None:
    """Return the parts of all days gone, of the parts of all days."""
    if kind == "keep":
        return Fraction(bool(checks))
    if kind == "milestone":
        return Fraction(case["as_of"] >= case["last"])
    parts = list(day_parts(case))
    everything = sum(parts, Fraction(0))
    if not everything:
        return None
    return sum(parts[: days_gone(case)], Fraction(0)) / everything


def day_parts(case: Case) -> list[Fraction]:
    """Return how much of the target falls on each day, in any measure."""
    days, (way, *how) = days_of(case), case["phasing"]
    if way == "linear":
        return [Fraction(1)] * len(days)
    if way == "workdays":
        off = set(how[0])
        return [Fraction(day not in off) for day in days]
    if way == "weights":
        return [weight_of(day, how[0]) for day in days]
    if way == "points":
        return steps_between(days, how[0])
    return [speed_over(n, len(days), *how) for n in range(len(days))]


def weight_of(day: date, buckets: list[tuple[date, date, Fraction]]) -> Fraction:
    for first, last, weight in buckets:
        if first <= day <= last:
            return Fraction(weight) / ((last - first).days + 1)
    return Fraction(0)


def steps_between(
    days: list[date], points: list[tuple[date, Fraction]]
) -> list[Fraction]:
    """Climb from one agreed point to the next in equal steps."""
    inside = {on: share for on, share in points if days[0] <= on < days[-1]}
    inside[days[-1]] = Fraction(1)
    steps, before, run = [], Fraction(0), 0
    for day in days:
        run += 1
        if day in inside:
            steps += [(inside[day] - before) / run] * run
            before, run = inside[day], 0
    return steps


def speed_over(number: int, count: int, peak: Fraction, power: int) -> Fraction:
    """Integrate the speed of an S-curve over one day, exactly, by Boole's rule.

    The speed is a polynomial of at most the fourth degree on either side of the peak,
    for which the rule has no error.
    """
    left, right = Fraction(number, count), Fraction(number + 1, count)

    def speed(at: Fraction, *, rising: bool) -> Fraction:
        part = at / peak if rising else (1 - at) / (1 - peak)
        found = Fraction(power)
        for _ in range(power - 1):
            found *= part
        return found

    def area(low: Fraction, high: Fraction, *, rising: bool) -> Fraction:
        if high <= low:
            return Fraction(0)
        at = [low + (high - low) * step / 4 for step in range(5)]
        weighed = sum(
            weight * speed(x, rising=rising)
            for weight, x in zip((7, 32, 12, 32, 7), at, strict=True)
        )
        return (high - low) * weighed / 90

    return area(left, min(right, peak), rising=True) + area(
        max(left, peak), right, rising=False
    )


def due_of(case: Case, kind: str, wanted: Fraction, share: Fraction) -> Fraction | None:
    start = start_of(case, kind)
    if isinstance(start, str):
        return None
    due = (1 - share) * start + share * wanted
    if kind in {"keep", "milestone"}:
        return due
    return to_minor(due, case["unit"])


def to_minor(value: Fraction, unit: str) -> Fraction:
    """Round to the minor unit, half to even, as ``round`` does with fractions."""
    if unit == "ratio":
        return value
    scale = 10 ** DIGITS[unit]
    return Fraction(round(value * scale), scale)


def told(value: Fraction, unit: str) -> Fraction:
    """Return what can be written down: exact if decimal digits can, else rounded."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return value if rest == 1 or unit == "ratio" else to_minor(value, unit)
