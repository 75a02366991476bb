"""The card: what it says of the founding case, and for whom it says what."""

from __future__ import annotations

from datetime import date

import attrs
import pytest
from tests.unit.markup_read import Read
from tests.unit.views_shown import AS_OF, BOOKED, FOUNDING, MARIA, PLAN, TOM, on, plan

import jbpcore as jbp
from jbpcore.errors import PlanNotFoundError
from jbpcore.testing.whole_text import whole_text

FOUNDING_PLAN = plan(goals=[FOUNDING], kind=jbp.PlanKind.LITE)
CARD = jbp.plan_card(FOUNDING_PLAN, BOOKED, as_of=AS_OF)


@pytest.mark.parametrize("form", ["to_text", "to_markdown", "to_html", "to_mail_html"])
def test_the_founding_case_cannot_be_missed(form: str) -> None:
    # 25,000 × 45 ÷ 91 = 12,362.64 was due; 12,362.64 − 7,500 = 4,862.64 is missing.
    # 17,500 ÷ 46 = 380.434… a day, × 7 = 2,663.04 a week; ÷ (7,500 ÷ 45) = 2.2826.
    text = getattr(CARD, form)()
    if "html" in form:
        text = Read(text).text
    said = " ".join(text.replace("\\", "").split())
    for figure in (
        "Off track",
        "30%",
        "$7,500 of $25,000",
        "Day 45 of 91: $12,363 was due by now, so $4,863 is missing.",
        "Closing the gap of $17,500 in 46 days takes $2,664 a week, 2.28 times",
        "$15,166",  # 7,500 × 91 ÷ 45 = 15,166.67, shown without cents and rounded down
    ):
        assert figure in said, figure
    assert said.index("30%") < said.index("What needs you")


def test_the_founding_case_as_data() -> None:
    data = CARD.to_dict()
    main = data["main"]
    assert (data["health"], main["health"]) == ("off_track", "off_track")
    assert main["attainment_ratio"] == "0.300000"
    assert main["pace_index"] == "0.606667"  # 7,500 ÷ 12,362.64
    assert main["gap_to_target"] == {
        "type": "money",
        "amount": "17500",
        "currency": "USD",
    }
    assert main["required_per_week"]["amount"] == "2663.04"
    assert main["lift_needed"] == "2.282609"  # 105 ÷ 46
    assert data["review"]["days_left"] == 25


def test_the_worst_goal_leads_then_the_heaviest() -> None:
    card = jbp.plan_card(PLAN, BOOKED, as_of=AS_OF)
    assert card.main is not None
    assert card.main.goal.id == "new-revenue"
    assert [one.goal.id for one in card.others] == ["deals", "co-sell"]
    heavy = attrs.evolve(FOUNDING, id="heavy", name="Heavy", weight=9)
    card = jbp.plan_card(plan(goals=[FOUNDING, heavy]), BOOKED, as_of=AS_OF)
    assert card.main is not None
    assert card.main.goal.id == "heavy"


def test_a_person_sees_their_own_actions_and_a_side_all_of_its() -> None:
    def actions(audience: jbp.Viewer | jbp.Side | None) -> list[str]:
        card = jbp.plan_card(PLAN, BOOKED, as_of=AS_OF, audience=audience)
        return [one.action_id for one in card.actions]

    assert actions(jbp.Viewer.of(TOM)) == ["calls"]
    assert actions(jbp.Side.PARTNER) == ["event", "calls", "later"]
    assert actions(jbp.Side.VENDOR) == ["kit"]
    assert actions(None) == ["event", "calls", "kit"]


def test_what_is_blocked_or_overdue_says_so() -> None:
    text = jbp.plan_card(PLAN, BOOKED, as_of=AS_OF).to_text(width=90)
    assert "▼ Overdue: Hold the spring event" in text
    assert "was due May 8, 2026, 7 days ago" in text
    assert "◆ Blocked: Send the demo kit" in text
    assert "due May 22, 2026 · Tom Berg" in text


