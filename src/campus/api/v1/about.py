"""The way in: what this is, where it is described, and whether it works."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_noop
from ninja import Router
from pydantic import BaseModel, Field

import laurel

router = Router(tags=["About"])


class About(BaseModel):
    name: str
    version: str
    documentation: str
    openapi: str


class Status(BaseModel):
    status: Literal["ok"] = Field(description="anything else is answered with 503")
    version: str
    time: datetime


@router.get("", response=About, summary=gettext_noop("What this is"), auth=None)
def about(request: HttpRequest) -> About:
    site = settings.PUBLIC_URL
    return About(
        name="Laurel", version=laurel.__version__, documentation=f"{site}/api/docs", openapi=f"{site}/api/v1/openapi.json"
    )


@router.get("/status", response=Status, summary=gettext_noop("Whether it works"), auth=None)
def status(request: HttpRequest) -> Status:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return Status(status="ok", version=laurel.__version__, time=timezone.now())
