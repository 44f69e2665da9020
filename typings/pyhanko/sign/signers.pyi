from datetime import datetime
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

class PdfSignatureMetadata:
    def __init__(
        self,
        *,
        field_name: str | None = ...,
        md_algorithm: str | None = ...,
        subfilter: SigSeedSubFilter | None = ...,
        certify: bool = ...,
        docmdp_permissions: MDPPerm = ...,
    ) -> None: ...

class PdfSigningSession:
    system_time: datetime

class Signer:
    def __init__(self, *, signing_cert: Any, cert_registry: SimpleCertificateStore) -> None: ...
    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes: ...

class PdfSigner:
    def __init__(
        self,
        signature_meta: PdfSignatureMetadata,
        signer: Signer,
        *,
        timestamper: TimeStamper | None = None,
        new_field_spec: SigFieldSpec | None = None,
    ) -> None: ...
    def init_signing_session(
        self, pdf_out: IncrementalPdfFileWriter, existing_fields_only: bool = False
    ) -> PdfSigningSession: ...
    def sign_pdf(self, pdf_out: IncrementalPdfFileWriter) -> BytesIO: ...
