"""The employment documents of the W3C's vectors, read with the real citizenship context, which npm carries."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from laurel.canon import jsonld, rdfc
from laurel.canon.contexts import PINNED, Context
from laurel.keys import PrivateKey
from laurel.proofs.ecdsa_sd_2023 import derive, verify_derived
from peers.second_implementations import install_digitalbazaar
from shared import needs_shared
from vectors.employment import check_employment
from vectors.examples import CITIZENSHIP, vector

pytestmark = [*needs_shared, pytest.mark.peers]

ECDSA = "w3c-vc-di-ecdsa"
CASES: list[tuple[tuple[str, ...], str, str, str, rdfc.HashName]] = [
    (("w3c-vc-di-eddsa", "eddsa-rdfc-2022", "employ"), "DataInt", "eddsa-rdfc-2022", "keyPair.json", "sha256"),
    ((ECDSA, "ecdsa-rdfc-2019-p256", "employ"), "ECDSAP256", "ecdsa-rdfc-2019", "p256KeyPair.json", "sha256"),
    ((ECDSA, "ecdsa-rdfc-2019-p384", "employ"), "ECDSAP384", "ecdsa-rdfc-2019", "p384KeyPair.json", "sha384"),
]


@pytest.fixture(scope="module")
def contexts() -> Mapping[str, Context]:
    folder = install_digitalbazaar() / "node_modules" / "@digitalbazaar" / "citizenship-context" / "contexts"
    return {**PINNED, CITIZENSHIP: Context(document=json.loads((folder / "v4rc1.jsonld").read_bytes()), sha256="")}


@pytest.mark.parametrize(("folder", "ending", "name", "pair", "hash_name"), CASES)
def test_the_employment_document_is_signed_as_published_from_its_json(
    contexts: Mapping[str, Context], folder: tuple[str, ...], ending: str, name: str, pair: str, hash_name: rdfc.HashName
):
    keys = vector(folder[0], pair)
    secret = keys.get("secretKeyMultibase") or keys["privateKeyMultibase"]

    check_employment(
        folder,
        ending,
        name=name,
        key=PrivateKey.from_multikey(secret),
        hash_name=hash_name,
        contexts_for=lambda _: contexts,
    )


@pytest.mark.parametrize("name", ["prc", "employ"])
def test_selective_disclosure_is_as_published_from_its_json(contexts: Mapping[str, Context], name: str):
    def published(part: str) -> Any:
        return vector(ECDSA, "ecdsa-sd-2023", name, f"{part}.json")

    base = published("addSignedSDBase")
    bare = {member: value for member, value in base.items() if member != "proof"}
    canonical = rdfc.canonicalize(jsonld.to_dataset(bare, contexts=contexts))
    assert canonical.splitlines(keepends=True) == published("addBaseDocCanon")

    selective = vector(ECDSA, f"{'prCred' if name == 'prc' else 'employ'}Selective.json")
    derived = derive(base, selective=selective, contexts=contexts)
    assert derived["proof"] == [published("derivedRevealDocument")["proof"]]
    public = PrivateKey.from_multikey(vector(ECDSA, "ecdsa-sd-2023", "SDKeyMaterial.json")["baseKeyPair"]["secretKeyMultibase"])
    verify_derived(derived, derived["proof"][0], public.public, contexts=contexts)
