"""A sheet as a fragment of HTML for a page of somebody else's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from jbpcore.errors import InvalidValueError
from jbpcore.views.drawing import pace_bar
from jbpcore.views.markup import Child, Markup, Tag, joined
from jbpcore.views.palette import Tone
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
from jbpcore.views.sheet_table import Badge, Cell, Column, Meter, Row, Table
from jbpcore.views.stylesheet import STYLESHEET

__all__ = ["sheet_html"]

_THEMES: Final = ("auto", "light", "dark")
_DEEPEST: Final = 6
_FEW_COLUMNS: Final = 5
_KEPT: Final = 256  # heads of tables and marks of a status, which stand on every page

_ROOT: Final = Tag("article")
_STYLE: Final = Tag("style").raw(STYLESHEET)
_HEADINGS: Final = MappingProxyType(
    {level: Tag(f"h{level}", class_="jbp-title") for level in range(2, _DEEPEST + 1)}
)
_HEADER: Final = Tag("header", class_="jbp-head")
_NAMES: Final = Tag("div", class_="jbp-names")
_SUBTITLE: Final = Tag("p", class_="jbp-sub")
_BADGES: Final = MappingProxyType(
    {tone: Tag("span", class_=f"jbp-badge jbp-{tone.value}") for tone in Tone}
)
_CALLS: Final = MappingProxyType(
    {tone: Tag("p", class_=f"jbp-prose jbp-callout jbp-{tone.value}") for tone in Tone}
)
_SHAPE: Final = Tag("span", class_="jbp-shape", aria_hidden="true")
_LEAD: Final = Tag("div", class_="jbp-hero")
_LEAD_TOP: Final = Tag("div", class_="jbp-hero-top")
_ABOUT: Final = Tag("p", class_="jbp-about")
_TOP: Final = _LEAD_TOP.around(_ABOUT)
_NUMBER: Final = Tag("p", class_="jbp-number")
_VALUE: Final = Tag("strong", class_="jbp-value")
_BESIDE: Final = Tag("span", class_="jbp-beside")
_SAYS: Final = Tag("p", class_="jbp-says")
_KEY: Final = Tag("p", class_="jbp-key", aria_hidden="true")
_KEY_DONE: Final = Tag("span", class_="jbp-key-done")
_KEY_DUE: Final = Tag("span", class_="jbp-key-due")
_KEY_TARGET: Final = Tag("span", class_="jbp-key-target")
_FACTS: Final = Tag("dl", class_="jbp-facts")
_FACT: Final = Tag("div", class_="jbp-fact")
_TERM: Final = Tag("dt")
_FIGURE: Final = Tag("dd")
_NOTE: Final = Tag("small", class_="jbp-note")
_PROSE: Final = Tag("p", class_="jbp-prose")
_LIST: Final = Tag("ul", class_="jbp-list")
_STEPS: Final = Tag("ol", class_="jbp-list jbp-steps")
_ITEM: Final = Tag("li")
_TEXT: Final = Tag("span", class_="jbp-text")
_DETAIL: Final = Tag("span", class_="jbp-detail")
_MORE: Final = Tag("p", class_="jbp-more")
_LINK: Final = Tag("a", class_="jbp-link", rel="noopener noreferrer")
_SECTION: Final = Tag("section", class_="jbp-section")
_COLUMN: Final = Tag("section", class_="jbp-section jbp-column")
_SECTION_HEAD: Final = Tag("div", class_="jbp-section-head")
_SECTION_HEADS: Final = MappingProxyType(
    {level: _SECTION_HEAD.around(tag) for level, tag in _HEADINGS.items()}
)
_COLUMNS: Final = Tag("div", class_="jbp-columns")
_WRAP: Final = Tag("div", class_="jbp-table-wrap")
_WIDE: Final = Tag("div", class_="jbp-table-wrap jbp-wide")
_TABLE: Final = Tag("table", class_="jbp-table", role="table")
_CAPTION: Final = Tag("p", class_="jbp-caption")
_THEAD: Final = Tag("thead", role="rowgroup")
_TBODY: Final = Tag("tbody", role="rowgroup")
_TR: Final = Tag("tr", role="row")
_GROUP_ROW: Final = Tag("tr", class_="jbp-group", role="row")
_TH: Final = Tag("th", scope="col", role="columnheader")
_TH_NUMBER: Final = Tag("th", scope="col", role="columnheader", class_="jbp-num")
_GROUP: Final = Tag("th", scope="rowgroup", role="rowheader")
_ROW_HEAD: Final = Tag("th", scope="row", role="rowheader")
_TD: Final = Tag("td", role="cell")
_TD_NUMBER: Final = Tag("td", role="cell", class_="jbp-num")
_CELL: Final = Tag("span", class_="jbp-cell")
_ROW_CELL: Final = _ROW_HEAD.around(_CELL)
_EMPTY: Final = Tag("p", class_="jbp-empty")


def sheet_html(
    sheet: Sheet, *, heading: int = 2, has_style: bool = True, theme: str = "auto"
) -> Markup:
    """Return *sheet* as one ``article`` element.

    Args:
        sheet: What to show.
        heading: The level of its heading, 2 to 5; the sections in it are one below.
        has_style: Whether the style sheet stands before it.
        theme: ``"light"``, ``"dark"``, or ``"auto"`` for what the reader's system says.

    Raises:
        InvalidValueError: If *heading* or *theme* is something else.
    """
    if not 1 < heading < _DEEPEST:
        raise InvalidValueError("heading", heading, "a level from 2 to 5")
    if theme not in _THEMES:
        raise InvalidValueError("theme", theme, f"one of {', '.join(_THEMES)}")
    root = _ROOT.having(
        class_=f"jbp jbp-{sheet.kind.replace('_', '-')}",
        lang=sheet.language,
        dir="rtl" if sheet.is_leftward else "ltr",
        aria_label=sheet.title,
        data_theme=None if theme == "auto" else theme,
    )
    page = _Page(sheet, heading)
    shown = root(page.head(), *page.blocks(sheet.blocks, heading + 1))
    return joined((_STYLE, shown)) if has_style else shown


class _Page:
    """The parts of one page."""

    def __init__(self, sheet: Sheet, heading: int) -> None:
        self.sheet = sheet
        self.heading = heading

    def head(self) -> Markup:
        sheet = self.sheet
        names: list[Child] = [_HEADINGS[self.heading](sheet.title)]
        if sheet.subtitle:
            names.append(_SUBTITLE(sheet.subtitle))
        parts = [_NAMES(*names)]
        if sheet.badge is not None:
            parts.append(_badge(sheet.badge))
        return _HEADER(*parts)

    def blocks(self, blocks: tuple[Block, ...], level: int) -> list[Markup]:
        shown: list[Markup] = []
        columns: list[Markup] = []
        for block in blocks:
            is_column = isinstance(block, SheetSection) and block.is_column
            if columns and not is_column:
                shown.append(_COLUMNS(*columns))
                columns = []
            found = _SHOWN[type(block)](self, block, level)
            (columns if is_column else shown).append(found)
        if columns:
            shown.append(_COLUMNS(*columns))
        return shown

    def lead(self, lead: Lead, _: int) -> Markup:
        value: list[Child] = [_VALUE(lead.value)]
        if lead.beside:
            value += [" ", _BESIDE(lead.beside)]
        parts = [
            _TOP(lead.about)
            if lead.badge is None
            else _LEAD_TOP(_ABOUT(lead.about), _badge(lead.badge)),
            _NUMBER(*value),
        ]
        if lead.meter is not None:
            parts.append(self.bar(lead.meter, lead.about))
            parts.append(_key(lead.meter))
        parts += [_SAYS(sentence) for sentence in lead.sentences]
        if lead.call:
            parts.append(_CALLS[lead.tone](lead.call))
        return _LEAD(*parts)

    def bar(self, meter: Meter, title: str) -> Markup:
        return pace_bar(meter, title=title, is_leftward=self.sheet.is_leftward)

    def facts(self, facts: Facts, _: int) -> Markup:
        rows = []
        for term, figure, note in facts.rows:
            shown: list[Child] = [figure]
            if note:
                shown += [" ", _NOTE(note)]
            rows.append(_FACT(_TERM(term), _FIGURE(*shown)))
        return _FACTS(*rows)

    def prose(self, prose: Prose, _: int) -> Markup:
        tag = _PROSE
        if prose.tone is not None:
            tag = _CALLS[prose.tone]
        return joined(map(tag, prose.sentences))

    def items(self, items: Items, _: int) -> Markup:
        tag = _STEPS if items.is_ordered else _LIST
        parts = [tag(*map(_item, items.rows))] if items.rows else []
        if items.more:
            parts.append(_MORE(items.more))
        return joined(parts)

    def section(self, section: SheetSection, level: int) -> Markup:
        level = min(level, _DEEPEST)
        if section.subtitle:
            name = _HEADINGS[level](section.title)
            head = _SECTION_HEAD(name, _SUBTITLE(section.subtitle))
        else:
            head = _SECTION_HEADS[level](section.title)
        tag = _COLUMN if section.is_column else _SECTION
        return tag(head, *self.blocks(section.blocks, level + 1))

    def table(self, table: Table, _: int) -> Markup:
        if not table.rows:
            return _EMPTY(table.empty)
        columns = table.columns
        head, cells = _frame_of(columns)
        rows: list[Markup] = []
        group = ""
        for row in table.rows:
            if row.group and row.group != group:
                rows.append(_group(row, len(columns)))
            group = row.group
            rows.append(self.row(row, cells))
        shown = _TABLE.having(aria_label=table.caption or None)
        wrap = _WIDE if len(columns) > _FEW_COLUMNS else _WRAP
        return wrap(shown(head, _TBODY(*rows)))

    def row(self, row: Row, tags: tuple[Tag, ...]) -> Markup:
        shown = (
            tag(*self.cell(cell)) for tag, cell in zip(tags, row.cells, strict=True)
        )
        return _TR(*shown)

    def cell(self, cell: Cell) -> list[Child]:
        parts: list[Child] = []
        if cell.badge is not None:
            parts.append(_badge(cell.badge))
        if cell.text:
            parts.append(cell.text)
        if cell.meter is not None:
            parts.append(self.bar(cell.meter, ""))
        if cell.detail:
            parts.append(_DETAIL(cell.detail))
        return parts


@lru_cache(_KEPT)
def _frame_of(columns: tuple[Column, ...]) -> tuple[Markup, tuple[Tag, ...]]:
    """Return the head of a table, and what makes the cells of a row."""
    heads = [
        (_TH_NUMBER if column.is_number else _TH)(column.heading) for column in columns
    ]
    cells = (_ROW_CELL, *(_cell_of(column) for column in columns[1:]))
    return _THEAD(_TR(*heads)), cells


def _cell_of(column: Column) -> Tag:
    tag = _TD_NUMBER if column.is_number else _TD
    return tag.having(data_label=column.heading).around(_CELL)


def _badge(mark: Badge) -> Markup:
    return _marked(mark.tone, mark.shape, mark.word)


@lru_cache(_KEPT)
def _marked(tone: Tone, shape: str, word: str) -> Markup:
    return _BADGES[tone](_SHAPE(shape), " ", word)


def _key(meter: Meter) -> Markup:
    """Return what the parts of a bar stand for; its own words say it to listeners."""
    parts: list[Child] = []
    if meter.done_label:
        parts.append(_KEY_DONE(meter.done_label))
    if meter.due_label and meter.due is not None:
        parts.append(_KEY_DUE(meter.due_label))
    if meter.target_label:
        parts.append(_KEY_TARGET(meter.target_label))
    return _KEY(*parts)


def _item(item: Item) -> Markup:
    parts: list[Child] = []
    if item.badge is not None:
        parts += [_badge(item.badge), " "]
    parts.append(_TEXT(item.text))
    for detail in item.details:
        parts += [" ", _DETAIL(detail)]
    if item.link is not None:
        link, words = item.link
        parts += [" ", _LINK.having(href=link)(words)]
    return _ITEM(*parts)


def _group(row: Row, width: int) -> Markup:
    parts: list[Child] = [row.group]
    if row.group_badge is not None:
        parts += [" ", _badge(row.group_badge)]
    return _GROUP_ROW(_GROUP.having(colspan=width)(*parts))


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
