"""A learning platform for tests: a server with TLS that signs launches (by PyJWT) and answers tokens, rosters and grades."""

from __future__ import annotations

import json
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID
from jwt.algorithms import RSAAlgorithm

HOST, PUBLIC_ADDRESS = "moodle.example", "93.184.216.34"
SITE = f"https://{HOST}"
TOKEN_URL, MEMBERS_URL, ITEMS_URL = f"{SITE}/mod/lti/token.php", f"{SITE}/members?type_id=1", f"{SITE}/items?type_id=1"
CLIENT, DEPLOYMENT, KEY_ID = "client-1", "1", "platform-key"
CORE, DEEP = "https://purl.imsglobal.org/spec/lti/claim/", "https://purl.imsglobal.org/spec/lti-dl/claim/"
NRPS, AGS = "https://purl.imsglobal.org/spec/lti-nrps/", "https://purl.imsglobal.org/spec/lti-ags/"
LEARNER = "http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"
TEACHER = "http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor"
SCOPES = [f"{AGS}scope/{each}" for each in ("lineitem", "result.readonly", "score")]
PER_PAGE = 2


@cache
def rsa_key(number: int = 0, bits: int = 2048) -> rsa.RSAPrivateKey:
    """One of a few keys, made once for all tests."""
    return rsa.generate_private_key(65537, bits)


def public_jwk(key: rsa.RSAPrivateKey, kid: str = KEY_ID, **changes: Any) -> dict[str, Any]:
    return {**json.loads(RSAAlgorithm.to_jwk(key.public_key())), "kid": kid, "use": "sig", "alg": "RS256", **changes}


@dataclass
class Platform:
    """What the platform knows, and what it was told. Tests change it freely."""

    port: int = 0
    certificate: str = ""
    key_set: dict[str, Any] = field(default_factory=lambda: {"keys": [public_jwk(rsa_key())]})
    tool_keys: dict[str, Any] = field(default_factory=dict)  # ours, as it would have fetched them
    members: list[dict[str, Any]] = field(default_factory=list)
    items: dict[str, dict[str, Any]] = field(default_factory=dict)
    results: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    scores: list[dict[str, Any]] = field(default_factory=list)
    tokens: dict[str, str] = field(default_factory=dict)
    assertions: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)
    answers: list[tuple[str, int]] = field(default_factory=list)  # the next request to this path gets this status
    next_link: str = ""
    person: dict[str, Any] = field(default_factory=dict)  # claims of whoever is logged in, for a browser
    placed: list[str] = field(default_factory=list)

    def add_member(self, number: int, **facts: Any) -> dict[str, Any]:
        member = {
            "user_id": f"u{number}",
            "status": "Active",
            "name": f"Learner {number}",
            "email": f"learner{number}@students.example",
            "lis_person_sourcedid": f"10{number}",
            "roles": [LEARNER],
            **facts,
        }
        self.members.append(member)
        return member

    def add_column(self, name: str, label: str, maximum: float = 100, **facts: Any) -> str:
        url = f"{SITE}/items/{name}?type_id=1"
        self.items[url] = {"id": url, "label": label, "scoreMaximum": maximum, **facts}
        return url

    def grade(self, column: str, user: str, score: float, maximum: float | None = 100) -> None:
        result = {"id": f"{column}/{user}", "scoreOf": column, "userId": user, "resultScore": score}
        self.results.setdefault(column, {})[user] = result if maximum is None else {**result, "resultMaximum": maximum}

    def claims(self, fresh: str, /, *, target: str, at: datetime | None = None, **changes: Any) -> dict[str, Any]:
        """Those of a learner's launch; a change to None leaves a claim out."""
        moment = int((at or datetime.now(UTC)).timestamp())
        found = {
            "iss": SITE,
            "aud": CLIENT,
            "sub": "u1",
            "iat": moment,
            "exp": moment + 300,
            "nonce": fresh,
            f"{CORE}deployment_id": DEPLOYMENT,
            f"{CORE}version": "1.3.0",
            f"{CORE}message_type": "LtiResourceLinkRequest",
            f"{CORE}target_link_uri": target,
            f"{CORE}resource_link": {"id": "link-1"},
            f"{CORE}roles": [LEARNER],
            f"{CORE}context": {"id": "course-1", "title": "Sources, spring"},
            f"{NRPS}claim/namesroleservice": {"context_memberships_url": MEMBERS_URL, "service_versions": ["2.0"]},
            f"{AGS}claim/endpoint": {"scope": SCOPES, "lineitems": ITEMS_URL},
            **changes,
        }
        return {name: value for name, value in found.items() if value is not None}

    def sign(
        self, claims: dict[str, Any], *, key: Any = None, kid: str = KEY_ID, algorithm: str = "RS256", **header: Any
    ) -> str:
        return jwt.encode(claims, key or rsa_key(), algorithm=algorithm, headers={"kid": kid, **header})


