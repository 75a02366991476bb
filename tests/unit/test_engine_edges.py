"""Where a figure of the engine is not there, and what is said in its place.

Each case is the smallest that leads there; sums are done by hand beside it.
"""

from __future__ import annotations

import copy
from datetime import date
from typing import Any

import attrs
import pytest
from tests.unit.engine_cases import (
    APRIL,
    CALENDAR,
    MAY_15,
    Q2,
    a_goal,
    a_plan,
    booked,
    usd,
)

import jbpcore as jbp
from jbpcore.engine import formulas
from jbpcore.engine.conversion import convert_entries
from jbpcore.engine.credit import check_credit
from jbpcore.engine.cut_phasing import cut_phasing
from jbpcore.engine.explaining import explanation
from jbpcore.engine.favourable import is_favourable
from jbpcore.engine.measure import credited_sum
from jbpcore.engine.partner_tree import PartnerTree, book_for_parents
from jbpcore.engine.projection.history import History
from jbpcore.engine.ranking import RankBy, list_top
from jbpcore.engine.reasons import Reason
from jbpcore.engine.roll_up import roll_up
from jbpcore.engine.scope import list_outside
from jbpcore.engine.seasonal_phasing import seasonal_phasing
from jbpcore.engine.splits import GoalPart, split_goal
from jbpcore.engine.status import StatusRule, roll_up_status
from jbpcore.engine.what_if import what_if
from jbpcore.errors import InvalidValueError
from jbpcore.model.fx_rate import FxRate
from jbpcore.model.fx_table import FxTable
from jbpcore.model.phasing import (
    Bucket,
    CumulativePhasing,
    CumulativePoint,
    LinearPhasing,
    WeightedPhasing,
    WorkdayPhasing,
)
from jbpcore.model.s_curve import SCurvePhasing
from jbpcore.periods.fiscal_period import PeriodKind
from jbpcore.values.ids import PartyId

# --- sums -----------------------------------------------------------------------------


def test_a_ceiling_of_nothing_is_no_measure() -> None:
    assert formulas.within_ceiling(5, 0) is None
    assert formulas.within_ceiling(5, -1) is None
    assert formulas.within_ceiling(0, 1) == 1


def test_quotients_are_no_part_of_a_sum_and_sums_none_of_a_ratio() -> None:
    half = booked(jbp.Quotient.of(1, 2, "deals"))
    assert credited_sum([booked(usd(3)), half, booked(usd(4))]) == 7
    ratio = a_goal(metric=jbp.metrics.WIN_RATE, target=jbp.Ratio("50%"))
    entries = [
        attrs.evolve(half, metric="win-rate"),
        booked(jbp.Ratio("90%"), metric="win-rate"),
    ]
    found = jbp.assess_goal(ratio, entries[:1], as_of=MAY_15)
    assert found.attained == jbp.Ratio("1/2")
    mixed = jbp.assess_goal(ratio, entries, as_of=MAY_15)
    assert mixed.attained in {None, jbp.Ratio("1/2")}


def test_a_quotient_of_counts_is_the_same_at_any_rate() -> None:
    fx = FxTable(rates=[FxRate(base="EUR", quote="USD", rate=2, on=date(2026, 4, 1))])
    counts = booked(jbp.Quotient.of(3, 4, "deals"), metric="win-rate")
    money = booked(
        jbp.Quotient(jbp.Money(1, "EUR"), jbp.Money(4, "EUR")), metric="win-rate"
    )
    found = convert_entries([counts, money], "USD", fx=fx)
    amounts = [entry.amount for entry in found.entries]
    assert amounts == [
        jbp.Quotient.of(3, 4, "deals"),
        jbp.Quotient(usd(2), usd(8)),
    ]


def test_so_much_credit_that_not_all_is_told_of_one_by_one() -> None:
    shared = [
        booked(usd(1), credit_of=f"so-{n:03}", credit_ratio=credit, entry_id=f"{n}{at}")
        for n in range(200)
        for at, credit in enumerate(("1/2", "2/3"))
    ]
    findings = check_credit("revenue", shared)
    (rest,) = [str(f.message) for f in findings if "more than 1 too" in str(f.message)]
    assert "so-199" in rest or "more" in rest
    few = check_credit("revenue", shared[:4])
    assert len(few) == 2
    assert not any("too" in str(finding.message) for finding in few)


def test_what_is_booked_for_nobody_has_no_parents() -> None:
    tree = PartnerTree(parents={PartyId("shop"): PartyId("chain")}, names={})
    for_nobody, for_shop = booked(usd(1)), booked(usd(2), partner_id="shop")
    found = book_for_parents([for_nobody, for_shop], tree)
    assert [entry.partner_id for entry in found] == [None, "shop", "chain"]


