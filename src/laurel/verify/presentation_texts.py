"""The words of a presentation's checks, in English and Bulgarian. By (check, code), else by (check, outcome)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

TITLES: Final[Mapping[str, tuple[str, str]]] = {
    "presentation": ("Can it be read?", "Може ли да бъде прочетено?"),
    "holder_proof": ("Did the holder sign it?", "Притежателят ли го е подписал?"),
    "addressed": ("Is it meant for you, now?", "За Вас ли е предназначено, и за сега?"),
    "subject": ("Is it about the holder?", "За притежателя ли се отнася?"),
}

SOURCES: Final[Mapping[str, str]] = {
    "presentation": "https://www.w3.org/TR/vc-data-model-2.0/#verifiable-presentations (4.13)",
    "holder_proof": "https://www.w3.org/TR/vc-data-integrity/#verify-proof (4.4)",
    "addressed": "https://www.w3.org/TR/vc-data-integrity/#defn-challenge (2.1)",
    "subject": "https://w3c.github.io/vc-imp-guide/#subject-holder-relationships",
}

HEADLINES: Final[Mapping[str, tuple[str, str]]] = {
    "valid": ("Valid, and shown by its holder", "Валидно и показано от притежателя си"),
    "attention": ("Genuine, with something to know first", "Автентично, но има нещо, което трябва да знаете"),
    "unknown": ("We cannot tell", "Не можем да кажем"),
    "refused": ("Not valid", "Невалидно"),
    "unreadable": ("This is not a presentation we can read", "Това не е представяне, което можем да прочетем"),
}

ADVICE: Final[Mapping[str, tuple[str, str]]] = {
    "valid": ("You can rely on what it says.", "Можете да разчитате на написаното в него."),
    "attention": (
        "Read the points marked “?” before you rely on it.",
        "Прочетете точките, отбелязани с „?“, преди да разчитате на него.",
    ),
    "unknown": (
        "Do not rely on it yet. Try again later, or ask the person to show it again with a new challenge.",
        "Засега не разчитайте на него. Опитайте по-късно или помолете човека да го покаже отново с ново предизвикателство.",
    ),
    "refused": (
        "Do not rely on it. Ask the person to show it again with a new challenge.",
        "Не разчитайте на него. Помолете човека да го покаже отново с ново предизвикателство.",
    ),
    "unreadable": (
        "A credential alone does not show who holds it. Ask the person for a presentation that answers your challenge.",
        "Самото удостоверение не показва кой го притежава. Поискайте представяне, което отговаря на Вашето запитване.",
    ),
}

SENTENCES: Final[Mapping[tuple[str, str], tuple[str, str]]] = {
    ("presentation", "PASSED"): (
        "This is a presentation, and all of it can be read.",
        "Това е представяне на удостоверения и може да се прочете изцяло.",
    ),
    ("presentation", "UNKNOWN"): (
        "This version does not know this kind of presentation.",
        "Тази версия не познава такъв вид представяне.",
    ),
    ("presentation", "FAILED"): (
        "This is not a presentation that can be read.",
        "Това не е представяне на удостоверения, което може да се прочете.",
    ),
    ("holder_proof", "PASSED"): (
        "The holder signed it with a key of their own.",
        "Притежателят го е подписал със свой ключ.",
    ),
    ("holder_proof", "UNKNOWN"): (
        "We could not find out whether the holder signed it.",
        "Не успяхме да разберем дали притежателят го е подписал.",
    ),
    ("holder_proof", "FAILED"): (
        "The holder's signature does not hold.",
        "Подписът на притежателя не е валиден.",
    ),
    ("addressed", "PASSED"): (
        "It answers your question and names you.",
        "Отговаря на Вашето запитване и посочва Вас.",
    ),
    ("addressed", "UNKNOWN"): (
        "This was not checked, because the signature does not hold.",
        "Това не е проверено, защото подписът не е потвърден.",
    ),
    ("addressed", "FAILED"): (
        "It was made for another occasion or for somebody else. It may have been copied.",
        "Направено е по друг повод или за друг получател. Може да е копирано.",
    ),
    ("subject", "PASSED"): (
        "The credentials are about the person who shows them.",
        "Удостоверенията се отнасят за лицето, което ги показва.",
    ),
    ("subject", "UNKNOWN"): (
        "The credentials do not name their subject by the holder's identifier, so this does not tell whom they are about.",
        "Удостоверенията не посочват лицето с идентификатора на притежателя и само по това не личи за кого са.",
    ),
    ("subject", "FAILED"): (
        "A credential is about somebody else.",
        "Някое от удостоверенията се отнася за друг.",
    ),
}
