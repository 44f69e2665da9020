"""Presentations: a holder shows credentials to one reader, on one occasion, and signs that with a key of their own.

    present(credentials, …) -> dict        JSON with an embedded proof
    vp_jwt.sign(credentials, …) -> str     the same as a token

Source: https://www.w3.org/TR/vc-data-model-2.0/#verifiable-presentations; https://www.w3.org/TR/vc-data-integrity/#defn-challenge
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from laurel.canon.contexts import CREDENTIALS_V2
from laurel.keys import Signer
from laurel.proofs.envelope import wrap_credential
from laurel.proofs.options import Occasion
from laurel.proofs.table import add_proof

PURPOSE: Final = "authentication"


def present(
    credentials: Sequence[str | Mapping[str, Any]],
    *,
    signer: Signer,
    challenge: str,
    domain: str,
    created: datetime,
    suite: str = "eddsa-rdfc-2022",
    expires: datetime | None = None,
    presentation_id: str | None = None,
) -> dict[str, Any]:
    """A signed presentation of credentials; the holder is whoever the signer's verification method belongs to.

    Args:
        credentials: each a signed document, or a token (`vc+jwt`, put into an envelope).
        signer: the holder's key.
        challenge: what the reader asked to be signed; never empty.
        domain: the reader; never empty.
        created: when, to the second.
        suite: how it is signed.
        expires: until when it may be shown.
        presentation_id: an address of its own, where it needs one.

    Raises:
        ValueError: no challenge or domain: then it could be shown again by whoever has seen it.
        ProofError: a key that does not go with the suite.
        CredentialError: credentials that the suite cannot cover.
        UnsupportedError: an unknown suite.
    """
    occasion = Occasion(challenge=challenge, domain=domain)
    document = unsigned(credentials, holder=signer.verification_method.partition("#")[0], presentation_id=presentation_id)
    return add_proof(document, suite=suite, signer=signer, created=created, purpose=PURPOSE, expires=expires, occasion=occasion)


def unsigned(
    credentials: Sequence[str | Mapping[str, Any]], *, holder: str, presentation_id: str | None = None
) -> dict[str, Any]:
    """A presentation of credentials by this holder, not signed yet; tokens among them are put into envelopes."""
    return {
        "@context": [CREDENTIALS_V2],
        **({"id": presentation_id} if presentation_id is not None else {}),
        "type": ["VerifiablePresentation"],
        "holder": holder,
        "verifiableCredential": [wrap_credential(each) if isinstance(each, str) else dict(each) for each in credentials],
    }
