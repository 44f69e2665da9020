"""Revoking: for ever, with a reason, and seen by everybody who asks."""

import json
import threading
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.utils import timezone

from badges import awards, institution, issued, ordered, published
from campus.issuing import status
from campus.issuing.models import Credential, StatusList
from campus.issuing.revoke import AlreadyRevokedError, NotIssuedError, ReasonMissingError, revoke
from campus.issuing.work import run_batch
from campus.people.roles import NotAllowedError
from campus.verification.check import check_own
from laurel.status.bits import StatusBits


def bits_of(status_list):
    return StatusBits.decode(json.loads(status_list.published)["credentialSubject"]["encodedList"])


def test_a_revoked_badge_is_refused_at_once(version, rositsa):
    credential = issued(version, rositsa)
    assert check_own(credential.document, at=timezone.now()).verdict == "accept"

    revoke(credential.pk, because="issued to the wrong person", reason="issued_in_error", by=rositsa, at=timezone.now())

    finding = check_own(credential.document, at=timezone.now())
    assert (finding.verdict, "REVOKED" in finding.codes) == ("reject", True)


def test_the_first_reason_for_revoking_stands(version, rositsa):
    credential = issued(version, rositsa)
    revoke(credential.pk, because="issued in error", by=rositsa, at=timezone.now())

    with pytest.raises(AlreadyRevokedError):
        revoke(credential.pk, because="plagiarism", by=rositsa, at=timezone.now())

    credential.refresh_from_db()
    assert credential.revoked_because == "issued in error"


@pytest.mark.parametrize(("reason", "because"), [("other", " "), ("no such reason", "text")])
def test_refuses_a_revocation_without_a_reason(version, rositsa, reason, because):
    credential = issued(version, rositsa)

    with pytest.raises(ReasonMissingError):
        revoke(credential.pk, because=because, reason=reason, by=rositsa, at=timezone.now())


@pytest.mark.parametrize("who", ["bruno", "carla", "adela", "dmitri", "amina"])
def test_refuses_a_revocation_by_anybody_but_a_registrar(version, rositsa, request, who):
    credential = issued(version, rositsa)

    with pytest.raises(NotAllowedError):
        revoke(credential.pk, because="spite", by=request.getfixturevalue(who), at=timezone.now())


def test_refuses_to_revoke_what_was_not_issued(version, rositsa):
    batch = ordered(version, rositsa, awards(1))

    with pytest.raises(NotIssuedError):
        revoke(Credential.objects.get(batch=batch).pk, because="x", by=rositsa, at=timezone.now())


def test_many_revocations_become_one_publication(version, rositsa):
    batch = ordered(version, rositsa, awards(4))
    run_batch(batch.pk, now=timezone.now)
    at = timezone.now()
    for credential in Credential.objects.filter(batch=batch):
        revoke(credential.pk, because="drill", by=rositsa, at=at)

    first = status.publish(StatusList.objects.get().pk, at=at)
    again = status.publish(first.pk, at=at + timedelta(seconds=1))

    assert again.published == first.published
    assert all(bits_of(first).get(c.status_index) for c in Credential.objects.filter(batch=batch))


def test_a_published_bit_never_clears(version, rositsa):
    credential = issued(version, rositsa)
    revoke(credential.pk, because="drill", by=rositsa, at=timezone.now())
    status_list = status.publish(credential.status_list_id, at=timezone.now())
    # What a restore from an older backup would leave behind.
    Credential.objects.filter(pk=credential.pk).update(revoked_at=None, revoked_because="")
    status.mark_stale(status_list.pk, at=timezone.now())

    again = status.publish(status_list.pk, at=timezone.now())

    credential.refresh_from_db()
    assert bits_of(again).get(credential.status_index)


def test_the_list_is_served_byte_for_byte_and_may_be_cached_a_minute(version, rositsa, client):
    credential = issued(version, rositsa)

    answer = client.get(f"/status/{credential.status_list.public_id}")
    second = client.get(f"/status/{credential.status_list.public_id}", headers={"If-None-Match": answer["ETag"]})

    assert answer.content.decode() == StatusList.objects.get().published
    assert answer["Cache-Control"] == "public, max-age=60"
    assert second.status_code == 304


@pytest.mark.slow
def test_a_hundred_revocations_at_once_set_a_hundred_bits(transactional_db):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time")
    organisation, author, officer, registrar = institution("busy-university")
    version = published(organisation, author, officer)
    batch = ordered(version, registrar, awards(100))
    run_batch(batch.pk, now=timezone.now)
    ids = list(Credential.objects.filter(batch=batch).values_list("pk", flat=True))
    problems: list[Exception] = []

    def revoke_some(mine):
        try:
            for pk in mine:
                revoke(pk, because="drill", by=registrar, at=timezone.now())
                status.publish(StatusList.objects.get().pk, at=timezone.now())
        except Exception as problem:
            problems.append(problem)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=revoke_some, args=(ids[n::20],)) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    published_list = status.publish(StatusList.objects.get().pk, at=timezone.now())
    bits = bits_of(published_list)
    assert problems == []
    assert all(bits.get(c.status_index) for c in Credential.objects.filter(batch=batch))
    assert sum(bits.get(index) for index in range(bits.entries)) == 100
