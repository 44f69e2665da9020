"""A decision as ELMO XML, for the registers and student systems of other institutions."""

from __future__ import annotations

from typing import Final

from django.utils import translation
from django.utils.timezone import localdate, localtime

from campus.catalogue.versions import address_of
from campus.people.models import Organisation
from campus.people.organisations import did_of
from campus.recognition.case_evidence import finding_of
from campus.recognition.case_sides import compared, said_in, side_of
from campus.recognition.decision_papers import letter
from campus.recognition.models import Case, CaseEvidence, Decision
from laurel.annex1.record import LangString
from laurel.formats import elmo
from laurel.timestamp import parse_timestamp

_STATUS: Final[dict[str, elmo.Status]] = {
    "full": "Positive",
    "partial": "Partially Positive",
    "conditional": "Partially Positive",
    "refused": "Negative",
}
_LANGUAGES: Final = ("en", "bg")
_LETTER: Final = LangString({"en": "Decision on recognition", "bg": "Решение за признаване"})


def write(decision: Decision) -> bytes:
    """The decision as ELMO XML, with its letters inside. The same decision gives the same bytes."""
    case = decision.case
    rows = list(case.evidence.order_by("pk"))
    result = None if decision.outcome == "refused" else _recognised(decision)
    return elmo.write(
        elmo.ResultOfRecognition(
            learner=case.name,
            issuer=_institution(case.organisation),
            title=LangString(case.target["title"]),
            told=LangString({language: _told(decision, language) for language in _LANGUAGES}),
            status=_STATUS[decision.outcome],
            basis=[_basis(each, number) for number, each in enumerate(rows, start=1)],
            result=result,
            mapped=[] if result is None else _mapped(case, rows),
            papers=[
                elmo.Paper(
                    id=f"letter-{decision.number}",
                    title=_LETTER,
                    content={language: letter(decision, language) for language in _LANGUAGES},
                )
            ],
            generated_at=decision.decided_at,
            decided_at=localtime(decision.decided_at),
        )
    )


def _recognised(decision: Decision) -> elmo.Opportunity:
    case, target = decision.case, side_of(decision.case.target)
    return elmo.Opportunity(
        local="recognised",
        identifiers=[("uuid", str(decision.public_id)), *_design(case)],
        title=target.title,
        outcomes=[LangString(each) for each in decision.covered],
        field=target.field,
        on=localdate(decision.decided_at),
        ects=decision.ects,
        eqf=target.eqf if decision.outcome == "full" else None,
    )


def _design(case: Case) -> list[elmo.Identifier]:
    version = case.target_version
    return [] if version is None else [("uri", address_of(version.design.public_id, version.number))]


def _basis(row: CaseEvidence, number: int) -> elmo.Basis:
    summary = finding_of(row).credential or {}
    side = side_of(row.side)
    issuer, achievement = str(summary.get("issuer_id") or "unknown"), str(summary.get("achievement_id") or "")
    issued = parse_timestamp(summary.get("awarded") or summary.get("valid_from"))
    return elmo.Basis(
        issuer=elmo.Institution(
            identifiers=[("did" if issuer.startswith("did:") else "uri", issuer)],
            title=LangString({"en": str(summary.get("issuer_name") or issuer)}),
            url=str(summary.get("issuer_url") or (issuer if issuer.startswith("https://") else "")),
        ),
        learned=elmo.Opportunity(
            local=f"credential-{number}",
            identifiers=[*([("uri", achievement)] if achievement else []), ("sha256", row.digest)],
            title=side.title,
            outcomes=[each.statement for each in side.outcomes],
            field=side.field,
            on=None if issued is None else localdate(issued),
            ects=side.ects,
            hours=side.hours,
            eqf=side.eqf,
        ),
        issued_at=issued or row.checked_at,
    )


def _mapped(case: Case, rows: list[CaseEvidence]) -> list[str]:
    """The credentials that cover something of what is recognised; all of them where none does alone."""
    places = [f"credential-{number}" for number in range(1, len(rows) + 1)]
    covering = [place for place, each in zip(places, rows, strict=True) if compared(case, each).covered]
    return covering or places


def _institution(organisation: Organisation) -> elmo.Institution:
    names = {language: name for language in _LANGUAGES if (name := getattr(organisation, f"name_{language}"))}
    return elmo.Institution(
        identifiers=[("did", did_of(organisation))],
        title=LangString(names),
        url=organisation.url,
        country=organisation.country,
    )


def _told(decision: Decision, language: str) -> str:
    with translation.override(language):
        outcome = str(decision.get_outcome_display())
    lacking = [said_in(each, language) for each in decision.missing]
    differing = [str(each.get(language) or each["en"]) for each in decision.differences]
    return "\n".join([outcome, decision.reasons, *filter(None, [decision.condition]), *differing, *lacking])
