"""Reading a text table row by row, keeping the good rows and reporting the bad ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple, Self

from jbpcore.adapters.delimited.decoding import decoded, undecoded
from jbpcore.adapters.delimited.heading import try_heading
from jbpcore.adapters.delimited.layout import TableLayout
from jbpcore.adapters.delimited.lines import LineSource
from jbpcore.adapters.delimited.splitting import Cells, QuoteProblem, split_quoted
from jbpcore.codec.table_problems import TableProblems
from jbpcore.errors import Finding, InvalidDataError, Severity
from jbpcore.wording import Sentence

__all__ = ["DelimitedTable", "RejectedRow", "TableRow", "open_text_table"]

_MOST_LINES_IN_A_ROW: Final = 100
_MOST_CHARS_IN_A_ROW: Final = 131_072
_WATCHED_EVERY: Final = 4_096


class TableRow(NamedTuple):
    """One good row.

    Attributes:
        line: The line it starts in, counted from 1, heading included.
        cells: As many as the heading has, as written, quotes taken off.
    """

    line: int
    cells: list[str]


class RejectedRow(NamedTuple):
    """One row that was left out.

    Attributes:
        line: The line it starts in.
        cells: As many as could be told apart; the whole line as one where none could.
        problems: What is wrong with it.
    """

    line: int
    cells: tuple[str, ...]
    problems: tuple[Finding, ...]


class DelimitedTable:
    r"""A text table that is read once, from top to bottom, in bounded memory.

    Iterating yields the good rows. What is wrong with the others, and with single
    cells, is in :attr:`findings`, each with its line; nothing in a row raises.

    A line break inside quotes belongs to the cell. But where one of the lines that an
    open quote would swallow is a complete row by itself, the quote is taken for a
    mistake: its line is reported, and reading goes on with the next.

    Args:
        stream: The bytes, at their start; closed together with this object.
        name: What to call the file in messages.
        layout: How it is written, as far as that is known, and the bounds.
        watch: Called now and then with the number of lines read.

    Attributes:
        name: What the file is called in messages.
        header: The names of the columns.
        encoding: The encoding it is read in.
        delimiter: What stands between two cells.
        row_count: Rows seen so far, good and bad; blank lines are none.

    Raises:
        InvalidDataError: If it is no text, or has no usable heading.

    Examples:
        >>> from io import BytesIO
        >>> file = BytesIO(b"owner;target\nann;5\nbob\n")
        >>> table = DelimitedTable(file, name="t.csv")
        >>> table.header, [row.cells for row in table]
        (('owner', 'target'), [['ann', '5']])
        >>> print(table.findings[0])
        t.csv:3: The row has 1 cell, the heading has 2. [jbp.table.ragged]
    """

    def __init__(
        self,
        stream: BinaryIO,
        *,
        name: str,
        layout: TableLayout | None = None,
        watch: Callable[[int], None] | None = None,
    ) -> None:
        """Read the heading."""
        self.name = name
        self._layout = layout or TableLayout()
        self._watch = watch
        self._log = TableProblems(name, most=self._layout.max_findings)
        encoding = self._layout.encoding
        self.encoding: str
        self.delimiter: str
        self.header: tuple[str, ...]
        self._text, self.encoding = decoded(stream, name=name, encoding=encoding)
        self._lines = LineSource(self._text, longest=self._layout.max_line_chars)
        heading = try_heading(
            self._lines, layout=self._layout, encoding=self.encoding, log=self._log
        )
        if heading is None:
            self.close()
            raise InvalidDataError(name, self.findings)
        self.delimiter, self.header = heading
        self.row_count: int = 0
        self._left_out: dict[int, tuple[str, ...]] = {}
        self._row = (0, "")

    @classmethod
    def closing(
        cls,
        stream: BinaryIO,
        *,
        name: str,
        layout: TableLayout | None = None,
        watch: Callable[[int], None] | None = None,
    ) -> Self:
        """Make one that closes *stream* also where there is no usable heading.

        Args:
            stream: The bytes, at their start.
            name: What to call the file in messages.
            layout: How it is written, as far as that is known, and the bounds.
            watch: Called now and then with the number of lines read.

        Raises:
            InvalidDataError: If it cannot be read, is no text, or has no usable
                heading.
        """
        try:
            return cls(stream, name=name, layout=layout, watch=watch)
        except OSError as error:
            stream.close()
            raise _unreadable(name, error) from error
        except BaseException:
            stream.close()
            raise

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the stream."""
        self.close()

    def close(self) -> None:
        """Close the stream; what was found stays."""
        self._text.close()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong so far, in the order of the file."""
        return self._log.findings

    @property
    def rejected(self) -> tuple[RejectedRow, ...]:
        """The rows left out so far, each with what is wrong with it.

        As many as findings are kept one by one.
        """
        problems: dict[int, list[Finding]] = {line: [] for line in self._left_out}
        for finding in self.findings:
            if finding.row in problems:
                problems[finding.row].append(finding)
        return tuple(
            RejectedRow(line, cells, tuple(problems[line]))
            for line, cells in sorted(self._left_out.items())
        )

    def report(
        self,
        code: str,
        row: int | None,
        message: str,
        *,
        column: str | None = None,
        severity: Severity = Severity.ERROR,
    ) -> None:
        """Add a finding about a row or a cell, for readers of what the cells mean.

        A row with an error is one of those that are :attr:`rejected`.
        """
        self._log.report(code, row, message, column=column, severity=severity)
        line, text = self._row
        is_one_more = len(self._left_out) < self._layout.max_findings
        if row == line and severity is Severity.ERROR and is_one_more:
            split = split_quoted(text, self.delimiter)
            cells = [text] if isinstance(split, QuoteProblem) else split.texts
            self._left_out.setdefault(line, tuple(cells))

    def __iter__(self) -> Iterator[TableRow]:
        """Yield the good rows that have not been read yet.

        Raises:
            InvalidDataError: If the file cannot be read on.
        """
        try:
            yield from self._iter_rows()
        except OSError as error:
            raise _unreadable(self.name, error) from error

    def _iter_rows(self) -> Iterator[TableRow]:
        take, delimiter, width = self._lines.take, self.delimiter, len(self.header)
        longest, most = self._layout.max_cell_chars, self._layout.max_rows
        while taken := take():
            line, text = taken
            if self._watch is not None and not line % _WATCHED_EVERY:
                self._watch(line)
            if not text:
                continue
            if self.row_count >= most:
                message = Sentence(
                    "Only the first {most} rows are read. Split the file.",
                    most=f"{most:,}",
                )
                self.report("jbp.table.too_many_rows", line, message)
                break
            self.row_count += 1
            self._row = (line, text)
            cells: list[str] | None
            plain = text.isascii() and "\0" not in text and len(text) <= longest
            if plain and '"' not in text:
                cells = text.split(delimiter)
            else:
                cells = self._split_carefully(line, text)
            if cells is not None and len(cells) != width:
                cells = self._fitted(line, cells)
            if cells is not None and any(cells):
                yield TableRow(line, cells)
        self._report_long_lines()

    def _split_carefully(self, line: int, text: str) -> list[str] | None:
        split = split_quoted(text, self.delimiter)
        if split is QuoteProblem.OPEN:
            split = self._continued(text)
        if isinstance(split, QuoteProblem):
            message = (
                Sentence(
                    "A quote is opened and not closed; only this line is left out.",
                )
                if split is QuoteProblem.OPEN
                else Sentence(
                    "Text follows a closing quote. Write a quote inside quotes twice.",
                )
            )
            self.report("jbp.table.quote", line, message)
            return None
        if problem := self._unusable(split.texts):
            self.report(problem[0], line, problem[1])
            return None
        if split.has_loose_quote and len(split.texts) == len(self.header):
            message = Sentence(
                "A quote stands inside a cell that is not quoted; it is kept.",
            )
            severity = Severity.WARNING
            self.report("jbp.table.loose_quote", line, message, severity=severity)
        return split.texts

    def _unusable(self, cells: list[str]) -> tuple[str, str] | None:
        """Return the code and message of what no cell may hold, if there is any."""
        most = self._layout.max_cell_chars
        if (longest := max(map(len, cells))) > most:
            message = Sentence(
                "A cell has {longest} characters; at most {most} are read.",
                longest=f"{longest:,}",
                most=f"{most:,}",
            )
            return "jbp.table.cell_too_long", message
        if any("\0" in cell for cell in cells):
            message = Sentence("There is a NUL character in it; take it out.")
            return "jbp.table.nul", message
        if any(map(undecoded, cells)):
            message = Sentence(
                "Some bytes are not {encoding}. State the encoding that the file is "
                "in, such as cp1252, or save it as UTF-8.",
                encoding=self.encoding,
            )
            return "jbp.table.encoding", message
        return None

    def _continued(self, text: str) -> Cells | QuoteProblem:
        """Join *text*, which leaves a quote open, with the lines that belong to it."""
        width = len(self.header)
        taken: list[tuple[int, str]] = []
        most = _MOST_LINES_IN_A_ROW - 1  # besides the one that it begins in
        while len(taken) < most and len(text) < _MOST_CHARS_IN_A_ROW:
            following = self._lines.take()
            if following is None:
                break
            taken.append(following)
            alone = split_quoted(following[1], self.delimiter)
            if _is_a_row(alone, width):
                break
            text = f"{text}\n{following[1]}"
            if '"' not in following[1]:
                continue
            split = split_quoted(text, self.delimiter)
            if isinstance(split, Cells) and len(split.texts) == width:
                self._row = (self._row[0], text)
                return split
            if split is not QuoteProblem.OPEN:
                break
        self._lines.put_back(taken)
        return QuoteProblem.OPEN

    def _fitted(self, line: int, cells: list[str]) -> list[str] | None:
        """Take off empty cells beyond the heading, or report what does not fit."""
        width = len(self.header)
        if len(cells) > width and not any(cell.strip() for cell in cells[width:]):
            return cells[:width]
        if any(cell.strip() for cell in cells):
            message = Sentence.counted(
                "The row has {n} cell, the heading has {width}.",
                "The row has {n} cells, the heading has {width}.",
                len(cells),
                width=width,
            )
            self.report("jbp.table.ragged", line, message)
        return None

    def _report_long_lines(self) -> None:
        most = self._layout.max_line_chars
        for line in self._lines.too_long:
            message = Sentence(
                "The line has more than {most} characters and was not read.",
                most=f"{most:,}",
            )
            self.report("jbp.table.line_too_long", line, message)


def open_text_table(
    path: Path,
    *,
    layout: TableLayout | None = None,
    watch: Callable[[int], None] | None = None,
) -> DelimitedTable:
    """Open the text table at *path* for one reading; close it, or use ``with``.

    Args:
        path: The file.
        layout: How it is written, as far as that is known, and the bounds.
        watch: Called now and then with the number of lines read.

    Raises:
        InvalidDataError: If it cannot be opened or read, is no text, or has no usable
            heading.
    """
    try:
        stream = path.open("rb")
    except OSError as error:
        raise _unreadable(path.name, error) from error
    return DelimitedTable.closing(stream, name=path.name, layout=layout, watch=watch)


def _is_a_row(split: Cells | QuoteProblem, width: int) -> bool:
    if isinstance(split, QuoteProblem) or split.has_loose_quote:
        return False
    return len(split.texts) == width


def _unreadable(name: str, error: OSError) -> InvalidDataError:
    message = Sentence(
        "It cannot be read: {problem}.", problem=error.strerror or str(error)
    )
    finding = Finding(code="jbp.table.unreadable", path=name, message=message)
    return InvalidDataError(name, (finding,))
