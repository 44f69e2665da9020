"""Addresses of a person's own account: log-in, second step, profile, invitations."""

from django.urls import URLPattern, URLResolver, include, path

from campus.web.account import invitations, landing, profile

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/home/", landing.landing, name="after_log_in"),
    path("accounts/profile/", profile.profile, name="profile"),
    path("accounts/invitations/<str:secret>/", invitations.invitation, name="invitation"),
    path("accounts/", include("allauth.urls")),
]
