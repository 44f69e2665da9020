"""A credential in a PDF: an attached file `credential.json` or `credential.jwt`."""

from __future__ import annotations

import logging
from collections.abc import Generator
from contextlib import contextmanager
from io import BytesIO

from laurel.bake.refusals import MAX_CREDENTIAL, MAX_FILE, refused, text_of
from laurel.errors import BakeError
from laurel.extras import needed

with needed("pdf"):
    from pypdf import PdfReader, PdfWriter, apply_configuration

# what pypdf finds odd it quotes in its log, and that is whatever a stranger wrote
logging.getLogger("pypdf").setLevel(logging.CRITICAL)

NAMES = ("credential.json", "credential.jwt")
_MAX_STREAM = 1_500_000  # bytes, packed: what carries a credential, a table or other objects; pictures are never looked at
_MAX_UNPACKED = 8_000_000


def attach(pdf: bytes, credential: str) -> bytes:
    """Attach the credential (JSON or JWT text) to a PDF that has none yet.

    Raises:
        BakeError: not a PDF, too large, or with a credential in it already.
    """
    text = credential.strip().encode()
    if len(text) > MAX_CREDENTIAL:
        raise refused("CREDENTIAL_TOO_LARGE")
    with _reading(pdf, longest=MAX_FILE) as reader:
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
    with _reading(pdf) as reader:
        found = [content for name in NAMES if name in reader.attachments for content in reader.attachments[name]]
    if not found:
        raise refused("NO_CREDENTIAL")
    if len(found) > 1:
        raise refused("SEVERAL_CREDENTIALS")
    return text_of(found[0])


def name_for(credential: str) -> str:
    """The name of the attachment: by whether the text is a JSON object or a JWT."""
    return NAMES[0] if credential.lstrip().startswith("{") else NAMES[1]


@contextmanager
def _reading(pdf: bytes, *, longest: int = _MAX_STREAM) -> Generator[PdfReader]:
    """The file as pypdf reads it, with far less patience for bombs than pypdf's own; `longest` is that of a packed stream."""
    if len(pdf) > MAX_FILE:
        raise refused("FILE_TOO_LARGE")
    with apply_configuration(
        maximum_declared_stream_length=longest,
        zlib_maximum_output_length=_MAX_UNPACKED,
        zlib_maximum_recovery_input_length=0,
        lzw_maximum_output_length=_MAX_UNPACKED,
        run_length_maximum_output_length=_MAX_UNPACKED,
        brotli_maximum_output_length=_MAX_UNPACKED,
        stream_filters_maximum_length=2,
        stream_decoding_work_maximum_length=2 * _MAX_UNPACKED,
        jbig2dec_binary=None,
    ):
        with _refusing("NOT_A_PDF"):
            reader = PdfReader(BytesIO(pdf), strict=False)
            if reader.is_encrypted:
                raise refused("ENCRYPTED")
            _ = reader.attachments
        with _refusing("DAMAGED"):
            yield reader


@contextmanager
def _refusing(reason: str) -> Generator[None]:
    """pypdf trusts the types of what it reads, and raises whatever they raise."""
    try:
        yield
    except BakeError:
        raise
    except Exception as error:
        raise refused(reason) from error
