"""ELMO XML of a recognition decision: `resultOfRecognition`, as EMREX's schema 2.0 (preview) has it.

What goes where stands in docs/specs.md. Source: https://github.com/emrex-eu/elmo-schemas/tree/v2.0-preview (schema.xsd, types
ResultOfRecognition and RecognitionReport; the namespace is that of version 1 still).
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final, Literal, TypeAlias
from xml.etree.ElementTree import Element, SubElement, indent, tostring  # writes, reads nothing

from laurel.annex1.record import LangString
from laurel.timestamp import write_timestamp

NAMESPACE: Final = "https://github.com/emrex-eu/elmo-schemas/tree/v1"

Identifier: TypeAlias = tuple[str, str]
"""Its type ("schac", "erasmus", "pic", "local" or one of our own) and the identifier."""
Status: TypeAlias = Literal["Positive", "Negative", "Partially Positive"]

# XML 1.0 has no way to write these, https://www.w3.org/TR/xml/#charsets
_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LATIN: Final = re.compile("[A-Za-zÀ-ɏ]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Institution:
    """Who issued: at least one identifier, a title, a web address ("" where none is known), two letters of a country or ""."""

    identifiers: Sequence[Identifier]
    title: LangString
    url: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opportunity:
    """What was learned, or what it is recognised as.

    Attributes:
        local: by what the mapping names it; no two of one document have the same.
        identifiers: more of them.
        outcomes: what goes into its description, one line each.
        field: ISCED-F 2013, or "".
        on: when it was passed or recognised.
        ects, hours, eqf: as far as stated. Never a grade.
    """

    local: str
    title: LangString
    identifiers: Sequence[Identifier] = ()
    outcomes: Sequence[LangString] = ()
    url: str = ""
    field: str = ""
    on: date | None = None
    ects: Decimal | None = None
    hours: Decimal | None = None
    eqf: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """One credential that the decision rests on."""

    issuer: Institution
    learned: Opportunity
    issued_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A PDF for people, in some languages."""

    id: str
    title: LangString
    content: Mapping[str, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultOfRecognition:
    """One decision.

    Attributes:
        learner: the whole name.
        told: the decision, its reasons and condition, by language.
        result: what is recognised; None where nothing is.
        mapped: `local` of those of the basis that the result follows from.
        generated_at, decided_at: when this text was made, and the decision.
    """

    learner: str
    issuer: Institution
    title: LangString
    told: LangString
    status: Status
    basis: Sequence[Basis]
    result: Opportunity | None
    mapped: Sequence[str]
    papers: Sequence[Paper]
    generated_at: datetime
    decided_at: datetime


def write(decision: ResultOfRecognition) -> bytes:
    """The document, UTF-8. Characters that XML cannot hold become U+FFFD."""
    root = Element("elmo", {"xmlns": NAMESPACE})
    _text(root, "generatedDate", write_timestamp(decision.generated_at))
    _learner(root, decision.learner)
    report = SubElement(root, "report")
    _issuer(report, decision.issuer)
    _result(report, decision)
    _text(report, "issueDate", write_timestamp(decision.decided_at))
    for paper in decision.papers:
        _attachment(report, paper)
    indent(root)
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _learner(root: Element, name: str) -> None:
    """ELMO wants given and family names apart; a record has one name: its last word is taken for the family name."""
    learner = SubElement(root, "learner")
    given, _, family = " ".join(name.split()).rpartition(" ")
    _text(learner, "givenNames", given)
    _text(learner, "familyName", family)
    _text(learner, "alternativeName", "" if _LATIN.search(name) else name)


def _issuer(parent: Element, issuer: Institution) -> None:
    here = SubElement(parent, "issuer")
    if issuer.country:
        _text(here, "country", issuer.country)
    _identifiers(here, issuer.identifiers)
    _texts(here, "title", issuer.title)
    _text(here, "url", issuer.url)


def _result(report: Element, decision: ResultOfRecognition) -> None:
    here = SubElement(report, "resultOfRecognition")
    _texts(here, "title", decision.title)
    _texts(here, "description", decision.told)
    if decision.result is not None and decision.result.field:
        _text(here, "iscedCode", decision.result.field)
    _text(here, "status", decision.status)
    _text(here, "decisionDate", decision.decided_at.date().isoformat())
    for each in decision.basis:
        _basis(SubElement(SubElement(here, "recognitionBasis"), "recognitionReport"), each)
    if decision.result is not None:
        _opportunity(SubElement(here, "recognitionResult"), decision.result)
        if decision.mapped:
            mapping = SubElement(SubElement(here, "recognitionMapping"), "mapping")
            _refs(SubElement(mapping, "fromMapping"), decision.mapped)
            _refs(SubElement(mapping, "toMapping"), [decision.result.local])
    if decision.papers:
        _refs(SubElement(here, "attachments"), [paper.id for paper in decision.papers])


def _basis(report: Element, basis: Basis) -> None:
    _issuer(report, basis.issuer)
    _opportunity(report, basis.learned)
    _text(report, "issueDate", write_timestamp(basis.issued_at))


def _opportunity(parent: Element, learned: Opportunity) -> None:
    here = SubElement(parent, "learningOpportunitySpecification")
    _identifiers(here, [("local", learned.local), *learned.identifiers])
    _texts(here, "title", learned.title)
    _text(here, "type", "Module")
    if learned.field:
        _text(here, "iscedCode", learned.field)
    if learned.url:
        _text(here, "url", learned.url)
    _texts(here, "description", _lines(learned.outcomes))
    instance = SubElement(SubElement(here, "specifies"), "learningOpportunityInstance")
    if learned.on is not None:
        _text(instance, "date", learned.on.isoformat())
    _text(instance, "status", "passed")
    if learned.ects is not None:
        credit = SubElement(instance, "credit")
        _text(credit, "scheme", "ects")
        _text(credit, "value", f"{learned.ects.normalize():f}")
    if learned.eqf is not None:
        level = SubElement(instance, "level")
        _text(level, "type", "EQF")
        _text(level, "value", str(learned.eqf))
    if learned.hours is not None:
        _text(instance, "engagementHours", f"{learned.hours.normalize():f}")


def _lines(outcomes: Sequence[LangString]) -> LangString | None:
    """All outcomes in each language that one of them has."""
    languages = sorted({language for each in outcomes for language in each.root})
    texts = {language: "\n".join(each.root[language] for each in outcomes if language in each.root) for language in languages}
    return LangString(texts) if texts else None


def _attachment(report: Element, paper: Paper) -> None:
    here = SubElement(report, "attachment")
    SubElement(here, "identifier", {"type": "internal"}).text = paper.id
    _texts(here, "title", paper.title)
    _text(here, "type", "Other")
    for language, content in paper.content.items():
        written = SubElement(here, "content", {"xml:lang": language})
        written.text = "data:application/pdf;base64," + b64encode(content).decode()


def _identifiers(parent: Element, identifiers: Sequence[Identifier]) -> None:
    for kind, value in identifiers:
        SubElement(parent, "identifier", {"type": kind}).text = _clean(value)


def _refs(parent: Element, refs: Sequence[str]) -> None:
    for ref in refs:
        _text(parent, "ref", ref)


def _texts(parent: Element, name: str, texts: LangString | None) -> None:
    for language, text in ({} if texts is None else texts.root).items():
        SubElement(parent, name, {"xml:lang": language}).text = _clean(text)


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = _clean(text)


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
