"""What reviews refuse."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from campus.base.refusals import Refusal
from campus.quality.gate import Report


class NotReadyError(Refusal):
    """Something has to be mended first; `report` names every finding of every gate, `state` how far the text is."""

    code = "NOT_READY"
    text = _("Some things have to be mended before this micro-credential can go to review.")

    def __init__(self, report: Report) -> None:
        self.report = report
        self.state = report.state
        super().__init__()


class SameEyesError(Refusal):
    """Whoever wrote, changed or submitted it wants to decide about it."""

    code = "SAME_EYES"
    text = _("Somebody who did not write, change or submit this micro-credential has to decide about it.")


class OnePartError(Refusal):
    """Whoever decided one stage of a round wants to decide another one."""

    code = "ONE_PART"
    text = _("You decided an earlier stage of this review. Somebody else has to decide this one.")


class AlreadyDecidedError(Refusal):
    """Another decision, or a withdrawal, came first and stands."""

    code = "ALREADY_DECIDED"
    text = _("This review is already decided. The first decision stands.")


class AssignedError(Refusal):
    """The stage was handed to somebody else."""

    code = "ASSIGNED_TO_ANOTHER"
    text = _("This stage was handed to {name}, who decides it.")


class ByInvitationError(Refusal):
    """The stage belongs to an external reviewer."""

    code = "BY_INVITATION"
    text = _("An external reviewer decides this stage, through the link of their invitation.")


class CommentMissingError(Refusal):
    """Asking for changes without saying which."""

    code = "COMMENT_MISSING"
    text = _("Say what should change, so that the author can act on it.")


class ReferredError(Refusal):
    """A gate leaves it to the person who approves, who has to say why it is right."""

    code = "REFERRED_TO_YOU"
    text = _("A rule leaves this to your judgement. Say in the comment why it may be approved.")


class NotApprovedError(Refusal):
    """Publishing what has stages left."""

    code = "NOT_APPROVED"
    text = _("It is not approved yet: a stage is still to be decided.")
