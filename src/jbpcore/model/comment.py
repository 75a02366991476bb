"""What people say to each other about a plan."""

from __future__ import annotations

from datetime import datetime

import attrs

from jbpcore.model.audience import Audience
from jbpcore.model.validation import a_text, an_id, an_instant, is_a
from jbpcore.values.ids import CommentId, PersonId

__all__ = ["Comment"]


@attrs.frozen(kw_only=True)
class Comment:
    """A remark of one person, kept beside the plan; it never changes what was agreed.

    Attributes:
        id: Unique within the plan.
        text: What is said.
        author_id: Who says it.
        written_at: When, in UTC.
        audience: Who may read it.
        about: The part of the plan it is about, as a path such as ``"goals:g1"``; empty
            for the plan as a whole.

    Examples:
        >>> from datetime import UTC
        >>> Comment(id="c1", text="Can we start in May?", author_id="tom",
        ...         written_at=datetime(2026, 1, 7, 9, tzinfo=UTC)).audience.value
        'joint'
    """

    id: CommentId = attrs.field(converter=CommentId, validator=an_id)
    text: str = attrs.field(validator=a_text)
    author_id: PersonId = attrs.field(converter=PersonId, validator=an_id)
    written_at: datetime = attrs.field(validator=an_instant)
    audience: Audience = attrs.field(default=Audience.JOINT, validator=is_a(Audience))
    about: str = attrs.field(default="", validator=a_text)
