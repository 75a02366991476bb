"""The plan itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from operator import is_not
from typing import Final

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.model.agreement import (
    Approval,
    ApprovalStep,
    PlanKind,
    PlanState,
    Proposal,
    Signoff,
)
from jbpcore.model.amendment import Amendment
from jbpcore.model.answer import Answer, TemplateRef
from jbpcore.model.cadence import ReviewCadence
from jbpcore.model.comment import Comment
from jbpcore.model.commitment import Commitment
from jbpcore.model.confidence import Confidence
from jbpcore.model.dependencies import find_circle
from jbpcore.model.execution import Action, Initiative
from jbpcore.model.goal import Goal
from jbpcore.model.health import HealthBands
from jbpcore.model.outcome import GoalOutcome
from jbpcore.model.party import Partner, Party, Person, Side
from jbpcore.model.plan_record import PlanRecord
from jbpcore.model.review import Review
from jbpcore.model.validation import a_name, a_text, an_id, is_a
from jbpcore.periods.daterange import DateRange
from jbpcore.values.ids import PlanId

__all__ = ["Plan"]

_MOST_GOALS = 5_000
_MAY_BE_HIDDEN = {PlanState.DRAFT, PlanState.CANCELLED}
_COLLECTIONS = (
    "goals",
    "people",
    "initiatives",
    "actions",
    "commitments",
    "cadences",
    "reviews",
    "comments",
    "proposals",
    "amendments",
    "records",
    "answers",
)


def _a_plain_party(_: object, __: object, value: Party) -> None:
    if type(value) is not Party:
        expected = "a Party; a Partner stands on the other side of the plan"
        raise InvalidValueError("Plan.vendor", value, expected)


# One for each kind: type checkers take their arguments as what a plan may be given.
def _goals(goals: Iterable[Goal]) -> tuple[Goal, ...]:
    return tuple(goals)


def _people(people: Iterable[Person]) -> tuple[Person, ...]:
    return tuple(people)


def _initiatives(initiatives: Iterable[Initiative]) -> tuple[Initiative, ...]:
    return tuple(initiatives)


def _actions(actions: Iterable[Action]) -> tuple[Action, ...]:
    return tuple(actions)


def _commitments(commitments: Iterable[Commitment]) -> tuple[Commitment, ...]:
    return tuple(commitments)


def _cadences(cadences: Iterable[ReviewCadence]) -> tuple[ReviewCadence, ...]:
    return tuple(cadences)


def _reviews(reviews: Iterable[Review]) -> tuple[Review, ...]:
    return tuple(reviews)


def _confidences(confidences: Iterable[Confidence]) -> tuple[Confidence, ...]:
    return tuple(confidences)


def _signoffs(signoffs: Iterable[Signoff]) -> tuple[Signoff, ...]:
    return tuple(signoffs)


def _comments(comments: Iterable[Comment]) -> tuple[Comment, ...]:
    return tuple(comments)


def _proposals(proposals: Iterable[Proposal]) -> tuple[Proposal, ...]:
    return tuple(proposals)


def _approvers(approvers: Iterable[ApprovalStep]) -> tuple[ApprovalStep, ...]:
    return tuple(approvers)


def _approvals(approvals: Iterable[Approval]) -> tuple[Approval, ...]:
    return tuple(approvals)


def _amendments(amendments: Iterable[Amendment]) -> tuple[Amendment, ...]:
    return tuple(amendments)


def _outcomes(outcomes: Iterable[GoalOutcome]) -> tuple[GoalOutcome, ...]:
    return tuple(outcomes)


def _answers(answers: Iterable[Answer]) -> tuple[Answer, ...]:
    return tuple(answers)


def _records(records: Iterable[PlanRecord]) -> tuple[PlanRecord, ...]:
    return tuple(records)


def _refuse_twice(name: str, ids: Sequence[str]) -> None:
    if len(set(ids)) < len(ids):
        twice = [key for key, count in Counter(ids).items() if count > 1]
        raise InvalidValueError(f"Plan.{name}", twice, "given each id once")


@attrs.frozen(kw_only=True)
class Plan:
    """What a vendor and one partner agreed to do together in one operating period.

    Attributes:
        id: Unique within the tenant.
        name: What people call it.
        vendor: The one firm.
        partner: The other.
        period: The days the plan covers.
        goals: What is aimed at; at most 5,000.
        people: Who works on it, of both sides.
        initiatives: Themes that group actions.
        actions: What is done about the goals.
        commitments: What each side owes the other.
        cadences: How often reviews come.
        reviews: Reviews booked and held.
        confidences: What people believe about the goals, beside their health.
        state: How far it is on its way.
        signoffs: Who agreed to which text.
        health_bands: The bands agreed for this plan.
        previous_id: The plan this one was rolled forward from.
        notes: Anything else.
        kind: Whether both sides sign it, or it only measures goals.
        hidden_from: The side that does not see this draft yet, or this lite plan at
            all; ``None`` if both do.
        comments: What people say about it.
        proposals: Texts that one side put to the other, and the answers.
        approvers: Whose approval each side wants before it signs, in order.
        approvals: Who approved which text inside its side.
        amendments: Material changes after both sides agreed.
        outcomes: How its goals ended.
        records: What happened to it, in order; only ever added to.
        successor_id: The plan that follows this one.
        template: The template it was made from, in which version.
        answers: What was answered to the template's questions: vision, SWOT, accounts
            and so on. They are no part of what is signed.

    Raises:
        InvalidValueError: If a field has a bad value, or two goals, people, actions and
            so on share an id, or the plan follows itself, or actions wait for each
            other in a circle.

    Examples:
        >>> from datetime import date
        >>> plan = Plan(
        ...     id="northwind-2026", name="Northwind 2026",
        ...     vendor=Party(id="acme", name="Acme"),
        ...     partner=Partner(id="northwind", name="Northwind"),
        ...     period=DateRange(date(2026, 1, 1), date(2027, 1, 1)),
        ... )
        >>> plan.state.value
        'draft'
    """

    id: PlanId = attrs.field(converter=PlanId, validator=an_id)
    name: str = attrs.field(validator=a_name)
    vendor: Party = attrs.field(validator=_a_plain_party)
    partner: Partner = attrs.field(validator=is_a(Partner))
    period: DateRange = attrs.field(validator=is_a(DateRange))
    goals: tuple[Goal, ...] = attrs.field(
        default=(), converter=_goals, validator=is_a(Goal, each=True)
    )
    people: tuple[Person, ...] = attrs.field(
        default=(), converter=_people, validator=is_a(Person, each=True)
    )
    initiatives: tuple[Initiative, ...] = attrs.field(
        default=(), converter=_initiatives, validator=is_a(Initiative, each=True)
    )
    actions: tuple[Action, ...] = attrs.field(
        default=(), converter=_actions, validator=is_a(Action, each=True)
    )
    commitments: tuple[Commitment, ...] = attrs.field(
        default=(), converter=_commitments, validator=is_a(Commitment, each=True)
    )
    cadences: tuple[ReviewCadence, ...] = attrs.field(
        default=(), converter=_cadences, validator=is_a(ReviewCadence, each=True)
    )
    reviews: tuple[Review, ...] = attrs.field(
        default=(), converter=_reviews, validator=is_a(Review, each=True)
    )
    confidences: tuple[Confidence, ...] = attrs.field(
        default=(), converter=_confidences, validator=is_a(Confidence, each=True)
    )
    state: PlanState = attrs.field(default=PlanState.DRAFT, validator=is_a(PlanState))
    signoffs: tuple[Signoff, ...] = attrs.field(
        default=(), converter=_signoffs, validator=is_a(Signoff, each=True)
    )
    health_bands: HealthBands = attrs.field(
        factory=HealthBands, validator=is_a(HealthBands)
    )
    previous_id: PlanId | None = attrs.field(
        default=None,
        converter=attrs.converters.optional(PlanId),
        validator=attrs.validators.optional(an_id),
    )
    notes: str = attrs.field(default="", validator=a_text)
    kind: PlanKind = attrs.field(default=PlanKind.JOINT, validator=is_a(PlanKind))
    hidden_from: Side | None = attrs.field(
        default=None, validator=attrs.validators.optional(is_a(Side))
    )
    comments: tuple[Comment, ...] = attrs.field(
        default=(), converter=_comments, validator=is_a(Comment, each=True)
    )
    proposals: tuple[Proposal, ...] = attrs.field(
        default=(), converter=_proposals, validator=is_a(Proposal, each=True)
    )
    approvers: tuple[ApprovalStep, ...] = attrs.field(
        default=(), converter=_approvers, validator=is_a(ApprovalStep, each=True)
    )
    approvals: tuple[Approval, ...] = attrs.field(
        default=(), converter=_approvals, validator=is_a(Approval, each=True)
    )
    amendments: tuple[Amendment, ...] = attrs.field(
        default=(), converter=_amendments, validator=is_a(Amendment, each=True)
    )
    outcomes: tuple[GoalOutcome, ...] = attrs.field(
        default=(), converter=_outcomes, validator=is_a(GoalOutcome, each=True)
    )
    records: tuple[PlanRecord, ...] = attrs.field(
        default=(), converter=_records, validator=is_a(PlanRecord, each=True)
    )
    successor_id: PlanId | None = attrs.field(
        default=None,
        converter=attrs.converters.optional(PlanId),
        validator=attrs.validators.optional(an_id),
    )
    template: TemplateRef | None = attrs.field(
        default=None, validator=attrs.validators.optional(is_a(TemplateRef))
    )
    answers: tuple[Answer, ...] = attrs.field(
        default=(), converter=_answers, validator=is_a(Answer, each=True)
    )

    def __attrs_post_init__(self) -> None:
        """Check the parts against each other."""
        if len(self.goals) > _MOST_GOALS:
            expected = f"at most {_MOST_GOALS:,} goals"
            raise InvalidValueError("Plan.goals", len(self.goals), expected)
        for name in _COLLECTIONS:
            _refuse_twice(name, [item.id for item in getattr(self, name)])
        _refuse_twice("outcomes", [outcome.goal_id for outcome in self.outcomes])
        for name in ("previous_id", "successor_id"):
            if getattr(self, name) == self.id:
                expected = "another plan: none follows itself"
                raise InvalidValueError(f"Plan.{name}", self.id, expected)
        may_be_hidden = self.state in _MAY_BE_HIDDEN or self.kind is PlanKind.LITE
        if self.hidden_from is not None and not may_be_hidden:
            expected = f"None: a plan that is {self.state} is known to both sides"
            raise InvalidValueError("Plan.hidden_from", self.hidden_from, expected)
        circle = find_circle(self.actions)
        if circle:
            path = " -> ".join((*circle, circle[0]))
            expected = "without a circle: some action has to come first"
            raise InvalidValueError("Plan.actions", path, expected)

    def __repr__(self) -> str:
        """Which plan it is and how much it holds: short, and no word about people."""
        held = [(name, getattr(self, name)) for name in _TUPLES]
        counts = "".join(f" {name}={len(items)}" for name, items in held if items)
        return f"<Plan {self.id!r} {self.name!r} {self.state} {self.period}{counts}>"

    def as_known_at(self, instant: datetime) -> Plan:
        """Return the plan without revised targets and beliefs recorded after *instant*.

        What does not say when it was recorded stays.
        """
        goals = tuple(goal.as_known_at(instant) for goal in self.goals)
        confidences = tuple(c for c in self.confidences if c.is_known_at(instant))
        is_same = not any(map(is_not, goals, self.goals))
        if is_same and len(confidences) == len(self.confidences):
            return self
        return attrs.evolve(self, goals=goals, confidences=confidences)

    def goal(self, goal_id: str) -> Goal:
        """Return the goal with this id.

        Raises:
            InvalidValueError: If the plan has no such goal.
        """
        for goal in self.goals:
            if goal.id == goal_id:
                return goal
        known = ", ".join(goal.id for goal in self.goals) or "none yet"
        raise InvalidValueError("goal_id", goal_id, f"a goal of the plan ({known})")


_TUPLES: Final = tuple(
    field.name for field in attrs.fields(Plan) if str(field.type).startswith("tuple[")
)
