"""A template of a few questions, and the plan that is built of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

import jbpcore as jbp
from jbpcore.planning.templates.building import build_draft

YEAR = jbp.DateRange(date(2026, 1, 1), date(2027, 1, 1))
NOW = datetime(2025, 12, 1, 9, tzinfo=UTC)
MARIA = jbp.Person(id="maria", name="Maria Lopez", side=jbp.Side.VENDOR)
VERA = jbp.Person(
    id="vera",
    name="Vera Ek",
    side=jbp.Side.VENDOR,
    role=jbp.PersonRole.EXECUTIVE_SPONSOR,
)
TOM = jbp.Person(
    id="tom",
    name="Tom Ek",
    side=jbp.Side.PARTNER,
    role=jbp.PersonRole.PARTNER_ADMIN,
)
BASE = jbp.AnswerAmount("base")
HEADS = jbp.AnswerAmount("heads")
QUESTIONS = (
    jbp.Question(id="base", name="Base", kind=jbp.AnswerKind.MONEY, is_required=True),
    jbp.Question(id="heads", name="Heads", kind=jbp.AnswerKind.COUNT, unit="people"),
    jbp.Question(id="growth", name="Growth", kind=jbp.AnswerKind.RATIO, default="10%"),
    jbp.Question(id="mdf", name="MDF?", kind=jbp.AnswerKind.YES_NO),
    jbp.Question(id="who", name="Who?", kind=jbp.AnswerKind.PERSON),
)


def setting(**fields: Any) -> jbp.PlanSetting:
    known: dict[str, Any] = {
        "id": "nw-2026",
        "vendor": jbp.Party(id="acme", name="Acme"),
        "partner": jbp.Partner(id="nw", name="Northwind"),
        "period": YEAR,
        "people": [MARIA, VERA, TOM],
    }
    return jbp.PlanSetting(**{**known, **fields})


def template(**fields: Any) -> jbp.Template:
    known: dict[str, Any] = {"key": "t", "version": 1, "name": "T"}
    return jbp.Template(**{**known, "questions": QUESTIONS, **fields})


def built(answers: dict[str, object], of: jbp.Template, **fields: Any) -> jbp.Plan:
    jbp.DeclaredTemplate(of)
    return build_draft(of, answers, setting(**fields)).plan


def goal(target: object = None, **fields: Any) -> jbp.TemplateGoal:
    known: dict[str, Any] = {"id": "g", "name": "G", "metric": "revenue"}
    return jbp.TemplateGoal(**{**known, "target": target, **fields})


QBR = jbp.TemplateCadence(
    id="qbr",
    name="QBR",
    step=jbp.Frequency.QUARTERLY,
    on=jbp.MeetingDay.parse("3rd tuesday of month 3"),
    at=time(9, 30),
)
