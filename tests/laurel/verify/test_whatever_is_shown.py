"""Whatever somebody shows, in whichever form: a report or a refusal of ours, never another exception, never a false yes."""

from __future__ import annotations

import json
import secrets
from datetime import UTC, datetime
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from laurel.canon.strict_json import walk
from laurel.did import key as did_key
from laurel.errors import CredentialError, UndecidedError
from laurel.fetching import no_network
from laurel.formats.sd_jwt_vc import bind, disclose, issue, verify_bound, verify_unbound
from laurel.formats.sd_jwt_vc.parts import from_json
from laurel.keys import LocalSigner, PrivateKey, base64url
from laurel.proofs import check_proof, envelope, vc_jwt, vp_jwt
from laurel.proofs.ecdsa_sd_2023 import derive, sign_base
from laurel.verify import verify
from laurel.verify.presentation import verify_presentation
from plain_badge import badge

KEY = PrivateKey.from_seed(b"\1" * 32, "P-256")
SIGNER = LocalSigner(KEY, did_key.method_of(KEY.public))
DID = did_key.did_of(KEY.public)
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
ASKED = {"nonce": "n", "audience": "https://esra.example"}
BADGE = badge() | {"issuer": {**badge()["issuer"], "id": DID}}
TOKEN = vc_jwt.sign(BADGE, signer=SIGNER, typ="vc+jwt")
SHOWN = vp_jwt.sign([TOKEN], signer=SIGNER, created=NOW, **ASKED)
PART = derive(
    sign_base(BADGE, signer=SIGNER, created=NOW, entropy=secrets.token_bytes),
    selective=["/type", "/name", "/credentialSubject"],
)
CLAIMS = {"iss": DID, "vct": "https://uni.example/t", "name": "Amina", "list": [1, {"a": 2}]}
SD_JWT = issue(
    CLAIMS,
    signer=SIGNER,
    disclosable=[("name",), ("list", 1), ("list", 1, "a")],
    entropy=secrets.token_bytes,
    issued=NOW,
    holder=KEY.public,
)
BOUND = bind(disclose(SD_JWT, paths=[("name",), ("list", 1)]), signer=SIGNER, created=NOW, **ASKED).compact()

QUICK = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
SCALARS: st.SearchStrategy[Any] = st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.just([]) | st.just({})


@st.composite
def edited_texts(draw: st.DrawFn, text: str) -> str:
    """The text with a few characters cut, doubled or replaced."""
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 20)))
        text = text[:start] + draw(st.text(st.sampled_from('~.-_Aa0={}[]"'), max_size=6)) + text[end:]
    return text


@st.composite
def edited_documents(draw: st.DrawFn, document: dict[str, Any]) -> dict[str, Any]:
    """The document with one value replaced by something else, or taken out."""
    edited = json.loads(json.dumps(document))
    steps = draw(st.sampled_from([steps for steps, _ in walk(edited) if steps]))
    here: Any = edited
    for step in steps[:-1]:
        here = here[step]
    if draw(st.booleans()):
        here[steps[-1]] = draw(SCALARS)
    else:
        del here[steps[-1]]
    return edited


def payload_edited(token: str, payload: dict[str, Any]) -> str:
    header, _, signature = token.split(".")
    return f"{header}.{base64url.encode(json.dumps(payload).encode())}.{signature}"


@QUICK
@given(edited_texts(TOKEN) | edited_texts(json.dumps(envelope.wrap_credential(TOKEN))))
def test_an_edited_token_is_never_accepted(text: str):
    if text not in (TOKEN, json.dumps(envelope.wrap_credential(TOKEN))):
        report = verify(text, at=NOW, fetch=no_network, trusted={DID: "x"})
        assert report.verdict != "accept" or TOKEN in text


@QUICK
@given(edited_documents(vc_jwt.read(TOKEN).payload))
def test_refuses_a_token_with_an_edited_payload(payload: dict[str, Any]):
    if payload != vc_jwt.read(TOKEN).payload:
        assert verify(payload_edited(TOKEN, payload), at=NOW, fetch=no_network, trusted={DID: "x"}).verdict == "reject"


@QUICK
@given(edited_texts(SHOWN) | edited_documents(vp_jwt.read(SHOWN).payload).map(lambda payload: payload_edited(SHOWN, payload)))
def test_refuses_an_edited_presentation(text: str):
    if text.strip() != SHOWN and text != payload_edited(SHOWN, vp_jwt.read(SHOWN).payload):
        report = verify_presentation(
            text, challenge=ASKED["nonce"], domain=ASKED["audience"], at=NOW, fetch=no_network, trusted={DID: "x"}
        )
        assert not report.verified
        assert report.to_json()


@QUICK
@given(edited_documents(PART))
def test_refuses_an_edited_part_or_finds_it_the_same(document: dict[str, Any]):
    proof = document.get("proof", [{}])
    proof = proof[0] if isinstance(proof, list) and proof and isinstance(proof[0], dict) else {}
    try:
        check_proof(document, proof, KEY.public)
    except (CredentialError, UndecidedError):
        return
    assert document == PART


@QUICK
@given(edited_texts(SD_JWT) | edited_texts(BOUND) | st.text(max_size=60))
def test_refuses_an_edited_sd_jwt(text: str):
    for check in (
        lambda: verify_unbound(text, issuer_key=KEY.public, at=NOW).claims,
        lambda: verify_bound(text, issuer_key=KEY.public, at=NOW, **ASKED).claims,
    ):
        try:
            claims = check()
        except (CredentialError, UndecidedError):
            continue
        # what may be left out by whoever holds the text is left out, and all else is as it was
        assert claims["iss"] == DID
        assert claims.get("name") in (None, "Amina")
        assert claims.get("list") in ([1], [1, {}], [1, {"a": 2}])


@QUICK
@given(
    st.text(max_size=40)
    | st.recursive(SCALARS, st.lists, max_leaves=5).map(json.dumps)
    | edited_texts('{"payload": "a", "signatures": [{"protected": "a", "signature": "b", "header": {"disclosures": ["x"]}}]}')
)
def test_refuses_an_sd_jwt_in_json_that_is_none(text: str):
    try:
        parts = from_json(text)
    except (CredentialError, UndecidedError):
        return
    assert parts
