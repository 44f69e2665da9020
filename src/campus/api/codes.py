"""Every code that a problem answer can carry, with what it means: what the `type` address of a problem leads to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from campus.api.problem import NUL
from campus.base.refusals import Refusal

_FACT = re.compile(r"\{\w+\}")
OWN: Mapping[str, StrOrPromise] = {
    "KEY_NEEDED": _("Send a valid key in the header “Authorization: Bearer …”."),
    "INVALID_REQUEST": _("Some parts of the request are missing or wrong; each is named below."),
    "PARSING_ERROR": _("The body is not JSON, or not one JSON value in UTF-8 without repeated names."),
    "BAD_REQUEST": _("The request cannot be read."),
    "BAD_CURSOR": _("This cursor is not one of ours. Start again from the first page."),
    "IDEMPOTENCY_KEY_MISSING": _(
        "Send the header Idempotency-Key with a value of your own, so that a retry cannot do this twice."
    ),
    "IDEMPOTENCY_KEY_WRONG": _("An Idempotency-Key has at most 255 printable characters."),
    "IDEMPOTENCY_KEY_REUSED": _("This Idempotency-Key was used for another request. Choose a new one."),
    "IDEMPOTENCY_KEY_IN_USE": _("The first request with this Idempotency-Key is still under way. Ask again in a moment."),
    "METHOD_NOT_ALLOWED": _("This address does not do that"),
    "NO_SUCH_ADDRESS": _("The API has no such address. Its addresses are listed at /api/docs."),
    "TOO_LARGE": _("The request is larger than this address accepts."),
    "TOO_MANY_REQUESTS": _("Too many requests. Wait a little and try again."),
    "NOTHING_PRESENTED": _("Send the credential as the body, or as “file” of a form."),
    "WRONG_LOGIN": _("E-mail address and password do not belong together."),
    "EMAIL_NOT_CONFIRMED": _("Confirm your e-mail address first: we have sent you a message."),
    "SECOND_STEP_NEEDED": _(
        "Your account has a second log-in step, so a password alone opens nothing. Make the token on your profile page."
    ),
    "NUL_CHARACTER": NUL,
    "BUSY": _("The system is busy. Nothing was changed: try again in a moment."),
    "INTERNAL_ERROR": _("We have noted it. Nothing was changed: trying again later is safe."),
}


@dataclass(frozen=True, slots=True)
class KnownCode:
    """A code and its sentence; "…" stands for what differs from case to case."""

    code: str
    text: str


def known_codes() -> list[KnownCode]:
    """All of them, in alphabetical order."""
    texts = {**{kind.code: kind.text for kind in _kinds(Refusal)}, **OWN}
    return [KnownCode(code, _FACT.sub("…", str(text))) for code, text in sorted(texts.items())]


def _kinds(kind: type[Refusal]) -> Iterator[type[Refusal]]:
    for refined in kind.__subclasses__():
        yield refined
        yield from _kinds(refined)
