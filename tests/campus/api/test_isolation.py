"""Nobody sees another organisation: every address with an id answers 404 to whoever does not belong there."""

from __future__ import annotations

import re
import uuid

import pytest

from badges import edition_of
from campus.api.v1.edition import v1
from campus.catalogue.models import Design, DesignVersion
from campus.connectors.webhooks import subscriptions
from campus.connectors.webhooks.subscriptions import WebhookFacts
from campus.issuing.models import Credential
from campus.learning.models import GradebookUpload
from campus.policies.own_packs import keep_pack
from campus.quality.models import Comment, Review
from campus.web.staff.policies.example import EXAMPLE
from quizzes import make_bank, open_quiz

pytestmark = pytest.mark.django_db
OPEN = {
    "/api/v1/",
    "/api/v1/status",
    "/api/v1/verify",
    "/api/v1/me/tokens",
    "/api/v1/frameworks",
    "/api/v1/skills",
    "/api/v1/skills/suggestions",
    "/api/v1/policies",
    "/api/v1/policies/compare",
    "/api/v1/policies/evaluate",
    "/api/v1/policies/{pack_id}",
}
"""For everybody: they say nothing of any organisation."""
_TAKES = {"name": "SIS", "url": "https://sis.example.org/hook", "events": ["credential.issued"]}
BODIES = {
    "post /api/v1/webhooks": _TAKES,
    "put /api/v1/webhooks/{webhook_id}": _TAKES | {"paused": True},
    "post /api/v1/webhooks/{webhook_id}/replay": {"only_dead": True},
    "put /api/v1/designs/{design_id}": {"draft": {}, "revision": 1},
    "post /api/v1/designs/{design_id}/editions": {"language": "bg", "mode": "online", "rolling": True},
    "put /api/v1/editions/{edition_id}": {"language": "bg", "mode": "online", "rolling": True, "revision": 1},
    "post /api/v1/editions/{edition_id}/applications": {"applications": "closed"},
    "put /api/v1/gradebooks/{gradebook_id}/mapping": {"mapping": {"number": 0, "email": 1}},
    "post /api/v1/designs/{design_id}/versions/{number}/endorsements": {"endorser": "x", "kind": "other", "reason": "x"},
    "post /api/v1/endorsements/{endorsement_id}/sign": {"comment": "x"},
    "post /api/v1/endorsements/{endorsement_id}/decline": {"because": "x"},
    "post /api/v1/endorsements/{endorsement_id}/withdraw": {"because": "x"},
    "post /api/v1/quality/complaints/{complaint_id}/answer": {"outcome": "partly", "text": "x"},
    "put /api/v1/designs/{design_id}/borders": {"open": True},
    "post /api/v1/designs/{design_id}/quality-reviews": {"purpose": "occasion", "criteria": "annex-ii"},
    "put /api/v1/quality/reviews/{dossier_id}/findings/{criterion}": {"outcome": "met"},
    "post /api/v1/quality/reviews/{dossier_id}/evidence": {"title": "Minutes", "url": "https://x.example/"},
    "post /api/v1/quality/reviews/{dossier_id}/decision": {"decision": "fulfilled"},
    "post /api/v1/quality/reviews/{dossier_id}/conditions/{number}/fulfil": {"evidence": str(uuid.uuid4())},
    "put /api/v1/chain": {"stages": [{"kind": "quality_review"}], "because": "x"},
    "post /api/v1/reviews/{review_id}/comments": {"text": "x"},
    "post /api/v1/comments/{comment_id}/answers": {"text": "x"},
    "post /api/v1/reviews/{review_id}/delegate": {"to": str(uuid.uuid4())},
    "post /api/v1/reviews/{review_id}/invitations": {"email": "guest@x.example", "name": "Guest"},
    "post /api/v1/keys/{number}/compromised": {"since": "2026-11-20T09:00:00Z"},
    "post /api/v1/cohorts/{cohort_id}/identity": {"learners": ["1"], "level": "none"},
    "put /api/v1/cohorts/{cohort_id}/supervision": {"assessments": {}},
    "post /api/v1/cohorts": {"title": "x", "version": 1},
    "post /api/v1/question-banks": {"title": "x"},
    "post /api/v1/organisation/policies": {"text": "broken"},
    "post /api/v1/organisation/policies/try": {"text": "broken"},
    "put /api/v1/organisation/policies/chosen": {"packs": {}},
    "put /api/v1/organisation/policies/{pack_id}/publication": {"published": False},
    "post /api/v1/me/claims": {"secret": "x"},
    "post /api/v1/editions/{edition_id}/intake": {"title": "Spring"},
    "put /api/v1/intakes/{intake_id}": {"revision": 1},
    "put /api/v1/intakes/{intake_id}/prerequisites": {"prerequisites": [], "revision": 1},
    "post /api/v1/intakes/{intake_id}/decisions": {"do": "admit", "applications": [str(uuid.uuid4())]},
    "post /api/v1/intakes/{intake_id}/invitations": {"emails": ["x@x.example"]},
    "post /api/v1/stack-applications/{application_id}/decision": {"decision": "refuse", "because": "x"},
}


