"""The cast, on two databases.

Amina learns; Bruno teaches and assesses, Carla runs quality, Rositsa is the registrar, Adela administers: all of them at
Laurel University. Dmitri holds every role at another university. Esra hires and has no account. Everybody reads English
unless a test says otherwise.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache

from campus.jobs.compile_texts import compile_texts
from campus.people.models import Organisation, Person, Role
from cast import MONDAY, member, person
from rounds import four_eyes

compile_texts(Path(__file__).parents[2] / "locale")


@pytest.fixture
def monday() -> datetime:
    return MONDAY


@pytest.fixture
def laurel_university(db: None) -> Organisation:
    made = Organisation.objects.create(
        slug="laurel-university",
        name_en="Laurel University",
        name_bg="Лауреатски университет",
        country="BG",
        region="BG411",
        url="https://laurel.example/",
        email="registry@laurel.example",
        vouched_at=MONDAY,
    )
    return four_eyes(made)


@pytest.fixture
def other_university(db: None) -> Organisation:
    made = Organisation.objects.create(
        slug="other-university", name_en="Other University", name_bg="Друг университет", country="BG", vouched_at=MONDAY
    )
    return four_eyes(made)


@pytest.fixture
def amina(db: None) -> Person:
    return person("amina@students.example", "Amina Yusuf")


@pytest.fixture
def adela(laurel_university: Organisation) -> Person:
    return member(laurel_university, person("adela@laurel.example", "Adela Petrova"), Role.ADMINISTRATOR)


@pytest.fixture
def bruno(laurel_university: Organisation) -> Person:
    return member(laurel_university, person("bruno@laurel.example", "Bruno Costa"), Role.AUTHOR, Role.ASSESSOR)


@pytest.fixture
def carla(laurel_university: Organisation) -> Person:
    return member(laurel_university, person("carla@laurel.example", "Carla Rossi"), Role.QA_OFFICER)


@pytest.fixture
def rositsa(laurel_university: Organisation) -> Person:
    return member(laurel_university, person("rositsa@laurel.example", "Rositsa Dimitrova"), Role.REGISTRAR)


@pytest.fixture
def dmitri(other_university: Organisation) -> Person:
    return member(other_university, person("dmitri@other.example", "Dmitri Ivanov"), *Role)


@pytest.fixture(autouse=True)
def _own_folders(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "uploads"


@pytest.fixture(autouse=True)
def _no_leftover_limits(request: pytest.FixtureRequest) -> None:
    """Rate limits count in the cache; what a transactional test counted must not reach the next one."""
    if "transactional_db" in request.fixturenames or "live_server" in request.fixturenames:
        request.getfixturevalue("transactional_db")
        cache.clear()


@pytest.fixture
def version(laurel_university: Organisation, bruno: Person, carla: Person) -> Any:
    """A published micro-credential of Laurel University."""
    from badges import published

    return published(laurel_university, bruno, carla)
