"""What assessing goals costs, against a hand-tuned loop over integers and tuples.

The loop does the same with nothing but whole numbers: it adds up cents by day numbers,
rounds what should be in by now half-even, compares, and finds a band; for many goals it
first sorts one flat ledger by partner and metric, as the library has to. Both run by
turns in one process, and the processor's time is taken, so that other work on the
machine counts for neither. ``--check`` fails where a ratio is above its bound, or the
cost grows faster than the ledger.
"""

from __future__ import annotations

import argparse
import gc
import math
import random
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date, timedelta

import jbpcore as jbp

AS_OF = date(2026, 8, 15)
CALENDAR = jbp.FiscalCalendar.calendar_year()
YEAR = CALENDAR.year(2026)
METRICS = [
    jbp.Metric(key=key, name=key.title(), unit=jbp.Unit.money())
    for key in ("revenue", "renewals", "services", "training")
]
SEED = 7
PHASED_OF_FIVE = 3
MOST_FOR_ONE_GOAL = 3.0
MOST_FOR_MANY = 2.0
MOST_EXPONENT = 1.1
BANDS = ((11, 10), (19, 20), (4, 5))

Months = list[tuple[int, int, int]] | None
Target = tuple[int, int, int, int, Months]


def bookings_of_a_year(rng: random.Random, count: int) -> list[tuple[date, int]]:
    """Return *count* bookings of cents over the year."""
    return [
        (YEAR.start + timedelta(days=rng.randrange(365)), rng.randrange(-500, 50_000))
        for _ in range(count)
    ]


def made(partners: int, bookings: int) -> tuple[list[jbp.Plan], list[jbp.ActualEntry]]:
    """Return plans of four goals each, and a ledger in order of days."""
    rng = random.Random(SEED)  # noqa: S311 - made up, not secret
    plans, entries = [], []
    for number in range(partners):
        goals = []
        for metric in METRICS:
            weights = [rng.randrange(200, 2_000) for _ in range(12)]
            phasing: jbp.LinearPhasing | jbp.WeightedPhasing = jbp.LinearPhasing()
            if rng.randrange(5) < PHASED_OF_FIVE:
                phasing = jbp.WeightedPhasing.by_month(
                    weights, period=YEAR, calendar=CALENDAR
                )
            target = jbp.Money.from_minor(rng.randrange(200_000, 900_000), "USD")
            goals.append(
                jbp.Goal(
                    id=metric.key,
                    name=metric.name,
                    metric=metric,
                    target=target,
                    period=YEAR,
                    phasing=phasing,
                )
            )
            entries += [
                jbp.ActualEntry(
                    metric=metric.key,
                    on=day,
                    amount=jbp.Money.from_minor(cents, "USD"),
                    partner_id=f"partner-{number}",
                )
                for day, cents in bookings_of_a_year(rng, bookings)
            ]
        plans.append(
            jbp.Plan(
                id=f"plan-{number}",
                name="Plan",
                vendor=jbp.Party(id="acme", name="Acme"),
                partner=jbp.Partner(id=f"partner-{number}", name="Partner"),
                period=YEAR,
                goals=goals,
            )
        )
    entries.sort(key=lambda entry: (entry.on, entry.entry_id))
    return plans, entries


def as_numbers(goal: jbp.Goal) -> Target:
    """Return a goal's cents, first day, days and months, as the loop has them."""
    months = None
    if isinstance(goal.phasing, jbp.WeightedPhasing):
        months, before = [], 0
        for bucket in goal.phasing.buckets:
            weight = int(bucket.weight)
            months.append((before, weight, bucket.dates.length_days))
            before += weight
    cents = goal.target.to_minor() if isinstance(goal.target, jbp.Money) else 0
    first = goal.period.start.toordinal()
    whole = months[-1][0] + months[-1][1] if months else 0
    return cents, first, goal.period.length_days, whole, months


def by_hand(
    target: Target, booked: Sequence[tuple[int, int]], today: int, month: int, day: int
) -> tuple[int, int, int]:
    """Return cents in, cents due and a band, from whole numbers alone."""
    cents, first, days, whole, months = target
    last = min(first + days - 1, today)
    attained = 0
    for on, amount in booked:
        if first <= on <= last:
            attained += amount
    if months is None:
        over, under = cents * (today - first + 1), days
    else:
        before, weight, length = months[month]
        over, under = cents * (before * length + weight * day), whole * length
    due, rest = divmod(over, under)
    rest *= 2
    if rest > under or (rest == under and due & 1):
        due += 1
    if attained >= cents:
        return attained, due, 4
    for band, (numerator, denominator) in enumerate(BANDS):
        if attained * denominator >= numerator * due:
            return attained, due, 3 - band
    return attained, due, 0


def by_turns(
    ways: dict[str, Callable[[], object]], rounds: int, calls: int
) -> dict[str, float]:
    """Return the median seconds a call of each takes, processor time."""
    taken: dict[str, list[float]] = {name: [] for name in ways}
    gc.collect()
    gc.disable()
    for _ in range(rounds):
        for name, way in ways.items():
            started = time.process_time()
            for _ in range(calls):
                way()
            taken[name].append((time.process_time() - started) / calls)
    gc.enable()
    return {name: statistics.median(times) for name, times in taken.items()}


