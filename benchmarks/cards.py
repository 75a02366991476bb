"""What a card costs from the plan to HTML, beside the calls of babel that it needs.

``python -m benchmarks.cards`` makes plans of three goals, two actions and a review, no
two alike. It first notes which amounts, percentages, numbers and days are written on
each card, by watching one being shown, and counts on the page how often each of them
stands there, in what is seen and in what is read out. For each it finds the call of
babel that writes that very text, with a locale that was parsed before, and stops where
there is none: so no call is counted that the card does not need, and none is dearer
than it has to be. Beside the figures only the plural of each number that is counted is
asked of babel; words, markup and what the figures come to are ours alone.

Then it times, by turns and in one process, the card (the plan assessed, what needs
attention found, all of it shown as HTML) and babel alone, in processor time. Of several
rounds, in each of which all of them take their turn, the median ratio counts, since
other work on the machine slows both sides of a round; it can double the milliseconds,
so of these the quickest round counts. Last it streams a thousand and ten thousand cards
and compares the most memory that was in use.

With ``--check`` it fails where a bound is passed.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
import tracemalloc
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from fractions import Fraction
from html import unescape
from operator import truediv
from statistics import mean, median
from types import FrameType
from typing import Any, Final

import attrs
from babel.core import Locale
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal, format_percent
from benchmarks.views import AS_OF, Case, iter_cases

import jbpcore as jbp
from jbpcore.formatting import numbers, short_amounts
from jbpcore.formatting.words import Words
from jbpcore.views.voice import Voice

LOCALE: Final = Locale.parse("en_US")
NAME: Final = str(LOCALE)
CARDS, ROUNDS = 100, 15
SHORT, LONG = 1_000, 10_000
# To babel at every place, milliseconds, and megabytes.
MOST_RATIO, MOST_TIME, MOST_GROWTH = 2.0, 1.0, 5.0
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
COUNT: Final = Words.count.__code__
# A number that is not a part of a longer one.
ALONE: Final = r"(?<![\w.,$]){}(?![\w%]|[.,]\d)"
TEXTS: Final = re.compile(r'>([^<>]+)<|(?:aria-label|title)="([^"]*)"')
Figure = tuple[str, object, str]
Call = tuple[Any, ...]


@attrs.define
class Recorder:
    """Notes which figures are written while it watches: how, of what, and the text."""

    written: list[Figure] = attrs.field(factory=list)
    counted: list[int] = attrs.field(factory=list)
    depth: int = 0

    def __call__(self, frame: FrameType, event: str, found: object) -> None:
        """Look at one call, or the end of one."""
        if frame.f_code is COUNT and event == "call":
            self.counted.append(frame.f_locals["number"])
        if frame.f_code not in WRITERS or event not in {"call", "return"}:
            return
        self.depth += 1 if event == "call" else -1
        if event == "return" and not self.depth:
            at = 1 if frame.f_code.co_varnames[0] == "self" else 0
            value = frame.f_locals[frame.f_code.co_varnames[at]]
            self.written.append((frame.f_code.co_name, value, str(found)))


def calls_of(case: Case) -> list[tuple[Call, int]]:
    """Return what babel has to do for a card: each call, and at how many places."""
    recorder = Recorder()
    sys.setprofile(recorder)
    try:
        page = to_html(case)
    finally:
        sys.setprofile(None)
    found = TEXTS.findall(page)
    text = " | ".join(unescape(shown or said) for shown, said in found)
    calls: list[tuple[Call, int]] = [
        ((LOCALE.plural_form, number), count)
        for number, count in Counter(recorder.counted).items()
    ]
    # The longest first, and each taken out: the 9 of a day is not a number of days.
    shown = {figure[2]: figure for figure in recorder.written}
    for figure in sorted(shown.values(), key=lambda figure: -len(figure[2])):
        text, count = re.subn(ALONE.format(re.escape(figure[2])), " ", text)
        calls += [(call_for(*figure), count)] if count else []
    return calls


def call_for(name: str, value: object, text: str) -> Call:
    """Return the call of babel that writes *text*."""
    for call in calls_to_try(value, text):
        if str(call[0](*call[1:])) == text:
            return call
    message = f"No call of babel writes {value!r} as {text!r} ({name})."
    raise SystemExit(message)


def calls_to_try(value: object, text: str) -> Iterator[Call]:
    """Yield how babel may be asked to write a figure, the plainest first."""
    digits = len(text.partition(".")[2])
    if isinstance(value, jbp.Money):
        money, currency = value.amount, value.currency
        yield format_currency, money, currency, None, LOCALE
        for rounding in (ROUND_FLOOR, ROUND_CEILING):
            whole = money.quantize(Decimal(1), rounding)
            yield format_currency, whole, currency, "¤#,##0", LOCALE, False
    elif isinstance(value, date):
        yield format_date, value, "medium", LOCALE
    elif isinstance(value, Fraction) and "%" in text:
        yield format_percent, decimal_of(value), None, LOCALE
        yield format_percent, Decimal("0.99"), None, LOCALE
    elif isinstance(value, Fraction):
        rounded = decimal_of(round(value, digits))
        yield format_decimal, rounded, "0." + "0" * digits, LOCALE
    else:
        yield format_decimal, value, None, LOCALE


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


def by_name(calls: list[Call]) -> list[Call]:
    """Return *calls* with the name of the locale, which babel parses each time."""
    return [
        tuple(NAME if part is LOCALE else part for part in call)
        for call in calls
        if call[0] != LOCALE.plural_form
    ]


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

    ours: list[float] = []
    labels: list[str] = []
    babel: dict[str, list[float]] = defaultdict(list)
    for number, cases in enumerate(batches()):
        took = cost(to_html, cases)
        counted = [calls_of(case) for case in cases]
        once = [[call for call, _ in card] for card in counted]
        each = [
            [call for call, count in card for _ in range(count)] for card in counted
        ]
        ways = {
            f"at its {mean(map(len, each)):.0f} places": each,
            f"its {mean(map(len, once)):.0f} different figures once": once,
            "the same, the locale by its name": [by_name(card) for card in once],
        }
        if not number:
            labels = list(ways)
            continue  # the first batch warms the process up
        ours.append(took)
        for label, calls in zip(labels, ways.values(), strict=True):
            babel[label].append(cost(by_babel, calls))
    print(f"{'a card, assessed and shown as HTML':44}{min(ours):7.3f} ms")
    ratios = {}
    for label, took_by_babel in babel.items():
        ratios[label] = median(map(truediv, ours, took_by_babel))
        print(
            f"{'babel, ' + label:44}{min(took_by_babel):7.3f} ms,"
            f" ratio {ratios[label]:.2f}"
        )
    few, many = peak(SHORT), peak(options.cards)
    print(
        f"most memory: {few:.1f} MB for {SHORT:,}, {many:.1f} MB for {options.cards:,}"
    )
    at_each = next(iter(ratios.values()))
    is_slow = at_each > MOST_RATIO or min(ours) > MOST_TIME
    failed = is_slow or many - few > MOST_GROWTH
    if failed and options.check:
        print("A bound is passed.", file=sys.stderr)
    return int(failed and options.check)


if __name__ == "__main__":
    sys.exit(main())
