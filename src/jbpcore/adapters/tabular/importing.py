"""From a list of bookings into a ledger, with an account of every row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

import attrs

from jbpcore.adapters.tabular.actuals import read_actuals
from jbpcore.adapters.tabular.import_mapping import ImportMapping
from jbpcore.adapters.tabular.owners import OwnerBook
from jbpcore.adapters.tabular.text_table import TextTable
from jbpcore.model.actual import ActualEntry
from jbpcore.ports.actuals import ActualsStore, AppendOutcome
from jbpcore.wording import Sentence, message

__all__ = ["ActualImport", "import_actuals"]

_NAMED: Final = 20


@attrs.frozen(kw_only=True)
class ActualImport:
    """What an import did, or would do.

    Attributes:
        entries: What the good rows say, in the order of the list.
        outcomes: What became of each of *entries*, in the same order.
        is_dry_run: Whether nothing was written.
    """

    entries: tuple[ActualEntry, ...]
    outcomes: tuple[AppendOutcome, ...]
    is_dry_run: bool

    def count(self, outcome: AppendOutcome) -> int:
        """Return how many entries had *outcome*."""
        return Counter(self.outcomes)[outcome]

    @property
    def conflicting(self) -> tuple[ActualEntry, ...]:
        """The entries not written, as the ledger has others by their ids."""
        pairs = zip(self.entries, self.outcomes, strict=True)
        return tuple(e for e, found in pairs if found is AppendOutcome.CONFLICTING)


def import_actuals(
    store: ActualsStore,
    table: TextTable,
    *,
    mapping: ImportMapping | None = None,
    owners: OwnerBook | None = None,
    dry_run: bool = False,
) -> ActualImport:
    """Read a list of bookings and append what is new to a ledger.

    The same list again changes nothing. Bad rows are left out and reported to *table*;
    so is a booking that the ledger knows by its id with other content, which is not
    written: a ledger is corrected with a further booking, never by changing one.

    Args:
        store: The ledger.
        table: The list.
        mapping: Which column holds what, and how cells are written; what the headings
            say if ``None``.
        owners: Who is who; whoever the list names if ``None``.
        dry_run: Whether only to say what would be done.

    Raises:
        InvalidDataError: If a column is missing, or it is not clear which one it is.
        StorageError: If the ledger cannot be read or written; nothing is written then.
    """
    stated = mapping or ImportMapping(name="By its headings")
    entries = read_actuals(
        table, form=stated.form, owners=owners, columns=stated.columns
    )
    outcomes = _foreseen(store, entries) if dry_run else store.append(entries)
    done = ActualImport(entries=entries, outcomes=outcomes, is_dry_run=dry_run)
    if done.conflicting:
        table.report("jbp.actuals.known", None, _conflict(done))
    return done


def _foreseen(
    store: ActualsStore, entries: Iterable[ActualEntry]
) -> tuple[AppendOutcome, ...]:
    """Return what would become of each entry."""
    offered = tuple(entries)
    wanted = {entry.entry_id for entry in offered}
    known = {
        entry.entry_id: entry for entry in store.query() if entry.entry_id in wanted
    }
    outcomes = []
    for entry in offered:
        outcomes.append(AppendOutcome.of(known.get(entry.entry_id), entry))
        known.setdefault(entry.entry_id, entry)
    return tuple(outcomes)


def _conflict(done: ActualImport) -> str:
    ids = [entry.entry_id for entry in done.conflicting]
    named = ", ".join(ids[:_NAMED])
    if len(ids) > _NAMED:
        named = Sentence(
            "{named} and {count} more", named=named, count=len(ids) - _NAMED
        )
    return Sentence(_NOT_WRITTEN[done.is_dry_run], named=named)


_NOT_WRITTEN: Final = (
    message(
        "Bookings were not written, as the ledger has others with the same ids: "
        "{named}. Correct a booking with a further one."
    ),
    message(
        "Bookings would not be written, as the ledger has others with the same ids: "
        "{named}. Correct a booking with a further one."
    ),
)
