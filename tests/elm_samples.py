"""The Commission's samples and shapes, and a record of ours as a European Digital Credential."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from laurel.annex1.digcomp import DIGCOMP
from laurel.annex1.record import AnnexIRecord
from shared import SHARED

FOLDER = SHARED / "vectors" / "elm-edc"
PICTURE = b"\x89PNG\r\n\x1a\n"
SEALED_ON = datetime(2023, 9, 27, 12, 30, tzinfo=UTC)


def sample(name: str) -> dict[str, Any]:
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


def shapes(profile: str = "no-cv") -> dict[str, str]:
    """The Commission's shapes: of structure (`no-cv`), or of the vocabularies that a credential has to use (`full`)."""
    return {
        "shapes": (FOLDER / "shapes" / f"EDC-generic-{profile}.ttl").read_text(encoding="utf-8"),
        "context": (FOLDER / "shapes" / "edc-ap-context.jsonld").read_text(encoding="utf-8"),
    }


def record(**changes: Any) -> AnnexIRecord:
    """A record with every element of the European standard."""
    plain: dict[str, Any] = {
        "id": "urn:uuid:8d5be4a1-0000-4000-8000-00000000e1e1",
        "credential": {
            "id": "https://uni.example/designs/1",
            "title": {"bg": "Оценяване на информация", "en": "Judging information"},
            "description": {"bg": "Намира, оценява и цитира.", "en": "Find, judge and cite."},
            "languages": ["bg", "en-GB"],
            "awarding_bodies": [
                {
                    "id": "did:web:uni.example",
                    "legal_name": {"bg": "Примерен университет", "en": "Example University"},
                    "country": "BG",
                    "region": "BG411",
                    "registration": "000670680",
                    "url": "https://uni.example/",
                    "email": "registry@uni.example",
                },
                {"id": "did:web:polytech.example", "legal_name": {"en": "Polytech"}, "country": "IE", "region": "Dublin"},
            ],
            "learning_outcomes": [
                {
                    "id": "o1",
                    "statement": {"en": "Evaluates sources"},
                    "level": 5,
                    "kind": "skill",
                    "skills": [DIGCOMP["1.2"], DIGCOMP["1.1"]],
                },
                {
                    "id": "o2",
                    "statement": {"bg": "Сравнява източници", "en": "Compares sources"},
                    "kind": "competence",
                    "skills": [
                        {
                            "framework": "ESCO",
                            "code": "develop digital content",
                            "name": {"en": "develop digital content"},
                            "url": "http://data.europa.eu/esco/skill/5fd5c985-eaaa-47aa-8314-62359c54505a",
                        }
                    ],
                },
            ],
            "workload": {"hours": "52.5", "ects": "2"},
            "level": {"eqf": 6, "nqf": "НКР 6", "cycle": "first"},
            "assessments": [
                {"id": "quiz", "title": {"en": "Quiz"}, "type": "quiz", "weight": "40", "outcomes": ["o1"], "threshold": "50"},
                {
                    "id": "rpl",
                    "title": {"en": "Portfolio"},
                    "type": "prior_learning",
                    "weight": "60",
                    "mandatory": True,
                    "accepted": ["Pass"],
                    "outcomes": ["o1", "o2"],
                    "criteria": {"en": "Five pieces"},
                },
            ],
            "participation": ["blended", "volunteering"],
            "quality_assurance": [
                {"type": "internal", "name": {"en": "Faculty board"}, "url": "https://uni.example/quality"},
                {"type": "external", "name": {"en": "Audit"}, "agency": "NEAA", "valid_until": "2030-01-01"},
            ],
            "prerequisites": {"en": "None"},
            "supervision": "onsite",
            "identity_verification": "verified",
            "identity_method": {"en": "Identity card"},
            "grading": {"name": {"en": "Six-point"}, "minimum": "2", "maximum": "6", "pass_mark": "3"},
            "stackability": {"kind": "stackable", "towards": {"en": "A diploma"}},
            "further_information": {"en": "See the page"},
            "links": ["https://uni.example/more"],
            "tags": ["information"],
            "field": "0322",
            "valid_for_months": 36,
            "form": "skill_set",
            "parts": {
                "choose": 2,
                "of": [
                    {
                        "id": "sources",
                        "title": {"en": "Sources", "bg": "Източници"},
                        "refers_to": "https://uni.example/designs/2",
                        "workload": {"hours": "25", "ects": "1"},
                        "mandatory": True,
                    },
                    {"id": "citing", "title": {"en": "Citing"}, "outcomes": ["o1", "o2"]},
                    {"id": "spare", "title": {}, "refers_to": "https://uni.example/designs/3"},
                ],
            },
        },
        "learner": {"name": "Амина Петрова", "email": "amina@uni.example"},
        "issued": "2026-11-23T09:00:00Z",
        "awarded": "2026-11-20T09:00:00Z",
        "valid_until": "2029-11-23T09:00:00Z",
        "grade": "5.50",
        "results": [{"assessment": "quiz", "value": "88"}],
        "evidence": [{"id": "https://uni.example/portfolio/1", "name": "Portfolio", "narrative": "Five pieces"}],
    }
    return AnnexIRecord.model_validate(plain | changes)
