"""Which groups a partner's plan belongs to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Final

import attrs

from jbpcore.engine.partner_tree import PartnerTree
from jbpcore.engine.plan_assessment import PlanResult
from jbpcore.errors import InvalidValueError
from jbpcore.model.party import PersonRole, Side
from jbpcore.model.validation import a_name
from jbpcore.values.ids import PartyId

__all__ = ["ByTag", "GroupBy", "GroupName", "group_plans"]


class GroupBy(StrEnum):
    """What partners are put together by.

    A partner that states nothing is in a group of its own kind, whose key is ``None``:
    no tier stated is not a tier.
    """

    PARTNER = "partner"
    """Each partner alone."""

    TIER = "tier"
    """The partner's tier."""

    REGION = "region"
    """The partner's region."""

    KIND = "kind"
    """How the partner goes to market."""

    MANAGER = "manager"
    """The vendor's partner managers named in the plan, by id. Of several, each has the
    partner."""

    PARENT = "parent"
    """The group above the partner, and every group above that; a group's own plan is
    part of it. Partners that belong to no group, and have none below, are in none."""

    TAG = "tag"
    """Every tag of the partner, as ``"label: value"``. A partner with several tags is
    in several groups."""

    CURRENCY = "currency"
    """The currency of the goal; goals that are not about money are in none."""


@attrs.frozen
class ByTag:
    """Put together by the value of one tag.

    Attributes:
        label: The tag's label.

    Examples:
        >>> ByTag("segment")
        ByTag(label='segment')
    """

    label: str = attrs.field(validator=a_name)


@attrs.frozen(order=True)
class GroupName:
    """What a group is called.

    Attributes:
        key: Its key; empty where nothing is stated.
        name: What people call it.
    """

    key: str
    name: str


_NOBODY: Final = GroupName("", "")
_Keys = Callable[[PlanResult, PartnerTree], Iterable[GroupName]]


def group_plans(
    plans: Iterable[PlanResult], *, by: GroupBy | ByTag, tree: PartnerTree
) -> dict[str, tuple[GroupName, list[PlanResult]]]:
    """Return the plans of each group, by its key, in order of the keys.

    The group of those that state nothing has the empty key and comes last. The smallest
    name counts where one key has several.

    Args:
        plans: How the plans stand.
        by: What they are put together by.
        tree: Who belongs to whom.

    Raises:
        InvalidValueError: If *by* is nothing to group by.
    """
    keys = _by_tag(by.label) if isinstance(by, ByTag) else _KEYS.get(by)
    if keys is None:
        expected = "a GroupBy, or ByTag('label') for one tag"
        raise InvalidValueError("by", by, expected)
    groups: dict[str, tuple[GroupName, list[PlanResult]]] = {}
    for plan in plans:
        for name in set(keys(plan, tree)) or {_NOBODY}:
            known, members = groups.setdefault(name.key, (name, []))
            groups[name.key] = (min(known, name), members)
            members.append(plan)
    return dict(sorted(groups.items(), key=_last_if_empty))


def _last_if_empty(item: tuple[str, object]) -> tuple[bool, str]:
    return (not item[0], item[0])


def _plain(key: str) -> tuple[GroupName, ...]:
    return (GroupName(key, key),) if key else ()


def _by_partner(plan: PlanResult, _: PartnerTree) -> Iterable[GroupName]:
    partner = plan.plan.partner
    return (GroupName(partner.id, partner.name),)


def _by_tier(plan: PlanResult, _: PartnerTree) -> Iterable[GroupName]:
    return _plain(plan.plan.partner.tier)


def _by_region(plan: PlanResult, _: PartnerTree) -> Iterable[GroupName]:
    return _plain(plan.plan.partner.region)


def _by_kind(plan: PlanResult, _: PartnerTree) -> Iterable[GroupName]:
    return _plain(plan.plan.partner.kind.value)


def _by_manager(plan: PlanResult, _: PartnerTree) -> Iterable[GroupName]:
    return (
        GroupName(person.id, person.name)
        for person in plan.plan.people
        if person.side is Side.VENDOR and person.role is PersonRole.PARTNER_MANAGER
    )


def _by_parent(plan: PlanResult, tree: PartnerTree) -> Iterable[GroupName]:
    partner = plan.plan.partner
    above: list[PartyId] = list(tree.iter_above(partner.id))
    if partner.id in tree.groups:
        above.append(partner.id)
    return (GroupName(key, tree.names.get(key, key)) for key in above)


def _by_tags(plan: PlanResult, _: PartnerTree) -> Iterable[GroupName]:
    tags = plan.plan.partner.tags
    return (
        GroupName(f"{label}: {value}", f"{label}: {value}")
        for label, value in tags.items()
    )


def _by_tag(label: str) -> _Keys:
    def keys(plan: PlanResult, _: PartnerTree) -> Iterable[GroupName]:
        return _plain(plan.plan.partner.tags.get(label, ""))

    return keys


def _by_currency(plan: PlanResult, _: PartnerTree) -> Iterable[GroupName]:
    # One plan may have goals in several; it is taken apart before it comes here.
    currencies = (result.goal.currency for result in plan.results)
    return (name for code in currencies for name in _plain(code or ""))


_KEYS: Final[Mapping[GroupBy, _Keys]] = {
    GroupBy.PARTNER: _by_partner,
    GroupBy.TIER: _by_tier,
    GroupBy.REGION: _by_region,
    GroupBy.KIND: _by_kind,
    GroupBy.MANAGER: _by_manager,
    GroupBy.PARENT: _by_parent,
    GroupBy.TAG: _by_tags,
    GroupBy.CURRENCY: _by_currency,
}
