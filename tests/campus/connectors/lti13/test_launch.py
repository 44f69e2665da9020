"""A launch: who is let in, where it leads, and everything that is refused."""

from __future__ import annotations

import hmac
import json
import time
from datetime import timedelta

import jwt
import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from campus.connectors.lti13 import platforms
from campus.connectors.lti13.models import Course, CourseMember, Login, Visit
from campus.people.models import Person
from cast import MONDAY, log_in, person
from lti_platform import AGS, CORE, DEEP, KEY_ID, NRPS, TEACHER, placing, public_jwk, rsa_key
from sample_design import gradebook, record_gradebook

pytestmark = pytest.mark.django_db


def refused(answer, code):
    assert answer.status_code == 403
    assert code in answer.content.decode()
    assert not Visit.objects.exists()


def test_a_learner_sees_how_far_they_are(launcher, cohort, course):
    record_gradebook(cohort, gradebook("101,Amina Yusuf,amina@students.example,80,40"))
    CourseMember.objects.create(course=course, subject="u1", number="101")

    page = launcher.visit().content.decode()

    assert "Judging information online" in page
    assert "Final exam: 40 of at least 50." in page


def test_a_learner_who_is_not_in_the_list_is_told_so(launcher):
    assert "You are not in the list of this cohort yet" in launcher.visit().content.decode()


def test_a_teacher_sees_how_the_cohort_stands(launcher, cohort):
    record_gradebook(cohort, gradebook("101,Amina Yusuf,amina@students.example,80,90"))

    page = launcher.visit(**{f"{CORE}roles": [TEACHER]}).content.decode()

    assert "Ready for the award" in page
    assert reverse("lti_courses", args=["laurel-university", cohort.public_id]) in page
    assert "amina" not in page.lower()


def test_the_course_keeps_the_addresses_of_its_services(launcher, cohort):
    launcher.launch()
    launcher.launch(**{f"{AGS}claim/endpoint": {"scope": [], "lineitems": "https://moodle.example/moved"}})

    kept = Course.objects.get()
    assert (kept.cohort, kept.title, kept.lineitems_url) == (cohort, "Sources, spring", "https://moodle.example/moved")


def test_a_link_without_a_cohort_leads_to_the_one_of_its_course(launcher, course):
    target = f"{settings.PUBLIC_URL}/lti/"

    assert "Judging information online" in launcher.visit(target=target).content.decode()


def test_a_link_that_belongs_to_no_cohort_says_so(launcher):
    page = launcher.visit(target=f"{settings.PUBLIC_URL}/lti/", **{f"{CORE}roles": [TEACHER]}).content.decode()

    assert "does not lead to a cohort yet" in page


def test_the_platforms_language_is_ours(launcher):
    launched = launcher.launch(**{f"{CORE}launch_presentation": {"locale": "bg_BG"}})

    assert "Още не сте в списъка" in launcher.client.get(launched["Location"]).content.decode()


def test_the_platform_alone_may_frame_us(launcher):
    answer = launcher.visit()

    assert "frame-ancestors https://moodle.example;" in answer["Content-Security-Policy"] + ";"
    assert "X-Frame-Options" not in answer
    assert "frame-ancestors 'none'" in launcher.client.get("/")["Content-Security-Policy"]


def test_cookies_work_inside_a_frame_and_are_kept_apart_for_each_site(launcher):
    begun = launcher.login()
    cookie = next(iter(begun.cookies.values()))

    assert cookie.output().endswith("; Partitioned")
    assert (cookie["samesite"], cookie["secure"], cookie["httponly"], cookie["path"]) == ("None", True, True, "/lti/")


def test_a_browser_without_our_cookie_gets_a_window_before_the_platform_is_asked(launcher):
    begun = launcher.login()
    framed = Client().get(begun["Location"])
    login = Login.objects.get()

    assert "Open a new window" in framed.content.decode()
    assert login.state_digest == ""

    window = Client()
    moved = window.post(reverse("lti_login_window", args=[login.public_id]))
    onward = window.get(moved["Location"])

    assert onward["Location"].startswith("https://moodle.example/mod/lti/auth.php?")
    assert "Open a new window" in launcher.client.get(begun["Location"]).content.decode()


