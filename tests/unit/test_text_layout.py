from __future__ import annotations

import pytest

from jbpcore.views.text_layout import (
    NO_BREAK,
    cells,
    cut,
    left,
    plain_line,
    right,
    wrapped,
)


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("", 0),
        ("Northwind", 9),
        ("Zoë", 3),
        ("Zoe\u0308", 3),  # the same with a combining mark
        ("東京商事", 8),
        ("▼ Off track", 11),
        ("a\u200bb", 2),  # a blank of no width
    ],
)
def test_columns_are_counted_as_a_screen_takes_them(text: str, columns: int) -> None:
    assert cells(text) == columns


def test_filling_up_counts_columns_not_letters() -> None:
    assert left("東京", 6) == "東京  "
    assert right("東京", 6) == "  東京"


@pytest.mark.parametrize("width", range(1, 12))
def test_what_is_cut_fits(width: int) -> None:
    assert cells(cut("東京 Systems", width, "…")) <= width


def test_what_fits_is_not_cut() -> None:
    assert cut("Deals", 5, "…") == "Deals"
    assert cut("Deals won", 6, "…") == "Deals…"


def test_a_name_cannot_turn_the_direction_of_what_follows() -> None:
    assert plain_line("Nort\u202ehwind\u2066 \n\t Ltd") == "Northwind Ltd"


def test_lines_break_at_blanks_and_line_up() -> None:
    lines = wrapped("seven more in forty-six days", 16, head="  > ")
    assert lines == ["  > seven more", "    in forty-six", "    days"]


def test_a_kept_blank_is_no_place_to_break() -> None:
    assert wrapped(f"of Alder{NO_BREAK}Systems", 14) == ["of", "Alder Systems"]


def test_a_word_too_long_stands_alone_and_whole() -> None:
    assert wrapped("a incomprehensibilities b", 8) == [
        "a",
        "incomprehensibilities",
        "b",
    ]


def test_nothing_to_say_leaves_the_head() -> None:
    assert wrapped("", 20, head="  4  ") == ["  4"]
