"""A badge that another implementation has signed, and a desk that it is submitted to."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from openbadgeslib.ob3.ldp import add_data_integrity_proof

from campus.people.models import Organisation, Person, Role
from campus.recognition import cases, deciding
from campus.recognition.cases import Asked, Described
from campus.recognition.models import Case
from cast import member, person
from laurel.did import key as did_key
from laurel.keys import PrivateKey
from plain_badge import badge

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
SEED = bytes([7]) * 32
METHOD = did_key.method_of(PrivateKey.from_seed(SEED).public)
ISSUER = METHOD.partition("#")[0]
FULL = deciding.Verdict(outcome="full", reasons="Everything asked for is covered.")


def foreign_badge(email: str, *, title: str = "Data stewardship", number: int = 1) -> bytes:
    """An Open Badge signed by openbadgeslib, for the holder of an address."""
    document: dict[str, Any] = badge()
    document["id"] = f"urn:uuid:8d5be4a1-0000-4000-8000-{number:012d}"
    document["issuer"] = {"id": ISSUER, "type": ["Profile"], "name": "Foreign Academy"}
    subject = document["credentialSubject"]
    subject["identifier"] = [{"type": "IdentityObject", "hashed": False, "identityHash": email, "identityType": "emailAddress"}]
    subject["achievement"]["name"] = title
    subject["achievement"]["alignment"] = [
        {"type": ["Alignment"], "targetName": "Cleans messy data", "targetUrl": "https://skills.example/clean-data"}
    ]
    subject["achievement"]["criteria"] = {"narrative": "Cleans messy data before analysis."}
    pem = Ed25519PrivateKey.from_private_bytes(SEED).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    signed = add_data_integrity_proof(document, pem, METHOD, created=datetime(2026, 11, 23, 12, tzinfo=UTC))
    return json.dumps(signed).encode()


def officer(organisation: Organisation, name: str) -> Person:
    return member(organisation, person(f"{name.lower()}@desk.example", name), Role.RECOGNITION_OFFICER)


MODULE = Described(
    title="Introduction to data", outcomes=("Cleans messy data before analysis", "Argues about the ethics of algorithms"), eqf=6
)


def submitted(organisation: Organisation, applicant: Person, *, purpose: str = "exemption", **changes: Any) -> Case:
    """A case with one badge of the other implementation, for a module."""
    content = changes.pop("content", None) or foreign_badge(applicant.email)
    at = changes.pop("at", NOW)
    asked = Asked(**({"purpose": purpose, "target": MODULE, "name": applicant.name} | changes))
    return cases.submit(organisation, asked, contents=[content], by=applicant, at=at)


def decided(organisation: Organisation, applicant: Person) -> Case:
    """A case that was recognised in part, by an officer of its own, and appealed: it can be looked at and decided again."""
    case = submitted(organisation, applicant)
    olga = officer(organisation, "Olga")
    deciding.take(case, by=olga, at=NOW)
    deciding.decide(case, deciding.Verdict(outcome="partial", reasons="Ethics is missing."), by=olga, at=NOW)
    return deciding.appeal(case, grounds="The seminar covers ethics.", by=applicant, at=NOW)
