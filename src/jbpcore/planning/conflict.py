"""What two people did to one thing at the same time."""

from __future__ import annotations

from enum import StrEnum

import attrs

from jbpcore.model.validation import is_a
from jbpcore.planning.change_words import field_words, value_words
from jbpcore.planning.changes import steps_of

__all__ = ["TERMS_PATH", "Choice", "Conflict"]

TERMS_PATH = "terms"
"""Path of the conflict that one signed, or put forward, what the other changed."""


class Choice(StrEnum):
    """Which of the values to take where two people disagree."""

    MINE = "mine"
    THEIRS = "theirs"
    BASE = "base"


@attrs.frozen(kw_only=True)
class Conflict:
    """One thing that two people changed differently; none of the values is lost.

    Attributes:
        path: Where: a field, a whole goal that one edited and the other removed, or
            ``"goals"`` for their order.
        base: What was there before; ``None`` if there was nothing.
        mine: What the one made of it; ``None`` if they removed it.
        theirs: What the other made of it.
        mine_by: Who the one is, if that is known.
        theirs_by: Who the other is.
        subject: What the thing is called that it is part of.
        reason: Why both together will not do, where the values do not say so.

    Examples:
        >>> Conflict(path="actions[id=a1].owner_id", base=None, mine="tom",
        ...          theirs="ann", theirs_by="maria", subject='"Train"').sentence
        'Owner of "Train": tom or ann (maria)? It was nothing before.'
    """

    path: str = attrs.field(validator=is_a(str))
    base: object = None
    mine: object = None
    theirs: object = None
    mine_by: str | None = None
    theirs_by: str | None = None
    subject: str = attrs.field(default="the plan", validator=is_a(str))
    reason: str = attrs.field(default="", validator=is_a(str))

    @property
    def sentence(self) -> str:
        """The conflict as a question in plain English."""
        step = steps_of(self.path)[-1]
        what = f"{field_words(step.field)} of {self.subject}"
        if step.key is not None:
            what = self.subject
        mine, theirs, base = (
            value_words(value) or "a long text"
            for value in (self.mine, self.theirs, self.base)
        )
        asked = (
            f"{what[:1].upper()}{what[1:]}: {mine}{_by(self.mine_by)} or "
            f"{theirs}{_by(self.theirs_by)}? It was {base} before."
        )
        return f"{asked} {self.reason}".rstrip()


def _by(who: str | None) -> str:
    return f" ({who})" if who else ""
