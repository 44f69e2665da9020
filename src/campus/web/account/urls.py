"""Addresses of a person's own account: log-in, second step, profile, invitations."""

from django.urls import URLPattern, URLResolver, include, path

from campus.web.account import invitations, landing, profile, tokens

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/home/", landing.landing, name="after_log_in"),
    path("accounts/profile/", profile.profile, name="profile"),
    path("accounts/tokens/", tokens.tokens, name="tokens"),
    path("accounts/tokens/<uuid:token_id>/withdraw", tokens.withdraw, name="tokens_withdraw"),
    path("accounts/invitations/<str:secret>/", invitations.invitation, name="invitation"),
    path("accounts/", include("allauth.urls")),
]
