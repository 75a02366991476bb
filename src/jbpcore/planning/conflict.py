"""What two people did to one thing at the same time."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

import attrs

from jbpcore.model.validation import is_a
from jbpcore.planning.change_words import named_field, named_part, value_words
from jbpcore.planning.changes import steps_of
from jbpcore.wording import Opening, Sentence

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
        what: str = named_part(named_field(step.field), self.subject)
        if step.key is not None:
            what = self.subject
        mine, theirs, base = (
            value_words(value) or Sentence("a long text")
            for value in (self.mine, self.theirs, self.base)
        )
        asked = Sentence(
            # Translators: {mine} and {theirs} are what two people made of the same
            # thing, each with who it was; {base} is what it was before.
            "{what}: {mine} or {theirs}? It was {base} before.",
            what=Opening(what),
            mine=_by(mine, self.mine_by),
            theirs=_by(theirs, self.theirs_by),
            base=base,
        )
        if not self.reason:
            return asked
        return Sentence(_REASONED, asked=asked, reason=self.reason)


def _by(value: str, who: str | None) -> str:
    return Sentence(_WITH, value=value, who=who) if who else value


_REASONED: Final = "{asked} {reason}"
_WITH: Final = "{value} ({who})"
