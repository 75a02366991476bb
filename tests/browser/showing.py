"""Pages with every view and chart on them, as a product would put them together."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from fractions import Fraction
from functools import cache
from html import escape
from typing import Any, NamedTuple

import attrs
from tests.browser.wordings import WORDINGS
from tests.unit.charts_shown import all_charts
from tests.unit.views_shown import PLAN, all_views

import jbpcore as jbp
from jbpcore.views.drawing import sparkline
from jbpcore.views.view import View

TREND = tuple(Fraction(one, 10) for one in (1, 2, 2, 4, 3, 6))
LOCALES = {"en": "en_US", "ar": "ar_EG", "ja": "ja_JP"}
FONTS = "'Noto Sans','Noto Sans Arabic','Noto Sans CJK JP',sans-serif"
PAGE_STYLE = f"""
:root{{color-scheme:light dark}}
*{{animation:none}}
body{{margin:0;padding:1rem;background:#e9edf1;color:#17212b;font-family:{FONTS}}}
h1{{font-size:1.25rem;margin:0 0 1rem}}
main div:has(>.jbp,>figure){{display:grid;gap:1rem;align-items:start;
grid-template-columns:repeat(auto-fit,minmax(min(36rem,100%),1fr))}}
.jbp{{--jbp-font:{FONTS}}}
figure{{margin:0;min-width:0;overflow-x:auto}}
figure svg{{display:block}}
@media screen and (prefers-color-scheme:dark){{
body{{background:#0b0f14;color:#e9eef4}}}}
@media print{{:root{{color-scheme:light}}body{{background:#fff;padding:0}}
main div:has(>.jbp){{display:block}}}}
"""


def said(value: Any, wording: dict[str, str]) -> Any:
    """Return *value* with every text that stands in *wording* replaced."""
    if isinstance(value, tuple):
        return tuple(said(one, wording) for one in value)
    if isinstance(value, str) and not isinstance(value, Enum):
        return wording.get(value, value)
    if not attrs.has(type(value)):
        return value
    new = {
        field.name: said(getattr(value, field.name), wording)
        for field in attrs.fields(type(value))
        if field.init and getattr(value, field.name) is not None
    }
    changed = {name: one for name, one in new.items() if one != getattr(value, name)}
    return attrs.evolve(value, **changed) if changed else value


@cache
def plan_in(language: str) -> jbp.Plan:
    """Return the plan of the views with names in a language."""
    plan: jbp.Plan = said(PLAN, WORDINGS.get(language, {}))
    return plan


@cache
def views_in(language: str) -> dict[str, View]:
    return all_views(plan_in(language))


@cache
def charts_in(language: str, theme: str, width: int) -> dict[str, str]:
    """Return each Vega-Lite chart as SVG, with words for those who cannot see it."""
    looks = {"locale": LOCALES[language], "theme": theme, "width": width}
    charts = all_charts(plan_in(language), **looks)
    return {
        name: f'<figure role="img" aria-label="{escape(chart.alt)}">'
        f"{chart.to_svg()}</figure>"
        for name, chart in charts.items()
    }


def page(body: str, *, language: str = "en", title: str = "Plans") -> str:
    """Return a whole document around *body*."""
    direction = "rtl" if language == "ar" else "ltr"
    return (
        f'<!doctype html><html lang="{language}" dir="{direction}"><head>'
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{title}</title><style>{PAGE_STYLE}{jbp.STYLESHEET}</style></head>"
        f"<body><main><h1>{title}</h1><div>{body}</div></main></body></html>"
    )


def page_of_views(language: str = "en") -> str:
    """Return a page with all seven views in a language."""
    locale = LOCALES[language]
    shown = [
        view.to_html(locale=locale, has_style=False)
        for view in views_in(language).values()
    ]
    return page("".join(shown), language=language)


def page_of_charts(language: str = "en", theme: str = "light", width: int = 616) -> str:
    """Return a page with all charts, and a sparkline beside a name."""
    line = sparkline(TREND, words="from 1 to 6 deals", is_leftward=language == "ar")
    body = "".join(charts_in(language, theme, width).values())
    return page(f'{body}<p class="jbp">Deals {line}</p>', language=language)


class Picture(NamedTuple):
    """A page, and how it is looked at."""

    name: str
    made: Callable[[], str]
    width: int = 1280
    scheme: str = "light"
    media: str = "screen"


PICTURES = (
    Picture("views-en-light-1280", page_of_views),
    Picture("views-en-dark-1280", page_of_views, scheme="dark"),
    Picture("views-en-light-320", page_of_views, 320),
    Picture("views-ar-light-1280", lambda: page_of_views("ar")),
    Picture("views-ar-dark-320", lambda: page_of_views("ar"), 320, "dark"),
    Picture("views-ja-light-320", lambda: page_of_views("ja"), 320),
    Picture("views-ja-dark-1280", lambda: page_of_views("ja"), scheme="dark"),
    Picture("views-en-print", page_of_views, 680, "dark", "print"),
    Picture("charts-en-light-1280", page_of_charts),
    Picture("charts-ar-dark-1280", lambda: page_of_charts("ar", "dark"), scheme="dark"),
    Picture("charts-ja-light-320", lambda: page_of_charts("ja"), 320),
)
