"""Whatever several people do in whatever order: nothing is published or issued that did not go through every stage.

The machine calls the real functions, those that must be refused as well, and keeps its own account of who worked on the text.
After each step it compares the tables with that account.
"""

from datetime import timedelta
from functools import partial

import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from badges import awards
from campus.base.refusals import Refusal
from campus.catalogue import designs, versions
from campus.catalogue.models import Design, DesignVersion
from campus.issuing.issue import order_batch
from campus.issuing.models import Batch
from campus.people.models import Organisation, Person, Role
from campus.quality import comments, delegating, external, review
from campus.quality.chains import StageWanted, choose_chain
from campus.quality.models import Comment, Party, Review, ReviewerInvitation, Stage, StageKind
from campus.quality.stages import current_stage
from cast import member, person
from sample_design import MONDAY, draft

CAST = {
    "vera": (Role.AUTHOR,),
    "bruno": (Role.AUTHOR, Role.QA_OFFICER, Role.APPROVER),
    "carla": (Role.QA_OFFICER,),
    "quinn": (Role.QA_OFFICER, Role.APPROVER),
    "pavel": (Role.APPROVER,),
    "petra": (Role.AUTHOR, Role.APPROVER, Role.REGISTRAR),
    "adela": (Role.ADMINISTRATOR,),
}
PEOPLE = st.sampled_from((*CAST, "dmitri"))
ADDRESSES = st.sampled_from(("guest@elsewhere.example", "vera@laurel.example", "quinn@laurel.example"))
KINDS = st.lists(st.sampled_from(list(StageKind)), min_size=1, max_size=4)


