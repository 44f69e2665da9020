"""Every suite we know by its name, and the two things done with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from laurel.canon.contexts import PINNED, Context
from laurel.errors import Phrase, UnsupportedError
from laurel.keys import PublicKey, Signer
from laurel.proofs import (
    ecdsa_jcs_2019,
    ecdsa_rdfc_2019,
    ecdsa_sd_2023,
    ed25519_signature_2020,
    eddsa_jcs_2022,
    eddsa_rdfc_2022,
)
from laurel.proofs.options import Occasion, ProofOptions, suite_name_of
from laurel.proofs.suite import KnownDigests, Suite

SUITES: Final[Mapping[str, Suite]] = MappingProxyType(
    {
        module.SUITE.name: module.SUITE
        for module in (eddsa_rdfc_2022, eddsa_jcs_2022, ecdsa_rdfc_2019, ecdsa_jcs_2019, ed25519_signature_2020)
    }
)
"""The suites that sign a document as a whole, by `cryptosuite`, or by `type` for the older one.

`ecdsa_sd_2023` stands beside them: its proofs are made in two steps, and only checked here.
"""


def add_proof(  # noqa: PLR0913 - a proof has as many options
    document: Mapping[str, Any],
    *,
    suite: str = "eddsa-rdfc-2022",
    signer: Signer,
    created: datetime,
    purpose: str = "assertionMethod",
    previous_proof: str | Sequence[str] | None = None,
    proof_id: str | None = None,
    expires: datetime | None = None,
    occasion: Occasion | None = None,
    nonce: str | None = None,
    contexts: Mapping[str, Context] = PINNED,
) -> dict[str, Any]:
    """A copy of the document with one more proof; see `Suite.add_proof`. `contexts`: those that the document may name.

    Raises:
        UnsupportedError: an unknown suite.
    """
    return _under(contexts, suite_named(suite)).add_proof(
        document,
        signer=signer,
        created=created,
        purpose=purpose,
        previous_proof=previous_proof,
        proof_id=proof_id,
        expires=expires,
        occasion=occasion,
        nonce=nonce,
    )


def check_proof(
    document: Mapping[str, Any],
    proof: Mapping[str, Any],
    public_key: PublicKey,
    *,
    purpose: str | None = "assertionMethod",
    contexts: Mapping[str, Context] = PINNED,
    digests: KnownDigests | None = None,
) -> ProofOptions:
    """Check one proof of a document by the suite it names; see `Suite.check_proof`. `contexts`: as for `add_proof`.

    Raises:
        UnsupportedError: an unknown suite: neither right nor wrong.
    """
    if suite_name_of(proof) == ecdsa_sd_2023.NAME:
        return ecdsa_sd_2023.verify_derived(document, proof, public_key, purpose=purpose, contexts=contexts)
    suite = _under(contexts, suite_named(suite_name_of(proof)))
    return suite.check_proof(document, proof, public_key, purpose=purpose, digests=digests)


def read_proof(proof: Mapping[str, Any]) -> ProofOptions:
    """What a proof says about itself, before anything is checked.

    Raises:
        ProofError: malformed.
        UnsupportedError: an unknown suite.
    """
    if suite_name_of(proof) == ecdsa_sd_2023.NAME:
        return ecdsa_sd_2023.read_options(proof)
    suite_named(suite_name_of(proof))  # first: what an unknown suite has to hold, we do not know
    return ProofOptions.parse(proof)


def suite_named(name: str) -> Suite:
    """The suite of this name.

    Raises:
        UnsupportedError: we do not know it.
    """
    suite = SUITES.get(name)
    if suite is None:
        raise UnsupportedError(what=Phrase(f"the cryptographic suite {name[:60]!r}", f"набора алгоритми {name[:60]!r}"))
    return suite


def _under(contexts: Mapping[str, Context], suite: Suite) -> Suite:
    return suite if contexts is PINNED else suite.under(contexts)
