"""Addresses of OneRoster packages, inside a cohort."""

from django.urls import URLPattern, URLResolver, include, path

from campus.connectors.oneroster import pages

_own: list[URLPattern | URLResolver] = [
    path("", pages.packages, name="oneroster"),
    path("export", pages.export, name="oneroster_export"),
    path("<uuid:package_id>/", pages.package, name="oneroster_package"),
]
urlpatterns: list[URLPattern | URLResolver] = [path("o/<slug:slug>/cohorts/<uuid:public_id>/oneroster/", include(_own))]
