"""Hypothesis strategies for plans with something in any field, and for their parts.

What they draw is sound by itself and need not make sense: a plan may be agreed without
a signature, and a goal may lie outside its plan's days. Needs hypothesis.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import attrs
from hypothesis import strategies as st

from jbpcore.model import metrics
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
from jbpcore.model.answer import Answer, TemplateRef
from jbpcore.model.audience import Audience
from jbpcore.model.comment import Comment
from jbpcore.model.commitment import Commitment
from jbpcore.model.execution import Initiative
from jbpcore.model.goal import Goal
from jbpcore.model.metric import Metric
from jbpcore.model.outcome import GoalOutcome, Outcome
from jbpcore.model.party import Partner, PartnerKind, Party, Person, PersonRole, Side
from jbpcore.model.phasing import (
    Bucket,
    CumulativePhasing,
    CumulativePoint,
    LinearPhasing,
    Phasing,
    WeightedPhasing,
    WorkdayPhasing,
)
from jbpcore.model.plan import Plan
from jbpcore.model.plan_record import PlanRecord
from jbpcore.model.target_version import TargetVersion
from jbpcore.model.terms import Terms
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.work_calendar import WorkCalendar
from jbpcore.testing.rhythm_strategies import action_lists, cadences, reviews, slips
from jbpcore.testing.value_strategies import ids as any_ids
from jbpcore.testing.value_strategies import texts as any_texts
from jbpcore.values.ids import GoalId
from jbpcore.values.money import Money
from jbpcore.values.quantity import Quantity
from jbpcore.values.ratio import Ratio

__all__ = ["commitments", "goals", "phasings", "plans", "terms"]

_DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1))
_INSTANTS = st.datetimes(
    datetime(1970, 1, 1),  # noqa: DTZ001 - made aware right here
    datetime(2200, 1, 1),  # noqa: DTZ001 - as above
    timezones=st.just(UTC),
)
_IDS = any_ids(max_length=10)
_TEXTS = any_texts(min_length=0, max_length=20)
_NAMES = any_texts(max_length=20, one_line=True)
_DIGESTS = st.from_regex("[0-9a-f]{64}", fullmatch=True)
_PARTS = st.fractions(0, 1000, max_denominator=10**6)
_LABELS = st.dictionaries(_NAMES, _NAMES, max_size=3)
_SIDES = st.sampled_from(Side)
_ROLES = st.sampled_from(PersonRole)
_AUDIENCES = st.sampled_from(Audience)


@st.composite
def _ranges(draw: st.DrawFn) -> DateRange:
    start = draw(_DAYS)
    return DateRange(start, start + timedelta(days=draw(st.integers(1, 400))))


@st.composite
def phasings(draw: st.DrawFn, period: DateRange) -> Phasing:
    """Phasings that suit a goal of *period*, some reaching beyond it.

    Examples:
        >>> draw_phasing = phasings(DateRange(date(2026, 4, 1), date(2026, 7, 1)))
    """
    kind = draw(st.sampled_from([LinearPhasing, WorkdayPhasing, WeightedPhasing, None]))
    if kind is LinearPhasing:
        return LinearPhasing()
    if kind is WorkdayPhasing:
        off = draw(st.sets(st.integers(0, period.length_days - 1), max_size=30))
        holidays = [period.start + timedelta(days=day) for day in off]
        return WorkdayPhasing(WorkCalendar.resolve(period, holidays=holidays))
    cuts = sorted(draw(st.sets(st.integers(0, 500), min_size=2, max_size=5)))
    bounds = [period.start + timedelta(days=cut) for cut in cuts]
    if kind is WeightedPhasing:
        weights = draw(st.lists(_PARTS, min_size=len(cuts), max_size=len(cuts)))
        buckets = list(map(Bucket, map(DateRange, bounds, bounds[1:]), weights))
        return WeightedPhasing([*buckets[:-1], attrs.evolve(buckets[-1], weight=1)])
    share = st.fractions(0, 1, max_denominator=10**6)
    shares = sorted(draw(st.lists(share, min_size=len(cuts), max_size=len(cuts))))
    return CumulativePhasing(list(map(CumulativePoint, bounds, shares)))


@st.composite
def goals(draw: st.DrawFn, goal_id: str = "g1") -> Goal:
    """Goals with money, counts or ratios, any field of theirs set or left out.

    Examples:
        >>> draw_goal = goals("new-revenue")
    """
    cents = st.decimals(-(10**12), 10**12, places=2)
    exact = st.decimals(-(10**9), 10**9, places=9)
    kinds: list[tuple[Metric, st.SearchStrategy[Any]]] = [
        (metrics.REVENUE, st.builds(Money, cents, st.just("USD"))),
        (metrics.DEALS_WON, st.builds(Quantity, exact, st.just("deals"))),
        (metrics.CHURN_RATE, st.builds(Ratio, _PARTS)),
    ]
    metric, amounts = draw(st.sampled_from(kinds))
    optional = st.none() | amounts
    period = draw(_ranges())
    version = st.builds(
        TargetVersion,
        effective_on=st.dates(period.start, period.last_day),
        target=amounts,
        reason=_TEXTS,
        recorded_at=st.none() | _INSTANTS,
    )
    return Goal(
        id=GoalId(goal_id),
        name=draw(_NAMES),
        metric=attrs.evolve(metric, definition=draw(_TEXTS)),
        target=draw(optional),
        period=period,
        baseline=draw(optional),
        commit=draw(optional),
        stretch=draw(optional),
        weight=draw(_PARTS),
        score_cap=draw(st.none() | st.fractions(1, 9, max_denominator=100)),
        score_floor=draw(st.none() | st.fractions(-1, 1, max_denominator=100)),
        side=draw(st.none() | _SIDES),
        phasing=draw(phasings(period)),
        target_versions=draw(st.lists(version, max_size=2)),
        stale_after_days=draw(st.none() | st.integers(0, 400)),
        owner_id=draw(st.none() | _IDS),
        description=draw(_TEXTS),
        scope=draw(_LABELS),
        audience=draw(_AUDIENCES),
    )


@st.composite
def commitments(draw: st.DrawFn, commitment_id: str = "c1") -> Commitment:
    """Commitments of either side.

    Examples:
        >>> draw_commitment = commitments("mdf")
    """
    return draw(
        st.builds(
            Commitment,
            id=st.just(commitment_id),
            name=_NAMES,
            side=_SIDES,
            due_on=_DAYS,
            goal_id=st.none() | _IDS,
            notes=_TEXTS,
            owner_id=st.none() | _IDS,
            carry_count=st.integers(0, 5),
            kept_on=st.none() | _DAYS,
            why=_TEXTS,
            weight=_PARTS,
            slips=st.lists(slips(), max_size=2),
            review_id=st.none() | _IDS,
        )
    )


@st.composite
def terms(draw: st.DrawFn) -> Terms:
    """Terms of up to two goals and two commitments.

    Examples:
        >>> draw_terms = terms()
    """
    goal_ids = draw(st.lists(_IDS, unique=True, max_size=2))
    commitment_ids = draw(st.lists(_IDS, unique=True, max_size=2))
    joint = [draw(goals(goal_id)) for goal_id in goal_ids]
    return Terms(
        period=draw(_ranges()),
        goals=[attrs.evolve(goal, audience=Audience.JOINT) for goal in joint],
        commitments=[draw(commitments(key)) for key in commitment_ids],
    )


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Plans with something, or nothing, in any of their fields.

    Examples:
        >>> draw_plan = plans()
    """
    goal_ids = draw(st.lists(_IDS, unique=True, max_size=3))
    commitment_ids = draw(st.lists(_IDS, unique=True, max_size=2))
    state = draw(st.sampled_from(PlanState))
    may_be_hidden = state in {PlanState.DRAFT, PlanState.CANCELLED}
    plan_id = draw(_IDS)
    others = st.none() | _IDS.filter(lambda drawn: drawn != plan_id)
    return Plan(
        id=plan_id,
        name=draw(_NAMES),
        vendor=Party(id=draw(_IDS), name=draw(_NAMES)),
        partner=draw(_PARTNERS),
        period=draw(_ranges()),
        goals=[draw(goals(goal_id)) for goal_id in goal_ids],
        people=draw(_some(_PEOPLE)),
        initiatives=draw(_some(_INITIATIVES)),
        actions=draw(action_lists()),
        commitments=[draw(commitments(key)) for key in commitment_ids],
        cadences=draw(_some(cadences())),
        reviews=draw(_some(reviews())),
        state=state,
        signoffs=draw(st.lists(_SIGNOFFS, max_size=2)),
        previous_id=draw(others),
        notes=draw(_TEXTS),
        kind=draw(st.sampled_from(PlanKind)),
        hidden_from=draw(st.none() | _SIDES) if may_be_hidden else None,
        comments=draw(_some(_COMMENTS)),
        proposals=draw(_some(_PROPOSALS)),
        approvers=draw(st.lists(_STEPS, max_size=2)),
        approvals=draw(st.lists(_APPROVALS, max_size=2)),
        amendments=draw(st.lists(_amendments(), max_size=1)),
        outcomes=draw(_some(_OUTCOMES, "goal_id")),
        records=draw(_some(_RECORDS)),
        successor_id=draw(others),
        template=draw(st.none() | _TEMPLATE_REFS),
        answers=draw(_some(_ANSWERS)),
    )


