"""A sheet for the HTML part of a mail: tables, inline styles, nothing that is dropped.

Mail programs drop style sheets, custom properties, flexible layout and inline SVG. So a
bar is a table of two cells here, columns stand below each other, and every colour is
written where it is used, in the light palette.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import pairwise
from types import MappingProxyType
from typing import Final

from jbpcore.views.markup import Child, Markup, Style, Tag, joined
from jbpcore.views.palette import LIGHT, Tone
from jbpcore.views.sheet import (
    Block,
    Facts,
    Item,
    Items,
    Lead,
    Prose,
    Sheet,
    SheetSection,
)
from jbpcore.views.sheet_table import Badge, Cell, Meter, Table

__all__ = ["sheet_mail"]

_PERCENT: Final = 100
_WIDEST: Final = 600
_FONT: Final = "font-family:Segoe UI,Roboto,Helvetica,Arial,sans-serif"
_INK, _SOFT = f"color:{LIGHT.ink}", f"color:{LIGHT.soft}"
_SMALL: Final = f"font-size:13px;line-height:18px;font-weight:normal;{_SOFT}"
_TEXT: Final = f"font-size:15px;line-height:22px;{_INK}"
_HAIRLINE: Final = f"border-bottom:1px solid {LIGHT.line}"


def _tag(name: str, style: str, **attributes: object) -> Tag:
    return Tag(name, style=Style(style), **attributes)


_FRAME: Final = Tag(
    "table",
    role="presentation",
    width="100%",
    cellpadding=0,
    cellspacing=0,
    border=0,
    style=Style(f"max-width:{_WIDEST}px;border-collapse:collapse;{_FONT}"),
)
_PLAIN: Final = Tag(
    "table",
    role="presentation",
    width="100%",
    cellpadding=0,
    cellspacing=0,
    border=0,
    style=Style("border-collapse:collapse"),
)
_TABLE: Final = Tag(
    "table",
    width="100%",
    cellpadding=0,
    cellspacing=0,
    border=0,
    style=Style(f"margin-top:16px;border-collapse:collapse;{_FONT}"),
)
_TR: Final = Tag("tr")
_BODY: Final = _tag("td", f"padding:20px;background-color:{LIGHT.surface};{_TEXT}")
_HEADING: Final = _tag(
    "h2", f"margin:0;font-size:20px;line-height:26px;font-weight:bold;{_INK}"
)
_SECTION: Final = _tag(
    "h3", f"margin:24px 0 4px;font-size:15px;line-height:20px;font-weight:bold;{_INK}"
)
_SUB: Final = _tag("p", f"margin:2px 0 0;{_SMALL}")
_PARAGRAPH: Final = _tag("p", f"margin:8px 0 0;{_TEXT}")
_STATUS: Final = _tag("p", "margin:8px 0 0;font-size:13px;line-height:20px")
_ABOUT: Final = _tag(
    "p", f"margin:20px 0 0;font-size:15px;line-height:22px;font-weight:bold;{_INK}"
)
_NUMBER: Final = _tag("p", f"margin:4px 0 10px;font-size:17px;{_SOFT}")
_VALUE: Final = _tag(
    "strong", f"font-size:42px;line-height:46px;font-weight:bold;{_INK}"
)
_NAME: Final = _tag("td", f"padding:6px 12px 6px 0;{_SMALL};{_HAIRLINE}", valign="top")
_FIGURE: Final = _tag(
    "td",
    f"padding:6px 0;font-weight:bold;{_TEXT};{_HAIRLINE}",
    valign="top",
)
_ROW: Final = _tag("td", f"padding:8px 0;{_TEXT};{_HAIRLINE}")
_DETAIL: Final = _tag("div", _SMALL)
_LINK: Final = _tag("a", f"color:{LIGHT.accent}", rel="noopener noreferrer")
_TH: Final = _tag(
    "th",
    f"padding:6px 12px 6px 0;{_SMALL};border-bottom:1px solid {LIGHT.edge}",
    scope="col",
    valign="bottom",
)
_TD: Final = _tag("td", f"padding:6px 12px 6px 0;{_TEXT};{_HAIRLINE}", valign="top")
_ROW_TH: Final = _tag(
    "th",
    f"padding:6px 12px 6px 0;font-weight:bold;{_TEXT};{_HAIRLINE}",
    scope="row",
    valign="top",
)
_GROUP: Final = _tag(
    "th",
    f"padding:16px 0 4px;font-weight:bold;{_TEXT};{_HAIRLINE}",
    scope="rowgroup",
)
_BADGES: Final = MappingProxyType(
    {
        tone: _tag(
            "span",
            f"padding:2px 8px;font-size:13px;line-height:20px;font-weight:bold;"
            f"color:{colours.text};background-color:{colours.tint};border-radius:10px",
        )
        for tone, colours in LIGHT.tones.items()
    }
)
_CALLOUTS: Final = MappingProxyType(
    {
        tone: _tag(
            "p",
            f"margin:8px 0 0;padding:8px 12px;font-size:15px;line-height:22px;"
            f"color:{colours.text};background-color:{colours.tint};"
            f"border-left:4px solid {colours.solid}",
        )
        for tone, colours in LIGHT.tones.items()
    }
)
_DONE: Final = MappingProxyType(
    {
        tone: _tag(
            "td",
            f"height:12px;font-size:1px;line-height:12px;"
            f"background-color:{colours.solid}",
            height=12,
        )
        for tone, colours in LIGHT.tones.items()
    }
)
_OPEN: Final = _tag(
    "td",
    f"height:12px;font-size:1px;line-height:12px;background-color:{LIGHT.line}",
    height=12,
)
_DUE: Final = _tag(
    "td",
    f"height:12px;font-size:1px;line-height:12px;background-color:{LIGHT.ink}",
    height=12,
    width=2,
)
_BLANK: Final = "\N{NO-BREAK SPACE}"


def sheet_mail(sheet: Sheet) -> Markup:
    """Return *sheet* as one table for the body of a mail.

    Args:
        sheet: What to show.
    """
    page = _Page(sheet)
    frame = _FRAME.having(
        lang=sheet.language, dir="rtl" if sheet.is_leftward else "ltr"
    )
    return frame(_TR(_BODY(*page.head(), *page.blocks(sheet.blocks))))


class _Page:
    """The parts of one mail."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.start = "right" if sheet.is_leftward else "left"
        self.end = "left" if sheet.is_leftward else "right"

    def head(self) -> list[Markup]:
        sheet = self.sheet
        parts = [_HEADING(sheet.title)]
        if sheet.subtitle:
            parts.append(_SUB(sheet.subtitle))
        if sheet.badge is not None:
            parts.append(_STATUS(_badge(sheet.badge)))
        return parts

    def blocks(self, blocks: tuple[Block, ...]) -> list[Markup]:
        return [_SHOWN[type(block)](self, block) for block in blocks]

    def lead(self, lead: Lead) -> Markup:
        value: list[Child] = [_VALUE(lead.value)]
        if lead.beside:
            value += [" ", lead.beside]
        about: list[Child] = [lead.about]
        if lead.badge is not None:
            about += [" ", _badge(lead.badge)]
        parts = [_ABOUT(*about), _NUMBER(*value)]
        if lead.meter is not None:
            parts += [self.bar(lead.meter), _SUB(lead.meter.words)]
        parts += map(_PARAGRAPH, lead.sentences)
        if lead.call:
            parts.append(_CALLOUTS[lead.tone](lead.call))
        return joined(parts)

    def bar(self, meter: Meter) -> Markup:
        """Return a bar of cells: what is done, the mark of today, and what is open."""
        done, due = max(meter.done, Fraction(0)), meter.due
        whole = max(Fraction(1), done, due or Fraction(0))
        done = done / whole
        marks = [] if due is None else [max(due, Fraction(0)) / whole]
        ends = sorted({Fraction(0), done, *marks, Fraction(1)})
        cells: list[Markup] = []
        for begin, end in pairwise(ends):
            if begin in marks and 0 < begin < 1:
                cells.append(_DUE(_BLANK))
            tag = _DONE[meter.tone] if end <= done else _OPEN
            width = max(round((end - begin) * _PERCENT), 1)
            cells.append(tag.having(width=f"{width}%")(_BLANK))
        return _PLAIN.having(aria_hidden="true")(_TR(*cells))

    def facts(self, facts: Facts) -> Markup:
        rows = []
        for term, figure, note in facts.rows:
            shown: list[Child] = [figure]
            if note:
                shown.append(_DETAIL(note))
            rows.append(
                _TR(
                    _NAME.having(align=self.start)(term),
                    _FIGURE.having(align=self.end)(*shown),
                )
            )
        return joined((_SUB(_BLANK), _PLAIN(*rows)))

    def prose(self, prose: Prose) -> Markup:
        tag = _PARAGRAPH if prose.tone is None else _CALLOUTS[Tone(prose.tone)]
        return joined(map(tag, prose.sentences))

    def items(self, items: Items) -> Markup:
        rows = [
            _TR(_ROW.having(align=self.start)(*_item(item, number, items)))
            for number, item in enumerate(items.rows, start=1)
        ]
        parts = [_PLAIN(*rows)] if rows else []
        if items.more:
            parts.append(_SUB(items.more))
        return joined(parts)

    def section(self, section: SheetSection) -> Markup:
        parts = [_SECTION(section.title)]
        if section.subtitle:
            parts.append(_SUB(section.subtitle))
        return joined((*parts, *self.blocks(section.blocks)))

    def table(self, table: Table) -> Markup:
        if not table.rows:
            return _SUB(table.empty)
        aligns = [self.end if c.is_number else self.start for c in table.columns]
        heads = [
            _TH.having(align=align)(column.heading)
            for column, align in zip(table.columns, aligns, strict=True)
        ]
        rows: list[Markup] = [_TR(*heads)]
        group = ""
        for row in table.rows:
            if row.group and row.group != group:
                told: list[Child] = [row.group]
                if row.group_badge is not None:
                    told += [" ", _badge(row.group_badge)]
                tag = _GROUP.having(colspan=len(aligns), align=self.start)
                rows.append(_TR(tag(*told)))
            group = row.group
            rows.append(
                _TR(
                    *(
                        (_TD if at else _ROW_TH).having(align=align)(*_cell(cell))
                        for at, (cell, align) in enumerate(
                            zip(row.cells, aligns, strict=True)
                        )
                    )
                )
            )
        return _TABLE(*rows)


def _badge(badge: Badge) -> Markup:
    return _BADGES[badge.tone](badge.shape, _BLANK, badge.word)


def _item(item: Item, number: int, items: Items) -> list[Child]:
    parts: list[Child] = [f"{number}. "] if items.is_ordered else []
    if item.badge is not None:
        parts += [_badge(item.badge), " "]
    parts.append(item.text)
    parts += [_DETAIL(detail) for detail in item.details]
    if item.link is not None:
        link, words = item.link
        parts += [" ", _LINK.having(href=link)(words)]
    return parts


def _cell(cell: Cell) -> list[Child]:
    parts: list[Child] = [] if cell.badge is None else [_badge(cell.badge)]
    if cell.text:
        parts.append(cell.text)
    if cell.detail:
        parts.append(_DETAIL(cell.detail))
    return parts


_SHOWN: Final[Mapping[type, Callable[..., Markup]]] = MappingProxyType(
    {
        Facts: _Page.facts,
        Items: _Page.items,
        Lead: _Page.lead,
        Prose: _Page.prose,
        SheetSection: _Page.section,
        Table: _Page.table,
    }
)
