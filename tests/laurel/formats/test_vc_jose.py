"""Any credential or presentation as a JWT or SD-JWT: what comes out is what went in; what is not in order is refused."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from any_credential import ISSUER, KEY, SIGNER, licence, signed
from data_model_cases import BAD
from laurel.canon.contexts import CREDENTIALS_V1, CREDENTIALS_V2, OPEN
from laurel.canon.vocabularies import EXAMPLES
from laurel.errors import (
    ContextError,
    DesignError,
    DisclosureError,
    IssuerBindingError,
    JoseAlgorithmError,
    JoseClaimError,
    JoseError,
    JsonLdError,
    KeyBindingError,
    LaurelError,
    MalformedError,
    SignatureError,
    UnsupportedError,
)
from laurel.formats.vc_jose import NEVER_WITHHELD, Feature, Method, issue, path_of, verify
from laurel.keys import LocalSigner, PrivateKey, base64url
from laurel.proofs import envelope

METHOD = Method(name=SIGNER.verification_method, controller=ISSUER, key=KEY.public)
TOKEN = "eyJhbGciOiJFUzI1NiJ9.e30.AA"
KEYS = [KEY] + [PrivateKey.from_seed(b"\1" * size, name) for name, size in (("P-256", 32), ("P-384", 48), ("P-521", 66))]
CREDENTIALS = [Feature.CREDENTIAL_JOSE, Feature.CREDENTIAL_SD_JWT]
PRESENTATIONS = [Feature.PRESENTATION_JOSE, Feature.PRESENTATION_SD_JWT]
TYPES = dict(zip(CREDENTIALS + PRESENTATIONS, ["vc+jwt", "vc+sd-jwt", "vp+jwt", "vp+sd-jwt"], strict=True))
PLACES = {
    Feature.CREDENTIAL_SD_JWT: [("credentialSubject", "boat"), ("credentialSubject", "boat", "metres")],
    Feature.PRESENTATION_SD_JWT: [("holder",), ("verifiableCredential", 0)],
}


def presentation(**changes: Any) -> dict[str, Any]:
    document = {
        "@context": [CREDENTIALS_V2],
        "type": "VerifiablePresentation",
        "holder": ISSUER,
        "verifiableCredential": [envelope.wrap_credential(TOKEN)],
    }
    return {name: member for name, member in (document | changes).items() if member is not None}


def make(document: dict[str, Any], feature: Feature, **changes: Any) -> str:
    asked: dict[str, Any] = {"signer": SIGNER, "controller": ISSUER, "contexts": OPEN, "entropy": bytes}
    return issue(document, feature=feature, **asked | changes)


def check(token: str, feature: Feature, *, method: Method = METHOD) -> dict[str, Any]:
    return verify(token, feature=feature, method=method, contexts=OPEN)


def token_of(payload: Any, *, key: PrivateKey = KEY, **header: Any) -> str:
    """A token with whatever header and payload, rightly signed."""
    whole = {"alg": "EdDSA", "typ": "vc+jwt", "cty": "vc", "kid": METHOD.name} | header
    text = ".".join(base64url.encode(json.dumps(part).encode()) for part in (whole, payload))
    return f"{text}.{base64url.encode(key.sign(text.encode()))}"


def header_of(token: str) -> dict[str, Any]:
    return json.loads(base64url.decode(token.partition(".")[0]))


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.algorithm)
@pytest.mark.parametrize("feature", CREDENTIALS + PRESENTATIONS)
def test_what_is_signed_is_read_back(feature: Feature, key: PrivateKey):
    document = presentation() if feature.shown else licence()
    counter = iter(range(256))
    token = make(
        document,
        feature,
        signer=LocalSigner(key, METHOD.name),
        disclosable=PLACES.get(feature, []),
        entropy=lambda size: bytes([next(counter)] * size),
    )

    assert check(token, feature, method=Method(name=METHOD.name, controller=ISSUER, key=key.public)) == document
    assert header_of(token) == {
        "alg": {"Ed25519": "EdDSA", "P-256": "ES256", "P-384": "ES384", "P-521": "ES512"}[key.algorithm],
        "typ": TYPES[feature],
        "cty": TYPES[feature][:2],
        "kid": METHOD.name,
    }


def test_what_a_holder_withholds_is_not_in_what_is_read():
    token = make(licence(), Feature.CREDENTIAL_SD_JWT, disclosable=[("credentialSubject", "boat", "metres")])

    issued, _, _ = token.partition("~")
    assert check(f"{issued}~", Feature.CREDENTIAL_SD_JWT)["credentialSubject"]["boat"] == {"name": "Ветрилото"}


def test_a_credential_that_is_signed_itself_needs_no_envelope():
    document = presentation(**{"@context": licence()["@context"], "verifiableCredential": [signed()]})

    assert check(make(document, Feature.PRESENTATION_JOSE), Feature.PRESENTATION_JOSE) == document


def test_a_line_end_in_an_address_says_nothing():
    shown = envelope.wrap_credential("AAAA")
    document = presentation(verifiableCredential=[shown | {"id": "data:application/vc+cose;base64,AA\nAA"}])

    assert check(make(document, Feature.PRESENTATION_JOSE), Feature.PRESENTATION_JOSE) == document


@pytest.mark.parametrize(("changes", "code", "place"), BAD)
def test_refuses_to_sign_or_to_read_what_the_data_model_does_not_allow(changes: dict[str, Any], code: str, place: str):
    document = licence(**changes)
    for work in (lambda: make(document, Feature.CREDENTIAL_JOSE), lambda: check(token_of(document), Feature.CREDENTIAL_JOSE)):
        with pytest.raises((DesignError, MalformedError)) as caught:
            work()
        if isinstance(caught.value, DesignError):
            assert (code, place) in {(problem.code, problem.at) for problem in caught.value.problems}
        else:
            assert caught.value.at == "/@context"


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"captain": "nobody"}, JsonLdError),
        ({"@context": [CREDENTIALS_V2, *EXAMPLES]}, ContextError),
        ({"@context": [CREDENTIALS_V2, "https://unknown.example/v1"]}, ContextError),
        ({"@context": [CREDENTIALS_V1]}, MalformedError),
        ({"id": "relative"}, DesignError),
        ({"issuer": "did:example:somebody-else"}, IssuerBindingError),
        ({"vc": {}}, LaurelError),
        ({"vp": {}}, LaurelError),
    ],
)
def test_refuses_a_credential_with_words_contexts_or_an_issuer_of_nobody(changes: dict[str, Any], error: type[LaurelError]):
    for feature in CREDENTIALS:
        with pytest.raises(error):
            make(licence(**changes), feature)
    with pytest.raises(error):
        check(token_of(licence(**changes)), Feature.CREDENTIAL_JOSE)


def test_refuses_words_that_only_a_vocabulary_for_the_rest_defines():
    opened = OPEN.with_documents(EXAMPLES)
    document = licence(**{"@context": [CREDENTIALS_V2, *EXAMPLES], "slip": "of the pen"})

    with pytest.raises(DesignError, match="slip"):
        make(document, Feature.CREDENTIAL_JOSE, contexts=opened)


def test_an_entry_of_a_status_that_we_do_not_read_is_left_alone():
    entry = {"type": "OtherEntry", "statusPurpose": "revocation", "statusListIndex": "94567"}
    document = licence(**{"@context": [CREDENTIALS_V2, *EXAMPLES], "type": ["VerifiableCredential"], "credentialStatus": entry})

    assert make(document, Feature.CREDENTIAL_JOSE, contexts=OPEN.with_documents(EXAMPLES))


@pytest.mark.parametrize("name", ["iss", "exp", "nbf", "iat", "jti", "sub", "aud", "cnf", "nonce"])
def test_refuses_to_sign_a_member_that_would_be_read_as_a_claim(name: str):
    with pytest.raises(MalformedError):
        make(licence(**{name: 1}), Feature.CREDENTIAL_JOSE)


@pytest.mark.parametrize(
    ("header", "error"),
    [
        ({"typ": "vp+jwt"}, JoseError),
        ({"typ": "JWT"}, JoseError),
        ({"typ": "bad+typ"}, JoseError),
        ({"typ": None}, JoseError),
        ({"cty": "bad+cty"}, JoseError),
        ({"cty": "vp"}, JoseError),
        ({"kid": "did:example:other#key"}, JoseError),
        ({"alg": "ES256"}, JoseAlgorithmError),
        ({"alg": "none"}, JoseAlgorithmError),
        ({"crit": ["b64"]}, JoseError),
        ({"jwk": KEYS[1].public.to_jwk()}, SignatureError),
    ],
)
def test_refuses_a_header_of_another_kind_of_token(header: dict[str, Any], error: type[LaurelError]):
    with pytest.raises(error):
        check(token_of(licence(), **header), Feature.CREDENTIAL_JOSE)


@pytest.mark.parametrize(
    "claims", [{"iss": "did:example:other"}, {"jti": "urn:other"}, {"sub": "did:example:other"}, {"aud": "x"}, {"nbf": 1}]
)
def test_refuses_a_claim_that_says_something_else_than_the_credential(claims: dict[str, Any]):
    with pytest.raises(JoseClaimError):
        check(token_of(licence() | claims), Feature.CREDENTIAL_JOSE)


@pytest.mark.parametrize("claims", [{"iss": "did:example:other"}, {"jti": "urn:other"}])
def test_refuses_a_claim_that_says_something_else_than_the_presentation(claims: dict[str, Any]):
    with pytest.raises(JoseClaimError):
        check(token_of(presentation() | claims, typ="vp+jwt", cty="vp"), Feature.PRESENTATION_JOSE)


def test_claims_that_say_the_same_are_left_out_of_what_is_read():
    claims = {"iss": ISSUER, "jti": licence()["id"], "sub": "did:example:amina", "iat": 1_700_000_000, "exp": 1_700_000_001}

    assert check(token_of(licence() | claims, kid="a-thumbprint"), Feature.CREDENTIAL_JOSE) == licence()
    shown = {"iss": ISSUER, "aud": "https://esra.example", "nonce": "a-question"}
    assert check(token_of(presentation() | shown, typ="vp+jwt", cty="vp"), Feature.PRESENTATION_JOSE) == presentation()


@pytest.mark.parametrize(
    "shown",
    [
        envelope.wrap_credential(TOKEN) | {"id": "not-a-credential"},
        envelope.wrap_credential(TOKEN) | {"id": "https://uni.example/1"},
        envelope.wrap_credential(TOKEN) | {"id": f"data:text/plain,{TOKEN}"},
        envelope.wrap_credential(TOKEN) | {"id": "data:application/vc+jwt,"},
        envelope.wrap_credential(TOKEN) | {"id": None},
        licence(),
        "https://uni.example/1",
        None,
    ],
)
def test_refuses_a_presentation_of_what_nobody_signed(shown: Any):
    document = presentation(**{"@context": licence()["@context"], "verifiableCredential": [shown]})

    with pytest.raises(MalformedError):
        make(document, Feature.PRESENTATION_JOSE)
    with pytest.raises(MalformedError):
        check(token_of(document, typ="vp+jwt", cty="vp"), Feature.PRESENTATION_JOSE)


def test_refuses_a_presentation_of_another_holder():
    with pytest.raises(IssuerBindingError):
        make(presentation(holder={"id": "did:example:other"}), Feature.PRESENTATION_JOSE)
    assert make(presentation(holder=None), Feature.PRESENTATION_JOSE)


@pytest.mark.parametrize("feature", CREDENTIALS)
def test_refuses_a_changed_token_and_another_key(feature: Feature):
    token = make(licence(), feature)
    header, payload, rest = token.split(".")
    other = Method(name=METHOD.name, controller=ISSUER, key=PrivateKey.from_seed(b"\2" * 32).public)

    with pytest.raises(SignatureError):
        check(token, feature, method=other)
    changed = base64url.encode(base64url.decode(payload).replace(b"7", b"9"))
    with pytest.raises(SignatureError):
        check(f"{header}.{changed}.{rest}", feature)


@pytest.mark.parametrize("text", ["", "{}", json.dumps(licence()), "a.b", "a.b.c", "~", "a.b.c~"])
@pytest.mark.parametrize("feature", CREDENTIALS + PRESENTATIONS)
def test_refuses_what_is_no_token(text: str, feature: Feature):
    with pytest.raises(LaurelError):
        check(text, feature)


@given(st.text(max_size=60), st.sampled_from(CREDENTIALS + PRESENTATIONS))
def test_refuses_any_text_that_nobody_signed(text: str, feature: Feature):
    with pytest.raises(LaurelError):
        check(text, feature)


def test_refuses_a_token_for_the_other_mechanism():
    with pytest.raises(JoseError):
        check(make(licence(), Feature.CREDENTIAL_JOSE), Feature.CREDENTIAL_SD_JWT)
    with pytest.raises(JoseError):
        check(make(licence(), Feature.CREDENTIAL_SD_JWT), Feature.CREDENTIAL_JOSE)


def test_refuses_a_holders_proof_that_nobody_asked_for():
    with pytest.raises(KeyBindingError):
        check(make(licence(), Feature.CREDENTIAL_SD_JWT) + TOKEN, Feature.CREDENTIAL_SD_JWT)


@pytest.mark.parametrize("name", sorted(NEVER_WITHHELD))
def test_refuses_to_let_a_holder_withhold_what_changes_the_meaning(name: str):
    with pytest.raises(DisclosureError):
        make(licence(), Feature.CREDENTIAL_SD_JWT, disclosable=[(name,)])


@pytest.mark.parametrize("place", [("nothing",), (), ("credentialSubject", 0)])
def test_refuses_a_place_that_leads_nowhere(place: tuple[str | int, ...]):
    with pytest.raises(DisclosureError):
        make(licence(), Feature.CREDENTIAL_SD_JWT, disclosable=[place])


def test_refuses_to_withhold_parts_of_a_jwt():
    with pytest.raises(DisclosureError):
        make(licence(), Feature.CREDENTIAL_JOSE, disclosable=[("credentialSubject", "boat")])


def test_cose_is_only_unknown():
    for feature in (Feature.CREDENTIAL_COSE, Feature.PRESENTATION_COSE):
        with pytest.raises(UnsupportedError):
            make(licence(), feature)
        with pytest.raises(UnsupportedError):
            check("", feature)


def test_a_place_is_written_with_points_and_brackets():
    assert path_of("credentialSubject.phones[0][12].type") == ("credentialSubject", "phones", 0, 12, "type")
    assert path_of("@context") == ("@context",)


@pytest.mark.parametrize("text", ["", ".", "a.", "a[", "a[x]", "a[-1]", "a]0[", "[0]", "a[0]b", "a[1234567]"])
def test_refuses_a_place_that_is_written_otherwise(text: str):
    with pytest.raises(DisclosureError):
        path_of(text)
