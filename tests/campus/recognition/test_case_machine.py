"""Applicants, officers and the clock do anything in any order: after every step the rules of the desk hold."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from campus.base.refusals import Refusal
from campus.recognition import cases, deciding
from campus.recognition.deciding import Verdict
from campus.recognition.models import Case, Decision, RecognisedLearning
from cast import person
from recognising import foreign_badge, officer, submitted

WHO, WHICH = st.integers(0, 1), st.integers(0, 2)
VERDICTS = {
    "full": Verdict(outcome="full", reasons="Covered."),
    "partial": Verdict(outcome="partial", reasons="Ethics is missing."),
    "conditional": Verdict(outcome="conditional", reasons="Once ethics is shown.", condition="A seminar on ethics."),
    "refused": Verdict(outcome="refused", reasons="Half is missing.", differences=("outcomes",)),
    "groundless": Verdict(outcome="refused", reasons="No."),
    "without credit": Verdict(outcome="full", reasons="Covered.", credit=False),
}
NEXT = {
    "submitted": {"submitted", "review", "waiting", "withdrawn"},
    "review": {"review", "waiting", "decided", "withdrawn"},
    "waiting": {"waiting", "review", "withdrawn"},
    "decided": {"decided", "appealed"},
    "appealed": {"appealed", "decided"},
    "withdrawn": {"withdrawn"},
}


def test_the_rules_of_the_desk_hold_whatever_happens(laurel_university):
    began = timezone.now()
    applicants = [person(f"applicant{number}@post.example", f"Applicant {number}") for number in range(2)]
    officers = [officer(laurel_university, name) for name in ("Olga", "Petar", "Radka")]
    made = [
        submitted(laurel_university, somebody, content=foreign_badge(somebody.email, number=number + 1), at=began)
        for number, somebody in enumerate(applicants)
    ]
    # the same learning of the first applicant once more: it counts once
    again = foreign_badge(applicants[0].email, number=9)
    made.append(submitted(laurel_university, applicants[0], content=again, purpose="transfer", at=began))

    class Desk(RuleBasedStateMachine):
        @initialize()
        def begin(self):
            self.mark = transaction.savepoint()
            self.now = began
            self.before = {case.pk: "submitted" for case in made}

        def teardown(self):
            if hasattr(self, "mark"):
                transaction.savepoint_rollback(self.mark)

        def trying(self, act):
            try:
                with transaction.atomic():
                    act()
            except Refusal:
                pass

        @rule(days=st.integers(1, 20))
        def time_passes(self, days):
            self.now += timedelta(days=days)

        @rule(which=WHICH, who=WHICH)
        def is_taken(self, which, who):
            self.trying(lambda: deciding.take(made[which], by=officers[who], at=self.now))

        @rule(which=WHICH, who=WHICH)
        def something_is_asked(self, which, who):
            self.trying(lambda: cases.ask(made[which], text="Which tasks?", by=officers[who], at=self.now))

        @rule(which=WHICH, who=WHO)
        def somebody_writes(self, which, who):
            self.trying(lambda: cases.write(made[which], text="Here.", by=applicants[who], at=self.now))

        @rule(which=WHICH, who=WHO)
        def is_withdrawn(self, which, who):
            self.trying(lambda: cases.withdraw(made[which], by=applicants[who], at=self.now))

        @rule(which=WHICH, who=WHICH, members=st.integers(1, 2))
        def a_committee_is_set(self, which, who, members):
            self.trying(lambda: deciding.set_committee(made[which], count=members, by=officers[who], at=self.now))

        @rule(which=WHICH, who=WHICH, outcome=st.sampled_from(["full", "partial", "refused"]))
        def somebody_votes(self, which, who, outcome):
            self.trying(lambda: deciding.vote(made[which], outcome=outcome, because="So.", by=officers[who], at=self.now))

        @rule(which=WHICH, who=WHICH, verdict=st.sampled_from(sorted(VERDICTS)))
        def is_decided(self, which, who, verdict):
            self.trying(lambda: deciding.decide(made[which], VERDICTS[verdict], by=officers[who], at=self.now))

        @rule(which=WHICH, who=WHO)
        def is_appealed(self, which, who):
            self.trying(lambda: deciding.appeal(made[which], grounds="Look again.", by=applicants[who], at=self.now))

        @invariant()
        def cases_only_move_where_the_desk_lets_them(self):
            if not hasattr(self, "mark"):
                return
            for pk, state in Case.objects.values_list("pk", "state"):
                assert state in NEXT[self.before[pk]]
                self.before[pk] = state

        @invariant()
        def what_is_decided_says_why_and_holds_once(self):
            if not hasattr(self, "mark"):
                return
            for case in Case.objects.prefetch_related("decisions", "seats"):
                decisions = sorted(case.decisions.all(), key=lambda each: each.number)
                assert [each.number for each in decisions] == list(range(1, len(decisions) + 1))
                holding = [each.number for each in decisions if each.superseded_at is None]
                assert holding == [each.number for each in decisions[-1:]]
                assert (case.state in ("decided", "appealed")) == bool(decisions)
                assert all(each.reasons for each in decisions)
                assert all(each.difference_count for each in decisions if each.outcome == "refused")
                if case.appealed_at is not None:
                    assert case.appealed_at <= decisions[0].decided_at + timedelta(days=case.days_to_appeal + 1)

        @invariant()
        def nobody_sits_twice_and_the_same_learning_counts_once(self):
            if not hasattr(self, "mark"):
                return
            for case in Case.objects.prefetch_related("seats"):
                people = [seat.person_id for seat in case.seats.all()]
                assert len(set(people)) == len(people)
            counted = RecognisedLearning.objects.filter(released_at__isnull=True)
            rows = list(counted.values_list("person", "learning"))
            assert len(set(rows)) == len(rows)
            held = Decision.objects.filter(superseded_at__isnull=True)
            assert all(each.decision in held for each in counted.select_related("decision"))

    run_state_machine_as_test(
        Desk,
        settings=settings(
            max_examples=12, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
        ),
    )
