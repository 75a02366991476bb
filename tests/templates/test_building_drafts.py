"""Drafts from templates: who made them, and what they want at the start."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import attrs
import pytest
from tests.templates.built_plan import NOW, QBR, QUESTIONS, YEAR, setting, template

import jbpcore as jbp
from jbpcore.errors import InvalidDataError, InvalidValueError


def test_a_draft_has_who_made_it_and_no_review_of_the_past() -> None:
    made = jbp.DeclaredTemplate(template(cadences=[QBR]))
    known = setting()
    late = datetime(2026, 6, 16, 9, tzinfo=UTC)
    plan = jbp.draft_plan(
        template=made, vendor=known.vendor, partner=known.partner, period=YEAR,
        people=known.people, by="maria", at=late, answers={"base": "5 EUR"},
    )  # fmt: skip
    assert (plan.id, plan.name) == ("nw-2026", "Northwind 2026")
    assert [str(one.on) for one in plan.reviews] == [
        "2026-06-16",
        "2026-09-15",
        "2026-12-15",
    ]
    record = plan.records[0]
    assert (record.move, record.by, record.facts["template"]) == (
        "draft",
        "maria",
        "t@1",
    )


def test_a_draft_wants_what_is_asked_at_the_start() -> None:
    made = jbp.DeclaredTemplate(template())
    known = setting()
    with pytest.raises(InvalidDataError) as caught:
        jbp.draft_plan(
            template=made, vendor=known.vendor, partner=known.partner, period=YEAR
        )
    assert [finding.path for finding in caught.value.findings] == ["answers.base"]


def test_without_a_template_a_draft_wants_an_id_and_no_answers() -> None:
    known = setting()
    plain: dict[str, Any] = {
        "vendor": known.vendor,
        "partner": known.partner,
        "period": YEAR,
        "people": known.people,
    }
    with pytest.raises(InvalidValueError, match=r"draft_plan\.id"):
        jbp.draft_plan(**plain)
    with pytest.raises(InvalidValueError, match=r"draft_plan\.answers"):
        jbp.draft_plan(
            **plain, id="p", name="P", by="maria", at=NOW, answers={"base": 5}
        )


def test_last_years_amount_in_another_currency_is_asked_for_anew() -> None:
    base = attrs.evolve(QUESTIONS[0], fill_from=["previous.answers.base"])
    asking = jbp.DeclaredTemplate(template(questions=[base]))
    people: dict[str, Any] = {
        "template": asking,
        "vendor": jbp.Party(id="acme", name="Acme"),
        "partner": jbp.Partner(id="nw", name="Northwind"),
        "at": NOW,
    }
    last = jbp.draft_plan(**people, period=YEAR, answers={"base": "1000 EUR"})
    after = jbp.DateRange(date(2027, 1, 1), date(2028, 1, 1))
    same = jbp.draft_plan(**people, period=after, previous=last, currency="EUR")
    assert same.answers[0].amount == jbp.Money(1000, "EUR")
    with pytest.raises(InvalidDataError):
        jbp.draft_plan(**people, period=after, previous=last, currency="USD")


def test_last_years_plan_of_another_vendor_is_refused() -> None:
    asking = jbp.DeclaredTemplate(template())
    partner = jbp.Partner(id="nw", name="Northwind")
    said: dict[str, Any] = {"template": asking, "partner": partner, "at": NOW}
    said["answers"] = {"base": "1000 EUR"}
    other = jbp.Party(id="other", name="Other")
    last = jbp.draft_plan(**said, vendor=other, period=YEAR)
    with pytest.raises(InvalidValueError, match="an earlier plan of 'acme'"):
        jbp.draft_plan(
            **said, vendor=jbp.Party(id="acme", name="Acme"), period=YEAR, previous=last
        )
