"""What the recognition desk refuses, in words."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from campus.base.refusals import Refusal


class NotAcceptedEvidenceError(Refusal):
    """What was handed in is no credential that holds."""

    code = "NOT_ACCEPTED_EVIDENCE"
    text = _("This cannot be submitted: {why} {advice}")


class EvidenceTwiceError(Refusal):
    """The same credential is in the case already."""

    code = "EVIDENCE_TWICE"
    text = _("This credential is in your application already.")


class TooManyCredentialsError(Refusal):
    """More than fits in one case."""

    code = "TOO_MANY_CREDENTIALS"
    text = _("One application takes at most {most} credentials.")


class NothingSubmittedError(Refusal):
    """No credential was handed in."""

    code = "NOTHING_SUBMITTED"
    text = _("Add at least one credential.")


class TargetMissingError(Refusal):
    """Nobody knows what it is to be recognised for."""

    code = "TARGET_MISSING"
    text = _("Choose what it is to be recognised for, or describe it: a title and at least one learning outcome.")


class NotOpenError(Refusal):
    """The case is in a state in which this makes no sense."""

    code = "CASE_NOT_OPEN"
    text = _("The case has moved on meanwhile ({state}). Reload the page to see it.")


class OwnCaseError(Refusal, PermissionDenied):
    """Nobody decides about themselves."""

    code = "OWN_CASE"
    text = _("You cannot take part in deciding your own application.")


class OtherPanelError(Refusal, PermissionDenied):
    """Whoever decided does not decide the appeal (R-45)."""

    code = "OTHER_PANEL"
    text = _("An appeal is decided by other people than those who decided first. You took part in this case.")


class NotSeatedError(Refusal, PermissionDenied):
    """Only who took the case votes on it."""

    code = "NOT_SEATED"
    text = _("Take the case first: whoever decides it is named in it.")


class VotesMissingError(Refusal):
    """The committee is not complete."""

    code = "VOTES_MISSING"
    text = _("{count} of {wanted} votes are given. The decision waits for the others.")


class VotesDifferError(Refusal):
    """The decision is not what most voted for."""

    code = "VOTES_DIFFER"
    text = _("Most of the committee did not vote for this. Decide as most voted; where votes are even, one has to change.")


class VotesGivenError(Refusal):
    """Nobody's vote is made needless."""

    code = "VOTES_GIVEN"
    text = _("Somebody has voted already: the committee can grow, not shrink.")


class WordsMissingError(Refusal):
    """Something has to be said in words."""

    code = "WORDS_MISSING"
    text = _("Write it in words: the applicant reads it.")


class NoDifferenceError(Refusal):
    """R-43."""

    code = "NO_SUBSTANTIAL_DIFFERENCE"
    text = _(
        "Refusing needs at least one substantial difference, and the reasons (rule R-43, Lisbon Recognition Convention). "
        "Name the difference, or recognise."
    )


class NothingMissingError(Refusal):
    """R-47."""

    code = "NOTHING_MISSING"
    text = _("Recognition in part lists the outcomes that are missing (rule R-47). Here every outcome is taken as covered.")


class CountedBeforeError(Refusal):
    """R-33 across all cases of an organisation."""

    code = "LEARNING_COUNTED_BEFORE"
    text = _("The same learning was given credit before, and it counts once (rule R-33). Recognise it without credit.")


class TooLateToAppealError(Refusal):
    """The time for an appeal is over."""

    code = "TOO_LATE_TO_APPEAL"
    text = _("An appeal was possible until {day}.")
