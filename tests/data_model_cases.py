"""What the data model allows and what it does not, as changes to a licence: see `any_credential`."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from importlib import resources
from typing import Any

from laurel.canon.contexts import CREDENTIALS_V2
from laurel.keys import base58, base64url

PLACE = "https://sails.example/1"
NAMED = {"@value": "Лиценз", "@language": "bg", "@direction": "ltr"}
TYPED = ("credentialStatus", "termsOfUse", "evidence", "refreshService")
ENTRY = {
    "type": "BitstringStatusListEntry",
    "statusPurpose": "revocation",
    "statusListIndex": "94567",
    "statusListCredential": "https://sails.example/status/1",
}
TEXT = resources.files("openbadgeslib.ob3").joinpath("contexts/credentials-v2.json").read_bytes()


def _digest(name: str) -> bytes:
    return hashlib.new(name, TEXT).digest()


GOOD: list[dict[str, Any]] = [
    {},
    {"id": None},
    {"validFrom": None},
    {"type": ["https://sails.example/#Other", "VerifiableCredential"]},
    {"issuer": {"id": "did:example:school", "name": NAMED, "description": "A school"}},
    {"name": [NAMED, {"@value": "Licence", "@language": "en"}], "description": {"@value": "Text"}},
    {"credentialSubject": [{"id": "did:example:a"}, {"boat": {"name": "x"}}]},
    {"validFrom": "2026-01-01T00:00:00.447Z", "validUntil": "2026-01-01T01:00:00.447+01:00"},
    {"credentialStatus": {"type": "SomeStatus"}},
    {"credentialStatus": [ENTRY, ENTRY | {"statusPurpose": "suspension", "id": "https://sails.example/status/1#94567"}]},
    {"credentialStatus": ENTRY | {"statusSize": 2, "statusMessage": [{"status": f"0x{n}", "message": "m"} for n in range(4)]}},
    {"credentialSchema": [{"id": PLACE, "type": "JsonSchema"}, {"id": "did:example:schema", "type": "JsonSchema"}]},
    {"termsOfUse": [{"type": "A"}, {"type": ["A", "B"], "id": PLACE}], "evidence": {"type": "A"}},
    {"refreshService": {"type": "https://sails.example/#Refresh", "id": PLACE}},
    {"relatedResource": {"id": CREDENTIALS_V2, "digestSRI": f"sha384-{b64encode(_digest('sha384')).decode()}"}},
    {
        "relatedResource": {
            "id": CREDENTIALS_V2,
            "digestSRI": f"sha256-{'A' * 43}= sha512-{b64encode(_digest('sha512')).decode()}",
        }
    },
    {"relatedResource": [{"id": CREDENTIALS_V2, "digestMultibase": f"u{base64url.encode(_digest('sha256'))}"}]},
    {"relatedResource": {"id": CREDENTIALS_V2, "digestMultibase": "z" + base58.encode(b"\x12\x20" + _digest("sha256"))}},
    {"relatedResource": {"id": PLACE, "digestMultibase": f"u{base64url.encode(bytes(32))}", "mediaType": "text/plain"}},
    {"proof": [{"type": "DataIntegrityProof"}]},
]
BAD: list[tuple[dict[str, Any], str, str]] = [
    ({"@context": None}, "WRONG_CONTEXT", "/@context"),
    ({"@context": CREDENTIALS_V2}, "WRONG_CONTEXT", "/@context"),
    ({"@context": ["https://sails.example/v1", CREDENTIALS_V2]}, "WRONG_CONTEXT", "/@context"),
    ({"@context": [CREDENTIALS_V2, 123]}, "NOT_A_CONTEXT", "/@context/1"),
    ({"@context": [CREDENTIALS_V2, "https ://not-a-url/v1"]}, "NOT_A_URL", "/@context/1"),
    ({"id": ["urn:a", "urn:b"]}, "NOT_A_URL", "/id"),
    ({"id": "not a url"}, "NOT_A_URL", "/id"),
    ({"type": None}, "MISSING", ""),
    ({"type": ["SailingLicence"]}, "TYPE_WITHOUT_CLASS", "/type"),
    ({"type": ["VerifiableCredential", 2]}, "NOT_A_TYPE", "/type"),
    ({"type": ["VerifiableCredential", "VerifiableCredential"]}, "NOT_A_TYPE", "/type"),
    ({"type": ["VerifiableCredential", "https ://no"]}, "NOT_A_TYPE", "/type"),
    ({"issuer": None}, "MISSING", ""),
    ({"issuer": "Harbour"}, "NOT_A_URL", "/issuer"),
    ({"issuer": {}}, "MISSING", "/issuer"),
    ({"issuer": {"id": None}}, "NOT_A_URL", "/issuer/id"),
    ({"issuer": {"id": "did:example:x", "name": {"@value": "x", "url": "did:x:y"}}}, "NOT_A_TEXT", "/issuer/name"),
    ({"credentialSubject": None}, "MISSING", ""),
    ({"credentialSubject": {}}, "EMPTY", "/credentialSubject"),
    ({"credentialSubject": []}, "NOT_AN_OBJECT", "/credentialSubject"),
    ({"credentialSubject": "did:example:a"}, "NOT_AN_OBJECT", "/credentialSubject"),
    ({"credentialSubject": [{"id": "did:example:a"}, {}]}, "EMPTY", "/credentialSubject/1"),
    ({"credentialSubject": {"id": ["did:example:a", "did:example:b"]}}, "NOT_A_URL", "/credentialSubject/id"),
    ({"validFrom": "Sat 25 Feb 2023"}, "NOT_A_DATE", "/validFrom"),
    ({"validUntil": "2026-01-01"}, "NOT_A_DATE", "/validUntil"),
    ({"validUntil": "2025-12-31T23:59:59Z"}, "ENDS_BEFORE_IT_BEGINS", "/validUntil"),
    ({"name": 5}, "NOT_A_TEXT", "/name"),
    ({"name": {"en": "Licence"}}, "NOT_A_TEXT", "/name"),
    ({"description": {"@value": "x", "@direction": "up"}}, "NOT_A_TEXT", "/description"),
    ({"description": {"@value": "x", "@language": "not a tag"}}, "NOT_A_TEXT", "/description"),
    *(({name: {"id": PLACE}}, "MISSING", f"/{name}") for name in TYPED),
    *(({name: [{"type": "A"}, {"type": "A", "id": "no url"}]}, "NOT_A_URL", f"/{name}/1/id") for name in TYPED),
    *(({name: PLACE}, "NOT_AN_OBJECT", f"/{name}") for name in TYPED),
    *(({name: {"type": 2}}, "NOT_A_TYPE", f"/{name}/type") for name in TYPED),
    ({"credentialSchema": {"type": "JsonSchema"}}, "MISSING", "/credentialSchema"),
    ({"credentialSchema": {"id": "x y", "type": "JsonSchema"}}, "NOT_A_URL", "/credentialSchema/id"),
    ({"credentialStatus": {"type": "BitstringStatusListEntry"}}, "MISSING", "/credentialStatus"),
    ({"credentialStatus": ENTRY | {"statusListIndex": 7}}, "NOT_A_NUMBER_FROM_0", "/credentialStatus/statusListIndex"),
    ({"credentialStatus": ENTRY | {"statusListIndex": "-1"}}, "NOT_A_NUMBER_FROM_0", "/credentialStatus/statusListIndex"),
    ({"credentialStatus": ENTRY | {"statusPurpose": ""}}, "NOT_A_TEXT", "/credentialStatus/statusPurpose"),
    ({"credentialStatus": ENTRY | {"statusReference": "x y"}}, "NOT_A_URL", "/credentialStatus/statusReference"),
    ({"credentialStatus": ENTRY | {"id": ENTRY["statusListCredential"]}}, "LIST_AS_ENTRY", "/credentialStatus/id"),
    ({"credentialStatus": ENTRY | {"statusSize": 0}}, "WRONG_SIZE", "/credentialStatus"),
    ({"credentialStatus": ENTRY | {"statusSize": 2}}, "WRONG_SIZE", "/credentialStatus"),
    ({"credentialStatus": ENTRY | {"statusSize": True}}, "WRONG_SIZE", "/credentialStatus"),
    ({"relatedResource": []}, "EMPTY", "/relatedResource"),
    ({"relatedResource": [PLACE]}, "NOT_AN_OBJECT", "/relatedResource/0"),
    ({"relatedResource": {"digestSRI": "sha256-AAAA"}}, "MISSING", "/relatedResource"),
    ({"relatedResource": {"id": PLACE}}, "NO_DIGEST", "/relatedResource"),
    ({"relatedResource": {"id": PLACE, "digestSRI": "md5-AAAA"}}, "NOT_A_DIGEST", "/relatedResource/digestSRI"),
    ({"relatedResource": {"id": PLACE, "digestMultibase": "uAAAA"}}, "NOT_A_DIGEST", "/relatedResource/digestMultibase"),
    ({"proof": "signed"}, "NOT_AN_OBJECT", "/proof"),
    ({"proof": {"proofValue": "z"}}, "MISSING", "/proof"),
]
