"""A portfolio kept current in bytes: any that are not its own are noticed."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import Any

import pytest
from tests.frames.portfolio_rows import BATCH

from jbpcore.errors import FormatTooNewError, InvalidDataError
from jbpcore.frames.portfolio_state import PortfolioState


def good() -> bytes:
    state = PortfolioState()
    state.add([*BATCH, {"goal_id": 3, "date": date(2026, 1, 1), "amount": 1}])
    state.add(BATCH, batch="monday")
    return state.to_bytes()


def test_a_byte_that_is_changed_anywhere_is_noticed() -> None:
    data = bytearray(good())
    for place in range(len(data)):
        data[place] ^= 1
        with pytest.raises(InvalidDataError):
            PortfolioState.from_bytes(bytes(data))
        data[place] ^= 1
    assert PortfolioState.from_bytes(bytes(data)).to_bytes() == good()


def signed(header: dict[str, Any], names: Any, numbers: list[int]) -> bytes:
    """Return bytes with a right digest, whatever is in them."""
    text = json.dumps(names)
    head = {
        "format": "jbpcore.portfolio_state",
        "format_version": 1,
        "keys": ["goal_id"],
        "names": len(text),
        "goals": 1,
        "batches": 0,
        "spans": 1,
        **header,
    }
    whole = b"".join(number.to_bytes(8, "little", signed=True) for number in numbers)
    data = f"{json.dumps(head)}\n{text}".encode() + whole
    return data + hashlib.sha256(data).digest()


SPAN = [5, 5, 10, 1, 0, 10]

AFTER = [6, 6, 1, 1, 0, 1]


def test_the_format_is_what_it_is_said_to_be() -> None:
    found = PortfolioState.from_bytes(signed({}, [["a"], []], [1, *SPAN]))
    state = PortfolioState()
    row = {"goal_id": "a", "date": date(1970, 1, 6), "amount": 10, "sequence": 0}
    state.add([row])
    assert found == state


BAD: dict[str, tuple[dict[str, Any], Any, list[int]]] = {
    "another format": ({"format": "x"}, [["a"], []], [1, *SPAN]),
    "version zero": ({"format_version": 0}, [["a"], []], [1, *SPAN]),
    "a version that is true": ({"format_version": True}, [["a"], []], [1, *SPAN]),
    "no keys": ({"keys": []}, [["a"], []], [1, *SPAN]),
    "keys of other kinds": ({"keys": [{}]}, [["a"], []], [1, *SPAN]),
    "a huge number of spans": ({"spans": 2**62}, [["a"], []], [1, *SPAN]),
    "fewer than none": ({"goals": -1}, [["a"], []], [1, *SPAN]),
    "no lists": ({}, {"a": 1}, [1, *SPAN]),
    "a goal too few": ({}, [[], []], [1, *SPAN]),
    "a goal that is a list": ({}, [[["a"]], []], [1, *SPAN]),
    "a goal that is a float": ({}, [[1.5], []], [1, *SPAN]),
    "a goal beyond 64 bits": ({}, [[2**64], []], [1, *SPAN]),
    "a batch without a digest": ({"batches": 1}, [["a"], [["b", "c"]]], [1, *SPAN]),
    "a batch twice": (
        {"batches": 2},
        [["a"], [["b", "0" * 64], ["b", "0" * 64]]],
        [1, *SPAN],
    ),
    "a goal twice": ({"goals": 2, "spans": 2}, [["a", "a"], []], [1, 1, *SPAN, *SPAN]),
    "out of order": ({"goals": 2, "spans": 2}, [["b", "a"], []], [1, 1, *SPAN, *SPAN]),
    "a goal of nothing": ({"goals": 2, "spans": 1}, [["a", "b"], []], [1, 0, *SPAN]),
    "fewer than no spans": (
        {"goals": 2, "spans": 1},
        [["a", "b"], []],
        [2, -1, *SPAN],
    ),
    "days out of order": ({"spans": 2}, [["a"], []], [2, *AFTER, *SPAN]),
    "a day twice": ({"spans": 2}, [["a"], []], [2, *SPAN, *SPAN]),
    "a span that ends before it begins": ({}, [["a"], []], [1, 6, 5, 1, 1, 0, 1]),
    "a day that no calendar has": ({}, [["a"], []], [1, *[2**40] * 2, 1, 1, 0, 1]),
    "no entries": ({}, [["a"], []], [1, 5, 5, 10, 0, 0, 10]),
    "a level beyond all": ({}, [["a"], []], [1, 5, 5, 10, 1, 0, 2**60]),
}


@pytest.mark.parametrize("name", BAD)
def test_bytes_that_are_signed_well_may_still_be_no_state(name: str) -> None:
    with pytest.raises(InvalidDataError, match=r"state|JSON|Must"):
        PortfolioState.from_bytes(signed(*BAD[name]))


def test_names_that_go_down_for_ever_are_refused() -> None:
    text = b"[" * 100_000
    head = {"format": "jbpcore.portfolio_state", "format_version": 1}
    head |= {"keys": ["g"], "names": len(text), "goals": 0, "batches": 0, "spans": 0}
    data = json.dumps(head).encode() + b"\n" + text
    with pytest.raises(InvalidDataError):
        PortfolioState.from_bytes(data + hashlib.sha256(data).digest())


def test_a_state_of_a_newer_release_is_refused_by_name() -> None:
    with pytest.raises(FormatTooNewError, match="format version 2") as caught:
        PortfolioState.from_bytes(signed({"format_version": 2}, [["a"], []], [1]))
    assert (caught.value.found, caught.value.supported) == (2, 1)


@pytest.mark.parametrize("end", [0, 1, 10, 100, len(good()) - 1])
def test_a_part_is_refused(end: int) -> None:
    with pytest.raises(InvalidDataError):
        PortfolioState.from_bytes(good()[:end])
    with pytest.raises(InvalidDataError):
        PortfolioState.from_bytes(good() + b"x")
    with pytest.raises(InvalidDataError, match="at most 100 bytes"):
        PortfolioState.from_bytes(good(), max_bytes=100)
    with pytest.raises(InvalidDataError, match="must be bytes"):
        PortfolioState.from_bytes("text")  # type: ignore[arg-type]
