"""Evidence of a review: files of a few kinds, told by their content and kept private with their digest, or addresses."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from pathlib import PurePath

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campus.assurance.dossiers import criteria_of
from campus.assurance.models import Dossier, Evidence
from campus.base import audit
from campus.base.refusals import Refusal
from campus.people.models import Role
from campus.people.roles import Actor, person_of, require
from campus.people.scope import NotFoundError

LARGEST_FILE = 10 * 1024 * 1024  # bytes
MOST_PIECES = 100
PROVIDERS = (Role.QA_OFFICER, Role.AUTHOR)
READERS = (Role.QA_OFFICER, Role.AUTHOR, Role.ADMINISTRATOR)
_BEGINNINGS: Mapping[str, tuple[bytes, str]] = {  # ending of the name: how such a file begins, and what it is
    ".pdf": (b"%PDF-", "application/pdf"),
    ".png": (b"\x89PNG\r\n\x1a\n", "image/png"),
    ".jpg": (b"\xff\xd8\xff", "image/jpeg"),
    ".jpeg": (b"\xff\xd8\xff", "image/jpeg"),
    ".docx": (b"PK\x03\x04", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ".xlsx": (b"PK\x03\x04", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ".odt": (b"PK\x03\x04", "application/vnd.oasis.opendocument.text"),
    ".ods": (b"PK\x03\x04", "application/vnd.oasis.opendocument.spreadsheet"),
}
_TEXTS = {".txt": "text/plain", ".csv": "text/csv"}
ENDINGS = (*_BEGINNINGS, *_TEXTS)


class BadEvidenceError(Refusal):
    """A file of another kind, or one whose content is not what its name says."""

    code = "BAD_EVIDENCE"
    text = _("Send a PDF, a picture (PNG, JPEG), a text, a table (CSV) or an office document (DOCX, XLSX, ODT, ODS).")


class EvidenceTooLargeError(Refusal):
    """More than anybody needs to send."""

    code = "EVIDENCE_TOO_LARGE"
    text = _("A file may have at most 10 MB.")


class TooMuchEvidenceError(Refusal):
    """A review holds this many pieces."""

    code = "TOO_MUCH_EVIDENCE"
    text = _("A review holds at most 100 pieces of evidence.")


class EvidenceNamelessError(Refusal):
    """It needs a title, and a file or an address."""

    code = "EVIDENCE_NAMELESS"
    text = _("Give a title, and either a file or an address.")


@transaction.atomic
def add_file(
    dossier: Dossier, *, title: str, file_name: str, content: bytes, by: Actor, at: datetime, criterion: str = ""
) -> Evidence:
    """Add a file. Its kind is told by its content, and its digest is kept.

    Raises:
        NotAllowedError: neither quality officer nor author there.
        EvidenceNamelessError, EvidenceTooLargeError, BadEvidenceError, TooMuchEvidenceError.
        NotFoundError: the set has no such criterion.
    """
    if len(content) > LARGEST_FILE:
        raise EvidenceTooLargeError(field="file")
    name = PurePath(file_name.replace("\\", "/")).name[:200]
    row = Evidence(
        dossier=dossier,
        file_name=name,
        media_type=_kind_of(name, content),
        content=content,
        size=len(content),
        digest=hashlib.sha256(content).hexdigest(),
    )
    return _added(row, title=title, criterion=criterion, by=by, at=at)


@transaction.atomic
def add_address(dossier: Dossier, *, title: str, url: str, by: Actor, at: datetime, criterion: str = "") -> Evidence:
    """Add the web address of something that is kept elsewhere.

    Raises:
        NotAllowedError: neither quality officer nor author there.
        EvidenceNamelessError, TooMuchEvidenceError.
        NotFoundError: the set has no such criterion.
    """
    if not url.startswith(("https://", "http://")):
        raise EvidenceNamelessError(field="url")
    return _added(Evidence(dossier=dossier, url=url), title=title, criterion=criterion, by=by, at=at)


def _added(row: Evidence, *, title: str, criterion: str, by: Actor, at: datetime) -> Evidence:
    design = row.dossier.design
    require(by, design.organisation, *PROVIDERS)
    if not title.strip():
        raise EvidenceNamelessError(field="title")
    if criterion and criterion not in {one.id for one in criteria_of(row.dossier).criterion}:
        raise NotFoundError
    Dossier.objects.select_for_update().get(pk=row.dossier_id)  # two who add at once are counted one after the other
    if Evidence.objects.filter(dossier=row.dossier_id).count() >= MOST_PIECES:
        raise TooMuchEvidenceError
    row.title, row.criterion, row.added_by, row.added_at = title.strip()[:200], criterion, person_of(by), at
    row.save(force_insert=True)
    audit.note(
        "dossier.evidence_added",
        actor=person_of(by),
        organisation=design.organisation_id,
        subject_kind="dossier",
        subject=row.dossier_id,
        at=at,
        digest=row.digest,
    )
    return row


def _kind_of(name: str, content: bytes) -> str:
    ending = PurePath(name).suffix.lower()
    if ending in _BEGINNINGS:
        beginning, kind = _BEGINNINGS[ending]
        if content.startswith(beginning):
            return kind
    if ending in _TEXTS and content:
        try:
            if "\x00" not in content.decode("utf-8"):
                return _TEXTS[ending]
        except UnicodeDecodeError:
            pass
    raise BadEvidenceError(field="file")
