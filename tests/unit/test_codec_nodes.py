"""Each kind of value is read one by one as it is read in a record."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from jbpcore.codec.exact_text import DAY, DECIMAL, FRACTION, INSTANT
from jbpcore.codec.extras import ExtraField, kept_fields
from jbpcore.codec.marks import described
from jbpcore.codec.problems import FAILED, Place, ProblemLog
from jbpcore.codec.shared import Shared
from jbpcore.codec.stored_text import instant_text
from jbpcore.codec.walk import node_for
from jbpcore.errors import InvalidValueError
from jbpcore.model.party import Side
from jbpcore.model.tags import Tags
from jbpcore.periods.weekday import Weekday

READ = [
    (node_for(str), "Ø", "Ø"),
    (node_for(int), -7, -7),
    (node_for(bool), True, True),
    (node_for(Side), "vendor", Side.VENDOR),
    (node_for(Weekday), "tue", Weekday.TUE),
    (node_for(Tags), {"crm": "7"}, Tags({"crm": "7"})),
    (DECIMAL, "-12.50", Decimal("-12.50")),
    (FRACTION, "-1/3", Fraction(-1, 3)),
    (DAY, "2028-02-29", date(2028, 2, 29)),
    (INSTANT, "2026-01-07T09:30:00Z", datetime(2026, 1, 7, 9, 30, tzinfo=UTC)),
]


@pytest.mark.parametrize(("node", "data", "value"), READ)
def test_the_quick_and_the_careful_way_read_the_same(
    node: Any, data: object, value: object
) -> None:
    log = ProblemLog()
    assert node.decode(data, Shared()) == value
    assert node.examine(data, Place(), log) == value
    assert log.findings == []
    assert node.encode(value) == data


@pytest.mark.parametrize(
    ("node", "data", "code", "said"),
    [
        (node_for(bool), 1, "jbp.data.type", "true or false"),
        (node_for(bool), "true", "jbp.data.type", "true or false"),
        (node_for(Weekday), 1, "jbp.data.type", "text"),
        (node_for(Weekday), "Tue", "jbp.data.value", "'mon', 'tue', 'wed', 'thu'"),
        (node_for(int), True, "jbp.data.type", "a whole number"),
        (node_for(str), None, "jbp.data.type", "text"),
    ],
)
def test_what_is_something_else_is_told_with_what_it_should_be(
    node: Any, data: object, code: str, said: str
) -> None:
    log = ProblemLog()
    assert node.examine(data, Place(("here",)), log) is FAILED
    (finding,) = log.findings
    assert (finding.path, finding.code) == ("here", code)
    assert said in str(finding.message)
    with pytest.raises((InvalidValueError, KeyError, TypeError)):
        node.decode(data, Shared())


@pytest.mark.parametrize("kind", [bool, int, str, Side, Weekday])
def test_no_one_kind_is_taken_for_another(kind: type) -> None:
    node = node_for(kind)
    kinds: tuple[object, ...] = (None, 1.5, [], {})
    for data in kinds:
        log = ProblemLog()
        assert node.examine(data, Place(), log) is FAILED
        assert [finding.code for finding in log.findings] == ["jbp.data.type"]


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (12, "the number 12"),
        (0.5, "the number 0.5"),
        (2**190, "the number of 191 bits"),
        (-(2**5000), "the number of 5001 bits"),
    ],
)
def test_a_number_is_shown_unless_it_would_fill_the_screen(
    number: float, said: str
) -> None:
    assert described(number) == said


def test_an_instant_is_stored_in_utc_wherever_it_was_told() -> None:
    moment = datetime(2026, 1, 7, 4, 30, tzinfo=timezone(timedelta(hours=-5)))
    assert instant_text(moment) == "2026-01-07T09:30:00.000000+00:00"
    assert instant_text(moment.astimezone(UTC)) == instant_text(moment)


def test_a_field_of_an_item_without_an_id_is_kept_by_its_place() -> None:
    document: dict[str, object] = {"list": ["plain", {"id": "a"}, {"id": "b"}, {}]}
    found = [(Place(("list", at, "x")), at) for at in range(4)]
    assert kept_fields(document, found) == (
        ExtraField(("list", 0, "x"), "0"),
        ExtraField(("list", "a", "x"), "1"),
        ExtraField(("list", "b", "x"), "2"),
        ExtraField(("list", 3, "x"), "3"),
    )
