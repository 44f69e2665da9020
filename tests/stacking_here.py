"""Programmes of the sample university, and badges that count in them."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from badges import issued, published
from campus.catalogue.models import DesignVersion
from campus.issuing.models import Credential
from campus.people.models import Organisation, Person
from campus.recognition import stack_drafts, stack_programmes
from campus.recognition.models import Programme, ProgrammeVersion
from campus.recognition.stack_reading import design_iri
from campus.wallet.models import Holding
from cast import MONDAY
from laurel.annex1.record import LangString


def micro(organisation: Organisation, author: Person, officer: Person, title: str, *, ects: int = 2) -> DesignVersion:
    """A published micro-credential with outcomes of its own."""
    return published(
        organisation,
        author,
        officer,
        title=LangString({"en": title, "bg": f"{title} (бг)"}),
        workload={"hours": ects * 25, "ects": ects},
        tags=("Data",),
        learning_outcomes=[{"id": name, "statement": {"en": f"Explains {title}: {name}"}} for name in ("judge", "order")],
    )


def earned(version: DesignVersion, registrar: Person, learner: Person) -> Credential:
    """A badge in the learner's account."""
    credential = issued(version, registrar, email=learner.email, name=learner.name)
    Holding.objects.create(credential=credential, person=learner, claimed_at=timezone.now())
    return credential


def one(title: str, version: DesignVersion, ects: str | None = None) -> dict[str, Any]:
    """A requirement that one micro-credential fills."""
    node = {"kind": "one", "title": {"en": title, "bg": title}, "from": {"designs": [design_iri(version.design)]}}
    return node if ects is None else {**node, "ects": ects}


def credits_from(title: str, least: str, **choice: Any) -> dict[str, Any]:
    """A requirement of at least so many credits."""
    return {"kind": "credits", "title": {"en": title, "bg": title}, "from": choice, "min_ects": least}


def written(
    organisation: Organisation, author: Person, awards: DesignVersion, *nodes: dict[str, Any], **facts: Any
) -> Programme:
    """A programme with these requirements, ready to be published."""
    programme = stack_programmes.create_programme(
        organisation, {"en": "Certificate in data", "bg": "Свидетелство по данни"}, by=author, at=MONDAY
    )
    said = {
        "description": {"en": "From tables to decisions.", "bg": "От таблици до решения."},
        "awards": str(awards.design.public_id),
        **facts,
    }
    stack_programmes.set_facts(programme, said, revision=1, by=author, at=MONDAY)
    for node in nodes:
        stack_programmes.rewrite(
            programme,
            lambda draft, node=node: stack_drafts.added(draft, stack_drafts.ROOT, node),
            revision=None,
            by=author,
            at=MONDAY,
        )
    programme.refresh_from_db()
    return programme


def offered(
    organisation: Organisation, author: Person, officer: Person, awards: DesignVersion, *nodes: dict[str, Any], **facts: Any
) -> ProgrammeVersion:
    """The same, published."""
    return stack_programmes.publish(written(organisation, author, awards, *nodes, **facts), by=officer, at=MONDAY)
