from __future__ import annotations

import unicodedata

import pytest

from jbpcore.errors import InvalidValueError
from jbpcore.values.text import check_name, check_text


@pytest.mark.parametrize(
    "text",
    [
        "x",
        " kept blanks ",
        "two\nlines\twith a tab",
        unicodedata.normalize("NFC", "café"),
        unicodedata.normalize("NFD", "café"),
        "שלום עולם",
        "نجاح الشريك",
        "🚀👩🏽‍💻",
        "\U0001d518 beyond the first plane",
        "İstanbul ıI ß",  # noqa: RUF001  # the dotless i is what is tested
        "=SUM(A1)",
        "<script>",
        "x" * 10_000,
    ],
    ids=lambda text: ascii(text)[:24],
)
def test_text_comes_back_as_it_came(text: str) -> None:
    assert check_text(text, "Action.note") == text


@pytest.mark.parametrize("code", [*range(9), *range(11, 32), *range(127, 160)])
def test_control_characters_are_refused(code: int) -> None:
    with pytest.raises(InvalidValueError, match="without control characters"):
        check_text(f"a{chr(code)}b", "Action.note")


@pytest.mark.parametrize("bad", ["\ud800", "a\udfff", "\udc80name"])
def test_half_a_surrogate_pair_is_refused(bad: str) -> None:
    with pytest.raises(InvalidValueError, match="lone surrogates") as caught:
        check_text(bad, "Action.note")
    str(caught.value).encode()  # the message itself can be written to a log


@pytest.mark.parametrize("bad", [None, 5, b"x", ["x"]])
def test_only_text_is_text(bad: object) -> None:
    with pytest.raises(InvalidValueError, match=r"^Action\.note must be text; got"):
        check_text(bad, "Action.note")


@pytest.mark.parametrize("blank", ["", " ", "\n\t", "\u00a0\u2003"])
def test_blank_text_needs_leave(blank: str) -> None:
    with pytest.raises(InvalidValueError, match="not blank"):
        check_text(blank, "Action.note")
    assert check_text(blank, "Action.note", allow_empty=True) == blank


def test_length_is_bounded_in_code_points() -> None:
    assert check_text("é" * 5, "x", max_length=5)
    with pytest.raises(InvalidValueError, match="at most 5 characters, not 6"):
        check_text("é" * 6, "x", max_length=5)
    with pytest.raises(InvalidValueError, match="at most 10000 characters"):
        check_text("x" * 10_001, "x")


def test_a_name_has_one_line_of_at_most_200_characters() -> None:
    assert check_name("Müller & Söhne GmbH", "Party.name") == "Müller & Söhne GmbH"
    assert check_name("x" * 200, "Party.name")
    for bad in ("x" * 201, "", " ", "a\nb", "a\tb", "a\u2028b", "a\u2029b", "a\rb"):
        with pytest.raises(InvalidValueError, match=r"^Party\.name must be"):
            check_name(bad, "Party.name")
