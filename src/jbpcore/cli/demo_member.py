"""What the demo knows about one partner."""

from __future__ import annotations

from enum import StrEnum

import attrs

from jbpcore.model.metric import Metric
from jbpcore.model.party import PartnerKind

__all__ = ["Curve", "DemoGoal", "Member", "Work"]


class Curve(StrEnum):
    """How an aim spreads over the quarter."""

    LINEAR = "linear"
    LATE = "20/30/50 by month"
    RISING = "25/35/40 by month"
    WORKDAYS = "workdays"
    GO_LIVES = "agreed points"


@attrs.frozen
class DemoGoal:
    """One goal, and how much of it is in by 15 May.

    Attributes:
        id: Id of the goal.
        name: Its name.
        metric: What is counted.
        target: What is wanted by the end of June; ``None`` if nothing is agreed.
        so_far: What the entries add up to, or the last level; ``None`` for none.
        curve: How the target spreads.
        baseline: Where a level starts from.
    """

    id: str
    name: str
    metric: Metric
    target: str | None
    so_far: str | None
    curve: Curve = Curve.LINEAR
    baseline: str | None = None


@attrs.frozen
class Work:
    """What the two sides do about it.

    Attributes:
        ours: An action of the vendor.
        theirs: An action of the partner.
        promise: What the vendor promised.
        return_promise: What the partner promised.
    """

    ours: str
    theirs: str
    promise: str
    return_promise: str


@attrs.frozen(kw_only=True)
class Member:
    """One partner of the programme.

    Attributes:
        id: Id of the partner.
        name: Its name.
        kind: How it goes to market.
        tier: Its level in the programme.
        region: Its region.
        contact: Who answers for the plan there.
        currency: What its money is counted in.
        aims: Its goals.
        work: What is done about them.
        parent: The distributor it buys from.
    """

    id: str
    name: str
    kind: PartnerKind
    tier: str
    region: str
    contact: str
    currency: str
    aims: tuple[DemoGoal, ...]
    work: Work
    parent: str | None = None
