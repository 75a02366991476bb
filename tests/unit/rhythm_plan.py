"""A plan whose actions wait and slip, and who may see which of them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import jbpcore as jbp
from jbpcore.model.slip import Slip

VENDOR, PARTNER = jbp.Side.VENDOR, jbp.Side.PARTNER
YEAR = jbp.DateRange(date(2026, 1, 1), date(2027, 1, 1))
MAY = date(2026, 5, 15)
AT = datetime(2026, 5, 15, 9, tzinfo=UTC)
MARIA = jbp.Person(id="maria", name="Maria Lopez", side=VENDOR)
ANN = jbp.Person(id="ann", name="Ann Berg", side=VENDOR)
TOM = jbp.Person(
    id="tom", name="Tom Stone", side=PARTNER, role=jbp.PersonRole.PARTNER_ADMIN
)
REP = jbp.Person(
    id="rep", name="Rita Falk", side=PARTNER, role=jbp.PersonRole.PARTNER_REP
)


def action(key: str, *needed: str, **more: object) -> jbp.Action:
    values: dict[str, object] = {"name": key.title(), "side": VENDOR, "due_on": MAY}
    return jbp.Action(id=key, depends_on=needed, **(values | more))  # type: ignore[arg-type] # any field


def plan_of(**parts: object) -> jbp.Plan:
    values: dict[str, object] = {
        "id": "p",
        "name": "P",
        "vendor": jbp.Party(id="acme", name="Acme"),
        "partner": jbp.Partner(id="nw", name="Northwind"),
        "period": YEAR,
        "people": [MARIA, ANN, TOM, REP],
    }
    return jbp.Plan(**(values | parts))  # type: ignore[arg-type] # any field


def goal(key: str, audience: jbp.Audience = jbp.Audience.JOINT) -> jbp.Goal:
    return jbp.Goal(
        id=key,
        name=key.title(),
        metric=jbp.metrics.REVENUE,
        target=jbp.Money(1, "USD"),
        period=YEAR,
        audience=audience,
    )


def slip(day: int, to: int) -> Slip:
    return Slip(
        moved_on=date(2026, 4, day),
        was_due_on=date(2026, 5, 1),
        due_on=date(2026, 5, to),
        why="later",
    )


def review(**more: object) -> jbp.Review:
    return jbp.Review(id="r", name="R", on=MAY, held_on=MAY, **more)  # type: ignore[arg-type] # any field
