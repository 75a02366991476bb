"""What went wrong, and what to do about it, in the language of the reader."""

from __future__ import annotations

from jbpcore.errors import Finding, JbpError
from jbpcore.formatting.words import Words, words_for

__all__ = ["explain_error"]


def explain_error(problem: JbpError | Finding, *, locale: str | Words = "en_US") -> str:
    """Say what an error, or a finding, says in English.

    Names and values stand in it as people wrote them. Escape the sentence where it goes
    into HTML.

    Args:
        problem: What was raised, or found.
        locale: For whom; or words with the catalogues of the host.

    Returns:
        A sentence or two; of a document with findings a line for each.

    Raises:
        UnsupportedLocaleError: If no locale is known by that name.

    Examples:
        >>> from jbpcore.errors import StaleRevisionError
        >>> error = StaleRevisionError("northwind-2026", 6, 7)
        >>> print(explain_error(error, locale="de_DE"))
        Plan 'northwind-2026' ist bei Revision 7, nicht 6. Lesen Sie ihn neu, ...
    """
    return words_for(locale).say(problem.sentence)
