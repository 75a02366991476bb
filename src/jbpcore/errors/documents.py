"""Errors of documents and files, and of templates that are not there."""

from __future__ import annotations

from typing import ClassVar

import attrs

from jbpcore.errors.base import Finding, JbpError
from jbpcore.wording import Sentence, shown

__all__ = [
    "FormatTooNewError",
    "InvalidDataError",
    "TemplateNotFoundError",
]

_SHOWN_FINDINGS = 20


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
