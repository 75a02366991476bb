"""Both kinds of templates keep every promise."""

from __future__ import annotations

import pytest

import jbpcore as jbp
from jbpcore.ports.templates import TemplateSource
from jbpcore.testing.template_contract import TemplateSourceContract
from jbpcore_account_templates.accounts import AccountsTemplate


class TestPack(TemplateSourceContract):
    @pytest.fixture
    def source(self) -> TemplateSource:
        (pack,) = jbp.list_template_packs(allow=["jbpcore-account-templates"])
        assert pack.folder is not None
        return jbp.TemplateFolder(pack.folder)


class TestAccounts(TemplateSourceContract):
    @pytest.fixture
    def source(self) -> TemplateSource:
        return jbp.SingleTemplate(AccountsTemplate())


def test_both_are_found_where_jbpcore_looks() -> None:
    catalogue = jbp.default_template_catalogue(allow=["jbpcore-account-templates"])
    assert catalogue.get("joint-event").name == "Joint event"
    assert isinstance(catalogue.get("named-accounts"), AccountsTemplate)
    assert catalogue.list_problems() == ()
