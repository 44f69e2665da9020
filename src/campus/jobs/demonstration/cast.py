"""Who appears in the demonstration: a university, a business school, a company, and the people who work and learn there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress

from campus.people.memberships import grant
from campus.people.models import Organisation, Person, Role
from campus.people.organisations import create_organisation, vouch
from campus.quality.chains import FOUR_EYES, choose_chain

PASSWORD = "laurel-demo"  # noqa: S105  # printed at every start of the demonstration, and used nowhere else

UNIVERSITY, BUSINESS_SCHOOL, COMPANY = "laurel-university", "danube-business-school", "tehnika-plus"

_ORGANISATIONS: dict[str, dict[str, str]] = {
    UNIVERSITY: {
        "kind": "university",
        "name_en": "Laurel University",
        "name_bg": "Университет „Лаврово клонче“",
        "country": "BG",
        "region": "BG411",
        "registration": "DEMO-0001",
        "url": "https://university.example/",
        "email": "registry@university.example",
        "colour": "#1f6b45",
    },
    BUSINESS_SCHOOL: {
        "kind": "business_school",
        "name_en": "Danube Business School",
        "name_bg": "Бизнес училище „Дунав“",
        "country": "BG",
        "region": "BG323",
        "registration": "DEMO-0002",
        "url": "https://business-school.example/",
        "email": "office@business-school.example",
        "colour": "#1d4f91",
    },
    COMPANY: {
        "kind": "company",
        "name_en": "Tehnika Plus Ltd",
        "name_bg": "„Техника Плюс“ ООД",
        "country": "BG",
        "region": "BG421",
        "registration": "DEMO-0003",
        "url": "https://company.example/",
        "email": "academy@company.example",
        "colour": "#8a3b12",
    },
}


_TWO_PEOPLE = {
    BUSINESS_SCHOOL: "A small school: its quality officer decides for the academic council, too.",
    COMPANY: "Two people run the academy; the quality officer answers for what it offers.",
}
"""Who decided that one stage is enough, and why. The university keeps the usual chain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Player:
    """One person of the cast. `does` says in a few words what they are for; roles by organisation."""

    key: str
    name: str
    email: str
    language: str
    does: str
    roles: dict[str, tuple[Role, ...]]


PLAYERS: tuple[Player, ...] = (
    Player(
        key="amina", name="Amina Yusuf", email="amina@learner.example", language="en", does="learns; holds badges", roles={}
    ),
    Player(
        key="bruno",
        name="Бруно Костов",
        email="bruno@university.example",
        language="bg",
        does="designs, teaches, assesses",
        roles={UNIVERSITY: (Role.AUTHOR, Role.ASSESSOR)},
    ),
    Player(
        key="carla",
        name="Carla Rossi",
        email="carla@university.example",
        language="en",
        does="reviews the quality of designs",
        roles={UNIVERSITY: (Role.QA_OFFICER,)},
    ),
    Player(
        key="pavel",
        name="Павел Стоянов",
        email="pavel@university.example",
        language="bg",
        does="approves for the faculty",
        roles={UNIVERSITY: (Role.APPROVER,)},
    ),
    Player(
        key="rositsa",
        name="Росица Димитрова",
        email="rositsa@university.example",
        language="bg",
        does="issues and revokes",
        roles={UNIVERSITY: (Role.REGISTRAR,)},
    ),
    Player(
        key="adela",
        name="Adela Petrova",
        email="adela@university.example",
        language="en",
        does="administers all three organisations",
        roles={UNIVERSITY: (Role.ADMINISTRATOR,), BUSINESS_SCHOOL: (Role.ADMINISTRATOR,), COMPANY: (Role.ADMINISTRATOR,)},
    ),
    Player(
        key="dmitri",
        name="Dmitri Ivanov",
        email="dmitri@business-school.example",
        language="en",
        does="everything, at the business school",
        roles={BUSINESS_SCHOOL: tuple(Role)},
    ),
    Player(
        key="lena",
        name="Lena Weber",
        email="lena@business-school.example",
        language="en",
        does="reviews and approves, at the business school",
        roles={BUSINESS_SCHOOL: (Role.QA_OFFICER,)},
    ),
    Player(
        key="viktor",
        name="Виктор Павлов",
        email="viktor@company.example",
        language="bg",
        does="reviews and approves, at the company",
        roles={COMPANY: (Role.QA_OFFICER,)},
    ),
    Player(
        key="tanya",
        name="Таня Маркова",
        email="tanya@company.example",
        language="bg",
        does="everything, at the company",
        roles={COMPANY: tuple(Role)},
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """The rows behind the players and organisations, by key and by slug."""

    people: dict[str, Person]
    organisations: dict[str, Organisation]


def make_cast(*, at: datetime) -> None:
    """Make the organisations and the people, each with the demonstration's password and a verified address."""
    people = {player.key: _person(player) for player in PLAYERS}
    for slug, facts in _ORGANISATIONS.items():
        vouch(create_organisation(slug, by=people["adela"], at=at, **facts), by=None, at=at)
    cast = find_cast()
    for slug, because in _TWO_PEOPLE.items():
        choose_chain(cast.organisations[slug], FOUR_EYES, by=cast.people["adela"], at=at, because=because)
    for player in PLAYERS:
        for slug, roles in player.roles.items():
            grant(cast.organisations[slug], person=cast.people[player.key], roles=roles)


def find_cast() -> Cast:
    """The cast as it stands in the database."""
    by_email = {person.email: person for person in Person.objects.filter(email__in=[player.email for player in PLAYERS])}
    return Cast(
        people={player.key: by_email[player.email] for player in PLAYERS if player.email in by_email},
        organisations={each.slug: each for each in Organisation.objects.filter(slug__in=_ORGANISATIONS)},
    )


def _person(player: Player) -> Person:
    person = Person.objects.create_user(player.email, PASSWORD, name=player.name, language=player.language)
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
    return person
