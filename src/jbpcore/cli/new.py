"""``jbpcore new``: a few questions, and there is a draft plan."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

import attrs

from jbpcore.adapters.drafting import draft_plan
from jbpcore.adapters.open_store import open_store
from jbpcore.adapters.template_catalogue import (
    TemplateCatalogue,
    default_template_catalogue,
)
from jbpcore.cli.asking import NoMoreAnswersError, ask, ask_line, say
from jbpcore.cli.draft_words import iter_draft_lines
from jbpcore.cli.templates import add_folders, find_template
from jbpcore.codec.json_text import dumps, loads
from jbpcore.errors import InvalidValueError
from jbpcore.model.party import Partner, PartnerKind, Party, Person, PersonRole, Side
from jbpcore.model.plan import Plan
from jbpcore.model.plan_setting import PlanSetting
from jbpcore.model.question import AskWhen, Question
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.days import add_months
from jbpcore.planning.templates.answering import AnswerReader
from jbpcore.planning.templates.building import applies
from jbpcore.planning.templates.filling import fill_answers
from jbpcore.ports.templates import PlanTemplate
from jbpcore.values.text import check_name

__all__ = ["add_arguments", "run"]

_NOT_ASKED: Final = 2
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_NO_ID = re.compile("[^a-z0-9]+", re.ASCII)
_NO: Final = frozenset({"n", "no"})


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the command on *parser*."""
    add = parser.add_argument
    add("--template", metavar="KEY", help="which template; asked for if left out")
    add("--vendor", metavar="NAME", help="the vendor's name; asked for if left out")
    add("--partner", metavar="NAME", help="the partner's name; asked for if left out")
    kinds = [kind.value for kind in PartnerKind]
    add("--kind", choices=kinds, default="reseller", help="what kind of partner it is")
    add("--tier", default="", help="its level in the programme")
    add("--region", default="", help="its region")
    add("--start", metavar="DATE", help="first day of the plan; asked for if left out")
    add("--months", type=int, help="how long it is; as the template says if left out")
    add("--you", metavar="NAME", default="You", help="who drafts it, of the vendor")
    add("--contact", metavar="NAME", help="who works on it at the partner")
    add("--currency", default="", help="of amounts that do not say theirs")
    add("--zone", default="", help="time zone of reviews, such as Europe/Berlin")
    add("--previous", metavar="FILE", help="last year's plan, a JSON file")
    add(
        "--answer",
        action="append",
        default=[],
        metavar="QUESTION=ANSWER",
        help="an answer that is not asked for then; may be given several times",
    )
    add("--out", metavar="FILE", help="the JSON file to save it in")
    add("--store", metavar="URL", help="the store to save it in, as sqlite:///plans.db")
    add("--tenant", help="for whom the store is opened")
    add("--yes", action="store_true", help="save without asking once more")
    add_folders(parser)


def run(arguments: argparse.Namespace) -> int:
    """Ask, show the draft, and save it.

    Args:
        arguments: What :func:`add_arguments` declared.

    Returns:
        0 if all went well, 2 if the input ended before everything was answered.

    Raises:
        InvalidValueError: If an option has a bad value, or the file is there already.
        TemplateNotFoundError: If there is no such template.
        StorageError: If the plan cannot be saved.
    """
    try:
        return _run(arguments)
    except NoMoreAnswersError as error:
        told = f"jbpcore new: the input ended at: {error} Nothing was saved."
        print(told, file=sys.stderr)
        return _NOT_ASKED


