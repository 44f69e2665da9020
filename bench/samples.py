"""The two badges that the bench issues and checks: a plain Open Badge of 3 KB, and one of ours, bilingual, of 17 KB."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from laurel.annex1.record import AnnexIRecord, AssessmentResult, LangString, Learner, MicroCredential, Organisation
from laurel.formats import openbadge3
from laurel.status import list as status_list

ISSUED = datetime(2026, 11, 23, 9, tzinfo=UTC)
CONTEXTS = ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]
DESIGN = Path(__file__).parents[1] / "src/campus/jobs/demonstration/designs/judging-information.json"
ISSUER = "did:web:uni.example"
Sample = Callable[[int], dict[str, Any]]


def open_badge(number: int) -> dict[str, Any]:
    """A realistic Open Badge 3.0 of 3 KB for the learner of this number."""
    frameworks = ("ESCO", "DigComp 3.0", "EQF", "ISCED-F")
    return {
        "@context": CONTEXTS,
        "id": f"urn:uuid:8d5be4a1-0000-4000-8000-{number:012d}",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {
            "id": ISSUER,
            "type": ["Profile"],
            "name": "Example University",
            "url": "https://uni.example",
            "email": "badges@uni.example",
        },
        "validFrom": "2026-11-23T09:00:00Z",
        "validUntil": "2031-11-23T09:00:00Z",
        "awardedDate": "2026-11-20T09:00:00Z",
        "name": "Judging information online",
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "hashed": True,
                    "identityHash": f"sha256${number:064x}",
                    "identityType": "emailAddress",
                    "salt": f"salt-{number:08d}",
                }
            ],
            "result": [
                {
                    "type": ["Result"],
                    "resultDescription": "urn:uuid:6d5be4a1-0000-4000-8000-000000000001",
                    "value": str(number % 101),
                }
            ],
            "achievement": {
                "id": "https://uni.example/achievements/judging-information",
                "type": ["Achievement"],
                "achievementType": "MicroCredential",
                "name": "Judging information online",
                "description": "Finds, judges and cites sources on the open web, and says how far each of them can be trusted.",
                "creditsAvailable": 2,
                "criteria": {
                    "narrative": "A dossier of ten sources with reasons for each, and a written examination of one hour."
                },
                "image": {"id": "https://uni.example/achievements/judging-information/badge.png", "type": "Image"},
                "tag": ["information literacy", "critical thinking", "DigComp"],
                "resultDescription": [
                    {
                        "id": "urn:uuid:6d5be4a1-0000-4000-8000-000000000001",
                        "type": ["ResultDescription"],
                        "name": "Final grade",
                        "resultType": "Percent",
                        "valueMin": "0",
                        "valueMax": "100",
                    }
                ],
                "alignment": [
                    {
                        "type": ["Alignment"],
                        "targetName": f"Evaluating information, {framework}",
                        "targetDescription": f"What {framework} says about judging information found online.",
                        "targetUrl": f"https://frameworks.example/{index}/evaluating-information",
                        "targetFramework": framework,
                        "targetCode": f"1.{index}",
                    }
                    for index, framework in enumerate(frameworks)
                ],
            },
        },
        "evidence": [
            {
                "id": f"https://uni.example/evidence/{number}",
                "type": ["Evidence"],
                "name": "Dossier of sources",
                "narrative": "Handed in on paper and online, discussed with two examiners.",
                "genre": "portfolio",
            }
        ],
        "credentialStatus": dict(status_list.entry("https://uni.example/status/1", number % 131_072, purpose="revocation")),
    }


def bilingual_badge() -> Sample:
    """Our own Open Badge of a demonstration design, with everything it says in both languages."""
    says = json.loads(DESIGN.read_text(encoding="utf-8"))
    says.pop("organisation")
    university = Organisation(
        id=ISSUER, legal_name=LangString({"en": "Example University", "bg": "Примерен университет"}), country="BG"
    )
    design = MicroCredential.model_validate({"id": "urn:example:design", **says["design"], "awarding_bodies": (university,)})

    def sample(number: int) -> dict[str, Any]:
        record = AnnexIRecord(
            id=f"urn:uuid:8d5be4a1-0000-4000-8000-{number:012d}",
            credential=design,
            learner=Learner(name=f"Learner {number}", email=f"learner{number}@students.example"),
            issued=ISSUED,
            valid_until=ISSUED + timedelta(days=1_826),
            grade=str(number % 101),
            results=tuple(AssessmentResult(assessment=each.id, value=str(number % 101)) for each in design.assessments),
        )
        entry = status_list.entry("https://uni.example/status/1", number % 131_072, purpose="revocation")
        return openbadge3.project(record, issuer=university, status=dict(entry), salt=f"{number:032x}")

    return sample


def differing(one: Any, other: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The places of the texts in which two samples differ."""
    if isinstance(one, dict):
        return [place for name in one for place in differing(one[name], other[name], (*path, name))]
    if isinstance(one, list):
        return [place for index, item in enumerate(one) for place in differing(item, other[index], (*path, index))]
    return [path] if one != other else []


def size_of(document: dict[str, Any]) -> float:
    """Kilobytes of JSON."""
    return len(json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()) / 1_000


SAMPLES: dict[str, Sample] = {"open badge": open_badge, "bilingual badge": bilingual_badge()}
PLACES = {name: differing(sample(0), sample(1)) for name, sample in SAMPLES.items()}
