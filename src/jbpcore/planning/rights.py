"""What can be allowed or refused: rights, and the classes of fields they are about."""

from __future__ import annotations

from enum import StrEnum

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.model.party import PersonRole, Side
from jbpcore.model.validation import is_a

__all__ = ["FieldClass", "FieldRule", "Grant", "Right"]


class FieldClass(StrEnum):
    """Whom a field of a plan concerns.

    Attributes:
        PUBLIC: That there is a plan, between whom, for when, and how far it is.
        TERMS: What is signed: joint goals, commitments, bands.
        JOINT: The rest of what both sides work with: actions, initiatives, reviews,
            comments, history.
        VENDOR_INTERNAL: What has the vendor for its only audience.
        PARTNER_INTERNAL: What has the partner for its only audience.
        PERSONAL: Who a person is: name, address, and the id, which often is an address.
    """

    PUBLIC = "public"
    TERMS = "terms"
    JOINT = "joint"
    VENDOR_INTERNAL = "vendor_internal"
    PARTNER_INTERNAL = "partner_internal"
    PERSONAL = "personal"

    @classmethod
    def internal_to(cls, side: Side) -> FieldClass:
        """Return the class of what only *side* sees.

        Examples:
            >>> FieldClass.internal_to(Side.VENDOR).value
            'vendor_internal'
        """
        return cls.VENDOR_INTERNAL if side is Side.VENDOR else cls.PARTNER_INTERNAL


class Right(StrEnum):
    """What somebody may do; the first two are granted for a class of fields.

    Attributes:
        SEE: Read it, in whatever form.
        CHANGE: Add, edit or remove it.
        PROPOSE: Put the plan to the other side, or take that back.
        ANSWER: Accept, decline or counter what the other side proposed.
        APPROVE: Approve inside one side, before it signs.
        SIGN: Sign for one side, also an amendment.
        AMEND: Propose an amendment, or take it back.
        CLOSE: Close or cancel the plan.
        RENEW: Roll it forward, promote it, or change the firms it is between.
        ERASE: Remove a person's data.
    """

    SEE = "see"
    CHANGE = "change"
    PROPOSE = "propose"
    ANSWER = "answer"
    APPROVE = "approve"
    SIGN = "sign"
    AMEND = "amend"
    CLOSE = "close"
    RENEW = "renew"
    ERASE = "erase"

    @property
    def is_about_fields(self) -> bool:
        """Whether it is granted for a class of fields."""
        return self in {Right.SEE, Right.CHANGE}


@attrs.frozen(kw_only=True)
class Grant:
    """One cell of a policy: a role has a right.

    Attributes:
        role: Who has it.
        right: What they may do.
        field_class: To which fields; ``None`` for the rights that are about the plan.
        own_side_only: Whether only to what belongs to their own side: its internal
            parts, its people, the actions it carries out.

    Raises:
        InvalidValueError: If a right about fields does not say which, or another does.

    Examples:
        >>> Grant(role=PersonRole.PARTNER_REP, right=Right.CHANGE,
        ...       field_class=FieldClass.JOINT, own_side_only=True).right.value
        'change'
    """

    role: PersonRole = attrs.field(validator=is_a(PersonRole))
    right: Right = attrs.field(validator=is_a(Right))
    field_class: FieldClass | None = attrs.field(
        default=None, validator=attrs.validators.optional(is_a(FieldClass))
    )
    own_side_only: bool = attrs.field(default=False, validator=is_a(bool))

    def __attrs_post_init__(self) -> None:
        """Check the right and the class of fields against each other."""
        if self.right.is_about_fields is (self.field_class is None):
            wanted = "one class of fields for see and change, None for other rights"
            raise InvalidValueError("Grant.field_class", self.field_class, wanted)


@attrs.frozen(kw_only=True)
class FieldRule:
    """One field, or one kind of record, and whom it concerns.

    It holds for what is joint; what has one side for its audience is internal to it
    whatever the rules say.

    Attributes:
        record: Name of the class, such as ``"Partner"``.
        field_class: Whom it concerns; ``None`` for the side that the record names, as
            with an internal approval.
        field: The field's name, or ``None`` for the record as a whole.

    Examples:
        >>> FieldRule(record="Partner", field="tags",
        ...           field_class=FieldClass.VENDOR_INTERNAL).field
        'tags'
    """

    record: str = attrs.field(validator=is_a(str))
    field_class: FieldClass | None = attrs.field(
        default=None, validator=attrs.validators.optional(is_a(FieldClass))
    )
    field: str | None = attrs.field(
        default=None, validator=attrs.validators.optional(is_a(str))
    )
