from typing import Any, BinaryIO

from pyhanko.pdf_utils.decode_limits import DecodeLimits

class XRefs:
    hybrid_xrefs_present: bool
    total_revisions: int

class PdfFileReader:
    xrefs: XRefs
    root: Any
    @property
    def encrypted(self) -> bool: ...
    def __init__(self, stream: BinaryIO, strict: bool = True, decode_limits: DecodeLimits | None = None) -> None: ...
