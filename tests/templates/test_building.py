"""Plans from templates, with targets and days worked out by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from fractions import Fraction
from typing import Any

import attrs
import pytest

import jbpcore as jbp
from jbpcore.errors import InvalidDataError, InvalidValueError
from jbpcore.planning.templates.building import build_draft

YEAR = jbp.DateRange(date(2026, 1, 1), date(2027, 1, 1))
NOW = datetime(2025, 12, 1, 9, tzinfo=UTC)
MARIA = jbp.Person(id="maria", name="Maria Lopez", side=jbp.Side.VENDOR)
VERA = jbp.Person(
    id="vera",
    name="Vera Ek",
    side=jbp.Side.VENDOR,
    role=jbp.PersonRole.EXECUTIVE_SPONSOR,
)
TOM = jbp.Person(
    id="tom",
    name="Tom Ek",
    side=jbp.Side.PARTNER,
    role=jbp.PersonRole.PARTNER_ADMIN,
)
BASE = jbp.AnswerAmount("base")
HEADS = jbp.AnswerAmount("heads")
QUESTIONS = (
    jbp.Question(id="base", name="Base", kind=jbp.AnswerKind.MONEY, is_required=True),
    jbp.Question(id="heads", name="Heads", kind=jbp.AnswerKind.COUNT, unit="people"),
    jbp.Question(id="growth", name="Growth", kind=jbp.AnswerKind.RATIO, default="10%"),
    jbp.Question(id="mdf", name="MDF?", kind=jbp.AnswerKind.YES_NO),
    jbp.Question(id="who", name="Who?", kind=jbp.AnswerKind.PERSON),
)


def setting(**fields: Any) -> jbp.PlanSetting:
    known: dict[str, Any] = {
        "id": "nw-2026",
        "vendor": jbp.Party(id="acme", name="Acme"),
        "partner": jbp.Partner(id="nw", name="Northwind"),
        "period": YEAR,
        "people": [MARIA, VERA, TOM],
    }
    return jbp.PlanSetting(**{**known, **fields})


def template(**fields: Any) -> jbp.Template:
    known: dict[str, Any] = {"key": "t", "version": 1, "name": "T"}
    return jbp.Template(**{**known, "questions": QUESTIONS, **fields})


def built(answers: dict[str, object], of: jbp.Template, **fields: Any) -> jbp.Plan:
    jbp.DeclaredTemplate(of)
    return build_draft(of, answers, setting(**fields)).plan


def goal(target: object = None, **fields: Any) -> jbp.TemplateGoal:
    known: dict[str, Any] = {"id": "g", "name": "G", "metric": "revenue"}
    return jbp.TemplateGoal(**{**known, "target": target, **fields})


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        # 333.33 × (1 + 0.1) = 366.663
        (jbp.Uplift(base=BASE, by=jbp.AnswerAmount("growth")), "366.66"),
        # 333.33 × 1/3 = 111.11
        (jbp.ShareOf(share=jbp.FixedAmount("1/3", "%"), of=BASE), "111.11"),
        # 333.33 × 7 = 2,333.31
        (jbp.PerHead(each=BASE, heads=HEADS), "2333.31"),
        # 333.33 + 0.5 + 333.33 × 1.1 = 700.493
        (
            jbp.SumOf(
                parts=[
                    BASE,
                    jbp.FixedAmount("0.5"),
                    jbp.Uplift(base=BASE, by=jbp.FixedAmount("0.1", "%")),
                ]
            ),
            "700.49",
        ),
        # half a cent goes to the even one: 333.33 × 0.5 = 166.665
        (jbp.ShareOf(share=jbp.FixedAmount("0.5", "%"), of=BASE), "166.66"),
        # 333.33 × 1.5 = 499.995
        (jbp.Uplift(base=BASE, by=jbp.FixedAmount("0.5", "%")), "500.00"),
        # and down: 333.33 × 0.9 = 299.997
        (jbp.Uplift(base=BASE, by=jbp.FixedAmount("-0.1", "%")), "300.00"),
    ],
)
def test_formulas_are_exact_and_rounded_once(target: object, expected: str) -> None:
    answers = {"base": "333.33 EUR", "heads": 7}
    plan = built(answers, template(goals=[goal(target)]))
    assert plan.goals[0].target == jbp.Money(expected, "EUR")


def test_a_target_builds_on_the_rounded_target_of_another_goal() -> None:
    # 1,234 × 1.1 = 1,357.40, to a hundred 1,400; three times that is 4,200.
    first = goal(
        jbp.Uplift(base=BASE, by=jbp.FixedAmount("0.1", "%")), round_to=100, id="first"
    )
    third = goal(jbp.ShareOf(share=jbp.FixedAmount(3, "%"), of=jbp.GoalAmount("first")))
    plan = built({"base": "1234 USD"}, template(goals=[third, first]))
    targets = {str(one.id): one.target for one in plan.goals}
    assert targets == {
        "first": jbp.Money(1400, "USD"),
        "g": jbp.Money(4200, "USD"),
    }


def test_counts_are_rounded_to_whole_ones_and_ratios_to_a_hundredth_of_a_percent() -> (
    None
):
    goals = [
        # 7 × 1.1 = 7.7
        goal(
            jbp.Uplift(base=HEADS, by=jbp.FixedAmount("0.1", "%")),
            id="people",
            metric="certified-people",
            baseline=HEADS,
        ),
        # 10 % × 1/3 = 3.3333… %
        goal(
            jbp.ShareOf(
                share=jbp.AnswerAmount("growth"), of=jbp.FixedAmount("1/3", "%")
            ),
            id="churn",
            metric="churn-rate",
        ),
    ]
    plan = built({"base": "1 EUR", "heads": 7}, template(goals=goals))
    assert plan.goals[0].target == jbp.Quantity(8, "people")
    assert plan.goals[0].baseline == jbp.Quantity(7, "people")
    assert plan.goals[1].target == jbp.Ratio(Fraction(333, 10_000))


def test_what_builds_on_a_missing_answer_is_left_open_and_said_once() -> None:
    growing = jbp.Uplift(base=BASE, by=jbp.AnswerAmount("growth"))
    draft = build_draft(template(goals=[goal(growing, commit=BASE)]), {}, setting())
    assert draft.plan.goals[0].target is None
    assert [finding.path for finding in draft.missing] == ["answers.base"]


def test_two_currencies_are_never_added_up() -> None:
    mixed = jbp.SumOf(parts=[BASE, jbp.FixedAmount(5, "USD")])
    draft = build_draft(template(goals=[goal(mixed)]), {"base": "5 EUR"}, setting())
    assert draft.plan.goals[0].target is None
    assert [finding.code for finding in draft.missing] == ["jbp.template.currency"]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("start", "2026-01-01"),
        ("end", "2026-12-31"),
        ("day 30", "2026-01-30"),
        ("end of month 2", "2026-02-28"),
        ("start of month 3", "2026-03-01"),
        ("end of quarter 1", "2026-03-31"),
        ("start of quarter 3", "2026-07-01"),
        ("end of week 6", "2026-02-11"),
        ("start of week 2", "2026-01-08"),
        ("10 days after start", "2026-01-11"),
        ("1 week before end", "2026-12-24"),
        ("3 months after start", "2026-04-01"),
        # 28 February 2026 is a Saturday: Friday the 27th, Thursday the 26th.
        ("2 workdays before end of month 2", "2026-02-26"),
        # The third Tuesday of March is the 17th; a Friday and a Monday lie before it.
        ("2 workdays before review qbr 1", "2026-03-13"),
        ("review qbr 4", "2026-12-15"),
        ("review qbr last", "2026-12-15"),
        ("30 days after action kick-off", "2026-02-14"),
        # What lies outside the plan is moved to its bounds.
        ("end of month 14", "2026-12-31"),
        ("30 days before start", "2026-01-01"),
    ],
)
def test_relative_days(said: str, expected: str) -> None:
    actions = [
        jbp.TemplateAction(
            id="kick-off",
            name="Kick-off",
            side=jbp.Side.VENDOR,
            due=jbp.RelativeDay.parse("day 15"),
        ),
        jbp.TemplateAction(
            id="a", name="A", side=jbp.Side.VENDOR, due=jbp.RelativeDay.parse(said)
        ),
    ]
    plan = built({}, template(actions=actions, cadences=[QBR]))
    assert plan.actions[1].due_on.isoformat() == expected
    assert str(jbp.RelativeDay.parse(said)) == said


QBR = jbp.TemplateCadence(
    id="qbr",
    name="QBR",
    step=jbp.Frequency.QUARTERLY,
    on=jbp.MeetingDay.parse("3rd tuesday of month 3"),
    at=time(9, 30),
)


def test_days_follow_the_fiscal_calendar_and_the_work_calendar() -> None:
    # Months of 4, 4 and 5 weeks: the second one ends after eight weeks.
    calendar = jbp.FiscalCalendar.nrf_retail()
    year = calendar.year(2026)
    holidays = {date(2026, 4, 3), date(2026, 4, 6)}
    actions = [
        jbp.TemplateAction(
            id=key, name="A", side=jbp.Side.VENDOR, due=jbp.RelativeDay.parse(said)
        )
        for key, said in (("a", "end of month 2"), ("b", "5 workdays before day 72"))
    ]
    plan = built(
        {},
        template(actions=actions),
        period=year,
        calendar=calendar,
        work_calendar=jbp.WorkCalendar.resolve(year, holidays=holidays),
    )
    assert plan.actions[0].due_on == calendar.month(2026, 2).last_day
    # Day 72 of the year from 1 February 2026 is 13 April, a Monday; before it lie the
    # 10th, 9th, 8th, 7th, then two holidays and a weekend, then the 2nd.
    assert year.start == date(2026, 2, 1)
    assert plan.actions[1].due_on == date(2026, 4, 2)


def test_one_action_for_each_review_and_those_that_wait_for_it() -> None:
    each = jbp.RelativeDay.parse("3 workdays before each review qbr")
    actions = [
        jbp.TemplateAction(id="pack", name="Pack", side=jbp.Side.VENDOR, due=each),
        jbp.TemplateAction(
            id="read",
            name="Read",
            side=jbp.Side.PARTNER,
            due=jbp.RelativeDay.parse("1 workday before each review qbr"),
            needs=["pack"],
        ),
    ]
    plan = built({}, template(actions=actions, cadences=[QBR]))
    found = {str(one.id): one for one in plan.actions}
    assert list(found) == [
        f"{key}.{n}" for key in ("pack", "read") for n in range(1, 5)
    ]
    assert str(found["pack.1"].due_on) == "2026-03-12"
    assert [one.action_id for one in found["read.3"].depends_on] == ["pack.3"]


def test_reviews_are_booked_at_their_time_where_there_is_a_zone() -> None:
    without = built({}, template(cadences=[QBR]))
    there = built({}, template(cadences=[QBR]), zone="Europe/Berlin")
    assert [str(one.on) for one in there.reviews] == [
        "2026-03-17",
        "2026-06-16",
        "2026-09-15",
        "2026-12-15",
    ]
    assert {one.wall_time for one in there.reviews} == {time(9, 30)}
    assert {one.wall_time for one in without.reviews} == {None}
    # Booked again, nothing is new.
    again = jbp.book_reviews(there, by="maria", at=NOW)
    assert again.reviews == there.reviews


def test_conditions_leave_parts_out() -> None:
    wanted = jbp.Condition(question="mdf", answer="yes")
    made = template(
        goals=[goal(when=wanted)],
        commitments=[
            jbp.TemplateCommitment(
                id="c",
                name="Pay",
                side=jbp.Side.VENDOR,
                due=jbp.RelativeDay.parse("end"),
                goal="g",
            )
        ],
    )
    for answer, count in (("yes", 1), ("no", 0), (None, 0)):
        plan = built({"mdf": answer}, made)
        assert len(plan.goals) == count
        assert plan.commitments[0].goal_id == ("g" if count else None)


def test_owners_are_found_by_role_by_answer_and_by_custom() -> None:
    goals = [
        goal(id="custom"),
        goal(id="partners", side=jbp.Side.PARTNER),
        goal(id="role", owner="vendor.executive_sponsor"),
        goal(id="no-such-role", owner="partner.auditor"),
        goal(id="answer", owner="who"),
    ]
    plan = built({"who": "vera"}, template(goals=goals))
    owners = {str(one.id): one.owner_id for one in plan.goals}
    assert owners == {
        "custom": "maria",
        "partners": "tom",
        "role": "vera",
        "no-such-role": "tom",
        "answer": "vera",
    }


def test_a_profile_and_bounds_to_keep_follow_the_plan() -> None:
    thirds = jbp.TemplateProfile(
        id="hockey", name="Hockey", per=jbp.ProfileStep.QUARTER, weights=[1, 2, 3, 4]
    )
    seats = jbp.TemplateMetric(
        id="seats", name="Seats", unit="seats", accumulation=jbp.Accumulation.LEVEL,
        direction=jbp.Direction.KEEP,
    )  # fmt: skip
    kept = goal(
        id="kept",
        metric="seats",
        keep=jbp.TemplateKeep(
            lower=jbp.FixedAmount(5, "seats"), every=jbp.KeepEvery.QUARTER
        ),
    )
    made = template(
        profiles=[thirds],
        metrics=[seats],
        goals=[goal(BASE, phasing="hockey"), kept],
    )
    plan = built({"base": "100 EUR"}, made)
    phasing = plan.goals[0].phasing
    assert isinstance(phasing, jbp.WeightedPhasing)
    assert [one.weight for one in phasing.buckets] == [
        Fraction(part, 10) for part in (1, 2, 3, 4)
    ]
    keep = plan.goals[1].keep
    assert keep is not None
    assert keep.lower == jbp.Quantity(5, "seats")
    assert [str(days.last_day) for days in keep.checks] == [
        "2026-03-31",
        "2026-06-30",
        "2026-09-30",
        "2026-12-31",
    ]


@pytest.mark.parametrize(
    ("kind", "bad"),
    [
        ("money", "1,000 EUR"),
        ("money", "1e9 EUR"),
        ("money", "5 eur"),
        ("money", 5.0),
        ("count", "5 customers"),
        ("count", "NaN"),
        ("ratio", "10"),
        ("ratio", "a tenth"),
        ("day", "2026-02-30"),
        ("day", datetime(2026, 1, 1, tzinfo=UTC)),
        ("yes_no", "perhaps"),
        ("choice", "C"),
        ("person", "nobody"),
        ("lines", 5),
        ("text", 5),
        ("text", "a\x00b"),
    ],
)
def test_what_is_no_answer_is_refused(kind: str, bad: object) -> None:
    question = jbp.Question(
        id="q",
        name="Q",
        kind=jbp.AnswerKind(kind),
        unit="people" if kind == "count" else "",
        choices=["A", "B"] if kind == "choice" else [],
    )
    with pytest.raises(InvalidDataError) as caught:
        built({"q": bad}, template(questions=[question]))
    assert [finding.path for finding in caught.value.findings] == ["answers.q"]


@pytest.mark.parametrize(
    ("kind", "given", "field", "kept"),
    [
        ("money", "1000.50 EUR", "amount", jbp.Money("1000.50", "EUR")),
        ("ratio", "12.5%", "amount", jbp.Ratio(Fraction(1, 8))),
        ("ratio", "1", "amount", jbp.Ratio(1)),
        ("day", "2026-02-28", "on", date(2026, 2, 28)),
        ("yes_no", True, "text", "yes"),
        ("yes_no", "N", "text", "no"),
        ("choice", "b", "text", "B"),
        ("person", "partner.partner_admin", "person_id", "tom"),
        ("person", VERA, "person_id", "vera"),
        ("lines", "A\n\n B ", "lines", ("A", "B")),
        ("text", "{x}", "text", "{x}"),
    ],
)
def test_answers_are_read_as_people_give_them(
    kind: str, given: object, field: str, kept: object
) -> None:
    choices = ["A", "B"] if kind == "choice" else []
    question = jbp.Question(
        id="q", name="Q", kind=jbp.AnswerKind(kind), choices=choices
    )
    plan = built({"q": given}, template(questions=[question]))
    assert getattr(plan.answers[0], field) == kept
    assert jbp.loads(jbp.dumps(plan), jbp.Plan) == plan


def test_a_draft_has_who_made_it_and_no_review_of_the_past() -> None:
    made = jbp.DeclaredTemplate(template(cadences=[QBR]))
    known = setting()
    late = datetime(2026, 6, 16, 9, tzinfo=UTC)
    plan = jbp.draft_plan(
        template=made, vendor=known.vendor, partner=known.partner, period=YEAR,
        people=known.people, by="maria", at=late, answers={"base": "5 EUR"},
    )  # fmt: skip
    assert (plan.id, plan.name) == ("nw-2026", "Northwind 2026")
    assert [str(one.on) for one in plan.reviews] == [
        "2026-06-16",
        "2026-09-15",
        "2026-12-15",
    ]
    record = plan.records[0]
    assert (record.move, record.by, record.facts["template"]) == (
        "draft",
        "maria",
        "t@1",
    )


def test_a_draft_wants_what_is_asked_at_the_start() -> None:
    made = jbp.DeclaredTemplate(template())
    known = setting()
    with pytest.raises(InvalidDataError) as caught:
        jbp.draft_plan(
            template=made, vendor=known.vendor, partner=known.partner, period=YEAR
        )
    assert [finding.path for finding in caught.value.findings] == ["answers.base"]


def test_without_a_template_a_draft_wants_an_id_and_no_answers() -> None:
    known = setting()
    plain: dict[str, Any] = {
        "vendor": known.vendor,
        "partner": known.partner,
        "period": YEAR,
        "people": known.people,
    }
    with pytest.raises(InvalidValueError, match=r"draft_plan\.id"):
        jbp.draft_plan(**plain)
    with pytest.raises(InvalidValueError, match=r"draft_plan\.answers"):
        jbp.draft_plan(
            **plain, id="p", name="P", by="maria", at=NOW, answers={"base": 5}
        )


def test_answers_of_one_side_stay_with_it() -> None:
    made = template(
        sections=[
            jbp.Section(id="inside", name="Inside", audience=jbp.Audience.VENDOR)
        ],
        questions=[
            jbp.Question(
                id="doubts", name="Doubts", kind=jbp.AnswerKind.TEXT, section="inside"
            ),
            jbp.Question(id="vision", name="Vision", kind=jbp.AnswerKind.TEXT),
        ],
    )
    plan = built({"doubts": "Too small", "vision": "First"}, made)
    seen = jbp.project(plan, jbp.Viewer.of(TOM))
    assert [one.id for one in seen.answers] == ["vision"]
    assert jbp.project(plan, jbp.Viewer.of(MARIA)).answers == plan.answers
    # Nor do they fill what both sides would see next year.
    shown = attrs.evolve(made.questions[0], section="")
    next_year = jbp.DeclaredTemplate(attrs.evolve(made, questions=(shown,)))
    filled = jbp.fill_answers(
        next_year, {}, setting(), previous=plan, as_of=date(2026, 12, 31)
    )
    assert filled == {}


def test_what_answers_hold_of_a_person_is_erased_with_them() -> None:
    plan = built({"who": "tom", "base": "5 EUR"}, template())
    gone = jbp.erase_person(plan, "tom", by=None, at=NOW)
    assert {str(one.id): one.person_id for one in gone.answers}["who"] == "erased-1"


def test_answers_are_no_part_of_what_is_signed() -> None:
    plan = built({"base": "5 EUR"}, template(goals=[goal(BASE)]))
    other = attrs.evolve(plan, answers=(), template=None)
    assert jbp.terms_digest(plan) == jbp.terms_digest(other)
    changes = jbp.diff(plan, other)
    assert changes
    assert not any(change.is_material for change in changes)


def test_a_plan_rolled_forward_keeps_what_was_said_in_words() -> None:
    vision = jbp.Question(id="vision", name="Vision", kind=jbp.AnswerKind.TEXT)
    made = template(questions=(*QUESTIONS, vision))
    plan = built({"base": "5 EUR", "vision": "First"}, made)
    after = jbp.roll_forward(plan, as_of=date(2026, 12, 31))
    assert [one.id for one in after.answers] == ["vision"]
    assert after.template == plan.template


def test_a_plan_that_is_too_long_to_be_used_is_warned_of() -> None:
    limits = jbp.LengthLimits(goals=1, words=3)
    made = template(goals=[goal(), goal(id="h")], limits=limits)
    plan = attrs.evolve(built({}, made), notes="one two three four")
    found = jbp.DeclaredTemplate(made).completeness(plan)
    assert [one.path for one in found.too_long] == ["goals", ""]
    assert {one.code for one in found.too_long} == {"jbp.template.too_long"}


def test_completeness_counts_what_is_there_in_proportion() -> None:
    rules = [
        jbp.CompletenessRule(id="a", needs=jbp.Need.ACTIONS, least=4, weight=2),
        jbp.CompletenessRule(id="p", needs=jbp.Need.PEOPLE, side=jbp.Side.PARTNER),
    ]
    action = jbp.TemplateAction(
        id="x", name="X", side=jbp.Side.VENDOR, due=jbp.RelativeDay.parse("end")
    )
    made = template(completeness=rules, actions=[action])
    plan = built({"base": "5 EUR"}, made)
    found = jbp.DeclaredTemplate(made).completeness(plan)
    # The required answer 1 of 1, a quarter of 2, and 1 of 1: 2.5 of 4.
    assert found.score_ratio == Fraction(5, 8)
    assert [one.path for one in found.missing] == ["actions"]
    assert found.missing[0].code == "jbp.template.incomplete"


@pytest.mark.parametrize(
    ("question", "given"),
    [("base", "400.000 EUR"), ("base", "-1.000 USD"), ("growth", 15), ("growth", "15")],
)
def test_what_is_read_in_two_ways_is_no_answer(question: str, given: object) -> None:
    answers: dict[str, object] = {"base": "1 EUR", question: given}
    with pytest.raises(InvalidDataError) as caught:
        built(answers, template())
    assert [one.path for one in caught.value.findings] == [f"answers.{question}"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        # The dinar has thousandths, and nobody sets a mark after a zero or four digits.
        ("400.125 KWD", jbp.Money("400.125", "KWD")),
        ("0.125 EUR", jbp.Money("0.125", "EUR")),
        ("1000.005 EUR", jbp.Money("1000.005", "EUR")),
        ("400.50 EUR", jbp.Money("400.50", "EUR")),
    ],
)
def test_a_point_is_a_point_where_nothing_else_can_be_meant(
    given: str, expected: jbp.Money
) -> None:
    plan = built({"base": given, "growth": "15 %"}, template())
    amounts = {one.id: one.amount for one in plan.answers}
    assert amounts == {"base": expected, "growth": jbp.Ratio("0.15")}


def test_the_currency_of_a_target_is_the_plans_where_none_is_said() -> None:
    plan = built({}, template(goals=[goal(jbp.FixedAmount(25000, "USD"))]))
    assert plan.goals[0].target == jbp.Money(25000, "USD")


@pytest.mark.parametrize("calendar", [None, jbp.FiscalCalendar.months(start_month=1)])
@pytest.mark.parametrize("due", ["start of quarter 5", "end of month 13"])
def test_a_step_after_the_last_is_the_last_day(
    due: str, calendar: jbp.FiscalCalendar | None
) -> None:
    action = jbp.TemplateAction(
        id="a", name="A", side=jbp.Side.VENDOR, due=jbp.RelativeDay.parse(due)
    )
    plan = built({}, template(actions=[action]), calendar=calendar)
    assert plan.actions[0].due_on == date(2026, 12, 31)


def test_last_years_amount_in_another_currency_is_asked_for_anew() -> None:
    base = attrs.evolve(QUESTIONS[0], fill_from=["previous.answers.base"])
    asking = jbp.DeclaredTemplate(template(questions=[base]))
    people: dict[str, Any] = {
        "template": asking,
        "vendor": jbp.Party(id="acme", name="Acme"),
        "partner": jbp.Partner(id="nw", name="Northwind"),
        "at": NOW,
    }
    last = jbp.draft_plan(**people, period=YEAR, answers={"base": "1000 EUR"})
    after = jbp.DateRange(date(2027, 1, 1), date(2028, 1, 1))
    same = jbp.draft_plan(**people, period=after, previous=last, currency="EUR")
    assert same.answers[0].amount == jbp.Money(1000, "EUR")
    with pytest.raises(InvalidDataError):
        jbp.draft_plan(**people, period=after, previous=last, currency="USD")


def test_last_years_plan_of_another_vendor_is_refused() -> None:
    asking = jbp.DeclaredTemplate(template())
    partner = jbp.Partner(id="nw", name="Northwind")
    said: dict[str, Any] = {"template": asking, "partner": partner, "at": NOW}
    said["answers"] = {"base": "1000 EUR"}
    other = jbp.Party(id="other", name="Other")
    last = jbp.draft_plan(**said, vendor=other, period=YEAR)
    with pytest.raises(InvalidValueError, match="an earlier plan of 'acme'"):
        jbp.draft_plan(
            **said, vendor=jbp.Party(id="acme", name="Acme"), period=YEAR, previous=last
        )
