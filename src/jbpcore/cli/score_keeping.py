"""Keeping what was read in a store: all of it, or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import attrs

from jbpcore.adapters.open_store import open_store
from jbpcore.errors import Finding, Severity
from jbpcore.model.actual import ActualEntry
from jbpcore.model.agreement import PlanState
from jbpcore.model.plan import Plan
from jbpcore.ports.actuals import AppendOutcome
from jbpcore.ports.storage import Store

__all__ = ["KeptCounts", "keep"]

_SAVED_BY: Final = "jbpcore-score"
_NOTE: Final = "Made from a list of targets"
# SQLite keeps these beside a file while it writes.
_BESIDE: Final = ("", "-journal", "-wal", "-shm")


@attrs.frozen(kw_only=True)
class KeptCounts:
    """What a store was given.

    Attributes:
        plans_saved: Plans that are new, or changed.
        plans_same: Plans that the store had already.
        entries: How many bookings had which outcome.
        findings: What was not written, and why.
    """

    plans_saved: int
    plans_same: int
    entries: Counter[AppendOutcome]
    findings: tuple[Finding, ...]


def keep(
    path: Path, *, tenant: str, plans: Sequence[Plan], entries: Iterable[ActualEntry]
) -> KeptCounts:
    """Write *plans* and *entries* to the SQLite file at *path*, in one unit of work.

    A plan that is there as a draft gets the goals of the new one and keeps the rest.
    One that was proposed or agreed is not touched: a spreadsheet does not change what
    was signed. A booking whose id is there with other content is not written.

    If anything is raised, Ctrl-C too, nothing is written, and a file that was not there
    before is taken away again.

    Raises:
        StorageError: If the store cannot be opened or written.
    """
    is_new = not path.exists()
    try:
        with open_store(f"sqlite:///{path}", tenant=tenant) as store:
            return _write(store, plans, entries)
    except BaseException:
        if is_new:
            for ending in _BESIDE:
                path.with_name(path.name + ending).unlink(missing_ok=True)
        raise


def _write(
    store: Store, plans: Sequence[Plan], entries: Iterable[ActualEntry]
) -> KeptCounts:
    saved, findings = 0, []
    at = datetime.now(UTC)
    with store.unit_of_work():
        known = set(store.iter_ids())
        for plan in plans:
            revision, wanted = 0, plan
            if plan.id in known:
                stored = store.read(plan.id)
                revision = stored.revision
                wanted = attrs.evolve(stored.plan, goals=plan.goals)
                if wanted == stored.plan:
                    continue
                if stored.plan.state is not PlanState.DRAFT:
                    findings.append(_untouched(stored.plan))
                    continue
            store.save(
                wanted, expected_revision=revision, by=_SAVED_BY, at=at, note=_NOTE
            )
            saved += 1
        outcomes = Counter(store.append(entries))
    if conflicts := outcomes[AppendOutcome.CONFLICTING]:
        message = (
            f"Bookings not written, as the store has others with the same ids: "
            f"{conflicts:,}. Correct a booking with a further one, not by changing it."
        )
        findings.append(_finding("jbp.store.conflict", "entries", message))
    return KeptCounts(
        plans_saved=saved,
        plans_same=len(plans) - saved - sum(f.code == _UNTOUCHED for f in findings),
        entries=outcomes,
        findings=tuple(findings),
    )


_UNTOUCHED: Final = "jbp.store.not_draft"


def _untouched(plan: Plan) -> Finding:
    message = f"The plan is {plan.state} in the store, so its goals were not changed."
    return _finding(_UNTOUCHED, plan.id, message)


def _finding(code: str, path: str, message: str) -> Finding:
    return Finding(code=code, path=path, message=message, severity=Severity.WARNING)
