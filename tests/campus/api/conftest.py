"""Keys of the cast, and a client that speaks the API as software does."""

from __future__ import annotations

import hashlib
import json
import secrets
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from campus.issuing.models import Batch
from campus.issuing.work import run_batch
from campus.jobs import demonstration
from campus.people import personal_tokens
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
def software_of(laurel_university: Organisation) -> Callable[[Person], Software]:
    """A program with a key of somebody else who works at Laurel University."""
    return lambda someone: Software(key_for(someone, laurel_university))


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


@pytest.fixture
def draft() -> dict[str, Any]:
    """A complete micro-credential: one assessment, `cases`, of which 60 points are needed."""
    path = Path(demonstration.__file__).parent / "designs" / "ai-assistants.json"
    design: dict[str, Any] = json.loads(path.read_text())["design"]
    return design


@pytest.fixture
def design(bruno_software: Software, draft: dict[str, Any]) -> dict[str, Any]:
    """Bruno's design, complete and not yet submitted."""
    made: dict[str, Any] = bruno_software.post("/designs", {"draft": draft}).json()
    return made


@pytest.fixture
def published(design: dict[str, Any], bruno_software: Software, carla_software: Software) -> dict[str, Any]:
    """The same design, approved by Carla."""
    review = bruno_software.post(f"/designs/{design['id']}/submit").json()
    carla_software.post(f"/reviews/{review['id']}/approve")
    return design


@pytest.fixture
def cohort(published: dict[str, Any], bruno_software: Software) -> dict[str, Any]:
    """An open cohort of it."""
    asked = {"design": published["id"], "version": 1, "title": "Autumn 2026"}
    made: dict[str, Any] = bruno_software.post("/cohorts", asked).json()
    return made


GRADES = "number,name,email,cases\n101,Amina Yusuf,amina@students.example,72\n102,Boris Petrov,boris@students.example,41\n"


@pytest.fixture
def graded(cohort: dict[str, Any], bruno_software: Software) -> dict[str, Any]:
    """The cohort with two learners: Amina has 72 points, Boris 41."""
    sent = {"data": GRADES, "content_type": "text/csv"}
    upload = bruno_software.post(f"/cohorts/{cohort['id']}/gradebooks?file_name=grades.csv", **sent).json()
    bruno_software.post(f"/gradebooks/{upload['id']}/check")
    bruno_software.post(f"/gradebooks/{upload['id']}/confirm")
    return cohort


@pytest.fixture
def issued(graded: dict[str, Any], rositsa_software: Software) -> dict[str, Any]:
    """Amina's credential, issued."""
    rositsa_software.post(f"/cohorts/{graded['id']}/awards")
    batch = rositsa_software.post(f"/cohorts/{graded['id']}/batches").json()
    run_batch(Batch.objects.get(public_id=batch["id"]).pk, now=lambda: datetime.now(UTC))
    made: dict[str, Any] = rositsa_software.get("/credentials").json()["items"][0]
    return made


@pytest.fixture
def amina_software(amina: Person) -> Software:
    """Amina's own software, with a personal token."""
    return Software(personal_tokens.create(amina, name="phone", at=datetime.now(UTC))[1])


@pytest.fixture
def make_form() -> Callable[[str, str], dict[str, Any]]:
    """A file as a form sends it, each time in another envelope."""

    def made(name: str, text: str | bytes) -> dict[str, Any]:
        boundary = secrets.token_hex(12)
        content = text.encode() if isinstance(text, str) else text
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        body = head.encode() + content + f"\r\n--{boundary}--\r\n".encode()
        return {"data": body, "content_type": f"multipart/form-data; boundary={boundary}"}

    return made


@pytest.fixture
def make_software() -> type[Software]:
    """Software with any key."""
    return Software
