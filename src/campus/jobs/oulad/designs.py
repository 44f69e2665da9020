"""What a module of the dataset looks like as a micro-credential. The dataset says nothing of its subject, so neither do we."""

from __future__ import annotations

from collections import Counter
from typing import Any

from campus.jobs.oulad.tables import Presentation

SOURCE = "https://doi.org/10.1038/sdata.2017.171"
FINAL = "final-result"
ACCEPTED = ("Pass", "Distinction")
_TYPES = {"TMA": "marked_assignment", "CMA": "quiz"}
_NAMES = {
    "TMA": ("Оценявана от преподавател задача", "Tutor-marked assignment"),
    "CMA": ("Компютърно оценяван тест", "Computer-marked test"),
}


def part_ids(presentation: Presentation) -> dict[str, str]:
    """The dataset's number of each assignment and test, and what the design calls it ("tma-1"). Exams have no results there."""
    counted: Counter[str] = Counter()
    names: dict[str, str] = {}
    for part in presentation.parts:
        if part.kind in _TYPES:
            counted[part.kind] += 1
            names[part.number] = f"{part.kind.lower()}-{counted[part.kind]}"
    return names


def draft_of(module: str, presentations: list[Presentation]) -> dict[str, Any]:
    """The design of a module: its final result decides; assignments and tests are recorded beside it."""
    parts = sorted({name for presentation in presentations for name in part_ids(presentation).values()}, key=_place)
    return {
        "title": {"bg": f"Модул {module} (данни OULAD)", "en": f"Module {module} (OULAD data)"},
        "description": {
            "bg": "Истински, анонимизирани резултати от Отворения университет. Темата на модула не е публикувана.",
            "en": "Real, anonymised results of The Open University. The subject of the module has not been published.",
        },
        "form": "module",
        "languages": ["en"],
        "learning_outcomes": [
            {
                "id": "outcomes",
                "statement": {
                    "bg": f"Демонстрира резултатите от ученето на модул {module}",
                    "en": f"Demonstrates the learning outcomes of module {module}",
                },
                "kind": "competence",
            }
        ],
        "workload": {"hours": "600", "ects": "24"},
        "level": {"eqf": 5, "cycle": "short"},
        "assessments": [_final(), *(_part(name) for name in parts)],
        "participation": ["online"],
        "quality_assurance": [
            {
                "type": "internal",
                "name": {"bg": "Описание на данните, рецензирано", "en": "Description of the data, peer reviewed"},
                "url": SOURCE,
            }
        ],
        "supervision": "none",
        "identity_verification": "none",
        "stackability": {"kind": "stand_alone"},
        "further_information": {
            "bg": "Натовареността и нивото са условни: наборът от данни не ги посочва.",
            "en": "Workload and level are nominal: the dataset does not state them.",
        },
        "links": [SOURCE],
    }


def _final() -> dict[str, Any]:
    return {
        "id": FINAL,
        "title": {"bg": "Краен резултат", "en": "Final result"},
        "type": "continuous",
        "mandatory": True,
        "accepted": list(ACCEPTED),
        "outcomes": ["outcomes"],
        "criteria": {"bg": "Краен резултат „Pass“ или „Distinction“", "en": "Final result “Pass” or “Distinction”"},
    }


def _part(name: str) -> dict[str, Any]:
    kind, _, number = name.partition("-")
    bulgarian, english = _NAMES[kind.upper()]
    return {
        "id": name,
        "title": {"bg": f"{bulgarian} {number}", "en": f"{english} {number}"},
        "type": _TYPES[kind.upper()],
        "outcomes": ["outcomes"],
    }


def _place(name: str) -> tuple[str, int]:
    kind, _, number = name.partition("-")
    return kind, int(number)
