"""Signing keys: sealed at rest, one signs at a time, the history stays public."""

import base64
from datetime import timedelta

import pytest

from badges import MONDAY
from campus.issuing import keys, sealing
from campus.issuing.documents import did_document
from campus.issuing.models import SigningKey
from campus.people.roles import NotAllowedError
from laurel.did.document import DidDocument
from laurel.keys import PublicKey

KEK = base64.b64encode(bytes(32)).decode()


def test_what_is_sealed_opens_again():
    sealed = sealing.seal(b"secret", key_id="a#1", under=KEK)

    assert sealing.unseal(sealed, key_id="a#1", under=KEK) == b"secret"
    assert b"secret" not in sealed


@pytest.mark.parametrize("other", ["b#1", "a#2"])
def test_refuses_a_sealed_key_in_the_place_of_another(other):
    sealed = sealing.seal(b"secret", key_id="a#1", under=KEK)

    with pytest.raises(sealing.SealBrokenError):
        sealing.unseal(sealed, key_id=other, under=KEK)


def test_refuses_another_key_encryption_key():
    sealed = sealing.seal(b"secret", key_id="a#1", under=KEK)

    with pytest.raises(sealing.SealBrokenError):
        sealing.unseal(sealed, key_id="a#1", under=base64.b64encode(b"1" * 32).decode())


@pytest.mark.parametrize(
    "under", ["", "short", base64.b64encode(bytes(16)).decode(), base64.b64encode(bytes(33)).decode(), "*" * 44]
)
def test_refuses_a_key_encryption_key_of_wrong_form(under):
    with pytest.raises(sealing.KeyEncryptionKeyError):
        sealing.seal(b"secret", key_id="a#1", under=under)


@pytest.mark.parametrize("damage", [0, 5, -1])
def test_refuses_a_changed_seal(damage):
    sealed = bytearray(sealing.seal(b"secret", key_id="a#1", under=KEK))
    sealed[damage] ^= 1

    with pytest.raises(sealing.SealBrokenError):
        sealing.unseal(bytes(sealed), key_id="a#1", under=KEK)


def test_signs_with_the_key_of_the_organisation(laurel_university, rositsa):
    key = keys.create_key(laurel_university, by=rositsa, at=MONDAY)

    signer, used = keys.signer_for(laurel_university)

    assert used == key
    assert signer.verification_method.endswith(":o:laurel-university#key-1")
    assert PublicKey.from_multikey(key.public_multikey).verify(signer.sign(b"text"), b"text")


def test_the_private_key_is_not_in_the_row_or_its_repr(laurel_university, rositsa):
    key = keys.create_key(laurel_university, by=rositsa, at=MONDAY)
    signer, _ = keys.signer_for(laurel_university)

    assert signer.private_key.secret not in bytes(key.sealed_private_key)
    assert signer.private_key.to_multikey() not in repr(signer) + repr(key)


def test_rotation_keeps_the_history(laurel_university, rositsa):
    keys.create_key(laurel_university, by=rositsa, at=MONDAY)
    keys.rotate(laurel_university, by=rositsa, at=MONDAY + timedelta(days=1))

    document = did_document(laurel_university)
    parsed = DidDocument.parse(document, did=document["id"])

    assert [method["id"].rpartition("#")[2] for method in document["verificationMethod"]] == ["key-1", "key-2"]
    assert parsed.methods[0].expires == MONDAY + timedelta(days=1)
    assert parsed.methods[1].expires is None
    assert keys.current_key(laurel_university).number == 2


def test_a_compromised_key_is_revoked_in_public_and_replaced(laurel_university, rositsa):
    key = keys.create_key(laurel_university, by=rositsa, at=MONDAY)

    new = keys.mark_compromised(key, since=MONDAY - timedelta(hours=1), by=rositsa, at=MONDAY)

    first, second = did_document(laurel_university)["verificationMethod"]
    assert (first["revoked"], "revoked" in second) == ("2026-11-23T08:00:00Z", False)
    assert new.number == 2


def test_the_first_report_of_a_compromise_stands(laurel_university, rositsa):
    key = keys.create_key(laurel_university, by=rositsa, at=MONDAY)
    keys.mark_compromised(key, since=MONDAY, by=rositsa, at=MONDAY)

    with pytest.raises(keys.KeyCompromisedAlreadyError):
        keys.mark_compromised(key, since=MONDAY, by=rositsa, at=MONDAY)


def test_refuses_a_second_key_that_signs(laurel_university, rositsa):
    keys.create_key(laurel_university, by=rositsa, at=MONDAY)

    with pytest.raises(keys.KeyExistsError):
        keys.create_key(laurel_university, by=rositsa, at=MONDAY)


@pytest.mark.parametrize("who", ["bruno", "carla", "dmitri", "amina"])
def test_refuses_keys_made_by_others(laurel_university, request, who):
    with pytest.raises(NotAllowedError):
        keys.create_key(laurel_university, by=request.getfixturevalue(who), at=MONDAY)

    assert not SigningKey.objects.exists()


def test_refuses_to_sign_without_a_key(laurel_university):
    with pytest.raises(keys.NoSigningKeyError):
        keys.signer_for(laurel_university)
