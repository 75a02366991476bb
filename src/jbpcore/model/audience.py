"""Whom a part of a plan is for: both sides, or one of them alone."""

from __future__ import annotations

from enum import StrEnum

from jbpcore.model.party import Side

__all__ = ["Audience"]


class Audience(StrEnum):
    """Who of the two sides sees something.

    Commitments and everything that both sides sign are always for both; a goal, an
    initiative, an action or a comment may be for one side alone, and is then no part of
    what is signed.

    Examples:
        >>> Audience.VENDOR.sees(Side.VENDOR), Audience.VENDOR.sees(Side.PARTNER)
        (True, False)
        >>> Audience.of(Side.PARTNER)
        <Audience.PARTNER: 'partner'>
    """

    JOINT = "joint"
    VENDOR = "vendor"
    PARTNER = "partner"

    def sees(self, side: Side) -> bool:
        """Whether what is for this audience is for *side*."""
        return self is Audience.JOINT or self.value == side.value

    @classmethod
    def of(cls, side: Side) -> Audience:
        """Return the audience that is *side* alone."""
        return cls(side.value)
