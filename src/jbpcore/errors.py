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

from datetime import date
from enum import StrEnum
from typing import ClassVar, Final

import attrs

from jbpcore.wording import Choice, Sentence, message, shown, unshown

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

_SHOWN_FINDINGS = 20
_LINE: Final = "{path}: {message} [{code}]"
_LINE_ALONE: Final = "{message} [{code}]"


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
        return str(self.sentence)

    @property
    def sentence(self) -> Sentence:
        """The message with its path and code, for saying it in another language."""
        line = _LINE if self.path else _LINE_ALONE
        return Sentence(line, path=self.path, message=self.message, code=self.code)


class JbpError(Exception):
    """Base of every error jbpcore raises on purpose."""

    code: ClassVar[str] = "jbp"

    @property
    def sentence(self) -> str:
        """The English sentence with its facts, for saying it in another language."""
        if type(self).__str__ is not JbpError.__str__:
            return str(self)  # a class of somebody else, who wrote its text
        return super().__str__()

    def __str__(self) -> str:
        return str(self.sentence)


@attrs.define(repr=False)
class InvalidValueError(JbpError, ValueError):
    """A field was given a value it cannot hold.

    Attributes:
        field: Which field, as ``"Goal.target"``.
        value: What was given.
        expected: What it must be, worded to follow "must be".
        is_personal: Whether *value* may be about a person: a name, an address, what
            somebody wrote. Then no message shows it, and it is here alone.
    """

    code: ClassVar[str] = "jbp.value.invalid"

    field: str
    value: object
    expected: str
    is_personal: bool = False

    @property
    def sentence(self) -> Sentence:
        """What is wrong, with its facts."""
        return Sentence(
            "{field} must be {expected}; got {value}.",
            field=self.field,
            expected=self.expected,
            value=self._shown(),
        )

    def _shown(self) -> str:
        return unshown(self.value) if self.is_personal else shown(self.value)

    def __repr__(self) -> str:
        # An error is logged by its repr as well.
        return f"{type(self).__name__}({self.field!r}, {self._shown()})"


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

    @property
    def sentence(self) -> Sentence:
        """What is wrong, with its facts: a line for all, and one for each finding."""
        count = len(self.findings)
        lines: list[str] = [
            Sentence.counted(
                "{subject} has {n} problem; nothing was taken from it:",
                "{subject} has {n} problems; nothing was taken from it:",
                count,
                subject=self.subject,
            ),
            *(finding.sentence for finding in self.findings[:_SHOWN_FINDINGS]),
        ]
        if count > _SHOWN_FINDINGS:
            more = count - _SHOWN_FINDINGS
            lines.append(Sentence("… and {count} more in `findings`.", count=more))
        # Lines are no sentence: what is translated is what stands in each.
        facts = {f"line{place}": line for place, line in enumerate(lines)}
        return Sentence("\n  ".join(f"{{{name}}}" for name in facts), **facts)


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

    @property
    def sentence(self) -> Sentence:
        """What is wrong, with its facts."""
        return Sentence(
            "{subject} is in format version {found}; this release reads up to "
            "{supported}. Upgrade jbpcore to read it.",
            subject=self.subject,
            found=self.found,
            supported=self.supported,
        )


