"""A plugin is imported when it is used, and whatever it does then, the host goes on."""

from __future__ import annotations

import pickle
import sys
from pathlib import Path

import pytest
from tests.plugins.installing import WORKS, Site, zipped

import jbpcore as jbp
from jbpcore.errors import PluginError
from jbpcore.plugins.listing import check_plugins, find_plugin, list_plugins
from jbpcore.plugins.plugin import Plugin

STORES = "jbpcore.stores"

# What a module does when it is imported, and what is told of it.
HOSTILE = {
    "fails": ("import no_such_module", "No module named 'no_such_module'"),
    "syntax": ("def", "SyntaxError"),
    "exits": ("raise SystemExit(3)", "SystemExit: 3"),
    "quits": ("import sys; sys.exit()", "SystemExit"),
    "interrupts": ("raise KeyboardInterrupt", "KeyboardInterrupt"),
    "closes": ("raise GeneratorExit", "GeneratorExit"),
    "base": ("class Odd(BaseException): pass\nraise Odd('own tree')", "Odd: own tree"),
    "deep": ("def f(): f()\nf()", "RecursionError"),
    "mute": (
        "class Mute(Exception):\n    def __str__(self): raise ValueError\nraise Mute",
        "Importing it failed: Mute.",
    ),
    "colours": ("raise ValueError('\\x1b[31mred\\n' + 'x' * 999)", "ValueError: ?[31m"),
    "warns": ("import warnings; warnings.warn('old', DeprecationWarning)", "old"),
    "bare": ("JBPCORE_API = 1", "has no attribute 'opened'"),
    "attribute": (
        "def __getattr__(name): raise SystemExit(name)",
        "SystemExit: ",
    ),
}


def loaded_error(name: str) -> PluginError:
    plugin = find_plugin(STORES, name)
    assert plugin is not None
    with pytest.raises(PluginError) as caught:
        plugin.load()
    return caught.value


@pytest.mark.parametrize("name", HOSTILE)
def test_whatever_an_import_raises_is_an_error_of_that_plugin(
    site: Site, name: str
) -> None:
    source, told = HOSTILE[name]
    site.install_store(name, source)
    error = loaded_error(name)
    assert error.finding.code == "jbp.plugin.import_failed"
    assert told in error.finding.message
    assert error.plugin == f"jbpcore.stores:{name}"
    assert error.distribution == f"acme-{name}"
    assert len(str(error)) < 400
    assert "\x1b" not in str(error)
    assert error.__cause__ is not None


def test_a_key_pressed_meanwhile_is_not_the_plugins_doing(site: Site) -> None:
    # As Ctrl-C does: the interpreter raises between two steps of the module.
    pressed = "import signal\nsignal.raise_signal(signal.SIGINT)\n"
    site.install_store("slow", pressed)
    plugin = find_plugin(STORES, "slow")
    assert plugin is not None
    with pytest.raises(KeyboardInterrupt):
        plugin.load()


@pytest.mark.parametrize(
    ("stated", "told"),
    [
        ("", "acme_journal does not say which API version it was made for"),
        ("JBPCORE_API = 2", "this jbpcore has 1. Upgrade jbpcore."),
        ("JBPCORE_API = 0", "this jbpcore has 1. Upgrade the plugin."),
        ("JBPCORE_API = '1'", "must be a whole number: 1"),
        ("JBPCORE_API = True", "must be a whole number: 1"),
        ("JBPCORE_API = None", "does not say which API version"),
    ],
)
def test_a_plugin_of_another_api_is_refused(site: Site, stated: str, told: str) -> None:
    site.install_store("journal", f"{stated}\ndef opened(url, *, tenant): ...")
    error = loaded_error("journal")
    assert error.finding.code == "jbp.plugin.api_version"
    assert told in error.finding.message


