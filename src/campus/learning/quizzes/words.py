"""Comparing what a learner wrote with what counts: words under three rules, numbers with their unit."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from campus.learning.quizzes.questions import ShortText, Unit

# й is a letter of its own in Cyrillic, not an accented и: it stays what it is when accents do not matter.
_LETTERS = {"\u0438\u0306": "й", "\u0418\u0306": "Й"}
_SAME = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-", "−": "-"})
_NUMBER = re.compile(r"[+-]?\d{1,30}(?:[.,]\d{1,30})?(?:[eE][+-]?\d{1,2})?|[+-]?[.,]\d{1,30}(?:[eE][+-]?\d{1,2})?")
STAR = "\ue000"  # of the private area: stands for a star that means itself


def folded(text: str, rules: ShortText) -> str:
    """The text as the rules of the question see it."""
    text = unicodedata.normalize("NFC", text).translate(_SAME).strip()
    if not rules.spaces_matter:
        text = " ".join(text.split())
    if not rules.accents_matter:
        text = _without_accents(text)
    return text if rules.case_matters else unicodedata.normalize("NFC", text.casefold())


def fits(given: str, wanted: str, rules: ShortText) -> bool:
    """Say whether what was given is what is wanted; a star in the latter stands for any run of characters."""
    given = folded(given, rules)
    parts = [folded_part(part, rules) for part in wanted.replace("\\*", STAR).split("*")]
    if len(parts) == 1:
        return given == parts[0].strip()
    first, *middle, last = parts
    if not (given.startswith(first) and given.endswith(last) and len(given) >= len(first) + len(last)):
        return False
    rest = given[len(first) : len(given) - len(last)]
    for part in middle:  # the earliest place of each part leaves most room for the next one
        _before, found, rest = rest.partition(part) if part else ("", "*", rest)
        if not found:
            return False
    return True


def folded_part(part: str, rules: ShortText) -> str:
    """A piece between stars: its spaces at the ends stand inside the text, so one of them stays."""
    kept = folded(part.replace(STAR, "*"), rules)
    before, after = part[:1].isspace(), part[-1:].isspace()
    return f"{' ' if before else ''}{kept}{' ' if after and kept else ''}"


def number_of(text: str, units: Sequence[Unit], *, unit_required: bool) -> Decimal | None:
    """The number written, in the first unit; None where it is none, or its unit is unknown, missing or too much."""
    text = text.translate(_SAME).strip().replace("\u00a0", " ").replace("\u202f", " ")
    found = _NUMBER.match(re.sub(r"(?<=\d) (?=\d{3}(?:\D|$))", "", text))
    if found is None:
        return None
    rest = found.string[found.end() :].strip()
    factor = _factor(rest, units, unit_required=unit_required)
    if factor is None:
        return None
    try:
        return Decimal(found[0].replace(",", ".")) * factor
    except InvalidOperation:
        return None


def _factor(rest: str, units: Sequence[Unit], *, unit_required: bool) -> Decimal | None:
    if not rest:
        return None if units and unit_required else Decimal(1)
    names = {"".join(unit.name.split()): unit.factor for unit in units}
    return names.get("".join(rest.split()))


def _without_accents(text: str) -> str:
    apart = unicodedata.normalize("NFD", text)
    for written, letter in _LETTERS.items():
        apart = apart.replace(written, letter)
    bare = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return unicodedata.normalize("NFC", bare)
