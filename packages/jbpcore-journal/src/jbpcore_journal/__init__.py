"""A store for jbpcore in one file that is only ever appended to.

``jbpcore.open_store("journal:///plans.journal", tenant="acme")`` opens it: jbpcore
finds :func:`open_journal` by the entry point in this package's metadata.
"""

from __future__ import annotations

from jbpcore.errors import InvalidValueError
from jbpcore_journal.store import JournalStore

__all__ = ["JBPCORE_API", "JournalStore", "open_journal"]

JBPCORE_API = 1
"""The version of jbpcore's plugin API that this module was made for."""


def open_journal(url: str, *, tenant: str) -> JournalStore:
    """Open a journal by its URL.

    Args:
        url: ``journal:///`` and the name of a file; with a fourth ``/``, an absolute
            one.
        tenant: For whom.

    Raises:
        InvalidValueError: If the URL names no file, or *tenant* is bad.
        StoreFormatError: If the file is no journal.
        StoreUnavailableError: If it cannot be read.
    """
    name = url.removeprefix("journal:///")
    if name == url or not name or "\0" in name:
        # What follows a scheme may hold a password, so it is not shown.
        expected = "'journal:///' and the name of a file"
        raise InvalidValueError("url", "journal://", expected)
    return JournalStore(name, tenant=tenant)
