"""Addresses under /o/<slug>/cohorts/<public_id>/quizzes/."""

from django.urls import URLPattern, URLResolver, path

from campus.web.staff.quizzes import figures, quiz, results

urlpatterns: list[URLPattern | URLResolver] = [
    path("", quiz.quizzes, name="quizzes"),
    path("new/", quiz.new, name="quiz_new"),
    path("<uuid:quiz_id>/", quiz.edit, name="quiz"),
    path("<uuid:quiz_id>/questions/", quiz.pools, name="quiz_pools"),
    path("<uuid:quiz_id>/results/", results.results, name="quiz_results"),
    path("<uuid:quiz_id>/results/allow", results.allow, name="quiz_allow"),
    path("<uuid:quiz_id>/statistics/", figures.statistics, name="quiz_statistics"),
    path("<uuid:quiz_id>/<slug:action>", quiz.act, name="quiz_act"),
]
