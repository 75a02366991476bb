"""The plans of golden documents: with every field, with the fewest, and phased."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction

import attrs

from jbpcore.codec.documents import ActualsDocument
from jbpcore.model import metrics
from jbpcore.model.actual import ActualEntry
from jbpcore.model.agreement import PlanState, Signoff
from jbpcore.model.cadence import ReviewCadence
from jbpcore.model.commitment import Commitment, CommitmentStatus
from jbpcore.model.execution import Action, ActionStatus, Initiative
from jbpcore.model.goal import Goal
from jbpcore.model.health import HealthBands
from jbpcore.model.metric import Direction
from jbpcore.model.party import Partner, PartnerKind, Party, Person, PersonRole, Side
from jbpcore.model.phasing import (
    Bucket,
    CumulativePhasing,
    CumulativePoint,
    WeightedPhasing,
    WorkdayPhasing,
)
from jbpcore.model.plan import Plan
from jbpcore.model.review import Review
from jbpcore.model.s_curve import SCurvePhasing
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.frequency import Frequency
from jbpcore.periods.work_calendar import WorkCalendar
from jbpcore.values.money import Money
from jbpcore.values.quantity import Quantity
from jbpcore.values.ratio import Ratio

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
