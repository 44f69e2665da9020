"""Names, titles and comments that are code: everywhere they are shown, they stay words."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from badges import issued, published, said
from campus.catalogue.designs import create_design
from campus.issuing.models import Credential
from campus.issuing.revoke import revoke
from campus.learning.gradebook import Problem
from campus.learning.gradebook.export import csv_lines
from campus.learning.models import Cohort, Enrolment, GradebookUpload
from campus.people.models import ApiKey, Organisation
from campus.quality.models import Review
from campus.wallet import deliver
from campus.wallet.links import claim_secret
from campus.wallet.messages import compose
from laurel.annex1 import record as annex1
from matrix import read_matrix
from rounds import begun

CODE = """"'><xss-laurel onmouseover=alert(1)><script>alert(1)</script>{{ 7|add:7 }}</title></textarea>\u202e"""
SHORT = '"><xss-laurel>'
LINK = "javascript:alert(document.cookie)"


class _Found(HTMLParser):
    """Notices when a stranger's words became a tag, an attribute or a link."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "xss-laurel" or any(name.startswith(("on", "xss")) for name, _value in attrs):
            self.faults.append(f"<{tag}> with {attrs}")
        for name, value in attrs:
            if name in ("href", "src", "action") and (value or "").strip().lower().startswith("javascript:"):
                self.faults.append(f"<{tag} {name}={value}>")


def _faults(html: str) -> list[str]:
    found = _Found()
    found.feed(html)
    return found.faults + (["a template was run"] if "14</title>" in html else [])


@pytest.fixture
def hostile(world: Any) -> Any:
    """The world with code wherever people write."""
    at = timezone.now()
    Organisation.objects.filter(pk=world.organisation.pk).update(
        name_en=CODE, name_bg=CODE, region=SHORT, registration=CODE[:50]
    )
    world.organisation.refresh_from_db()
    for person in (world.bruno, world.amina, world.adela, world.carla):
        person.name = CODE
        person.save()
    text = said(CODE, CODE)
    outcome = annex1.LearningOutcome(
        id="lo", statement=text, skills=(annex1.SkillReference(framework=CODE, code=CODE, name=text),)
    )
    changes = {
        "title": text,
        "description": text,
        "prerequisites": text,
        "tags": (CODE,),
        "further_information": text,
    }
    version = published(world.organisation, world.bruno, world.carla, **changes, learning_outcomes=(outcome,), assessments=())
    world.version, world.design = version, version.design
    world.waiting = issued(version, world.rositsa, name=CODE)
    deliver.deliver([world.waiting.pk], at=at)
    world.secret = claim_secret(world.waiting.public_id, generation=1)
    Credential.objects.filter(pk=world.badge.pk).update(recipient_name=CODE, grade=CODE, design_version=version)
    draft = {"title": {"en": CODE, "bg": CODE}, "description": {"en": CODE}, "links": [LINK], "tags": [CODE]}
    world.draft = create_design(world.organisation, by=world.bruno, at=at, draft=draft)
    handed_in = create_design(world.organisation, by=world.bruno, at=at, draft=draft)
    world.review = begun(handed_in, at=at)
    Review.objects.filter(pk=world.review.pk).update(comment=CODE)
    Cohort.objects.filter(pk=world.cohort.pk).update(title=CODE[:200])
    Enrolment.objects.all().update(name=CODE)
    problem = Problem(row=2, column="B", header=CODE, code="BAD_EMAIL", facts={"value": CODE}).to_json()
    GradebookUpload.objects.all().update(file_name=CODE, problems=[problem], problem_count=1)
    ApiKey.objects.all().update(name=SHORT)
    type(world.share).objects.filter(pk=world.share.pk).update(note=CODE)
    return world


def test_refuses_to_run_what_people_wrote(hostile, visitors):
    broken = []
    for line in read_matrix("pages.txt"):
        if line.method != "GET" or line.address == "accounts/logout/":
            continue
        for name in ("anonymous", "amina", "bruno", "carla", "rositsa", "adela"):
            answer = visitors[name].get(hostile.address(line.address).replace("//", "/"))
            if answer.status_code >= 500:
                broken.append(f"{line.address} ({name}): {answer.status_code}")
            if answer.headers.get("Content-Type", "").startswith(("text/html", "image/svg")) and not answer.streaming:
                broken += [f"{line.address} ({name}): {fault}" for fault in _faults(answer.content.decode())]

    assert broken == []


def test_refuses_to_run_it_on_a_revoked_badge(hostile, visitors):
    revoke(hostile.badge.pk, because=CODE[:400], by=hostile.rositsa, at=timezone.now())

    page = visitors["anonymous"].get(hostile.address("s/<slug:token>")).content.decode()

    assert _faults(page) == []


def test_refuses_to_run_it_in_mail_or_to_forge_its_head(hostile):
    Credential.objects.filter(pk=hostile.waiting.pk).update(recipient_name=f"{CODE}\r\nBcc: all@x.example")
    hostile.waiting.refresh_from_db()
    hostile.waiting.design_version.title_en = f"{CODE}\r\nBcc: all@x.example"
    hostile.waiting.design_version.title_bg = ""
    letter = compose(hostile.waiting, secret="x" * 43, expires_at=timezone.now())
    letter.send()

    [sent] = mail.outbox
    assert sent.to == ["amina@students.example"]
    assert "\n" not in sent.subject
    assert "Bcc" not in sent.message().as_string().partition("\n\n")[0].replace("Subject", "").split("\n")
    assert "Bcc" not in sent.message()
    assert _faults(str(sent.alternatives[0][0])) == []


@pytest.mark.parametrize(
    "cell", ["=1+1", " =1+1", "\t=1", "+1+1", "-1+1", "@SUM(1)", "|calc", "＝1", "%0A=1", "\n=1", "=cmd|' /C calc'!A0"]
)
def test_refuses_to_write_a_formula(cell):
    [_mark, line] = csv_lines([(cell, "2")])

    assert line.decode().lstrip('"').startswith("'")
