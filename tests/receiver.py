"""An organisation's own software for tests: a server with TLS at a public name, which takes webhooks."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from lti_platform import SITE, certificate_in

HOOK = f"{SITE}/hook?for=laurel"


@dataclass
class Receiver:
    """What it got, and what it answers next; 200 when nothing is planned."""

    port: int = 0
    certificate: str = ""
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    answers: list[tuple[int, dict[str, str]]] = field(default_factory=list)

    def plan(self, *statuses: int, **headers: str) -> None:
        self.answers.extend((status, headers) for status in statuses)

    @property
    def ids(self) -> list[str]:
        return [headers["webhook-id"] for headers, _body in self.got]


class _Handler(BaseHTTPRequestHandler):
    receiver: Receiver
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *arguments: Any) -> None:  # noqa: A002  # the name is Python's
        """Nothing."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.receiver.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
        status, headers = self.receiver.answers.pop(0) if self.receiver.answers else (200, {})
        self.send_response(status)
        for name, value in {**headers, "Content-Length": "0", "Connection": "close"}.items():
            self.send_header(name, value)
        self.end_headers()
        self.close_connection = True


@contextmanager
def listening(folder: Path) -> Iterator[Receiver]:
    """The receiver as a server of this machine; `lti_platform.reachable` puts it at its public name."""
    receiver = Receiver()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"receiver": receiver}))
    receiver.port = server.server_port
    chain = certificate_in(folder)
    receiver.certificate = chain.read_text(encoding="ascii").split("-----BEGIN EC PRIVATE")[0]
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
