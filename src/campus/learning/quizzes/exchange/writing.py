"""XML as text: escaped, and texts in two languages side by side."""

from __future__ import annotations

import base64
from collections.abc import Callable
from decimal import Decimal
from xml.sax.saxutils import escape as escape_xml
from xml.sax.saxutils import quoteattr

from campus.learning.quizzes.exchange.declared import without_controls
from laurel.annex1.record import LangString

LoadPicture = Callable[[str], bytes]  # the PNG of a picture, by its name


def escaped(text: str) -> str:
    """Text for an element."""
    return escape_xml(without_controls(text)).replace("\r", "&#13;")


def quoted(text: str) -> str:
    """Text for an attribute, with its quotes."""
    return quoteattr(without_controls(text))


def shown(number: Decimal) -> str:
    """A number without an exponent and needless zeros."""
    return f"{number.normalize():f}"


def in_html(text: LangString, *, attribute: str, kind: str = "") -> str:
    """The text in every language, each in a `span` that names it; lines end with `br`."""
    marks = f' class="{kind}"' if kind else ""
    return "".join(
        f'<span {attribute}="{language}"{marks}>{escaped(words).replace(chr(10), "<br/>")}</span>'
        for language, words in sorted(text.root.items())
    )


def base64_of(content: bytes) -> str:
    """Bytes for an element."""
    return base64.b64encode(content).decode()
