"""Which plugins a product lets in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.plugins.groups import check_group, is_plugin_name

__all__ = ["AllowList", "normalised"]

_RUNS: Final = re.compile("[-_.]+")
_DISTRIBUTION: Final = re.compile("[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?", re.ASCII)


def normalised(distribution: str) -> str:
    """Return the name of a distribution in the form in which names are compared.

    That is PEP 503's: small letters, and one hyphen for each run of ``-``, ``_`` and
    ``.``.

    Examples:
        >>> normalised("Acme_JBP.Journal")
        'acme-jbp-journal'
    """
    return _RUNS.sub("-", distribution).lower()


@attrs.frozen
class AllowList:
    """Which plugins may be used.

    Attributes:
        distributions: Names of distributions, all of whose plugins may be.
        plugins: Single ones, as ``"jbpcore.stores:journal"``.
        is_open: Whether every one may be.

    Examples:
        >>> allowed = AllowList.of(["Acme_Journal", "jbpcore.metrics:demos"])
        >>> allowed.lets_in("jbpcore.stores", "journal", "acme-journal")
        True
        >>> allowed.lets_in("jbpcore.metrics", "leads-won", "other")
        False
    """

    distributions: frozenset[str] = frozenset()
    plugins: frozenset[str] = frozenset()
    is_open: bool = False

    @classmethod
    def of(cls, allow: Iterable[str] | None) -> AllowList:
        """Return the list that *allow* states; with ``None`` everything is let in.

        Raises:
            InvalidValueError: If it is one text instead of several, or one of them is
                neither the name of a distribution nor a group and a name.
        """
        if allow is None:
            return cls(is_open=True)
        if isinstance(allow, str | bytes) or not isinstance(allow, Iterable):
            raise InvalidValueError("allow", allow, "a list of names, or None for all")
        distributions, plugins = set(), set()
        for entry in allow:
            group, colon, name = str(entry).partition(":")
            if colon:
                if not is_plugin_name(name):
                    expected = "such as 'jbpcore.stores:journal'"
                    raise InvalidValueError("allow", entry, expected)
                plugins.add(f"{check_group(group, 'allow')}:{name}")
            elif isinstance(entry, str) and _DISTRIBUTION.fullmatch(entry.lower()):
                distributions.add(normalised(entry))
            else:
                expected = "the name of a distribution, or a group and a name"
                raise InvalidValueError("allow", entry, expected)
        return cls(frozenset(distributions), frozenset(plugins))

    def lets_in(self, group: str, name: str, distribution: str) -> bool:
        """Whether a plugin may be used."""
        return (
            self.is_open
            or f"{group}:{name}" in self.plugins
            or normalised(distribution) in self.distributions
        )
