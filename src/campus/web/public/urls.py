"""Addresses for everybody: home, health, appearance."""

from django.urls import URLPattern, URLResolver, path

from campus.web.public import appearance, health, home

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("healthz", health.healthz, name="healthz"),
    path("appearance", appearance.choose, name="appearance"),
]
