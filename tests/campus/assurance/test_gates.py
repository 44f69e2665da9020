"""The gates: what the chosen rules say on the facts, at publishing, at issuing and before crossing a border."""

import json
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from badges import MONDAY, awards, micro_credential, ordered, published
from campus.assurance import borders, gates, policy, register
from campus.assurance.models import GateRecord, Standing
from campus.issuing.models import Batch
from campus.people.roles import NotAllowedError
from campus.policies.chosen import choose
from campus.policies.models import OrganisationPack, OwnPack, OwnPackVersion
from laurel.annex1.vocabularies import IdentityVerification
from laurel.policy.evaluate import Answer

TODAY = MONDAY.date()


@pytest.fixture
def blocking(laurel_university, carla):
    def chosen(*packs):
        choose(laurel_university, dict.fromkeys(packs, "blocking"), by=carla, at=MONDAY)

    return chosen


def accredited(organisation, *, until=None, since=date(2020, 1, 1), decision="positive"):
    entry = register.Entry(agency="NEAA", decision=decision, valid_from=since, valid_to=until)
    return register.enter_confirmed(organisation, entry=entry, source="NEAA 7", by=None, at=MONDAY)[0]


def answer_of(report, rule):
    return next(line.finding.answer for line in report.lines if line.finding.rule.id == rule)


def test_what_decides_nothing_is_to_come_or_is_about_one_programme_says_nothing(laurel_university):
    for number, entry in enumerate(
        (
            register.Entry(agency="NEAA", decision="not_applicable", valid_from=date(2020, 1, 1), valid_to=None),
            register.Entry(agency="NEAA", decision="positive", valid_from=TODAY + timedelta(days=1), valid_to=None),
            register.Entry(agency="NEAA", decision="positive", valid_from=date(2020, 1, 1), valid_to=None, scope="programme"),
        )
    ):
        register.enter_confirmed(laurel_university, entry=entry, source=f"NEAA {number}", by=None, at=MONDAY)

    assert register.standing_of(laurel_university, on=TODAY) is register.ExternalStanding.UNLISTED


def test_a_register_that_says_yes_meets_the_rule_on_external_quality(laurel_university, version):
    accredited(laurel_university)

    assert answer_of(gates.at_issue(version, names_checked=False, on=TODAY), "R-12") is Answer.PASS


def test_what_the_design_says_of_itself_is_a_question_for_a_person(version):
    assert answer_of(gates.at_issue(version, names_checked=False, on=TODAY), "R-12") is Answer.REFER


def test_what_an_organisation_declares_itself_opens_no_gate(laurel_university, version, adela):
    entry = register.Entry(agency="We ourselves", decision="positive", valid_from=date(2020, 1, 1))
    register.declare(laurel_university, entry=entry, by=adela, at=MONDAY)

    assert answer_of(gates.at_issue(version, names_checked=False, on=TODAY), "R-12") is Answer.REFER


def test_refuses_to_issue_after_the_accreditation_ended(laurel_university, version, rositsa, blocking):
    accredited(laurel_university, until=TODAY - timedelta(days=1))
    blocking("eu")

    with pytest.raises(gates.GateClosedError) as refused:
        ordered(version, rositsa, awards(1))

    assert [line.finding.rule.id for line in refused.value.report.closing] == ["R-12"]
    assert "R-12" in str(refused.value.message)
    assert not Batch.objects.exists()


def test_a_warning_set_shows_the_same_and_lets_through(laurel_university, version, rositsa):
    accredited(laurel_university, until=TODAY - timedelta(days=1))

    batch = ordered(version, rositsa, awards(1))

    record = GateRecord.objects.get(stage="issue")
    assert (record.version, record.about, record.answer) == (version, str(batch.public_id), "fail")
    assert next(line for line in json.loads(record.report) if line["rule"] == "R-12")["answer"] == "fail"


def test_the_last_day_of_an_accreditation_still_counts(laurel_university, version):
    accredited(laurel_university, until=TODAY)

    assert answer_of(gates.at_issue(version, names_checked=False, on=TODAY), "R-12") is Answer.PASS
    assert answer_of(gates.at_issue(version, names_checked=False, on=TODAY + timedelta(days=1)), "R-12") is Answer.FAIL


def test_a_negative_decision_is_no_accreditation(laurel_university, version):
    accredited(laurel_university, decision="negative")

    assert answer_of(gates.at_issue(version, names_checked=False, on=TODAY), "R-12") is Answer.FAIL


def test_a_blocking_set_that_cannot_be_read_any_more_closes_the_gate(laurel_university, version, carla, rositsa):
    own = OwnPack.objects.create(organisation=laurel_university, pack_id="ours", created_at=MONDAY)
    broken = OwnPackVersion.objects.create(pack=own, version="1", text="no rules", written_by=carla, created_at=MONDAY)
    OrganisationPack.objects.create(
        organisation=laurel_university,
        pack_id="ours",
        own_version=broken,
        weight="blocking",
        chosen_by=carla,
        chosen_at=MONDAY,
    )

    with pytest.raises(gates.GateClosedError) as refused:
        ordered(version, rositsa, awards(1))

    assert "ours" in str(refused.value.message)


