"""Badges from elsewhere: what may be kept, whose it is, and what a new check finds."""

import json
import struct
import zlib
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from badges import issued
from campus.base.models import AuditEntry
from campus.people.scope import NotFoundError
from campus.wallet import imported as importing
from campus.wallet.imported import Given
from campus.wallet.models import Holding, ImportedCredential
from cast import log_in
from elsewhere import ISSUER, badge_to
from laurel.bake import png
from laurel.fetching import Fetched

OTHER = "amina@elsewhere.example"  # hers, but nobody here knows


def kept(person, content=None, **said):
    return importing.add(
        Given(content=badge_to(person.email) if content is None else content, **said), person=person, at=timezone.now()
    )


def test_a_confirmed_address_in_the_badge_proves_whose_it_is(amina):
    made = kept(amina, file_name="C:\\badges\\mine.json")

    assert (made.belongs, made.title, made.issuer, made.issuer_name) == (
        "address", "Data stewardship", ISSUER, "Elsewhere College",
    )  # fmt: skip
    assert made.verdict == "warn"  # nobody here knows the issuer
    assert made.file_name == "mine.json"
    assert [(each.action, each.subject) for each in AuditEntry.objects.filter(action__startswith="imported")] == [
        ("imported.added", str(made.pk))
    ]


def test_without_proof_it_is_kept_on_the_persons_own_word_and_says_so(amina):
    with pytest.raises(importing.NotAddressedError):  # the address stands in it, but nobody has confirmed it
        kept(amina, badge_to(OTHER))
    assert kept(amina, badge_to(OTHER), declared=True).belongs == "declared"


def test_an_address_that_is_confirmed_later_proves_it_at_the_next_check(amina):
    made = kept(amina, badge_to(OTHER), declared=True)
    address = EmailAddress.objects.create(user=amina, email=OTHER, verified=False)
    assert importing.recheck(made, by=amina, at=timezone.now()).belongs == "declared"
    EmailAddress.objects.filter(pk=address.pk).update(verified=True)

    again = importing.recheck(made, by=amina, at=timezone.now())

    assert again.belongs == "address"
    assert again.checked_at > made.checked_at


def test_the_same_badge_in_another_file_is_kept_once(amina, bruno):
    content = badge_to("somebody@students.example")
    kept(amina, content, declared=True)
    picture = png.bake(png_of_one_pixel(), content.decode())

    with pytest.raises(importing.ImportedAlreadyError):
        kept(amina, picture, declared=True)
    assert kept(bruno, picture, declared=True).person == bruno


def test_refuses_what_is_changed_or_no_badge_at_all(amina):
    changed = badge_to(amina.email).replace(b"Six labs.", b"Ten labs.")
    with pytest.raises(importing.DoesNotHoldError) as refused:
        kept(amina, changed, declared=True)
    assert refused.value.field == "file"
    for content in (b"", b"good morning", b"{}", b"\x89PNG\r\n\x1a\n"):
        with pytest.raises(importing.UnreadableImportError):
            kept(amina, content, declared=True)
    with pytest.raises(importing.ImportTooLargeError):
        kept(amina, b" " * (importing.MOST_BYTES + 1))
    assert not ImportedCredential.objects.exists()


def test_refuses_a_signature_that_nobody_could_check(amina):
    def nobody(url, *, limit):
        return Fetched(body=b"{}")

    unsigned_by_key = json.loads(badge_to(amina.email))
    unsigned_by_key["issuer"]["id"] = "did:web:nobody.example"
    given = Given(content=json.dumps(unsigned_by_key).encode(), declared=True)
    with pytest.raises(importing.DoesNotHoldError):
        importing.add(given, person=amina, at=timezone.now(), fetch=nobody)


def test_an_expired_badge_is_kept_and_shown_as_expired(amina):
    made = kept(amina, badge_to(amina.email, validUntil="2025-06-01T12:00:00Z"), declared=True)
    assert made.verdict == "reject"
    assert "EXPIRED" in made.report["codes"]


