"""Learners, a registrar and a clock do anything in any order: after every step the rules hold."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from campus.base.refusals import Refusal
from campus.enrolling import applying, deciding, sponsors, waiting
from campus.enrolling.models import Application, Intake, Step
from campus.enrolling.seats import HOLDING, UNDER_WAY
from campus.learning.models import Enrolment
from cast import MONDAY
from enrolling import applied, intake_of, people

WHO = st.integers(0, 4)


def test_the_rules_of_enrolling_hold_whatever_happens(version, bruno, rositsa):
    learners = people(5)

    class Enrolling(RuleBasedStateMachine):
        @initialize(capacity=st.integers(1, 3), decision=st.booleans(), places=st.none() | st.integers(0, 2))
        def open_it(self, capacity, decision, places):
            self.mark = transaction.savepoint()
            self.now = MONDAY
            admission = Intake.Admission.DECISION if decision else Intake.Admission.OPEN
            self.capacity = capacity
            self.intake = intake_of(
                version, bruno, rositsa, capacity=capacity, admission=admission, waiting_places=places, offer_days=1
            )
            self.code = ""
            self.sponsored = 0

        def teardown(self):
            if hasattr(self, "mark"):
                transaction.savepoint_rollback(self.mark)

        def trying(self, act):
            try:
                with transaction.atomic():
                    act()
            except Refusal:
                pass

        def newest(self, who):
            return self.intake.applications.filter(person=learners[who]).order_by("-pk").first()

        def doing(self, act, who):
            application = self.newest(who)
            if application is not None:
                self.trying(lambda: act(application))

        @rule(who=WHO, coded=st.booleans())
        def applies(self, who, coded):
            code = self.code if coded else ""
            self.trying(lambda: applied(self.intake, learners[who], at=self.now, code=code))

        @rule(who=WHO)
        def accepts(self, who):
            self.doing(lambda each: applying.accept(each, by=learners[who], at=self.now), who)

        @rule(who=WHO)
        def withdraws(self, who):
            self.doing(lambda each: applying.withdraw(each, by=learners[who], at=self.now), who)

        @rule(who=WHO)
        def is_admitted(self, who):
            self.doing(lambda each: deciding.admit(self.intake, [each.public_id], by=rositsa, at=self.now), who)

        @rule(who=WHO)
        def is_refused(self, who):
            self.doing(lambda each: deciding.refuse(self.intake, [each.public_id], why="places", by=rositsa, at=self.now), who)

        @rule(who=WHO)
        def is_taken_out(self, who):
            self.doing(lambda each: deciding.take_out(self.intake, [each.public_id], by=rositsa, at=self.now), who)

        @rule()
        def a_sponsor_pays_for_a_seat(self):
            def pays():
                facts = sponsors.SponsorFacts(name=f"Sponsor {self.sponsored}", seats=1)
                self.code = sponsors.add(self.intake, facts, by=rositsa, at=self.now)[1]
                self.sponsored += 1

            self.trying(pays)

        @rule()
        def a_sponsor_ends(self):
            for sponsor in self.intake.sponsors.filter(ended_at=None)[:1]:
                sponsors.finish(sponsor, by=rositsa, at=self.now)

        @rule(hours=st.sampled_from([1, 30]))
        def time_passes(self, hours):
            self.now += timedelta(hours=hours)
            waiting.expire_offers(at=self.now)
            waiting.move_lists(at=self.now)

        @invariant()
        def no_more_seats_are_held_than_there_are(self):
            if hasattr(self, "intake"):
                assert self.intake.applications.filter(state__in=HOLDING).count() <= self.capacity

        @invariant()
        def whoever_holds_an_enrolment_is_enrolled_and_nobody_else_takes_part(self):
            if hasattr(self, "intake"):
                enrolled = {each.email for each in self.intake.applications.filter(state="enrolled")}
                part = Enrolment.objects.filter(cohort=self.intake.cohort, withdrawn=False)
                assert {each.email for each in part} == enrolled

        @invariant()
        def a_free_seat_waits_for_nobody(self):
            if hasattr(self, "intake") and self.intake.applications.filter(state="waitlisted", sponsor=None).exists():
                own = self.intake.applications.filter(state__in=HOLDING, sponsor=None).count()
                aside = sum(
                    each.seats if each.ended_at is None else each.applications.filter(state__in=HOLDING).count()
                    for each in self.intake.sponsors.all()
                )
                assert own + aside >= self.capacity

        @invariant()
        def everybody_has_one_application_under_way_and_a_whole_history(self):
            if hasattr(self, "intake"):
                under_way = [each.person_id for each in self.intake.applications.filter(state__in=UNDER_WAY)]
                assert len(under_way) == len(set(under_way))
                for application in Application.objects.filter(intake=self.intake):
                    steps = list(Step.objects.filter(application=application).order_by("pk"))
                    assert [step.after for step in steps[:-1]] == [step.before for step in steps[1:]]
                    assert (steps[0].before, steps[-1].after) == ("", application.state)

    run_state_machine_as_test(
        Enrolling,
        settings=settings(max_examples=12, stateful_step_count=18, deadline=None, suppress_health_check=list(HealthCheck)),
    )


pytestmark = pytest.mark.django_db
