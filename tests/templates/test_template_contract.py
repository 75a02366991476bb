"""The kit of templates on every source of ours."""

from __future__ import annotations

import pytest

from jbpcore.adapters.template_catalogue import (
    SingleTemplate,
    default_catalogue,
    shipped_templates,
)
from jbpcore.ports.templates import TemplateSource
from jbpcore.testing.template_contract import TemplateSourceContract
from tests.templates.coded import FirstDeal


class TestShippedTemplates(TemplateSourceContract):
    @pytest.fixture
    def source(self) -> TemplateSource:
        return shipped_templates()


class TestCatalogue(TemplateSourceContract):
    @pytest.fixture
    def source(self) -> TemplateSource:
        return default_catalogue(allow=[])


class TestTemplateThatIsCode(TemplateSourceContract):
    @pytest.fixture
    def source(self) -> TemplateSource:
        return SingleTemplate(FirstDeal())
