"""Sphinx settings. Build with ``nox -s docs``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jbpcore.__about__ import __version__

if TYPE_CHECKING:
    from sphinx.application import Sphinx

project = "jbpcore"
author = "The jbpcore authors"
version = release = __version__

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = f"jbpcore {__version__}"
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

# The notebooks are run whenever the documentation is built; a cell that fails stops it.
nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_timeout = 120
nb_merge_streams = True
# Specifications and data are for programs that draw them; the pages show the pictures.
suppress_warnings = ["mystnb.unknown_mime_type"]

autodoc_default_options = {"members": True, "show-inheritance": True}
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_preserve_defaults = True
autoclass_content = "class"
add_module_names = False
python_use_unqualified_type_names = True
python_maximum_signature_line_length = 88

# A section "Attributes:" describes fields that autodoc finds as well: as :ivar: fields
# of their class they are described once.
napoleon_use_ivar = True
napoleon_numpy_docstring = False

# Nothing is fetched while the documentation is built, so the names of other projects
# lead nowhere. Only they are let through: a wrong name of our own fails the build.
nitpick_ignore_regex = [
    (r"py:.*", pattern)
    for pattern in (
        # The standard library, by the modules whose types stand in our signatures.
        r"(_?asyncio|argparse|array|collections|concurrent|contextlib|csv|datetime)\..*",
        r"importlib\..*",
        r"(decimal|enum|fractions|io|os|pathlib|re|sqlite3|types|typing|uuid)\..*",
        # Its best-known names as people write them, and its exceptions.
        r"(BindParameter|Decimal|Fraction|date|datetime|timedelta)",
        r"[A-Z][A-Za-z]*(Error|Exception|Warning)",
        # Type variables, and private types in a public signature: they have no place.
        r"jbpcore\.[a-z_.]+\.[A-Z]",
        r"(jbpcore\.[a-z_.]+\.)?_[A-Za-z]+",
        # The libraries that jbpcore is built on.
        r"(alembic|attr|attrs|babel|dateutil|hypothesis|pytest|_pytest|sqlalchemy)\..*",
    )
]

# Where an attribute, a property, a constant or a returned value is described, napoleon
# takes "Share due: 0 to 1." for a type and a description. Our types stand in
# annotations, so the colon is hidden from it.
HIDDEN_COLON = "\N{RATIO}"
DESCRIBED_IN_A_LINE = {"attribute", "data", "property"}
DESCRIBED_BELOW = {"Returns:", "Yields:"}


def hide_colons(
    _app: Sphinx, what: str, _name: str, _of: object, _options: object, lines: list[str]
) -> None:
    """Hide, before napoleon reads a docstring, the colons that are punctuation."""
    first = [0] if what in DESCRIBED_IN_A_LINE and lines else []
    below = [
        number
        for number, header in enumerate(lines[:-1], start=1)
        if header.strip() in DESCRIBED_BELOW
    ]
    for number in first + below:
        lines[number] = lines[number].replace(":", HIDDEN_COLON)


def show_colons(
    _app: Sphinx, _what: str, _name: str, _of: object, _opts: object, lines: list[str]
) -> None:
    """Show them again afterwards."""
    lines[:] = [line.replace(HIDDEN_COLON, ":") for line in lines]


def setup(app: Sphinx) -> None:
    """Hang the two around napoleon's own hook, whose priority is 500."""
    app.connect("autodoc-process-docstring", hide_colons, priority=400)
    app.connect("autodoc-process-docstring", show_colons, priority=600)
