"""A pack of templates is found by its manifest, and nothing of it is run."""

from __future__ import annotations

import sys
from importlib.machinery import ModuleSpec
from pathlib import Path
from typing import Any

import pytest
from tests.plugins.installing import Site, zipped

from jbpcore.plugins.listing import list_plugins, list_template_packs
from jbpcore.plugins.plugin import TemplatePack

POINTS = {"jbpcore.template_packs": {"acme": "acme_pack"}}
RUINS = "raise SystemExit('imported')"
GOOD = {
    "acme_pack/__init__.py": RUINS,
    "acme_pack/template-pack.toml": "api = 1\n",
    "acme_pack/templates/growth.toml": "",
}


def only_pack() -> TemplatePack:
    (pack,) = list_template_packs()
    return pack


def test_a_pack_is_found_and_not_imported(site: Site) -> None:
    site.install("acme-pack", POINTS, GOOD)
    assert only_pack() == TemplatePack(
        name="acme",
        distribution="acme-pack",
        version="1.0",
        folder=site.folder / "acme_pack" / "templates",
    )
    (plugin,) = list_plugins()
    assert plugin.load() == only_pack()
    assert "acme_pack" not in sys.modules


def test_a_package_without_code_is_enough(site: Site) -> None:
    site.install("acme-pack", POINTS, {**GOOD, "acme_pack/__init__.py": ""})
    (site.folder / "acme_pack" / "__init__.py").unlink()
    assert only_pack().folder == site.folder / "acme_pack" / "templates"


def test_a_part_of_a_package_and_a_folder_of_another_name_will_do(site: Site) -> None:
    modules = {
        "acme/__init__.py": RUINS,
        "acme/packs/emea/__init__.py": RUINS,
        "acme/packs/emea/template-pack.toml": 'api = 1\nfolder = "."\n',
    }
    points = {"jbpcore.template_packs": {"acme": "acme.packs.emea"}}
    site.install("acme-pack", points, modules)
    assert only_pack().folder == site.folder / "acme" / "packs" / "emea"
    assert "acme" not in sys.modules


@pytest.mark.parametrize(
    ("manifest", "told"),
    [
        (None, "has no file template-pack.toml in it"),
        ("", "must state: api = 1"),
        ("api = '1'", "must state: api = 1"),
        ("api = true", "must state: api = 1"),
        ("api = 2", "this jbpcore has 1. Upgrade jbpcore."),
        ("api = 0", "Upgrade the pack."),
        ("api = 1\nfolders = 'x'", "'folders' is unknown; it has api, folder."),
        ("api = 1\nfolder = 7", "folder must be text"),
        ("api = 1\nfolder = 'elsewhere'", "there is no folder 'elsewhere'"),
        ("api = 1\nfolder = '../..'", "leads out of the package"),
        ("api = 1\nfolder = '/'", "leads out of the package"),
        ("api = 1\nfolder = 'linked'", "leads out of the package"),
        ('api = 1\nfolder = "nul\\u0000"', "cannot be read"),
        ("api = 1\napi = 1", "cannot be read: TOMLDecodeError"),
        ("api = ", "cannot be read: TOMLDecodeError"),
        ("# " + "x" * 70_000, "larger than 65536 bytes"),
        (b"\xff", "cannot be read: UnicodeDecodeError"),
    ],
)
def test_what_is_wrong_with_a_manifest_is_said(
    site: Site, manifest: Any, told: str
) -> None:
    site.install("acme-pack", POINTS, GOOD)
    path = site.folder / "acme_pack" / "template-pack.toml"
    path.unlink()
    if isinstance(manifest, str):
        path.write_text(manifest, "utf-8")
    elif manifest is not None:
        path.write_bytes(manifest)
    if sys.platform != "win32":
        (site.folder / "acme_pack" / "linked").symlink_to("/")
    pack = only_pack()
    assert pack.folder is None
    assert pack.error is not None
    assert pack.error.code == "jbp.plugin.bad_manifest"
    assert told in pack.error.message


@pytest.mark.parametrize("name", ["acme_pack:folder", "../acme_pack", "acme-pack", ""])
def test_an_entry_point_that_names_no_package_is_told_so(site: Site, name: str) -> None:
    points = {"jbpcore.template_packs": {"acme": name}}
    site.install("acme-pack", points, GOOD)
    error = only_pack().error
    assert error is not None
    assert error.code == "jbp.plugin.bad_reference"


def test_a_package_that_is_not_there_is_told_so(site: Site) -> None:
    site.install("acme-pack", POINTS)
    error = only_pack().error
    assert error is not None
    assert error.message == "No package acme_pack is installed."


def test_one_bad_pack_hinders_no_other(site: Site) -> None:
    site.install("acme-pack", POINTS, GOOD)
    site.install("bad", {"jbpcore.template_packs": {"bad": "bad_pack"}})
    assert [pack.name for pack in list_template_packs() if pack.folder] == ["acme"]


def test_a_pack_that_is_not_allowed_has_no_folder(site: Site) -> None:
    site.install("acme-pack", POINTS, GOOD)
    (pack,) = list_template_packs(allow=["others"])
    assert pack.folder is None
    assert pack.error is not None
    assert pack.error.code == "jbp.plugin.not_allowed"
    (pack,) = list_template_packs(allow=["jbpcore.template_packs:acme"])
    assert pack.error is None


@pytest.mark.usefixtures("site")
def test_a_pack_in_a_zip_file_is_told_to_be_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed = Site(tmp_path / "packed")
    packed.install("acme-pack", POINTS, GOOD)
    monkeypatch.syspath_prepend(str(zipped(packed.folder, tmp_path / "packed.zip")))
    error = only_pack().error
    assert error is not None
    assert "Install it unpacked." in error.message


def test_a_finder_leads_to_an_editable_pack(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.install("acme-pack", POINTS)
    checkout = Site(tmp_path / "checkout")
    for name, text in GOOD.items():
        checkout.write(name, text)

    class Leading:
        def find_spec(self, name: str, *_: object) -> ModuleSpec | None:
            if name != "acme_pack":
                return None
            spec = ModuleSpec(name, None, is_package=True)
            spec.submodule_search_locations = [str(checkout.folder / name)]
            return spec

    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path, Leading()])
    assert only_pack().folder == checkout.folder / "acme_pack" / "templates"


def test_a_finder_that_fails_is_told_of_the_pack_alone(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Failing:
        def find_spec(self, name: str, *_: object) -> None:
            if name == "acme_pack":
                raise RuntimeError(name)

    site.install("acme-pack", POINTS)
    site.install_store("sound")
    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path, Failing()])
    pack, sound = sorted(list_plugins(), key=lambda one: one.name)
    assert sound.error is None
    assert pack.error is not None
    assert "RuntimeError: acme_pack" in pack.error.message
