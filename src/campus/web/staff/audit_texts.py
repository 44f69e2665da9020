"""What each kind of audit entry means, in words. An action without words of its own shows its code."""

from __future__ import annotations

import json

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_stubs_ext import StrOrPromise

from campus.base.models import AuditEntry
from campus.issuing.models import RevocationReason
from campus.people.models import Role

ACTIONS: dict[str, StrOrPromise] = {
    "organisation.created": _("created the organisation"),
    "organisation.edited": _("changed the profile"),
    "organisation.vouched_for": _("vouched for the organisation as an issuer"),
    "organisation.no_longer_vouched_for": _("no longer vouches for the organisation as an issuer"),
    "organisation.logo_changed": _("changed the logo"),
    "member.roles_changed": _("changed a member's roles"),
    "member.removed": _("removed a member"),
    "invitation.made": _("invited somebody"),
    "invitation.withdrawn": _("withdrew an invitation"),
    "invitation.accepted": _("accepted an invitation"),
    "api_key.created": _("made an API key"),
    "api_key.revoked": _("revoked an API key"),
    "design.created": _("began a micro-credential"),
    "design.picture_changed": _("changed the picture of a badge"),
    "design.retired": _("retired a micro-credential"),
    "design.published": _("published a version of a micro-credential"),
    "policies.chosen": _("chose the rule sets"),
    "policies.version_kept": _("kept a version of a rule set"),
    "policies.published": _("let everybody read a rule set"),
    "policies.unpublished": _("no longer lets everybody read a rule set"),
    "edition.announced": _("announced an edition of a micro-credential"),
    "edition.changed": _("changed an edition of a micro-credential"),
    "edition.opened": _("opened an edition for applications again"),
    "edition.closed": _("closed an edition for applications"),
    "edition.cancelled": _("cancelled an edition of a micro-credential"),
    "accreditation.declared": _("stated an accreditation of the organisation"),
    "accreditation.taken_back": _("took back a stated accreditation"),
    "accreditation.entered": _("entered an accreditation from a register"),
    "accreditation.changed": _("brought an accreditation from a register up to date"),
    "organisation.numbered": _("noted under which number a register knows the organisation"),
    "quality_policy.changed": _("settled how the organisation keeps quality"),
    "endorsement.requested": _("asked for an endorsement"),
    "endorsement.signed": _("signed an endorsement"),
    "endorsement.declined": _("declined an endorsement"),
    "endorsement.withdrawn": _("withdrew an endorsement"),
    "endorsement.uploaded": _("took in an endorsement signed elsewhere"),
    "dossier.opened": _("began a review by criteria"),
    "dossier.decided": _("decided a review by criteria"),
    "dossier.evidence_added": _("added evidence to a review"),
    "dossier.condition_fulfilled": _("confirmed that a condition is fulfilled"),
    "criteria.kept": _("kept a set of criteria"),
    "design.opened_across_borders": _("offered a micro-credential across borders"),
    "design.closed_across_borders": _("stopped offering a micro-credential across borders"),
    "review.submitted": _("sent a design for review"),
    "chain.chosen": _("chose the stages of approval"),
    "stage.approved": _("approved a stage of a review"),
    "review.approved": _("published what a review approved"),
    "review.changes_requested": _("asked for changes to a design"),
    "review.withdrawn": _("withdrew a design from review"),
    "cohort.created": _("opened a cohort"),
    "cohort.closed": _("closed a cohort"),
    "cohort.list_fixed": _("fixed the list of a cohort"),
    "cohort.awarded": _("decided awards"),
    "gradebook.imported": _("imported a gradebook"),
    "question_bank.created": _("began a question bank"),
    "question.retired": _("retired a question"),
    "questions.imported": _("imported questions"),
    "questions.exported": _("exported questions"),
    "quiz.created": _("set up a quiz"),
    "quiz.changed": _("changed a quiz"),
    "quiz.opened": _("opened a quiz"),
    "quiz.closed": _("closed a quiz"),
    "quiz.paper_renewed": _("took mended questions into a quiz"),
    "quiz.allowance_given": _("gave a learner more time or attempts in a quiz"),
    "quiz.remarking_ordered": _("had a quiz marked again"),
    "platform.registered": _("registered a learning platform"),
    "platform.connected": _("connected a learning platform"),
    "platform.closed": _("closed a learning platform"),
    "platform.opened": _("opened a learning platform again"),
    "course.learners_ordered": _("fetched the learners of a course"),
    "course.grades_ordered": _("fetched the grades of a course"),
    "course.sends_awards": _("lets awards go to a course as grades"),
    "course.keeps_awards": _("no longer lets awards go to a course"),
    "batch.ordered": _("ordered badges to be issued"),
    "batch.paused": _("paused issuing"),
    "batch.resumed": _("resumed issuing"),
    "batch.retried": _("tried again what could not be issued"),
    "batch.finished": _("finished issuing"),
    "credential.claimed": _("took a badge into their account"),
    "credential.revoked": _("revoked a badge"),
    "credential.signed_as_given": _("signed a credential written elsewhere"),
    "delivery.resent": _("sent a badge's e-mail again"),
    "key.created": _("made a signing key"),
    "key.retired": _("replaced the signing key"),
    "key.compromised": _("marked a signing key as compromised"),
    "trusted_issuer.added": _("added a trusted issuer"),
    "trusted_issuer.removed": _("removed a trusted issuer"),
}


