"""What is allowed at a limit and refused one step on, and what an error says of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Any

import attrs
import pytest
from tests.unit.engine_cases import AGREED, MAY_15, Q2, a_goal, a_plan, booked, usd

import jbpcore as jbp
from jbpcore.codec.exact_text import FRACTION
from jbpcore.codec.figures import CountsWriter
from jbpcore.codec.problems import MOST_FINDINGS, Place, ProblemLog
from jbpcore.codec.scalars import WholeNumberNode
from jbpcore.codec.templates.reading import try_template
from jbpcore.codec.templates.template_text import TemplateText
from jbpcore.engine.activity import touched_subjects
from jbpcore.engine.favourable import is_favourable
from jbpcore.engine.partner_tree import partner_tree
from jbpcore.engine.projection.ratio_of_sums import ratio_of_sums
from jbpcore.errors import InvalidValueError, UnitMismatchError
from jbpcore.model.formula_text import MOST_FORMULA_DEPTH
from jbpcore.periods.day_rules import OnFiscalWeek
from jbpcore.periods.frequency import Shift
from jbpcore.periods.local_time import is_zone_key
from jbpcore.periods.shifting import shifted
from jbpcore.periods.work_calendar import WorkCalendar
from jbpcore.values.allocation import allocate_minor
from jbpcore.values.text import check_name

YEARS = jbp.FiscalCalendar.calendar_year()
APRIL_26 = YEARS.period(jbp.PeriodKind.MONTH, 2026, 4)


# --- values and periods ---------------------------------------------------------------


def test_weights_are_as_fine_as_can_be_computed_with() -> None:
    # A denominator of 4,096 bits, and one of a bit more.
    assert allocate_minor(5, [Fraction(1, 2**4095)]) == (5,)
    with pytest.raises(InvalidValueError):
        allocate_minor(5, [Fraction(1, 2**4096)])


def test_an_error_names_the_field_and_keeps_what_was_given() -> None:
    for call, field, value in (
        (lambda: jbp.Money.from_minor(1.5, "EUR"), "minor", 1.5),  # type: ignore[arg-type]
        (lambda: YEARS.parse("FY26-Z9"), "label", "FY26-Z9"),
        (lambda: OnFiscalWeek(calendar=YEARS, week=6), "OnFiscalWeek.week", 6),
        (lambda: OnFiscalWeek(calendar=YEARS, month=4), "OnFiscalWeek.month", 4),
        (
            lambda: attrs.evolve(APRIL_26, dates=YEARS.month(2026, 5)),
            "FiscalPeriod.dates",
            YEARS.month(2026, 5),
        ),
    ):
        with pytest.raises(InvalidValueError) as caught:
            call()
        assert (caught.value.field, caught.value.value) == (field, value)


def test_a_zone_is_named_in_text() -> None:
    for wrong in (5, None, b"Europe/Berlin", ""):
        assert is_zone_key(wrong) is False
    assert is_zone_key("Europe/Berlin") is True


def test_a_day_is_shifted_a_month_at_most() -> None:
    start = date(2026, 1, 1)
    span = jbp.DateRange.of_days(start, 80)

    def next_after(off: int) -> date | None:
        days = [start + timedelta(days=n) for n in range(off)]
        calendar = WorkCalendar.resolve(span, weekend=[], holidays=days)
        return shifted(start, Shift.NEXT, work_calendar=calendar)

    assert next_after(31) == start + timedelta(days=31)
    assert next_after(32) == start  # no worked day within a month of it


# --- files ----------------------------------------------------------------------------


def test_the_longest_fraction_is_read() -> None:
    widest = Fraction(-(10**40 - 1), 10**40 - 3)
    text = str(widest)
    assert len(text) == 82
    log = ProblemLog()
    assert FRACTION.examine(text, Place(), log) == widest
    assert log.findings == []


def test_counts_are_of_what_there_is() -> None:
    class Colour(StrEnum):
        RED = "red"

    writer = CountsWriter(Colour)
    assert writer.encode({Colour.RED: 1}) == {"red": 1}
    assert writer.schema({})["additionalProperties"] == {
        "type": "integer",
        "minimum": 1,
    }


def read(data: dict[str, Any]) -> jbp.Template | tuple[jbp.Finding, ...]:
    head = {"format": 1, "key": "t", "version": 1, "name": "T"}
    return try_template(TemplateText(name="t", data={**head, **data}))


def formula(depth: int) -> object:
    inner: object = 1
    for _ in range(depth):
        inner = {"formula": "sum", "parts": [inner, 1]}
    return inner


def test_formulas_stand_in_each_other_only_so_deep() -> None:
    def goal(depth: int) -> dict[str, Any]:
        plain = {"id": "g", "name": "G", "metric": "leads", "target": formula(depth)}
        return {"goals": [plain]}

    assert isinstance(read(goal(MOST_FORMULA_DEPTH)), jbp.Template)
    found = read(goal(MOST_FORMULA_DEPTH + 1))
    assert isinstance(found, tuple)
    assert {one.code for one in found} == {"jbp.template.too_deep"}


def test_so_many_mistakes_are_told_and_that_there_are_more() -> None:
    def told(goals: int, strange: int) -> list[str]:
        plain: dict[str, Any] = {"name": "G", "metric": "leads"}
        plain |= {f"x{n}": n for n in range(strange)}
        found = read({"goals": [{"id": f"g{n}", **plain} for n in range(goals)]})
        assert isinstance(found, tuple)
        return [one.code for one in found]

    assert MOST_FINDINGS == 1_000
    assert len(told(5, 3)) == 15
    assert len(told(40, 25)) == 1_000
    for goals, strange in ((41, 25), (50, 30)):
        codes = told(goals, strange)
        assert len(codes) == 1_001
        assert codes.count("jbp.data.too_many") == 1


# --- figures --------------------------------------------------------------------------


def test_two_stretches_tell_a_rate_and_one_does_not() -> None:
    found = ratio_of_sums([(10, 1), (20, 1)])
    assert found is not None
    assert (found.rate, found.degrees) == (15, 1)
    assert found.variance == 50  # (5² + 5²) ÷ 1
    assert ratio_of_sums([(10, 1)]) is None


def test_a_finish_on_the_target_is_a_good_one() -> None:
    # 9,100 in 91 days; 4,500 in 45 of them is 100 a day, and 9,100 in the end.
    for cents, good in (("4500", True), ("4499.99", False), ("4500.01", True)):
        result = jbp.assess_goal(a_goal(), [booked(usd(cents))], as_of=MAY_15)
        assert is_favourable(result.standing(), "projected_finish") is good


def test_a_circle_is_told_from_its_smallest_id_on() -> None:
    def plan(partner: str, parent: str) -> jbp.Plan:
        firm = jbp.Partner(id=partner, name=partner, parent_id=parent)
        return a_plan(id=f"plan-{partner}", partner=firm)

    # a leads into the circle of b and c, and is no part of it.
    tree = partner_tree([plan("a", "c"), plan("c", "b"), plan("b", "c")])
    (finding,) = tree.findings
    assert str(finding.message).startswith("Parents go in a circle: b > c > b. ")
    assert dict(tree.parents) == {"a": "c"}


def test_old_figures_are_asked_for_by_their_metric() -> None:
    quiet = a_plan(a_goal(target=usd(10)), **AGREED)
    entry = booked(usd(9), date(2026, 4, 2))
    found = jbp.attention(quiet, [entry], as_of=date(2026, 6, 20))
    (stale,) = [one for one in found if one.code is jbp.NudgeCode.ACTUALS_STALE]
    assert [(one.name, one.value) for one in stale.arguments] == [("metric", "revenue")]
    facts = [(one.name, one.value) for one in stale.facts]
    assert facts == [("newest_on", date(2026, 4, 2)), ("allowed_days", 30)]


def test_only_reviews_to_come_are_there_to_raise_it_at() -> None:
    ahead = jbp.Review(id="june", name="June", on=date(2026, 6, 16))
    entry = booked(usd(3_000), date(2026, 5, 1))

    def step(*reviews: jbp.Review) -> str:
        plan = a_plan(a_goal(), reviews=reviews, **AGREED)
        found = jbp.attention(plan, [entry], as_of=MAY_15)
        (nudge,) = [one for one in found if one.subject == "goals:g"]
        return nudge.step.value

    off = attrs.evolve(ahead, cancelled_on=date(2026, 5, 1))
    late = attrs.evolve(ahead, on=Q2.end)
    assert step(ahead) == "raise_at_review"
    assert step(off) == step(late) == step() == "book_review"


def test_a_blocked_action_says_why() -> None:
    action = jbp.Action(
        id="a",
        name="Train",
        side=jbp.Side.PARTNER,
        due_on=date(2026, 6, 20),
        status=jbp.ActionStatus.BLOCKED,
        blocked_reason="No room",
        blocked_on=date(2026, 5, 1),
    )
    found = jbp.attention(a_plan(actions=[action], **AGREED), [], as_of=MAY_15)
    (blocked,) = [one for one in found if one.code is jbp.NudgeCode.ACTION_BLOCKED]
    assert blocked.fact("blocked_reason") == "No room"


def test_strangers_are_named_up_to_a_few() -> None:
    plan = a_plan(a_goal())
    entries = [booked(usd(1), partner_id=f"p{n:03}") for n in range(60)]
    found = jbp.assess_portfolio([plan], entries, as_of=MAY_15)
    (message,) = [str(one.message) for one in found.findings]
    assert "p000, p001, p002, p003, p004 and 55 more" in message


def test_what_was_said_on_a_day_is_of_that_day() -> None:
    said = datetime(2026, 5, 15, 12, tzinfo=UTC)
    remark = jbp.Comment(
        id="c", text="Hm", author_id="tom", written_at=said, about="goals:g"
    )
    plan = a_plan(a_goal(), comments=[remark])
    for since, as_of, found in (
        (MAY_15, MAY_15, {"goals:g"}),
        (date(2026, 5, 16), date(2026, 5, 20), set()),
        (date(2026, 5, 1), date(2026, 5, 14), set()),
    ):
        assert touched_subjects(plan, since=since, as_of=as_of) == found


def test_an_amount_is_split_into_a_million_parts_at_the_most() -> None:
    with pytest.raises(InvalidValueError) as caught:
        usd(5).split(1_000_001)
    assert (caught.value.field, caught.value.value) == ("parts", 1_000_001)


def test_a_weight_is_named_that_cannot_be_one() -> None:
    for wrong in (Fraction(-1), True, 0.5):
        with pytest.raises(InvalidValueError) as caught:
            allocate_minor(5, [1, wrong])  # type: ignore[list-item] # what is refused
        assert (caught.value.field, caught.value.value) == ("weight", wrong)


def test_a_unit_has_a_letter_at_least_and_forty_at_the_most() -> None:
    assert jbp.Quantity(1, "t").unit == "t"
    assert jbp.Quantity(1, "t" * 40).unit == "t" * 40
    for wrong in ("", "t" * 41):
        with pytest.raises(InvalidValueError):
            jbp.Quantity(1, wrong)


def test_a_ratio_says_what_it_met() -> None:
    with pytest.raises(UnitMismatchError) as caught:
        _ = jbp.Ratio(1) + 1  # type: ignore[operator] # what is refused
    assert (caught.value.left, caught.value.right) == ("a ratio", "a bare number")
    with pytest.raises(UnitMismatchError) as caught:
        _ = jbp.Ratio(1) + usd(1)
    assert (caught.value.left, caught.value.right) == ("a ratio", "money")


def test_a_whole_number_is_one_that_every_reader_of_json_has() -> None:
    def codes(number: int) -> list[str]:
        log = ProblemLog()
        WholeNumberNode().examine(number, Place(), log)
        return [one.code for one in log.findings]

    assert codes(2**53 - 1) == codes(-(2**53) + 1) == []
    assert codes(2**53) == codes(-(2**53)) == ["jbp.data.value"]


def test_weights_are_named_that_cannot_be_used() -> None:
    for call, value in (
        (lambda: usd(5).allocate("12"), "12"),
        (lambda: allocate_minor(5, [Fraction(1, 2**4096)]), Fraction(1, 2**4096)),
        (lambda: allocate_minor(5, []), "0 of them"),
    ):
        with pytest.raises(InvalidValueError) as caught:
            call()
        assert (caught.value.field, caught.value.value) == ("weights", value)


def test_only_the_name_of_a_person_is_about_somebody() -> None:
    for field, is_personal in (("Person.name", True), ("Party.name", False)):
        with pytest.raises(InvalidValueError) as caught:
            check_name("a\nb", field)
        assert caught.value.is_personal is is_personal
