"""Who may see and change what, as data, with a default that is safe to start from.

A policy is a set of :class:`~jbpcore.planning.rights.Grant`: what is not granted is
refused. The default says:

=================  ===========  ======  ======  ==========  ==========  =============
role               public       terms   joint   own inside  personal    moves
=================  ===========  ======  ======  ==========  ==========  =============
vendor admin       change       change  change  change      see all ¹   all
partner manager    change       change  change  change      see all ¹   all but erase
partner admin      change       change  change  change      see all ¹   all
executive sponsor  see          see     own ²   see         see all     approve, sign
partner rep        see          see     own ²   what is     own side    none
                                                theirs ³
distributor        see          see     see     —           —           none
auditor            see          see     see     see         —           none
=================  ===========  ======  ======  ==========  ==========  =============

¹ and change that of their own side. ² see all of it, and change what their side carries
out, and what came of its promises. ³ see what they own or wrote themselves, as
everybody does.

*Nobody* sees what is internal to the other side, whatever the role: a partner manager
entered on the partner's side by mistake sees what the partner sees. Everybody sees
their own name. A role does not say where somebody works, so each grant may be limited
to the viewer's own side. Pass another policy to allow more, such as an auditor whom
both sides let in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from jbpcore.errors import NotAllowedError
from jbpcore.model.commitment import NOT_SIGNED
from jbpcore.model.party import Person, PersonRole, Side
from jbpcore.model.plan import Plan
from jbpcore.model.validation import an_id, is_a
from jbpcore.planning.rights import FieldClass, FieldRule, Grant, Right
from jbpcore.values.ids import PersonId

__all__ = ["DEFAULT_POLICY", "Policy", "Viewer"]


def _grants(grants: Iterable[Grant]) -> frozenset[Grant]:
    return frozenset(grants)


def _rules(rules: Iterable[FieldRule]) -> tuple[FieldRule, ...]:
    return tuple(rules)


@attrs.frozen(kw_only=True)
class Viewer:
    """For whom something is shown or changed.

    Attributes:
        side: Whom they work for; ``None`` for neither, such as a distributor between
            the two.
        role: What they do for the partnership.
        person_id: Who they are; ``None`` for nobody in particular, as for a mailing.

    Examples:
        >>> Viewer(side=Side.PARTNER, role=PersonRole.PARTNER_REP).person_id is None
        True
    """

    side: Side | None = attrs.field(validator=attrs.validators.optional(is_a(Side)))
    role: PersonRole = attrs.field(validator=is_a(PersonRole))
    person_id: PersonId | None = attrs.field(
        default=None,
        converter=attrs.converters.optional(PersonId),
        validator=attrs.validators.optional(an_id),
    )

    @classmethod
    def of(cls, person: Person) -> Viewer:
        """Return *person* as a viewer.

        Examples:
            >>> Viewer.of(Person(id="tom", name="Tom", side=Side.PARTNER)).side.value
            'partner'
        """
        return cls(side=person.side, role=person.role, person_id=person.id)


@attrs.frozen(kw_only=True)
class Policy:
    """Who may see and change what.

    Attributes:
        grants: What is allowed; everything else is refused.
        rules: Which fields concern whom. A field without a rule is as its record, a
            record without one is joint.

    Examples:
        >>> rep = Viewer(side=Side.PARTNER, role=PersonRole.PARTNER_REP)
        >>> DEFAULT_POLICY.may_see(rep, FieldClass.TERMS)
        True
        >>> DEFAULT_POLICY.may_change(rep, FieldClass.TERMS)
        False
        >>> DEFAULT_POLICY.may_change(rep, FieldClass.JOINT, side=Side.PARTNER)
        True
    """

    grants: frozenset[Grant] = attrs.field(converter=_grants)
    rules: tuple[FieldRule, ...] = attrs.field(
        default=(), converter=_rules, validator=is_a(FieldRule, each=True)
    )

    def may_see(
        self, viewer: Viewer, field_class: FieldClass, *, side: Side | None = None
    ) -> bool:
        """Whether *viewer* may see fields of *field_class*.

        Args:
            viewer: Who looks.
            field_class: Whom the fields concern.
            side: Whose they are; ``None`` for both. What is internal is its side's.
        """
        return self.may(viewer, Right.SEE, field_class=field_class, side=side)

    def may_change(
        self, viewer: Viewer, field_class: FieldClass, *, side: Side | None = None
    ) -> bool:
        """Whether *viewer* may change fields of *field_class*; see :meth:`may_see`."""
        return self.may(viewer, Right.CHANGE, field_class=field_class, side=side)

    def may(
        self,
        viewer: Viewer,
        right: Right,
        *,
        field_class: FieldClass | None = None,
        side: Side | None = None,
    ) -> bool:
        """Whether *viewer* has *right*.

        Args:
            viewer: Who asks.
            right: What for.
            field_class: For which fields, where the right is about fields.
            side: Whose they are, or for which side it is done; ``None`` for both.
        """
        whose = _INTERNAL.get(field_class) if field_class else None
        is_own = (whose or side) is viewer.side is not None
        return any(
            (is_own or not is_limited)
            and Grant(
                role=viewer.role,
                right=right,
                field_class=field_class,
                own_side_only=is_limited,
            )
            in self.grants
            for is_limited in (False, True)
        )

    def require(
        self,
        plan: Plan,
        right: Right,
        *,
        by: Person | PersonId | str,
        field_class: FieldClass | None = None,
        side: Side | None = None,
    ) -> Person:
        """Return the person of *plan* who acts, if they have *right*.

        What counts is the person as the plan has them: nobody gets a right by handing
        in a person of a better role.

        Args:
            plan: The plan.
            right: What for.
            by: Who acts, or their id.
            field_class: For which fields, where the right is about fields.
            side: Whose they are, or for which side it is done; ``None`` for both.

        Raises:
            NotAllowedError: If they do not have it, or are not people of the plan.

        Examples:
            >>> from datetime import date
            >>> from jbpcore.model.party import Partner, Party
            >>> from jbpcore.periods.daterange import DateRange
            >>> plan = Plan(
            ...     id="p", name="P", vendor=Party(id="acme", name="Acme"),
            ...     partner=Partner(id="nw", name="Northwind"),
            ...     period=DateRange(date(2026, 1, 1), date(2027, 1, 1)),
            ...     people=[Person(id="ann", name="Ann", side=Side.PARTNER,
            ...                    role=PersonRole.PARTNER_REP)],
            ... )
            >>> DEFAULT_POLICY.require(plan, Right.SIGN, by="ann")
            Traceback (most recent call last):
                ...
            jbpcore.errors.NotAllowedError: 'ann' may not sign as partner_rep. Ask an
            executive_sponsor, partner_admin, partner_manager or vendor_admin of the
            plan.
        """
        person_id = by.id if isinstance(by, Person) else by
        person = next((one for one in plan.people if one.id == person_id), None)
        viewer = None if person is None else Viewer.of(person)
        if (
            person is None
            or viewer is None
            or not self.may(viewer, right, field_class=field_class, side=side)
        ):
            raise NotAllowedError(
                person_id=str(person_id),
                role=None if person is None else str(person.role),
                right=str(right),
                subject="" if field_class is None else str(field_class),
                roles=self._roles(right, field_class),
            )
        return person

    def _roles(self, right: Right, about: FieldClass | None) -> tuple[str, ...]:
        cell = (right, about)
        found = {g.role for g in self.grants if (g.right, g.field_class) == cell}
        return tuple(sorted(found))

    def class_of(self, record: str, field: str | None = None) -> FieldClass | None:
        """Return whom a joint record, or one field of it, concerns.

        Args:
            record: Name of its class.
            field: Name of the field, or ``None`` for the record as a whole.

        Returns:
            ``None`` for the side that the record names.

        Examples:
            >>> DEFAULT_POLICY.class_of("Person", "email").value
            'personal'
            >>> DEFAULT_POLICY.class_of("Review").value
            'joint'
        """
        found: dict[str | None, FieldClass | None] = {
            rule.field: rule.field_class
            for rule in self.rules
            if rule.record == record and rule.field in {None, field}
        }
        return found.get(field, found.get(None, FieldClass.JOINT))


_INTERNAL = {
    FieldClass.VENDOR_INTERNAL: Side.VENDOR,
    FieldClass.PARTNER_INTERNAL: Side.PARTNER,
}
_INSIDE = tuple(_INTERNAL)
_OPEN = (FieldClass.PUBLIC, FieldClass.TERMS, FieldClass.JOINT)
_MOVES = tuple(right for right in Right if not right.is_about_fields)
_LEADING = (
    PersonRole.VENDOR_ADMIN,
    PersonRole.PARTNER_MANAGER,
    PersonRole.PARTNER_ADMIN,
)
_SIGNING = (Right.APPROVE, Right.SIGN)


def _iter_seen() -> Iterator[Grant]:
    for role in PersonRole:
        for open_class in _OPEN:
            yield Grant(role=role, right=Right.SEE, field_class=open_class)
    for role in (*_LEADING, PersonRole.EXECUTIVE_SPONSOR, PersonRole.AUDITOR):
        for inside in _INSIDE:
            yield _own(role, Right.SEE, inside)
    for role in (*_LEADING, PersonRole.EXECUTIVE_SPONSOR):
        yield Grant(role=role, right=Right.SEE, field_class=FieldClass.PERSONAL)
    yield _own(PersonRole.PARTNER_REP, Right.SEE, FieldClass.PERSONAL)


def _iter_changed() -> Iterator[Grant]:
    for role in _LEADING:
        for open_class in _OPEN:
            yield Grant(role=role, right=Right.CHANGE, field_class=open_class)
        for own in (*_INSIDE, FieldClass.PERSONAL):
            yield _own(role, Right.CHANGE, own)
    for role in (PersonRole.EXECUTIVE_SPONSOR, PersonRole.PARTNER_REP):
        yield _own(role, Right.CHANGE, FieldClass.JOINT)


def _iter_moves() -> Iterator[Grant]:
    for role in _LEADING:
        for right in _MOVES:
            if right is not Right.ERASE:
                yield Grant(role=role, right=right)
            elif role is not PersonRole.PARTNER_MANAGER:
                yield Grant(role=role, right=right, own_side_only=True)
    for right in _SIGNING:
        yield Grant(role=PersonRole.EXECUTIVE_SPONSOR, right=right)


def _own(role: PersonRole, right: Right, field_class: FieldClass) -> Grant:
    return Grant(role=role, right=right, field_class=field_class, own_side_only=True)


DEFAULT_POLICY = Policy(
    grants=(*_iter_seen(), *_iter_changed(), *_iter_moves()),
    rules=(
        FieldRule(record="Plan", field_class=FieldClass.JOINT),
        *(
            FieldRule(record="Plan", field=name, field_class=FieldClass.PUBLIC)
            for name in ("id", "name", "vendor", "partner", "period", "state", "kind")
        ),
        FieldRule(record="Plan", field="health_bands", field_class=FieldClass.TERMS),
        FieldRule(record="Party", field_class=FieldClass.PUBLIC),
        FieldRule(record="Partner", field_class=FieldClass.PUBLIC),
        # Segments and scores that the vendor groups its partners by.
        FieldRule(
            record="Partner", field="tags", field_class=FieldClass.VENDOR_INTERNAL
        ),
        FieldRule(record="Goal", field_class=FieldClass.TERMS),
        FieldRule(record="Commitment", field_class=FieldClass.TERMS),
        # What came of a promise is for both sides to write down.
        *(
            FieldRule(record="Commitment", field=name, field_class=FieldClass.JOINT)
            for name in NOT_SIGNED
        ),
        FieldRule(record="Terms", field_class=FieldClass.TERMS),
        FieldRule(record="Amendment", field_class=FieldClass.TERMS),
        *(
            FieldRule(record="Person", field=name, field_class=FieldClass.PERSONAL)
            for name in ("id", "name", "email")
        ),
        FieldRule(record="Approval"),
        FieldRule(record="ApprovalStep"),
    ),
)
"""The policy to start from; see the table above."""
