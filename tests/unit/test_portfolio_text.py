"""A portfolio in lines of text: what comes first, how wide, in which words."""

from __future__ import annotations

import attrs
import pytest
from tests.unit.portfolio_lines import (
    FOUNDING,
    assessed,
    goal,
    line_with,
    lines_of,
    text_of,
    usd,
)

from jbpcore.errors import Finding, UnsupportedLocaleError
from jbpcore.model.health import Health
from jbpcore.model.party import PartnerKind, Party
from jbpcore.views.marks import ASCII_MARKS, UNICODE_MARKS, Marks
from jbpcore.views.text_layout import cells


def test_the_founding_case_fits_eighty_columns() -> None:
    # Due: 25,000 x 45 / 91 = 12,362.64. Needed: 17,500 / 46 = 380.43 a day against
    # 7,500 / 45 = 166.67, which is 2.28 times as much.
    plan = assessed("Northwind", FOUNDING, tier="Gold", region="North America")
    assert lines_of(plan) == [
        "Acme on May 15, 2026: 1 partner, 1 goal",
        "",
        "  ▼ Off track  1  Northwind",
        "",
        "  Goal           Attained of target  Done  Pace  Status           Gap",
        "─────────────────────────────────────────────────────────────────────",
        "Northwind (Gold reseller, North America)",
        "  Subscriptions  $7,500 of $25,000    30%  0.61  ▼ Off track  $17,500",
        "    due $12,363; takes $2,664 a week ($381 a day), 2.28 times the rate so far",
    ]


def test_with_room_for_it_what_it_takes_is_a_column() -> None:
    lines = lines_of(assessed("Northwind", FOUNDING), width=120)
    assert line_with("Subscriptions", lines) == (
        "Subscriptions $7,500 of $25,000 30% $12,363 0.61 ▼ Off track $17,500 "
        "$381 a day, not $166"
    )
    assert lines[-1].lstrip().startswith("Subscriptions")


def test_the_worst_partner_comes_first_and_in_it_the_worst_goal() -> None:
    plans = (
        assessed("Fine", (goal("A", usd("100000")), usd("50000"))),
        assessed("Slow", (goal("A", usd("100000")), usd("20000"))),
        assessed(
            "Mixed",
            (goal("A", usd("100000")), usd("50000")),
            (goal("B", usd("100000")), usd("10000")),
        ),
        assessed("Late", (goal("A", usd("100000")), usd("42000"))),
        assessed("Silent", (goal("A", usd("100000")), None)),
    )
    lines = lines_of(*plans)
    partners = [line for line in lines if line.endswith("(reseller)")]
    assert [name.split()[0] for name in partners] == [
        "Mixed",  # off track, pace 0.20
        "Slow",  # off track, pace 0.40
        "Late",  # at risk
        "Silent",  # no data
        "Fine",  # on track
    ]
    mixed = lines.index("Mixed (reseller)")
    assert lines[mixed + 1].startswith("  B")


def test_the_summary_counts_goals_and_names_who_has_to_act() -> None:
    goals = [(goal(name, usd("100000")), usd("20000")) for name in ("A", "B")]
    plans = (
        assessed("Slow", *goals),
        assessed("Fine", (goal("A", usd("100000")), usd("50000"))),
    )
    lines = lines_of(*plans)
    assert lines[0] == "Acme on May 15, 2026: 2 partners, 3 goals"
    assert lines[2:4] == ["  ▼ Off track  2  Slow (2)", "  ● On track   1"]


def test_no_two_healths_look_alike_without_colour() -> None:
    for marks in (UNICODE_MARKS, ASCII_MARKS):
        stati = {marks.status(health) for health in Health}
        assert len({status[0] for status in stati}) == len(Health)
        assert len({status[2:] for status in stati}) == len(Health)
        assert all(cells(status[0]) == 1 for status in stati)


def test_ascii_marks_leave_nothing_but_ascii() -> None:
    lines = lines_of(assessed("Northwind", FOUNDING), marks=ASCII_MARKS)
    assert all(line.isascii() for line in lines)
    assert "v Off track" in lines[-2]