def test_a_badge_of_this_site_is_claimed_and_not_imported(version, rositsa, amina):
    credential = issued(version, rositsa, email=amina.email)
    with pytest.raises(importing.IssuedHereError):
        kept(amina, credential.document.encode(), declared=True)
    Holding.objects.create(credential=credential, person=amina, claimed_at=timezone.now())
    with pytest.raises(importing.ImportedAlreadyError):
        kept(amina, credential.document.encode(), declared=True)


def test_nobody_keeps_more_than_anybody_has(amina, monkeypatch):
    monkeypatch.setattr(importing, "MOST_KEPT", 1)
    kept(amina, declared=True)
    with pytest.raises(importing.TooManyImportedError):
        kept(amina, badge_to(amina.email, id="urn:uuid:8d5be4a1-0000-4000-8000-000000000002"), declared=True)


def test_the_files_together_take_up_no_more_than_one_account_keeps(amina, bruno, monkeypatch):
    first = badge_to(amina.email)
    monkeypatch.setattr(importing, "MOST_BYTES_KEPT", len(first) + 100)
    kept(amina, first)
    assert importing.kept_by(amina) == importing.Kept(badges=1, size=len(first))
    with pytest.raises(importing.NoRoomError) as refused:
        kept(amina, badge_to(amina.email, id="urn:uuid:8d5be4a1-0000-4000-8000-000000000002"))
    assert refused.value.field == "file"
    assert kept(bruno, first, declared=True).person == bruno  # another account has room of its own


def test_refuses_somebody_elses(amina, bruno):
    made = kept(amina, declared=True)
    for act in (importing.recheck, importing.remove):
        with pytest.raises(NotFoundError):
            act(made, by=bruno, at=timezone.now())
    with pytest.raises(NotFoundError):
        importing.find(made.public_id, person=bruno)


@pytest.mark.parametrize(
    "wrong", [{"verdict": "fine"}, {"belongs": "nobody"}, {"checked_at": timezone.now() - timedelta(days=9999)}]
)
def test_the_database_refuses_what_no_check_can_have_found(amina, wrong):
    made = kept(amina, declared=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        ImportedCredential.objects.filter(pk=made.pk).update(**wrong)


@pytest.mark.parametrize("language", ["en", "bg"])
def test_it_is_added_looked_at_checked_carried_away_and_removed(client, amina, language):
    log_in(client, amina)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = amina.language = language
    amina.save(update_fields=["language"])
    new, content = reverse("my_imported_add"), badge_to(OTHER)

    first = client.post(new, {"file": SimpleUploadedFile("b.json", content)})
    assert first.status_code == 400
    assert "declared" in first.context["form"].errors
    assert client.post(new, {"text": content.decode(), "declared": "on"}).status_code == 302

    made = ImportedCredential.objects.get()
    one = reverse("my_imported_one", args=[made.public_id])
    said = client.get(one).content.decode()
    assert ("From elsewhere" if language == "en" else "От другаде") in said
    assert "Elsewhere College" in said
    assert "Data stewardship" in client.get(reverse("my_imported")).content.decode()
    assert client.post(reverse("my_imported_check", args=[made.public_id])).url == one
    file = client.get(reverse("my_imported_file", args=[made.public_id]))
    assert (file.content, file["Content-Type"]) == (content, "application/json")
    assert file["Content-Disposition"].startswith("attachment")
    assert client.post(reverse("my_imported_remove", args=[made.public_id])).status_code == 302
    assert client.get(one).status_code == 404


def test_refuses_links_into_private_networks(client, amina):
    log_in(client, amina)
    for address in ("https://127.0.0.1/badge.json", "http://uni.example/badge.json", "https://localhost/badge.json"):
        answer = client.post(reverse("my_imported_add"), {"text": address, "declared": "on"})
        assert answer.status_code == 400, address
        assert "text" in answer.context["form"].errors, address


def png_of_one_pixel():

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")
