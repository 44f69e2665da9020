"""Addresses under /o/<slug>/enrolment/."""

from django.urls import URLPattern, URLResolver, path

from campus.web.staff.intakes import applications, asking, inviting, listing, lists, opening

urlpatterns: list[URLPattern | URLResolver] = [
    path("", listing.intakes, name="intakes"),
    path("editions/<uuid:edition_id>/", opening.new, name="intake_new"),
    path("<uuid:intake_id>/", applications.intake, name="intake"),
    path("<uuid:intake_id>/decide", applications.decide, name="intake_decide"),
    path("<uuid:intake_id>/settings/", opening.settings, name="intake_settings"),
    path("<uuid:intake_id>/pause", opening.pause, name="intake_pause"),
    path("<uuid:intake_id>/prerequisites/", asking.prerequisites, name="intake_prerequisites"),
    path("<uuid:intake_id>/applications/<uuid:application_id>/", applications.application, name="intake_application"),
    path("<uuid:intake_id>/waivers/<int:waiver_id>/decide", applications.decide_waiver, name="intake_waiver"),
    path("<uuid:intake_id>/waivers/<int:waiver_id>/file", applications.evidence, name="intake_evidence"),
    path("<uuid:intake_id>/people/", inviting.people, name="intake_people"),
    path("<uuid:intake_id>/people/invite", inviting.invite, name="intake_invite"),
    path("<uuid:intake_id>/people/<uuid:invitation_id>/take-back", inviting.take_back, name="intake_invitation_take_back"),
    path("<uuid:intake_id>/sponsors/add", inviting.add_sponsor, name="intake_sponsor_add"),
    path("<uuid:intake_id>/sponsors/<uuid:sponsor_id>/end", inviting.end_sponsor, name="intake_sponsor_end"),
    path("<uuid:intake_id>/lists/add", lists.upload, name="intake_list_add"),
    path("<uuid:intake_id>/lists/<uuid:list_id>/", lists.people_list, name="intake_list"),
    path("<uuid:intake_id>/lists/<uuid:list_id>/<slug:action>", lists.act, name="intake_list_act"),
]
