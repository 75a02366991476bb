"""Sphinx settings. Build with ``nox -s docs``."""

from __future__ import annotations

from jbpcore.__about__ import __version__

project = "jbpcore"
author = "The jbpcore authors"
version = release = __version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = f"jbpcore {__version__}"
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

autodoc_default_options = {"members": True, "show-inheritance": True}
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_preserve_defaults = True
autoclass_content = "class"
add_module_names = False
python_use_unqualified_type_names = True
python_maximum_signature_line_length = 88

# A section "Attributes:" describes fields that autodoc lists as well: as :ivar: fields
# of their class they are described once, not twice.
napoleon_use_ivar = True
napoleon_numpy_docstring = False

# Nothing is fetched while the documentation is built, so the names of other projects
# lead nowhere. Only they are let through: a wrong name of our own still fails the build.
nitpick_ignore_regex = [
    # The standard library, by the modules whose types stand in our signatures.
    (
        r"py:.*",
        r"(collections\.abc|contextlib|datetime|decimal|enum|fractions|io|os|pathlib"
        r"|re|sqlite3|typing|types)\..*",
    ),
    # Its builtins and, as people write them in a docstring, its best-known names.
    (
        r"py:.*",
        r"(Callable|Container|Context|Decimal|Fraction|Iterable|Iterator|Mapping"
        r"|Protocol|Sequence|date|datetime|timedelta)",
    ),
    (r"py:.*", r"[A-Z][A-Za-z]*(Error|Exception|Warning)"),
    # The libraries that jbpcore is built on.
    (r"py:.*", r"(attr|attrs|babel|dateutil|hypothesis|pytest|_pytest)\..*"),
]
