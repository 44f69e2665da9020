"""What becomes of badges when their key is replaced, or was stolen."""

from datetime import timedelta

from django.utils import timezone

from badges import issued
from campus.issuing import keys, status
from campus.issuing.models import StatusList
from campus.issuing.revoke import revoke
from campus.verification.check import check_own


def test_badges_of_a_replaced_key_stay_valid(version, rositsa, laurel_university):
    credential = issued(version, rositsa)
    check_own(credential.document, at=timezone.now())  # publishes the list under the old key

    keys.rotate(laurel_university, by=rositsa, at=timezone.now() + timedelta(seconds=2))

    finding = check_own(credential.document, at=timezone.now())
    assert (finding.verdict, finding.codes) == ("accept", ())


def test_a_revocation_after_a_replacement_is_seen(version, rositsa, laurel_university):
    credential = issued(version, rositsa)
    keys.rotate(laurel_university, by=rositsa, at=timezone.now() + timedelta(seconds=2))

    revoke(credential.pk, because="drill", by=rositsa, at=timezone.now())

    assert "REVOKED" in check_own(credential.document, at=timezone.now()).codes


def test_badges_of_a_stolen_key_are_never_green_again(version, rositsa, laurel_university):
    credential = issued(version, rositsa)
    key = keys.current_key(laurel_university)

    keys.mark_compromised(key, since=credential.issued_at - timedelta(hours=1), by=rositsa, at=timezone.now())

    assert check_own(credential.document, at=timezone.now()).verdict == "reject"


def test_badges_signed_before_the_theft_carry_a_warning(version, rositsa, laurel_university):
    credential = issued(version, rositsa)
    key = keys.current_key(laurel_university)

    keys.mark_compromised(key, since=timezone.now(), by=rositsa, at=timezone.now())

    finding = check_own(credential.document, at=timezone.now() + timedelta(seconds=1))
    assert finding.verdict in ("warn", "reject")
    assert finding.tone != "valid"


def test_status_lists_are_signed_again_after_a_theft(version, rositsa, laurel_university):
    credential = issued(version, rositsa)
    check_own(credential.document, at=timezone.now())
    keys.mark_compromised(keys.current_key(laurel_university), since=timezone.now(), by=rositsa, at=timezone.now())

    status.publish(credential.status_list_id, at=timezone.now())

    assert "#key-2" in StatusList.objects.get().published
