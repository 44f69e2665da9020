"""Addresses of the connector: what platforms call and show under /lti/, what staff open under /o/<slug>/."""

from django.urls import URLPattern, URLResolver, include, path

from campus.connectors.lti13.pages import courses, launching, platforms, visiting

_platforms: list[URLPattern | URLResolver] = [
    path("", platforms.listing, name="lti_platforms"),
    path("new", platforms.new, name="lti_platform_new"),
    path("<uuid:platform_id>/", platforms.one, name="lti_platform"),
    path("<uuid:platform_id>/close", platforms.close, name="lti_platform_close"),
]
_courses: list[URLPattern | URLResolver] = [
    path("", courses.courses, name="lti_courses"),
    path("<uuid:course_id>/learners", courses.learners, name="lti_course_learners"),
    path("<uuid:course_id>/grades", courses.grades, name="lti_course_grades"),
    path("<uuid:course_id>/awards", courses.awards, name="lti_course_awards"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("lti/<uuid:platform_id>/jwks.json", launching.jwks, name="lti_jwks"),
    path("lti/<uuid:platform_id>/login", launching.login, name="lti_login"),
    path("lti/<uuid:platform_id>/launch", launching.launch, name="lti_launch"),
    path("lti/<uuid:platform_id>/cohorts/<uuid:cohort_id>/", launching.cohort, name="lti_cohort"),
    path("lti/logins/<uuid:login_id>/", launching.step, name="lti_login_step"),
    path("lti/logins/<uuid:login_id>/window", launching.window, name="lti_login_window"),
    path("lti/visits/<uuid:visit_id>/", visiting.visit, name="lti_visit"),
    path("lti/visits/<uuid:visit_id>/place", visiting.place, name="lti_visit_place"),
    path("o/<slug:slug>/lti/", include(_platforms)),
    path("o/<slug:slug>/cohorts/<uuid:public_id>/courses/", include(_courses)),
]
