"""Charts: sound by the schema of Vega-Lite, true to the figures, and told in words."""

from __future__ import annotations

import json
import re
import struct
import sys
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from importlib import resources
from typing import Any
from xml.etree import ElementTree as ET

import attrs
import jsonschema
import pytest
from tests.unit.charts_shown import MONTHS, all_charts, helping
from tests.unit.views_shown import AS_OF, BOOKED, FOUNDING, PLAN, plan

import jbpcore as jbp
from jbpcore.errors import InvalidValueError, MissingExtraError
from jbpcore.views.charts.status_shapes import status_marks
from jbpcore.views.palette import LIGHT

CHARTS = all_charts(PLAN)
RESULT = jbp.assess_goal(FOUNDING, BOOKED, as_of=AS_OF)

each_chart = pytest.mark.parametrize("name", CHARTS)


@cache
def validator() -> jsonschema.Draft7Validator:
    folder = resources.files("altair") / "vegalite" / "v6" / "schema"
    schema = json.loads((folder / "vega-lite-schema.json").read_text("utf-8"))
    return jsonschema.Draft7Validator(schema)


def layers(chart: jbp.Chart, mark: str) -> list[dict[str, Any]]:
    found = chart.to_dict()["layer"]
    return [layer for layer in found if layer["mark"]["type"] == mark]


