"""A template that is written down, at work."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from jbpcore.errors import InvalidDataError
from jbpcore.model.answer import TemplateRef
from jbpcore.model.completeness import Completeness
from jbpcore.model.plan import Plan
from jbpcore.model.plan_setting import PlanSetting
from jbpcore.model.question import Question, Section
from jbpcore.model.template import Template
from jbpcore.model.template_draft import TemplateDraft
from jbpcore.model.template_rules import Suits
from jbpcore.model.validation import is_a
from jbpcore.planning.templates.building import build_draft
from jbpcore.planning.templates.checking import check_template
from jbpcore.planning.templates.completing import completeness_of

__all__ = ["DeclaredTemplate"]


@attrs.frozen
class DeclaredTemplate:
    """A plan template made of plain data; it keeps all promises of ``PlanTemplate``.

    Attributes:
        template: What is written down.

    Raises:
        InvalidDataError: If its parts do not fit together; all of that is in
            ``findings``.

    Examples:
        >>> from datetime import date
        >>> import jbpcore as jbp
        >>> goal = jbp.TemplateGoal(id="deals", name="Deals with {partner.name}",
        ...                         metric="deals-won", target=jbp.FixedAmount(5))
        >>> template = DeclaredTemplate(
        ...     Template(key="first", version=1, name="First", goals=[goal]))
        >>> setting = jbp.PlanSetting(
        ...     id="nw-2026", vendor=jbp.Party(id="acme", name="Acme"),
        ...     partner=jbp.Partner(id="nw", name="Northwind"),
        ...     period=jbp.DateRange(date(2026, 1, 1), date(2027, 1, 1)))
        >>> plan = template.build({}, setting).plan
        >>> print(plan.name, plan.template, plan.goals[0].name, plan.goals[0].target)
        Northwind 2026 first@1 Deals with Northwind 5 deals
    """

    template: Template = attrs.field(validator=is_a(Template))

    def __attrs_post_init__(self) -> None:
        """Check that the parts fit together."""
        findings = check_template(self.template)
        if findings:
            subject = f"template {self.template.ref}"
            raise InvalidDataError(subject, findings)

    def __repr__(self) -> str:
        """Which template it is."""
        return f"<DeclaredTemplate {str(self.ref)!r} {self.template.name!r}>"

    @property
    def ref(self) -> TemplateRef:
        """Its key and version."""
        return self.template.ref

    @property
    def name(self) -> str:
        """What people call it."""
        return self.template.name

    @property
    def summary(self) -> str:
        """For whom it is, and what for."""
        return self.template.summary

    @property
    def language(self) -> str:
        """The language of its texts."""
        return self.template.language

    @property
    def suits(self) -> Suits:
        """Which partners it is for."""
        return self.template.suits

    @property
    def months(self) -> int:
        """How long a plan made from it usually is."""
        return self.template.months

    def sections(self) -> tuple[Section, ...]:
        """Return the headings that questions stand under."""
        return self.template.sections

    def questions(self) -> tuple[Question, ...]:
        """Return what it asks, in order."""
        return self.template.questions

    def build(
        self, answers: Mapping[str, object], setting: PlanSetting
    ) -> TemplateDraft:
        """Return the draft plan that comes of *answers*.

        Args:
            answers: What was answered, by question: values, or text as typed in.
            setting: Between whom the plan is, and when.

        Raises:
            InvalidDataError: If something is no answer.
        """
        return build_draft(self.template, answers, setting)

    def completeness(self, plan: Plan) -> Completeness:
        """Return how complete *plan* is by this template, and what is missing.

        Args:
            plan: A plan made from it, or another.
        """
        return completeness_of(plan, self.template)
