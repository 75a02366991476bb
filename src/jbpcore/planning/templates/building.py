"""From a template and answers to a draft plan: the same answers give the same plan."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import attrs

from jbpcore.engine.review_slots import review_slots
from jbpcore.errors import Finding, InvalidDataError, InvalidValueError, Severity
from jbpcore.model.answer import Answer
from jbpcore.model.cadence import ReviewCadence
from jbpcore.model.formula import FixedAmount
from jbpcore.model.formula_text import iter_operands
from jbpcore.model.placeholders import filled, filled_line
from jbpcore.model.plan import Plan
from jbpcore.model.plan_setting import PlanSetting
from jbpcore.model.question import AnswerKind, AskWhen, Condition, Question
from jbpcore.model.relative_day import RelativeDay
from jbpcore.model.review import Review
from jbpcore.model.template import Template
from jbpcore.model.template_draft import TemplateDraft
from jbpcore.model.template_work import MOST_REVIEWS, TemplateCadence
from jbpcore.planning.slot_booking import slot_review
from jbpcore.planning.templates.amounts import AmountFinder
from jbpcore.planning.templates.answering import AnswerReader
from jbpcore.planning.templates.days import DayFinder
from jbpcore.planning.templates.goal_making import GoalMaker
from jbpcore.planning.templates.labels import own_calendar
from jbpcore.planning.templates.owners import Owners
from jbpcore.planning.templates.parts import metrics_of
from jbpcore.planning.templates.wording import with_targets, words_of
from jbpcore.planning.templates.work_making import WorkMaker
from jbpcore.values.ids import CadenceId
from jbpcore.values.money import Money

__all__ = ["applies", "build_draft", "not_answered", "read_answers"]

_LONGEST_TEXT: Final = 10_000
_LONGEST_AMOUNT: Final = 60
_IN_CURRENCY = re.compile("[0-9.-]{1,40} ([A-Z]{3})", re.ASCII)


def read_answers(
    template: Template, answers: Mapping[str, object], setting: PlanSetting
) -> dict[str, Answer]:
    """Return what was answered, by question, in the template's order.

    Where nothing was answered the question's default is.

    Args:
        template: The template.
        answers: What was answered, by question, as typed in or as values.
        setting: The plan's people and currency.

    Raises:
        InvalidDataError: If some of it is no answer, or to no question of the template;
            all of it is in ``findings``.
    """
    questions = {question.id: question for question in template.questions}
    findings = [_strange(key, questions) for key in answers if key not in questions]
    currency = (
        setting.currency or _first_currency(template, answers) or template.currency
    )
    reader = AnswerReader(
        currency=currency,
        people=setting.people,
        sections={section.id: section for section in template.sections},
    )
    found: dict[str, Answer] = {}
    for key, question in questions.items():
        given = answers.get(key)
        is_given = given not in (None, "", (), [])
        if not is_given and (given := question.default) is None:
            continue
        try:
            answer = reader.read(question, given)
        except InvalidValueError as error:
            findings.append(_refused(question, error, is_default=not is_given))
            continue
        if answer.is_given:
            found[key] = answer
    # A question that does not apply has no answer, whatever was said to it before.
    kept = {key: one for key, one in found.items() if _counts(questions, key, found)}
    if findings:
        raise InvalidDataError("answers", tuple(findings))
    return kept


def _first_currency(template: Template, answers: Mapping[str, object]) -> str:
    """Return the currency of the first answer that says one."""
    for question in template.questions:
        given = answers.get(question.id)
        amount = given.amount if isinstance(given, Answer) else given
        if isinstance(amount, Money):
            return amount.currency
        is_money = question.kind is AnswerKind.MONEY and isinstance(amount, str)
        if is_money and (
            match := _IN_CURRENCY.fullmatch(str(amount)[:_LONGEST_AMOUNT])
        ):
            return match[1]
    return ""


def _stated_currency(template: Template) -> str:
    """Return the currency of the first target that is written down with one."""
    for goal in template.goals:
        for one in () if goal.target is None else iter_operands(goal.target):
            if isinstance(one, FixedAmount) and one.unit.isupper():
                return one.unit
    return ""


def _counts(
    questions: Mapping[str, Question], key: str, answers: Mapping[str, Answer]
) -> bool:
    """Whether a question applies, and all those that it depends on."""
    question = questions[key]
    while question.when is not None:
        if not applies(question.when, answers):
            return False
        question = questions[question.when.question]
    return True


def _strange(key: str, questions: Mapping[str, Question]) -> Finding:
    known = ", ".join(questions) or "none"
    return Finding(
        code="jbp.template.answer_unknown",
        path=f"answers.{key}"[:200],
        message=f"The template asks no such question. It asks: {known}.",
    )


def _refused(
    question: Question, error: InvalidValueError, *, is_default: bool
) -> Finding:
    message = str(error).removeprefix(f"{error.field} ")
    start = "The default must" if is_default else "Must"
    return Finding(
        code="jbp.template.answer",
        path=f"answers.{question.id}",
        message=f"{start} {message.removeprefix('must ')}",
    )


def not_answered(question: Question) -> str:
    """Return what is said of a question that has to be answered, and is not.

    Args:
        question: The question.
    """
    return f"{question.name!r} is not answered. {question.help.strip()}".strip()


def applies(when: Condition | None, answers: Mapping[str, Answer]) -> bool:
    """Whether a condition is met; none always is.

    Args:
        when: The condition.
        answers: What was answered, by question.
    """
    if when is None:
        return True
    answer = answers.get(when.question)
    if answer is None:
        return False
    return not when.answer or answer.text == when.answer


def build_draft(
    template: Template, answers: Mapping[str, object], setting: PlanSetting
) -> TemplateDraft:
    """Return the draft plan that comes of a template and answers.

    Args:
        template: The template, found sound by ``check_template``.
        answers: What was answered, by question.
        setting: Between whom the plan is, and when.

    Raises:
        InvalidDataError: If some of it is no answer, or the template asks for too many
            reviews in such a long plan.
        InvalidValueError: If the setting and the template give no sound plan, such as a
            period that a phasing puts nothing on.
    """
    given = read_answers(template, answers, setting)
    return _Builder(template, given, setting).draft()


def _part(
    template: Template, kind: str, answers: Mapping[str, Answer]
) -> tuple[Any, ...]:
    return tuple(one for one in getattr(template, kind) if applies(one.when, answers))


class _Builder:
    """Builds one plan."""

    def __init__(
        self, template: Template, answers: Mapping[str, Answer], setting: PlanSetting
    ) -> None:
        self._template = template
        self._answers = answers
        self._setting = setting
        self._words = words_of(
            vendor=setting.vendor,
            partner=setting.partner,
            period=setting.period,
            answers=answers,
            calendar=setting.calendar,
        )

    def draft(self) -> TemplateDraft:
        """Return the plan, and what is missing."""
        template, setting, answers = self._template, self._setting, self._answers
        cadences = tuple(map(self._cadence, _part(template, "cadences", answers)))
        plan = Plan(
            id=setting.id,
            name=setting.name or filled_line(template.plan_name, self._words),
            vendor=setting.vendor,
            partner=setting.partner,
            period=setting.period,
            people=setting.people,
            cadences=cadences,
            health_bands=template.health_bands,
            kind=setting.kind,
            template=template.ref,
            answers=tuple(answers.values()),
        )
        booked = self._reviews(plan)
        finder = DayFinder(
            setting=setting,
            reviews={
                cadence.id: tuple(
                    one.on for one in booked if one.cadence_id == cadence.id
                )
                for cadence in cadences
            },
            actions={action.id: action for action in template.actions},
        )
        owners = Owners(setting.people, answers)
        goals = self._goal_maker(finder, owners)
        made = tuple(goals.goal(goal) for goal in _part(template, "goals", answers))
        self._words = with_targets(self._words, made)
        themes = _part(template, "initiatives", answers)
        work = WorkMaker(
            days=finder,
            owners=owners,
            amounts=goals.amounts,
            words=self._words,
            goals={goal.id for goal in made},
            initiatives={theme.id for theme in themes},
        )
        whole = attrs.evolve(
            plan,
            goals=made,
            initiatives=tuple(map(work.initiative, themes)),
            actions=tuple(work.iter_actions(_part(template, "actions", answers))),
            commitments=tuple(
                work.iter_commitments(_part(template, "commitments", answers))
            ),
            reviews=booked,
            notes=filled(template.notes, self._words, most=_LONGEST_TEXT),
        )
        missing = (*self._iter_missing(), *goals.findings)
        return TemplateDraft(plan=whole, missing=missing)

    def _goal_maker(self, finder: DayFinder, owners: Owners) -> GoalMaker:
        template = self._template
        metrics = metrics_of(template)
        amounts = AmountFinder(
            answers=self._answers,
            names={question.id: question.name for question in template.questions},
            goals={goal.id: goal for goal in template.goals},
            metrics=metrics,
            currency=self._currency(),
        )
        return GoalMaker(
            setting=self._setting,
            amounts=amounts,
            metrics=metrics,
            profiles={profile.id: profile for profile in template.profiles},
            days=finder,
            owners=owners,
            words=self._words,
        )

    def _currency(self) -> str:
        if self._setting.currency:
            return self._setting.currency
        found = _first_currency(self._template, self._answers)
        return found or self._template.currency or _stated_currency(self._template)

    def _cadence(self, cadence: TemplateCadence) -> ReviewCadence:
        setting = self._setting
        finder = DayFinder(setting=setting)
        on, first = cadence.on, setting.period.first_day
        rule = None
        if isinstance(on, RelativeDay):
            first = finder.days(on)[0]
        elif cadence.first is not None:
            first = finder.days(cadence.first)[0]
        if on is not None and not isinstance(on, RelativeDay):
            calendar = setting.calendar or own_calendar(setting.period)
            rule = on.rule(cadence.step, calendar)
        has_time = bool(setting.zone) and cadence.at is not None
        return ReviewCadence(
            id=CadenceId(cadence.id),
            name=filled_line(cadence.name, self._words),
            frequency=cadence.step,
            first_on=first,
            every=cadence.every,
            on=rule,
            count=cadence.count,
            shift=cadence.shift,
            wall_time=cadence.at if has_time else None,
            zone=setting.zone if has_time else "",
            duration_minutes=cadence.minutes,
            location=filled(cadence.location, self._words, most=_LONGEST_TEXT),
        )

    def _reviews(self, plan: Plan) -> tuple[Review, ...]:
        found: dict[str, Review] = {}
        for cadence in plan.cadences:
            days = self._setting.work_calendar
            for slot in review_slots(plan, cadence, work_calendar=days):
                review = slot_review(cadence, slot)
                found[review.id] = review
            if len(found) > MOST_REVIEWS:
                message = (
                    f"{cadence.name} would bring the reviews to more than "
                    f"{MOST_REVIEWS}. Make the plan shorter, or meet less often."
                )
                path = f"cadences[id={cadence.id}]"
                code = "jbp.template.too_many_reviews"
                finding = Finding(code=code, path=path, message=message)
                raise InvalidDataError("plan", (finding,))
        return tuple(sorted(found.values(), key=lambda review: (review.on, review.id)))

    def _iter_missing(self) -> Iterator[Finding]:
        for question in self._template.questions:
            if not question.is_required or question.id in self._answers:
                continue
            if applies(question.when, self._answers):
                yield Finding(
                    code="jbp.template.answer_missing",
                    path=f"answers.{question.id}",
                    message=not_answered(question),
                    severity=(
                        Severity.ERROR
                        if question.ask is AskWhen.START
                        else Severity.WARNING
                    ),
                )
