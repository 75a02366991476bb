"""No output of a projected plan has in it what its viewer must not see.

Every class of fields has canaries: words and numbers that stand nowhere else. Each cell
of viewer × class × surface makes the output and looks for them.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from itertools import product
from typing import Any

import attrs
import pytest

import jbpcore as jbp
from jbpcore.adapters.delimited.writer import write_table
from jbpcore.engine.closing import plan_actions_to_close
from jbpcore.engine.ledger_check import check_ledger
from jbpcore.engine.portfolio import assess_portfolio
from jbpcore.engine.roll_up import roll_up
from jbpcore.errors import InvalidValueError, JbpError, PlanNotFoundError
from jbpcore.model.agreement import Approval, ApprovalStep, Proposal, Signoff
from jbpcore.model.audience import Audience
from jbpcore.model.comment import Comment
from jbpcore.model.outcome import GoalOutcome, Outcome
from jbpcore.model.plan_record import PlanRecord
from jbpcore.planning.diff import diff
from jbpcore.planning.merge import merge
from jbpcore.planning.merge_back import merge_back
from jbpcore.planning.policy import Viewer
from jbpcore.planning.story import story
from jbpcore.planning.terms import canonical_terms
from jbpcore.planning.visibility import project, project_entries
from jbpcore.testing.whole_text import whole_text
from jbpcore.views.score_rows import score_rows
from jbpcore.views.view import View

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
_Project = Callable[[jbp.Plan, Viewer], jbp.Plan]


def text_of_error(act: Callable[[], object]) -> str:
    try:
        act()
    except JbpError as error:
        return f"{error} {error!r}"
    return ""


def results(seen: jbp.Plan) -> jbp.PlanResult:
    return jbp.assess_plan(seen, project_entries(LEDGER, seen), as_of=DAY)


def portfolio_of(seen: jbp.Plan) -> jbp.Portfolio:
    booked = [
        attrs.evolve(entry, partner_id=seen.partner.id)
        for entry in project_entries(LEDGER, seen)
    ]
    return assess_portfolio([seen], booked, as_of=DAY)


def error_texts(seen: jbp.Plan, viewer: Viewer) -> str:
    """Return what is said when somebody does something wrong."""
    twice = attrs.evolve(seen, name="x", goals=(*seen.goals, *seen.goals[:0]))
    tries: list[Callable[[], object]] = [
        lambda: seen.goal("there-is-no-such-goal"),
        lambda: attrs.evolve(seen, goals=(*seen.goals, *seen.goals)),
        lambda: attrs.evolve(seen, people=(*seen.people, *seen.people)),
        lambda: merge_back(FULL, seen, attrs.evolve(twice, period=DATES), viewer),
        lambda: merge_back(
            FULL, seen, attrs.evolve(seen, state=jbp.PlanState.CLOSED), viewer
        ),
        lambda: jbp.loads("{}", jbp.Plan),
        lambda: seen.goal("canary"),
    ]
    return "\n".join(map(text_of_error, tries))


DATES = jbp.DateRange(date(2026, 1, 1), date(2026, 12, 1))


def conflict_texts(seen: jbp.Plan, _: Viewer) -> str:
    mine = attrs.evolve(seen, name="mine", notes="mine", goals=())
    longer = [attrs.evolve(goal, name="theirs") for goal in seen.goals]
    theirs = attrs.evolve(seen, name="theirs", notes="theirs", goals=longer)
    merged = merge(seen, mine, theirs)
    told = [conflict.sentence for conflict in merged.conflicts]
    return "\n".join([*told, *map(str, merged.findings), whole_text(merged.conflicts)])


def as_csv(seen: jbp.Plan, _: Viewer) -> str:
    stream = io.StringIO()
    rows = [
        [g.id, g.name, str(g.target), g.owner_id or "", r.health.value, len(seen.goals)]
        for g, r in zip(seen.goals, results(seen).results, strict=True)
    ]
    rows += [
        [a.id, a.name, a.goal_id or "", a.owner_id or "", a.initiative_id or "", 0]
        for a in seen.actions
    ]
    write_table(stream, ["id", "name", "a", "b", "c", "d"], rows)
    return stream.getvalue()


def parent_roll_ups(seen: jbp.Plan, _: Viewer) -> str:
    """Roll up by parent, and by everything else that partners are grouped by."""
    portfolio = portfolio_of(seen)
    return " ".join(
        whole_text(found.groups)
        for by in jbp.GroupBy
        for found in [jbp.roll_up_partners(portfolio, by=by)]
    )


def rankings(seen: jbp.Plan, _: Viewer) -> str:
    portfolio = portfolio_of(seen)
    return whole_text([jbp.list_off_track(portfolio, by=by) for by in jbp.RankBy])


def scores(seen: jbp.Plan, _: Viewer) -> str:
    card = jbp.score_goals(results(seen).results)
    portfolio = portfolio_of(seen)
    rows = score_rows(portfolio, calendar=jbp.FiscalCalendar.calendar_year())
    return f"{whole_text(card)} {whole_text(rows)}"


def next_plans(seen: jbp.Plan, _: Viewer) -> str:
    after = jbp.roll_forward(seen, project_entries(LEDGER, seen), as_of=DAY)
    years = jbp.lineage([seen, after], project_entries(LEDGER, seen), as_of=DAY)
    return jbp.dumps(after) + repr([line.goal_id for line in years.lines])


def roll_ups(seen: jbp.Plan, _: Viewer) -> str:
    found = results(seen)
    totals = [
        repr((total.target, total.attained, total.expected_to_date))
        for result in found.results
        for total in [roll_up([result])]
    ]
    weights = sum(goal.weight for goal in seen.goals)
    portfolio = portfolio_of(seen)
    behind = whole_text(portfolio.off_track)
    return f"{totals} {weights} {portfolio.health_counts} {behind}"


def review_packs(seen: jbp.Plan, viewer: Viewer) -> str:
    pack = jbp.prepare_review(
        seen,
        project_entries(LEDGER, seen),
        "next-review",
        as_of=DAY,
        previous=project(BEFORE, viewer),
    )
    told = f"{pack.since.sentences} {jbp.agenda(pack)} {pack.currencies}"
    return f"{whole_text(pack)} {told}"


def every_form(view: View) -> str:
    shown = (
        view.to_dict(),
        view.to_text(),
        view.to_markdown(),
        view.to_html(),
        view.to_mail_html(),
    )
    return f"{view!r} {whole_text(view)} {shown!r}"


def drawings(seen: jbp.Plan, _: Viewer) -> str:
    found = results(seen)
    drawn = [jbp.portfolio_heat_map(portfolio_of(seen))] if found.results else []
    if any(one.progress_ratio is not None for one in found.results):
        drawn.append(jbp.bullet_chart(found.results))
    return repr([(chart.title, chart.alt, chart.to_dict()) for chart in drawn])


SURFACES: dict[str, Callable[[jbp.Plan, Viewer], str]] = {
    "dict": lambda seen, _: repr(jbp.to_data(seen)),
    "json": lambda seen, _: jbp.dumps(seen),
    "repr": lambda seen, _: f"{seen!r} {whole_text(seen)}",
    "result json": lambda seen, _: jbp.dumps(results(seen)),
    "explain": lambda seen, _: " ".join(map(jbp.explain, results(seen).results)),
    "plan card": lambda seen, _: every_form(
        jbp.plan_card(seen, project_entries(LEDGER, seen), as_of=DAY)
    ),
    "scorecard page": lambda seen, _: every_form(jbp.scorecard_page(results(seen))),
    "window board": lambda seen, _: every_form(
        jbp.window_board(jbp.windows(seen, project_entries(LEDGER, seen), as_of=DAY))
    ),
    "history story": lambda seen, _: every_form(jbp.history_story(seen)),
    "portfolio table": lambda seen, _: every_form(
        jbp.portfolio_table(portfolio_of(seen))
    ),
    "review page": lambda seen, viewer: every_form(
        jbp.review_page(
            jbp.prepare_review(
                seen,
                project_entries(LEDGER, seen),
                "next-review",
                as_of=DAY,
                previous=project(BEFORE, viewer),
            )
        )
    ),
    "charts": drawings,
    "text view": lambda seen, _: jbp.portfolio_table(portfolio_of(seen)).to_text(),
    "csv": as_csv,
    "diff": lambda seen, viewer: "\n".join(
        f"{change.path} {change.sentence} {change!r}"
        for change in diff(project(BEFORE, viewer), seen)
    ),
    "conflicts and findings": conflict_texts,
    "errors": error_texts,
    "story": lambda seen, _: "\n".join(story(seen)),
    "terms": lambda seen, _: canonical_terms(seen).decode(),
    "ledger check": lambda seen, _: " ".join(
        map(str, check_ledger(project_entries(LEDGER, seen)))
    ),
    "what it takes": lambda seen, _: whole_text(plan_actions_to_close(results(seen))),
    "roll-ups and counts": roll_ups,
    "parent roll-up": parent_roll_ups,
    "ranking": rankings,
    "score": scores,
    "checks": lambda seen, _: " ".join(map(str, jbp.check(seen, as_of=DAY))),
    "next plan": next_plans,
    "review pack": review_packs,
    "minutes": lambda seen, _: jbp.canonical_minutes(seen, "last-review").decode(),
}
CELLS = tuple(product(VIEWERS, CLASSES, SURFACES))


@cache
def output(whose: tuple[jbp.PersonRole, jbp.Side | None], surface: str) -> str:
    return made(whose, surface, project)


def made(
    whose: tuple[jbp.PersonRole, jbp.Side | None], surface: str, by: _Project
) -> str:
    viewer = Viewer(role=whose[0], side=whose[1])
    return plainly(SURFACES[surface](by(FULL, viewer), viewer))


def plainly(text: str) -> str:
    """Return text so that a number is found however it is grouped."""
    return re.sub(r"(?<=\d)[,.\u00a0\u202f' ](?=\d{3})", "", text.lower())


def found_in(text: str, field_class: str) -> bool:
    return any(canary in text for canary in CANARIES[field_class])


def test_there_are_as_many_cells_as_promised() -> None:
    assert len(CELLS) == 9 * 7 * 29 >= 330
    assert {role for role, _ in VIEWERS} == set(jbp.PersonRole)


@pytest.mark.parametrize(("whose", "field_class", "surface"), CELLS, ids=str)
def test_a_canary_is_in_an_output_only_if_the_viewer_may_see_it(
    whose: tuple[jbp.PersonRole, jbp.Side | None], field_class: str, surface: str
) -> None:
    may_see = SEES[whose][CLASSES.index(field_class)] == "1"
    is_there = found_in(output(whose, surface), field_class)
    assert may_see or not is_there
    if surface in {"dict", "json", "repr"}:
        assert is_there is may_see


@pytest.mark.parametrize("whose", VIEWERS, ids=str)
def test_a_card_projects_the_plan_itself(
    whose: tuple[jbp.PersonRole, jbp.Side | None],
) -> None:
    viewer = Viewer(role=whose[0], side=whose[1])
    try:
        card = jbp.plan_card(FULL, LEDGER, as_of=DAY, audience=viewer)
    except PlanNotFoundError:
        return
    shown = plainly(every_form(card))
    for at, name in enumerate(CLASSES):
        assert SEES[whose][at] == "1" or not found_in(shown, name)


def test_every_surface_shows_something_to_somebody() -> None:
    for surface in SURFACES:
        whole = made(VIEWERS[0], surface, lambda plan, _: plan)
        shown = [name for name in CLASSES if found_in(whole, name)]
        assert shown, surface


def leaks(by: _Project) -> set[tuple[str, str]]:
    """Return on which surfaces a projection leaks what, to anybody."""
    caught = set()
    for whose, surface in product(VIEWERS, SURFACES):
        hidden = {name for name, sees in zip(CLASSES, SEES[whose], strict=True)
                  if sees == "0"}  # fmt: skip
        missed = {name for name in hidden if (name, surface) not in caught}
        if missed:
            text = made(whose, surface, by)
            caught |= {(name, surface) for name in missed if found_in(text, name)}
    return caught


def with_all(*names: str) -> _Project:
    """Return a projection that forgets some of the fields."""

    def careless(plan: jbp.Plan, viewer: Viewer) -> jbp.Plan:
        kept = {name: getattr(plan, name) for name in names}
        return attrs.evolve(project(plan, viewer), **kept)

    return careless


def test_a_projection_that_leaves_all_in_is_caught_on_every_surface() -> None:
    caught = leaks(lambda plan, _: plan)
    # The terms that are signed have nothing in them that only one side sees.
    assert {surface for _, surface in caught} == set(SURFACES) - {"terms", "minutes"}
    assert {name for name, _ in caught} == {*CLASSES} - {"public", "terms", "joint"}


@pytest.mark.parametrize(
    ("forgotten", "is_caught_for"),
    [
        ("people", {"vendor people", "partner people"}),
        ("goals", {"vendor inside", "partner inside", "vendor people"}),
        ("actions", {"vendor inside", "partner inside", "partner people"}),
        ("initiatives", {"vendor inside", "partner inside"}),
        ("commitments", {"vendor inside", "vendor people"}),
        ("comments", {"vendor inside", "partner inside", "vendor people"}),
        ("records", {"vendor inside", "partner inside", "vendor people"}),
        ("confidences", {"vendor inside", "partner inside", "vendor people"}),
        ("outcomes", {"vendor inside", "partner inside"}),
        ("signoffs", {"vendor people"}),
        (
            "reviews",
            {"vendor inside", "partner inside", "vendor people", "partner people"},
        ),
        ("proposals", {"partner people"}),
        ("approvals", {"vendor people", "partner people"}),
        ("partner", {"vendor inside"}),
        ("previous_id", {"vendor inside"}),
        ("successor_id", {"vendor inside"}),
    ],
)
def test_a_projection_that_forgets_one_field_is_caught(
    forgotten: str, is_caught_for: set[str]
) -> None:
    assert is_caught_for <= {name for name, _ in leaks(with_all(forgotten))}


# --- what is not said, but could be worked out ----------------------------------------


def seen_by(
    role: jbp.PersonRole = jbp.PersonRole.PARTNER_ADMIN,
    side: jbp.Side | None = PARTNER,
) -> jbp.Plan:
    return project(FULL, Viewer(role=role, side=side))


def test_nothing_is_left_to_count() -> None:
    counts = {
        name: len(getattr(seen_by(), name))
        for name in (
            "goals", "initiatives", "actions", "comments", "approvers", "approvals",
            "confidences", "outcomes", "commitments",
        )
    }  # fmt: skip
    # Of both sides: 1 goal, 1 initiative, 1 action, 1 comment, 2 promises. The
    # partner's own: one more of each but the promises.
    assert counts == {
        "goals": 2, "initiatives": 2, "actions": 2, "comments": 2, "approvers": 1,
        "approvals": 1, "confidences": 1, "outcomes": 1, "commitments": 2,
    }  # fmt: skip


def test_people_are_not_to_be_counted_either() -> None:
    more = [person(f"canarymaria{n}", "canarymaria", VENDOR) for n in range(5)]
    crowded = attrs.evolve(FULL, people=(*FULL.people, *more))
    auditor = Viewer(role=jbp.PersonRole.AUDITOR, side=None)
    assert project(crowded, auditor) == project(FULL, auditor)


def test_shares_of_the_score_are_of_what_is_seen() -> None:
    seen = seen_by()
    total = sum(goal.weight for goal in seen.goals)
    # The joint goal weighs 1, the partner's own 3; the vendor's 3 is nowhere in it.
    assert [goal.weight / total for goal in seen.goals] == [
        jbp.Ratio("1/4").value,
        jbp.Ratio("3/4").value,
    ]


def test_a_parents_sums_and_counts_are_those_without_what_is_hidden() -> None:
    parent = jbp.Partner(id="nw", name="Northwind", parent_id="dist")
    under = attrs.evolve(FULL, partner=parent, health_bands=jbp.HealthBands())
    # A goal of the vendor's own that counts the very same bookings.
    joint = FULL.goals[0]
    own = attrs.evolve(joint, id="own", weight=9, audience=Audience.VENDOR)
    crowded = attrs.evolve(under, goals=(*under.goals, own))
    viewer = Viewer(role=jbp.PersonRole.DISTRIBUTOR, side=None)
    found = []
    for plan in (under, crowded):
        seen = project(plan, viewer)
        found.append(jbp.roll_up_partners(portfolio_of(seen), by=jbp.GroupBy.PARENT))
    (group,) = found[0].groups
    # 7,500 of 4,455,667: one goal, one line, the whole of the score.
    (line,) = group.lines
    assert group.key == "dist"
    assert (line.target, line.attained) == (
        jbp.Money("4455667", "USD"),
        jbp.Money("7500", "USD"),
    )
    assert sum(group.health_counts.values()) == 1
    assert found[1].groups == found[0].groups


def test_sorting_and_grouping_by_a_person_tells_nobody_apart() -> None:
    seen = seen_by(jbp.PersonRole.AUDITOR, None)
    owned: tuple[Any, ...] = (*seen.goals, *seen.actions)
    owners = sorted({str(one.owner_id) for one in owned})
    assert owners == ["somebody@partner", "somebody@vendor"]


TOM = jbp.Person(
    id="canarytom@nw",
    name="Tom",
    side=PARTNER,
    role=jbp.PersonRole.PARTNER_ADMIN,
)
OPEN = attrs.evolve(FULL, people=(FULL.people[0], TOM))


@pytest.mark.parametrize(
    "name_goal",
    [
        lambda plan, key: jbp.roll_forward(
            plan, as_of=DAY, by=TOM, at=AT, drop={key: "Because"}
        ),
        lambda plan, key: jbp.roll_forward(
            plan, as_of=DAY, by=TOM, at=AT, uplifts={key: "10%"}
        ),
        lambda plan, key: jbp.roll_forward(
            plan, as_of=DAY, by=TOM, at=AT, drop_actions={key: "Because"}
        ),
        lambda plan, key: jbp.refresh(
            plan,
            LEDGER,
            as_of=DAY,
            by=TOM,
            at=AT,
            why="Half time",
            retarget={key: jbp.RollBase.ACTUAL},
        ),
        lambda plan, key: jbp.drop_goal(plan, key, by=TOM, at=AT, why="Because"),
        lambda plan, key: jbp.close(
            attrs.evolve(plan, kind=jbp.PlanKind.LITE, outcomes=()),
            LEDGER,
            outcomes=[
                GoalOutcome(goal_id=name, outcome=Outcome.MET)
                for name in ("joint-goal", key)
            ],
            as_of=DAY,
            by=TOM,
            at=AT,
        ),
        lambda plan, key: jbp.split_plan(
            plan,
            [
                jbp.PlanPart(
                    partner=jbp.Partner(id=part, name=part),
                    id=part,
                    name=part,
                    weight=1,
                    actions=named,
                )
                for part, named in (("x", [key]), ("y", []))
            ],
            by=TOM,
            at=AT,
            why="Two firms",
        ),
    ],
)
def test_a_move_that_names_what_is_hidden_is_told_what_is_nowhere(
    name_goal: Callable[[jbp.Plan, str], object],
) -> None:
    told = []
    for key in ("canaryvendor-goal", "canaryvendor-action", "canaryvendor-nothing"):
        with pytest.raises(InvalidValueError) as caught:
            name_goal(OPEN, key)
        told.append(str(caught.value).replace(key, "X"))
    assert told[0] == told[1] == told[2]


def test_asking_for_a_hidden_goal_is_asking_for_none() -> None:
    seen = seen_by()
    with pytest.raises(InvalidValueError) as hidden:
        seen.goal("canaryvendor-goal")
    with pytest.raises(InvalidValueError) as nowhere:
        seen.goal("xanaryvendor-goal")
    assert str(hidden.value).replace("'c", "'x") == str(nowhere.value)


def test_a_filter_finds_nothing_by_what_is_hidden() -> None:
    seen = seen_by(jbp.PersonRole.AUDITOR, None)
    assert not [a for a in seen.actions if a.owner_id == "canarytom@nw"]
    assert not [a for a in seen_by().actions if a.goal_id == "canaryvendor-goal"]


def test_an_order_does_not_tell_what_is_between() -> None:
    turned = attrs.evolve(FULL, goals=FULL.goals[::-1])
    joint, *inside = FULL.goals
    vendor_first = attrs.evolve(FULL, goals=(*inside, joint))
    viewer = Viewer(role=jbp.PersonRole.PARTNER_REP, side=PARTNER)
    assert project(turned, viewer) == project(FULL, viewer)
    assert project(vendor_first, viewer) == project(FULL, viewer)


def test_a_new_goal_of_a_hidden_ones_id_is_taken_without_a_word() -> None:
    tom = Viewer(role=jbp.PersonRole.PARTNER_ADMIN, side=PARTNER, person_id="tom")
    seen = project(FULL, tom)
    new = attrs.evolve(seen.goals[0], id="canaryvendor-goal", name="A lucky guess")
    edited = attrs.evolve(seen, goals=(*seen.goals, new))
    done = merge_back(FULL, seen, edited, tom)
    assert done.plan is not None
    assert project(done.plan, tom) == edited
    maria = Viewer(role=jbp.PersonRole.VENDOR_ADMIN, side=VENDOR)
    names = {str(goal.id): goal.name for goal in project(done.plan, maria).goals}
    assert names["canaryvendor-goal"] == "A lucky guess"
    assert names["canaryvendor-goal.2"] == "canaryvendor goal"
    assert [change.after for change in done.replaced] == ["canaryvendor-goal.2"]
    # The references to it went with it.
    action = next(a for a in done.plan.actions if a.id == "joint-action")
    assert action.goal_id == "canaryvendor-goal.2"


def test_the_ledger_shows_no_metric_of_a_hidden_goal() -> None:
    told = json.dumps([str(entry) for entry in project_entries(LEDGER, seen_by())])
    assert "canaryvendor" not in told
    assert "canarypartner-metric" in told
