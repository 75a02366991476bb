"""The parts of a template that are sound, when others may not be."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from jbpcore.model.metric import Metric
from jbpcore.model.metrics import (
    CERTIFIED_PEOPLE,
    CHURN_RATE,
    DEALS_REGISTERED,
    DEALS_WON,
    LEADS,
    MARKETING_SPEND,
    PIPELINE_CREATED,
    REVENUE,
    TRAININGS,
    WIN_RATE,
)
from jbpcore.model.template import Template

__all__ = ["COMING_ALONG", "TemplateParts", "metrics_of"]

COMING_ALONG: Mapping[str, Metric] = {
    metric.key: metric
    for metric in (
        CERTIFIED_PEOPLE,
        CHURN_RATE,
        DEALS_REGISTERED,
        DEALS_WON,
        LEADS,
        MARKETING_SPEND,
        PIPELINE_CREATED,
        REVENUE,
        TRAININGS,
        WIN_RATE,
    )
}
"""Metrics that templates can name without defining them, by key."""


def metrics_of(template: Template) -> dict[str, Metric]:
    """Return the metrics that goals of *template* can name, by key."""
    return {**COMING_ALONG} | {one.id: one.metric for one in template.metrics}


@attrs.frozen(kw_only=True)
class TemplateParts:
    """A template of which some parts may be missing, since they could not be read.

    Attributes:
        template: The rest of it.
        places: The index that each part has in what was read, by the list it is in;
            where it is not told, the parts are all there.
        known: List and id of parts that are there and could not be read: to refer to
            them is no mistake.
    """

    template: Template
    places: Mapping[str, tuple[int, ...]] = attrs.field(factory=dict)
    known: frozenset[tuple[str, str]] = frozenset()

    def place(self, kind: str, at: int) -> int:
        """Return the index that a part has in what was read."""
        found = self.places.get(kind)
        return at if found is None else found[at]

    def is_there(self, kind: str, name: str) -> bool:
        """Whether there is such a part, sound or not."""
        parts = getattr(self.template, kind)
        return (kind, name) in self.known or any(part.id == name for part in parts)