def test_the_next_review_is_the_next_that_is_booked() -> None:
    reviews = [
        jbp.Review(id="a", name="Past", on=on(5, 1)),
        jbp.Review(id="b", name="Off", on=on(5, 20), cancelled_on=on(5, 10)),
        jbp.Review(id="c", name="Later", on=on(7, 1)),
        jbp.Review(id="d", name="Next", on=on(5, 15)),
    ]
    card = jbp.plan_card(plan(reviews=reviews), as_of=AS_OF)
    assert card.review is not None
    assert (card.review.review_id, card.review.days_left) == ("d", 0)
    assert "today, May 15, 2026" in card.to_text()
    none = jbp.plan_card(plan(reviews=reviews[:2]), as_of=AS_OF)
    assert "No review is booked: book one." in none.to_text()


def test_the_link_of_a_review_is_the_only_link() -> None:
    read = Read(jbp.plan_card(PLAN, BOOKED, as_of=AS_OF).to_html())
    assert read.values("href") == ["https://meet.example/june"]
    assert read.values("rel") == ["noopener noreferrer"]


def test_the_card_of_a_side_knows_nothing_of_the_other() -> None:
    secret = attrs.evolve(
        FOUNDING,
        id="win-back",
        name="Win them back",
        audience=jbp.Audience.VENDOR,
        weight=50,
        target=jbp.Money("90000", "USD"),
    )
    whole = plan(goals=[FOUNDING, secret], kind=jbp.PlanKind.LITE)
    partner = jbp.plan_card(whole, BOOKED, as_of=AS_OF, audience=jbp.Viewer.of(TOM))
    vendor = jbp.plan_card(whole, BOOKED, as_of=AS_OF, audience=jbp.Viewer.of(MARIA))
    assert vendor.main is not None
    assert vendor.main.goal.id == "win-back"
    for shown in (
        partner.to_text(),
        partner.to_html(),
        partner.to_mail_html(),
        partner.to_markdown(),
        repr(partner.to_dict()),
        whole_text(partner),
    ):
        assert "Win them back" not in shown
        assert "90,000" not in shown
        assert "90000" not in shown


def test_a_hidden_draft_has_no_card_for_the_other_side() -> None:
    hidden = plan(hidden_from=jbp.Side.PARTNER)
    with pytest.raises(PlanNotFoundError):
        jbp.plan_card(hidden, as_of=AS_OF, audience=jbp.Viewer.of(TOM))


@pytest.mark.parametrize(
    ("as_of", "booked", "said"),
    [
        (date(2026, 3, 1), (), "It begins on Apr 1, 2026."),
        (AS_OF, (), "Nothing is in the ledger: ask for the numbers."),
        (date(2026, 7, 2), BOOKED, "The period is over; $17,500 is missing."),
    ],
)
def test_other_times_have_other_words(
    as_of: date, booked: tuple[jbp.ActualEntry, ...], said: str
) -> None:
    assert said in jbp.plan_card(FOUNDING_PLAN, booked, as_of=as_of).to_text(width=100)


def test_a_goal_that_is_met_says_when() -> None:
    met = (
        *BOOKED,
        attrs.evolve(BOOKED[0], entry_id="e9", amount=jbp.Money(17500, "USD")),
    )
    text = jbp.plan_card(FOUNDING_PLAN, met, as_of=AS_OF).to_text()
    assert "✓ Met" in text
    assert "It was reached with 46 days left." in text


def test_almost_there_never_shows_as_there() -> None:
    almost = [attrs.evolve(BOOKED[0], amount=jbp.Money("24999.99", "USD"))]
    text = jbp.plan_card(FOUNDING_PLAN, almost, as_of=AS_OF).to_text()
    assert "99% $24,999 of $25,000" in text
    assert "100%" not in text
