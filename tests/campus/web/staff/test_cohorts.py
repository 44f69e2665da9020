"""From an opened cohort to an ordered batch, on the web and without JavaScript."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from campus.issuing.models import Batch
from campus.learning import uploads
from campus.learning.models import Award, Cohort, Enrolment, GradebookUpload
from campus.people.models import Membership, Role
from cast import log_in, member, person
from sample_design import WORDS, gradebook, open_cohort, publish, record_gradebook
from shared import SHARED, needs_shared

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def version(laurel_university, bruno, carla):
    return publish(laurel_university, bruno, carla)


@pytest.fixture
def cohort(version, bruno):
    return open_cohort(version, bruno)


@pytest.fixture
def assessor(client, bruno):
    client.force_login(bruno, backend=BACKEND)
    return client


def page(name, cohort, *rest):
    return reverse(name, args=["laurel-university", cohort.public_id, *rest])


def send(client, cohort, content, name="g.csv"):
    return client.post(page("cohort", cohort), {"file": SimpleUploadedFile(name, content)})


def chosen(client, url):
    """The columns form as the page offers it, filled with its guesses."""
    from html.parser import HTMLParser

    class Form(HTMLParser):
        values: dict[str, str] = {}
        select = ""

        def handle_starttag(self, tag, attrs):
            facts = dict(attrs)
            if tag == "select":
                self.select = facts["name"]
                self.values[self.select] = ""
            elif tag == "option" and "selected" in facts:
                self.values[self.select] = facts.get("value", "")
            elif tag == "input" and facts.get("name") not in (None, "csrfmiddlewaretoken"):
                self.values[facts["name"]] = facts.get("value", "")

    parser = Form()
    parser.values = {}
    parser.feed(client.get(url).content.decode())
    return parser.values | {"do": "check"}


def test_a_cohort_is_opened_with_an_approved_micro_credential(assessor, version):
    url = reverse("cohort_new", args=["laurel-university"])
    response = assessor.post(url, {"design_version": version.pk, "title": "Spring", "starts_on": "2026-09-01", "ends_on": ""})

    assert response.status_code == 302
    assert Cohort.objects.get().title == "Spring"


def test_a_taken_title_is_told_beside_its_field(assessor, version, cohort):
    url = reverse("cohort_new", args=["laurel-university"])
    response = assessor.post(url, {"design_version": version.pk, "title": cohort.title})

    assert response.status_code == 400
    assert "Another cohort has this title" in response.content.decode()


def test_the_whole_way_from_file_to_award(assessor, cohort):
    content = gradebook("1,Amina,a@x.example,80,70", "2,Bo,nowhere,80,70", "3,Cy,c@x.example,80,30")
    url = send(assessor, cohort, content).url
    columns = assessor.get(url).content.decode()
    assert "Our guess is chosen below" in columns
    assert "C · email  (a@x.example, nowhere, c@x.example)" in columns

    preview = assessor.post(url, chosen(assessor, url), follow=True).content.decode()
    assert "Import 2 good rows" in preview
    assert "“nowhere” is not an e-mail address." in preview
    assert not Enrolment.objects.exists()

    upload = GradebookUpload.objects.get()
    done = assessor.post(page("gradebook_act", cohort, upload.public_id, "confirm"), follow=True).content.decode()
    assert "2 rows are imported" in done

    awards = assessor.get(page("cohort_awards", cohort)).content.decode()
    assert "Final exam: 30 of at least 50." in awards
    assert "Award 1 learner" in awards
    assessor.post(page("cohort_award", cohort))
    assert Award.objects.count() == 1


def test_the_rows_left_out_can_be_downloaded_with_cells_neutralised(assessor, cohort):
    url = send(assessor, cohort, gradebook("1,=HYPERLINK(1),nowhere,80,70", "2,B,b@x.example,1,2")).url
    assessor.post(url, chosen(assessor, url))

    upload = GradebookUpload.objects.get()
    text = b"".join(assessor.get(page("gradebook_problems", cohort, upload.public_id)).streaming_content).decode("utf-8-sig")

    assert text.splitlines()[0] == "Row,What is wrong,number,name,email,project,exam"
    assert "2,C “nowhere” is not an e-mail address.,1,'=HYPERLINK(1),nowhere,80,70" in text
    assert "b@x.example" not in text


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (b"", "g.csv", "The file is empty"),
        (b"number,email\n", "g.csv", "nothing to import"),
        (b"<html></html>", "g.csv", "web page, not a table"),
        (b"PK\x03\x04junk", "g.csv", "Excel workbook although"),
        (b"\0\1\2\3" * 100, "g.csv", "not a CSV file"),
    ],
)
def test_refuses_wrong_files_beside_the_field_and_writes_nothing(assessor, cohort, content, name, told):
    response = send(assessor, cohort, content, name)

    assert response.status_code == 400
    assert told in response.content.decode()
    assert not GradebookUpload.objects.exists()


def test_refuses_a_file_over_the_limit(assessor, cohort, settings):
    settings.UPLOAD_LIMIT = 100

    response = send(assessor, cohort, b"number,email\n" + b"1,a@x.example\n" * 50)

    assert response.status_code == 400
    assert "larger than" in response.content.decode()


def test_a_mapping_that_cannot_work_is_told_and_what_was_chosen_stays(assessor, cohort):
    url = send(assessor, cohort, gradebook("1,A,a@x.example,80,70")).url
    form = chosen(assessor, url) | {"email": "", "number": "1", "name": ""}

    response = assessor.post(url, form)

    assert response.status_code == 400
    assert "Say which column holds the e-mail address" in response.content.decode()
    assert '<option value="1" selected>B · name' in response.content.decode()


def test_a_file_without_stated_letters_can_be_read_another_way(assessor, cohort):
    content = gradebook("1,Jörg,a@x.example,80,70").decode().encode("latin-1")
    url = send(assessor, cohort, content).url
    assert "Jörg" in assessor.get(url).content.decode()

    again = assessor.post(url, chosen(assessor, url) | {"encoding": "windows-1251", "do": "reread"}).content.decode()

    assert "Jцrg" in again


def test_a_large_file_shows_progress_until_the_worker_is_done(assessor, cohort, monkeypatch):
    monkeypatch.setattr(uploads, "INLINE_BYTES", 10)
    url = send(assessor, cohort, gradebook("1,A,a@x.example,80,70")).url
    waiting = assessor.post(url, chosen(assessor, url), follow=True).content.decode()
    assert "<progress" in waiting
    assert 'http-equiv="refresh"' in waiting

    uploads.run_check(GradebookUpload.objects.get().pk, at=cohort.created_at)
    answer = assessor.get(url, headers={"HX-Request": "true"})
    assert answer.headers["HX-Refresh"] == "true"
    assert "Import 1 good row" in assessor.get(url).content.decode()


def test_a_gradebook_can_be_put_aside(assessor, cohort):
    url = send(assessor, cohort, gradebook("1,A,a@x.example,80,70")).url
    upload = GradebookUpload.objects.get()

    assessor.post(page("gradebook_act", cohort, upload.public_id, "drop"))

    assert "the file is deleted" in assessor.get(url).content.decode()


def test_a_registrar_issues_what_an_assessor_awarded(client, cohort, bruno, rositsa):
    record_gradebook(cohort, gradebook("1,Amina,a@x.example,80,70"))
    client.force_login(bruno, backend=BACKEND)
    client.post(page("cohort_award", cohort))
    assert client.post(page("cohort_issue", cohort)).status_code == 403

    client.force_login(rositsa, backend=BACKEND)
    assert "Issue 1 badge" in client.get(page("cohort_awards", cohort)).content.decode()
    assert client.post(page("cohort_issue", cohort)).status_code == 302
    client.post(page("cohort_issue", cohort))
    assert Batch.objects.count() == 1
    assert "A badge is ordered for every award" in client.get(page("cohort_awards", cohort)).content.decode()


def test_learners_are_searched_and_filtered(assessor, cohort):
    record_gradebook(cohort, gradebook("1,Amina,a@x.example,80,70", "2,Bo,b@x.example,80,30"))

    found = assessor.get(page("cohort", cohort) + "?show=ready&q=amina").content.decode()

    assert "a@x.example" in found
    assert "b@x.example" not in found


def test_the_list_of_learners_can_be_fixed_and_the_cohort_closed(assessor, cohort):
    assessor.post(page("cohort_list", cohort), {"fixed": "yes"})
    assessor.post(page("cohort_close", cohort))

    assert Cohort.objects.get().fixed_list
    assert "no more gradebooks" in assessor.get(page("cohort", cohort)).content.decode()


@needs_shared[0]
@needs_shared[1]
def test_a_presentation_of_the_open_university_goes_all_the_way(assessor, laurel_university, bruno, carla):
    version = publish(laurel_university, bruno, carla, assessments=WORDS, grading={})
    cohort = open_cohort(version, bruno, title="AAA 2013J")
    url = send(assessor, cohort, (SHARED / "data/oulad/studentInfo.csv").read_bytes(), "studentInfo.csv").url
    form = chosen(assessor, url)
    assert (form["filter.0.value"], form["filter.1.value"]) == ("AAA", "2013J")

    assessor.post(url, form)
    upload = GradebookUpload.objects.get()
    assert upload.state == GradebookUpload.State.CHECKING  # left to the worker
    uploads.run_check(upload.pk, at=cohort.created_at)
    assert "Import 383 good rows" in assessor.get(url).content.decode()
    assessor.post(page("gradebook_act", cohort, upload.public_id, "confirm"))
    uploads.run_import(upload.pk, at=cohort.created_at)
    assessor.post(page("cohort_award", cohort))

    assert Award.objects.count() == 278


def test_members_without_the_role_look_but_do_not_touch(client, cohort, carla, laurel_university, amina):
    client.force_login(carla, backend=BACKEND)
    assert client.get(page("cohort", cohort)).status_code == 200
    assert client.post(page("cohort_award", cohort)).status_code == 403
    assert send(client, cohort, gradebook("1,A,a@x.example,1,2")).status_code == 403

    Membership.objects.create(person=amina, organisation=laurel_university, role=Role.AUTHOR)
    client.force_login(amina, backend=BACKEND)
    assert client.get(reverse("cohort_new", args=["laurel-university"])).status_code == 403


@pytest.mark.parametrize(
    ("role", "seen"), [(Role.ASSESSOR, [True, True]), (Role.REGISTRAR, [True, False]), (Role.AUTHOR, [False, False])]
)
def test_appeals_and_questions_about_work_are_reached_from_the_list_by_who_may_see_them(client, laurel_university, role, seen):
    somebody = member(laurel_university, person("somebody@laurel.example", "Somebody"), role)
    log_in(client, somebody)
    told = client.get(reverse("cohorts", args=[laurel_university.slug])).content.decode()
    links = [reverse(name, args=[laurel_university.slug]) for name in ("appeals", "integrity_cases")]
    assert [link in told for link in links] == seen
    assert [client.get(link).status_code == 200 for link in links] == seen
