"""What lies ahead, window by window: 30, 60 and 90 days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import ClassVar

import attrs

from jbpcore.engine.window import RollingWindows, Window, WorkList
from jbpcore.engine.window_goals import GoalIncrement
from jbpcore.model.amount import Amount
from jbpcore.model.execution import ActionStatus
from jbpcore.model.party import Side
from jbpcore.values.ids import GoalId
from jbpcore.views.palette import Tone
from jbpcore.views.plan_head import PlanHead
from jbpcore.views.sheet import Block, Facts, Item, Items, Prose, Sheet, SheetSection
from jbpcore.views.sheet_table import Badge
from jbpcore.views.view import View
from jbpcore.views.voice import Voice

__all__ = [
    "BoardColumn",
    "BoardGoal",
    "BoardItem",
    "BoardItemKind",
    "WindowBoard",
    "window_board",
]


class BoardItemKind(StrEnum):
    """What stands on a board.

    Attributes:
        DUE: An action that is due.
        START: An action that is to begin.
        COMMITMENT: A promise that is due.
        REVIEW: A review.
    """

    DUE = "due"
    START = "start"
    COMMITMENT = "commitment"
    REVIEW = "review"


@attrs.frozen(kw_only=True)
class BoardItem:
    """One thing on a board.

    Attributes:
        kind: What it is.
        subject: Which, such as ``"actions:event"``.
        name: What people call it.
        side: Who does it; ``None`` for both.
        owner: The name of the person who sees to it; empty if nobody is named.
        on: Its day.
        is_blocked: Whether it cannot go on.
        is_repeat: Whether it comes round again then.
    """

    kind: BoardItemKind
    subject: str
    name: str
    side: Side | None
    owner: str
    on: date
    is_blocked: bool = False
    is_repeat: bool = False


@attrs.frozen(kw_only=True)
class BoardGoal:
    """What a window has to bring to one goal.

    Attributes:
        goal_id: The goal.
        name: What people call it.
        required: What has to come in on these days to be on pace at their end; of a
            limit, the most that may be spent. ``None`` where it does not add up over
            days.
        is_limit: Whether *required* is a limit.
    """

    goal_id: GoalId
    name: str
    required: Amount | None
    is_limit: bool


@attrs.frozen(kw_only=True)
class BoardColumn:
    """One window, or what is overdue or later.

    Attributes:
        number: 1 for the first window; ``None`` for what is overdue or later.
        first_day: Its first day; ``None`` if it is no window.
        last_day: Its last day.
        goals: What it has to bring.
        items: What is to be done, in order of the days.
    """

    number: int | None
    first_day: date | None
    last_day: date | None
    goals: tuple[BoardGoal, ...]
    items: tuple[BoardItem, ...]


@attrs.frozen(kw_only=True)
class WindowBoard(View):
    """What lies ahead of a plan.

    Attributes:
        plan: Which plan.
        as_of: The last day that counts; the first window begins on the next.
        overdue: What is open and was due by then.
        windows: The windows, one after the other.
        later: What comes after them.
    """

    kind: ClassVar[str] = "window_board"

    plan: PlanHead
    as_of: date
    overdue: BoardColumn
    windows: tuple[BoardColumn, ...]
    later: BoardColumn

    def sheet(self, voice: Voice) -> Sheet:
        """Return what is shown, in one language and without a form."""
        return Sheet(
            kind=self.kind,
            language=voice.language,
            is_leftward=voice.is_leftward,
            title=voice.text("What lies ahead of {plan}", plan=self.plan.name),
            subtitle=self.plan.parties_on(self.as_of, voice),
            blocks=tuple(_blocks(self, voice)),
        )


def window_board(ahead: RollingWindows) -> WindowBoard:
    """Return the board of what lies ahead.

    For one side, make the windows of the plan that it sees.

    Args:
        ahead: What :func:`~jbpcore.engine.windows.windows` found.

    Examples:
        >>> import jbpcore as jbp
        >>> q2 = jbp.FiscalCalendar.calendar_year().quarter(2026, 2)
        >>> plan = jbp.Plan(id="p", name="Northwind Q2", period=q2,
        ...                 vendor=jbp.Party(id="acme", name="Acme"),
        ...                 partner=jbp.Partner(id="nw", name="Northwind"))
        >>> board = window_board(jbp.windows(plan, [], as_of=date(2026, 5, 15)))
        >>> [(one.number, str(one.last_day)) for one in board.windows]
        [(1, '2026-06-14'), (2, '2026-07-14'), (3, '2026-08-13')]
    """
    people = list(ahead.plan.people)
    if ahead.successor is not None:
        people += ahead.successor.people
    names: dict[str | None, str] = {one.id: one.name for one in people}
    return WindowBoard(
        plan=PlanHead.of(ahead.plan),
        as_of=ahead.as_of,
        overdue=_column(ahead.overdue, names),
        windows=tuple(_column(window, names) for window in ahead.windows),
        later=_column(ahead.later, names),
    )


def _column(work: WorkList, names: Mapping[str | None, str]) -> BoardColumn:
    items = sorted(_items(work, names), key=lambda item: (item.on, item.subject))
    if not isinstance(work, Window):
        return BoardColumn(
            number=None, first_day=None, last_day=None, goals=(), items=tuple(items)
        )
    return BoardColumn(
        number=work.number,
        first_day=work.dates.first_day,
        last_day=work.dates.last_day,
        goals=tuple(map(_goal, work.goals)),
        items=tuple(items),
    )


def _goal(step: GoalIncrement) -> BoardGoal:
    return BoardGoal(
        goal_id=step.goal_id,
        name=step.goal.name,
        required=step.required,
        is_limit=step.is_ceiling,
    )


def _items(work: WorkList, names: Mapping[str | None, str]) -> Iterator[BoardItem]:
    lists = ((BoardItemKind.DUE, work.due), (BoardItemKind.START, work.starting))
    for kind, listed in lists:
        for one in listed:
            yield BoardItem(
                kind=kind,
                subject=f"actions:{one.action.id}",
                name=one.action.name,
                side=one.action.side,
                owner=names.get(one.action.owner_id, ""),
                on=one.on,
                is_blocked=one.action.status is ActionStatus.BLOCKED,
                is_repeat=one.is_repeat,
            )
    for made in work.commitments:
        yield BoardItem(
            kind=BoardItemKind.COMMITMENT,
            subject=f"commitments:{made.id}",
            name=made.name,
            side=made.side,
            owner=names.get(made.owner_id, ""),
            on=made.due_on,
        )
    for review in work.reviews:
        yield BoardItem(
            kind=BoardItemKind.REVIEW,
            subject=f"reviews:{review.id}",
            name=review.name,
            side=None,
            owner="",
            on=review.on,
        )


def _blocks(board: WindowBoard, voice: Voice) -> Iterable[Block]:
    if board.overdue.items:
        days = tuple(_item(one, board, voice) for one in board.overdue.items)
        yield SheetSection(title=voice.text("Overdue"), blocks=(Items(rows=days),))
    for column in board.windows:
        yield _window(column, board, voice)
    if board.later.items:
        days = tuple(_item(one, board, voice) for one in board.later.items)
        yield SheetSection(title=voice.text("Later"), blocks=(Items(rows=days),))


def _window(column: BoardColumn, board: WindowBoard, voice: Voice) -> SheetSection:
    last, first = column.last_day or board.as_of, column.first_day or board.as_of
    days = voice.days((last - board.as_of).days)
    blocks: list[Block] = []
    goals = [one for one in column.goals if one.required is not None]
    if goals:
        blocks.append(Facts(rows=tuple(_fact(one, voice) for one in goals)))
    if column.items:
        rows = tuple(_item(one, board, voice) for one in column.items)
        blocks.append(Items(rows=rows))
    if not blocks:
        blocks.append(Prose(sentences=(voice.text("Nothing is planned."),)))
    return SheetSection(
        title=voice.text("Within {days}", days=days),
        subtitle=voice.text(
            "{first_day} to {last_day}",
            first_day=voice.day(first),
            last_day=voice.day(last),
        ),
        blocks=tuple(blocks),
        is_column=True,
    )


def _fact(goal: BoardGoal, voice: Voice) -> tuple[str, str, str]:
    amount = goal.required
    if amount is None:
        return goal.name, "—", ""
    shown = voice.amount(amount, upward=not goal.is_limit)
    if goal.is_limit:
        return goal.name, shown, voice.text("at most")
    return goal.name, shown, voice.text("to bring in")


def _item(item: BoardItem, board: WindowBoard, voice: Voice) -> Item:
    details = [_when(item, board, voice)]
    if item.side is not None:
        details.append(voice.side(item.side))
    if item.owner:
        details.append(item.owner)
    if item.kind is BoardItemKind.COMMITMENT:
        details.append(voice.text("promised"))
    if item.is_repeat:
        details.append(voice.text("again"))
    badge = None
    if item.is_blocked:
        badge = Badge(Tone.WARN, "◆", voice.text("Blocked"))
    elif item.on <= board.as_of:
        badge = Badge(Tone.BAD, "▼", voice.text("Overdue"))
    return Item(text=item.name, details=(" · ".join(details),), badge=badge)


def _when(item: BoardItem, board: WindowBoard, voice: Voice) -> str:
    day = voice.day(item.on)
    if item.kind is BoardItemKind.START:
        return voice.text("starts {day}", day=day)
    if item.kind is BoardItemKind.REVIEW:
        return voice.text("review on {day}", day=day)
    if item.on <= board.as_of:
        return voice.text("was due {day}", day=day)
    return voice.text("due {day}", day=day)
