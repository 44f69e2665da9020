"""The API's addresses."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, re_path

from campus.api.edge import at_the_edge, edge, nothing_here
from campus.api.v1.edition import v1

_v1, _app, _namespace = v1.urls

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", include((at_the_edge(_v1), _app), namespace=_namespace)),
    re_path(r"^api/v1/(?P<rest>.*)$", edge(nothing_here)),
]
