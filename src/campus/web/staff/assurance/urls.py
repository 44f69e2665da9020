"""Addresses under /o/<slug>/quality/."""

from django.urls import URLPattern, URLResolver, path

from campus.web.staff.assurance import accreditation, quality

urlpatterns: list[URLPattern | URLResolver] = [
    path("", quality.quality, name="quality"),
    path("policy/", quality.quality_policy, name="quality_policy"),
    path("accreditation/", accreditation.accreditation, name="accreditation"),
    path("accreditation/<uuid:public_id>/take-back", accreditation.take_back, name="accreditation_take_back"),
]
