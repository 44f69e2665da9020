"""One request, one effect: what the header Idempotency-Key promises.

The first request with a key writes a row, does its work and stores its answer *in the same transaction as the work*: either
both are there afterwards or neither. A retry gets the stored answer byte for byte. A request that died leaves its row without
an answer; after `ABANDONED` the next retry takes the row over and does the work.

Source: https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/ (§2.5-2.7); the answers are kept `KEPT`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja.operation import Operation
from ninja.types import TCallable
from ninja.utils import contribute_operation_callback

from campus.api.caller import scope_of
from campus.api.problem import ProblemError
from campus.base.models import IdempotentAnswer

HEADER = "Idempotency-Key"
LONGEST_KEY = 255
KEPT = timedelta(hours=24)
ABANDONED = timedelta(seconds=60)
NOT_KEPT = frozenset({401, 403, 429})  # about who asks and how often, not about the request
Run = Callable[..., HttpResponseBase]


def idempotent(*, required: bool = True) -> Callable[[TCallable], TCallable]:
    """Mark a view: it takes an Idempotency-Key, and refuses to work without one when `required`."""

    def mark(view: TCallable) -> TCallable:
        contribute_operation_callback(view, partial(_contribute, required=required))
        return view

    return mark


def forget_answers(*, before: datetime) -> int:
    """Delete stored answers older than `before`; how many they were."""
    return IdempotentAnswer.objects.filter(created_at__lt=before).delete()[0]


def _contribute(operation: Operation, *, required: bool) -> None:
    decorator = partial(_once, required=required)
    operation.run = decorator(operation.run)  # type: ignore[method-assign]
    operation._run_decorators = [*getattr(operation, "_run_decorators", []), decorator]  # type: ignore[attr-defined]
    operation.openapi_extra = {"parameters": [_parameter(required=required)]}


def _parameter(*, required: bool) -> dict[str, Any]:
    return {
        "in": "header",
        "name": HEADER,
        "required": required,
        "description": "A name you choose for this request, at most 255 characters: a retry with it has no second effect.",
        "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY},
        "example": "5f0c7e1a-9d1b-4b7e-8f57-2f6f3f0a2b11",
    }


def _once(run: Run, *, required: bool) -> Run:
    def once(request: HttpRequest, **path: Any) -> HttpResponseBase:
        key = request.headers.get(HEADER, "").strip().strip('"')
        scope = scope_of(request)
        if scope is None:
            return run(request, **path)  # a stranger: the authentication inside says so
        try:
            if not key:
                return _without_key(run, request, path, required=required)
            _check_key(key)
            return _with_key(run, request, path, scope=scope, key=key)
        except ProblemError as error:
            return error.answer()

    return once


def _without_key(run: Run, request: HttpRequest, path: dict[str, Any], *, required: bool) -> HttpResponseBase:
    if required:
        raise ProblemError(
            400,
            "IDEMPOTENCY_KEY_MISSING",
            _("Send the header Idempotency-Key with a value of your own, so that a retry cannot do this twice."),
        )
    return run(request, **path)


def _check_key(key: str) -> None:
    if len(key) > LONGEST_KEY or not key.isprintable():
        raise ProblemError(400, "IDEMPOTENCY_KEY_WRONG", _("An Idempotency-Key has at most 255 printable characters."))


def _with_key(run: Run, request: HttpRequest, path: dict[str, Any], *, scope: str, key: str) -> HttpResponseBase:
    digest = _digest(request)
    row, mine = _reserve(scope=scope, key=key, digest=digest, at=timezone.now())
    if not mine:
        return _stored(row, digest=digest)
    try:
        with transaction.atomic():
            response = run(request, **path)
            if response.status_code >= 400:
                transaction.set_rollback(True)
            else:
                _keep(row, response)
    except BaseException:
        _release(row)
        raise
    if response.status_code >= 500 or response.status_code in NOT_KEPT:
        _release(row)
    elif response.status_code >= 400:
        _keep(row, response)
    return response


def _digest(request: HttpRequest) -> str:
    """SHA-256 of method, address, kind of content and body. A multipart body differs at each sending: its parts count."""
    digest = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    if request.content_type == "multipart/form-data":
        for name, value in sorted((name, value) for name, values in request.POST.lists() for value in values):
            digest.update(f"{name}={value}\n".encode())
        for name, files in sorted(request.FILES.lists()):
            for file in files:
                digest.update(f"{name}={file.name}\n".encode())
                for chunk in file.chunks():
                    digest.update(chunk)
                file.seek(0)
    else:
        digest.update(f"{request.content_type}\n".encode() + request.body)
    return digest.hexdigest()


def _reserve(*, scope: str, key: str, digest: str, at: datetime) -> tuple[IdempotentAnswer, bool]:
    """The row of this key, and whether this request is the one to do the work."""
    try:
        with transaction.atomic():
            return IdempotentAnswer.objects.create(scope=scope, key=key, request_digest=digest, created_at=at), True
    except IntegrityError:
        row = IdempotentAnswer.objects.filter(scope=scope, key=key).first()
    if row is None:  # its first request failed and let it go a moment ago
        raise _under_way()
    expired = row.created_at < at - KEPT
    abandoned = row.status is None and row.created_at < at - ABANDONED and row.request_digest == digest
    if not (expired or abandoned):
        return row, False
    # Compare-and-set on the moment it was written: of several retries one takes it over.
    renewed = {"request_digest": digest, "created_at": at, "status": None, "body": "", "content_type": ""}
    taken = IdempotentAnswer.objects.filter(pk=row.pk, created_at=row.created_at).update(**renewed)
    row.created_at = at
    return row, bool(taken)


def _stored(row: IdempotentAnswer, *, digest: str) -> HttpResponse:
    if row.request_digest != digest:
        raise ProblemError(
            422, "IDEMPOTENCY_KEY_REUSED", _("This Idempotency-Key was used for another request. Choose a new one.")
        )
    if row.status is None:
        raise _under_way()
    response = HttpResponse(row.body, status=row.status, content_type=row.content_type)
    response.headers["Idempotency-Replayed"] = "true"
    return response


def _under_way() -> ProblemError:
    return ProblemError(
        409,
        "IDEMPOTENCY_KEY_IN_USE",
        _("The first request with this Idempotency-Key is still under way. Ask again in a moment."),
        headers={"Retry-After": "1"},
    )


def _keep(row: IdempotentAnswer, response: HttpResponseBase) -> None:
    if not isinstance(response, HttpResponse):
        raise TypeError("a streamed answer cannot be kept")
    kept = IdempotentAnswer.objects.filter(pk=row.pk, created_at=row.created_at, status=None).update(
        status=response.status_code,
        body=response.content.decode(),
        content_type=response.headers.get("Content-Type", ""),
    )
    if not kept:  # a retry took the row over while this request slept: its work stands, ours is undone
        raise _under_way()


def _release(row: IdempotentAnswer) -> None:
    IdempotentAnswer.objects.filter(pk=row.pk, created_at=row.created_at, status=None).delete()
