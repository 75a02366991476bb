"""The plans of golden documents that were moved, reviewed and worked on."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from fractions import Fraction

import attrs
from tests.unit.golden_plan import DIGEST, LEAST, NEW_REVENUE, Q2, TEN_DAYS

from jbpcore.model.actual import ActualEntry
from jbpcore.model.agreement import (
    Approval,
    ApprovalStep,
    PlanKind,
    PlanState,
    Proposal,
    ProposalAnswer,
)
from jbpcore.model.amendment import Amendment, AmendmentStatus
from jbpcore.model.audience import Audience
from jbpcore.model.cadence import ReviewCadence
from jbpcore.model.comment import Comment
from jbpcore.model.commitment import Commitment, CommitmentStatus
from jbpcore.model.execution import Action, ActionStatus, Initiative
from jbpcore.model.figures import GoalFigures
from jbpcore.model.health import Health
from jbpcore.model.outcome import GoalOutcome, Outcome
from jbpcore.model.party import PersonRole, Side
from jbpcore.model.plan_record import PlanRecord
from jbpcore.model.review import Attendance, MinutesAcceptance, Review
from jbpcore.model.slip import Slip
from jbpcore.model.terms import Terms
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
from jbpcore.values.money import Money
from jbpcore.values.quantity import Quantity

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