def test_a_level_counts_for_a_part_from_before_its_days() -> None:
    level = attrs.evolve(jbp.metrics.REVENUE, accumulation=jbp.Accumulation.LEVEL)
    part = a_goal(metric=level, period=jbp.DateRange(date(2026, 5, 1), Q2.end))
    early, late = booked(usd(1), date(2026, 4, 1)), booked(usd(2), Q2.end)
    assert list_outside([part], [early, late]) == (late,)
    flow = a_goal(period=part.period)
    assert list_outside([flow], [early, late]) == (early, late)


# --- phasings -------------------------------------------------------------------------


def test_a_part_on_which_nothing_falls_due_is_phased_evenly() -> None:
    first_half = CumulativePhasing([CumulativePoint(date(2026, 4, 30), 1)])
    rest = jbp.DateRange(date(2026, 5, 1), Q2.end)
    assert cut_phasing(first_half, Q2, rest) == LinearPhasing()
    assert cut_phasing(first_half, Q2, APRIL) == LinearPhasing()


def test_nothing_can_be_learnt_for_days_without_any_share() -> None:
    history = History(
        start=date(2025, 1, 1), amounts=[usd(n % 3 + 1) for n in range(12)]
    )
    on_april = WeightedPhasing([Bucket(APRIL, 1)])
    with pytest.raises(InvalidValueError) as caught:
        seasonal_phasing(history, CALENDAR.quarter(2026, 3), agreed=on_april)
    assert caught.value.field == "agreed"


@pytest.mark.parametrize(
    ("phasing", "said"),
    [
        (WorkdayPhasing(jbp.WorkCalendar.resolve(Q2)), "working days gone"),
        (SCurvePhasing(), "on the S-curve"),
        (LinearPhasing(), "t ÷ N"),
        (WeightedPhasing([Bucket(Q2, 1)]), "weight of the days gone"),
        (
            CumulativePhasing([CumulativePoint(date(2026, 4, 30), "1/2")]),
            "between the agreed points",
        ),
    ],
)
def test_an_explanation_says_how_the_share_due_is_worked_out(
    phasing: Any, said: str
) -> None:
    found = jbp.assess_goal(a_goal(phasing=phasing), [booked(usd(7))], as_of=MAY_15)
    steps = {step.code: step for step in explanation(found).steps}
    assert said in steps["expected_ratio"].formula


# --- results without a figure ---------------------------------------------------------


def test_bands_that_were_copied_judge_as_the_first() -> None:
    bands = jbp.HealthBands()
    again = copy.deepcopy(bands)
    entries = [booked(usd(4_000))]
    for judged in (bands, again):
        found = jbp.assess_goal(a_goal(), entries, as_of=MAY_15, bands=judged)
        assert found.health is jbp.Health.AT_RISK


def test_a_sum_of_parts_without_a_target_has_no_ratio() -> None:
    results = [
        jbp.assess_goal(a_goal(target=None), [booked(usd(7))], as_of=MAY_15),
        jbp.assess_goal(a_goal(id="h"), [booked(usd(7))], as_of=MAY_15),
    ]
    found = roll_up(results)
    assert (found.target, found.attainment_ratio) == (None, None)
    assert found.expected_to_date is None


def test_a_part_without_a_share_adds_nothing_unless_it_should_move() -> None:
    outside = WeightedPhasing([Bucket(CALENDAR.quarter(2026, 3), 1)])
    even = jbp.assess_goal(a_goal(), [booked(usd(7))], as_of=MAY_15)
    moving = a_goal(id="h", phasing=outside)
    still = a_goal(id="h", phasing=outside, target=usd(0))
    results = [jbp.assess_goal(one, [], as_of=MAY_15) for one in (moving, still)]
    assert roll_up([even, results[0]]).expected_to_date is None
    # 9,100 x 45/91 = 4,500, and nothing of nothing.
    assert roll_up([even, results[1]]).expected_to_date == usd(4_500)


def test_a_ratio_is_not_split_by_weights() -> None:
    ratio = a_goal(metric=jbp.metrics.WIN_RATE, target=jbp.Ratio("50%"))
    with pytest.raises(InvalidValueError):
        split_goal(ratio, [GoalPart(scope={"region": r}, weight=1) for r in ("a", "b")])


def test_bands_that_are_given_judge_the_mean() -> None:
    found = jbp.assess_plan(a_plan(a_goal()), [booked(usd(4_000))], as_of=MAY_15)
    # 4,000 of 4,500: 8/9, below 9/10 and above 17/20.
    usual = roll_up_status([found], rule=StatusRule.WEIGHTED)
    lenient = jbp.HealthBands(on_track="17/20")
    given = roll_up_status([found], rule=StatusRule.WEIGHTED, bands=lenient)
    assert usual.health is jbp.Health.AT_RISK
    assert given.health is jbp.Health.ON_TRACK