@attrs.define
class CurrencyMismatchError(JbpError, TypeError):
    """Two amounts in different currencies met in one operation."""

    code: ClassVar[str] = "jbp.money.currency_mismatch"

    left: str
    right: str

    @property
    def sentence(self) -> Sentence:
        """What is wrong, with its facts."""
        return Sentence(
            "Cannot combine {left} with {right}; jbpcore never converts currencies by "
            "itself. Convert both to the plan's currency first.",
            left=self.left,
            right=self.right,
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

    @property
    def sentence(self) -> Sentence:
        """What is wrong, with its facts."""
        return Sentence(
            "Cannot combine {left} with {right}; they count different things. Give "
            "both in the metric's unit.",
            left=self.left,
            right=self.right,
        )


@attrs.define
class UnknownCurrencyError(JbpError, LookupError):
    """No minor unit is known for a currency, so nothing can be rounded in it."""

    code: ClassVar[str] = "jbp.money.unknown_currency"

    currency: str

    @property
    def sentence(self) -> Sentence:
        """What is wrong, with its facts."""
        return Sentence(
            "No minor unit is known for the currency {currency}. Use an ISO 4217 code "
            "that money circulates in, such as 'USD'.",
            currency=shown(self.currency),
        )


class NoRateReason(StrEnum):
    """Why there is no rate between two currencies on a day."""

    NO_PAIR = "no_pair"
    """Nothing is known about the two, in any way that may be used."""

    NOT_YET = "not_yet"
    """All that is known about them is of later days."""

    TOO_OLD = "too_old"
    """The latest that is known about them is older than is agreed to be used."""


_NO_RATE: Final = {
    NoRateReason.NO_PAIR: message(
        "No rate from {base} to {quote} on {day}: none is stated for the two. Add one "
        "of that day or before."
    ),
    NoRateReason.NOT_YET: message(
        "No rate from {base} to {quote} on {day}: all that are stated are of later "
        "days. Add one of that day or before."
    ),
    NoRateReason.TOO_OLD: message(
        "No rate from {base} to {quote} on {day}: the latest is older than agreed. Add "
        "one of that day or before."
    ),
}


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

    @property
    def sentence(self) -> Sentence:
        """What is wrong, with its facts."""
        sentence = _NO_RATE[self.reason]
        return Sentence(sentence, base=self.base, quote=self.quote, day=self.on)


@attrs.define
class UnsupportedLocaleError(JbpError, ValueError):
    """No locale is known by this name."""

    code: ClassVar[str] = "jbp.locale.unsupported"

    locale: str
    available: tuple[str, ...]

    @property
    def sentence(self) -> Sentence:
        """What is wrong, with its facts."""
        return Sentence(
            "No locale is known by {locale}. Use one of: {available}.",
            locale=shown(self.locale),
            available=", ".join(self.available),
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

    @property
    def sentence(self) -> Sentence:
        """What is wrong, with its facts."""
        return Sentence(
            # Translators: {problem} is a whole clause, such as "the plan is closed".
            "Cannot {move}, because {problem}. {way_forward}",
            move=Sentence.named("move", self.move),
            problem=self.problem,
            way_forward=self.way_forward,
        )


_RIGHT_TO: Final = "{right} {subject}"
# Translators: {what} is a word such as "sign" and what for; {roles} is one role of a
# person or several, as in "executive_sponsor or partner_manager".
_ASK_A: Final = message("{who} may not {what} as {role}. Ask a {roles} of the plan.")
_ASK_AN: Final = message("{who} may not {what} as {role}. Ask an {roles} of the plan.")


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

    @property
    def sentence(self) -> Sentence:
        """What is wrong, with its facts."""
        who = shown(self.person_id)
        what: str = Sentence.named("right", self.right)
        if self.subject:
            what = Sentence(_RIGHT_TO, right=what, subject=self.subject)
        if self.role is None:
            return Sentence(
                "{who} may not {what}: the plan has no such person. Add them to its "
                "people first.",
                who=who,
                what=what,
            )
        role = Sentence.named("PersonRole", self.role)
        if not self.roles:
            return Sentence(
                "{who} may not {what} as {role}. The policy lets nobody; grant it to a "
                "role first.",
                who=who,
                what=what,
                role=role,
            )
        roles = Choice(Sentence.named("PersonRole", one) for one in self.roles)
        ask = _ASK_AN if self.roles[0][0] in "aeiou" else _ASK_A
        return Sentence(ask, who=who, what=what, role=role, roles=roles)


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

    @property
    def sentence(self) -> Sentence:
        """What is wrong, with its facts."""
        return Sentence(
            "This needs {package}, which is not installed. Install it with: {command}",
            package=self.package,
            command=f'pip install "jbpcore[{self.extra}]"',
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
        key = shown(self.key)
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

    @property
    def sentence(self) -> Sentence:
        """What is wrong, with its facts."""
        return Sentence(
            # Translators: {problem} is a sentence or two that say what is wrong.
            "Cannot use {plugin} of {distribution}. {problem} [{code}]",
            plugin=self.plugin,
            distribution=self.distribution,
            problem=self.finding.message,
            code=self.finding.code,
        )


@attrs.define
class CalendarMismatchError(JbpError, RuntimeError):
    """A calendar file is not what was meant, so it is not handed out.

    Attributes:
        problem: What is wrong, as a clause that follows "because".
    """

    code: ClassVar[str] = "jbp.calendar.mismatch"

    problem: str

    @property
    def sentence(self) -> Sentence:
        """What is wrong, with its facts."""
        return Sentence(
            "No calendar was made, because {problem}. Report it with the version of "
            "icalendar and, if you can, the plan.",
            problem=self.problem,
        )


class StorageError(JbpError):
    """Base of every error a store may raise."""

    code: ClassVar[str] = "jbp.storage"


@attrs.define
class PlanNotFoundError(StorageError, LookupError):
    """No plan of this tenant has this id."""

    code: ClassVar[str] = "jbp.storage.plan_not_found"

    plan_id: str

    @property
    def sentence(self) -> Sentence:
        """What is wrong, with its facts."""
        return Sentence(
            "No plan has the id {plan_id}. List the ids to find it.",
            plan_id=shown(self.plan_id),
        )


@attrs.define
class PlanDeletedError(PlanNotFoundError):
    """The plan was deleted.

    Attributes:
        plan_id: Its id.
        revision: The revision that deleted it, which a restoration has to expect.
    """

    code: ClassVar[str] = "jbp.storage.plan_deleted"

    revision: int

    @property
    def sentence(self) -> Sentence:
        """What is wrong, with its facts."""
        return Sentence(
            "Plan {plan_id} was deleted by its revision {revision}. Restore it, or "
            "read an earlier revision.",
            plan_id=shown(self.plan_id),
            revision=self.revision,
        )


@attrs.define
class StaleRevisionError(StorageError):
    """The plan moved on since it was read; nothing was written."""

    code: ClassVar[str] = "jbp.storage.stale_revision"

    plan_id: str
    expected_revision: int
    actual_revision: int

    @property
    def sentence(self) -> Sentence:
        """What is wrong, with its facts."""
        return Sentence(
            "Plan {plan_id} is at revision {actual}, not {expected}. Read it again, "
            "reapply the change, and retry.",
            plan_id=shown(self.plan_id),
            actual=self.actual_revision,
            expected=self.expected_revision,
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

    @property
    def sentence(self) -> Sentence:
        """What is wrong, with its facts."""
        return Sentence(
            "The store was busy for {seconds} s during {operation}; nothing was "
            "written. Retry, or allow more time.",
            seconds=f"{self.waited_seconds:g}",
            operation=repr(self.operation),
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

    @property
    def sentence(self) -> Sentence:
        """What is wrong, with its facts."""
        return Sentence(
            "Cannot use {location} as a store: {problem}.",
            location=shown(self.location),
            problem=self.problem,
        )


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

    @property
    def sentence(self) -> Sentence:
        """What is wrong, with its facts."""
        operation = repr(self.operation)
        if self.may_be_written:
            return Sentence(
                "The store failed at the very end of {operation}; nobody knows whether "
                "it was written. See the cause, and read before you retry.",
                operation=operation,
            )
        return Sentence(
            "The store failed during {operation}; nothing was written. See the cause, "
            "mend it, and retry.",
            operation=operation,
        )
