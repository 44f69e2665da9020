"""@digitalbazaar: vc with its suites, and its status lists; @digitalcredentials/verifier-core. Each way."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from typing import Any

import pytest

from laurel.canon.contexts import ED25519_2020
from laurel.errors import CredentialError
from laurel.fetching import Fetched, no_network
from laurel.keys import base58
from laurel.proofs import add_proof, check_proof, ecdsa_sd_2023, present
from laurel.status import list as status_list
from laurel.status.bits import StatusBits
from laurel.verify import verify
from laurel.verify.presentation import verify_presentation
from peers.cases import AT, NOW, OCCASION, SUITES, checked, did, signer_of, unsigned
from peers.peer import Peer, PeerError, dids_of, key_of, running

pytestmark = pytest.mark.peers

SHOWN = ["/name", "/credentialSubject/achievement", "/credentialSubject/identifier"]
LIST = "https://uni.example/status/1"
each_suite = pytest.mark.parametrize(("suite", "algorithm"), SUITES)


@pytest.fixture(scope="module")
def peer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Peer]:
    with running(tmp_path_factory.mktemp("peer")) as found:
        yield found


@each_suite
def test_they_verify_what_we_sign(peer: Peer, suite: str, algorithm: str):
    signer = signer_of(1, algorithm)
    ours = add_proof(unsigned(signer), suite=suite, signer=signer, created=AT)

    assert peer.ask("verify", credential=ours, dids=dids_of(signer), now=NOW) == {"verified": True, "error": ""}
    assert not peer.ask("verify", credential=ours | {"name": "Doctor"}, dids=dids_of(signer), now=NOW)["verified"]


@each_suite
def test_we_verify_what_they_sign(peer: Peer, suite: str, algorithm: str):
    signer = signer_of(1, algorithm)
    theirs = _issued(peer, suite, signer)

    assert checked(theirs, signer).verdict == "accept", checked(theirs, signer).to_json()
    assert checked(theirs | {"name": "Doctor"}, signer).verdict == "reject"


def test_each_derives_from_the_others_base_proof_and_verifies_what_the_other_derives(peer: Peer):
    signer = signer_of(1, "P-256")
    dids = dids_of(signer)
    bases = [
        ecdsa_sd_2023.sign_base(unsigned(signer), signer=signer, created=AT, entropy=secrets.token_bytes),
        _issued(peer, "ecdsa-sd-2023", signer, mandatory=["/issuer", "/validFrom"]),
    ]
    for base in bases:
        by_us = ecdsa_sd_2023.derive(base, selective=SHOWN)
        by_them = peer.ask("derive", credential=base, dids=dids, pointers=SHOWN)
        for derived in (by_us, by_them):
            assert peer.ask("verify", credential=derived, dids=dids, now=NOW)["verified"]
            assert not peer.ask("verify", credential=derived | {"name": "Doctor"}, dids=dids, now=NOW)["verified"]
            proof = derived["proof"][0] if isinstance(derived["proof"], list) else derived["proof"]
            check_proof(derived, proof, signer.private_key.public)
            with pytest.raises(CredentialError):
                check_proof(derived | {"name": "Doctor"}, proof, signer.private_key.public)


@each_suite
def test_they_verify_what_we_present(peer: Peer, suite: str, algorithm: str):
    issuer, holder = signer_of(1, algorithm), signer_of(2, algorithm)
    credential = add_proof(unsigned(issuer, holder=holder), suite=suite, signer=issuer, created=AT)
    shown = present([credential], signer=holder, created=AT, suite=suite, **OCCASION)

    def verified(**asked: str) -> bool:
        rules = {**OCCASION, **asked, "dids": dids_of(issuer, holder), "now": NOW}
        return bool(peer.ask("verifyPresentation", presentation=shown, **rules)["verified"])

    assert verified()
    assert not verified(challenge="another")
    assert not verified(domain="https://other.example")


@each_suite
def test_we_verify_what_they_present(peer: Peer, suite: str, algorithm: str):
    issuer, holder = signer_of(1, algorithm), signer_of(2, algorithm)
    credential = _issued(peer, suite, issuer, holder=holder)
    how = {"suite": suite, "key": key_of(holder), "created": NOW, "dids": dids_of(issuer, holder)}
    shown = peer.ask("present", credentials=[credential], **how, **OCCASION)

    def verified(**asked: str) -> bool:
        rules: dict[str, Any] = {**OCCASION, **asked}
        known = {did(issuer): "An issuer"}
        return verify_presentation(json.dumps(shown), at=AT, fetch=no_network, trusted=known, **rules).verified

    assert verified()
    assert not verified(challenge="another")
    assert not verified(domain="https://other.example")


def test_a_set_of_proofs_by_both_sides_holds_for_both_sides(peer: Peer):
    """Chains (`previousProof`) no other implementation here knows; the W3C's vectors stand for them."""
    one, other = signer_of(1, "Ed25519"), signer_of(1, "P-256")
    document = unsigned(one)
    both = [
        add_proof(_issued(peer, "ecdsa-rdfc-2019", other, document=document), signer=one, created=AT),
        _added(peer, "ecdsa-jcs-2019", other, add_proof(document, signer=one, created=AT)),
    ]

    for signed in both:
        assert len(signed["proof"]) == 2
        for proof in signed["proof"]:
            key = one if "eddsa" in proof["cryptosuite"] else other
            check_proof(signed, proof, key.private_key.public)
        # the second key is somebody else's than the issuer's, which a set in a credential does not forgive with us
        assert checked(signed, one).codes == ("ISSUER_BINDING",)


