"""Every view in every form: valid, whole, within its width, in any language."""

from __future__ import annotations

import json
import pickle
import re
from itertools import pairwise

import attrs
import jsonschema
import pytest
from tests.unit.markup_read import Read
from tests.unit.views_shown import AS_OF, BOOKED, PLAN, VIEWS, all_views, plan

import jbpcore as jbp
from jbpcore.errors import InvalidValueError, UnsupportedLocaleError
from jbpcore.views.marks import ASCII_MARKS, UNICODE_MARKS
from jbpcore.views.stylesheet import STYLESHEET
from jbpcore.views.text_layout import cells
from jbpcore.views.view import View
from jbpcore.views.view_data import view_data, view_schema
from jbpcore.views.voice import voice_for

EMPTY = plan(goals=[], actions=[], commitments=[], reviews=[], people=[])
LOCALES = ("en_US", "de_DE", "fr_FR", "ja_JP", "ar_EG", "hi_IN", "tr_TR", "zh_Hans_CN")
CLASS = re.compile(r"\.(jbp[a-z-]*)")

each_view = pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS)


@each_view
def test_its_data_are_plain_and_as_its_schema_says(view: View) -> None:
    schema = view_schema(type(view))
    jsonschema.Draft202012Validator.check_schema(schema)
    data = view.to_dict()
    assert json.loads(json.dumps(data)) == data
    jsonschema.validate(data, schema)
    assert (data["view"], data["view_version"]) == (view.kind, 1)


@each_view
def test_its_schema_refuses_what_is_too_much_or_missing(view: View) -> None:
    validator = jsonschema.Draft202012Validator(view_schema(type(view)))
    data = view.to_dict()
    assert not validator.is_valid({**data, "more": 1})
    for key in data:
        assert not validator.is_valid({k: v for k, v in data.items() if k != key}), key


@each_view
def test_it_is_a_value(view: View) -> None:
    assert pickle.loads(pickle.dumps(view)) == view  # noqa: S301 - made here
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        view.as_of = AS_OF  # type: ignore[attr-defined]


@each_view
@pytest.mark.parametrize("width", [1, 40, 57, 80, 100, 200])
def test_no_line_of_its_text_is_wider_than_the_screen(view: View, width: int) -> None:
    lines = view.to_text(width=width).splitlines()
    assert max(map(cells, lines)) <= max(width, 40)
    assert not any(line != line.rstrip() for line in lines)


@each_view
def test_its_text_can_do_without_unicode(view: View) -> None:
    text = view.to_text(marks=ASCII_MARKS)
    assert not set(text) & set(UNICODE_MARKS.shapes.values())


def test_wide_letters_and_emoji_keep_the_columns_in_line() -> None:
    goals = list(PLAN.goals)
    goals[0] = attrs.evolve(goals[0], name="新規サブスクリプション売上 👩\u200d💻")
    goals[1] = attrs.evolve(goals[1], name="家族 👨\u200d👩\u200d👧 ☎\ufe0f ok")
    seen = attrs.evolve(PLAN, goals=goals)
    page = jbp.scorecard_page(jbp.assess_plan(seen, BOOKED, as_of=AS_OF))
    for width in (44, 60, 90):
        lines = page.to_text(width=width).splitlines()
        assert max(map(cells, lines)) <= width
    heads = [line for line in page.to_text(width=90).splitlines() if "Status" in line]
    at = cells(heads[0][: heads[0].index("Status")])
    for shape in "▼▲□":
        (line,) = [one for one in page.to_text(width=90).splitlines()
                   if f"  {shape} " in one and "Score" not in one][:1]  # fmt: skip
        assert cells(line[: line.index(shape)]) == at


@each_view
@pytest.mark.parametrize("locale", LOCALES)
def test_its_html_is_whole_and_says_its_language(view: View, locale: str) -> None:
    read = Read(view.to_html(locale=locale))
    assert read.is_sound
    assert not read.open
    assert read.tags.count("article") == 1
    assert read.values("lang") == [locale.replace("_", "-")]
    assert read.values("dir") == ["rtl" if locale == "ar_EG" else "ltr"]
    assert not read.values("style")
    assert not read.values("id")


@each_view
def test_its_headings_go_down_one_by_one(view: View) -> None:
    for top in (2, 4):
        read = Read(view.to_html(heading=top))
        levels = [int(tag[1]) for tag in read.tags if re.fullmatch("h[1-6]", tag)]
        assert levels[0] == top
        assert levels.count(top) == 1
        for above, below in pairwise(levels):
            assert below <= above + 1


@each_view
def test_its_tables_have_headers_with_a_scope(view: View) -> None:
    read = Read(view.to_html())
    heads = [a for a in read.attributes if a[0] == "th" and a[1] == "scope"]
    assert len(heads) == read.tags.count("th")
    assert {value for _, _, value in heads} <= {"col", "row", "rowgroup"}
    if "table" in read.tags:
        assert "row" in {value for _, _, value in heads}


