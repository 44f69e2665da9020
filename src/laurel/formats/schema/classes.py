"""The classes of the data model as tables: member name -> how many, required or not, of which kind or class.

A member is written `String`, `[Alignment]` (a list, always), `Proof|[Proof]` (one or a list), with `!` when required.
Every class also has `id`, `type`, `name` and `description` where Verifiable Credentials define them for anything.

Source: https://www.imsglobal.org/spec/ob/v3p0, section B; https://www.w3.org/TR/vc-data-model-2.0/#basic-concepts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Count = Literal["one", "list", "either"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One member of a class: `kind` names a value type, an enumeration or a class."""

    kind: str
    count: Count
    required: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassShape:
    """One class: `type_names` are the words one of which must stand in `type`; empty when `type` may be left out."""

    name: str
    type_names: tuple[str, ...]
    members: Mapping[str, Member]


def _member(written: str) -> Member:
    required = written.endswith("!")
    kind = written.removesuffix("!")
    count: Count = "one"
    if "|" in kind:
        kind, count = kind.partition("|")[0], "either"
    elif kind.startswith("["):
        kind, count = kind[1:-1], "list"
    return Member(kind=kind, count=count, required=required)


def _shape(class_name: str, /, *types: str, **members: str) -> ClassShape:
    anything = {"type": "Type!" if types else "Type", "id": "URI", "name": "Text", "description": "Text"}
    table = {member: _member(written) for member, written in (anything | members).items()}
    return ClassShape(name=class_name, type_names=types, members=table)


_STATUS = {"credentialStatus": "CredentialStatus|[CredentialStatus]"}
_ENVELOPE = _STATUS | {
    "id": "URI!",
    "issuer": "ProfileRef!",
    "proof": "Proof|[Proof]",
    "credentialSchema": "CredentialSchema|[CredentialSchema]",
    "refreshService": "RefreshService|[RefreshService]",
    "termsOfUse": "TermsOfUse|[TermsOfUse]",
}
_V2 = _ENVELOPE | {"@context": "ContextV2!", "validFrom": "DateTime!", "validUntil": "DateTime"}
_V1 = _ENVELOPE | {"@context": "ContextV1!", "issuanceDate": "DateTime!", "expirationDate": "DateTime"}
_ENDORSED = {"endorsement": "[EndorsementCredential]", "endorsementJwt": "[CompactJws]"}
_BADGE = _ENDORSED | {
    "image": "Image",
    "awardedDate": "DateTime",
    "credentialSubject": "AchievementSubject!",
    "evidence": "[Evidence]",
}
_ENDORSEMENT = {"name": "Text!", "awardedDate": "DateTime", "credentialSubject": "EndorsementSubject!"}
_BADGE_TYPES = ("AchievementCredential", "OpenBadgeCredential")

