"""A calendar of one person, to subscribe to: reviews, deadlines, things to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Final

import attrs

from jbpcore.adapters.icalendar.addresses import (
    check_domain,
    mail_address,
    organizer_line,
    uid_of,
)
from jbpcore.adapters.icalendar.calendar_file import CalendarFile, CalendarMethod
from jbpcore.adapters.icalendar.envelope import calendar_part, file_name
from jbpcore.adapters.icalendar.meetings import (
    Meeting,
    agenda_for,
    alarm_parts,
    zone_parts,
)
from jbpcore.adapters.icalendar.options import ActionsAs, FeedOptions
from jbpcore.adapters.icalendar.parts import (
    CalendarPart,
    Line,
    day_line,
    instant_line,
    one_line,
    text_line,
    word_line,
)
from jbpcore.adapters.icalendar.writing import written
from jbpcore.errors import InvalidValueError, PlanNotFoundError
from jbpcore.model.agreement import PlanState
from jbpcore.model.execution import Action, ActionStatus
from jbpcore.model.goal import Goal
from jbpcore.model.party import Person
from jbpcore.model.plan import Plan
from jbpcore.model.review import Review
from jbpcore.model.validation import check_instant
from jbpcore.planning.policy import Viewer
from jbpcore.planning.visibility import project

__all__ = ["calendar_feed"]

_MOST_ITEMS: Final = 10_000
_STATUS: Final = {
    ActionStatus.OPEN: "NEEDS-ACTION",
    ActionStatus.BLOCKED: "NEEDS-ACTION",
    ActionStatus.IN_PROGRESS: "IN-PROCESS",
    ActionStatus.DONE: "COMPLETED",
}


def calendar_feed(
    plans: Plan | Iterable[Plan],
    person: Person | str,
    *,
    organizer: Person,
    domain: str,
    stamped_at: datetime,
    options: FeedOptions | None = None,
) -> CalendarFile:
    """Return the calendar of one person over their plans, to be served read-only.

    It has the reviews, the last days of goals, and the actions that the person owns.
    Each plan is first made into what the person may see of it: a plan that is hidden
    from them is left out, as are plans without them and plans that were cancelled.

    Args:
        plans: One plan or several.
        person: One of their people, or the id. What counts is the person as each plan
            has them.
        organizer: Who publishes it, with a mail address; nobody is invited.
        domain: As for invitations.
        stamped_at: When it is made, in UTC.
        options: What else there is to it.

    Raises:
        InvalidValueError: If no plan has the person, or something cannot stand in a
            calendar as it is.
        MissingExtraError: If icalendar is not installed.
        CalendarMismatchError: If something else came out than was meant.

    Examples:
        >>> from datetime import UTC, date
        >>> from jbpcore.model.party import Partner, Party, Side
        >>> from jbpcore.periods.daterange import DateRange
        >>> plan = Plan(
        ...     id="northwind-2026", name="Northwind 2026",
        ...     people=[Person(id="tom", name="Tom", side=Side.PARTNER)],
        ...     vendor=Party(id="acme", name="Acme"),
        ...     partner=Partner(id="northwind", name="Northwind"),
        ...     period=DateRange(date(2026, 1, 1), date(2027, 1, 1)),
        ...     actions=[Action(id="hire", name="Hire an engineer", owner_id="tom",
        ...                     side=Side.PARTNER, due_on=date(2026, 3, 31))],
        ... )
        >>> maria = Person(id="maria", name="Maria", side=Side.VENDOR,
        ...                email="maria@acme.example")
        >>> feed = calendar_feed(
        ...     plan, "tom", organizer=maria, domain="acme.example",
        ...     stamped_at=datetime(2026, 1, 7, 9, tzinfo=UTC),
        ... )
        >>> b"DUE;VALUE=DATE:20260331" in feed.content
        True
    """
    chosen = options or FeedOptions()
    if stamped_at is None:
        raise InvalidValueError("stamped_at", None, "when it is made, in UTC")
    check_instant(stamped_at, "stamped_at")
    person_id = person.id if isinstance(person, Person) else person
    given = (plans,) if isinstance(plans, Plan) else tuple(plans)
    mine = [(plan, who) for plan in given if (who := _found(plan, person_id))]
    if not mine:
        expected = "one of the people of a plan that is given"
        raise InvalidValueError("person", person_id, expected)
    seen = [one for plan, who in mine if (one := _seen(plan, who, chosen))]
    publisher = organizer_line(organizer, mail_address(organizer))
    feed = _Feed(person_id, publisher, check_domain(domain), stamped_at, chosen)
    content = written(feed.part(seen, chosen.name or mine[0][1].name))
    return CalendarFile(
        name=file_name(person_id, uid_of("feed", "", person_id, domain)),
        method=CalendarMethod.PUBLISH,
        content=content,
        review_ids=tuple(one.id for plan in seen for one in _kept(plan)),
    )


def _found(plan: Plan, person_id: str) -> Person | None:
    return next((one for one in plan.people if one.id == person_id), None)


def _seen(plan: Plan, person: Person, options: FeedOptions) -> Plan | None:
    if plan.state is PlanState.CANCELLED:
        return None
    try:
        return project(plan, Viewer.of(person), policy=options.policy)
    except PlanNotFoundError:
        return None


def _kept(plan: Plan) -> tuple[Review, ...]:
    return tuple(review for review in plan.reviews if review.cancelled_on is None)


@attrs.frozen
class _Feed:
    """How the parts of a feed are made, from plans as the person sees them."""

    person_id: str
    publisher: Line
    domain: str
    stamped_at: datetime
    options: FeedOptions

    def part(self, plans: list[Plan], name: str) -> CalendarPart:
        parts = [part for plan in plans for part in self._of_plan(plan)]
        if len(parts) > _MOST_ITEMS:
            expected = f"at most {_MOST_ITEMS:,} reviews, goals and actions in a feed"
            raise InvalidValueError("plans", len(parts), expected)
        meetings = [self._meeting(plan, one) for plan in plans for one in _kept(plan)]
        called = one_line(name, "FeedOptions.name")
        lines = (text_line("NAME", called), text_line("X-WR-CALNAME", called))
        zones = zone_parts(meetings)
        return calendar_part(CalendarMethod.PUBLISH, (*zones, *parts), lines)

    def _of_plan(self, plan: Plan) -> Iterator[CalendarPart]:
        yield from (self._review(plan, review) for review in _kept(plan))
        yield from (self._deadline(plan, goal) for goal in plan.goals)
        for action in plan.actions:
            is_mine = action.owner_id == self.person_id
            if is_mine and action.status is not ActionStatus.DROPPED:
                yield self._action(plan, action)

    def _identity(self, kind: str, plan: Plan, part_id: str) -> tuple[Line, ...]:
        return (
            word_line("UID", uid_of(kind, plan.id, part_id, self.domain)),
            instant_line("DTSTAMP", self.stamped_at),
            self.publisher,
        )

    def _meeting(self, plan: Plan, review: Review) -> Meeting:
        told = agenda_for(self.options.agenda, review.id, review.cadence_id or "")
        return Meeting.of(review, review.on, plan.name, told)

    def _review(self, plan: Plan, review: Review) -> CalendarPart:
        changed = {cadence.id: cadence.sequence for cadence in plan.cadences}
        changes = changed.get(review.cadence_id, 0) if review.cadence_id else 0
        meeting = self._meeting(plan, review)
        lines = (
            *self._identity("review", plan, review.id),
            word_line("SEQUENCE", review.sequence + changes),
            word_line("STATUS", "CONFIRMED"),
            *meeting.lines(),
        )
        return CalendarPart(
            "VEVENT", lines, alarm_parts(meeting, self.options.alarm_minutes)
        )

    def _deadline(self, plan: Plan, goal: Goal) -> CalendarPart:
        return self._whole_day("goal", plan, goal, goal.period.last_day)

    def _whole_day(
        self,
        kind: str,
        plan: Plan,
        about: Goal | Action,
        day: date,
        lines: Iterable[Line] = (),
    ) -> CalendarPart:
        summary = one_line(f"{about.name}: {plan.name}", f"{kind}.name")
        return CalendarPart(
            "VEVENT",
            (
                *self._identity(kind, plan, about.id),
                day_line("DTSTART", day),
                day_line("DTEND", day + timedelta(days=1)),
                word_line("TRANSP", "TRANSPARENT"),
                text_line("SUMMARY", summary),
                *lines,
            ),
        )

    def _action(self, plan: Plan, action: Action) -> CalendarPart:
        told = "\n\n".join(
            text for text in (action.blocked_reason, action.notes) if text
        )
        description = [text_line("DESCRIPTION", told)] if told else []
        if self.options.actions_as is ActionsAs.EVENT:
            return self._whole_day("action", plan, action, action.due_on, description)
        start = action.start_on
        is_done = action.status is ActionStatus.DONE
        lines = (
            *self._identity("action", plan, action.id),
            # The due day of a task has to come after the day it starts on.
            *([day_line("DTSTART", start)] if start and start < action.due_on else []),
            day_line("DUE", action.due_on),
            text_line(
                "SUMMARY", one_line(f"{action.name}: {plan.name}", "Action.name")
            ),
            word_line("STATUS", _STATUS[action.status]),
            # RFC 5546 wants one in what is published; 0 says that there is none.
            word_line("PRIORITY", 0),
            *([word_line("PERCENT-COMPLETE", 100)] if is_done else []),
            *description,
        )
        return CalendarPart("VTODO", lines)
