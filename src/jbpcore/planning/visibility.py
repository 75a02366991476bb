"""A plan as one viewer may see it.

Project first, then do anything else. Counts, filters, scores, roll-ups, charts,
messages, diffs and files that are made from a projected plan cannot give away what is
not in it; there is no list of outputs to keep in step with the policy.

What else is taken out, and why:

* **Hidden parts are gone**, not blanked: a row of dashes is a count.
* **References to what is hidden are emptied.** An action for both sides may serve a
  goal of the vendor's own; the partner sees the action, and no goal. References to
  parts that are not in the plan at all are emptied too, since they may be to something
  hidden that was removed. What makes no sense without the reference (a belief about a
  hidden goal, its outcome, its figures in a review, a comment on it, that an action
  waits for a hidden one) is gone with it, whatever its audience.
* **Scores and shares** are of the goals one sees. A goal's part in the score is its
  weight among *those*, so the two sides see two scores where one has goals of its own;
  never show one side the other's. An action's expected impact goes with its action.
* **A goal split into parts** shows its whole and the parts one sees: who sees the whole
  and all parts but one knows that one. Give parts the audience of the whole.
* **People whom one must not know** become one stand-in for each side, so that nobody
  can be told apart, recognised or counted. Ids of people are taken to be personal, as
  many are addresses. One always sees oneself. Where an entry is then like another (who
  was at a review, who believes what), it is there once.
* **Ids of other plans** (the previous, the next) are emptied unless they are among
  *plan_ids*: a successor may be a draft that is still hidden, and a previous plan of a
  partner that was split may name another partner.
* **History** keeps the moves that concern what one sees. Facts of a move are taken out
  where they name something hidden. Digests stay: they are of the terms, which both
  sides see, so they tell nothing else and can be worked out again from the projection.
* **Internal approvals** are gone for the other side, with the steps that they follow.
* **A draft hidden from a side** is for it no plan at all: the error is the one for a
  plan that does not exist. It is hidden from everybody who is of neither side, too.
* **Free text is as its author wrote it.** Who names a hidden goal in a comment for both
  sides has told the other side.
* **The ledger** is not part of a plan: show of it what :func:`project_entries` leaves.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from jbpcore.errors import PlanNotFoundError
from jbpcore.model.actual import ActualEntry
from jbpcore.model.plan import Plan
from jbpcore.planning.policy import DEFAULT_POLICY, Policy, Viewer
from jbpcore.planning.redaction import Redactor
from jbpcore.planning.rights import FieldClass

__all__ = ["project", "project_entries"]


def project(
    plan: Plan,
    viewer: Viewer,
    *,
    policy: Policy = DEFAULT_POLICY,
    plan_ids: Collection[str] = (),
) -> Plan:
    """Return *plan* without what *viewer* must not see.

    Args:
        plan: The whole plan.
        viewer: For whom.
        policy: Who may see what.
        plan_ids: Ids of other plans that the viewer may know of.

    Raises:
        PlanNotFoundError: If the viewer must not even know that there is a plan.
        InvalidValueError: If by *policy* who may see plans may not see what a plan
            cannot be without, such as its name.

    Examples:
        >>> from datetime import date
        >>> from jbpcore.model import metrics
        >>> from jbpcore.model.audience import Audience
        >>> from jbpcore.model.goal import Goal
        >>> from jbpcore.model.party import Partner, Party, PersonRole, Side
        >>> from jbpcore.periods.daterange import DateRange
        >>> year = DateRange(date(2026, 1, 1), date(2027, 1, 1))
        >>> plan = Plan(
        ...     id="p", name="P", vendor=Party(id="acme", name="Acme"),
        ...     partner=Partner(id="nw", name="Northwind"), period=year,
        ...     goals=[Goal(id="win-back", name="Win them back", period=year,
        ...                 metric=metrics.REVENUE, target=None,
        ...                 audience=Audience.VENDOR)],
        ... )
        >>> tom = Viewer(side=Side.PARTNER, role=PersonRole.PARTNER_ADMIN)
        >>> project(plan, tom).goals
        ()
        >>> maria = Viewer(side=Side.VENDOR, role=PersonRole.VENDOR_ADMIN)
        >>> project(plan, maria) == plan
        True
    """
    if plan.hidden_from is not None and viewer.side is not plan.hidden_from.other:
        raise PlanNotFoundError(plan.id)
    if not policy.may_see(viewer, FieldClass.PUBLIC):
        raise PlanNotFoundError(plan.id)
    return Redactor(plan, viewer, policy, plan_ids).redacted()


def project_entries(
    entries: Iterable[ActualEntry], projected: Plan
) -> tuple[ActualEntry, ...]:
    """Return the booked facts that a goal of *projected* is about.

    The others may be of a metric that only hidden goals count, and would turn up as
    entries that fit no goal.

    Args:
        entries: The ledger.
        projected: The plan as the viewer sees it.

    Examples:
        >>> from datetime import date
        >>> from jbpcore.model.party import Partner, Party
        >>> from jbpcore.periods.daterange import DateRange
        >>> from jbpcore.values.quantity import Quantity
        >>> projected = Plan(id="p", name="P", vendor=Party(id="acme", name="Acme"),
        ...                  partner=Partner(id="nw", name="Northwind"),
        ...                  period=DateRange(date(2026, 1, 1), date(2027, 1, 1)))
        >>> project_entries([ActualEntry(metric="trials", on=date(2026, 4, 20),
        ...                              amount=Quantity(3, "trials"))], projected)
        ()
    """
    counted = {goal.metric.key for goal in projected.goals}
    return tuple(entry for entry in entries if entry.metric in counted)
