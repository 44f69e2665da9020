"""Why a launch is refused. The code is told to whoever keeps the platform; the sentence to the person who wanted in."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from campus.base.refusals import Refusal

_SETTINGS = _("Laurel and your learning platform are not set up to fit each other. Show this page to whoever keeps it.")
_AGAIN = _("This opening has run out or was used before. Go back to your course and open it again.")
_LATER = _("We could not reach your learning platform to check this. Try again in a few minutes.")
_FORGED = _("We could not confirm that this comes from your learning platform. Go back to your course and open it again.")
_BROWSER = _("Your browser did not keep what it needs to come back from your course. Go back and open it in a new window.")

SENTENCES: Mapping[str, StrOrPromise] = {
    "LTI_NOT_READY": _SETTINGS,
    "LTI_WRONG_ISSUER": _SETTINGS,
    "LTI_WRONG_CLIENT": _SETTINGS,
    "LTI_WRONG_DEPLOYMENT": _SETTINGS,
    "LTI_WRONG_TARGET": _SETTINGS,
    "LTI_WRONG_MESSAGE": _SETTINGS,
    "LTI_WRONG_VERSION": _SETTINGS,
    "LTI_CLAIM_MISSING": _SETTINGS,
    "LTI_NO_PERSON": _SETTINGS,
    "LTI_PLATFORM_REFUSED": _SETTINGS,
    "LTI_KEYS_UNREACHABLE": _LATER,
    "LTI_UNKNOWN_KEY": _FORGED,
    "LTI_BAD_TOKEN": _FORGED,
    "LTI_WRONG_NONCE": _FORGED,
    "LTI_BAD_TIME": _AGAIN,
    "LTI_STATE_UNKNOWN": _AGAIN,
    "LTI_STATE_USED": _AGAIN,
    "LTI_STATE_EXPIRED": _AGAIN,
    "LTI_OTHER_BROWSER": _BROWSER,
    "LTI_VISIT_OVER": _AGAIN,
}


class LaunchRefusedError(Refusal):
    """A launch that is not let in."""

    def __init__(self, code: str) -> None:
        super().__init__()
        self.code = code  # type: ignore[misc]  # one class for every code of the table above

    @property
    def message(self) -> StrOrPromise:
        """What the person can do."""
        return SENTENCES[self.code]
