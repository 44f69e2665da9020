"""The record as a European Digital Credential for Learning: unsigned ELM 3 JSON-LD.

    EuropeanDigitalCredential ─ issuer · displayParameter · credentialSubject Person ─ hasClaim LearningAchievement
                                                              awardedBy · influencedBy · provenBy · specifiedBy Qualification

Sealing adds what only a seal can: `issued`, and the issuer's identifier out of the certificate.
Source: http://data.europa.eu/snb/model/elm, application profile EDC generic; Verifiable Credentials Data Model 1.1.
"""

from __future__ import annotations

import base64

from laurel.annex1.record import AnnexIRecord, Learner, Organisation
from laurel.errors import ProjectionError
from laurel.formats.elm.achievement import achievement_of
from laurel.formats.elm.nodes import LOCAL, Json, Nodes, concept, languages_of, snb, words
from laurel.formats.elm.organisations import EMAIL, Organisations, contact
from laurel.formats.openbadge3.codec import main_language, moment

CONTEXTS = ("https://www.w3.org/2018/credentials/v1", "http://data.europa.eu/snb/model/context/edc-ap")
"""The contexts of ELM 3: version 1.1 of the data model, not 2.0."""

TYPE = "EuropeanDigitalCredential"
"""The type that tells a European Digital Credential from others."""
_FILE_TYPE = "http://publications.europa.eu/resource/authority/file-type"
_PICTURES = ((b"\x89PNG\r\n\x1a\n", "PNG"), (b"\xff\xd8\xff", "JPEG"))


def project(record: AnnexIRecord, *, image: bytes, issuer: Organisation | None = None) -> Json:
    """Write the record as an unsigned European Digital Credential.

    Args:
        record: one learner's micro-credential.
        image: the picture that viewers show, a PNG or JPEG file.
        issuer: who will seal it; the first awarding body when left out. Sealing writes the certificate's identifier into it.

    Raises:
        ProjectionError: no awarding body, a country that the EU does not list, a picture of another kind, an identifier
            used twice, or a learner whom nothing identifies.
    """
    design = record.credential
    _refuse(record)
    nodes = Nodes(main_language(design.title, design.languages))
    organisations = Organisations(nodes)
    bodies = design.awarding_bodies
    achievement = achievement_of(record, nodes, organisations)
    document = {
        "@context": list(CONTEXTS),
        "id": record.id,
        "type": ["VerifiableCredential", TYPE],
        "credentialProfiles": [snb("credential", "e34929035b", {"en": "Generic"})],
        "credentialSchema": [{"id": "http://data.europa.eu/snb/model/ap/edc-generic-full", "type": "ShaclValidator2017"}],
        "issuer": organisations.of(issuer or bodies[0]),
        "issuanceDate": moment(record.issued),
        "validFrom": moment(record.issued),
        "credentialSubject": _person(record.learner, achievement, nodes),
        "displayParameter": _display(record, nodes, image),
    }
    return document | ({"expirationDate": moment(record.valid_until)} if record.valid_until else {})


def uploadable(document: Json) -> Json:
    """The form that the Commission's issuer takes uploads in: the same document, wrapped."""
    return {"credential": document}


def _person(learner: Learner, achievement: Json, nodes: Nodes) -> Json:  # M1
    return nodes.node(
        "Person",
        own_id=learner.id or f"{LOCAL}person:1",
        fullName={nodes.language: learner.name} if learner.name else None,
        contactPoint=None if learner.id else contact(nodes, learner.email),
        hasClaim=[achievement],
    )


def _display(record: AnnexIRecord, nodes: Nodes, image: bytes) -> Json:
    title = record.credential.title
    languages = languages_of(title.languages or (nodes.language,)) or languages_of(("en",))
    picture = _picture(nodes, image)
    details = [nodes.node("DisplayDetail", image=picture, page=1)]
    return nodes.node(
        "DisplayParameter",
        title=words(title, nodes.language),
        description=dict(record.credential.description.root),
        primaryLanguage=(languages_of((nodes.language,)) or languages)[0],
        language=languages,
        individualDisplay=[nodes.node("IndividualDisplay", language=one, displayDetail=details) for one in languages],
    )


def _picture(nodes: Nodes, image: bytes) -> Json:
    kind = next((name for start, name in _PICTURES if image.startswith(start)), None)
    if kind is None:
        raise ProjectionError(
            at="image", why="the picture must be a PNG or JPEG file", why_bg="картинката трябва да е файл PNG или JPEG"
        )
    return nodes.node(
        "MediaObject",
        content=base64.b64encode(image).decode("ascii"),
        contentEncoding=snb("encoding", "6146cde7dd", {"en": "base64"}),
        contentType=concept(f"{_FILE_TYPE}/{kind}", _FILE_TYPE, {"en": kind}, notation="file-type"),
    )


def _refuse(record: AnnexIRecord) -> None:
    design, learner = record.credential, record.learner
    if not design.awarding_bodies:
        raise ProjectionError(
            at="/credential/awarding_bodies",
            why="a European Digital Credential names at least one awarding body",
            why_bg="европейското цифрово удостоверение посочва поне един присъждащ орган",
        )
    if learner.id is None and not EMAIL.fullmatch(learner.email):
        raise ProjectionError(
            at="/learner",
            why="nothing identifies the learner: give an identifier or an e-mail address",
            why_bg="нищо не идентифицира обучаемия: посочете идентификатор или имейл адрес",
        )
    for place, parts in (
        ("learning_outcomes", design.learning_outcomes),
        ("assessments", design.assessments),
        ("awarding_bodies", design.awarding_bodies),
    ):
        if len({part.id for part in parts}) != len(parts):
            raise ProjectionError(
                at=f"/credential/{place}",
                why="two parts have the same identifier",
                why_bg="две части имат един и същ идентификатор",
            )
