"""Answers that need not be asked: in the partner's record, and in last year's plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import attrs

from jbpcore.engine.amounts import rounded_like
from jbpcore.engine.plan_assessment import assess_plan
from jbpcore.errors import InvalidValueError
from jbpcore.model.actual import ActualEntry
from jbpcore.model.agreement import PlanState
from jbpcore.model.amount import Amount
from jbpcore.model.audience import Audience
from jbpcore.model.goal import Goal
from jbpcore.model.plan import Plan
from jbpcore.model.plan_setting import PlanSetting
from jbpcore.model.question import Question
from jbpcore.planning.next_goals import ending_of
from jbpcore.planning.templates.answering import AnswerReader, person_in_role
from jbpcore.ports.templates import PlanTemplate

__all__ = ["fill_answers"]


def fill_answers(
    template: PlanTemplate,
    answers: Mapping[str, object],
    setting: PlanSetting,
    *,
    previous: Plan | None = None,
    entries: Sequence[ActualEntry] = (),
    as_of: date,
) -> dict[str, object]:
    """Return *answers* with those that can be looked up.

    What is given stays as it is. For the rest each place that the question names in
    ``fill_from`` is looked at in turn; what stands there is taken if it is an answer to
    that question. What was answered in words in the plan before, under the same id, is
    taken over in any case. Nothing is written over, and nothing is invented; what one
    side keeps to itself only fills what that side keeps to itself again.

    Args:
        template: What asks.
        answers: What was answered, by question.
        setting: The plan's partner and people.
        previous: Last year's plan.
        entries: What was booked in its period, if it was not closed with figures.
        as_of: The last day that counts in these.

    Returns:
        The answers by question, those given first.

    Examples:
        >>> import jbpcore as jbp
        >>> tier = jbp.Question(id="tier", name="Which tier?", kind=jbp.AnswerKind.TEXT,
        ...                     fill_from=["partner.tier"])
        >>> template = jbp.DeclaredTemplate(
        ...     jbp.Template(key="t", version=1, name="T", questions=[tier]))
        >>> setting = jbp.PlanSetting(
        ...     id="p", vendor=jbp.Party(id="acme", name="Acme"),
        ...     partner=jbp.Partner(id="nw", name="Northwind", tier="Gold"),
        ...     period=jbp.DateRange(date(2026, 1, 1), date(2027, 1, 1)))
        >>> fill_answers(template, {}, setting, as_of=date(2025, 12, 1))
        {'tier': 'Gold'}
    """
    audiences = {section.id: section.audience for section in template.sections()}
    sources = _Sources(setting, previous, tuple(entries), as_of, audiences)
    filled = dict(answers)
    for question in template.questions():
        if filled.get(question.id) not in (None, "", (), []):
            continue
        for value in sources.iter_values(question):
            if sources.is_answer(question, value):
                filled[question.id] = value
                break
    return filled


@attrs.define
class _Sources:
    """The places that answers are looked up in."""

    setting: PlanSetting
    previous: Plan | None
    entries: tuple[ActualEntry, ...]
    as_of: date
    audiences: Mapping[str, Audience]
    _endings: dict[str, Amount] | None = None

    def iter_values(self, question: Question) -> Iterator[object]:
        for place in question.fill_from:
            value = self._value(place.split("."), question)
            if value not in (None, "", ()):
                yield value
        if question.kind.is_in_words and self.previous is not None:
            yield from self._answers(question.id, question)

    def is_answer(self, question: Question, value: object) -> bool:
        reader = AnswerReader(
            currency=self.setting.currency, people=self.setting.people
        )
        try:
            answer = reader.read(question, value)
        except InvalidValueError:
            return False
        # Nothing is converted: an amount in another currency is asked for anew.
        currency = getattr(answer.amount, "currency", "")
        wanted = self.setting.currency
        return answer.is_given and (not currency or wanted in {"", currency})

    def _may_tell(self, question: Question, audience: Audience) -> bool:
        own = self.audiences.get(question.section, Audience.JOINT)
        return audience in {Audience.JOINT, own}

    def _value(self, steps: list[str], question: Question) -> object:
        if steps[0] == "partner":
            return str(getattr(self.setting.partner, steps[1]))
        if steps[0] == "people":
            found = person_in_role(
                self.setting.people, steps[1], steps[2], or_else_anybody=False
            )
            return None if found is None else found.id
        if self.previous is None:
            return None
        if steps[1] == "answers":
            return next(self._answers(steps[2], question), None)
        return self._amount(steps[2], steps[3], question)

    def _answers(self, key: str, question: Question) -> Iterator[object]:
        answers = () if self.previous is None else self.previous.answers
        for answer in answers:
            may_tell = self._may_tell(question, answer.audience)
            if answer.id == key and answer.is_given and may_tell:
                yield answer

    def _amount(self, key: str, level: str, question: Question) -> Amount | None:
        goals = () if self.previous is None else self.previous.goals
        goal = next((one for one in goals if one.id == key), None)
        if goal is None or not self._may_tell(question, goal.audience):
            return None
        if level == "target":
            return goal.target_on(goal.period.last_day)
        return goal.baseline if level == "baseline" else self._ended().get(goal.id)

    def _ended(self) -> dict[str, Amount]:
        """Return what the goals came to, or come to at their pace while they run."""
        if self._endings is None:
            plan = self.previous
            self._endings = {} if plan is None else self._ended_of(plan)
        return self._endings

    def _ended_of(self, plan: Plan) -> dict[str, Amount]:
        is_closed = plan.state is PlanState.CLOSED
        outcomes = {one.goal_id: one for one in plan.outcomes} if is_closed else {}
        own = [e for e in self.entries if e.partner_id in {None, plan.partner.id}]
        found: dict[str, Amount] = {}
        for result in assess_plan(plan, own, as_of=self.as_of).results:
            goal: Goal = result.goal
            counted = [entry for entry in own if entry.metric == goal.metric.key]
            ending = ending_of(result, outcomes.get(goal.id), counted, as_of=self.as_of)
            value = ending.attained if ending.is_over else ending.projected
            sample = ending.sample or goal.sample
            if value is not None and sample is not None:
                found[goal.id] = rounded_like(value, sample)
        return found
