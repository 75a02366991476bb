"""The rows of one tenant, asked for through one connection."""

from __future__ import annotations

from typing import Any, Final

import attrs
from sqlalchemy import BindParameter, Connection, Executable, Text, bindparam

from jbpcore.adapters.sqlalchemy.tables import Tables

__all__ = ["AT_A_TIME", "MY_TENANT", "TenantRows"]

AT_A_TIME: Final = 1_000
"""How many rows are fetched or written at one go."""
MY_TENANT: Final[BindParameter[str]] = bindparam("my_tenant", type_=Text())
"""The tenant, in every statement."""


@attrs.frozen(eq=False)
class TenantRows:
    """What one tenant has in the tables, as one connection sees it.

    Attributes:
        connection: Where to ask; nothing is committed or rolled back here.
        tenant: Whose rows.
        tables: The tables.
    """

    connection: Connection
    tenant: str
    tables: Tables

    @property
    def location(self) -> str:
        """What the tables are called where an error has to say it."""
        return self.tables.names.of("*")

    @property
    def are_in_postgresql(self) -> bool:
        """Whether it is PostgreSQL; if not, it is SQLite."""
        return self.connection.dialect.name == "postgresql"

    def one(self, question: Executable, **bounds: object) -> Any:  # noqa: ANN401 - a row, or None
        """Return the first row of the answer, or ``None``."""
        bounds["my_tenant"] = self.tenant
        return self.connection.execute(question, bounds).first()

    def all(self, question: Executable, **bounds: object) -> list[Any]:
        """Return every row of the answer."""
        bounds["my_tenant"] = self.tenant
        return list(self.connection.execute(question, bounds).all())

    def change(self, statement: Executable, **values: object) -> None:
        """Do what *statement* says."""
        values["my_tenant"] = self.tenant
        self.connection.execute(statement, values)

    def change_each(self, statement: Executable, rows: list[dict[str, Any]]) -> None:
        """Do what *statement* says for each of *rows*, if there are any."""
        if rows:
            mine = {"my_tenant": self.tenant}
            self.connection.execute(statement, [row | mine for row in rows])
