"""The parts of a template that are sound, when others may not be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

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
from jbpcore.planning.templates.mistake import Mistake, Steps

__all__ = ["COMING_ALONG", "TemplateParts", "metrics_of"]

_SHOWN: Final = 12

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

    def iter_parts(self, kind: str) -> Iterator[tuple[Any, Steps]]:
        """Yield the parts in a list, each with its place."""
        for at, part in enumerate(getattr(self.template, kind)):
            yield part, (kind, self.place(kind, at))

    def iter_missing(self, kind: str, name: str, steps: Steps) -> Iterator[Mistake]:
        """Yield a mistake if there is no such part.

        Args:
            kind: The list.
            name: The id of the part.
            steps: Where it is referred to.
        """
        if not self.is_there(kind, name):
            ids = sorted(part.id for part in getattr(self.template, kind))
            there = ", ".join(ids[:_SHOWN]) or "none yet"
            message = f"There is no {name!r} in {kind}. There are: {there}."
            yield Mistake(steps, "unknown", message)

    def is_there(self, kind: str, name: str) -> bool:
        """Whether there is such a part, sound or not."""
        parts = getattr(self.template, kind)
        return (kind, name) in self.known or any(part.id == name for part in parts)
