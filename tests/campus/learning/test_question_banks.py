"""Banks: questions are kept once, changed by compare-and-set, imported whole or not at all, and never seen by strangers."""

from __future__ import annotations

from pathlib import Path

import pytest

from campus.base.models import AuditEntry
from campus.base.pictures import BadPictureError
from campus.learning.models import BankQuestion, QuestionPicture
from campus.learning.question_banks import (
    BankTitleMissingError,
    BankTitleTakenError,
    QuestionMovedOnError,
    QuestionTwiceError,
    add_question,
    bank_in,
    change_question,
    create_bank,
    facts_of,
    keep_picture,
    live_questions,
    question_of,
    retire_question,
)
from campus.learning.question_files import (
    QuestionFileRefusedError,
    SomeUnreadableError,
    UnknownFormError,
    export_questions,
    import_questions,
)
from campus.learning.quizzes.check import read_question
from campus.learning.quizzes.exchange.declared import after
from campus.people.roles import NotAllowedError
from campus.people.scope import NotFoundError
from quizzes import NOW, make_bank, picture, sample
from sample_design import open_cohort, publish

SAMPLES = Path(__file__).parent / "quizzes" / "samples"


@pytest.fixture
def bank(laurel_university, bruno, carla):
    return make_bank(open_cohort(publish(laurel_university, bruno, carla), bruno), bruno)


@pytest.fixture
def empty(laurel_university, bruno):
    return create_bank(laurel_university, title="Empty", by=bruno, at=NOW)


def test_a_question_comes_out_as_it_went_in(bank):
    assert [question_of(row).type for row in live_questions(bank)] == [
        "choice", "choice", "ordering", "matching", "numeric", "short_text", "hotspot",
    ]  # fmt: skip
    assert question_of(live_questions(bank)[0]) == read_question(sample()[0])


def test_refuses_the_same_question_twice(bank, bruno):
    with pytest.raises(QuestionTwiceError):
        add_question(bank, question=read_question(sample()[0]), by=bruno, at=NOW)


def test_of_two_who_change_a_question_the_second_is_told(bank, bruno):
    row = live_questions(bank)[0]
    mended = read_question({**sample()[0], "points": "3"})

    assert change_question(row, question=mended, revision=1, by=bruno, at=NOW).revision == 2
    with pytest.raises(QuestionMovedOnError):
        change_question(row, question=read_question({**sample()[0], "points": "4"}), revision=1, by=bruno, at=NOW)


def test_a_retired_question_is_gone_and_may_come_again(bank, bruno):
    row = live_questions(bank)[0]
    retire_question(row, by=bruno, at=NOW)
    retire_question(row, by=bruno, at=NOW)

    assert row not in live_questions(bank)
    assert AuditEntry.objects.filter(action="question.retired").count() == 1
    with pytest.raises(QuestionMovedOnError):
        change_question(row, question=read_question(sample()[0]), revision=1, by=bruno, at=NOW)
    assert add_question(bank, question=read_question(sample()[0]), by=bruno, at=NOW).pk


def test_a_category_holds_those_below_it(bank):
    assert live_questions(bank, category="News").count() == 2
    assert live_questions(bank, category="New").count() == 0


def test_refuses_a_bank_without_a_title_or_with_a_taken_one(empty, laurel_university, bruno):
    with pytest.raises(BankTitleMissingError):
        create_bank(laurel_university, title=" ", by=bruno, at=NOW)
    with pytest.raises(BankTitleTakenError):
        create_bank(laurel_university, title="Empty", by=bruno, at=NOW)


def test_refuses_those_who_may_not_see_answers(bank, rositsa, carla, dmitri, other_university):
    question = read_question(sample()[0])
    for person in (rositsa, carla, dmitri):
        with pytest.raises(NotAllowedError):
            add_question(bank, question=question, by=person, at=NOW)
        with pytest.raises(NotAllowedError):
            export_questions(bank, "qti", by=person, at=NOW)
    with pytest.raises(NotFoundError):
        bank_in(other_university, bank.public_id)


def test_a_picture_is_written_anew(empty):
    name = keep_picture(empty, content=picture())

    assert keep_picture(empty, content=picture()) == name
    assert bytes(QuestionPicture.objects.get().content).startswith(b"\x89PNG")


@pytest.mark.parametrize("content", [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a" + b"\0" * 20, b"%PDF-1.7"])
def test_refuses_what_is_no_picture(empty, content):
    with pytest.raises(BadPictureError):
        keep_picture(empty, content=content)


def test_all_that_was_asked_for_comes_in_or_nothing(empty, bruno):
    content = (SAMPLES / "moodle.xml").read_bytes().replace(b"PICTURE", b"bm90IGEgcGljdHVyZQ==")

    with pytest.raises(SomeUnreadableError) as refusal:
        import_questions(empty, content=content, language="en", by=bruno, at=NOW)

    assert refusal.value.reading.problems[0].code == "PICTURE_NOT_READ"
    assert BankQuestion.objects.count() == 0
    assert QuestionPicture.objects.count() == 0


def test_those_that_can_be_read_come_in_alone_where_one_says_so_and_only_once(empty, bruno):
    content = (SAMPLES / "moodle.xml").read_bytes().replace(b"PICTURE", b"bm90IGEgcGljdHVyZQ==")

    first = import_questions(empty, content=content, language="en", by=bruno, at=NOW, partly=True)
    again = import_questions(empty, content=content, language="en", by=bruno, at=NOW, partly=True)

    assert (first.added, first.known, len(first.reading.problems)) == (6, 0, 4)
    assert (again.added, again.known) == (0, 6)


def test_refuses_a_file_that_cannot_be_read(empty, bruno):
    with pytest.raises(QuestionFileRefusedError) as refusal:
        import_questions(empty, content=b"<!DOCTYPE quiz><quiz/>", language="en", by=bruno, at=NOW)
    assert refusal.value.code == "DOCTYPE"
    assert str(refusal.value.message) == "a document type is not accepted (line 1)"


@pytest.mark.parametrize("form", ["moodle", "qti"])
def test_a_bank_moves_to_another_with_its_pictures(bank, empty, bruno, form):
    content = b"".join(export_questions(bank, form, by=bruno, at=NOW))
    moved = import_questions(empty, content=content, language="en", by=bruno, at=NOW)

    assert (moved.added, moved.reading.problems) == (7, [])
    wanted = {facts_of(after(question_of(row), form))["digest"] for row in live_questions(bank)}
    assert set(live_questions(empty).values_list("digest", flat=True)) == wanted
    assert QuestionPicture.objects.filter(bank=empty).count() == 1


def test_refuses_a_form_that_is_not_known(bank, bruno):
    with pytest.raises(UnknownFormError):
        export_questions(bank, "docx", by=bruno, at=NOW)
