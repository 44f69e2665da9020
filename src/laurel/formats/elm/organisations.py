"""Organisations, accreditations and the awarding process (M3, M4, M11): each is written once and repeated whole."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from laurel.annex1.record import AnnexIRecord, Organisation, QualityAssurance
from laurel.annex1.vocabularies import QualityType
from laurel.errors import ProjectionError
from laurel.formats.elm.nodes import Json, Nodes, concept, country, term, words
from laurel.formats.openbadge3.codec import moment

NUTS = "http://data.europa.eu/nuts/code"
NUTS_CODE = re.compile(r"[A-Z]{2}[0-9A-Z]{1,3}")
EMAIL = re.compile(r"[^@\s<>\"?%#&]+@[^@\s<>\"?%#&]+")


class Organisations:
    """The organisations of one document."""

    def __init__(self, nodes: Nodes) -> None:
        self.nodes = nodes
        self._written: dict[str, Json] = {}

    def of(self, body: Organisation) -> Json:
        """An organisation; the first one written under an identifier counts."""
        if body.id not in self._written:
            self._written[body.id] = self._write(body)
        return self._written[body.id]

    def _write(self, body: Organisation) -> Json:
        node = self.nodes.node
        place = country(body.country)
        if place is None:
            raise ProjectionError(
                at="/credential/awarding_bodies",
                why=f"the EU's list of countries has no “{body.country}”",
                why_bg=f"списъкът на ЕС с държави няма „{body.country}“",
            )
        registration = node("LegalIdentifier", notation=body.registration, spatial=place) if body.registration else None
        return node(
            "Organisation",
            own_id=body.id,
            legalName=words(body.legal_name, self.nodes.language),
            location=[self.location(place, body.region)],
            registration=registration,
            homepage=[self.nodes.page(body.url)] if body.url else None,
            contactPoint=contact(self.nodes, body.email),
        )

    def location(self, place: Json, region: str) -> Json:
        """A Location: a NUTS code as a concept, any other region as a name."""
        coded = NUTS_CODE.fullmatch(region) is not None
        return self.nodes.node(
            "Location",
            address=[self.nodes.node("Address", countryCode=place)],
            spatialCode=[concept(f"{NUTS}/{region}", NUTS, notation=region)] if coded else None,
            geographicName={self.nodes.language: region} if region and not coded else None,
        )

    def process(self, record: AnnexIRecord) -> Json:
        """The AwardingProcess that every claim of the document repeats."""
        return self.nodes.node(
            "AwardingProcess",
            awardingBody=[self.of(body) for body in record.credential.awarding_bodies],
            awardingDate=moment(record.awarded) if record.awarded else None,
        )

    def accreditation(self, one: QualityAssurance, body: Organisation) -> Json:
        """M11. ELM wants the agent's country, which the record does not state: the awarding body's stands in."""
        until = f"{one.valid_until.isoformat()}T00:00:00Z" if one.valid_until else None
        return self.nodes.node(
            "Accreditation",
            # a credential with a concept outside the EU's list would be invalid, and internal assurance has none of its own
            dcType=term(one.type if one.type.concept else QualityType.EXTERNAL, "accreditation"),
            additionalNote=[] if one.type.concept else [self.nodes.term_fact("quality-type", one.type)],
            title=words(one.name, self.nodes.language),
            accreditingAgent=self.agent(one, body),
            expiryDate=until,
            landingPage=[self.nodes.page(one.url)] if one.url else None,
        )

    def agent(self, one: QualityAssurance, body: Organisation) -> Json:
        """The agency; the awarding body itself where none is named."""
        if not one.agency:
            return self.of(body)
        return self.nodes.node(
            "Organisation",
            legalName={self.nodes.language: one.agency},
            location=[self.location(country(body.country) or {}, "")],
        )


def contact(nodes: Nodes, email: str) -> list[Json] | None:
    """An e-mail address as a ContactPoint; None for what is none."""
    if not EMAIL.fullmatch(email):
        return None
    mailbox: dict[str, Any] = {"id": "mailto:" + quote(email, safe="@"), "type": "Mailbox"}
    return [nodes.node("ContactPoint", emailAddress=[mailbox])]
