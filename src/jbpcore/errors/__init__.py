"""Every exception jbpcore raises on purpose, and the findings it returns.

Bad *code* raises one of these. Bad *data* (a plan file, a spreadsheet, a draft) yields
:class:`Finding` objects, all at once, each with the path of what is wrong;
:class:`InvalidDataError` carries them where a function has to raise.

Catch :class:`JbpError` to catch them all; catch a branch to act on one kind::

    JbpError
    ├── InvalidValueError        (also ValueError)   a field was given a bad value
    ├── InvalidDataError         (also ValueError)   a document has findings
    │   └── FormatTooNewError                        written by a newer jbpcore
    ├── CurrencyMismatchError    (also TypeError)    two currencies in one sum
    ├── UnitMismatchError        (also TypeError)    two units in one sum
    ├── UnknownCurrencyError     (also LookupError)  no minor unit is known for it
    ├── NoRateError              (also LookupError)  no rate from one to the other
    ├── UnsupportedLocaleError   (also ValueError)   no locale is known by the name
    ├── TransitionError          (also RuntimeError) a plan does not allow this move
    ├── NotAllowedError     (also PermissionError)   the policy gives no right to it
    ├── MissingExtraError        (also ImportError)  a package is not installed
    ├── TemplateNotFoundError    (also LookupError)  no such template
    ├── PluginError              (also ImportError)  a plugin cannot be used
    ├── CalendarMismatchError    (also RuntimeError) a calendar did not come out right
    └── StorageError                                 anything a store may raise
        ├── PlanNotFoundError    (also LookupError)  no such plan
        │   └── PlanDeletedError                         it was deleted
        ├── StaleRevisionError                       someone saved first
        ├── StoreBusyError       (also TimeoutError) another writer holds the store
        ├── StoreFormatError                         the store is not one of ours
        └── StoreUnavailableError (also OSError)     the backend failed

Each class keeps its facts as attributes, builds its sentence in ``__str__``, and
survives pickling. ``code`` never changes once released, so hosts can translate, log or
branch on it without reading English.
"""

from __future__ import annotations

from datetime import date  # noqa: F401 - an annotation of a class below
from typing import ClassVar  # noqa: F401 - the same

from jbpcore.errors.base import (
    Finding,
    JbpError,
    Severity,
)
from jbpcore.errors.documents import (
    FormatTooNewError,
    InvalidDataError,
    TemplateNotFoundError,
)
from jbpcore.errors.moves import (
    NotAllowedError,
    TransitionError,
)
from jbpcore.errors.packages import (
    CalendarMismatchError,
    MissingExtraError,
    PluginError,
)
from jbpcore.errors.storage import (
    PlanDeletedError,
    PlanNotFoundError,
    StaleRevisionError,
    StorageError,
    StoreBusyError,
    StoreFormatError,
    StoreUnavailableError,
)
from jbpcore.errors.values import (
    CurrencyMismatchError,
    InvalidValueError,
    NoRateError,
    NoRateReason,
    UnitMismatchError,
    UnknownCurrencyError,
    UnsupportedLocaleError,
)

__all__ = [
    "CalendarMismatchError",
    "CurrencyMismatchError",
    "Finding",
    "FormatTooNewError",
    "InvalidDataError",
    "InvalidValueError",
    "JbpError",
    "MissingExtraError",
    "NoRateError",
    "NoRateReason",
    "NotAllowedError",
    "PlanDeletedError",
    "PlanNotFoundError",
    "PluginError",
    "Severity",
    "StaleRevisionError",
    "StorageError",
    "StoreBusyError",
    "StoreFormatError",
    "StoreUnavailableError",
    "TemplateNotFoundError",
    "TransitionError",
    "UnitMismatchError",
    "UnknownCurrencyError",
    "UnsupportedLocaleError",
]

# Users know them by this name, in tracebacks, in pickles and in type hints, which are
# looked up here; the files behind it may move.
for _name in __all__:
    globals()[_name].__module__ = __name__
