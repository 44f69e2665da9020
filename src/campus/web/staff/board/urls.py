"""Addresses under /o/<slug>/cohorts/<public_id>/board/."""

from django.urls import URLPattern, URLResolver, path

from campus.web.staff.board import pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.sittings, name="board"),
    path("open", pages.open_sitting, name="board_open"),
    path("<uuid:sitting_id>/", pages.sitting, name="sitting"),
    path("<uuid:sitting_id>/decide", pages.decide, name="sitting_decide"),
    path("<uuid:sitting_id>/sign", pages.sign, name="sitting_sign"),
    path("<uuid:sitting_id>/close", pages.close, name="sitting_close"),
    path("<uuid:sitting_id>/call-off", pages.call_off, name="sitting_call_off"),
]
