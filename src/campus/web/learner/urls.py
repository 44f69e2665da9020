"""Addresses for the learner's own badges."""

from django.urls import URLPattern, URLResolver, path

from campus.web.learner import badges, voice

urlpatterns: list[URLPattern | URLResolver] = [
    path("my/", badges.my_badges, name="my_badges"),
    path("my/complaints/", voice.my_complaints, name="my_complaints"),
    path("my/complaints/new/<uuid:design_id>/", voice.complain, name="complain"),
    path("my/complaints/<uuid:public_id>/take-back", voice.take_back, name="my_complaint_take_back"),
    path("my/<uuid:public_id>/feedback/", voice.my_feedback, name="my_feedback"),
    path("feedback/<slug:secret>/", voice.employer_feedback, name="employer_feedback"),
    path("my/<uuid:public_id>", badges.my_badge, name="my_badge"),
    path("my/<uuid:public_id>/badge.png", badges.picture, name="my_badge_picture"),
    path("my/<uuid:public_id>/receipt", badges.receipt, name="my_badge_receipt"),
    path("my/<uuid:public_id>/download/<slug:form>", badges.download, name="my_badge_download"),
    path("my/<uuid:public_id>/links/<uuid:share_id>/withdraw", badges.withdraw, name="my_share_withdraw"),
]
