"""What follows from what: one line for each kind of fact, with one reaction or several that do not know of each other.

A reaction gets the fact and a clock. It must be safe to repeat: a worker may be killed after the work and before the fact is
marked as handled. It raises `Later` when it has more to do; any other exception is kept with the fact and tried again, later
each time. The functions are named by their path, so that this table can be read without importing the whole platform.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cache, partial

from django.utils.module_loading import import_string

from campus.base.models import Fact
from campus.base.outbox import Later

Clock = Callable[[], datetime]
Reaction = Callable[[Fact, Clock], None]

_TELL = "campus.connectors.webhooks.reactions.queue"
REACTIONS: dict[str, str | tuple[str, ...]] = {
    "batch.ordered": "campus.jobs.issuing.issue_batch",
    "review.submitted": "campus.jobs.reviews.tell_reviewers",
    "stage.opened": "campus.jobs.reviews.tell_next_stage",
    "stage.handed_over": "campus.jobs.reviews.tell_whom_it_was_handed_to",
    "stage.due_soon": "campus.jobs.reviews.remind_of_deadline",
    "stage.overdue": "campus.jobs.reviews.tell_of_missed_deadline",
    "reviewer.invited": "campus.jobs.reviews.send_reviewer_link",
    "design.review_due": "campus.jobs.reviews.tell_that_review_is_due",
    "review.to_publish": "campus.jobs.reviews.tell_publishers",
    "review.decided": "campus.jobs.reviews.tell_authors",
    "condition.due_soon": "campus.jobs.conditions.remind_of_condition",
    "complaint.filed": "campus.jobs.complaints.tell_handlers",
    "complaint.answered": "campus.jobs.complaints.tell_complainant",
    "gradebook.mapped": "campus.jobs.gradebooks.check_gradebook",
    "gradebook.confirmed": "campus.jobs.gradebooks.import_gradebook",
    "quiz.marked": "campus.jobs.quizzes.hand_on_results",
    "quiz.closed": "campus.jobs.quizzes.end_attempts",
    "quiz.time_up": "campus.jobs.quizzes.end_attempts",
    "quiz.remarking_ordered": "campus.jobs.quizzes.mark_again",
    "quiz.counting_ordered": "campus.jobs.quizzes.count",
    "submission.handed_in": "campus.jobs.marking.allot_late",
    "marking.allocation_due": "campus.jobs.marking.allot",
    "marking.sample_drawn": "campus.jobs.marking.after_the_draw",
    "marks.moderated": "campus.jobs.marking.release",
    "marks.confirmed": "campus.jobs.marking.release",
    "marks.release_due": "campus.jobs.marking.release",
    "appeal.filed": "campus.jobs.appeals.tell_deciders",
    "appeal.decided": "campus.jobs.appeals.tell_learner",
    "integrity.opened": "campus.jobs.integrity.tell_learner",
    "integrity.decided": "campus.jobs.integrity.tell_learner",
    "intake.moved": "campus.jobs.enrolling.tell_applicants",
    "list.received": "campus.jobs.enrolling.check_list",
    "list.confirmed": "campus.jobs.enrolling.enrol_list",
    "intake.invitations_due": "campus.jobs.enrolling.send_invitations",
    "stack.survey_ordered": "campus.jobs.stacks.survey",
    "stack.decided": "campus.jobs.stacks.tell_applicant",
    "statement.revoked": "campus.jobs.issuing.publish_status",
    "recognition.due_soon": "campus.jobs.recognition.tell_desk",
    "recognition.submitted": "campus.jobs.recognition.tell_desk",
    "recognition.answered": "campus.jobs.recognition.tell_desk",
    "recognition.written": "campus.jobs.recognition.tell_other_side",
    "recognition.appealed": "campus.jobs.recognition.tell_desk",
    "recognition.asked": "campus.jobs.recognition.tell_applicant",
    "recognition.decided": "campus.jobs.recognition.after_decision",
    "credential.issued": ("campus.jobs.issuing.deliver_issued", _TELL),
    "credential.revoked": ("campus.jobs.issuing.publish_status", _TELL),
    "agreement.offered": "campus.jobs.recognition.tell_signatory",
    "delivery.due": "campus.jobs.issuing.send_messages",
    "log.due": "campus.jobs.issuing.publish_log",
    "key.compromised": "campus.jobs.issuing.republish_after_compromise",
    "cohort.awarded": ("campus.connectors.lti13.reactions.queue_scores", _TELL),
    "learners.enrolled": _TELL,
    "lti.collection_ordered": "campus.connectors.lti13.reactions.collect",
    "lti.scores_due": "campus.connectors.lti13.reactions.send_scores",
    "webhook.due": "campus.connectors.webhooks.reactions.send_due",
    "webhook.failing": "campus.jobs.webhooks.tell_keepers",
    "invitation.made": "campus.jobs.mail.send_invitation",
}


@cache
def reaction_to(kind: str) -> Reaction | None:
    """The function that reacts to this kind of fact; None when nothing follows from it."""
    paths = REACTIONS.get(kind, ())
    parts = [import_string(path) for path in ((paths,) if isinstance(paths, str) else paths)]
    if len(parts) > 1:
        return partial(_each, parts)
    return parts[0] if parts else None


def _each(parts: list[Reaction], fact: Fact, clock: Clock) -> None:
    """Every reaction, whatever became of those before it; what went wrong counts before what has more to do."""
    failure: Exception | None = None
    for part in parts:
        try:
            part(fact, clock)
        except Exception as raised:  # it is raised below, once the others had their turn
            if failure is None or isinstance(failure, Later):
                failure = raised
    if failure is not None:
        raise failure
