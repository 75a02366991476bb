"""What comes of a template and answers: a plan, and what is still missing in it."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from jbpcore.errors import Finding
from jbpcore.model.plan import Plan
from jbpcore.model.validation import is_a

__all__ = ["TemplateDraft"]


def _findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(findings)


@attrs.frozen(kw_only=True)
class TemplateDraft:
    """What comes of a template and answers.

    Attributes:
        plan: The draft: its goals, work, reviews and answers.
        missing: What is not answered and has to be, and what was left open for it.
    """

    plan: Plan = attrs.field(validator=is_a(Plan))
    missing: tuple[Finding, ...] = attrs.field(default=(), converter=_findings)
