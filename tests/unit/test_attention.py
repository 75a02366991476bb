"""A plan that needs nothing, and for each nudge the least that brings it up, and when.

The plan runs through the second quarter of 2026, 91 days, with a target of 91,000 USD:
1,000 a day. 7,000 come in every Wednesday from April 1 on, so that it is never behind.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import attrs
import pytest

import jbpcore as jbp
from jbpcore.engine.attention.codes import URGENCY
from jbpcore.model.agreement import Approval, ApprovalStep, Proposal, Signoff
from jbpcore.model.amendment import Amendment
from jbpcore.model.review import Review
from jbpcore.model.slip import Slip
from jbpcore.planning.terms import terms_digest, terms_of

Q2 = jbp.FiscalCalendar.calendar_year().quarter(2026, 2)
DAY = timedelta(days=1)
VENDOR, PARTNER = jbp.Side.VENDOR, jbp.Side.PARTNER
Code = jbp.NudgeCode


def usd(amount: int | str) -> jbp.Money:
    return jbp.Money(amount, "USD")


def at(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 9, tzinfo=UTC)


def april(day: int) -> date:
    return date(2026, 4, day)


def may(day: int) -> date:
    return date(2026, 5, day)


def june(day: int) -> date:
    return date(2026, 6, day)


def booked(on: date, amount: int | str) -> jbp.ActualEntry:
    return jbp.ActualEntry(metric="revenue", on=on, amount=usd(amount))


WEEKLY = [booked(april(1) + 7 * week * DAY, 7000) for week in range(13)]
GOAL = jbp.Goal(
    id="revenue",
    name="Revenue",
    metric=jbp.metrics.REVENUE,
    target=usd(91000),
    period=Q2,
    owner_id="tom",
)
ACTION = jbp.Action(
    id="train", name="Train two", side=PARTNER, due_on=june(30), owner_id="tom"
)
PEOPLE = [
    jbp.Person(id="maria", name="Maria", side=VENDOR),
    jbp.Person(id="tom", name="Tom", side=PARTNER),
    jbp.Person(
        id="ann", name="Ann", side=PARTNER, role=jbp.PersonRole.EXECUTIVE_SPONSOR
    ),
]
REVIEWS = [
    Review(id="r1", name="April", on=april(14), cadence_id="m", held_on=april(14)),
    Review(id="r2", name="May", on=may(12), cadence_id="m", held_on=may(12)),
    Review(id="r3", name="June", on=june(16), cadence_id="m", held_on=june(16)),
    Review(id="r4", name="July", on=date(2026, 7, 14)),
]
SOUND = jbp.Plan(
    id="nw-q2",
    name="Northwind Q2",
    vendor=jbp.Party(id="acme", name="Acme"),
    partner=jbp.Partner(id="nw", name="Northwind"),
    period=Q2,
    state=jbp.PlanState.AGREED,
    people=PEOPLE,
    goals=[GOAL],
    actions=[ACTION],
    reviews=REVIEWS,
    successor_id="nw-q3",
)


def signed(plan: jbp.Plan, side: jbp.Side, when: datetime) -> Signoff:
    who = {VENDOR: "maria", PARTNER: "ann"}[side]
    return Signoff(
        side=side, person_id=who, terms_digest=terms_digest(plan), signed_at=when
    )


SOUND = attrs.evolve(
    SOUND,
    signoffs=[signed(SOUND, VENDOR, at(3, 30)), signed(SOUND, PARTNER, at(3, 31))],
)


def with_goal(**fields: Any) -> jbp.Plan:
    return attrs.evolve(SOUND, goals=[attrs.evolve(GOAL, **fields)])


def with_action(**fields: Any) -> jbp.Plan:
    return attrs.evolve(SOUND, actions=[attrs.evolve(ACTION, **fields)])


def proposed(**fields: Any) -> jbp.Plan:
    offer = Proposal(
        id="proposal-1",
        side=VENDOR,
        person_id="maria",
        proposed_at=at(4, 7),
        terms_digest=terms_digest(SOUND),
    )
    given: dict[str, Any] = {
        "state": jbp.PlanState.PROPOSED,
        "proposals": [offer],
        "signoffs": [signed(SOUND, VENDOR, at(4, 7))],
        "reviews": [],
    } | fields
    return attrs.evolve(SOUND, **given)


def amended(**fields: Any) -> jbp.Plan:
    lower = with_goal(target=usd(80000))
    amendment = Amendment(
        id="amendment-1",
        terms=terms_of(lower),
        base_digest=terms_digest(SOUND),
        proposed_by="tom",
        side=PARTNER,
        proposed_at=at(5, 4),
        effective_on=june(1),
        signoffs=[signed(lower, PARTNER, at(5, 4))],
    )
    return attrs.evolve(SOUND, amendments=[amendment], **fields)


def slipped(*moved_on: date) -> list[Slip]:
    return [
        Slip(moved_on=day, was_due_on=day, due_on=day + 7 * DAY) for day in moved_on
    ]


def promise(
    key: str, side: jbp.Side, due_on: date, kept_on: date | None = None
) -> jbp.Commitment:
    status = jbp.CommitmentStatus.OPEN if kept_on is None else "kept"
    return jbp.Commitment(
        id=key,
        name=key,
        side=side,
        due_on=due_on,
        kept_on=kept_on,
        status=jbp.CommitmentStatus(status),
    )


STEP = ApprovalStep(side=PARTNER, role=jbp.PersonRole.EXECUTIVE_SPONSOR)
APPROVED = Approval(
    side=PARTNER,
    person_id="ann",
    role=jbp.PersonRole.EXECUTIVE_SPONSOR,
    terms_digest=terms_digest(SOUND),
    approved_at=at(4, 20),
)
# The founding case: 30 % of 25,000 on April 20, and nothing after it. Day t of 91 is
# under 0.95 from 7500 ÷ (25000 × t ÷ 91) < 0.95, t > 28.7: day 29, April 29; under 0.80
# from t > 34.1: day 35, May 5. With p = 0.3 done and s due it has to go
# (0.7 ÷ 0.3) × s ÷ (1 − s) times as fast, above 3 from s > 9/16, t > 51.2: day 52,
# May 22.
FOUNDING = with_goal(target=usd(25000), stale_after_days=90)
THIRTY = [booked(april(20), 7500)]

Case = tuple[jbp.Plan, Sequence[jbp.ActualEntry], jbp.NudgeCode, date, date | None]
CASES: dict[str, Case] = {
    "at risk": (FOUNDING, THIRTY, Code.GOAL_AT_RISK, april(29), may(4)),
    "off pace": (FOUNDING, THIRTY, Code.GOAL_OFF_PACE, may(5), may(21)),
    "beyond hope": (FOUNDING, THIRTY, Code.GAP_IMPLAUSIBLE, may(22), june(29)),
    # 7,500 fall back to 0 on April 28, of 25,000: nothing is in, and less than a
    # quarter is due until day 22, April 22: at once.
    "taken back": (
        FOUNDING,
        [*THIRTY, booked(april(24), -7500)],
        Code.GAP_IMPLAUSIBLE,
        april(24),
        june(29),
    ),
    # 40,000 are enough until day 42, May 12, by pace; 14 days after April 15 they are
    # stale.
    "stale figures": (
        with_goal(stale_after_days=14),
        [booked(april(15), 40000)],
        Code.ACTUALS_STALE,
        april(30),
        None,
    ),
    # Nobody ever says anything: 30 days from the first one on.
    "no figures": (SOUND, [], Code.ACTUALS_STALE, may(1), None),
    "unsigned": (proposed(), WEEKLY, Code.PROPOSAL_UNSIGNED, april(7), june(30)),
    "to approve": (
        proposed(approvers=[STEP]),
        WEEKLY,
        Code.APPROVAL_MISSING,
        april(7),
        june(30),
    ),
    "approved": (
        proposed(approvers=[STEP], approvals=[APPROVED]),
        WEEKLY,
        Code.PROPOSAL_UNSIGNED,
        april(20),
        june(30),
    ),
    "amendment": (amended(), WEEKLY, Code.AMENDMENT_UNSIGNED, may(4), None),
    "approve the amendment": (
        amended(approvers=[attrs.evolve(STEP, side=VENDOR)]),
        WEEKLY,
        Code.APPROVAL_MISSING,
        may(4),
        None,
    ),
    "only a draft": (
        attrs.evolve(SOUND, state=jbp.PlanState.DRAFT, signoffs=[], reviews=[]),
        WEEKLY,
        Code.PLAN_NOT_PROPOSED,
        april(1),
        june(30),
    ),
    "over": (SOUND, WEEKLY, Code.PLAN_NOT_CLOSED, date(2026, 7, 1), None),
    # 91 ÷ 3 = 30 last days, June 1 to 30.
    "nothing follows": (
        attrs.evolve(SOUND, successor_id=None),
        WEEKLY,
        Code.PLAN_WITHOUT_SUCCESSOR,
        june(1),
        june(30),
    ),
    # The last thing is the review of May 12. Booked in full at once, the goal is met.
    "idle": (
        attrs.evolve(SOUND, reviews=[REVIEWS[1], REVIEWS[3]]),
        [booked(april(2), 91000)],
        Code.PLAN_STALE,
        june(12),
        june(30),
    ),
    "blocked": (
        with_action(status=jbp.ActionStatus.BLOCKED, blocked_on=may(6)),
        WEEKLY,
        Code.ACTION_BLOCKED,
        may(6),
        june(30),
    ),
    "slipping": (
        with_action(slips=slipped(april(9), april(16), april(23), april(30))),
        WEEKLY,
        Code.ACTION_SLIPPING,
        april(23),
        june(30),
    ),
    "overdue": (
        with_action(due_on=may(20)),
        WEEKLY,
        Code.ACTION_OVERDUE,
        may(21),
        june(30),
    ),
    # Nothing is booked after May 12; from June 17 on, 13 days are left.
    "no review ahead": (
        attrs.evolve(SOUND, reviews=REVIEWS[:2]),
        WEEKLY,
        Code.REVIEW_NOT_BOOKED,
        may(13),
        june(16),
    ),
    # It was called off on May 8.
    "called off": (
        attrs.evolve(
            SOUND,
            reviews=[
                REVIEWS[0],
                attrs.evolve(REVIEWS[1], held_on=None, cancelled_on=may(8)),
            ],
        ),
        WEEKLY,
        Code.REVIEW_NOT_BOOKED,
        may(8),
        june(16),
    ),
    "not held": (
        attrs.evolve(
            SOUND, reviews=[REVIEWS[0], attrs.evolve(REVIEWS[1], held_on=None)]
        ),
        WEEKLY,
        Code.REVIEW_NOT_HELD,
        may(13),
        june(30),
    ),
    "held since": (
        attrs.evolve(
            SOUND,
            reviews=[attrs.evolve(REVIEWS[1], held_on=None), *REVIEWS[2:]],
        ),
        WEEKLY,
        Code.REVIEW_NOT_HELD,
        may(13),
        june(15),
    ),
    # The vendor kept 1 of 3 that were due on May 20, the partner 1 of 1: the third was
    # still to come until then, and 2 due are too few to tell.
    "lagging": (
        attrs.evolve(
            SOUND,
            commitments=[
                promise("v1", VENDOR, april(10), kept_on=april(9)),
                promise("v2", VENDOR, april(20)),
                promise("v3", VENDOR, may(20)),
                promise("p1", PARTNER, april(20), kept_on=april(20)),
            ],
        ),
        WEEKLY,
        Code.COMMITMENTS_LAGGING,
        may(21),
        june(30),
    ),
    # Held on June 16, a week to accept.
    "minutes": (
        attrs.evolve(
            SOUND, reviews=[attrs.evolve(REVIEWS[2], wins=["A city"]), REVIEWS[3]]
        ),
        WEEKLY,
        Code.MINUTES_NOT_ACCEPTED,
        june(23),
        None,
    ),
}


# Minutes wait from the day of the review on, and are asked for a week later.
QUIET_SINCE = {"minutes": june(16)}


def codes(plan: jbp.Plan, entries: Sequence[jbp.ActualEntry], day: date) -> set[str]:
    return {nudge.code for nudge in jbp.attention(plan, entries, as_of=day)}


@pytest.mark.parametrize("name", CASES)
def test_each_nudge_begins_and_ends_on_its_day(name: str) -> None:
    plan, entries, code, first, last = CASES[name]
    before, on, after = (
        codes(plan, entries, day)
        for day in (first - DAY, first, (last or first + 99 * DAY) + DAY)
    )
    assert code not in before
    assert on == {code}
    assert (code in after) is (last is None)
    for day in (first, last or first + 30 * DAY):
        found = [n for n in jbp.attention(plan, entries, as_of=day) if n.code is code]
        since = QUIET_SINCE.get(name, first)
        assert [nudge.since for nudge in found] == [since] * len(found)
        assert len(found) in {1, 2}


def test_every_code_is_brought_up() -> None:
    assert {case[2] for case in CASES.values()} == set(Code)
    assert set(URGENCY) == set(Code)


@pytest.mark.parametrize("day", [Q2.start + n * DAY for n in range(0, 91, 5)])
def test_a_healthy_plan_needs_nothing(day: date) -> None:
    assert not jbp.attention(SOUND, WEEKLY, as_of=day)


@pytest.mark.parametrize("state", [jbp.PlanState.CLOSED, jbp.PlanState.CANCELLED])
def test_a_plan_that_is_done_with_needs_nothing(state: jbp.PlanState) -> None:
    plan = attrs.evolve(FOUNDING, state=state, successor_id=None)
    assert not jbp.attention(plan, THIRTY, as_of=date(2027, 1, 1))
