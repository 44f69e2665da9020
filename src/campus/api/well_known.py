"""The public documents that verifiers fetch: DID documents and status lists. No log-in, no cookies, cacheable."""

from __future__ import annotations

import hashlib
import json
import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from campus.issuing import status
from campus.issuing.documents import did_document
from campus.issuing.keys import NoSigningKeyError
from campus.issuing.models import StatusList
from campus.people.models import Organisation
from campus.verification.public import public_document

DID_SECONDS = 300
STATUS_SECONDS = 60  # a revocation is seen by everybody within a minute


@public_document
@require_safe
def did(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = get_object_or_404(Organisation, slug=slug)
    body = json.dumps(did_document(organisation), ensure_ascii=False, separators=(",", ":"))
    return _public(request, body, media_type="application/did+ld+json", seconds=DID_SECONDS)


@public_document
@require_safe
def status_list(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(StatusList, public_id=public_id)
    now = timezone.now()
    if status.is_due(found, at=now):
        try:
            found = status.publish(found.pk, at=now)
        except NoSigningKeyError:  # the last publication stands until its own end
            if not found.published:
                return HttpResponse(status=503, headers={"Retry-After": "60"})
    response = _public(request, found.published, media_type="application/vc", seconds=STATUS_SECONDS)
    if found.published_at is not None:
        response["Last-Modified"] = http_date(found.published_at.timestamp())
    return response


def _public(request: HttpRequest, body: str, *, media_type: str, seconds: int) -> HttpResponse:
    octets = body.encode()
    tag = f'"{hashlib.sha256(octets).hexdigest()[:32]}"'
    headers = {
        "ETag": tag,
        "Cache-Control": f"public, max-age={seconds}",
        "Access-Control-Allow-Origin": "*",
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
    if tag in request.headers.get("If-None-Match", ""):
        return HttpResponse(status=304, headers=headers)
    return HttpResponse(octets, content_type=media_type, headers=headers)
