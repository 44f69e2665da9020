"""Keys of the cast, and a client that speaks the API as software does."""

from __future__ import annotations

import hashlib
import json
import secrets
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from campus.people.models import ApiKey, Organisation, Person, Role

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@dataclass
class Software:
    """A program with a key. Everything that creates gets a fresh Idempotency-Key unless the test gives one."""

    key: str
    language: str = "en"
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))

    def get(self, path: str, **query: str) -> Any:
        return self.client.get(f"/api/v1{path}", query, headers=self._headers())

    def post(self, path: str, body: Any = None, *, once: str | None = "new", **options: Any) -> Any:
        return self._send("post", path, body, once, options)

    def put(self, path: str, body: Any = None) -> Any:
        return self._send("put", path, body, None, {})

    def delete(self, path: str) -> Any:
        return self.client.delete(f"/api/v1{path}", headers=self._headers())

    def _send(self, method: str, path: str, body: Any, once: str | None, options: dict[str, Any]) -> Any:
        headers = self._headers()
        if once:
            headers["Idempotency-Key"] = str(uuid.uuid4()) if once == "new" else once
        sent = {"data": json.dumps({} if body is None else body), "content_type": "application/json", **options}
        return getattr(self.client, method)(f"/api/v1{path}", headers=headers, **sent)

    def _headers(self) -> dict[str, str]:
        headers = {"Accept-Language": self.language}
        return {**headers, "Authorization": f"Bearer {self.key}"} if self.key else headers

    def speaking(self, language: str) -> Software:
        return Software(self.key, language, self.client)


def key_for(person: Person, organisation: Organisation, *roles: Role) -> str:
    """The text of a key that acts as the person; with all their roles when none is named."""
    prefix, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
    held = roles or tuple(Role(role) for role in person.memberships.values_list("role", flat=True))
    ApiKey.objects.create(
        organisation=organisation,
        name=f"of {person.public_id}",
        prefix=prefix,
        secret_digest=hashlib.sha256(secret.encode()).hexdigest(),
        roles=[role.value for role in held],
        acts_as=person,
        created_at=MONDAY,
    )
    return f"lk_{prefix}_{secret}"


@pytest.fixture
def nobody() -> Software:
    return Software("")


@pytest.fixture
def adela_software(adela: Person, laurel_university: Organisation) -> Software:
    return Software(key_for(adela, laurel_university))


@pytest.fixture
def bruno_software(bruno: Person, laurel_university: Organisation) -> Software:
    return Software(key_for(bruno, laurel_university))


@pytest.fixture
def carla_software(carla: Person, laurel_university: Organisation) -> Software:
    return Software(key_for(carla, laurel_university))


@pytest.fixture
def rositsa_software(rositsa: Person, laurel_university: Organisation) -> Software:
    return Software(key_for(rositsa, laurel_university))


@pytest.fixture
def dmitri_software(dmitri: Person, other_university: Organisation) -> Software:
    return Software(key_for(dmitri, other_university))


@pytest.fixture(autouse=True)
def _only_the_api(settings: Any) -> None:
    settings.ROOT_URLCONF = "campus.api.urls"
