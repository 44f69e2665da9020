"""The examples of OpenID4VCI and OpenID4VP, as far as they are credentials or presentations of ours to read.

The rest are protocol messages: offers, metadata, queries, requests. They are not credentials, and are refused as such.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import yaml

from laurel.errors import CredentialError, JoseError, KeyBindingError, LaurelError, ReplayedError, SignatureError
from laurel.fetching import no_network
from laurel.formats.sd_jwt_vc import bind, disclose, places, verify_bound, verify_unbound
from laurel.formats.sd_jwt_vc.parts import split
from laurel.formats.sd_jwt_vc.reveal import reveal
from laurel.keys import LocalSigner, PrivateKey, PublicKey, base64url
from laurel.proofs import jws, vc_jwt, vp_jwt
from laurel.verify import verify
from laurel.verify.presentation import verify_presentation
from shared import SHARED, needs_shared

pytestmark = needs_shared
VCI = SHARED / "vectors" / "openid4vci-1.0-examples"
VP = SHARED / "vectors" / "openid4vp-1.0-examples"
LD = VP / "sd_jwt_vcld" / "01"
SETTINGS = VP / "sd_jwt_vcld" / "settings.yml"
AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
ASKED = {"nonce": "1234567890", "audience": "https://verifier.example.org"}
SHOWN_AT = datetime.fromtimestamp(1744743394, UTC)

CREDENTIALS = {
    "openid4vci-1.0-examples": {
        "credential_metadata_sd_jwt_vc.json",
        "credential_response_jwt_vc_json.txt",
        "credential_response_ldp_vc.txt",
        "credential_response_sd_jwt_vc.txt",
        "credential_issuer_metadata_sd_jwt_jwt.txt",
        "issuer_jwks.json",
        "wallet_attestation.jwt.txt",
    },
    "openid4vp-1.0-examples": {
        "credentials/jwt_vc.json",
        "credentials/ldp_vc.json",
        "credentials/sd_jwt_vc.json",
        "credentials/sd_jwt_vc_unsecured.json",
        "response/jwt_vc.json",
        "response/kb_jwt_unsecured.json",
        "response/ldp_vc.json",
        *(f"sd_jwt_vcld/01/{path.name}" for path in LD.glob("*")),
        "sd_jwt_vcld/settings.yml",
        "sd_jwt_vcld/README.md",
    },
}
MESSAGES = sorted(
    path
    for home in (VCI, VP)
    for path in home.rglob("*")
    if path.is_file() and path.relative_to(home).as_posix() not in CREDENTIALS[home.name]
)


def answered(name: str) -> Any:
    """The credential in an example of an HTTP answer, whose texts are broken into lines."""
    body = (VCI / name).read_text().lstrip().partition("\n\n")[2] or (VCI / name).read_text().partition("{")[2]
    text = re.sub(r"\n\s*(?=[^\s\"{}\[\]])", "", body if body.lstrip().startswith("{") else "{" + body)
    return json.loads(text)["credentials"][0]["credential"]


def unbroken(path: Any) -> str:
    return "".join(path.read_text().split())


def settings() -> dict[str, Any]:
    return yaml.safe_load(SETTINGS.read_text())


def issuer_key() -> PublicKey:
    return PrivateKey.from_jwk(settings()["key_settings"]["issuer_keys"][0]).public


def holder() -> LocalSigner:
    return LocalSigner(PrivateKey.from_jwk(settings()["key_settings"]["holder_key"]), "holder")


def test_the_issued_sd_jwt_vc_holds_and_can_be_shown_in_part():
    credential = answered("credential_response_sd_jwt_vc.txt")

    whole = verify_unbound(credential, issuer_key=issuer_key(), at=AT)
    shown = bind(disclose(credential, paths=[("given_name",)]), signer=holder(), created=AT, **ASKED).compact()
    part = verify_bound(shown, issuer_key=issuer_key(), at=AT, **ASKED)

    assert whole.claims["vct"] == "https://credentials.example.com/identity_credential"
    assert len(whole.disclosed) == 9
    assert (part.claims["given_name"], "family_name" in part.claims, part.bound) == ("John", False, True)
    assert whole.holder_key == holder().private_key.public


def test_every_claim_that_the_metadata_of_the_issuer_names_is_in_the_issued_credential():
    said = json.loads((VCI / "credential_metadata_sd_jwt_vc.json").read_text())
    claims = said["credential_configurations_supported"]["SD_JWT_VC_example_in_OpenID4VCI"]["credential_metadata"]["claims"]
    credential = answered("credential_response_sd_jwt_vc.txt")
    found = verify_unbound(credential, issuer_key=issuer_key(), at=AT).claims

    for claim in claims:
        here: Any = found
        for step in claim["path"]:
            here = here[step]
    assert {("given_name",), ("address",)} <= places(credential)


def test_the_credential_that_is_asked_for_has_the_digests_of_the_one_that_was_issued():
    payload = json.loads((VP / "credentials" / "sd_jwt_vc.json").read_text())
    issued = split(answered("credential_response_sd_jwt_vc.txt"))
    unsecured = json.loads((VP / "credentials" / "sd_jwt_vc_unsecured.json").read_text())

    assert reveal(payload, ()).claims["vct"] == unsecured["vct"] == jws.peek_payload(issued.token)["vct"]
    assert set(payload["_sd"]) & set(jws.peek_payload(issued.token)["_sd"])
    claims = verify_unbound(issued.compact(), issuer_key=issuer_key(), at=AT).claims
    assert unsecured.items() <= claims.items()


def test_the_published_presentation_holds_for_its_reader_and_occasion():
    shown, issued = unbroken(LD / "sd_jwt_presentation.txt"), unbroken(LD / "sd_jwt_issuance.txt")
    rules = {"issuer_key": issuer_key(), "at": SHOWN_AT}

    checked = verify_bound(shown, **rules, **ASKED)

    assert checked.claims == json.loads((LD / "verified_contents.json").read_text())
    user = json.loads((LD / "user_claims.json").read_text())
    assert user.items() <= verify_unbound(issued, **rules).claims.items()
    parts = split(shown)
    assert parts.token == split(issued).token == unbroken(LD / "sd_jwt_jws_part.txt")
    assert parts.key_binding == unbroken(LD / "kb_jwt_serialized.txt")
    assert jws.peek_payload(parts.token) == json.loads((LD / "sd_jwt_payload.json").read_text())
    assert jws.peek_payload(parts.key_binding) == json.loads((LD / "kb_jwt_payload.json").read_text())
    head = json.loads(base64url.decode(parts.key_binding.split(".")[0]))
    assert head == json.loads((LD / "kb_jwt_header.json").read_text())
    written = (LD / "disclosures.md").read_text().replace("`\\\n`", "")
    assert all(disclosure in written for disclosure in split(issued).disclosures)
    for other in ({"nonce": "another"}, {"audience": "https://other.example"}):
        with pytest.raises(ReplayedError):
            verify_bound(shown, **rules, **{**ASKED, **other})
    with pytest.raises(KeyBindingError):
        verify_bound(shown, issuer_key=issuer_key(), at=SHOWN_AT + timedelta(days=1), **ASKED)
    with pytest.raises(SignatureError):
        verify_bound(shown, issuer_key=holder().private_key.public, at=SHOWN_AT, **ASKED)


def test_its_specification_leads_to_what_is_published():
    """The claims, what may be withheld, what the holder chooses."""
    loader = type("Loader", (yaml.SafeLoader,), {})
    loader.add_constructor("!sd", lambda loader, node: loader.construct_scalar(node))
    said = yaml.load((LD / "specification.yml").read_text(), Loader=loader)
    base = ("ld", "credentialSubject")

    assert said["user_claims"] == json.loads((LD / "user_claims.json").read_text())
    assert places(unbroken(LD / "sd_jwt_issuance.txt")) == {
        (*base, name) for name in said["user_claims"]["ld"]["credentialSubject"]
    }
    chosen = [(*base, name) for name in said["holder_disclosed_claims"]["ld"]["credentialSubject"]]
    part = disclose(unbroken(LD / "sd_jwt_issuance.txt"), paths=chosen)
    assert part.compact() == unbroken(LD / "sd_jwt_presentation.txt").rpartition("~")[0] + "~"


def test_a_key_binding_may_say_more_than_we_ask_for():
    """OpenID4VP adds digests of transaction data, which concern only a reader who sent some."""
    claims = json.loads((VP / "response" / "kb_jwt_unsecured.json").read_text())
    credential = answered("credential_response_sd_jwt_vc.txt")
    shown = bind(disclose(credential, paths=[]), signer=holder(), nonce=claims["nonce"], audience=claims["aud"], created=AT)
    more = jws.peek_payload(shown.key_binding) | {"transaction_data_hashes": claims["transaction_data_hashes"]}
    token = jws.sign(more, signer=holder(), header={"typ": "kb+jwt"})

    checked = verify_bound(
        f"{shown.without_key_binding}{token}", issuer_key=issuer_key(), nonce=claims["nonce"], audience=claims["aud"], at=AT
    )

    assert checked.bound


def test_the_issued_token_of_data_model_1_1_is_signed_by_the_published_key():
    token = answered("credential_response_jwt_vc_json.txt")
    published = json.loads(re.sub(r"\n\s+(?=[^\s\"{}\[\]])", "", (VCI / "issuer_jwks.json").read_text()))["jwks"]["keys"][0]
    key = PublicKey.from_jwk(published)

    checked = vc_jwt.check(token, key)

    assert checked.key_id == published["kid"]
    assert checked.credential["credentialSubject"]["degree"]["type"] == "BachelorDegree"
    with pytest.raises(CredentialError):
        vc_jwt.check(token, issuer_key())
    # its context is one of the W3C's examples, which no product should know
    assert verify(token, at=AT, fetch=no_network).codes == ("UNSUPPORTED",)


def test_claims_beside_a_credential_fill_it_in():
    payload = json.loads((VP / "credentials" / "jwt_vc.json").read_text())
    signer = LocalSigner(holder().private_key, "https://example.gov/issuers/565049#key-1")

    read = vc_jwt.check(jws.sign(payload, signer=signer, header={"typ": "JWT"}), signer.private_key.public)

    assert read.credential["issuer"] == "https://example.gov/issuers/565049"
    assert read.credential["issuanceDate"] == "2010-01-01T00:00:00Z"
    assert read.credential["credentialSubject"]["id"] == "did:example:ebfeb1f712ebc6f1c276e12ec21"


@pytest.mark.parametrize("path", [VP / "credentials" / "ldp_vc.json", VCI / "credential_response_ldp_vc.txt"], ids=str)
def test_refuses_examples_whose_context_and_proof_are_made_up(path: Any):
    text = path.read_text() if path.suffix == ".json" else json.dumps(answered(path.name))

    report = verify(text, at=AT, fetch=no_network)

    assert (report.verdict, report.codes) == ("reject", ("UNSUPPORTED",))


def test_refuses_a_presentation_in_the_older_form():
    """A claim `vp` says in a token of any type that it is a presentation; VC-JOSE-COSE forbids it."""
    payload = json.loads((VP / "response" / "jwt_vc.json").read_text())

    for typ in ("JWT", "vp+jwt"):
        with pytest.raises(JoseError):
            vp_jwt.read(jws.sign(payload, signer=holder(), header={"typ": typ}))


def test_refuses_a_presentation_with_contexts_that_we_do_not_hold():
    text = (VP / "response" / "ldp_vc.json").read_text()
    asked = {"challenge": "n-0S6_WzA2Mj", "domain": "x509_san_dns:client.example.org"}

    report = verify_presentation(text, at=AT, fetch=no_network, **asked)

    assert not report.verified
    assert report.holder == "did:example:holder"
    assert [each.codes for each in report.credentials] == [("UNSUPPORTED",)]


@pytest.mark.parametrize("name", ["credential_issuer_metadata_sd_jwt_jwt.txt", "wallet_attestation.jwt.txt"])
def test_refuses_tokens_that_are_no_credentials(name: str):
    token = unbroken(VCI / name)

    with pytest.raises(LaurelError, match="x5c"):
        vc_jwt.read(token)
    assert verify(token, at=AT, fetch=no_network).verdict == "reject"


@pytest.mark.parametrize("path", MESSAGES, ids=lambda path: path.name)
def test_refuses_protocol_messages_as_credentials(path: Any):
    report = verify(path.read_bytes(), at=AT, fetch=no_network)

    assert (report.verdict, report.credential) == ("reject", None)
