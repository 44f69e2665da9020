"""Learners and grades come in: paged, resumed where it stopped, the same list twice changes nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from campus.base.models import AuditEntry, Fact
from campus.connectors.lti13 import collecting, platforms
from campus.connectors.lti13.asking import ServiceFailedError
from campus.connectors.lti13.models import Collection, CourseMember, Gathered
from campus.jobs.run_until_idle import StillFailingError, run_until_idle
from campus.learning import uploads
from campus.learning.award import award_cohort
from campus.learning.cohorts import close_cohort
from campus.learning.models import Enrolment, GradebookUpload, Result
from campus.people.models import Membership
from campus.people.roles import NotAllowedError
from campus.verification.exchange import guarded_exchange
from cast import MONDAY
from lti_platform import LEARNER, SITE, TEACHER
from sample_design import gradebook, record_gradebook

pytestmark = pytest.mark.django_db


def order(course, by, *, match_addresses=False):
    return collecting.order_learners(course, match_addresses=match_addresses, by=by, at=timezone.now())


def fetch(course, by, **how):
    ordered = order(course, by, **how)
    run_until_idle()
    ordered.refresh_from_db()
    return ordered


def enrolled():
    return dict(Enrolment.objects.values_list("number", "email"))


def test_learners_come_in_from_every_page(course, moodle, bruno):
    for number in range(1, 8):
        moodle.add_member(number)

    done = fetch(course, bruno)

    assert (done.state, done.pages, done.gathered, done.changed) == ("done", 4, 7, 7)
    assert enrolled() == {f"10{number}": f"learner{number}@students.example" for number in range(1, 8)}
    assert dict(CourseMember.objects.values_list("subject", "number"))["u3"] == "103"
    assert not Gathered.objects.exists()
    assert AuditEntry.objects.filter(action="gradebook.imported").count() == 1


def test_the_same_list_twice_changes_nothing(course, moodle, bruno):
    for number in (1, 2, 3):
        moodle.add_member(number)
    fetch(course, bruno)
    before = (list(Enrolment.objects.order_by("pk").values()), list(CourseMember.objects.order_by("pk").values()))

    again = fetch(course, bruno)

    assert (again.state, again.changed) == ("done", 0)
    assert (list(Enrolment.objects.order_by("pk").values()), list(CourseMember.objects.order_by("pk").values())) == before
    assert AuditEntry.objects.filter(action="gradebook.imported").count() == 1


def test_only_learners_who_are_there_come_in(course, moodle, bruno):
    moodle.add_member(1)
    moodle.add_member(2, roles=[TEACHER])
    moodle.add_member(3, status="Inactive")
    moodle.add_member(4, roles="Learner")
    moodle.members += [{"user_id": 5}, {}, "x", {"user_id": "", "roles": [LEARNER]}]

    assert fetch(course, bruno).changed == 1
    assert enrolled() == {"101": "learner1@students.example"}


def test_a_list_deletes_nobody(course, moodle, bruno):
    moodle.add_member(1)
    moodle.add_member(2)
    fetch(course, bruno)
    moodle.members.pop()

    fetch(course, bruno)

    assert len(enrolled()) == 2


def test_work_that_was_cut_off_goes_on_with_the_next_page(course, moodle, bruno):
    for number in range(1, 8):
        moodle.add_member(number)
    ordered = order(course, bruno)
    guarded, pages = guarded_exchange(), []

    def dies_at_the_third_page(asked):
        if "/members" in asked.url:
            pages.append(asked.url)
            if len(pages) == 3:
                raise KeyboardInterrupt
        return guarded(asked)

    until = timezone.now() + timedelta(minutes=1)
    with pytest.raises(KeyboardInterrupt):
        collecting.collect(ordered.pk, exchange=dies_at_the_third_page, now=timezone.now, until=until)
    asked_before = sum("/members" in each for each in moodle.asked)
    run_until_idle()

    assert asked_before == 2
    assert sum("/members" in each for each in moodle.asked) == 4
    assert len(enrolled()) == 7


@pytest.mark.parametrize("step", ["receive", "choose_mapping", "run_check", "confirm", "run_import"])
def test_work_that_was_cut_off_at_the_end_imports_once(course, moodle, bruno, monkeypatch, step):
    moodle.add_member(1)
    order(course, bruno)

    real = getattr(uploads, step)

    def dies_after(*given, **named):
        real(*given, **named)
        raise KeyboardInterrupt

    with monkeypatch.context() as killing:
        killing.setattr(uploads, step, dies_after)
        with pytest.raises(KeyboardInterrupt):
            run_until_idle()
    Fact.objects.filter(handled_at__isnull=True).update(claimed_at=None)
    run_until_idle()

    assert GradebookUpload.objects.count() == 1
    assert AuditEntry.objects.filter(action="gradebook.imported").count() == 1
    assert Collection.objects.get().state == "done"
    assert len(enrolled()) == 1


def test_a_platform_that_is_away_is_asked_again(course, moodle, bruno):
    moodle.add_member(1)
    moodle.answers = [("/members", 503)]
    ordered = order(course, bruno)

    with pytest.raises(StillFailingError):
        run_until_idle()
    ordered.refresh_from_db()
    assert (ordered.state, ordered.failure) == ("running", "LTI_ODD_ANSWER")
    run_until_idle()

    ordered.refresh_from_db()
    assert (ordered.state, ordered.failure, ordered.changed) == ("done", "", 1)


def test_a_platform_that_stays_away_is_given_up_after_a_day(course, moodle, bruno):
    moodle.answers = [("/members", 503)]
    ordered = order(course, bruno)
    Collection.objects.update(ordered_at=timezone.now() - timedelta(hours=25))
    run_until_idle()

    ordered.refresh_from_db()
    assert (ordered.state, ordered.failure) == ("failed", "LTI_ODD_ANSWER")


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [("/members", 403, "LTI_NOT_ALLOWED"), ("/members", 404, "LTI_GONE"), ("/token.php", 400, "LTI_NO_TOKEN")],
)
def test_what_will_not_help_is_not_tried_again(course, moodle, bruno, path, status, code):
    moodle.answers = [(path, status)]

    done = fetch(course, bruno)

    assert (done.state, done.failure) == ("failed", code)


def test_a_token_that_ran_out_is_replaced(course, moodle, bruno):
    moodle.add_member(1)
    moodle.answers = [("/members", 401)]

    assert fetch(course, bruno).state == "done"
    assert len(moodle.tokens) == 2


@pytest.mark.parametrize(
    "link",
    ["https://evil.example/members", "http://moodle.example/members", "https://moodle.example:8443/x", "/members?a=2"],
)
def test_refuses_to_take_the_token_to_another_machine(course, moodle, bruno, link):
    for number in (1, 2, 3):
        moodle.add_member(number)
    moodle.next_link = link

    done = fetch(course, bruno)

    assert (done.state, done.failure) == ("failed", "LTI_PAGE_ELSEWHERE")
    assert enrolled() == {}


@pytest.mark.parametrize(
    "url",
    ["https://127.0.0.1/members", "http://moodle.example/members", "https://metadata.internal/x", "https://moodle.example:22/"],
)
def test_refuses_to_ask_an_address_inside(course, moodle, bruno, url):
    course.memberships_url = url
    course.save()

    done = fetch(course, bruno)

    assert (done.state, done.failure) == ("failed", "LTI_ADDRESS_REFUSED")
    assert not any("/members" in each for each in moodle.asked)


def test_refuses_to_ask_a_platform_that_was_closed_meanwhile(course, moodle, bruno, adela):
    ordered = order(course, bruno)
    platforms.set_closed(course.platform, closed=True, by=adela, at=timezone.now())
    run_until_idle()

    ordered.refresh_from_db()
    assert (ordered.state, ordered.failure, moodle.asked) == ("failed", "LTI_PLATFORM_CLOSED", [])


def test_refuses_a_list_that_never_ends(course, moodle, bruno, monkeypatch):
    monkeypatch.setattr(collecting, "MOST_PAGES", 2)
    for number in range(1, 8):
        moodle.add_member(number)

    assert fetch(course, bruno).failure == "LTI_TOO_MANY_PAGES"


def test_refuses_an_answer_that_is_no_list(course, moodle, bruno):
    moodle.members = {"no": "list"}

    class Odd(list):
        def __getitem__(self, item):
            return "not a list"

    moodle.members = Odd([1])

    assert fetch(course, bruno).failure == "LTI_ANSWER_UNREADABLE"


def test_refuses_to_make_a_learner_of_the_cohort_of_whoever_has_their_address(course, cohort, moodle, bruno):
    """Somebody who could change their address at the platform does not become Amina by it."""
    record_gradebook(cohort, gradebook("101,Amina Yusuf,amina@students.example,80,90"))
    moodle.add_member(9, email="amina@students.example", name="Mallory", lis_person_sourcedid="")

    done = fetch(course, bruno)

    assert done.changed == 0
    assert CourseMember.objects.get().number == f"lti{course.platform_id}-u9"
    assert list(Enrolment.objects.values_list("number", "name")) == [("101", "Amina Yusuf")]
    upload = GradebookUpload.objects.get(pk=done.upload_id)
    assert [problem["code"] for problem in upload.problems] == ["EMAIL_OF_ANOTHER"]


def test_staff_may_say_that_addresses_are_enough(course, cohort, moodle, bruno):
    record_gradebook(cohort, gradebook("101,Amina Yusuf,amina@students.example,80,90"))
    moodle.add_member(9, email="Amina@students.example", name="Amina Yusuf", lis_person_sourcedid="")

    fetch(course, bruno)
    assert CourseMember.objects.get().number.startswith("lti")
    fetch(course, bruno, match_addresses=True)

    assert CourseMember.objects.get().number == "101"
    assert Enrolment.objects.count() == 1


def test_refuses_two_people_with_one_number(course, moodle, bruno):
    """The second cannot take the place of the first, in whichever order the list comes."""
    moodle.add_member(1)
    fetch(course, bruno)
    moodle.members = []
    moodle.add_member(2, lis_person_sourcedid="101", email="mallory@students.example")

    done = fetch(course, bruno)

    assert enrolled() == {"101": "learner1@students.example"}
    assert dict(CourseMember.objects.values_list("subject", "number")) == {"u1": "101"}
    assert [each["code"] for each in GradebookUpload.objects.get(pk=done.upload_id).problems] == ["MISSING_NUMBER"]


def test_a_platforms_own_id_is_no_schools_number(course, cohort, moodle, bruno):
    record_gradebook(cohort, gradebook("7,Boris Petrov,boris@students.example,80,90"))
    moodle.add_member(1, user_id="7", lis_person_sourcedid="", email="new@students.example")

    fetch(course, bruno)

    assert enrolled() == {"7": "boris@students.example", f"lti{course.platform_id}-7": "new@students.example"}


def test_a_person_without_an_address_is_named_and_the_others_come_in(course, moodle, bruno):
    moodle.add_member(1, email="")
    moodle.add_member(2)

    done = fetch(course, bruno)

    assert done.changed == 1
    assert [each["code"] for each in GradebookUpload.objects.get(pk=done.upload_id).problems] == ["MISSING_EMAIL"]


def test_hostile_names_stay_texts(course, moodle, bruno):
    moodle.add_member(1, name='=HYPERLINK("x"),"\r\n102,Eve,eve@x.example')
    moodle.add_member(2, name="\u202eEve")

    done = fetch(course, bruno)

    assert list(Enrolment.objects.values_list("name", flat=True)) == ['=HYPERLINK("x")," 102,Eve,eve@x.example']
    assert [each["code"] for each in GradebookUpload.objects.get(pk=done.upload_id).problems] == ["HIDDEN_CHARACTER"]


def test_refuses_those_who_may_not(course, moodle, adela, dmitri, carla):
    for somebody in (adela, dmitri, carla):
        with pytest.raises(NotAllowedError):
            order(course, somebody)


def test_refuses_to_go_on_for_somebody_who_may_no_longer(course, moodle, bruno):
    moodle.add_member(1)
    ordered = order(course, bruno)
    Membership.objects.filter(person=bruno).delete()
    run_until_idle()

    ordered.refresh_from_db()
    assert (ordered.state, ordered.failure) == ("failed", "NOT_ALLOWED")
    assert enrolled() == {}


def test_refuses_a_second_list_while_one_is_under_way(course, moodle, bruno):
    order(course, bruno)

    with pytest.raises(collecting.UnderWayError):
        order(course, bruno)


def test_refuses_a_closed_cohort_and_a_course_without_the_service(course, moodle, bruno):
    close_cohort(course.cohort, by=bruno, at=MONDAY)
    course.cohort.refresh_from_db()
    with pytest.raises(Exception, match="COHORT_CLOSED"):
        order(course, bruno)
    course.memberships_url = ""
    with pytest.raises(collecting.NotOfferedError):
        order(course, bruno)


def columns(course, moodle, bruno):
    """Learners 1 to 3 in the cohort; a column of percentages and one out of ten."""
    for number in (1, 2, 3):
        moodle.add_member(number)
    fetch(course, bruno)
    return moodle.add_column("project", "Project"), moodle.add_column("exam", "Exam", maximum=10)


def fetch_grades(course, bruno, *chosen):
    ordered = collecting.order_grades(course, columns=list(chosen), by=bruno, at=timezone.now())
    run_until_idle()
    ordered.refresh_from_db()
    return ordered


def test_grades_wait_for_a_person_and_then_are_results_like_any_other(course, moodle, bruno):
    project, exam = columns(course, moodle, bruno)
    moodle.grade(project, "u1", 72.5)
    moodle.grade(exam, "u1", 9, 10)
    moodle.grade(exam, "u2", 3, 10)

    done = fetch_grades(course, bruno, ("project", project), ("exam", exam))

    assert (done.state, done.changed) == ("done", 2)
    assert not Result.objects.exists()
    upload = uploads.confirm(GradebookUpload.objects.get(pk=done.upload_id), by=bruno, at=timezone.now())
    uploads.run_import(upload.pk, at=timezone.now())

    held = Result.objects.order_by("enrolment", "assessment").values_list("enrolment__number", "assessment", "score")
    assert [(number, name, float(score)) for number, name, score in held] == [
        ("101", "exam", 90.0), ("101", "project", 72.5), ("102", "exam", 30.0),
    ]  # fmt: skip
    assert award_cohort(course.cohort, by=bruno, at=timezone.now()).awarded == 1


def test_the_same_grades_twice_change_nothing(course, moodle, bruno):
    project, _exam = columns(course, moodle, bruno)
    moodle.grade(project, "u1", 72.5)
    first = fetch_grades(course, bruno, ("project", project))
    upload = uploads.confirm(GradebookUpload.objects.get(pk=first.upload_id), by=bruno, at=timezone.now())
    uploads.run_import(upload.pk, at=timezone.now())

    assert fetch_grades(course, bruno, ("project", project)).changed == 0


def test_grades_outside_the_scale_are_named_and_those_of_strangers_counted(course, moodle, bruno):
    project, _exam = columns(course, moodle, bruno)
    moodle.grade(project, "u1", 120)
    moodle.grade(project, "u2", -1)
    moodle.grade(project, "u3", 0.5, None)
    moodle.grade(project, "nobody", 50)

    done = fetch_grades(course, bruno, ("project", project))

    upload = GradebookUpload.objects.get(pk=done.upload_id)
    assert [(each["code"], each["header"]) for each in upload.problems] == [("OUT_OF_RANGE", "project")] * 2
    assert (done.changed, done.strangers) == (1, 1)


def test_no_grades_make_no_gradebook(course, moodle, bruno):
    project, _exam = columns(course, moodle, bruno)

    done = fetch_grades(course, bruno, ("project", project))

    assert (done.state, done.upload, done.gathered) == ("done", None, 0)


def test_refuses_columns_that_belong_to_nothing(course, moodle, bruno):
    for chosen in ([], [("unknown", f"{SITE}/x")], [("exam", f"{SITE}/x"), ("exam", f"{SITE}/y")]):
        with pytest.raises(collecting.NoColumnsError):
            collecting.order_grades(course, columns=chosen, by=bruno, at=MONDAY)


def test_refuses_a_platform_that_uses_the_name_of_another(course, moodle, laurel_university, other_university, dmitri, bruno):
    """Dmitri registers Laurel's Moodle as if it were his: our key for him opens nothing there."""
    from campus.connectors.lti13 import keys
    from campus.connectors.lti13.asking import ROSTER, Services
    from lti_platform import CLIENT, MEMBERS_URL

    moodle.add_member(1)
    his = platforms.register(other_university, name="Mine", addresses=platforms.moodle(SITE), by=dmitri, at=MONDAY)
    his = platforms.connect(his, client_id=CLIENT, deployment_ids=["1"], by=dmitri, at=MONDAY)

    with pytest.raises(ServiceFailedError, match="LTI_NO_TOKEN"):
        Services(his, guarded_exchange(), timezone.now()).page(MEMBERS_URL, scope=ROSTER, media_type="x")
    assert keys.public_keys(his) != keys.public_keys(course.platform)
