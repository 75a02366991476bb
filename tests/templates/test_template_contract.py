"""The kit of templates on every source of ours."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.templates.coded import FirstDeal

import jbpcore as jbp
from jbpcore.adapters.template_catalogue import SingleTemplate, shipped_templates
from jbpcore.ports.templates import TemplateSource
from jbpcore.testing.template_contract import TemplateSourceContract

LITE = """
format = 1
key = "lite"
version = 1 # the one that counts
name = "Lite"
months = 3

[[questions]]
id = "deals"
name = "Deals to win"
kind = "count"
unit = "deals"
required = true

[[questions]]
id = "why"
name = "Why now?"
kind = "text"
ask = "later"

[[goals]]
id = "deals"
name = "Deals with {partner.name}"
metric = "deals-won"
target = "deals"
description = "{answers.why}"

[[actions]]
id = "pack"
name = "Send the figures"
side = "vendor"
due = "2 workdays before each review check-in"

[[cadences]]
id = "check-in"
name = "Check-in"
step = "monthly"
on = "last friday"
"""
LITE_EMEA = """
format = 1
key = "lite-emea"
version = 1
name = "Lite, EMEA"
extends = "lite"
remove = ["actions.pack"]
"""


class TestShippedTemplates(TemplateSourceContract):
    @pytest.fixture
    def source(self) -> TemplateSource:
        return shipped_templates()


class TestFolder(TemplateSourceContract):
    @pytest.fixture
    def source(self, tmp_path: Path) -> TemplateSource:
        (tmp_path / "lite.toml").write_text(LITE, "utf-8")
        (tmp_path / "lite@2.toml").write_text(LITE.replace("= 1 #", "= 2 #"), "utf-8")
        (tmp_path / "lite-emea.toml").write_text(LITE_EMEA, "utf-8")
        (tmp_path / "broken.toml").write_text("format = 1", "utf-8")
        return jbp.TemplateFolder(tmp_path)


class TestCatalogue(TemplateSourceContract):
    @pytest.fixture
    def source(self, tmp_path: Path) -> TemplateSource:
        (tmp_path / "lite.toml").write_text(LITE, "utf-8")
        folder = jbp.TemplateFolder(tmp_path)
        coded = SingleTemplate(FirstDeal())
        return jbp.TemplateCatalogue([("ours", folder), ("acme", lambda: coded)])


class TestTemplateThatIsCode(TemplateSourceContract):
    @pytest.fixture
    def source(self) -> TemplateSource:
        return SingleTemplate(FirstDeal())
