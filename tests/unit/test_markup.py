"""The one way to HTML: nothing that somebody typed becomes anything but text."""

from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.markup_read import Read

from jbpcore.errors import InvalidValueError
from jbpcore.views.markup import Link, Markup, Style, Tag, joined


@given(st.text(), st.text())
def test_text_comes_out_as_it_went_in(child: str, label: str) -> None:
    shown = Tag("p", aria_label=label)(child)
    read = Read(shown)
    assert read.tags == ["p"]
    assert read.is_sound
    # A reader of HTML makes line feeds of returns, and takes NUL away.
    turning = {"\r", "\x00", *(chr(code) for code in range(0x202A, 0x202F)),
               "\u2066", "\u2067"}  # fmt: skip
    if not turning & set(child + label) and not _is_bad_reference(child + label):
        assert "".join(read.texts) == child
        assert read.attributes == [("p", "aria-label", label)]


def _is_bad_reference(text: str) -> bool:
    return html.unescape(html.escape(text)) != text


def test_markup_is_not_escaped_twice() -> None:
    assert Tag("p")(Tag("b")("1 < 2")) == "<p><b>1 &lt; 2</b></p>"
    assert joined(["<", Tag("b")("x")]) == "&lt;<b>x</b>"


@pytest.mark.parametrize("count", [0, 1, 2, 8, 9, 40])
def test_text_is_escaped_however_many_children_there_are(count: int) -> None:
    children = ["<", Tag("b")("&")] * count
    assert Tag("p")(*children) == f"<p>{'&lt;<b>&amp;</b>' * count}</p>"


def test_one_element_around_another_is_what_two_steps_make() -> None:
    cell, text = Tag("td", role="cell"), Tag("span", class_="jbp-cell")
    both = cell.around(text)
    assert both("1 < 2") == cell(text("1 < 2"))
    assert both("1 < 2") == (
        '<td role="cell"><span class="jbp-cell">1 &lt; 2</span></td>'
    )
    labelled = both.having(aria_label='"')
    assert labelled() == (
        '<td role="cell"><span class="jbp-cell" aria-label="&quot;"></span></td>'
    )
    assert cell() == '<td role="cell"></td>'


def test_what_is_added_to_markup_is_text_again() -> None:
    bold = Tag("b")("x")
    for made in (bold + "<i>", f"{bold}<i>", bold.upper(), bold[:3], str(bold)):
        assert type(made) is not Markup
    assert Tag("p")(bold + "<i>") == "<p>&lt;b&gt;x&lt;/b&gt;&lt;i&gt;</p>"
    assert bold.__html__() is bold


@pytest.mark.parametrize("name", ["script", "iframe", "form", "p><script", "object"])
def test_a_tag_that_views_do_not_use_is_refused(name: str) -> None:
    with pytest.raises(InvalidValueError):
        Tag(name)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("onclick", "x()"),
        ("onload", "x()"),
        ("srcdoc", "x"),
        ("src", "https://a.example"),
        ("href", "https://a.example"),
        ("href", "javascript:alert(1)"),
        ("style", "color:red"),
        ("class_", 'x" onclick="y'),
        ("class_", "x>"),
        ("width", "100%;x"),
        ("points", "0,0 url(x)"),
        ("fill", "url(#x)"),
        ("lang", "en us"),
        ("xmlns", "http://evil.example"),
        ("id", "x"),
    ],
)
def test_an_attribute_out_of_form_is_refused(name: str, value: str) -> None:
    with pytest.raises(InvalidValueError):
        Tag("p", **{name: value})
    with pytest.raises(InvalidValueError):
        Tag("p").having(**{name: value})


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,<script>",
        "vbscript:x",
        "//evil.example",
        "/path",
        "https://",
        "https:///path",
        "https://a.example/\nx",
        'https://a.example/"x',
        "https://a.example/<x>",
        "https://a.example/\\x",
        "https://[::1",
        "mailto:a@b.example",
        "",
        "\u2028https://a.example",
    ],
)
def test_only_an_address_of_the_web_is_a_link(url: str) -> None:
    assert Link.try_of(url) is None
    with pytest.raises(InvalidValueError):
        Link(url)


def test_a_link_keeps_its_address() -> None:
    link = Link("https://meet.example/q2?a=1&b=2")
    read = Read(Tag("a").having(href=link)("Join"))
    assert read.values("href") == ["https://meet.example/q2?a=1&b=2"]


@pytest.mark.parametrize(
    "text",
    ["color:url(x)", "color:red;}", "behavior:expression(1)", "color:/**/red", ""],
)
def test_a_style_is_of_plain_declarations(text: str) -> None:
    with pytest.raises(InvalidValueError):
        Style(text)


def test_only_a_style_element_takes_text_as_it_is() -> None:
    assert Tag("style").raw("a{}") == "<style>a{}</style>"
    with pytest.raises(InvalidValueError):
        Tag("p").raw("x")
    with pytest.raises(InvalidValueError):
        Tag("style").raw("</style><script>")


def test_letters_that_turn_what_follows_are_taken_out() -> None:
    assert Tag("b")("a\u202eb\u2067c") == "<b>abc</b>"
