"""What is asked beforehand: hard, recommended or waivable; the learner sees why; more never makes it worse."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from badges import issued
from campus.enrolling import applying, deciding, intakes, prerequisites
from campus.enrolling.applying import Evidence
from campus.enrolling.bringing import brought_by
from campus.enrolling.models import Waiver
from campus.enrolling.prerequisites import Brought, judge, read
from campus.people.roles import NotAllowedError
from campus.wallet import claim, deliver
from campus.wallet.links import claim_secret
from cast import MONDAY
from enrolling import applied, intake_of

ID = "00000000-0000-4000-8000-000000000001"
OTHER = "00000000-0000-4000-8000-000000000002"
SAYS = {"kind": "statement", "id": "weekly", "text_en": "I work with tables every week."}
SKILL = "http://data.europa.eu/esco/skill/1"


def entry(*parts, strength="hard", at_least=1, id_="a"):
    return {"id": id_, "strength": strength, "needs": {"at_least": at_least, "of": list(parts)}}


leaf_values = st.one_of(
    st.builds(lambda design: {"kind": "credential", "design": design}, st.sampled_from([ID, OTHER])),
    st.builds(lambda level: {"kind": "skill", "url": SKILL, "level": level}, st.integers(1, 8) | st.none()),
    st.builds(lambda least: {"kind": "test", "quiz": ID, "at_least": least}, st.integers(1, 100)),
    st.just(SAYS),
)


@st.composite
def parts_values(draw, deep=1):
    inner = leaf_values | parts_values(deep=deep + 1) if deep < 3 else leaf_values
    of = draw(st.lists(inner, min_size=1, max_size=3))
    return {"kind": "parts", "at_least": draw(st.integers(1, len(of))), "of": of}


entries_values = st.lists(st.tuples(st.sampled_from(["hard", "recommended", "waivable"]), parts_values()), max_size=3).map(
    lambda pairs: [{"id": f"e{n}", "strength": strength, "needs": needs} for n, (strength, needs) in enumerate(pairs)]
)
brought = st.builds(
    Brought,
    designs=st.frozensets(st.sampled_from([ID, OTHER])),
    skills=st.dictionaries(st.just(SKILL), st.integers(0, 8)),
    tests=st.dictionaries(st.just(ID), st.integers(0, 100).map(Decimal)),
    statements=st.frozensets(st.just("weekly")),
)


@given(entries_values, brought, brought)
def test_whoever_brings_more_meets_no_less(value, some, more):
    both = Brought(
        designs=some.designs | more.designs,
        skills={url: max(some.skills.get(url, 0), more.skills.get(url, 0)) for url in {*some.skills, *more.skills}},
        tests={quiz: max(some.tests.get(quiz, 0), more.tests.get(quiz, 0)) for quiz in {*some.tests, *more.tests}},
        statements=some.statements | more.statements,
    )
    entries = read(value)
    for less, better in zip(judge(entries, some), judge(entries, both), strict=True):
        assert better.judged.met >= less.judged.met


@given(entries_values)
def test_what_is_kept_reads_back_as_it_was(value):
    entries = read(value)
    assert read(prerequisites.as_json(entries)) == entries


def _plainly(needs, has):
    """The same, worked out another way."""
    met = [_plainly(part, has) if part["kind"] == "parts" else _leaf(part, has) for part in needs["of"]]
    return met.count(True) >= needs["at_least"]


def _leaf(part, has):
    return {
        "credential": lambda: part["design"] in has.designs,
        "skill": lambda: part["url"] in has.skills and (part["level"] is None or has.skills[part["url"]] >= part["level"]),
        "test": lambda: has.tests.get(part["quiz"], -1) >= part["at_least"],
        "statement": lambda: part["id"] in has.statements,
    }[part["kind"]]()


@given(entries_values, brought)
def test_judging_agrees_with_a_plain_reading_of_the_tree(value, has):
    verdicts = judge(read(value), has)
    assert [verdict.judged.met for verdict in verdicts] == [_plainly(each["needs"], has) for each in value]


@pytest.mark.parametrize(
    ("value", "field"),
    [
        ("x", ""),
        ([entry(SAYS, at_least=2)], "0.needs.at_least"),
        ([entry()], "0.needs.of"),
        ([entry({"kind": "wish"})], "0.needs.of.0"),
        ([entry({"kind": "credential", "design": "../etc"})], "0.needs.of.0.credential.design"),
        ([entry({"kind": "test", "quiz": ID, "at_least": 101})], "0.needs.of.0.test.at_least"),
        ([entry({"kind": "statement", "id": "x"})], "0.needs.of.0"),
        ([entry(SAYS), entry(SAYS)], None),
        ([entry(SAYS, id_=f"e{n}") for n in range(21)], None),
        ([entry({"kind": "parts", "at_least": 1, "of": [{"kind": "parts", "at_least": 1, "of": [
            {"kind": "parts", "at_least": 1, "of": [SAYS]}]}]})], "0.needs.of.0.of.0.of.0"),
    ],
)  # fmt: skip
def test_refuses_what_cannot_be_asked_and_names_the_place(value, field):
    with pytest.raises(prerequisites.BadPrerequisitesError) as refused:
        read(value)
    assert refused.value.field == field


@pytest.fixture
def intake(version, bruno, rositsa):
    return intake_of(version, bruno, rositsa, capacity=1)


def ask(intake, rositsa, *entries):
    intake.refresh_from_db()
    return intakes.set_prerequisites(intake, list(entries), revision=intake.revision, by=rositsa, at=MONDAY)


def test_a_recommended_one_stops_nobody_and_a_hard_one_does_until_it_is_met(intake, rositsa, amina):
    ask(intake, rositsa, entry(SAYS, strength="recommended"))
    intake.refresh_from_db()
    (verdict,) = applying.verdicts_for(intake, amina, at=MONDAY)
    assert (verdict.holds, verdict.stops) == (False, False)

    ask(intake, rositsa, entry(SAYS))
    with pytest.raises(applying.PrerequisiteMissingError) as refused:
        applied(intake, amina)
    assert refused.value.field == "a"
    application = applied(intake, amina, said=frozenset({"weekly"}))
    assert (application.state, application.met) == ("enrolled", {"a": "met"})


def test_a_person_decides_on_evidence_in_place_of_a_waivable_one(intake, rositsa, bruno, amina, dmitri):
    ask(intake, rositsa, entry(SAYS, strength="waivable"))
    with pytest.raises(applying.EvidenceMissingError):
        applied(intake, amina)
    application = applied(intake, amina, evidence={"a": Evidence(text="Ten years of book-keeping.")})
    assert (application.state, application.met) == ("applied", {"a": "unmet"})
    with pytest.raises(deciding.WaiverOpenError):
        deciding.admit(intake, [application.public_id], by=rositsa, at=MONDAY)

    waiver = Waiver.objects.get()
    for stranger in (bruno, dmitri):
        with pytest.raises(NotAllowedError):
            deciding.decide_waiver(waiver, granted=True, by=stranger, at=MONDAY)
    deciding.decide_waiver(waiver, granted=True, by=rositsa, at=MONDAY)
    application.refresh_from_db()
    assert (application.state, application.met) == ("offered", {"a": "waived"})
    with pytest.raises((deciding.NotNowError, deciding.DecidedAlreadyError)):
        deciding.decide_waiver(waiver, granted=False, by=rositsa, at=MONDAY)


def test_evidence_that_does_not_convince_ends_the_application_with_the_reason(intake, rositsa, amina):
    ask(intake, rositsa, entry(SAYS, strength="waivable"))
    application = applied(intake, amina, evidence={"a": Evidence(text="None.")})
    deciding.decide_waiver(Waiver.objects.get(), granted=False, by=rositsa, at=MONDAY)
    application.refresh_from_db()
    assert (application.state, application.why_refused) == ("refused", "prerequisites")


def test_a_badge_held_here_counts_until_it_is_revoked(version, rositsa, amina):
    badge = issued(version, rositsa)
    deliver.deliver([badge.pk], at=MONDAY)
    claim.claim(claim_secret(badge.public_id, generation=1), person=amina, at=badge.issued_at)
    held = entry({"kind": "credential", "design": str(version.design.public_id)})

    later = badge.issued_at + timedelta(days=1)
    assert judge(read([held]), brought_by(amina, read([held]), at=later))[0].judged.met
    type(badge).objects.filter(pk=badge.pk).update(revoked_at=later, revoked_because="x")
    assert not judge(read([held]), brought_by(amina, read([held]), at=later))[0].judged.met


def test_what_is_asked_has_to_exist_here_and_is_not_the_micro_credential_itself(intake, rositsa, bruno):
    own = entry({"kind": "credential", "design": str(intake.edition.design.public_id)})
    for unknown in ({"kind": "credential", "design": ID}, {"kind": "test", "quiz": ID, "at_least": 50}):
        with pytest.raises(intakes.UnknownReferenceError):
            ask(intake, rositsa, entry(unknown))
    with pytest.raises(intakes.OwnCredentialError):
        ask(intake, rositsa, own)
    with pytest.raises(intakes.StaleIntakeError):
        intakes.set_prerequisites(intake, [], revision=99, by=rositsa, at=MONDAY)
    with pytest.raises(NotAllowedError):
        intakes.set_prerequisites(intake, [], revision=1, by=bruno, at=MONDAY)
