"""Stores that break a promise of the ledger, each in one way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

import attrs
from tests.contract.broken.revisions import SharesPlans
from tests.contract.broken.sloppy import CONTRACT, Sloppy, bite

from jbpcore.model.actual import ActualEntry
from jbpcore.ports.actuals import AppendOutcome
from jbpcore.testing.sample_records import full_entry

FULL_ENTRY = full_entry()


class RoundsEntries(Sloppy):
    def append(self, entries: Iterable[ActualEntry], /) -> tuple[AppendOutcome, ...]:
        kept = (attrs.evolve(entry, credit_ratio=1, source="") for entry in entries)
        return super().append(kept)


class FindsInAppendOrder(Sloppy):
    def query(self, **wanted: Any) -> Iterator[ActualEntry]:
        found = {entry.entry_id for entry in super().query(**wanted)}
        entries = self.now().entries.values()
        return iter([entry for entry in entries if entry.entry_id in found])


class FindsFirstPageOnly(Sloppy):
    def query(self, **wanted: Any) -> Iterator[ActualEntry]:
        return iter(list(super().query(**wanted))[:1_000])


class AppendsAgain(Sloppy):
    """Takes an entry that it has for a new one."""

    def append(self, entries: Iterable[ActualEntry], /) -> tuple[AppendOutcome, ...]:
        return tuple(AppendOutcome.NEW for _ in super().append(entries))


class ComparesDigits(Sloppy):
    """Takes 7500 and 7500.00 for two amounts."""

    def append(self, entries: Iterable[ActualEntry], /) -> tuple[AppendOutcome, ...]:
        offered = list(entries)
        known = {e.entry_id: str(e.amount) for e in self.query()}
        return tuple(
            AppendOutcome.CONFLICTING
            if known.get(entry.entry_id, str(entry.amount)) != str(entry.amount)
            else outcome
            for entry, outcome in zip(offered, super().append(offered), strict=True)
        )


class ComparesWhenItHeard(Sloppy):
    def append(self, entries: Iterable[ActualEntry], /) -> tuple[AppendOutcome, ...]:
        offered = list(entries)
        known = {e.entry_id: e for e in self.query()}
        return tuple(
            AppendOutcome.CONFLICTING
            if known.get(entry.entry_id, entry) != entry
            else outcome
            for entry, outcome in zip(offered, super().append(offered), strict=True)
        )


class OverwritesConflicts(Sloppy):
    def append(self, entries: Iterable[ActualEntry], /) -> tuple[AppendOutcome, ...]:
        offered = list(entries)
        outcomes = super().append(offered)
        self.now().entries.update({entry.entry_id: entry for entry in offered})
        return outcomes


class HidesConflicts(Sloppy):
    def append(self, entries: Iterable[ActualEntry], /) -> tuple[AppendOutcome, ...]:
        outcomes = super().append(entries)
        return tuple(
            AppendOutcome.SAME if one is AppendOutcome.CONFLICTING else one
            for one in outcomes
        )


class GroupsOutcomes(Sloppy):
    def append(self, entries: Iterable[ActualEntry], /) -> tuple[AppendOutcome, ...]:
        return tuple(sorted(super().append(entries)))


class LooksBeforeTheCallOnly(Sloppy):
    """Judges each entry by what was there before the call."""

    def append(self, entries: Iterable[ActualEntry], /) -> tuple[AppendOutcome, ...]:
        offered = list(entries)
        known = dict(self.now().entries)
        super().append(offered)
        return tuple(AppendOutcome.of(known.get(e.entry_id), e) for e in offered)


class IgnoresMetrics(Sloppy):
    def query(self, *, metric: str | None = None, **wanted: Any) -> Iterator[Any]:
        del metric
        return super().query(**wanted)


class IgnoresWhatWasKnown(Sloppy):
    def query(self, *, known_at: Any = None, **wanted: Any) -> Iterator[ActualEntry]:
        del known_at
        return super().query(**wanted)


class CountsTheEndDay(Sloppy):
    def query(self, *, within: Any = None, **wanted: Any) -> Iterator[ActualEntry]:
        if within is not None:
            within = attrs.evolve(within, end=within.end + timedelta(days=1))
        return super().query(within=within, **wanted)


class AppendsOneByOne(Sloppy):
    def append(self, entries: Iterable[ActualEntry], /) -> tuple[AppendOutcome, ...]:
        return tuple(super(AppendsOneByOne, self).append([e])[0] for e in entries)


class AnswersLate(Sloppy):
    """Asks when the answer is read."""

    def query(self, **wanted: Any) -> Iterator[ActualEntry]:
        yield from super().query(**wanted)


class AnswersInPages(Sloppy):
    """Asks again for each page."""

    def query(self, **wanted: Any) -> Iterator[ActualEntry]:
        last = ""
        while found := [e for e in super().query(**wanted) if _key(e) > last]:
            yield from found[:1_000]
            last = _key(found[:1_000][-1])


class LocksWhileItAnswers(Sloppy):
    def query(self, **wanted: Any) -> Iterator[ActualEntry]:
        answer = super().query(**wanted)
        return self._locked(answer)

    def _locked(self, answer: Iterator[ActualEntry]) -> Iterator[ActualEntry]:
        self._busy_timeout = timedelta(milliseconds=1)
        with self._memory.changing("nobody", "query", self._busy_timeout):
            yield from answer


class AppendsAnything(Sloppy):
    def append(self, entries: Iterable[Any], /) -> tuple[AppendOutcome, ...]:
        return super().append(e for e in entries if isinstance(e, ActualEntry))


def _key(entry: ActualEntry) -> str:
    return f"{entry.on} {entry.entry_id}"


BITES = [
    bite(
        IgnoresWhatWasKnown,
        CONTRACT.test_a11_what_was_known_is_what_was_recorded_by_then,
    ),
    bite(
        IgnoresWhatWasKnown,
        CONTRACT.test_a11_the_day_something_counts_on_is_another_matter,
    ),
    bite(
        IgnoresWhatWasKnown,
        CONTRACT.test_a11_it_narrows_with_the_other_conditions,
    ),
    bite(RoundsEntries, CONTRACT.test_a1_an_entry_comes_back_equal, entry=FULL_ENTRY),
    bite(FindsInAppendOrder, CONTRACT.test_a2_entries_come_by_day_then_id),
    bite(FindsFirstPageOnly, CONTRACT.test_a2_many_entries_come_in_order),
    bite(AppendsAgain, CONTRACT.test_a3_an_entry_known_already_is_the_same),
    bite(ComparesDigits, CONTRACT.test_a3_an_equal_amount_is_the_same),
    bite(
        ComparesWhenItHeard,
        CONTRACT.test_a3_hearing_of_it_again_is_the_same,
        first=None,
    ),
    bite(
        OverwritesConflicts,
        CONTRACT.test_a4_a_conflicting_entry_is_not_written,
        change={"source": "crm"},
    ),
    bite(
        HidesConflicts,
        CONTRACT.test_a4_a_conflicting_entry_is_not_written,
        change={"source": "crm"},
    ),
    bite(GroupsOutcomes, CONTRACT.test_a5_each_entry_has_its_outcome),
    bite(LooksBeforeTheCallOnly, CONTRACT.test_a5_an_entry_offered_twice_meets_itself),
    bite(LooksBeforeTheCallOnly, CONTRACT.test_a5_many_entries_have_their_outcomes),
    bite(IgnoresMetrics, CONTRACT.test_a6_a_query_narrows_by_what_is_given),
    bite(CountsTheEndDay, CONTRACT.test_a6_days_are_half_open),
    bite(SharesPlans, CONTRACT.test_a7_another_tenants_entries_are_never_met),
    bite(AppendsOneByOne, CONTRACT.test_a8_a_failed_append_writes_nothing, count=1),
    bite(AnswersLate, CONTRACT.test_a9_a_query_answers_as_of_when_it_was_asked),
    bite(AnswersInPages, CONTRACT.test_a9_a_query_answers_as_of_when_it_was_asked),
    bite(LocksWhileItAnswers, CONTRACT.test_a9_an_answer_left_unread_hinders_nobody),
    bite(
        AnswersLate, CONTRACT.test_a10_a_bad_condition_is_refused, bad={"metric": "a b"}
    ),
    bite(AppendsAnything, CONTRACT.test_a10_only_entries_are_appended),
]
