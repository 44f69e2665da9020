"""What an ELM document lacks of the European standard, and what in it was probably meant otherwise.

Only the document is judged here: whether a design is good enough is `annex1.checks`' business.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from laurel.annex1.checks import check_record
from laurel.annex1.findings import ABSENT, Finding
from laurel.annex1.record import AnnexIRecord
from laurel.annex1.vocabularies import AssessmentType
from laurel.canon.strict_json import pointer, walk
from laurel.formats.elm import durations
from laurel.formats.elm.reading import Json, first_object, first_text, objects, term_of, words

_ASKED = ABSENT - {"TITLE_MISSING", "ISSUED_MISSING"}  # ELM knows no document without a title; its date is asked for below
_EFFORT = frozenset({"volumeOfLearning", "workload"})  # maximumDuration may well be months


def findings_of(document: Json, achievement: Json, record: AnnexIRecord) -> tuple[Finding, ...]:
    """Every element that is absent, every concept outside its list, every duration that looks wrong."""
    absent = (one for one in check_record(record, at=record.issued) if one.code in _ASKED)
    return (*_issued(document), *absent, *_concepts(achievement), *_durations(document))


def _issued(document: Json) -> Iterator[Finding]:  # M5: sealing sets the date, so an unsealed credential may not have one
    if not (document.get("issued") or document.get("issuanceDate")):
        yield Finding(code="ISSUED_MISSING", at="/issued", facts={"hint": words(document.get("validFrom"))[:40]})


def _concepts(achievement: Json) -> Iterator[Finding]:  # M9
    for index, proof in enumerate(objects(achievement.get("provenBy"))):
        kind = first_object(first_object(proof.get("specifiedBy")).get("dcType"))
        if kind and term_of(kind, AssessmentType) is None:
            shown = first_text(kind.get("prefLabel")) or words(kind.get("id"))
            place = f"/credentialSubject/hasClaim/provenBy/{index}/specifiedBy/dcType"
            yield Finding(code="CONCEPT_UNKNOWN", at=place, facts={"value": shown[:100], "list": "snb/assessment"})


def _durations(document: Mapping[str, Any]) -> Iterator[Finding]:  # M7
    for steps, value in walk(document):
        if steps and steps[-1] in _EFFORT and isinstance(value, str):
            duration = durations.read(value)
            if duration is not None and duration.months:
                facts = {"value": value[:40], "months": duration.months}
                yield Finding(code="DURATION_SUSPICIOUS", at=pointer(*steps), facts=facts)