def test_a_design_that_nobody_looked_at_for_too_long_fails_at_issuing(version, blocking):
    blocking("nz")
    long_after = TODAY + timedelta(days=3 * 366)

    assert answer_of(gates.at_issue(version, names_checked=False, on=TODAY), "R-17") is Answer.PASS
    assert answer_of(gates.at_issue(version, names_checked=False, on=long_after), "R-17") is Answer.FAIL


def test_a_periodic_review_starts_the_time_anew(version):
    later = MONDAY + timedelta(days=400)
    Standing.objects.create(design=version.design, reviewed_at=later)

    assert gates.months_since_review(version.design, on=later.date()) == 0
    assert gates.months_since_review(version.design, on=later.date() + timedelta(days=31)) > 1


def test_complaints_have_a_route_as_long_as_somebody_answers_them(laurel_university, version, carla, blocking):
    blocking("nl")
    design, record = version.design, micro_credential(laurel_university)
    somebody = gates.at_publish(design, record=record, people=2, on=TODAY)
    policy.settle(laurel_university, policy.Settled(complaints_route=""), by=carla, at=MONDAY)
    carla.memberships.all().delete()
    nobody = gates.at_publish(design, record=record, people=2, on=TODAY)

    assert (answer_of(somebody, "R-18"), answer_of(nobody, "R-18")) == (Answer.PASS, Answer.FAIL)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(people=st.integers(0, 4), names=st.sampled_from(["eu", "nl", "nz", "cmf", "bg"]), block=st.booleans())
def test_the_gate_closes_exactly_when_a_blocking_set_fails(laurel_university, version, carla, people, names, block):
    choose(laurel_university, {names: "blocking" if block else "warning"}, by=carla, at=MONDAY)

    report = gates.at_publish(version.design, record=micro_credential(laurel_university), people=people, on=TODAY)

    assert bool(report.closing) is (block and report.answer is Answer.FAIL)
    for line in report.closing:
        assert line.finding.facts, "a refusal names the fact"


def test_the_gate_keeps_who_asked_and_every_finding_in_both_languages(laurel_university, version, carla):
    report = gates.at_publish(version.design, record=micro_credential(laurel_university), people=3, on=TODAY)

    kept = gates.pass_through(report, version, stage=GateRecord.Stage.PUBLISH, by=carla, at=MONDAY)

    lines = json.loads(kept.report)
    assert (kept.checked_by, kept.people, gates.people_of(version)) == (carla, 3, 3)
    assert len(lines) == len(report.lines)
    assert all(line["reason"] and line["reason_bg"] for line in lines)


def test_a_design_crosses_borders_when_everything_is_settled(laurel_university, version, carla):
    accredited(laurel_university)

    borders.open_borders(version.design, by=carla, at=MONDAY)

    assert borders.open_across(version.design) == MONDAY


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"level": {"not_applicable_because": {"en": "none", "bg": "няма"}}}, "RR-1"),
        ({"workload": {"hours": Decimal(40)}}, "RR-2"),
        ({"identity_verification": IdentityVerification.NONE}, "RR-3"),
        ({"quality_assurance": ()}, "RR-4"),
        ({"title": {"bg": "Само на български"}}, "RR-5"),
    ],
)
def test_refuses_the_border_and_names_what_is_missing(laurel_university, bruno, carla, changes, rule):
    accredited(laurel_university)
    version = published(laurel_university, bruno, carla, **changes)

    with pytest.raises(gates.GateClosedError) as refused:
        borders.open_borders(version.design, by=carla, at=MONDAY)

    assert [line.finding.rule.id for line in refused.value.report.closing] == [rule]
    assert borders.open_across(version.design) is None


def test_at_the_border_a_claim_of_ones_own_is_not_enough(version, carla):
    with pytest.raises(gates.GateClosedError, match="GATE_CLOSED") as refused:
        borders.open_borders(version.design, by=carla, at=MONDAY)

    assert [line.finding.rule.id for line in refused.value.report.closing] == ["RR-4"]


def test_a_new_version_of_a_design_across_borders_must_be_ready_too(laurel_university, version, carla):
    accredited(laurel_university)
    borders.open_borders(version.design, by=carla, at=MONDAY)
    record = micro_credential(laurel_university, title={"bg": "Само на български"})

    report = gates.at_publish(version.design, record=record, people=2, on=TODAY)

    assert [line.finding.rule.id for line in report.closing] == ["RR-5"]


def test_closing_the_border_needs_no_gate(laurel_university, version, carla):
    accredited(laurel_university)
    borders.open_borders(version.design, by=carla, at=MONDAY)
    borders.close_borders(version.design, by=carla, at=MONDAY)

    assert borders.open_across(version.design) is None


@pytest.mark.parametrize("who", ["bruno", "rositsa", "dmitri"])
def test_refuses_the_border_to_anybody_but_quality_and_administration(version, request, who):
    with pytest.raises(NotAllowedError):
        borders.open_borders(version.design, by=request.getfixturevalue(who), at=MONDAY)


def test_refuses_the_border_to_what_is_no_longer_offered(version, carla):
    version.design.state = "retired"
    version.design.save()

    with pytest.raises(borders.NotPublishedError):
        borders.open_borders(version.design, by=carla, at=MONDAY)
