"""Templates that other packages bring: packs without code, and code."""

from __future__ import annotations

import sys

import pytest
from tests.plugins.installing import Site

import jbpcore as jbp
from jbpcore.errors import TemplateNotFoundError

PACK = """
    format = 1
    key = "{key}"
    version = 1
    name = "Of a pack"
    extends = "growth"
    """
CODED = """
    import jbpcore as jbp
    JBPCORE_API = 1

    TEMPLATE = jbp.Template(key="coded", version=1, name="Made by code")

    def templates():
        return jbp.DeclaredTemplate(TEMPLATE)
    """


def install_pack(site: Site, name: str, key: str) -> None:
    package = f"acme_{name}"
    points = {"jbpcore.template_packs": {name: package}}
    raising = "raise SystemExit('imported')"
    site.install(f"acme-{name}", points, {f"{package}/__init__.py": raising})
    site.write(f"{package}/template-pack.toml", 'api = 1\nfolder = "templates"\n')
    text = PACK.replace("{key}", key)
    if key == "growth":
        text = text.replace('extends = "growth"', "months = 6")
    site.write(f"{package}/templates/{key}.toml", text)


def install_code(site: Site, name: str, source: str) -> None:
    module = f"acme_{name}"
    points = {"jbpcore.templates": {name: f"{module}:templates"}}
    site.install(f"acme-{name}", points, {f"{module}.py": source})


def test_a_pack_is_read_without_importing_its_package(site: Site) -> None:
    install_pack(site, "pack", "growth-acme")
    catalogue = jbp.default_template_catalogue()
    template = catalogue.get("growth-acme")
    assert isinstance(template, jbp.DeclaredTemplate)
    assert template.template.goals
    assert template.template.based_on == (jbp.TemplateRef(key="growth", version=1),)
    assert catalogue.origin_of("growth-acme") == "acme-pack (pack)"
    assert "acme_pack" not in sys.modules


def test_a_source_that_is_code_is_imported_when_it_is_needed(site: Site) -> None:
    install_code(site, "code", CODED)
    catalogue = jbp.default_template_catalogue()
    catalogue.get("growth")
    assert "acme_code" not in sys.modules
    assert catalogue.get("coded").name == "Made by code"
    assert "acme_code" in sys.modules
    assert [str(ref) for ref in catalogue.list_templates() if ref.key == "coded"]


def test_a_pack_cannot_take_the_place_of_what_is_shipped(site: Site) -> None:
    install_pack(site, "pack", "growth")
    catalogue = jbp.default_template_catalogue()
    assert catalogue.get("growth").name == "Annual growth plan"
    problems = [one for one in catalogue.list_problems() if "acme-pack" in one.path]
    assert [one.code for one in problems] == ["jbp.template.shadowed"]


@pytest.mark.parametrize(
    "source",
    [
        "raise SystemExit(3)",
        "raise RuntimeError('not today')",
        "JBPCORE_API = 99\ntemplates = None",
        "JBPCORE_API = 1\ntemplates = 5",
        "JBPCORE_API = 1\ndef templates():\n    raise SystemExit",
        "JBPCORE_API = 1",
    ],
)
def test_a_source_that_fails_hinders_no_other(site: Site, source: str) -> None:
    install_code(site, "bad", source)
    install_code(site, "code", CODED)
    catalogue = jbp.default_template_catalogue()
    assert catalogue.get("coded").name == "Made by code"
    problems = catalogue.list_problems()
    assert [one.path for one in problems] == ["acme-bad (bad)"]
    assert problems[0].message


def test_what_is_not_allowed_is_not_used(site: Site) -> None:
    install_pack(site, "pack", "growth-acme")
    install_code(site, "code", CODED)
    catalogue = jbp.default_template_catalogue(allow=["acme-pack"])
    assert catalogue.get("growth-acme").ref.version == 1
    with pytest.raises(TemplateNotFoundError):
        catalogue.get("coded")
    assert "acme_code" not in sys.modules
