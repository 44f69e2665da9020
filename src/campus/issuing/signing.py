"""Sign one stored text: Data Integrity and, of the same credential, VC-JWT."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from laurel.keys import Signer
from laurel.proofs import SUITES, vc_jwt

SUITE_OF = {"Ed25519": "eddsa-rdfc-2022", "P-256": "ecdsa-rdfc-2019"}


@dataclass(frozen=True, slots=True)
class Signed:
    """The two signed forms of one credential, and the dates they state."""

    document: str
    jwt: str
    valid_from: datetime
    valid_until: datetime | None


def sign(unsigned: str, *, signer: Signer) -> Signed:
    """Sign a stored text. The same text and key give the same bytes: after a crash nothing differs.

    Raises:
        LaurelError: the text cannot be signed, e.g. because something in it would be dropped unsigned.
    """
    document = json.loads(unsigned)
    valid_from, valid_until = document["validFrom"], document.get("validUntil")
    created = datetime.fromisoformat(valid_from)
    suite = SUITES[SUITE_OF[signer.algorithm]]
    signed = suite.add_proof(document, signer=signer, created=created)
    return Signed(
        document=json.dumps(signed, ensure_ascii=False, separators=(",", ":")),
        jwt=vc_jwt.sign(document, signer=signer),
        valid_from=created,
        valid_until=None if valid_until is None else datetime.fromisoformat(valid_until),
    )
