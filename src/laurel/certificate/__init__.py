"""The certificate of a micro-credential as a PDF page that carries the signed credential with it."""

from laurel.certificate.certificate import pdf_of
from laurel.certificate.elements import Element, elements_of

__all__ = ["Element", "elements_of", "pdf_of"]
