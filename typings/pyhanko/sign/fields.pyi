from collections.abc import Iterator
from enum import Enum
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader

class SigSeedSubFilter(Enum):
    PADES = ...

class MDPPerm(Enum):
    NO_CHANGES = ...

class InvisSigSettings:
    def __init__(self, *, box_out_of_bounds: bool = ...) -> None: ...

class SigFieldSpec:
    def __init__(
        self, sig_field_name: str, *, invis_sig_settings: InvisSigSettings = ..., readable_field_name: str | None = ...
    ) -> None: ...

def enumerate_sig_fields(handler: PdfFileReader, filled_status: bool | None = None) -> Iterator[tuple[str, Any, Any]]: ...
