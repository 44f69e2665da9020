"""Addresses under /o/<slug>/programmes/."""

from django.urls import URLPattern, URLResolver, path

from campus.web.staff.programmes import deciding, listing, requirements, writing

urlpatterns: list[URLPattern | URLResolver] = [
    path("", listing.programmes, name="programmes"),
    path("new/", listing.new, name="programme_new"),
    path("applications/", deciding.applications, name="stack_applications"),
    path("applications/<uuid:application_id>/", deciding.application, name="stack_application"),
    path("<uuid:public_id>/", writing.programme, name="programme"),
    path("<uuid:public_id>/facts/", writing.facts, name="programme_facts"),
    path("<uuid:public_id>/rules/", writing.rules, name="programme_rules"),
    path("<uuid:public_id>/near/", deciding.near, name="programme_near"),
    path("<uuid:public_id>/add/<slug:node>/<slug:kind>/", requirements.add, name="programme_add"),
    path("<uuid:public_id>/requirements/<slug:node>/", requirements.change, name="programme_requirement"),
    path("<uuid:public_id>/requirements/<slug:node>/<slug:action>", requirements.act, name="programme_requirement_act"),
    path("<uuid:public_id>/<slug:action>", writing.act, name="programme_act"),
]
