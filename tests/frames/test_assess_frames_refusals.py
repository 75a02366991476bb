"""What data frames are refused for, with all that is wrong at once."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from tests.frames.founding_frames import (
    AS_OF,
    FIRST,
    LAST,
    actuals,
    goals,
    measured,
    phasing,
)
from tests.frames.goal_columns import Columns
from tests.frames.libraries import KINDS, Polars, skip_without_libraries

from jbpcore.errors import InvalidDataError, InvalidValueError
from jbpcore.frames import assess

skip_without_libraries()


def refused(make: Polars, **tables: Columns) -> list[str]:
    """Return what is said of tables that are refused."""
    given = {"goals": goals(), "actuals": actuals(), "phasing": phasing()} | tables
    with pytest.raises(InvalidDataError) as caught:
        assess(
            make(given["goals"]),
            make(given["actuals"]),
            phasing=make(given["phasing"]),
            as_of=AS_OF,
            check=True,
        )
    return sorted(str(finding) for finding in caught.value.findings)


def test_all_missing_columns_at_once(make: Polars) -> None:
    few = {k: v for k, v in goals().items() if k not in {"target", "last_day"}}
    booked = {k: v for k, v in actuals().items() if k != "amount"}

    told = refused(make, goals=few, actuals=booked)

    assert [line.partition(":")[0] for line in told] == [
        "actuals.amount",
        "goals.last_day",
        "goals.target",
    ]
    assert "amount must be a column of whole numbers; got none among" in told[0]


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "pandas-types"])
def test_columns_of_the_wrong_type(kind: str) -> None:
    make = KINDS[kind]()
    wrong = goals(first_day=[1, 2], shape=[1, 1])

    told = refused(make, goals=wrong, actuals=actuals(amount=["a", "b", "c", "d"]))

    assert [line.partition(":")[0] for line in told] == [
        "actuals.amount",
        "goals.first_day",
        "goals.shape",
    ]
    assert all("[jbp.frame.type]" in line for line in told)


def test_a_column_with_the_name_of_a_figure(make: Polars) -> None:
    told = refused(make, goals=goals(health=["good", "bad"], jbp_x=[1, 2]))

    assert [line.partition(":")[0] for line in told] == ["goals.health", "goals.jbp_x"]


def test_names_that_are_text_here_and_numbers_there(make: Polars) -> None:
    told = refused(make, actuals=actuals(goal_id=[1, 2, 2, 3]))

    assert "actuals.goal_id: goal_id must be as in goals" in told[0]


def test_all_bad_values_at_once(make: Polars) -> None:
    told = refused(
        make,
        goals=goals(
            goal_id=["plain", "plain"],
            target=[2**52 + 1, 5],
            last_day=[date(2026, 3, 1), LAST],
            phasing=["unknown", "late"],
            shape=["keep", "ratio_up"],
        ),
        actuals=actuals(amount=[1, 2**53, None, 3]),
    )

    said = [line.partition(":")[0] for line in told]
    assert said == [
        "actuals.amount",
        "actuals.amount",
        "goals.goal_id",
        "goals.last_day",
        "goals.phasing",
        "goals.shape",
        "goals.target",
    ]
    shape = next(line for line in told if line.startswith("goals.shape"))
    assert "one of flow, ceiling, level_up, level_down, milestone" in shape
    assert "got 2 rows: " in shape
    assert "shape 'keep'" in shape
    assert "goal_id 'plain', 2" not in shape


def test_a_phasing_of_another_number_of_months(make: Polars) -> None:
    told = refused(make, goals=goals(last_day=[LAST, date(2026, 5, 31)]))

    assert "for as many whole months as the goal has" in told[0]
    assert "'late'" in told[0]


def test_a_phasing_of_a_goal_that_begins_inside_a_month(make: Polars) -> None:
    told = refused(make, goals=goals(first_day=[FIRST, date(2026, 4, 2)]))

    assert "phasing 'late', first_day '2026-04-02'" in told[0]


def test_months_and_weights_of_a_phasing(make: Polars) -> None:
    told = refused(make, phasing=phasing(month=[0, 1, 3], weight=[1, -1, 1]))

    assert [line.partition(":")[0] for line in told] == [
        "phasing.month",
        "phasing.weight",
    ]


def test_times_of_day_are_refused() -> None:
    make = KINDS["pandas-objects"]()
    booked = actuals(date=[datetime(2026, 4, 20, 12, 0)] * 4)  # noqa: DTZ001 - bare
    told = refused(make, actuals=booked)

    assert "date must be a day, without a time" in told[0]


def test_a_phasing_without_a_table(make: Polars) -> None:
    with pytest.raises(InvalidDataError, match="as goals have a column phasing"):
        assess(make(goals()), make(actuals()), as_of=AS_OF)


def test_values_are_not_looked_at_where_nobody_wants_it() -> None:
    make = KINDS["polars"]()
    found = assess(
        make(goals(shape=["keep", "flow"])),
        make(actuals()),
        phasing=make(phasing()),
        as_of=AS_OF,
        check=False,
    )

    assert found["health"].to_list() == [None, "at_risk"]
    assert found["attained"].to_list() == [None, 750_000]


def test_frames_of_two_libraries_are_refused() -> None:
    with pytest.raises(InvalidValueError, match="of polars, as goals are"):
        assess(KINDS["polars"]()(goals()), KINDS["pyarrow"]()(actuals()), as_of=AS_OF)


def test_what_is_no_frame_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="a data frame of pandas"):
        assess(goals(), actuals(), as_of=AS_OF)


def test_shapes_have_to_be_among_those_that_columns_tell() -> None:
    with pytest.raises(InvalidValueError, match="shapes must be among"):
        measured(KINDS["polars"](), shapes=["keep"])
