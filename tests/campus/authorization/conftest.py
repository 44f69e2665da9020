"""Laurel University with something of every kind in it, and everybody who might ask for it."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

import agreeing
from badges import awards, edition_of, issued, ordered, published
from campus.assurance import dossiers, evidence, register
from campus.assurance.models import Endorsement
from campus.catalogue.designs import create_design
from campus.catalogue.models import Design, Edition
from campus.catalogue.templates import save_as_template
from campus.connectors.lti13.models import Course, Login, Platform, Visit
from campus.connectors.oneroster import arriving
from campus.connectors.webhooks import queueing, subscriptions
from campus.enrolling import applying, intakes, lists, sponsors
from campus.enrolling import invitations as place_invitations
from campus.enrolling.invitations import secret_of as place_secret
from campus.issuing import transparency
from campus.issuing.models import Batch, Credential, StatusList
from campus.learning import cohorts, quiz_attempts, uploads
from campus.learning.gradebook import Mapping
from campus.learning.models import Hold, QuestionPicture
from campus.marking import allocation, handing_in, pools
from campus.marking import setup as assignment_setup
from campus.marking.models import Appeal, IntegrityCase, Sitting
from campus.people import api_keys, invitations, personal_tokens
from campus.people.models import ApiKey, Organisation, Person, Role
from campus.policies.own_packs import keep_pack, show_to_everybody
from campus.quality import complaints, external, feedback
from campus.quality.models import Comment, Review, ReviewerInvitation
from campus.recognition import stack_applying
from campus.recognition.models import Degree
from campus.teaching import setup as course_setup
from campus.wallet import claim, deliver, imported, share
from campus.wallet.links import claim_secret
from campus.wallet.models import Holding
from campus.web.staff.policies.example import EXAMPLE
from cast import log_in, member, person
from elsewhere import badge_to
from laurel.annex1.record import LangString
from marking import RUBRIC, png
from oneroster import one_class
from quizzes import make_bank, open_quiz
from recognising import decided
from rounds import begun
from stacking_here import credits_from, offered

GRADES = (
    b"number,name,email,project,exam\n"
    b"101,Amina Yusuf,amina@students.example,80,60\n"
    b"102,Boris Petrov,boris@students.example,20,10\n"
)
ALONE = {"vera": Role.AUTHOR, "asen": Role.ASSESSOR, "radka": Role.RECOGNITION_OFFICER}  # roles that nobody else holds alone
STAFF = ("bruno", *ALONE, "carla", "rositsa", "adela", "dmitri")
_PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)|{(?:\w+:)?(\w+)}")


@dataclass
class World:
    """One of each, all of Laurel University and its learner Amina."""

    at: datetime
    organisation: Organisation
    adela: Person
    amina: Person
    bruno: Person
    carla: Person
    rositsa: Person
    dmitri: Person
    boris: Person
    vera: Person
    asen: Person
    radka: Person
    version: Any
    badge: Credential
    waiting: Credential
    holding: Holding
    design: Design
    template: Any
    draft: Design
    edition: Edition
    review: Review
    comment: Comment
    reviewer: ReviewerInvitation
    cohort: Any
    course: Any
    login: Any
    visit: Any
    gradebook: Any
    bank: Any
    quiz: Any
    attempt: Any
    batch: Batch
    secret: str
    share: Any
    imported: Any
    token: Any
    invitation: Any
    key: ApiKey
    passkey: Authenticator
    accreditation: Any
    stack_application: Any
    degree: Any
    case: Any
    agreement: Any
    dossier: Any
    evidence: Any
    endorsement: Any
    complaint: Any
    feedback_link: str
    intake: Any
    application: Any
    waiver: Any
    sponsor: Any
    place: Any
    people_list: Any
    unit: Any
    assignment: Any
    submission: Any
    mark: Any
    sitting: Any
    appeal: Any
    integrity_case: Any
    package: Any
    webhook: Any
    delivery: Any

    def values(self) -> dict[str, dict[str, object]]:
        """What stands in for the parameters of an address: those of the longest beginning that fits."""
        status = StatusList.objects.get(organisation=self.organisation)
        credential = {"public_id": self.badge.public_id, "credential_id": self.badge.public_id}
        return {
            "": {"slug": self.organisation.slug, "form": "json", "rest": "no/such/address"},
            "reviews/": {"secret": external.secret_of(self.reviewer)},
            "s/": {"token": self.share.token},
            "m/": {
                "endorsement_id": self.endorsement.public_id,
                "public_id": self.version.design.public_id,
                "number": self.version.number,
                "form": "png",
            },
            "my/": {**credential, "share_id": self.share.public_id, **self._quiz(), "number": 1, "form": "json"},
            "my/elsewhere/": {"public_id": self.imported.public_id},
            "claim/": {"secret": self.secret},
            "status/": {"public_id": status.public_id},
            "policies/": {"pack_id": "eu"},
            "policies/<slug:slug>/": {"pack_id": "ours"},
            "lti/": {
                "platform_id": self.course.platform.public_id,
                "cohort_id": self.cohort.public_id,
                "login_id": self.login.public_id,
                "visit_id": self.visit.public_id,
            },
            "o/<slug:slug>/lti/": {"platform_id": self.course.platform.public_id},
            "o/<slug:slug>/webhooks/": self._webhook(),
            "log/": {"tile": "0/000.p/1"},
            "accounts/invitations/": {"secret": invitations.secret_of(self.invitation)},
            "accounts/profile/": {"token_id": self.token.public_id},
            "accounts/": {"key": "no-such-key", "uidb36": "1", "pk": self.passkey.pk, "token_id": self.token.public_id},
            "o/<slug:slug>/members/": {"person_id": self.bruno.public_id, "invitation_id": self.invitation.pk},
            "o/<slug:slug>/api-keys/": {"key_id": self.key.pk},
            "o/<slug:slug>/keys/": {"number": 1},
            "o/<slug:slug>/quality/accreditation/": {"public_id": self.accreditation.public_id},
            "my/complaints/": {"public_id": self.complaint.public_id, "design_id": self.version.design.public_id},
            "feedback/": {"secret": self.feedback_link},
            "o/<slug:slug>/quality/complaints/": {"public_id": self.complaint.public_id},
            "o/<slug:slug>/designs/<uuid:public_id>/feedback/": {"public_id": self.version.design.public_id},
            "o/<slug:slug>/quality/endorsements/": {"public_id": self.endorsement.public_id, "action": "withdraw"},
            "o/<slug:slug>/designs/<uuid:public_id>/endorsements/": {"public_id": self.version.design.public_id},
            "o/<slug:slug>/quality/reviews/": {
                "public_id": self.dossier.public_id,
                "piece": self.evidence.public_id,
                "number": 1,
            },
            "programmes/": {"public_id": self.stack_application.programme.public_id},
            "my/programmes/": {"public_id": self.stack_application.programme.public_id},
            "my/recognition/": {"public_id": self.case.public_id, "action": "write", "number": 1, "form": "letter-en"},
            "o/<slug:slug>/recognition/": {
                "public_id": self.case.public_id,
                "action": "write",
                "number": 1,
                "form": "letter-en",
            },
            "my/agreements/": {"agreement_id": self.agreement.public_id},
            "o/<slug:slug>/recognition/agreements/": {"agreement_id": self.agreement.public_id, "action": "line"},
            "o/<slug:slug>/curriculum/": {"public_id": self.degree.public_id},
            "o/<slug:slug>/programmes/": {
                "public_id": self.stack_application.programme.public_id,
                "application_id": self.stack_application.public_id,
                "node": "r1",
                "kind": "one",
                "action": "survey",
            },
            "o/<slug:slug>/programmes/<uuid:public_id>/add/": {"node": "whole"},
            "o/<slug:slug>/programmes/<uuid:public_id>/requirements/": {"action": "up"},
            "o/<slug:slug>/batches/": {"public_id": self.batch.public_id, "action": "pause"},
            "o/<slug:slug>/credentials/": credential,
            "o/<slug:slug>/designs/": {"public_id": self.draft.public_id, "slug_of_step": "about"},
            "o/<slug:slug>/designs/<uuid:public_id>/editions/": {
                "public_id": self.version.design.public_id,
                "edition_id": self.edition.public_id,
            },
            "o/<slug:slug>/designs/<uuid:public_id>/review/": {
                "public_id": self.review.design.public_id,
                "invitation_id": self.reviewer.pk,
            },
            "o/<slug:slug>/designs/<uuid:public_id>/comments/": {
                "public_id": self.review.design.public_id,
                "comment_id": self.comment.pk,
            },
            "o/<slug:slug>/designs/<uuid:public_id>/publish": {"public_id": self.review.design.public_id},
            "o/<slug:slug>/designs/<uuid:public_id>/withdraw": {"public_id": self.review.design.public_id},
            "o/<slug:slug>/designs/start/": {"template_id": self.template.pk},
            "o/<slug:slug>/policies/": {"pack_id": "ours"},
            "enrol/": {"intake_id": self.intake.public_id},
            "enrol/invitations/": {"secret": place_secret(self.place)},
            "my/learning/": {"cohort_id": self.cohort.public_id, "unit_id": self.unit.public_id},
            "my/plan/": {"cohort_id": self.cohort.public_id},
            "calendar/": {"secret": "no-such-secret"},
            "my/applications/": {"public_id": self.application.public_id},
            "o/<slug:slug>/enrolment/": {
                "intake_id": self.intake.public_id,
                "edition_id": self.edition.public_id,
                "application_id": self.application.public_id,
                "waiver_id": self.waiver.pk,
                "invitation_id": self.place.public_id,
                "sponsor_id": self.sponsor.public_id,
                "list_id": self.people_list.public_id,
                "action": "confirm",
            },
            "o/<slug:slug>/cohorts/": {
                "public_id": self.cohort.public_id,
                "upload_id": self.gradebook.public_id,
                "course_id": self.course.public_id,
                "package_id": self.package.public_id,
                "action": "confirm",
            },
            "my/assignments/": {"assignment_id": self.assignment.public_id, "file_id": self._file(), "number": 1},
            "o/<slug:slug>/cohorts/<uuid:public_id>/assignments/": {
                "assignment_id": self.assignment.public_id,
                "submission_id": self.submission.public_id,
                "file_id": self._file(),
                "mark_id": self.mark.public_id,
                "action": "allot",
            },
            "o/<slug:slug>/cohorts/<uuid:public_id>/course/": {
                "unit_id": self.unit.public_id,
                "part_id": self.unit.part.public_id,
                "kind": "video",
                "action": "up",
            },
            "o/<slug:slug>/cohorts/<uuid:public_id>/board/": {"sitting_id": self.sitting.public_id},
            "my/integrity/": {"case_id": self.integrity_case.public_id},
            "o/<slug:slug>/integrity/": {"case_id": self.integrity_case.public_id, "submission_id": self.submission.public_id},
            "o/<slug:slug>/appeals/": {"appeal_id": self.appeal.public_id, "award_id": 1, "action": "take"},
            "o/<slug:slug>/questions/": {**self._quiz(), "kind": "choice", "form": "qti"},
            "o/<slug:slug>/cohorts/<uuid:public_id>/quizzes/": {**self._quiz(), "action": "count"},
            "api/v1/": {
                **self._quiz(),
                "pack_id": "eu",
                "programme_id": self.stack_application.programme.public_id,
                **credential,
                "design_id": self.design.public_id,
                "edition_id": self.edition.public_id,
                "cohort_id": self.cohort.public_id,
                "gradebook_id": self.gradebook.public_id,
                "batch_id": self.batch.public_id,
                "review_id": self.review.pk,
                "endorsement_id": self.endorsement.public_id,
                "complaint_id": self.complaint.public_id,
                "dossier_id": self.dossier.public_id,
                "criterion": "P1",
                "comment_id": self.comment.pk,
                "invitation_id": self.reviewer.pk,
                "accreditation_id": self.accreditation.public_id,
                "badge_id": self.badge.public_id,
                "share_id": self.share.public_id,
                "token_id": self.token.public_id,
                "number": 1,
                "intake_id": self.intake.public_id,
                "application_id": self.application.public_id,
            },
            "api/v1/webhooks/": self._webhook(),
            "api/v1/stack-applications/": {"application_id": self.stack_application.public_id},
            "api/v1/organisation/policies/": {"pack_id": "ours"},
        }

    def _webhook(self) -> dict[str, object]:
        return {"webhook_id": self.webhook.public_id, "delivery_id": self.delivery.public_id}

    def _case(self) -> dict[str, object]:
        return {"public_id": self.case.public_id, "action": "write", "number": 1, "form": "letter-en"}

    def _file(self) -> object:
        return self.submission.files.get().public_id

    def _quiz(self) -> dict[str, object]:
        picture = QuestionPicture.objects.get(bank=self.bank)
        return {
            "bank_id": self.bank.public_id,
            "question_id": self.bank.questions.order_by("pk")[0].public_id,
            "quiz_id": self.quiz.public_id,
            "attempt_id": self.attempt.public_id,
            "name": picture.name,
            "form": "qti",
        }

    def address(self, pattern: str, **instead: object) -> str:
        """The pattern with this world's ids in it."""
        known: dict[str, object] = {}
        for beginning, values in sorted(self.values().items(), key=lambda each: len(each[0])):
            if pattern.startswith(beginning):
                known.update(values)
        known.update(instead)

        def value(found: re.Match[str]) -> str:
            name = next(filter(None, found.groups()))
            if name not in known:
                pytest.fail(f"{pattern}: World.values has nothing for <{name}>")
            return str(known[name])

        return "/" + _PARAMETER.sub(value, pattern).replace("^", "").replace("$", "")


