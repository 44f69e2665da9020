"""Addresses under /o/<slug>/designs/."""

from django.urls import URLPattern, URLResolver, path

from campus.web.staff.designs import (
    editing,
    editions,
    history,
    linting,
    listing,
    overview,
    picturing,
    previewing,
    reviewing,
    skill_finding,
    starting,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", listing.designs, name="designs"),
    path("start/", starting.start, name="design_start"),
    path("new", listing.new, name="design_new"),
    path("<uuid:public_id>/", overview.design, name="design"),
    path("<uuid:public_id>/badge", overview.picture, name="design_picture"),
    path("<uuid:public_id>/edit/<slug:slug_of_step>/", editing.step, name="design_step"),
    path("<uuid:public_id>/edit/<slug:slug_of_step>/autosave", editing.autosave, name="design_autosave"),
    path("<uuid:public_id>/skills", skill_finding.found_skills, name="design_skills"),
    path("<uuid:public_id>/preview/", previewing.preview, name="design_preview"),
    path("<uuid:public_id>/rules/", linting.rules, name="design_rules"),
    path("<uuid:public_id>/rules/fix", linting.fix, name="design_fix"),
    path("<uuid:public_id>/rules/undo", linting.undo, name="design_undo"),
    path("<uuid:public_id>/picture/", picturing.change_picture, name="design_change_picture"),
    path("<uuid:public_id>/copy", overview.copy, name="design_copy"),
    path("<uuid:public_id>/retire/", overview.retire_design, name="design_retire"),
    path("<uuid:public_id>/submit", overview.submit, name="design_submit"),
    path("<uuid:public_id>/withdraw", overview.withdraw, name="design_withdraw"),
    path("<uuid:public_id>/review/", reviewing.review_page, name="design_review"),
    path("<uuid:public_id>/editions/", editions.listed, name="design_editions"),
    path("<uuid:public_id>/editions/new/", editions.new, name="design_edition_new"),
    path("<uuid:public_id>/editions/<uuid:edition_id>/", editions.edit, name="design_edition"),
    path("<uuid:public_id>/editions/<uuid:edition_id>/cancel/", editions.cancel, name="design_edition_cancel"),
    path("<uuid:public_id>/editions/<uuid:edition_id>/applications", editions.applications, name="design_edition_applications"),
    path("<uuid:public_id>/versions/", history.versions, name="design_versions"),
]