def test_verifier_core_verifies_what_we_sign(peer: Peer):
    signer = signer_of(1, "Ed25519")
    ours = add_proof(unsigned(signer), signer=signer, created=AT)

    good = peer.ask("verifierCore", credential=ours)
    changed = peer.ask("verifierCore", credential=ours | {"description": "Doctor"})

    assert (good["errors"], good["valid"]["valid_signature"]) == ([], True)
    assert [error.partition(":")[0] for error in changed["errors"]] == ["invalid_signature"]


def test_we_verify_what_the_older_suite_signs(peer: Peer):
    """Ed25519Signature2020 has a private key of 32 bytes and its public key behind it, where a Multikey has the first alone."""
    signer = signer_of(1, "Ed25519")
    key = key_of(signer)
    octets = b"\x80\x26" + signer.private_key.secret + signer.private_key.public.octets
    key["pair"]["secretKeyMultibase"] = "z" + base58.encode(octets)
    document = unsigned(signer)
    document["@context"] = [*document["@context"], ED25519_2020]

    theirs = peer.ask("signOlder", document=document, key=key, created=NOW, dids=dids_of(signer))

    assert checked(theirs, signer).verdict == "accept", checked(theirs, signer).to_json()
    assert checked(theirs | {"name": "Doctor"}, signer).verdict == "reject"


def test_each_reads_the_others_status_lists(peer: Peer):
    bits = StatusBits()
    for index in (0, 5, 131_071):
        bits.set(index)

    read = peer.ask("readList", encodedList=bits.encode(), indexes=[0, 4, 5, 131_070, 131_071])
    written = peer.ask("writeList", length=131_072, indexes=[0, 5, 131_071])

    assert read == {"length": 131_072, "set": [True, False, True, False, True]}
    assert StatusBits.decode(written) == bits


def test_they_find_our_revocation_and_we_find_theirs(peer: Peer):
    signer = signer_of(1, "Ed25519")
    lists = [_list(signer, bits_of(5).encode()), _list(signer, peer.ask("writeList", length=131_072, indexes=[5]))]
    published = [
        add_proof(lists[0], signer=signer, created=AT),
        peer.ask("issue", credential=lists[1], suite="eddsa-rdfc-2022", key=key_of(signer), created=NOW, dids=dids_of(signer)),
    ]

    for index, expected in ((5, True), (6, False)):
        entry = status_list.entry(LIST, index)
        credential = add_proof(unsigned(signer, credentialStatus=entry), signer=signer, created=AT)
        for each in published:
            said = peer.ask("checkStatus", credential=credential, list=each, dids=dids_of(signer), now=NOW)
            assert (said["verified"], said["set"]) == (True, [expected])
            known = {did(signer): "An issuer"}
            body = json.dumps(each).encode()
            report = verify(
                json.dumps(credential), at=AT, fetch=lambda url, *, limit, body=body: Fetched(body=body), trusted=known
            )
            assert report.codes == (("REVOKED",) if expected else ())


def bits_of(*indexes: int) -> StatusBits:
    bits = StatusBits()
    for index in indexes:
        bits.set(index)
    return bits


def test_they_refuse_what_we_refuse(peer: Peer):
    """A member that nobody defined is in no signature; neither side lets it through."""
    signer = signer_of(1, "Ed25519")
    ours = add_proof(unsigned(signer), signer=signer, created=AT) | {"honours": "summa cum laude"}

    assert checked(ours, signer).verdict == "reject"
    assert not peer.ask("verify", credential=ours, dids=dids_of(signer), now=NOW)["verified"]
    with pytest.raises(PeerError):
        peer.ask("issue", credential={"type": "Nothing"}, suite="eddsa-rdfc-2022", key=key_of(signer), created=NOW, dids={})


def _issued(peer: Peer, suite: str, signer: Any, *, holder: Any = None, document: Any = None, **more: Any) -> dict[str, Any]:
    credential = document or unsigned(signer, holder=holder)
    how = {"suite": suite, "key": key_of(signer), "created": NOW, "dids": dids_of(signer), "now": NOW}
    return peer.ask("issue", credential=credential, **how, **more)


def _added(peer: Peer, suite: str, signer: Any, document: dict[str, Any]) -> dict[str, Any]:
    how = {"suite": suite, "key": key_of(signer), "created": NOW, "dids": dids_of(signer)}
    return peer.ask("addProof", document=document, **how)


def _list(signer: Any, encoded: str) -> dict[str, Any]:
    document = status_list.credential(LIST, issuer=did(signer), bits=StatusBits(), purpose="revocation", valid_from=AT)
    document["credentialSubject"]["encodedList"] = encoded
    return document
