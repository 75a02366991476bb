"""The scorecard of a plan: the weighted score, and what every goal brings to it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import ClassVar

import attrs

from jbpcore.engine.goal_result import GoalResult
from jbpcore.engine.plan_assessment import PlanResult
from jbpcore.engine.reasons import Reason
from jbpcore.engine.score import NoScore
from jbpcore.model.health import Health
from jbpcore.views.goal_blocks import health_badge, meter_of
from jbpcore.views.goal_words import GoalWords
from jbpcore.views.palette import TONE_OF
from jbpcore.views.plan_head import PlanHead
from jbpcore.views.sheet import Block, Lead, Prose, Sheet
from jbpcore.views.sheet_table import Cell, Column, Row, Table
from jbpcore.views.view import View
from jbpcore.views.voice import Voice

__all__ = ["ScorecardLine", "ScorecardPage", "scorecard_page"]


@attrs.frozen(kw_only=True)
class ScorecardLine:
    """What one goal brings to the score.

    Attributes:
        goal: How it stands.
        weight: Its weight, as agreed.
        share_ratio: Its part of the weights of all goals that count.
        counted_ratio: How well it does, within its cap and floor.
        points_ratio: share × counted; those of all goals add up to the score.
        left_out: Why it does not count.
    """

    goal: GoalResult
    weight: Fraction
    share_ratio: Fraction
    counted_ratio: Fraction | None
    points_ratio: Fraction
    left_out: Reason | None


@attrs.frozen(kw_only=True)
class ScorecardPage(View):
    """The weighted score of a plan, goal by goal.

    Attributes:
        plan: Which plan.
        as_of: The last day that counts.
        health: The health of the worst goal.
        score_ratio: The score; 1 is 100 %. ``None`` if there is none.
        no_score: Why there is none.
        lines: What every goal brings, in the plan's order.
    """

    kind: ClassVar[str] = "scorecard_page"

    plan: PlanHead
    as_of: date
    health: Health
    score_ratio: Fraction | None
    no_score: NoScore | None
    lines: tuple[ScorecardLine, ...]

    def sheet(self, voice: Voice) -> Sheet:
        """Return what is shown, in one language and without a form."""
        return Sheet(
            kind=self.kind,
            language=voice.language,
            is_leftward=voice.is_leftward,
            title=voice.text("Scorecard of {plan}", plan=self.plan.name),
            subtitle=self.plan.parties_on(self.as_of, voice),
            badge=health_badge(self.health, voice),
            blocks=tuple(_blocks(self, voice)),
        )


def scorecard_page(result: PlanResult) -> ScorecardPage:
    """Return the scorecard of a plan.

    For one side, assess the plan that it sees: a goal's part in the score is its weight
    among the goals that are seen.

    Args:
        result: How the plan stands.

    Examples:
        >>> import jbpcore as jbp
        >>> q2 = jbp.FiscalCalendar.calendar_year().quarter(2026, 2)
        >>> plan = jbp.Plan(id="p", name="Northwind Q2", period=q2,
        ...                 vendor=jbp.Party(id="acme", name="Acme"),
        ...                 partner=jbp.Partner(id="nw", name="Northwind"))
        >>> page = scorecard_page(jbp.assess_plan(plan, [], as_of=date(2026, 5, 15)))
        >>> page.no_score.value
        'no_goals'
    """
    card = result.scorecard
    return ScorecardPage(
        plan=PlanHead.of(result.plan),
        as_of=result.as_of,
        health=result.health,
        score_ratio=card.score_ratio,
        no_score=card.reason,
        lines=tuple(
            ScorecardLine(
                goal=goal,
                weight=line.weight,
                share_ratio=line.share,
                counted_ratio=line.counted,
                points_ratio=line.points,
                left_out=line.left_out,
            )
            for goal, line in zip(result.results, card.lines, strict=True)
        ),
    )


def _blocks(page: ScorecardPage, voice: Voice) -> Iterable[Block]:
    if page.score_ratio is None:
        yield Prose(sentences=(_no_score(page, voice),))
    else:
        counting = [line for line in page.lines if line.left_out is None]
        yield Lead(
            about=voice.text("Weighted score"),
            tone=TONE_OF[page.health],
            value=voice.percent(page.score_ratio, of_goal=True),
            beside=voice.count("of {n} goal", "of {n} goals", len(counting)),
        )
    if page.lines:
        yield _table(page, voice)


def _no_score(page: ScorecardPage, voice: Voice) -> str:
    if page.no_score is NoScore.NO_GOALS:
        return voice.text("No goals are agreed yet, so there is no score.")
    if page.no_score is NoScore.NO_WEIGHT:
        return voice.text("No goal that counts has a weight, so there is no score.")
    return voice.text("No goal has figures yet, so there is no score.")


def _table(page: ScorecardPage, voice: Voice) -> Table:
    columns = (
        Column(heading=voice.text("Goal")),
        Column(heading=voice.text("Status")),
        Column(heading=voice.text("Attained of target"), is_number=True, rank=3),
        Column(heading=voice.text("Done"), is_number=True, rank=1),
        Column(heading=voice.text("Share of the score"), is_number=True, rank=2),
        Column(heading=voice.text("Points"), is_number=True),
    )
    caption = voice.text("What every goal brings to the score")
    rows = (_row(line, voice) for line in page.lines)
    return Table(caption=caption, columns=columns, rows=rows)


def _row(line: ScorecardLine, voice: Voice) -> Row:
    words = GoalWords(line.goal, voice)
    points = voice.text("does not count")
    share = "—"
    if line.left_out is None:
        share = voice.percent(line.share_ratio)
        points = voice.percent(line.points_ratio, of_goal=True)
    limited = ""
    counted = line.counted_ratio
    if counted is not None and counted != line.goal.progress_ratio:
        shown = voice.percent(counted, of_goal=True)
        limited = voice.text("counts as {percent}", percent=shown)
    done = Cell(words.done or "—", meter=meter_of(words), detail=limited)
    return Row(
        cells=(
            Cell(line.goal.goal.name),
            Cell(badge=health_badge(line.goal.health, voice)),
            Cell(words.attained or "—"),
            done,
            Cell(share),
            Cell(points),
        )
    )