_SHAPES = (
    _shape("AchievementCredential", *_BADGE_TYPES, **(_V2 | _BADGE)),
    _shape("AchievementCredential v1.1", *_BADGE_TYPES, **(_V1 | _BADGE | {"name": "Text!"})),
    _shape("EndorsementCredential", "EndorsementCredential", **(_V2 | _ENDORSEMENT)),
    _shape("EndorsementCredential v1.1", "EndorsementCredential", **(_V1 | _ENDORSEMENT)),
    _shape(
        "ClrCredential",
        "ClrCredential",
        **(
            _V2
            | _ENDORSED
            | {
                "@context": "ContextClr!",
                "name": "Text!",
                "image": "Image",
                "partial": "Boolean",
                "awardedDate": "DateTime",
                "credentialSubject": "ClrSubject!",
                "evidence": "[Evidence]",
            }
        ),
    ),
    _shape(
        "ClrSubject",
        "ClrSubject",
        identifier="[IdentityObject]",
        achievement="[Achievement]",
        verifiableCredential="[EmbeddedCredential]!",
        association="[Association]",
    ),
    _shape("Association", "Association", associationType="AssociationType!", sourceId="URI!", targetId="URI!"),
    _shape(
        "BitstringStatusListCredential",
        "BitstringStatusListCredential",
        **(_V2 | {"@context": "ContextList!", "validFrom": "DateTime", "credentialSubject": "BitstringStatusList!"}),
    ),
    _shape(
        "BitstringStatusList",
        "BitstringStatusList",
        statusPurpose="String|[String]!",
        encodedList="String!",
        ttl="Float",
        statusSize="Float",
        statusMessages="[StatusMessage]",
        statusReference="URI|[URI]",
    ),
    _shape("StatusMessage", status="String!", message="Text!"),
    _shape(
        "AchievementSubject",
        "AchievementSubject",
        activityEndDate="DateTime",
        activityStartDate="DateTime",
        creditsEarned="Float",
        achievement="Achievement!",
        identifier="[IdentityObject]",
        image="Image",
        licenseNumber="String",
        narrative="Text",
        result="[Result]",
        role="Text",
        source="Profile",
        term="Text",
    ),
    _shape("EndorsementSubject", "EndorsementSubject", id="URI!", endorsementComment="Text"),
    _shape(
        "Achievement",
        "Achievement",
        **(
            _ENDORSED
            | {
                "id": "URI!",
                "name": "Text!",
                "description": "Text!",
                "criteria": "Criteria!",
                "alignment": "[Alignment]",
                "achievementType": "AchievementType",
                "creator": "Profile",
                "creditsAvailable": "Float",
                "fieldOfStudy": "Text",
                "humanCode": "String",
                "image": "Image",
                "inLanguage": "LanguageCode",
                "otherIdentifier": "[IdentifierEntry]",
                "related": "[Related]",
                "resultDescription": "[ResultDescription]",
                "specialization": "Text",
                "tag": "[Text]",
                "version": "String",
            }
        ),
    ),
    _shape(
        "Profile",
        "Profile",
        **(
            _ENDORSED
            | {
                "id": "URI!",
                "url": "URI",
                "phone": "String",
                "image": "Image",
                "email": "Email",
                "address": "Address",
                "otherIdentifier": "[IdentifierEntry]",
                "official": "String",
                "parentOrg": "Profile",
                "familyName": "Text",
                "givenName": "Text",
                "additionalName": "Text",
                "patronymicName": "Text",
                "honorificPrefix": "Text",
                "honorificSuffix": "Text",
                "familyNamePrefix": "Text",
                "dateOfBirth": "Date",
            }
        ),
    ),
    _shape(
        "Address",
        "Address",
        addressCountry="Text",
        addressCountryCode="CountryCode",
        addressRegion="Text",
        addressLocality="Text",
        streetAddress="Text",
        postOfficeBoxNumber="String",
        postalCode="String",
        geo="GeoCoordinates",
    ),
    _shape("GeoCoordinates", "GeoCoordinates", latitude="Float!", longitude="Float!"),
    _shape(
        "Alignment",
        "Alignment",
        targetCode="String",
        targetDescription="Text",
        targetName="Text!",
        targetFramework="Text",
        targetType="AlignmentTargetType",
        targetUrl="URI!",
    ),
    _shape("Criteria", narrative="Text"),
    _shape("Evidence", "Evidence", narrative="Text", genre="Text", audience="Text"),
    _shape("IdentifierEntry", "IdentifierEntry", identifier="String!", identifierType="IdentifierTypeEnum!"),
    _shape(
        "IdentityObject",
        "IdentityObject",
        hashed="Boolean!",
        identityHash="String!",
        identityType="IdentifierTypeEnum!",
        salt="String",
    ),
    _shape("Image", "Image", id="URI!", caption="Text"),
    _shape("Related", "Related", id="URI!", inLanguage="LanguageCode", version="String"),
    _shape(
        "Result",
        "Result",
        achievedLevel="URI",
        alignment="[Alignment]",
        resultDescription="URI",
        status="ResultStatusType",
        value="String",
    ),
    _shape(
        "ResultDescription",
        "ResultDescription",
        id="URI!",
        alignment="[Alignment]",
        allowedValue="[String]",
        name="Text!",
        requiredLevel="URI",
        requiredValue="String",
        resultType="ResultType!",
        rubricCriterionLevel="[RubricCriterionLevel]",
        valueMax="String",
        valueMin="String",
    ),
    _shape(
        "RubricCriterionLevel",
        "RubricCriterionLevel",
        id="URI!",
        alignment="[Alignment]",
        level="String",
        name="Text!",
        points="String",
    ),
    _shape("CredentialSchema", id="URI!", type="Type!"),
    _shape("RefreshService", id="URI!", type="Type!"),
    _shape("TermsOfUse", type="Type!"),
    _shape(
        "CredentialStatus",
        type="Type!",
        statusPurpose="String",
        statusListIndex="String",
        statusListCredential="URI",
        statusSize="Float",
        statusMessage="[StatusMessage]",
        statusReference="URI|[URI]",
    ),
    _shape(
        "Proof",
        **{
            "type": "String!",
            "@context": "ContextList",
            "created": "DateTime",
            "expires": "DateTime",
            "cryptosuite": "String",
            "challenge": "String",
            "domain": "String|[String]",
            "nonce": "String",
            "proofPurpose": "String",
            "proofValue": "String",
            "verificationMethod": "URI",
            "previousProof": "String|[String]",
        },
    ),
)

SHAPES: Mapping[str, ClassShape] = {shape.name: shape for shape in _SHAPES}
