"""What a commit has to write, so that the files say what a changed shelf does."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from jbpcore.adapters.json_files.documents import RevisionFile
from jbpcore.adapters.json_files.manifest import Manifest, PlanFiles
from jbpcore.adapters.memory.shelf import Shelf
from jbpcore.model.actual import ActualEntry
from jbpcore.ports.plan_events import PlanEvent
from jbpcore.values.ids import EntryId, PlanId

__all__ = ["Changes"]


@attrs.frozen
class Changes:
    """What a commit writes.

    Attributes:
        manifest: What it makes of the manifest.
        revisions: The revisions that it writes.
        entries: The booked facts that it writes, in one file named for the commit.
    """

    manifest: Manifest
    revisions: list[RevisionFile]
    entries: list[ActualEntry]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to write."""
        return not self.revisions and not self.entries

    @classmethod
    def between(
        cls,
        before: Shelf,
        after: Shelf,
        manifest: Manifest,
        batches: Mapping[int, tuple[EntryId, ...]],
    ) -> Changes:
        """Return what leads from one shelf to another.

        Args:
            before: What the files say.
            after: What they shall say.
            manifest: The manifest of *before*.
            batches: The ids of the booked facts in each file.
        """
        commit = manifest.commit + 1
        rewritten, plans, revisions = _plan_changes(
            before, after, manifest.plans, commit
        )
        gone, entries = _entry_changes(before, after, batches)
        kept = tuple(number for number in manifest.entries if number not in gone)
        changed = attrs.evolve(
            manifest,
            commit=commit,
            erased=rewritten or bool(gone),
            plans=manifest.plans | plans,
            entries=(*kept, commit) if entries else kept,
        )
        return cls(changed, revisions, entries)


def _plan_changes(
    before: Shelf, after: Shelf, files: Mapping[PlanId, PlanFiles], commit: int
) -> tuple[bool, dict[PlanId, PlanFiles], list[RevisionFile]]:
    """Return whether any is written anew, and what is written of which plans."""
    rewritten = _rewritten(before, after)
    touched = rewritten | {one.plan_id for one in after.events[len(before.events) :]}
    events: dict[PlanId, list[PlanEvent]] = {plan_id: [] for plan_id in touched}
    for event in after.events if touched else ():
        if event.plan_id in events:
            events[event.plan_id].append(event)
    plans, written = {}, []
    for plan_id in sorted(touched):
        revisions = after.plans[plan_id]
        old = files.get(plan_id, PlanFiles(0))
        if plan_id in rewritten:
            old = PlanFiles(0, commit)
        pairs = list(zip(revisions, events[plan_id], strict=True))
        written += [RevisionFile(*pair) for pair in pairs[old.revisions :]]
        plans[plan_id] = attrs.evolve(old, revisions=len(revisions))
    return bool(rewritten), plans, written


def _rewritten(before: Shelf, after: Shelf) -> set[PlanId]:
    """Return the plans of which something that was there is another."""
    pairs = zip(before.events, after.events, strict=False)
    found = {now.plan_id for was, now in pairs if was is not now and was != now}
    for plan_id, known in before.plans.items():
        revisions = after.plans[plan_id]
        if revisions is not known and revisions[: len(known)] != known:
            found.add(plan_id)
    return found


def _entry_changes(
    before: Shelf, after: Shelf, batches: Mapping[int, tuple[EntryId, ...]]
) -> tuple[set[int], list[ActualEntry]]:
    """Return the files that do not count any more, and the facts to write."""
    changed, fresh = set(), []
    for key, entry in after.entries.items():
        known = before.entries.get(key)
        if known is None:
            fresh.append(entry)
        elif known is not entry and known != entry:
            changed.add(key)
    if not changed:
        return set(), fresh
    gone = {n for n, keys in batches.items() if not changed.isdisjoint(keys)}
    moved = [after.entries[key] for n in sorted(gone) for key in batches[n]]
    return gone, [*moved, *fresh]
