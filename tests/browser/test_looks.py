"""Every view and chart as people see it: wide, narrow, dark, printed, in any script."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from tests.browser.showing import (
    PICTURES,
    Picture,
    page,
    page_of_charts,
    page_of_views,
)
from tests.unit.test_view_injection import poisoned
from tests.unit.views_shown import PLAN, VIEWS, all_views

# What sticks out of the page or of its own view; a chart scrolls in its own figure.
STICKS_OUT = """() => [...document.querySelectorAll('.jbp, .jbp *')].filter(one => {
  const box = one.getBoundingClientRect(), page = document.documentElement;
  const is_shown = box.width > 1 && box.height > 1;
  return is_shown && (box.right > page.clientWidth + 0.5 || box.left < -0.5);
}).map(one => one.className + ': ' + one.textContent.slice(0, 60))"""
WIDTHS = "() => [document.documentElement.scrollWidth, innerWidth]"
COLOURS = """() => [...document.querySelectorAll('.jbp')].map(one => {
  const looks = getComputedStyle(one);
  return [looks.backgroundColor, looks.color];
})"""
ROWS = """() => [...document.querySelectorAll('tr')].map(
  one => getComputedStyle(one).display)"""
A4_BETWEEN_MARGINS = 680  # 210 mm less two times 15, at 96 points to 25.4 mm
LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnung"
LANGUAGES = ("de_DE", "fr_FR", "hi_IN", "pl_PL", "pt_BR", "tr_TR", "ar_EG", "ja_JP")


@pytest.fixture(scope="module")
def pictures(browser: Any) -> Any:  # noqa: ARG001 - there is one to take them with
    return import_module("tests.browser.pictures")


@pytest.fixture
def narrow(browser: Any) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 320, "height": 640})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.name)
def test_a_page_looks_as_somebody_saw_it(
    browser: Any, pictures: Any, picture: Picture, tmp_path: Path
) -> None:
    now = pictures.taken(browser, picture)
    now.save(tmp_path / f"{picture.name}.png")
    seen = pictures.Image.open(pictures.reference(picture))
    differs = pictures.share_that_differs(seen, now)
    assert differs <= pictures.FEW, f"look at {tmp_path / picture.name}.png"


def test_the_references_are_small_and_all_in_use(pictures: Any) -> None:
    files = sorted(pictures.FOLDER.iterdir())
    assert [file.stem for file in files] == sorted(one.name for one in PICTURES)
    assert sum(file.stat().st_size for file in files) < 600_000


@pytest.mark.parametrize(
    ("box", "colour", "is_seen"),
    [
        ((40, 40, 600, 48), "#17212b", True),  # a line of text, solid
        ((40, 40, 240, 52), "#1f8a4f", True),  # a bar in green that was red
        ((40, 40, 600, 300), "#151b23", True),  # a view in the dark
        ((40, 40, 46, 46), "#17212b", False),  # a letter
        ((40, 40, 600, 300), "#fafafa", False),  # a shade nobody sees
    ],
)
def test_pictures_differ_where_people_see_it(
    pictures: Any, *, box: tuple[int, ...], colour: str, is_seen: bool
) -> None:
    plain = pictures.Image.new("RGB", (640, 800), "white")
    plain.paste("#cb3a1d", (40, 40, 240, 52) if colour == "#1f8a4f" else (0, 0, 0, 0))
    other = plain.copy()
    other.paste(colour, box)
    assert (pictures.share_that_differs(plain, other) > pictures.FEW) is is_seen
    assert pictures.share_that_differs(plain, plain.crop((0, 0, 640, 700))) == 1


@pytest.mark.parametrize("locale", LANGUAGES)
def test_nothing_is_wider_than_a_telephone(narrow: Any, locale: str) -> None:
    shown = [view.to_html(locale=locale, has_style=False) for view in VIEWS.values()]
    language = locale[:2]
    narrow.set_content(page("".join(shown), language=language))
    assert narrow.evaluate(WIDTHS) == [320, 320]
    assert narrow.evaluate(STICKS_OUT) == []


def test_names_without_a_space_wrap_anyway(narrow: Any) -> None:
    views = all_views(poisoned(PLAN, LONG))
    shown = [view.to_html(has_style=False) for view in views.values()]
    narrow.set_content(page("".join(shown)))
    assert narrow.evaluate(WIDTHS) == [320, 320]
    assert narrow.evaluate(STICKS_OUT) == []


def test_nothing_is_wider_than_a_sheet_of_paper(browser: Any) -> None:
    size = {"width": A4_BETWEEN_MARGINS, "height": 900}
    context = browser.new_context(viewport=size)
    paper = context.new_page()
    paper.emulate_media(media="print")
    paper.set_content(page_of_views())
    assert paper.evaluate(STICKS_OUT) == []
    assert set(paper.evaluate(ROWS)) == {"table-row"}
    context.close()


def test_charts_scroll_where_they_stand(narrow: Any) -> None:
    narrow.set_content(page_of_charts())
    assert narrow.evaluate(WIDTHS) == [320, 320]


def light_of(colour: str) -> float:
    """Return the mean of the channels of ``rgb(r, g, b)``, from 0 to 1."""
    return sum(map(int, colour[4:-1].split(", "))) / 3 / 255


@pytest.mark.parametrize(
    ("scheme", "media", "theme", "is_dark"),
    [
        ("light", "screen", "auto", False),
        ("dark", "screen", "auto", True),
        ("dark", "screen", "light", False),
        ("light", "screen", "dark", True),
        ("dark", "print", "auto", False),
        ("dark", "print", "dark", False),
    ],
)
def test_a_theme_is_the_one_asked_for(
    narrow: Any, *, scheme: str, media: str, theme: str, is_dark: bool
) -> None:
    shown = [view.to_html(theme=theme, has_style=False) for view in VIEWS.values()]
    narrow.emulate_media(color_scheme=scheme, media=media)
    narrow.set_content(page("".join(shown)))
    found = narrow.evaluate(COLOURS)
    assert len(found) == len(VIEWS)
    for background, ink in found:
        assert (light_of(background) < 0.2, light_of(background) > 0.95) == (
            is_dark,
            not is_dark,
        )
        assert (light_of(ink) > 0.8) is is_dark


def test_paper_shows_where_a_link_leads(narrow: Any) -> None:
    narrow.set_content(page(VIEWS["plan_card"].to_html(has_style=False)))
    after = (
        "() => getComputedStyle(document.querySelector('.jbp-link'), '::after').content"
    )
    assert narrow.evaluate(after) == "none"
    narrow.emulate_media(media="print")
    assert "meet.example" in narrow.evaluate(after)


def test_names_stand_in_the_languages_of_the_pictures() -> None:
    assert "ماريا لوبيز" in page_of_views("ar")
    assert "サブスクリプション新規売上" in page_of_views("ja")
