"""What a view shows, as blocks without a form: the same for pages, mails and screens.

A view says once what stands where; :mod:`~jbpcore.views.sheet_html`,
:mod:`~jbpcore.views.sheet_mail`, :mod:`~jbpcore.views.sheet_text` and
:mod:`~jbpcore.views.sheet_markdown` give it form. The texts are in the reader's
language already.
"""

from __future__ import annotations

from typing import Final, TypeAlias

import attrs

from jbpcore.views.markup import Link
from jbpcore.views.palette import Tone
from jbpcore.views.sheet_table import Badge, Meter, Table

__all__ = [
    "NOTHING",
    "Block",
    "Facts",
    "Item",
    "Items",
    "Lead",
    "Prose",
    "Sheet",
    "SheetSection",
]

NOTHING: Final = ""
"""Stands for a text that is left out."""


@attrs.frozen(kw_only=True)
class Lead:
    """The one number that matters, and what it is about.

    Attributes:
        about: What it is the number of.
        tone: What it feels like.
        value: The number.
        beside: What it is a part of.
        meter: The same as a bar.
        sentences: What it means.
        call: What it takes; it has to be impossible to miss.
        badge: How it stands, where nothing beside says so.
    """

    about: str
    tone: Tone
    value: str
    beside: str = NOTHING
    meter: Meter | None = None
    sentences: tuple[str, ...] = ()
    call: str = NOTHING
    badge: Badge | None = None


@attrs.frozen(kw_only=True)
class Facts:
    """Some figures, each under its name.

    Attributes:
        rows: Name, figure, and what has to be said about it.
    """

    rows: tuple[tuple[str, str, str], ...]


@attrs.frozen(kw_only=True)
class Prose:
    """Sentences that stand alone.

    Attributes:
        sentences: A paragraph each.
        tone: What they feel like; ``None`` for plain text.
    """

    sentences: tuple[str, ...]
    tone: Tone | None = None


@attrs.frozen(kw_only=True)
class Item:
    """One line of a list.

    Attributes:
        text: What it says.
        details: What else, in short.
        badge: How it stands.
        link: Where it leads to, and what that is called.
    """

    text: str
    details: tuple[str, ...] = ()
    badge: Badge | None = None
    link: tuple[Link, str] | None = None


@attrs.frozen(kw_only=True)
class Items:
    """A list.

    Attributes:
        rows: Its lines.
        is_ordered: Whether their order says something.
        more: How many more there are, in words.
    """

    rows: tuple[Item, ...]
    is_ordered: bool = False
    more: str = NOTHING


@attrs.frozen(kw_only=True)
class SheetSection:
    """Blocks under a heading.

    Attributes:
        title: The heading.
        blocks: What stands under it.
        subtitle: What stands beside the heading.
        is_column: Whether it stands beside its neighbours where there is room.
    """

    title: str
    blocks: tuple[Block, ...]
    subtitle: str = NOTHING
    is_column: bool = False


Block: TypeAlias = Lead | Facts | Prose | Items | Table | SheetSection
"""What a sheet is made of."""


@attrs.frozen(kw_only=True)
class Sheet:
    """A whole view, in one language.

    Attributes:
        kind: Which view, as a word for programs: ``"plan_card"``.
        language: Its language as a BCP 47 tag.
        is_leftward: Whether it is written from right to left.
        title: Its heading.
        subtitle: What stands below that.
        badge: How all of it stands.
        blocks: What it is made of.
    """

    kind: str
    language: str
    is_leftward: bool
    title: str
    subtitle: str = NOTHING
    badge: Badge | None = None
    blocks: tuple[Block, ...] = ()
