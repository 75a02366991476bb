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
    ├── UnsupportedLocaleError   (also ValueError)   no wording for this locale
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

from datetime import date
from enum import StrEnum
from typing import ClassVar

import attrs

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

_SHOWN_CHARACTERS = 80
_SHOWN_FINDINGS = 20


class Severity(StrEnum):
    """How much a :class:`Finding` matters."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@attrs.frozen(kw_only=True)
class Finding:
    """One thing that is wrong, or worth a look, in data that somebody gave us.

    Attributes:
        code: Permanent, dotted and lower-case, such as ``"jbp.data.type"``.
        path: Where, in the words of the data: ``"goals[2].target"``, or for a file
            ``"targets.csv:12:target"`` (line 12, column ``target``).
        message: One sentence for a person, saying what to do where that helps.
        severity: ``error`` if the datum could not be used, ``warning`` if it was used
            but looks wrong, ``info`` if it was left out on purpose.
        row: Line of the file the datum stands in, counted from 1, header included.
        column: Heading of its column.

    Examples:
        >>> finding = Finding(code="jbp.data.type", path="goals[0].name",
        ...                   message="Give text, not a number.")
        >>> str(finding)
        'goals[0].name: Give text, not a number. [jbp.data.type]'
    """

    code: str
    path: str
    message: str
    severity: Severity = Severity.ERROR
    row: int | None = None
    column: str | None = None

    def __str__(self) -> str:
        where = f"{self.path}: " if self.path else ""
        return f"{where}{self.message} [{self.code}]"


def _shown(value: object) -> str:
    try:
        text = repr(value)
    except ValueError:
        # Python refuses to write out whole numbers of thousands of digits.
        return f"a {type(value).__name__} too large to show"
    if len(text) <= _SHOWN_CHARACTERS:
        return text
    return f"{text[:_SHOWN_CHARACTERS]}… ({len(text)} characters)"


class JbpError(Exception):
    """Base of every error jbpcore raises on purpose."""

    code: ClassVar[str] = "jbp"


@attrs.define
class InvalidValueError(JbpError, ValueError):
    """A field was given a value it cannot hold.

    Attributes:
        field: Which field, as ``"Goal.target"``.
        value: What was given.
        expected: What it must be, worded to follow "must be".
    """

    code: ClassVar[str] = "jbp.value.invalid"

    field: str
    value: object
    expected: str

    def __str__(self) -> str:
        return f"{self.field} must be {self.expected}; got {_shown(self.value)}."


@attrs.define
class InvalidDataError(JbpError, ValueError):
    """A document or a file has findings that keep it from being used.

    Attributes:
        subject: What was read, such as ``"plan"`` or a file's name.
        findings: Every problem, in the order of the data.
    """

    code: ClassVar[str] = "jbp.data.invalid"

    subject: str
    findings: tuple[Finding, ...]

    def __str__(self) -> str:
        count = len(self.findings)
        noun = "problem" if count == 1 else "problems"
        lines = [f"{self.subject} has {count} {noun}; nothing was taken from it:"]
        lines += [f"  {finding}" for finding in self.findings[:_SHOWN_FINDINGS]]
        if count > _SHOWN_FINDINGS:
            lines.append(f"  … and {count - _SHOWN_FINDINGS} more in `findings`.")
        return "\n".join(lines)


@attrs.define
class FormatTooNewError(InvalidDataError):
    """A document was written by a newer jbpcore than this one.

    Attributes:
        found: The format version it states.
        supported: The newest format version this release reads.
    """

    code: ClassVar[str] = "jbp.data.format_too_new"

    found: int
    supported: int

    def __str__(self) -> str:
        return (
            f"{self.subject} is in format version {self.found}; this release reads up "
            f"to {self.supported}. Upgrade jbpcore to read it."
        )


@attrs.define
class CurrencyMismatchError(JbpError, TypeError):
    """Two amounts in different currencies met in one operation."""

    code: ClassVar[str] = "jbp.money.currency_mismatch"

    left: str
    right: str

    def __str__(self) -> str:
        return (
            f"Cannot combine {self.left} with {self.right}; jbpcore never converts "
            "currencies by itself. Convert both to the plan's currency first."
        )


@attrs.define
class UnitMismatchError(JbpError, TypeError):
    """Two amounts that count different things met in one operation.

    Attributes:
        left: Unit of the one, such as ``"deals"`` or ``"money"``.
        right: Unit of the other.
    """

    code: ClassVar[str] = "jbp.value.unit_mismatch"

    left: str
    right: str

    def __str__(self) -> str:
        return (
            f"Cannot combine {self.left} with {self.right}; they count different "
            "things. Give both in the metric's unit."
        )


@attrs.define
class UnknownCurrencyError(JbpError, LookupError):
    """No minor unit is known for a currency, so nothing can be rounded in it."""

    code: ClassVar[str] = "jbp.money.unknown_currency"

    currency: str

    def __str__(self) -> str:
        return (
            f"No minor unit is known for the currency {_shown(self.currency)}. Use an "
            "ISO 4217 code that money circulates in, such as 'USD'."
        )


class NoRateReason(StrEnum):
    """Why there is no rate between two currencies on a day."""

    NO_PAIR = "no_pair"
    """Nothing is known about the two, in any way that may be used."""

    NOT_YET = "not_yet"
    """All that is known about them is of later days."""

    TOO_OLD = "too_old"
    """The latest that is known about them is older than is agreed to be used."""


@attrs.define
class NoRateError(JbpError, LookupError):
    """No exchange rate is known between two currencies on a day.

    Attributes:
        base: The currency to convert from.
        quote: The currency to convert to.
        on: The day asked about.
        reason: Why there is none.
    """

    code: ClassVar[str] = "jbp.fx.no_rate"

    base: str
    quote: str
    on: date
    reason: NoRateReason = NoRateReason.NO_PAIR

    def __str__(self) -> str:
        why = {
            NoRateReason.NO_PAIR: "none is stated for the two",
            NoRateReason.NOT_YET: "all that are stated are of later days",
            NoRateReason.TOO_OLD: "the latest is older than agreed",
        }[self.reason]
        return (
            f"No rate from {self.base} to {self.quote} on {self.on}: {why}. Add one of "
            "that day or before."
        )


@attrs.define
class UnsupportedLocaleError(JbpError, ValueError):
    """There is no wording for this locale, or no such locale."""

    code: ClassVar[str] = "jbp.locale.unsupported"

    locale: str
    available: tuple[str, ...]

    def __str__(self) -> str:
        return (
            f"No wording for the locale {_shown(self.locale)}. Use one of: "
            f"{', '.join(self.available)}."
        )


@attrs.define
class TransitionError(JbpError, RuntimeError):
    """A plan does not allow a move as it is; nothing was changed.

    Attributes:
        move: What was tried, as a permanent code such as ``"sign"``.
        reason: Why it is refused, as a permanent code such as ``"wrong_state"``.
        problem: The same as a clause that follows "because".
        way_forward: A sentence saying what to do instead.
    """

    code: ClassVar[str] = "jbp.plan.transition"

    move: str
    reason: str
    problem: str
    way_forward: str

    def __str__(self) -> str:
        return f"Cannot {self.move}, because {self.problem}. {self.way_forward}"


@attrs.define
class NotAllowedError(JbpError, PermissionError):
    """Somebody tried what the policy gives them no right to; nothing was changed.

    Attributes:
        person_id: Who tried.
        role: In which role; ``None`` if they are not among the plan's people.
        right: What the policy calls the right, such as ``"sign"``.
        subject: What it would have been done to, empty for the plan as a whole.
        roles: The roles that have the right.
    """

    code: ClassVar[str] = "jbp.policy.not_allowed"

    person_id: str
    role: str | None
    right: str
    subject: str = ""
    roles: tuple[str, ...] = ()

    def __str__(self) -> str:
        what = f"{self.right} {self.subject}".rstrip()
        if self.role is None:
            return (
                f"{_shown(self.person_id)} may not {what}: the plan has no such "
                "person. Add them to its people first."
            )
        told = f"{_shown(self.person_id)} may not {what} as {self.role}."
        if not self.roles:
            return f"{told} The policy lets nobody; grant it to a role first."
        *others, last = self.roles
        listed = f"{', '.join(others)} or {last}" if others else last
        article = "an" if listed[0] in "aeiou" else "a"
        return f"{told} Ask {article} {listed} of the plan."


@attrs.define
class MissingExtraError(JbpError, ImportError):
    """What was asked for needs a package that is not installed.

    Attributes:
        extra: The extra of jbpcore that brings it.
        package: The package that is missing.
    """

    code: ClassVar[str] = "jbp.extra.missing"

    extra: str
    package: str

    def __str__(self) -> str:
        return (
            f"This needs {self.package}, which is not installed. Install it with: "
            f'pip install "jbpcore[{self.extra}]"'
        )


@attrs.define
class TemplateNotFoundError(JbpError, LookupError):
    """No template has this key, or none of this key that version.

    Attributes:
        key: The key that was asked for.
        version: The version; ``None`` if the newest was asked for.
        known: The keys there are.
    """

    code: ClassVar[str] = "jbp.template.not_found"

    key: str
    version: int | None
    known: tuple[str, ...] = ()

    def __str__(self) -> str:
        which = "" if self.version is None else f" in version {self.version}"
        known = ", ".join(self.known[:_SHOWN_FINDINGS]) or "none"
        key = _shown(self.key)
        return f"There is no usable template {key}{which}. There are: {known}."


@attrs.define
class PluginError(JbpError, ImportError):
    """What another package offers cannot be used.

    Attributes:
        plugin: Its group and name, as ``"jbpcore.stores:journal"``.
        distribution: The distribution that brings it.
        finding: What is wrong, with a permanent code. What the plugin raised, if it
            did, is the ``__cause__``.
    """

    code: ClassVar[str] = "jbp.plugin"

    plugin: str
    distribution: str
    finding: Finding

    def __str__(self) -> str:
        return (
            f"Cannot use {self.plugin} of {self.distribution}. {self.finding.message} "
            f"[{self.finding.code}]"
        )


@attrs.define
class CalendarMismatchError(JbpError, RuntimeError):
    """A calendar file is not what was meant, so it is not handed out.

    Attributes:
        problem: What is wrong, as a clause that follows "because".
    """

    code: ClassVar[str] = "jbp.calendar.mismatch"

    problem: str

    def __str__(self) -> str:
        return (
            f"No calendar was made, because {self.problem}. Report it with the version "
            "of icalendar and, if you can, the plan."
        )


class StorageError(JbpError):
    """Base of every error a store may raise."""

    code: ClassVar[str] = "jbp.storage"


@attrs.define
class PlanNotFoundError(StorageError, LookupError):
    """No plan of this tenant has this id."""

    code: ClassVar[str] = "jbp.storage.plan_not_found"

    plan_id: str

    def __str__(self) -> str:
        return f"No plan has the id {_shown(self.plan_id)}. List the ids to find it."


@attrs.define
class PlanDeletedError(PlanNotFoundError):
    """The plan was deleted.

    Attributes:
        plan_id: Its id.
        revision: The revision that deleted it, which a restoration has to expect.
    """

    code: ClassVar[str] = "jbp.storage.plan_deleted"

    revision: int

    def __str__(self) -> str:
        return (
            f"Plan {_shown(self.plan_id)} was deleted by its revision {self.revision}. "
            "Restore it, or read an earlier revision."
        )


@attrs.define
class StaleRevisionError(StorageError):
    """The plan moved on since it was read; nothing was written."""

    code: ClassVar[str] = "jbp.storage.stale_revision"

    plan_id: str
    expected_revision: int
    actual_revision: int

    def __str__(self) -> str:
        return (
            f"Plan {_shown(self.plan_id)} is at revision {self.actual_revision}, not "
            f"{self.expected_revision}. Read it again, reapply the change, and retry."
        )


@attrs.define
class StoreBusyError(StorageError, TimeoutError):
    """Another writer held the store for the whole waiting time; nothing was written.

    Attributes:
        operation: What was being done.
        waited_seconds: For how long it waited.
    """

    code: ClassVar[str] = "jbp.storage.busy"

    operation: str
    waited_seconds: float

    def __str__(self) -> str:
        return (
            f"The store was busy for {self.waited_seconds:g} s during "
            f"{self.operation!r}; nothing was written. Retry, or allow more time."
        )


@attrs.define
class StoreFormatError(StorageError):
    """What was opened is not a jbpcore store, or a newer or damaged one.

    Attributes:
        location: What was opened.
        problem: What is wrong with it, as a clause.
    """

    code: ClassVar[str] = "jbp.storage.format"

    location: str
    problem: str

    def __str__(self) -> str:
        return f"Cannot use {_shown(self.location)} as a store: {self.problem}."


@attrs.define
class StoreUnavailableError(StorageError, OSError):
    """The backend failed. The driver's own error is the ``__cause__``.

    Attributes:
        operation: What was being done.
        may_be_written: Whether it is unknown if anything was written: the connection
            broke while the database was asked to commit.
    """

    code: ClassVar[str] = "jbp.storage.unavailable"

    operation: str
    may_be_written: bool = False

    def __str__(self) -> str:
        if self.may_be_written:
            return (
                f"The store failed at the very end of {self.operation!r}; nobody knows "
                "whether it was written. See the cause, and read before you retry."
            )
        return (
            f"The store failed during {self.operation!r}; nothing was written. See the "
            "cause, mend it, and retry."
        )