SUBJECTS: dict[str, StrOrPromise] = {
    "accreditation": pgettext_lazy("audit", "accreditation"),
    "criteria_set": pgettext_lazy("audit", "set of criteria"),
    "endorsement": pgettext_lazy("audit", "endorsement"),
    "dossier": pgettext_lazy("audit", "review by criteria"),
    "api_key": pgettext_lazy("audit", "API key"),
    "batch": pgettext_lazy("audit", "batch"),
    "cohort": pgettext_lazy("audit", "cohort"),
    "credential": pgettext_lazy("audit", "badge"),
    "design": pgettext_lazy("audit", "micro-credential"),
    "design_version": pgettext_lazy("audit", "version of a micro-credential"),
    "edition": pgettext_lazy("audit", "edition"),
    "gradebook": pgettext_lazy("audit", "gradebook"),
    "invitation": pgettext_lazy("audit", "invitation"),
    "organisation": pgettext_lazy("audit", "organisation"),
    "person": pgettext_lazy("audit", "person"),
    "personal_token": pgettext_lazy("audit", "personal token"),
    "question": pgettext_lazy("audit", "question"),
    "question_bank": pgettext_lazy("audit", "question bank"),
    "quiz": pgettext_lazy("audit", "quiz"),
    "review": pgettext_lazy("audit", "review"),
    "rule_set": pgettext_lazy("audit", "rule set"),
    "signing_key": pgettext_lazy("audit", "signing key"),
    "trusted_issuer": pgettext_lazy("audit", "trusted issuer"),
}
DETAILS: dict[str, StrOrPromise] = {
    "added": pgettext_lazy("audit", "roles added"),
    "already_issued": pgettext_lazy("audit", "issued before"),
    "award_stands": pgettext_lazy("audit", "already awarded, kept as they are"),
    "awarded": pgettext_lazy("audit", "awarded"),
    "changed": pgettext_lazy("audit", "changed"),
    "conflicts": pgettext_lazy("audit", "left out"),
    "design": pgettext_lazy("audit", "micro-credential"),
    "digest": pgettext_lazy("audit", "digest"),
    "conditions": pgettext_lazy("audit", "conditions"),
    "decision": pgettext_lazy("audit", "decision"),
    "set": pgettext_lazy("audit", "criteria"),
    "months": pgettext_lazy("audit", "months between reviews"),
    "new": pgettext_lazy("audit", "new"),
    "new_link": pgettext_lazy("audit", "with a new link"),
    "number": pgettext_lazy("audit", "number"),
    "other_address": pgettext_lazy("audit", "from another address"),
    "pack": pgettext_lazy("audit", "rule set"),
    "packs": pgettext_lazy("audit", "rule sets"),
    "paper": pgettext_lazy("audit", "paper"),
    "questions": pgettext_lazy("audit", "questions"),
    "reason": pgettext_lazy("audit", "reason"),
    "removed": pgettext_lazy("audit", "roles removed"),
    "revision": pgettext_lazy("audit", "revision"),
    "roles": pgettext_lazy("audit", "roles"),
    "form": pgettext_lazy("audit", "format"),
    "unreadable": pgettext_lazy("audit", "not readable"),
    "total": pgettext_lazy("audit", "badges"),
    "unchanged": pgettext_lazy("audit", "unchanged"),
    "version": pgettext_lazy("audit", "version"),
    "withdrawn": pgettext_lazy("audit", "withdrawn"),
}
_VALUES: dict[str, StrOrPromise] = {
    **{str(role): role.label for role in Role},
    **{str(reason): reason.label for reason in RevocationReason},
    "True": pgettext_lazy("audit", "yes"),
}


def say(entry: AuditEntry) -> dict[str, object]:
    """The entry in words, what it is about, and its details as pairs."""
    details = json.loads(entry.details)
    pairs = [(DETAILS.get(name, name), _short(value)) for name, value in details.items() if value]
    return {
        "action": ACTIONS.get(entry.action, entry.action),
        "subject": SUBJECTS.get(entry.subject_kind, entry.subject_kind),
        "details": pairs,
    }


def _short(value: object) -> str:
    parts = value if isinstance(value, list) else [value]
    text = ", ".join(str(_VALUES.get(str(part), part)) for part in parts)
    return text if len(text) <= 60 or " " in text else f"{text[:12]}…"
