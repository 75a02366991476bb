"""The actions and promises of a draft plan, made from those of a template."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from datetime import date

import attrs

from jbpcore.model.amount import Amount
from jbpcore.model.commitment import Commitment
from jbpcore.model.execution import Action, Dependency, Initiative
from jbpcore.model.placeholders import filled, filled_line
from jbpcore.model.relative_day import Anchor, RelativeDay
from jbpcore.model.template_work import (
    TemplateAction,
    TemplateCommitment,
    TemplateInitiative,
)
from jbpcore.periods.recurrence import Recurrence
from jbpcore.planning.templates.amounts import AmountFinder, NoAmount
from jbpcore.planning.templates.days import DayFinder
from jbpcore.planning.templates.owners import Owners
from jbpcore.values.ids import ActionId, CommitmentId, GoalId, InitiativeId

__all__ = ["WorkMaker"]

_LONGEST_TEXT = 10_000


@attrs.frozen(kw_only=True)
class WorkMaker:
    """Makes the work of one plan.

    Attributes:
        days: Finds the days.
        owners: Finds who does it.
        amounts: Works out what it should bring.
        words: What placeholders stand for.
        goals: The goals that the plan has.
        initiatives: The initiatives that it has.
    """

    days: DayFinder
    owners: Owners
    amounts: AmountFinder
    words: Mapping[str, str]
    goals: AbstractSet[str]
    initiatives: AbstractSet[str]

    def initiative(self, made_from: TemplateInitiative) -> Initiative:
        """Return an initiative of the plan."""
        return Initiative(
            id=InitiativeId(made_from.id),
            name=self._name(made_from.name),
            goal_id=self._goal(made_from.goal),
            description=self._text(made_from.description),
            audience=made_from.audience,
        )

    def iter_actions(self, made_from: tuple[TemplateAction, ...]) -> Iterator[Action]:
        """Yield the actions of the plan.

        Args:
            made_from: Those of the template that count.
        """
        with_reviews = {
            one.id for one in made_from if one.due.anchor is Anchor.EACH_REVIEW
        }
        ids = {
            action.id: [key for key, _ in self._iter_due(action.id, action.due)]
            for action in made_from
        }
        for action in made_from:
            for at, (key, due_on) in enumerate(self._iter_due(action.id, action.due)):
                needs = [
                    Dependency(ActionId(one))
                    for needed in action.needs
                    # Of what comes with each review, that of the same review.
                    for one in ids.get(needed, ())[
                        at if needed in with_reviews else 0 :
                    ][:1]
                ]
                yield self._action(action, key, due_on, needs)

    def _action(
        self, action: TemplateAction, key: str, due_on: date, needs: list[Dependency]
    ) -> Action:
        repeats = action.repeats
        start_on = None
        if action.start is not None:
            found = self.days.days(action.start)
            start_on = min(found[0], due_on) if found else None
        return Action(
            id=ActionId(key),
            name=self._name(action.name),
            side=action.side,
            due_on=due_on,
            start_on=start_on,
            owner_id=self.owners.find(action.owner, action.side),
            goal_id=self._goal(action.goal),
            initiative_id=(
                InitiativeId(action.initiative)
                if action.initiative and action.initiative in self.initiatives
                else None
            ),
            notes=self._text(action.notes),
            expected_impact=self._impact(action),
            audience=action.audience,
            effort_days=action.effort_days,
            depends_on=tuple(needs),
            recurrence=None
            if repeats is None
            else Recurrence(
                frequency=repeats.step, every=repeats.every, count=repeats.count
            ),
        )

    def iter_commitments(
        self, made_from: tuple[TemplateCommitment, ...]
    ) -> Iterator[Commitment]:
        """Yield the promises of the plan.

        Args:
            made_from: Those of the template that count.
        """
        for promise in made_from:
            for key, due_on in self._iter_due(promise.id, promise.due):
                yield Commitment(
                    id=CommitmentId(key),
                    name=self._name(promise.name),
                    side=promise.side,
                    due_on=due_on,
                    goal_id=self._goal(promise.goal),
                    owner_id=self.owners.find(promise.owner, promise.side),
                    weight=promise.weight,
                    notes=self._text(promise.notes),
                )

    def _iter_due(self, key: str, due: RelativeDay) -> Iterator[tuple[str, date]]:
        is_each = due.anchor is Anchor.EACH_REVIEW
        for number, day in enumerate(self.days.days(due), 1):
            yield f"{key}.{number}" if is_each else key, day

    def _impact(self, action: TemplateAction) -> Amount | None:
        goal = self.amounts.goals.get(action.goal or "")
        if action.impact is None or goal is None or goal.id not in self.goals:
            return None
        found = self.amounts.rounded(action.impact, goal)
        return None if isinstance(found, NoAmount) else found

    def _goal(self, goal: str | None) -> GoalId | None:
        return GoalId(goal) if goal and goal in self.goals else None

    def _name(self, text: str) -> str:
        return filled_line(text, self.words)

    def _text(self, text: str) -> str:
        return filled(text, self.words, most=_LONGEST_TEXT)
