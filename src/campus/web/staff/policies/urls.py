"""Addresses under /o/<slug>/policies/."""

from django.urls import URLPattern, URLResolver, path

from campus.web.staff.policies import choosing, comparing, writing

urlpatterns: list[URLPattern | URLResolver] = [
    path("", choosing.rule_sets, name="rule_sets"),
    path("new/", writing.new, name="rule_set_new"),
    path("compatibility/", comparing.compatibility, name="compatibility"),
    path("compatibility.csv", comparing.compatibility_csv, name="compatibility_csv"),
    path("own/<slug:pack_id>/", writing.rule_set, name="rule_set"),
    path("own/<slug:pack_id>/file", writing.file, name="rule_set_file"),
    path("own/<slug:pack_id>/publication", writing.publication, name="rule_set_publication"),
]
