"""What a card costs: made, shown as HTML, and streamed by the thousand.

``python benchmarks/views.py`` makes plans that are all different, so that no figure was
written before, and prints processor time for each step beside what babel alone takes
for the amounts, percentages and days that a card has on it. Then it streams ten
thousand cards and prints how much memory grew.
"""

from __future__ import annotations

import argparse
import random
import time
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_currency, format_percent

import jbpcore as jbp

AS_OF = date(2026, 5, 15)
Q2 = jbp.FiscalCalendar.calendar_year().quarter(2026, 2)
# As many as a card of three goals has: counted in the card of the demo.
AMOUNTS, PERCENTAGES, DAYS = 17, 4, 6
ROUNDS = 5
WARM, STREAMED = 500, 10_000

Case = tuple[jbp.Plan, list[jbp.ActualEntry]]


def iter_cases(count: int) -> Iterator[Case]:
    """Yield plans with three goals and two actions, no two alike."""
    random_ = random.Random(2026)  # noqa: S311 - the same plans every time
    for number in range(count):
        booked = [
            jbp.ActualEntry(
                metric=metric,
                on=date(2026, 4, 20),
                entry_id=f"{metric}-{number}",
                amount=jbp.Money(random_.randint(1000, 60000), "USD"),
            )
            for metric in ("revenue", "pipeline-created", "marketing-spend")
        ]
        goals = [
            jbp.Goal(
                id=str(metric.key),
                name=metric.name,
                metric=metric,
                period=Q2,
                target=jbp.Money(random_.randint(20000, 90000), "USD"),
            )
            for metric in (
                jbp.metrics.REVENUE,
                jbp.metrics.PIPELINE_CREATED,
                jbp.metrics.MARKETING_SPEND,
            )
        ]
        plan = jbp.Plan(
            id=f"plan-{number}",
            name=f"Partner {number} Q2",
            vendor=jbp.Party(id="acme", name="Acme"),
            partner=jbp.Partner(id=f"p{number}", name=f"Partner {number}"),
            period=Q2,
            goals=goals,
            kind=jbp.PlanKind.LITE,
            actions=[
                jbp.Action(
                    id=f"a{day}",
                    name="Call every customer",
                    side=jbp.Side.PARTNER,
                    due_on=date(2026, 6, day),
                )
                for day in (1, 9)
            ],
            reviews=[jbp.Review(id="june", name="June review", on=date(2026, 6, 9))],
        )
        yield plan, booked


def by_babel(number: int) -> None:
    """Write what stands on one card with babel alone."""
    for at in range(AMOUNTS):
        format_currency(Decimal(number * 31 + at), "USD", "$#,##0", locale="en_US")
    for at in range(PERCENTAGES):
        format_percent(Decimal(at) / 7, locale="en_US")
    for at in range(DAYS):
        format_date(date(2026, 5, 1 + at), "medium", locale="en_US")


def cost(step: Callable[[int], object], count: int) -> float:
    """Return the milliseconds of processor time that one of *count* steps takes."""
    found = []
    for _ in range(ROUNDS):
        start = time.process_time()
        for number in range(count):
            step(number)
        found.append((time.process_time() - start) / count * 1000)
    return min(found)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cards", type=int, default=STREAMED, help="to stream")
    options = parser.parse_args()

    cases = list(iter_cases(WARM))
    cards = [jbp.plan_card(*case, as_of=AS_OF) for case in cases]
    steps: dict[str, Callable[[int], object]] = {
        "babel alone": by_babel,
        "assess the plan": lambda n: jbp.assess_plan(*cases[n], as_of=AS_OF),
        "find what needs attention": lambda n: jbp.attention(*cases[n], as_of=AS_OF),
        "make the card": lambda n: jbp.plan_card(*cases[n], as_of=AS_OF),
        "card to HTML": lambda n: cards[n].to_html(has_style=False),
        "card to mail": lambda n: cards[n].to_mail_html(),
        "card to text": lambda n: cards[n].to_text(),
        "card to data": lambda n: cards[n].to_dict(),
    }
    for name, step in steps.items():
        step(0)
        print(f"{name:28}{cost(step, WARM):8.3f} ms")

    tracemalloc.start()
    early = length = 0
    for number, case in enumerate(iter_cases(options.cards), start=1):
        shown = jbp.plan_card(*case, as_of=AS_OF).to_html(has_style=False)
        length += len(shown)
        if number == options.cards // 10:
            early, _ = tracemalloc.get_traced_memory()
    late, peak = tracemalloc.get_traced_memory()
    print(
        f"{options.cards:,} cards, {length / 1e6:.0f} MB of HTML: {early / 1e6:.1f} MB "
        f"in use after a tenth, {late / 1e6:.1f} MB after all, at most {peak / 1e6:.1f}"
    )


if __name__ == "__main__":
    main()
