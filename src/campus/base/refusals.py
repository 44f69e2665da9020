"""What the platform refuses, and how it says so: in the person's language, with a stable code."""

from __future__ import annotations

from typing import ClassVar

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise


class Refusal(Exception):  # noqa: N818  # its subclasses are errors; this is the word for all of them
    """Base of everything campus refuses. Web and API show `message` to the person; programs match on `code`.

    A subclass sets `code` and `text`; `text` may name facts in braces, e.g. "Row {row} has no e-mail.".
    """

    code: ClassVar[str] = "REFUSED"
    text: ClassVar[StrOrPromise] = _("This cannot be done.")

    def __init__(self, *, field: str | None = None, **facts: object) -> None:
        self.field = field
        self.facts = facts
        super().__init__(self.code)

    @property
    def message(self) -> StrOrPromise:
        """The sentence for the person, translated when it is shown."""
        return format_lazy(self.text, **self.facts) if self.facts else self.text
