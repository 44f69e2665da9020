"""Where hostile input is read: a process of its own, with bounded memory, no database and no network.

Run as `python -m campus.verification.sandbox`. It speaks with its parent over standard input and output in framed JSON: it
is given a text, asks the parent for documents by address, and answers with a report. It knows the library and nothing else.
"""

from __future__ import annotations

import base64
import json
import resource
import struct
import sys
from dataclasses import replace
from datetime import datetime
from typing import IO, Any

from laurel.errors import ForbiddenAddressError, Phrase, UnreachableError
from laurel.fetching import Fetched
from laurel.verify import DEFAULT, GENERIC, Outcome, Policy, verify
from laurel.verify.budget import Budget
from laurel.verify.presentation import verify_presentation, verify_unaddressed

MEMORY = 1_500 * 1024 * 1024  # bytes of address space
_LENGTH = struct.Struct(">I")
_ERRORS = {error.code: error for error in (UnreachableError, ForbiddenAddressError)}


def main() -> None:
    """Check one text after another until the parent closes the pipe."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # nothing but frames may reach the parent
    while (order := read_frame(source)) is not None:
        write_frame(sink, {"report": _check(order, source, sink)})


def read_frame(source: IO[bytes]) -> Any:
    """The next message; None when the other side has gone."""
    head = source.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    body = source.read(_LENGTH.unpack(head)[0])
    return json.loads(body)


def write_frame(sink: IO[bytes], message: object) -> None:
    """Send one message."""
    body = json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")
    sink.write(_LENGTH.pack(len(body)) + body)
    sink.flush()


def _check(order: dict[str, Any], source: IO[bytes], sink: IO[bytes]) -> dict[str, Any]:
    def fetch(url: str, *, limit: int) -> Fetched:
        write_frame(sink, {"fetch": url, "limit": limit})
        answer = read_frame(source)
        if "error" in answer:
            raise _ERRORS[answer["error"]](url=answer["url"], why=Phrase(answer["en"], answer["bg"]))
        return Fetched(body=base64.b64decode(answer["body"]), media_type=answer["media_type"])

    content, at = base64.b64decode(order["content"]), datetime.fromisoformat(order["at"])
    policy = replace(_policy(order.get("rules")), insecure_hosts=frozenset(order["insecure_hosts"]), voice="site")
    # several questions about one text ask each address once
    asked = Budget(fetch, requests=policy.max_requests, limit=policy.max_answer)
    rules: dict[str, Any] = {"at": at, "fetch": asked, "trusted": order["trusted"], "policy": policy}
    if "asked" in order:  # a presentation, and what its holder was asked to sign
        check = verify_unaddressed if "rules" in order else verify_presentation
        return check(content, **order["asked"], **rules).to_json()
    report = verify(content, **rules).to_json()
    if "recipients" in order:
        report["addressed_to"] = _addressed_to(content, order["recipients"], rules)
    return report


def _addressed_to(content: bytes, emails: list[str], rules: dict[str, Any]) -> str:
    """The first of these addresses that the credential names as its holder's; "" where it names none of them."""
    for email in emails:
        checks = verify(content, recipient=email, **rules).checks
        if any(check.name == "recipient" and check.outcome is Outcome.PASSED for check in checks):
            return email
    return ""


def _policy(rules: dict[str, Any] | None) -> Policy:
    """Badges by the strict rules; any credential only where an order says so."""
    if rules is None:
        return DEFAULT
    return replace(GENERIC, issuer_binding=rules["issuer_binding"]).knowing(rules["contexts"])


if __name__ == "__main__":
    main()
