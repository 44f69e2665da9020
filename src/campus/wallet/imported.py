"""Credentials from elsewhere: added by a person from a file or a link, checked like anything presented, kept with the report.

Keeping one makes it count nowhere: whether it does is for the programme or the recognition desk to say.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import Length
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from campus.base import audit
from campus.base.refusals import Refusal
from campus.issuing.models import Credential
from campus.people.models import Person
from campus.people.organisations import did_of
from campus.people.scope import NotFoundError
from campus.verification.check import Finding, check_for_recipient
from campus.wallet.export import Export
from campus.wallet.models import Holding, ImportedCredential
from laurel.fetching import Fetcher

MOST_BYTES = 2_000_000
MOST_KEPT = 200
MOST_BYTES_KEPT = 40 * 1024 * 1024
MOST_ADDRESSES = 5
KEPT_ALTHOUGH = frozenset({"EXPIRED"})
"""What was learnt before a credential ran out was learnt: such a one may be kept, and is shown as what it is."""
_MEDIA = (
    (b"\x89PNG\r\n\x1a\n", "image/png", "png"),
    (b"%PDF-", "application/pdf", "pdf"),
    (b"{", "application/json", "json"),
    (b"<", "image/svg+xml", "svg"),
)
Belongs = ImportedCredential.Belongs


class ImportTooLargeError(Refusal):
    """A file that no badge needs."""

    code = "IMPORT_TOO_LARGE"
    text = _("This file is too large for a badge. The limit is 2 MB.")


class TooManyImportedError(Refusal):
    """More than anybody has."""

    code = "TOO_MANY_IMPORTED"
    text = _("You keep {most} badges from elsewhere already. Remove some that you no longer need.")


class NoRoomError(Refusal):
    """The files together are more than one account keeps."""

    code = "NO_ROOM_FOR_IMPORTED"
    text = _("Your badges from elsewhere take up {most} MB at most, and this file does not fit any more. Remove some first.")


class UnreadableImportError(Refusal):
    """Not a credential in any form we know; `why` is what the check said."""

    code = "UNREADABLE_IMPORT"
    text = _("We could not read a badge in this. {why}")


class DoesNotHoldError(Refusal):
    """It was checked, and it is not in force or not genuine."""

    code = "DOES_NOT_HOLD"
    text = _("This badge cannot be added, because it does not hold. {why}")


class NotAddressedError(Refusal):
    """It names none of the person's confirmed addresses, and the person has not said that it is theirs."""

    code = "NOT_ADDRESSED"
    text = _(
        "The badge does not name an e-mail address that you have confirmed here. "
        "If it is yours all the same, say so below and send it again."
    )


class ImportedAlreadyError(Refusal):
    """The same credential, perhaps in another file."""

    code = "IMPORTED_ALREADY"
    text = _("You keep this badge already.")


