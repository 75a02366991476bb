"""A sheet as lines of text, as wide as the screen allows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from jbpcore.views.marks import UNICODE_MARKS, Marks
from jbpcore.views.sheet import (
    Block,
    Facts,
    Items,
    Lead,
    Prose,
    Sheet,
    SheetSection,
)
from jbpcore.views.sheet_table import Badge, Cell, Column, Meter, Table
from jbpcore.views.text_layout import cells, cut, left, plain_line, right, wrapped

__all__ = ["sheet_text"]

_NARROWEST: Final = 40
_INDENT: Final = "  "
_GUTTER: Final = "  "
_LEAST_CELLS: Final = 12
_LONGEST_BAR: Final = 60


def sheet_text(sheet: Sheet, *, width: int = 80, marks: Marks = UNICODE_MARKS) -> str:
    """Return *sheet* as text without a line break at the end.

    Args:
        sheet: What to show.
        width: Columns of the screen; less than 40 counts as 40.
        marks: The signs to draw with.
    """
    page = _Page(max(width, _NARROWEST), marks)
    blocks = [page.head(sheet)]
    blocks += [page.block(block) for block in sheet.blocks]
    return "\n\n".join("\n".join(block) for block in blocks if block)


class _Page:
    """The lines of one page."""

    def __init__(self, width: int, marks: Marks) -> None:
        self.width = width
        self.marks = marks

    def head(self, sheet: Sheet) -> list[str]:
        lines = self.titled(sheet.title, sheet.badge)
        if sheet.subtitle:
            lines += wrapped(plain_line(sheet.subtitle), self.width)
        return [*lines, self.marks.rule * self.width]

    def titled(self, title: str, badge: Badge | None) -> list[str]:
        title = plain_line(title)
        if badge is None:
            return wrapped(title, self.width)
        status = self.badge(badge)
        spare = self.width - cells(title) - cells(status)
        if spare >= len(_GUTTER):
            return [f"{title}{' ' * spare}{status}"]
        return [*wrapped(title, self.width), status]

    def badge(self, badge: Badge) -> str:
        return f"{self.marks.like(badge.shape)} {plain_line(badge.word)}"

    def block(self, block: Block) -> list[str]:
        return list(_SHOWN[type(block)](self, block))

    def lead(self, lead: Lead) -> Iterator[str]:
        yield from self.titled(lead.about, lead.badge)
        yield from wrapped(plain_line(f"{lead.value} {lead.beside}"), self.width)
        if lead.meter is not None:
            yield self.bar(lead.meter)
        for sentence in filter(None, (*lead.sentences, lead.call)):
            yield from wrapped(plain_line(sentence), self.width)

    def bar(self, meter: Meter) -> str:
        length = min(self.width, _LONGEST_BAR)
        due = meter.due
        whole = max(Fraction(1), meter.done, due or Fraction(0))
        done = int(max(meter.done, Fraction(0)) / whole * length)
        signs = [self.marks.filled] * done + [self.marks.hollow] * (length - done)
        if due is not None:
            at = min(int(max(due, Fraction(0)) / whole * length), length - 1)
            signs[at] = self.marks.due
        return "".join(signs)

    def facts(self, facts: Facts) -> Iterator[str]:
        rows = [
            (plain_line(term), plain_line(figure), plain_line(note))
            for term, figure, note in facts.rows
        ]
        widest = max((cells(term) for term, _, _ in rows), default=0)
        widest = min(widest, self.width // 2)
        for term, figure, note in rows:
            told = f"{figure} ({note})" if note else figure
            head = f"{left(cut(term, widest, self.marks.cut), widest)}{_GUTTER}"
            yield from wrapped(told, self.width, head=head)

    def prose(self, prose: Prose) -> Iterator[str]:
        for sentence in prose.sentences:
            yield from wrapped(plain_line(sentence), self.width)

    def items(self, items: Items) -> Iterator[str]:
        for number, item in enumerate(items.rows, start=1):
            head = f"{number}. " if items.is_ordered else f"{self.marks.bullet} "
            told = plain_line(item.text)
            if item.badge is not None:
                told = f"{self.badge(item.badge)}: {told}"
            yield from wrapped(told, self.width, head=head)
            details = [plain_line(detail) for detail in item.details]
            if item.link is not None:
                details.append(item.link[0].url)
            for detail in details:
                yield from wrapped(detail, self.width, head=" " * len(head))
        if items.more:
            yield from wrapped(plain_line(items.more), self.width)

    def section(self, section: SheetSection) -> Iterator[str]:
        yield from self.titled(section.title, None)
        if section.subtitle:
            yield from wrapped(plain_line(section.subtitle), self.width)
        inner = _Page(self.width - len(_INDENT), self.marks)
        for number, block in enumerate(section.blocks):
            if number:
                yield ""
            for line in inner.block(block):
                yield f"{_INDENT}{line}" if line else ""

    def table(self, table: Table) -> Iterator[str]:
        if not table.rows:
            yield from wrapped(plain_line(table.empty), self.width)
            return
        texts = [[self.cell(cell) for cell in row.cells] for row in table.rows]
        shown, widths = self.fitting(table.columns, texts)
        heads = [table.columns[at].heading for at in shown]
        yield self.line(heads, table.columns, shown, widths)
        yield self.marks.rule * min(
            self.width, sum(widths) + len(_GUTTER) * (len(widths) - 1)
        )
        yield from self.rows(table, texts, shown, widths)

    def rows(
        self,
        table: Table,
        texts: Sequence[Sequence[str]],
        shown: Sequence[int],
        widths: Sequence[int],
    ) -> Iterator[str]:
        group = ""
        for row, line in zip(table.rows, texts, strict=True):
            if row.group and row.group != group:
                if group:
                    yield ""
                yield from self.titled(row.group, row.group_badge)
            group = row.group
            told = [line[at] for at in shown]
            yield self.line(told, table.columns, shown, widths)
            yield from self.left_out(table.columns, line, shown)

    def left_out(
        self, columns: Sequence[Column], line: Sequence[str], shown: Sequence[int]
    ) -> Iterator[str]:
        """Say below a row what has no column for want of width."""
        told = [
            f"{columns[at].heading}: {text}"
            for at, text in enumerate(line)
            if at not in shown and text and text != self.marks.missing
        ]
        if told:
            yield from wrapped(
                plain_line(" · ".join(told)), self.width, head=_INDENT * 2
            )

    def cell(self, cell: Cell) -> str:
        parts = [] if cell.badge is None else [self.badge(cell.badge)]
        parts += [plain_line(text) for text in (cell.text, cell.detail) if text]
        return " ".join(parts) or self.marks.missing

    def fitting(
        self, columns: Sequence[Column], texts: Sequence[Sequence[str]]
    ) -> tuple[list[int], list[int]]:
        """Choose the columns that fit, and how wide each is."""
        shown = list(range(len(columns)))
        natural = [
            max(cells(columns[at].heading), *(cells(line[at]) for line in texts))
            for at in shown
        ]
        while True:
            widths = [natural[at] for at in shown]
            spare = self.width - sum(widths) - len(_GUTTER) * (len(widths) - 1)
            least = min(natural[0], _LEAST_CELLS)
            if spare >= 0 or widths[0] + spare >= least:
                widths[0] += min(spare, 0)
                return shown, widths
            if len(shown) == 1:
                return shown, [self.width]
            shown.remove(max(shown[1:], key=lambda at: (columns[at].rank, at)))

    def line(
        self,
        texts: Sequence[str],
        columns: Sequence[Column],
        shown: Sequence[int],
        widths: Sequence[int],
    ) -> str:
        found = []
        for text, at, width in zip(texts, shown, widths, strict=True):
            fill = right if columns[at].is_number else left
            found.append(fill(cut(plain_line(text), width, self.marks.cut), width))
        return _GUTTER.join(found).rstrip()


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
