"""Every way a credential can be wrong, on one page.

    LaurelError
    ├── CredentialError          the document is at fault: somebody has to mend it
    └── UndecidedError           we could not find out: trying again later may help

Each error has a stable `code`, the place (`at`, a JSON pointer or "row 3, column B"), the facts, and one sentence in
English and Bulgarian made from them. Nothing may match on the text.
"""

from __future__ import annotations

from typing import ClassVar, Literal

Language = Literal["en", "bg"]


class LaurelError(Exception):
    """Base of everything this library refuses. Never raised itself."""

    code: ClassVar[str] = "ERROR"
    en: ClassVar[str] = "something is wrong"
    bg: ClassVar[str] = "нещо не е наред"

    def __init__(self, *, at: str = "", **facts: object) -> None:
        """Keep the place (`at`) and the facts that the sentences name."""
        self.at = at
        self.facts = facts
        super().__init__(self.say("en"))

    def say(self, language: Language) -> str:
        """The one sentence for a person, in `language`; the place stands in front when there is one."""
        sentence = (self.bg if language == "bg" else self.en).format(**self.facts)
        return f"{self.at}: {sentence}" if self.at else sentence


class CredentialError(LaurelError):
    """The credential, or what came with it, is at fault."""


class UndecidedError(LaurelError):
    """We could not find out whether it is right or wrong."""


class MalformedError(CredentialError):
    """The text or structure cannot be read at all."""

    code = "PARSING_ERROR"
    en = "cannot be read: {why}"
    bg = "не може да бъде прочетено: {why}"


class UnsupportedError(UndecidedError):
    """A suite, method, algorithm or format that we do not know. Not proof of anything wrong."""

    code = "UNSUPPORTED"
    en = "this version does not know {what}"
    bg = "тази версия не познава {what}"


class UnreachableError(UndecidedError):
    """An address did not answer, or may not be asked."""

    code = "UNREACHABLE"
    en = "we could not reach {url}: {why}"
    bg = "не успяхме да достигнем {url}: {why}"
