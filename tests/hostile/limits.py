"""Every limit that the library states, and how to come up to it.

Each makes something of a size; one more than the limit has to be refused. The page
``docs/reference/limits.md`` shows the same table.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any, NamedTuple

import attrs

import jbpcore as jbp
from jbpcore.adapters.delimited.layout import TableLayout
from jbpcore.adapters.delimited.reader import DelimitedTable
from jbpcore.adapters.icalendar.addresses import invited
from jbpcore.adapters.template_files.yaml_text import LONGEST_YAML, try_yaml_text
from jbpcore.codec.plainness import MOST_DEPTH
from jbpcore.codec.templates.reading import try_template
from jbpcore.codec.templates.template_text import LONGEST_TEMPLATE, TemplateText
from jbpcore.codec.templates.toml_text import try_toml_text
from jbpcore.errors import Finding, InvalidValueError
from jbpcore.model.formula import SumOf
from jbpcore.model.formula_text import parse_operand
from jbpcore.model.template import MOST_OF_A_KIND
from jbpcore.model.template_work import TemplateRepeat
from jbpcore.periods.days import check_day
from jbpcore.ports.arguments import check_wait
from jbpcore.ports.plan_paging import PageRequest
from jbpcore.values.ids import check_id
from jbpcore.values.text import check_name, check_text


class Limit(NamedTuple):
    """One limit.

    ``make`` makes something of a size and raises, or returns findings, where that is
    too much. ``lowered`` names the module and the constant that a test sets lower, and
    to what, where coming up to the limit itself would take a second or more.
    """

    what: str
    most: int
    make: Callable[[int], object]
    lowered: tuple[str, str, int] | None = None


_DAY = date(2026, 1, 1)
_YEAR = jbp.DateRange(_DAY, date(2027, 1, 1))
_HEAD = 'format = 1\nkey = "a"\nversion = 1\nname = "A"\n'
_LEAST = json.loads(
    '{"id":"p","name":"P","vendor":{"id":"a","name":"A"},"partner":{"id":"n",'
    '"name":"N"},"period":{"start":"2026-01-01","end":"2027-01-01"}}'
)


def _goals(count: int) -> jbp.Plan:
    one = jbp.Goal(
        id="g0",
        name="G",
        metric=jbp.metrics.REVENUE,
        target=jbp.Money(1, "USD"),
        period=_YEAR,
    )
    goals = [attrs.evolve(one, id=f"g{at}") for at in range(count)]
    return jbp.Plan(
        id="p",
        name="P",
        vendor=jbp.Party(id="a", name="A"),
        partner=jbp.Partner(id="n", name="N"),
        period=_YEAR,
        goals=goals,
    )


def _document(data: dict[str, Any]) -> str:
    return json.dumps({"format": "jbpcore.plan", "format_version": 1, "data": data})


def _bytes(size: int) -> object:
    text = _document(_LEAST)
    return jbp.try_loads(text + " " * (size - len(text)), jbp.Plan)


def _deep(depth: int) -> object:
    inner: Any = 1
    for _ in range(depth - 2):  # the document and its data are two
        inner = [inner]
    text = _document({**_LEAST, "more": inner})
    return jbp.loads(text, jbp.Plan, extra="keep")


def _whole(number: int) -> object:
    document = jbp.to_data(_goals(0))
    return jbp.loads(
        json.dumps({**document, "data": {**document["data"], "x": number}}),
        jbp.Plan,
        extra="keep",
    )


def _table(text: str, **bounds: Any) -> object:
    table = DelimitedTable(
        io.BytesIO(text.encode()), name="t.csv", layout=TableLayout(**bounds)
    )
    list(table)
    return table.findings


def _row_of_lines(count: int) -> object:
    quoted = "\n".join("x" * count)
    return _table(f'a,b\n"{quoted}",2\n')


def _toml(text: str) -> object:
    found = try_toml_text(text, "a.toml")
    return (found,) if isinstance(found, Finding) else found


def _long_toml(size: int) -> object:
    return _toml(_HEAD + "#" * (size - len(_HEAD)))


def _long_yaml(size: int) -> object:
    found = try_yaml_text(b"a: 1\n" + b"#" * (size - 5), "a.yaml")
    return (found,) if isinstance(found, Finding) else found


def _deep_toml(depth: int) -> object:
    return _toml(f"{_HEAD}a = {'[' * depth}{']' * depth}\n")


def _keys_toml(count: int) -> object:
    rest = "".join(f"k{at} = 1\n" for at in range(count - 4))
    return _toml(_HEAD + rest)


def _parts(kind: str, count: int) -> object:
    """A template with so many of a kind; only that there are too many is asked."""
    data = {"format": 1, "key": "a", "version": 1, "name": "A"}
    read = try_template(TemplateText(name="a.toml", data={**data, kind: [{}] * count}))
    assert isinstance(read, tuple)
    return tuple(one for one in read if "at most" in one.message)


def _weighted(count: int) -> object:
    return jbp.WeightedPhasing(
        [
            jbp.Bucket(dates=jbp.DateRange.of_days(_DAY + timedelta(at), 1), weight=1)
            for at in range(count)
        ]
    )


def _cumulative(count: int) -> object:
    return jbp.CumulativePhasing(
        [
            jbp.CumulativePoint(
                on=_DAY + timedelta(at), share=jbp.Ratio(f"{at + 1}/{count}").value
            )
            for at in range(count)
        ]
    )


def _people(count: int) -> object:
    return invited(
        jbp.Person(
            id=f"p{at}", name="P", side=jbp.Side.VENDOR, email=f"p{at}@a.example"
        )
        for at in range(count)
    )


def _recurrence(**fields: int) -> object:
    return jbp.Recurrence(frequency=jbp.Frequency.MONTHLY, **fields)  # type: ignore[arg-type] # numbers


def _year(year: int) -> object:
    return check_day(date(year, 12, 31), "day")


def _rates(count: int) -> object:
    row = {"base": "EUR", "quote": "USD", "rate": "1"}
    return jbp.read_fx_rates(
        {**row, "on": str(_DAY + timedelta(at))} for at in range(count)
    )


def _cursor(length: int) -> object:
    text = str(jbp.PlanCursor(jbp.PlanOrder.NAME, "k" * (length * 3 // 4 - 20), "p"))
    return jbp.PlanCursor.from_text(text + "=" * (length - len(text)))


def _refuse_longer(count: int, most: int) -> None:
    """Ask for the reason: it is the length, or that there are too many digits."""
    try:
        jbp.parse_amount("0" * count)
    except InvalidValueError as error:
        if f"at most {most} characters" in error.expected:
            raise


def _confidence(score: int) -> object:
    return jbp.Confidence(
        goal_id="g", score=score, person_id="p", stated_on=_DAY, expires_on=_DAY
    )


def _profile(count: int) -> object:
    return jbp.PhasingProfile(name="P", per=jbp.ProfileStep.PART, weights=[1] * count)


def _answer(count: int) -> object:
    return jbp.Answer(id="a", name="A", lines=["x"] * count)


def _template(**fields: int) -> object:
    return jbp.Template(key="a", version=1, name="A", **fields)  # type: ignore[arg-type] # numbers


def _question(**fields: Any) -> object:
    kind = jbp.AnswerKind.CHOICE if "choices" in fields else jbp.AnswerKind.TEXT
    return jbp.Question(id="q", name="Q", kind=kind, **fields)


def _repeat(**fields: int) -> object:
    return TemplateRepeat(step=jbp.Frequency.WEEKLY, **fields)


def _meeting(minutes: int) -> object:
    return jbp.ReviewCadence(
        id="c",
        name="C",
        frequency=jbp.Frequency.MONTHLY,
        first_on=_DAY,
        duration_minutes=minutes,
    )


def _options(alarms: list[int]) -> object:
    return jbp.InvitationOptions(alarm_minutes=alarms)


LIMITS = [
    # values
    Limit("characters of an id", 128, lambda n: check_id("a" * n, "id")),
    Limit("characters of a name", 200, lambda n: check_name("a" * n, "name")),
    Limit("characters of a text", 10_000, lambda n: check_text("a" * n, "text")),
    Limit("characters of a unit", 40, lambda n: jbp.Quantity(1, "a" * n)),
    Limit(
        "digits of an amount before the point", 24, lambda n: jbp.Money("9" * n, "USD")
    ),
    Limit("digits of an amount", 36, lambda n: jbp.Money("1." + "1" * (n - 1), "USD")),
    Limit("digits of a ratio's parts", 40, lambda n: jbp.Ratio("1/" + "9" * n)),
    Limit(
        "characters of a written amount",
        120,
        lambda n: (
            jbp.parse_amount("(" + "0" * (n - 2) + ")", accounting=True)
            if n < 83  # the digits themselves end sooner
            else _refuse_longer(n, 120)
        ),
    ),
    # periods
    Limit("steps from one occurrence to the next", 52, lambda n: _recurrence(every=n)),
    Limit("occurrences of a rule", 1_000, lambda n: _recurrence(count=n)),
    Limit("day of a month", 31, jbp.OnMonthDay),
    Limit(
        "number of a weekday in its month",
        5,
        lambda n: jbp.OnNthWeekday(n, jbp.Weekday.TUE),
    ),
    Limit("the last year of a day", 2_200, _year),
    Limit(
        "parts of an allocation",
        1_000_000,
        lambda n: jbp.Money("1", "USD").allocate([1] * n),
        ("jbpcore.values.allocation", "MOST_PARTS", 50),
    ),
    Limit("days of the farthest window", 3_660, lambda n: jbp.DayWindows(horizons=[n])),
    Limit(
        "windows ahead", 60, lambda n: jbp.DayWindows(horizons=list(range(1, n + 1)))
    ),
    # model
    Limit("labels of tags", 50, lambda n: jbp.Tags({f"t{at}": "x" for at in range(n)})),
    Limit("score of a confidence", 10, _confidence),
    Limit("parts of a phasing", 400, _weighted),
    Limit("points of a cumulative phasing", 400, _cumulative),
    Limit("weights of a phasing profile", 366, _profile),
    Limit("goals of a plan", 5_000, _goals, ("jbpcore.model.plan", "_MOST_GOALS", 50)),
    Limit("lines of an answer", 200, _answer),
    Limit(
        "version of a template", 999_999, lambda n: jbp.TemplateRef(key="a", version=n)
    ),
    Limit("months of a template", 60, lambda n: _template(months=n)),
    Limit(
        "days from an anchor",
        366,
        lambda n: jbp.RelativeDay.parse(f"{n} days after start"),
    ),
    Limit(
        "number of a relative day", 3_700, lambda n: jbp.RelativeDay.parse(f"day {n}")
    ),
    Limit("choices of a question", 50, lambda n: _question(choices=map(str, range(n)))),
    Limit(
        "places that fill a question",
        8,
        lambda n: _question(fill_from=["partner.tier"] * n),
    ),
    Limit("parts of a sum", 50, lambda n: SumOf(parts=[parse_operand(1)] * n)),
    Limit("steps of a repeat", 52, lambda n: _repeat(every=n)),
    Limit("times of a repeat", 400, lambda n: _repeat(count=n)),
    Limit("minutes of a meeting", 1_440, _meeting),
    Limit("digits of a formula's number", 24, lambda n: parse_operand("9" * n)),
    Limit(
        "exchange rates of a table",
        1_000_000,
        _rates,
        ("jbpcore.model.fx_rows", "MOST_RATES", 50),
    ),
    *(
        Limit(f"{kind} of a template", most, partial(_parts, kind))
        for kind, most in MOST_OF_A_KIND.items()
    ),
    # documents
    Limit(
        "bytes of a document",
        5 * 1024 * 1024,
        _bytes,
    ),
    Limit("depth of a document", MOST_DEPTH, _deep),
    Limit("a whole number in a document", 2**53 - 1, _whole),
    Limit("bytes of a template in TOML", LONGEST_TEMPLATE, _long_toml),
    Limit("bytes of a template in YAML", LONGEST_YAML, _long_yaml),
    Limit("depth of a template", 8, _deep_toml),
    Limit("keys of a template", 10_000, _keys_toml),
    # tables
    Limit(
        "rows of a table",
        1_000_000,
        lambda n: _table("a,b\n" + "1,2\n" * n, max_rows=50),
        ("", "TableLayout.max_rows", 50),
    ),
    Limit(
        "columns of a table",
        256,
        lambda n: _table(",".join(f"c{at}" for at in range(n))),
    ),
    Limit("characters of a cell", 10_000, lambda n: _table(f"a,b\n{'x' * n},2\n")),
    Limit(
        "characters of a line",
        1_000_000,
        lambda n: _table(f"a,b\n{'x' * (n - 2)},2\n", max_line_chars=50),
        ("", "TableLayout.max_line_chars", 50),
    ),
    Limit("lines of a row", 100, _row_of_lines),
    # stores
    Limit(
        "plans of a page", 1_000, lambda n: PageRequest(None, jbp.PlanOrder.ID, None, n)
    ),
    Limit("characters of a cursor", 10_000, _cursor),
    Limit(
        "seconds to wait for another writer",
        86_400,
        lambda n: check_wait(timedelta(seconds=n), "wait"),
    ),
    # calendars
    Limit("people to invite", 300, _people),
    Limit("alarms of an invitation", 5, lambda n: _options([1] * n)),
    Limit("minutes before a meeting of an alarm", 40_320, lambda n: _options([n])),
]