def test_nothing_of_the_person_stands_in_an_address_of_ours(launcher):
    begun = launcher.login(login_hint="amina-7")

    assert "amina" not in begun["Location"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"iss": "https://evil.example"}, "LTI_WRONG_ISSUER"),
        ({"iss": "https://moodle.example/"}, "LTI_WRONG_ISSUER"),
        ({"aud": "another-client"}, "LTI_WRONG_CLIENT"),
        ({"aud": ["another-client"]}, "LTI_WRONG_CLIENT"),
        ({"aud": ["client-1", "another-client"]}, "LTI_WRONG_CLIENT"),
        ({"azp": "another-client"}, "LTI_WRONG_CLIENT"),
        ({"aud": None}, "LTI_WRONG_CLIENT"),
        ({f"{CORE}deployment_id": "2"}, "LTI_WRONG_DEPLOYMENT"),
        ({f"{CORE}deployment_id": None}, "LTI_CLAIM_MISSING"),
        ({f"{CORE}deployment_id": 1}, "LTI_CLAIM_MISSING"),
        ({f"{CORE}version": "1.1"}, "LTI_WRONG_VERSION"),
        ({f"{CORE}message_type": "LtiSubmissionReviewRequest"}, "LTI_WRONG_MESSAGE"),
        ({f"{CORE}message_type": None}, "LTI_WRONG_MESSAGE"),
        ({"target": "https://evil.example/lti/"}, "LTI_WRONG_TARGET"),
        ({"target": f"{settings.PUBLIC_URL}.evil.example/lti/"}, "LTI_WRONG_TARGET"),
        ({"target": f"{settings.PUBLIC_URL}/accounts/logout/"}, "LTI_WRONG_TARGET"),
        ({f"{CORE}target_link_uri": None}, "LTI_WRONG_TARGET"),
        ({f"{CORE}resource_link": None}, "LTI_CLAIM_MISSING"),
        ({f"{CORE}roles": None}, "LTI_CLAIM_MISSING"),
        ({f"{CORE}roles": TEACHER}, "LTI_CLAIM_MISSING"),
        ({"sub": None}, "LTI_NO_PERSON"),
        ({"sub": ""}, "LTI_NO_PERSON"),
        ({"sub": "x" * 256}, "LTI_CLAIM_MISSING"),
        ({"sub": "a\0b"}, "LTI_CLAIM_MISSING"),
        ({"nonce": None}, "LTI_CLAIM_MISSING"),
        ({"nonce": "another"}, "LTI_WRONG_NONCE"),
        ({"exp": None}, "LTI_BAD_TIME"),
        ({"iat": None}, "LTI_BAD_TIME"),
        ({"exp": "2099"}, "LTI_BAD_TIME"),
        ({"exp": True}, "LTI_BAD_TIME"),
        ({"exp": 10**12}, "LTI_BAD_TIME"),
    ],
)
def test_refuses_a_claim_that_does_not_fit(launcher, changes, code):
    refused(launcher.launch(**changes), code)


@pytest.mark.parametrize(
    ("issued", "ends", "starts"),
    [(-3600, -3000, -3600), (-1200, 300, -1200), (120, 400, 120), (0, 8000, 0), (-10, 300, 600), (-400, -70, -400)],
)
def test_refuses_a_token_outside_its_time(launcher, issued, ends, starts):
    now = int(time.time())

    refused(launcher.launch(iat=now + issued, exp=now + ends, nbf=now + starts), "LTI_BAD_TIME")


def test_several_audiences_need_to_say_which_of_them_it_is_for(launcher):
    assert launcher.launch(aud=["another-client", "client-1"], azp="client-1").status_code == 302


