"""Addresses under /o/<slug>/recognition/."""

from django.urls import URLPattern, URLResolver, path

from campus.web.staff.recognition import agreements, desk, judging

urlpatterns: list[URLPattern | URLResolver] = [
    path("", desk.queue, name="recognition_queue"),
    path("terms/", desk.terms, name="recognition_terms"),
    path("agreements/", agreements.listing, name="agreements"),
    path("agreements/new/", agreements.new, name="agreement_new"),
    path("agreements/<uuid:agreement_id>/", agreements.agreement, name="agreement"),
    path("agreements/<uuid:agreement_id>/edit/", agreements.edit, name="agreement_edit"),
    path("agreements/<uuid:agreement_id>/<slug:action>", agreements.act, name="agreement_act"),
    path("<uuid:public_id>/", desk.case_page, name="recognition_case"),
    path("<uuid:public_id>/comparison/", judging.comparison, name="recognition_comparison"),
    path("<uuid:public_id>/decide/", judging.decide, name="recognition_decide"),
    path("<uuid:public_id>/decisions/<int:number>/<slug:form>", desk.paper, name="recognition_paper"),
    path("<uuid:public_id>/<slug:action>", desk.act, name="recognition_act"),
]
