"""A store in the transaction of a host, on PostgreSQL."""

from __future__ import annotations

from tests.integration.sqlalchemy_joining import Joining


class TestJoiningPostgresql(Joining):
    pass
