"""E-mail addresses in a gradebook: a badge goes there, so a look-alike letter would send it to a stranger."""

from __future__ import annotations

import re
import unicodedata

from campus.learning.gradebook.cells import CellError

_LOCAL = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[^\W_]([\w-]{0,61}[^\W_])?")
# Cyrillic and Greek letters that cannot be told from Latin ones (Unicode TR 39, the most used fonts).
_LOOK_LATIN = frozenset("асеорхуіјѕԁһӏԛԝвкмнтгορυναικτ")
MAX_ADDRESS = 254


def address_of(text: str) -> str:
    """The address in lower case.

    Raises:
        CellError: missing, not an address, or a domain that mixes or imitates alphabets.
    """
    if not text:
        raise CellError("MISSING_EMAIL")
    address = text.lower()
    local, _, domain = address.rpartition("@")
    labels = domain.split(".")
    if any(_imitates(label) for label in labels):
        raise CellError("CONFUSABLE_EMAIL", value=domain)
    sound = (
        len(address) <= MAX_ADDRESS
        and len(local) <= 64
        and _LOCAL.fullmatch(local)
        and len(labels) >= 2
        and all(_LABEL.fullmatch(label) for label in labels)
        and not labels[-1].isdigit()
    )
    if not sound:
        raise CellError("BAD_EMAIL", value=text)
    return address


def _imitates(label: str) -> bool:
    if label.isascii():
        return False
    letters = [sign for sign in label if sign.isalpha()]
    scripts = {unicodedata.name(sign, "?").split(" ")[0] for sign in letters}
    return len(scripts) > 1 or (scripts != {"LATIN"} and all(sign in _LOOK_LATIN for sign in letters))
