"""The learner's pages: writing, handing in, the receipt, taking back, and feedback once it is released."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from campus.marking import setup
from campus.marking.handing_in import add_file, hand_in, save_draft
from campus.marking.models import Submission, SubmissionFile
from cast import log_in, person
from marking import NOW, SECRET, assignment_of, class_of, finish, handed_in, later, mark_of, pdf, png, pool
from sample_design import open_cohort, publish


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    monkeypatch.setattr("campus.web.learner.assignments.timezone.now", lambda: later(days=1))


@pytest.fixture
def cohort(laurel_university, bruno, carla):
    return open_cohort(publish(laurel_university, bruno, carla), bruno)


@pytest.fixture
def learner(cohort):
    return class_of(cohort, 2)[0]


@pytest.fixture
def assignment(cohort, learner, bruno):
    return assignment_of(cohort, bruno, takes_links=True, instructions_en="Write **about** a source.")


@pytest.fixture
def desk(client, amina):
    return log_in(client, amina)


def place(assignment, name="my_assignment", *rest):
    return reverse(name, args=[assignment.public_id, *rest])


def work(**fields):
    return {"text": "My essay.", "links": "https://x.example/", "revision": "", "window": "w", "go": "hand_in", **fields}


def upload(name="essay.pdf", content=b""):
    return SimpleUploadedFile(name, content or pdf())


def test_a_learner_reads_the_task_and_hands_in_text_links_and_files(desk, assignment):
    page = desk.get(place(assignment)).content.decode()
    assert "<strong>about</strong>" in page
    assert "Sources are judged" in page

    sent = work(uploads=[upload(), upload("picture.png", png())])
    answer = desk.post(place(assignment), sent, follow=True)
    page = answer.content.decode()
    submission = Submission.objects.get()
    assert submission.state == "submitted"
    assert submission.links == ["https://x.example/"]
    for told in (submission.digest, submission.code, "essay.pdf", "picture.png", "My essay.", "Take it back"):
        assert told in page
    again = desk.post(place(assignment), work(), follow=True)
    assert "Your work is handed in" in again.content.decode()
    assert Submission.objects.count() == 1


def test_my_list_says_what_can_be_done(desk, assignment):
    page = desk.get("/my/assignments/").content.decode()
    assert "Essay" in page
    assert "You can hand in" in page


def test_a_draft_saves_itself_and_another_window_is_told(desk, assignment):
    saved = desk.post(place(assignment, "my_assignment_save"), work(text="One"))
    assert "Draft saved at" in saved.content.decode()
    assert 'name="revision"' in saved.content.decode()
    desk.post(place(assignment, "my_assignment_save"), work(text="Two", window="other", revision="2"))
    told = desk.post(place(assignment, "my_assignment_save"), work(text="Three", revision="2")).content.decode()
    assert "another window" in told
    answer = desk.post(place(assignment), work(text="Three", revision="2"))
    assert answer.status_code == 400
    assert "Three" in answer.content.decode()
    assert Submission.objects.get().text == "Two"


def test_a_file_that_is_not_taken_is_named_and_the_text_is_kept(desk, assignment):
    answer = desk.post(place(assignment), work(uploads=upload("essay.svg", b"<svg><script>1</script></svg>")))
    assert answer.status_code == 400
    assert "essay.svg" in answer.content.decode()
    assert "My essay." in answer.content.decode()
    assert Submission.objects.get().state == "draft"


def test_a_file_is_taken_out_of_the_draft_and_what_is_typed_comes_along(desk, assignment):
    desk.post(place(assignment), work(go="save", uploads=upload()))
    kept = SubmissionFile.objects.get()
    desk.post(place(assignment, "my_assignment_file_remove", kept.public_id), work(text="Typed since.", revision="2"))
    assert not SubmissionFile.objects.exists()
    assert Submission.objects.get().text == "Typed since."


def test_my_file_comes_back_as_an_attachment_and_runs_nothing(desk, assignment):
    desk.post(place(assignment), work(go="save", uploads=upload("есе.pdf")))
    answer = desk.get(place(assignment, "my_assignment_file", SubmissionFile.objects.get().public_id))
    assert answer.content == pdf()
    assert answer["Content-Disposition"].startswith("attachment")
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "private, no-store")
    assert "sandbox" in answer["Content-Security-Policy"]


def test_it_is_taken_back_and_handed_in_again(desk, assignment):
    desk.post(place(assignment), work())
    desk.post(place(assignment, "my_assignment_take_back"))
    assert Submission.objects.get().state == "draft"
    assert "My essay." in desk.get(place(assignment)).content.decode()
    assert desk.post(place(assignment, "my_assignment_take_back")).status_code == 404


def test_feedback_is_shown_once_it_is_released_and_nothing_private_ever(desk, assignment, learner, cohort, bruno):
    from campus.marking import allocation, releasing, settling

    Submission.objects.all().delete()
    type(assignment).objects.update(second_percent=0, second_minimum=0, second_fails=False, borderline=0)
    submission = handed_in(assignment, learner)
    pool(cohort, bruno, bruno)
    allocation.order(assignment, by=bruno, at=NOW)
    finish(mark_of(submission, "first"), 3, 1, comments={"sources": "Well chosen."}, overall="Good.", private_note=SECRET)
    settling.finish_moderation(assignment, by=bruno, at=NOW)
    receipt = place(assignment, "my_submission", 1)
    before = desk.get(receipt).content.decode()
    assert "Well chosen." not in before
    settling.confirm(cohort, [submission.pk], at=NOW)
    releasing.release(assignment.pk, at=NOW)
    page = desk.get(receipt).content.decode()
    for told in ("50 of 100 points", "You have passed", "Well chosen.", "Good.", "Level 3", "Level 1"):
        assert told in page
    for hidden in (SECRET, "Bruno", "Level 2"):
        assert hidden not in page


def test_late_and_closed_are_told(desk, assignment, bruno, monkeypatch):
    monkeypatch.setattr("campus.web.learner.assignments.timezone.now", lambda: later(days=8))
    desk.post(place(assignment), work())
    assert "late" in desk.get(place(assignment, "my_submission", 1)).content.decode()
    Submission.objects.all().delete()
    setup.close(assignment, by=bruno, at=NOW)
    assert "Handing in is over" in desk.get(place(assignment)).content.decode()
    assert desk.post(place(assignment), work()).status_code == 400


def test_nobody_else_finds_any_of_it(client, assignment, learner, dmitri, bruno):
    save_draft(assignment, learner, text="Mine.", links=[], revision=None, at=NOW)
    file = add_file(assignment, learner, name="a.pdf", content=pdf(), at=NOW)
    hand_in(assignment, learner, at=NOW)
    classmate = person("learner2@students.example", "Learner 2")
    for someone in (dmitri, bruno):
        log_in(client, someone)
        for name, rest in (("my_assignment", ()), ("my_submission", (1,)), ("my_assignment_file", (file.public_id,))):
            assert client.get(place(assignment, name, *rest)).status_code == 404
        for name in ("my_assignment", "my_assignment_save", "my_assignment_take_back"):
            assert client.post(place(assignment, name), work()).status_code == 404
    log_in(client, classmate)
    assert client.get(place(assignment, "my_submission", 1)).status_code == 404
    assert client.get(place(assignment, "my_assignment_file", file.public_id)).status_code == 404
    assert client.post(place(assignment, "my_assignment_file_remove", file.public_id)).status_code == 302
    assert SubmissionFile.objects.filter(pk=file.pk).exists()
    assert client.get(place(assignment, "my_assignment_file", uuid.uuid4())).status_code == 404


def test_a_draft_assignment_does_not_exist_for_learners(desk, cohort, bruno, learner):
    hidden = assignment_of(cohort, bruno, opened=False)
    assert desk.get(place(hidden)).status_code == 404
    assert "Essay" not in desk.get("/my/assignments/").content.decode()
