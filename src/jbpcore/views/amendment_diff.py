"""What an amendment changes, and what that does to the figures, before it is signed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import ClassVar, Final

import attrs

from jbpcore.engine.goal_result import GoalResult
from jbpcore.model.actual import ActualEntry
from jbpcore.model.amendment import Amendment, AmendmentStatus
from jbpcore.model.party import Side
from jbpcore.model.plan import Plan
from jbpcore.model.terms import Terms
from jbpcore.planning.amending import find_amendment
from jbpcore.planning.amendment_effect import amendment_effect
from jbpcore.planning.changes import Change, steps_of
from jbpcore.planning.diff import diff
from jbpcore.planning.terms import terms_of
from jbpcore.values.ids import AmendmentId, GoalId
from jbpcore.views.goal_blocks import health_badge
from jbpcore.views.goal_words import GoalWords
from jbpcore.views.palette import Tone
from jbpcore.views.plan_head import PlanHead
from jbpcore.views.sheet import Block, Item, Items, Prose, Sheet, SheetSection
from jbpcore.views.sheet_table import Badge, Cell, Column, Row, Table
from jbpcore.views.view import View
from jbpcore.views.voice import Voice

__all__ = ["AmendedGoal", "AmendmentDiff", "TermsChange", "amendment_diff"]

_MISSING: Final = "—"


@attrs.frozen(kw_only=True)
class TermsChange:
    """One thing that is different in the new terms.

    Attributes:
        path: Where, such as ``"goals[id=g1].target"``.
        sentence: What changes, in English.
        side: The side whose part it is; ``None`` for both.
    """

    path: str
    sentence: str
    side: Side | None


@attrs.frozen(kw_only=True)
class AmendedGoal:
    """One goal by the old terms and by the new.

    Attributes:
        goal_id: The goal.
        name: What people call it.
        before: How it stands by the old terms; ``None`` if it is new.
        after: How it would stand by the new ones; ``None`` if it is dropped.
    """

    goal_id: GoalId
    name: str
    before: GoalResult | None
    after: GoalResult | None


@attrs.frozen(kw_only=True)
class AmendmentDiff(View):
    """The terms of a plan before an amendment and after it.

    Attributes:
        plan: Which plan.
        amendment_id: The amendment.
        as_of: The last day that counts in the figures.
        effective_on: The first day on which revised targets count.
        why: The reason for it, as it was given.
        status: How far it is.
        signed_by: The sides that signed it.
        changes: What is different.
        goals: The goals that change, before and after.
    """

    kind: ClassVar[str] = "amendment_diff"

    plan: PlanHead
    amendment_id: AmendmentId
    as_of: date
    effective_on: date
    why: str
    status: AmendmentStatus
    signed_by: tuple[Side, ...]
    changes: tuple[TermsChange, ...]
    goals: tuple[AmendedGoal, ...]

    def sheet(self, voice: Voice) -> Sheet:
        """Return what is shown, in one language and without a form."""
        return Sheet(
            kind=self.kind,
            language=voice.language,
            is_leftward=voice.is_leftward,
            title=voice.text("Amendment of {plan}", plan=self.plan.name),
            subtitle=self.plan.parties_on(self.as_of, voice),
            badge=_badge(self.status, voice),
            blocks=tuple(_blocks(self, voice)),
        )


def amendment_diff(
    plan: Plan,
    amendment_id: AmendmentId | str | None = None,
    *,
    entries: Iterable[ActualEntry] = (),
    as_of: date,
) -> AmendmentDiff:
    """Return what an amendment changes, and what that does to the figures.

    Args:
        plan: The plan with the amendment, as the reader sees it.
        amendment_id: Which; the open one if ``None``.
        entries: What was booked.
        as_of: The last day that counts, as a whole day.

    Raises:
        InvalidValueError: If there is no such amendment.
    """
    amendment = find_amendment(plan, amendment_id)
    effect = amendment_effect(plan, amendment.id, entries=entries, as_of=as_of)
    return AmendmentDiff(
        plan=PlanHead.of(plan),
        amendment_id=amendment.id,
        as_of=as_of,
        effective_on=amendment.effective_on,
        why=amendment.why,
        status=amendment.status,
        signed_by=tuple(
            side
            for side in Side
            if any(signoff.side is side for signoff in amendment.signoffs)
        ),
        changes=_changes(plan, amendment),
        goals=tuple(
            AmendedGoal(
                goal_id=one.goal_id,
                name=found.goal.name,
                before=one.before,
                after=one.after,
            )
            for one in effect.goals
            if one.is_changed and (found := one.after or one.before) is not None
        ),
    )


def _changes(plan: Plan, amendment: Amendment) -> tuple[TermsChange, ...]:
    old = _with(plan, amendment.replaced or terms_of(plan))
    new = _with(plan, amendment.terms)
    found = (_retargeted(one, old, new, amendment) for one in diff(old, new))
    return tuple(
        TermsChange(path=one.path, sentence=one.sentence, side=one.side)
        for one in found
    )


def _retargeted(change: Change, old: Plan, new: Plan, amendment: Amendment) -> Change:
    """Return a change of the revised targets as one of the target that people see."""
    steps = steps_of(change.path)
    if steps[-1].field != "target_versions" or len(steps) < 2:  # noqa: PLR2004 - goal, field
        return change
    day = amendment.effective_on
    before, after = (
        next(goal.target_on(day) for goal in plan.goals if goal.id == steps[-2].value)
        for plan in (old, new)
    )
    if before == after:
        return change
    path = change.path.replace("target_versions", "target")
    return attrs.evolve(change, path=path, before=before, after=after)


def _with(plan: Plan, terms: Terms) -> Plan:
    return attrs.evolve(
        plan,
        period=terms.period,
        health_bands=terms.health_bands,
        goals=terms.goals,
        commitments=terms.commitments,
    )


def _badge(status: AmendmentStatus, voice: Voice) -> Badge:
    return {
        AmendmentStatus.OPEN: Badge(Tone.WARN, "◇", voice.text("To be signed")),
        AmendmentStatus.AGREED: Badge(Tone.GOOD, "✓", voice.text("Agreed")),
        AmendmentStatus.DECLINED: Badge(Tone.BAD, "✗", voice.text("Declined")),
        AmendmentStatus.WITHDRAWN: Badge(Tone.CALM, "□", voice.text("Withdrawn")),
    }[status]


def _blocks(page: AmendmentDiff, voice: Voice) -> Iterable[Block]:
    day = voice.day(page.effective_on)
    told = [voice.text("Revised targets count from {day} on.", day=day)]
    if page.why:
        why = " ".join(page.why.split())
        told.append(voice.text("The reason given: “{why}”", why=why))
    if page.status is AmendmentStatus.OPEN:
        told += [
            voice.text("{side} has not signed it yet.", side=voice.side(side))
            for side in Side
            if side not in page.signed_by
        ]
    yield Prose(sentences=tuple(told))
    if page.goals:
        title = voice.text("What it does to the figures")
        yield SheetSection(title=title, blocks=(_table(page, voice),))
    rows = tuple(Item(text=voice.say(one.sentence)) for one in page.changes)
    changes: Block = Items(rows=rows)
    if not rows:
        changes = Prose(sentences=(voice.text("The terms stay as they are."),))
    yield SheetSection(title=voice.text("What changes"), blocks=(changes,))


def _table(page: AmendmentDiff, voice: Voice) -> Table:
    columns = (
        Column(heading=voice.text("Goal")),
        Column(heading=voice.text("Target now"), is_number=True),
        Column(heading=voice.text("Target then"), is_number=True),
        Column(heading=voice.text("Done now"), is_number=True, rank=1),
        Column(heading=voice.text("Done then"), is_number=True, rank=1),
        Column(heading=voice.text("Status now"), rank=2),
        Column(heading=voice.text("Status then")),
    )
    caption = voice.text("Goals before and after")
    rows = (_row(one, voice) for one in page.goals)
    return Table(caption=caption, columns=columns, rows=rows)


def _row(goal: AmendedGoal, voice: Voice) -> Row:
    both = (goal.before, goal.after)
    gone = (voice.text("new"), voice.text("dropped"))
    return Row(
        cells=(
            Cell(goal.name),
            *(_target(one, voice) for one in both),
            *(_done(one, voice) for one in both),
            *(
                Cell(word)
                if one is None
                else Cell(badge=health_badge(one.health, voice))
                for one, word in zip(both, gone, strict=True)
            ),
        )
    )


def _target(result: GoalResult | None, voice: Voice) -> Cell:
    if result is None or result.target is None or result.shape.is_share:
        return Cell(_MISSING)
    return Cell(voice.amount(result.target, upward=True))


def _done(result: GoalResult | None, voice: Voice) -> Cell:
    shown = "" if result is None else GoalWords(result, voice).done
    return Cell(shown or _MISSING)
