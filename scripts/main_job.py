"""Do the main job with an installed jbpcore: a plan from a template, kept, on a card.

It takes nothing but jbpcore and the standard library, so it runs in an empty
environment: ``python main_job.py``.
"""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import jbpcore as jbp

YEAR = jbp.FiscalCalendar.calendar_year().year(2026)
AT = datetime(2026, 1, 5, 9, tzinfo=UTC)
MARIA = jbp.Person(id="maria", name="Maria Lopez", side=jbp.Side.VENDOR)
ANSWERS = {
    "last_year_revenue": "100000 USD",
    "new_customers": 8,
    "certified_now": 2,
}


def main() -> int:
    """Print the card of a plan that was drafted, saved and read again."""
    plan = jbp.draft_plan(
        template="growth",
        vendor=jbp.Party(id="acme", name="Acme"),
        partner=jbp.Partner(id="northwind", name="Northwind"),
        people=[MARIA],
        period=YEAR,
        answers=ANSWERS,
        by="maria",
        at=AT,
    )
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'plans.db'}"
        with jbp.open_store(url, tenant="acme") as store:
            store.save(plan, expected_revision=0, by="maria", at=AT)
        with jbp.open_store(url, tenant="acme") as store:
            kept = store.read(plan.id).plan
    booked = [
        jbp.ActualEntry(
            metric="revenue", on=date(2026, 3, 2), amount=jbp.Money("12000", "USD")
        )
    ]
    card = jbp.plan_card(kept, booked, as_of=date(2026, 5, 15))
    print(card.to_text())
    print(card.to_text(locale="de"))
    words = jbp.Words.for_locale("de")
    done = kept == plan and words.name("health", "Met") == "Erreicht"
    return 0 if done else 1


if __name__ == "__main__":
    sys.exit(main())