def placing(return_url: str = f"{SITE}/placed", **settings: Any) -> dict[str, Any]:
    """Claims that make a launch a teacher's choice of what to place."""
    return {
        f"{CORE}message_type": "LtiDeepLinkingRequest",
        f"{CORE}roles": [TEACHER],
        f"{CORE}resource_link": None,
        f"{DEEP}deep_linking_settings": {
            "deep_link_return_url": return_url,
            "accept_types": ["ltiResourceLink"],
            "accept_presentation_document_targets": ["iframe"],
            "data": "opaque",
            **settings,
        },
    }


class _Handler(BaseHTTPRequestHandler):
    platform: Platform
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *arguments: Any) -> None:  # noqa: A002  # the name is Python's
        """Nothing."""

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path = urlsplit(self.path).path
        self.platform.asked.append(f"{self.command} {self.path}")
        for planned in self.platform.answers:
            if path.endswith(planned[0]):
                self.platform.answers.remove(planned)
                return self._answer(planned[1], {})
        known = {
            "/mod/lti/certs.php": self._keys,
            "/mod/lti/token.php": self._token,
            "/mod/lti/auth.php": self._auth,
            "/members": self._members,
            "/items": self._items,
            "/placed": self._placed,
            "/course": self._course,
        }
        if path in known:
            return known[path](body)
        if path.endswith("/results"):
            return self._results(body)
        if path.endswith("/scores"):
            return self._scores(body)
        return self._answer(404, {})

    def _keys(self, _body: bytes) -> None:
        self._answer(200, self.platform.key_set)

    def _token(self, body: bytes) -> None:
        form = dict(parse_qsl(body.decode()))
        try:
            keys = jwt.PyJWKSet.from_dict(self.platform.tool_keys)
            kid = jwt.get_unverified_header(form["client_assertion"])["kid"]
            said = jwt.decode(form["client_assertion"], keys[kid], algorithms=["RS256"], audience=TOKEN_URL, issuer=CLIENT)
        except (jwt.PyJWTError, KeyError):
            return self._answer(400, {"error": "invalid_client"})
        if said["jti"] in self.platform.assertions or said["sub"] != CLIENT:
            return self._answer(400, {"error": "invalid_client"})
        self.platform.assertions.add(said["jti"])
        token = f"token-{len(self.platform.tokens)}"
        self.platform.tokens[token] = form["scope"]
        return self._answer(200, {"access_token": token, "token_type": "bearer", "expires_in": 3600, "scope": form["scope"]})

    def _may(self, *scopes: str) -> bool:
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        if token not in self.platform.tokens:
            self._answer(401, {})
            return False
        if not set(self.platform.tokens[token].split()) & set(scopes):
            self._answer(403, {})
            return False
        return True

    def _members(self, _body: bytes) -> None:
        if not self._may(f"{NRPS}scope/contextmembership.readonly"):
            return
        start = int(parse_qs(urlsplit(self.path).query).get("from", ["0"])[0])
        page = self.platform.members[start : start + PER_PAGE]
        more = start + PER_PAGE < len(self.platform.members)
        link = self.platform.next_link or f"{MEMBERS_URL}&from={start + PER_PAGE}"
        headers = {"Link": f'<{link}>; rel="next", <{MEMBERS_URL}>; rel="differences"'} if more else {}
        self._answer(200, {"id": MEMBERS_URL, "context": {"id": "course-1"}, "members": page}, headers)

    def _items(self, body: bytes) -> None:
        if self.command == "POST":
            if self._may(f"{AGS}scope/lineitem"):
                made = json.loads(body)
                url = self.platform.add_column(f"new-{len(self.platform.items)}", made.pop("label"), **_renamed(made))
                self._answer(201, self.platform.items[url])
            return
        if self._may(f"{AGS}scope/lineitem", f"{AGS}scope/lineitem.readonly"):
            wanted = parse_qs(urlsplit(self.path).query).get("resource_id")
            found = [each for each in self.platform.items.values() if not wanted or each.get("resourceId") == wanted[0]]
            self._answer(200, found)

    def _column(self, step: str) -> str:
        parts = urlsplit(self.path)
        return f"{SITE}{parts.path.removesuffix(f'/{step}')}?type_id=1"

    def _results(self, _body: bytes) -> None:
        if self._may(f"{AGS}scope/result.readonly"):
            held = self.platform.results.get(self._column("results"), {})
            wanted = parse_qs(urlsplit(self.path).query).get("user_id")
            self._answer(200, [each for user, each in held.items() if not wanted or user == wanted[0]])

    def _scores(self, body: bytes) -> None:
        if not self._may(f"{AGS}scope/score"):
            return None
        score, column = json.loads(body), self._column("scores")
        if not any(member["user_id"] == score["userId"] for member in self.platform.members):
            return self._answer(404, {})
        before = [each for each in self.platform.scores if (each["column"], each["userId"]) == (column, score["userId"])]
        if before and before[-1]["timestamp"] >= score["timestamp"]:
            return self._answer(409, {})
        self.platform.scores.append({**score, "column": column})
        self.platform.grade(column, score["userId"], score["scoreGiven"], score["scoreMaximum"])
        return self._answer(200, {"resultUrl": f"{column}/results"})

    def _auth(self, _body: bytes) -> None:
        """The page that a browser comes to: whoever is logged in here is sent back with a token, by a form."""
        asked = dict(parse_qsl(urlsplit(self.path).query))
        token = self.platform.sign(self.platform.claims(asked["nonce"], **self.platform.person))
        self._page(
            f'<form method="post" action="{asked["redirect_uri"]}"><input type="hidden" name="state" value="{asked["state"]}">'
            f'<input type="hidden" name="id_token" value="{token}"></form><script>document.forms[0].submit()</script>'
        )

    def _course(self, _body: bytes) -> None:
        begin = dict(parse_qsl(urlsplit(self.path).query))["begin"]
        look = "position:fixed;inset:0;width:100%;height:100%;border:0"
        self._page(f'<h1>Course</h1><iframe name="tool" src="{begin}" style="{look}" title="Laurel"></iframe>')

    def _placed(self, body: bytes) -> None:
        self.platform.placed.append(dict(parse_qsl(body.decode())).get("JWT", ""))
        self._page("<h1>Placed</h1>")

    def _page(self, html: str) -> None:
        head = '<!doctype html><meta name="viewport" content="width=device-width"><title>Moodle</title>'
        self._send(200, f"{head}{html}".encode(), {"Content-Type": "text/html; charset=utf-8"})

    def _answer(self, status: int, document: Any, headers: dict[str, str] | None = None) -> None:
        self._send(status, json.dumps(document).encode(), {"Content-Type": "application/json", **(headers or {})})

    def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body)), "Connection": "close"}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = True


