"""What a card costs from the plan to HTML, beside the calls of babel that it needs.

``python -m benchmarks.cards`` makes plans of three goals, two actions and a review, no
two alike. It first notes which amounts, percentages, numbers and days stand on each
card, by watching one being shown; then it times, by turns and in one process, the card
(the plan assessed, what needs attention found, all of it shown as HTML) and babel alone
writing those very figures. Processor time, the best of several rounds. Last it streams
a thousand and ten thousand cards and compares the most memory that was in use.

With ``--check`` it fails where a bound is passed.
"""

from __future__ import annotations

import argparse
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from statistics import mean
from types import FrameType
from typing import Any, Final

import attrs
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal, format_percent
from benchmarks.views import AS_OF, Case, iter_cases

import jbpcore as jbp
from jbpcore.formatting import numbers, short_amounts
from jbpcore.formatting.words import Words
from jbpcore.views.voice import Voice

LOCALE: Final = "en_US"
CARDS, ROUNDS = 200, 8
SHORT, LONG = 1_000, 10_000
# To babel at every place, and megabytes. What is wanted is 2, and is not reached.
MOST_RATIO, MOST_GROWTH = 3.5, 5.0
# Everything that writes a figure. Of calls in one another the outermost counts.
WRITERS: Final = {
    function.__code__
    for function in (
        *(
            getattr(owner, name)
            for owner in (Voice, Words)
            for name in ("amount", "day", "number", "percent", "ratio")
        ),
        Voice.exact,
        Voice.figure,
        Voice.short_day,
        numbers.show_amount,
        numbers.show_day,
        numbers.show_number,
        numbers.show_percent,
        numbers.show_ratio,
        short_amounts.show_short_amount,
        short_amounts.show_short_number,
    )
}
Call = tuple[Any, ...]


@attrs.define
class Recorder:
    """Notes which figures are written while it watches."""

    written: list[tuple[str, object]] = attrs.field(factory=list)
    depth: int = 0

    def __call__(self, frame: FrameType, event: str, _: object) -> None:
        """Look at one call, or the end of one."""
        if frame.f_code not in WRITERS:
            return
        if event == "call":
            if not self.depth:
                name = frame.f_code.co_name
                first = frame.f_code.co_varnames[0]
                at = 1 if first == "self" else 0
                value = frame.f_locals[frame.f_code.co_varnames[at]]
                self.written.append((name, value))
            self.depth += 1
        elif event == "return":
            self.depth -= 1


def figures_of(case: Case) -> list[tuple[str, object]]:
    """Return every figure on a card, as often as it stands there."""
    recorder = Recorder()
    sys.setprofile(recorder)
    try:
        to_html(case)
    finally:
        sys.setprofile(None)
    return recorder.written


def call_for(name: str, value: object) -> Call:
    """Return the call of babel that writes a figure."""
    if isinstance(value, jbp.Money):
        pattern = None if name in {"exact", "show_amount"} else "¤#,##0"
        return format_currency, value.amount, value.currency, pattern, LOCALE
    if isinstance(value, date):
        return format_date, value, "medium", LOCALE
    if "percent" in name and isinstance(value, Fraction):
        return format_percent, decimal_of(value), None, LOCALE
    if isinstance(value, Fraction):
        return format_decimal, decimal_of(value), "0.00", LOCALE
    if isinstance(value, jbp.Quantity):
        return format_decimal, value.amount, None, LOCALE
    return format_decimal, value, None, LOCALE


def decimal_of(value: Fraction) -> Decimal:
    """Return a fraction for babel, which takes none."""
    return Decimal(value.numerator) / Decimal(value.denominator)


def to_html(case: Case) -> str:
    """Make a card from a plan and its bookings, and show it."""
    return jbp.plan_card(*case, as_of=AS_OF).to_html(has_style=False)


def by_babel(calls: list[Call]) -> None:
    """Write the figures of one card with babel alone."""
    for function, *arguments in calls:
        function(*arguments)


def cost(step: Callable[[Any], object], things: list[Any]) -> float:
    """Return the milliseconds of processor time that one step takes."""
    start = time.process_time()
    for thing in things:
        step(thing)
    return (time.process_time() - start) / len(things) * 1000


def peak(count: int) -> float:
    """Return the most megabytes in use while *count* cards are streamed."""
    tracemalloc.start()
    for case in iter_cases(count):
        to_html(case)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most / 1e6


def batches() -> Iterator[list[Case]]:
    """Yield plans, in each batch others, so that no figure was written before."""
    cases = iter_cases(CARDS * (ROUNDS + 1))
    for _ in range(ROUNDS + 1):
        yield [next(cases) for _ in range(CARDS)]


def main() -> int:
    """Measure and print; return 1 where a check fails."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="fail above the bounds")
    parser.add_argument("--cards", type=int, default=LONG, help="to stream")
    options = parser.parse_args()

    ours, once, each, counts = [], [], [], []
    for number, cases in enumerate(batches()):
        took = cost(to_html, cases)
        places = [figures_of(case) for case in cases]
        calls = [[call_for(*one) for one in card] for card in places]
        distinct = [list(dict.fromkeys(card)) for card in calls]
        if not number:
            continue  # the first batch warms the process up
        ours.append(took)
        once.append(cost(by_babel, distinct))
        each.append(cost(by_babel, calls))
        counts.append((mean(map(len, distinct)), mean(map(len, calls))))
    ratio, at_each = min(ours) / min(once), min(ours) / min(each)
    print(f"a card, assessed and shown as HTML     {min(ours):7.3f} ms")
    print(
        f"babel, its {counts[0][0]:.0f} different figures once    {min(once):7.3f} ms,"
        f" ratio {ratio:.1f}"
    )
    print(
        f"babel, at its {counts[0][1]:.0f} places                 {min(each):7.3f} ms,"
        f" ratio {at_each:.1f}"
    )
    few, many = peak(SHORT), peak(options.cards)
    print(
        f"most memory: {few:.1f} MB for {SHORT:,}, {many:.1f} MB for {options.cards:,}"
    )
    failed = at_each > MOST_RATIO or many - few > MOST_GROWTH
    if failed and options.check:
        print("A bound is passed.", file=sys.stderr)
    return int(failed and options.check)


if __name__ == "__main__":
    sys.exit(main())
