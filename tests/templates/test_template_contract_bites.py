"""Each promise of the kit catches a template, or a source, that breaks it."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import attrs
import pytest

import jbpcore as jbp
from jbpcore.adapters.template_catalogue import SingleTemplate
from jbpcore.errors import InvalidDataError, TemplateNotFoundError
from jbpcore.ports.templates import PlanTemplate, TemplateSource
from jbpcore.testing.template_contract import TemplateSourceContract

CONTRACT = TemplateSourceContract()
TEMPLATE = jbp.Template(
    key="sound",
    version=2,
    name="Sound",
    sections=[
        jbp.Section(id="numbers", name="Numbers"),
        jbp.Section(id="inside", name="Inside", audience=jbp.Audience.VENDOR),
    ],
    questions=[
        jbp.Question(
            id="revenue",
            name="Revenue",
            kind=jbp.AnswerKind.MONEY,
            section="numbers",
            is_required=True,
        ),
        jbp.Question(
            id="growth", name="Growth", kind=jbp.AnswerKind.RATIO, default="10%"
        ),
        jbp.Question(
            id="doubts", name="Doubts", kind=jbp.AnswerKind.TEXT, section="inside"
        ),
        jbp.Question(id="accounts", name="Accounts", kind=jbp.AnswerKind.LINES),
        jbp.Question(
            id="why",
            name="Why?",
            kind=jbp.AnswerKind.TEXT,
            when=jbp.Condition(question="doubts"),
        ),
    ],
    goals=[
        jbp.TemplateGoal(
            id="revenue",
            name="Revenue with {partner.name}",
            metric="revenue",
            target=jbp.Uplift(
                base=jbp.AnswerAmount("revenue"), by=jbp.AnswerAmount("growth")
            ),
            description="Because: {answers.why}",
        )
    ],
    completeness=[
        jbp.CompletenessRule(id="accounts", needs=jbp.Need.ANSWER, question="accounts")
    ],
)


class Sound:
    """Keeps every promise; the broken ones change one thing each."""

    ref = TEMPLATE.ref
    name = TEMPLATE.name
    summary = TEMPLATE.summary
    language = TEMPLATE.language
    suits = TEMPLATE.suits
    months = TEMPLATE.months

    def __init__(self) -> None:
        self.inner = jbp.DeclaredTemplate(TEMPLATE)
        self.built = 0

    def sections(self) -> tuple[jbp.Section, ...]:
        return self.inner.sections()

    def questions(self) -> tuple[jbp.Question, ...]:
        return self.inner.questions()

    def build(
        self, answers: Mapping[str, object], setting: jbp.PlanSetting
    ) -> jbp.TemplateDraft:
        self.built += 1
        return self.changed(self.inner.build(answers, setting), answers)

    def changed(
        self, draft: jbp.TemplateDraft, _: Mapping[str, object]
    ) -> jbp.TemplateDraft:
        return draft

    def completeness(self, plan: jbp.Plan) -> jbp.Completeness:
        return self.inner.completeness(plan)


def with_plan(draft: jbp.TemplateDraft, **fields: Any) -> jbp.TemplateDraft:
    return attrs.evolve(draft, plan=attrs.evolve(draft.plan, **fields))


class RaisesItsVersion(Sound):
    @property
    def ref(self) -> jbp.TemplateRef:  # type: ignore[override] # that is what is broken
        self.built += 1
        return jbp.TemplateRef(key="sound", version=self.built)


class AsksTwice(Sound):
    def questions(self) -> tuple[jbp.Question, ...]:
        first, *rest = super().questions()
        return (first, first, *rest)


class AsksInNoSection(Sound):
    def sections(self) -> tuple[jbp.Section, ...]:
        return ()


class AsksInACircle(Sound):
    def questions(self) -> tuple[jbp.Question, ...]:
        *rest, doubts, accounts, why = super().questions()
        round_about = jbp.Condition(question="why")
        return (*rest, attrs.evolve(doubts, when=round_about), accounts, why)


class HasABadDefault(Sound):
    def questions(self) -> tuple[jbp.Question, ...]:
        revenue, growth, *rest = super().questions()
        return (revenue, attrs.evolve(growth, default="a lot"), *rest)


class CountsItsPlans(Sound):
    def changed(
        self, draft: jbp.TemplateDraft, _: Mapping[str, object]
    ) -> jbp.TemplateDraft:
        return with_plan(draft, notes=f"Plan {self.built}")


class LooksAtTheOrder(Sound):
    def changed(
        self, draft: jbp.TemplateDraft, answers: Mapping[str, object]
    ) -> jbp.TemplateDraft:
        return with_plan(draft, notes=", ".join(answers))


class ChangesWhatItIsGiven(Sound):
    def build(
        self, answers: Mapping[str, object], setting: jbp.PlanSetting
    ) -> jbp.TemplateDraft:
        draft = super().build(answers, setting)
        answers["doubts"] = ""  # type: ignore[index] # that is what is broken
        return draft


class KeepsItsAnswers(Sound):
    """Remembers answers on itself, where another thread may build as well."""

    def build(
        self, answers: Mapping[str, object], setting: jbp.PlanSetting
    ) -> jbp.TemplateDraft:
        draft = super().build(answers, setting)
        return with_plan(draft, notes="late") if self.built > 1 else draft


class ForgetsItself(Sound):
    def changed(
        self, draft: jbp.TemplateDraft, _: Mapping[str, object]
    ) -> jbp.TemplateDraft:
        return with_plan(draft, template=None)


class LosesPeople(Sound):
    def changed(
        self, draft: jbp.TemplateDraft, _: Mapping[str, object]
    ) -> jbp.TemplateDraft:
        return with_plan(draft, people=())


class LosesAnswers(Sound):
    def changed(
        self, draft: jbp.TemplateDraft, _: Mapping[str, object]
    ) -> jbp.TemplateDraft:
        return with_plan(draft, answers=draft.plan.answers[1:])


class ShowsWhatIsInside(Sound):
    def changed(
        self, draft: jbp.TemplateDraft, _: Mapping[str, object]
    ) -> jbp.TemplateDraft:
        shown = [
            attrs.evolve(answer, audience=jbp.Audience.JOINT)
            for answer in draft.plan.answers
        ]
        return with_plan(draft, answers=shown)


class TakesWhatNobodyAsked(Sound):
    def build(
        self, answers: Mapping[str, object], setting: jbp.PlanSetting
    ) -> jbp.TemplateDraft:
        asked = {question.id for question in self.questions()}
        kept = {key: value for key, value in answers.items() if key in asked}
        return super().build(kept, setting)


class TellsOneMistakeAtATime(Sound):
    def build(
        self, answers: Mapping[str, object], setting: jbp.PlanSetting
    ) -> jbp.TemplateDraft:
        try:
            return super().build(answers, setting)
        except InvalidDataError as error:
            raise InvalidDataError(error.subject, error.findings[:1]) from None


class RefusesToBegin(Sound):
    def build(
        self, answers: Mapping[str, object], setting: jbp.PlanSetting
    ) -> jbp.TemplateDraft:
        draft = super().build(answers, setting)
        if draft.missing:
            raise InvalidDataError("answers", draft.missing)
        return draft


class SaysNothing(Sound):
    def changed(
        self, draft: jbp.TemplateDraft, _: Mapping[str, object]
    ) -> jbp.TemplateDraft:
        return attrs.evolve(draft, missing=())


class IsAlwaysContent(Sound):
    """Gives a better score to an empty plan than to a full one."""

    def completeness(self, plan: jbp.Plan) -> jbp.Completeness:
        if not plan.goals:
            return jbp.Completeness(score_ratio=Fraction(1))
        finding = jbp.Finding(code="acme.more", path="", message="More.")
        return jbp.Completeness(score_ratio=Fraction(1, 2), missing=[finding])


class SaysNoWord(Sound):
    def completeness(self, plan: jbp.Plan) -> jbp.Completeness:
        found = super().completeness(plan)
        mute = [attrs.evolve(one, message=" ") for one in found.missing]
        return attrs.evolve(found, missing=mute)


class ReadsAnswersAgain(Sound):
    """Fills in what stands in an answer, as if the template said it."""

    def changed(
        self, draft: jbp.TemplateDraft, _: Mapping[str, object]
    ) -> jbp.TemplateDraft:
        plan = draft.plan
        text = plan.goals[0].description
        again = text.replace("{partner.name}", plan.partner.name)
        goal = attrs.evolve(plan.goals[0], description=again)
        return with_plan(draft, goals=[goal])


class EscapesForHtml(Sound):
    def changed(
        self, draft: jbp.TemplateDraft, _: Mapping[str, object]
    ) -> jbp.TemplateDraft:
        answers = [
            attrs.evolve(answer, text=answer.text.replace("<", "&lt;"))
            for answer in draft.plan.answers
        ]
        return with_plan(draft, answers=answers)


@attrs.define
class Source:
    """Has the template in two versions; keeps every promise."""

    template: PlanTemplate
    asked: int = 0

    def list_templates(self) -> tuple[jbp.TemplateRef, ...]:
        return (jbp.TemplateRef(key="sound", version=1), self.template.ref)

    def get(self, key: str, version: int | None = None) -> PlanTemplate:
        old = jbp.DeclaredTemplate(attrs.evolve(TEMPLATE, version=1))
        found = {2: self.template, 1: old}.get(2 if version is None else version)
        if key != "sound" or found is None:
            raise TemplateNotFoundError(key, version, ("sound",))
        return found

    def list_problems(self) -> tuple[jbp.Finding, ...]:
        return ()


class ListsMoreThanItHas(Source):
    def list_templates(self) -> tuple[jbp.TemplateRef, ...]:
        return (*super().list_templates(), jbp.TemplateRef(key="sound", version=3))


class TakesTheOldest(Source):
    def get(self, key: str, version: int | None = None) -> PlanTemplate:
        return super().get(key, 1 if version is None else version)


class RaisesKeyError(Source):
    def get(self, key: str, version: int | None = None) -> PlanTemplate:
        try:
            return super().get(key, version)
        except TemplateNotFoundError as error:
            raise KeyError(key) from error


class TakesAnyVersion(Source):
    def get(self, key: str, version: int | None = None) -> PlanTemplate:
        return super().get(key, version if version in {1, 2} else None)


class TellsNoKeys(Source):
    def get(self, key: str, version: int | None = None) -> PlanTemplate:
        try:
            return super().get(key, version)
        except TemplateNotFoundError as error:
            raise TemplateNotFoundError(error.key, error.version) from error


class ListsFromTheEnd(Source):
    def list_templates(self) -> tuple[jbp.TemplateRef, ...]:
        return tuple(reversed(super().list_templates()))


class ListsByTheHour(Source):
    def list_templates(self) -> tuple[jbp.TemplateRef, ...]:
        self.asked += 1
        return super().list_templates()[: 1 + self.asked % 2]


class HasMuteProblems(Source):
    def list_problems(self) -> tuple[jbp.Finding, ...]:
        return (jbp.Finding(code="jbp.template.file", path="x", message=""),)


class TakesCapitals(Source):
    def get(self, key: str, version: int | None = None) -> PlanTemplate:
        return super().get("sound" if key == "Growth" else key, version)


TEMPLATE_BITES: list[tuple[type[Sound], Callable[..., None]]] = [
    (RaisesItsVersion, CONTRACT.test_t1_key_and_version_are_for_good),
    (AsksTwice, CONTRACT.test_t2_questions_stand_in_sections_and_in_no_circle),
    (AsksInNoSection, CONTRACT.test_t2_questions_stand_in_sections_and_in_no_circle),
    (AsksInACircle, CONTRACT.test_t2_questions_stand_in_sections_and_in_no_circle),
    (HasABadDefault, CONTRACT.test_t3_a_default_answers_its_own_question),
    (CountsItsPlans, CONTRACT.test_t4_the_same_answers_give_the_same_plan),
    (LooksAtTheOrder, CONTRACT.test_t4_the_same_answers_give_the_same_plan),
    (ChangesWhatItIsGiven, CONTRACT.test_t4_the_same_answers_give_the_same_plan),
    (KeepsItsAnswers, CONTRACT.test_t4_from_several_threads_at_once),
    (ForgetsItself, CONTRACT.test_t5_the_plan_is_a_draft_in_its_setting),
    (LosesPeople, CONTRACT.test_t5_the_plan_is_a_draft_in_its_setting),
    (LosesAnswers, CONTRACT.test_t6_every_answer_is_kept_for_its_audience),
    (ShowsWhatIsInside, CONTRACT.test_t6_every_answer_is_kept_for_its_audience),
    (TakesWhatNobodyAsked, CONTRACT.test_t7_what_is_no_answer_is_refused),
    (TellsOneMistakeAtATime, CONTRACT.test_t7_what_is_no_answer_is_refused),
    (RefusesToBegin, CONTRACT.test_t8_a_plan_is_built_although_answers_are_missing),
    (SaysNothing, CONTRACT.test_t8_a_plan_is_built_although_answers_are_missing),
    (IsAlwaysContent, CONTRACT.test_t9_completeness_says_what_is_missing),
    (SaysNoWord, CONTRACT.test_t9_completeness_says_what_is_missing),
    (ReadsAnswersAgain, CONTRACT.test_t10_what_stands_in_answers_stays_text),
    (EscapesForHtml, CONTRACT.test_t10_what_stands_in_answers_stays_text),
]
SOURCE_BITES: list[tuple[type[Source], Callable[..., None]]] = [
    (ListsMoreThanItHas, CONTRACT.test_s1_what_is_listed_can_be_had),
    (TakesTheOldest, CONTRACT.test_s2_without_a_version_it_is_the_newest),
    (RaisesKeyError, CONTRACT.test_s3_what_is_not_there_is_an_error),
    (TakesAnyVersion, CONTRACT.test_s3_what_is_not_there_is_an_error),
    (TellsNoKeys, CONTRACT.test_s3_what_is_not_there_is_an_error),
    (ListsFromTheEnd, CONTRACT.test_s4_the_list_is_in_order_and_the_same_again),
    (ListsByTheHour, CONTRACT.test_s4_the_list_is_in_order_and_the_same_again),
    (HasMuteProblems, CONTRACT.test_s5_problems_are_told_of_and_not_listed),
    (TakesCapitals, CONTRACT.test_s6_a_key_that_is_none_is_not_found),
]


def ask(source: TemplateSource, test: Callable[..., None]) -> None:
    fixtures: dict[str, Callable[[], object]] = {
        "source": lambda: source,
        "templates": lambda: (source.get("sound"),),
    }
    wanted = inspect.signature(test).parameters.keys() & fixtures.keys()
    test(**{name: fixtures[name]() for name in wanted})


@pytest.mark.parametrize(
    ("broken", "test"),
    [pytest.param(*one, id=one[0].__name__) for one in TEMPLATE_BITES],
)
def test_each_promise_catches_a_template_that_breaks_it(
    broken: type[Sound], test: Callable[..., None]
) -> None:
    ask(SingleTemplate(Sound()), test)
    with pytest.raises((Exception, pytest.fail.Exception)):
        ask(SingleTemplate(broken()), test)


@pytest.mark.parametrize(
    ("broken", "test"),
    [pytest.param(*one, id=one[0].__name__) for one in SOURCE_BITES],
)
def test_each_promise_catches_a_source_that_breaks_it(
    broken: type[Source], test: Callable[..., None]
) -> None:
    template = jbp.DeclaredTemplate(TEMPLATE)
    ask(Source(template), test)
    with pytest.raises((Exception, pytest.fail.Exception)):
        ask(broken(template), test)


def test_every_promise_has_something_that_breaks_it() -> None:
    kit = {name for name in dir(TemplateSourceContract) if name.startswith("test_")}
    bitten = {test.__name__ for _, test in (*TEMPLATE_BITES, *SOURCE_BITES)}
    assert kit == bitten


def test_every_promise_has_a_test() -> None:
    for port, letter in ((PlanTemplate, "t"), (TemplateSource, "s")):
        text = inspect.getdoc(port) or ""
        promised = set(re.findall(rf"\*\*({letter}[0-9]+)\*\*", text, re.IGNORECASE))
        tested = {
            match[1].upper()
            for name in dir(TemplateSourceContract)
            if (match := re.match(rf"test_({letter}[0-9]+)_", name))
        }
        assert promised == tested != set()