def _run(arguments: argparse.Namespace) -> int:
    if bool(arguments.store) is not bool(arguments.tenant):
        both = "--store and --tenant"
        expected = "given together, the store and for whom"
        raise InvalidValueError(both, arguments.store, expected)
    if arguments.out and not arguments.store and Path(arguments.out).exists():
        # Said before anything is asked, so that no answer is lost.
        raise _there_already(arguments.out)
    catalogue = default_template_catalogue(folders=arguments.folder)
    previous = _previous(arguments.previous)
    vendor_name = arguments.vendor or ask("The vendor's name:", _a_name)
    partner_name = arguments.partner or ask("The partner's name:", _a_name)
    vendor = Party(id=_id(vendor_name), name=vendor_name)
    partner = Partner(
        id=_id(partner_name),
        name=partner_name,
        kind=PartnerKind(arguments.kind),
        tier=arguments.tier,
        region=arguments.region,
    )
    if previous is not None:
        vendor, partner = previous.vendor, previous.partner
    template = _template(arguments.template, catalogue, partner)
    period = _period(arguments, template, previous)
    people = _people(arguments, previous)
    setting = PlanSetting(
        id="draft",
        vendor=vendor,
        partner=partner,
        period=period,
        people=people,
        currency=arguments.currency,
        zone=arguments.zone,
    )
    answers = _answers(template, setting, arguments.answer, previous)
    plan = draft_plan(
        template=template,
        vendor=vendor,
        partner=partner,
        period=period,
        people=people,
        answers=answers,
        previous=previous,
        by=people[0],
        at=datetime.now(UTC),
        currency=arguments.currency,
        zone=arguments.zone,
    )
    say("", *iter_draft_lines(plan, template.completeness(plan)), "")
    return _save(plan, arguments)


def _previous(name: str | None) -> Plan | None:
    return None if name is None else loads(Path(name).read_bytes(), Plan)


def _a_name(text: str) -> str:
    return check_name(text, "name")


def _id(name: str) -> str:
    return _NO_ID.sub("-", name.casefold()).strip("-")[:60] or "firm"


def _template(
    named: str | None, catalogue: TemplateCatalogue, partner: Partner
) -> PlanTemplate:
    if named is not None:
        return find_template(named, catalogue)
    found = catalogue.list_suitable(partner)
    for number, one in enumerate(found, 1):
        say(f"  {number}  {one.name} ({one.ref.key})")

    def chosen(text: str) -> PlanTemplate:
        if not text and found:
            return found[0]
        if text.isascii() and text.isdecimal() and 1 <= int(text[:4]) <= len(found):
            return found[int(text) - 1]
        if any(one.ref.key == text for one in found):
            return catalogue.get(text)
        expected = f"a number from 1 to {len(found)}"
        raise InvalidValueError("template", text, expected)

    return ask("Which template? [1]", chosen)


def _period(
    arguments: argparse.Namespace, template: PlanTemplate, previous: Plan | None
) -> DateRange:
    months = template.months if arguments.months is None else arguments.months
    today = datetime.now(UTC).date()
    usual = add_months(today.replace(day=1), 1)
    if previous is not None:
        usual = previous.period.end

    def first_day(text: str) -> date:
        if not text:
            return usual
        if _DAY.fullmatch(text):
            try:
                return date.fromisoformat(text)
            except ValueError:
                pass
        raise InvalidValueError("start", text, f"a day such as {usual}")

    if arguments.start is not None:
        start = first_day(arguments.start)
    else:
        start = ask(f"The first day of the plan? [{usual}]", first_day)
    return DateRange(start, add_months(start, months))


def _people(arguments: argparse.Namespace, previous: Plan | None) -> list[Person]:
    you = Person(
        id=_id(arguments.you),
        name=arguments.you,
        side=Side.VENDOR,
        role=PersonRole.PARTNER_MANAGER,
    )
    people = [you]
    if previous is not None:
        people += [one for one in previous.people if one.id != you.id]
    if arguments.contact:
        contact = Person(
            id=f"{_id(arguments.contact)}.partner",
            name=arguments.contact,
            side=Side.PARTNER,
            role=PersonRole.PARTNER_ADMIN,
        )
        people.append(contact)
    return people


