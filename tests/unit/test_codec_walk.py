"""One walk over a class gives its reader, its writer and its schema."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

import attrs
import pytest

from jbpcore.codec.json_text import dumps
from jbpcore.codec.plain import to_data
from jbpcore.codec.problems import FAILED, Place, ProblemLog
from jbpcore.codec.shared import Shared
from jbpcore.codec.walk import node_for, record_for
from jbpcore.errors import InvalidValueError
from jbpcore.model.amount import Amount
from jbpcore.model.party import Partner, Party
from jbpcore.model.plan import Plan
from jbpcore.periods.daterange import DateRange
from jbpcore.values.money import Money
from jbpcore.values.quantity import Quantity
from jbpcore.values.ratio import Ratio


def _capitals(value: str) -> str:
    if not value.isupper():
        raise InvalidValueError("Sample.code", value, "in capitals")
    return value


def _short(_: object, attribute: attrs.Attribute[Any], value: str) -> None:
    if len(value) > 3:
        raise InvalidValueError(f"Sample.{attribute.name}", value, "short")


@attrs.frozen(kw_only=True)
class Sample:
    """A class that the codec has never heard of."""

    code: str = attrs.field(converter=_capitals, validator=_short)
    count: int = 0
    share: Fraction | None = None
    seen: bool = attrs.field(init=False, default=False)


def test_a_class_is_read_and_written_by_its_annotations() -> None:
    node = record_for(Sample)
    sample = Sample(code="ABC", share=Fraction(1, 3))
    data = {"code": "ABC", "count": 0, "share": "1/3"}
    assert node.encode(sample) == data
    assert node.decode(data, Shared()) == sample
    definitions: dict[str, Any] = {}
    assert node.schema(definitions) == {"$ref": "#/$defs/Sample"}
    assert definitions["Sample"]["required"] == ["code"]
    assert list(definitions["Sample"]["properties"]) == list(data)


@pytest.mark.parametrize("code", ["abc", "ABCD"])
def test_converters_and_validators_are_asked_field_by_field(code: str) -> None:
    log = ProblemLog()
    found = record_for(Sample).examine({"code": code, "count": "1"}, Place(), log)
    assert found is FAILED
    assert [finding.path for finding in log.findings] == ["code", "count"]


def test_a_class_is_compiled_once() -> None:
    assert record_for(Plan) is record_for(Plan)
    assert node_for(Amount | None) is node_for(Amount | None)


@pytest.mark.parametrize("hint", [float, object, list[int], dict[str, int], Any])
def test_a_type_without_a_form_is_refused(hint: object) -> None:
    with pytest.raises(InvalidValueError, match="give its class a place in the walk"):
        node_for(hint)


def test_money_has_a_type_only_where_it_could_be_something_else() -> None:
    money = Money("25000", "USD")
    alone = {"amount": "25000", "currency": "USD"}
    assert node_for(Money).encode(money) == alone
    assert node_for(Money | None).encode(money) == alone
    assert node_for(Amount).encode(money) == {"type": "money", **alone}
    assert node_for(Amount).encode(Ratio("25%")) == {"type": "ratio", "ratio": "1/4"}
    assert node_for(Amount).encode(Quantity("1.50", "deals")) == {
        "type": "quantity",
        "amount": "1.50",
        "unit": "deals",
    }


@pytest.mark.parametrize(
    ("amount", "text"),
    [("0.0000001", "0.0000001"), ("1.10", "1.10"), ("-0", "0"), ("1" * 24, "1" * 24)],
)
def test_decimals_keep_their_digits(amount: str, text: str) -> None:
    assert record_for(Money).encode(Money(amount, "USD"))["amount"] == text


@attrs.frozen(kw_only=True)
class MemberOfAKind(Partner):
    """A partner with a field that the format does not know."""

    nickname: str = ""


def test_a_subclass_is_not_written_as_its_base_for_it_would_lose_fields() -> None:
    partner = MemberOfAKind(id="northwind", name="Northwind", nickname="Nord")
    plan = Plan(
        id="p",
        name="P",
        vendor=Party(id="acme", name="Acme"),
        partner=partner,
        period=DateRange.inclusive(*(2 * [_new_year()])),
    )
    with pytest.raises(InvalidValueError, match="exactly a Partner"):
        to_data(plan)
    with pytest.raises(InvalidValueError, match=re.escape("exactly a Money or")):
        node_for(Amount).encode(Party(id="a", name="A"))
    with pytest.raises(InvalidValueError):
        dumps(partner)


def _new_year() -> Any:
    return (
        node_for(DateRange)
        .decode({"start": "2026-01-01", "end": "2026-01-02"}, Shared())
        .start
    )
