"""Why evidence of time proves nothing, or nothing yet."""

from __future__ import annotations

from laurel.errors import CredentialError, UndecidedError


class AnchorError(CredentialError):
    """Evidence is malformed, false, or about another digest."""

    code = "ANCHOR"
    en = "the evidence of time does not hold: {why}"
    bg = "свидетелството за време не е валидно: {why}"


class AnchorPendingError(UndecidedError):
    """A witness took a digest in, and has not vouched for it yet."""

    code = "ANCHOR_PENDING"
    en = "nobody vouches for the time yet: {why}"
    bg = "още никой не потвърждава времето: {why}"


class NoWitnessError(UndecidedError):
    """No witness that the verifier trusts vouches for the time."""

    code = "NO_WITNESS"
    en = "nobody whom you trust vouches for the time"
    bg = "никой, на когото имате доверие, не потвърждава времето"
