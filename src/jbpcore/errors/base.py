"""The root of the tree of errors, and what is found in data that somebody gave us."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar, Final

import attrs

from jbpcore.wording import Sentence

__all__ = [
    "Finding",
    "JbpError",
    "Severity",
]

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
