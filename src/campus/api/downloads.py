"""A credential as a file to download."""

from __future__ import annotations

from typing import Literal

from django.http import HttpResponse
from django.utils import timezone

from campus.api.refusing import language_now
from campus.issuing.models import Credential
from campus.wallet.export import Export, export, receipt

Format = Literal["json", "jwt", "png", "svg", "pdf"]


def download_of(credential: Credential, form: Format) -> HttpResponse:
    """The file, always as an attachment: an SVG shown in place could run what it carries."""
    return _attached(export(credential, form, language=language_now()))


def receipt_of(credential: Credential) -> HttpResponse:
    """The transparency log's receipt, as an attachment."""
    return _attached(receipt(credential, at=timezone.now()))


def _attached(made: Export) -> HttpResponse:
    headers = {
        "Content-Disposition": made.disposition,
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    return HttpResponse(made.body, content_type=made.media_type, headers=headers)
