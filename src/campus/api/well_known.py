"""The public documents that verifiers fetch: DID documents, status lists, the log's tiles. No log-in, no cookies, cacheable."""

from __future__ import annotations

import hashlib
import json
import re
import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from campus.issuing import keys, status, transparency
from campus.issuing.documents import did_document
from campus.issuing.keys import NoSigningKeyError
from campus.issuing.models import LogTile, StatusList
from campus.people.models import Organisation
from campus.verification.public import public_document
from laurel.log import Address
from laurel.log.tiles import WIDTH

DID_SECONDS = 300
STATUS_SECONDS = 60  # a revocation is seen by everybody within a minute
CHECKPOINT_SECONDS = 5
TILE_SECONDS = 365 * 24 * 3600
PLAIN = "text/plain; charset=utf-8"
_NUMBER = r"(?P<number>(?:x[0-9]{3}/){0,5}[0-9]{3})"
_TILE = re.compile(rf"(?P<level>entries|[0-7])/{_NUMBER}(?:\.p/(?P<width>[1-9][0-9]{{0,2}}))?", re.ASCII)


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


@public_document
@require_safe
def log_checkpoint(request: HttpRequest) -> HttpResponse:
    """The newest signed state of the transparency log; before the first event, that of an empty one."""
    found = transparency.newest_checkpoint() or transparency.publish(at=timezone.now())
    return _public(request, found.text, media_type=PLAIN, seconds=CHECKPOINT_SECONDS)


@public_document
@require_safe
def log_keys(request: HttpRequest) -> HttpResponse:
    lines = keys.log_verifier_keys(keys.ensure_log(at=timezone.now()))
    return _public(request, lines, media_type=PLAIN, seconds=DID_SECONDS)


@public_document
@require_safe
def log_tile(request: HttpRequest, tile: str) -> HttpResponse:
    """A tile of the transparency log; it never changes, so anybody may keep it for ever."""
    address = _address(tile)
    try:
        content = None if address is None else transparency.read_tile(address)
    except LogTile.DoesNotExist:
        content = None
    if content is None:
        return HttpResponse(status=404, headers={"Cache-Control": "no-store"})  # it may come to be
    response = _public(request, content, media_type="application/octet-stream", seconds=TILE_SECONDS)
    response["Cache-Control"] += ", immutable"
    return response


def _address(tile: str) -> Address | None:
    """The tile that a path names, e.g. `0/x001/234.p/5`; None for every other path."""
    match = _TILE.fullmatch(tile)
    if match is None:
        return None
    number = int(match["number"].replace("x", "").replace("/", ""))
    level = None if match["level"] == "entries" else int(match["level"])
    address = Address(level=level, number=number, width=int(match["width"] or WIDTH))
    return address if address.path == f"tile/{tile}" else None


def _public(request: HttpRequest, body: str | bytes, *, media_type: str, seconds: int) -> HttpResponse:
    octets = body.encode() if isinstance(body, str) else body
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
