"""Addresses under /o/<slug>/appeals/."""

from django.urls import URLPattern, URLResolver, path

from campus.web.staff.appeals import pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.appeals_list, name="appeals"),
    path("awards/<int:award_id>/renew", pages.renew, name="award_renew"),
    path("<uuid:appeal_id>/", pages.appeal, name="appeal"),
    path("<uuid:appeal_id>/decide", pages.decide, name="appeal_decide"),
    path("<uuid:appeal_id>/<slug:action>", pages.act, name="appeal_act"),
]
