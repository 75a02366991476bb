"""Which partners a template is for, and what plans made from it should have."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from fractions import Fraction
from typing import Final

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.model.party import Partner, PartnerKind, PersonRole, Side
from jbpcore.model.slugs import a_slug
from jbpcore.model.validation import a_text, exact_ratio, is_a

__all__ = ["CompletenessRule", "LengthLimits", "Need", "Suits"]


class Need(StrEnum):
    """What a rule of completeness counts."""

    ANSWER = "answer"
    GOALS = "goals"
    ACTIONS = "actions"
    COMMITMENTS = "commitments"
    PEOPLE = "people"
    REVIEWS = "reviews"
    OWNERS = "owners"


_NARROWED: Final = {
    "question": {Need.ANSWER},
    "side": {Need.ACTIONS, Need.COMMITMENTS, Need.PEOPLE},
    "role": {Need.PEOPLE},
    "within_days": {Need.ACTIONS, Need.COMMITMENTS},
}


@attrs.frozen(kw_only=True)
class CompletenessRule:
    """One thing that a complete plan has.

    Attributes:
        id: Unique within the template.
        needs: What is counted.
        least: How many there have to be.
        question: For an answer, to which question.
        side: Whose they are; ``None`` for either.
        role: For people, in which role; ``None`` for any.
        within_days: For actions and promises, due in so many days from the start.
        weight: Its part in the score.
        advice: What is said while it is not met; empty for a sentence of ours.

    Raises:
        InvalidValueError: If a field has a bad value, or does not go with *needs*.

    Examples:
        >>> CompletenessRule(id="work", needs=Need.ACTIONS, side=Side.PARTNER, least=3,
        ...                  within_days=90).weight
        Fraction(1, 1)
    """

    id: str = attrs.field(validator=a_slug)
    needs: Need = attrs.field(validator=is_a(Need))
    least: int = attrs.field(default=1, validator=is_a(int))
    question: str | None = attrs.field(
        default=None, validator=attrs.validators.optional(a_slug)
    )
    side: Side | None = attrs.field(
        default=None, validator=attrs.validators.optional(is_a(Side))
    )
    role: PersonRole | None = attrs.field(
        default=None, validator=attrs.validators.optional(is_a(PersonRole))
    )
    within_days: int | None = attrs.field(
        default=None, validator=attrs.validators.optional(is_a(int))
    )
    weight: Fraction = attrs.field(
        default=Fraction(1), converter=exact_ratio, validator=is_a(Fraction)
    )
    advice: str = attrs.field(default="", validator=a_text)

    def __attrs_post_init__(self) -> None:
        """Check the parts against each other."""
        for name, needs in _NARROWED.items():
            if getattr(self, name) is not None and self.needs not in needs:
                expected = f"left out where {self.needs} are counted"
                given = getattr(self, name)
                raise InvalidValueError(f"CompletenessRule.{name}", given, expected)
        if self.needs is Need.ANSWER and self.question is None:
            expected = "the id of the question that is to be answered"
            raise InvalidValueError("CompletenessRule.question", None, expected)
        if self.least < 1:
            raise InvalidValueError("CompletenessRule.least", self.least, "1 or more")
        if self.weight <= 0:
            expected = "above zero"
            raise InvalidValueError("CompletenessRule.weight", self.weight, expected)


@attrs.frozen(kw_only=True)
class LengthLimits:
    """From when on a plan is too long to be used.

    Attributes:
        goals: Goals for both sides.
        actions: Actions.
        commitments: Promises.
        words: Words in all its texts.
    """

    goals: int = attrs.field(default=5, validator=is_a(int))
    actions: int = attrs.field(default=40, validator=is_a(int))
    commitments: int = attrs.field(default=15, validator=is_a(int))
    words: int = attrs.field(default=3_000, validator=is_a(int))


def _kinds(values: Iterable[PartnerKind]) -> tuple[PartnerKind, ...]:
    return tuple(values)


def _texts(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(values)


@attrs.frozen(kw_only=True)
class Suits:
    """Which partners a template is for; what is empty is any.

    Attributes:
        kinds: How they go to market.
        tiers: Their levels in the programme.
        regions: Their regions.

    Examples:
        >>> msps = Suits(kinds=[PartnerKind.MSP])
        >>> msps.fits(Partner(id="nw", name="Northwind", kind=PartnerKind.MSP))
        True
    """

    kinds: tuple[PartnerKind, ...] = attrs.field(
        default=(), converter=_kinds, validator=is_a(PartnerKind, each=True)
    )
    tiers: tuple[str, ...] = attrs.field(
        default=(), converter=_texts, validator=is_a(str, each=True)
    )
    regions: tuple[str, ...] = attrs.field(
        default=(), converter=_texts, validator=is_a(str, each=True)
    )

    @property
    def narrowness(self) -> int:
        """In how many ways partners are narrowed down, 0 to 3."""
        return sum(map(bool, (self.kinds, self.tiers, self.regions)))

    def fits(self, partner: Partner) -> bool:
        """Whether the template is for *partner*; names of tiers in any case."""
        tiers = {tier.casefold() for tier in self.tiers}
        regions = {region.casefold() for region in self.regions}
        return (
            (not self.kinds or partner.kind in self.kinds)
            and (not tiers or partner.tier.casefold() in tiers)
            and (not regions or partner.region.casefold() in regions)
        )