def test_a_level_nobody_knows_stands_at_what_is_added() -> None:
    level = attrs.evolve(jbp.metrics.REVENUE, accumulation=jbp.Accumulation.LEVEL)
    goal = a_goal(metric=level, baseline=None)
    answer = what_if(goal, [], as_of=MAY_15, add=usd(500))
    assert answer.after.attained == usd(500)
    known = attrs.evolve(goal, baseline=usd(100))
    assert what_if(known, [], as_of=MAY_15, add=usd(500)).after.attained == usd(600)


def test_a_finish_without_a_target_is_neither_good_nor_bad() -> None:
    result = jbp.assess_goal(a_goal(target=None), [booked(usd(7))], as_of=MAY_15)
    assert is_favourable(result.standing(), "projected_finish") in {None, False}


# --- buckets and windows --------------------------------------------------------------


def test_what_comes_down_from_nobody_knows_where_has_no_buckets() -> None:
    down = attrs.evolve(jbp.metrics.CHURN_RATE, key="churn")
    goal = a_goal(metric=down, target=jbp.Ratio("5%"))
    with_reason = jbp.list_buckets(goal, CALENDAR, PeriodKind.MONTH, as_of=MAY_15)
    assert {bucket.reason for bucket in with_reason} == {Reason.NO_BASELINE}


# --- sums over partners ---------------------------------------------------------------


def test_goals_that_cannot_be_added_up_say_why() -> None:
    outside = WeightedPhasing([Bucket(CALENDAR.quarter(2026, 3), 1)])
    falling = jbp.Metric(
        key="tickets",
        name="Open tickets",
        unit=jbp.Unit.count("tickets"),
        accumulation=jbp.Accumulation.LEVEL,
        direction=jbp.Direction.DOWN,
    )
    goals = [
        a_goal(id="down", metric=falling, target=jbp.Quantity(5, "tickets")),
        a_goal(id="never", phasing=outside),
    ]
    entries = [
        booked(usd(7)),
        booked(jbp.Quantity(9, "tickets"), metric="tickets"),
    ]
    portfolio = jbp.assess_portfolio([a_plan(*goals)], entries, as_of=MAY_15)
    total = jbp.roll_up_partners(portfolio, by=jbp.GroupBy.PARTNER).total
    told = {out.goal.goal_id: out.reason for out in total.left_out}
    assert told == {"down": Reason.NO_BASELINE, "never": Reason.PHASING_EMPTY}


def test_a_goal_without_a_gap_is_in_no_list_of_gaps() -> None:
    plan = a_plan(a_goal(), a_goal(id="none", target=None))
    portfolio = jbp.assess_portfolio([plan], [booked(usd(7))], as_of=MAY_15)
    listed = list_top(portfolio, most=5, by=RankBy.GAP)
    assert [row.goal.result.goal.id for row in listed] == ["g"]


def test_a_share_that_is_no_ratio_of_two_sums_is_not_split_either() -> None:
    share = jbp.Metric(
        key="share",
        name="Share of wallet",
        unit=jbp.Unit.ratio(),
        accumulation=jbp.Accumulation.LEVEL,
    )
    goal = a_goal(metric=share, target=jbp.Ratio("50%"), baseline=jbp.Ratio("40%"))
    with pytest.raises(InvalidValueError, match="money or a count"):
        split_goal(goal, [GoalPart(scope={"region": r}, weight=1) for r in ("a", "b")])


# --- what comes down, without a start -------------------------------------------------

COMPLAINTS = jbp.Metric(
    key="complaints",
    name="Complaints of deals",
    unit=jbp.Unit.ratio(),
    accumulation=jbp.Accumulation.RATIO,
    direction=jbp.Direction.DOWN,
)
TICKETS = jbp.Metric(
    key="tickets",
    name="Open tickets",
    unit=jbp.Unit.count("tickets"),
    accumulation=jbp.Accumulation.LEVEL,
    direction=jbp.Direction.DOWN,
)


@pytest.mark.parametrize(
    ("metric", "target"),
    [(COMPLAINTS, jbp.Ratio("5%")), (TICKETS, jbp.Quantity(5, "tickets"))],
)
def test_windows_and_buckets_say_that_the_start_is_missing(
    metric: jbp.Metric, target: Any
) -> None:
    goal = a_goal(metric=metric, target=target)
    buckets = jbp.list_buckets(goal, CALENDAR, PeriodKind.MONTH, as_of=MAY_15)
    assert {bucket.reason for bucket in buckets} == {Reason.NO_BASELINE}
    seen = jbp.windows(a_plan(goal), [], as_of=MAY_15)
    reasons = {step.reason for window in seen.windows for step in window.goals}
    assert reasons == {Reason.NO_BASELINE}


def test_a_target_that_begins_in_a_window_has_no_step_from_before() -> None:
    version = jbp.TargetVersion(effective_on=date(2026, 5, 20), target=usd(9_100))
    goal = a_goal(target=None, target_versions=[version])
    seen = jbp.windows(a_plan(goal), [], as_of=MAY_15)
    first = seen.windows[0].goals[0]
    assert (first.scheduled, first.reason) == (None, Reason.NO_TARGET)
