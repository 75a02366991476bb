"""What every view can do: show itself as data, text, Markdown, a page or a mail."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, ClassVar, Final

from jbpcore.formatting.words import Words
from jbpcore.views.marks import UNICODE_MARKS, Marks
from jbpcore.views.sheet import Sheet
from jbpcore.views.sheet_html import sheet_html
from jbpcore.views.sheet_mail import sheet_mail
from jbpcore.views.sheet_markdown import sheet_markdown
from jbpcore.views.sheet_text import sheet_text
from jbpcore.views.view_data import view_data
from jbpcore.views.voice import Voice, voice_for

__all__ = ["View"]

_DATA: Final = "application/vnd.jbpcore.view+json"
_ENGLISH: Final = "en_US"


class View:
    """What somebody looks at, as data that can be shown in several forms.

    A view is a frozen value. What it shows is chosen when it is made, for one reader;
    in which language and form, when it is shown. Jupyter and marimo show it by
    themselves, and template engines that know ``__html__`` put it into a page without
    escaping it once more.
    """

    __slots__ = ()

    kind: ClassVar[str]
    """Which view it is, as a word for programs."""

    def sheet(self, voice: Voice) -> Sheet:
        """Return what is shown, in one language and without a form."""
        raise NotImplementedError

    def to_dict(self) -> dict[str, Any]:
        """Return the view as plain data: dicts, lists, text, whole numbers.

        Amounts are objects with decimal text, ratios decimal text with six digits, days
        ISO text. :func:`~jbpcore.views.view_data.view_schema` describes it.
        """
        return view_data(self)

    def to_text(
        self,
        *,
        width: int = 80,
        locale: str | Words = _ENGLISH,
        marks: Marks = UNICODE_MARKS,
    ) -> str:
        """Return the view as text for a screen.

        Args:
            width: Columns of the screen; less than 40 counts as 40.
            locale: In which language, and how figures and days are written; or words
                with catalogues of your own.
            marks: The signs to draw with.

        Raises:
            UnsupportedLocaleError: If there is no such locale.
        """
        return sheet_text(self.sheet(voice_for(locale)), width=width, marks=marks)

    def to_markdown(self, *, locale: str | Words = _ENGLISH) -> str:
        """Return the view as Markdown, in which names cannot become markup.

        Args:
            locale: In which language, and how figures and days are written; or words
                with catalogues of your own.
        """
        return sheet_markdown(self.sheet(voice_for(locale)))

    def to_html(
        self,
        *,
        locale: str | Words = _ENGLISH,
        heading: int = 2,
        has_style: bool = True,
        theme: str = "auto",
    ) -> str:
        """Return the view as one element for a page: a fragment, no document.

        Args:
            locale: In which language, and how figures and days are written; or words
                with catalogues of your own.
            heading: The level of its heading, 2 to 5.
            has_style: Whether the style sheet comes with it. A page with several views,
                or one that allows no inline styles, has
                :data:`~jbpcore.views.stylesheet.STYLESHEET` once instead.
            theme: ``"light"``, ``"dark"``, or ``"auto"`` for what the reader's system
                says.

        Raises:
            InvalidValueError: If *heading* or *theme* is something else.
        """
        sheet = self.sheet(voice_for(locale))
        return sheet_html(sheet, heading=heading, has_style=has_style, theme=theme)

    def to_mail_html(self, *, locale: str | Words = _ENGLISH) -> str:
        """Return the view for the HTML part of a mail: tables and inline styles.

        Args:
            locale: In which language, and how figures and days are written; or words
                with catalogues of your own.
        """
        return sheet_mail(self.sheet(voice_for(locale)))

    def __html__(self) -> str:
        """Return the view for a template that knows this name, with its style."""
        return self.to_html()

    def _repr_mimebundle_(
        self,
        include: Collection[str] | None = None,
        exclude: Collection[str] | None = None,
    ) -> dict[str, Any]:
        """Return the view in the forms that a notebook can choose from."""
        found: dict[str, Callable[[], Any]] = {
            "text/plain": self.to_text,
            "text/html": self.to_html,
            "text/markdown": self.to_markdown,
            _DATA: self.to_dict,
        }
        return {
            form: make()
            for form, make in found.items()
            if (not include or form in include) and form not in (exclude or ())
        }
