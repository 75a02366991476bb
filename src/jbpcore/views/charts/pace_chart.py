"""One goal through its period: what came in, what was due, and where it heads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, Final

from jbpcore.engine.amounts import exact
from jbpcore.engine.attainment import assess_goal
from jbpcore.engine.curve import due_share
from jbpcore.engine.goal_result import GoalResult
from jbpcore.engine.projection.projection import Projection
from jbpcore.errors import InvalidValueError
from jbpcore.formatting.words import Words
from jbpcore.model.actual import ActualEntry
from jbpcore.model.amount import Amount
from jbpcore.views.charts.chart import Chart
from jbpcore.views.charts.drawing_rules import (
    amount_axis,
    base_spec,
    day_axis,
    layer,
    number,
    palette_of,
    titled,
)
from jbpcore.views.goal_words import GoalWords
from jbpcore.views.palette import TONE_OF, Palette
from jbpcore.views.voice import Voice, voice_for

__all__ = ["pace_chart"]

_MOST_POINTS: Final = 120
_DAY: Final = {"field": "day", "type": "quantitative"}
_AMOUNT: Final = {"field": "amount", "type": "quantitative"}


def pace_chart(  # noqa: PLR0913 - what to draw, and how
    result: GoalResult,
    entries: Iterable[ActualEntry],
    *,
    projection: Projection | None = None,
    locale: str | Words = "en_US",
    theme: str = "light",
    width: int = 720,
    height: int = 380,
) -> Chart:
    """Draw what came in day by day beside what was due, the target and where it heads.

    Args:
        result: How the goal stands.
        entries: The booked facts that *result* was made of.
        projection: Where it finishes, to draw the fan of where it may.
        locale: In which language.
        theme: ``"light"`` or ``"dark"``.
        width: In points.
        height: In points.

    Raises:
        InvalidValueError: If the goal has no target or is nothing that adds up or moves
            over days, or *projection* is of another goal or day.

    Examples:
        >>> import jbpcore as jbp
        >>> q2 = jbp.FiscalCalendar.calendar_year().quarter(2026, 2)
        >>> goal = jbp.Goal(id="new", name="New revenue", metric=jbp.metrics.REVENUE,
        ...                 target=jbp.Money("25000", "USD"), period=q2)
        >>> booked = [jbp.ActualEntry(metric="revenue", on=date(2026, 4, 20),
        ...                           amount=jbp.Money("7500", "USD"))]
        >>> result = jbp.assess_goal(goal, booked, as_of=date(2026, 5, 15))
        >>> print(pace_chart(result, booked).alt)
        New revenue: 30%, $7,500 of $25,000 by May 15, 2026; due by then: $12,363.
    """
    voice, palette = voice_for(locale), palette_of(theme)
    drawing = _Drawing(result, tuple(entries), projection, voice, palette)
    spec = base_spec(palette, width=width, height=height)
    spec["title"] = titled(result.goal.name, drawing.subtitle())
    spec["layer"] = drawing.layers()
    return Chart(title=result.goal.name, alt=drawing.alt(), spec=spec)


class _Drawing:
    """The layers of one chart."""

    def __init__(
        self,
        result: GoalResult,
        entries: Sequence[ActualEntry],
        projection: Projection | None,
        voice: Voice,
        palette: Palette,
    ) -> None:
        target = result.target
        if target is None or result.shape.is_share:
            expected = "a goal with a target that is reached over days"
            raise InvalidValueError("result", result.goal.id, expected)
        if projection is not None and (
            projection.goal.id != result.goal.id or projection.as_of != result.as_of
        ):
            expected = "the projection of the same goal on the same day"
            raise InvalidValueError("projection", projection.goal.id, expected)
        self.result = result
        metric = result.goal.metric.key
        self.entries = [entry for entry in entries if entry.metric == metric]
        self.projection, self.voice, self.palette = projection, voice, palette
        self.target = target
        self.words = GoalWords(result, voice)

    def subtitle(self) -> str:
        day = self.voice.day(self.result.as_of)
        done, attained = self.words.done, self.words.attained
        if not done:
            return self.voice.text("{attained} by {day}", attained=attained, day=day)
        return self.voice.text(
            "{done}, {attained} by {day}", done=done, attained=attained, day=day
        )

    def alt(self) -> str:
        due = self.words.due_counted
        facts = {"goal": self.result.goal.name, "standing": self.subtitle()}
        if not due:
            return self.voice.text("{goal}: {standing}.", **facts)
        return self.voice.text(
            "{goal}: {standing}; due by then: {due}.", **facts, due=due
        )

    # --- data -------------------------------------------------------------------

    def days(self) -> list[date]:
        """Return the days at which something is drawn, not too many."""
        period = self.result.goal.period
        step = max(period.length_days // _MOST_POINTS, 1)
        found = [
            period.first_day + timedelta(days=at)
            for at in range(0, period.length_days, step)
        ]
        return [*found, period.last_day]

    def point(self, day: date, amount: Amount | Fraction) -> dict[str, Any]:
        bare = amount if isinstance(amount, Fraction) else exact(amount)
        at = (day - self.result.goal.period.start).days + 1
        return {"day": at, "date": day.isoformat(), "amount": number(bare)}

    def due(self) -> list[dict[str, Any]]:
        goal = self.result.goal
        start = (
            exact(goal.baseline) if self.words.is_way and goal.baseline else Fraction(0)
        )
        target = exact(self.target)
        found = [
            {
                "day": 0,
                "date": goal.period.first_day.isoformat(),
                "amount": number(start),
            }
        ]
        for day in self.days():
            share = due_share(goal.phasing, goal.period, as_of=day)
            if share is not None:
                found.append(self.point(day, start + share * (target - start)))
        return found

    def actual(self) -> list[dict[str, Any]]:
        """Return what was in after each day on which that changed."""
        result = self.result
        period = result.goal.period
        booked = {entry.on for entry in self.entries if entry.on in period}
        days = sorted(day for day in booked if day < result.as_of)
        days = days[:: max(len(days) // _MOST_POINTS, 1)]
        last = min(max(result.as_of, period.first_day), period.last_day)
        found = []
        if not self.words.is_way:
            found.append(
                {"day": 0, "date": period.first_day.isoformat(), "amount": 0.0}
            )
        for day in days:
            then = assess_goal(result.goal, self.entries, as_of=day).attained
            if then is not None:
                found.append(self.point(day, then))
        if result.attained is not None:
            found.append(self.point(last, result.attained))
        return found

    def heading(self) -> list[dict[str, Any]]:
        """Return the line from today to where it finishes."""
        result, finish = self.result, self.finish()
        if finish is None or result.attained is None or not result.remaining_days:
            return []
        last = result.goal.period.last_day
        return [self.point(result.as_of, result.attained), self.point(last, finish)]

    def finish(self) -> Amount | None:
        if self.projection is not None:
            return self.projection.projected_finish
        return self.result.projected_finish

    def fan(self) -> list[dict[str, Any]]:
        found, result = self.projection, self.result
        if found is None or found.low is None or found.high is None:
            return []
        if result.attained is None or not result.remaining_days:
            return []
        start = self.point(result.as_of, result.attained)
        end = self.point(result.goal.period.last_day, found.low)
        return [
            {**start, "high": start["amount"]},
            {**end, "high": number(exact(found.high))},
        ]

    # --- layers ------------------------------------------------------------------

    def layers(self) -> list[dict[str, Any]]:
        palette, voice = self.palette, self.voice
        due, actual, heading, fan = (
            self.due(),
            self.actual(),
            self.heading(),
            self.fan(),
        )
        shown = [point["amount"] for point in (*due, *actual, *heading)]
        shown += [point["high"] for point in fan]
        bounds = [Fraction(str(value)) for value in shown]
        scale, axis = amount_axis(bounds, self.target, voice)
        days, day_marks = day_axis(self.result.goal.period, voice)
        x = {**_DAY, "scale": days, "axis": day_marks}
        y = {**_AMOUNT, "scale": scale, "axis": axis}
        tone = palette.tones[TONE_OF[self.result.health]]
        target = number(exact(self.target))
        length, today = self.result.total_days, self.result.elapsed_days
        layers = [
            layer(
                fan,
                {"type": "area", "color": palette.edge, "opacity": 0.22},
                x,
                y,
                y2={"field": "high"},
            ),
            layer(
                [{"amount": target}],
                {"type": "rule", "color": palette.ink, "strokeWidth": 1.5},
                None,
                y,
            ),
            layer(
                due,
                {"type": "line", "color": palette.edge, "strokeDash": [5, 4]},
                x,
                y,
            ),
            layer(
                heading,
                {
                    "type": "line",
                    "color": tone.solid,
                    "strokeDash": [2, 4],
                    "strokeWidth": 2,
                },
                x,
                y,
            ),
            layer(
                actual,
                {
                    "type": "line",
                    "color": tone.solid,
                    "strokeWidth": 3,
                    "interpolate": "linear" if self.words.is_way else "step-after",
                },
                x,
                y,
            ),
            layer(
                actual[-1:],
                {
                    "type": "point",
                    "filled": True,
                    "color": tone.solid,
                    "size": 90,
                    "opacity": 1,
                },
                x,
                y,
            ),
        ]
        if 0 < today < length:
            layers.append(
                layer(
                    [{"day": today}],
                    {"type": "rule", "color": palette.edge, "strokeWidth": 1},
                    x,
                    None,
                )
            )
            layers.append(
                self.note(
                    today,
                    scale["domain"][1],
                    voice.text("today"),
                    x,
                    y,
                    align="left",
                    dy=6,
                )
            )
        layers += self.notes(due, actual, heading, x, y)
        return [one for one in layers if one["data"]["values"]]

    def notes(
        self,
        due: Sequence[dict[str, Any]],
        actual: Sequence[dict[str, Any]],
        heading: Sequence[dict[str, Any]],
        x: dict[str, Any],
        y: dict[str, Any],
    ) -> list[dict[str, Any]]:
        """Return what the lines are called, beside them."""
        voice, words, today = self.voice, self.words, self.result.elapsed_days
        told = voice.text("target {target}", target=words.amount(self.target))
        falls = not self.result.higher_is_better
        found = [
            self.note(0, number(exact(self.target)), told, x, y, align="left", dy=-8)
        ]
        if actual and self.result.attained is not None and words.has_figures:
            shown = words.amount(self.result.attained, upward=falls)
            told = voice.text("{attained} so far", attained=shown)
            point = actual[-1]
            is_behind = bool(due) and self.result.is_favourable("gap_to_pace") is False
            below = is_behind and self.result.higher_is_better
            found.append(
                self.note(
                    point["day"],
                    point["amount"],
                    told,
                    x,
                    y,
                    align="left" if below else "right",
                    dy=18 if below else -12,
                    bold=True,
                )
            )
        if (
            self.result.expected_to_date is not None
            and 0 < today < self.result.total_days
        ):
            due_now = number(exact(self.result.expected_to_date))
            told = voice.text("{due} due by now", due=words.due_counted)
            found.append(self.note(today, due_now, told, x, y, align="right", dy=-10))
        finish = self.finish()
        if heading and finish is not None:
            shown = words.amount(finish, upward=falls)
            told = voice.text("heads for {finish}", finish=shown)
            point = heading[-1]
            found.append(
                self.note(
                    point["day"], point["amount"], told, x, y, align="right", dy=-10
                )
            )
        return found

    def note(  # noqa: PLR0913 - a place, a text, and how it stands there
        self,
        day: int,
        amount: float,
        text: str,
        x: dict[str, Any],
        y: dict[str, Any],
        *,
        align: str,
        dy: int,
        bold: bool = False,
    ) -> dict[str, Any]:
        side = {"left": 6, "right": -6}[align]
        shown = layer(
            [{"day": day, "amount": amount, "text": text}],
            {
                "type": "text",
                "align": align,
                "dx": side,
                "dy": dy,
                "color": self.palette.ink if bold else self.palette.soft,
                "fontWeight": 600 if bold else "normal",
            },
            x,
            y,
        )
        shown["encoding"]["text"] = {"field": "text", "type": "nominal"}
        return shown
