"""What the views beside the card say, with figures worked out by hand."""

from __future__ import annotations

import gc
import tracemalloc
from fractions import Fraction

import attrs
import pytest
from tests.unit.views_shown import AS_OF, BOOKED, FOUNDING, PLAN, VIEWS, plan

import jbpcore as jbp
from jbpcore.errors import InvalidValueError
from jbpcore.formatting.words import Words
from jbpcore.views.amendment_diff import AmendmentDiff
from jbpcore.views.drawing import pace_bar, sparkline
from jbpcore.views.palette import Tone
from jbpcore.views.review_page import ReviewPage
from jbpcore.views.sheet_table import Meter
from jbpcore.views.voice import voice_for
from jbpcore.views.window_board import WindowBoard


def text(name: str, width: int = 100) -> str:
    return VIEWS[name].to_text(width=width)


def test_the_scorecard_adds_up() -> None:
    page = jbp.scorecard_page(jbp.assess_plan(PLAN, BOOKED, as_of=AS_OF))
    # Weights 2 and 1 count; co-sell has no target. 2/3 × 30 % + 1/3 × 8/12 = 42.2 %.
    data = page.to_dict()
    assert data["score_ratio"] == "0.422222"
    assert [line["points_ratio"] for line in data["lines"]] == [
        "0.200000",
        "0.222222",
        "0.000000",
    ]
    shown = text("scorecard_page")
    assert "42% of 2 goals" in shown
    assert "does not count" in shown


def test_a_cap_is_told_beside_what_was_done() -> None:
    capped = attrs.evolve(FOUNDING, score_cap="100%")
    over = [attrs.evolve(BOOKED[0], amount=jbp.Money("50000", "USD"))]
    result = jbp.assess_plan(plan(goals=[capped]), over, as_of=AS_OF)
    assert "200% counts as 100%" in jbp.scorecard_page(result).to_text(width=120)


def test_the_board_has_what_each_window_must_bring() -> None:
    board = VIEWS["window_board"]
    assert isinstance(board, WindowBoard)
    # 25,000 × 75 ÷ 91 − 7,500 = 13,104.40 by 14 June, and the rest of 17,500 after it.
    required = [
        [str(goal.required) for goal in column.goals if goal.goal_id == "new-revenue"]
        for column in board.windows
    ]
    assert required == [["13104.40 USD"], ["4395.60 USD"], []]
    assert [item.subject for item in board.overdue.items] == ["actions:event"]
    assert [item.subject for item in board.windows[0].items] == [
        "actions:calls",
        "actions:kit",
        "reviews:june",
    ]
    assert [item.subject for item in board.later.items] == ["actions:later"]
    shown = text("window_board")
    for line in (
        "▼ Overdue: Hold the spring event",
        "was due May 8, 2026 · Partner",
        "Within 30 days",
        "$13,105 (to bring in)",
        "◆ Blocked: Send the demo kit",
        "review on Jun 9, 2026",
        "due Jun 30, 2026 · Partner · promised",
        "Train two engineers",
    ):
        assert line in shown, line


def test_a_review_fits_its_agenda() -> None:
    page = VIEWS["review_page"]
    assert isinstance(page, ReviewPage)
    assert sum(item.minutes for item in page.agenda) == 60
    assert page.vendor_follow_through == 1
    assert page.partner_follow_through is None
    shown = text("review_page")
    for line in (
        "June review, Jun 9, 2026",
        "Vendor kept 100% of what was due.",
        "✓ Kept: Pay half of the campaign",
        "First joint deal",
        "▼ Behind: New subscription revenue",
        "$4,863 at stake",
        "◆ Blocked: Send the demo kit",
        "Legal has the contract",
        "due $12,363; takes $2,664 a week ($381 a day), 2.28 times the rate so far",
        "Lend ours",
        "Do we sign the amendment?",
        "Who clears what is in the way?",
    ):
        assert line in shown, line
    titles = [
        "What we promised",
        "Where are the big wins",
        "Where are we stuck",
        "How do we get through it",
        "What we decide",
        "When we meet again",
    ]
    places = [shown.index(title) for title in titles]
    assert places == sorted(places)


def test_an_amendment_is_seen_before_and_after() -> None:
    page = VIEWS["amendment_diff"]
    assert isinstance(page, AmendmentDiff)
    assert page.signed_by == ()
    shown = text("amendment_diff", 120)
    for line in (
        "◇ To be signed",
        "Revised targets count from Jun 1, 2026 on.",
        "The big account slipped",
        "Vendor has not signed it yet.",
        "Partner has not signed it yet.",
    ):
        assert line in shown, line
    # 7,500 ÷ 20,000 = 37.5 %, shown as 38 %
    (row,) = [line for line in shown.splitlines() if line.strip().startswith("New sub")]
    assert row.split() == [
        "New", "subscription", "revenue", "$25,000", "$20,000", "30%", "38%",
        "▼", "Off", "track", "▼", "Off", "track",
    ]  # fmt: skip
    (change,) = page.changes
    assert change.path == "goals[id=new-revenue].target"
    assert "25,000" in change.sentence
    assert "20,000" in change.sentence


