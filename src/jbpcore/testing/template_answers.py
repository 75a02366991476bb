"""What templates promise about questions and answers, as tests."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from jbpcore.errors import InvalidDataError
from jbpcore.model.answer import Answer
from jbpcore.model.audience import Audience
from jbpcore.model.plan import Plan
from jbpcore.model.question import AnswerKind
from jbpcore.planning.personal_data import iter_texts
from jbpcore.ports.templates import PlanTemplate
from jbpcore.testing.injection_payloads import PAYLOADS
from jbpcore.testing.template_samples import sample_answers, sample_setting

__all__ = ["TemplateAnswers"]

_MARK = "Xyzzyx"
_LONGEST_NAME = 200
_LINES = 5
# What no answer of any kind is.
_NO_ANSWER = object()


class TemplateAnswers:
    """The promises T3, T6, T7, T8 and T10."""

    def test_t3_a_default_answers_its_own_question(
        self, templates: tuple[PlanTemplate, ...]
    ) -> None:
        """T3: so that whoever answers nothing gets a sound plan."""
        for template in templates:
            answers = sample_answers(template)
            for question in template.questions():
                if question.default is not None:
                    answers[question.id] = question.default
            template.build(answers, sample_setting(template))

    def test_t6_every_answer_is_kept_for_its_audience(
        self, templates: tuple[PlanTemplate, ...]
    ) -> None:
        """T6: with the words of its question."""
        for template in templates:
            sections = {section.id: section for section in template.sections()}
            questions = {question.id: question for question in template.questions()}
            answers = sample_answers(template)
            plan = template.build(answers, sample_setting(template)).plan
            kept = {str(answer.id): answer for answer in plan.answers}
            for key, answer in kept.items():
                question = questions[key]
                section = sections.get(question.section)
                assert answer.name == question.name
                wanted = Audience.JOINT if section is None else section.audience
                assert answer.audience is wanted
            for key, question in questions.items():
                if question.when is None:
                    assert _value(kept[key]) == answers[key]

    def test_t7_what_is_no_answer_is_refused(
        self, templates: tuple[PlanTemplate, ...]
    ) -> None:
        """T7: all of it at once, each with its path."""
        for template in templates:
            questions = [one for one in template.questions() if one.when is None]
            bad: dict[str, object] = {one.id: _NO_ANSWER for one in questions}
            bad["nobody-asks-this"] = "x"
            with pytest.raises(InvalidDataError) as caught:
                template.build(bad, sample_setting(template))
            paths = {finding.path for finding in caught.value.findings}
            assert {f"answers.{key}" for key in bad} <= paths

    def test_t8_a_plan_is_built_although_answers_are_missing(
        self, templates: tuple[PlanTemplate, ...]
    ) -> None:
        """T8: and each required one that is missing is told of."""
        for template in templates:
            draft = template.build({}, sample_setting(template))
            assert isinstance(draft.plan, Plan)
            missing = {finding.path for finding in draft.missing}
            for question in template.questions():
                is_wanted = question.is_required and question.default is None
                if is_wanted and question.when is None:
                    assert f"answers.{question.id}" in missing
            whole = template.build(sample_answers(template), sample_setting(template))
            assert not [f for f in whole.missing if f.path.startswith("answers.")]

    def test_t10_what_stands_in_answers_stays_text(
        self, templates: tuple[PlanTemplate, ...]
    ) -> None:
        """T10: the plan is the one of harmless words, with other words instead."""
        for template in templates:
            places = _places(template)
            marks = [f"{_MARK}{at}q" for at in range(places)]
            plain = _texts(template, marks)
            for first in range(len(PAYLOADS)):
                words = [PAYLOADS[(first + at) % len(PAYLOADS)] for at in range(places)]
                tried = _texts(template, words)
                assert len(plain) == len(tried)
                for (path, text), (_, found) in zip(plain, tried, strict=True):
                    wanted = text
                    if _MARK not in text:
                        assert found == text, path
                        continue
                    for mark, word in zip(marks, words, strict=True):
                        wanted = wanted.replace(mark, word)
                    if len(wanted) < _LONGEST_NAME:
                        assert found == wanted, path


def _places(template: PlanTemplate) -> int:
    """Return in how many places there may be any text: the partner's name is one."""
    kinds = [question.kind for question in template.questions()]
    return 1 + kinds.count(AnswerKind.TEXT) + _LINES * kinds.count(AnswerKind.LINES)


def _texts(template: PlanTemplate, words: Sequence[str]) -> list[tuple[str, str]]:
    """Return the texts of the plan that comes of *words*, one for each place."""
    left = list(words)
    setting = sample_setting(template, partner=left.pop())
    answers = sample_answers(template)
    for question in template.questions():
        if question.kind is AnswerKind.TEXT:
            answers[question.id] = left.pop()
        elif question.kind is AnswerKind.LINES:
            answers[question.id] = tuple(left.pop() for _ in range(_LINES))
    return list(iter_texts(template.build(answers, setting).plan))


def _value(answer: Answer) -> object:
    for value in (answer.amount, answer.on, answer.person_id, answer.lines):
        if value:
            return value
    return answer.amount if answer.amount is not None else answer.text
