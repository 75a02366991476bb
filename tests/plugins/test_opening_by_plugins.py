"""A store and exchange rates of a plugin open by their URL."""

from __future__ import annotations

import sys
from datetime import date
from typing import Any

import pytest
from tests.plugins.installing import Site

import jbpcore as jbp
from jbpcore.adapters.memory import MemoryStore
from jbpcore.adapters.open_fx_rates import open_fx_rates
from jbpcore.adapters.open_store import open_store
from jbpcore.errors import InvalidValueError, PluginError, StoreUnavailableError
from jbpcore.plugins.groups import PluginGroup, is_built_in

URL = "journal://maria:secret@host/plans"

OF_ANOTHER_TENANT = """\
from jbpcore.adapters.memory import MemoryStore
    return MemoryStore(tenant="globex")
"""

RATES = """\
    import datetime
    import jbpcore
    JBPCORE_API = 1

    def opened(url):
        assert url == "ecb://daily"
        day = datetime.date(2026, 3, 31)
        rate = jbpcore.FxRate(base="EUR", quote="USD", rate="1.08", on=day)
        return jbpcore.FxTable(rates=[rate])
    """


def test_a_scheme_nobody_has_here_is_a_plugins(site: Site) -> None:
    site.install_store("journal")
    with open_store("journal:///plans", tenant="acme") as store:
        assert isinstance(store, MemoryStore)
        assert store.tenant == "acme"
    assert "acme_journal" in sys.modules


def test_one_of_ours_is_opened_without_looking_at_plugins(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.install("hostile", {"jbpcore.stores": {"memory": "acme:opened"}})
    monkeypatch.delattr("jbpcore.plugins.opening.find_plugin")
    with open_store("memory://", tenant="acme") as store:
        assert isinstance(store, MemoryStore)


@pytest.mark.parametrize("scheme", ["memory", "sqlite", "json", "postgresql"])
def test_no_plugin_may_have_a_scheme_of_ours(scheme: str) -> None:
    assert is_built_in(PluginGroup.STORES, scheme)
    assert is_built_in(PluginGroup.STORES, f"{scheme}+driver")


def test_an_unknown_scheme_tells_those_of_plugins_too(site: Site) -> None:
    site.install_store("journal")
    with pytest.raises(InvalidValueError) as caught:
        open_store("diary://maria:secret@host", tenant="acme")
    told = str(caught.value)
    assert "'journal'" in told
    assert "'memory://'" in told
    assert "install the package that offers it" in told
    assert "secret" not in told
    assert "acme_journal" not in sys.modules


def test_a_plugin_that_is_not_allowed_is_not_opened(site: Site) -> None:
    site.install_store("journal")
    with pytest.raises(PluginError, match="not_allowed"):
        open_store(URL, tenant="acme", allow=["others"])
    assert "acme_journal" not in sys.modules
    open_store(URL, tenant="acme", allow=["jbpcore.stores:journal"]).close()


@pytest.mark.parametrize("tenant", ["", "two\nlines", None])
def test_a_bad_tenant_never_reaches_a_plugin(site: Site, tenant: Any) -> None:
    site.install_store("journal")
    with pytest.raises(InvalidValueError, match="tenant"):
        open_store(URL, tenant=tenant)
    assert "acme_journal" not in sys.modules


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("raise ValueError(url)", "jbp.plugin.call_failed"),
        ("raise SystemExit(url)", "jbp.plugin.call_failed"),
        ("return None", "jbp.plugin.wrong_kind"),
        (OF_ANOTHER_TENANT, "jbp.plugin.wrong_kind"),
    ],
)
def test_what_a_plugin_does_wrong_is_told_of_it(
    site: Site, body: str, code: str
) -> None:
    source = f"JBPCORE_API = 1\ndef opened(url, *, tenant):\n    {body}\n"
    site.install_store("journal", source)
    with pytest.raises(PluginError) as caught:
        open_store(URL, tenant="acme")
    assert caught.value.finding.code == code
    assert "secret" not in str(caught.value)


def test_an_error_of_ours_comes_as_it_is(site: Site) -> None:
    source = """\
        from jbpcore.errors import StoreUnavailableError
        JBPCORE_API = 1

        def opened(url, *, tenant):
            raise StoreUnavailableError("open")
        """
    site.install_store("journal", source)
    with pytest.raises(StoreUnavailableError):
        open_store(URL, tenant="acme")


def test_rates_of_a_plugin_convert_money(site: Site) -> None:
    points = {"jbpcore.fx_providers": {"ecb": "acme_rates:opened"}}
    site.install("acme-rates", points, {"acme_rates.py": RATES})
    rates = open_fx_rates("ecb://daily")
    money = jbp.Money("100", "EUR")
    converted = jbp.convert_money(money, "USD", on=date(2026, 4, 1), fx=rates)
    # 100 EUR at 1.08
    assert converted.amount == jbp.Money("108", "USD")
    with pytest.raises(PluginError, match="not_allowed"):
        jbp.open_fx_rates("ecb://daily", allow=[])
    with pytest.raises(InvalidValueError, match="'ecb'"):
        open_fx_rates("fed://maria:secret@host")


@pytest.mark.parametrize("url", ["", "ecb", "://", None, 7, "ecb:daily"])
def test_rates_that_nobody_has_are_refused(url: Any) -> None:
    with pytest.raises(InvalidValueError, match="url"):
        open_fx_rates(url)


def test_a_provider_without_rates_is_told_of(site: Site) -> None:
    points = {"jbpcore.fx_providers": {"ecb": "acme_rates:opened"}}
    source = "JBPCORE_API = 1\ndef opened(url): return {}\n"
    site.install("acme-rates", points, {"acme_rates.py": source})
    with pytest.raises(PluginError, match="wrong_kind"):
        open_fx_rates("ecb://daily")