def _answers(
    template: PlanTemplate,
    setting: PlanSetting,
    given: Iterable[str],
    previous: Plan | None,
) -> dict[str, object]:
    answers: dict[str, object] = {}
    for pair in given:
        key, equals, value = pair.partition("=")
        if not equals:
            raise InvalidValueError("--answer", pair, "QUESTION=ANSWER")
        answers[key] = value
    as_of = datetime.now(UTC).date()
    known = fill_answers(template, answers, setting, previous=previous, as_of=as_of)
    reader = AnswerReader(currency=setting.currency, people=setting.people)
    for question in _iter_to_ask(template, reader, known, answers):
        # A currency said once counts for what follows.
        answer = _asked(question, reader, known.get(question.id))
        if answer is not None:
            answers[question.id] = answer
            currency = getattr(answer, "currency", "")
            if currency and not reader.currency:
                reader = attrs.evolve(reader, currency=currency)
    return answers


def _iter_to_ask(
    template: PlanTemplate,
    reader: AnswerReader,
    known: dict[str, object],
    answers: Mapping[str, object],
) -> Iterator[Question]:
    """Yield what has to be asked still, with what was answered until then."""
    questions = {question.id: question for question in template.questions()}
    for question in questions.values():
        if not _is_met(question, questions, reader, {**known, **answers}):
            known.pop(question.id, None)
            continue
        if question.ask is AskWhen.START and question.id not in answers:
            yield question
        if question.default is not None:
            # What another question depends on may be answered by its default.
            known.setdefault(question.id, question.default)


def _is_met(
    question: Question,
    questions: Mapping[str, Question],
    reader: AnswerReader,
    given: Mapping[str, object],
) -> bool:
    when = question.when
    if when is None:
        return True
    asked, value = questions.get(when.question), given.get(when.question)
    if asked is None or value is None:
        return False
    try:
        answer = reader.read(asked, value)
    except InvalidValueError:
        return not when.answer
    return answer.is_given and applies(when, {asked.id: answer})


def _asked(question: Question, reader: AnswerReader, known: object) -> object:
    usual = known if known is not None else question.default
    shown = _shown(reader, question, usual) if usual is not None else ""
    hint = f" [{shown}]" if shown else ""
    if not hint and question.example:
        hint = f" (such as {question.example})"
    if question.choices:
        say(f"  One of: {', '.join(question.choices)}")

    def read(text: str) -> object:
        if not text:
            if usual is not None:
                return usual if known is not None else None
            if question.is_required:
                if question.help:
                    say(f"  {question.help}")
                expected = "given, as the plan needs it"
                raise InvalidValueError(question.id, text, expected)
            return None
        answer = reader.read(question, text)
        return answer.amount if answer.amount is not None else text

    return ask(f"{question.name}?{hint}".replace("??", "?"), read)


def _shown(reader: AnswerReader, question: Question, value: object) -> str:
    from jbpcore.planning.templates.wording import answer_words  # noqa: PLC0415

    try:
        return answer_words(reader.read(question, value))
    except InvalidValueError:
        return str(value)


def _save(plan: Plan, arguments: argparse.Namespace) -> int:
    place = arguments.store or arguments.out or f"{plan.id}.json"
    if not arguments.yes:
        said = ask_line(f"Save it in {place}? [Y/n]")
        if said.casefold() in _NO:
            say("Nothing was saved.")
            return 0
    save: Callable[..., Any] = _in_store if arguments.store else _in_file
    save(plan, place, arguments)
    say(f"Saved {plan.id} in {place}.")
    return 0


def _in_store(plan: Plan, url: str, arguments: argparse.Namespace) -> None:
    record = plan.records[-1]
    with open_store(url, tenant=arguments.tenant) as store:
        store.save(
            plan, expected_revision=0, by=str(record.by), at=record.at, note="drafted"
        )


def _in_file(plan: Plan, name: str, _: argparse.Namespace) -> None:
    try:
        with Path(name).open("x", encoding="utf-8", newline="\n") as file:
            file.write(f"{dumps(plan, indent=2)}\n")
    except FileExistsError:
        raise _there_already(name) from None


def _there_already(name: str) -> InvalidValueError:
    expected = "a new file: it is there already, and is left alone"
    return InvalidValueError("--out", name, expected)
