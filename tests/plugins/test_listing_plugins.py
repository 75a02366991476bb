"""What is installed is listed, and whatever is wrong is said of that one alone."""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from tests.plugins.installing import Site, zipped

from jbpcore.errors import InvalidValueError
from jbpcore.plugins import claims, listing
from jbpcore.plugins.faults import PluginFault
from jbpcore.plugins.listing import list_plugins, list_template_packs, refresh_plugins
from jbpcore.plugins.plugin import Plugin

BETRAYED = "import sys; sys.stderr.write('imported'); raise SystemExit('imported')"
STORES = "jbpcore.stores"


def faults() -> dict[str, str | None]:
    """Return the code of what is wrong with each plugin, by its key."""
    return {
        one.key: None if one.error is None else one.error.code for one in list_plugins()
    }


def test_a_plugin_is_listed_with_where_it_comes_from(site: Site) -> None:
    site.install_store("journal")
    assert list_plugins() == (
        Plugin(
            group=STORES,
            name="journal",
            distribution="acme-journal",
            version="1.0",
            reference="acme_journal:opened",
        ),
    )


def test_a_group_is_listed_by_itself(site: Site) -> None:
    site.install_store("journal")
    site.install("demos", {"jbpcore.metrics": {"demos": "demos:DEMOS"}})
    assert [one.name for one in list_plugins("jbpcore.metrics")] == ["demos"]
    assert [one.name for one in list_plugins(STORES)] == ["journal"]
    assert [one.name for one in list_plugins()] == ["demos", "journal"]


@pytest.mark.parametrize("group", ["jbpcore.store", "stores", "", 7])
def test_a_group_that_is_none_is_refused(group: Any) -> None:
    with pytest.raises(InvalidValueError, match=r"jbpcore\.stores"):
        list_plugins(group)


def test_five_hundred_are_listed_within_a_second_and_none_is_imported(
    site: Site, capfd: pytest.CaptureFixture[str]
) -> None:
    for number in range(500):
        site.install_store(f"s{number:03}", BETRAYED)
    before = set(sys.modules)
    # The best of three: how busy the machine is besides says nothing.
    seconds = []
    listed: tuple[Plugin, ...] = ()
    for _ in range(3):
        refresh_plugins()
        started = time.perf_counter()
        listed = list_plugins()
        seconds.append(time.perf_counter() - started)
    assert len(listed) == 500
    assert all(one.error is None for one in listed)
    assert min(seconds) < 1
    assert not {name for name in set(sys.modules) - before if name.startswith("acme")}
    assert capfd.readouterr().err == ""