def test_refuses_a_token_without_a_signature(launcher):
    asked = launcher.authorise()
    claims = launcher.moodle.claims(asked["nonce"], target=launcher.target)

    refused(launcher.post(asked, jwt.encode(claims, None, algorithm="none", headers={"kid": KEY_ID})), "LTI_BAD_TOKEN")


def test_refuses_a_token_signed_with_the_public_key_as_a_secret(launcher):
    asked = launcher.authorise()
    claims = launcher.moodle.claims(asked["nonce"], target=launcher.target)
    secret = json.dumps(public_jwk(rsa_key())).encode()
    parts = [{"alg": "HS256", "typ": "JWT", "kid": KEY_ID}, claims]
    signed = b".".join(jwt.utils.base64url_encode(json.dumps(part).encode()) for part in parts)
    forged = signed + b"." + jwt.utils.base64url_encode(hmac.digest(secret, signed, "sha256"))

    refused(launcher.post(asked, forged.decode()), "LTI_BAD_TOKEN")


@pytest.mark.parametrize("algorithm", ["RS384", "RS512", "PS256"])
def test_refuses_another_algorithm_of_the_same_key(launcher, algorithm):
    asked = launcher.authorise()
    claims = launcher.moodle.claims(asked["nonce"], target=launcher.target)

    refused(launcher.post(asked, launcher.moodle.sign(claims, algorithm=algorithm)), "LTI_BAD_TOKEN")


@pytest.mark.parametrize(
    "header",
    [
        {"jku": "https://evil.example/jwks.json"},
        {"x5u": "https://evil.example/chain.pem"},
        {"jwk": {"kty": "RSA"}},
        {"crit": ["exp"]},
        {"kid": 7},
        {"kid": ""},
    ],
)
def test_refuses_a_header_that_would_steer_the_check(launcher, header):
    asked = launcher.authorise()
    token = launcher.token(asked)
    first = json.loads(jwt.utils.base64url_decode(token.split(".")[0]))
    changed = jwt.utils.base64url_encode(json.dumps({**first, **header}).encode()).decode()

    refused(launcher.post(asked, ".".join([changed, *token.split(".")[1:]])), "LTI_BAD_TOKEN")


def test_refuses_a_strangers_key(launcher):
    asked = launcher.authorise()
    claims = launcher.moodle.claims(asked["nonce"], target=launcher.target)

    refused(launcher.post(asked, launcher.moodle.sign(claims, key=rsa_key(1))), "LTI_BAD_TOKEN")
    asked = launcher.authorise()
    claims = launcher.moodle.claims(asked["nonce"], target=launcher.target)
    refused(launcher.post(asked, launcher.moodle.sign(claims, key=rsa_key(1), kid="strange")), "LTI_UNKNOWN_KEY")


def test_refuses_the_key_set_of_another_platform(launcher, moodle):
    """A token that Canvas signed does not open Moodle's door, although both are registered here."""
    moodle.key_set = {"keys": [public_jwk(rsa_key(2))]}
    asked = launcher.authorise()

    refused(launcher.post(asked, launcher.token(asked)), "LTI_BAD_TOKEN")


@pytest.mark.parametrize("token", ["", ".", "..", "a.b.c", "x" * 200_000, "é.é.é", "e30.e30.e30"])
def test_refuses_what_is_no_token(launcher, token):
    refused(launcher.post(launcher.authorise(), token), "LTI_BAD_TOKEN")


def test_refuses_a_token_that_was_changed(launcher):
    asked = launcher.authorise()
    head, _body, signature = launcher.token(asked).split(".")
    claims = launcher.moodle.claims(asked["nonce"], target=launcher.target, sub="u2")
    body = launcher.moodle.sign(claims).split(".")[1]

    refused(launcher.post(asked, f"{head}.{body}.{signature}"), "LTI_BAD_TOKEN")


def test_refuses_claims_that_are_written_twice(launcher):
    asked = launcher.authorise()
    text = json.dumps(launcher.moodle.claims(asked["nonce"], target=launcher.target))
    twice = (text[:-1] + ', "sub": "u2"}').encode()
    token = jwt.api_jws.encode(twice, rsa_key(), algorithm="RS256", headers={"kid": KEY_ID})

    refused(launcher.post(asked, token), "LTI_BAD_TOKEN")