@pytest.fixture
def world(
    laurel_university: Organisation,
    amina: Person,
    bruno: Person,
    carla: Person,
    rositsa: Person,
    adela: Person,
    dmitri: Person,
) -> World:
    at = timezone.now()
    version = published(laurel_university, bruno, carla)
    badge, waiting = issued(version, rositsa), issued(version, rositsa)
    deliver.deliver([badge.pk, waiting.pk], at=at)
    transparency.publish(at=at)
    own = keep_pack(laurel_university, text=EXAMPLE.format(slug="ours"), by=carla, at=at)
    show_to_everybody(own.pack, shown=True, by=carla, at=at)
    holding = claim.claim(claim_secret(badge.public_id, generation=1), person=amina, at=at)
    draft = create_design(laurel_university, by=bruno, at=at)
    in_review = Design.objects.create(
        organisation=laurel_university, author=bruno, draft={}, state="in_review", created_at=at, updated_at=at
    )
    return World(
        at=at,
        organisation=laurel_university,
        adela=adela,
        amina=amina,
        bruno=bruno,
        carla=carla,
        rositsa=rositsa,
        dmitri=dmitri,
        boris=person("boris@students.example", "Boris Petrov"),
        **{
            name: member(laurel_university, person(f"{name}@laurel.example", name.title()), role)
            for name, role in ALONE.items()
        },
        version=version,
        badge=badge,
        waiting=waiting,
        holding=holding,
        design=version.design,
        draft=draft,
        template=save_as_template(draft, name="Ours", by=bruno, at=at),
        edition=edition_of(version, bruno, at),
        **_enrolling(version, bruno, rositsa, amina, at),
        **_reviews(in_review, carla, at),
        **_classes(version, bruno, at),
        batch=ordered(version, rositsa, awards(1)),
        secret=claim_secret(waiting.public_id, generation=1),
        share=share.create(holding, at=at),
        imported=imported.add(imported.Given(content=badge_to(amina.email), declared=True), person=amina, at=at),
        token=personal_tokens.create(amina, name="phone", at=at)[0],
        invitation=invitations.invite(
            laurel_university, email="new@x.example", roles=[Role.AUTHOR], language="en", by=adela, at=at
        ),
        key=api_keys.create(laurel_university, name="Moodle", roles=[Role.ADMINISTRATOR], by=adela, at=at)[0],
        complaint=complaints.file(version.design, text="x", by=amina, at=at),
        feedback_link=feedback.make_links(version, count=1, by=carla, at=at)[0],
        endorsement=_endorsed(version, bruno, at),
        case=decided(laurel_university, amina),
        **_webhook(laurel_university, adela, at),
        agreement=agreeing.offered(laurel_university, signatory_email="boris@students.example")[0],
        degree=Degree.objects.create(organisation=laurel_university, code="INF"),
        stack_application=_applied(laurel_university, bruno, carla, amina, at),
        **_reviewed(version, bruno, carla, at),
        accreditation=register.declare(
            laurel_university,
            entry=register.Entry(agency="NEAA", decision="positive", valid_from=at.date()),
            by=adela,
            at=at,
        ),
        passkey=Authenticator.objects.create(
            user=person("esra@firm.example", "Esra"), type=Authenticator.Type.WEBAUTHN, data={"name": "phone"}
        ),
    )


