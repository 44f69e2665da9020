"""The words of the check `pdf_seal`, by check and code (or outcome)."""

from __future__ import annotations

from typing import Final

PDF_SEAL: Final[dict[tuple[str, str], tuple[str, str]]] = {
    ("pdf_seal", "PASSED"): (
        "The whole PDF bears the seal of {issuer}, and nothing was changed since.",
        "Целият PDF файл носи печата на {issuer} и нищо не е променено оттогава.",
    ),
    ("pdf_seal", "SEALED_AND_STAMPED"): (
        "The whole PDF bears the seal of {issuer}, stamped by a time authority on {when}, and nothing was changed since.",
        "Целият PDF файл носи печата на {issuer} с клеймо за време от {when} и нищо не е променено оттогава.",
    ),
    ("pdf_seal", "PDF_UNCHANGED"): (
        "Nothing in the PDF was changed since it was sealed.",
        "Нищо в PDF файла не е променено, откакто е подпечатан.",
    ),
    ("pdf_seal", "UNKNOWN"): (
        "The PDF bears a seal that we could not check.",
        "PDF файлът носи печат, който не успяхме да проверим.",
    ),
    ("pdf_seal", "SEAL_UNTRUSTED"): (
        "The PDF bears the seal of {issuer}, but nobody told us to trust the authority behind its certificate ({authority}).",
        "PDF файлът носи печата на {issuer}, но никой не ни е казал да вярваме на органа зад сертификата му ({authority}).",
    ),
    ("pdf_seal", "SEAL_EXPIRED_SINCE"): (
        "The certificate of the PDF's seal has expired since ({when}). Only the seal itself says that it is older.",
        "Сертификатът на печата междувременно е изтекъл ({when}). Само самият печат твърди, че е по-стар.",
    ),
    ("pdf_seal", "FAILED"): (
        "The seal on the PDF does not hold.",
        "Печатът върху PDF файла не е валиден.",
    ),
    ("pdf_seal", "PDF_SEAL_BROKEN"): (
        "The PDF was changed after it was sealed, or its seal belongs to another file. Do not trust the page.",
        "PDF файлът е променен, след като е подпечатан, или печатът е от друг файл. Не вярвайте на страницата.",
    ),
    ("pdf_seal", "PDF_CHANGED"): (
        "Something was added to the PDF after {issuer} sealed it, and it could change what you see. Do not trust the page.",
        "Към PDF файла е добавено нещо, след като {issuer} го е подпечатал, и то може да променя видимото. Не му вярвайте.",
    ),
    ("pdf_seal", "SEAL_OUT_OF_TIME"): (
        "The PDF was sealed with a certificate that was not valid at that moment ({when}).",
        "PDF файлът е подпечатан със сертификат, който не е бил валиден в този момент ({when}).",
    ),
}
