"""Addresses for the learner's own badges."""

from django.urls import URLPattern, URLResolver, path

from campus.web.learner import appeals, assignments, attempts, badges, courses, enrolling, quizzes, stacks, voice

urlpatterns: list[URLPattern | URLResolver] = [
    path("my/", badges.my_badges, name="my_badges"),
    path("my/complaints/", voice.my_complaints, name="my_complaints"),
    path("my/complaints/new/<uuid:design_id>/", voice.complain, name="complain"),
    path("my/complaints/<uuid:public_id>/take-back", voice.take_back, name="my_complaint_take_back"),
    path("my/<uuid:public_id>/feedback/", voice.my_feedback, name="my_feedback"),
    path("feedback/<slug:secret>/", voice.employer_feedback, name="employer_feedback"),
    path("enrol/<uuid:intake_id>/", enrolling.enrol, name="enrol"),
    path("enrol/invitations/<slug:secret>", enrolling.invitation, name="enrol_invitation"),
    path("my/learning/", enrolling.my_learning, name="my_learning"),
    path("my/learning/<uuid:cohort_id>/", courses.my_course, name="my_course"),
    path("my/applications/<uuid:public_id>/", enrolling.my_application, name="my_application"),
    path("my/applications/<uuid:public_id>/act", enrolling.act, name="my_application_act"),
    path("my/quizzes/", quizzes.my_quizzes, name="my_quizzes"),
    path("my/quizzes/<uuid:quiz_id>/", quizzes.my_quiz, name="my_quiz"),
    path("my/assignments/", assignments.my_assignments, name="my_assignments"),
    path("my/assignments/<uuid:assignment_id>/", assignments.my_assignment, name="my_assignment"),
    path("my/assignments/<uuid:assignment_id>/save", assignments.save, name="my_assignment_save"),
    path("my/assignments/<uuid:assignment_id>/take-back", assignments.take_back, name="my_assignment_take_back"),
    path("my/assignments/<uuid:assignment_id>/<int:number>/", assignments.receipt, name="my_submission"),
    path("my/assignments/<uuid:assignment_id>/<int:number>/appeal", appeals.my_appeal, name="my_appeal"),
    path("my/assignments/<uuid:assignment_id>/<int:number>/appeal/withdraw", appeals.withdraw, name="my_appeal_withdraw"),
    path("my/assignments/<uuid:assignment_id>/files/<uuid:file_id>", assignments.file, name="my_assignment_file"),
    path(
        "my/assignments/<uuid:assignment_id>/files/<uuid:file_id>/remove",
        assignments.remove_file,
        name="my_assignment_file_remove",
    ),
    path("my/programmes/", stacks.my_programmes, name="my_programmes"),
    path("my/programmes/<uuid:public_id>/", stacks.my_programme, name="my_programme"),
    path("my/programmes/<uuid:public_id>/withdraw", stacks.withdraw, name="my_programme_withdraw"),
    path("my/attempts/<uuid:attempt_id>/", attempts.attempt, name="my_attempt"),
    path("my/attempts/<uuid:attempt_id>/<int:number>/", attempts.question, name="my_attempt_question"),
    path("my/attempts/<uuid:attempt_id>/hand-in", attempts.hand_in, name="my_attempt_hand_in"),
    path("my/attempts/<uuid:attempt_id>/pictures/<slug:name>", attempts.picture, name="my_attempt_picture"),
    path("my/<uuid:public_id>", badges.my_badge, name="my_badge"),
    path("my/<uuid:public_id>/badge.png", badges.picture, name="my_badge_picture"),
    path("my/<uuid:public_id>/receipt", badges.receipt, name="my_badge_receipt"),
    path("my/<uuid:public_id>/download/<slug:form>", badges.download, name="my_badge_download"),
    path("my/<uuid:public_id>/links/<uuid:share_id>/withdraw", badges.withdraw, name="my_share_withdraw"),
]
