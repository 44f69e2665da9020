"""Checking through the API: anybody, any form, any issuer."""

from __future__ import annotations

import json

import pytest
from django.core.cache import cache

from campus.issuing.models import Credential

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_limit_yet() -> None:
    cache.clear()


def _verify(software, content, kind="application/octet-stream"):
    return software.post("/verify", once=None, data=content, content_type=kind)


def test_our_own_credential_is_accepted(issued, nobody):
    report = _verify(nobody, Credential.objects.get().document).json()

    outcomes = {check["name"]: check["outcome"] for check in report["checks"]}
    assert outcomes["proof"] == outcomes["issuer_key"] == outcomes["status"] == "passed"
    assert outcomes["structure"] == outcomes["schema"] == outcomes["validity"] == "passed"


@pytest.mark.parametrize("form", ["jwt", "png", "svg", "pdf"])
def test_every_downloaded_form_can_be_checked(issued, rositsa_software, nobody, form):
    file = rositsa_software.get(f"/credentials/{issued['id']}/download", format=form).content

    report = _verify(nobody, file).json()

    assert report["outcome"] != "failed"
    assert report["checks"][1] == {**report["checks"][1], "name": "proof", "outcome": "passed"}


def test_a_form_carries_a_file(issued, nobody, make_form):
    sent = make_form("badge.json", Credential.objects.get().document)

    assert nobody.post("/verify", once=None, **sent).json()["outcome"] != "failed"


def test_one_changed_letter_is_refused(issued, nobody):
    document = Credential.objects.get().document.replace("Amina", "Emina")

    report = _verify(nobody, document, "application/json").json()

    assert (report["verdict"], report["outcome"]) == ("reject", "failed")


def test_a_revoked_credential_is_refused(issued, rositsa_software, nobody):
    rositsa_software.post(f"/credentials/{issued['id']}/revoke", {"because": "Issued in error"})

    report = _verify(nobody, Credential.objects.get().document).json()

    assert "REVOKED" in report["codes"]
    assert report["verdict"] == "reject"


@pytest.mark.parametrize("content", ["{}", "hello", "[]", b"\x89PNG\r\n\x1a\n", json.dumps({"@context": []})])
def test_whatever_is_no_credential_gets_a_report_and_no_error(nobody, db, content):
    answer = _verify(nobody, content)

    assert (answer.status_code, answer.json()["verdict"]) == (200, "reject")
    assert answer.json()["headline"]["bg"]


def test_refuses_nothing_at_all(nobody, db):
    answer = _verify(nobody, b"  ")

    assert (answer.status_code, answer.json()["code"]) == (400, "NOTHING_PRESENTED")


def test_refuses_very_many_requests(nobody, db, monkeypatch):
    monkeypatch.setattr("campus.api.v1.verification.MOST_A_MINUTE", 0)

    answer = _verify(nobody, b"{}")

    assert (answer.status_code, answer.json()["code"]) == (429, "TOO_OFTEN")
    assert answer.headers["Retry-After"]