def test_no_line_is_wider_than_the_screen() -> None:
    names = ("Quite a long goal name indeed, longer than most", "B")
    goals = [(goal(name, usd("123456789")), usd("54321")) for name in names]
    plans = [assessed(f"Partner {number}", *goals) for number in range(3)]
    for width in range(58, 150):
        assert max(map(cells, lines_of(*plans, width=width))) <= width


@pytest.mark.parametrize("width", [-1, 0, 1, 20, 40, 57])
def test_a_narrow_screen_still_says_who_and_how(width: int) -> None:
    text = text_of(assessed("Northwind", FOUNDING), width=width)
    words = " ".join(text.split())
    for said in ("Northwind", "Subscr", "▼ Off track", "$7,500 of $25,000", "2.28"):
        assert said in words


def test_names_line_up_whatever_they_are_written_in() -> None:
    goals = [(goal(name, usd("100000")), usd("20000")) for name in ("売上", "Revenue")]
    lines = lines_of(assessed("東京商事", *goals))
    rows = [line for line in lines if "$20,000" in line]
    assert len({cells(row[: row.index("$20,000")]) for row in rows}) == 1
    assert "東京商事 (reseller)" in lines


def test_a_name_cannot_turn_the_figures_around() -> None:
    text = text_of(assessed("North\u202ewind", FOUNDING))
    assert "\u202e" not in text


def test_two_plans_with_one_partner_are_told_apart() -> None:
    plans = [assessed("Northwind", FOUNDING, plan_id=key) for key in ("q1", "q2")]
    lines = lines_of(*plans)
    assert "Northwind (reseller): Northwind q1" in lines
    assert "Northwind (reseller): Northwind q2" in lines
    assert "1 partner, 2 goals" in lines[0]


@pytest.mark.parametrize(
    ("kind", "described"),
    [
        (PartnerKind.MSP, "(Gold MSP)"),
        (PartnerKind.ISV, "(Gold ISV)"),
        (PartnerKind.OTHER, "(Gold partner)"),
        (PartnerKind.REFERRAL, "(Gold referral)"),
    ],
)
def test_the_kind_of_partner_is_a_word(kind: PartnerKind, described: str) -> None:
    text = text_of(assessed("N", FOUNDING, kind=kind, tier="Gold"))
    assert described in text


def test_a_plan_without_goals_is_there_all_the_same() -> None:
    lines = lines_of(assessed("Fresh"), assessed("Northwind", FOUNDING))
    assert lines[-2:] == ["Fresh (reseller)", "  no goals yet"]
    assert "2 partners, 1 goal" in lines[0]


def test_no_plans_at_all_is_an_answer() -> None:
    assert text_of() == "No plans on May 15, 2026"


def test_what_concerns_no_plan_alone_is_said_at_the_end() -> None:
    stranger = Finding(
        code="jbp.entry.no_plan", path="entries", message="Left out 2: no plan."
    )
    assert text_of(findings=(stranger,)).endswith("\n\nLeft out 2: no plan.")
    text = text_of(assessed("N", FOUNDING), findings=(stranger,))
    assert text.endswith("\n\nLeft out 2: no plan.")


def test_what_is_no_locale_is_refused() -> None:
    with pytest.raises(UnsupportedLocaleError):
        text_of(assessed("N", FOUNDING), locale="../etc")


def test_another_english_writes_days_and_numbers_its_way() -> None:
    lines = lines_of(assessed("N", FOUNDING), locale="en_GB")
    assert lines[0].startswith("Acme on 15 May 2026")


def test_several_vendors_are_not_put_under_one_name() -> None:
    one = assessed("A", FOUNDING)
    other = attrs.evolve(
        one, plan=attrs.evolve(one.plan, vendor=Party(id="globex", name="Globex"))
    )
    assert lines_of(one, other)[0].startswith("All vendors on")


def test_other_marks_can_be_drawn_with() -> None:
    shapes = dict.fromkeys(Health, "#")
    marks = Marks(shapes=shapes, rule="=", missing="n/a", cut=">")
    lines = lines_of(assessed("N", FOUNDING), marks=marks)
    assert "# Off track" in lines[-2]
    assert set(lines[5]) == {"="}
