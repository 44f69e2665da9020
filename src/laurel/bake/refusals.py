"""What baking refuses, in both languages, and the limits it keeps."""

from __future__ import annotations

from collections.abc import Mapping

from laurel.errors import BakeError

MAX_FILE = 6_000_000
"""Largest picture or PDF that is opened, in bytes."""

MAX_CREDENTIAL = 1_000_000
"""Largest credential that is put in or taken out, in bytes."""

_SENTENCES: Mapping[str, tuple[str, str]] = {
    "NOT_A_PNG": ("this is not a PNG picture", "това не е изображение във формат PNG"),
    "NOT_AN_SVG": ("this is not an SVG picture", "това не е изображение във формат SVG"),
    "NOT_A_PDF": ("this is not a PDF document that can be opened", "това не е PDF документ, който може да се отвори"),
    "NOT_A_BADGE": (
        "this is neither a credential nor a picture or PDF with one in it",
        "това не е нито удостоверение, нито изображение или PDF с удостоверение в него",
    ),
    "DAMAGED": ("the file is damaged", "файлът е повреден"),
    "NO_CREDENTIAL": ("there is no credential in this file", "в този файл няма удостоверение"),
    "SEVERAL_CREDENTIALS": (
        "there is more than one credential in this file, so it is not clear which one counts",
        "в този файл има повече от едно удостоверение и не е ясно кое важи",
    ),
    "FILE_TOO_LARGE": ("the file is larger than 6 MB", "файлът е по-голям от 6 MB"),
    "CREDENTIAL_TOO_LARGE": ("the credential is larger than 1 MB", "удостоверението е по-голямо от 1 MB"),
    "TOO_COMPLICATED": (
        "the picture is more complicated than any badge",
        "изображението е по-сложно от всяка значка",
    ),
    "NOT_UTF_8": ("the credential is not UTF-8 text", "удостоверението не е текст в UTF-8"),
    "ENCRYPTED": (
        "the PDF is protected with a password; ask for one that is not",
        "PDF файлът е защитен с парола; поискайте такъв без парола",
    ),
    "SEALED_ALREADY": ("the PDF bears a seal or signature already", "PDF файлът вече носи печат или подпис"),
    "ENTITIES": (
        "the picture defines XML entities, which a badge never needs and an attacker may",
        "изображението дефинира XML същности – значката никога няма нужда от тях, а нападателят може да има",
    ),
}


def refused(reason: str) -> BakeError:
    """The refusal for one of the reasons above; its `facts["reason"]` is stable."""
    english, bulgarian = _SENTENCES[reason]
    return BakeError(why=english, why_bg=bulgarian, reason=reason)


def text_of(found: bytes) -> str:
    """The bytes as UTF-8 text without blanks around it.

    Raises:
        BakeError: it is not UTF-8, is empty, or too large.
    """
    if len(found) > MAX_CREDENTIAL:
        raise refused("CREDENTIAL_TOO_LARGE")
    try:
        text = found.decode("utf-8").strip()
    except UnicodeDecodeError as error:
        raise refused("NOT_UTF_8") from error
    if not text:
        raise refused("NO_CREDENTIAL")
    return text