@each_view
def test_a_drawing_says_its_figures(view: View) -> None:
    html = view.to_html()
    bars = re.findall(r'<svg class="jbp-bar[^>]*role="img"[^>]*>.*?</svg>', html)
    assert len(bars) == html.count('class="jbp-bar ') + html.count('class="jbp-bar"')
    for bar in bars:
        named = re.search(r'aria-label="[^"]*%[^"]*"', bar)
        assert named or re.search(r"<desc>[^<]*%[^<]*</desc>", bar)


@each_view
def test_a_status_is_a_word_beside_a_shape(view: View) -> None:
    words = {voice_for("en_US").health(health) for health in jbp.Health}
    for shape, word in re.findall(
        r'class="jbp-shape" aria-hidden="true">(.)</span> ([^<]+)<', view.to_html()
    ):
        assert shape in UNICODE_MARKS.shapes.values()
        assert word.strip()
    statuses = re.findall(r"[▼▲●◆✓✗◇○□] ([A-Z][a-z]+(?: [a-z]+)*)", view.to_text())
    if view.kind in {"plan_card", "portfolio_table"}:
        assert set(statuses) & words


@each_view
def test_every_class_it_uses_is_scoped_in_the_style_sheet(view: View) -> None:
    known = set(CLASS.findall(STYLESHEET))
    used = {
        name
        for value in Read(view.to_html()).values("class")
        for name in value.split()
        if name not in {"jbp-cell", "jbp-text", "jbp-empty"}
    }
    own = f"jbp-{view.kind.replace('_', '-')}"
    loose = {"jbp-head", "jbp-key-done", "jbp-key-target"}
    assert used - {own} - loose <= known


def test_every_rule_of_the_style_sheet_is_for_our_elements_alone() -> None:
    flat = re.sub(r"@[a-z-]+ [^{]*\{", "", STYLESHEET)
    for selectors in re.findall(r"([^{}]+)\{", flat):
        for selector in selectors.split(","):
            assert ".jbp" in selector or selector.startswith("["), selector
    assert "<" not in STYLESHEET
    assert "url(" not in STYLESHEET
    assert "@import" not in STYLESHEET


@each_view
def test_a_page_with_many_views_has_the_style_sheet_once(view: View) -> None:
    assert view.to_html().startswith(f"<style>{STYLESHEET}</style><article ")
    assert view.to_html(has_style=False).startswith("<article ")
    assert view.__html__() == view.to_html()


@each_view
def test_its_mail_has_nothing_that_mail_programs_drop(view: View) -> None:
    mail = view.to_mail_html()
    read = Read(mail)
    assert read.is_sound
    assert not read.open
    assert not {"style", "svg", "section", "article", "link"} & set(read.tags)
    assert not read.values("class")
    styles = ";".join(read.values("style"))
    for dropped in ("var(", "flex", "grid", "position", "calc(", "@", "url(", "rem"):
        assert dropped not in styles


@each_view
def test_a_notebook_is_offered_four_forms(view: View) -> None:
    found = view._repr_mimebundle_()
    assert found["text/html"] == view.to_html()
    assert found["text/plain"] == view.to_text()
    assert found["text/markdown"] == view.to_markdown()
    assert found["application/vnd.jbpcore.view+json"] == view.to_dict()
    assert set(view._repr_mimebundle_(include=["text/html"])) == {"text/html"}
    assert "text/html" not in view._repr_mimebundle_(exclude=["text/html"])


@each_view
def test_what_is_no_choice_is_refused(view: View) -> None:
    with pytest.raises(UnsupportedLocaleError):
        view.to_html(locale="<script>")
    with pytest.raises(InvalidValueError):
        view.to_html(theme="sepia")
    with pytest.raises(InvalidValueError):
        view.to_html(heading=1)


def test_an_empty_plan_is_shown_as_one() -> None:
    result = jbp.assess_plan(EMPTY, [], as_of=AS_OF)
    ahead = jbp.windows(EMPTY, [], as_of=AS_OF)
    portfolio = jbp.assess_portfolio([EMPTY], [], as_of=AS_OF)
    views = (
        jbp.plan_card(EMPTY, as_of=AS_OF),
        jbp.scorecard_page(result),
        jbp.window_board(ahead),
        jbp.portfolio_table(portfolio),
        jbp.history_story(EMPTY),
    )
    for view in views:
        jsonschema.validate(view.to_dict(), view_schema(type(view)))
        for shown in (view.to_text(), view.to_markdown(), view.to_mail_html()):
            assert shown
        assert Read(view.to_html()).is_sound
    assert "No goals are agreed yet." in views[0].to_text()


def test_what_is_no_view_has_no_data() -> None:
    with pytest.raises(InvalidValueError):
        view_data(PLAN)
    with pytest.raises(InvalidValueError):
        view_schema(jbp.Plan)


def test_the_same_plan_gives_the_same_views() -> None:
    again = all_views(PLAN)
    for name, view in VIEWS.items():
        assert view == again[name]
        assert view.to_html() == again[name].to_html()
