"""The history of a plan, told in sentences."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

import attrs

from jbpcore.model.party import Side
from jbpcore.model.plan import Plan
from jbpcore.planning.story import story
from jbpcore.values.ids import RecordId
from jbpcore.views.plan_head import PlanHead
from jbpcore.views.sheet import Block, Item, Items, Prose, Sheet
from jbpcore.views.view import View
from jbpcore.views.voice import Voice

__all__ = ["HistoryLine", "HistoryStory", "history_story"]


@attrs.frozen(kw_only=True)
class HistoryLine:
    """One move.

    Attributes:
        record_id: The record of it.
        move: What was done, as a permanent code.
        at: When, in UTC.
        side: For which side; ``None`` if it was no person.
        subject: The part of the plan it was done to; empty for the whole.
        sentence: What happened, in English.
    """

    record_id: RecordId
    move: str
    at: datetime
    side: Side | None
    subject: str
    sentence: str


@attrs.frozen(kw_only=True)
class HistoryStory(View):
    """What happened to a plan, move by move.

    Attributes:
        plan: Which plan.
        lines: Its moves, the first one first.
    """

    kind: ClassVar[str] = "history_story"

    plan: PlanHead
    lines: tuple[HistoryLine, ...]

    def sheet(self, voice: Voice) -> Sheet:
        """Return what is shown, in one language and without a form."""
        parties = voice.text(
            "{vendor} and {partner}", vendor=self.plan.vendor, partner=self.plan.partner
        )
        told: Block = Prose(sentences=(voice.text("Nothing has happened yet."),))
        if self.lines:
            rows = tuple(Item(text=voice.say(line.sentence)) for line in self.lines)
            told = Items(rows=rows, is_ordered=True)
        return Sheet(
            kind=self.kind,
            language=voice.language,
            is_leftward=voice.is_leftward,
            title=voice.text("History of {plan}", plan=self.plan.name),
            subtitle=parties,
            blocks=(told,),
        )


def history_story(plan: Plan) -> HistoryStory:
    """Return the story of *plan*, as it is seen by whom it was projected for.

    Args:
        plan: The plan as the reader sees it.

    Examples:
        >>> import jbpcore as jbp
        >>> from datetime import UTC, date
        >>> maria = jbp.Person(id="maria", name="Maria Lopez", side=jbp.Side.VENDOR)
        >>> plan = jbp.draft_plan(
        ...     id="p", name="P", vendor=jbp.Party(id="acme", name="Acme"),
        ...     partner=jbp.Partner(id="nw", name="Northwind"), people=[maria],
        ...     period=jbp.DateRange(date(2026, 1, 1), date(2027, 1, 1)),
        ...     by=maria, at=datetime(2025, 12, 1, 9, tzinfo=UTC), why="First meeting",
        ... )
        >>> history_story(plan).lines[0].sentence
        '2025-12-01: Maria Lopez (Acme) drafted the plan: "First meeting".'
    """
    told = zip(plan.records, story(plan), strict=True)
    return HistoryStory(
        plan=PlanHead.of(plan),
        lines=tuple(
            HistoryLine(
                record_id=record.id,
                move=record.move,
                at=record.at,
                side=record.side,
                subject=record.subject,
                sentence=sentence,
            )
            for record, sentence in told
        ),
    )
