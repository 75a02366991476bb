"""The rows of one tenant, asked for through one connection."""

from __future__ import annotations

from typing import Any, Final

import attrs
from sqlalchemy import URL, BindParameter, Connection, Executable, Text, bindparam

from jbpcore.adapters.sqlalchemy.table_names import TableNames
from jbpcore.adapters.sqlalchemy.tables import Tables

__all__ = ["AT_A_TIME", "MY_TENANT", "TenantRows", "location_of"]

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
        """What an error says of where the rows are."""
        return location_of(self.connection.engine.url, self.tables.names)

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


def location_of(url: URL, names: TableNames) -> str:
    """Return where tables are, without what a URL may hold of users and passwords.

    Examples:
        >>> from sqlalchemy import make_url
        >>> url = make_url("postgresql+psycopg://maria:secret@db.example.org/sales")
        >>> location_of(url, TableNames())
        'postgresql://db.example.org/sales, tables jbp_*'
    """
    place = f"{url.get_backend_name()}://{url.host or ''}/{url.database or ''}"
    return f"{place}, tables {names.of('*')}"