def test_refuses_a_launch_that_was_used_before(launcher):
    asked = launcher.authorise()
    token = launcher.token(asked)
    assert launcher.post(asked, token).status_code == 302
    Visit.objects.all().delete()

    refused(launcher.post(asked, token), "LTI_STATE_USED")


def test_refuses_an_old_token_under_a_new_state(launcher):
    asked = launcher.authorise()
    token = launcher.token(asked)
    launcher.post(asked, token)
    Visit.objects.all().delete()

    refused(launcher.post(launcher.authorise(), token), "LTI_WRONG_NONCE")


def test_refuses_a_nonce_whose_time_is_over(launcher):
    asked = launcher.authorise()
    Login.objects.update(begun_at=timezone.now() - timedelta(minutes=11))

    refused(launcher.post(asked, launcher.token(asked)), "LTI_STATE_EXPIRED")


def test_refuses_a_state_nobody_gave_out(launcher):
    asked = launcher.authorise()

    refused(launcher.post({**asked, "state": "made-up"}, launcher.token(asked)), "LTI_STATE_UNKNOWN")
    refused(launcher.post({**asked, "state": ""}, launcher.token(asked)), "LTI_STATE_UNKNOWN")


def test_refuses_a_launch_in_another_browser_and_leaves_it_to_its_own(launcher):
    asked = launcher.authorise()
    token = launcher.token(asked)

    refused(launcher.post(asked, token, client=Client()), "LTI_OTHER_BROWSER")
    assert launcher.post(asked, token).status_code == 302


def test_refuses_a_state_of_another_platform(launcher, laurel_university, adela, moodle):
    other = platforms.register(
        laurel_university, name="Canvas", addresses=platforms.canvas("https://a.example"), by=adela, at=MONDAY
    )
    other = platforms.connect(other, client_id="c", deployment_ids=["1"], by=adela, at=MONDAY)
    asked = launcher.authorise()
    token = launcher.token(asked)
    launcher.platform = other

    refused(launcher.post(asked, token), "LTI_STATE_UNKNOWN")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"iss": "https://evil.example"}, "LTI_WRONG_ISSUER"),
        ({"iss": None}, "LTI_WRONG_ISSUER"),
        ({"client_id": "another"}, "LTI_WRONG_CLIENT"),
        ({"target_link_uri": "https://evil.example/"}, "LTI_WRONG_TARGET"),
        ({"target_link_uri": None}, "LTI_WRONG_TARGET"),
        ({"lti_deployment_id": "2"}, "LTI_WRONG_DEPLOYMENT"),
        ({"lti_deployment_id": "\0"}, "LTI_CLAIM_MISSING"),
        ({"login_hint": None}, "LTI_CLAIM_MISSING"),
        ({"login_hint": "x" * 5000}, "LTI_CLAIM_MISSING"),
    ],
)
def test_refuses_to_begin_for_somebody_else(launcher, changes, code):
    refused(launcher.login(**changes), code)


def test_refuses_a_platform_that_is_closed_or_not_connected(launcher, platform, adela):
    asked = launcher.authorise()
    visit = launcher.launch()
    platforms.set_closed(platform, closed=True, by=adela, at=MONDAY)

    assert "LTI_NOT_READY" in launcher.login().content.decode()
    assert "LTI_NOT_READY" in launcher.post(asked, launcher.token(asked)).content.decode()
    assert "LTI_VISIT_OVER" in launcher.client.get(visit["Location"]).content.decode()


def test_what_the_platform_refused_is_said(launcher, platform):
    answer = launcher.client.post(reverse("lti_launch", args=[platform.public_id]), {"error": "login_required", "state": "x"})

    assert "LTI_PLATFORM_REFUSED" in answer.content.decode()


