"""A published micro-credential and badges made from it, for every test that needs something issued."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from django.utils import timezone

from campus.catalogue import editions, versions
from campus.catalogue.models import Design, DesignVersion, Edition
from campus.issuing.issue import AwardToIssue, order_batch
from campus.issuing.models import Batch, Credential
from campus.issuing.work import run_batch
from campus.people.models import Membership, Organisation, Person, Role
from campus.people.organisations import profile_of
from campus.quality.models import Review
from laurel.annex1 import record as annex1
from laurel.annex1.vocabularies import (
    AssessmentType,
    Cycle,
    Form,
    IdentityVerification,
    OutcomeKind,
    Participation,
    QualityType,
    StackabilityKind,
    Supervision,
)
from rounds import all_approved, four_eyes

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
AWARDED = datetime(2026, 6, 12, 9, 0, tzinfo=UTC)
_numbers = count(1)


def said(en: str, bg: str) -> annex1.LangString:
    return annex1.LangString({"en": en, "bg": bg})


def skill(code: str, en: str, bg: str) -> annex1.SkillReference:
    return annex1.SkillReference(framework="DigComp 3.0", code=code, name=said(en, bg))


def micro_credential(organisation: Organisation, **changes: object) -> annex1.MicroCredential:
    """A complete design: every one of the 16 elements says something."""
    facts: dict[str, object] = {
        "id": "urn:example:design",
        "title": said("Evaluating digital sources", "Оценяване на цифрови източници"),
        "description": said(
            "How to find information on the open web, judge whether it can be trusted, and keep it in order.",
            "Как се търси информация в отворената мрежа, как се преценява дали ѝ може да се вярва и как се подрежда.",
        ),
        "form": Form.MODULE,
        "languages": ("bg", "en"),
        "awarding_bodies": (profile_of(organisation),),
        "learning_outcomes": (
            annex1.LearningOutcome(
                id="judge",
                statement=said(
                    "Judges the credibility of digital sources against stated criteria",
                    "Преценява достоверността на цифрови източници по зададени критерии",
                ),
                kind=OutcomeKind.SKILL,
                skills=(skill("1.2", "Evaluating information", "Оценяване на информация"),),
            ),
            annex1.LearningOutcome(
                id="order",
                statement=said(
                    "Organises and documents collected data so that others can use them",
                    "Подрежда и документира събрани данни така, че и други да могат да ги ползват",
                ),
                kind=OutcomeKind.COMPETENCE,
                skills=(
                    skill(
                        "1.1", "Browsing, searching and filtering information", "Сърфиране, търсене и филтриране на информация"
                    ),
                    skill("1.3", "Managing information", "Управление на информация"),
                ),
            ),
        ),
        "workload": annex1.Workload(hours=Decimal(40), ects=Decimal("1.5")),
        "level": annex1.Level(eqf=6, nqf="NQF 6b", cycle=Cycle.FIRST),
        "assessments": (
            annex1.Assessment(
                id="project",
                title=said("Source dossier", "Досие на източници"),
                type=AssessmentType.PROJECT_WORK,
                weight=Decimal(60),
                threshold=Decimal(50),
                mandatory=True,
                outcomes=("judge",),
            ),
            annex1.Assessment(
                id="exam",
                title=said("Written examination", "Писмен изпит"),
                type=AssessmentType.WRITTEN_EXAMINATION,
                weight=Decimal(40),
                threshold=Decimal(40),
                outcomes=("order",),
            ),
        ),
        "participation": (Participation.BLENDED,),
        "quality_assurance": (
            annex1.QualityAssurance(
                type=QualityType.EXTERNAL,
                name=said("Institutional accreditation", "Институционална акредитация"),
                agency="NEAA",
                url="https://www.neaa.government.bg/",
            ),
        ),
        "prerequisites": said("None", "Няма"),
        "supervision": Supervision.ONSITE,
        "identity_verification": IdentityVerification.VERIFIED,
        "grading": annex1.GradingScale(name=said("Percent", "Проценти")),
        "stackability": annex1.Stackability(
            kind=StackabilityKind.STACKABLE,
            towards=said("Certificate in digital research", "Удостоверение по дигитални изследвания"),
        ),
        "further_information": said("Taught each spring.", "Провежда се всяка пролет."),
        "links": ("https://laurel.example/sources",),
        "tags": ("DigComp",),
    }
    return annex1.MicroCredential.model_validate({**facts, **changes})


def published(organisation: Organisation, author: Person, approver: Person, **changes: object) -> DesignVersion:
    design = Design.objects.create(organisation=organisation, author=author, draft={}, created_at=AWARDED, updated_at=AWARDED)
    return publish_as(design, approver, micro_credential(organisation, **changes))


def publish_as(design: Design, approver: Person, record: annex1.MicroCredential) -> DesignVersion:
    """The next version, with the rows of the review that the database asks for."""
    review = all_approved(design, approver, at=AWARDED)
    version = versions.publish(design, record=record, approved_by=approver, at=AWARDED)
    Review.objects.filter(pk=review.pk).update(decision="approved", decided_by=approver, decided_at=AWARDED, version=version)
    return version


def edition_of(version: DesignVersion, by: Person, at: datetime, **facts: Any) -> Edition:
    """An edition that begins in two months, in Sofia, for 120 euros, unless `facts` say otherwise."""
    usual: dict[str, Any] = {
        "language": "bg",
        "mode": "blended",
        "starts_on": at.date() + timedelta(days=60),
        "ends_on": at.date() + timedelta(days=90),
        "place": "Sofia",
        "country": "BG",
        "price": Decimal(120),
        "currency": "EUR",
        "capacity": 20,
    }
    return editions.announce(version.design, editions.EditionFacts(**{**usual, **facts}), by=by, at=at)


def awards(number: int, *, email: str = "learner{}@students.example", name: str = "Learner {}") -> list[AwardToIssue]:
    made = []
    for _each in range(number):
        n = next(_numbers)
        made.append(
            AwardToIssue(
                award_key=f"award-{n}",
                recipient_name=name.format(n),
                recipient_email=email.format(n),
                awarded_at=AWARDED,
                grade="72",
                results=({"assessment": "project", "value": "80"}, {"assessment": "exam", "value": "60"}),
            )
        )
    return made


def ordered(version: DesignVersion, registrar: Person, to_issue: Iterable[AwardToIssue]) -> Batch:
    at = timezone.now()
    return order_batch(version.design.organisation, design_version=version, awards=to_issue, by=registrar, at=at)


def issued(
    version: DesignVersion, registrar: Person, *, email: str = "amina@students.example", name: str = "Amina Yusuf"
) -> Credential:
    """One issued badge for one learner, signed a moment ago."""
    batch = ordered(version, registrar, awards(1, email=email, name=name))
    run_batch(batch.pk, now=timezone.now)
    return Credential.objects.get(batch=batch)


def institution(slug: str) -> tuple[Organisation, Person, Person, Person]:
    """An organisation with its author, quality officer and registrar, for tests with real transactions."""
    organisation = Organisation.objects.create(
        slug=slug, name_en=slug.replace("-", " ").title(), country="BG", vouched_at=MONDAY
    )
    four_eyes(organisation)
    staff = []
    for role in (Role.AUTHOR, Role.QA_OFFICER, Role.REGISTRAR):
        someone = Person.objects.create_user(f"{role.value}@{slug}.example", name=role.label, language="en")
        Membership.objects.create(person=someone, organisation=organisation, role=role)
        staff.append(someone)
    author, officer, registrar = staff
    return organisation, author, officer, registrar
