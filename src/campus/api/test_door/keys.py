"""The test issuers' keys, one for each suite.

They are worked out from the secret of the site, which at a test door is no secret: what they sign proves nothing to anybody.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final, Literal

from django.conf import settings

from laurel.did.throwaway import throwaway_signer
from laurel.keys import Signer

Algorithm = Literal["Ed25519", "P-256", "P-384"]
ALGORITHMS: Final[Mapping[str, Algorithm]] = MappingProxyType(
    {
        "eddsa-rdfc-2022": "Ed25519",
        "eddsa-jcs-2022": "Ed25519",
        "ecdsa-rdfc-2019-p256": "P-256",
        "ecdsa-rdfc-2019-p384": "P-384",
        "ecdsa-jcs-2019-p256": "P-256",
        "ecdsa-jcs-2019-p384": "P-384",
        "ecdsa-sd-2023": "P-256",
        "jose": "P-256",
        "status": "Ed25519",
    }
)
"""The key of each suite by its name in addresses."""


@cache
def signer_of(suite: str) -> Signer:
    """Who signs in this suite; a KeyError for one that we do not have."""
    return throwaway_signer(suite, algorithm=ALGORITHMS[suite], secret=settings.SECRET_KEY.encode())


def issuer_of(suite: str) -> str:
    """The DID of the suite's test issuer."""
    return signer_of(suite).verification_method.partition("#")[0]
