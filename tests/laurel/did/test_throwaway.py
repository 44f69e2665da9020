"""Identities for tests: the same for the same secret and name, another for any other."""

import pytest

from laurel.did import resolve
from laurel.did.throwaway import throwaway_signer
from laurel.fetching import no_network


@pytest.mark.parametrize("algorithm", ["Ed25519", "P-256", "P-384"])
def test_an_identity_is_worked_out_from_name_and_secret(algorithm):
    signer = throwaway_signer("suite", algorithm=algorithm, secret=b"secret")

    others = [("suite", b"other"), ("other", b"secret")]
    assert throwaway_signer("suite", algorithm=algorithm, secret=b"secret").verification_method == signer.verification_method
    assert signer.verification_method not in {
        throwaway_signer(name, algorithm=algorithm, secret=secret).verification_method for name, secret in others
    }


@pytest.mark.parametrize("algorithm", ["Ed25519", "P-256", "P-384"])
def test_what_it_signs_is_checked_with_its_own_document(algorithm):
    signer = throwaway_signer("suite", algorithm=algorithm, secret=b"secret")

    method = resolve(signer.verification_method, fetch=no_network).method(signer.verification_method)

    assert (signer.algorithm, method.public_key().verify(signer.sign(b"text"), b"text")) == (algorithm, True)
