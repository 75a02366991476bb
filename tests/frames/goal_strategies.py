"""Small odd goals for columns."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st
from tests.frames.goal_columns import Case, Entry

UNITS = st.one_of(st.integers(-30, 30), st.integers(-(2**36), 2**36))
DAY = st.dates(date(2025, 12, 1), date(2026, 3, 31))


@st.composite
def odd_cases(draw: st.DrawFn) -> Case:
    """A goal of few days with few entries, where bounds are met often."""
    shape = draw(
        st.sampled_from(["flow", "ceiling", "level_up", "level_down", "milestone"])
    )
    weights = draw(st.none() | st.lists(st.integers(0, 3), min_size=2, max_size=2))
    first, last = sorted((draw(DAY), draw(DAY)))
    if weights is not None:
        first, last = date(2026, 1, 1), date(2026, 2, 28)
    entry = st.builds(
        Entry,
        on=DAY,
        amount=UNITS,
        sequence=st.integers(0, 1),
        status=st.sampled_from(["booked", "pipeline"]),
    )
    is_level = shape.startswith("level")
    return Case(
        key="g",
        shape=shape,
        unit="count" if shape == "milestone" else draw(st.sampled_from(["USD", "JPY"])),
        first=first,
        last=last,
        target=draw(st.none() | UNITS),
        baseline=draw(st.none() | UNITS) if is_level else None,
        weights=None if weights is None else tuple(weights),
        entries=tuple(draw(st.lists(entry, max_size=3))),
    )
