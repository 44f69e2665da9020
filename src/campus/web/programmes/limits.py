"""The rules for the whole of a programme, in words: the numbers of R-30 to R-38."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from campus.recognition.stack_drafts import Json
from laurel.policy.facts import plain

SAID: tuple[tuple[str, str, StrOrPromise], ...] = (
    ("R-30", "min_ects", _("At least {number} ECTS credits count in all.")),
    ("R-31", "min_theme_percent", _("At least {number} % of the credits are within the themes of the programme.")),
    ("R-32", "min_level_percent", _("At least {number} % of the credits are at its level or above.")),
    ("R-34", "min_own_percent", _("At least {number} % of the credits were earned at the awarding institution.")),
    ("R-35", "max_age_years", _("Nothing was awarded more than {number} years ago.")),
    ("R-36", "max_overlap_percent", _("Of two whose outcomes overlap by more than {number} %, one counts.")),
    ("R-37", "min_grade_percent", _("Every grade lies at least {number} % of the way from the pass mark to the best grade.")),
    ("R-38", "max_external_percent", _("At most {number} % of the credits are from other institutions.")),
)
ONCE = _("What counts here counts in no other programme.")


def rules_said(limits: Json, *, language: str) -> list[str]:
    """A sentence for each number that is set."""
    found = [
        str(text).format(number=number_in(limits[name], language)) for _rule, name, text in SAID if limits.get(name) is not None
    ]
    return [*found, str(ONCE)] if limits.get("single_use") else found


def number_in(value: object, language: str) -> str:
    """A number as it is written in a language."""
    said = plain(Decimal(str(value)))
    return said.replace(".", ",") if language == "bg" else said
