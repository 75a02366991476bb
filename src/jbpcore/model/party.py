"""The two firms of a plan, and their people."""

from __future__ import annotations

from enum import StrEnum

import attrs

from jbpcore.model.tags import Tags
from jbpcore.model.validation import a_name, a_text, an_id, is_a
from jbpcore.values.ids import PartyId, PersonId

__all__ = ["Partner", "PartnerKind", "Party", "Person", "PersonRole", "Side"]


class Side(StrEnum):
    """Which of the two firms."""

    VENDOR = "vendor"
    PARTNER = "partner"

    @property
    def other(self) -> Side:
        """The side across the table."""
        return Side.PARTNER if self is Side.VENDOR else Side.VENDOR


class PartnerKind(StrEnum):
    """How a partner goes to market."""

    RESELLER = "reseller"
    DISTRIBUTOR = "distributor"
    MSP = "msp"
    INTEGRATOR = "integrator"
    REFERRAL = "referral"
    ISV = "isv"
    OTHER = "other"


class PersonRole(StrEnum):
    """What somebody does for the partnership."""

    VENDOR_ADMIN = "vendor_admin"
    PARTNER_MANAGER = "partner_manager"
    PARTNER_ADMIN = "partner_admin"
    PARTNER_REP = "partner_rep"
    DISTRIBUTOR = "distributor"
    EXECUTIVE_SPONSOR = "executive_sponsor"
    AUDITOR = "auditor"


@attrs.frozen(kw_only=True)
class Party:
    """A firm that takes part in a plan.

    Attributes:
        id: Unique within the tenant.
        name: What people call the firm.

    Examples:
        >>> Party(id="acme", name="Acme Software").name
        'Acme Software'
    """

    id: PartyId = attrs.field(converter=PartyId, validator=an_id)
    name: str = attrs.field(validator=a_name)


@attrs.frozen(kw_only=True)
class Partner(Party):
    """A channel partner.

    Attributes:
        kind: How it goes to market.
        tier: Its level in the vendor's programme, such as ``"Gold"``; empty if none.
        region: Its region in the vendor's terms; empty if none.
        parent_id: The distributor or group it belongs to.
        tags: Free labels for grouping.

    Examples:
        >>> northwind = Partner(id="northwind", name="Northwind", tier="Gold")
        >>> northwind.kind.value
        'reseller'
    """

    kind: PartnerKind = attrs.field(
        default=PartnerKind.RESELLER, validator=is_a(PartnerKind)
    )
    tier: str = attrs.field(default="", validator=a_text)
    region: str = attrs.field(default="", validator=a_text)
    parent_id: PartyId | None = attrs.field(
        default=None,
        converter=attrs.converters.optional(PartyId),
        validator=attrs.validators.optional(an_id),
    )
    tags: Tags = attrs.field(factory=Tags, converter=Tags)


@attrs.frozen(kw_only=True)
class Person:
    """Somebody who works on a plan; plans refer to people by id.

    Attributes:
        id: Unique within the tenant.
        name: How the person is addressed.
        side: Whom the person works for.
        role: What the person does for the partnership.
        email: Where invitations go; empty if unknown.

    Examples:
        >>> Person(id="maria", name="Maria Lopez", side=Side.VENDOR).role.value
        'partner_manager'
    """

    id: PersonId = attrs.field(converter=PersonId, validator=an_id)
    # Who somebody is stays out of logs and tracebacks; the id says whom it is about.
    name: str = attrs.field(validator=a_name, repr=False)
    side: Side = attrs.field(validator=is_a(Side))
    role: PersonRole = attrs.field(
        default=PersonRole.PARTNER_MANAGER, validator=is_a(PersonRole)
    )
    email: str = attrs.field(default="", validator=a_text, repr=False)