def test_refuses_a_visit_in_another_browser_and_after_two_hours(launcher):
    launched = launcher.launch()

    over = Client().get(launched["Location"])
    assert over.status_code == 403
    assert "frame-ancestors https://moodle.example" in over["Content-Security-Policy"]  # so that the frame can say so
    Visit.objects.update(expires_at=timezone.now())
    assert launcher.client.get(launched["Location"]).status_code == 403


def test_refuses_to_log_anybody_in_whatever_address_the_platform_tells(launcher, adela):
    """Adela administers; a platform that calls somebody else by her address gets nothing of hers."""
    before = Person.objects.count()
    launcher.visit(email=adela.email, email_verified=True, sub="evil", **{f"{CORE}roles": [TEACHER]})

    assert "_auth_user_id" not in launcher.client.session
    assert launcher.client.get(reverse("organisation", args=["laurel-university"]))["Location"].startswith("/accounts/login/")
    assert Person.objects.count() == before


def test_refuses_to_take_a_log_in_for_the_person_of_the_platform(launcher, amina):
    """Whoever is logged in here sees what their launch shows, not what their account holds; and stays logged in."""
    log_in(launcher.client, amina)

    assert "You are not in the list" in launcher.visit().content.decode()
    assert launcher.client.session["_auth_user_id"] == str(amina.pk)


def test_refuses_to_know_a_learner_by_address_at_a_launch(launcher, cohort):
    record_gradebook(cohort, gradebook("101,Amina Yusuf,amina@students.example,80,90"))

    assert "You are not in the list" in launcher.visit(email="amina@students.example").content.decode()


def test_refuses_a_cohort_of_another_organisation(launcher, other_university, dmitri):
    from badges import published
    from campus.learning.cohorts import create_cohort

    carla = person("quality@other.example", "Quality")
    from campus.people.models import Role
    from cast import member

    version = published(other_university, dmitri, member(other_university, carla, *Role))
    foreign = create_cohort(other_university, design_version=version, title="Theirs", by=dmitri, at=MONDAY)
    page = launcher.visit(**{f"{CORE}custom": {"cohort": str(foreign.public_id)}, f"{CORE}roles": [TEACHER]})

    assert "does not lead to a cohort yet" in page.content.decode()
    assert not Course.objects.filter(cohort=foreign).exists()


def test_a_role_elsewhere_in_the_platform_makes_no_teacher(launcher):
    roles = [
        "http://purl.imsglobal.org/vocab/lis/v2/institution/person#Instructor",
        "http://purl.imsglobal.org/vocab/lis/v2/system/person#Administrator",
        "http://purl.imsglobal.org/vocab/lis/v2/membership/Learner#Instructor",
    ]
    launcher.launch(**{f"{CORE}roles": roles})

    assert not Visit.objects.get().is_teacher


def test_the_address_of_a_link_shows_nothing_by_itself(launcher, client):
    assert "Open it from your course" in client.get(launcher.target.removeprefix(settings.PUBLIC_URL)).content.decode()


def test_refuses_a_learner_who_wants_to_place_something(launcher):
    refused(launcher.launch(**{**placing(), f"{CORE}roles": ["Learner"]}), "LTI_WRONG_MESSAGE")


@pytest.mark.parametrize(
    "settings_of",
    [
        {"deep_link_return_url": "javascript:alert(1)"},
        {"deep_link_return_url": "http://moodle.example/x"},
        {"deep_link_return_url": "https://moodle.example/x; script-src *"},
        {"deep_link_return_url": None},
        {"accept_types": ["link"]},
        {"data": 7},
    ],
)
def test_refuses_a_choice_that_could_go_anywhere(launcher, settings_of):
    refused(launcher.launch(**placing(**settings_of)), "LTI_CLAIM_MISSING")


def test_claims_of_other_shapes_are_survived(launcher):
    odd = {f"{CORE}context": [1], f"{CORE}custom": "x", f"{CORE}launch_presentation": None, f"{AGS}claim/endpoint": 7}

    assert launcher.launch(**odd, **{f"{NRPS}claim/namesroleservice": []}).status_code == 302
    assert f"{DEEP}deep_linking_settings" not in odd
