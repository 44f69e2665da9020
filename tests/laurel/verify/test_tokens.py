"""Credentials and presentations as tokens and in envelopes, through the whole verification."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from laurel.did import jwk as did_jwk
from laurel.did.document import build, method_for
from laurel.fetching import Fetched, no_network
from laurel.keys import LocalSigner, PrivateKey
from laurel.proofs import add_proof, envelope, vc_jwt, vp_jwt
from laurel.verify import verify
from laurel.verify.presentation import PresentationReport, verify_presentation
from plain_badge import badge

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
ASKED = {"nonce": "a-question-asked-once", "audience": "https://esra.example"}


def _signer(number: int, algorithm: str) -> LocalSigner:
    private = PrivateKey.from_seed(bytes([number]) * (48 if algorithm == "P-384" else 32), algorithm)
    return LocalSigner(private, did_jwk.method_of(private.public))


def _did(signer: LocalSigner) -> str:
    return signer.verification_method.partition("#")[0]


ISSUER, HOLDER, THIEF = _signer(1, "P-384"), _signer(2, "Ed25519"), _signer(3, "P-256")
TRUSTED = {_did(ISSUER): "An issuer"}


def _badge(**changes: Any) -> dict[str, Any]:
    document = badge()
    document["issuer"] = {**document["issuer"], "id": _did(ISSUER)}
    document["credentialSubject"] = {**document["credentialSubject"], "id": _did(HOLDER)}
    return document | changes


def _token(**dates: datetime) -> str:
    return vc_jwt.sign(_badge(), signer=ISSUER, typ="vc+jwt", **dates)


def _report(presented: Any, at: datetime = AT):
    text = presented if isinstance(presented, str) else json.dumps(presented)
    return verify(text, at=at, fetch=no_network, trusted=TRUSTED)


def test_a_token_and_its_envelope_are_accepted():
    for presented in (_token(), envelope.wrap_credential(_token())):
        assert _report(presented).verdict == "accept", _report(presented).to_json()


def test_an_embedded_proof_of_p384_is_accepted():
    signed = add_proof(_badge(), suite="ecdsa-rdfc-2019", signer=ISSUER, created=AT - timedelta(days=1))

    assert _report(signed).verdict == "accept"


def test_refuses_a_token_whose_signature_has_run_out_or_is_of_the_future():
    assert _report(_token(expires=AT - timedelta(hours=1)))["validity"].code == "EXPIRED"
    assert _report(_token(created=AT + timedelta(hours=1)))["validity"].code == "SIGNED_IN_THE_FUTURE"
    assert _report(_token(created=AT - timedelta(hours=1), expires=AT + timedelta(hours=1))).verdict == "accept"


def test_refuses_an_envelope_in_which_something_stands_beside_the_token():
    assert _report(envelope.wrap_credential(_token()) | {"name": "Doctor of everything"}).verdict == "reject"


def test_refuses_a_presentation_where_a_credential_is_wanted():
    shown = vp_jwt.sign([_token()], signer=HOLDER, created=AT, **ASKED)

    assert _report(envelope.wrap_presentation(shown)).codes == ("PRESENTATION",)
    assert _report(shown).verdict == "reject"


def _shown(*credentials: Any, signer: LocalSigner = HOLDER, created: datetime = AT, **changes: str) -> str:
    return vp_jwt.sign(credentials or (_token(),), signer=signer, created=created, **(ASKED | changes))


def _verify(presentation: Any, fetch: Any = no_network) -> PresentationReport:
    text = presentation if isinstance(presentation, str) else json.dumps(presentation)
    return verify_presentation(text, challenge=ASKED["nonce"], domain=ASKED["audience"], at=AT, fetch=fetch, trusted=TRUSTED)


def _codes(report: PresentationReport) -> set[str]:
    return {check.code for check in report.checks if check.code != "OK"}


def test_a_holder_shows_a_token_in_a_token():
    embedded = add_proof(_badge(), suite="ecdsa-jcs-2019", signer=ISSUER, created=AT - timedelta(days=1))
    for shown in (_shown(), _shown(_token(), embedded), envelope.wrap_presentation(_shown())):
        report = _verify(shown)

        assert report.verified, report.to_json()
        assert report.holder == _did(HOLDER)


@pytest.mark.parametrize("change", [{"nonce": "another"}, {"audience": "https://other.example"}])
def test_refuses_a_token_that_was_shown_elsewhere(change: dict[str, str]):
    assert _codes(_verify(_shown(**change))) == {"MEANT_FOR_ANOTHER"}


def test_refuses_somebody_elses_credential_in_an_envelope():
    report = _verify(_shown(signer=THIEF))

    assert not report.verified
    assert "ABOUT_ANOTHER" in _codes(report)


def test_refuses_a_thief_who_names_the_holder():
    stolen = LocalSigner(THIEF.private_key, HOLDER.verification_method)

    assert not _verify(_shown(signer=stolen)).verified


def test_refuses_a_presentation_from_the_future():
    assert "SIGNED_IN_THE_FUTURE" in _codes(_verify(_shown(created=AT + timedelta(hours=1))))


def test_refuses_a_proof_inside_a_token():
    shown = vp_jwt.read(_shown())
    payload = shown.payload | {"proof": {"type": "DataIntegrityProof"}}
    from laurel.proofs import jws

    forged = jws.sign(payload, signer=HOLDER, header={"typ": "vp+jwt", "kid": HOLDER.verification_method})

    assert not _verify(forged).verified


@pytest.mark.parametrize("end", ["revoked", "expires"])
def test_refuses_a_holders_key_that_has_ended(end: str):
    did = "did:web:holder.example"
    signer = LocalSigner(HOLDER.private_key, f"{did}#key-1")

    def published(**ends: datetime):
        document = build(did, [method_for(did, "key-1", HOLDER.private_key.public, **ends)])
        document["authentication"] = document["assertionMethod"]
        return lambda url, *, limit: Fetched(body=json.dumps(document).encode())

    about = vc_jwt.sign(_badge(credentialSubject={**badge()["credentialSubject"], "id": did}), signer=ISSUER, typ="vc+jwt")

    assert _verify(_shown(about, signer=signer), fetch=published(**{end: AT + timedelta(days=1)})).verified
    assert not _verify(_shown(about, signer=signer), fetch=published(**{end: AT - timedelta(days=1)})).verified


def test_refuses_a_token_that_is_no_presentation_without_raising():
    for text in ("a.b.c", _token(), "", "~", "\ud800", b"\xff".decode("latin-1")):
        assert not _verify(text).verified
