"""Reading what was answered: as typed in, as a value, or as the template's default."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Final, TypeAlias

import attrs

from jbpcore.engine.amounts import exact
from jbpcore.errors import InvalidValueError, JbpError
from jbpcore.model.answer import Answer
from jbpcore.model.audience import Audience
from jbpcore.model.formula import FixedAmount
from jbpcore.model.party import Person, PersonRole, Side
from jbpcore.model.question import AnswerKind, Question, Section
from jbpcore.values.currency import minor_digits
from jbpcore.values.ids import AnswerId, PersonId
from jbpcore.values.money import Money
from jbpcore.values.parsing import parse_amount
from jbpcore.values.quantity import Quantity
from jbpcore.values.ratio import Ratio
from jbpcore.values.text import check_text

__all__ = ["AnswerReader", "person_in_role", "try_default"]

_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_THOUSANDS = re.compile("[+-]?[1-9][0-9]{0,2}[.][0-9]{3}", re.ASCII)
_YES: Final = frozenset({"yes", "y", "true"})
_NO: Final = frozenset({"no", "n", "false"})
_Held: TypeAlias = dict[str, Any]


def person_in_role(
    people: Sequence[Person], side: str, role: str, *, or_else_anybody: bool = True
) -> Person | None:
    """Return the first person of a side in a role, else the first of that side.

    Args:
        people: The plan's people.
        side: Of which side.
        role: In which role.
        or_else_anybody: Whether somebody else of the side will do.
    """
    own = [one for one in people if one.side == side]
    in_role = [one for one in own if one.role == role]
    return next(iter(in_role or (own if or_else_anybody else [])), None)


@attrs.frozen(kw_only=True)
class AnswerReader:
    """Reads answers for one plan.

    Attributes:
        currency: The currency of amounts that do not say theirs; empty if none.
        people: The plan's people; ``None`` while there is no plan.
        sections: The template's sections, by id.
    """

    currency: str = ""
    people: Sequence[Person] | None = None
    sections: Mapping[str, Section] = attrs.field(factory=dict)

    def read(self, question: Question, given: object) -> Answer:
        """Return what *given* answers to *question*.

        Args:
            question: The question.
            given: A value such as ``Money(...)``, ``"10%"`` or ``["A", "B"]``, as typed
                in or as code has it.

        Raises:
            InvalidValueError: If it is no answer to that.

        Examples:
            >>> growth = Question(id="growth", name="Growth", kind=AnswerKind.RATIO)
            >>> AnswerReader().read(growth, "12.5%").amount
            Ratio('1/8')
            >>> staff = Question(id="staff", name="Staff", kind=AnswerKind.COUNT,
            ...                  unit="people")
            >>> AnswerReader().read(staff, 7).amount
            Quantity('7', 'people')
        """
        if isinstance(given, Answer):
            given = _held_by(given)
        held = _READERS[question.kind](self, question, given)
        amount = held.get("amount")
        if amount is not None:
            _check_bounds(question, exact(amount))
        section = self.sections.get(question.section)
        return Answer(
            id=AnswerId(question.id),
            name=question.name,
            section="" if section is None else section.name,
            audience=Audience.JOINT if section is None else section.audience,
            **held,
        )

    def money(self, question: Question, given: object) -> _Held:
        """Read an amount in a currency."""
        if isinstance(given, Money):
            return {"amount": given}
        number, unit = _number(question, given, "such as '25000 USD'", self.currency)
        currency = unit or self.currency
        if not currency:
            expected = "an amount with its currency, such as '25000 USD'"
            raise _refusal(question, given, expected)
        try:
            return {"amount": Money(number, currency)}
        except JbpError as error:
            expected = getattr(error, "expected", "an amount of money")
            raise _refusal(question, given, expected) from None

    def count(self, question: Question, given: object) -> _Held:
        """Read how many there are of something."""
        if isinstance(given, Quantity):
            number, unit = given.amount, given.unit
        else:
            number, unit = _number(question, given, f"such as 12, of {question.unit}")
        if unit not in {"", question.unit}:
            expected = f"a number of {question.unit}, not of {unit}"
            raise _refusal(question, given, expected)
        return {"amount": Quantity(number, question.unit)}

    def person(self, question: Question, given: object) -> _Held:
        """Read who it is."""
        if isinstance(given, Person):
            given = given.id
        expected = (
            "the id of somebody in the plan, or a role as 'vendor.partner_manager'"
        )
        if not isinstance(given, str):
            raise _refusal(question, given, expected)
        side, dot, role = given.partition(".")
        is_role = bool(dot) and side in set(Side) and role in set(PersonRole)
        if self.people is None:
            if is_role:
                return {}
            raise _refusal(question, given, expected)
        ids = {person.id for person in self.people}
        if given in ids:
            return {"person_id": PersonId(given)}
        if is_role:
            found = person_in_role(self.people, side, role)
            return {} if found is None else {"person_id": found.id}
        known = ", ".join(sorted(ids)[:12]) or "nobody yet"
        raise _refusal(question, given, f"{expected} (there are: {known})")


def try_default(question: Question, currency: str = "") -> str | None:
    """Return why a question's default is no answer to it, or ``None``.

    Args:
        question: The question.
        currency: The currency of the template, if it has one.

    Examples:
        >>> question = Question(id="growth", name="Growth", kind=AnswerKind.RATIO,
        ...                     default="a lot")
        >>> try_default(question)
        "Must be a share such as '10%'; got 'a lot'."
    """
    if question.default is None:
        return None
    try:
        # Amounts without a currency are in the plan's, whatever that will be.
        AnswerReader(currency=currency or "USD").read(question, question.default)
    except InvalidValueError as error:
        shown = str(error).removeprefix(f"{error.field} ")
        return shown[:1].upper() + shown[1:]
    return None


def _held_by(answer: Answer) -> object:
    for value in (answer.amount, answer.on, answer.person_id, answer.lines):
        if value:
            return value
    return answer.amount if answer.amount is not None else answer.text


def _refusal(question: Question, given: object, expected: str) -> InvalidValueError:
    return InvalidValueError(f"answers.{question.id}", given, expected)


def _number(
    question: Question, given: object, expected: str, currency: str = ""
) -> tuple[Decimal, str]:
    if type(given) is int or isinstance(given, Decimal):
        return Decimal(given), ""
    if not isinstance(given, str):
        plain = "a number in plain digits"
        raise _refusal(question, given, f"{plain}, {expected}")
    number, _, unit = given.strip().partition(" ")
    plain = "a number in plain digits, without marks between them"
    # In many countries 400.000 are four hundred thousand, and would be taken for 400.
    if _THOUSANDS.fullmatch(number) and not _has_thousandths(unit.strip() or currency):
        raise _refusal(question, given, f"{plain}, {expected}")
    try:
        return parse_amount(number), unit.strip()
    except JbpError:
        raise _refusal(question, given, f"{plain}, {expected}") from None


def _has_thousandths(currency: str) -> bool:
    try:
        return minor_digits(currency) > 2  # noqa: PLR2004 - as the dinar has
    except JbpError:
        return False


def _check_bounds(question: Question, number: Fraction) -> None:
    unit = "%" if question.kind is AnswerKind.RATIO else ""

    def said(number: Fraction) -> str:
        return str(FixedAmount(number, unit))

    if question.least is not None and number < question.least:
        raise _refusal(question, said(number), f"{said(question.least)} or more")
    if question.most is not None and number > question.most:
        raise _refusal(question, said(number), f"{said(question.most)} or less")


def _text(_: AnswerReader, question: Question, given: object) -> _Held:
    field = f"answers.{question.id}"
    return {"text": check_text(given, field, allow_empty=True)}


def _lines(_: AnswerReader, question: Question, given: object) -> _Held:
    if isinstance(given, str):
        given = [line.strip() for line in given.splitlines()]
    if not isinstance(given, list | tuple):
        raise _refusal(question, given, "a list of texts")
    field = f"answers.{question.id}"
    lines = [check_text(line, field, allow_empty=True) for line in given]
    return {"lines": tuple(line for line in lines if line.strip())}


def _ratio(_: AnswerReader, question: Question, given: object) -> _Held:
    expected = "a share such as '10%'"
    if isinstance(given, Ratio):
        return {"amount": given}
    if isinstance(given, str):
        given = given.strip().replace(" %", "%")
    # Whoever says 10 means 10 %, and would get a hundred times as much.
    is_whole = type(given) is int or (isinstance(given, str) and given.isdecimal())
    if is_whole and str(given) not in {"0", "1"}:
        raise _refusal(question, given, f"{expected}; write {given}% for that")
    if type(given) is bool or not isinstance(given, str | int | Fraction | Decimal):
        raise _refusal(question, given, expected)
    try:
        return {"amount": Ratio(given)}
    except JbpError:
        raise _refusal(question, given, expected) from None


def _day(_: AnswerReader, question: Question, given: object) -> _Held:
    if type(given) is date:
        return {"on": given}
    if isinstance(given, str) and _DAY.fullmatch(given.strip()):
        try:
            return {"on": date.fromisoformat(given.strip())}
        except ValueError:
            pass
    raise _refusal(question, given, "a day such as '2026-04-01'")


def _yes_no(_: AnswerReader, question: Question, given: object) -> _Held:
    word = given
    if isinstance(given, bool):
        word = "yes" if given else "no"
    if isinstance(word, str):
        for words, text in ((_YES, "yes"), (_NO, "no")):
            if word.strip().casefold() in words:
                return {"text": text}
    raise _refusal(question, given, "'yes' or 'no'")


def _choice(_: AnswerReader, question: Question, given: object) -> _Held:
    if isinstance(given, str):
        found = _same_word(given, question.choices)
        if found is not None:
            return {"text": found}
    choices = ", ".join(map(repr, question.choices))
    raise _refusal(question, given, f"one of {choices}")


def _same_word(word: str, words: Collection[str]) -> str | None:
    if word in words:
        return word
    plain = word.strip().casefold()
    return next((one for one in words if one.casefold() == plain), None)


_READERS: Final[
    Mapping[AnswerKind, Callable[[AnswerReader, Question, object], _Held]]
] = MappingProxyType(
    {
        AnswerKind.TEXT: _text,
        AnswerKind.LINES: _lines,
        AnswerKind.MONEY: AnswerReader.money,
        AnswerKind.COUNT: AnswerReader.count,
        AnswerKind.RATIO: _ratio,
        AnswerKind.DAY: _day,
        AnswerKind.YES_NO: _yes_no,
        AnswerKind.CHOICE: _choice,
        AnswerKind.PERSON: AnswerReader.person,
    }
)
