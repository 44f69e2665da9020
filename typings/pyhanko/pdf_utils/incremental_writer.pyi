from typing import BinaryIO

from pyhanko.pdf_utils.reader import PdfFileReader

class IncrementalPdfFileWriter:
    prev: PdfFileReader
    def __init__(self, input_stream: BinaryIO) -> None: ...
    def _update_meta(self) -> None: ...
