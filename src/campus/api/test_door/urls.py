"""The test door's addresses, in front of those of the VC-API that they replace."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from campus.api.edge import at_the_edge
from campus.api.test_door.edition import status_list_credential, test_door

_patterns, _app, _namespace = test_door.urls

urlpatterns: list[URLPattern | URLResolver] = [
    path("vc-api/status/lists/<str:purpose>", status_list_credential, name="test-door-status-list"),
    path("vc-api/", include((at_the_edge(_patterns), _app), namespace=_namespace)),
]
