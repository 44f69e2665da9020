"""The recognition desk: what is submitted is verified, looked at by a person, decided with reasons, appealed to others."""

import json
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from campus.people.roles import NotAllowedError
from campus.people.scope import NotFoundError
from campus.recognition import cases, deciding, desk_terms
from campus.recognition.case_evidence import finding_of, is_intact
from campus.recognition.case_faults import (
    CountedBeforeError,
    EvidenceTwiceError,
    NoDifferenceError,
    NotAcceptedEvidenceError,
    NothingMissingError,
    NothingSubmittedError,
    NotOpenError,
    NotSeatedError,
    OtherPanelError,
    OwnCaseError,
    TargetMissingError,
    TooLateToAppealError,
    VotesDifferError,
    VotesGivenError,
    VotesMissingError,
    WordsMissingError,
)
from campus.recognition.case_sides import compared, graded
from campus.recognition.cases import Asked
from campus.recognition.deciding import Verdict
from campus.recognition.models import Case, CaseSeat, Decision, RecognisedLearning
from cast import person
from recognising import FULL, MODULE, NOW, foreign_badge, officer, submitted

REFUSED = Verdict(outcome="refused", reasons="Half of the module is not covered.", differences=("outcomes",))
PARTIAL = Verdict(outcome="partial", reasons="The ethics of algorithms is missing.")


@pytest.fixture
def olga(laurel_university):
    return officer(laurel_university, "Olga")


@pytest.fixture
def petar(laurel_university):
    return officer(laurel_university, "Petar")


@pytest.fixture
def case(laurel_university, amina):
    return submitted(laurel_university, amina)


@pytest.fixture
def taken(case, olga):
    return deciding.take(case, by=olga, at=NOW)


def test_what_is_submitted_is_verified_and_frozen_with_its_report(case):
    evidence = case.evidence.get()

    assert finding_of(evidence).outcome != "failed"
    assert evidence.facts["verified"] is True
    assert evidence.belongs
    assert is_intact(evidence)
    assert (case.due_on.year, case.due_on.month) == (2027, 3)
    evidence.report["verdict"] = "changed"
    assert not is_intact(evidence)


def test_a_badge_of_somebody_else_is_told_apart(laurel_university, amina):
    case = submitted(laurel_university, amina, content=foreign_badge("somebody@else.example"))

    assert not case.evidence.get().belongs


def test_a_changed_badge_is_refused_and_nothing_is_kept(laurel_university, amina):
    changed = json.loads(foreign_badge(amina.email))
    changed["credentialSubject"]["achievement"]["name"] = "Doctor of everything"

    with pytest.raises(NotAcceptedEvidenceError):
        submitted(laurel_university, amina, content=json.dumps(changed).encode())
    assert not Case.objects.exists()


def test_an_application_says_what_for_and_brings_each_credential_once(laurel_university, other_university, amina, version):
    badge = foreign_badge(amina.email)

    with pytest.raises(TargetMissingError):
        submitted(laurel_university, amina, target=None)
    with pytest.raises(TargetMissingError):
        submitted(other_university, amina, target=version)
    asked = Asked(purpose="exemption", target=MODULE)
    with pytest.raises(NothingSubmittedError):
        cases.submit(laurel_university, asked, contents=[], by=amina, at=NOW)
    with pytest.raises(EvidenceTwiceError):
        cases.submit(laurel_university, asked, contents=[badge, badge], by=amina, at=NOW)
    case = submitted(laurel_university, amina, target=version)
    with pytest.raises(EvidenceTwiceError):
        cases.add_evidence(case, contents=[foreign_badge(amina.email, number=2), badge], language="en", by=amina, at=NOW)
    assert case.evidence.count() == 1  # all of them, or none
    cases.add_evidence(case, contents=[foreign_badge(amina.email, number=2)], language="en", by=amina, at=NOW)
    assert case.evidence.count() == 2


