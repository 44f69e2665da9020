"""The sentences for one thing that the data model does not allow, in English and Bulgarian."""

from __future__ import annotations

from typing import Final

from laurel.errors import Problem

_SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "NOT_AN_OBJECT": ("here must be a JSON object", "тук трябва да има JSON обект"),
    "MISSING": ("“{name}” is missing", "липсва „{name}“"),
    "EMPTY": ("here must be something", "тук трябва да има нещо"),
    "NOT_A_URL": ("“{value}” is not one full address (URL)", "„{value}“ не е един пълен адрес (URL)"),
    "NOT_A_DATE": (
        "“{value}” is not a date and time with its offset, such as 2026-11-23T12:00:00Z",
        "„{value}“ не е дата и час с отместване, например 2026-11-23T12:00:00Z",
    ),
    "ENDS_BEFORE_IT_BEGINS": ("it ends ({end}) before it begins ({start})", "краят му ({end}) е преди началото ({start})"),
    "WRONG_CONTEXT": (
        "“@context” must be a list that begins with {wanted}",
        "„@context“ трябва да е списък, който започва с {wanted}",
    ),
    "NOT_A_CONTEXT": (
        "a context is an address or an object with definitions",
        "контекстът е адрес или обект с определения",
    ),
    "NOT_A_TYPE": (
        "“type” must be a word, an address, or a list of different ones",
        "„type“ трябва да е дума, адрес или списък от различни такива",
    ),
    "TYPE_WITHOUT_CLASS": ("“type” must contain “{wanted}”", "„type“ трябва да съдържа „{wanted}“"),
    "NOT_A_TEXT": (
        "here must be a text, or texts with their language (and direction)",
        "тук трябва да има текст или текстове с посочен език (и посока)",
    ),
    "NOT_A_NUMBER_FROM_0": (
        "“{value}” is not a whole number from 0, written in digits",
        "„{value}“ не е цяло число от 0 нагоре, записано с цифри",
    ),
    "WRONG_SIZE": (
        "a status has a size of 1 or more, and above 1 one message for each value",
        "състоянието има размер 1 или повече, а над 1 – по едно съобщение за всяка стойност",
    ),
    "LIST_AS_ENTRY": (
        "the address of an entry must not be that of its list",
        "адресът на записа не трябва да е този на списъка",
    ),
    "TWICE": ("{value} is named twice", "{value} е посочен два пъти"),
    "NO_DIGEST": ("it has neither “digestSRI” nor “digestMultibase”", "няма нито „digestSRI“, нито „digestMultibase“"),
    "NOT_A_DIGEST": ("“{value}” is not a digest", "„{value}“ не е отпечатък"),
    "OTHER_DIGEST": ("{url} has another digest than this", "{url} има друг отпечатък, а не този"),
    "NOT_A_CREDENTIAL": (
        "here must be a credential, or an envelope of one",
        "тук трябва да има удостоверение или плик с такова",
    ),
    "OTHER_MEANING": (
        "readers of JSON and of linked data (RDF) would read “{name}” in two ways",
        "„{name}“ се чете по един начин като JSON и по друг като свързани данни (RDF)",
    ),
    "ONLY_CATCH_ALL": (
        "nothing defines “{name}” but a vocabulary for whatever is left, so it may be a slip of the pen",
        "„{name}“ не е определено от нищо освен от речник за всичко останало и може да е грешка при писане",
    ),
    "MEANING_UNJUDGED": (
        "What words beyond the W3C data model mean was not judged, only that the signature covers them.",
        "Не е преценявано какво значат думите извън модела на W3C, а само че подписът ги обхваща.",
    ),
    "SCHEMA_NOT_FETCHED": (
        "The credential was not compared with the schema {value}, which is never fetched.",
        "Удостоверението не е сравнено със схемата {value}, която никога не се изтегля.",
    ),
    "NOT_FOLLOWED": (
        "“{name}” was checked for its form only, and never followed.",
        "„{name}“ е проверено само по форма и никога не се следва.",
    ),
    "RESOURCE_NOT_HELD": (
        "We hold no copy of {value}, so its digest was not compared.",
        "Нямаме копие на {value} и отпечатъкът му не е сравнен.",
    ),
    "NOT_LOOKED_INTO": (
        "Credentials inside it were not checked.",
        "Удостоверенията в него не са проверени.",
    ),
}
_SHOWN: Final = 80  # characters of a wrong value that its problem repeats


def problem(code: str, at: str, **facts: object) -> Problem:
    """One wrong thing at the JSON pointer `at`, its sentences filled with `facts`."""
    english, bulgarian = _SENTENCES[code]
    shown = {name: str(fact)[:_SHOWN] for name, fact in facts.items()}
    return Problem(at=at, code=code, en=english.format(**shown), bg=bulgarian.format(**shown))
