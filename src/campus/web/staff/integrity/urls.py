"""Addresses under /o/<slug>/integrity/."""

from django.urls import URLPattern, URLResolver, path

from campus.web.staff.integrity import pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.cases, name="integrity_cases"),
    path("new/<uuid:submission_id>/", pages.new, name="integrity_new"),
    path("<uuid:case_id>/", pages.case, name="integrity_case"),
]
