"""Which locales there is wording for."""

from __future__ import annotations

import re
from typing import Final

from babel.core import Locale, UnknownLocaleError

from jbpcore.errors import UnsupportedLocaleError

__all__ = ["WORDED_LANGUAGES", "parse_locale", "parse_worded_locale"]

WORDED_LANGUAGES: Final = ("en",)
"""Languages that jbpcore has sentences in."""

# Looked at before babel sees it: a locale comes from a stranger's browser.
_SHAPE = re.compile("[A-Za-z]{2,3}(?:[_-][A-Za-z0-9]{2,8}){0,3}", re.ASCII)


def parse_locale(locale: str) -> Locale:
    """Return the locale named by a tag such as ``"en_US"`` or ``"de-CH"``.

    Raises:
        UnsupportedLocaleError: If it is no locale tag, or of no known locale.

    Examples:
        >>> parse_locale("de-CH").territory
        'CH'
    """
    if isinstance(locale, str) and _SHAPE.fullmatch(locale):
        try:
            return Locale.parse(locale.replace("-", "_"))
        except (UnknownLocaleError, ValueError):
            pass
    raise UnsupportedLocaleError(locale, ("en_US", "en_GB", "de_DE", "fr_FR"))


def parse_worded_locale(locale: str) -> Locale:
    """Return a locale that jbpcore has sentences for: any of English, for now.

    Raises:
        UnsupportedLocaleError: If there is no wording in its language.

    Examples:
        >>> parse_worded_locale("de_DE")
        Traceback (most recent call last):
        jbpcore.errors.UnsupportedLocaleError: No wording for the locale 'de_DE'...
    """
    parsed = parse_locale(locale)
    if parsed.language not in WORDED_LANGUAGES:
        raise UnsupportedLocaleError(locale, ("en_US", "en_GB", "en_AU", "en_IN"))
    return parsed
