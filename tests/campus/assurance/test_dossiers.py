"""Quality reviews by criteria: findings, evidence, one decision, conditions fulfilled by evidence."""

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction

from badges import MONDAY, institution, published
from campus.assurance import dossiers, evidence, gates
from campus.assurance.dossiers import ConditionWanted, Decision, Outcome
from campus.assurance.models import Condition, CriterionFinding, Dossier, Evidence
from campus.catalogue.designs import create_design, save_draft
from campus.people.models import Role
from campus.people.roles import NotAllowedError
from campus.people.scope import NotFoundError
from campus.quality.review import approve, submit
from cast import member, person
from sample_design import draft

LATER = MONDAY + timedelta(days=200)
PDF = b"%PDF-1.7 minutes of the board"
SOON = [ConditionWanted(text="Publish the rubric", due_on=LATER.date() + timedelta(days=30))]


@pytest.fixture
def dossier(version, carla):
    return dossiers.open_dossier(version.design, purpose=Dossier.Purpose.PERIODIC, set_id="annex-ii", by=carla, at=MONDAY)


def found(dossier, by, *, but=()):
    changed = dict(but)
    for one in dossiers.criteria_of(dossier).criterion:
        outcome = changed.get(one.id, Outcome.MET)
        dossiers.find(dossier, criterion=one.id, outcome=outcome, text="Seen in the minutes.", by=by, at=MONDAY)


def decided(dossier, by, decision=Decision.FULFILLED, conditions=()):
    return dossiers.decide(dossier, decision=decision, comment="Well done.", conditions=conditions, by=by, at=LATER)


def test_a_periodic_review_that_is_fulfilled_starts_the_time_anew(dossier, version, carla):
    found(dossier, carla)
    before = gates.months_since_review(version.design, on=LATER.date())
    done = decided(dossier, carla)

    assert (done.decision, done.decided_by, done.version) == ("fulfilled", carla, version)
    assert before > 6
    assert gates.months_since_review(version.design, on=LATER.date()) == 0


def test_what_is_not_fulfilled_does_not_start_the_time_anew(dossier, version, carla):
    found(dossier, carla, but={"P3": Outcome.NOT_MET})
    decided(dossier, carla, Decision.NOT_FULFILLED)

    assert gates.months_since_review(version.design, on=LATER.date()) > 6


def test_a_review_keeps_the_criteria_as_they_were(dossier):
    assert (dossier.set_id, dossier.set_version) == ("annex-ii", "2022.1")
    assert len(dossiers.criteria_of(dossier).criterion) == 10
    assert dossier.text_digest == dossier.version.digest


def test_a_later_finding_replaces_an_earlier_one_while_it_is_open(dossier, carla):
    dossiers.find(dossier, criterion="P1", outcome=Outcome.PARTLY, text="No minutes yet.", by=carla, at=MONDAY)
    dossiers.find(dossier, criterion="P1", outcome=Outcome.MET, text="", by=carla, at=MONDAY)

    assert CriterionFinding.objects.get().outcome == "met"


def test_refuses_a_second_review_while_one_is_open(dossier, version, carla):
    with pytest.raises(dossiers.DossierOpenError):
        dossiers.open_dossier(version.design, purpose=Dossier.Purpose.PUBLISHING, set_id="esg-2015", by=carla, at=MONDAY)


def test_refuses_a_set_that_is_not_there_and_a_look_at_what_was_never_published(version, carla):
    with pytest.raises(dossiers.NoSuchCriteriaError):
        dossiers.open_dossier(version.design, purpose=Dossier.Purpose.PERIODIC, set_id="atlantis", by=carla, at=MONDAY)
    version.design.pk, version.design.public_id = None, "00000000-0000-4000-8000-000000000001"
    version.design.save(force_insert=True)
    with pytest.raises(dossiers.NothingPublishedError):
        dossiers.open_dossier(version.design, purpose=Dossier.Purpose.PERIODIC, set_id="annex-ii", by=carla, at=MONDAY)


