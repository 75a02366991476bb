"""Plans and booked facts to try a store with, the awkward ones included."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction

from jbpcore.model import metrics
from jbpcore.model.actual import ActualEntry, EntryStatus
from jbpcore.model.agreement import (
    Approval,
    ApprovalStep,
    PlanState,
    Proposal,
    ProposalAnswer,
    Signoff,
)
from jbpcore.model.amendment import Amendment
from jbpcore.model.audience import Audience
from jbpcore.model.cadence import ReviewCadence
from jbpcore.model.comment import Comment
from jbpcore.model.commitment import Commitment
from jbpcore.model.execution import Action, Initiative
from jbpcore.model.goal import Goal
from jbpcore.model.outcome import GoalOutcome, Outcome
from jbpcore.model.party import (
    Partner,
    PartnerKind,
    Party,
    Person,
    PersonRole,
    Side,
)
from jbpcore.model.phasing import WeightedPhasing
from jbpcore.model.plan import Plan
from jbpcore.model.plan_record import PlanRecord
from jbpcore.model.review import Review
from jbpcore.model.tags import Tags
from jbpcore.model.terms import Terms
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.periods.frequency import Frequency
from jbpcore.values.ids import (
    ActionId,
    AmendmentId,
    CadenceId,
    CommentId,
    CommitmentId,
    EntryId,
    GoalId,
    InitiativeId,
    MetricKey,
    PartyId,
    PersonId,
    PlanId,
    ProposalId,
    RecordId,
    ReviewId,
)
from jbpcore.values.money import Money
from jbpcore.values.quantity import Quantity

__all__ = ["full_entry", "full_plan", "small_entry", "small_plan"]

# Accents in both normal forms, a letter outside the first plane, right-to-left text and
# an invisible joiner: a store that tidies any of it up has changed what people agreed.
_AWKWARD = "Müller / Mu\u0308ller \U0001f91d\u200d שלום 'quoted' \"twice\" %_*\\"
_MARIA = PersonId("maria@acme.example")
_DIGEST = "0f" * 32
_AT = datetime(2026, 1, 7, 9, 30, 0, 1, tzinfo=UTC)
_YEAR = DateRange(date(2026, 1, 1), date(2027, 1, 1))


def small_plan(plan_id: str = "northwind-2026", *, name: str = "Northwind") -> Plan:
    """Return the least that makes a plan.

    Examples:
        >>> small_plan("a").id
        'a'
    """
    return Plan(
        id=PlanId(plan_id),
        name=name,
        vendor=Party(id=PartyId("acme"), name="Acme"),
        partner=Partner(id=PartyId("northwind"), name="Northwind"),
        period=_YEAR,
    )


def small_entry(
    entry_id: str = "e-1", *, on: date = date(2026, 4, 20), amount: str = "7500"
) -> ActualEntry:
    """Return a booking of some dollars.

    Examples:
        >>> small_entry("e-2").amount
        Money('7500', 'USD')
    """
    return ActualEntry(
        entry_id=EntryId(entry_id),
        metric=MetricKey("revenue"),
        on=on,
        amount=Money(amount, "USD"),
    )


def full_plan(plan_id: str = "northwind-2026") -> Plan:
    """Return a plan with something in every field, and that hard to keep.

    Examples:
        >>> full_plan().goals[0].target
        Money('123456789012345678901.20', 'USD')
    """
    calendar = FiscalCalendar.calendar_year()
    quarter = calendar.quarter(2026, 2)
    goal = Goal(
        id=GoalId("revenue"),
        name=_AWKWARD,
        metric=metrics.REVENUE,
        target=Money("123456789012345678901.20", "USD"),
        baseline=Money("-0.01", "USD"),
        period=quarter,
        weight=Fraction(1, 3),
        side=Side.PARTNER,
        phasing=WeightedPhasing.by_month(
            [20, "100/3", 50], period=quarter, calendar=calendar
        ),
        owner_id=_MARIA,
        description="",
    )
    partner = Partner(
        id=PartyId("northwind"),
        name=_AWKWARD,
        kind=PartnerKind.MSP,
        tier="Gold",
        parent_id=PartyId("big-distributor"),
        tags=Tags({"région": "Île-de-France", "size": "0"}),
    )
    action = Action(
        id=ActionId("train"),
        name="Train",
        side=Side.VENDOR,
        due_on=date(2026, 2, 28),
        goal_id=goal.id,
        initiative_id=InitiativeId("skills"),
        notes="first line\n\tsecond line ",
        audience=Audience.VENDOR,
        carry_count=2,
    )
    cadence = ReviewCadence(
        id=CadenceId("qbr"),
        name="QBR",
        frequency=Frequency.QUARTERLY,
        first_on=date(2026, 3, 31),
    )
    review = Review(
        id=ReviewId("q1"),
        name="Q1",
        on=date(2026, 3, 31),
        cadence_id=cadence.id,
        wins=(_AWKWARD, "null", "0"),
    )
    signoff = Signoff(
        side=Side.VENDOR,
        person_id=_MARIA,
        terms_digest=_DIGEST,
        signed_at=_AT,
    )
    return Plan(
        id=PlanId(plan_id),
        name=_AWKWARD,
        vendor=Party(id=PartyId("acme"), name="Acme"),
        partner=partner,
        period=_YEAR,
        goals=(goal,),
        people=(Person(id=_MARIA, name="Maria", side=Side.VENDOR),),
        initiatives=(Initiative(id=InitiativeId("skills"), name="Skills"),),
        actions=(action,),
        commitments=(
            Commitment(
                id=CommitmentId("mdf"),
                name="MDF",
                side=Side.VENDOR,
                due_on=date(2026, 6, 30),
            ),
        ),
        cadences=(cadence,),
        reviews=(review,),
        state=PlanState.AGREED,
        signoffs=(signoff,),
        previous_id=PlanId("northwind-2025"),
        notes="x" * 10_000,
        comments=(
            Comment(
                id=CommentId("c-1"),
                text=f"{_AWKWARD}\n\t{_AWKWARD}",
                author_id=_MARIA,
                written_at=_AT,
                audience=Audience.PARTNER,
                about="goals:revenue",
            ),
        ),
        proposals=(
            Proposal(
                id=ProposalId("p-1"),
                side=Side.VENDOR,
                person_id=_MARIA,
                proposed_at=_AT,
                terms_digest=_DIGEST,
                note=_AWKWARD,
                answer=ProposalAnswer.ACCEPTED,
                answered_by=_MARIA,
                answered_at=_AT,
                answer_note=_AWKWARD,
            ),
        ),
        approvers=(ApprovalStep(side=Side.VENDOR, role=PersonRole.VENDOR_ADMIN),),
        approvals=(
            Approval(
                side=Side.VENDOR,
                person_id=_MARIA,
                role=PersonRole.VENDOR_ADMIN,
                terms_digest=_DIGEST,
                approved_at=_AT,
            ),
        ),
        amendments=(
            Amendment(
                id=AmendmentId("a-1"),
                terms=Terms(period=_YEAR, goals=(goal,)),
                base_digest=_DIGEST,
                proposed_by=_MARIA,
                side=Side.PARTNER,
                proposed_at=_AT,
                effective_on=date(2026, 5, 1),
                why=_AWKWARD,
                signoffs=(signoff,),
            ),
        ),
        outcomes=(
            GoalOutcome(
                goal_id=goal.id,
                outcome=Outcome.CARRIED,
                lesson=_AWKWARD,
                attained=Money("-0.010", "USD"),
                target=Money("3", "USD"),
                attainment_ratio=Fraction(-1, 300),
                as_of=date(2026, 12, 31),
            ),
        ),
        records=(
            PlanRecord(
                id=RecordId("r-1"),
                move="propose",
                at=_AT,
                by=_MARIA,
                side=Side.VENDOR,
                why=_AWKWARD,
                subject="goals:revenue",
                before_digest=_DIGEST,
                after_digest="f0" * 32,
                before_state=PlanState.DRAFT,
                after_state=PlanState.PROPOSED,
                facts=Tags({"région": _AWKWARD}),
            ),
        ),
        successor_id=PlanId("northwind-2027"),
    )


def full_entry(entry_id: str = "crm:0012@2026") -> ActualEntry:
    """Return a booking with something in every field, and that hard to keep.

    Examples:
        >>> full_entry().amount
        Quantity('-0.000000000001', 'deals')
    """
    return ActualEntry(
        entry_id=EntryId(entry_id),
        metric=MetricKey("deals-won"),
        on=date(2024, 2, 29),
        amount=Quantity("-0.000000000001", "deals"),
        partner_id=PartyId("northwind"),
        credit_ratio=Fraction(1, 3),
        credit_of=EntryId("crm:order-7@2026"),
        status=EntryStatus.DISPUTED,
        source=_AWKWARD,
        reverses=EntryId("crm:0011@2026"),
        recorded_at=datetime(2026, 1, 7, 9, 30, 0, 1, tzinfo=UTC),
        tags=Tags({"région": "Île-de-France"}),
    )