def show(title: str, medians: dict[str, float]) -> list[float]:
    """Print each time and its ratio to the first; return the ratios."""
    base = next(iter(medians.values()))
    print(title)
    for name, seconds in medians.items():
        print(f"{seconds * 1e6:12,.2f} us  {seconds / base:6.2f}  {name}")
    return [seconds / base for seconds in medians.values()]


def one_goal(rounds: int) -> float:
    """Print what one goal with 20 bookings costs; return its ratio."""
    plans, entries = made(1, 20)
    goal = plans[0].goals[0]
    own = [entry for entry in entries if entry.metric == goal.metric.key]
    target = as_numbers(goal)
    booked = in_cents(own)
    today = AS_OF.toordinal()

    def loop() -> object:
        return by_hand(target, booked, today, 7, 15)

    def assessed() -> object:
        return jbp.assess_goal(goal, own, as_of=AS_OF).health

    def read() -> object:
        result = jbp.assess_goal(goal, own, as_of=AS_OF)
        return result.attained, result.pace_index, result.gap_to_target

    ways = {
        "loop over integers": loop,
        "assess_goal, health read": assessed,
        "assess_goal, amounts and pace read": read,
    }
    return show("One goal, 20 bookings", by_turns(ways, rounds, 1_000))[1]


def growth(rounds: int) -> float:
    """Print what ever more bookings of one goal cost; return the exponent."""
    goal = made(1, 1)[0][0].goals[0]
    rng = random.Random(SEED)  # noqa: S311 - made up, not secret
    ledgers = [
        [
            jbp.ActualEntry(
                metric=goal.metric.key,
                on=day,
                amount=jbp.Money.from_minor(cents, "USD"),
            )
            for day, cents in bookings_of_a_year(rng, count)
        ]
        for count in (1_000, 10_000, 100_000)
    ]

    def assessed(ledger: list[jbp.ActualEntry]) -> Callable[[], object]:
        return lambda: jbp.assess_goal(goal, ledger, as_of=AS_OF).health

    ways = {f"{len(ledger):,} bookings": assessed(ledger) for ledger in ledgers}
    medians = by_turns(ways, rounds, 3)
    show("One goal, more and more bookings", medians)
    few, _, most = medians.values()
    return math.log(most / few) / math.log(100)


def in_cents(entries: Sequence[jbp.ActualEntry]) -> list[tuple[int, int]]:
    """Return entries as day numbers and cents."""
    return [
        (entry.on.toordinal(), entry.amount.to_minor())
        for entry in entries
        if isinstance(entry.amount, jbp.Money)
    ]


def many_goals(partners: int, rounds: int) -> float:
    """Print what 20 bookings for each of many goals cost; return the ratio."""
    plans, entries = made(partners, 20)
    keyed = [
        (str(entry.partner_id), str(entry.metric), *cents)
        for entry, cents in zip(entries, in_cents(entries), strict=True)
    ]
    targets = [
        (str(plan.partner.id), str(goal.metric.key), as_numbers(goal))
        for plan in plans
        for goal in plan.goals
    ]
    today = AS_OF.toordinal()

    def loop() -> object:
        ledgers: defaultdict[str, defaultdict[str, list[tuple[int, int]]]]
        ledgers = defaultdict(lambda: defaultdict(list))
        for partner, metric, on, cents in keyed:
            ledgers[partner][metric].append((on, cents))
        found = [
            by_hand(target, ledgers[partner][metric], today, 7, 15)
            for partner, metric, target in targets
        ]
        counts = [0] * 5
        for _, _, band in found:
            counts[band] += 1
        return found, counts

    def assessed() -> object:
        return jbp.assess_portfolio(plans, entries, as_of=AS_OF).health_counts

    ways = {"loop over integers": loop, "assess_portfolio": assessed}
    title = f"{len(targets):,} goals, {len(entries):,} bookings in one ledger"
    return show(title, by_turns(ways, rounds, 1))[1]


def main() -> int:
    """Print times and ratios; return 1 where a check fails."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--check", action="store_true", help="fail above the bounds")
    options = parser.parse_args()

    one = one_goal(options.rounds)
    many = many_goals(250, options.rounds)
    exponent = growth(options.rounds)
    print(f"one goal {one:.2f}, at most {MOST_FOR_ONE_GOAL:.2f}")
    print(f"a thousand goals {many:.2f}, at most {MOST_FOR_MANY:.2f}")
    print(
        f"grows with the ledger to the power of {exponent:.2f}, at most {MOST_EXPONENT}"
    )
    failed = one > MOST_FOR_ONE_GOAL or many > MOST_FOR_MANY or exponent > MOST_EXPONENT
    return int(options.check and failed)


if __name__ == "__main__":
    sys.exit(main())
