"""OneRoster packages through the API: a class comes in as a gradebook, a cohort goes out as a package."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from ninja import Query, Router, Status
from pydantic import BaseModel, Field

from campus.api.caller import key_of
from campus.api.idempotency import idempotent
from campus.api.problem import ProblemError
from campus.api.refusing import language_now
from campus.api.v1.cohorts import cohort_for
from campus.connectors.oneroster import arriving, leaving
from campus.connectors.oneroster.arriving import PackageRefusedError
from campus.connectors.oneroster.models import Package
from campus.learning import uploads

router = Router(tags=["OneRoster"])
_FILE = {"type": "string", "format": "binary"}
_BODY = {
    "requestBody": {
        "required": True,
        "description": "a OneRoster 1.2 or 1.1 package (bulk): as `file` of a form (20 MB), or as the body itself (5 MB)",
        "content": {
            "multipart/form-data": {"schema": {"type": "object", "properties": {"file": _FILE}, "required": ["file"]}},
            "application/zip": {"schema": _FILE},
        },
    }
}


class ClassBroughtIn(BaseModel):
    gradebook: str = Field(description="goes on at `/gradebooks/{id}`: look at the problems, then confirm")
    title: str = Field(description="of the class")
    students: int
    columns: dict[str, str] = Field(description="id of each column that is read, and its assessment")


@router.post(
    "/cohorts/{uuid:cohort_id}/oneroster",
    response={201: ClassBroughtIn},
    openapi_extra=_BODY,
    summary=gettext_noop("Bring in a class of a OneRoster package as a gradebook, to be confirmed"),
)
@idempotent()
def bring_in(
    request: HttpRequest,
    cohort_id: UUID,
    of: Annotated[str, Query("", max_length=255, description="sourcedId or classCode, where there are several classes")],
) -> Status[ClassBroughtIn]:
    cohort, by, now = cohort_for(request, cohort_id), key_of(request), timezone.now()
    try:
        with transaction.atomic():  # so that a package of which nothing came is not kept
            kept = arriving.receive(cohort, content=_sent(request), file_name="oneroster.zip", by=by, at=now)
            class_id = _class(kept, of)
            room = arriving.class_in(kept, class_id)
            columns = arriving.guess_columns(cohort, room)
            upload = arriving.bring_in(kept, class_id, columns, by=by, at=now)
    except PackageRefusedError as refusal:
        raise ProblemError(422, refusal.code, refusal.message, errors=_told(refusal)) from refusal
    if uploads.is_small(upload):
        uploads.run_check(upload.pk, at=now)
    shown = ClassBroughtIn(gradebook=str(upload.public_id), title=room.title, students=len(room.students), columns=columns)
    return Status(201, shown)


@router.get("/cohorts/{uuid:cohort_id}/oneroster", summary=gettext_noop("The cohort as a OneRoster 1.2 package"))
def take_out(request: HttpRequest, cohort_id: UUID) -> HttpResponse:
    content = leaving.export(cohort_for(request, cohort_id), by=key_of(request), at=timezone.now())
    headers = {"Content-Disposition": 'attachment; filename="oneroster.zip"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type="application/zip", headers=headers)


def _class(kept: Package, of: str) -> str:
    classes = arriving.classes_in(kept)
    found = [each.id for each in classes if not of or of in (each.id, each.code)]
    if len(found) != 1:
        listed = [{"parameter": "of", "code": "CLASS", "detail": f"{each.id} · {each.title}"} for each in classes[:100]]
        raise ProblemError(422, "ONEROSTER_WHICH_CLASS", _("Say with “of” which class of the package it is."), errors=listed)
    return found[0]


def _told(refusal: PackageRefusedError) -> list[dict[str, object]]:
    language = language_now()
    return [
        {"file": each.file, "row": each.row, "column": each.column, "code": each.code, "detail": each.say(language)}
        for each in refusal.faults
    ]


def _sent(request: HttpRequest) -> bytes:
    if request.content_type != "multipart/form-data":
        return request.body
    file = request.FILES.get("file")
    if file is None:
        raise ProblemError(400, "NOTHING_SENT", _("Send the package as “file” of a form, or as the body itself."))
    if (file.size or 0) > settings.UPLOAD_LIMIT:
        raise ProblemError(413, "TOO_LARGE", _("The request is larger than this address accepts."))
    content: bytes = file.read()
    return content
