"""Seals: made with certificates of our own, read from the Commission's samples, and refused when anything was changed."""

import base64
import json
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from elm_samples import PICTURE, record, sample, shapes
from laurel.errors import (
    JoseAlgorithmError,
    JoseError,
    KeyFormatError,
    LaurelError,
    MalformedError,
    SignatureError,
    UnsupportedError,
)
from laurel.formats.elm import carried, jades, parse, project
from laurel.formats.elm.certificates import leads_to, load_anchors
from laurel.formats.elm.conformance import violations
from laurel.keys import base64url
from seals import BORN, MONDAY, ORGANISATION, RSA_KEY, Authority
from shared import needs_shared

ROOT = Authority()
SIGNED = ["signed/Sample-MC-Annex1-signed.jsonld", "signed/Sample-CertOfPart-signed.jsonld"]


def sealed(key=RSA_KEY, **changes):
    return jades.seal(project(record(), image=PICTURE), chain=[ROOT.certify(key, **changes)], key=key, at=MONDAY)


def with_header(envelope, **changes):
    signature = envelope["signatures"][0]
    header = json.loads(base64url.decode(signature["protected"])) | changes
    header = {name: value for name, value in header.items() if value is not None}
    return envelope | {"signatures": [signature | {"protected": base64url.encode(json.dumps(header).encode())}]}


@pytest.mark.parametrize("key", [RSA_KEY, ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP384R1())])
def test_a_seal_is_read_back_and_holds(key):
    seal = jades.read(json.loads(json.dumps(sealed(key))))

    jades.check(seal)
    assert (seal.sealed, seal.organisation_identifier) == (MONDAY, ORGANISATION)
    assert leads_to([ROOT.certificate], seal.chain, at=MONDAY)
    assert parse(seal.document) == carried(record())


@pytest.mark.shared
@needs_shared[1]
def test_sealing_closes_the_two_gaps_of_the_shapes():
    for profile in ("no-cv", "full"):
        assert violations(jades.read(sealed()).document, **shapes(profile)) == ()


@pytest.mark.shared
@needs_shared[1]
@pytest.mark.parametrize("name", SIGNED)
def test_the_signed_samples_of_the_commission_hold(name):
    seal = jades.read(sample(name))

    jades.check(seal)
    assert seal.organisation_identifier == "VATES-A00000000"
    assert leads_to([seal.chain[0]], seal.chain, at=datetime(2023, 9, 27, 13, tzinfo=UTC))
    assert not leads_to([seal.chain[0]], seal.chain, at=datetime(2025, 5, 11, tzinfo=UTC))
    assert [violations(seal.document, **shapes(profile)) for profile in ("no-cv", "full")] == [(), ()]


@pytest.mark.shared
@needs_shared[1]
def test_refuses_a_sample_with_one_letter_changed():
    envelope = sample(SIGNED[0])
    envelope["payload"] = envelope["payload"].replace("Ana Andromeda", "Ann Andromeda")

    with pytest.raises(JoseError, match="time stamp is over another text"):
        jades.read(envelope)


def test_refuses_a_changed_text():
    envelope = sealed()
    envelope["payload"] = envelope["payload"].replace("5.50", "6.00")

    with pytest.raises(SignatureError):
        jades.check(jades.read(envelope))


def test_refuses_a_certificate_put_in_another_s_place():
    other = Authority("Forger").certify(rsa.generate_private_key(public_exponent=65537, key_size=2048))
    der = base64.b64encode(other.public_bytes(jades.Encoding.DER)).decode()

    with pytest.raises(JoseError, match="another certificate"):
        jades.read(with_header(sealed(), x5c=[der]))
    with pytest.raises(SignatureError):
        jades.check(jades.read(with_header(sealed(), **{"x5c": [der], "x5t#S256": None})))


def test_refuses_a_chain_that_leads_elsewhere_or_is_out_of_its_time():
    chain = jades.read(sealed()).chain

    assert not leads_to([], chain, at=MONDAY)
    assert not leads_to([Authority().certificate], chain, at=MONDAY)
    assert not leads_to([ROOT.certificate], chain, at=BORN - timedelta(days=1))


def test_refuses_a_certificate_that_may_not_sign():
    chain = jades.read(sealed(signing=False)).chain

    assert not leads_to([ROOT.certificate], chain, at=MONDAY)
    assert not leads_to(chain, chain, at=MONDAY)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"alg": "none"}, JoseAlgorithmError),
        ({"alg": "HS256"}, JoseAlgorithmError),
        ({"alg": None}, JoseAlgorithmError),
        ({"crit": ["b64", "sigT", "exp"]}, JoseError),
        ({"crit": ["b64", "sigT", "adoTst"]}, JoseError),
        ({"crit": []}, JoseError),
        ({"crit": "b64"}, JoseError),
        ({"sigT": None, "crit": ["b64"]}, JoseError),
        ({"sigT": "yesterday"}, JoseError),
        ({"b64": True}, UnsupportedError),
        ({"jku": "https://evil.example"}, UnsupportedError),
        ({"x5c": []}, JoseError),
        ({"x5c": ["AAAA"]}, MalformedError),
        ({"x5c": ["?"]}, JoseError),
        ({"x5c": [7]}, JoseError),
        ({"adoTst": {"tstTokens": [{"val": "MAA="}]}}, MalformedError),
        ({"adoTst": {"tstTokens": [{"val": "MIQ="}]}}, MalformedError),
        ({"adoTst": {"tstTokens": []}}, JoseError),
        ({"adoTst": 5}, JoseError),
    ],
)
def test_refuses_a_header_that_chooses_how_it_is_checked(changes, refusal):
    with pytest.raises(refusal) as refused:
        jades.read(with_header(sealed(), **changes))

    assert refused.value.say("bg")


def test_refuses_the_algorithm_of_another_kind_of_key():
    with pytest.raises(JoseAlgorithmError):
        jades.check(jades.read(with_header(sealed(), alg="ES256")))


@pytest.mark.parametrize(
    "envelope",
    [
        {},
        {"payload": "{}"},
        {"payload": {}, "signatures": [{}]},
        {"payload": "{}", "signatures": [3]},
        {"payload": "", "signatures": [{}]},
    ],
)
def test_refuses_an_envelope_without_its_parts(envelope):
    with pytest.raises(LaurelError):
        jades.read(envelope)


def test_refuses_several_seals_and_foreign_keys():
    envelope = sealed()

    with pytest.raises(UnsupportedError, match="several seals"):
        jades.read(envelope | {"signatures": envelope["signatures"] * 2})
    with pytest.raises(KeyFormatError, match="does not belong"):
        jades.seal({}, chain=[ROOT.certificate], key=RSA_KEY, at=MONDAY)
    with pytest.raises(MalformedError):
        load_anchors(b"nothing")