@pytest.mark.parametrize(
    ("group", "source"),
    [
        (STORES, "opened = 'no function'"),
        ("jbpcore.fx_providers", "opened = {}"),
        ("jbpcore.metrics", "opened = 'demos'"),
        (
            "jbpcore.metrics",
            "import jbpcore\nopened = jbpcore.metrics.REVENUE  # of another key",
        ),
    ],
)
def test_what_is_of_another_kind_is_refused(
    site: Site, group: str, source: str
) -> None:
    source = f"JBPCORE_API = 1\n{source}"
    site.install("acme", {group: {"demos": "acme:opened"}}, {"acme.py": source})
    (found,) = check_plugins()
    assert found.error is not None
    assert found.error.code == "jbp.plugin.wrong_kind"


def test_an_object_that_lies_about_itself_is_reported(site: Site) -> None:
    source = """\
        JBPCORE_API = 1
        class Liar:
            @property
            def __class__(self): raise SystemExit
        opened = Liar()
        """
    points = {"jbpcore.metrics": {"demos": "acme:opened"}}
    site.install("acme", points, {"acme.py": source})
    (found,) = check_plugins()
    assert found.error is not None
    assert found.error.code == "jbp.plugin.import_failed"


def test_a_check_tries_each_and_stops_at_none(site: Site) -> None:
    for name, (source, _) in HOSTILE.items():
        site.install_store(name, source)
    site.install_store("sound")
    assert [one.name for one in list_plugins() if one.error is not None] == []
    checked = check_plugins()
    assert [one.name for one in checked if one.error is None] == ["sound"]
    assert len(checked) == len(HOSTILE) + 1


def test_a_check_imports_nothing_that_is_not_allowed(site: Site) -> None:
    site.install_store("sound")
    (found,) = check_plugins(allow=[])
    assert found.error is not None
    assert "acme_sound" not in sys.modules
    with pytest.raises(PluginError, match="not_allowed"):
        found.load()
    assert "acme_sound" not in sys.modules


def test_an_error_goes_from_one_process_to_another(site: Site) -> None:
    site.install_store("fails", "raise SystemExit")
    error = loaded_error("fails")
    copied = pickle.loads(pickle.dumps(error))  # noqa: S301 - of our own making
    assert str(copied) == str(error)
    assert copied.finding == error.finding
    assert isinstance(copied, ImportError)


def test_the_front_door_has_them(site: Site) -> None:
    site.install_store("journal")
    assert [one.name for one in jbp.list_plugins()] == ["journal"]
    assert isinstance(jbp.list_plugins()[0], jbp.Plugin)
    assert jbp.check_plugins() == jbp.list_plugins()
    with pytest.raises(jbp.JbpError):
        Plugin(
            group=STORES, name="j", distribution="d", version="", reference="no_such:x"
        ).load()


def test_a_metric_of_a_plugin_is_found_by_its_key(site: Site) -> None:
    source = """\
        import jbpcore
        JBPCORE_API = 1
        DEMOS = jbpcore.Metric(
            key="demos", name="Demos held", unit=jbpcore.Unit.count("demos")
        )
        """
    points = {"jbpcore.metrics": {"demos": "acme_metrics:DEMOS"}}
    site.install("acme-metrics", points, {"acme_metrics.py": source})
    assert jbp.find_metric("demos").name == "Demos held"
    assert jbp.find_metric("revenue") is jbp.metrics.REVENUE
    with pytest.raises(PluginError, match="not allowed"):
        jbp.find_metric("demos", allow=[])
    with pytest.raises(jbp.JbpError, match=r"certified-people.*demos.*win-rate"):
        jbp.find_metric("demo")


def test_an_editable_install_is_as_good_as_any(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What is installed is the metadata; a .pth file or a finder leads to the source.
    site.install("acme-journal", {STORES: {"journal": "acme_journal:opened"}})
    source = Site(tmp_path / "checkout")
    source.write("acme_journal.py", WORKS)
    monkeypatch.setattr(sys, "path", [*sys.path, str(source.folder)])
    (found,) = check_plugins()
    assert found.error is None


@pytest.mark.usefixtures("site")
def test_code_in_a_zip_file_loads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed = Site(tmp_path / "packed")
    packed.install_store("journal")
    monkeypatch.syspath_prepend(str(zipped(packed.folder, tmp_path / "packed.zip")))
    (found,) = check_plugins()
    assert found.error is None
