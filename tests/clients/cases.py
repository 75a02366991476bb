"""Calendars that all programs must read alike, with the occurrences written by hand.

The instants are those of the wall times by the law of the zones: New York is 5 hours
behind UTC in winter and 4 in summer, which begins on 8 March 2026 and ends on 1
November; Berlin 1 and 2 hours ahead, from 29 March to 25 October; Lord Howe 11 hours
ahead in its summer, until 5 April, and 10:30 in its winter, until 4 October.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tests.clients.building import (
    DOMAIN,
    MARIA,
    STAMPED_AT,
    a_cadence,
    a_plan,
    booked,
    called_off,
)
from tests.clients.case import MEETING, Case
from tests.clients.changed_cases import (
    a_quarter_booked_in_one_call,
    an_invitation_each,
    meetings_called_off,
    moved_meetings,
    moved_past_the_next_one,
    one_left_of_a_series,
)
from tests.clients.recurring_cases import (
    day_from_the_end_of_the_month,
    every_other_week_on_two_days,
    fifth_monday,
    half_an_hour_on_lord_howe,
    last_day_of_the_month,
    last_friday,
    second_tuesday,
    third_tuesday_of_the_quarters_last_month,
    third_week_of_the_quarters_last_fiscal_month,
    thirtieth_or_what_there_is,
    weekly_over_the_clock_change,
)
from tests.clients.zoned_cases import (
    at_a_time_left_out,
    at_a_time_that_comes_twice,
    feed_of_one_person,
    feed_with_actions_as_events,
    in_utc,
    names_of_the_world,
    only_days,
    two_years_of_mondays,
    without_a_clock_change,
)

import jbpcore as jbp

BUILDERS: tuple[Callable[[], Case], ...] = (
    weekly_over_the_clock_change,
    every_other_week_on_two_days,
    second_tuesday,
    last_friday,
    fifth_monday,
    last_day_of_the_month,
    day_from_the_end_of_the_month,
    thirtieth_or_what_there_is,
    third_tuesday_of_the_quarters_last_month,
    third_week_of_the_quarters_last_fiscal_month,
    half_an_hour_on_lord_howe,
    moved_meetings,
    a_quarter_booked_in_one_call,
    moved_past_the_next_one,
    meetings_called_off,
    one_left_of_a_series,
    an_invitation_each,
    only_days,
    in_utc,
    without_a_clock_change,
    at_a_time_left_out,
    at_a_time_that_comes_twice,
    names_of_the_world,
    two_years_of_mondays,
    feed_of_one_person,
    feed_with_actions_as_events,
)


def cancellations() -> Iterator[jbp.CalendarFile]:
    """Yield what takes meetings out of calendars: one of a series, all, one alone."""
    cadence = a_cadence("weekly", "2026-03-03", location="Room 3")
    reviews = booked(cadence, ["2026-03-03", "2026-03-10", "2026-03-17"])
    one_off = [reviews[0], called_off(reviews[1]), reviews[2]]
    all_off = [called_off(review) for review in reviews]
    for number, given in enumerate((one_off, all_off)):
        plan = a_plan(f"cancel-{number}", cadences=[cadence], reviews=given)
        for options in (None, MEETING):
            yield from jbp.calendar_cancellation(
                plan,
                organizer=MARIA,
                domain=DOMAIN,
                stamped_at=STAMPED_AT,
                options=options,
            )
