"""The same signed credential in every form in which it can be carried away."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _

from campus.base.refusals import Refusal
from campus.catalogue.versions import title_in
from campus.issuing import transparency
from campus.issuing.models import Credential
from campus.wallet.picture import language_of, png_for, svg_for
from laurel.bake import png as png_files
from laurel.bake import svg as svg_files
from laurel.canon import strict_json
from laurel.certificate.certificate import pdf_of
from laurel.formats import openbadge3


class UnknownFormatError(Refusal):
    """Not a form we can write."""

    code = "UNKNOWN_FORMAT"
    text = _("We can give you JSON, JWT, PNG, SVG or PDF.")


class NothingSignedError(Refusal):
    """Not issued yet."""

    code = "NOTHING_SIGNED"
    text = _("This badge has not been issued yet.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """A file to download."""

    body: bytes
    media_type: str
    file_name: str

    @property
    def disposition(self) -> str:
        """The header Content-Disposition: a file to keep, whatever letters its name has (RFC 6266)."""
        return content_disposition_header(as_attachment=True, filename=self.file_name) or "attachment"


def formats(credential: Credential) -> tuple[str, ...]:
    """The forms in which a credential can be carried away; empty while it is not signed."""
    return tuple(_WRITERS) if credential.document else ()


def export(credential: Credential, form: str, *, language: str, verify_url: str = "") -> Export:
    """Write a credential as a file.

    Args:
        form: "json", "jwt", "png", "svg" or "pdf". JSON is byte for byte what was signed.
        language: of the certificate's labels and the picture's letters.
        verify_url: the address in the certificate's QR code; the verify page when empty.

    Raises:
        UnknownFormatError, NothingSignedError.
    """
    if form not in _WRITERS:
        raise UnknownFormatError(field="format")
    if not credential.document:
        raise NothingSignedError
    media_type, write = _WRITERS[form]
    body = write(credential, language, verify_url or f"{settings.PUBLIC_URL}/verify")
    return Export(body=body, media_type=media_type, file_name=f"{_file_stem(credential)}.{form}")


def receipt(credential: Credential, *, at: datetime) -> Export:
    """The transparency log's receipt for a credential: who holds it can prove by when it was issued.

    Raises:
        NotLoggedError: it was never issued, or what tells its entry's meaning was destroyed.
        NotLoggedYetError: it will be in the log within minutes.
    """
    body = transparency.receipt_of(credential, at=at).to_text().encode()
    return Export(body=body, media_type="application/json", file_name=f"{_file_stem(credential)}.receipt.json")


def _json(credential: Credential, language: str, verify_url: str) -> bytes:
    return credential.document.encode()


def _jwt(credential: Credential, language: str, verify_url: str) -> bytes:
    return credential.jwt.encode()


def _png(credential: Credential, language: str, verify_url: str) -> bytes:
    version = credential.design_version
    picture = png_for(version, credential.organisation, language=language_of(version))
    return png_files.bake(picture, credential.document)


def _svg(credential: Credential, language: str, verify_url: str) -> bytes:
    version = credential.design_version
    picture = svg_for(version, credential.organisation, language=language_of(version))
    return svg_files.bake(picture.encode(), credential.document)


def _pdf(credential: Credential, language: str, verify_url: str) -> bytes:
    version = credential.design_version
    return pdf_of(
        openbadge3.parse(strict_json.loads_object(credential.document)),
        credential=credential.document,
        verify_url=verify_url,
        badge_svg=svg_for(version, credential.organisation, language=language),
        language=language,
    )


def _file_stem(credential: Credential) -> str:
    stem = re.sub(r"[^\w]+", "-", title_in(credential.design_version, "en").lower()).strip("-")[:60]
    return f"{stem or 'badge'}-{str(credential.public_id)[:8]}"


_WRITERS: Mapping[str, tuple[str, Callable[[Credential, str, str], bytes]]] = {
    "json": ("application/vc", _json),
    "jwt": ("application/vc+jwt", _jwt),
    "png": ("image/png", _png),
    "svg": ("image/svg+xml", _svg),
    "pdf": ("application/pdf", _pdf),
}
