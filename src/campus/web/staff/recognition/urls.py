"""Addresses under /o/<slug>/recognition/."""

from django.urls import URLPattern, URLResolver, path

from campus.web.staff.recognition import desk, judging

urlpatterns: list[URLPattern | URLResolver] = [
    path("", desk.queue, name="recognition_queue"),
    path("<uuid:public_id>/", desk.case_page, name="recognition_case"),
    path("<uuid:public_id>/comparison/", judging.comparison, name="recognition_comparison"),
    path("<uuid:public_id>/decide/", judging.decide, name="recognition_decide"),
    path("<uuid:public_id>/decisions/<int:number>/<slug:form>", desk.paper, name="recognition_paper"),
    path("<uuid:public_id>/<slug:action>", desk.act, name="recognition_act"),
]
