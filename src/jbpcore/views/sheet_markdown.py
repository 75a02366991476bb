"""A sheet as Markdown, in which a name cannot become markup, HTML or a link."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from html import escape
from types import MappingProxyType
from typing import Final

from jbpcore.views.markup import Link
from jbpcore.views.sheet import (
    Block,
    Facts,
    Items,
    Lead,
    Prose,
    Sheet,
    SheetSection,
)
from jbpcore.views.sheet_table import Badge, Cell, Table
from jbpcore.views.text_layout import plain_line

__all__ = ["sheet_markdown"]

_MARKUP = re.compile(r"([\\`*_{}\[\]()#+!|~$=^-])")
_ADDRESS = re.compile(r"(?i)(?<=[a-z0-9]):(?=//|[a-z])|(?<=www)\.|@")
_DEEPEST: Final = 6


def sheet_markdown(sheet: Sheet) -> str:
    """Return *sheet* as Markdown with tables of GitHub, and a line break at the end.

    Args:
        sheet: What to show.
    """
    page = _Page()
    blocks = ["\n".join(page.head(sheet))]
    blocks += [page.block(block, 3) for block in sheet.blocks]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _safe(text: str) -> str:
    """Return *text* so that it reads as it is, whatever stands in it."""
    text = escape(plain_line(text), quote=False)
    text = _ADDRESS.sub(lambda found: f"&#{ord(found[0])};", text)
    return _MARKUP.sub(r"\\\1", text)


def _link(link: Link, words: str) -> str:
    address = link.url.replace("(", "%28").replace(")", "%29")
    return f"[{_safe(words)}](<{address}>)"


class _Page:
    """The blocks of one page."""

    def head(self, sheet: Sheet) -> Iterator[str]:
        yield f"## {_safe(sheet.title)}"
        told = [_safe(sheet.subtitle)] if sheet.subtitle else []
        if sheet.badge is not None:
            told.insert(0, self.badge(sheet.badge))
        if told:
            yield ""
            yield " · ".join(told)

    def badge(self, badge: Badge) -> str:
        return f"**{badge.shape} {_safe(badge.word)}**"

    def block(self, block: Block, level: int) -> str:
        return "\n".join(_SHOWN[type(block)](self, block, level))

    def lead(self, lead: Lead, _: int) -> Iterator[str]:
        about = f"**{_safe(lead.about)}**"
        if lead.badge is not None:
            about = f"{about} · {self.badge(lead.badge)}"
        yield about
        yield ""
        yield f"**{_safe(lead.value)}** {_safe(lead.beside)}".rstrip()
        for sentence in lead.sentences:
            yield ""
            yield _safe(sentence)
        if lead.call:
            yield ""
            yield f"**{_safe(lead.call)}**"

    def facts(self, facts: Facts, _: int) -> Iterator[str]:
        for term, figure, note in facts.rows:
            told = f"- {_safe(term)}: **{_safe(figure)}**"
            yield f"{told} ({_safe(note)})" if note else told

    def prose(self, prose: Prose, _: int) -> Iterator[str]:
        for number, sentence in enumerate(prose.sentences):
            if number:
                yield ""
            yield _safe(sentence) if prose.tone is None else f"> {_safe(sentence)}"

    def items(self, items: Items, _: int) -> Iterator[str]:
        for number, item in enumerate(items.rows, start=1):
            head = f"{number}." if items.is_ordered else "-"
            told = [_safe(item.text)]
            if item.badge is not None:
                told.insert(0, self.badge(item.badge))
            told += [_safe(detail) for detail in item.details]
            if item.link is not None:
                told.append(_link(*item.link))
            yield f"{head} {' · '.join(told)}"
        if items.more:
            yield ""
            yield _safe(items.more)

    def section(self, section: SheetSection, level: int) -> Iterator[str]:
        yield f"{'#' * min(level, _DEEPEST)} {_safe(section.title)}"
        if section.subtitle:
            yield ""
            yield _safe(section.subtitle)
        for block in section.blocks:
            yield ""
            yield self.block(block, level + 1)

    def table(self, table: Table, _: int) -> Iterator[str]:
        if not table.rows:
            yield _safe(table.empty)
            return
        yield self.line([_safe(column.heading) for column in table.columns])
        yield self.line(
            ["---:" if column.is_number else "---" for column in table.columns]
        )
        group = ""
        for row in table.rows:
            if row.group and row.group != group:
                told = f"**{_safe(row.group)}**"
                if row.group_badge is not None:
                    told = f"{told} {self.badge(row.group_badge)}"
                yield self.line([told, *("" for _ in table.columns[1:])])
            group = row.group
            yield self.line([self.cell(cell) for cell in row.cells])

    def line(self, cells: list[str]) -> str:
        return f"| {' | '.join(cells)} |"

    def cell(self, cell: Cell) -> str:
        parts = [] if cell.badge is None else [self.badge(cell.badge)]
        parts += [_safe(text) for text in (cell.text, cell.detail) if text]
        return " ".join(parts)


_SHOWN: Final[Mapping[type, Callable[..., Iterator[str]]]] = MappingProxyType(
    {
        Facts: _Page.facts,
        Items: _Page.items,
        Lead: _Page.lead,
        Prose: _Page.prose,
        SheetSection: _Page.section,
        Table: _Page.table,
    }
)