def _webhook(organisation: Organisation, adela: Person, at: datetime) -> dict[str, Any]:
    """A webhook to which a test was sent."""
    facts = subscriptions.WebhookFacts(name="Register", url="https://r.example/", events=["credential.issued"])
    webhook, _secret = subscriptions.create(organisation, facts, by=adela, at=at)
    return {"webhook": webhook, "delivery": queueing.send_test(webhook, by=adela, at=at)}


def _applied(organisation: Organisation, bruno: Person, carla: Person, amina: Person, at: datetime) -> Any:
    """An application for the award of a programme that takes any badge."""
    certificate = published(organisation, bruno, carla, title=LangString({"en": "Certificate"}))
    version = offered(organisation, bruno, carla, certificate, credits_from("Any", "1"))
    return stack_applying.apply(version, name="Amina Yusuf", by=amina, at=at)


def _endorsed(version: Any, bruno: Person, at: datetime) -> Endorsement:
    """An endorsement that somebody outside signed."""
    outside = {"endorser_did": "did:web:firm.example", "endorser_name": "Firm", "document": "{}"}
    return Endorsement.objects.create(
        version=version,
        kind="employer",
        state="signed",
        reason="x",
        requested_by=bruno,
        requested_at=at,
        signed_at=at,
        **outside,
    )


