"""What a European Digital Credential says, for people: read through the record where it tells of a micro-credential."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from laurel.annex1.record import AnnexIRecord
from laurel.errors import LaurelError
from laurel.formats.elm import parse
from laurel.formats.elm.qualification import learner as learner_of
from laurel.formats.elm.reading import first_object, first_text, language_tag, page_of, text_of, texts, words
from laurel.verify.record_facts import facts_of
from laurel.verify.summary import Summary, summarise


def summary_of(document: Mapping[str, Any]) -> Summary:
    """The facts a reader asks for first; "" and () where the document says nothing."""
    display, issuer = first_object(document.get("displayParameter")), first_object(document.get("issuer"))
    language = language_tag(first_object(display.get("primaryLanguage")))
    person = learner_of(first_object(document.get("credentialSubject")))
    record = _record(document)
    return replace(
        summarise({}),
        id=words(document.get("id")),
        types=tuple(texts(document.get("type"))),
        title=(record.credential.title.text(language) if record else "") or _in(display.get("title"), language),
        description=_in(display.get("description"), language),
        language=language,
        issuer_id=words(first_object(issuer.get("eIDASIdentifier")).get("notation")) or words(issuer.get("id")),
        issuer_name=_in(issuer.get("legalName"), language),
        issuer_url=page_of(issuer.get("homepage")) or "",
        learner=person["name"] or person["email"] or person["id"] or "",
        learner_id=person["id"] or "",
        valid_from=words(document.get("validFrom")) or words(document.get("issuanceDate")),
        valid_until=words(document.get("validUntil")) or words(document.get("expirationDate")),
        achievement_type=words(first_object(first_object(document.get("credentialSubject")).get("hasClaim")).get("type")),
        **(facts_of(record, language) if record else {}),
    )


def _record(document: Mapping[str, Any]) -> AnnexIRecord | None:
    try:
        return parse(document)
    except LaurelError:
        return None


def _in(value: object, language: str) -> str:
    return text_of(value).get(language) or first_text(value)
