"""Credentials and presentations as tokens (`formats.vc_jose`): what is accepted says what was signed."""

from __future__ import annotations

import json
from functools import cache
from random import Random

from fuzz import edits
from fuzz.rule import insist, refused
from laurel.canon.contexts import OPEN
from laurel.canon.strict_json import loads_object
from laurel.formats import vc_jose
from laurel.formats.vc_jose import Feature, Method
from laurel.keys import LocalSigner, PrivateKey
from outside_world import KEY, SIGNER, UNIVERSITY

DICTIONARY = "jose"
LONGEST = 8_192
FEATURES = (Feature.CREDENTIAL_JOSE, Feature.CREDENTIAL_SD_JWT, Feature.PRESENTATION_JOSE, Feature.PRESENTATION_SD_JWT)
HOLDER = LocalSigner(PrivateKey.from_seed(bytes(range(4, 36))), "did:example:amina#key-1")
UNIVERSITYS = Method(name=SIGNER.verification_method, controller=UNIVERSITY, key=KEY.public)
HOLDERS = Method(name=HOLDER.verification_method, controller="did:example:amina", key=HOLDER.private_key.public)


def run(data: bytes) -> None:
    """Read it as every kind of token, as a document to sign, and as the name of a place."""
    text = data.decode("utf-8", "replace")
    refused(lambda: vc_jose.path_of(text))
    for feature in Feature:
        method = HOLDERS if feature.shown else UNIVERSITYS
        found, _ = refused(lambda f=feature, m=method: vc_jose.verify(text, feature=f, method=m, contexts=OPEN))
        insist(found is None or text.partition("~")[0] in _signed(), "a token that nobody signed")
    document, _ = refused(lambda: loads_object(data))
    if document is not None:
        _sign_and_read(document)


def mutate(data: bytes, random: Random) -> bytes:
    """Edit the token, or the document."""
    return edits.of_json(data, random) if data[:1] == b"{" else edits.of_token(data, random)


def _sign_and_read(document: dict[str, object]) -> None:
    for feature in FEATURES:
        signer, method = (HOLDER, HOLDERS) if feature.shown else (SIGNER, UNIVERSITYS)
        token, _ = refused(lambda f=feature, s=signer, m=method: issued(document, f, s, m.controller))
        if token is not None:
            read = vc_jose.verify(token, feature=feature, method=method, contexts=OPEN)
            insist(
                json.dumps(read, sort_keys=True) == json.dumps(document, sort_keys=True), "what is read is not what was signed"
            )


def issued(document: dict[str, object], feature: Feature, signer: LocalSigner, controller: str) -> str:
    """The token over a document, the same each time."""
    places = [("credentialSubject", "id")] if feature is Feature.CREDENTIAL_SD_JWT and _has_place(document) else []
    return vc_jose.issue(
        document,
        feature=feature,
        signer=signer,
        controller=controller,
        contexts=OPEN,
        entropy=lambda size: b"\7" * size,
        disclosable=places,
    )


def _has_place(document: dict[str, object]) -> bool:
    subject = document.get("credentialSubject")
    return isinstance(subject, dict) and "id" in subject


@cache
def _signed() -> frozenset[str]:
    """The tokens among the seeds: nobody else has the keys."""
    return frozenset(token.partition("~")[0] for token in tokens().values())


@cache
def tokens() -> dict[str, str]:
    """One token of each kind."""
    parties = {False: (SIGNER, UNIVERSITY), True: (HOLDER, "did:example:amina")}
    return {each.value: issued(_document(each), each, *parties[each.shown]) for each in FEATURES}


def _document(feature: Feature) -> dict[str, object]:
    if not feature.shown:
        return credential()
    shown = issued(credential(), Feature.CREDENTIAL_JOSE, SIGNER, UNIVERSITY)
    enveloped = {"@context": CONTEXT, "type": "EnvelopedVerifiableCredential", "id": f"data:application/vc+jwt,{shown}"}
    return {
        "@context": [CONTEXT],
        "type": ["VerifiablePresentation"],
        "holder": "did:example:amina",
        "verifiableCredential": [enveloped],
    }


CONTEXT = "https://www.w3.org/ns/credentials/v2"


def credential() -> dict[str, object]:
    """A credential of no special kind."""
    return {
        "@context": [CONTEXT, {"boat": "https://sails.example/#boat"}],
        "id": "urn:uuid:1",
        "type": ["VerifiableCredential"],
        "issuer": UNIVERSITY,
        "validFrom": "2026-11-23T12:00:00Z",
        "credentialSubject": {"id": "did:example:amina", "boat": "Sail"},
    }