@pytest.mark.parametrize("outcome", [Outcome.PARTLY, Outcome.NOT_MET, Outcome.NOT_APPLICABLE])
def test_refuses_a_finding_that_is_not_simply_met_without_a_reason(dossier, carla, outcome):
    with pytest.raises(dossiers.FindingTextMissingError):
        dossiers.find(dossier, criterion="P1", outcome=outcome, text=" ", by=carla, at=MONDAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        CriterionFinding.objects.create(dossier=dossier, criterion="P1", outcome=outcome, found_by=carla, found_at=MONDAY)


def test_refuses_a_criterion_that_the_set_does_not_have(dossier, carla):
    with pytest.raises(NotFoundError):
        dossiers.find(dossier, criterion="1.1", outcome=Outcome.MET, text="", by=carla, at=MONDAY)


def test_refuses_a_decision_before_every_criterion_has_a_finding(dossier, carla):
    dossiers.find(dossier, criterion="P1", outcome=Outcome.MET, text="", by=carla, at=MONDAY)

    with pytest.raises(dossiers.FindingsMissingError) as refused:
        decided(dossier, carla)
    assert "P2, P3" in str(refused.value.message)


def test_refuses_a_decision_that_contradicts_the_findings(dossier, carla):
    found(dossier, carla, but={"P3": Outcome.NOT_MET})

    with pytest.raises(dossiers.DecisionDoesNotFitError):
        decided(dossier, carla)


@pytest.mark.parametrize(
    ("decision", "conditions"),
    [
        (Decision.CONDITIONS, []),
        (Decision.CONDITIONS, SOON * 21),
        (Decision.CONDITIONS, [ConditionWanted(text="Too late", due_on=MONDAY.date())]),
        (Decision.CONDITIONS, [ConditionWanted(text=" ", due_on=date(2099, 1, 1))]),
        (Decision.FULFILLED, SOON),
    ],
)
def test_refuses_conditions_that_nobody_could_keep(dossier, carla, decision, conditions):
    found(dossier, carla)

    with pytest.raises(dossiers.BadConditionError):
        decided(dossier, carla, decision, conditions)
    assert not Condition.objects.exists()


def test_refuses_a_decision_of_whoever_wrote_it(version, bruno, laurel_university, carla):
    member(laurel_university, bruno, Role.QA_OFFICER)
    own = dossiers.open_dossier(version.design, purpose=Dossier.Purpose.PERIODIC, set_id="annex-ii", by=bruno, at=MONDAY)
    found(own, carla)

    with pytest.raises(dossiers.OwnWorkError):
        decided(own, bruno)


def test_refuses_a_decision_of_whoever_changed_an_earlier_version(laurel_university, bruno, carla):
    helper = member(laurel_university, person("helper@laurel.example", "Helper"), Role.AUTHOR, Role.QA_OFFICER)
    design = create_design(laurel_university, by=bruno, at=MONDAY, draft=draft())
    save_draft(design, draft=design.draft | {"tags": ["data"]}, revision=design.draft_revision, by=helper, at=MONDAY)
    approve(submit(design, by=bruno, at=MONDAY), by=carla, at=MONDAY)
    design.refresh_from_db()
    assert design.edited_by == []
    open_one = dossiers.open_dossier(design, purpose=Dossier.Purpose.PERIODIC, set_id="annex-ii", by=carla, at=MONDAY)
    found(open_one, carla)

    with pytest.raises(dossiers.OwnWorkError):
        decided(open_one, helper)


def test_the_first_decision_stands(dossier, carla):
    found(dossier, carla)
    decided(dossier, carla)

    with pytest.raises(dossiers.DossierDecidedError):
        decided(dossier, carla, Decision.NOT_FULFILLED)
    with pytest.raises(dossiers.DossierDecidedError):
        dossiers.find(dossier, criterion="P1", outcome=Outcome.MET, text="", by=carla, at=MONDAY)


@pytest.mark.parametrize("who", ["bruno", "rositsa", "adela", "dmitri", "amina"])
def test_refuses_anybody_but_a_quality_officer(dossier, version, request, who):
    someone = request.getfixturevalue(who)

    with pytest.raises(NotAllowedError):
        dossiers.find(dossier, criterion="P1", outcome=Outcome.MET, text="", by=someone, at=MONDAY)
    with pytest.raises(NotAllowedError):
        decided(dossier, someone)


@pytest.fixture
def conditioned(dossier, carla):
    found(dossier, carla, but={"P4": Outcome.PARTLY})
    return decided(dossier, carla, Decision.CONDITIONS, SOON)


def test_a_condition_is_fulfilled_by_evidence_that_somebody_else_brought(conditioned, bruno, carla, laurel_university):
    piece = evidence.add_file(conditioned, title="Rubric", file_name="rubric.pdf", content=PDF, by=bruno, at=LATER)
    waiting = dossiers.open_conditions(laurel_university).get()

    done = dossiers.fulfil(waiting, evidence=piece, by=carla, at=LATER)

    assert (done.fulfilled_by, done.evidence) == (carla, piece)
    assert not dossiers.open_conditions(laurel_university).exists()
    with pytest.raises(dossiers.ConditionFulfilledError):
        dossiers.fulfil(waiting, evidence=piece, by=carla, at=LATER)


def test_refuses_to_confirm_evidence_of_ones_own_or_of_another_review(conditioned, carla, version):
    own = evidence.add_address(conditioned, title="Page", url="https://laurel.example/r", by=carla, at=LATER)
    waiting = Condition.objects.get()
    other = dossiers.open_dossier(version.design, purpose=Dossier.Purpose.OCCASION, set_id="esg-2015", by=carla, at=LATER)
    foreign = evidence.add_address(other, title="Page", url="https://laurel.example/r", by=carla, at=LATER)

    with pytest.raises(dossiers.OwnWorkError):
        dossiers.fulfil(waiting, evidence=own, by=carla, at=LATER)
    with pytest.raises(NotFoundError):
        dossiers.fulfil(waiting, evidence=foreign, by=carla, at=LATER)


def test_a_file_is_kept_with_its_digest_and_under_its_bare_name(dossier, bruno):
    piece = evidence.add_file(dossier, title="Minutes", file_name="C:\\x\\..\\minutes.PDF", content=PDF, by=bruno, at=MONDAY)

    assert (piece.file_name, piece.media_type, piece.size) == ("minutes.PDF", "application/pdf", len(PDF))
    assert piece.digest == "a5" + piece.digest[2:] or len(piece.digest) == 64
    assert bytes(Evidence.objects.get().content) == PDF


@pytest.mark.parametrize(
    ("name", "content"),
    [("page.html", b"<script>"), ("minutes.pdf", b"MZ program"), ("table.csv", b"\xff\xfe"), ("empty.txt", b""), ("pdf", PDF)],
)
def test_refuses_files_of_other_kinds_and_those_that_are_not_what_they_say(dossier, bruno, name, content):
    with pytest.raises(evidence.BadEvidenceError):
        evidence.add_file(dossier, title="x", file_name=name, content=content, by=bruno, at=MONDAY)


def test_refuses_a_file_that_is_too_large_and_an_address_that_is_none(dossier, bruno):
    with pytest.raises(evidence.EvidenceTooLargeError):
        evidence.add_file(
            dossier, title="x", file_name="x.pdf", content=PDF + bytes(evidence.LARGEST_FILE), by=bruno, at=MONDAY
        )
    with pytest.raises(evidence.EvidenceNamelessError):
        evidence.add_address(dossier, title="x", url="javascript:alert(1)", by=bruno, at=MONDAY)
    with pytest.raises(evidence.EvidenceNamelessError):
        evidence.add_address(dossier, title=" ", url="https://x.example", by=bruno, at=MONDAY)
    with pytest.raises(NotFoundError):
        evidence.add_address(dossier, title="x", url="https://x.example", criterion="Z", by=bruno, at=MONDAY)


def test_refuses_more_evidence_than_a_review_holds(dossier, bruno, monkeypatch):
    monkeypatch.setattr(evidence, "MOST_PIECES", 1)
    evidence.add_address(dossier, title="x", url="https://x.example", by=bruno, at=MONDAY)

    with pytest.raises(evidence.TooMuchEvidenceError):
        evidence.add_address(dossier, title="x", url="https://x.example", by=bruno, at=MONDAY)


@pytest.mark.parametrize("who", ["rositsa", "dmitri", "amina"])
def test_refuses_evidence_of_whoever_takes_no_part(dossier, request, who):
    with pytest.raises(NotAllowedError):
        evidence.add_address(dossier, title="x", url="https://x.example", by=request.getfixturevalue(who), at=MONDAY)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite writes one transaction after the other")
def test_of_two_who_decide_at_once_one_is_told_that_it_is_decided():
    organisation, author, officer, _registrar = institution("race-university")
    second = member(organisation, person("second@race.example", "Second"), Role.QA_OFFICER)
    version = published(organisation, author, officer)
    dossier = dossiers.open_dossier(version.design, purpose=Dossier.Purpose.PERIODIC, set_id="annex-ii", by=officer, at=MONDAY)
    found(dossier, officer)
    together, ended = Barrier(2), []

    def run(someone):
        together.wait()
        try:
            decided(dossier, someone)
            ended.append("decided")
        except dossiers.DossierDecidedError:
            ended.append("refused")
        finally:
            connection.close()

    threads = [Thread(target=run, args=(someone,)) for someone in (officer, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(ended) == ["decided", "refused"]
