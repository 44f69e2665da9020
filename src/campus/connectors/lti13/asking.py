"""The services of a platform: a token for what we need, lists page by page, one grade at a time. Nothing is kept here.

Source: 1EdTech Security Framework 1.0 §4.1 (client credentials with a JWT, RFC 7523); LTI Names and Roles 2.0; LTI
Assignment and Grade Services 2.0.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from campus.connectors.lti13.keys import sign
from campus.connectors.lti13.models import Platform
from campus.verification.exchange import Answer, Asked, Exchange
from laurel.canon.strict_json import Limits, loads
from laurel.errors import ForbiddenAddressError, LaurelError

ROSTER = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"
LINE_ITEM = "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem"
LINE_ITEM_READ = "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem.readonly"
RESULTS = "https://purl.imsglobal.org/spec/lti-ags/scope/result.readonly"
SCORE = "https://purl.imsglobal.org/spec/lti-ags/scope/score"
SCOPES = (ROSTER, LINE_ITEM, RESULTS, SCORE)

MEMBERS_TYPE = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json"
LINE_ITEMS_TYPE = "application/vnd.ims.lis.v2.lineitemcontainer+json"
LINE_ITEM_TYPE = "application/vnd.ims.lis.v2.lineitem+json"
RESULTS_TYPE = "application/vnd.ims.lis.v2.resultcontainer+json"
SCORE_TYPE = "application/vnd.ims.lis.v1.score+json"

PAGE_LIMITS = Limits(size=5_000_000, depth=32, values=400_000)
ASSERTION_LIFE = timedelta(minutes=5)
_NEXT = re.compile(r'<([^>]{1,2000})>\s*(?:;[^,<]*?)?;\s*rel\s*=\s*"?next"?', re.IGNORECASE)


class ServiceFailedError(Exception):
    """The platform did not do it. `lasting`: asking again will not help."""

    def __init__(self, code: str, *, lasting: bool, status: int | None = None) -> None:
        self.code = code
        self.lasting = lasting
        self.status = status
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list, and where the next one is ("": it was the last)."""

    document: Any
    next_url: str


@dataclass(slots=True)
class Services:
    """What one platform does for us during one piece of work; a token is fetched once for each purpose."""

    platform: Platform
    exchange: Exchange
    at: datetime
    _tokens: dict[str, str] = field(default_factory=dict)

    def page(self, url: str, *, scope: str, media_type: str) -> Page:
        """One page of a list.

        Raises:
            ServiceFailedError: no such page, or no answer that can be read.
        """
        answer = self.ask("GET", url, scope=scope, headers={"Accept": media_type})
        if answer.status != 200:
            raise failed(answer.status)
        try:
            document = loads(answer.body, limits=PAGE_LIMITS)
        except LaurelError:
            raise ServiceFailedError("LTI_ANSWER_UNREADABLE", lasting=True) from None
        return Page(document, self._next(url, answer))

    def send(self, url: str, *, scope: str, media_type: str, document: Mapping[str, Any]) -> Answer:
        """POST one document; the answer comes back whatever its status."""
        body = json.dumps(document).encode()
        return self.ask("POST", url, scope=scope, headers={"Content-Type": media_type}, body=body)

    def ask(self, method: str, url: str, *, scope: str, headers: Mapping[str, str], body: bytes | None = None) -> Answer:
        """Ask with a token of this scope. A token that has run out is replaced once.

        Raises:
            ServiceFailedError: no token, no answer, or an address that may not be asked.
        """
        answer = Answer(status=401)
        for _attempt in range(2):
            given = {**headers, "Authorization": f"Bearer {self._token(scope)}"}
            answer = self._exchanged(Asked(method=method, url=url, headers=given, body=body, limit=PAGE_LIMITS.size))
            if answer.status != 401:
                return answer
            self._tokens.pop(scope, None)
        return answer

    def _token(self, scope: str) -> str:
        if scope not in self._tokens:
            self._tokens[scope] = self._new_token(scope)
        return self._tokens[scope]

    def _new_token(self, scope: str) -> str:
        platform = self.platform
        if platform.closed_at is not None:
            raise ServiceFailedError("LTI_PLATFORM_CLOSED", lasting=True)
        assertion = {
            "iss": platform.client_id,
            "sub": platform.client_id,
            "aud": platform.token_audience or platform.token_url,
            "iat": int(self.at.timestamp()),
            "exp": int((self.at + ASSERTION_LIFE).timestamp()),
            "jti": secrets.token_urlsafe(24),
        }
        form = {
            "grant_type": "client_credentials",
            "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion": sign(platform, assertion, at=self.at),
            "scope": scope,
        }
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        asked = Asked(method="POST", url=platform.token_url, headers=headers, body=urlencode(form).encode(), limit=100_000)
        answer = self._exchanged(asked)
        if answer.status != 200:
            raise ServiceFailedError("LTI_NO_TOKEN", lasting=answer.status in (400, 401, 403), status=answer.status)
        try:
            token = loads(answer.body)
        except LaurelError:
            token = None
        text = token.get("access_token") if isinstance(token, dict) else None
        if not isinstance(text, str) or not text.isascii() or not text.isprintable() or " " in text:
            raise ServiceFailedError("LTI_NO_TOKEN", lasting=False)
        return text

    def _exchanged(self, asked: Asked) -> Answer:
        try:
            return self.exchange(asked)
        except ForbiddenAddressError:
            raise ServiceFailedError("LTI_ADDRESS_REFUSED", lasting=True) from None
        except LaurelError:
            raise ServiceFailedError("LTI_NO_ANSWER", lasting=False) from None

    def _next(self, url: str, answer: Answer) -> str:
        found = _NEXT.search(answer.headers.get("link", ""))
        if found is None:
            return ""
        # Our token goes with the next request: it goes to the machine that was asked first, or nowhere.
        if urlsplit(found[1])[:2] != urlsplit(url)[:2] or found[1] == url:
            raise ServiceFailedError("LTI_PAGE_ELSEWHERE", lasting=True)
        return found[1]


def below(url: str, step: str) -> str:
    """The address `…/scores` or `…/results` of a column, whose own address may have a query."""
    base, mark, query = url.partition("?")
    return f"{base.rstrip('/')}/{step}{mark}{query}"


def with_query(url: str, **named: str) -> str:
    """The address with more in its query."""
    return f"{url}{'&' if '?' in url else '?'}{urlencode(named)}"


def failed(status: int) -> ServiceFailedError:
    """What a status that is no success means for whoever asked."""
    code = {401: "LTI_NOT_ALLOWED", 403: "LTI_NOT_ALLOWED", 404: "LTI_GONE", 410: "LTI_GONE"}.get(status, "LTI_ODD_ANSWER")
    lasting = 400 <= status < 500 and status not in (408, 409, 425, 429)
    return ServiceFailedError(code, lasting=lasting, status=status)
