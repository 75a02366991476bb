"""Templates in TOML, and the plans that are made from them."""

from __future__ import annotations

from datetime import date
from typing import Final

from fuzz.harness import attempt, expect

from jbpcore.codec.json_text import dumps, loads
from jbpcore.codec.templates.reading import try_template
from jbpcore.codec.templates.template_text import TemplateText
from jbpcore.codec.templates.toml_text import try_toml_text
from jbpcore.errors import Finding
from jbpcore.model.party import Partner, Party
from jbpcore.model.plan import Plan
from jbpcore.model.plan_setting import PlanSetting
from jbpcore.model.template import Template
from jbpcore.periods.daterange import DateRange
from jbpcore.planning.templates.declared import DeclaredTemplate

__all__ = ["check", "check_text"]

LONGEST: Final = 4_096

_SETTING: Final = PlanSetting(
    id="p",
    vendor=Party(id="acme", name="Acme"),
    partner=Partner(id="northwind", name="Northwind"),
    period=DateRange(date(2026, 1, 1), date(2027, 1, 1)),
)
_TEXTS: Final = {"money": "1000", "count": "3", "percent": "10%"}


def check(data: bytes) -> None:
    """Read a template; what is accepted makes a sound plan, or says why not."""
    text = attempt(try_toml_text, data, "bad.toml")
    if isinstance(text, TemplateText):
        check_text(text)
    else:
        expect(isinstance(text, Finding), "neither a text nor a finding", text)


def check_text(text: TemplateText) -> None:
    """Read a template that is plain data already, and make a plan of it."""

    def find(key: str, _: int | None) -> TemplateText | None:
        return text if key == "bad" else None

    template = attempt(try_template, text, find_base=find)
    if not isinstance(template, Template):
        return
    expect(try_template(text, find_base=find) == template, "read as another one")
    declared = attempt(DeclaredTemplate, template)
    if declared is None:
        return
    answers = {
        question.id: question.choices[0]
        if question.choices
        else _TEXTS.get(question.kind.value, "yes")
        for question in template.questions
    }
    for given in ({}, answers):
        draft = attempt(declared.build, given, _SETTING)
        if draft is not None:
            written = dumps(draft.plan)
            expect(loads(written, Plan) == draft.plan, "a plan that cannot be kept")