def test_without_an_amendment_there_is_none_to_show() -> None:
    with pytest.raises(InvalidValueError):
        jbp.amendment_diff(plan(), as_of=AS_OF)


def test_history_has_a_line_for_each_record() -> None:
    shown = VIEWS["history_story"].to_dict()["lines"]
    assert [line["move"] for line in shown] == [record.move for record in PLAN.records]
    assert "Maria Lopez (Acme) proposed the plan" in shown[0]["sentence"]


def test_the_portfolio_counts_and_puts_the_worst_first() -> None:
    data = VIEWS["portfolio_table"].to_dict()
    assert data["counts"] == [
        {"health": "off_track", "count": 1},
        {"health": "ahead", "count": 1},
        {"health": "not_applicable", "count": 1},
    ]
    (one,) = data["plans"]
    assert [goal["goal_id"] for goal in one["goals"]] == [
        "new-revenue",
        "deals",
        "co-sell",
    ]


@pytest.mark.parametrize(
    ("locale", "amount", "percent", "day"),
    [
        ("de_DE", "25.000\N{NO-BREAK SPACE}$", "30\N{NO-BREAK SPACE}%", "15.05.2026"),
        (
            "fr_FR",
            "25\u202f000\N{NO-BREAK SPACE}$US",
            "30\N{NO-BREAK SPACE}%",
            "15 mai 2026",
        ),
        ("en_GB", "US$25,000", "30%", "15 May 2026"),
    ],
)
def test_figures_are_written_as_the_locale_has_them(
    locale: str, amount: str, percent: str, day: str
) -> None:
    # As CLDR has them.
    shown = VIEWS["plan_card"].to_html(locale=locale)
    for figure in (amount, percent, day):
        assert figure in shown, figure


def test_what_is_below_zero_has_the_minus_of_the_locale() -> None:
    back = [attrs.evolve(BOOKED[0], amount=jbp.Money("-500", "USD"))]
    card = jbp.plan_card(plan(goals=[FOUNDING]), back, as_of=AS_OF)
    assert "-$500" in card.to_html()
    assert "\N{MINUS SIGN}" in card.to_html(locale="sv_SE")


def test_a_host_can_bring_words_of_its_own() -> None:
    words = Words.for_locale("en_GB")
    assert VIEWS["plan_card"].to_html(locale=words) == VIEWS["plan_card"].to_html(
        locale="en_GB"
    )
    assert voice_for(words).language == "en-GB"


def test_more_than_the_target_makes_a_longer_bar() -> None:
    meter = Meter(
        done=Fraction(2),
        due=Fraction(1),
        tone=Tone.LEAD,
        words="200%",
    )
    drawn = pace_bar(meter, title="Revenue")
    assert 'class="jbp-bar-done jbp-lead" x="0" width="100%"' in drawn
    assert drawn.count('x1="50%"') == 3  # the target, the mark and its halo
    mirrored = pace_bar(attrs.evolve(meter, done=Fraction(3, 10)), title="",
                        is_leftward=True)  # fmt: skip
    assert 'x="70%" width="30%"' in mirrored
    assert 'x1="0%"' in mirrored


def test_below_zero_a_bar_is_empty() -> None:
    meter = Meter(done=Fraction(-2, 5), due=None, tone=Tone.BAD, words="-40%")
    assert 'width="0%"' in pace_bar(meter, title="Churn")


def test_a_sparkline_needs_a_value_and_keeps_gaps() -> None:
    one, half = Fraction(1), Fraction(1, 2)
    drawn = sparkline([one, half, None, one], words="1, 0.5, unknown, 1")
    assert drawn.count("<polyline") == 2
    # 120 wide with 3 to spare: 0, 38, 76 and 114 from the left; 28 high: 3 is the top.
    assert 'points="3.0,3.0 41.0,25.0"' in drawn
    assert 'cx="117.0" cy="3.0"' in drawn
    with pytest.raises(InvalidValueError):
        sparkline([None], words="nothing")


def test_cards_stream_in_constant_memory() -> None:
    def stream(count: int, start: int) -> int:
        for number in range(start, start + count):
            booked = [attrs.evolve(BOOKED[0], amount=jbp.Money(number, "USD"))]
            small = plan(goals=[FOUNDING], kind=jbp.PlanKind.LITE)
            jbp.plan_card(small, booked, as_of=AS_OF).to_html(has_style=False)
        gc.collect()
        return tracemalloc.get_traced_memory()[0]

    stream(20, 1)
    tracemalloc.start()
    try:
        early, late = stream(30, 100), stream(120, 1000)
    finally:
        tracemalloc.stop()
    # Figures are kept for 1,024 texts at most; a card alone is 9,000 letters long.
    assert late - early < 120 * 7_000


def test_the_founding_case_in_german() -> None:
    shown = " ".join(VIEWS["plan_card"].to_text(locale="de_DE").split())
    for line in (
        "▼ Weit zurück",
        "Tag 45 von 91: Bis jetzt waren 12.363 $ fällig, es fehlen also 4.863 $.",
        "Noch 46 Tage für die Lücke von 17.500 $: Das sind 2.664 $ pro Woche, 2,28-mal",
    ):
        assert line in shown, line
