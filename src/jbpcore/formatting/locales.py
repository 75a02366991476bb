"""Which locale is meant, and in which languages there are words for it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from babel.core import Locale, UnknownLocaleError, get_global
from babel.core import parse_locale as split_locale

from jbpcore.errors import UnsupportedLocaleError

__all__ = ["LANGUAGES", "list_fallbacks", "parse_locale"]

LANGUAGES: Final = (
    "ar",
    "de",
    "en",
    "es",
    "fr",
    "hi",
    "it",
    "ja",
    "ko",
    "nl",
    "pl",
    "pt_BR",
    "sv",
    "tr",
    "zh_Hans",
)
"""The languages that jbpcore brings words in. English is in the code itself."""

_SUGGESTED: Final = ("en_US", "en_GB", "de_DE", "fr_FR")
_KEPT: Final = 512
# Looked at before babel sees it: a locale comes from a stranger's browser, and babel
# makes the name of a file of it. No longer tag than of 30 characters has this shape.
_SHAPE = re.compile("[A-Za-z]{2,3}(?:[_-][A-Za-z0-9]{2,8}){0,3}", re.ASCII)


def parse_locale(locale: str) -> Locale:
    """Return the locale named by a tag such as ``"en_US"`` or ``"de-CH"``.

    Raises:
        UnsupportedLocaleError: If it is no locale tag, or of no known locale.

    Examples:
        >>> parse_locale("de-CH").territory
        'CH'
        >>> parse_locale("../../etc/passwd")
        Traceback (most recent call last):
        jbpcore.errors.UnsupportedLocaleError: No locale is known by '../../etc/pa...
    """
    if isinstance(locale, str) and _SHAPE.fullmatch(locale):
        found = _parsed(locale)
        if found is not None:
            return found
    raise UnsupportedLocaleError(locale, _SUGGESTED)


@lru_cache(maxsize=_KEPT)
def _parsed(locale: str) -> Locale | None:
    try:
        return Locale.parse(locale.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return None


def list_fallbacks(locale: Locale) -> tuple[str, ...]:
    """Return where to look for the words of *locale*, the nearest first.

    From the most exact name to the language alone, but never across two scripts: who
    reads traditional Chinese does not read the simplified. Last comes what another
    country has in the same language and script, so that Portugal reads Brazilian words
    rather than English ones.

    Examples:
        >>> list_fallbacks(parse_locale("pt_BR"))
        ('pt_BR', 'pt')
        >>> list_fallbacks(parse_locale("zh-CN"))
        ('zh_Hans_CN', 'zh_CN', 'zh_Hans', 'zh')
        >>> list_fallbacks(parse_locale("zh-TW")), list_fallbacks(parse_locale("pt_PT"))
        (('zh_Hant_TW', 'zh_TW', 'zh_Hant'), ('pt_PT', 'pt', 'pt_BR'))
    """
    language, country = locale.language, locale.territory
    script = locale.script or _script_of(language, country)
    usual = _script_of(language, None)
    names = [
        f"{language}_{script}_{country}" if locale.script and country else "",
        f"{language}_{country}" if country else "",
        f"{language}_{script}" if locale.script or script != usual else "",
    ]
    if script == usual:
        names.append(language)
    for other in LANGUAGES:
        kin = parse_locale(other)
        if kin.language == language:
            written = kin.script or _script_of(language, kin.territory)
            names.append(other if written == script else "")
    return tuple(dict.fromkeys(filter(None, names)))


def _script_of(language: str, country: str | None) -> str:
    """Return the script that is usual for a language, in a country."""
    likely = get_global("likely_subtags")
    for name in (f"{language}_{country}", language):
        if name in likely:
            return split_locale(likely[name])[2] or ""
    return ""
