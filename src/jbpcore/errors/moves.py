"""Errors of moves: the plan does not allow one, or the policy does not."""

from __future__ import annotations

from typing import ClassVar, Final

import attrs

from jbpcore.errors.base import JbpError
from jbpcore.wording import AnyOf, Sentence, message, shown

__all__ = [
    "NotAllowedError",
    "TransitionError",
]


@attrs.define
class TransitionError(JbpError, RuntimeError):
    """A plan does not allow a move as it is; nothing was changed.

    Attributes:
        move: What was tried, as a permanent code such as ``"sign"``.
        reason: Why it is refused, as a permanent code such as ``"wrong_state"``.
        problem: The same as a clause that follows "because".
        way_forward: A sentence saying what to do instead.
    """

    code: ClassVar[str] = "jbp.plan.transition"

    move: str
    reason: str
    problem: str
    way_forward: str

    @property
    def sentence(self) -> Sentence:
        """What is wrong, with its facts."""
        return Sentence(
            # Translators: {problem} is a whole clause, such as "the plan is closed".
            "Cannot {move}, because {problem}. {way_forward}",
            move=Sentence.named("move", self.move),
            problem=self.problem,
            way_forward=self.way_forward,
        )


_RIGHT_TO: Final = "{right} {subject}"
# Translators: {what} is a word such as "sign" and what for; {roles} is one role of a
# person or several, as in "executive_sponsor or partner_manager".
_ASK_A: Final = message("{who} may not {what} as {role}. Ask a {roles} of the plan.")
_ASK_AN: Final = message("{who} may not {what} as {role}. Ask an {roles} of the plan.")


@attrs.define
class NotAllowedError(JbpError, PermissionError):
    """Somebody tried what the policy gives them no right to; nothing was changed.

    Attributes:
        person_id: Who tried.
        role: In which role; ``None`` if they are not among the plan's people.
        right: What the policy calls the right, such as ``"sign"``.
        subject: What it would have been done to, empty for the plan as a whole.
        roles: The roles that have the right.
    """

    code: ClassVar[str] = "jbp.policy.not_allowed"

    person_id: str
    role: str | None
    right: str
    subject: str = ""
    roles: tuple[str, ...] = ()

    @property
    def sentence(self) -> Sentence:
        """What is wrong, with its facts."""
        who = shown(self.person_id)
        what: str = Sentence.named("right", self.right)
        if self.subject:
            what = Sentence(_RIGHT_TO, right=what, subject=self.subject)
        if self.role is None:
            return Sentence(
                "{who} may not {what}: the plan has no such person. Add them to its "
                "people first.",
                who=who,
                what=what,
            )
        role = Sentence.named("PersonRole", self.role)
        if not self.roles:
            return Sentence(
                "{who} may not {what} as {role}. The policy lets nobody; grant it to a "
                "role first.",
                who=who,
                what=what,
                role=role,
            )
        roles = AnyOf(Sentence.named("PersonRole", one) for one in self.roles)
        ask = _ASK_AN if self.roles[0][0] in "aeiou" else _ASK_A
        return Sentence(ask, who=who, what=what, role=role, roles=roles)
