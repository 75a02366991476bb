"""``jbpcore plugins`` lists what is there, and tells what is wrong."""

from __future__ import annotations

import json
import sys

import pytest
from tests.plugins.installing import Site

from jbpcore.cli.main import main


@pytest.fixture
def installed(site: Site) -> Site:
    site.install_store("journal")
    site.install_store("broken", "raise SystemExit('no licence')")
    return site


@pytest.mark.usefixtures("installed")
def test_what_is_there_is_a_table(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["plugins"]) == 0
    told = capsys.readouterr()
    assert told.err == ""
    assert told.out.splitlines() == [
        "Kind   Name     Distribution  Version  State",
        "store  broken   acme-broken   1.0      found",
        "store  journal  acme-journal  1.0      found",
    ]
    assert "acme_journal" not in sys.modules


@pytest.mark.usefixtures("installed")
def test_a_check_runs_them_and_tells_what_fails(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["plugins", "--check"]) == 1
    told = capsys.readouterr()
    assert told.out.splitlines()[1:] == [
        "store  broken   acme-broken   1.0      import failed",
        "store  journal  acme-journal  1.0      works",
    ]
    assert told.err == (
        "jbpcore.stores:broken: Importing it failed: SystemExit: no licence. "
        "[jbp.plugin.import_failed] (acme-broken)\n"
    )


def test_a_program_reads_it_as_json(
    installed: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    installed.install("bad", {"jbpcore.store": {"x": "y:z"}})
    assert main(["plugins", "--json", "--allow", "Acme_Journal"]) == 1
    told = capsys.readouterr()
    assert told.err == ""
    listed = json.loads(told.out)
    assert listed["api_version"] == 1
    states = {one["name"]: one["state"] for one in listed["plugins"]}
    assert states == {
        "x": "unknown group",
        "broken": "not allowed",
        "journal": "found",
    }
    assert listed["plugins"][-1] == {
        "kind": "store",
        "group": "jbpcore.stores",
        "name": "journal",
        "distribution": "acme-journal",
        "version": "1.0",
        "reference": "acme_journal:opened",
        "state": "found",
        "error": None,
    }
    assert listed["plugins"][0]["error"]["code"] == "jbp.plugin.unknown_group"


@pytest.mark.usefixtures("installed")
def test_that_one_is_not_allowed_is_nothing_wrong(
    capsys: pytest.CaptureFixture[str],
) -> None:
    allowed = ["--allow", "jbpcore.stores:journal"]
    assert main(["plugins", "--check", *allowed]) == 0
    assert "not allowed" in capsys.readouterr().out


@pytest.mark.usefixtures("installed")
def test_one_group_is_listed_by_itself(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["plugins", "--group", "jbpcore.metrics"]) == 0
    assert capsys.readouterr().out == "No plugin is installed.\n"


@pytest.mark.usefixtures("installed")
def test_an_allowed_name_that_is_none_cannot_be_used(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["plugins", "--allow", "no such:name"]) == 2
    assert "jbpcore plugins: allow must be" in capsys.readouterr().err
