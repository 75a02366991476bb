"""Errors of what other packages bring: extras, plugins, calendars."""

from __future__ import annotations

from typing import ClassVar

import attrs

from jbpcore.errors.base import Finding, JbpError
from jbpcore.wording import Sentence

__all__ = [
    "CalendarMismatchError",
    "MissingExtraError",
    "PluginError",
]


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
