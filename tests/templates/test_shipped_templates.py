"""The templates that come with jbpcore hold what a plan needs from its first day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from jbpcore.adapters.drafting import draft_plan
from jbpcore.adapters.template_catalogue import shipped_templates
from jbpcore.model.party import Partner, PartnerKind, Party, Person, Side
from jbpcore.model.plan import Plan
from jbpcore.model.question import AskWhen
from jbpcore.model.template import Template
from jbpcore.periods.daterange import DateRange
from jbpcore.planning.templates.declared import DeclaredTemplate

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "reference" / "shipped-templates.md").read_text("utf-8")
KEYS = [ref.key for ref in shipped_templates().list_templates()]
NEW_YEAR = date(2026, 1, 1)

# Answers to the questions asked at the start, and the targets that come of them, by
# hand: base x (1 + uplift), rounded half to even to what the template rounds to.
WORKED: dict[str, tuple[dict[str, object], dict[str, str]]] = {
    "growth": (
        {
            "last_year_revenue": "400000 EUR",
            "growth": "15%",
            "new_customers": 8,
            "certified_now": 4,
            "mdf": "20000 EUR",
        },
        # 400,000 x 1.15; three times that; 4 + 3
        {"revenue": "460000 EUR", "pipeline": "1380000 EUR", "certified": "7 people"},
    ),
    "onboarding": (
        {
            "sellers": 3,
            "engineers": 2,
            "first_revenue": "25000 EUR",
            "registrations": 6,
        },
        {"revenue": "25000 EUR", "certified": "5 people", "registrations": "6 deals"},
    ),
    "quarterly": (
        {"last_quarter_revenue": "90000 EUR", "growth": "10%", "deals": 5},
        # 90,000 x 1.1; three times that; 12 is the default
        {"revenue": "99000 EUR", "pipeline": "297000 EUR", "meetings": "12 meetings"},
    ),
    "distributor": (
        {
            "last_year_sell_out": "4000000 EUR",
            "growth": "12%",
            "active_now": 120,
            "more_resellers": 30,
        },
        # 4,000,000 x 1.12; 120 + 30; 2 x 30
        {
            "sell-out": "4480000 EUR",
            "active-resellers": "150 resellers",
            "trainings": "60 courses",
        },
    ),
    "msp": (
        {
            "mrr_now": "18000 EUR",
            "growth": "30%",
            "customers_now": 45,
            "new_customers": 12,
            "churn_now": "9%",
        },
        # 18,000 x 1.3; 6 x 18,000; 9 % x 80 % = 7.2 %
        {"mrr": "23400 EUR", "pipeline": "108000 EUR", "churn": "9/125"},
    ),
    "integrator": (
        {
            "last_year_influenced": "900000 EUR",
            "growth": "20%",
            "projects": 6,
            "architects_now": 8,
            "more_architects": 4,
        },
        {
            "influenced": "1080000 EUR",
            "projects": "6 projects",
            "certified": "12 people",
        },
    ),
    "referral": (
        {"referrals": 20, "average_deal": "6000 EUR", "wins": 5, "fee": "10%"},
        {"referrals": "20 leads", "wins": "5 deals", "revenue": "30000 EUR"},
    ),
    "isv-co-sell": (
        {
            "marketplace_revenue": "150000 USD",
            "marketplace_more": "200000 USD",
            "opportunities": 40,
            "joint_wins": 8,
        },
        {"marketplace": "350000 USD", "shared": "40 opportunities", "wins": "8 deals"},
    ),
    "renewal": (
        {
            "due_value": "620000 EUR",
            "renewal_rate_now": "86%",
            "renewal_rate_wanted": "90%",
            "expansion": "8%",
        },
        # 620,000 x 0.9; 620,000 x 0.08 = 49,600, to a multiple of 500 nearest 49,500
        {"renewed": "558000 EUR", "expansion": "49500 EUR", "renewal-rate": "9/10"},
    ),
    "lite": (
        {"last_year_revenue": "30000 EUR", "growth": "10%", "deals": 8, "courses": 4},
        {"revenue": "33000 EUR", "deals": "8 deals", "trainings": "4 courses"},
    ),
}


def template(key: str) -> Template:
    found = shipped_templates().get(key)
    assert isinstance(found, DeclaredTemplate)
    return found.template


def drafted(key: str) -> Plan:
    shipped = template(key)
    end = NEW_YEAR.replace(
        year=2026 + shipped.months // 12, month=1 + shipped.months % 12
    )
    kinds = shipped.suits.kinds
    return draft_plan(
        template=key,
        vendor=Party(id="acme", name="Acme"),
        partner=Partner(
            id="northwind",
            name="Northwind",
            kind=kinds[0] if kinds else PartnerKind.RESELLER,
        ),
        period=DateRange(NEW_YEAR, end),
        people=[
            Person(id="maria", name="Maria", side=Side.VENDOR),
            Person(id="tom", name="Tom", side=Side.PARTNER),
        ],
        answers=WORKED[key][0],
        by="maria",
        at=datetime(2025, 12, 1, 9, tzinfo=UTC),
    )


def test_ten_templates_are_shipped_each_with_a_worked_example() -> None:
    assert sorted(WORKED) == sorted(KEYS)
    assert len(KEYS) == 10


@pytest.mark.parametrize("key", KEYS)
def test_a_few_answers_give_the_targets_worked_out_by_hand(key: str) -> None:
    answers, targets = WORKED[key]
    assert len(answers) <= 5
    goals = {str(goal.id): goal.target for goal in drafted(key).goals}
    shown = {goal: str(goals[goal]).replace(".00 ", " ") for goal in targets}
    assert shown == targets


@pytest.mark.parametrize("key", KEYS)
def test_a_draft_has_all_that_a_plan_needs(key: str) -> None:
    plan = drafted(key)
    assert 3 <= len(plan.goals) <= 5
    assert plan.cadences
    assert plan.reviews
    for side in Side:
        assert any(promise.side is side for promise in plan.commitments)
        for first in (0, 30, 60):
            window = DateRange(
                NEW_YEAR + timedelta(first), NEW_YEAR + timedelta(first + 30)
            )
            due = [a for a in plan.actions if a.side is side and a.due_on in window]
            assert due, f"{side} has nothing to do in days {first + 1} to {first + 30}"
    assert all(action.owner_id for action in plan.actions)


@pytest.mark.parametrize("key", KEYS)
def test_at_most_five_questions_come_before_the_draft(key: str) -> None:
    assert 3 <= len([q for q in template(key).questions if q.ask is AskWhen.START]) <= 5


@pytest.mark.parametrize("key", KEYS)
def test_questions_are_helped_along(key: str) -> None:
    questions = template(key).questions
    helped = [q for q in questions if q.help or q.example]
    assert len(helped) * 2 >= len(questions)
    assert all(q.help for q in questions if q.ask is AskWhen.START)


@pytest.mark.parametrize("key", KEYS)
def test_the_documentation_shows_it_filled_in(key: str) -> None:
    assert f'show("{key}"' in PAGE
    assert f"| `{key}` |" in PAGE
