"""A portfolio that is kept current as bookings arrive."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from hashlib import sha256
from types import MappingProxyType
from typing import Any, ClassVar

from jbpcore.errors import InvalidValueError
from jbpcore.frames.assess_rows import SumsUpTo, assess_rows, row_windows
from jbpcore.frames.booking_sums import (
    GoalKey,
    Sums,
    sums_of_rows,
    united_sums,
)
from jbpcore.frames.day_sums import Spans, closed, day_number
from jbpcore.frames.state_bytes import (
    MOST_STATE_BYTES,
    StateParts,
    are_columns,
    read_state,
    written_state,
)
from jbpcore.frames.tidy import TidyTable
from jbpcore.model.health import HealthBands

__all__ = ["PortfolioState"]


class PortfolioState:
    """What is booked for each goal of a portfolio, ready to be asked how all stand.

    It keeps a sum for each goal and day, no entries. New bookings are added in time
    that goes with how many they are, whatever has been added before, and in any order:
    late ones count for their day, and what is taken back is booked below zero. Shards
    that were filled apart merge, in any order, to what one would have come to. It is
    not safe to add to one state from several threads at once.

    Args:
        keys: The columns that name a goal, in bookings and in goals.

    Raises:
        InvalidValueError: If *keys* are no names of columns.

    Examples:
        >>> from datetime import date
        >>> state = PortfolioState()
        >>> state.add([
        ...     {"goal_id": "revenue", "date": date(2026, 5, 12), "amount": 750_000},
        ... ], batch="erp-2026-05-12")
        True
        >>> goals = [{"goal_id": "revenue", "target": 2_500_000,
        ...           "first_day": date(2026, 4, 1), "last_day": date(2026, 6, 30)}]
        >>> row, = state.assess(goals, as_of=date(2026, 5, 15))
        >>> row["attained"], row["expected_to_date"], row["health"]
        (750000, 1236264, 'off_track')
    """

    __slots__ = ("_batches", "_keys", "_sums")

    def __init__(self, *, keys: Iterable[str] = ("goal_id",)) -> None:
        """Begin with nothing booked."""
        self._keys = tuple(keys)
        if not are_columns(self._keys):
            expected = "names of columns, each once"
            raise InvalidValueError("keys", self._keys, expected)
        self._sums: dict[GoalKey, Spans] = {}
        self._batches: dict[str, str] = {}

    def __repr__(self) -> str:
        return f"<PortfolioState: {len(self)} goals, {len(self._batches)} batches>"

    def __len__(self) -> int:
        return len(self._sums)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, PortfolioState):
            return NotImplemented
        return self._parts() == other._parts()

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # as it changes

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns that name a goal."""
        return self._keys

    @property
    def batches(self) -> Mapping[str, str]:
        """The batches that were added, each with the digest of what was booked."""
        return MappingProxyType(self._batches)

    def add(self, bookings: Any, *, batch: str | None = None) -> bool:  # noqa: ANN401 - rows, or a frame
        """Add bookings, all of them or none.

        Args:
            bookings: Rows with the columns of ``ACTUAL_COLUMNS``, as mappings or as a
                :class:`~jbpcore.frames.tidy.TidyTable`; or a data frame of pandas,
                polars or PyArrow, a batch of Arrow, or a relation of DuckDB.
            batch: A name for this delivery. A second one under the name is passed over
                if it books the same, in whatever order, and refused if it does not.
                This keeps 64 digits for each name, and takes a pass over the sums of
                the batch; without a name, nothing is remembered.

        Returns:
            Whether they were added: ``False`` for a batch that was there before.

        Raises:
            InvalidDataError: If bookings cannot be counted, all problems at once.
            InvalidValueError: If other bookings came under the name before, or a sum
                does not fit 64 bits.
            MissingExtraError: If it is a frame, and the extra ``frames`` is not
                installed.
        """
        sums = self._sums_of(bookings)
        if batch is None:
            self._sums.update(dict(united_sums(self._sums, sums)))
            return True
        digest = _digest(sums)
        known = self._batches.get(batch)
        if known is not None:
            if known != digest:
                expected = "a new name, as other bookings came under this one"
                raise InvalidValueError("batch", batch, expected)
            return False
        self._sums.update(dict(united_sums(self._sums, sums)))
        self._batches[batch] = digest
        return True

    def _sums_of(self, bookings: object) -> Sums:
        if _are_rows(bookings):
            return sums_of_rows(_rows(bookings), self._keys)
        from jbpcore.frames.frame_sums import sums_of_frame  # noqa: PLC0415 - an extra

        return sums_of_frame(bookings, self._keys)

    def merge(self, other: PortfolioState) -> PortfolioState:
        """Return the state that has been given the bookings of both.

        It does not matter which comes first, nor in which order several merge.

        Args:
            other: A state of other bookings, with the same keys.

        Raises:
            InvalidValueError: If the keys differ; if both have a batch of one name,
                which would count twice; or if a sum does not fit 64 bits.
        """
        if self._keys != other.keys:
            expected = f"a state with the keys {self._keys}"
            raise InvalidValueError("other", other.keys, expected)
        twice = self._batches.keys() & other.batches.keys()
        if twice:
            expected = "a state without batches of this one, which would count twice"
            raise InvalidValueError("other", sorted(twice)[:3], expected)
        found = PortfolioState(keys=self._keys)
        found._sums = self._sums | dict(united_sums(self._sums, other._sums))
        found._batches = self._batches | other._batches
        return found

    def forget(self, batches: Iterable[str]) -> None:
        """Forget the names of batches that will not be delivered again.

        What was booked in them stays.

        Args:
            batches: Their names; those that are not known are passed over.
        """
        for batch in batches:
            self._batches.pop(batch, None)

    def compact(self, *, before: date, goals: Any = None) -> None:  # noqa: ANN401 - rows, or a frame
        """Make one sum of all days of a goal before a day.

        Bookings for those days are still taken. What can no longer be told, though, is
        how a goal stood on one of them, or how one stands that begins or ends between
        them: such a question is refused, and never answered with less than is booked.

        Args:
            before: The first day that is kept apart.
            goals: Goals with their days, as rows or as a frame, whose first and last
                days are to be kept apart, so that what is booked outside them does not
                keep them from being measured.

        Raises:
            InvalidDataError: If goals have no days.
        """
        limit = day_number(before)
        cuts: dict[GoalKey, tuple[int, int]] = {}
        if goals is not None:
            windows = self._windows(goals)
            cuts = {key: (first, last + 1) for key, (first, last) in windows}
        self._sums.update(
            [
                (key, closed(spans, limit, cuts.get(key, ())))
                for key, spans in self._sums.items()
            ]
        )

    def _windows(self, goals: Any) -> Iterable[tuple[GoalKey, tuple[int, int]]]:  # noqa: ANN401
        if _are_rows(goals):
            return row_windows(_rows(goals), self._keys)
        from jbpcore.frames.assess_state import frame_windows  # noqa: PLC0415

        return frame_windows(goals, self._keys)

    def assess(
        self,
        goals: Any,  # noqa: ANN401 - rows, or a frame
        *,
        as_of: date,
        phasing: Any = None,  # noqa: ANN401
        fx: Any = None,  # noqa: ANN401
        bands: HealthBands | None = None,
        level_ratio: Fraction | None = None,
    ) -> Any:  # noqa: ANN401
        """Measure goals by what is booked, as if all bookings were looked at again.

        Args:
            goals: The goals, as for :func:`~jbpcore.frames.assessing.assess`: a data
                frame of pandas, polars or PyArrow; or rows, which need no extra.
            as_of: The last day that counts.
            phasing: The weights of the months, if goals name a phasing.
            fx: Rates by currency, for frames.
            bands: From which pace index up a goal is healthy.
            level_ratio: How often a finish should fall between ``projected_low`` and
                ``projected_high``, which come out then, beside ``hit_probability``.
                Days that were closed tell of no week, so goals that have any are
                refused.

        Returns:
            The goals with all figures beside them: a frame of the same library, or a
            tuple of rows.

        Raises:
            InvalidDataError: If goals cannot be measured, all problems at once.
            InvalidValueError: If closed days would have to be taken apart.
            MissingExtraError: If it is a frame, and the extra ``frames`` is not
                installed.
        """
        bands = HealthBands() if bands is None else bands
        reading = SumsUpTo(sums=self._sums, keys=self._keys, as_of=as_of)
        if _are_rows(goals):
            months = None if phasing is None else _rows(phasing)
            return assess_rows(
                _rows(goals),
                reading,
                bands=bands,
                phasing=months,
                level_ratio=level_ratio,
            )
        from jbpcore.frames.assess_state import assess_state  # noqa: PLC0415 - an extra

        return assess_state(
            goals,
            reading,
            phasing=phasing,
            fx=fx,
            bands=bands,
            level_ratio=level_ratio,
        )

    def to_bytes(self) -> bytes:
        """Return the state as bytes; equal ones whenever states are equal."""
        return written_state(self._parts())

    @classmethod
    def from_bytes(
        cls, data: bytes, *, max_bytes: int = MOST_STATE_BYTES
    ) -> PortfolioState:
        """Return the state that :meth:`to_bytes` has written.

        Args:
            data: The bytes; they need not be trusted.
            max_bytes: Largest size.

        Raises:
            InvalidDataError: If they are no state, or have been changed.
            FormatTooNewError: If a newer release has written them.
        """
        parts = read_state(data, max_bytes=max_bytes)
        found = cls(keys=parts.keys)
        found._sums = dict(parts.sums)
        found._batches = dict(parts.batches)
        return found

    def _parts(self) -> StateParts:
        return StateParts(keys=self._keys, sums=self._sums, batches=self._batches)


def _are_rows(given: object) -> bool:
    """Say whether goals or bookings are given one by one."""
    if isinstance(given, TidyTable):
        return True
    marks = ("columns", "collect_schema", "schema", "__arrow_c_array__")
    is_frame = any(hasattr(type(given), mark) for mark in marks)
    return isinstance(given, Iterable) and not is_frame


def _rows(given: Any) -> Iterable[Mapping[str, Any]]:  # noqa: ANN401
    found: Iterable[Mapping[str, Any]] = given
    return found.iter_rows() if isinstance(found, TidyTable) else found


def _digest(sums: Sums) -> str:
    """Return what is booked as 64 digits, the same in whatever order it came."""
    return sha256(written_state(StateParts(keys=(), sums=sums, batches={}))).hexdigest()
