"""Comprehensive Learner Records (CLR 2.0): a transcript of several signed credentials, and how they relate.

    project(credentials, …) -> dict           unsigned; every embedded credential keeps its own proof
    parse(document)         -> Transcript     the records of its badges, and the associations between their achievements
    LOSSES                                    what a transcript cannot carry; `carried` applies exactly that to its records

Source: https://www.imsglobal.org/spec/clr/v2p0.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from laurel.annex1.record import AnnexIRecord, Learner, Organisation
from laurel.canon.contexts import CREDENTIALS_V2, OPEN_BADGES_V3
from laurel.errors import MalformedError, Phrase, ProjectionError
from laurel.formats import openbadge3
from laurel.formats.openbadge3.codec import moment
from laurel.formats.openbadge3.credential import profile_of
from laurel.formats.openbadge3.identity import subject_of
from laurel.formats.openbadge3.losses import Loss
from laurel.formats.openbadge3.reading import first_object, objects, texts, words
from laurel.formats.schema.lists import ASSOCIATION_TYPE

Json = dict[str, Any]

CONTEXTS: Final = (CREDENTIALS_V2, "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json", OPEN_BADGES_V3)
"""The three contexts, in the order that CLR 2.0 asks for."""

LOSSES: Final[tuple[Loss, ...]] = (
    Loss(
        "/credentials",
        "A credential that is a token (JWT) or a sealed European Digital Credential cannot be embedded.",
        "Удостоверение във вид на токен (JWT) или подпечатано европейско цифрово удостоверение не може да бъде вградено.",
    ),
    Loss(
        "/records",
        "Each record is what its badge carries; see the losses of Open Badges 3.0.",
        "Всеки запис съдържа каквото носи значката му; вижте загубите на Open Badges 3.0.",
    ),
    Loss(
        "/learner/email",
        "The learner's e-mail address is written only as a salted hash, where it identifies the learner.",
        "Имейл адресът на обучаемия се записва само като хеш със сол, когато той идентифицира обучаемия.",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Association:
    """How two achievements relate: `kind` is one of the specification's words, such as isChildOf or precedes."""

    kind: str
    source: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """What a learner record says. `records` are its badges, in order; `credentials` the embedded documents as they stand."""

    id: str
    name: str
    records: tuple[AnnexIRecord, ...]
    credentials: tuple[Mapping[str, Any], ...]
    associations: tuple[Association, ...]


def project(  # noqa: PLR0913 - a transcript says as much
    credentials: Sequence[Mapping[str, Any]],
    *,
    id: str,  # noqa: A002 - the specification's own word
    name: str,
    issuer: Organisation,
    learner: Learner,
    issued: datetime,
    associations: Sequence[Association] = (),
    salt: str | None = None,
    status: Json | None = None,
) -> Json:
    """Write an unsigned learner record around signed credentials.

    Raises:
        ProjectionError: no credential, one without a proof, an identifier used twice, an association between achievements
            that are not in it, or a learner whom nothing identifies.
    """
    _refuse(credentials, associations, {id, issuer.id})
    document: Json = {
        "@context": list(CONTEXTS),
        "id": id,
        "type": ["VerifiableCredential", "ClrCredential"],
        "name": name,
        "issuer": profile_of(issuer, language="en"),
        "validFrom": moment(issued),
        "credentialSubject": subject_of(learner, salt=salt, with_name=True)
        | {"type": ["ClrSubject"], "verifiableCredential": [dict(one) for one in credentials]}
        | ({"association": [_association(one) for one in associations]} if associations else {}),
    }
    return document | ({"credentialStatus": status} if status else {})


def parse(unverified_document: Mapping[str, Any]) -> Transcript:
    """What a learner record says; nothing here checks a signature.

    Raises:
        MalformedError: it is no learner record, or a badge in it cannot be read.
    """
    subject = first_object(unverified_document.get("credentialSubject"))
    if "ClrCredential" not in texts(unverified_document.get("type")):
        raise MalformedError(at="/type", why=Phrase("it is no learner record", "не е запис за обучаем (CLR)"))
    credentials = tuple(objects(subject.get("verifiableCredential")))
    badges = [one for one in credentials if "achievement" in first_object(one.get("credentialSubject"))]
    return Transcript(
        id=words(unverified_document.get("id")),
        name=words(unverified_document.get("name")),
        records=tuple(openbadge3.parse(one) for one in badges),
        credentials=credentials,
        associations=tuple(
            Association(
                kind=words(one.get("associationType")), source=words(one.get("sourceId")), target=words(one.get("targetId"))
            )
            for one in objects(subject.get("association"))
        ),
    )


def carried(record: AnnexIRecord, *, with_name: bool = True) -> AnnexIRecord:
    """A record as the badge of a transcript carries it: whatever the badge lost, and nothing more."""
    return openbadge3.carried(record, with_name=with_name)


def _association(one: Association) -> Json:
    return {"type": ["Association"], "associationType": one.kind, "sourceId": one.source, "targetId": one.target}


def _refuse(credentials: Sequence[Mapping[str, Any]], associations: Sequence[Association], taken: set[str]) -> None:
    for at, why, why_bg in _faults(credentials, associations, taken):
        raise ProjectionError(at=at, why=why, why_bg=why_bg)


def _faults(
    credentials: Sequence[Mapping[str, Any]], associations: Sequence[Association], taken: set[str]
) -> Iterator[tuple[str, str, str]]:
    if not credentials:
        yield "/credentials", "there is no credential to put in", "няма удостоверение за включване"
    for index, one in enumerate(credentials):
        if "proof" not in one:
            yield f"/credentials/{index}", "it carries no proof of its own", "не носи собствено доказателство"
    names = [words(one.get("id")) for one in credentials]
    if len(set(names)) != len(names) or taken & set(names):
        yield "/credentials", "two credentials have the same identifier", "две удостоверения имат един и същ идентификатор"
    subjects = (first_object(one.get("credentialSubject")) for one in credentials)
    known = {words(first_object(each.get("achievement")).get("id")) for each in subjects}
    for index, link in enumerate(associations):
        if link.kind not in ASSOCIATION_TYPE or not {link.source, link.target} <= known or link.source == link.target:
            yield (
                f"/associations/{index}",
                "it must relate two different achievements of the record in one of the ways that CLR 2.0 knows",
                "трябва да свързва две различни постижения от записа по един от начините, които CLR 2.0 познава",
            )