def test_packages_are_looked_through_once(
    site: Site, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    looked = []

    def counting() -> tuple[Plugin, ...]:
        looked.append(1)
        return claims.list_claims()

    monkeypatch.setattr(listing, "list_claims", counting)
    site.install_store("one")
    assert len(list_plugins()) == 1
    site.install_store("two")
    assert len(list_plugins(STORES)) == 1
    assert len(looked) == 1
    refresh_plugins()
    assert len(list_plugins()) == 2
    assert len(looked) == 2
    # Another sys.path is another set of packages.
    other = Site(tmp_path / "other")
    other.install_store("three")
    monkeypatch.syspath_prepend(str(other.folder))
    assert len(list_plugins()) == 3
    assert len(looked) == 3


def test_threads_that_ask_at_once_get_one_answer(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = []

    def slowly() -> tuple[Plugin, ...]:
        looked.append(1)
        time.sleep(0.05)
        return claims.list_claims()

    monkeypatch.setattr(listing, "list_claims", slowly)
    site.install_store("journal")
    refresh_plugins()
    barrier = threading.Barrier(8)
    answers = []

    def ask() -> None:
        barrier.wait()
        answers.append(list_plugins())

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(looked) == 1
    assert len(answers) == 8
    assert len(set(answers)) == 1
    assert [one.name for one in answers[0]] == ["journal"]


def test_of_a_distribution_that_is_there_twice_the_first_one_counts(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.install("acme-journal", {STORES: {"journal": "acme:new"}}, version="2.0")
    # An older one further back, by a name that is the same one.
    older = Site(tmp_path / "older")
    older.install("Acme.Journal", {STORES: {"diary": "acme:old"}}, version="1.0")
    monkeypatch.setattr(sys, "path", [*sys.path, str(older.folder)])
    assert [(one.name, one.version) for one in list_plugins()] == [("journal", "2.0")]


@pytest.mark.parametrize(
    ("points", "code"),
    [
        ("[jbpcore.stores]\nno sign of equality\n", PluginFault.BAD_METADATA),
        (b"[jbpcore.stores]\nj\xff = acme:opened\n", PluginFault.BAD_METADATA),
        ({STORES: {"Journal": "acme:opened"}}, PluginFault.BAD_NAME),
        ({STORES: {"jour nal": "acme:opened"}}, PluginFault.BAD_NAME),
        ({STORES: {"j" * 65: "acme:opened"}}, PluginFault.BAD_NAME),
        ({STORES: {"red\x1b[31m": "acme:opened"}}, PluginFault.BAD_NAME),
        ({STORES: {"journal": "acme"}}, PluginFault.BAD_REFERENCE),
        ({STORES: {"journal": "acme:"}}, PluginFault.BAD_REFERENCE),
        ({STORES: {"journal": "../acme:opened"}}, PluginFault.BAD_REFERENCE),
        ({STORES: {"journal": "acme:opened [extra]"}}, PluginFault.BAD_REFERENCE),
        ({STORES: {"journal": "acme:f()"}}, PluginFault.BAD_REFERENCE),
        ({"jbpcore.store": {"journal": "acme:opened"}}, PluginFault.UNKNOWN_GROUP),
        ({"jbpcore.": {"journal": "acme:opened"}}, PluginFault.UNKNOWN_GROUP),
        ({STORES: {"sqlite": "acme:opened"}}, PluginFault.BUILT_IN_NAME),
        ({STORES: {"memory": "acme:opened"}}, PluginFault.BUILT_IN_NAME),
        ({STORES: {"json": "acme:opened"}}, PluginFault.BUILT_IN_NAME),
        ({STORES: {"sqlite+mine": "acme:opened"}}, PluginFault.BUILT_IN_NAME),
        ({"jbpcore.metrics": {"revenue": "acme:REVENUE"}}, PluginFault.BUILT_IN_NAME),
    ],
)
def test_what_is_wrong_with_one_is_said_of_that_one_alone(
    site: Site, points: Any, code: PluginFault
) -> None:
    site.install_store("sound")
    site.install("hostile", points)
    bad, good = sorted(list_plugins(), key=lambda one: one.error is None)
    assert good.key == "jbpcore.stores:sound"
    assert bad.error is not None
    assert bad.error.code == code.value
    assert bad.error.message
    assert bad.distribution == "hostile"
    assert "\x1b" not in repr(bad)


def test_what_damaged_metadata_is_of_others_is_none_of_our_business(site: Site) -> None:
    site.install_store("sound")
    site.install("others", "[console_scripts]\nno sign of equality\n")
    site.install("binary", b"\xff\xfe\x00")
    assert faults() == {"jbpcore.stores:sound": None}


def test_a_distribution_without_a_name_is_reported(site: Site) -> None:
    info = site.install("nameless", {STORES: {"journal": "acme:opened"}})
    (info / "METADATA").unlink()
    (found,) = list_plugins()
    assert found.distribution == "unknown"
    assert found.error is not None
    assert found.error.code == "jbp.plugin.bad_metadata"


@pytest.mark.parametrize("name", ["METADATA", "entry_points.txt"])
def test_a_folder_in_the_place_of_a_file_hinders_nobody(site: Site, name: str) -> None:
    site.install_store("sound")
    info = site.install("hostile", {STORES: {"journal": "acme:opened"}})
    (info / name).unlink()
    (info / name).mkdir()
    assert faults()["jbpcore.stores:sound"] is None


def test_a_finder_of_others_that_fails_ends_the_search_and_no_more(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Failing:
        def find_spec(self, *_: object) -> None:
            return None

        def find_distributions(self, *_: object) -> None:
            raise RuntimeError

    site.install_store("sound")
    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path, Failing()])
    assert faults() == {"jbpcore.stores:sound": None}


def test_of_two_with_one_name_neither_is_taken(site: Site) -> None:
    site.install_store("sound")
    site.install("first", {STORES: {"journal": "first:opened"}})
    site.install("second", {STORES: {"journal": "second:opened"}})
    first, second, sound = list_plugins()
    assert sound.error is None
    for one, other in ((first, "second"), (second, "first")):
        assert one.error is not None
        assert one.error.code == "jbp.plugin.shared_name"
        assert other in one.error.message
    # Who says which one is meant has it.
    for allowed in ("first", "second"):
        usable = [one for one in list_plugins(allow=[allowed]) if one.error is None]
        assert [one.distribution for one in usable] == [allowed]


def test_one_that_is_wrong_by_itself_takes_no_name_away(site: Site) -> None:
    site.install("first", {STORES: {"journal": "no reference"}})
    site.install("second", {STORES: {"journal": "second:opened"}})
    codes = {one.distribution: one.error and one.error.code for one in list_plugins()}
    assert codes == {"first": "jbp.plugin.bad_reference", "second": None}


def test_a_distribution_that_offers_a_name_twice_is_told_so(site: Site) -> None:
    site.install("acme", "[jbpcore.stores]\nj = acme:one\nj = acme:two\n")
    listed = list_plugins()
    assert len(listed) == 2
    for one in listed:
        assert one.error is not None
        assert one.error.message.startswith("acme itself offers this name too")


@pytest.mark.parametrize(
    ("allow", "usable"),
    [
        (None, {"journal", "diary", "demos"}),
        ([], set()),
        (["acme-journal"], {"journal"}),
        (["ACME_Journal"], {"journal"}),
        (("acme.journal", "extra"), {"journal", "demos"}),
        ({"jbpcore.metrics:demos"}, {"demos"}),
        (["jbpcore.stores:demos"], set()),
        (iter(["jbpcore.stores:diary", "nobody"]), {"diary"}),
    ],
)
def test_only_what_is_allowed_may_be_used(
    site: Site, allow: Any, usable: set[str]
) -> None:
    site.install_store("journal")
    site.install_store("diary")
    site.install("extra", {"jbpcore.metrics": {"demos": "demos:DEMOS"}})
    listed = list_plugins(allow=allow)
    assert len(listed) == 3
    assert {one.name for one in listed if one.error is None} == usable
    refused = {one.error.code for one in listed if one.error is not None}
    assert refused <= {"jbp.plugin.not_allowed"}


@pytest.mark.parametrize(
    "allow",
    ["acme-journal", b"acme", 7, [7], [""], ["no:such"], ["jbpcore.stores:"], ["a b"]],
)
def test_a_list_of_what_is_allowed_that_is_none_is_refused(allow: Any) -> None:
    for ask in (list_plugins, list_template_packs):
        with pytest.raises(InvalidValueError, match="allow"):
            ask(allow=allow)


@pytest.mark.usefixtures("site")
def test_what_is_not_in_a_folder_is_listed_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed = Site(tmp_path / "packed")
    packed.install_store("journal")
    archive = zipped(packed.folder, tmp_path / "packed.zip")
    monkeypatch.syspath_prepend(str(archive))
    (found,) = list_plugins()
    assert (found.name, found.distribution, found.version) == (
        "journal",
        "acme-journal",
        "1.0",
    )
    assert callable(found.load())
