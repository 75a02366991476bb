"""Where Python's sqlite3 begins a transaction for a host that leaves it to do so."""

from __future__ import annotations

import sqlite3
from contextlib import closing


def begins_at(statement: str) -> bool:
    """Whether a transaction is open after *statement*, on a table ``a (b)``.

    Before Python 3.13 sqlite3 knows a word by the small letters of the C library. In
    Turkish that of "I" is no "i", so that it takes "INSERT" for no change.
    """
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE a (b)")
        connection.execute(statement)
        return connection.in_transaction
