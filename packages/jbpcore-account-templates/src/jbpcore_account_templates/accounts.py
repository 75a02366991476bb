"""A plan with a goal for each account that is named."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from fractions import Fraction

import jbpcore as jbp
from jbpcore.errors import InvalidDataError, InvalidValueError

__all__ = ["JBPCORE_API", "AccountsTemplate"]

JBPCORE_API = 1
"""The version of the plugin API that this was made for."""

_MOST_GOALS = 20
_LONGEST_NAME = 200
_DAYS_TO_CALL = 30
_REVENUE = jbp.Question(
    id="revenue",
    name="Revenue to win from these accounts",
    kind=jbp.AnswerKind.MONEY,
    is_required=True,
    least=0,
)
_ACCOUNTS = jbp.Question(
    id="accounts",
    name="The accounts, by name",
    kind=jbp.AnswerKind.LINES,
    is_required=True,
    help="Those that both sides would call this quarter; twenty at the most.",
)


class AccountsTemplate:
    """Shares a target out among the accounts that are named, to the cent."""

    ref = jbp.TemplateRef(key="named-accounts", version=1)
    name = "Named accounts"
    summary = "A goal and a first call for each account that both sides go for."
    language = "en"
    suits = jbp.Suits()
    months = 6

    def sections(self) -> tuple[jbp.Section, ...]:
        """Return no headings: there are two questions."""
        return ()

    def questions(self) -> tuple[jbp.Question, ...]:
        """Return what is asked."""
        return (_REVENUE, _ACCOUNTS)

    def build(
        self, answers: Mapping[str, object], setting: jbp.PlanSetting
    ) -> jbp.TemplateDraft:
        """Return the draft plan that comes of *answers*."""
        given = self._read(answers, setting)
        names = given["accounts"].lines[:_MOST_GOALS] if "accounts" in given else ()
        whole = given["revenue"].amount if "revenue" in given else None
        shares = (
            whole.split(len(names)) if isinstance(whole, jbp.Money) and names else ()
        )
        goals = [
            jbp.Goal(
                id=f"account-{at + 1}",
                name=_line(f"Revenue from {name}"),
                metric=jbp.metrics.REVENUE,
                target=shares[at] if shares else None,
                period=setting.period,
            )
            for at, name in enumerate(names)
        ]
        call_by = min(
            setting.period.start + timedelta(days=_DAYS_TO_CALL - 1),
            setting.period.last_day,
        )
        actions = [
            jbp.Action(
                id=f"call-{at + 1}",
                name=_line(f"Call {name} together"),
                side=jbp.Side.PARTNER if at % 2 else jbp.Side.VENDOR,
                due_on=call_by,
                goal_id=f"account-{at + 1}",
            )
            for at, name in enumerate(names)
        ]
        plan = jbp.Plan(
            id=setting.id,
            name=setting.name or _line(f"{setting.partner.name}, named accounts"),
            vendor=setting.vendor,
            partner=setting.partner,
            period=setting.period,
            people=setting.people,
            kind=setting.kind,
            goals=goals,
            actions=actions,
            template=self.ref,
            answers=given.values(),
        )
        return jbp.TemplateDraft(plan=plan, missing=_missing(plan))

    def completeness(self, plan: jbp.Plan) -> jbp.Completeness:
        """Return how many of the two questions are answered."""
        missing = _missing(plan)
        return jbp.Completeness(
            score_ratio=Fraction(2 - len(missing), 2), missing=missing
        )

    def _read(
        self, answers: Mapping[str, object], setting: jbp.PlanSetting
    ) -> dict[str, jbp.Answer]:
        reader = jbp.AnswerReader(currency=setting.currency, people=setting.people)
        asked = {question.id: question for question in self.questions()}
        strange = sorted(set(answers) - set(asked))
        wrong = dict.fromkeys(strange, "Nobody asks that.")
        read: dict[str, jbp.Answer] = {}
        for key, question in asked.items():
            if answers.get(key) not in (None, "", ()):
                try:
                    read[key] = reader.read(question, answers[key])
                except InvalidValueError as error:
                    wrong[key] = str(error)
        if wrong:
            findings = (_finding("answer", key, text) for key, text in wrong.items())
            subject = "answers"
            raise InvalidDataError(subject, tuple(findings))
        return read


def _missing(plan: jbp.Plan) -> tuple[jbp.Finding, ...]:
    there = {answer.id for answer in plan.answers}
    return tuple(
        _finding("missing", question.id, f"{question.name} is not answered.")
        for question in (_REVENUE, _ACCOUNTS)
        if question.id not in there
    )


def _finding(code: str, key: str, message: str) -> jbp.Finding:
    path = f"answers.{key}"
    return jbp.Finding(code=f"jbp-accounts.{code}", path=path, message=message)


def _line(text: str) -> str:
    return " ".join(text.split())[:_LONGEST_NAME]