class Paths(RuleBasedStateMachine):
    """Drafts, rounds, decisions, links and short cuts around all of them."""

    links = Bundle("links")

    @initialize(kinds=KINDS, by_hand=st.booleans())
    def begin(self, kinds, by_hand):
        self.rollback = transaction.atomic()
        self.rollback.__enter__()
        self.at = MONDAY
        home = Organisation.objects.create(slug="paths", name_en="Paths", country="BG", vouched_at=MONDAY)
        other = Organisation.objects.create(slug="elsewhere", name_en="Elsewhere", country="BG", vouched_at=MONDAY)
        self.home = home
        self.people = {name: member(home, person(f"{name}@laurel.example", name), *roles) for name, roles in CAST.items()}
        self.people["dmitri"] = member(other, person("dmitri@other.example", "dmitri"), *Role)
        self._choose(kinds, by_hand)
        self.design = designs.create_design(home, by=self.people["vera"], at=MONDAY, draft=draft())
        self.changed_by = {"vera"}
        self.workers: dict[int, set[str]] = {}  # by round
        self.texts: dict[int, dict] = {}

    def teardown(self):
        if hasattr(self, "rollback"):
            transaction.set_rollback(True)
            self.rollback.__exit__(None, None, None)

    def _try(self, act):
        """Do it in a savepoint; None when it is refused, by a function or by the database."""
        self.at += timedelta(minutes=1)
        try:
            with transaction.atomic():
                return act(at=self.at)
        except (Refusal, DatabaseError):
            return None

    def _round(self):
        return Review.objects.select_related("design__organisation").filter(design=self.design).order_by("-pk").first()

    def _choose(self, kinds, by_hand):
        stages = [StageWanted(kind=kind) for kind in kinds]
        act = partial(
            choose_chain, self.home, stages, by=self.people["adela"], because="A choice.", publishes_at_once=not by_hand
        )
        self._try(act)

    @rule(kinds=KINDS, by_hand=st.booleans())
    def choose_another_chain(self, kinds, by_hand):
        self._choose(kinds, by_hand)

    @rule(who=PEOPLE, sound=st.booleans())
    def change_the_draft(self, who, sound):
        now = Design.objects.get(pk=self.design.pk)
        text = draft(tags=[who, str(now.draft_revision)]) if sound else draft(participation=[])
        act = partial(designs.save_draft, now, draft=text, revision=now.draft_revision, by=self.people[who])
        if self._try(act):
            self.changed_by.add(who)

    @rule(who=PEOPLE)
    def hand_in(self, who):
        made = self._try(partial(review.submit, self.design, by=self.people[who]))
        if made:
            self.workers[made.pk] = {*self.changed_by, who, "vera"}
            self.texts[made.pk] = made.submitted

    @rule(who=PEOPLE, stage=st.none() | st.integers(1, 4))
    def approve(self, who, stage):
        if under_way := self._round():
            self._try(partial(review.approve, under_way, by=self.people[who], stage=stage, comment="Because."))
            self._forget_changes_when_published()

    @rule(who=PEOPLE)
    def ask_for_changes(self, who):
        if under_way := self._round():
            self._try(partial(review.request_changes, under_way, comment="Mend it.", by=self.people[who]))

    @rule(who=PEOPLE)
    def withdraw(self, who):
        if under_way := self._round():
            self._try(partial(review.withdraw, under_way, by=self.people[who]))

    @rule(who=PEOPLE)
    def publish(self, who):
        if under_way := self._round():
            self._try(partial(review.publish, under_way, by=self.people[who]))
            self._forget_changes_when_published()

    @rule(who=PEOPLE, to=PEOPLE)
    def hand_on(self, who, to):
        if under_way := self._round():
            self._try(partial(delegating.delegate, under_way, to=self.people[to], by=self.people[who]))

    @rule(who=PEOPLE)
    def comment(self, who):
        if under_way := self._round():
            said = partial(comments.comment, under_way, place="/title", text="Shorter.", by=self.people[who])
            self._try(said)
        if known := Comment.objects.filter(design=self.design).first():
            self._try(partial(comments.resolve, known, by=self.people[who]))

    @rule(target=links, who=PEOPLE, address=ADDRESSES)
    def invite(self, who, address):
        under_way = self._round()
        act = partial(external.invite, under_way, email=address, name="Guest", language="en", by=self.people[who])
        made = self._try(act) if under_way else None
        return external.secret_of(made) if made else "no-link"

    @rule(link=links, approves=st.booleans())
    def decide_from_outside(self, link, approves):
        act = external.approve if approves else external.request_changes
        self._try(partial(act, link, comment="From outside."))
        self._forget_changes_when_published()

    @rule(who=PEOPLE)
    def revoke_the_link(self, who):
        if known := ReviewerInvitation.objects.select_related("stage__review__design__organisation").last():
            self._try(partial(external.revoke, known, by=self.people[who]))

    @rule(who=PEOPLE)
    def go_around_the_functions(self, who):
        """Rows written by hand, and the function that publishes called without a review."""
        under_way, someone = self._round(), self.people[who]
        record = versions.record_of(first) if (first := DesignVersion.objects.first()) else None
        if record:
            self._try(partial(versions.publish, self.design, record=record, approved_by=someone))
        if under_way and (stage := current_stage(under_way)) and who in self.workers[under_way.pk]:
            facts = {"review": under_way, "person": someone, "stage": stage, "part": "decided", "decision": "approved"}
            made = self._try(lambda at: Party.objects.create(**facts, decided_at=at, digest=under_way.digest))
            assert made is None, "the database let somebody decide about their own work"

    @rule(who=PEOPLE)
    def issue(self, who):
        if version := DesignVersion.objects.filter(design=self.design).last():
            act = partial(order_batch, self.home, design_version=version, awards=awards(1), by=self.people[who])
            self._try(act)

    def _forget_changes_when_published(self):
        newest = self._round()
        if newest is not None and newest.decision == Review.Decision.APPROVED:
            self.changed_by = set()

    @invariant()
    def what_is_published_went_through_every_stage_with_different_people(self):
        if not hasattr(self, "design"):
            return
        for version in DesignVersion.objects.filter(design=self.design):
            through = Review.objects.get(version=version)
            stages = list(Stage.objects.filter(review=through))
            decisions = list(Party.objects.filter(review=through, part="decided").select_related("person"))
            names = [each.person.name for each in decisions]
            assert stages
            assert sorted(each.stage_id for each in decisions) == sorted(stage.pk for stage in stages)
            assert {each.decision for each in decisions} == {"approved"}
            assert len(set(names)) == len(names)
            assert not {self._name(each.person) for each in decisions} & self.workers[through.pk]
            assert {each.digest for each in decisions} == {through.digest}
            assert through.submitted == self.texts[through.pk]
            assert version.approved_by_id == max(decisions, key=lambda each: each.stage.position).person_id
            said = versions.record_of(version).model_dump(mode="json", exclude_none=True)
            assert said["tags"] == self.texts[through.pk].get("tags", said["tags"])
            assert through.publishing_report
            assert all(answer["outcome"] != "fail" for answer in through.publishing_report)

    @invariant()
    def what_came_back_or_was_withdrawn_published_nothing(self):
        if hasattr(self, "design"):
            assert not Review.objects.exclude(decision="approved").filter(version__isnull=False).exists()

    @invariant()
    def the_state_says_where_it_stands(self):
        if not hasattr(self, "design"):
            return
        design, newest = Design.objects.get(pk=self.design.pk), self._round()
        under_way = newest is not None and newest.decision == ""
        waits = current_stage(newest) is not None if under_way else None
        expected = {None: {"draft", "published", "changes_requested"}, True: {"in_review"}, False: {"approved"}}[waits]
        assert design.state in expected
        if design.state == Design.State.PUBLISHED:
            assert DesignVersion.objects.filter(design=design).exists()

    @invariant()
    def what_is_issued_points_at_a_published_version(self):
        if hasattr(self, "design"):
            batches = Batch.objects.filter(organisation=self.home).values_list("design_version", flat=True)
            assert set(batches) <= set(Review.objects.filter(decision="approved").values_list("version", flat=True))

    def _name(self, someone: Person) -> str:
        return next((name for name, known in self.people.items() if known == someone), someone.email)


@pytest.mark.django_db
def test_no_path_reaches_published_or_issued_around_the_chain():
    run_state_machine_as_test(
        Paths,
        settings=settings(
            max_examples=25, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck), print_blob=False
        ),
    )


def test_the_machine_does_reach_published(db):
    """The invariants hold for something: the shortest good path through the machine publishes."""
    machine = Paths()
    machine.begin(kinds=[StageKind.QUALITY_REVIEW, StageKind.EXTERNAL_REVIEW, StageKind.FACULTY], by_hand=True)
    try:
        machine.hand_in("vera")
        machine.approve("carla", None)
        machine.decide_from_outside(machine.invite("carla", "guest@elsewhere.example"), approves=True)
        machine.approve("pavel", None)
        machine.publish("petra")
        machine.issue("petra")
        machine.what_is_published_went_through_every_stage_with_different_people()
        machine.the_state_says_where_it_stands()
        assert DesignVersion.objects.filter(design=machine.design).count() == 1
        assert Batch.objects.filter(organisation=machine.home).count() == 1
    finally:
        machine.teardown()
