"""A credential as a file to download."""

from __future__ import annotations

from typing import Literal

from django.http import HttpResponse

from campus.api.refusing import language_now
from campus.issuing.models import Credential
from campus.wallet.export import export

Format = Literal["json", "jwt", "png", "svg", "pdf"]


def download_of(credential: Credential, form: Format) -> HttpResponse:
    """The file, always as an attachment: an SVG shown in place could run what it carries."""
    made = export(credential, form, language=language_now())
    headers = {
        "Content-Disposition": made.disposition,
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    return HttpResponse(made.body, content_type=made.media_type, headers=headers)
