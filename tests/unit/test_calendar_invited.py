"""Who is invited to reviews, and which invitations are refused."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta, timezone
from typing import Any

import attrs
import pytest
from tests.clients.building import MARIA, TOM, a_plan
from tests.unit.invited_series import REVIEWS, a_series, invited, lines

import jbpcore as jbp
from jbpcore.errors import InvalidValueError, MissingExtraError

# --- who is invited -----------------------------------------------------------------


def people(file: jbp.CalendarFile) -> list[str]:
    return [line.rpartition(":")[2] for line in lines(file, "ATTENDEE")]


def test_everybody_with_an_address_is_invited_once() -> None:
    nobody = attrs.evolve(TOM, id="ann", name="Ann", email="")
    twice = attrs.evolve(TOM, id="tom-2", email="TOM@northwind.example")
    [file] = invited(a_series(people=[MARIA, TOM, nobody, twice]))
    assert people(file) == ["maria@acme.example", "tom@northwind.example"]


def test_or_only_whom_is_named() -> None:
    li = attrs.evolve(TOM, id="li", name="Li", email="li@northwind.example")
    [file] = invited(a_series(), options=jbp.InvitationOptions(to=[li]))
    assert file.recipients == ("li@northwind.example",)


def test_who_must_not_know_of_the_plan_is_not_invited() -> None:
    ines = attrs.evolve(MARIA, id="ines", name="Ines", email="ines@acme.example")
    plan = a_series(people=[MARIA, TOM, ines], hidden_from=jbp.Side.PARTNER)
    [file] = invited(plan)
    assert file.recipients == ("ines@acme.example",)
    assert b"northwind.example" not in file.content
    with pytest.raises(InvalidValueError, match="who do not see it"):
        invited(plan, options=jbp.InvitationOptions(to=[TOM, ines]))


def test_no_invitation_goes_to_nobody() -> None:
    with pytest.raises(InvalidValueError, match="besides the organiser"):
        invited(a_series(people=[MARIA]))


@pytest.mark.parametrize(
    "address",
    [
        "tom",
        "tom@",
        "@northwind.example",
        "tom baker@northwind.example",
        "Tom <tom@northwind.example>",
        "tom@north_wind.example",
        "tom@-northwind.example",
        "tom@northwind..example",
        ".tom@northwind.example",
        "to..m@northwind.example",
        "tom%0d%0a@northwind.example",
        "tom?cc=x@northwind.example",
        "tom@northwind.example?cc=x",
        "tom,li@northwind.example",
        '"tom"@northwind.example',
        "tôm@northwind.example",
        f"{'t' * 65}@northwind.example",
        f"tom@{'n' * 64}.example",
        f"tom@{'n.' * 130}example",
    ],
)
def test_a_bad_address_is_named(address: str) -> None:
    bad = attrs.evolve(TOM, email=address)
    with pytest.raises(InvalidValueError, match=r"Person\.email must be a plain mail"):
        invited(a_series(people=[MARIA, bad]))
    with pytest.raises(InvalidValueError, match=r"Person\.email"):
        invited(a_series(), organizer=bad)


def test_quotes_in_a_name_become_single_ones() -> None:
    quoted = attrs.evolve(TOM, name='Tom "T" Baker: 1; 2, 3')
    [file] = invited(a_series(people=[MARIA, quoted]))
    assert ";CN=\"Tom 'T' Baker: 1; 2, 3\":mailto:" in lines(file, "ATTENDEE")[1]


# --- what is refused ----------------------------------------------------------------


@pytest.mark.parametrize("domain", ["", "a b", "acme/x", "-acme", "x" * 254, "é.eu", 3])
def test_a_domain_is_the_name_of_a_host(domain: Any) -> None:
    with pytest.raises(InvalidValueError, match="domain must be the name of a host"):
        invited(a_series(), domain=domain)


@pytest.mark.parametrize(
    "instant",
    [
        None,
        datetime(2026, 1, 7, 9),  # noqa: DTZ001 - one without a zone is the point
        datetime(2026, 1, 7, 9, tzinfo=timezone(timedelta(hours=1))),
        "2026-01-07",
    ],
)
def test_the_stamp_is_an_instant_in_utc(instant: Any) -> None:
    with pytest.raises(InvalidValueError, match="stamped_at"):
        invited(a_series(), stamped_at=instant)


def test_reviews_are_those_of_the_plan() -> None:
    with pytest.raises(InvalidValueError, match="ids of reviews of the plan"):
        invited(a_series(), reviews=["q9"])
    with pytest.raises(InvalidValueError, match="a list of ids"):
        invited(a_series(), reviews="check-in-1")


def test_who_invites_is_a_person() -> None:
    with pytest.raises(InvalidValueError, match="organizer must be a Person"):
        invited(a_series(), organizer="maria")


def test_an_unknown_zone_is_refused() -> None:
    review = attrs.evolve(REVIEWS[0], cadence_id=None, zone="Europe/Atlantis")
    with pytest.raises(InvalidValueError, match="IANA time zone that this machine"):
        invited(a_plan("northwind", reviews=[review]))


def test_there_is_an_end_to_what_goes_in() -> None:
    many = [attrs.evolve(REVIEWS[0], id=f"r{number}") for number in range(1_001)]
    with pytest.raises(InvalidValueError, match="at most 1,000 reviews"):
        invited(a_series(reviews=many))
    crowd = [
        attrs.evolve(TOM, id=f"p{number}", email=f"p{number}@northwind.example")
        for number in range(301)
    ]
    with pytest.raises(InvalidValueError, match="at most 300 people"):
        invited(a_series(people=crowd))


@pytest.mark.parametrize(
    "fields",
    [
        {"alarm_minutes": [-1]},
        {"alarm_minutes": [True]},
        {"alarm_minutes": [60 * 24 * 28 + 1]},
        {"alarm_minutes": [1, 2, 3, 4, 5, 6]},
        {"agenda": "x" * 10_001},
        {"agenda": {"q2": "a\x0bb"}},
        {"categories": ["a\nb"]},
        {"per": "meeting"},
        {"to": ["tom"]},
    ],
)
def test_bad_options_are_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(InvalidValueError, match="InvitationOptions"):
        jbp.InvitationOptions(**fields)


def test_without_the_extra_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "icalendar", None)
    with pytest.raises(MissingExtraError, match=r'pip install "jbpcore\[calendar\]"'):
        invited(a_series())
