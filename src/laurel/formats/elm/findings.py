"""What an ELM document lacks of the European standard, and what in it was probably meant otherwise.

Only the document is judged here: whether a design is good enough is `annex1.checks`' business. Places of what is absent are
those of the record; places of what stands there wrongly are JSON pointers into the credential.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Final, TypeAlias

from laurel.annex1.checks import check_record
from laurel.annex1.findings import ABSENT, Finding, Fix
from laurel.annex1.record import AnnexIRecord
from laurel.annex1.vocabularies import AssessmentType
from laurel.canon.strict_json import is_object, pointer, walk
from laurel.formats.elm import durations
from laurel.formats.elm.nodes import SNB, term
from laurel.formats.elm.qualification import bodies_of, credits_of
from laurel.formats.elm.reading import (
    Facts,
    Json,
    country_of,
    first_object,
    first_text,
    objects,
    term_by_label,
    term_of,
    text_of,
    words,
)
from laurel.formats.openbadge3.kinds import SUPERVISION_CONCEPTS

_ELSEWHERE: Final = frozenset(  # asked of the document below, because the record cannot hold what is half there
    {"LEARNER_UNIDENTIFIED", "TITLE_MISSING", "COUNTRY_MISSING", "AWARDING_BODY_MISSING", "ISSUED_MISSING"}
    | {"WORKLOAD_MISSING", "SUPERVISION_UNSTATED", "FURTHER_INFORMATION_UNSTATED"}
)
_WRONG: Final = frozenset(  # what is there and cannot be right, whoever wrote it
    {"OUTCOME_EMPTY", "ECTS_RATIO", "CYCLE_MISMATCH", "ATTENDANCE_ONLY", "VALID_UNTIL_TOO_EARLY", "GRADE_OFF_SCALE"}
    | {"QUALITY_UNNAMED", "QUALITY_EXPIRED", "STACKABLE_TOWARDS_NOTHING"}
)
_ASKED: Final = (ABSENT - _ELSEWHERE) | _WRONG
_EFFORT: Final = frozenset({"volumeOfLearning", "workload"})  # maximumDuration may well be months
_MONTHS: Final = re.compile(r"P(\d{1,4})M", re.ASCII)
_Places: TypeAlias = Mapping[int, tuple[str | int, ...]]  # of each object of the document, by its identity
_SUPERVISED: Final = f"{SNB}supervision-verification/70be69aaf9"
_ID_VERIFIED: Final = f"{SNB}supervision-verification/44314532f9"


def findings_of(document: Json, achievement: Json, record: AnnexIRecord) -> tuple[Finding, ...]:
    """Every element that is absent or wrong, every concept outside its list, every duration that looks wrong."""
    judged = check_record(record, at=record.issued)
    found = {one.code: one for one in judged if one.code not in _ASKED}
    places = {id(value): steps for steps, value in walk(document) if is_object(value)}
    return (
        *_learner(document, found),
        *_title(achievement),
        *_bodies(document, achievement),
        *_issued(document),
        *_workload(achievement, found),
        *(replace(one, fix=None) for one in judged if one.code in _ASKED),  # a fix would be for the record
        *_concepts(places, achievement),
        *_supervision(places, achievement, found),
        *_further_information(document, achievement, found),
        *_durations(document),
    )


def _learner(document: Json, found: Mapping[str, Finding]) -> Iterator[Finding]:  # M1
    person = first_object(document.get("credentialSubject"))
    numbered = any(words(one.get("notation")) for name in ("nationalID", "identifier") for one in objects(person.get(name)))
    if "LEARNER_UNIDENTIFIED" in found and not numbered:
        yield found["LEARNER_UNIDENTIFIED"]


def _title(achievement: Json) -> Iterator[Finding]:  # M2
    if not (text_of(achievement.get("title")) or text_of(first_object(achievement.get("specifiedBy")).get("title"))):
        facts = {"language": "English", "language_bg": "английски"}
        yield Finding(code="TITLE_MISSING", at="/credential/title", facts=facts)


def _bodies(document: Json, achievement: Json) -> Iterator[Finding]:  # M3, M4
    bodies = bodies_of(document, achievement)
    if not bodies:
        yield Finding(code="COUNTRY_MISSING", at="/credential/awarding_bodies")
    named = [bool(text_of(body.get("legalName"))) for body in bodies]
    if not any(named):
        yield Finding(code="AWARDING_BODY_MISSING", at="/credential/awarding_bodies")
    for index, body in enumerate(bodies):
        at = f"/credential/awarding_bodies/{index}"
        if any(named) and not named[index]:
            yield Finding(code="AWARDING_BODY_UNNAMED", at=f"{at}/legal_name")
        stated = first_object(first_object(first_object(body.get("location")).get("address")).get("countryCode"))
        if not stated:
            yield Finding(code="COUNTRY_UNSTATED", at=f"{at}/country")
        elif not country_of(stated):
            yield Finding(code="COUNTRY_UNKNOWN", at=f"{at}/country", facts={"value": _shown(stated)})


def _issued(document: Json) -> Iterator[Finding]:  # M5: sealing sets the date, so an unsealed credential may not have one
    if not (document.get("issued") or document.get("issuanceDate")):
        yield Finding(code="ISSUED_MISSING", at="/issued", facts={"hint": words(document.get("validFrom"))[:40]})


def _workload(achievement: Json, found: Mapping[str, Finding]) -> Iterator[Finding]:  # M7
    if "WORKLOAD_MISSING" in found:
        ects = credits_of(first_object(achievement.get("specifiedBy")))
        facts = {"ects": ects}
        yield Finding(code="HOURS_MISSING", at="/credential/workload", facts=facts) if ects else found["WORKLOAD_MISSING"]


def _concepts(places: _Places, achievement: Json) -> Iterator[Finding]:  # M9
    for proof in objects(achievement.get("provenBy")):
        kind = first_object(first_object(proof.get("specifiedBy")).get("dcType"))
        if kind and term_of(kind, AssessmentType) is None:
            at = pointer(*places[id(kind)])
            meant = term_by_label(kind, AssessmentType)
            fix = Fix(at=at, value=term(meant, "assessment")) if meant is not None and meant.concept else None
            yield Finding(code="CONCEPT_UNKNOWN", at=at, facts={"value": _shown(kind), "list": "snb/assessment"}, fix=fix)


def _supervision(places: _Places, achievement: Json, found: Mapping[str, Finding]) -> Iterator[Finding]:  # O2
    concepts = [one for proof in objects(achievement.get("provenBy")) if (one := first_object(proof.get("idVerification")))]
    named = [words(one.get("id")) for one in concepts]
    if "SUPERVISION_UNSTATED" in found and _SUPERVISED not in named:  # that concept says watched, and not whether from afar
        yield found["SUPERVISION_UNSTATED"]
    known = {*SUPERVISION_CONCEPTS.values(), _ID_VERIFIED}
    for one, name in zip(concepts, named, strict=True):
        if name not in known:
            facts = {"value": _shown(one), "list": "snb/supervision-verification"}
            yield Finding(code="IDENTITY_CONCEPT_UNKNOWN", at=pointer(*places[id(one)]), facts=facts)


def _further_information(document: Json, achievement: Json, found: Mapping[str, Finding]) -> Iterator[Finding]:  # O5
    told = any(
        one.get("homepage") or one.get("supplementaryDocument") or Facts(one.get("additionalNote")).foreign
        for one in (document, achievement, first_object(achievement.get("specifiedBy")), *bodies_of(document, achievement))
    )
    if "FURTHER_INFORMATION_UNSTATED" in found and not told:
        yield found["FURTHER_INFORMATION_UNSTATED"]


def _durations(document: Json) -> Iterator[Finding]:  # M7
    hours: set[Decimal] = set()
    found: list[tuple[str, str, int]] = []
    for steps, value in walk(document):
        if steps and steps[-1] in _EFFORT and isinstance(value, str):
            duration = durations.read(value)
            if duration is not None and duration.months:
                found.append((pointer(*steps), value, duration.months))
            elif duration is not None:
                hours.add(duration.hours)
    for at, value, months in found:
        facts = {"value": value[:40], "months": months}
        yield Finding(code="DURATION_SUSPICIOUS", at=at, facts=facts, fix=_duration_meant(at, value, hours))


def _duration_meant(at: str, value: str, hours: set[Decimal]) -> Fix | None:
    """`P60M`: the T was forgotten (sixty minutes), or the unit is wrong as well (sixty hours); what else is stated decides."""
    months = _MONTHS.fullmatch(value)
    if months is None or not int(months[1]):
        return None
    in_hours, in_minutes = f"PT{months[1]}H", f"PT{months[1]}M"
    if Decimal(months[1]) not in hours and Decimal(months[1]) / 60 in hours:
        return Fix(at=at, value=in_minutes, others=(in_hours,))
    return Fix(at=at, value=in_hours, others=(in_minutes,))


def _shown(concept: Json) -> str:
    return (first_text(concept.get("prefLabel")) or words(concept.get("id")))[:100]
