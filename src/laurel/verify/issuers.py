"""Do we know the issuer? By identifier only: a name is what anybody may write.

Source: https://www.unicode.org/reports/tr39/#Confusable_Detection (the idea;
our skeleton covers Latin, Cyrillic and Greek).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Final

from laurel.verify.policy import Voice
from laurel.verify.report import Check, Outcome, passed, unknown

ABOUT_THE_ISSUER: Final = frozenset({"issuer_key", "issuer_known"})

_LANGUAGE_MARK: Final = re.compile(r" \[[a-z]{2,3}(?:-[A-Z]{2})?\]\Z")  # badges say so in which language a lone name is

# Letters of Cyrillic and Greek that look like Latin ones, lower case, after the marks have been taken off.
_LOOKALIKES = str.maketrans(
    {
        **dict(zip("аеорсухіјѕԁһкмнтвгьԛԝ", "aeopcyxijsdhkmhtbrbqw", strict=True)),
        **dict(zip("αορυκνηιτχγ", "aopukvnitxy", strict=True)),
        **dict(zip("l10", "iio", strict=True)),
    }
)


def check_issuer_known(
    issuer_id: str, issuer_name: str, *, trusted: Mapping[str, str], voice: Voice, names: Collection[str] = ()
) -> Check:
    """Look the identifier up in `trusted` (identifier -> name); an unknown one with a known one's name is told apart loudly.

    `names` are all that the document calls the issuer by, in whatever language and wherever.

    The result is never FAILED: an issuer that we do not know is no forger.
    """
    return replace(_known(issuer_id, issuer_name, {issuer_name, *names}, trusted), voice=voice)


def without_reassurance(checks: Mapping[str, Check]) -> dict[str, Check]:
    """The checks, where the proof failed without a "yes" about the issuer: whose key is named then proves nothing."""
    found = dict(checks)
    proof = checks.get("proof")
    if proof is None or proof.outcome is not Outcome.FAILED:
        return found
    code = "HOSTED_DIFFERS" if proof.code == "HOSTED_DIFFERS" else "SIGNATURE_BROKEN"
    for name in ABOUT_THE_ISSUER & checks.keys():
        if checks[name].outcome is Outcome.PASSED:
            found[name] = replace(unknown(name, code), clause=checks[name].clause)
    return found


def _known(issuer_id: str, issuer_name: str, names: Collection[str], trusted: Mapping[str, str]) -> Check:
    shown = issuer_name or issuer_id
    if issuer_id in trusted:
        return passed("issuer_known", issuer=trusted[issuer_id] or shown, id=issuer_id)
    alike = {skeleton(name): name for name in sorted(names)}
    for known in trusted.values():
        name = alike.get(skeleton(known))
        if name and skeleton(name):
            return unknown("issuer_known", "LOOKALIKE_NAME", issuer=name, known=known, id=issuer_id)
    return unknown("issuer_known", "ISSUER_UNKNOWN", issuer=shown, id=issuer_id)


def skeleton(name: str) -> str:
    """What is left of a name without all that an eye may miss: case, accents, spaces, signs, look-alike letters."""
    said = _LANGUAGE_MARK.sub("", name[:300])
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", said).casefold())
    letters = "".join(letter for letter in plain if unicodedata.category(letter)[0] in "LN")
    return letters.translate(_LOOKALIKES)
