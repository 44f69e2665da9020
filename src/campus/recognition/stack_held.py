"""What a learner brings to a programme, and what is on offer for it: rows of this site as the library knows them.

A theme is a field of education (ISCED-F 2013: "061", and the wider "06") or a tag, in small letters. Two outcomes are the same
where their statements are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.timezone import localdate

from campus.catalogue.models import DesignVersion, Offer
from campus.catalogue.versions import record_of, title_in
from campus.issuing.models import Credential
from campus.people.models import Organisation, Person
from campus.people.organisations import did_of
from campus.recognition.case_sides import best_of
from campus.recognition.models import (
    AgreementLine,
    CaseEvidence,
    CaseSeat,
    CountedCredential,
    Decision,
    ProgrammeVersion,
    Purpose,
    StackApplication,
)
from campus.recognition.stack_agreed import stands_for
from campus.recognition.stack_reading import design_iri, partners_of, said_in
from campus.recognition.stack_reading import title_in as programme_title
from campus.wallet.models import Holding
from laurel import stacking
from laurel.annex1.record import GradingScale, MicroCredential
from laurel.stacking.held import Acceptance

MOST_OFFERS = 400
MOST_HELD = 1000


def holdings(person: Person) -> dict[str, Credential]:
    """The credentials in a person's account that were issued and not revoked, by their names; the newest `MOST_HELD`."""
    rows = Holding.objects.filter(person=person, credential__issued_at__isnull=False, credential__revoked_at__isnull=True)
    related = rows.select_related("credential__organisation", "credential__design_version__design__organisation")
    lean = related.defer("credential__document", "credential__unsigned", "credential__jwt", "credential__design_version__image")
    return {name_of(each.credential): each.credential for each in lean.order_by("-claimed_at", "-pk")[:MOST_HELD]}


def name_of(credential: Credential) -> str:
    """The id of a credential, as it stands in its document."""
    return f"urn:uuid:{credential.public_id}"


def held_by(credentials: Mapping[str, Credential], version: ProgrammeVersion, *, language: str) -> list[stacking.Held]:
    """Credentials as the library takes them for one programme.

    What counts in an award already names its programme. A credential of another organisation counts where it is a partner.
    """
    partners = frozenset(partners_of(said_in(version)).values_list("pk", flat=True))
    used = _used("credential", [each.pk for each in credentials.values()], language)
    records: dict[int, MicroCredential] = {}
    found = []
    for name, credential in credentials.items():
        design_version = credential.design_version
        record = records.setdefault(design_version.pk, record_of(design_version))
        accepted: Acceptance | None = "agreement" if credential.organisation_id in partners else None
        found.append(
            stacking.Held(
                id=name,
                title=title_in(design_version, language),
                **_facts(design_version, record, credential.organisation),
                awarded=localdate(credential.awarded_at),
                valid_until=None if credential.valid_until is None else localdate(credential.valid_until),
                used_in=used.get(credential.pk, ""),
                accepted=accepted,
                grade=grade_of(credential.grade, record.grading),
            )
        )
    return found


def recognised(person: Person, version: ProgrammeVersion) -> dict[str, Decision]:
    """Decisions of the awarding organisation's desk that make learning from elsewhere count, by their names.

    Recognised in full, for a programme, as one of its micro-credentials, with credit; the newest `MOST_HELD`.
    """
    rows = Decision.objects.filter(
        case__person=person,
        case__organisation=version.programme.organisation_id,
        case__purpose=Purpose.STACK,
        case__target_version__isnull=False,
        outcome=CaseSeat.Vote.FULL,
        superseded_at__isnull=True,
        recognised__released_at__isnull=True,
        recognised__isnull=False,
    ).distinct()
    related = rows.select_related("case__target_version__design__organisation")
    return {f"urn:uuid:{each.public_id}": each for each in related.order_by("-decided_at", "-pk")[:MOST_HELD]}


def handed_in(decisions: Mapping[str, Decision]) -> frozenset[str]:
    """The credentials that these decisions rest on, by their names: the same learning counts once (R-33)."""
    reports = CaseEvidence.objects.filter(case__in=[each.case_id for each in decisions.values()])
    return frozenset(reports.values_list("report__credential__id", flat=True))


