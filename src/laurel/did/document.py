"""DID documents and other controlled identifier documents: read strictly, ask for a key by purpose, build our own.

Source: https://www.w3.org/TR/cid-1.0/, https://www.w3.org/TR/did-1.0/
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final, cast

from laurel.canon.strict_json import is_array, is_object
from laurel.errors import DidError, KeyFormatError, KeyNotFoundError, LaurelError, Phrase, UnsupportedError
from laurel.keys import PublicKey
from laurel.timestamp import parse_timestamp, write_timestamp

PURPOSES: Final = ("assertionMethod", "authentication")
ACCOUNT: Final = "blockchainAccountId"
_MULTIBASE_TYPES: Final = frozenset({"Multikey", "Ed25519VerificationKey2020"})
_JWK_TYPES: Final = frozenset({"JsonWebKey", "JsonWebKey2020"})
_MAX_METHODS: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationMethod:
    """One published key. `material` holds `publicKeyMultibase`, `publicKeyJwk` or an account id, read when it is asked for."""

    id: str
    type: str
    controller: str
    material: Mapping[str, Any] = field(repr=False)
    revoked: datetime | None = None
    expires: datetime | None = None

    def public_key(self) -> PublicKey:
        """The key itself.

        Raises:
            KeyFormatError, WeakKeyError: malformed, weak, private, or given twice.
            UnsupportedError: a type or algorithm that we do not know.
        """
        multibase, jwk = self.material.get("publicKeyMultibase"), self.material.get("publicKeyJwk")
        if any(name.startswith(("secretKey", "privateKey")) for name in self.material):
            raise KeyFormatError(why=Phrase("a published private key", "публикуван частен ключ"))
        if self.type in _MULTIBASE_TYPES and isinstance(multibase, str) and jwk is None:
            key = PublicKey.from_multikey(multibase)
            if self.type == "Ed25519VerificationKey2020" and key.algorithm != "Ed25519":
                raise KeyFormatError(
                    why=Phrase("a key of another kind than its type says", "ключ от друг вид, не какъвто е типът")
                )
            return key
        if self.type in _JWK_TYPES and is_object(jwk) and multibase is None:
            return PublicKey.from_jwk(jwk)
        if self.type in _MULTIBASE_TYPES | _JWK_TYPES:
            raise KeyFormatError(why=Phrase("a method with no key, or with two", "метод без ключ или с два ключа"))
        raise UnsupportedError(
            what=Phrase(f"verification methods of type {self.type[:60]}", f"ключове от тип {self.type[:60]}")
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DidDocument:
    """Who an identifier is: its verification methods, and which of them serve which purpose."""

    id: str
    methods: tuple[VerificationMethod, ...]
    purposes: Mapping[str, frozenset[str]]
    also_known_as: tuple[str, ...] = ()

    def method(self, method_id: str, *, purpose: str = "assertionMethod") -> VerificationMethod:
        """The method named `method_id`, when this document lists it for `purpose` and controls it.

        Raises:
            KeyNotFoundError: not there, not for this purpose, or controlled by somebody else.
        """
        for method in self.methods:
            if method.id == method_id and method.controller == self.id and method_id in self.purposes.get(purpose, ()):
                return method
        raise KeyNotFoundError(did=self.id, method=method_id[:300], purpose=purpose)

    def method_with(self, key: PublicKey, *, purpose: str = "assertionMethod") -> VerificationMethod:
        """The method that publishes this key, when this document lists it for `purpose` and controls it.

        Raises:
            KeyNotFoundError: there is none: whoever brings a key along has to be whom the key belongs to.
        """
        for method in self.methods:
            if method.controller == self.id and method.id in self.purposes.get(purpose, ()) and _holds(method, key):
                return method
        raise KeyNotFoundError(did=self.id, method="jwk", purpose=purpose)

    @classmethod
    def parse(cls, document: Mapping[str, Any], *, did: str) -> DidDocument:
        """Read a document that was fetched for `did`.

        Methods of types that we do not know stay in, and say so when their key is asked for.

        Raises:
            DidError: its `id` is not `did`, or it is malformed.
        """
        if document.get("id") != did:
            raise DidError(did=did, why=Phrase("its document carries another id", "документът му носи друг идентификатор"))
        methods: dict[str, VerificationMethod] = {}
        for entry in _entries(document, "verificationMethod", did):
            _add(methods, _method(entry, did), did)
        purposes: dict[str, frozenset[str]] = {}
        for purpose in PURPOSES:
            listed: set[str] = set()
            for entry in _entries(document, purpose, did):
                if isinstance(entry, str):
                    listed.add(_absolute(entry, did))
                else:
                    method = _method(entry, did)
                    _add(methods, method, did)
                    listed.add(method.id)
            purposes[purpose] = frozenset(listed)
        names = [name for name in _entries(document, "alsoKnownAs", did) if isinstance(name, str)]
        return cls(id=did, methods=tuple(methods.values()), purposes=MappingProxyType(purposes), also_known_as=tuple(names))


def build(did: str, methods: Iterable[VerificationMethod]) -> dict[str, Any]:
    """The document to serve for `did`: every method as Multikey, listed for assertion, the retired and revoked ones too.

    A retired key (with `expires`) stays listed, so that what it signed in its time can still be verified; a revoked one, so
    that a verifier can say that it was withdrawn, and when. Only keys in use are listed for authentication.
    """
    ours = tuple(methods)
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": did,
        "verificationMethod": [_multikey_entry(method) for method in ours],
        "assertionMethod": [method.id for method in ours],
        "authentication": [method.id for method in ours if method.revoked is None and method.expires is None],
    }


def method_for(
    did: str, name: str, public: PublicKey, *, revoked: datetime | None = None, expires: datetime | None = None
) -> VerificationMethod:
    """A verification method of ours: `did#name` with this key."""
    material = {"publicKeyMultibase": public.to_multikey()}
    return VerificationMethod(
        id=f"{did}#{name}", type="Multikey", controller=did, material=material, revoked=revoked, expires=expires
    )


def _multikey_entry(method: VerificationMethod) -> dict[str, str]:
    entry = {
        "id": method.id,
        "type": "Multikey",
        "controller": method.controller,
        "publicKeyMultibase": method.public_key().to_multikey(),
    }
    for name, moment in (("expires", method.expires), ("revoked", method.revoked)):
        if moment is not None:
            entry[name] = write_timestamp(moment)
    return entry


def _entries(document: Mapping[str, Any], name: str, did: str) -> list[Any]:
    value = document.get(name, [])
    entries = value if is_array(value) else [value]
    if len(entries) > _MAX_METHODS:
        raise DidError(did=did, why=Phrase(f"its {name} is too long", f"{name} е твърде дълъг"))
    return entries


def _method(entry: Any, did: str) -> VerificationMethod:
    if not is_object(entry):
        raise DidError(did=did, why=Phrase("a verification method is malformed", "метод за проверка е неправилен"))
    texts = [entry.get(name) for name in ("id", "type", "controller")]
    if not all(isinstance(text, str) and text for text in texts):
        raise DidError(
            did=did, why=Phrase("a verification method lacks id, type or controller", "на метод липсва id, type или controller")
        )
    method_id, kind, controller = cast("list[str]", texts)
    return VerificationMethod(
        id=_absolute(method_id, did),
        type=kind,
        controller=controller,
        material=MappingProxyType({name: value for name, value in entry.items() if "Key" in name or name == ACCOUNT}),
        revoked=_moment(entry, "revoked", did),
        expires=_moment(entry, "expires", did),
    )


def _moment(members: Mapping[str, Any], name: str, did: str) -> datetime | None:
    if name not in members:
        return None
    moment = parse_timestamp(members[name])
    if moment is None:
        raise DidError(did=did, why=Phrase(f"{name} of a key is no point in time", f"{name} на ключ не е момент във времето"))
    return moment


def _add(methods: dict[str, VerificationMethod], method: VerificationMethod, did: str) -> None:
    if method.id in methods:
        raise DidError(did=did, why=Phrase("two verification methods share one id", "два метода имат един и същ идентификатор"))
    methods[method.id] = method


def _holds(method: VerificationMethod, key: PublicKey) -> bool:
    try:
        return method.public_key() == key
    except LaurelError:
        return False  # of a kind that we do not know, so certainly another one


def _absolute(reference: str, did: str) -> str:
    # a DID document may write "#key-1" for its own keys
    return did + reference if reference.startswith("#") else reference
