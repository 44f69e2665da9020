"""Why one item of a batch could not be issued: kept with the item, shown in the reader's language."""

from __future__ import annotations

import json

from laurel.errors import LaurelError, Problem


class NotIssuableError(Exception):
    """The credential that would have been signed does not pass our own checks."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.code)


UNEXPECTED = {
    "code": "UNEXPECTED",
    "en": "Something unexpected happened. The operators have been told; try again later.",
    "bg": "Възникна неочакван проблем. Администраторите са уведомени; опитайте отново по-късно.",
}


HELD = {
    "code": "HELD",
    "en": "An appeal, a case or a check is open about this learner. The badge is signed when it is settled.",
    "bg": "За този обучаем има отворено обжалване, случай или проверка. Значката ще бъде подписана, щом приключи.",
}
REPLACED = {
    "code": "REPLACED",
    "en": "The result changed before this badge was signed. If the learner still earns one, order it anew.",
    "bg": "Резултатът е променен, преди тази значка да бъде подписана. Ако обучаемият още има право на значка, поръчайте нова.",
}


def stored(reason: dict[str, str]) -> str:
    """A reason as it is kept with the item; begins with its code."""
    return json.dumps(reason, ensure_ascii=False)


def kept(error: Exception) -> str:
    """The failure as it is stored with the item."""
    if isinstance(error, NotIssuableError):
        facts = {"code": error.problem.code, "en": error.problem.say("en"), "bg": error.problem.say("bg")}
    elif isinstance(error, LaurelError):
        facts = {"code": error.code, "en": error.say("en"), "bg": error.say("bg")}
    else:
        facts = UNEXPECTED
    return stored(facts)


def said(failure: str, *, language: str) -> str:
    """The sentence of a stored failure in `language`; empty when there is none."""
    return "" if not failure else str(json.loads(failure)["bg" if language == "bg" else "en"])
