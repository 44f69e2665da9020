"""What the database itself refuses, whatever function, shell or page asks it."""

import re

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from badges import micro_credential
from campus.catalogue import versions
from campus.catalogue.designs import create_design
from campus.catalogue.models import Design, DesignVersion
from campus.quality import guard, review
from campus.quality.chains import USUAL, choose_chain
from campus.quality.models import Party, Review, Stage
from rounds import NO_TEXT, all_approved, begun
from sample_design import MONDAY, draft
from sample_design import publish as publish_sample


@pytest.fixture
def under_way(laurel_university, bruno, vera, adela):
    choose_chain(laurel_university, USUAL.stages, by=adela, at=MONDAY)
    return review.submit(create_design(laurel_university, by=bruno, at=MONDAY, draft=draft()), by=vera, at=MONDAY)


def empty_design(organisation, author):
    return Design.objects.create(organisation=organisation, author=author, draft={}, created_at=MONDAY, updated_at=MONDAY)


def _decide(under_way, person, position=1, **facts):
    stage = Stage.objects.get(review=under_way, position=position)
    values = {"part": "decided", "decision": "approved", "decided_at": MONDAY, "digest": NO_TEXT, **facts}
    with transaction.atomic():
        return Party.objects.create(review=under_way, person=person, stage=stage, **values)


@pytest.mark.parametrize("worker", ["bruno", "vera"])
def test_refuses_a_decision_by_whoever_worked_on_it(under_way, worker, request):
    with pytest.raises(IntegrityError):
        _decide(under_way, request.getfixturevalue(worker))


def test_refuses_a_second_decision_by_the_same_person(under_way, carla):
    _decide(under_way, carla)

    with pytest.raises(IntegrityError):
        _decide(under_way, carla, position=2)


def test_refuses_a_second_decision_about_the_same_stage(under_way, carla, quinn):
    _decide(under_way, carla)

    with pytest.raises(IntegrityError):
        _decide(under_way, quinn)


def test_refuses_a_stage_before_its_turn(under_way, pavel):
    with pytest.raises(DatabaseError, match="one after the other"):
        _decide(under_way, pavel, position=2)


def test_refuses_a_stage_of_another_review(under_way, carla, laurel_university, bruno):
    other = begun(empty_design(laurel_university, bruno))
    stage = Stage.objects.get(review=other)

    with pytest.raises(DatabaseError, match="one after the other"), transaction.atomic():
        Party.objects.create(
            review=under_way, person=carla, stage=stage, part="decided", decision="approved", decided_at=MONDAY, digest=NO_TEXT
        )


@pytest.mark.parametrize("facts", [{"decision": ""}, {"digest": ""}, {"decided_at": None}, {"decision": "published"}])
def test_refuses_a_decision_that_does_not_say_what_and_on_which_text(under_way, carla, facts):
    with pytest.raises(IntegrityError):
        _decide(under_way, carla, **facts)


@pytest.mark.parametrize("change", ["update", "delete"])
def test_refuses_to_change_or_forget_a_part(under_way, change):
    parts = Party.objects.filter(review=under_way)

    with pytest.raises(DatabaseError, match="cannot be changed"), transaction.atomic():
        parts.update(part="editor") if change == "update" else parts._raw_delete(parts.db)


def test_refuses_to_take_a_stage_out_of_a_round_or_to_rename_it(under_way):
    last = Stage.objects.filter(review=under_way, position=2)

    for act in (lambda: last._raw_delete(last.db), lambda: last.update(kind="faculty"), lambda: last.update(position=9)):
        with pytest.raises(DatabaseError, match="cannot be changed"), transaction.atomic():
            act()


@pytest.mark.parametrize("change", [{"submitted": {}}, {"digest": NO_TEXT}])
def test_refuses_to_change_the_text_under_review(under_way, change):
    with pytest.raises(DatabaseError, match="under review cannot be changed"), transaction.atomic():
        Review.objects.filter(pk=under_way.pk).update(**change)


def test_refuses_to_change_a_decision_about_a_round(under_way, bruno):
    review.withdraw(under_way, by=bruno, at=MONDAY)

    with pytest.raises(DatabaseError, match="stands"), transaction.atomic():
        Review.objects.filter(pk=under_way.pk).update(decision="")


def test_refuses_a_version_without_a_review(laurel_university, bruno, carla):
    published = publish_sample(laurel_university, bruno, carla)

    with pytest.raises(IntegrityError), transaction.atomic():
        versions.publish(published.design, record=versions.record_of(published), approved_by=carla, at=MONDAY)


@pytest.mark.parametrize("stages_decided", [0, 1])
def test_refuses_a_version_while_a_stage_is_left(under_way, carla, laurel_university, bruno, stages_decided):
    if stages_decided:
        _decide(under_way, carla)
    record = versions.record_of(publish_sample_elsewhere(laurel_university, bruno, carla))

    with pytest.raises(IntegrityError), transaction.atomic():
        versions.publish(under_way.design, record=record, approved_by=carla, at=MONDAY)


def publish_sample_elsewhere(organisation, author, approver):
    """A version of another design, for its record."""
    design = empty_design(organisation, author)
    all_approved(design, approver)
    return versions.publish(design, record=micro_credential(organisation), approved_by=approver, at=MONDAY)


def test_refuses_a_version_in_the_name_of_somebody_who_did_not_approve_it(laurel_university, bruno, carla, pavel):
    design = empty_design(laurel_university, bruno)
    all_approved(design, carla)
    with pytest.raises(IntegrityError), transaction.atomic():
        versions.publish(design, record=micro_credential(laurel_university), approved_by=pavel, at=MONDAY)
    assert not DesignVersion.objects.exists()


def test_an_approved_review_names_its_version(under_way, carla):
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.filter(pk=under_way.pk).update(decision="approved", decided_by=carla, decided_at=MONDAY)


def test_every_trigger_is_there_after_all_migrations(db):
    table = "SELECT name FROM sqlite_master WHERE type = 'trigger'" if connection.vendor == "sqlite" else (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(table)
        there = {name for (name,) in cursor.fetchall()}

    made = re.findall(r"CREATE TRIGGER (?:IF NOT EXISTS )?(\w+)", " ".join(guard.guard(connection.vendor)))
    assert len(made) == 8
    assert set(made) <= there
