"""1EdTech's Open Badges 3.0 fixtures, as far as signatures go. Their keys stand in the fragments of `verificationMethod`."""

from typing import Any

import pytest

from laurel.canon.strict_json import loads_object
from laurel.errors import CredentialError, JsonLdError, NoProofError, SignatureError, UnsupportedError
from laurel.keys import PublicKey
from laurel.proofs import check_proof, proofs_of, read_proof, vc_jwt
from shared import SHARED, needs_shared

pytestmark = needs_shared
HOME = SHARED / "vectors" / "1edtech-validator-ob30"

GOOD = [
    "simple.json",
    "complete.json",
    "simple-context-alias.json",
    "simple-context-version.json",
    "simple-did-key-method.json",
    "simple-did-web-method.json",
    "endorsement-valid.json",
    "credential-status-revoked.json",
    "bit-string-list/credential-status-revoked.json",
    "bit-string-list/credential-status-revoked-blank-nodes.json",
    "bit-string-list/testlist",
]
BAD: list[tuple[str, type[Exception]]] = [
    ("simple-noproof.json", NoProofError),
    ("simple-err-proof-value.json", SignatureError),
    ("simple-err-proof-method.json", CredentialError),
    ("simple-err-proof-method-no-scheme.json", CredentialError),
    ("simple-err-context.json", JsonLdError),
    ("simple-err-type.json", JsonLdError),
    ("simple-err-evidence-type.json", JsonLdError),
    ("simple-err-issuer-type.json", JsonLdError),
    ("simple-err-issuer-parentorg-type.json", JsonLdError),
    ("simple-err-issuer-otheridentifier-type.json", JsonLdError),
    ("simple-err-credential-subject-type.json", JsonLdError),
    ("simple-err-credential-subject-profile-type.json", JsonLdError),
    ("simple-err-credential-subject-identifier-type.json", JsonLdError),
    ("simple-err-credential-subject-result-type.json", JsonLdError),
    ("simple-err-credential-subject-achievement-result-description-type.json", JsonLdError),
]


def check_all(document: dict[str, Any]) -> None:
    for proof in proofs_of(document):
        method = read_proof(proof).verification_method
        check_proof(document, proof, PublicKey.from_multikey(method.rpartition("#")[2].removeprefix("did:key:")))


@pytest.mark.parametrize("name", GOOD)
def test_the_signature_of_a_good_badge_holds(name: str):
    check_all(loads_object((HOME / name).read_bytes()))


@pytest.mark.parametrize(("name", "error"), BAD)
def test_refuses_a_broken_badge(name: str, error: type[Exception]):
    with pytest.raises(error):
        check_all(loads_object((HOME / name).read_bytes()))


@pytest.mark.parametrize("name", ["simple-multiple-proofs.json", "simple-eddsa-2022.json"])
def test_a_suite_we_do_not_know_is_neither_right_nor_wrong(name: str):
    with pytest.raises(UnsupportedError):
        check_all(loads_object((HOME / name).read_bytes()))


def test_a_token_of_data_model_1_1_gives_its_credential():
    jwt = vc_jwt.read((HOME / "simple.jwt").read_text().strip())

    assert jwt.algorithm == "RS256"
    assert jwt.credential["id"] == "http://example.edu/credentials/3732"
