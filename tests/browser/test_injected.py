"""In a browser, no text becomes a script, a handler, a link or one element more."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

import pytest
from tests.browser.showing import page
from tests.unit.charts_shown import all_charts
from tests.unit.test_view_injection import ALLOWED_LINKS, PAYLOADS, is_name, poisoned
from tests.unit.views_shown import PLAN, all_views

# It would run before anything of the page does.
WATCH = "window.struck = 0; for (const name of ['alert', 'confirm', 'prompt', 'open'])"
WATCH += " window[name] = () => { window.struck += 1; };"
WALK = """() => {
  const all = [...document.body.querySelectorAll('*')];
  const said = all.flatMap(one => [...one.attributes].map(at => [at.name, at.value]));
  return {
    elements: all.map(one => one.localName),
    handlers: said.filter(([name]) => name.startsWith('on')),
    links: said.filter(([name]) => /^(href|src|action|xlink:href)$/.test(name)),
    styles: said.filter(([name, value]) => name === 'style' && /url/.test(value)),
    strange: all.filter(one => one.namespaceURI.includes('MathML')).length,
    struck: window.struck,
  };
}"""


class Watched:
    """A page on which every script, dialog and request to elsewhere is noticed."""

    def __init__(self, context: Any) -> None:
        self.page = context.new_page()
        self.noticed: list[str] = []
        self.page.add_init_script(WATCH)
        self.page.on("dialog", self._dialog)
        self.page.on("request", lambda request: self.noticed.append(request.url))
        self.page.goto("about:blank")  # for the watch to begin

    def _dialog(self, dialog: Any) -> None:
        self.noticed.append(dialog.message)
        dialog.dismiss()

    def walk(self, shown: str) -> Any:
        """Show a page, touch what is on it, and return what there is."""
        self.noticed.clear()
        self.page.set_content(shown)
        self.page.mouse.move(200, 200)
        return self.page.evaluate(WALK)


@pytest.fixture(scope="module")
def watched(browser: Any) -> Iterator[Watched]:
    context = browser.new_context(offline=True)
    yield Watched(context)
    context.close()


def shown_with(payload: str) -> str:
    views = all_views(poisoned(PLAN, payload)).values()
    return page(
        "".join(view.to_html(has_style=False) + view.to_mail_html() for view in views)
    )


@pytest.fixture(scope="module")
def usual(watched: Watched) -> Any:
    return watched.walk(shown_with("PAYLOAD"))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_runs_and_nothing_is_added(
    watched: Watched, usual: Any, payload: str
) -> None:
    found = watched.walk(shown_with(payload))
    if not is_name(payload):  # then names stay as they are, and wrap as they do
        assert set(found["elements"]) <= set(usual["elements"])
        usual = {**usual, "elements": found["elements"]}
    check(watched, found, usual)
    assert {link for _, link in found["links"]} <= ALLOWED_LINKS


def check(watched: Watched, found: Any, usual: Any) -> None:
    assert found["elements"] == usual["elements"]
    assert found["handlers"] == found["styles"] == []
    assert found["struck"] == found["strange"] == 0
    assert watched.noticed == []


def charts_with(payload: str) -> str:
    """Return every chart with a text in it, as SVG inside a page."""
    charts = all_charts(poisoned(PLAN, payload)).values()
    return page(
        "".join(
            f'<figure aria-label="{escape(chart.alt)}">{chart.to_svg()}</figure>'
            for chart in charts
        )
    )


@pytest.mark.parametrize("payload", [one for one in PAYLOADS if one[0] in "<\"'-"][::4])
def test_nothing_runs_in_a_chart(watched: Watched, payload: str) -> None:
    found = watched.walk(charts_with(payload))
    assert {"script", "img", "iframe", "a", "foreignobject"}.isdisjoint(
        found["elements"]
    )
    assert found["handlers"] == found["links"] == found["styles"] == []
    assert found["struck"] == found["strange"] == 0
    assert watched.noticed == []


def test_it_would_be_noticed(watched: Watched, usual: Any) -> None:
    for payload in ("<script>alert(1)</script>", "<img src=x onerror=alert(1)>"):
        found = watched.walk(shown_with("PAYLOAD").replace("PAYLOAD", payload))
        watched.page.wait_for_function("() => window.struck > 0")
        with pytest.raises(AssertionError):
            check(watched, found, usual)
