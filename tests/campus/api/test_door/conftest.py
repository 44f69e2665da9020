"""A test door that is open, and what speaks to it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

import campus.api.urls  # noqa: F401 - made once in a process, and here while the door is shut

Post = Callable[..., Any]


@pytest.fixture(autouse=True)
def _open_door(settings) -> None:
    settings.ROOT_URLCONF = "door_urls"
    settings.TEST_DOOR = True


@pytest.fixture
def post() -> Post:
    client = Client(raise_request_exception=False)

    def send(path: str, body: Any, **options: Any) -> Any:
        return client.post(f"/vc-api/{path}", json.dumps(body), content_type="application/json", **options)

    return send


@pytest.fixture
def keys() -> dict[str, str]:
    found: dict[str, str] = Client().get("/vc-api/keys").json()
    return found
