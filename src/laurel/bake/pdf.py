"""A credential in a PDF: an attached file `credential.json` or `credential.jwt`."""

from __future__ import annotations

from io import BytesIO

from laurel.bake.refusals import MAX_CREDENTIAL, MAX_FILE, refused, text_of
from laurel.extras import needed

with needed("pdf"):
    from pypdf import PdfReader, PdfWriter
    from pypdf.errors import PyPdfError

NAMES = ("credential.json", "credential.jwt")


def attach(pdf: bytes, credential: str) -> bytes:
    """Attach the credential (JSON or JWT text) to a PDF that has none yet.

    Raises:
        BakeError: not a PDF, too large, or with a credential in it already.
    """
    text = credential.strip().encode()
    if len(text) > MAX_CREDENTIAL:
        raise refused("CREDENTIAL_TOO_LARGE")
    reader = _open(pdf)
    if any(name in reader.attachments for name in NAMES):
        raise refused("SEVERAL_CREDENTIALS")
    writer = PdfWriter(clone_from=reader)
    writer.add_attachment(name_for(credential), text)
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def extract(pdf: bytes) -> str:
    """The credential attached to a PDF.

    Raises:
        BakeError: not a PDF, damaged, too large, or with none or several credentials attached.
    """
    reader = _open(pdf)
    try:
        found = [content for name in NAMES if name in reader.attachments for content in reader.attachments[name]]
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise refused("DAMAGED") from error
    if not found:
        raise refused("NO_CREDENTIAL")
    if len(found) > 1:
        raise refused("SEVERAL_CREDENTIALS")
    return text_of(found[0])


def name_for(credential: str) -> str:
    """The name of the attachment: by whether the text is a JSON object or a JWT."""
    return NAMES[0] if credential.lstrip().startswith("{") else NAMES[1]


def _open(pdf: bytes) -> PdfReader:
    if len(pdf) > MAX_FILE:
        raise refused("FILE_TOO_LARGE")
    try:
        reader = PdfReader(BytesIO(pdf), strict=False)
        if reader.is_encrypted:
            raise refused("NOT_A_PDF")
        _ = reader.attachments
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError) as error:
        raise refused("NOT_A_PDF") from error
    return reader
