from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campus.catalogue.designs import create_design, save_draft
from campus.catalogue.models import DesignVersion
from campus.people.models import Membership
from campus.quality import gates, review
from campus.quality.gate import Finding, Gate, Moment, Outcome, Report
from campus.quality.models import Party, Review
from campus.quality.people_gate import assignable
from campus.quality.refusals import NotReadyError, ReferredError
from sample_design import MONDAY, draft


@pytest.fixture
def design(laurel_university, bruno):
    return create_design(laurel_university, by=bruno, at=MONDAY, draft=draft())


def answering(outcome, *moments):
    """A gate that always answers the same, at these moments."""
    finding = Finding(gate="test", outcome=outcome, code="SAID", en="Said.", bg="Казано.")
    return Gate(id="test", title="Test", check=lambda _context: [finding], moments=frozenset(moments))


def test_the_checks_of_the_elements_are_the_first_gate(design, bruno):
    save_draft(design, draft=draft(participation=[]), revision=1, by=bruno, at=MONDAY)
    design.refresh_from_db()

    report = gates.ask(design, moment=Moment.SUBMIT, at=MONDAY)

    assert report.answers[0].gate.id == "elements"
    found = next(one for one in report.having(Outcome.FAIL) if one.code == "PARTICIPATION_MISSING")
    assert (found.at, found.mend) == ("/participation", "draft")
    assert found.say("bg") != found.say("en")


def test_asking_changes_nothing(design):
    first = gates.ask(design, moment=Moment.SUBMIT, at=MONDAY)

    assert gates.ask(design, moment=Moment.SUBMIT, at=MONDAY).as_json() == first.as_json()


def test_too_few_people_are_worth_a_look_before_it_is_handed_in(design, carla):
    assert "TOO_FEW_PEOPLE" not in {one.code for one in gates.ask(design, moment=Moment.SUBMIT, at=MONDAY).findings}

    Membership.objects.filter(person=carla).delete()

    assert "TOO_FEW_PEOPLE" in {one.code for one in gates.ask(design, moment=Moment.SUBMIT, at=MONDAY).having(Outcome.WARN)}


@pytest.mark.parametrize("moment", list(Moment))
def test_a_gate_that_fails_stops_at_its_moment(design, bruno, carla, moment, monkeypatch):
    under_way = None if moment is Moment.SUBMIT else review.submit(design, by=bruno, at=MONDAY)
    monkeypatch.setattr(gates, "GATES", (*gates.GATES, answering(Outcome.FAIL, moment)))

    if under_way is None:
        with pytest.raises(NotReadyError):
            review.submit(design, by=bruno, at=MONDAY)
    elif moment is Moment.APPROVE:
        with pytest.raises(NotReadyError):
            review.approve(under_way, by=carla, at=MONDAY)
    else:
        assert review.approve(under_way, by=carla, at=MONDAY) is None  # approved, and it waits
        with pytest.raises(NotReadyError):
            review.publish(under_way, by=carla, at=MONDAY)
    assert not DesignVersion.objects.exists()


def test_what_waited_for_a_gate_is_published_when_it_is_mended(design, bruno, carla, rositsa, monkeypatch):
    under_way = review.submit(design, by=bruno, at=MONDAY)
    with monkeypatch.context() as closed:
        closed.setattr(gates, "GATES", (*gates.GATES, answering(Outcome.FAIL, Moment.PUBLISH)))
        review.approve(under_way, by=carla, at=MONDAY)

    assert review.publish(under_way, by=rositsa, at=MONDAY).approved_by == carla


def test_what_is_left_to_a_person_needs_their_reason(design, bruno, carla, monkeypatch):
    under_way = review.submit(design, by=bruno, at=MONDAY)
    monkeypatch.setattr(gates, "GATES", (*gates.GATES, answering(Outcome.REFER, Moment.APPROVE)))
    with pytest.raises(ReferredError):
        review.approve(under_way, by=carla, at=MONDAY, comment=" ")

    review.approve(under_way, by=carla, at=MONDAY, comment="Checked by telephone.")

    kept = Party.objects.get(person=carla)
    assert kept.report[-1]["outcome"] == "refer"
    assert kept.report[-1]["findings"][0]["bg"] == "Казано."


def test_what_the_gates_said_is_kept_at_each_step(design, bruno, carla):
    review.approve(review.submit(design, by=bruno, at=MONDAY), by=carla, at=MONDAY)

    kept = Review.objects.get()
    for report in (kept.report, Party.objects.get(person=carla).report, kept.publishing_report):
        assert report[0]["gate"] == "elements"


def test_the_gravest_finding_is_the_answer(design):
    asked = gates.ask(design, moment=Moment.SUBMIT, at=MONDAY)
    finding = Finding(gate="x", outcome=Outcome.WARN, code="A", en="", bg="")
    answer = replace(asked.answers[0], findings=(finding, replace(finding, outcome=Outcome.REFER)))

    assert answer.outcome is Outcome.REFER
    assert not Report(moment=asked.moment, state=asked.state, answers=(answer,)).stops


@given(st.lists(st.frozensets(st.integers(0, 4), max_size=4), max_size=4))
def test_people_are_enough_exactly_when_every_stage_can_have_its_own(candidates):
    """Against the definition: some choice of one person a stage names nobody twice."""
    choices = [()]
    for stage in candidates:
        choices = [(*chosen, person) for chosen in choices for person in stage]

    assert assignable(candidates) == any(len(set(chosen)) == len(chosen) for chosen in choices)
