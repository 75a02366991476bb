"""The one file that says which of the others count."""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import sha256
from typing import Any, Final

import attrs

from jbpcore.adapters.json_files.envelopes import content_of, fields_of
from jbpcore.errors import InvalidValueError
from jbpcore.values.ids import PlanId, check_id

__all__ = ["Manifest", "PlanFiles"]

_NAME: Final = "jbpcore.json_files"
_KEYS: Final = frozenset({"tenant", "commit", "mark", "erased", "plans", "entries"})
_MARK: Final = re.compile("[0-9a-f]{32}")
_PLAN_KEYS: Final = frozenset({"revisions", "generation"})


@attrs.frozen
class PlanFiles:
    """Which files of one plan count.

    Attributes:
        revisions: How many revisions it has.
        generation: The commit that wrote its folder anew; 0 if none did.
    """

    revisions: int
    generation: int = 0


@attrs.frozen(kw_only=True)
class Manifest:
    """Which files of one tenant count.

    Attributes:
        tenant: Whose they are.
        commit: How often anything was written.
        mark: A digest of all that was ever written, up to this commit. So two of the
            same number, on two branches in git, are never taken for one.
        erased: Whether the last commit left files that have to go.
        plans: The files of each plan.
        entries: The commits that appended booked facts which are there.

    Examples:
        >>> manifest = Manifest(tenant="acme", commit=3, plans={"a": PlanFiles(2)})
        >>> Manifest.from_content(manifest.content, "acme") == manifest
        True
    """

    tenant: str
    commit: int = 0
    mark: str = "0" * 32
    erased: bool = False
    plans: dict[PlanId, PlanFiles] = attrs.field(factory=dict)
    entries: tuple[int, ...] = ()

    @property
    def content(self) -> bytes:
        """The file."""
        plans = {
            plan_id: {"revisions": files.revisions, "generation": files.generation}
            for plan_id, files in sorted(self.plans.items())
        }
        return content_of(
            _NAME,
            {
                "tenant": self.tenant,
                "commit": self.commit,
                "mark": self.mark,
                "erased": self.erased,
                "plans": plans,
                "entries": list(self.entries),
            },
        )

    def marked(self, contents: Iterable[bytes]) -> Manifest:
        """Return the same, marked as what wrote *contents*."""
        digest = sha256(self.mark.encode())
        for content in contents:
            digest.update(sha256(content).digest())
        return attrs.evolve(self, mark=digest.hexdigest()[:32])

    @classmethod
    def from_content(cls, content: bytes, tenant: str) -> Manifest:
        """Return what the file of *tenant* says.

        Raises:
            JbpError: If it is no such file.
        """
        data = fields_of(content, _NAME, _KEYS)
        if data["tenant"] != tenant:
            raise InvalidValueError("tenant", data["tenant"], f"{tenant!r}")
        if type(data["erased"]) is not bool:
            raise InvalidValueError("erased", data["erased"], "true or false")
        commit = _whole(data["commit"], "commit", least=0)
        # A later commit may not find its names taken.
        return cls(
            tenant=tenant,
            commit=commit,
            mark=_a_mark(data["mark"]),
            erased=data["erased"],
            plans={
                PlanId(check_id(plan_id, "plans")): _plan_files(files, commit)
                for plan_id, files in _dict(data["plans"]).items()
            },
            entries=_ascending(data["entries"], commit),
        )


def _a_mark(value: object) -> str:
    if not isinstance(value, str) or not _MARK.fullmatch(value):
        raise InvalidValueError("mark", value, "32 hexadecimal digits")
    return value


def _plan_files(value: object, commit: int) -> PlanFiles:
    data = _dict(value)
    if set(data) != _PLAN_KEYS:
        raise InvalidValueError("plans", sorted(data), f"{sorted(_PLAN_KEYS)}")
    return PlanFiles(
        _whole(data["revisions"], "revisions", least=1),
        _whole(data["generation"], "generation", least=0, most=commit),
    )


def _ascending(value: object, commit: int) -> tuple[int, ...]:
    numbers = value if type(value) is list else [None]
    found = [_whole(number, "entries", least=1, most=commit) for number in numbers]
    if found != sorted(set(found)):
        raise InvalidValueError("entries", found, "in order, each once")
    return tuple(found)


def _whole(value: object, field: str, *, least: int, most: int = 2**53) -> int:
    if type(value) is not int or not least <= value <= most:
        raise InvalidValueError(field, value, f"a whole number, {least} to {most}")
    return value


def _dict(value: object) -> dict[str, Any]:
    if type(value) is not dict:
        raise InvalidValueError("plans", value, "an object, each key in it once")
    return value
