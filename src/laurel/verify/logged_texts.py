"""What a log's word means, by check and code, in English and Bulgarian."""

from __future__ import annotations

from typing import Final

LOGGED: Final[dict[tuple[str, str], tuple[str, str]]] = {
    ("logged", "PASSED"): (
        "The log {log} had taken it in by {when}. That is the word of whoever keeps the log.",
        "Регистърът {log} го е бил вписал до {when}. Това е думата на този, който води регистъра.",
    ),
    ("logged", "WITNESSED"): (
        "It stands in the log {log} and existed by {when}: {witness} vouches for the time.",
        "Вписано е в регистъра {log} и е съществувало до {when}: за времето свидетелства {witness}.",
    ),
    ("logged", "UNKNOWN"): (
        "We could not find out whether it was in a log in time.",
        "Не успяхме да установим дали е било вписано в регистър навреме.",
    ),
    ("logged", "NO_RECEIPT"): (
        "There is no receipt that would show it in a log.",
        "Няма разписка, която да го покаже в регистър.",
    ),
    ("logged", "LOG_UNKNOWN"): (
        "It comes with a receipt of the log {log}, but nobody whom you trust vouches for that log.",
        "Придружено е от разписка на регистъра {log}, но никой, на когото имате доверие, не свидетелства за него.",
    ),
    ("logged", "LOG_UNDATED"): (
        "It stands in the log {log}, but nobody whom you trust says since when.",
        "Вписано е в регистъра {log}, но никой, на когото имате доверие, не казва откога.",
    ),
    ("logged", "LOGGED_LATER"): (
        "What the log {log} says is from after the moment you ask about ({when}).",
        "Това, което казва регистърът {log}, е от по-късно, отколкото питате ({when}).",
    ),
    ("logged", "RECEIPT_OF_ANOTHER"): (
        "The receipt belongs to another credential, or to another form of this one. It says nothing here.",
        "Разписката е за друго удостоверение или за друг вид на това. Тук не казва нищо.",
    ),
    ("logged", "FAILED"): (
        "The receipt does not hold: do not rely on it.",
        "Разписката не е валидна: не разчитайте на нея.",
    ),
    ("logged", "RECEIPT_MALFORMED"): (
        "The receipt cannot be read, or is none.",
        "Разписката не може да бъде прочетена или не е разписка.",
    ),
    ("logged", "RECEIPT_FALSE"): (
        "The receipt is false: it contradicts itself, or the log that it names.",
        "Разписката е невярна: противоречи си или противоречи на регистъра, който посочва.",
    ),
    ("logged", "LOGGED_REVOKED"): (
        "The log {log} records that it was revoked ({when}).",
        "Регистърът {log} посочва, че е отменено ({when}).",
    ),
    ("logged", "LOGGED_SUPERSEDED"): (
        "The log {log} records that another credential replaced it ({when}). Ask for the newer one.",
        "Регистърът {log} посочва, че е заменено с друго удостоверение ({when}). Поискайте новото.",
    ),
    ("issuer_key", "KEY_REVOKED_AFTER"): (
        (
            "It was signed by {issuer}. The key was withdrawn later ({when}), "
            "but this signature existed before ({logged}): {witness} vouches for that."
        ),
        (
            "Подписано е от {issuer}. Ключът е оттеглен по-късно ({when}), "
            "но този подпис е съществувал преди това ({logged}): за това свидетелства {witness}."
        ),
    ),
    ("issuer_key", "SEAL_EXPIRED_AFTER"): (
        (
            "It bears the seal of {issuer}. The certificate has expired since ({when}), "
            "but this seal existed before ({logged}): {witness} vouches for that."
        ),
        (
            "Носи печата на {issuer}. Сертификатът междувременно е изтекъл ({when}), "
            "но този печат е съществувал преди това ({logged}): за това свидетелства {witness}."
        ),
    ),
}