@pytest.fixture
def addresses(settings) -> list[tuple[str, str]]:
    paths = v1.get_openapi_schema()["paths"]
    return [(method, path) for path, methods in paths.items() if path not in OPEN for method in methods]


@pytest.fixture
def ids(issued, laurel_university, adela, bruno, carla, monday) -> dict[str, str]:
    """An id of each kind, all of Laurel University."""
    bank_cohort = GradebookUpload.objects.get().cohort
    bank = make_bank(bank_cohort, bruno)
    return {
        "design_id": issued["design"],
        "edition_id": str(edition_of(DesignVersion.objects.get(), bruno, monday).public_id),
        "cohort_id": str(GradebookUpload.objects.get().cohort.public_id),
        "gradebook_id": str(GradebookUpload.objects.get().public_id),
        "batch_id": issued["batch"],
        "credential_id": issued["id"],
        "review_id": str(Review.objects.get().pk),
        "comment_id": str(_comment(bruno, monday).pk),
        "invitation_id": "1",
        "accreditation_id": str(uuid.uuid4()),
        "dossier_id": str(uuid.uuid4()),
        "complaint_id": str(uuid.uuid4()),
        "endorsement_id": str(uuid.uuid4()),
        "criterion": "P1",
        "number": "1",
        "bank_id": str(bank.public_id),
        "quiz_id": str(open_quiz(bank_cohort, bruno, bank=bank).public_id),
        "form": "qti",
        "webhook_id": str(_webhook(laurel_university, adela, monday).public_id),
        "delivery_id": str(uuid.uuid4()),
        "intake_id": str(uuid.uuid4()),
        "programme_id": str(uuid.uuid4()),
        "application_id": str(uuid.uuid4()),
        "pack_id": keep_pack(laurel_university, text=EXAMPLE.format(slug="ours"), by=carla, at=monday).pack.pack_id,
    }


def _webhook(organisation, person, at):
    return subscriptions.create(organisation, WebhookFacts(**_TAKES), by=person, at=at)[0]


def _comment(person, at):
    review = Review.objects.get()
    facts = {"design": review.design, "review": review, "stage": review.stages.get()}
    return Comment.objects.create(**facts, text="Shorter.", made_by=person, made_at=at)


def _send(software, method, path, body=None):
    path = path.removeprefix("/api/v1")
    return (
        software.get(path)
        if method == "get"
        else software.delete(path)
        if method == "delete"
        else _write(software, method, path, body)
    )


def _write(software, method, path, body):
    return getattr(software, method)(path, body)


def test_dmitri_gets_404_for_everything_of_another_university(addresses, ids, dmitri_software):
    asked = 0
    for method, path in addresses:
        if "{" not in path or "/me/" in path:
            continue
        filled = re.sub(r"{(\w+)}", lambda found: ids[found[1]], path)
        answer = _send(dmitri_software, method, filled, BODIES.get(f"{method} {path}"))
        assert (answer.status_code, answer.json()["code"]) == (404, "NOT_FOUND"), f"{method} {path}: {answer.content!r}"
        asked += 1

    assert asked > 30
    assert Credential.objects.get().revoked_at is None
    assert Design.objects.get().state == "published"


def test_dmitri_opens_no_cohort_for_another_universitys_design(published, dmitri_software):
    asked = {"design": published["id"], "version": 1, "title": "Theirs"}

    assert dmitri_software.post("/cohorts", asked).status_code == 404


def test_dmitris_lists_are_empty(issued, dmitri_software):
    for path in ("/designs", "/reviews", "/cohorts", "/batches", "/credentials"):
        assert dmitri_software.get(path).json()["items"] == []


def test_nothing_opens_without_a_key(addresses, ids, nobody):
    for method, path in addresses:
        filled = re.sub(r"{(\w+)}", lambda found: ids.get(found[1], issued_id(ids)), path)
        assert _send(nobody, method, filled, {}).status_code == 401, f"{method} {path}"


def issued_id(ids: dict[str, str]) -> str:
    return ids["credential_id"]


def test_a_key_without_roles_opens_nothing_with_an_id(addresses, ids, bruno_software, bruno):
    bruno.memberships.all().delete()

    for method, path in addresses:
        if "{" not in path or "/me/" in path:
            continue
        filled = re.sub(r"{(\w+)}", lambda found: ids[found[1]], path)
        answer = _send(bruno_software, method, filled, BODIES.get(f"{method} {path}"))
        assert answer.status_code in (403, 404), f"{method} {path}: {answer.status_code}"
