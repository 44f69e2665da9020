"""Signatures as the Standard Webhooks specification says, judged by its own library."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

import pytest
from standardwebhooks import Webhook as Verifier
from standardwebhooks.webhooks import WebhookVerificationError

from campus.connectors.webhooks.signing import headers, written

SECRET = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
BODY = b'{"test": 2432232314}'


def test_the_signature_is_the_one_that_the_specification_shows():
    moment = datetime.fromtimestamp(1614265330, tz=UTC)

    signed = headers(BODY, message_id="msg_p5jXN8AQM9LWM0D4loKWxJek", secrets=[SECRET], at=moment)

    assert signed["webhook-timestamp"] == "1614265330"
    assert signed["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_while_a_secret_is_replaced_holders_of_either_can_check():
    other = b"o" * 32
    signed = headers(BODY, message_id="msg_1", secrets=[SECRET, other], at=datetime.now(UTC))

    for secret in (SECRET, other):
        assert Verifier(written(secret)).verify(BODY, signed) == {"test": 2432232314}


@pytest.mark.parametrize(
    "spoilt",
    [
        {"webhook-id": "msg_2"},
        {"webhook-timestamp": str(int((datetime.now(UTC) - timedelta(minutes=6)).timestamp()))},
        {"webhook-signature": "v1,AAAA"},
    ],
)
def test_refuses_what_was_changed_on_the_way(spoilt):
    signed = headers(BODY, message_id="msg_1", secrets=[SECRET], at=datetime.now(UTC))

    with pytest.raises(WebhookVerificationError):
        Verifier(written(SECRET)).verify(BODY, {**signed, **spoilt})
    with pytest.raises(WebhookVerificationError):
        Verifier(written(SECRET)).verify(BODY + b" ", signed)