def _renamed(made: dict[str, Any]) -> dict[str, Any]:
    return {"maximum": made.pop("scoreMaximum"), **made}


@contextmanager
def running(folder: Path) -> Iterator[Platform]:
    """The platform as a server of this machine."""
    platform = Platform()
    handler = type("Handler", (_Handler,), {"platform": platform})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    platform.port = server.server_port
    chain = certificate_in(folder)
    platform.certificate = chain.read_text(encoding="ascii").split("-----BEGIN EC PRIVATE")[0]
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield platform
    finally:
        server.shutdown()
        server.server_close()


def reachable(platform: Platform, monkeypatch: Any) -> None:
    """Let this process find the platform at its public name; whatever guards a request stays as it is."""
    look_up, connect, trust = socket.getaddrinfo, socket.create_connection, ssl.create_default_context

    def getaddrinfo(host: Any, *arguments: Any, **named: Any) -> Any:
        if host == HOST:
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (PUBLIC_ADDRESS, 443))]
        return look_up(host, *arguments, **named)

    def create_connection(address: Any, *arguments: Any, **named: Any) -> Any:
        there = ("127.0.0.1", platform.port) if address[0] == PUBLIC_ADDRESS else address
        return connect(there, *arguments, **named)

    def create_default_context(*arguments: Any, **named: Any) -> Any:
        context = trust(*arguments, **named)
        context.load_verify_locations(cadata=platform.certificate)
        return context

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    monkeypatch.setattr(socket, "create_connection", create_connection)
    monkeypatch.setattr(ssl, "create_default_context", create_default_context)


def certificate_in(folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.fromtimestamp(time.time(), tz=UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "platform.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM) + private)
    return path
