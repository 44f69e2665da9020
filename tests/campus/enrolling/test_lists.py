"""People enrolled from a list: every bad row named, nobody twice, nothing half-done."""

import pytest
from django.utils import timezone

from campus.base.models import Fact
from campus.enrolling import lists
from campus.enrolling.models import Step
from campus.learning.learners import enrolments_of
from campus.learning.uploads import GradebookRefusedError, NothingToImportError, WrongStateError
from campus.people.roles import NotAllowedError
from cast import MONDAY
from enrolling import applied, intake_of, states

LIST = "Име,E-mail\nАнна Илиева,anna@people.example\nBob,bob@people.example\nCleo,cleo@people.example\n"


@pytest.fixture
def intake(version, bruno, rositsa):
    return intake_of(version, bruno, rositsa)


def received(intake, by, text=LIST, name="people.csv"):
    return lists.receive(intake, content=text.encode(), file_name=name, language="bg", by=by, at=MONDAY)


def test_people_are_enrolled_in_the_order_of_the_list_and_the_rest_wait(intake, rositsa):
    upload = received(intake, rositsa)
    assert (upload.state, upload.summary, intake.applications.count()) == ("checked", {"new": 3, "known": 0}, 0)

    lists.confirm(upload, by=rositsa, at=MONDAY)
    done = lists.run(upload.pk, at=MONDAY)
    assert (done.state, done.summary, done.content) == ("done", {"enrolled": 2, "waiting": 1, "known": 0}, None)
    assert list(intake.applications.order_by("pk").values_list("name", "state", "way")) == [
        ("Анна Илиева", "enrolled", "listed"),
        ("Bob", "enrolled", "listed"),
        ("Cleo", "waitlisted", "listed"),
    ]
    lists.run(upload.pk, at=MONDAY)
    assert intake.applications.count() == 3


def test_whoever_has_applied_is_passed_over_and_whoever_is_listed_finds_it_under_the_confirmed_address(intake, rositsa, amina):
    applied(intake, amina)
    upload = received(intake, rositsa, f"name,email\nA,{amina.email.upper()}\nB,b@people.example\n")
    assert upload.summary == {"new": 1, "known": 1}
    lists.confirm(upload, by=rositsa, at=timezone.now())
    lists.run(upload.pk, at=MONDAY)

    assert states(intake) == ["enrolled", "enrolled"]
    assert enrolments_of(amina).count() == 1


def test_bad_rows_are_named_by_row_and_column_and_the_good_ones_go_on(intake, rositsa):
    rows = ["name,email", "A,a@people.example", "B,not an address", "C,", "D,a@people.example"]
    upload = received(intake, rositsa, "\n".join(rows) + "\n")

    said = [(each.row, each.column, each.code) for each in lists.problems_of(upload)]
    assert (upload.bad_rows, upload.summary["new"]) == (3, 1)
    assert said == [(3, "B", "BAD_EMAIL"), (4, "B", "MISSING_EMAIL"), (5, "B", "DUPLICATE_EMAIL")]


@pytest.mark.parametrize(("text", "code"), [("", "EMPTY_FILE"), ("name,email\n", "NO_ROWS"), ("a@b.example,x\n", "NO_HEADER")])
def test_a_file_that_is_no_list_is_refused_as_a_whole(intake, rositsa, text, code):
    with pytest.raises(GradebookRefusedError) as refused:
        received(intake, rositsa, text)
    assert refused.value.code == code
    with pytest.raises(lists.NoAddressColumnError):
        received(intake, rositsa, "name,colour\nA,red\n")


def test_only_a_registrar_brings_a_list_and_confirms_it_once(intake, rositsa, bruno, dmitri):
    for stranger in (bruno, dmitri):
        with pytest.raises(NotAllowedError):
            received(intake, stranger)
    upload = received(intake, rositsa)
    for stranger in (bruno, dmitri):
        with pytest.raises(NotAllowedError):
            lists.confirm(upload, by=stranger, at=MONDAY)
        with pytest.raises(NotAllowedError):
            lists.drop(upload, by=stranger, at=MONDAY)
    lists.confirm(upload, by=rositsa, at=MONDAY)
    with pytest.raises(WrongStateError):
        lists.confirm(upload, by=rositsa, at=MONDAY)
    with pytest.raises(WrongStateError):
        lists.drop(upload, by=rositsa, at=MONDAY)


def test_a_list_put_aside_enrols_nobody(intake, rositsa):
    upload = lists.drop(received(intake, rositsa), by=rositsa, at=MONDAY)
    assert (upload.state, upload.content) == ("dropped", None)
    assert lists.run(upload.pk, at=MONDAY).state == "dropped"
    assert not intake.applications.exists()
    nobody = received(intake, rositsa, "name,email\nA,nobody\n")
    with pytest.raises(NothingToImportError):
        lists.confirm(nobody, by=rositsa, at=MONDAY)


def test_a_long_list_is_a_workers_work(version, bruno, rositsa):
    intake = intake_of(version, bruno, rositsa, capacity=None)
    text = "name,email\n" + "".join(f"{'N' * 80} {n},n{n}@people.example\n" for n in range(1_600))
    upload = received(intake, rositsa, text)
    assert (upload.state, Fact.objects.filter(kind="list.received").count()) == ("checking", 1)
    lists.confirm(lists.run_check(upload.pk, at=MONDAY), by=rositsa, at=MONDAY)
    done = lists.run(upload.pk, at=MONDAY)

    assert done.summary == {"enrolled": 1_600, "waiting": 0, "known": 0}
    assert Fact.objects.filter(kind="list.confirmed").count() == 1
    assert Step.objects.filter(application__intake=intake, after="enrolled").count() == 1_600
