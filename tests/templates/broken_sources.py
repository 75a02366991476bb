"""Sources of templates that each break a promise of the kit."""

from __future__ import annotations

import attrs
from tests.templates.broken_templates import TEMPLATE

import jbpcore as jbp
from jbpcore.errors import TemplateNotFoundError
from jbpcore.ports.templates import PlanTemplate


@attrs.define
class Source:
    """Has the template in two versions; keeps every promise."""

    template: PlanTemplate
    asked: int = 0

    def list_templates(self) -> tuple[jbp.TemplateRef, ...]:
        return (jbp.TemplateRef(key="sound", version=1), self.template.ref)

    def get(self, key: str, version: int | None = None) -> PlanTemplate:
        old = jbp.DeclaredTemplate(attrs.evolve(TEMPLATE, version=1))
        found = {2: self.template, 1: old}.get(2 if version is None else version)
        if key != "sound" or found is None:
            raise TemplateNotFoundError(key, version, ("sound",))
        return found

    def list_problems(self) -> tuple[jbp.Finding, ...]:
        return ()


class ListsMoreThanItHas(Source):
    def list_templates(self) -> tuple[jbp.TemplateRef, ...]:
        return (*super().list_templates(), jbp.TemplateRef(key="sound", version=3))


class TakesTheOldest(Source):
    def get(self, key: str, version: int | None = None) -> PlanTemplate:
        return super().get(key, 1 if version is None else version)


class RaisesKeyError(Source):
    def get(self, key: str, version: int | None = None) -> PlanTemplate:
        try:
            return super().get(key, version)
        except TemplateNotFoundError as error:
            raise KeyError(key) from error


class TakesAnyVersion(Source):
    def get(self, key: str, version: int | None = None) -> PlanTemplate:
        return super().get(key, version if version in {1, 2} else None)


class TellsNoKeys(Source):
    def get(self, key: str, version: int | None = None) -> PlanTemplate:
        try:
            return super().get(key, version)
        except TemplateNotFoundError as error:
            raise TemplateNotFoundError(error.key, error.version) from error


class ListsFromTheEnd(Source):
    def list_templates(self) -> tuple[jbp.TemplateRef, ...]:
        return tuple(reversed(super().list_templates()))


class ListsByTheHour(Source):
    def list_templates(self) -> tuple[jbp.TemplateRef, ...]:
        self.asked += 1
        return super().list_templates()[: 1 + self.asked % 2]


class HasMuteProblems(Source):
    def list_problems(self) -> tuple[jbp.Finding, ...]:
        return (jbp.Finding(code="jbp.template.file", path="x", message=""),)


class TakesCapitals(Source):
    def get(self, key: str, version: int | None = None) -> PlanTemplate:
        return super().get("sound" if key == "Growth" else key, version)
