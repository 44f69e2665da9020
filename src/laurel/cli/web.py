"""The command line's own way out: one guarded https request at a time. Nothing else in this library opens a socket.

    check the address as written ─▶ resolve ─▶ every address public? ─▶ connect to that address, TLS ─▶ 200, bounded

No redirects, no cookies, no compression, no proxy; so much per answer and so long for all of it.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable
from typing import Any

from laurel import __version__
from laurel.errors import ForbiddenAddressError, Phrase, UnreachableError
from laurel.fetching import Fetched, check_url

TIMEOUT = 10.0  # seconds for one answer as a whole
MAX_REQUESTS = 8
_CHUNK = 64 * 1024
_HEADERS = {"Accept": "application/json, */*;q=0.1", "Accept-Encoding": "identity", "User-Agent": f"laurel/{__version__}"}

Resolver = Callable[[str, int], list[str]]


def addresses_of(host: str, port: int) -> list[str]:
    """Every address of a name."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class GuardedWeb:
    """A fetcher over https; at most `requests` in its life. `local_sites` are hosts with port asked over plain http."""

    def __init__(
        self,
        *,
        local_sites: frozenset[str] = frozenset(),
        resolver: Resolver = addresses_of,
        requests: int = MAX_REQUESTS,
    ) -> None:
        """Start with a full purse."""
        self._local_sites = local_sites
        self._resolver = resolver
        self._left = requests

    def __call__(self, url: str, *, limit: int) -> Fetched:
        """The answer of `url`.

        Raises:
            UnreachableError: see `laurel.fetching.Fetcher`.
        """
        if self._left == 0:
            raise UnreachableError(url=url, why=Phrase("too many addresses to ask", "твърде много адреси за питане"))
        self._left -= 1
        try:
            check_url(url, insecure_hosts=self._local_sites)
            return self._ask(url, limit)
        except ForbiddenAddressError as error:
            raise UnreachableError(url=url, why=error.facts["why"]) from error
        except ssl.SSLError as error:
            why = Phrase("its certificate cannot be trusted", "на сертификата му не може да се вярва")
            raise UnreachableError(url=url, why=why) from error
        except (OSError, http.client.HTTPException, UnicodeError) as error:
            raise UnreachableError(url=url, why=Phrase("it does not answer", "не отговаря")) from error

    def _ask(self, url: str, limit: int) -> Fetched:
        scheme, _, rest = url.partition("://")
        host, _, path = rest.partition("/")
        deadline = time.monotonic() + TIMEOUT
        connection = self._connection(scheme, host, url)
        try:
            connection.request("GET", "/" + path, headers=_HEADERS | {"Host": host})
            response = connection.getresponse()
            if response.status != 200:
                raise UnreachableError(url=url, why=Phrase(f"it answered {response.status}", f"отговори с {response.status}"))
            body = _read(response, limit, deadline, url)
            media_type = response.headers.get_content_type() if response.headers.get("Content-Type") else ""
            return Fetched(body=body, media_type=media_type)
        finally:
            connection.close()

    def _connection(self, scheme: str, host: str, url: str) -> http.client.HTTPConnection:
        name, _, port = host.partition(":")
        if scheme == "http":  # only ever a local site: check_url let nothing else through
            return http.client.HTTPConnection(name, int(port or 80), timeout=TIMEOUT)
        addresses = self._resolver(name, 443)
        if not addresses or not all(map(is_public, addresses)):
            raise UnreachableError(url=url, why=Phrase("it leads into an inner network", "води във вътрешна мрежа"))
        return _PinnedConnection(name, addresses[0])


class _PinnedConnection(http.client.HTTPSConnection):
    """https to an address that was checked, whatever the name resolves to by now."""

    def __init__(self, host: str, address: str) -> None:
        self._tls = ssl.create_default_context()
        super().__init__(host, 443, timeout=TIMEOUT, context=self._tls)
        self._address = address

    def connect(self) -> None:
        plain = socket.create_connection((self._address, 443), TIMEOUT)
        self.sock: Any = self._tls.wrap_socket(plain, server_hostname=self.host)


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet; addresses inside IPv6 ones count as what they are."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(parsed, ipaddress.IPv6Address):
        inner = parsed.ipv4_mapped or parsed.sixtofour or (parsed.teredo[1] if parsed.teredo else None)
        nat64 = ipaddress.IPv4Address(int(parsed) & 0xFFFFFFFF) if parsed in _NAT64 else None
        if (inner or nat64) is not None:
            return is_public(str(inner or nat64))
    return parsed.is_global and not parsed.is_multicast


_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def _read(response: http.client.HTTPResponse, limit: int, deadline: float, url: str) -> bytes:
    parts: list[bytes] = []
    size = 0
    while part := response.read1(_CHUNK):
        parts.append(part)
        size += len(part)
        if size > limit:
            raise UnreachableError(url=url, why=Phrase("the answer is too large", "отговорът е твърде голям"))
        if time.monotonic() > deadline:
            raise UnreachableError(url=url, why=Phrase("the answer is too slow", "отговорът е твърде бавен"))
    return b"".join(parts)
