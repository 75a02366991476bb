"""What needs attention, in one sentence: what, since when, and what to do."""

from __future__ import annotations

from jbpcore.engine.attention.nudge import Nudge
from jbpcore.formatting.nudge_sentences import nudge_words
from jbpcore.formatting.nudge_steps import step_words
from jbpcore.formatting.words import Words, words_for

__all__ = ["explain_nudge"]


def explain_nudge(nudge: Nudge, *, locale: str | Words = "en_US") -> str:
    """Say what needs attention, since when, and what to do about it.

    Names stand in it as people wrote them. Escape the sentence where it goes into HTML.

    Args:
        nudge: One of what :func:`~jbpcore.planning.attention.attention` found.
        locale: For whom; or words with the catalogues of the host.

    Returns:
        One sentence.

    Raises:
        UnsupportedLocaleError: If no locale is known by that name.

    Examples:
        >>> from datetime import date
        >>> from jbpcore.engine.attention.codes import NudgeCode, NudgeStep
        >>> from jbpcore.model.party import Side
        >>> nudge = Nudge(
        ...     code=NudgeCode.ACTION_OVERDUE, plan_id="nw", subject="actions:train",
        ...     name="Train two engineers", sides=[Side.PARTNER],
        ...     step=NudgeStep.FINISH_ACTION, since=date(2026, 6, 2),
        ... )
        >>> print(explain_nudge(nudge))
        Train two engineers has been overdue since Jun 2, 2026; finish it, or give it
        another day.
    """
    words = words_for(locale)
    # Translators: {what} is a whole sentence about what needs attention, {step} what to
    # do about it: "finish it, or give it another day".
    return words.text(
        "{what}; {step}.", what=nudge_words(nudge, words), step=step_words(nudge, words)
    )
