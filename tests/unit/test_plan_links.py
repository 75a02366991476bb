"""Plans name the plan before them and the plan after them, never themselves."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest

import jbpcore as jbp
from jbpcore.errors import InvalidValueError

PLAN = jbp.Plan(
    id="northwind-2026",
    name="Northwind 2026",
    vendor=jbp.Party(id="acme", name="Acme"),
    partner=jbp.Partner(id="northwind", name="Northwind"),
    period=jbp.DateRange(date(2026, 1, 1), date(2027, 1, 1)),
)


def changed(link: str, plan_id: str) -> dict[str, Any]:
    return {link: plan_id}


@pytest.mark.parametrize("link", ["previous_id", "successor_id"])
def test_no_plan_follows_itself(link: str) -> None:
    with pytest.raises(InvalidValueError, match="none follows itself"):
        attrs.evolve(PLAN, **changed(link, PLAN.id))
    assert getattr(attrs.evolve(PLAN, **changed(link, "other")), link) == "other"