class IssuedHereError(Refusal):
    """One of our own."""

    code = "ISSUED_HERE"
    text = _("This badge was issued on this site. Claim it with the link in the e-mail; it then stands with your badges.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a person hands over. `source` is the address where it was fetched from, `declared` that they say it is theirs."""

    content: bytes
    file_name: str = ""
    source: str = ""
    declared: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """How many badges from elsewhere a person keeps, and the bytes of their files."""

    badges: int
    size: int


def add(given: Given, *, person: Person, at: datetime, fetch: Fetcher | None = None) -> ImportedCredential:
    """Check a credential and keep it with the report.

    Raises:
        ImportTooLargeError, TooManyImportedError, NoRoomError.
        UnreadableImportError, DoesNotHoldError: the check failed; an expired one is kept.
        NotAddressedError: nothing shows that it is theirs, and they have not said so.
        IssuedHereError, ImportedAlreadyError.
        TooCostlyError, BusyError: no report could be made.
    """
    if len(given.content) > MOST_BYTES:
        raise ImportTooLargeError(field="file")
    _require_room(given, person)
    finding, addressed_to = check_for_recipient(given.content, emails=addresses_of(person), at=at, fetch=fetch)
    facts = _acceptable(finding, person)
    if not addressed_to and not given.declared:
        raise NotAddressedError(field="declared")
    try:
        with transaction.atomic():
            # one after the other: two files that come at once do not both get the last place
            _require_room(given, Person.objects.select_for_update().get(pk=person.pk))
            made = ImportedCredential.objects.create(
                person=person,
                content=given.content,
                file_name=_file_name(given),
                source=given.source[:2000],
                key=key_of(str(facts["issuer_id"]), str(facts["id"]), given.content),
                title=str(facts["title"])[:500],
                issuer=str(facts["issuer_id"])[:500],
                issuer_name=str(facts["issuer_name"])[:500],
                belongs=Belongs.ADDRESS if addressed_to else Belongs.DECLARED,
                report=finding.to_json(),
                verdict=finding.verdict,
                added_at=at,
                checked_at=at,
            )
            _note("imported.added", made, by=person, at=at)
    except IntegrityError:
        raise ImportedAlreadyError from None
    return made


def recheck(imported: ImportedCredential, *, by: Person, at: datetime, fetch: Fetcher | None = None) -> ImportedCredential:
    """Check it once more, now; the new report takes the place of the old one, whatever it says.

    Who has confirmed the address in the meantime has proven that it is theirs; what was proven once stays so.

    Raises:
        NotFoundError: it is somebody else's, or was removed meanwhile.
        TooCostlyError, BusyError: no report could be made; the old one stands.
    """
    if imported.person_id != by.pk:
        raise NotFoundError
    finding, addressed_to = check_for_recipient(bytes(imported.content), emails=addresses_of(by), at=at, fetch=fetch)
    belongs = Belongs.ADDRESS if addressed_to else imported.belongs
    newer = ImportedCredential.objects.filter(pk=imported.pk, checked_at__lte=at)
    newer.update(report=finding.to_json(), verdict=finding.verdict, checked_at=at, belongs=belongs)
    return find(imported.public_id, person=by)


@transaction.atomic
def remove(imported: ImportedCredential, *, by: Person, at: datetime) -> None:
    """Take it out of the account, file and report.

    Raises:
        NotFoundError: it is somebody else's.
    """
    if imported.person_id != by.pk:
        raise NotFoundError
    _note("imported.removed", imported, by=by, at=at)
    ImportedCredential.objects.filter(pk=imported.pk).delete()


def of(person: Person) -> QuerySet[ImportedCredential]:
    """What a person keeps from elsewhere, the newest first, without the files."""
    return ImportedCredential.objects.filter(person=person).defer("content").order_by("-added_at", "-pk")


def kept_by(person: Person) -> Kept:
    """What a person keeps from elsewhere, counted and weighed."""
    rows = ImportedCredential.objects.filter(person=person)
    found = rows.aggregate(badges=Count("pk"), size=Sum(Length("content"), default=0))
    return Kept(badges=found["badges"], size=found["size"])


def find(public_id: uuid.UUID, *, person: Person) -> ImportedCredential:
    """One of the person's own.

    Raises:
        NotFoundError: it is not among them.
    """
    found = of(person).filter(public_id=public_id).first()
    if found is None:
        raise NotFoundError
    return found


def file_of(imported: ImportedCredential) -> Export:
    """The file, byte for byte as it came."""
    return Export(body=bytes(imported.content), media_type=_media(bytes(imported.content))[0], file_name=imported.file_name)


def addresses_of(person: Person) -> list[str]:
    """The e-mail addresses that a person has confirmed, the first one first."""
    rows = EmailAddress.objects.filter(user=person, verified=True).order_by("-primary", "pk")
    return list(rows.values_list("email", flat=True)[:MOST_ADDRESSES])


def key_of(issuer: str, identifier: str, content: bytes = b"") -> str:
    """The name of a credential, whatever file it comes in; what has no identifier is named by the file."""
    named = f"{issuer}\0{identifier}".encode() if identifier else content
    return hashlib.sha256(named).hexdigest()


def _require_room(given: Given, person: Person) -> None:
    kept = kept_by(person)
    if kept.badges >= MOST_KEPT:
        raise TooManyImportedError(most=MOST_KEPT)
    if kept.size + len(given.content) > MOST_BYTES_KEPT:
        raise NoRoomError(field="file", most=MOST_BYTES_KEPT // 1024**2)


def _acceptable(finding: Finding, person: Person) -> dict[str, Any]:
    facts = finding.credential
    failed = [check for check in finding.checks if check.tone == "refused"]
    if facts is None or not facts.get("issuer_id"):
        raise UnreadableImportError(field="file", why=_say(finding, "structure"))
    if any(check.plain["code"] not in KEPT_ALTHOUGH for check in failed):
        raise DoesNotHoldError(field="file", why=_say(finding, failed[0].name))
    genuine = next(check for check in finding.checks if check.name == "proof")
    if genuine.tone != "valid":  # a signature that nobody could check proves nothing
        raise DoesNotHoldError(field="file", why=_say(finding, "proof"))
    _refuse_our_own(facts, person)
    return dict(facts)


def _refuse_our_own(facts: Any, person: Person) -> None:
    number = str(facts["id"]).removeprefix("urn:uuid:")
    try:
        public_id = uuid.UUID(number)
    except ValueError:
        return
    own = Credential.objects.select_related("organisation").filter(public_id=public_id).first()
    if own is None or did_of(own.organisation) != facts["issuer_id"]:
        return
    raise ImportedAlreadyError if Holding.objects.filter(credential=own, person=person).exists() else IssuedHereError


def _say(finding: Finding, name: str) -> Any:
    language = get_language() or "en"
    found: Sequence[str] = [check.say(language) for check in finding.checks if check.name == name]
    return found[0] if found else finding.headline(language)


def _file_name(given: Given) -> str:
    stem = given.file_name.replace("\\", "/").rpartition("/")[2].strip()
    plain = "".join(letter for letter in stem if letter.isprintable())[-200:]
    return plain or f"credential.{_media(given.content)[1]}"


def _media(content: bytes) -> tuple[str, str]:
    start = content[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    known = ((media, ending) for head, media, ending in _MEDIA if start.startswith(head))
    return next(known, ("application/octet-stream", "jwt"))


def _note(action: str, imported: ImportedCredential, *, by: Person, at: datetime) -> None:
    audit.note(action, actor=by, organisation=None, subject_kind="imported_credential", subject=imported.pk, at=at)
