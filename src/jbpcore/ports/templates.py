"""Where templates come from, and what each of them can do.

To prove a source of one's own, subclass
:class:`jbpcore.testing.template_contract.TemplateSourceContract` and give it the
source: each promise below is tested there under its number. A template in TOML is
:class:`jbpcore.planning.templates.declared.DeclaredTemplate`; a folder of them is
:class:`jbpcore.adapters.template_files.folder.TemplateFolder`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, runtime_checkable

from jbpcore.errors import Finding
from jbpcore.model.answer import TemplateRef
from jbpcore.model.completeness import Completeness
from jbpcore.model.plan import Plan
from jbpcore.model.plan_setting import PlanSetting
from jbpcore.model.question import Question, Section
from jbpcore.model.template_draft import TemplateDraft
from jbpcore.model.template_rules import Suits

__all__ = ["PlanTemplate", "TemplateSource"]


@runtime_checkable
class PlanTemplate(Protocol):
    """Asks questions, and makes a draft plan of the answers.

    * **T1** Its key and version are those it is listed and found under, for good.
    * **T2** Every question has an id of its own, stands in one of its sections or in
      none, and depends on other questions of the template alone, never in a circle.
    * **T3** A default is an answer to its own question.
    * **T4** The same answers in the same setting give the same plan, however often, in
      whatever order they are given, and from several threads at once; nothing that is
      handed in is changed.
    * **T5** The plan is a draft between the firms, for the days and with the people of
      the setting, and pins the template's key and version.
    * **T6** The plan keeps every answer that was given, with the words of its question
      and for the audience of its section.
    * **T7** An answer to no question, or of the wrong kind, is refused with
      :exc:`~jbpcore.errors.InvalidDataError`; all of them are in its findings, each
      with the path ``answers.<question>``.
    * **T8** A plan is built although answers are missing; each required one that is
      missing has a finding with the path ``answers.<question>``.
    * **T9** Completeness is a share from 0 to 1; it is 1 exactly if nothing is missing,
      and whatever is missing has a finding with a sentence.
    * **T10** What stands in answers stays text: braces, patterns and markup in them are
      in the plan as they were given, and nothing is looked up or run.
    """

    @property
    def ref(self) -> TemplateRef:
        """Its key and version (T1)."""
        ...

    @property
    def name(self) -> str:
        """What people call it."""
        ...

    @property
    def summary(self) -> str:
        """For whom it is, and what for."""
        ...

    @property
    def language(self) -> str:
        """The language of its texts, such as ``"en"``."""
        ...

    @property
    def suits(self) -> Suits:
        """Which partners it is for."""
        ...

    @property
    def months(self) -> int:
        """How long a plan made from it usually is."""
        ...

    def sections(self) -> tuple[Section, ...]:
        """Return the headings that questions stand under (T2)."""
        ...

    def questions(self) -> tuple[Question, ...]:
        """Return what it asks, in order (T2, T3)."""
        ...

    def build(
        self, answers: Mapping[str, object], setting: PlanSetting
    ) -> TemplateDraft:
        """Return the draft plan that comes of *answers* (T4-T8, T10).

        Args:
            answers: What was answered, by question: values, or text as typed in.
            setting: Between whom the plan is, and when.

        Raises:
            InvalidDataError: If something is no answer.
        """
        ...

    def completeness(self, plan: Plan) -> Completeness:
        """Return how complete *plan* is by this template, and what is missing (T9)."""
        ...


class TemplateSource(Protocol):
    """Lists templates and finds them by key and version.

    * **S1** Every template that is listed can be had, under the key and the version
      that it is listed with.
    * **S2** Without a version it is the newest that is listed.
    * **S3** What is not there raises :exc:`~jbpcore.errors.TemplateNotFoundError`, with
      the key, the version, and the keys there are.
    * **S4** The list is in order of key and version, each of them once, and the same
      every time while nothing changes.
    * **S5** A template that cannot be used is in no list; why not stands in the
      problems, and the others are not affected.
    * **S6** A key that is none, such as a path, raises ``TemplateNotFoundError``, and
      nothing is opened for it.
    """

    def list_templates(self) -> tuple[TemplateRef, ...]:
        """Return what there is, in order (S1, S4)."""
        ...

    def get(self, key: str, version: int | None = None) -> PlanTemplate:
        """Return a template (S1-S3, S6).

        Args:
            key: Its key.
            version: Its version; the newest if ``None``.

        Raises:
            TemplateNotFoundError: If it is not there.
        """
        ...

    def list_problems(self) -> tuple[Finding, ...]:
        """Return what keeps templates from being used (S5)."""
        ...
