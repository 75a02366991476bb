"""Every output of a projected plan, and which canaries stand in it."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date
from functools import cache
from itertools import product

import attrs
from tests.contract.canary_plan import (
    BEFORE,
    CANARIES,
    CLASSES,
    DAY,
    FULL,
    LEDGER,
    VIEWERS,
)

import jbpcore as jbp
from jbpcore.adapters.delimited.writer import write_table
from jbpcore.engine.closing import plan_actions_to_close
from jbpcore.engine.ledger_check import check_ledger
from jbpcore.engine.portfolio import assess_portfolio
from jbpcore.engine.roll_up import roll_up
from jbpcore.errors import JbpError
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

Project = Callable[[jbp.Plan, Viewer], jbp.Plan]


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
    whose: tuple[jbp.PersonRole, jbp.Side | None], surface: str, by: Project
) -> str:
    viewer = Viewer(role=whose[0], side=whose[1])
    return plainly(SURFACES[surface](by(FULL, viewer), viewer))


def plainly(text: str) -> str:
    """Return text so that a number is found however it is grouped."""
    return re.sub(r"(?<=\d)[,.\u00a0\u202f' ](?=\d{3})", "", text.lower())


def found_in(text: str, field_class: str) -> bool:
    return any(canary in text for canary in CANARIES[field_class])
