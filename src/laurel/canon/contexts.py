"""The JSON-LD contexts we hold. Nothing is ever fetched to read a document.

The texts come from installed packages (PyLD carries the W3C's, openbadgeslib carries 1EdTech's) and are pinned here by the
SHA-256 of their RFC 8785 form, so that a changed package cannot quietly change what a signature means.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any, Final

from laurel.canon import blockcerts, jcs
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
    if url not in PINNED:
        raise ContextError(url=repr(url[:200]), why=Phrase("it is not among the known ones", "не е сред познатите"))
    return PINNED[url]


def check_digest(document: Mapping[str, Any], *, url: str, sha256: str) -> Context:
    """A context document as a Context, when it has the digest.

    Raises:
        TamperedContextError: it has another.
    """
    found = hashlib.sha256(jcs.canonicalize(document)).hexdigest()
    if found != sha256:
        raise TamperedContextError(url=url, found=found, pinned=sha256)
    return Context(document=document, sha256=found)


_ADDRESS: Final = re.compile(r"(?:https?|urn|did):[^\s<>\"{}|\\\\^`]{1,2000}")
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


# further ones that installed packages carry, for documents that are no badges
_WIDER_SOURCES: Final[Mapping[str, tuple[str, str, str]]] = {
    "https://www.w3.org/ns/activitystreams": (
        _PYLD,
        "bundled/activitystreams.jsonld",
        "5abf6723dfd871b3e77b52ce8fa4aa86f6876b7e93595e555311b20b3be259e5",
    ),
    f"{_SECURITY}v1": (
        _PYLD,
        "bundled/security-v1.jsonld",
        "d87de2ce3ce407bcac481f8af31e211e54beb5cbd7dd459826ed0502302ee234",
    ),
    f"{_SECURITY}v2": (
        _PYLD,
        "bundled/security-v2.jsonld",
        "38a9ef19cf3a75bf856202bd1ed4cbd55c985ad4a809eb7f4ef584ba9d51dc90",
    ),
    f"{_SECURITY}suites/jws-2020/v1": (
        _PYLD,
        "bundled/security-jws-2020-v1.jsonld",
        "eed16334842a5635257913b33acd1aeee29009eb188d855f9a1d0ceee4a8ae4d",
    ),
}


@cache
def _read(url: str, package: str, name: str, digest: str) -> Context:
    found = blockcerts.folder() if package == blockcerts.PACKAGE else None
    text = (found or resources.files(package)).joinpath(name).read_text(encoding="utf-8")
    return check_digest(json.loads(text), url=url, sha256=digest)


class _Pinned(Mapping[str, Context]):
    """Contexts by their addresses, each read when first asked for."""

    def __init__(self, name: str, sources: Mapping[str, tuple[str, str, str]]) -> None:
        self._name = name  # in this module: another process finds the same ones there
        self._sources = sources

    def __reduce__(self) -> str:
        return self._name

    def __repr__(self) -> str:
        return f"contexts.{self._name}"

    def __getitem__(self, url: str) -> Context:
        return _read(url, *self._sources[url])

    def __contains__(self, url: object) -> bool:
        return url in self._sources

    def __iter__(self) -> Iterator[str]:
        return iter(self._sources)

    def __len__(self) -> int:
        return len(self._sources)


class OpenContexts(Mapping[str, Context]):
    """Contexts for documents of any kind: such a document may also define words of its own, in place.

    What it may define, and in which form it is then read, stands in `open_form`.
    """

    def __init__(self, held: Mapping[str, Context]) -> None:
        """Allow the contexts `held`, by address, and definitions in place."""
        self._held = held

    def __getitem__(self, url: str) -> Context:
        """The context at an address; KeyError where we do not hold it."""
        return self._held[url]

    def __contains__(self, url: object) -> bool:
        """Whether we hold the context at this address."""
        return url in self._held

    def __iter__(self) -> Iterator[str]:
        """The addresses."""
        return iter(self._held)

    def __len__(self) -> int:
        """How many."""
        return len(self._held)

    def __repr__(self) -> str:
        """Which contexts, by their digests."""
        return f"OpenContexts({sorted((url, self._held[url].sha256) for url in self._held)})"

    def with_documents(self, documents: Mapping[str, Mapping[str, Any]]) -> OpenContexts:
        """The same and further contexts, which the caller vouches for. What we hold ourselves is never replaced.

        Raises:
            ContextError: a document without `@context`, an address that is none, or one that we hold.
        """
        added: dict[str, Context] = {}
        for url, document in documents.items():
            if url in self._held or "@context" not in document or not _ADDRESS.fullmatch(url):
                why = Phrase(
                    "it is held already, or it is not a context with an address",
                    "вече го имаме или не е контекст с адрес",
                )
                raise ContextError(url=repr(url[:200]), why=why)
            held = dict(document)
            added[url] = Context(document=held, sha256=hashlib.sha256(jcs.canonicalize(held)).hexdigest())
        return OpenContexts({**dict(self._held.items()), **added}) if added else self


PINNED: Final[Mapping[str, Context]] = _Pinned("PINNED", _SOURCES)
"""The contexts we hold for badges, by address."""
WIDER: Final[Mapping[str, Context]] = _Pinned("WIDER", {**_SOURCES, **_WIDER_SOURCES, **dict(blockcerts.sources())})
"""Those and the others that installed packages carry."""
OPEN: Final = OpenContexts(WIDER)
"""Every context that an installed package carries, for credentials of any kind."""
