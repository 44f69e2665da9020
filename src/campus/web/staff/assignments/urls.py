"""Addresses under /o/<slug>/cohorts/<public_id>/assignments/."""

from django.urls import URLPattern, URLResolver, path

from campus.web.staff.assignments import assignment, learners, marking, moderation, people, rubric, screen, submissions

urlpatterns: list[URLPattern | URLResolver] = [
    path("", assignment.assignments, name="assignments"),
    path("new/", assignment.new, name="assignment_new"),
    path("assessors/", people.pool, name="assessor_pool"),
    path("assessors/place", people.place, name="assessor_place"),
    path("assessors/conflicts", people.conflict, name="assessor_conflicts"),
    path("<uuid:assignment_id>/", assignment.overview, name="assignment"),
    path("<uuid:assignment_id>/rules/", assignment.edit, name="assignment_rules"),
    path("<uuid:assignment_id>/rubric/", rubric.edit, name="assignment_rubric"),
    path("<uuid:assignment_id>/learners/", learners.learners, name="assignment_learners"),
    path("<uuid:assignment_id>/learners/extend", learners.extend, name="assignment_extend"),
    path("<uuid:assignment_id>/submissions/", submissions.submissions, name="assignment_submissions"),
    path("<uuid:assignment_id>/submissions/<uuid:submission_id>/", submissions.submission, name="assignment_submission"),
    path(
        "<uuid:assignment_id>/submissions/<uuid:submission_id>/files/<uuid:file_id>",
        submissions.file,
        name="assignment_submission_file",
    ),
    path(
        "<uuid:assignment_id>/submissions/<uuid:submission_id>/files/<uuid:file_id>/picture",
        submissions.picture,
        name="assignment_submission_picture",
    ),
    path("<uuid:assignment_id>/submissions/<uuid:submission_id>/adjust", submissions.adjust, name="assignment_adjust"),
    path("<uuid:assignment_id>/submissions/<uuid:submission_id>/hand-over", submissions.hand_over, name="assignment_hand_over"),
    path("<uuid:assignment_id>/moderation/", moderation.moderation, name="assignment_moderation"),
    path("<uuid:assignment_id>/marking/", marking.marking, name="assignment_marking"),
    path("<uuid:assignment_id>/marking/comments", marking.comments, name="assignment_comments"),
    path("<uuid:assignment_id>/marking/<uuid:mark_id>/", screen.mark, name="assignment_mark"),
    path("<uuid:assignment_id>/marking/<uuid:mark_id>/save", screen.save, name="assignment_mark_save"),
    path("<uuid:assignment_id>/marking/<uuid:mark_id>/again", screen.again, name="assignment_mark_again"),
    path("<uuid:assignment_id>/marking/<uuid:mark_id>/conflict", screen.conflict, name="assignment_mark_conflict"),
    path("<uuid:assignment_id>/<slug:action>", assignment.act, name="assignment_act"),
]
