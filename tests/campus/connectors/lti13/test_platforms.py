"""Registering a platform: by administrators, with addresses we may ask, for their organisation alone."""

from __future__ import annotations

import pytest
from django.urls import reverse

from campus.base.models import AuditEntry
from campus.connectors.lti13 import platforms
from campus.connectors.lti13.models import Platform, ToolKey
from campus.people.roles import NotAllowedError
from cast import MONDAY, log_in
from lti_platform import CLIENT, SITE

pytestmark = pytest.mark.django_db


def register(organisation, by, **changes):
    addresses = platforms.Addresses(
        **{"issuer": SITE, "auth_url": f"{SITE}/a", "token_url": f"{SITE}/t", "jwks_url": f"{SITE}/k", **changes}
    )
    return platforms.register(organisation, name="Moodle", addresses=addresses, by=by, at=MONDAY)


def test_a_platform_is_registered_and_then_connected(laurel_university, adela):
    made = register(laurel_university, adela)
    connected = platforms.connect(made, client_id=CLIENT, deployment_ids=["2", " 1 ", "", "2"], by=adela, at=MONDAY)

    assert connected.client_id == CLIENT
    assert sorted(connected.deployments.values_list("deployment_id", flat=True)) == ["1", "2"]
    assert ToolKey.objects.get().platform == made
    actions = AuditEntry.objects.filter(subject_kind="lti_platform").order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["platform.registered", "platform.connected"]


def test_a_deployment_that_is_no_longer_listed_is_gone(laurel_university, adela):
    made = register(laurel_university, adela)
    platforms.connect(made, client_id=CLIENT, deployment_ids=["1", "2"], by=adela, at=MONDAY)
    platforms.connect(made, client_id=CLIENT, deployment_ids=["2", "3"], by=adela, at=MONDAY)

    assert sorted(made.deployments.values_list("deployment_id", flat=True)) == ["2", "3"]


@pytest.mark.parametrize("field", ["issuer", "auth_url", "token_url", "jwks_url", "site_url"])
@pytest.mark.parametrize(
    "url",
    [
        "http://moodle.example/",
        "https://127.0.0.1/x",
        "https://localhost/x",
        "https://moodle.example:8443/",
        "https://user@moodle.example/",
        "https://moodle.internal/",
        "javascript:alert(1)",
        "https://moodle.example/; frame-ancestors *",
        "https://moodle.example/?a=<b>",
        "moodle.example",
    ],
)
def test_refuses_an_address_that_may_not_be_asked(laurel_university, adela, field, url):
    with pytest.raises(platforms.AddressRefusedError) as refusal:
        register(laurel_university, adela, **{field: url})
    assert refusal.value.field == field


@pytest.mark.parametrize("field", ["issuer", "auth_url", "token_url", "jwks_url"])
def test_refuses_an_address_that_is_missing(laurel_university, adela, field):
    with pytest.raises(platforms.AddressRefusedError):
        register(laurel_university, adela, **{field: ""})


@pytest.mark.parametrize(("client_id", "deployments"), [("", ["1"]), ("a b", ["1"]), ("c", []), ("c", ["a b"]), ("c", ["é"])])
def test_refuses_identifiers_that_no_platform_gives(laurel_university, adela, client_id, deployments):
    made = register(laurel_university, adela)

    with pytest.raises(platforms.BadIdentifierError):
        platforms.connect(made, client_id=client_id, deployment_ids=deployments, by=adela, at=MONDAY)


def test_refuses_one_registration_twice_but_not_in_another_organisation(laurel_university, other_university, adela, dmitri):
    for organisation, by in ((laurel_university, adela), (other_university, dmitri)):
        platforms.connect(register(organisation, by), client_id=CLIENT, deployment_ids=["1"], by=by, at=MONDAY)

    with pytest.raises(platforms.RegisteredBeforeError):
        platforms.connect(register(laurel_university, adela), client_id=CLIENT, deployment_ids=["1"], by=adela, at=MONDAY)


def test_refuses_everybody_but_administrators(laurel_university, adela, bruno, rositsa, carla, dmitri):
    made = register(laurel_university, adela)
    for somebody in (bruno, rositsa, carla, dmitri):
        with pytest.raises(NotAllowedError):
            register(laurel_university, somebody)
        with pytest.raises(NotAllowedError):
            platforms.connect(made, client_id="c", deployment_ids=["1"], by=somebody, at=MONDAY)
        with pytest.raises(NotAllowedError):
            platforms.set_closed(made, closed=True, by=somebody, at=MONDAY)


def test_an_administrator_registers_moodle_by_its_address_alone(client, laurel_university, adela):
    log_in(client, adela)
    page = client.post(
        reverse("lti_platform_new", args=["laurel-university"]), {"name": "Moodle", "system": "moodle", "site_url": f"{SITE}/"}
    )
    made = Platform.objects.get()

    assert page["Location"] == reverse("lti_platform", args=["laurel-university", made.public_id])
    assert (made.issuer, made.auth_url) == (SITE, f"{SITE}/mod/lti/auth.php")
    text = client.get(page["Location"]).content.decode()
    assert all(address in text for address in platforms.our_addresses(made).values())

    connected = client.post(page["Location"], {"client_id": CLIENT, "deployment_ids": "1\n2\n"}, follow=True)
    assert "Connected: courses of this platform can open Laurel now." in connected.content.decode()
    assert made.deployments.count() == 2

    client.post(reverse("lti_platform_close", args=["laurel-university", made.public_id]), {"closed": "yes"})
    made.refresh_from_db()
    assert made.closed_at is not None
    listing = client.get(reverse("lti_platforms", args=["laurel-university"])).content.decode()
    assert "Closed" in listing


def test_what_is_wrong_is_said_at_the_field_that_was_filled_in(client, laurel_university, adela):
    log_in(client, adela)
    wrong = {"name": "Moodle", "system": "moodle", "site_url": "http://moodle.example"}
    page = client.post(reverse("lti_platform_new", args=["laurel-university"]), wrong)

    assert page.status_code == 400
    assert 'id="id_site_url_error"' in page.content.decode()


def test_canvas_and_others_have_addresses_of_their_own(client, laurel_university, adela):
    log_in(client, adela)
    new = reverse("lti_platform_new", args=["laurel-university"])
    client.post(new, {"name": "Canvas", "system": "canvas", "site_url": "https://school.instructure.com"})
    other = {"issuer": SITE, "auth_url": f"{SITE}/a?b=1", "token_url": f"{SITE}/t", "jwks_url": f"{SITE}/k"}
    client.post(new, {"name": "Other", "system": "other", "site_url": SITE, **other})

    canvas, sakai = Platform.objects.order_by("pk")
    assert canvas.issuer == "https://canvas.instructure.com"
    assert platforms.frames_of(canvas) == ["https://canvas.instructure.com", "https://school.instructure.com"]
    assert sakai.auth_url == f"{SITE}/a?b=1"
