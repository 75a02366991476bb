"""Cases for the two engines, drawn at random."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from random import Random
from typing import Any, TypeAlias

Case: TypeAlias = dict[str, Any]

KINDS = (
    ("flow", "up"),
    ("flow", "down"),
    ("level", "up"),
    ("level", "down"),
    ("ratio", "up"),
    ("ratio", "down"),
    ("flow", "keep"),
    ("level", "keep"),
    ("ratio", "keep"),
    ("milestone", "up"),
)
PHASINGS = ("linear", "workdays", "weights", "points", "s-curve")
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def day(number: int) -> date:
    return date(2026, 1, 1) + timedelta(days=number)


def draw_plain_case(rng: Random, number: int) -> Case:
    """Draw a flow or a ceiling whose bookings only have to be added up."""
    while True:
        ways = len(KINDS) * len(PHASINGS)
        case = draw_case(rng, number % 2 + rng.randrange(ways) * len(KINDS))
        make_plain(case)
        if case["target"] is None or case["target"] <= 0:
            continue
        if case["entries"] and rng.randrange(3) == 0:
            spoil_one(rng, case)
        return case


def spoil_one(rng: Random, case: Case) -> None:
    """Give one entry one label that decides, or have the sum hit the target."""
    entries = case["entries"]
    one = rng.choice(entries)
    which = rng.randrange(5)
    if which == 0:
        one["status"] = rng.choice(("disputed", "pipeline"))
    elif which == 1:
        one["credit"] = Fraction(1, 4)
    elif which == 2:
        one["reverses"] = rng.choice(entries)["id"]
    elif which == 3:
        one["of"] = "so-1"
    else:
        one["on"] = case["first"]
        others = (e for e in entries if case["first"] <= e["on"] <= case["as_of"])
        rest = sum((e["amount"][0] for e in others if e is not one), Fraction(0))
        one["amount"] = (case["target"] - rest,)


def draw_case(rng: Random, number: int) -> Case:
    """Draw a case; kinds and phasings take turns with *number*."""
    adds, way = KINDS[number % len(KINDS)]
    unit = "ratio" if adds == "ratio" else rng.choice(("USD", "JPY", "KWD", "count"))
    if adds == "level" and rng.randrange(4) == 0:
        unit = "ratio"
    start = rng.randrange(-200, 400)
    length = rng.choice((1, 2, 7, 30, 91, rng.randrange(1, 140)))
    first, last = day(start), day(start + length - 1)
    edges = (-1, 0, length - 1, length, length // 2)
    now = rng.choice(edges) if rng.randrange(3) == 0 else rng.randrange(-3, length + 4)
    draw = Drawing(rng, adds, unit, start, length)
    whole = draw.aim()
    case: Case = {
        "adds": adds,
        "way": way,
        "unit": unit,
        "first": first,
        "last": last,
        "as_of": day(start + now),
        "target": None if rng.randrange(25) == 0 else whole,
        "baseline": draw.baseline(whole),
        "commit": draw.maybe_aim(),
        "stretch": draw.maybe_aim(),
        "versions": draw.versions(),
        "phasing": draw.phasing(PHASINGS[number // len(KINDS) % len(PHASINGS)]),
        "keep": draw.keep() if way == "keep" and rng.randrange(20) else None,
        "entries": draw.entries(),
        "known_at": draw.instant() if rng.randrange(4) == 0 else None,
        "data_through": day(start + rng.randrange(-3, length + 3))
        if rng.randrange(3) == 0
        else None,
        "workdays_off": draw.days_off() if rng.randrange(3) == 0 else None,
        "bands": draw.bands(),
        "stale": rng.randrange(9) if rng.randrange(2) else None,
    }
    if case["target"] is None:
        case["commit"] = whole  # some amount says which currency it is about
    if rng.randrange(2):
        case["entries"].append(draw.near_pace(whole, case["baseline"], now))
    if adds == "flow" and rng.randrange(2):
        make_plain(case)
    return case


def make_plain(case: Case) -> None:
    """Leave bookings that only have to be added up, as most ledgers hold."""
    case.update(versions=[], known_at=None, workdays_off=None)
    scale = {"JPY": 1, "KWD": 1000}.get(case["unit"], 100)
    seen: set[str] = set()
    plain = []
    for entry in case["entries"]:
        if entry["id"] in seen or entry["reverses"] is not None:
            continue
        seen.add(entry["id"])
        minor = Fraction(round(entry["amount"][0] * scale), scale)
        labels = {"credit": Fraction(1), "of": None, "status": "booked", "at": None}
        plain.append({**entry, **labels, "unit": case["unit"], "amount": (minor,)})
    case["entries"] = plain


class Drawing:
    """What one case is drawn with."""

    def __init__(
        self, rng: Random, adds: str, unit: str, start: int, length: int
    ) -> None:
        self.rng, self.adds, self.unit = rng, adds, unit
        self.start, self.length = start, length

    def aim(self) -> Fraction:
        rng = self.rng
        if self.unit == "ratio":
            return Fraction(rng.randrange(41), 40)
        if rng.randrange(12) == 0:
            return Fraction(rng.randrange(-3, 3))
        digits = {"JPY": 0, "KWD": 3, "USD": 2, "count": 0}[self.unit]
        return Fraction(rng.randrange(1, 10**6), 10 ** rng.randrange(digits + 1))

    def maybe_aim(self) -> Fraction | None:
        return self.aim() if self.rng.randrange(3) == 0 else None

    def baseline(self, target: Fraction) -> Fraction | None:
        which = self.rng.randrange(8)
        if which == 0:
            return None
        return target if which == 1 else self.aim()

    def versions(self) -> list[Case]:
        count = max(self.rng.randrange(-4, 4), 0)
        return [
            {
                "from": day(self.start + self.rng.randrange(-3, self.length)),
                "to": self.aim(),
                "at": self.instant() if self.rng.randrange(2) else None,
            }
            for _ in range(count)
        ]

    def instant(self) -> datetime:
        return NOON + timedelta(days=self.start + self.rng.randrange(self.length + 9))

    def bands(self) -> tuple[Fraction, Fraction, Fraction]:
        if self.rng.randrange(2):
            return (Fraction(11, 10), Fraction(19, 20), Fraction(4, 5))
        bounds = sorted(self.rng.sample(range(1, 60), 3), reverse=True)
        return (
            Fraction(bounds[0], 40),
            Fraction(bounds[1], 40),
            Fraction(bounds[2], 40),
        )

    def days_off(self) -> list[date]:
        share = self.rng.choice((0, 2, 3, 7))
        return [
            day(self.start + n)
            for n in range(self.length)
            if share == 0 or n % share == 0
        ]

    def cuts(self) -> list[int]:
        """Return ascending bounds, from before the period to after it."""
        most = min(self.length + 8, 6)
        count = self.rng.randrange(2, most + 1)
        return sorted(self.rng.sample(range(-4, self.length + 4), count))

    def phasing(self, way: str) -> tuple[Any, ...]:
        rng, at = self.rng, self.start
        if way == "workdays":
            return (way, self.days_off())
        if way == "weights":
            ends = self.cuts()
            weights = [rng.randrange(5) for _ in ends[1:]]
            weights[rng.randrange(len(weights))] += 1
            pairs = zip(pairwise(ends), weights, strict=True)
            return (
                way,
                [
                    (day(at + low), day(at + high - 1), Fraction(weight, 3))
                    for (low, high), weight in pairs
                ],
            )
        if way == "points":
            ends = self.cuts()
            shares = sorted(Fraction(rng.randrange(9), 8) for _ in ends)
            named = zip(ends, shares, strict=True)
            return (way, [(day(at + end), share) for end, share in named])
        if way == "s-curve":
            return (way, Fraction(rng.randrange(9), 8), rng.randrange(1, 6))
        return ("linear",)

    def keep(self) -> tuple[Any, ...]:
        ends = [end for end in self.cuts() if 0 <= end <= self.length]
        ends = ends if len(ends) > 1 else [0, self.length]
        stretches = [
            (day(self.start + low), day(self.start + high - 1))
            for low, high in pairwise(ends)
            if self.rng.randrange(6) or ends == [0, self.length]
        ] or [(day(self.start + ends[0]), day(self.start + ends[1] - 1))]
        low, high = sorted((self.aim(), self.aim()))
        which = self.rng.randrange(3)
        return (None if which == 1 else low, None if which == 2 else high, stretches)

    def amount(self) -> tuple[Fraction, ...]:
        rng = self.rng
        if self.adds == "ratio":
            return (Fraction(rng.randrange(-2, 9)), Fraction(rng.randrange(9)))
        if self.unit == "ratio":
            return (Fraction(rng.randrange(-8, 60), 40),)
        size = rng.choice((10, 10**4, 10**6))
        parts = rng.choice((1, 1, 4, 100))
        return (Fraction(rng.randrange(-size // 5, size), parts),)

    def entries(self) -> list[Case]:
        rng = self.rng
        found = [
            self.entry(f"e{n}") for n in range(rng.choice((0, 0, 1, 1, 2, 3, 5, 9)))
        ]
        for n in range(len(found) and rng.randrange(4)):
            original = rng.choice(found)
            found.append(self.reversal(f"r{n}", original))
        if found and rng.randrange(3) == 0:
            again = dict(rng.choice(found))
            if again["at"] is not None:
                again["at"] += timedelta(days=1)
                if rng.randrange(2):
                    again["amount"] = self.amount()
                    again["on"] -= timedelta(days=rng.randrange(3))
            found.append(again)
        rng.shuffle(found)
        return found

    def entry(self, entry_id: str) -> Case:
        rng = self.rng
        foreign = self.unit in {"USD", "JPY"} and rng.randrange(12) == 0
        return {
            "id": entry_id,
            "on": day(self.start + rng.randrange(-4, self.length + 4)),
            "amount": self.amount(),
            "unit": "EUR" if foreign else self.unit,
            "credit": Fraction(rng.randrange(7), 6)
            if rng.randrange(3) == 0
            else Fraction(1),
            "of": rng.choice(("so-1", "so-2")) if rng.randrange(3) == 0 else None,
            "status": rng.choice(("booked",) * 6 + ("disputed", "pipeline")),
            "reverses": None,
            "at": self.instant() if rng.randrange(3) else None,
        }

    def near_pace(self, target: Fraction, baseline: Fraction | None, now: int) -> Case:
        """Return an entry that comes near to what a straight line wants by now."""
        rng = self.rng
        moves = self.adds in {"level", "ratio"} and baseline is not None
        start = (baseline or Fraction(0)) if moves else Fraction(0)
        gone = Fraction(min(max(now + 1, 1), self.length), self.length)
        value = start + (target - start) * gone * rng.randrange(28, 50) / 40
        amount = (Fraction(round(value * 40), 40),)
        on = day(self.start + rng.randrange(min(max(now + 1, 1), self.length)))
        plain = {"unit": self.unit, "credit": Fraction(1), "status": "booked"}
        near = {**self.entry("near"), **plain, "on": on, "amount": amount}
        if self.adds == "ratio":
            near["amount"] = (Fraction(round(value * 40)), Fraction(40))
        return near

    def reversal(self, entry_id: str, original: Case) -> Case:
        rng = self.rng
        part = rng.choice((Fraction(-1), Fraction(-1), Fraction(-1, 2), Fraction(-2)))
        if rng.randrange(12) == 0:
            part = -part
        exact = self.adds == "ratio" and part.denominator > 1
        found = {
            **original,
            "id": entry_id,
            "on": original["on"] + timedelta(days=rng.randrange(4)),
            "amount": tuple((-1 if exact else part) * n for n in original["amount"]),
            "reverses": original["id"] if rng.randrange(12) else "lost",
        }
        if rng.randrange(2):
            found["of"] = None
        if rng.randrange(12) == 0:
            found["status"] = "disputed"
        if rng.randrange(20) == 0:
            found["reverses"] = entry_id
        return found
