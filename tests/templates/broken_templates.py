"""Templates that each break a promise of the kit."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import attrs

import jbpcore as jbp
from jbpcore.errors import InvalidDataError
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