def _some(
    items: st.SearchStrategy[Any], key: str = "id"
) -> st.SearchStrategy[list[Any]]:
    return st.lists(items, max_size=2, unique_by=lambda item: getattr(item, key))


_PARTNERS = st.builds(
    Partner,
    id=_IDS,
    name=_NAMES,
    kind=st.sampled_from(PartnerKind),
    tier=_TEXTS,
    parent_id=st.none() | _IDS,
    tags=_LABELS,
)
_PEOPLE = st.builds(
    Person, id=_IDS, name=_NAMES, side=_SIDES, role=_ROLES, email=_TEXTS
)
_INITIATIVES = st.builds(
    Initiative, id=_IDS, name=_NAMES, description=_TEXTS, audience=_AUDIENCES
)
_SIGNOFFS = st.builds(
    Signoff,
    side=_SIDES,
    person_id=_IDS,
    terms_digest=_DIGESTS,
    signed_at=_INSTANTS,
    role=_ROLES,
)
_STEPS = st.builds(ApprovalStep, side=_SIDES, role=_ROLES, person_id=st.none() | _IDS)
_APPROVALS = st.builds(
    Approval,
    side=_SIDES,
    person_id=_IDS,
    role=_ROLES,
    terms_digest=_DIGESTS,
    approved_at=_INSTANTS,
    step=st.integers(1, 5),
)
_COMMENTS = st.builds(
    Comment,
    id=_IDS,
    text=_TEXTS,
    author_id=_IDS,
    written_at=_INSTANTS,
    audience=_AUDIENCES,
    about=_TEXTS,
)
_UNANSWERED = st.builds(
    Proposal,
    id=_IDS,
    side=_SIDES,
    person_id=_IDS,
    proposed_at=_INSTANTS,
    terms_digest=_DIGESTS,
    note=_TEXTS,
)
_PROPOSALS = _UNANSWERED | st.builds(
    attrs.evolve,
    _UNANSWERED,
    answer=st.sampled_from(ProposalAnswer),
    answered_by=_IDS,
    answered_at=_INSTANTS,
    answer_note=_TEXTS,
)
_AMOUNTS = st.none() | st.builds(Quantity, st.integers(-9, 9), st.just("deals"))
_OUTCOMES = st.builds(
    GoalOutcome,
    goal_id=_IDS,
    outcome=st.sampled_from(Outcome),
    lesson=_TEXTS,
    attained=_AMOUNTS,
    target=_AMOUNTS,
    attainment_ratio=st.none() | st.fractions(),
    as_of=st.none() | _DAYS,
)
_TEMPLATE_REFS = st.builds(
    TemplateRef,
    key=st.from_regex("[a-z][a-z0-9_-]{0,8}", fullmatch=True),
    version=st.integers(1, 999_999),
)
_ASKED = {"id": _IDS, "name": _NAMES, "section": _TEXTS, "audience": _AUDIENCES}
_ANSWERS = st.one_of(
    st.builds(Answer, **_ASKED, text=_TEXTS),
    st.builds(Answer, **_ASKED, lines=st.lists(_TEXTS, max_size=3)),
    st.builds(Answer, **_ASKED, amount=_AMOUNTS),
    st.builds(Answer, **_ASKED, on=st.none() | _DAYS),
    st.builds(Answer, **_ASKED, person_id=st.none() | _IDS),
)
_RECORDS = st.builds(
    PlanRecord,
    id=_IDS,
    move=_IDS,
    at=_INSTANTS,
    by=st.none() | _IDS,
    side=st.none() | _SIDES,
    why=_TEXTS,
    subject=_TEXTS,
    before_digest=st.none() | _DIGESTS,
    after_digest=st.none() | _DIGESTS,
    before_state=st.none() | st.sampled_from(PlanState),
    after_state=st.none() | st.sampled_from(PlanState),
    audience=_AUDIENCES,
    facts=_LABELS,
)


def _amendments() -> st.SearchStrategy[Amendment]:
    return st.builds(
        Amendment,
        id=_IDS,
        terms=terms(),
        base_digest=_DIGESTS,
        proposed_by=_IDS,
        side=_SIDES,
        proposed_at=_INSTANTS,
        effective_on=_DAYS,
        why=_TEXTS,
        signoffs=st.lists(_SIGNOFFS, max_size=2),
        status=st.sampled_from(AmendmentStatus),
        replaced=st.none() | terms(),
    )
