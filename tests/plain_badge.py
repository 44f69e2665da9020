"""A badge as unsigned JSON, rich enough to show what a signature has to cover."""

from typing import Any

CONTEXTS = ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]


def badge() -> dict[str, Any]:
    return {
        "@context": list(CONTEXTS),
        "id": "urn:uuid:8d5be4a1-0000-4000-8000-000000000001",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": "did:web:uni.example", "type": ["Profile"], "name": "Софийски пример"},
        "validFrom": "2026-11-23T12:00:00Z",
        "name": {"@value": "Data stewardship", "@language": "en"},
        "credentialSubject": {
            "id": "did:example:learner",
            "type": ["AchievementSubject"],
            "identifier": [{"type": "IdentityObject", "hashed": False, "identityHash": "a@b.example", "identityType": "name"}],
            "creditsEarned": 2.5,
            "achievement": {
                "id": "https://uni.example/achievements/1",
                "type": ["Achievement"],
                "name": "Data stewardship",
                "description": 'Looks after "data",\nline by line.',
                "creditsAvailable": 5,
                "criteria": {"narrative": "Six labs."},
                "tag": ["data", "care"],
                "alignment": [
                    {
                        "type": ["Alignment"],
                        "targetName": "EQF 6",
                        "targetUrl": "https://europa.example/eqf#6",
                        "targetFramework": "EQF",
                    }
                ],
            },
        },
    }
