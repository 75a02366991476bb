"""Metrics that most partner programmes share, ready to use.

They are ordinary :class:`~jbpcore.model.metric.Metric` objects: take one as it is, or
``attrs.evolve`` it with the definition that the two sides agreed.
"""

from __future__ import annotations

from jbpcore.model.amount import Unit
from jbpcore.model.metric import Accumulation, Direction, Metric
from jbpcore.values.ids import MetricKey

__all__ = [
    "CERTIFIED_PEOPLE",
    "CHURN_RATE",
    "DEALS_REGISTERED",
    "DEALS_WON",
    "LEADS",
    "MARKETING_SPEND",
    "PIPELINE_CREATED",
    "REVENUE",
    "TRAININGS",
    "WIN_RATE",
]

REVENUE = Metric(key=MetricKey("revenue"), name="Revenue", unit=Unit.money())
"""Booked revenue."""

PIPELINE_CREATED = Metric(
    key=MetricKey("pipeline-created"), name="Pipeline created", unit=Unit.money()
)
"""Value of opportunities opened."""

DEALS_WON = Metric(
    key=MetricKey("deals-won"), name="Deals won", unit=Unit.count("deals")
)
"""Opportunities closed and won."""

DEALS_REGISTERED = Metric(
    key=MetricKey("deals-registered"),
    name="Deals registered",
    unit=Unit.count("deals"),
)
"""Opportunities registered with the vendor."""

LEADS = Metric(key=MetricKey("leads"), name="Leads", unit=Unit.count("leads"))
"""Qualified leads."""

TRAININGS = Metric(
    key=MetricKey("trainings"), name="Trainings completed", unit=Unit.count("courses")
)
"""Courses completed."""

CERTIFIED_PEOPLE = Metric(
    key=MetricKey("certified-people"),
    name="Certified people",
    unit=Unit.count("people"),
    accumulation=Accumulation.LEVEL,
)
"""Certified staff at the partner, as last counted."""

CHURN_RATE = Metric(
    key=MetricKey("churn-rate"),
    name="Churn rate",
    unit=Unit.ratio(),
    accumulation=Accumulation.LEVEL,
    direction=Direction.DOWN,
)
"""Share of customers lost, as last measured."""

WIN_RATE = Metric(
    key=MetricKey("win-rate"),
    name="Win rate",
    unit=Unit.ratio(),
    accumulation=Accumulation.RATIO,
)
"""Deals won over deals closed."""

MARKETING_SPEND = Metric(
    key=MetricKey("marketing-spend"),
    name="Marketing spend",
    unit=Unit.money(),
    direction=Direction.DOWN,
)
"""Market development funds used; the target is the most that may be spent."""
