"""Plans and booked facts in one SQLite file.

:mod:`jbpcore.adapters.sqlite.store` is the store, on the tables of
:mod:`~jbpcore.adapters.sqlite.schema`, through the connections of
:mod:`~jbpcore.adapters.sqlite.database`.
"""