def _reviewed(version: Any, bruno: Person, carla: Person, at: datetime) -> dict[str, Any]:
    """A review by criteria under way, with a piece of evidence."""
    dossier = dossiers.open_dossier(version.design, purpose="occasion", set_id="annex-ii", by=carla, at=at)
    text = {"file_name": "minutes.txt", "content": b"Minutes."}
    return {"dossier": dossier, "evidence": evidence.add_file(dossier, title="Minutes", by=bruno, at=at, **text)}


def _reviews(design: Design, carla: Person, at: datetime) -> dict[str, Any]:
    """A round with a comment, and a second one to which somebody from outside is invited."""
    review = begun(design, at=at)
    stage = review.stages.get()
    elsewhere = Design.objects.create(
        organisation=design.organisation, author=design.author, draft={}, state="in_review", created_at=at, updated_at=at
    )
    return {
        "review": review,
        "comment": Comment.objects.create(
            design=design, review=review, stage=stage, at="/title", text="Shorter.", made_by=carla, made_at=at
        ),
        "reviewer": external.invite(
            begun(elsewhere, at=at, kind="external_review"), email="guest@x.example", name="G", language="en", by=carla, at=at
        ),
    }


def _classes(version: Any, bruno: Person, at: datetime) -> dict[str, Any]:
    """A cohort with two learners, and a second gradebook that is checked but not imported."""
    cohort = cohorts.create_cohort(version.design.organisation, design_version=version, title="Spring", by=bruno, at=at)
    for _each in range(2):
        upload = uploads.receive(cohort, content=GRADES, file_name="grades.csv", by=bruno, at=at)
        upload = uploads.choose_mapping(upload, mapping=Mapping.from_json(upload.mapping), by=bruno, at=at)
        upload = uploads.run_check(upload.pk, at=at)
        if not _each:
            uploads.confirm(upload, by=bruno, at=at)
            uploads.run_import(upload.pk, at=at)
    bank = make_bank(cohort, bruno)
    quiz = open_quiz(cohort, bruno, bank=bank)
    attempt = quiz_attempts.start(quiz, cohort.enrolments.get(number="101"), seed="world", at=at)
    package = arriving.receive(cohort, content=one_class(), file_name="or.zip", by=bruno, at=at)
    made = {"cohort": cohort, "package": package, "gradebook": upload, "bank": bank, "quiz": quiz, "attempt": attempt}
    return {**made, "unit": _unit(cohort, bruno, at), **_assignment(cohort, bruno, at), **_platform(cohort, bruno, at)}


