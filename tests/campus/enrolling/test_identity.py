"""How it is known who a learner is: nothing weaker takes the place of what is stronger, and every step is kept."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campus.base.models import AuditEntry
from campus.enrolling import identity
from campus.enrolling.models import IdentityCheck
from campus.learning.conditions import UnknownAssessmentError, UnknownSupervisionError, supervise, supervise_one, unverified
from campus.learning.models import Enrolment
from campus.people.models import Role
from campus.people.roles import NotAllowedError
from campus.people.scope import NotFoundError
from cast import MONDAY, member, person
from laurel.annex1.vocabularies import Assurance, IdentityLevel
from sample_design import gradebook, open_cohort, publish, record_gradebook

TODAY = MONDAY.date()
UNIVERSITY = identity.Vouched(provider="University log-in", method="passkey", assurance=Assurance.SUBSTANTIAL)


@pytest.fixture
def cohort(laurel_university, bruno, carla):
    made = open_cohort(publish(laurel_university, bruno, carla), bruno)
    record_gradebook(
        made, gradebook("1,Amina Yusuf,amina@students.example,80,70", "2,Bo,b@x.example,80,70", "3,Cy,c@x.example,9,9")
    )
    return made


def keys(cohort, *numbers):
    return list(cohort.enrolments.filter(number__in=numbers).values_list("pk", flat=True))


def known(cohort, number):
    found = cohort.enrolments.get(number=number)
    return found.identity, found.identity_assurance, found.identity_on


def verify(cohort, *numbers, by, **changes):
    facts = {"document": "identity_card", "on": TODAY, "confirmed": True, "by": by, "at": MONDAY, **changes}
    return identity.verify(cohort, keys(cohort, *numbers), facts.pop("document"), **facts)


def test_somebody_who_saw_their_documents_verifies_several_learners_at_once(cohort, bruno):
    assert verify(cohort, "1", "2", by=bruno) == 2

    assert known(cohort, "1") == ("person", "", TODAY)
    assert known(cohort, "3") == ("", "", None)
    kept = IdentityCheck.objects.get(enrolment__number="1")
    assert (kept.document, kept.recorded_by, kept.recorded_at) == ("identity_card", bruno, MONDAY)
    entry = AuditEntry.objects.get(action="identity.verified")
    assert "Amina" not in str(entry.details)


def test_verifying_again_on_the_same_day_changes_nothing(cohort, bruno):
    verify(cohort, "1", by=bruno)

    assert verify(cohort, "1", "2", by=bruno) == 1
    assert IdentityCheck.objects.filter(enrolment__number="1").count() == 1


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"document": ""}, "DOCUMENT_MISSING"),
        ({"document": "library_card"}, "DOCUMENT_MISSING"),
        ({"confirmed": False}, "LIST_NOT_CONFIRMED"),
        ({"on": TODAY + timedelta(days=1)}, "DAY_AHEAD"),
    ],
)
def test_refuses_a_verification_that_does_not_say_what_was_seen(cohort, bruno, changes, code):
    with pytest.raises(Exception, match=code):
        verify(cohort, "1", by=bruno, **changes)

    assert known(cohort, "1") == ("", "", None)


def test_refuses_an_empty_list_and_one_nobody_looks_through(cohort, bruno):
    with pytest.raises(identity.NobodyChosenError):
        verify(cohort, by=bruno)
    with pytest.raises(identity.TooManyChosenError):
        identity.take_back(cohort, range(1, 502), by=bruno, at=MONDAY)


def test_refuses_everybody_but_assessors_and_registrars(cohort, carla, adela, dmitri, amina):
    for somebody in (carla, adela, dmitri, amina):
        with pytest.raises(NotAllowedError):
            verify(cohort, "1", by=somebody)
        with pytest.raises(NotAllowedError):
            supervise(cohort, {"exam": "onsite"}, by=somebody, at=MONDAY)


def test_refuses_learners_of_another_cohort(cohort, bruno, laurel_university, carla):
    other = open_cohort(cohort.design_version, bruno, title="Spring")
    record_gradebook(other, gradebook("9,Di,d@x.example,80,70"))

    with pytest.raises(NotFoundError):
        identity.verify(
            cohort, [*keys(cohort, "1"), *keys(other, "9")], "passport", on=TODAY, confirmed=True, by=bruno, at=MONDAY
        )
    assert not IdentityCheck.objects.exists()


def test_nobody_verifies_themselves(cohort, laurel_university):
    learner = member(laurel_university, person("amina@students.example", "Amina Yusuf"), Role.ASSESSOR)

    with pytest.raises(identity.OwnIdentityError):
        verify(cohort, "1", "2", by=learner)


def test_a_learner_states_their_name_and_nobody_elses(cohort, amina, dmitri):
    mine = cohort.enrolments.get(number="1")

    assert identity.declare(mine, person=amina, at=MONDAY)
    assert not identity.declare(mine, person=amina, at=MONDAY)
    assert known(cohort, "1") == ("self_declared", "", TODAY)
    with pytest.raises(NotFoundError):
        identity.declare(cohort.enrolments.get(number="2"), person=amina, at=MONDAY)


def test_what_a_provider_says_gives_way_to_a_person_and_never_the_other_way(cohort, bruno):
    learner = cohort.enrolments.get(number="1")
    assert identity.logged_in(learner, UNIVERSITY, at=MONDAY)
    assert known(cohort, "1") == ("provider", "substantial", TODAY)
    verify(cohort, "1", by=bruno)

    learner.refresh_from_db()
    assert not identity.logged_in(learner, UNIVERSITY, at=MONDAY)
    assert identity.vouch(cohort, keys(cohort, "1"), UNIVERSITY, on=TODAY, by=bruno, at=MONDAY) == 0
    assert known(cohort, "1") == ("person", "", TODAY)


def test_a_provider_has_a_name(cohort, bruno):
    with pytest.raises(identity.ProviderMissingError):
        identity.vouch(cohort, keys(cohort, "1"), identity.Vouched(provider=" "), on=TODAY, by=bruno, at=MONDAY)


def test_a_mistake_is_taken_back_and_stays_in_the_history(cohort, bruno, rositsa):
    verify(cohort, "1", by=bruno)

    assert identity.take_back(cohort, keys(cohort, "1", "3"), by=rositsa, at=MONDAY) == 1

    assert known(cohort, "1")[0] == "none"
    levels = [each.level for each in identity.checks_of([cohort.enrolments.get(number="1")])]
    assert levels == ["none", "person"]


def take(step, cohort, bruno, amina):
    learner, chosen = cohort.enrolments.get(number="1"), keys(cohort, "1")
    ways = {
        "declare": lambda: identity.declare(learner, person=amina, at=MONDAY),
        "log in": lambda: identity.logged_in(learner, UNIVERSITY, at=MONDAY),
        "vouch": lambda: identity.vouch(cohort, chosen, UNIVERSITY, on=TODAY, by=bruno, at=MONDAY),
        "verify": lambda: verify(cohort, "1", by=bruno),
        "take back": lambda: identity.take_back(cohort, chosen, by=bruno, at=MONDAY),
    }
    ways[step]()


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(["declare", "log in", "vouch", "verify", "take back"]), max_size=6))
def test_whatever_happens_the_newest_entry_is_what_stands_and_only_staff_lower_it(cohort, bruno, amina, steps):
    ranks = ["", *(level.value for level in IdentityLevel)]
    with transaction.atomic():
        for step in steps:
            before = known(cohort, "1")[0]
            take(step, cohort, bruno, amina)
            after = known(cohort, "1")[0]
            assert step == "take back" or ranks.index(after) >= ranks.index(before)
            newest = identity.checks_of([cohort.enrolments.get(number="1")]).first()
            assert after == ("" if newest is None else newest.level)
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    "wrong",
    [
        {"level": "person", "document": "", "recorded_by": None},
        {"level": "provider", "provider": ""},
        {"level": "certain"},
        {"level": "self_declared", "provider": "somebody"},
    ],
)
def test_the_database_keeps_no_check_that_does_not_say_how(cohort, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        IdentityCheck.objects.create(enrolment=cohort.enrolments.get(number="1"), on=TODAY, recorded_at=MONDAY, **wrong)


def test_the_database_keeps_no_level_without_its_day(cohort):
    with pytest.raises(IntegrityError), transaction.atomic():
        Enrolment.objects.filter(cohort=cohort).update(identity="person")


def test_supervision_is_said_for_the_cohort_and_otherwise_for_one(cohort, bruno):
    changed = supervise(cohort, {"exam": "onsite", "project": "none"}, by=bruno, at=MONDAY)
    assert changed.supervision == {"exam": "onsite", "project": "none"}

    supervise(cohort, {"project": ""}, by=bruno, at=MONDAY)
    cohort.refresh_from_db()
    assert cohort.supervision == {"exam": "onsite"}

    one = supervise_one(cohort.enrolments.get(number="2"), {"exam": "online"}, by=bruno, at=MONDAY)
    assert one.supervision == {"exam": "online"}
    assert AuditEntry.objects.filter(action="cohort.supervised").count() == 2


def test_refuses_unknown_assessments_and_unknown_ways(cohort, bruno):
    with pytest.raises(UnknownAssessmentError):
        supervise(cohort, {"viva": "onsite"}, by=bruno, at=MONDAY)
    with pytest.raises(UnknownSupervisionError):
        supervise(cohort, {"exam": "by the cat"}, by=bruno, at=MONDAY)


def test_who_is_ready_and_not_verified_is_known_where_the_design_foresees_it(cohort, bruno, laurel_university, carla):
    assert set(unverified(cohort).values_list("number", flat=True)) == {"1", "2"}

    verify(cohort, "1", by=bruno)
    assert [each.number for each in unverified(cohort)] == ["2"]

    version = publish(laurel_university, bruno, carla, identity_verification="none", title={"en": "Other", "bg": "Друго"})
    other = open_cohort(version, bruno, title="Other")
    record_gradebook(other, gradebook("1,Amina,a@x.example,80,70"))
    assert not unverified(other).exists()
