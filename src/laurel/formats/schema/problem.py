"""The sentences for one wrong thing in a document's shape, in English and Bulgarian."""

from __future__ import annotations

from laurel.errors import Problem

_SENTENCES: dict[str, tuple[str, str]] = {
    "NOT_AN_OBJECT": ("here must be a JSON object of class {expected}", "тук трябва да има JSON обект от клас {expected}"),
    "WRONG_TYPE": ("here must be {expected}", "тук трябва да има {expected_bg}"),
    "NOT_A_LIST": ("here must be a list", "тук трябва да има списък"),
    "NOT_A_SINGLE_VALUE": ("here must be one value, not a list", "тук трябва да има една стойност, а не списък"),
    "NULL": (
        "an empty value (null) says nothing and may not stand here",
        "празна стойност (null) не казва нищо и не може да стои тук",
    ),
    "EMPTY": ("an empty list or text may not stand here", "тук не може да има празен списък или текст"),
    "MISSING": ("“{name}” is missing", "липсва „{name}“"),
    "UNKNOWN_MEMBER": ("{class_name} has no member “{name}”", "{class_name} няма поле „{name}“"),
    "UNKNOWN_VALUE": ("“{value}” is not in the list of {expected}", "„{value}“ не е в списъка {expected}"),
    "BAD_FORMAT": ("“{value}” is not {expected}", "„{value}“ не е {expected_bg}"),
    "TYPE_WITHOUT_CLASS": ("“type” must contain “{expected}”", "„type“ трябва да съдържа „{expected}“"),
    "WRONG_CONTEXT": (
        "“@context” must start with the addresses of Verifiable Credentials and of Open Badges 3.0, in this order",
        "„@context“ трябва да започва с адресите на Verifiable Credentials и на Open Badges 3.0, в този ред",
    ),
    "WRONG_CONTEXT_ELM": (
        "“@context” must be the addresses of Verifiable Credentials 1.1 and of the European Learning Model, in this order",
        "„@context“ трябва да съдържа адресите на Verifiable Credentials 1.1 и на European Learning Model, в този ред",
    ),
    "WRONG_CONTEXT_CLR": (
        "“@context” must start with the addresses of Verifiable Credentials, Learner Records and Open Badges 3.0",
        "„@context“ трябва да започва с адресите на Verifiable Credentials, Learner Records и Open Badges 3.0",
    ),
    "NO_RECIPIENT": ("the recipient has neither “id” nor “identifier”", "получателят няма нито „id“, нито „identifier“"),
    "UNKNOWN_CREDENTIAL": (
        "“type” names neither an Open Badge nor an endorsement",
        "„type“ не посочва нито отворена значка (Open Badge), нито препоръка (endorsement)",
    ),
}


def problem(code: str, at: str, **facts: str) -> Problem:
    """One wrong thing at the JSON pointer `at`, its sentences filled with `facts`."""
    english, bulgarian = _SENTENCES[code]
    return Problem(at=at, code=code, en=english.format(**facts), bg=bulgarian.format(**facts))
