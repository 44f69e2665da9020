"""Addresses for people who work in an organisation; all but the first live under /o/<slug>/."""

from django.urls import URLPattern, URLResolver, include, path

from campus.web.staff import api_keys, audit_trail, dashboard, members, organisation

_inside: list[URLPattern | URLResolver] = [
    path("", dashboard.dashboard, name="organisation"),
    path("profile/", organisation.profile, name="organisation_profile"),
    path("logo.png", organisation.logo, name="organisation_logo"),
    path("members/", members.members, name="members"),
    path("members/invite/", members.invite, name="members_invite"),
    path("members/<uuid:person_id>/roles/", members.change_roles, name="members_roles"),
    path("members/invitations/<int:invitation_id>/withdraw/", members.withdraw, name="members_withdraw"),
    path("api-keys/", api_keys.api_keys, name="api_keys"),
    path("api-keys/<int:key_id>/revoke/", api_keys.revoke, name="api_keys_revoke"),
    path("audit/", audit_trail.audit_trail, name="audit_trail"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("organisations/new", organisation.new, name="organisation_new"),
    path("o/<slug:slug>/", include(_inside)),
]
