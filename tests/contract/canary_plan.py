"""A plan whose every field has a canary of its class, and who may see which."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import attrs

import jbpcore as jbp
from jbpcore.model.agreement import Approval, ApprovalStep, Proposal, Signoff
from jbpcore.model.audience import Audience
from jbpcore.model.comment import Comment
from jbpcore.model.outcome import GoalOutcome, Outcome
from jbpcore.model.plan_record import PlanRecord

VENDOR, PARTNER = jbp.Side.VENDOR, jbp.Side.PARTNER

YEAR = jbp.DateRange(date(2026, 1, 1), date(2027, 1, 1))

AT = datetime(2026, 1, 7, 9, 30, tzinfo=UTC)

DAY = date(2026, 5, 15)

DIGEST = "0f" * 32

# What stands for each class of fields, in words and in figures. Words are looked for in
# lower case, figures without the signs that group them.
CANARIES = {
    "public": ("canarypublic",),
    "terms": ("canaryterms", "4455667"),
    "joint": ("canaryjoint", "334455"),
    "vendor inside": ("canaryvendor", "7788991", "818283"),
    "partner inside": ("canarypartner", "9911223", "616263"),
    "vendor people": ("canarymaria",),
    "partner people": ("canarytom",),
}

CLASSES = tuple(CANARIES)

# Which of these each viewer sees, in the order above; 1 is yes.
SEES = {
    (jbp.PersonRole.VENDOR_ADMIN, VENDOR): "1111011",
    (jbp.PersonRole.PARTNER_MANAGER, VENDOR): "1111011",
    (jbp.PersonRole.PARTNER_ADMIN, PARTNER): "1110111",
    (jbp.PersonRole.PARTNER_REP, PARTNER): "1110001",
    (jbp.PersonRole.DISTRIBUTOR, None): "1110000",
    (jbp.PersonRole.AUDITOR, None): "1110000",
    (jbp.PersonRole.AUDITOR, VENDOR): "1111000",
    (jbp.PersonRole.EXECUTIVE_SPONSOR, VENDOR): "1111011",
    (jbp.PersonRole.EXECUTIVE_SPONSOR, PARTNER): "1110111",
}

VIEWERS = tuple(SEES)


def inside_of(side: jbp.Side, word: str, target: str, impact: str) -> dict[str, Any]:
    """Return what one side keeps to itself, in every place that can hold it."""
    audience = Audience.of(side)
    goal = jbp.Goal(
        id=f"{word}-goal",
        name=f"{word} goal",
        metric=jbp.Metric(
            key=f"{word}-metric", name=f"{word} metric", unit=jbp.Unit.money()
        ),
        target=jbp.Money(target, "USD"),
        period=YEAR,
        weight=3,
        owner_id="canarymaria@acme" if side is VENDOR else "canarytom@nw",
        audience=audience,
    )
    about = f"goals:{goal.id}"
    person = goal.owner_id or ""
    return {
        "goals": goal,
        "initiatives": jbp.Initiative(
            id=f"{word}-initiative", name=f"{word} initiative", audience=audience
        ),
        "actions": jbp.Action(
            id=f"{word}-action",
            name=f"{word} action",
            side=side,
            due_on=DAY,
            goal_id="joint-goal",
            expected_impact=jbp.Money(impact, "USD"),
            audience=audience,
        ),
        "comments": Comment(
            id=f"{word}-comment",
            text=f"{word} comment",
            author_id=person,
            written_at=AT,
            audience=audience,
        ),
        "records": PlanRecord(
            id=f"{word}-record",
            move="edit",
            at=AT,
            by=person,
            side=side,
            why=f"{word} reason",
            subject=about,
            audience=audience,
        ),
        "approvers": ApprovalStep(side=side, role=jbp.PersonRole.EXECUTIVE_SPONSOR),
        "approvals": Approval(
            side=side,
            person_id=person,
            role=jbp.PersonRole.EXECUTIVE_SPONSOR,
            terms_digest=("7" if side is VENDOR else "8") * 64,
            approved_at=AT,
        ),
        # For both sides by themselves, but about what is not.
        "confidences": jbp.Confidence(
            goal_id=goal.id,
            score=3,
            person_id=person,
            stated_on=date(2026, 5, 1),
            expires_on=date(2026, 6, 1),
            reason=f"{word} belief",
        ),
        "outcomes": GoalOutcome(
            goal_id=goal.id, outcome=Outcome.MISSED, lesson=f"{word} lesson"
        ),
    }


def joint_parts() -> dict[str, Any]:
    """Return what both sides see, with references to what they do not."""
    goal = jbp.Goal(
        id="joint-goal",
        name="canaryterms goal",
        metric=jbp.metrics.REVENUE,
        target=jbp.Money("4455667", "USD"),
        period=YEAR,
        owner_id="canarymaria@acme",
    )
    action = jbp.Action(
        id="joint-action",
        name="canaryjoint action",
        side=PARTNER,
        due_on=DAY,
        goal_id="canaryvendor-goal",
        initiative_id="canarypartner-initiative",
        owner_id="canarytom@nw",
        expected_impact=jbp.Money("334455", "USD"),
    )
    promise = jbp.Commitment(
        id="joint-promise",
        name="canaryterms promise",
        side=VENDOR,
        due_on=DAY,
        goal_id="canaryvendor-goal",
        owner_id="canarymaria@acme",
    )
    removed = jbp.Commitment(
        id="other-promise",
        name="canaryterms other promise",
        side=PARTNER,
        due_on=DAY,
        goal_id="canaryvendor-goal-removed",
    )
    return {
        "goals": (goal,),
        "actions": (action,),
        "commitments": (promise, removed),
        "initiatives": (
            jbp.Initiative(
                id="joint-initiative", name="I", goal_id="canarypartner-goal"
            ),
        ),
        "comments": (
            Comment(
                id="c1",
                text="canaryjoint comment",
                author_id="canarytom@nw",
                written_at=AT,
            ),
            Comment(
                id="c2",
                text="canaryvendor, said to all by mistake in its own thread",
                author_id="canarymaria@acme",
                written_at=AT,
                about="goals:canaryvendor-goal",
            ),
        ),
        "records": tuple(
            PlanRecord(
                id=f"r{number}",
                move="edit",
                at=AT,
                by=by,
                side=side,
                subject=subject,
                facts=facts,
            )
            for number, (by, side, subject, facts) in enumerate(
                [
                    ("canarytom@nw", PARTNER, "goals:joint-goal", {"n": "canaryjoint"}),
                    (
                        "canarymaria@acme",
                        VENDOR,
                        "",
                        {
                            "changed": "goals:canaryvendor-goal, goals:joint-goal",
                            "partner": "canarypartner action",
                            "owner": "canarytom@nw",
                            "told": "canarymaria Lopez",
                        },
                    ),
                    ("canarytom@nw", PARTNER, "people:canarymaria@acme", {}),
                    ("canarytom@nw", PARTNER, "goals:canarypartner-goal", {}),
                ]
            )
        ),
        "signoffs": (
            Signoff(
                side=VENDOR,
                person_id="canarymaria@acme",
                terms_digest=DIGEST,
                signed_at=AT,
            ),
        ),
        "reviews": (
            jbp.Review(
                id="last-review",
                name="canaryjoint review",
                on=date(2026, 4, 14),
                held_on=date(2026, 4, 14),
                as_of=date(2026, 4, 13),
                decisions=["canaryjoint decision"],
                minutes_by="canarymaria@acme",
                figures=[
                    jbp.GoalFigures(
                        goal_id=goal_id,
                        as_of=date(2026, 4, 13),
                        health=jbp.Health.OFF_TRACK,
                        gap_to_pace=jbp.Money(gap, "USD"),
                    )
                    for goal_id, gap in (
                        ("joint-goal", "334455"),
                        ("canaryvendor-goal", "818283"),
                        ("canarypartner-goal", "616263"),
                    )
                ],
                attendance=[
                    jbp.Attendance(person_id="canarymaria@acme"),
                    jbp.Attendance(person_id="canarytom@nw", is_present=False),
                ],
                acceptances=[
                    jbp.MinutesAcceptance(
                        side=PARTNER,
                        person_id="canarytom@nw",
                        minutes_digest=DIGEST,
                        accepted_at=AT,
                    )
                ],
            ),
            jbp.Review(id="next-review", name="Next", on=date(2026, 5, 16)),
        ),
        "proposals": (
            Proposal(
                id="p1",
                side=PARTNER,
                person_id="canarytom@nw",
                proposed_at=AT,
                terms_digest=DIGEST,
            ),
        ),
    }


def whole_plan() -> jbp.Plan:
    parts = joint_parts()
    hidden = (
        inside_of(VENDOR, "canaryvendor", "7788991", "818283"),
        inside_of(PARTNER, "canarypartner", "9911223", "616263"),
    )
    both = {
        name: (*parts.get(name, ()), *(one[name] for one in hidden))
        for name in hidden[0]
    }
    rest = {name: part for name, part in parts.items() if name not in both}
    fields = {**both, **rest}
    return jbp.Plan(
        id="p",
        name="canarypublic plan",
        vendor=jbp.Party(id="acme", name="Acme"),
        partner=jbp.Partner(
            id="nw", name="Northwind", tags={"segment": "canaryvendor segment"}
        ),
        period=YEAR,
        people=(
            person("canarymaria@acme", "canarymaria Lopez", VENDOR),
            person("canarytom@nw", "canarytom Ek", PARTNER),
        ),
        previous_id="canaryvendor-other-partner-2025",
        successor_id="canaryvendor-hidden-draft-2027",
        notes="canaryjoint notes",
        **fields,
    )


def person(key: str, name: str, side: jbp.Side) -> jbp.Person:
    return jbp.Person(id=key, name=name, side=side, email=f"{name[:9]}@example.com")


FULL = whole_plan()

NONE: Any = ()

BEFORE = attrs.evolve(
    FULL,
    name="before",
    notes="",
    goals=NONE,
    actions=NONE,
    initiatives=NONE,
    comments=NONE,
    commitments=NONE,
    people=NONE,
    records=NONE,
)

LEDGER = (
    *(
        jbp.ActualEntry(
            entry_id=f"e-{metric}",
            metric=metric,
            on=date(2026, 4, 20),
            amount=jbp.Money(amount, "USD"),
        )
        for metric, amount in (
            ("revenue", "7500"),
            ("canaryvendor-metric", "818283"),
            ("canarypartner-metric", "616263"),
        )
    ),
    *(
        jbp.ActualEntry(
            entry_id=f"{metric}-reversal",
            metric=metric,
            on=date(2026, 4, 21),
            amount=jbp.Money("-1", "USD"),
            reverses="unknown",
        )
        for metric in ("canaryvendor-metric", "canarypartner-metric")
    ),
)
