"""What a check says: the finding, and the sentence of every code in both languages.

A code is stable and names what is wrong; its sentence, element and severity stand in one table, so that pages, the command
line and policies agree. "fail" means the design may not be published or awarded; "warn" means a person should look again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from laurel.annex1.sentences_mandatory import MANDATORY
from laurel.annex1.sentences_optional import OPTIONAL
from laurel.annex1.sentences_shape import SHAPE
from laurel.annex1.severity import Sentence, Severity
from laurel.errors import Language

__all__ = ["ABSENT", "SENTENCES", "Finding", "Fix", "Severity"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """A value that would mend the finding: put `value` (JSON) at the JSON pointer `at` (`annex1.mending` does).

    `others` are values that would mend it as well; which one is meant, a person has to say.
    """

    at: str
    value: Any
    others: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing to mend or look at: `element` is M1 … M11 or O1 … O5, `at` a JSON pointer into the design or record."""

    code: str
    at: str
    facts: Mapping[str, Any] = field(default_factory=dict[str, Any])
    fix: Fix | None = None

    @property
    def element(self) -> str:
        """The European standard element it belongs to."""
        return SENTENCES[self.code][0]

    @property
    def severity(self) -> Severity:
        """Whether it stops publishing ("fail") or asks for a second look ("warn")."""
        return SENTENCES[self.code][1]

    def say(self, language: Language) -> str:
        """One sentence for a person: what is wrong and what to do."""
        _, _, english, bulgarian = SENTENCES[self.code]
        return (bulgarian if language == "bg" else english).format_map(self.facts)


ABSENT = frozenset(
    {
        "LEARNER_UNIDENTIFIED",
        "LEARNER_UNNAMED",
        "TITLE_MISSING",
        "COUNTRY_MISSING",
        "COUNTRY_UNSTATED",
        "COUNTRY_UNKNOWN",
        "AWARDING_BODY_MISSING",
        "ISSUED_MISSING",
        "OUTCOMES_MISSING",
        "WORKLOAD_MISSING",
        "LEVEL_MISSING",
        "ASSESSMENT_MISSING",
        "PARTICIPATION_MISSING",
        "QUALITY_MISSING",
        "PREREQUISITES_UNSTATED",
        "SUPERVISION_UNSTATED",
        "IDENTITY_UNSTATED",
        "GRADE_UNSTATED",
        "STACKABILITY_UNSTATED",
        "FURTHER_INFORMATION_UNSTATED",
    }
)
"""The findings that say an element is not there at all: errors for M1 to M11, advice for O1 to O5."""

SENTENCES: Final[Mapping[str, Sentence]] = MappingProxyType({**MANDATORY, **OPTIONAL, **SHAPE})
"""Code → element, severity, and what is said in English and Bulgarian."""
