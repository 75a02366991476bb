"""axe-core finds nothing by WCAG 2.2 AA in any view, light, dark, narrow, leftward."""

from __future__ import annotations

from typing import Any

import pytest
from tests.browser.browsing import AXE
from tests.browser.showing import LOCALES, page, page_of_charts, page_of_views, views_in

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async tags => {
  const found = await axe.run({runOnly: {type: 'tag', values: tags}});
  const told = one => `${one.id}: ${one.help}: ` +
    one.nodes.map(node => node.html.slice(0, 120)).join(' | ');
  const passes = found.passes.map(one => one.id);
  return {violations: found.violations.map(told), passes};
}"""


def audited(
    browser: Any, shown: str, *, width: int = 1280, scheme: str = "light"
) -> Any:
    """Return what axe-core says of a page, after it is drawn."""
    size = {"width": width, "height": 800}
    context = browser.new_context(viewport=size, color_scheme=scheme)
    page = context.new_page()
    page.set_content(shown)
    page.add_script_tag(path=str(AXE))
    found = page.evaluate(RUN, TAGS)
    context.close()
    return found


@pytest.mark.parametrize(
    ("language", "width", "scheme"),
    [
        ("en", 1280, "light"),
        ("en", 320, "dark"),
        ("ar", 320, "light"),
        ("ar", 1280, "dark"),
        ("ja", 1280, "light"),
    ],
)
def test_axe_finds_nothing_in_the_views(
    browser: Any, language: str, width: int, scheme: str
) -> None:
    found = audited(browser, page_of_views(language), width=width, scheme=scheme)
    assert found["violations"] == []
    looked_at = {"color-contrast", "heading-order", "list", "svg-img-alt", "link-name"}
    assert looked_at <= set(found["passes"])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_charts(browser: Any, scheme: str) -> None:
    found = audited(browser, page_of_charts("en", scheme), scheme=scheme)
    assert found["violations"] == []
    assert "role-img-alt" in found["passes"]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_axe_finds_nothing_in_mails(browser: Any, language: str) -> None:
    mails = "".join(
        view.to_mail_html(locale=LOCALES[language])
        for view in views_in(language).values()
    )
    assert audited(browser, page(mails, language=language))["violations"] == []


def test_axe_would_find_pale_words_and_a_picture_without_any(browser: Any) -> None:
    pale = page_of_views().replace("--jbp-soft:#51606e", "--jbp-soft:#b0bac4")
    found = audited(browser, pale.replace("aria-label", "data-label"))["violations"]
    assert {one.split(":")[0] for one in found} >= {"color-contrast", "svg-img-alt"}
