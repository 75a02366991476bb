"""A rule that goes into a calendar means there what it means here."""

from __future__ import annotations

from datetime import date, datetime, time
from itertools import islice

from dateutil.rrule import rrulestr  # noqa: TID251 - another's reading, of our own text
from hypothesis import assume, given
from hypothesis import strategies as st

from jbpcore.adapters.icalendar.rules import PortableRule

DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2040, 12, 31))
WEEKLY = st.builds(
    PortableRule,
    every=st.integers(1, 52),
    weekdays=st.sets(st.integers(0, 6), min_size=1).map(sorted).map(tuple),
)
MONTHLY = st.one_of(
    st.builds(
        PortableRule,
        every=st.integers(1, 36),
        nth=st.integers(-5, 5).filter(bool),
        weekday=st.integers(0, 6),
    ),
    st.builds(
        PortableRule,
        every=st.integers(1, 36),
        month_day=st.integers(-28, 28).filter(bool),
    ),
)


def first_day(rule: PortableRule, day: date) -> date:
    """Return a day of the rule in the step that *day* is in."""
    start = day if rule.weekdays else day.replace(day=1)
    found = next(rule.days_from(start), None)
    assume(found is not None)
    return found or day


@given(rule=WEEKLY | MONTHLY, day=DAYS, count=st.integers(1, 12))
def test_a_rule_gives_the_days_that_dateutil_reads_in_it(
    rule: PortableRule, day: date, count: int
) -> None:
    first = first_day(rule, day)
    ours = list(islice(rule.days_from(first), count))
    read = rrulestr(rule.text(count), dtstart=datetime.combine(first, time(9)))
    assert ours == [moment.date() for moment in read]
