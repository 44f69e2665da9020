"""A web server that this machine runs for itself: is its port free, and does it answer?"""

from __future__ import annotations

import socket
import ssl
from pathlib import Path


def is_free(host: str, port: int) -> bool:
    """Whether nobody listens there."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def answers(host: str, port: int, *, path: str = "/healthz", certificate: Path | None = None) -> bool:
    """Whether it gives a page at `path`; over https where it has a certificate."""
    request = f"GET {path} HTTP/1.0\r\nHost: localhost\r\n\r\n".encode()
    try:
        with socket.create_connection((host, port), timeout=2) as plain:
            if certificate is None:
                return _answered(plain, request)
            with ssl.create_default_context(cafile=str(certificate)).wrap_socket(plain, server_hostname="localhost") as secure:
                return _answered(secure, request)
    except OSError:
        return False


def _answered(connection: socket.socket, request: bytes) -> bool:
    connection.sendall(request)
    return b" 200 " in connection.recv(64)
