"""How complete a plan is, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

import attrs

from jbpcore.errors import Finding, InvalidValueError
from jbpcore.model.validation import is_a

__all__ = ["Completeness"]


def _findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(findings)


@attrs.frozen(kw_only=True)
class Completeness:
    """How complete a plan is by its template.

    Attributes:
        score_ratio: How much of what a complete plan has is there; 1 is all of it.
        missing: What is not, each with a path in the plan and a sentence.
        too_long: What makes the plan too long to be used, as warnings.

    Raises:
        InvalidValueError: If the share is not from 0 to 1, or is 1 although something
            is missing.

    Examples:
        >>> Completeness(score_ratio=Fraction(1)).is_complete
        True
    """

    score_ratio: Fraction = attrs.field(validator=is_a(Fraction))
    missing: tuple[Finding, ...] = attrs.field(
        default=(), converter=_findings, validator=is_a(Finding, each=True)
    )
    too_long: tuple[Finding, ...] = attrs.field(
        default=(), converter=_findings, validator=is_a(Finding, each=True)
    )

    def __attrs_post_init__(self) -> None:
        """Check the share against what is missing."""
        if not 0 <= self.score_ratio <= 1 or (self.score_ratio == 1) is bool(
            self.missing
        ):
            expected = "from 0 to 1, and 1 exactly if nothing is missing"
            raise InvalidValueError(
                "Completeness.score_ratio", self.score_ratio, expected
            )

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing
