"""The words of a report: what each check asks, what its answer means, and what to do, in English and Bulgarian.

For a person who has never heard of keys, proofs or resolution. Technical reasons stand in a check's `details`.
"""

from __future__ import annotations

from typing import Final

from laurel.errors import Language
from laurel.verify.policy import Voice
from laurel.verify.sentences import OF_A_SITE, SENTENCES

LANGUAGES: Final[tuple[Language, ...]] = ("en", "bg")

SOURCES: Final = {
    "structure": "https://www.w3.org/TR/vc-data-integrity/#validating-contexts (4.6)",
    "proof": "https://www.w3.org/TR/vc-data-integrity/#verify-proof (4.4)",
    "issuer_key": "https://www.w3.org/TR/cid-1.0/#retrieve-verification-method (3.3)",
    "validity": "https://www.w3.org/TR/vc-data-model-2.0/#validity-period (4.9)",
    "status": "https://www.w3.org/TR/vc-bitstring-status-list/#validate-algorithm (3.2)",
    "schema": "https://www.imsglobal.org/spec/ob/v3p0#data-model (B)",
    "issuer_known": "https://www.w3.org/TR/vc-data-model-2.0/#trust-model (5.2)",
    "endorsements": "https://www.imsglobal.org/spec/ob/v3p0#endorsementcredential (B.1.9)",
    "credentials": "https://www.imsglobal.org/spec/clr/v2p0#clrsubject (B.1)",
    "recipient": "https://www.imsglobal.org/spec/ob/v3p0#identityobject (B.1.11)",
    "anchor": "https://w3c-ccg.github.io/lds-merkle-proof-2019/#verification",
    "pdf_seal": "ETSI EN 319 142-1 (6.3); ISO 32000-2 (12.8)",
    "logged": "https://c2sp.org/tlog-proof; https://www.rfc-editor.org/rfc/rfc9162#section-2.1.3.2",
}

_TITLES: Final = {
    "structure": ("Can it be read?", "Може ли да бъде прочетено?"),
    "proof": ("Is it unchanged?", "Непроменено ли е?"),
    "issuer_key": ("Did the issuer sign it?", "Издателят ли го е подписал?"),
    "validity": ("Is it in its validity period?", "В срока си на валидност ли е?"),
    "status": ("Is it still in force?", "В сила ли е още?"),
    "schema": ("Is it written correctly?", "Правилно ли е съставено?"),
    "issuer_known": ("Do we know the issuer?", "Познаваме ли издателя?"),
    "endorsements": ("Who endorses it?", "Кой го препоръчва?"),
    "credentials": ("Are the credentials in it genuine?", "Автентични ли са удостоверенията в него?"),
    "recipient": ("Does it belong to this person?", "На този човек ли е?"),
    "anchor": ("Does a blockchain vouch for it?", "Потвърждава ли го блокчейн?"),
    "pdf_seal": ("Is the PDF sealed and unchanged?", "Подпечатан и непроменен ли е PDF файлът?"),
    "logged": ("Was it logged in time?", "Вписано ли е навреме?"),
}

_RULES: Final = {
    "badge": (
        "Checked by the strict rules for badges (profile “badge”).",
        "Проверено по строгите правила за значки (профил „badge“).",
    ),
    "generic": (
        "Checked by the rules for any W3C credential (profile “generic”).",
        "Проверено по правилата за всяко удостоверение на W3C (профил „generic“).",
    ),
    "proof-only": (
        "Only the signature was checked (profile “proof-only”).",
        "Проверен е само подписът (профил „proof-only“).",
    ),
}

_HEADLINES: Final = {
    "valid": ("Valid", "Валидно"),
    "unchanged": ("Unchanged since it was signed", "Непроменено от подписването"),
    "attention": ("Genuine, with something to know first", "Автентично, но има нещо, което трябва да знаете"),
    "unknown": ("We cannot tell", "Не можем да кажем"),
    "refused": ("Not valid", "Невалидно"),
    "unreadable": ("This is not a credential we can read", "Това не е удостоверение, което можем да прочетем"),
}

_ADVICE: Final = {
    "valid": ("You can rely on what it says.", "Можете да разчитате на написаното в него."),
    "unchanged": (
        "Who signed it was not checked, as you asked. Check again without that before you rely on it.",
        "Кой го е подписал не е проверено, както пожелахте. Проверете отново без това, преди да разчитате на него.",
    ),
    "attention": (
        "Read the points marked “?” before you rely on it.",
        "Прочетете точките, отбелязани с „?“, преди да разчитате на него.",
    ),
    "unknown": (
        "Do not rely on it yet. Try again later, or ask the person or the issuer for another copy.",
        "Засега не разчитайте на него. Опитайте отново по-късно или поискайте друго копие от човека или от издателя.",
    ),
    "refused": (
        "Do not rely on it. Ask the person for the original file, or ask the issuer.",
        "Не разчитайте на него. Поискайте оригиналния файл от човека или попитайте издателя.",
    ),
    "unreadable": (
        "Ask the person for the file exactly as the issuer gave it: a JSON file, a badge picture or a certificate.",
        "Поискайте от човека файла точно такъв, какъвто го е дал издателят: файл JSON, картинка на значка или сертификат.",
    ),
}


def title(check: str, language: Language) -> str:
    """What a check asks."""
    return _pick(_TITLES[check], language)


def sentence(check: str, code: str, outcome: str, language: Language, *, voice: Voice = "reader") -> str:
    """What a check answered; a code without words of its own says what its outcome means."""
    own = OF_A_SITE.get((check, code)) if voice == "site" else None
    pair = own or SENTENCES.get((check, code)) or SENTENCES.get(("", code)) or SENTENCES[(check, outcome)]
    return _pick(pair, language)


def rules(profile: str, language: Language) -> str:
    """Which rules a report follows; those of a policy of one's own have a name only."""
    return _pick(_RULES.get(profile, (f"Profile “{profile}”.", f"Профил „{profile}“.")), language)


def headline(ending: str, language: Language) -> str:
    """The verdict in a few words."""
    return _pick(_HEADLINES[ending], language)


def advice(ending: str, language: Language) -> str:
    """What to do next."""
    return _pick(_ADVICE[ending], language)


def _pick(pair: tuple[str, str], language: Language) -> str:
    return pair[1] if language == "bg" else pair[0]
