"""Addresses of webhooks, under /o/<slug>/."""

from django.urls import URLPattern, URLResolver, include, path

from campus.connectors.webhooks.pages import keeping, watching

_own: list[URLPattern | URLResolver] = [
    path("", watching.listing, name="webhooks"),
    path("new", keeping.new, name="webhook_new"),
    path("<uuid:webhook_id>/", watching.one, name="webhook"),
    path("<uuid:webhook_id>/change", keeping.change, name="webhook_change"),
    path("<uuid:webhook_id>/secret", keeping.secret, name="webhook_secret"),
    path("<uuid:webhook_id>/remove", keeping.remove, name="webhook_remove"),
    path("<uuid:webhook_id>/do", watching.act, name="webhook_act"),
    path("<uuid:webhook_id>/deliveries/<uuid:delivery_id>/", watching.delivery, name="webhook_delivery"),
    path("<uuid:webhook_id>/deliveries/<uuid:delivery_id>/again", watching.again, name="webhook_delivery_again"),
]
urlpatterns: list[URLPattern | URLResolver] = [path("o/<slug:slug>/webhooks/", include(_own))]