def test_outcomes_are_put_beside_those_asked_for(taken, olga):
    found = compared(taken, taken.evidence.get())

    assert [each.statement.text("en") for each in found.covered] == ["Cleans messy data before analysis"]
    assert "outcomes" in {each.element for each in found.substantial}
    assert {each.criterion.id: each.step for each in graded(taken.evidence.get())}["verification"] is not None


def test_refusing_needs_a_substantial_difference_and_reasons(taken, olga):
    with pytest.raises(NoDifferenceError):
        deciding.decide(taken, Verdict(outcome="refused", reasons="We prefer our own."), by=olga, at=NOW)
    with pytest.raises(WordsMissingError):
        deciding.decide(taken, Verdict(outcome="refused", reasons=" ", differences=("outcomes",)), by=olga, at=NOW)
    cases.judge(taken, accepted=[each["id"] for each in taken.target["outcomes"]], graded={}, by=olga, at=NOW)
    with pytest.raises(NoDifferenceError):  # with everything accepted, the outcomes differ no more
        deciding.decide(taken, REFUSED, by=olga, at=NOW)


def test_the_database_itself_refuses_such_a_refusal(taken):
    refusal = {"case": taken, "number": 1, "outcome": "refused", "decided_at": NOW, "digest": "0" * 64}
    for wrong in ({"reasons": "", "difference_count": 1}, {"reasons": "Because.", "difference_count": 0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Decision.objects.create(**refusal, **wrong)


def test_recognition_in_part_lists_what_is_missing(taken, olga):
    decision = deciding.decide(taken, PARTIAL, by=olga, at=NOW)

    assert decision.missing == [{"en": "Argues about the ethics of algorithms"}]
    assert decision.covered == [{"en": "Cleans messy data before analysis"}]


def test_recognition_in_part_with_nothing_missing_is_none(taken, olga):
    cases.judge(taken, accepted=["t1", "t2"], graded={}, by=olga, at=NOW)

    with pytest.raises(NothingMissingError):
        deciding.decide(taken, PARTIAL, by=olga, at=NOW)


def test_a_condition_is_told(taken, olga):
    with pytest.raises(WordsMissingError):
        deciding.decide(taken, Verdict(outcome="conditional", reasons="Yes, if."), by=olga, at=NOW)
    told = Verdict(outcome="conditional", reasons="Yes, if.", condition="Pass the ethics seminar.")
    assert deciding.decide(taken, told, by=olga, at=NOW).condition == "Pass the ethics seminar."


def test_the_same_learning_is_credited_once_across_all_cases(laurel_university, amina, olga, taken):
    deciding.decide(taken, FULL, by=olga, at=NOW)
    again = deciding.take(submitted(laurel_university, amina, purpose="transfer"), by=olga, at=NOW)

    with pytest.raises(CountedBeforeError):
        deciding.decide(again, FULL, by=olga, at=NOW)
    again.refresh_from_db()
    assert again.state == Case.State.REVIEW
    without = Verdict(outcome="full", reasons="As before.", credit=False)
    assert deciding.decide(again, without, by=olga, at=NOW).ects is None
    assert RecognisedLearning.objects.count() == 1


def test_admission_and_employment_use_no_credit_up(laurel_university, amina, olga):
    for purpose in ("admission", "employment", "exemption"):
        case = deciding.take(submitted(laurel_university, amina, purpose=purpose), by=olga, at=NOW)
        deciding.decide(case, FULL, by=olga, at=NOW)

    assert RecognisedLearning.objects.count() == 1


def test_nobody_decides_about_themselves(laurel_university, olga, petar):
    case = submitted(laurel_university, olga)

    with pytest.raises(OwnCaseError):
        deciding.take(case, by=olga, at=NOW)
    with pytest.raises(NotFoundError):
        cases.case_for(olga, laurel_university, case.public_id)
    assert cases.case_for(petar, laurel_university, case.public_id) == case
    assert list(cases.queue(laurel_university, reader=olga)) == []
    assert list(cases.queue(laurel_university, reader=petar)) == [case]


def test_only_officers_of_this_desk_look_at_it(case, dmitri, bruno, other_university):
    for stranger in (dmitri, bruno):
        with pytest.raises(NotAllowedError):
            deciding.take(case, by=stranger, at=NOW)
    with pytest.raises(NotFoundError):
        cases.case_for(dmitri, other_university, case.public_id)
    with pytest.raises(NotFoundError):
        cases.withdraw(case, by=dmitri, at=NOW)


def test_who_has_not_taken_a_case_does_not_decide_it(taken, petar):
    with pytest.raises(NotSeatedError):
        deciding.decide(taken, FULL, by=petar, at=NOW)


def test_a_question_waits_for_its_answer(taken, olga, amina):
    with pytest.raises(WordsMissingError):
        cases.ask(taken, text="  ", by=olga, at=NOW)
    cases.ask(taken, text="Which tool did you use?", by=olga, at=NOW)
    taken.refresh_from_db()
    assert taken.state == Case.State.WAITING
    with pytest.raises(NotOpenError):
        deciding.decide(taken, FULL, by=olga, at=NOW)

    said = cases.write(taken, text="A spreadsheet.", by=amina, at=NOW)
    taken.refresh_from_db()
    assert (taken.state, said.kind, said.by_desk) == (Case.State.REVIEW, "answer", False)


def test_a_committee_votes_and_the_decision_is_the_majoritys(taken, olga, petar, laurel_university):
    deciding.set_committee(taken, count=3, by=olga, at=NOW)
    third = officer(laurel_university, "Ralitsa")
    for one in (petar, third):
        deciding.take(taken, by=one, at=NOW)
    deciding.vote(taken, outcome="full", because="Covered.", by=olga, at=NOW)
    deciding.vote(taken, outcome="full", because="Covered.", by=petar, at=NOW)
    with pytest.raises(VotesMissingError):
        deciding.decide(taken, FULL, by=olga, at=NOW)
    deciding.vote(taken, outcome="partial", because="Ethics is missing.", by=third, at=NOW)
    with pytest.raises(VotesDifferError):
        deciding.decide(taken, PARTIAL, by=olga, at=NOW)

    assert deciding.decide(taken, FULL, by=olga, at=NOW).outcome == "full"


def test_no_vote_is_made_needless_and_a_tie_decides_nothing(taken, olga, petar):
    deciding.set_committee(taken, count=2, by=olga, at=NOW)
    deciding.take(taken, by=petar, at=NOW)
    deciding.vote(taken, outcome="full", because="Covered.", by=olga, at=NOW)
    deciding.vote(taken, outcome="partial", because="Ethics is missing.", by=petar, at=NOW)

    for verdict in (FULL, PARTIAL):
        with pytest.raises(VotesDifferError):
            deciding.decide(taken, verdict, by=olga, at=NOW)
    with pytest.raises(VotesGivenError):
        deciding.set_committee(taken, count=1, by=olga, at=NOW)
    deciding.vote(taken, outcome="partial", because="I agree.", by=olga, at=NOW)
    assert deciding.decide(taken, PARTIAL, by=olga, at=NOW).outcome == "partial"


def test_an_appeal_goes_to_others_and_its_decision_takes_the_place_of_the_first(taken, olga, petar, amina):
    first = deciding.decide(taken, REFUSED, by=olga, at=NOW)
    deciding.appeal(taken, grounds="The seminar covers ethics.", by=amina, at=NOW + timedelta(days=12))
    for attempt in (deciding.take, lambda case, **how: deciding.decide(case, FULL, **how)):
        with pytest.raises(OtherPanelError):
            attempt(taken, by=olga, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseSeat.objects.create(case=taken, person=olga, round=2)

    deciding.take(taken, by=petar, at=NOW)
    second = deciding.decide(taken, FULL, by=petar, at=NOW + timedelta(days=20))

    first.refresh_from_db()
    assert (second.number, first.superseded_at is not None) == (2, True)
    assert deciding.decision_of(taken) == second
    with pytest.raises(NotOpenError):
        deciding.appeal(taken, grounds="Again.", by=amina, at=NOW + timedelta(days=21))


def test_an_appeal_gives_grounds_in_time_and_is_the_applicants(taken, olga, amina):
    deciding.decide(taken, REFUSED, by=olga, at=NOW)

    with pytest.raises(NotFoundError):
        deciding.appeal(taken, grounds="Mine.", by=person("other@x.example", "Other"), at=NOW)
    with pytest.raises(WordsMissingError):
        deciding.appeal(taken, grounds=" ", by=amina, at=NOW)
    with pytest.raises(TooLateToAppealError):
        deciding.appeal(taken, grounds="Late.", by=amina, at=NOW + timedelta(days=31))
    deciding.appeal(taken, grounds="Just in time.", by=amina, at=NOW + timedelta(days=30))


def test_an_appeal_that_gives_less_frees_what_was_credited(taken, olga, petar, amina, laurel_university):
    deciding.decide(taken, PARTIAL, by=olga, at=NOW)
    deciding.appeal(taken, grounds="I want all.", by=amina, at=NOW)
    deciding.take(taken, by=petar, at=NOW)
    deciding.decide(taken, REFUSED, by=petar, at=NOW)
    other = deciding.take(submitted(laurel_university, amina, purpose="transfer"), by=petar, at=NOW)

    assert deciding.decide(other, PARTIAL, by=petar, at=NOW).outcome == "partial"


def test_precedents_say_how_the_desk_decided_before(laurel_university, amina, olga, taken, dmitri):
    deciding.decide(taken, PARTIAL, by=olga, at=NOW)
    later = submitted(laurel_university, dmitri, content=foreign_badge(dmitri.email, number=2))

    assert deciding.precedents(later) == {"partial": 1}
    assert deciding.precedents(taken) == {}


def test_an_open_case_can_be_taken_back(taken, amina, olga):
    cases.withdraw(taken, by=amina, at=NOW)

    with pytest.raises(NotOpenError):
        cases.ask(taken, text="Hello?", by=olga, at=NOW)


def test_a_desk_sets_its_deadlines_and_each_case_keeps_those_of_its_day(laurel_university, amina, adela):
    before = submitted(laurel_university, amina)
    desk_terms.set_terms(laurel_university, months_to_decide=2, days_to_appeal=60, by=adela, at=NOW)
    after = submitted(laurel_university, amina, content=foreign_badge(amina.email, number=2))

    assert (before.due_on, before.days_to_appeal) == (date(2027, 3, 24), 30)
    assert (after.due_on, after.days_to_appeal) == (date(2027, 1, 24), 60)
    olga = officer(laurel_university, "Olga")
    deciding.take(after, by=olga, at=NOW)
    deciding.decide(after, FULL, by=olga, at=NOW)
    assert deciding.appeal_until(after) == date(2027, 1, 23)


@pytest.mark.parametrize(("months", "days"), [(0, 30), (5, 30), (4, 13), (4, 181)])
def test_refuses_deadlines_that_nobody_could_call_fair(laurel_university, adela, months, days):
    with pytest.raises(desk_terms.TermsError):
        desk_terms.set_terms(laurel_university, months_to_decide=months, days_to_appeal=days, by=adela, at=NOW)


def test_refuses_deadlines_set_by_an_officer(laurel_university):
    olga = officer(laurel_university, "Olga")
    with pytest.raises(NotAllowedError):
        desk_terms.set_terms(laurel_university, months_to_decide=2, days_to_appeal=60, by=olga, at=NOW)


@pytest.mark.parametrize("change", [{"outcome": "refused"}, {"reasons": "Others."}, {"digest": "0" * 64}, {"ects": 30}])
def test_the_database_refuses_to_change_or_delete_a_decision(laurel_university, amina, change):
    case, olga = submitted(laurel_university, amina), officer(laurel_university, "Olga")
    deciding.take(case, by=olga, at=NOW)
    decision = deciding.decide(case, FULL, by=olga, at=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        Decision.objects.filter(pk=decision.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Decision.objects.filter(pk=decision.pk)._raw_delete("default")
    Decision.objects.filter(pk=decision.pk).update(signed_at=NOW)
