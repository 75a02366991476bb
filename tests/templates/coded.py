"""A template that is code, as the author of a plugin writes one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from fractions import Fraction

import jbpcore as jbp
from jbpcore.errors import InvalidDataError, InvalidValueError

REVENUE = jbp.Question(
    id="revenue",
    name="Revenue of the first deal",
    kind=jbp.AnswerKind.MONEY,
    is_required=True,
)
WHY = jbp.Question(id="why", name="Why this deal?", kind=jbp.AnswerKind.TEXT)


class FirstDeal:
    """Aims at one deal, due after a third of the plan."""

    ref = jbp.TemplateRef(key="first-deal", version=3)
    name = "First deal"
    summary = "One deal, quickly."
    language = "en"
    suits = jbp.Suits()
    months = 3

    def sections(self) -> tuple[jbp.Section, ...]:
        return ()

    def questions(self) -> tuple[jbp.Question, ...]:
        return (REVENUE, WHY)

    def build(
        self, answers: Mapping[str, object], setting: jbp.PlanSetting
    ) -> jbp.TemplateDraft:
        known = {question.id: question for question in self.questions()}
        given, findings = {}, []
        reader = jbp.AnswerReader(currency=setting.currency, people=setting.people)
        for key in sorted(answers):
            message = "Nobody asks that."
            try:
                if key in known:
                    given[key] = reader.read(known[key], answers[key])
                    continue
            except InvalidValueError as error:
                message = str(error)
            path = f"answers.{key}"
            findings.append(jbp.Finding(code="acme.answer", path=path, message=message))
        if findings:
            raise InvalidDataError("answers", tuple(findings))
        amount = given["revenue"].amount if "revenue" in given else None
        goal = jbp.Goal(
            id="first-deal",
            name=f"First deal with {setting.partner.name}"[:200],
            metric=jbp.metrics.REVENUE,
            target=amount,
            period=setting.period,
            description=given["why"].text if "why" in given else "",
        )
        third = timedelta(days=setting.period.length_days // 3)
        action = jbp.Action(
            id="offer",
            name="Send the offer",
            side=jbp.Side.PARTNER,
            due_on=setting.period.start + third,
        )
        plan = jbp.Plan(
            id=setting.id,
            name=f"{setting.partner.name}, first deal"[:200],
            vendor=setting.vendor,
            partner=setting.partner,
            period=setting.period,
            people=setting.people,
            goals=[goal],
            actions=[action],
            template=self.ref,
            answers=given.values(),
        )
        return jbp.TemplateDraft(plan=plan, missing=self._missing(plan))

    def completeness(self, plan: jbp.Plan) -> jbp.Completeness:
        missing = self._missing(plan)
        return jbp.Completeness(score_ratio=Fraction(not missing), missing=missing)

    def _missing(self, plan: jbp.Plan) -> tuple[jbp.Finding, ...]:
        if any(answer.id == "revenue" for answer in plan.answers):
            return ()
        message = "Say how much the first deal is to bring."
        return (
            jbp.Finding(code="acme.revenue", path="answers.revenue", message=message),
        )