def values(layer: Mapping[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = layer["data"]["values"]
    return found


@each_chart
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_is_sound_by_the_schema_of_vega_lite(name: str, theme: str) -> None:
    spec = all_charts(PLAN, theme=theme)[name].to_dict()
    validator().validate(spec)
    assert json.loads(json.dumps(spec, allow_nan=False)) == spec


@each_chart
def test_it_is_the_same_every_time(name: str) -> None:
    assert json.dumps(CHARTS[name].to_dict()) == json.dumps(
        all_charts(PLAN)[name].to_dict()
    )


@each_chart
@pytest.mark.parametrize("locale", ["de_DE", "ja_JP", "ar_EG"])
def test_it_can_be_told_in_any_language(name: str, locale: str) -> None:
    chart = all_charts(PLAN, locale=locale)[name]
    validator().validate(chart.to_dict())
    assert chart.alt


@each_chart
def test_its_words_are_in_it(name: str) -> None:
    chart = CHARTS[name]
    spec = chart.to_dict()
    assert spec["description"] == chart.alt
    assert spec["title"]["text"] == chart.title
    assert re.search(r"\d|Acme", chart.alt)
    assert chart.alt.endswith(".")


@each_chart
def test_a_notebook_gets_both_versions_and_the_words(name: str) -> None:
    found = CHARTS[name]._repr_mimebundle_()
    six = found["application/vnd.vegalite.v6+json"]
    five = found["application/vnd.vegalite.v5+json"]
    assert six["$schema"].endswith("/v6.json")
    assert five == {**six, "$schema": six["$schema"].replace("v6", "v5")}
    assert CHARTS[name].alt in found["text/plain"]
    only = CHARTS[name]._repr_mimebundle_(include=["text/plain"])
    assert set(only) == {"text/plain"}


@each_chart
def test_a_page_that_draws_nothing_itself_gets_a_picture(name: str) -> None:
    found = CHARTS[name]._repr_mimebundle_()
    assert found["image/svg+xml"] == CHARTS[name].to_svg()
    assert "image/svg+xml" not in CHARTS[name]._repr_mimebundle_(
        exclude=["image/svg+xml"]
    )


def test_without_the_extra_there_is_no_picture(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    found = CHARTS["pace"]._repr_mimebundle_()
    assert "image/svg+xml" not in found
    assert "text/plain" in found


@each_chart
def test_what_is_done_to_its_dict_does_not_touch_it(name: str) -> None:
    CHARTS[name].to_dict()["layer"].clear()
    assert CHARTS[name].to_dict()["layer"]


def test_the_pace_chart_has_the_figures_of_the_founding_case() -> None:
    chart = CHARTS["pace"]
    due, heading, actual = (values(layer) for layer in layers(chart, "line"))
    at = {point["day"]: point["amount"] for point in due}
    assert (at[0], at[91]) == (0, 25000)
    assert at[45] == 12362.637363  # 25,000 × 45 ÷ 91
    assert actual == [
        {"day": 0, "date": "2026-04-01", "amount": 0.0},
        {"day": 20, "date": "2026-04-20", "amount": 7500.0},
        {"day": 45, "date": "2026-05-15", "amount": 7500.0},
    ]
    # 7,500 × 91 ÷ 45 = 15,166.67 where the phasing is even
    assert [point["amount"] for point in heading] == [7500.0, 15166.67]
    (fan,) = (values(layer) for layer in layers(chart, "area"))
    assert (fan[0]["amount"], fan[0]["high"]) == (7500.0, 7500.0)
    assert fan[1]["amount"] <= 15166.67 <= fan[1]["high"]
    rules = [values(layer)[0] for layer in layers(chart, "rule")]
    assert rules == [{"amount": 25000.0}, {"day": 45}]
    said = [values(layer)[0]["text"] for layer in layers(chart, "text")]
    assert said == [
        "today",
        "target $25,000",
        "$7,500 so far",
        "$12,363 due by now",
        "heads for $15,166",
    ]


def test_the_pace_chart_follows_the_phasing() -> None:
    calendar = jbp.FiscalCalendar.calendar_year()
    months = jbp.WeightedPhasing.by_month(
        [20, 30, 50], period=FOUNDING.period, calendar=calendar
    )
    goal = attrs.evolve(FOUNDING, phasing=months)
    result = jbp.assess_goal(goal, BOOKED, as_of=AS_OF)
    due = values(layers(jbp.pace_chart(result, BOOKED), "line")[0])
    at = {point["day"]: point["amount"] for point in due}
    assert (at[30], at[61]) == (5000.0, 12500.0)  # 20 % and 50 % of 25,000
    assert at[45] == 8629.032258  # 5,000 + 7,500 × 15 ÷ 31


def test_a_level_is_drawn_from_its_baseline() -> None:
    goal = attrs.evolve(
        FOUNDING,
        metric=jbp.metrics.CERTIFIED_PEOPLE,
        baseline=jbp.Quantity(4, "people"),
        target=jbp.Quantity(10, "people"),
    )
    booked = [
        jbp.ActualEntry(
            metric="certified-people", on=on, amount=jbp.Quantity(n, "people")
        )
        for on, n in ((date(2026, 4, 10), 5), (date(2026, 5, 10), 7))
    ]
    chart = jbp.pace_chart(jbp.assess_goal(goal, booked, as_of=AS_OF), booked)
    validator().validate(chart.to_dict())
    due, *_, actual = (values(layer) for layer in layers(chart, "line"))
    assert (due[0]["amount"], due[-1]["amount"]) == (4, 10)
    assert [point["amount"] for point in actual] == [5.0, 7.0, 7.0]


@pytest.mark.parametrize("as_of", [date(2026, 3, 1), date(2026, 7, 9)])
def test_before_and_after_its_period_a_goal_can_be_drawn(as_of: date) -> None:
    result = jbp.assess_goal(FOUNDING, BOOKED, as_of=as_of)
    chart = jbp.pace_chart(result, BOOKED)
    validator().validate(chart.to_dict())
    assert "today" not in [values(one)[0]["text"] for one in layers(chart, "text")]


def test_a_year_of_daily_bookings_stays_small() -> None:
    year = jbp.FiscalCalendar.calendar_year().year(2026)
    goal = attrs.evolve(FOUNDING, period=year)
    days = [
        year.first_day.fromordinal(year.first_day.toordinal() + n) for n in range(365)
    ]
    booked = [
        jbp.ActualEntry(metric="revenue", on=day, amount=jbp.Money(10, "USD"))
        for day in days
    ]
    result = jbp.assess_goal(goal, booked, as_of=date(2026, 12, 1))
    chart = jbp.pace_chart(result, booked)
    assert max(len(values(layer)) for layer in chart.to_dict()["layer"]) < 200


def test_the_bullets_mark_where_each_goal_should_be() -> None:
    chart = CHARTS["bullet"]
    rows = values(layers(chart, "bar")[1])
    assert [(row["done"], row["due"]) for row in rows] == [
        (0.3, 0.494505),  # 45 ÷ 91
        (0.666667, 0.494505),
    ]
    assert "New subscription revenue: 30%, $7,500 of $25,000" in chart.alt
    assert "Co-sell: No verdict" in chart.alt  # it has no figures, and is not hidden


def test_the_heat_map_has_a_word_and_a_shape_in_every_field() -> None:
    rows = values(layers(CHARTS["heat_map"], "rect")[0])
    assert [(row["goal"], row["status"], row["shape"]) for row in rows] == [
        ("New subscription revenue", "Off track 30%", "triangle-down"),
        ("New deals", "Ahead 67%", "triangle-up"),
        ("Co-sell", "No verdict", "square"),
    ]
    marks = [status_marks(health, LIGHT) for health in jbp.Health]
    assert len({(mark["shape"], mark["filled"]) for mark in marks}) == len(jbp.Health)


def test_the_waterfall_adds_up_to_the_target() -> None:
    steps = values(layers(CHARTS["waterfall"], "bar")[0])
    assert [(step["from"], step["to"]) for step in steps] == [
        (0, 7500),
        (7500, 13500),
        (13500, 18500),
        (18500, 25000),
        (0, 25000),
    ]
    assert [step["shown"] for step in steps] == [
        "$7,500", "+$6,000", "+$5,000", "$6,500", "$25,000",
    ]  # fmt: skip


def test_where_nothing_was_due_the_trend_has_a_gap() -> None:
    rows = values(layers(CHARTS["follow_through"], "line")[0])
    assert [(row["side"], row["kept"]) for row in rows] == [
        ("Vendor", 1.0), ("Partner", 1.0),
        ("Vendor", 1.0), ("Partner", 0.5),
        ("Vendor", None), ("Partner", None),
        ("Vendor", 0.0), ("Partner", 1.0),
        ("Vendor", None), ("Partner", None),
    ]  # fmt: skip


def test_the_timeline_has_the_days_of_the_windows() -> None:
    chart = CHARTS["timeline"]
    (bands,) = (values(one) for one in layers(chart, "text")[:1])
    assert [(band["day"], band["end"], band["name"]) for band in bands] == [
        (0, 30, "Within 30 days"),
        (30, 60, "Within 60 days"),
        (60, 90, "Within 90 days"),
    ]
    rows = values(layers(chart, "point")[0])
    assert [(row["subject"], row["day"]) for row in rows] == [
        ("actions:calls", 7),  # 16 May is day 1
        ("actions:kit", 17),
        ("reviews:june", 25),
        ("commitments:people", 46),
    ]


def test_what_cannot_be_drawn_is_refused() -> None:
    nothing = attrs.evolve(FOUNDING, target=None)
    open_result = jbp.assess_goal(nothing, BOOKED, as_of=AS_OF)
    empty = plan(goals=[], actions=[], commitments=[], reviews=[])
    other = jbp.project_goal(FOUNDING, BOOKED, as_of=date(2026, 5, 1))
    draws: tuple[Callable[[], object], ...] = (
        lambda: jbp.pace_chart(open_result, BOOKED),
        lambda: jbp.pace_chart(RESULT, BOOKED, projection=other),
        lambda: jbp.pace_chart(RESULT, BOOKED, theme="sepia"),
        lambda: jbp.bullet_chart([open_result]),
        lambda: jbp.gap_waterfall(jbp.actions_to_close(open_result, helping())),
        lambda: jbp.portfolio_heat_map(jbp.assess_portfolio([empty], [], as_of=AS_OF)),
        lambda: jbp.follow_through_chart(
            jbp.follow_through_trend(empty, MONTHS, as_of=AS_OF)
        ),
        lambda: jbp.windows_timeline(
            jbp.window_board(jbp.windows(empty, [], as_of=AS_OF))
        ),
    )
    for draw in draws:
        with pytest.raises(InvalidValueError):
            draw()


@each_chart
def test_it_draws_itself(name: str) -> None:
    drawn = ET.fromstring(CHARTS[name].to_svg())  # noqa: S314 - made here
    assert drawn.tag.endswith("svg")
    text = "".join(drawn.itertext())
    assert CHARTS[name].title in text
    png = CHARTS[name].to_png(scale=1)
    width, height = struct.unpack(">II", png[16:24])
    assert png.startswith(b"\x89PNG")
    assert width > 300
    assert height > 100


def test_altair_goes_on_with_it() -> None:
    chart = CHARTS["pace"].to_altair()
    assert chart.to_dict()["title"]["text"] == FOUNDING.name


@pytest.mark.parametrize(
    ("method", "package"),
    [("to_svg", "vl_convert"), ("to_png", "vl_convert"), ("to_altair", "altair")],
)
def test_without_the_extra_it_says_what_to_install(
    method: str, package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MissingExtraError, match=r"jbpcore\[charts\]"):
        getattr(CHARTS["pace"], method)()
    assert CHARTS["pace"].to_dict()
