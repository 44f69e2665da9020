"""Making people for tests, and logging them in. The people themselves are fixtures of tests/campus/conftest.py."""

from datetime import UTC, datetime

from allauth.account.models import EmailAddress
from django.test import Client

from campus.people.models import Membership, Organisation, Person, Role

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def log_in(client: Client, person: Person) -> Client:
    """Log a person in without a password; the client is returned."""
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def person(email: str, name: str, *, language: str = "en") -> Person:
    """A person with a verified address and no password."""
    made = Person.objects.create_user(email, name=name, language=language)
    EmailAddress.objects.create(user=made, email=made.email, primary=True, verified=True)
    return made


def member(organisation: Organisation, someone: Person, *roles: Role) -> Person:
    """Give a person roles; the person is returned."""
    Membership.objects.bulk_create(Membership(person=someone, organisation=organisation, role=role) for role in roles)
    return someone
