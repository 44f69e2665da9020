"""What is refused about agreements, in words."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from campus.base.refusals import Refusal


class PartnerMissingError(Refusal):
    """Nobody to agree with."""

    code = "PARTNER_MISSING"
    text = _("Choose an institution of this site, or name another one and the identifier that its credentials carry as issuer.")


class AloneError(Refusal):
    """An institution agrees with itself."""

    code = "AGREEMENT_WITH_ITSELF"
    text = _("An agreement has two sides: choose another institution.")


class DatesOfAgreementError(Refusal):
    """It ends before it begins, or is over already."""

    code = "AGREEMENT_DATES"
    text = _("The last day has to come after the first one, and not before today.")


class FrozenTextError(Refusal):
    """What was put forward is not changed."""

    code = "AGREEMENT_FROZEN"
    text = _("This text is put forward or in force, and stays as it is. Take it back, or begin a new text.")


class NothingAgreedError(Refusal):
    """No line."""

    code = "AGREEMENT_EMPTY"
    text = _("Add at least one line: what is recognised.")


class TooManyLinesError(Refusal):
    """More than a person reads."""

    code = "TOO_MANY_LINES"
    text = _("One agreement has at most {most} lines.")


class NotPutForwardError(Refusal):
    """There is nothing to sign."""

    code = "NOT_PUT_FORWARD"
    text = _("There is no text that waits for signatures.")


class AgreementEndedError(Refusal):
    """It ended."""

    code = "AGREEMENT_ENDED"
    text = _("This agreement has ended. Begin a new one.")


class ChangedTextError(Refusal):
    """What would be signed is not what was read."""

    code = "AGREEMENT_CHANGED"
    text = _("The text is not the one that was put forward. Reload the page and read it again.")


class BothSidesError(Refusal, PermissionDenied):
    """One person, both sides."""

    code = "BOTH_SIDES"
    text = _("Each side is signed for by somebody else.")


class SignedBeforeError(Refusal):
    """That side has signed."""

    code = "SIGNED_BEFORE"
    text = _("This side has signed already.")


class TextOpenError(Refusal):
    """One text at a time."""

    code = "TEXT_OPEN"
    text = _("There is a text in the making already.")
