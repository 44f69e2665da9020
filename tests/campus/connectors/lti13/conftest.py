"""A registered platform that runs on this machine, a cohort, and a browser that launches."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from campus.connectors.lti13 import keys, platforms
from campus.connectors.lti13.courses import path_of
from campus.connectors.lti13.models import Course, Platform
from campus.learning.models import Cohort
from cast import MONDAY
from lti_platform import CLIENT, DEPLOYMENT, ITEMS_URL, MEMBERS_URL, SCOPES, SITE, reachable, running
from lti_platform import Platform as Moodle
from sample_design import open_cohort, publish


@pytest.fixture(scope="session")
def moodle_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Moodle]:
    with running(tmp_path_factory.mktemp("platform")) as platform:
        yield platform


@pytest.fixture
def moodle(moodle_server: Moodle, monkeypatch: pytest.MonkeyPatch) -> Moodle:
    """The platform as it is on its first day."""
    fresh = Moodle(port=moodle_server.port, certificate=moodle_server.certificate)
    vars(moodle_server).update(vars(fresh))
    reachable(moodle_server, monkeypatch)
    return moodle_server


@pytest.fixture
def platform(moodle: Moodle, laurel_university: Any, adela: Any) -> Platform:
    """Laurel University's Moodle, connected."""
    made = platforms.register(laurel_university, name="Moodle", addresses=platforms.moodle(SITE), by=adela, at=MONDAY)
    connected = platforms.connect(made, client_id=CLIENT, deployment_ids=[DEPLOYMENT], by=adela, at=MONDAY)
    moodle.tool_keys = keys.public_keys(connected)
    return connected


@pytest.fixture
def cohort(laurel_university: Any, bruno: Any, carla: Any) -> Cohort:
    return open_cohort(publish(laurel_university, bruno, carla), bruno, "Spring")


@pytest.fixture
def course(platform: Platform, cohort: Cohort) -> Course:
    """The course as a launch leaves it."""
    return Course.objects.create(
        platform=platform,
        deployment_id=DEPLOYMENT,
        context_id="course-1",
        cohort=cohort,
        title="Sources, spring",
        memberships_url=MEMBERS_URL,
        lineitems_url=ITEMS_URL,
        scopes=SCOPES,
        created_at=MONDAY,
        seen_at=MONDAY,
    )


class Launcher:
    """A browser between the platform and us, one step at a time."""

    def __init__(self, client: Client, moodle: Moodle, platform: Platform, cohort: Cohort) -> None:
        self.client, self.moodle, self.platform, self.cohort = client, moodle, platform, cohort
        self.target = settings.PUBLIC_URL + path_of(platform, cohort)

    def login(self, **changes: Any) -> Any:
        asked = {
            "iss": SITE,
            "login_hint": "7",
            "lti_message_hint": "cm-9",
            "target_link_uri": self.target,
            "client_id": CLIENT,
            "lti_deployment_id": DEPLOYMENT,
            **changes,
        }
        sent = {name: value for name, value in asked.items() if value is not None}
        return self.client.post(reverse("lti_login", args=[self.platform.public_id]), sent)

    def authorise(self) -> dict[str, str]:
        """Log in as far as the platform; what it is asked comes back."""
        begun = self.login()
        assert begun.status_code == 302, begun.content.decode()
        sent_on = self.client.get(begun["Location"])
        assert sent_on.status_code == 302, sent_on.content.decode()
        return dict(parse_qsl(urlsplit(sent_on["Location"]).query))

    def token(self, asked: dict[str, str], **changes: Any) -> str:
        return self.moodle.sign(self.moodle.claims(asked["nonce"], **{"target": self.target, **changes}))

    def post(self, asked: dict[str, str], token: str, client: Client | None = None) -> Any:
        address = reverse("lti_launch", args=[self.platform.public_id])
        return (client or self.client).post(address, {"state": asked["state"], "id_token": token})

    def launch(self, **changes: Any) -> Any:
        asked = self.authorise()
        return self.post(asked, self.token(asked, **changes))

    def visit(self, **changes: Any) -> Any:
        """The page that a launch leads to."""
        launched = self.launch(**changes)
        assert launched.status_code == 302, launched.content.decode()
        return self.client.get(launched["Location"])


@pytest.fixture
def launcher(client: Client, moodle: Moodle, platform: Platform, cohort: Cohort) -> Launcher:
    return Launcher(client, moodle, platform, cohort)
