"""Why the word of a log does not count."""

from __future__ import annotations

from laurel.errors import CredentialError, UndecidedError


class LogError(CredentialError):
    """What comes from a log contradicts itself or its keys."""

    code = "LOG"
    en = "the log's word does not hold: {why}"
    bg = "твърдението на регистъра не е валидно: {why}"


class LogProofError(LogError):
    """A proof does not lead from what it is about to the root of the tree."""

    code = "LOG_PROOF"
    en = "the log's proof does not hold: {why}"
    bg = "доказателството от регистъра не е валидно: {why}"


class LogSignatureError(LogError):
    """A signature that names a key we know is not by that key."""

    code = "LOG_SIGNATURE"
    en = "the signature that names the key of {name} is not by that key"
    bg = "подписът, който посочва ключа на {name}, не е направен с този ключ"


class LogUnknownError(UndecidedError):
    """None of the keys we know has signed."""

    code = "LOG_UNKNOWN"
    en = "no key that we know has signed for the log {origin}"
    bg = "никой от познатите ни ключове не е подписал за регистъра {origin}"
