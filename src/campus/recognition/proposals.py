"""What agreements in force propose for a case, at once and without anybody asking (rule R-44). A person still decides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.timezone import localdate

from campus.catalogue.models import Design
from campus.catalogue.versions import address_of
from campus.people.organisations import did_of
from campus.recognition.agreement_matching import learning_of_line, learnings_of
from campus.recognition.agreement_texts import in_force, is_intact
from campus.recognition.case_evidence import finding_of
from campus.recognition.models import AgreementLine, AgreementText, Case, CaseEvidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One line of an agreement that covers one credential of the case."""

    line: AgreementLine
    text: AgreementText
    evidence: CaseEvidence


def proposals(case: Case) -> list[Proposal]:
    """The most specific ones first: a named credential before all of an issuer, a named target before any.

    An agreement counts that held on the day of submission, is not ended since, and says what both sides signed.
    """
    found = []
    texts = in_force(on=localdate(case.submitted_at)).filter(agreement__organisation=case.organisation_id)
    if not texts:
        return []
    for row in case.evidence.order_by("pk"):
        summary = finding_of(row).credential or {}
        issuer = str(summary.get("issuer_id", ""))
        covering = Q(learning__in=learnings_of(summary)) | Q(learning="", text__agreement__partner_issuer=issuer)
        lines = AgreementLine.objects.filter(covering, text__in=texts).select_related("text__agreement__organisation")
        aimed = [line for line in lines if _aims_at(line, case) and is_intact(line.text)]
        found += [Proposal(line=line, text=line.text, evidence=row) for line in aimed]
    return sorted(found, key=_specific)


def agreements_about(design: Design, *, on: date) -> list[AgreementText]:
    """Texts in force, between organisations that this site knows, under which others recognise a design."""
    issuer = did_of(design.organisation)
    numbers = design.versions.values_list("number", flat=True)
    names = {
        learning_of_line(issuer, achievement=address, title="")
        for address in (address_of(design.public_id, number) for number in numbers)
    }
    texts = in_force(on=on).filter(agreement__partner_issuer=issuer, agreement__organisation__vouched_at__isnull=False)
    covering = texts.filter(Q(lines__learning__in=names) | Q(lines__learning=""))
    return [each for each in covering.distinct().order_by("agreement__organisation__name_en", "pk") if is_intact(each)]


def _aims_at(line: AgreementLine, case: Case) -> bool:
    if line.design_id is not None:
        version = case.target_version
        return version is not None and version.design_id == line.design_id
    asked_for = {" ".join(each.casefold().split()) for each in case.target["title"].values()}
    return not line.target_title or line.target_title.casefold() in asked_for


def _specific(proposal: Proposal) -> tuple[bool, bool, int, int]:
    line = proposal.line
    return (not line.learning, line.design_id is None and not line.target_title, line.text_id, line.number)
