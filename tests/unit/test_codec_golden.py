"""Documents kept from the format's first version on; each was written by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from fractions import Fraction
from pathlib import Path

import attrs
import pytest

from jbpcore.codec.documents import FORMATS, ActualsDocument, format_of
from jbpcore.codec.json_text import dumps, loads
from jbpcore.engine.attainment import assess_goal
from jbpcore.engine.explanation import (
    Explanation,
    ExplanationInput,
    ExplanationStep,
)
from jbpcore.engine.plan_assessment import PlanResult, assess_plan
from jbpcore.engine.reasons import Reason
from jbpcore.engine.shape import GoalShape
from jbpcore.model import metrics
from jbpcore.model.actual import ActualEntry
from jbpcore.model.agreement import (
    Approval,
    ApprovalStep,
    PlanKind,
    PlanState,
    Proposal,
    ProposalAnswer,
    Signoff,
)
from jbpcore.model.amendment import Amendment, AmendmentStatus
from jbpcore.model.audience import Audience
from jbpcore.model.cadence import ReviewCadence
from jbpcore.model.comment import Comment
from jbpcore.model.commitment import Commitment, CommitmentStatus
from jbpcore.model.execution import Action, ActionStatus, Initiative
from jbpcore.model.figures import GoalFigures
from jbpcore.model.goal import Goal
from jbpcore.model.health import Health, HealthBands
from jbpcore.model.metric import Direction
from jbpcore.model.outcome import GoalOutcome, Outcome
from jbpcore.model.party import Partner, PartnerKind, Party, Person, PersonRole, Side
from jbpcore.model.phasing import (
    Bucket,
    CumulativePhasing,
    CumulativePoint,
    WeightedPhasing,
    WorkdayPhasing,
)
from jbpcore.model.phasing_profile import PhasingProfile, ProfileStep
from jbpcore.model.plan import Plan
from jbpcore.model.plan_record import PlanRecord
from jbpcore.model.review import Attendance, MinutesAcceptance, Review
from jbpcore.model.s_curve import SCurvePhasing
from jbpcore.model.slip import Slip
from jbpcore.model.terms import Terms
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.day_rules import (
    Milestone,
    OnFiscalWeek,
    OnMilestone,
    OnMonthDay,
    OnNthWeekday,
    OnWeekdays,
)
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.periods.frequency import Frequency, Shift
from jbpcore.periods.recurrence import Recurrence
from jbpcore.periods.weekday import Weekday
from jbpcore.periods.work_calendar import WorkCalendar
from jbpcore.ports.plan_events import PlanEvent
from jbpcore.ports.plan_revisions import RevisionKind
from jbpcore.values.money import Money
from jbpcore.values.quantity import Quantity
from jbpcore.values.ratio import Ratio

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "format-1"
YEAR = DateRange(date(2026, 1, 1), date(2027, 1, 1))
Q2 = DateRange(date(2026, 4, 1), date(2026, 7, 1))
TEN_DAYS = DateRange(date(2026, 4, 1), date(2026, 4, 11))
DIGEST = "0123456789abcdef" * 4

NEW_REVENUE = Goal(
    id="new-revenue",
    name="New subscription revenue",
    metric=metrics.REVENUE,
    target=Money("25000", "USD"),
    period=Q2,
)
FULL = Plan(
    id="northwind-2026",
    name="Northwind × Acme 2026",
    vendor=Party(id="acme", name="Acme Software"),
    partner=Partner(
        id="northwind",
        name="Northwind GmbH",
        kind=PartnerKind.MSP,
        tier="Gold",
        region="DACH",
        parent_id="nw-holding",
        tags={"größe": "mittel", "crm": "001/A"},
    ),
    period=YEAR,
    goals=[
        attrs.evolve(
            NEW_REVENUE,
            metric=attrs.evolve(
                metrics.REVENUE,
                definition="Invoiced, net of tax.\nRenewals do not count.",
            ),
            baseline=Money("0.00", "USD"),
            commit=Money("20000.50", "USD"),
            stretch=Money("30000", "USD"),
            weight=2,
            side=Side.PARTNER,
            phasing=WeightedPhasing(
                [
                    Bucket(DateRange(date(2026, 4, 1), date(2026, 5, 1)), 20),
                    Bucket(DateRange(date(2026, 5, 1), date(2026, 6, 1)), 30),
                    Bucket(DateRange(date(2026, 6, 1), date(2026, 7, 1)), 50),
                ]
            ),
            owner_id="tom",
            description="Agreed at kick-off 🎯",
        ),
        Goal(
            id="deals",
            name="Deals won",
            metric=metrics.DEALS_WON,
            target=Quantity("12.5", "deals"),
            period=DateRange(date(2026, 4, 1), date(2026, 4, 8)),
            weight="1/3",
            # Easter 2026: Good Friday, the weekend, and Monday.
            phasing=WorkdayPhasing(
                WorkCalendar.resolve(
                    DateRange(date(2026, 4, 1), date(2026, 4, 8)),
                    holidays=[date(2026, 4, 3), date(2026, 4, 6)],
                )
            ),
        ),
        Goal(
            id="churn",
            name="Churn",
            metric=metrics.CHURN_RATE,
            target=Ratio("5%"),
            period=YEAR,
            baseline=Ratio("8%"),
            weight=0,
            side=Side.VENDOR,
            phasing=CumulativePhasing(
                [
                    CumulativePoint(date(2026, 6, 30), "25%"),
                    CumulativePoint(date(2026, 9, 30), 1),
                ]
            ),
        ),
        Goal(
            id="open",
            name="Not agreed yet",
            metric=attrs.evolve(metrics.LEADS, direction=Direction.KEEP),
            target=None,
            period=YEAR,
        ),
    ],
    people=[
        Person(
            id="maria",
            name="María López",
            side=Side.VENDOR,
            email="maria@acme.example",
        ),
        Person(
            id="tom",
            name="Tom",
            side=Side.PARTNER,
            role=PersonRole.EXECUTIVE_SPONSOR,
        ),
    ],
    initiatives=[
        Initiative(
            id="campaign",
            name="Spring campaign",
            goal_id="new-revenue",
            description="Two cities.",
        )
    ],
    actions=[
        Action(
            id="hire",
            name="Hire two sellers",
            side=Side.PARTNER,
            due_on=date(2026, 5, 31),
            start_on=date(2026, 4, 15),
            status=ActionStatus.IN_PROGRESS,
            owner_id="tom",
            goal_id="new-revenue",
            initiative_id="campaign",
            notes="One signed.",
        )
    ],
    commitments=[
        Commitment(
            id="mdf",
            name="Fund the campaign",
            side=Side.VENDOR,
            due_on=date(2026, 4, 30),
            status=CommitmentStatus.KEPT,
            goal_id="new-revenue",
        )
    ],
    cadences=[
        ReviewCadence(
            id="monthly",
            name="Monthly check-in",
            frequency=Frequency.MONTHLY,
            first_on=date(2026, 1, 31),
        )
    ],
    reviews=[
        Review(
            id="q2",
            name="Q2 business review",
            on=date(2026, 7, 2),
            cadence_id="monthly",
            held_on=date(2026, 7, 3),
            wins=["First enterprise deal"],
            blockers=["Certification is slow", ""],
            ways_through=["Classes on site"],
            decisions=["Raise Q3"],
        )
    ],
    state=PlanState.AGREED,
    signoffs=[
        Signoff(
            side=Side.VENDOR,
            person_id="maria",
            terms_digest=DIGEST,
            signed_at=datetime(2026, 1, 7, 9, 30, tzinfo=UTC),
        ),
        Signoff(
            side=Side.PARTNER,
            person_id="tom",
            terms_digest=DIGEST,
            signed_at=datetime(2026, 1, 7, 10, 0, 0, 1, tzinfo=UTC),
            role=PersonRole.EXECUTIVE_SPONSOR,
        ),
    ],
    health_bands=HealthBands(ahead="6/5", on_track=1, at_risk="0.75"),
    previous_id="northwind-2025",
    notes="Line one\n\tline two",
)
BOOKED = ActualEntry(
    metric="revenue",
    on=date(2026, 4, 20),
    amount=Money("7500", "USD"),
    entry_id="e-1",
)
ACTUALS = ActualsDocument(
    [
        ActualEntry(
            metric="revenue",
            on=date(2026, 4, 20),
            amount=Money("7500.00", "USD"),
            partner_id="northwind",
            credit_ratio=Fraction(1, 3),
            source="crm",
            entry_id="crm:0001",
            recorded_at=datetime(2026, 4, 21, 7, tzinfo=UTC),
            tags={"product": "Backup"},
        ),
        ActualEntry(
            metric="revenue",
            on=date(2026, 5, 2),
            amount=Money("-250.5", "USD"),
            partner_id="northwind",
            entry_id="crm:0002",
            reverses="crm:0001",
        ),
        ActualEntry(
            metric="deals-won",
            on=date(2026, 5, 2),
            amount=Quantity(1, "deals"),
            credit_ratio=0,
            entry_id="3",
        ),
        ActualEntry(
            metric="churn-rate",
            on=date(2026, 5, 31),
            amount=Ratio("7%"),
            entry_id="4",
        ),
    ]
)
LEAST = Plan(
    id="p",
    name="P",
    vendor=Party(id="acme", name="Acme"),
    partner=Partner(id="northwind", name="Northwind"),
    period=DateRange(date(2026, 1, 1), date(2026, 1, 2)),
)
PHASED = attrs.evolve(
    LEAST,
    goals=[
        Goal(
            id="launch",
            name="Launch",
            metric=metrics.REVENUE,
            target=Money("25000", "USD"),
            period=Q2,
            phasing=SCurvePhasing.back_loaded(steepness=3),
            scope={"region": "EMEA", "product": "Backup"},
        )
    ],
    actions=[
        Action(
            id="event",
            name="Launch event",
            side=Side.VENDOR,
            due_on=date(2026, 5, 31),
            goal_id="launch",
            expected_impact=Money("9000", "USD"),
        )
    ],
)
MORNING = datetime(2026, 1, 7, 9, 30, tzinfo=UTC)
NOON = datetime(2026, 1, 7, 12, 0, tzinfo=UTC)
LIVED = attrs.evolve(
    LEAST,
    goals=[attrs.evolve(NEW_REVENUE, audience=Audience.VENDOR)],
    initiatives=[Initiative(id="i", name="I", audience=Audience.PARTNER)],
    actions=[
        Action(
            id="a",
            name="A",
            side=Side.VENDOR,
            due_on=date(2026, 5, 31),
            audience=Audience.VENDOR,
            carry_count=1,
        )
    ],
    commitments=[
        Commitment(
            id="c",
            name="C",
            side=Side.PARTNER,
            due_on=date(2026, 5, 31),
            owner_id="tom",
            carry_count=2,
        )
    ],
    kind=PlanKind.LITE,
    hidden_from=Side.PARTNER,
    comments=[
        Comment(
            id="hello",
            text="Hello",
            author_id="tom",
            written_at=MORNING,
            audience=Audience.PARTNER,
            about="goals:new-revenue",
        )
    ],
    proposals=[
        Proposal(
            id="p1",
            side=Side.VENDOR,
            person_id="maria",
            proposed_at=MORNING,
            terms_digest=DIGEST,
            answer=ProposalAnswer.DECLINED,
            answered_by="tom",
            answered_at=NOON,
            answer_note="Too much",
        )
    ],
    approvers=[
        ApprovalStep(side=Side.VENDOR, role=PersonRole.VENDOR_ADMIN, person_id="ann")
    ],
    approvals=[
        Approval(
            side=Side.VENDOR,
            person_id="ann",
            role=PersonRole.VENDOR_ADMIN,
            terms_digest=DIGEST,
            approved_at=MORNING,
        )
    ],
    amendments=[
        Amendment(
            id="m1",
            terms=Terms(period=TEN_DAYS),
            base_digest=DIGEST,
            proposed_by="tom",
            side=Side.PARTNER,
            proposed_at=MORNING,
            effective_on=date(2026, 4, 5),
            status=AmendmentStatus.WITHDRAWN,
            answered_by="tom",
            answered_at=NOON,
            answer_note="Not needed",
            replaced=Terms(period=Q2),
        )
    ],
    outcomes=[
        GoalOutcome(
            goal_id="new-revenue",
            outcome=Outcome.MISSED,
            lesson="Start earlier",
            attained=Money("7500", "USD"),
            target=Money("25000", "USD"),
            attainment_ratio=Fraction(3, 10),
            as_of=date(2026, 6, 30),
        )
    ],
    records=[
        PlanRecord(
            id="r1",
            move="propose",
            at=MORNING,
            by="maria",
            side=Side.VENDOR,
            why="Ready",
            subject="goals:new-revenue",
            before_digest=DIGEST,
            after_digest=DIGEST,
            before_state=PlanState.DRAFT,
            after_state=PlanState.PROPOSED,
            audience=Audience.VENDOR,
            facts={"target": "25000 USD"},
        )
    ],
    successor_id="q",
)
RHYTHM = attrs.evolve(
    LEAST,
    actions=[
        Action(
            id="contract",
            name="Sign the contract",
            side=Side.VENDOR,
            due_on=date(2026, 3, 31),
            status=ActionStatus.DONE,
            done_on=date(2026, 3, 30),
        ),
        Action(
            id="launch",
            name="Launch",
            side=Side.PARTNER,
            due_on=date(2026, 5, 15),
            status=ActionStatus.BLOCKED,
            owner_id="tom",
            effort_days=Fraction(5, 2),
            depends_on=["contract"],
            blocked_reason="No demo kit",
            blocked_by_side=Side.VENDOR,
            blocked_by_id="maria",
            blocked_on=date(2026, 4, 20),
            slips=[
                Slip(
                    moved_on=date(2026, 4, 29),
                    was_due_on=date(2026, 4, 30),
                    due_on=date(2026, 5, 15),
                    why="Legal is still reading",
                )
            ],
            review_id="q1",
        ),
        Action(
            id="calls",
            name="Ten calls",
            side=Side.PARTNER,
            due_on=date(2026, 4, 3),
            recurrence=Recurrence(
                frequency=Frequency.WEEKLY,
                every=2,
                on=OnWeekdays([Weekday.TUE, Weekday.FRI]),
                until_on=date(2026, 12, 31),
                count=12,
            ),
        ),
    ],
    commitments=[
        Commitment(
            id="mdf",
            name="Pay half of the campaign",
            side=Side.VENDOR,
            due_on=date(2026, 4, 30),
            status=CommitmentStatus.KEPT,
            kept_on=date(2026, 5, 4),
            why="The invoice came late",
            weight=Fraction(3, 2),
            slips=[
                Slip(
                    moved_on=date(2026, 3, 30),
                    was_due_on=date(2026, 3, 31),
                    due_on=date(2026, 4, 30),
                )
            ],
            review_id="q1",
        )
    ],
    cadences=[
        ReviewCadence(
            id="check-in",
            name="Monthly check-in",
            frequency=Frequency.MONTHLY,
            first_on=date(2026, 1, 1),
            every=2,
            on=OnNthWeekday(-1, Weekday.THU),
            until_on=date(2026, 11, 30),
            count=6,
            shift=Shift.NEXT_IN_MONTH,
            wall_time=time(9, 30),
            zone="Europe/Berlin",
            duration_minutes=45,
            link="https://meet.example/1",
            location="Room 4",
            sequence=1,
        ),
        ReviewCadence(
            id="qbr",
            name="QBR",
            frequency=Frequency.QUARTERLY,
            first_on=date(2026, 1, 1),
            on=OnFiscalWeek(calendar=FiscalCalendar.months(start_month=7)),
        ),
        ReviewCadence(
            id="payday",
            name="Payday",
            frequency=Frequency.YEARLY,
            first_on=date(2026, 2, 28),
            on=OnMonthDay(-1),
        ),
        ReviewCadence(
            id="wrap-up",
            name="Wrap-up",
            frequency=Frequency.ONCE,
            on=OnMilestone(milestone=Milestone.GOAL_END, offset_days=14),
            milestone_goal_id="new-revenue",
        ),
    ],
    reviews=[
        Review(
            id="q1",
            name="Q1 review",
            on=date(2026, 4, 2),
            cadence_id="qbr",
            held_on=date(2026, 4, 2),
            wall_time=time(14),
            zone="America/New_York",
            duration_minutes=90,
            link="https://meet.example/2",
            location="Boston",
            slot_on=date(2026, 3, 31),
            sequence=2,
            as_of=date(2026, 3, 31),
            figures=[
                # The founding case, rounded to the cent where it is an amount.
                GoalFigures(
                    goal_id="new-revenue",
                    as_of=date(2026, 3, 31),
                    health=Health.OFF_TRACK,
                    attained=Money("7500", "USD"),
                    target=Money("25000", "USD"),
                    expected_to_date=Money("12362.64", "USD"),
                    gap_to_target=Money("17500", "USD"),
                    gap_to_pace=Money("4862.64", "USD"),
                    projected_finish=Money("15166.67", "USD"),
                    attainment_ratio=Fraction(3, 10),
                    pace_index=Fraction(31250, 51511),
                ),
                GoalFigures(
                    goal_id="churn", as_of=date(2026, 3, 31), health=Health.NO_DATA
                ),
            ],
            attendance=[
                Attendance(person_id="tom"),
                Attendance(person_id="maria", is_present=False),
            ],
            acceptances=[
                MinutesAcceptance(
                    side=Side.PARTNER,
                    person_id="tom",
                    minutes_digest=DIGEST,
                    accepted_at=NOON,
                )
            ],
            amendment_id="m1",
            next_review_id="q2",
            minutes_by="tom",
        ),
        Review(
            id="q2",
            name="Q2 review",
            on=date(2026, 6, 30),
            cancelled_on=date(2026, 6, 1),
            cancelled_why="Everybody is away",
        ),
    ],
)
TWICE = ActualEntry(
    metric="deals-won", on=date(2026, 4, 2), amount=Quantity(5, "deals"), entry_id="d"
)
CASES = {
    "plan-full": FULL,
    "plan-phased": PHASED,
    "plan-lived": LIVED,
    "plan-rhythm": RHYTHM,
    "phasing-profile": PhasingProfile(
        name="Launch", per=ProfileStep.PART, weights=[1, "1.5"], lengths=[1, 9]
    ),
    "plan-event": PlanEvent(
        tenant="acme",
        position=7,
        plan_id="northwind-2026",
        revision=3,
        kind=RevisionKind.DELETED,
        recorded_at=datetime(2026, 1, 7, 9, 30, 0, 1, tzinfo=UTC),
        saved_at=datetime(2026, 1, 7, 9, 30, tzinfo=UTC),
        saved_by="maria",
        partner_id="northwind",
        state=PlanState.AGREED,
        records=[
            PlanRecord(
                id="r1",
                move="sign",
                at=datetime(2026, 1, 7, 9, tzinfo=UTC),
                by="tom",
                side=Side.PARTNER,
                before_state=PlanState.PROPOSED,
                after_state=PlanState.AGREED,
            )
        ],
    ),
    "actuals": ACTUALS,
    "actual-entry": BOOKED,
    # 7,500 ÷ 12,362.64 = 750,000 ÷ 1,236,264, both of them ÷ 24.
    "explanation": Explanation(
        goal_id=NEW_REVENUE.id,
        as_of=date(2026, 5, 15),
        shape=GoalShape.FLOW,
        health=Health.OFF_TRACK,
        rule=Reason.PACE,
        band_to=Fraction(4, 5),
        steps=(
            ExplanationStep(
                code="pace_index",
                formula="A ÷ E",
                inputs=(
                    ExplanationInput(
                        symbol="A",
                        name="attained",
                        value=Fraction(7_500),
                        amount=Money("7500", "USD"),
                    ),
                    ExplanationInput(
                        symbol="E",
                        name="expected_to_date",
                        value=Fraction(1_236_264, 100),
                        amount=Money("12362.64", "USD"),
                    ),
                ),
                value=Fraction(750_000, 1_236_264),
            ),
            ExplanationStep(
                code="coverage_of_target",
                formula="P ÷ T",
                missing=Reason.NO_PIPELINE,
            ),
        ),
    ),
    # The founding case: the figures in the file are worked out by hand from 7,500 of
    # 25,000 in 45 of 91 days, 12,362.64 of it due.
    "goal-result": assess_goal(NEW_REVENUE, [BOOKED], as_of=date(2026, 5, 15)),
    # Five of ten deals in five of ten days.
    "plan-result": assess_plan(
        attrs.evolve(
            LEAST,
            period=TEN_DAYS,
            goals=[
                Goal(
                    id="deals",
                    name="Deals",
                    metric=metrics.DEALS_WON,
                    target=Quantity(10, "deals"),
                    period=TEN_DAYS,
                )
            ],
        ),
        [TWICE, TWICE],
        as_of=date(2026, 4, 5),
    ),
}
for_each_case = pytest.mark.parametrize("name", CASES)


@for_each_case
def test_a_document_of_version_1_is_read_for_ever(name: str) -> None:
    text = (GOLDEN / f"{name}.json").read_text("utf-8")
    value = CASES[name]
    assert loads(text, type(value)) == value


@for_each_case
def test_what_is_written_is_the_golden_document_to_the_letter(name: str) -> None:
    text = (GOLDEN / f"{name}.json").read_text("utf-8")
    assert dumps(CASES[name], indent=2) + "\n" == text


def test_what_is_left_out_is_what_the_class_makes_of_it() -> None:
    text = (GOLDEN / "plan-least.json").read_text("utf-8")
    assert loads(text, Plan) == LEAST


def test_every_golden_document_is_tested() -> None:
    names = {path.stem for path in GOLDEN.iterdir()}
    assert names == {*CASES, "plan-least"}


def test_there_is_a_golden_document_of_every_kind() -> None:
    kinds = {format_of(type(value)).name for value in CASES.values()}
    assert kinds == {one.name for one in FORMATS}


def test_the_results_of_a_plan_are_of_its_own_goals() -> None:
    text = (GOLDEN / "plan-result.json").read_text("utf-8")
    result = loads(text, PlanResult)
    assert result.result("deals").goal is result.plan.goals[0]
    assert result.health is Health.ON_TRACK
