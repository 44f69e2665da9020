"""The API's addresses."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, re_path

from campus.api import well_known
from campus.api.edge import at_the_edge, edge, nothing_here
from campus.api.reference import reference_page
from campus.api.v1.edition import v1
from campus.api.vc_api.edition import vc_api

_v1, _app, _namespace = v1.urls
_vc_api, _vc_app, _vc_namespace = vc_api.urls

_test_door = [path("", include("campus.api.test_door.urls"))] if settings.TEST_DOOR else []

urlpatterns: list[URLPattern | URLResolver] = [
    *_test_door,
    path("o/<slug:slug>/did.json", well_known.did, name="did_document"),
    path("status/<uuid:public_id>", well_known.status_list, name="status_list"),
    path("log/checkpoint", well_known.log_checkpoint, name="log_checkpoint"),
    path("log/keys", well_known.log_keys, name="log_keys"),
    path("log/tile/<path:tile>", well_known.log_tile, name="log_tile"),
    path("api/v1/", include((at_the_edge(_v1), _app), namespace=_namespace)),
    path("api/docs", reference_page(v1, vc_api), name="api-docs"),
    path("vc-api/", include((at_the_edge(_vc_api), _vc_app), namespace=_vc_namespace)),
    re_path(r"^vc-api/(?P<rest>.*)$", edge(nothing_here)),
    re_path(r"^api/v1/(?P<rest>.*)$", edge(nothing_here)),
]
