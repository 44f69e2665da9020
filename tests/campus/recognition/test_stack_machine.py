"""Learners, two registrars and an issuer who revokes do anything in any order: after every step the rules of stacking hold."""

from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from campus.base.refusals import Refusal
from campus.issuing.revoke import revoke
from campus.recognition import stack_applying
from campus.recognition.models import CountedCredential, StackApplication
from campus.recognition.stack_applying import combined_of
from campus.wallet.models import Holding
from cast import person
from stacking_here import credits_from, earned, offered

WHO, WHICH = st.integers(0, 1), st.integers(0, 1)


def test_the_rules_of_stacking_hold_whatever_happens(
    laurel_university, bruno, carla, rositsa, certificate, statistics, python, ethics
):
    now = timezone.now()
    learners = [person(f"learner{number}@students.example", f"Learner {number}") for number in range(2)]
    versions = [
        offered(laurel_university, bruno, carla, certificate, credits_from("Any", least, themes=["data"]))
        for least in ("4", "6")
    ]
    for someone in learners:
        for part in (statistics, python, ethics):
            earned(part, rositsa, someone)

    class Stacking(RuleBasedStateMachine):
        @initialize()
        def begin(self):
            self.mark = transaction.savepoint()

        def teardown(self):
            if hasattr(self, "mark"):
                transaction.savepoint_rollback(self.mark)

        def trying(self, act):
            try:
                with transaction.atomic():
                    act()
            except Refusal:
                pass

        def newest(self, who, which):
            rows = StackApplication.objects.filter(person=learners[who], version=versions[which])
            return rows.select_related("programme__organisation", "version").order_by("-pk").first()

        def doing(self, who, which, act):
            application = self.newest(who, which)
            if application is not None:
                self.trying(lambda: act(application))

        @rule(who=WHO, which=WHICH)
        def applies(self, who, which):
            self.trying(lambda: stack_applying.apply(versions[which], name="L", by=learners[who], at=now))

        @rule(who=WHO, which=WHICH)
        def takes_back(self, who, which):
            self.doing(who, which, lambda each: stack_applying.withdraw(each, by=learners[who], at=now))

        @rule(who=WHO, which=WHICH)
        def is_refused(self, who, which):
            self.doing(who, which, lambda each: stack_applying.refuse(each, because="no", by=rositsa, at=now))

        @rule(who=WHO, which=WHICH)
        def is_awarded(self, who, which):
            self.doing(who, which, lambda each: stack_applying.award(each, by=rositsa, at=now))

        @rule(who=WHO, place=st.integers(0, 2))
        def loses_a_badge(self, who, place):
            badges = Holding.objects.filter(person=learners[who]).order_by("pk").values_list("credential", flat=True)
            self.trying(lambda: revoke(badges[place], reason="other", because="mistaken", by=rositsa, at=now))

        @invariant()
        def every_badge_counts_once_and_for_its_holder(self):
            if not hasattr(self, "mark"):
                return
            counted = list(CountedCredential.objects.select_related("application"))
            assert len({each.credential_id for each in counted}) == len(counted)
            for each in counted:
                assert each.application.state == "awarded"
                assert Holding.objects.filter(credential=each.credential_id, person=each.application.person_id).exists()

        @invariant()
        def an_award_has_its_credential_and_enough_credits(self):
            if not hasattr(self, "mark"):
                return
            for each in StackApplication.objects.select_related("version"):
                combined = combined_of(each)
                assert (combined is not None) == (each.state == "awarded")
                if combined is not None:
                    assert {part["id"] for part in combined.parts} == {
                        f"urn:uuid:{row.credential.public_id}" for row in each.counted.select_related("credential")
                    }
                    assert each.shown["complete"]

    run_state_machine_as_test(
        Stacking,
        settings=settings(
            max_examples=8, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
        ),
    )
