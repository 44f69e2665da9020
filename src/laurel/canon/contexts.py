"""The JSON-LD contexts we hold. Nothing is ever fetched to read a document.

The texts come from installed packages (PyLD carries the W3C's, openbadgeslib carries 1EdTech's) and are pinned here by the
SHA-256 of their RFC 8785 form, so that a changed package cannot quietly change what a signature means.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any, Final

from laurel.canon import jcs
from laurel.errors import ContextError, Phrase, TamperedContextError

CREDENTIALS_V1: Final = "https://www.w3.org/2018/credentials/v1"
CREDENTIALS_V2: Final = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES_V3: Final = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
ED25519_2020: Final = "https://w3id.org/security/suites/ed25519-2020/v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """One context document; `sha256` is the hex digest of its RFC 8785 form."""

    document: Mapping[str, Any] = field(repr=False)
    sha256: str


def load(url: str) -> Context:
    """The context at `url`.

    Raises:
        ContextError: we do not hold it.
        TamperedContextError: the installed copy is not the pinned one.
    """
    if url not in _SOURCES:
        raise ContextError(url=repr(url[:200]), why=Phrase("it is not among the known ones", "не е сред познатите"))
    package, name, digest = _SOURCES[url]
    return _read(url, package, name, digest)


def check_digest(document: Mapping[str, Any], *, url: str, sha256: str) -> Context:
    """A context document as a Context, when it has the digest.

    Raises:
        TamperedContextError: it has another.
    """
    found = hashlib.sha256(jcs.canonicalize(document)).hexdigest()
    if found != sha256:
        raise TamperedContextError(url=url, found=found, pinned=sha256)
    return Context(document=document, sha256=found)


_PYLD: Final = "pyld.documentloader.frozen"
_BADGES: Final = "openbadgeslib.ob3"
_OB: Final = "https://purl.imsglobal.org/spec/ob/v3p0/"
_SECURITY: Final = "https://w3id.org/security/"

# address: (package, file, SHA-256 of the RFC 8785 form)
_SOURCES: Final[Mapping[str, tuple[str, str, str]]] = {
    CREDENTIALS_V1: (
        _PYLD,
        "bundled/credentials-v1.jsonld",
        "b01e671e873981f19a9102a9a57f666dbcaeb31b99e3e124378d143e71549247",
    ),
    CREDENTIALS_V2: (
        _PYLD,
        "bundled/credentials-v2.jsonld",
        "b463c8d6a066214123ddd9827b135e1b50e1fc73322cc52a9b12a4f1fc7d86cf",
    ),
    "https://www.w3.org/ns/did/v1": (
        _PYLD,
        "bundled/did-v1.jsonld",
        "a7e146c40fcec005d3f0f14ae745665f446da58d7914a9d8f733746686fad82b",
    ),
    ED25519_2020: (
        _PYLD,
        "bundled/security-ed25519-2020-v1.jsonld",
        "fb517f09d990829aed734c9bad8cbbb2ac3d5063b865c7e3d81f246074bf5691",
    ),
    f"{_SECURITY}data-integrity/v2": (
        _BADGES,
        "contexts/security-data-integrity-v2.json",
        "7ba3c50acf2689d5e07927267343eb353249c7c22a9f2d00307cc970e855e305",
    ),
    f"{_SECURITY}multikey/v1": (
        _BADGES,
        "contexts/security-multikey-v1.json",
        "be20c3ee6af6e9c4102e66a85c26617831218e32216bdf050f870e389e737cdc",
    ),
    f"{_OB}context-3.0.1.json": (
        _BADGES,
        "contexts/ob-v3p0-context-3.0.1.json",
        "8bb2354552b70cbdf2066f6d3e24bc5c2be2619145737580ad2aebdc366e77d5",
    ),
    f"{_OB}context-3.0.2.json": (
        _BADGES,
        "contexts/ob-v3p0-context-3.0.2.json",
        "bdd1d11a55a660322f24660862a1d430ee80cce584465f750909daa43684357c",
    ),
    OPEN_BADGES_V3: (
        _BADGES,
        "contexts/ob-v3p0-context-3.0.3.json",
        "04b1136ddc4eda9a8966bc7ef182789f233a26739473140ef75d6968c29a2966",
    ),
    # the address without a version stands for the newest 3.0
    f"{_OB}context.json": (
        _BADGES,
        "contexts/ob-v3p0-context-3.0.3.json",
        "04b1136ddc4eda9a8966bc7ef182789f233a26739473140ef75d6968c29a2966",
    ),
    f"{_OB}extensions.json": (
        _BADGES,
        "contexts/ob-v3p0-extensions.json",
        "15f4c347c6fe4380d9b6b93795859e33747ef48d5c55b91a71c52fb51c7bcbd7",
    ),
    "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json": (
        _BADGES,
        "contexts/clr_context_2.0.1.json",
        "7defe702c102faf14108579b7d65ef39ecf4c3bbef925b803e15bd77cd6e3394",
    ),
}


@cache
def _read(url: str, package: str, name: str, digest: str) -> Context:
    text = resources.files(package).joinpath(name).read_text(encoding="utf-8")
    return check_digest(json.loads(text), url=url, sha256=digest)


class _Pinned(Mapping[str, Context]):
    """Every context by its address, each read when first asked for."""

    def __getitem__(self, url: str) -> Context:
        if url not in _SOURCES:
            raise KeyError(url)
        return load(url)

    def __contains__(self, url: object) -> bool:
        return url in _SOURCES

    def __iter__(self) -> Iterator[str]:
        return iter(_SOURCES)

    def __len__(self) -> int:
        return len(_SOURCES)


PINNED: Final[Mapping[str, Context]] = _Pinned()
"""The contexts we hold, by address."""
