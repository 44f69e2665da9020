"""The chosen rules and the review by criteria at the gates of a round: what stops, what refers, and what is kept."""

import json
from datetime import date, timedelta

import pytest

from campus.assurance import dossiers, gates, policy, register
from campus.assurance.models import Dossier, GateRecord
from campus.catalogue.designs import create_design
from campus.catalogue.models import Design, DesignVersion
from campus.policies.chosen import choose
from campus.quality.refusals import NotReadyError, ReferredError
from campus.quality.review import approve, submit
from sample_design import MONDAY, draft


@pytest.fixture
def design(laurel_university, bruno):
    return create_design(laurel_university, by=bruno, at=MONDAY, draft=draft())


@pytest.fixture
def blocking(laurel_university, carla):
    choose(laurel_university, {"eu": "blocking"}, by=carla, at=MONDAY)


def accredited(organisation, *, until=None):
    entry = register.Entry(agency="NEAA", decision="positive", valid_from=date(2020, 1, 1), valid_to=until)
    register.enter_confirmed(organisation, entry=entry, source="NEAA 7", by=None, at=MONDAY)


def codes(refusal):
    return {finding.code for finding in refusal.value.report.findings if finding.outcome == "fail"}


def test_an_ended_accreditation_stops_a_design_where_the_rules_block(laurel_university, design, bruno, blocking):
    accredited(laurel_university, until=MONDAY.date() - timedelta(days=1))

    with pytest.raises(NotReadyError) as refused:
        submit(design, by=bruno, at=MONDAY)
    assert codes(refused) == {"R-12"}


def test_an_accreditation_that_ends_during_the_round_stops_the_approval(laurel_university, design, bruno, carla, blocking):
    accredited(laurel_university, until=MONDAY.date())
    review = submit(design, by=bruno, at=MONDAY)

    with pytest.raises(NotReadyError) as refused:
        approve(review, by=carla, at=MONDAY + timedelta(days=1))
    assert "R-12" in codes(refused)
    assert not DesignVersion.objects.exists()


def test_what_nobody_but_the_design_says_is_left_to_who_approves_and_they_say_why(design, bruno, carla, blocking):
    review = submit(design, by=bruno, at=MONDAY)

    with pytest.raises(ReferredError):
        approve(review, by=carla, at=MONDAY)
    assert approve(review, by=carla, at=MONDAY, comment="I have read the agency's letter.").number == 1


def test_rules_that_only_warn_stop_nothing_and_are_kept(laurel_university, design, bruno, carla):
    accredited(laurel_university, until=MONDAY.date() - timedelta(days=1))

    version = approve(submit(design, by=bruno, at=MONDAY), by=carla, at=MONDAY)

    kept = GateRecord.objects.get(version=version)
    assert (kept.stage, kept.people, kept.answer, kept.checked_by) == ("publish", 2, "fail", carla)
    assert any(line["rule"] == "R-12" for line in json.loads(kept.report))
    assert gates.people_of(version) == 2


def test_a_review_by_criteria_comes_first_where_it_is_asked_for(laurel_university, design, bruno, carla):
    policy.settle(laurel_university, policy.Settled(criteria_set="annex-ii"), by=carla, at=MONDAY)
    review = submit(design, by=bruno, at=MONDAY)
    with pytest.raises(NotReadyError) as refused:
        approve(review, by=carla, at=MONDAY)
    assert codes(refused) == {"CRITERIA_REVIEW_MISSING"}

    dossier = dossiers.open_dossier(
        Design.objects.get(), purpose=Dossier.Purpose.PUBLISHING, set_id="annex-ii", by=carla, at=MONDAY
    )
    for one in dossiers.criteria_of(dossier).criterion:
        dossiers.find(dossier, criterion=one.id, outcome=dossiers.Outcome.MET, text="", by=carla, at=MONDAY)
    dossiers.decide(dossier, decision=dossiers.Decision.FULFILLED, comment="", conditions=(), by=carla, at=MONDAY)

    assert approve(review, by=carla, at=MONDAY).number == 1


def test_the_newest_review_by_criteria_counts(laurel_university, design, bruno, carla):
    policy.settle(laurel_university, policy.Settled(criteria_set="annex-ii"), by=carla, at=MONDAY)
    review = submit(design, by=bruno, at=MONDAY)
    for hour, decision in enumerate((dossiers.Decision.FULFILLED, dossiers.Decision.NOT_FULFILLED)):
        at, purpose = MONDAY + timedelta(hours=hour), Dossier.Purpose.PUBLISHING
        dossier = dossiers.open_dossier(Design.objects.get(), purpose=purpose, set_id="annex-ii", by=carla, at=at)
        for one in dossiers.criteria_of(dossier).criterion:
            dossiers.find(dossier, criterion=one.id, outcome=dossiers.Outcome.MET, text="", by=carla, at=at)
        dossiers.decide(dossier, decision=decision, comment="Looked at again.", conditions=(), by=carla, at=at)

    with pytest.raises(NotReadyError) as refused:
        approve(review, by=carla, at=MONDAY + timedelta(hours=2))
    assert codes(refused) == {"CRITERIA_REVIEW_MISSING"}
