"""Small drawings of our own, as SVG that stands inside a page: a pace bar, a sparkline.

They take the width that there is, colour themselves by the page's custom properties,
and are read out as a sentence with the figures in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Final

from jbpcore.errors import InvalidValueError
from jbpcore.values.decimals import half_even
from jbpcore.views.markup import Markup, Tag, joined
from jbpcore.views.palette import Tone
from jbpcore.views.sheet_table import Meter

__all__ = ["pace_bar", "sparkline"]

_TENTHS: Final = 1000  # of a percent, in the whole of a bar
_NOTHING: Final = Fraction(0)
_WHOLE: Final = Fraction(1)
_HEIGHT: Final = 22
_SLIM: Final = 8
_WIDE, _HIGH, _MARGIN = 120, 28, 3

_BAR: Final = Tag(
    "svg", class_="jbp-bar", role="img", width="100%", height=_HEIGHT, focusable="false"
)
_SLIM_BAR: Final = Tag(
    "svg",
    class_="jbp-bar jbp-bar-slim",
    role="img",
    width="100%",
    height=_SLIM,
    focusable="false",
)
_TRACK: Final = Tag(
    "rect", class_="jbp-bar-track", x=0, y=5, width="100%", height=12, rx=6
)()
_SLIM_TRACK: Final = Tag(
    "rect", class_="jbp-bar-track", x=0, y=1, width="100%", height=6, rx=3
)()
_DONE: Final = Tag("rect", y=5, height=12, rx=6)
_SLIM_DONE: Final = Tag("rect", y=1, height=6, rx=3)
_TITLE: Final = Tag("title")
_DESC: Final = Tag("desc")
_LINE: Final = Tag("line", y1=2, y2=20)
_SLIM_LINE: Final = Tag("line", y1=0, y2=8)
_MARKS: Final = 2048  # each tenth of a percent, on either kind of bar
_FLAG: Final = Tag("svg", class_="jbp-bar-flag", y=0)
_FLAG_SHAPE: Final = Tag("path", d="M-5 0 L5 0 L0 6 Z")()
_SPARK: Final = Tag(
    "svg",
    class_="jbp-spark",
    role="img",
    width=_WIDE,
    height=_HIGH,
    viewBox=f"0 0 {_WIDE} {_HIGH}",
    focusable="false",
)
_SPARK_LINE: Final = Tag("polyline", class_="jbp-spark-line")
_SPARK_END: Final = Tag("circle", class_="jbp-spark-end", r="2.5")


def pace_bar(meter: Meter, *, title: str, is_leftward: bool = False) -> Markup:
    """Draw how much is done, and a mark where it should be by now.

    More than the target makes the bar longer than it, and a line stands at the target.

    Args:
        meter: What to draw.
        title: What it is about; empty for a slim bar, which stands beside its figures.
        is_leftward: Whether it grows from right to left.

    Examples:
        >>> from jbpcore.views.palette import Tone
        >>> meter = Meter(done=Fraction(3, 10), due=None, tone=Tone.BAD,
        ...               words="$7,500 of $25,000")
        >>> "<desc>$7,500 of $25,000</desc>" in pace_bar(meter, title="New revenue")
        True
    """
    done = meter.done if meter.done.numerator > 0 else _NOTHING
    due = meter.due
    if due is not None and due.numerator < 0:
        due = _NOTHING
    whole = _longest(done, due)
    at = _place(done, whole, is_leftward=is_leftward)
    begin, width = (at, _place(done, whole)) if is_leftward else ("0", at)
    is_slim = not title
    parts: list[Markup] = [
        *(() if is_slim else (_TITLE(title), _DESC(meter.words))),
        _SLIM_TRACK if is_slim else _TRACK,
        _done_part(meter.tone, begin, width, is_slim=is_slim),
    ]
    if whole is not _WHOLE:
        line = _SLIM_LINE if is_slim else _LINE
        at = _place(_WHOLE, whole, is_leftward=is_leftward)
        parts.append(line.having(class_="jbp-bar-target", x1=at, x2=at)())
    if due is not None:
        at = _place(due, whole, is_leftward=is_leftward)
        parts.append(_due_mark(at, is_slim=is_slim))
    return (_SLIM_BAR.having(aria_label=meter.words) if is_slim else _BAR)(*parts)


def _longest(done: Fraction, due: Fraction | None) -> Fraction:
    """Return what the whole bar stands for: the target, or what goes beyond it."""
    whole = _WHOLE
    for part in (done, due):
        # Compared in whole numbers: of fractions it would take most of the bar's time.
        if part is not None and (
            part.numerator * whole.denominator > whole.numerator * part.denominator
        ):
            whole = part
    return whole


@lru_cache(_MARKS)
def _done_part(tone: Tone, begin: str, width: str, *, is_slim: bool) -> Markup:
    tag = _SLIM_DONE if is_slim else _DONE
    look = f"jbp-bar-done jbp-{tone.value}"
    return tag.having(class_=look, x=begin, width=width)()


@lru_cache(_MARKS)
def _due_mark(at: str, *, is_slim: bool) -> Markup:
    """Draw where it should be by now; what is slim has no flag on it."""
    line = _SLIM_LINE if is_slim else _LINE
    # On what is done the mark alone could not be told from it.
    halo = line.having(class_="jbp-bar-halo", x1=at, x2=at)()
    mark = line.having(class_="jbp-bar-due", x1=at, x2=at)()
    flag = () if is_slim else (_FLAG.having(x=at)(_FLAG_SHAPE),)
    return joined((halo, mark, *flag))


def _place(part: Fraction, whole: Fraction, *, is_leftward: bool = False) -> str:
    """Return how far from the left *part* of *whole* ends, to a tenth of a percent."""
    tenths = half_even(
        part.numerator * whole.denominator * _TENTHS,
        part.denominator * whole.numerator,
    )
    return f"{(_TENTHS - tenths if is_leftward else tenths) / 10:g}%"


def sparkline(
    values: Sequence[Fraction | None], *, words: str, is_leftward: bool = False
) -> Markup:
    """Draw a line through *values*, with a dot at its end.

    Args:
        values: The values, in order; ``None`` leaves a gap.
        words: The same in words, with the figures.
        is_leftward: Whether time goes from right to left.

    Raises:
        InvalidValueError: If there is no value at all.

    Examples:
        >>> drawn = sparkline([Fraction(1), Fraction(2)], words="from 1 to 2")
        >>> drawn.count("polyline class"), 'aria-label="from 1 to 2"' in drawn
        (1, True)
    """
    known = [value for value in values if value is not None]
    if not known:
        raise InvalidValueError("values", values, "at least one value")
    low, span = min(known), max(known) - min(known)
    step = Fraction(_WIDE - 2 * _MARGIN, max(len(values) - 1, 1))
    runs: list[list[tuple[str, str]]] = [[]]
    for at, value in enumerate(values):
        if value is None:
            runs.append([])
            continue
        height = (value - low) / span if span else Fraction(1, 2)
        across = _MARGIN + step * at
        x = _WIDE - across if is_leftward else across
        y = _HIGH - _MARGIN - height * (_HIGH - 2 * _MARGIN)
        runs[-1].append((_point(x), _point(y)))
    drawn = [
        _SPARK_LINE.having(points=" ".join(f"{x},{y}" for x, y in run))()
        for run in runs
        if run
    ]
    last = next(run[-1] for run in reversed(runs) if run)
    dot = _SPARK_END.having(cx=last[0], cy=last[1])()
    return _SPARK.having(aria_label=words)(*drawn, dot)


def _point(value: Fraction) -> str:
    return f"{float(value):.1f}"
