"""Applying for an edition: who gets in, who waits, who is told why not; seats are given once."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from campus.catalogue import editions
from campus.enrolling import applying, deciding, intakes, invitations, sponsors, waiting
from campus.enrolling.intakes import IntakeFacts
from campus.enrolling.models import Application, Intake
from campus.enrolling.sponsors import SponsorFacts
from campus.learning.cohorts import close_cohort
from campus.learning.learners import enrolments_of
from campus.people.roles import NotAllowedError
from campus.people.scope import NotFoundError
from cast import MONDAY, person
from enrolling import applied, intake_of, people, states

DAY = timedelta(days=1)
Admission = Intake.Admission


@pytest.fixture
def intake(version, bruno, rositsa):
    return intake_of(version, bruno, rositsa)


def again(application):
    return Application.objects.get(pk=application.pk)


def test_whoever_applies_while_there_are_places_is_enrolled_at_once(intake, amina):
    application = applied(intake, amina)

    (enrolment,) = enrolments_of(amina)
    assert (again(application).state, again(application).seat) == ("enrolled", 1)
    assert (enrolment.cohort, enrolment.number, enrolment.name) == (intake.cohort, application.number, "Amina Yusuf")
    assert intake.cohort.design_version == intake.edition.design.versions.get()


def test_the_next_ones_wait_and_the_longest_waiting_is_offered_the_seat_that_becomes_free(intake):
    first, second, third, fourth = people(4)
    held = [applied(intake, each, at=MONDAY + place * DAY) for place, each in enumerate((first, second, third, fourth))]
    assert states(intake) == ["enrolled", "enrolled", "waitlisted", "waitlisted"]

    applying.withdraw(held[0], by=first, at=MONDAY + 5 * DAY)
    assert states(intake) == ["withdrawn", "enrolled", "offered", "waitlisted"]
    assert enrolments_of(first).get().withdrawn

    applying.accept(held[2], by=third, at=MONDAY + 6 * DAY)
    assert states(intake) == ["withdrawn", "enrolled", "enrolled", "waitlisted"]
    assert sorted(intake.applications.filter(seat__isnull=False).values_list("seat", flat=True)) == [1, 2]


def test_an_offer_runs_out_and_the_next_one_gets_it(intake):
    one, two, three, four = people(4)
    for each in (one, two, three, four):
        applied(intake, each)
    applying.withdraw(intake.applications.get(person=one), by=one, at=MONDAY)
    offered = intake.applications.get(person=three)

    waiting.expire_offers(at=MONDAY + 2 * DAY)
    assert again(offered).state == "offered"
    with pytest.raises(applying.OfferExpiredError):
        applying.accept(offered, by=three, at=MONDAY + 3 * DAY)
    waiting.expire_offers(at=MONDAY + 3 * DAY)
    assert again(offered).state == "expired"
    assert intake.applications.get(person=four).state == "offered"


def test_more_places_move_the_waiting_list(intake, bruno):
    for each in people(3):
        applied(intake, each)
    edition = intake.edition
    facts = {name: getattr(edition, name) for name in editions.EditionFacts.__dataclass_fields__}
    editions.change(edition, editions.EditionFacts(**facts | {"capacity": 3}), revision=edition.revision, by=bruno, at=MONDAY)

    waiting.move_lists(at=MONDAY)
    assert states(intake) == ["enrolled", "enrolled", "offered"]


def test_nobody_moves_up_once_the_edition_is_cancelled_or_its_cohort_closed(intake, bruno, rositsa):
    first, *others = people(4)
    for each in (first, *others):
        applied(intake, each)
    close_cohort(intake.cohort, by=rositsa, at=MONDAY)

    applying.withdraw(intake.applications.get(person=first), by=first, at=MONDAY)
    waiting.move_lists(at=MONDAY)
    assert states(intake) == ["withdrawn", "enrolled", "waitlisted", "waitlisted"]
    with pytest.raises(applying.NotOpenError):
        applied(intake, first)


def test_whoever_withdrew_may_apply_again_and_loses_nothing(version, bruno, rositsa, amina):
    intake = intake_of(version, bruno, rositsa, capacity=None)
    first = applied(intake, amina)
    applying.withdraw(first, by=amina, at=MONDAY)
    second = applied(intake, amina)

    enrolment = enrolments_of(amina).get()
    assert (again(first).state, again(second).state, enrolment.withdrawn) == ("withdrawn", "enrolled", False)
    with pytest.raises(applying.AppliedAlreadyError):
        applied(intake, amina)


def test_a_learner_who_changes_the_address_keeps_the_enrolment(intake, amina):
    applied(intake, amina)
    EmailAddress.objects.filter(user=amina).delete()

    assert enrolments_of(amina).count() == 1


def test_refuses_who_has_no_confirmed_address_and_who_has_no_name(intake, amina):
    with pytest.raises(applying.NameMissingError):
        applying.apply(intake, applying.Wish(name="  "), by=amina, at=MONDAY)
    EmailAddress.objects.filter(user=amina).update(verified=False)
    with pytest.raises(applying.AddressNotConfirmedError):
        applied(intake, amina)
    assert not intake.applications.exists()


def test_nobody_applies_after_the_last_day_where_the_edition_takes_place_nor_while_it_pauses(intake, amina, rositsa):
    intakes.pause(intake, paused=True, by=rositsa, at=MONDAY)
    with pytest.raises(applying.NotOpenError):
        applied(intake, amina)
    intakes.pause(intake, paused=False, by=rositsa, at=MONDAY)
    late = MONDAY.replace(year=2027, month=3, day=1, hour=22)  # in Sofia it is the second of March
    with pytest.raises(applying.NotOpenError):
        applied(intake, amina, at=late)
    assert applied(intake, amina, at=late - timedelta(hours=1)).state == "enrolled"


def test_a_waiting_list_may_be_full(version, bruno, rositsa):
    intake = intake_of(version, bruno, rositsa, capacity=1, waiting_places=1)
    one, two, three = people(3)
    applied(intake, one)
    applied(intake, two)
    with pytest.raises(applying.WaitingListFullError):
        applied(intake, three)


def test_only_a_registrar_opens_an_edition_and_only_once(version, bruno, rositsa, dmitri):
    intake = intake_of(version, bruno, rositsa)
    for stranger in (bruno, dmitri):
        with pytest.raises(NotAllowedError):
            intakes.open_intake(intake.edition, IntakeFacts(), title="Again", by=stranger, at=MONDAY)
    with pytest.raises(intakes.OpenAlreadyError):
        intakes.open_intake(intake.edition, IntakeFacts(), title="Again", by=rositsa, at=MONDAY)


def test_an_application_is_its_own_persons_alone(intake, amina, dmitri):
    application = applied(intake, amina)
    for act in (applying.withdraw, applying.accept):
        with pytest.raises(NotFoundError):
            act(application, by=dmitri, at=MONDAY)


class TestWherePeopleDecide:
    @pytest.fixture
    def intake(self, version, bruno, rositsa):
        return intake_of(version, bruno, rositsa, admission=Admission.DECISION)

    def test_admitted_ones_are_offered_seats_in_the_order_of_applying_and_the_rest_wait(self, intake, rositsa):
        three = people(3)
        held = [applied(intake, each, at=MONDAY + place * DAY) for place, each in enumerate(three)]
        assert states(intake) == ["applied"] * 3

        came = deciding.admit(intake, [each.public_id for each in reversed(held)], by=rositsa, at=MONDAY + 4 * DAY)
        assert (came.offered, came.waiting) == (2, 1)
        assert states(intake) == ["offered", "offered", "waitlisted"]

    def test_a_refusal_says_why_and_frees_the_seat(self, intake, rositsa):
        held = [applied(intake, each) for each in people(3)]
        deciding.admit(intake, [each.public_id for each in held], by=rositsa, at=MONDAY)
        first = [held[0].public_id]

        for why, explanation in (("", ""), ("other", " "), ("because", "x")):
            with pytest.raises(deciding.WhyMissingError):
                deciding.refuse(intake, first, why=why, explanation=explanation, by=rositsa, at=MONDAY)
        deciding.refuse(intake, first, why="places", explanation="Next year.", by=rositsa, at=MONDAY)
        assert states(intake) == ["refused", "offered", "offered"]
        with pytest.raises(deciding.NotNowError):
            deciding.admit(intake, first, by=rositsa, at=MONDAY)

    def test_nobody_but_a_registrar_decides(self, intake, bruno, dmitri, amina):
        chosen = [applied(intake, amina).public_id]
        for stranger in (bruno, dmitri):
            with pytest.raises(NotAllowedError):
                deciding.admit(intake, chosen, by=stranger, at=MONDAY)
            with pytest.raises(NotAllowedError):
                deciding.refuse(intake, chosen, why="places", by=stranger, at=MONDAY)
            with pytest.raises(NotAllowedError):
                deciding.take_out(intake, chosen, by=stranger, at=MONDAY)
        assert states(intake) == ["applied"]

    def test_whom_staff_take_out_gives_the_seat_to_the_next(self, version, bruno, rositsa):
        intake = intake_of(version, bruno, rositsa, capacity=1)
        held = [applied(intake, each) for each in people(2)]
        assert deciding.take_out(intake, [held[0].public_id], by=rositsa, at=MONDAY) == 1
        assert states(intake) == ["withdrawn", "offered"]


class TestInvitations:
    @pytest.fixture
    def intake(self, version, bruno, rositsa):
        return intake_of(version, bruno, rositsa, admission=Admission.INVITATION)

    def test_only_the_invited_get_in_by_their_address_or_by_the_link(self, intake, rositsa, amina):
        guest = person("guest@elsewhere.example", "Guest")
        with pytest.raises(applying.InvitedOnlyError):
            applied(intake, amina)
        lines = [amina.email.upper(), "", "work@elsewhere.example", amina.email]
        assert invitations.invite(intake, lines, language="en", by=rositsa, at=MONDAY) == 2
        assert invitations.invite(intake, lines, language="en", by=rositsa, at=MONDAY) == 0

        assert applied(intake, amina).state == "enrolled"
        secret = invitations.secret_of(intake.invitations.get(email="work@elsewhere.example"))
        assert applied(intake, guest, secret=secret).way == "invited"
        with pytest.raises(applying.InvitedOnlyError):
            applied(intake, person("third@elsewhere.example", "Third"), secret=secret)

    def test_a_bad_line_is_named_and_nobody_is_invited(self, intake, rositsa, bruno, dmitri):
        with pytest.raises(invitations.BadAddressLineError) as refused:
            invitations.invite(intake, ["a@b.example", "no address"], language="en", by=rositsa, at=MONDAY)
        assert refused.value.facts["line"] == 2
        with pytest.raises(NotAllowedError):
            invitations.invite(intake, ["a@b.example"], language="en", by=dmitri, at=MONDAY)
        assert not intake.invitations.exists()

    def test_a_link_that_was_withdrawn_or_has_run_out_opens_nothing(self, intake, rositsa, amina):
        invitations.invite(intake, ["x@y.example", "z@y.example"], language="en", by=rositsa, at=MONDAY)
        gone, old = intake.invitations.order_by("pk")
        assert invitations.invited_to(invitations.secret_of(gone), at=MONDAY) == intake
        invitations.take_back(gone, by=rositsa, at=MONDAY)
        for secret, at in ((invitations.secret_of(gone), MONDAY), (invitations.secret_of(old), MONDAY + 31 * DAY)):
            with pytest.raises(NotFoundError):
                invitations.invited_to(secret, at=at)
        with pytest.raises(applying.InvitedOnlyError):
            applied(intake, amina, secret=invitations.secret_of(gone))


class TestSponsors:
    def test_sponsored_seats_are_kept_for_those_who_know_the_code(self, intake, rositsa):
        _sponsor, code = sponsors.add(intake, SponsorFacts(name="Works Ltd", seats=1), by=rositsa, at=MONDAY)
        one, two, three, four = people(4)
        assert applied(intake, one).state == "enrolled"
        assert applied(intake, two).state == "waitlisted"
        with pytest.raises(sponsors.UnknownCodeError):
            applied(intake, three, code="ABCD-EFGH-JKLM-NPQR")

        assert applied(intake, three, code=code.lower().replace("-", " ")).state == "enrolled"
        assert applied(intake, four, code=code).state == "waitlisted"
        assert sorted(intake.applications.exclude(seat=None).values_list("sponsor__name", "seat"), key=str) == [
            ("Works Ltd", 1),
            (None, 1),
        ]

    def test_an_address_at_the_employer_takes_a_sponsored_seat_while_there_is_one(self, intake, rositsa):
        sponsors.add(intake, SponsorFacts(name="Works", seats=1, domain="@Works.example"), by=rositsa, at=MONDAY)
        one, two = people(2, domain="works.example")
        assert applied(intake, one).sponsor is not None
        assert applied(intake, two).sponsor is None

    def test_when_a_sponsor_ends_its_free_seats_are_everybodys(self, intake, rositsa):
        sponsor, code = sponsors.add(intake, SponsorFacts(name="Works", seats=2), by=rositsa, at=MONDAY)
        one, two, three = people(3)
        applied(intake, one, code=code)
        assert applied(intake, two).state == "waitlisted"

        sponsors.finish(sponsor, by=rositsa, at=MONDAY)
        assert intake.applications.get(person=two).state == "offered"
        assert applied(intake, three).state == "waitlisted"
        with pytest.raises(sponsors.UnknownCodeError):
            applied(intake, three, code=code)

    def test_no_more_seats_are_set_aside_than_are_free(self, intake, rositsa, amina):
        applied(intake, amina)
        with pytest.raises(sponsors.TooManySeatsError) as refused:
            sponsors.add(intake, SponsorFacts(name="Works", seats=2), by=rositsa, at=MONDAY)
        assert refused.value.facts["free"] == 1
        for facts, error in (
            (SponsorFacts(name=" ", seats=1), sponsors.SponsorNameMissingError),
            (SponsorFacts(name="W", seats=1, domain="not a domain"), sponsors.BadDomainError),
        ):
            with pytest.raises(error):
                sponsors.add(intake, facts, by=rositsa, at=MONDAY)


@pytest.mark.parametrize(
    "forged",
    [
        {"state": "enrolled", "seat": 1},
        {"state": "offered"},
        {"state": "offered", "seat": 5},
        {"state": "refused"},
        {"state": "waitlisted", "seat": 7, "waits_since": MONDAY},
        {"state": "withdrawn"},
    ],
)
def test_the_database_refuses_what_no_step_leads_to(intake, amina, forged):
    applied(intake, amina)
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.create(intake=intake, number="X", name="X", email="x@x.example", applied_at=MONDAY, **forged)
