"""Every address × every one of the cast: the answer is the one written in pages.txt and operations.txt."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from matrix import Line, operations, pages, read_matrix

CAST = ("anonymous", "amina", "boris", "bruno", "vera", "asen", "radka", "carla", "rositsa", "adela", "dmitri")
PAGES, OPERATIONS = "pages.txt", "operations.txt"
METHODS = ("GET", "POST")
BODIES: dict[str, dict[str, Any]] = {
    "PUT api/v1/designs/{design_id}": {"draft": {}, "revision": 99},
    "POST api/v1/designs/{design_id}/editions": {"language": "bg", "mode": "online", "rolling": True},
    "PUT api/v1/editions/{edition_id}": {"language": "bg", "mode": "online", "rolling": True, "revision": 99},
    "POST api/v1/editions/{edition_id}/applications": {"applications": "closed"},
    "POST api/v1/editions/{edition_id}/intake": {"title": "Spring"},
    "PUT api/v1/intakes/{intake_id}": {"revision": 99},
    "PUT api/v1/intakes/{intake_id}/prerequisites": {"prerequisites": [], "revision": 99},
    "POST api/v1/intakes/{intake_id}/decisions": {
        "do": "admit",
        "applications": ["00000000-0000-4000-8000-000000000000"],
    },
    "POST api/v1/intakes/{intake_id}/invitations": {"emails": ["more@x.example"]},
    "PUT api/v1/chain": {"stages": [{"kind": "quality_review"}, {"kind": "academic_approval"}]},
    "POST api/v1/reviews/{review_id}/comments": {"text": "Shorter."},
    "POST api/v1/comments/{comment_id}/answers": {"text": "Done."},
    "POST api/v1/reviews/{review_id}/delegate": {"to": "00000000-0000-4000-8000-000000000000"},
    "POST api/v1/reviews/{review_id}/invitations": {"email": "guest@x.example", "name": "Guest"},
    "PUT api/v1/gradebooks/{gradebook_id}/mapping": {"mapping": {"number": 0, "email": 1}},
    "POST api/v1/cohorts/{cohort_id}/identity": {"learners": ["101"], "level": "none"},
    "PUT api/v1/cohorts/{cohort_id}/supervision": {"assessments": {}},
    "POST api/v1/keys/{number}/compromised": {"since": "2026-11-20T09:00:00Z"},
    "POST api/v1/me/claims": {"secret": "x"},
    "POST api/v1/me/tokens": {"email": "nobody@x.example", "password": "x", "name": "x"},
    "PUT api/v1/quality/policy": {"review_months": 6},
    "POST api/v1/quality/accreditations": {"agency": "NEAA", "decision": "positive", "valid_from": "2026-01-01"},
    "PUT api/v1/designs/{design_id}/borders": {"open": True},
    "POST api/v1/organisation/policies": {"text": "broken"},
    "POST api/v1/organisation/policies/try": {"text": "broken"},
    "PUT api/v1/organisation/policies/chosen": {"packs": {}},
    "PUT api/v1/organisation/policies/{pack_id}/publication": {"published": False},
    "POST api/v1/designs/{design_id}/versions/{number}/endorsements": {"endorser": "x", "kind": "other", "reason": "x"},
    "POST api/v1/endorsements/{endorsement_id}/sign": {"comment": "x"},
    "POST api/v1/endorsements/{endorsement_id}/decline": {"because": "x"},
    "POST api/v1/endorsements/{endorsement_id}/withdraw": {"because": "x"},
    "POST api/v1/quality/complaints/{complaint_id}/answer": {"outcome": "partly", "text": "x"},
    "POST api/v1/me/complaints": {"design": "00000000-0000-4000-8000-000000000000", "text": "x"},
    "POST api/v1/quality/criteria": {"text": "no set"},
    "POST api/v1/designs/{design_id}/quality-reviews": {"purpose": "occasion", "criteria": "annex-ii"},
    "PUT api/v1/quality/reviews/{dossier_id}/findings/{criterion}": {"outcome": "met"},
    "POST api/v1/quality/reviews/{dossier_id}/evidence": {"title": "Minutes", "url": "https://x.example/"},
    "POST api/v1/quality/reviews/{dossier_id}/decision": {"decision": "fulfilled"},
    "POST api/v1/quality/reviews/{dossier_id}/conditions/{number}/fulfil": {"evidence": "00000000-0000-4000-8000-000000000000"},
    "POST vc-api/credentials/issue": {"credential": {"a": 1}},
    "POST vc-api/credentials/verify": {"verifiableCredential": {"a": 1}},
    "POST vc-api/presentations/verify": {
        "verifiablePresentation": {"a": 1},
        "options": {"challenge": "x", "domain": "x"},
    },
    "POST api/v1/verify": {"a": 1},
    "POST api/v1/webhooks": {"name": "R", "url": "https://r.example/", "events": ["award.made"]},
    "PUT api/v1/webhooks/{webhook_id}": {
        "name": "R",
        "url": "https://r.example/",
        "events": ["award.made"],
        "paused": False,
    },
    "POST api/v1/question-banks": {"title": "Spring"},
    "POST api/v1/stack-applications/{application_id}/decision": {"decision": "refuse", "because": "No."},
}


def _class_of(answer: Any) -> str:
    if answer.status_code == 302 and answer["Location"].startswith("/accounts/login/"):
        return "login"
    return str(answer.status_code)


def _undone(ask: Any) -> str:
    """The answer's class; whatever the request changed is rolled back, so that no line of the matrix meets another's traces."""
    with transaction.atomic():
        answer = _class_of(ask())
        transaction.set_rollback(True)
    return answer


def _page(world: Any, client: Any, line: Line) -> str:
    address = world.address(line.address).replace("//", "/")
    session = dict(client.cookies)
    answer = _undone(lambda: getattr(client, line.method.lower())(address))
    client.cookies.clear()
    client.cookies.update(session)
    return answer


def _operation(world: Any, client: Any, headers: dict[str, str], line: Line) -> str:
    body = dict(BODIES.get(f"{line.method} {line.address}", {}))
    if line.address == "api/v1/cohorts" and line.method == "POST":
        body = {"design": str(world.design.public_id), "version": 1, "title": "Autumn"}
    sent = {} if line.method == "GET" else {"data": body, "content_type": "application/json"}
    ask = getattr(client, line.method.lower())
    return _undone(lambda: ask(world.address(line.address), headers=headers, **sent))


def test_every_page_is_in_the_matrix():
    written = {line.address for line in read_matrix(PAGES)}

    assert sorted(set(pages()) - written) == [], "classify these new addresses in pages.txt"
    assert sorted(written - set(pages())) == [], "these addresses are no more"


def test_every_page_is_classified_for_reading_and_writing():
    lines = {(line.address, line.method) for line in read_matrix(PAGES)}

    assert [(address, method) for address in pages() for method in METHODS if (address, method) not in lines] == []


def test_every_operation_is_in_the_matrix():
    assert [(line.address, line.method) for line in read_matrix(OPERATIONS)] == operations()


def test_strangers_find_nothing_in_an_organisation():
    inside = [line for line in read_matrix(PAGES) if line.address.startswith("o/") and not line.address.endswith("did.json")]
    let_in = [
        (line.method, line.address, name)
        for line in inside
        for name in ("amina", "boris", "dmitri")
        if line.answers[name] not in ("404", "405")
    ]

    assert let_in == []
    assert [line.address for line in inside if line.answers["anonymous"] not in ("login", "405")] == []


@pytest.mark.parametrize("method", METHODS)
def test_nobody_reaches_into_another_organisation_through_their_own(world, visitors, method):
    reached = []
    for line in read_matrix(PAGES):
        if line.method == method and line.address.startswith("o/<slug:slug>/") and line.address.count("<") > 1:
            address = world.address(line.address, slug="other-university", number=7)
            answer = _undone(lambda at=address: getattr(visitors["dmitri"], method.lower())(at))
            if answer not in ("404", "405"):
                reached.append(f"{method} {line.address}: {answer}")

    assert reached == []


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_no_page_does_anything_on_other_methods(world, visitors, method):
    done = []
    for line in read_matrix(PAGES):
        if line.method == "GET" and not line.address.startswith(("api/", "^", "vc-api/")):
            ask = visitors["adela"].generic
            address = world.address(line.address).replace("//", "/")
            answer = _undone(lambda at=address, ask=ask: ask(method, at))
            if answer not in ("302", "403", "404", "405") and not line.address.startswith("accounts/"):
                done.append(f"{method} {line.address}: {answer}")

    assert done == []


@pytest.mark.parametrize("name", CAST)
def test_every_page_answers_as_written(world, visitors, name):
    differing = []
    for line in read_matrix(PAGES):
        answer = _page(world, visitors[name], line)
        if answer != line.answers[name]:
            differing.append(f"{line.method} {line.address}: {answer}, not {line.answers[name]}")

    assert differing == []


@pytest.mark.parametrize("name", CAST)
def test_every_operation_answers_as_written(world, client, software, name):
    client.raise_request_exception = False
    differing = []
    for line in read_matrix(OPERATIONS):
        answer = _operation(world, client, software[name], line)
        if answer != line.answers[name]:
            differing.append(f"{line.method} {line.address}: {answer}, not {line.answers[name]}")

    assert differing == []
