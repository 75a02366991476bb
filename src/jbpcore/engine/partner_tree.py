"""Which partner belongs to which group, all the way up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final

import attrs

from jbpcore.errors import Finding, InvalidValueError, Severity
from jbpcore.model.actual import ActualEntry
from jbpcore.model.party import Partner
from jbpcore.model.plan import Plan
from jbpcore.values.ids import PartyId
from jbpcore.wording import Sentence

__all__ = ["PartnerTree", "book_for_parents", "partner_tree"]

_MOST_LEVELS: Final = 100
_SHOWN: Final = 8


@attrs.frozen(kw_only=True)
class PartnerTree:
    """Partners and the groups above them.

    Attributes:
        parents: The parent of each partner that has one. Those that went in a circle
            are not among them.
        names: What partners are called, where that is known.
        findings: Parents that go in a circle, that two plans disagree about, or that
            stand on more than a hundred levels.
        groups: Those that somebody belongs to.
    """

    parents: Mapping[PartyId, PartyId] = attrs.field(hash=False)
    names: Mapping[PartyId, str] = attrs.field(hash=False)
    findings: tuple[Finding, ...] = ()
    groups: frozenset[PartyId] = attrs.field(init=False, eq=False, repr=False)

    @groups.default
    def _list_groups(self) -> frozenset[PartyId]:
        return frozenset(self.parents.values())

    def iter_above(self, partner_id: str) -> Iterator[PartyId]:
        """Yield the parent, its parent, and so on; at most a hundred."""
        at = self.parents.get(PartyId(partner_id))
        for _ in range(_MOST_LEVELS):
            if at is None:
                return
            yield at
            at = self.parents.get(at)


def partner_tree(
    plans: Iterable[Plan] = (), partners: Iterable[Partner] = ()
) -> PartnerTree:
    """Return who belongs to whom.

    Args:
        plans: Plans, whose partners say which parent they have. Of several plans of one
            partner the latest period counts, and of these the largest plan id.
        partners: Further partners, such as groups without a plan; what they say counts
            before what plans say.

    Raises:
        InvalidValueError: If two of *partners* have one id.

    Examples:
        >>> shop = Partner(id="shop", name="Shop", parent_id="chain")
        >>> chain = Partner(id="chain", name="Chain", parent_id="holding")
        >>> list(partner_tree(partners=[shop, chain]).iter_above("shop"))
        ['chain', 'holding']
    """
    known = _by_id(partners)
    planned, findings = _from_plans(plans)
    known = {**planned, **known}
    links = {p.id: p.parent_id for p in known.values() if p.parent_id is not None}
    for circle in _circles(links):
        for partner_id in circle:
            del links[partner_id]
        shown = circle[:_SHOWN] + ["…"] * (len(circle) > _SHOWN)
        message = Sentence(
            "Parents go in a circle: {circle}. None of them counts; correct one.",
            circle=" > ".join([*shown, circle[0]]),
        )
        findings.append(_finding("jbp.partner.circle", circle[0], message))
    tree = PartnerTree(parents=links, names={p.id: p.name for p in known.values()})
    deep = [p for p in sorted(links) if _is_deep(tree, p)]
    if deep:
        message = Sentence(
            "It stands on more than {most} levels; those above are cut.",
            most=_MOST_LEVELS,
        )
        findings.append(_finding("jbp.partner.too_deep", deep[0], message))
    return attrs.evolve(tree, findings=tuple(findings))


def _by_id(partners: Iterable[Partner]) -> dict[PartyId, Partner]:
    known: dict[PartyId, Partner] = {}
    for partner in partners:
        if partner.id in known:
            raise InvalidValueError("partners", partner.id, "given with each id once")
        known[partner.id] = partner
    return known


def _from_plans(
    plans: Iterable[Plan],
) -> tuple[dict[PartyId, Partner], list[Finding]]:
    latest: dict[PartyId, Partner] = {}
    said: dict[PartyId, set[PartyId | None]] = {}
    for plan in sorted(plans, key=_age):
        latest[plan.partner.id] = plan.partner
        said.setdefault(plan.partner.id, set()).add(plan.partner.parent_id)
    findings = []
    for partner_id, parents in sorted(said.items()):
        if len(parents) > 1:
            message = Sentence(
                "Plans name different parents; the latest plan's counts: {parent}.",
                parent=latest[partner_id].parent_id or "none",
            )
            findings.append(_finding("jbp.partner.two_parents", partner_id, message))
    return latest, findings


def book_for_parents(
    entries: Iterable[ActualEntry], tree: PartnerTree
) -> tuple[ActualEntry, ...]:
    """Return *entries*, and each once more for every group above its partner.

    So that a target stated on a group is measured with what its whole tree booked.
    Roll such results up with ``parent_goals=ParentGoals.WHOLE_TREE``, which counts
    each booking once again. The copies keep their ids, so that a copy that was taken
    back is found; they are for computing with, and not for keeping in a store.

    Args:
        entries: Booked facts; those that name no partner stay alone.
        tree: Who belongs to whom.

    Examples:
        >>> from jbpcore.values.money import Money
        >>> tree = partner_tree(
        ...     partners=[Partner(id="shop", name="Shop", parent_id="chain")]
        ... )
        >>> booked = ActualEntry(metric="revenue", on=date(2026, 4, 2),
        ...                      amount=Money("10", "USD"), partner_id="shop")
        >>> [entry.partner_id for entry in book_for_parents([booked], tree)]
        ['shop', 'chain']
    """
    done: list[ActualEntry] = []
    for entry in entries:
        done.append(entry)
        if entry.partner_id is not None:
            # The credit that several share is checked where it was given.
            done += (
                attrs.evolve(entry, partner_id=above, credit_of=None)
                for above in tree.iter_above(entry.partner_id)
            )
    return tuple(done)


def _age(plan: Plan) -> tuple[date, date, str]:
    return (plan.period.start, plan.period.end, plan.id)


def _circles(links: Mapping[PartyId, PartyId]) -> list[list[PartyId]]:
    """Return every circle, beginning with its smallest id."""
    done: set[PartyId] = set()
    found: list[list[PartyId]] = []
    for start in sorted(links):
        way: dict[PartyId, int] = {}
        at: PartyId | None = start
        while at is not None and at not in done and at not in way:
            way[at] = len(way)
            at = links.get(at)
        if at is not None and at in way:
            circle = list(way)[way[at] :]
            first = circle.index(min(circle))
            found.append(circle[first:] + circle[:first])
        done.update(way)
    return found


def _is_deep(tree: PartnerTree, partner_id: PartyId) -> bool:
    *_, top = tree.iter_above(partner_id)
    return top in tree.parents


def _finding(code: str, partner_id: str, message: str) -> Finding:
    return Finding(
        code=code,
        path=f"partners[{partner_id}].parent_id",
        message=message,
        severity=Severity.WARNING,
    )
