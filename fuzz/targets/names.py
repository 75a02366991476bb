"""What a stranger's address, browser or file calls things by: ids, locales, links."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from typing import Final

from fuzz.harness import attempt, expect, text_of

from jbpcore.adapters.open_store import open_store
from jbpcore.formatting.catalogue import MessageCatalogue
from jbpcore.formatting.locales import list_fallbacks, parse_locale
from jbpcore.formatting.words import Words
from jbpcore.model.slugs import check_slug
from jbpcore.periods.local_time import instant_at, is_zone_key
from jbpcore.ports.plan_paging import PlanCursor
from jbpcore.values.ids import check_id
from jbpcore.values.text import check_name, check_text
from jbpcore.views.markup import Link, Tag

__all__ = ["check"]

LONGEST: Final = 512
_DAY: Final = date(2026, 3, 29)
_NOON: Final = time(2, 30)
# These would make or open something where the text says; others have to be refused.
_OPENS: Final = ("sqlite:", "json:", "sqlite+", "postgresql", "memory")


def check(data: bytes) -> None:
    """Take a name for each of the things that names are for."""
    text = text_of(data)
    for take in (check_id, check_slug, check_text, check_name):
        found = attempt(take, text, "field")
        expect(found in {None, text}, "a name is changed", text, found)
    _check_locale(text)
    zoned = attempt(instant_at, _DAY, _NOON, text)
    expect(zoned is None or is_zone_key(text), "a zone without a key", text)
    _check_cursor(text)
    link = Link.try_of(text)
    if link is not None:
        expect(link.url.lower().startswith(("http://", "https://")), "a link", text)
    page = Tag("a", title=text)(text)
    expect(page.count("<") == page.count(">") == 2, "markup out of text", page)
    if not text.lower().startswith(_OPENS):
        opened = attempt(open_store, text, tenant="acme")
        expect(opened is None, "a store of no kind", text)
    readers: tuple[Callable[[str, bytes], MessageCatalogue], ...]
    readers = (MessageCatalogue.from_mo, MessageCatalogue.from_po)
    for read in readers:
        attempt(read, "de", data)


def _check_locale(text: str) -> None:
    locale = attempt(parse_locale, text)
    if locale is None:
        expect(attempt(Words.for_locale, text) is None, "words without locale", text)
        return
    expect(parse_locale(str(locale)) == locale, "a locale is another one", text)
    expect(all(list_fallbacks(locale)), "nowhere to look for words", text)
    words = Words.for_locale(text)
    expect(words.text("due on {day}", day=_DAY), "nothing is said", text)


def _check_cursor(text: str) -> None:
    cursor = attempt(PlanCursor.from_text, text)
    if cursor is not None:
        again = PlanCursor.from_text(str(cursor))
        expect(again == cursor, "a cursor comes back as another", cursor)
        expect(str(again) == str(cursor), "a cursor is written in two ways")
