"""The promises of :class:`~jbpcore.ports.templates.TemplateSource`, as tests.

Every template that the source lists is tried as well, so one class with one fixture is
all that an author writes. Names of tests are public: a release that adds, removes or
renames one says so under "Contract" in the changelog.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from jbpcore.errors import TemplateNotFoundError
from jbpcore.ports.templates import PlanTemplate, TemplateSource
from jbpcore.testing.template_answers import TemplateAnswers
from jbpcore.testing.template_building import TemplateBuilding

__all__ = ["TemplateSourceContract"]

_NO_KEYS = ("", "Growth", "no such template", "../growth", "growth.toml", "/etc/passwd")


class TemplateSourceContract(TemplateAnswers, TemplateBuilding):
    """Subclass as ``TestMyTemplates``, override ``source``, and run pytest."""

    @pytest.fixture
    def source(self) -> TemplateSource:
        """Return the source under test."""
        raise NotImplementedError

    @pytest.fixture
    def templates(self, source: TemplateSource) -> tuple[PlanTemplate, ...]:
        """Return every template of the source."""
        found = source.list_templates()
        assert found, "the source lists no template, so nothing is tried"
        return tuple(source.get(ref.key, ref.version) for ref in found)

    def test_s1_what_is_listed_can_be_had(self, source: TemplateSource) -> None:
        """S1: under the key and the version that it is listed with."""
        for ref in source.list_templates():
            assert source.get(ref.key, ref.version).ref == ref

    def test_s2_without_a_version_it_is_the_newest(
        self, source: TemplateSource
    ) -> None:
        """S2: of those that are listed."""
        newest = {ref.key: ref.version for ref in source.list_templates()}
        for key, version in newest.items():
            assert source.get(key).ref.version == version

    def test_s3_what_is_not_there_is_an_error(self, source: TemplateSource) -> None:
        """S3: with the key, the version, and the keys there are."""
        keys = {ref.key for ref in source.list_templates()}
        with pytest.raises(TemplateNotFoundError) as caught:
            source.get("no-such-template-anywhere")
        error = caught.value
        assert (error.key, error.version) == ("no-such-template-anywhere", None)
        assert keys <= set(error.known)
        for key in keys:
            with pytest.raises(TemplateNotFoundError) as caught:
                source.get(key, 999_999)
            assert (caught.value.key, caught.value.version) == (key, 999_999)

    def test_s4_the_list_is_in_order_and_the_same_again(
        self, source: TemplateSource
    ) -> None:
        """S4: each template once, by key and version."""
        found = source.list_templates()
        places = [(ref.key, ref.version) for ref in found]
        assert places == sorted(set(places))
        assert source.list_templates() == found

    def test_s5_problems_are_told_of_and_not_listed(
        self, source: TemplateSource
    ) -> None:
        """S5: each with a sentence; asking for them changes nothing."""
        listed = source.list_templates()
        for problem in source.list_problems():
            assert problem.message.strip()
            assert problem.code.startswith("jbp.")
        assert source.list_templates() == listed

    def test_s6_a_key_that_is_none_is_not_found(self, source: TemplateSource) -> None:
        """S6: paths and names of files lead nowhere."""
        for key in _NO_KEYS:
            with pytest.raises(TemplateNotFoundError):
                source.get(key)

    def test_t1_key_and_version_are_for_good(
        self, source: TemplateSource, templates: tuple[PlanTemplate, ...]
    ) -> None:
        """T1: had again, it is the same, with a name."""
        for template in templates:
            ref = template.ref
            again = source.get(ref.key, ref.version)
            assert again.ref == ref == template.ref
            assert template.name == again.name != ""
            assert template.months >= 1

    def test_t2_questions_stand_in_sections_and_in_no_circle(
        self, templates: tuple[PlanTemplate, ...]
    ) -> None:
        """T2: each with an id of its own, depending on others that are asked."""
        for template in templates:
            ids = [question.id for question in template.questions()]
            assert len(set(ids)) == len(ids)
            sections = {section.id for section in template.sections()}
            assert len(sections) == len(template.sections())
            for question in template.questions():
                assert question.section in {"", *sections}
            for chain in _iter_chains(template):
                assert len(chain) <= len(ids), "questions depend on each other"


def _iter_chains(template: PlanTemplate) -> Iterator[list[str]]:
    """Yield for each question those that it depends on, one behind the other."""
    questions = {question.id: question for question in template.questions()}
    for question in questions.values():
        chain = [question.id]
        at = question
        while at.when is not None and len(chain) <= len(questions):
            assert at.when.question in questions, "it depends on what nobody asks"
            at = questions[at.when.question]
            chain.append(at.id)
        yield chain