def _unit(cohort: Any, bruno: Person, at: datetime) -> Any:
    """The first unit of a course that learners see."""
    course = course_setup.create(cohort, by=bruno, at=at)
    part = course_setup.add_part(course, title_en="Sources", by=bruno, at=at)
    unit = course_setup.add_unit(part, kind="text", title_en="Read", text_en="Read this.", by=bruno, at=at)
    course_setup.publish(course, by=bruno, at=at)
    return unit


def _assignment(cohort: Any, bruno: Person, at: datetime) -> dict[str, Any]:
    """An assignment at which Amina has handed in a picture, which is allotted to Bruno."""
    assignment = assignment_setup.create(
        cohort, assessment="project", title_en="Essay", due_at=at + timedelta(days=7), by=bruno, at=at
    )
    assignment_setup.set_rubric(assignment, RUBRIC, by=bruno, at=at)
    assignment_setup.open_(assignment, by=bruno, at=at)
    pools.set_place(cohort, bruno, by=bruno, at=at)
    amina = cohort.enrolments.get(number="101")
    handing_in.save_draft(assignment, amina, text="My essay.", links=[], revision=None, at=at)
    handing_in.add_file(assignment, amina, name="a.png", content=png(), at=at)
    submission = handing_in.hand_in(assignment, amina, at=at)
    allocation.allot_all(assignment.pk, at=at)
    sitting = Sitting.objects.create(cohort=cohort, number=1, opened_by=bruno, opened_at=at)
    sitting.members.create(person=bruno)
    hold = Hold.objects.create(enrolment=submission.enrolment, kind="appeal", opened_by=bruno, opened_at=at)
    facts = {"grounds": "sum", "text": "Why", "filed_by": Person.objects.get(email=amina.email), "filed_at": at, "before": 1}
    appeal = Appeal.objects.create(submission=submission, hold=hold, **facts)
    mark = submission.marks.get()
    hold = Hold.objects.create(enrolment=submission.enrolment, kind="integrity", opened_by=bruno, opened_at=at)
    case = IntegrityCase.objects.create(
        submission=submission, hold=hold, kind="copied", text="Why", opened_by=bruno, opened_at=at, answer_by=at
    )
    return {
        "assignment": assignment,
        "submission": submission,
        "mark": mark,
        "sitting": sitting,
        "appeal": appeal,
        "integrity_case": case,
    }


