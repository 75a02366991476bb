"""The rows that were left out, as a list to put right and read again."""

from __future__ import annotations

from typing import TextIO

from jbpcore.adapters.delimited.reader import DelimitedTable
from jbpcore.adapters.delimited.writer import write_table

__all__ = ["PROBLEM_COLUMN", "write_rejected"]

PROBLEM_COLUMN = "what is wrong"
"""The last column of the list: what to put right in the row."""


def write_rejected(stream: TextIO, table: DelimitedTable) -> int:
    r"""Write the rows that *table* rejected, with what is wrong with each.

    The list has the headings of the table and one column more. With the rows put right
    it is read like the table itself, and that column is passed over.

    Args:
        stream: Opened with ``newline=""``.
        table: A table that was read.

    Returns:
        How many rows were written.

    Examples:
        >>> from io import BytesIO, StringIO
        >>> file = BytesIO(b"partner,date\nacme,2026-04-20\nacme\n")
        >>> table = DelimitedTable(file, name="t.csv")
        >>> for row in table:
        ...     if row.cells[0] == "acme":
        ...         table.report("jbp.demo", row.line, "Not this one.")
        >>> out = StringIO()
        >>> write_rejected(out, table)
        2
        >>> print(out.getvalue())
        partner,date,what is wrong
        acme,2026-04-20,Not this one.
        acme,,"The row has 1 cell, the heading has 2."
        <BLANKLINE>
    """
    width = len(table.header)
    rejected = table.rejected
    rows = (
        (
            *(*row.cells, *[""] * width)[:width],
            " ".join(problem.message for problem in row.problems),
        )
        for row in rejected
    )
    delimiter = table.delimiter
    write_table(stream, (*table.header, PROBLEM_COLUMN), rows, delimiter=delimiter)
    return len(rejected)
