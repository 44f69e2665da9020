"""The record as an Open Badge 2.0 for old backpacks: an assertion, its badge class, its issuer, and the key where it is signed.

Hosted: every document is published at its `id`. Signed: the assertion travels as a token, the other three are published.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal

from laurel.annex1.record import AnnexIRecord, Organisation
from laurel.errors import ProjectionError
from laurel.formats.openbadge2.jws import pem_of
from laurel.formats.openbadge2.shape import CONTEXT
from laurel.formats.openbadge3 import hashed_email
from laurel.formats.openbadge3.codec import main_language, moment, shown
from laurel.formats.openbadge3.losses import Loss
from laurel.formats.openbadge3.narrative import narrative_of
from laurel.keys import PublicKey

Json = dict[str, Any]

LOSSES: Final[tuple[Loss, ...]] = (
    Loss(
        "/credential",
        "Only title, description, criteria as text, skills and tags are written; workload, level, assessments, "
        "participation, quality assurance, supervision and stackability stand in the criteria text at most.",
        "Записват се само название, описание, критерии като текст, умения и етикети; натовареност, ниво, оценявания, "
        "участие, осигуряване на качеството, надзор и надграждаемост стоят най-много в текста на критериите.",
    ),
    Loss(
        "/credential/title",
        "Only the main language of each text is written.",
        "Записва се само основният език на всеки текст.",
    ),
    Loss(
        "/credential/learning_outcomes",
        "The outcomes become one text, the criteria; of the skills only those with an address are written.",
        "Резултатите стават един текст, критериите; от уменията се записват само тези с адрес.",
    ),
    Loss(
        "/credential/awarding_bodies",
        "Only the issuer is written, with name and addresses; an Open Badge 2.0 has no country, which a record needs.",
        "Записва се само издателят, с име и адреси; значката 2.0 няма държава, каквато записът изисква.",
    ),
    Loss(
        "/id",
        "Addresses under which the documents are published stand for the identifiers of the badge and of its design.",
        "Адресите, на които са публикувани документите, заместват идентификаторите на значката и на дизайна.",
    ),
    Loss("/learner", "The learner is a salted hash of the e-mail address.", "Обучаемият е хеш със сол на имейл адреса."),
    Loss(
        "/grade",
        "Grade, results, how it is known who the learner is, evidence and the date of the award are not written.",
        "Оценката, резултатите, как е установено кой е обучаемият, доказателствата и датата на присъждане не се записват.",
    ),
)
"""What an Open Badge 2.0 does not carry; `carried` applies exactly these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """The documents of one badge. `published` maps each address to what must be served there."""

    assertion: Json
    published: dict[str, Json]


def project(
    record: AnnexIRecord,
    *,
    base: str,
    image: str,
    salt: str,
    issuer: Organisation | None = None,
    key: PublicKey | None = None,
) -> Export:
    """Write the record as an Open Badge 2.0.

    Args:
        record: one learner's micro-credential; the e-mail address of the learner is needed.
        base: the https address under which the documents will be published, without a slash at its end.
        image: address or data URI of the badge picture.
        salt: for hashing the e-mail address.
        issuer: who issues; the first awarding body when left out. An address and an e-mail are needed.
        key: the key that will sign; a hosted badge is written when left out.

    Raises:
        ProjectionError: no e-mail address, no issuer, or one without address and e-mail.
    """
    design = record.credential
    language = main_language(design.title, design.languages)
    body = _issuer(record, issuer)
    if not record.learner.email:
        raise _missing(
            "/learner/email", "an Open Badge 2.0 is awarded to an e-mail address", "значка 2.0 се присъжда на имейл адрес"
        )
    profile: Json = _document(f"{base}/issuer", "Profile") | {
        "name": shown(body.legal_name, language),
        "url": body.url,
        "email": body.email,
    }
    badge: Json = _document(f"{base}/badge", "BadgeClass") | {
        "@language": language,
        "name": shown(design.title, language),
        "description": shown(design.description, language),
        "image": image,
        "criteria": {"narrative": narrative_of(design, language)},
        "issuer": profile["id"],
        "alignment": [
            {
                "targetName": shown(skill.name, language),
                "targetUrl": skill.url,
                "targetFramework": skill.framework,
                "targetCode": skill.code,
            }
            for outcome in design.learning_outcomes
            for skill in outcome.skills
            if skill.url
        ],
        "tags": [tag for tag in design.tags if tag],
    }
    published: dict[str, Json] = {badge["id"]: badge, profile["id"]: profile}
    hosted_at = f"{base}/assertion"
    assertion: Json = _document(record.id if key else hosted_at, "Assertion") | {
        "recipient": {
            "type": "email",
            "hashed": True,
            "salt": salt,
            "identity": hashed_email(record.learner.email, salt=salt),
        },
        "badge": badge["id"],
        "verification": {"type": "signed", "creator": f"{base}/key"} if key else {"type": "hosted"},
        "issuedOn": moment(record.issued),
    }
    if record.valid_until:
        assertion["expires"] = moment(record.valid_until)
    if key is None:
        published[hosted_at] = assertion
    else:
        published |= _signing(base, profile, key)
    return Export(assertion=assertion, published=published)


def _signing(base: str, profile: Json, key: PublicKey) -> dict[str, Json]:
    revoked: Json = _document(f"{base}/revoked", "RevocationList") | {"issuer": profile["id"], "revokedAssertions": []}
    published: Json = _document(f"{base}/key", "CryptographicKey") | {"owner": profile["id"], "publicKeyPem": pem_of(key)}
    profile |= {"publicKey": published["id"], "revocationList": revoked["id"]}
    return {published["id"]: published, revoked["id"]: revoked}


def _document(address: str, kind: Literal["Assertion", "BadgeClass", "Profile", "CryptographicKey", "RevocationList"]) -> Json:
    return {"@context": CONTEXT, "id": address, "type": kind}


def _issuer(record: AnnexIRecord, issuer: Organisation | None) -> Organisation:
    bodies = record.credential.awarding_bodies
    body = issuer or (bodies[0] if bodies else None)
    if body is None or not body.url or not body.email:
        raise _missing(
            "/credential/awarding_bodies",
            "an Open Badge 2.0 needs an issuer with web and e-mail address",
            "значка 2.0 се нуждае от издател с уеб и имейл адрес",
        )
    return body


def _missing(at: str, why: str, why_bg: str) -> ProjectionError:
    return ProjectionError(at=at, why=why, why_bg=why_bg)
