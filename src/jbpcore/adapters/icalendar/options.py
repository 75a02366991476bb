"""What invitations and feeds hold besides the plan, and how it is laid out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, Final

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.model.party import Person
from jbpcore.model.validation import is_a
from jbpcore.planning.policy import DEFAULT_POLICY, Policy
from jbpcore.values.text import check_name, check_text

__all__ = ["ActionsAs", "FeedOptions", "InvitationOptions", "InvitationPer"]

_LONGEST_ALARM: Final = 4 * 7 * 24 * 60
_MOST_ALARMS: Final = 5


class InvitationPer(StrEnum):
    """What gets an invitation of its own.

    Attributes:
        SERIES: All reviews of a cadence together, where its rule is one that every
            calendar program reads alike.
        MEETING: Each review.
    """

    SERIES = "series"
    MEETING = "meeting"


class ActionsAs(StrEnum):
    """How a feed shows what somebody has to do.

    Attributes:
        TODO: As tasks. Google Calendar and Outlook do not show tasks of a feed.
        EVENT: As events of a whole day, on the day they are due.
    """

    TODO = "todo"
    EVENT = "event"


def _people(people: Iterable[Person] | None) -> tuple[Person, ...] | None:
    return None if people is None else tuple(people)


def _minutes(minutes: Iterable[int]) -> tuple[int, ...]:
    return tuple(minutes)


def _words(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(words)


def _agenda(agenda: str | Mapping[str, str]) -> str | Mapping[str, str]:
    return agenda if isinstance(agenda, str) else dict(agenda)


def _an_agenda(instance: object, _: object, value: str | Mapping[str, str]) -> None:
    field = f"{type(instance).__name__}.agenda"
    texts = value.values() if isinstance(value, Mapping) else (value,)
    for text in texts:
        check_text(text, field, allow_empty=True)


def _alarms(instance: object, _: object, value: tuple[int, ...]) -> None:
    field = f"{type(instance).__name__}.alarm_minutes"
    for minutes in value:
        if type(minutes) is not int or not 0 <= minutes <= _LONGEST_ALARM:
            expected = f"whole minutes before it, 0 to {_LONGEST_ALARM:,}"
            raise InvalidValueError(field, minutes, expected)
    if len(value) > _MOST_ALARMS:
        raise InvalidValueError(field, value, f"at most {_MOST_ALARMS} alarms")


def _names(instance: object, attribute: attrs.Attribute[Any], value: Any) -> None:  # noqa: ANN401 - attrs hands it on
    for name in value:
        check_name(name, f"{type(instance).__name__}.{attribute.name}")


@attrs.frozen(kw_only=True)
class InvitationOptions:
    """What invitations hold besides the plan.

    Hand in the same for an update or a cancellation as for the invitation before it.

    Attributes:
        per: What gets an invitation of its own.
        to: Who is invited; ``None`` for everybody of the plan. Who has no mail address
            is left out.
        agenda: What a meeting is about: one text for all, or texts by the id of a
            review or of a cadence.
        alarm_minutes: How long before a meeting people are reminded, at most five
            times; none before meetings that have only a day.
        categories: Words to file the meetings under.

    Raises:
        InvalidValueError: If a field has a bad value.

    Examples:
        >>> InvitationOptions(alarm_minutes=[60, 10]).alarm_minutes
        (60, 10)
    """

    per: InvitationPer = attrs.field(
        default=InvitationPer.SERIES, validator=is_a(InvitationPer)
    )
    to: tuple[Person, ...] | None = attrs.field(
        default=None,
        converter=_people,
        validator=attrs.validators.optional(is_a(Person, each=True)),
    )
    agenda: str | Mapping[str, str] = attrs.field(
        default="", converter=_agenda, validator=_an_agenda
    )
    alarm_minutes: tuple[int, ...] = attrs.field(
        default=(15,), converter=_minutes, validator=_alarms
    )
    categories: tuple[str, ...] = attrs.field(
        default=(), converter=_words, validator=_names
    )


@attrs.frozen(kw_only=True)
class FeedOptions:
    """What a feed holds besides the plans.

    Attributes:
        name: What the calendar is called; empty for the name of the person.
        actions_as: How it shows what the person has to do.
        agenda: What a meeting is about, as in :class:`InvitationOptions`.
        alarm_minutes: As in :class:`InvitationOptions`; none, since a feed is for
            looking at.
        policy: Who may see what.

    Raises:
        InvalidValueError: If a field has a bad value.

    Examples:
        >>> FeedOptions(actions_as=ActionsAs.EVENT).actions_as.value
        'event'
    """

    name: str = attrs.field(default="")
    actions_as: ActionsAs = attrs.field(
        default=ActionsAs.TODO, validator=is_a(ActionsAs)
    )
    agenda: str | Mapping[str, str] = attrs.field(
        default="", converter=_agenda, validator=_an_agenda
    )
    alarm_minutes: tuple[int, ...] = attrs.field(
        default=(), converter=_minutes, validator=_alarms
    )
    policy: Policy = attrs.field(default=DEFAULT_POLICY, validator=is_a(Policy))

    def __attrs_post_init__(self) -> None:
        """Check the name, which may be empty."""
        if self.name != "":
            check_name(self.name, "FeedOptions.name")
