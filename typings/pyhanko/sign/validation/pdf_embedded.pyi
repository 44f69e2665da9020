from datetime import datetime
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DiffResult, SuspiciousModification
from pyhanko.sign.validation.status import SignatureCoverageLevel

class EmbeddedPdfSignature:
    reader: PdfFileReader
    sig_object: dict[str, Any]
    signed_data: Any
    signer_info: Any
    byte_range: list[Any]
    pkcs7_content: bytes
    signed_revision: int
    coverage: SignatureCoverageLevel | None
    diff_result: DiffResult | SuspiciousModification | None
    def __init__(self, reader: PdfFileReader, sig_field: Any, fq_name: str) -> None: ...
    @property
    def self_reported_timestamp(self) -> datetime | None: ...
    def compute_digest(self) -> bytes: ...
    def compute_integrity_info(self) -> None: ...
