"""A webhook of Laurel University whose receiver runs on this machine, and a cohort that gives it something to tell."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.utils import timezone

from campus.connectors.webhooks import subscriptions
from campus.connectors.webhooks.models import Webhook
from campus.connectors.webhooks.subscriptions import WebhookFacts
from campus.connectors.webhooks.telling import KINDS
from campus.learning.models import Cohort
from lti_platform import reachable
from receiver import HOOK, Receiver, listening
from sample_design import gradebook, open_cohort, publish, record_gradebook

Add = Callable[..., tuple[Webhook, str]]


@pytest.fixture(scope="session")
def receiver_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Receiver]:
    with listening(tmp_path_factory.mktemp("receiver")) as receiver:
        yield receiver


@pytest.fixture
def receiver(receiver_server: Receiver, monkeypatch: pytest.MonkeyPatch) -> Receiver:
    receiver_server.got, receiver_server.answers = [], []
    reachable(receiver_server, monkeypatch)
    return receiver_server


@pytest.fixture
def add(laurel_university: Any, adela: Any) -> Add:
    """Add a webhook for everything, unless the test says otherwise; gives its secret too."""

    def make(**changes: Any) -> tuple[Webhook, str]:
        facts = WebhookFacts(**{"name": "Register", "url": HOOK, "events": list(KINDS), **changes})
        return subscriptions.create(laurel_university, facts, by=adela, at=timezone.now())

    return make


@pytest.fixture
def webhook(add: Add) -> Webhook:
    return add()[0]


@pytest.fixture
def cohort(laurel_university: Any, bruno: Any, carla: Any) -> Cohort:
    return open_cohort(publish(laurel_university, bruno, carla), bruno, "Spring")


@pytest.fixture
def graded(cohort: Cohort) -> Cohort:
    """Two learners who have earned it and one who has not."""
    rows = ("101,Ana,a@students.example,80,90", "102,Boris,b@students.example,70,70", "103,Cleo,c@students.example,1,1")
    record_gradebook(cohort, gradebook(*rows))
    return cohort
