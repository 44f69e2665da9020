"""Deep linking: a teacher chooses a cohort, and a signed link goes back to the platform that asked."""

from __future__ import annotations

import re

import jwt
import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from campus.connectors.lti13.models import Login, Visit
from campus.learning.cohorts import close_cohort
from cast import MONDAY
from lti_platform import CLIENT, CORE, DEEP, SITE, placing
from sample_design import open_cohort

pytestmark = pytest.mark.django_db


def chosen(launcher, page, picked, **changes):
    proof = re.search(r'name="proof"\s+value="(\w+)"', page.content.decode())[1]
    visit = Visit.objects.get()
    sent = {"proof": proof, "cohort": str(picked.public_id), **changes}
    return launcher.client.post(reverse("lti_visit_place", args=[visit.public_id]), sent)


def test_the_choice_goes_back_signed_for_this_platform(launcher, cohort, moodle):
    page = launcher.visit(**placing())
    answer = chosen(launcher, page, cohort)

    text = answer.content.decode()
    assert f'action="{SITE}/placed"' in text
    assert f"form-action 'self' {SITE}" in answer["Content-Security-Policy"]
    token = re.search(r'name="JWT"\s+value="([^"]+)"', text)[1]
    key = jwt.PyJWKSet.from_dict(moodle.tool_keys)[jwt.get_unverified_header(token)["kid"]]
    said = jwt.decode(token, key, algorithms=["RS256"], audience=SITE, issuer=CLIENT)
    [item] = said[f"{DEEP}content_items"]
    assert said[f"{CORE}message_type"] == "LtiDeepLinkingResponse"
    assert (said[f"{CORE}deployment_id"], said[f"{DEEP}data"]) == ("1", "opaque")
    assert item["url"] == launcher.target
    assert item["custom"] == {"cohort": str(cohort.public_id)}
    assert item["lineItem"]["scoreMaximum"] == 100


def test_the_placed_link_leads_to_the_cohort(launcher, cohort):
    page = launcher.visit(target=f"{settings.PUBLIC_URL}/lti/", **{f"{CORE}custom": {"cohort": str(cohort.public_id)}})

    assert "Judging information online" in page.content.decode()


def test_only_open_cohorts_of_this_organisation_can_be_chosen(launcher, cohort, bruno):
    old = open_cohort(cohort.design_version, bruno, "Long over")
    close_cohort(old, by=bruno, at=MONDAY)
    page = launcher.visit(**placing())

    assert "Spring" in page.content.decode()
    assert "Long over" not in page.content.decode()
    assert chosen(launcher, page, old).status_code == 400


def test_cohorts_can_be_searched(launcher, cohort):
    page = launcher.visit(**placing())
    visit = reverse("lti_visit", args=[Visit.objects.get().public_id])

    assert "Spring" in page.content.decode()
    assert "No open cohort fits" in launcher.client.get(visit, {"q": "autumn"}).content.decode()


@pytest.mark.parametrize("cohort_id", ["", "x", "00000000-0000-0000-0000-000000000000"])
def test_nothing_chosen_is_said(launcher, cohort_id, cohort):
    page = launcher.visit(**placing())
    answer = chosen(launcher, page, cohort, cohort=cohort_id)

    assert answer.status_code == 400
    assert "Choose one of the cohorts below" in answer.content.decode()


def test_refuses_a_choice_that_was_made_before(launcher, cohort):
    page = launcher.visit(**placing())
    assert chosen(launcher, page, cohort).status_code == 200

    assert "LTI_STATE_USED" in chosen(launcher, page, cohort).content.decode()


def test_refuses_a_choice_that_another_page_sends(launcher, cohort):
    """The cookie comes along from any site, for it must work in a frame; the proof does not."""
    page = launcher.visit(**placing())

    assert chosen(launcher, page, cohort, proof="").status_code == 403
    assert chosen(launcher, page, cohort, proof="0" * 64).status_code == 403
    assert not Visit.objects.get().placed_at


def test_refuses_forms_that_another_site_sends(launcher, cohort):
    page = launcher.visit(**placing())
    launcher.login()
    login = Login.objects.order_by("pk").last()
    launcher.client.defaults["HTTP_ORIGIN"] = "https://evil.example"
    moved = launcher.client.post(reverse("lti_login_window", args=[login.public_id]))

    assert chosen(launcher, page, cohort).status_code == 403
    assert moved.status_code == 403
    assert not moved.cookies
    launcher.client.defaults["HTTP_ORIGIN"] = settings.PUBLIC_URL
    assert chosen(launcher, page, cohort).status_code == 200


def test_refuses_a_choice_from_another_browser(launcher, cohort):
    page = launcher.visit(**placing())
    launcher.client = Client()

    assert "LTI_VISIT_OVER" in chosen(launcher, page, cohort).content.decode()


def test_refuses_a_choice_where_nothing_was_asked_for(launcher, cohort):
    launcher.visit()
    visit = Visit.objects.get()
    from campus.connectors.lti13 import placing as choosing
    from campus.connectors.lti13.refusals import LaunchRefusedError

    with pytest.raises(LaunchRefusedError):
        choosing.response_to(visit, cohort, language="en", at=MONDAY)
