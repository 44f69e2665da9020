"""The test door as the W3C's test suites want it described: addresses, issuers and tags.

Source: https://github.com/w3c/vc-test-suite-implementations (README)
"""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings

from campus.api.test_door.keys import ALGORITHMS, issuer_of

_VERSIONS: Final = {"vc": ["1.1", "2.0"]}
_TAGS: Final[dict[str, list[str]]] = {
    "eddsa-rdfc-2022": ["eddsa-rdfc-2022", "vc2.0"],
    "eddsa-jcs-2022": ["eddsa-jcs-2022"],
    "ecdsa-rdfc-2019-p256": ["ecdsa-rdfc-2019"],
    "ecdsa-rdfc-2019-p384": ["ecdsa-rdfc-2019"],
    "ecdsa-jcs-2019-p256": ["ecdsa-jcs-2019"],
    "ecdsa-jcs-2019-p384": ["ecdsa-jcs-2019"],
    "ecdsa-sd-2023": ["ecdsa-sd-2023"],
    "jose": ["EnvelopingProof"],
    "status": ["BitstringStatusList", "Revocation"],
}
_ALL: Final = sorted({tag for tags in _TAGS.values() for tag in tags} - set(_TAGS["status"]))


def manifest() -> dict[str, Any]:
    """One implementation, as a local configuration of a suite lists it."""
    site = f"{settings.PUBLIC_URL}/vc-api"
    reader = {"id": f"{site}/reader", "supports": _VERSIONS, "supportedEcdsaKeyTypes": ["P-256", "P-384"], "tags": _ALL}
    return {
        "name": "Laurel",
        "implementation": "Laurel",
        "issuers": [_issuer(suite, site) for suite in ALGORITHMS],
        "verifiers": [
            {**reader, "endpoint": f"{site}/credentials/verify", "options": {"checks": ["proof"]}},
            {
                **reader,
                "endpoint": f"{site}/credentials/verify",
                "options": {"checks": ["proof", "credentialStatus"]},
                "tags": _TAGS["status"],
            },
        ],
        "vpVerifiers": [{**reader, "endpoint": f"{site}/presentations/verify"}],
        "vcHolders": [
            {"id": issuer_of("ecdsa-sd-2023"), "endpoint": f"{site}/credentials/derive", "tags": ["vcHolder", "ecdsa-sd-2023"]}
        ],
    }


def _issuer(suite: str, site: str) -> dict[str, Any]:
    return {
        "id": issuer_of(suite),
        "endpoint": f"{site}/{suite}/credentials/issue",
        "supports": _VERSIONS,
        "supportedEcdsaKeyTypes": [ALGORITHMS[suite]],
        "tags": _TAGS[suite],
    }