def held_by_decision(decisions: Mapping[str, Decision], *, language: str) -> list[stacking.Held]:
    """What was recognised, as the library takes it: the micro-credential it stands for, from whoever issued the credential."""
    used = _used("decision", [each.pk for each in decisions.values()], language)
    found = []
    for name, decision in decisions.items():
        version = decision.case.target_version
        assert version is not None  # noqa: S101  # `recognised` asks for it
        facts = _facts(version, record_of(version), version.design.organisation)
        facts |= {"issuer": str(best_of(decision.case).report["credential"]["issuer_id"])}
        if decision.ects is not None:
            facts["ects"] = decision.ects
        found.append(
            stacking.Held(
                id=name,
                title=title_in(version, language),
                **facts,
                awarded=localdate(decision.decided_at),
                used_in=used.get(decision.pk, ""),
                accepted="decision",
            )
        )
    return found


def held_by_agreement(held: stacking.Held, line: AgreementLine) -> stacking.Held:
    """A badge as what an agreement recognises it as, from whoever issued it; credits are granted without a grade (R-46)."""
    version = stands_for(line)
    if version is None:
        return held
    facts = _facts(version, record_of(version), version.design.organisation) | {"issuer": held.issuer}
    if line.ects is not None:
        facts["ects"] = line.ects
    return replace(held, **facts, accepted="agreement", grade=None)


def offers_for(version: ProgrammeVersion, *, language: str) -> list[stacking.Offer]:
    """What the catalogue shows of the awarding organisation and its partners; not the award itself."""
    partners = partners_of(said_in(version)).values("pk")
    rows = Offer.objects.filter(organisation__in=partners) | Offer.objects.filter(organisation=version.programme.organisation)
    related = rows.exclude(design=version.awards).select_related("version__design", "organisation").defer("version__image")
    return [as_offer(each.version, each.organisation, language=language) for each in related.order_by("pk")[:MOST_OFFERS]]


def as_offer(version: DesignVersion, organisation: Organisation, *, language: str) -> stacking.Offer:
    """A published micro-credential as something that may be earned."""
    facts = _facts(version, record_of(version), organisation)
    return stacking.Offer(id=str(version.design.public_id), title=title_in(version, language), **facts)


def grade_of(grade: str, scale: GradingScale | None) -> stacking.Grade | None:
    """A grade with its scale; None where it is a word, or nobody knows the scale."""
    if scale is None or scale.pass_mark == scale.maximum:
        return None
    try:
        value = Decimal(grade.strip().replace(",", "."))
    except InvalidOperation:
        return None
    return stacking.Grade(value=value, pass_mark=scale.pass_mark, best=scale.maximum) if value.is_finite() else None


def themes_of(record: MicroCredential) -> frozenset[str]:
    """What it is about: its field and the wider ones, and its tags."""
    fields = {record.field[:length] for length in (2, 3, 4) if len(record.field) >= length}
    return frozenset(fields | {" ".join(tag.casefold().split()) for tag in record.tags})


def _facts(version: DesignVersion, record: MicroCredential, organisation: Organisation) -> dict[str, Any]:
    return {
        "design": design_iri(version.design),
        "issuer": did_of(organisation),
        "ects": record.workload.ects if record.workload else None,
        "eqf": record.level.eqf,
        "themes": themes_of(record),
        "skills": frozenset(str(skill.url) for outcome in record.learning_outcomes for skill in outcome.skills if skill.url),
        "outcomes": frozenset(" ".join(each.statement.text("en").casefold().split()) for each in record.learning_outcomes),
    }


def _used(kind: str, keys: Iterable[int], language: str) -> dict[int, str]:
    """The programme in which each counts already; `kind` is "credential" or "decision"."""
    rows = CountedCredential.objects.filter(
        **{f"{kind}__in": list(keys)}, application__state=StackApplication.State.AWARDED
    ).select_related("application__version")
    return {getattr(row, f"{kind}_id"): programme_title(row.application.version, language) for row in rows}
