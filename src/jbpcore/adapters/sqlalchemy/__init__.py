"""Plans and booked facts in a SQL database, through SQLAlchemy Core.

:mod:`~jbpcore.adapters.sqlalchemy.store` is the store: it takes transactions of its own
on an engine, or joins a connection of the host.
:mod:`~jbpcore.adapters.sqlalchemy.work` is what it does inside a transaction, on the
tables of :mod:`~jbpcore.adapters.sqlalchemy.tables`.
"""
