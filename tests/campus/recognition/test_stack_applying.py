"""What credentials amount to in a programme, applying for its award, and deciding."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import recognising
from campus.issuing.models import Credential
from campus.issuing.revoke import revoke
from campus.issuing.work import run_batch
from campus.people.models import Role
from campus.people.roles import NotAllowedError
from campus.people.scope import NotFoundError
from campus.recognition import cases, deciding, stack_applying, stack_held, stack_programmes, stack_reading, stack_surveys
from campus.recognition.models import CountedCredential, Prospect, StackApplication, StackSurvey
from campus.recognition.stack_standing import stack_of
from cast import MONDAY, member, person
from laurel import stacking
from laurel.annex1.record import GradingScale
from recognising import officer, submitted
from stacking_here import credits_from, earned, micro, offered, one

NOW = timezone.now()


@pytest.fixture
def programme(laurel_university, bruno, carla, certificate, statistics, python, ethics):
    nodes = one("Core", statistics, "4"), credits_from("Electives", "2", themes=["data"])
    return offered(laurel_university, bruno, carla, certificate, *nodes)


@pytest.fixture
def complete(programme, rositsa, amina, statistics, ethics):
    return {"statistics": earned(statistics, rositsa, amina), "ethics": earned(ethics, rositsa, amina)}


def standing(version, someone, **more):
    return stack_of(version, someone, language="en", at=NOW, **more).standing


def applied(version, someone):
    return stack_applying.apply(version, name=someone.name, by=someone, at=NOW)


def test_what_is_missing_is_told_with_what_would_close_it(programme, rositsa, amina, statistics, python, ethics):
    earned(statistics, rositsa, amina)
    found = standing(programme, amina)
    assert not found.complete
    assert [(gap.leaf.title.text("en"), gap.ects) for gap in found.gaps] == [("Electives", Decimal(2))]
    ways = {tuple(offer.title for offer in way) for way in found.remedies}
    assert ways == {("Ethics of data",), ("Python",)}
    assert standing(programme, amina, supposed=[str(ethics.design.public_id)]).complete
    assert not standing(programme, amina, supposed=["no such thing"]).complete


def test_revoked_badges_and_those_of_strangers_do_not_count(programme, complete, rositsa, amina, dmitri):
    assert standing(programme, amina).complete
    assert standing(programme, dmitri).counted == ()
    revoke(complete["ethics"].pk, reason="other", because="mistaken", by=rositsa, at=NOW)
    assert not standing(programme, amina).complete


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(3)))
def test_the_order_of_the_badges_changes_nothing(programme, complete, rositsa, amina, python, order):
    badges = stack_held.holdings(amina)
    names = sorted(badges)
    given_ = {names[place]: badges[names[place]] for place in order if place < len(names)}
    limits, wanted = stack_reading.limits_of(programme), stack_reading.requirements_of(programme)
    held = stack_held.held_by(given_, programme, language="en")
    found = stacking.assess(wanted, held, limits=limits, at=timezone.localdate(NOW))
    assert found == standing(programme, amina, without_offers=True)


def test_nothing_is_awarded_before_somebody_decides(programme, complete, rositsa, amina):
    application = applied(programme, amina)
    assert application.state == "applied"
    assert stack_applying.combined_of(application) is None
    with pytest.raises(stack_applying.AppliedForAlreadyError):
        applied(programme, amina)

    stack_applying.award(application, by=rositsa, at=NOW)
    combined = stack_applying.combined_of(application)
    run_batch(combined.batch_id, now=timezone.now)
    document = json.loads(Credential.objects.get(pk=combined.pk).document)
    assert {part["id"] for part in document["evidence"]} == {f"urn:uuid:{each.public_id}" for each in complete.values()}
    assert document["credentialSubject"]["achievement"]["name"].startswith("Certificate in data")
    with pytest.raises(stack_applying.StackDecidedError):
        stack_applying.award(application, by=rositsa, at=NOW)


def test_an_incomplete_stack_and_a_missing_name_are_not_taken(programme, amina):
    with pytest.raises(stack_applying.NotCompleteError):
        applied(programme, amina)
    with pytest.raises(stack_applying.NameForAwardMissingError):
        stack_applying.apply(programme, name="  ", by=amina, at=NOW)


def test_one_does_not_apply_for_what_is_retired(programme, complete, amina, carla):
    stack_programmes.retire(programme.programme, by=carla, at=NOW)
    with pytest.raises(stack_applying.NotOfferedProgrammeError):
        applied(programme, amina)


def test_a_badge_that_was_revoked_in_between_stops_the_award(programme, complete, rositsa, amina):
    application = applied(programme, amina)
    revoke(complete["statistics"].pk, reason="other", because="mistaken", by=rositsa, at=NOW)
    with pytest.raises(stack_applying.NotCompleteError):
        stack_applying.award(application, by=rositsa, at=NOW)
    application.refresh_from_db()
    assert (application.state, CountedCredential.objects.count()) == ("applied", 0)


def test_what_counts_once_counts_nowhere_else(
    laurel_university, bruno, carla, rositsa, amina, certificate, statistics, programme, complete
):
    other = offered(laurel_university, bruno, carla, certificate, one("Core", statistics))
    stack_applying.award(applied(programme, amina), by=rositsa, at=NOW)
    found = standing(other, amina)
    assert not found.complete
    assert {(each.reason, each.other) for each in found.left_out} >= {("used_elsewhere", "Certificate in data")}


def test_a_refusal_says_why_and_one_may_apply_again(programme, complete, rositsa, amina):
    application = applied(programme, amina)
    with pytest.raises(stack_applying.ReasonMissingError):
        stack_applying.refuse(application, because=" ", by=rositsa, at=NOW)
    stack_applying.refuse(application, because="The identity was not checked.", by=rositsa, at=NOW)
    again = applied(programme, amina)
    stack_applying.withdraw(again, by=amina, at=NOW)
    assert [each.state for each in stack_applying.applications_of(amina)] == ["withdrawn", "refused"]


def test_only_the_applicant_withdraws_and_only_registrars_decide(programme, complete, bruno, dmitri, amina):
    application = applied(programme, amina)
    with pytest.raises(NotFoundError):
        stack_applying.withdraw(application, by=dmitri, at=NOW)
    for someone in (bruno, dmitri):
        with pytest.raises(NotAllowedError):
            stack_applying.refuse(application, because="no", by=someone, at=NOW)
        with pytest.raises(NotAllowedError):
            stack_applying.award(application, by=someone, at=NOW)


def test_nobody_decides_on_their_own_application(programme, laurel_university, rositsa, statistics, ethics):
    earned(statistics, rositsa, rositsa)
    earned(ethics, rositsa, rositsa)
    application = applied(programme, rositsa)
    with pytest.raises(stack_applying.OwnApplicationError):
        stack_applying.award(application, by=rositsa, at=NOW)


def test_badges_of_partners_count_and_those_of_others_do_not(
    laurel_university, other_university, bruno, carla, dmitri, amina, certificate, statistics
):
    officer = member(other_university, person("o@other.example", "Officer"), Role.QA_OFFICER)
    theirs = micro(other_university, dmitri, officer, "Law of data", ects=3)
    earned(theirs, dmitri, amina)
    elective = credits_from("Any", "3")
    alone = offered(laurel_university, bruno, carla, certificate, elective)
    facts = {"partners": [str(other_university.public_id)], "basis": "Agreement of 2026"}
    together = offered(laurel_university, bruno, carla, certificate, elective, **facts)

    assert [each.reason for each in standing(alone, amina).left_out] == ["not_accepted"]
    found = standing(together, amina)
    assert (found.complete, found.totals.external) == (True, Decimal(3))


def test_a_grade_has_its_scale_or_is_none():
    bulgarian = GradingScale(name={"en": "Six"}, minimum=2, maximum=6, pass_mark=3)
    assert stack_held.grade_of("4,50", bulgarian).percent == Decimal(50)
    assert stack_held.grade_of("Pass", bulgarian) is None
    assert stack_held.grade_of("NaN", bulgarian) is None
    assert stack_held.grade_of("5", None) is None


def test_a_survey_goes_on_in_parts_and_tells_no_small_numbers(monkeypatch, programme, complete, rositsa, amina, ethics):
    monkeypatch.setattr(stack_surveys, "CHUNK", 2)
    for number in range(5):
        earned(ethics, rositsa, person(f"l{number}@students.example", f"Learner {number}"))
    survey = stack_surveys.order(programme, by=rositsa, at=NOW)
    with pytest.raises(stack_surveys.SurveyRunningError):
        stack_surveys.order(programme, by=rositsa, at=NOW)
    assert survey.total == 6
    parts = 1
    while stack_surveys.run_part(survey.pk, at=NOW + timedelta(minutes=parts)):
        parts += 1
    assert not stack_surveys.run_part(survey.pk, at=NOW)

    survey = StackSurvey.objects.get(pk=survey.pk)
    assert (survey.done, Prospect.objects.filter(survey=survey).count(), parts) == (6, 6, 4)
    told = {group.missing: group.people for group in stack_surveys.groups(survey)}
    # one learner has it all; told beside five others, the one could be worked out from the whole
    assert told == {Decimal(0): None, Decimal(2): 0, Decimal(5): None, Decimal(10): 0, None: 0}


def test_strangers_order_no_survey(programme, dmitri):
    with pytest.raises(NotAllowedError):
        stack_surveys.order(programme, by=dmitri, at=NOW)


def test_a_decided_application_says_when_whatever_the_code_does(programme, complete, amina):
    application = applied(programme, amina)
    for wrong in ({"state": "awarded"}, {"state": "refused", "decided_at": MONDAY, "decided_by": amina}):
        with pytest.raises(IntegrityError), transaction.atomic():
            StackApplication.objects.filter(pk=application.pk).update(**wrong)


def test_what_the_desk_recognised_counts_once_and_only_while_the_decision_holds(
    programme, statistics, ethics, amina, rositsa, laurel_university
):
    earned(ethics, rositsa, amina)
    olga = officer(laurel_university, "Olga")
    case = deciding.take(submitted(laurel_university, amina, purpose="stack", target=statistics), by=olga, at=recognising.NOW)
    before = standing(programme, amina)
    deciding.decide(case, recognising.FULL, by=olga, at=recognising.NOW)
    after = standing(programme, amina)

    assert (before.complete, after.complete) == (False, True)
    assert [each.credential.accepted for each in after.counted if each.credential.title == "Statistics"] == ["decision"]
    award_it(programme, amina, rositsa)
    counted = CountedCredential.objects.get(decision__isnull=False)
    assert counted.decision == deciding.decision_of(case)
    assert standing(programme, amina).complete is False  # it counts in that award, and nowhere else

    deciding.appeal(case, grounds="More credits.", by=amina, at=recognising.NOW)
    petar = officer(laurel_university, "Petar")
    deciding.take(case, by=petar, at=recognising.NOW)
    part = deciding.Verdict(outcome="partial", reasons="Only in part.")
    cases.judge(case, accepted=[case.target["outcomes"][0]["id"]], graded={}, by=petar, at=recognising.NOW)
    deciding.decide(case, part, by=petar, at=recognising.NOW)
    assert stack_held.recognised(amina, programme) == {}


def test_a_badge_and_what_the_desk_made_of_it_count_once(programme, statistics, python, amina, rositsa, laurel_university):
    badge = earned(python, rositsa, amina)
    olga = officer(laurel_university, "Olga")
    content = Credential.objects.get(pk=badge.pk).document.encode()
    case = submitted(laurel_university, amina, purpose="stack", target=statistics, content=content, at=timezone.now())
    before = {each.credential.id for each in standing(programme, amina).counted}
    deciding.take(case, by=olga, at=timezone.now())
    deciding.decide(case, recognising.FULL, by=olga, at=timezone.now())
    after = {each.credential.id for each in standing(programme, amina).counted}

    assert before == {f"urn:uuid:{badge.public_id}"}
    assert after == {f"urn:uuid:{deciding.decision_of(case).public_id}"}


def award_it(programme, amina, rositsa):
    application = applied(programme, amina)
    stack_applying.award(application, names_checked=True, by=rositsa, at=NOW)
