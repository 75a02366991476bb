"""Each promise of the kit catches a template, or a source, that breaks it."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable

import pytest
from tests.templates.broken_sources import (
    HasMuteProblems,
    ListsByTheHour,
    ListsFromTheEnd,
    ListsMoreThanItHas,
    RaisesKeyError,
    Source,
    TakesAnyVersion,
    TakesCapitals,
    TakesTheOldest,
    TellsNoKeys,
)
from tests.templates.broken_templates import (
    CONTRACT,
    TEMPLATE,
    AsksInACircle,
    AsksInNoSection,
    AsksTwice,
    ChangesWhatItIsGiven,
    CountsItsPlans,
    EscapesForHtml,
    ForgetsItself,
    HasABadDefault,
    IsAlwaysContent,
    KeepsItsAnswers,
    LooksAtTheOrder,
    LosesAnswers,
    LosesPeople,
    RaisesItsVersion,
    ReadsAnswersAgain,
    RefusesToBegin,
    SaysNothing,
    SaysNoWord,
    ShowsWhatIsInside,
    Sound,
    TakesWhatNobodyAsked,
    TellsOneMistakeAtATime,
)

import jbpcore as jbp
from jbpcore.adapters.template_catalogue import SingleTemplate
from jbpcore.ports.templates import PlanTemplate, TemplateSource
from jbpcore.testing.template_contract import TemplateSourceContract

TEMPLATE_BITES: list[tuple[type[Sound], Callable[..., None]]] = [
    (RaisesItsVersion, CONTRACT.test_t1_key_and_version_are_for_good),
    (AsksTwice, CONTRACT.test_t2_questions_stand_in_sections_and_in_no_circle),
    (AsksInNoSection, CONTRACT.test_t2_questions_stand_in_sections_and_in_no_circle),
    (AsksInACircle, CONTRACT.test_t2_questions_stand_in_sections_and_in_no_circle),
    (HasABadDefault, CONTRACT.test_t3_a_default_answers_its_own_question),
    (CountsItsPlans, CONTRACT.test_t4_the_same_answers_give_the_same_plan),
    (LooksAtTheOrder, CONTRACT.test_t4_the_same_answers_give_the_same_plan),
    (ChangesWhatItIsGiven, CONTRACT.test_t4_the_same_answers_give_the_same_plan),
    (KeepsItsAnswers, CONTRACT.test_t4_from_several_threads_at_once),
    (ForgetsItself, CONTRACT.test_t5_the_plan_is_a_draft_in_its_setting),
    (LosesPeople, CONTRACT.test_t5_the_plan_is_a_draft_in_its_setting),
    (LosesAnswers, CONTRACT.test_t6_every_answer_is_kept_for_its_audience),
    (ShowsWhatIsInside, CONTRACT.test_t6_every_answer_is_kept_for_its_audience),
    (TakesWhatNobodyAsked, CONTRACT.test_t7_what_is_no_answer_is_refused),
    (TellsOneMistakeAtATime, CONTRACT.test_t7_what_is_no_answer_is_refused),
    (RefusesToBegin, CONTRACT.test_t8_a_plan_is_built_although_answers_are_missing),
    (SaysNothing, CONTRACT.test_t8_a_plan_is_built_although_answers_are_missing),
    (IsAlwaysContent, CONTRACT.test_t9_completeness_says_what_is_missing),
    (SaysNoWord, CONTRACT.test_t9_completeness_says_what_is_missing),
    (ReadsAnswersAgain, CONTRACT.test_t10_what_stands_in_answers_stays_text),
    (EscapesForHtml, CONTRACT.test_t10_what_stands_in_answers_stays_text),
]
SOURCE_BITES: list[tuple[type[Source], Callable[..., None]]] = [
    (ListsMoreThanItHas, CONTRACT.test_s1_what_is_listed_can_be_had),
    (TakesTheOldest, CONTRACT.test_s2_without_a_version_it_is_the_newest),
    (RaisesKeyError, CONTRACT.test_s3_what_is_not_there_is_an_error),
    (TakesAnyVersion, CONTRACT.test_s3_what_is_not_there_is_an_error),
    (TellsNoKeys, CONTRACT.test_s3_what_is_not_there_is_an_error),
    (ListsFromTheEnd, CONTRACT.test_s4_the_list_is_in_order_and_the_same_again),
    (ListsByTheHour, CONTRACT.test_s4_the_list_is_in_order_and_the_same_again),
    (HasMuteProblems, CONTRACT.test_s5_problems_are_told_of_and_not_listed),
    (TakesCapitals, CONTRACT.test_s6_a_key_that_is_none_is_not_found),
]


def ask(source: TemplateSource, test: Callable[..., None]) -> None:
    fixtures: dict[str, Callable[[], object]] = {
        "source": lambda: source,
        "templates": lambda: (source.get("sound"),),
    }
    wanted = inspect.signature(test).parameters.keys() & fixtures.keys()
    test(**{name: fixtures[name]() for name in wanted})


@pytest.mark.parametrize(
    ("broken", "test"),
    [pytest.param(*one, id=one[0].__name__) for one in TEMPLATE_BITES],
)
def test_each_promise_catches_a_template_that_breaks_it(
    broken: type[Sound], test: Callable[..., None]
) -> None:
    ask(SingleTemplate(Sound()), test)
    with pytest.raises((Exception, pytest.fail.Exception)):
        ask(SingleTemplate(broken()), test)


@pytest.mark.parametrize(
    ("broken", "test"),
    [pytest.param(*one, id=one[0].__name__) for one in SOURCE_BITES],
)
def test_each_promise_catches_a_source_that_breaks_it(
    broken: type[Source], test: Callable[..., None]
) -> None:
    template = jbp.DeclaredTemplate(TEMPLATE)
    ask(Source(template), test)
    with pytest.raises((Exception, pytest.fail.Exception)):
        ask(broken(template), test)


def test_every_promise_has_something_that_breaks_it() -> None:
    kit = {name for name in dir(TemplateSourceContract) if name.startswith("test_")}
    bitten = {test.__name__ for _, test in (*TEMPLATE_BITES, *SOURCE_BITES)}
    assert kit == bitten


def test_every_promise_has_a_test() -> None:
    for port, letter in ((PlanTemplate, "t"), (TemplateSource, "s")):
        text = inspect.getdoc(port) or ""
        promised = set(re.findall(rf"\*\*({letter}[0-9]+)\*\*", text, re.IGNORECASE))
        tested = {
            match[1].upper()
            for name in dir(TemplateSourceContract)
            if (match := re.match(rf"test_({letter}[0-9]+)_", name))
        }
        assert promised == tested != set()