def _enrolling(version: Any, bruno: Person, rositsa: Person, amina: Person, at: datetime) -> dict[str, Any]:
    """An edition one can enrol in: Amina brings evidence, somebody is invited, a sponsor pays, a list waits."""
    opened = intakes.open_intake(
        edition_of(version, bruno, at, capacity=9), intakes.IntakeFacts(), title="Enrolment", by=rositsa, at=at
    )
    says = {"kind": "statement", "id": "s", "text_en": "I can."}
    entry = {"id": "a", "strength": "waivable", "needs": {"at_least": 1, "of": [says]}}
    opened = intakes.set_prerequisites(opened, [entry], revision=1, by=rositsa, at=at)
    bring = applying.Evidence(text="Years.", file_name="proof.pdf", content=b"%PDF-1.7\n%%EOF")
    application = applying.apply(opened, applying.Wish(name="Amina", evidence={"a": bring}), by=amina, at=at)
    place_invitations.invite(opened, ["guest@x.example"], language="en", by=rositsa, at=at)
    return {
        "intake": opened,
        "application": application,
        "waiver": application.waivers.get(),
        "sponsor": sponsors.add(opened, sponsors.SponsorFacts(name="Works", seats=1), by=rositsa, at=at)[0],
        "place": opened.invitations.get(),
        "people_list": lists.receive(
            opened, content=b"name,email\nA,a@x.example\n", file_name="a.csv", language="en", by=rositsa, at=at
        ),
    }


def _platform(cohort: Any, bruno: Person, at: datetime) -> dict[str, Any]:
    """A learning platform with a course, a launch under way and a visit."""
    platform = Platform.objects.create(
        organisation=cohort.organisation, name="Moodle", issuer="https://m.example", created_by=bruno, created_at=at
    )
    own = {"platform": platform, "deployment_id": "1"}
    course = Course.objects.create(
        **own, context_id="c", cohort=cohort, created_at=at, seen_at=at, memberships_url="https://m.example/"
    )
    visit = Visit.objects.create(
        **own, subject="s", is_teacher=True, course=course, secret_digest="x", opened_at=at, expires_at=at + timedelta(hours=1)
    )
    return {"course": course, "visit": visit, "login": Login.objects.create(platform=platform, login_hint="h", begun_at=at)}


@pytest.fixture
def visitors(world: World) -> dict[str, Client]:
    """A browser of each of the cast, logged in; and one of nobody."""
    clients = {"anonymous": Client(raise_request_exception=False)}
    for name in ("amina", "boris", *STAFF):
        clients[name] = log_in(Client(raise_request_exception=False), getattr(world, name))
    return clients


@pytest.fixture
def software(world: World) -> dict[str, dict[str, str]]:
    """The headers with which a program of each of the cast asks the API."""
    at, headers = world.at, {"anonymous": {}}
    for name in ("amina", "boris"):
        headers[name] = _bearer(personal_tokens.create(getattr(world, name), name="matrix", at=at)[1])
    for name in STAFF:
        headers[name] = _bearer(_key(getattr(world, name), at))
    return headers


def _key(someone: Person, at: datetime) -> str:
    held = someone.memberships.select_related("organisation")
    roles = [Role(each.role) for each in held]
    return api_keys.create_by_operator(held[0].organisation, name=str(uuid.uuid4()), roles=roles, person=someone, at=at)[1]


def _bearer(text: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {text}", "Idempotency-Key": str(uuid.uuid4())}
