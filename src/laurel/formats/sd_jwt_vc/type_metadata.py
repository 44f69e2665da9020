"""Type metadata: what a credential's type (`vct`) says about its claims, fetched, checked by digest, and applied.

Source: https://datatracker.ietf.org/doc/draft-ietf-oauth-sd-jwt-vc/ (sections 4 "Type Metadata" and 5 "Document Integrity")
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

from laurel.canon.strict_json import is_array, is_object, loads_object
from laurel.errors import ForbiddenAddressError, LimitError, MalformedError, Phrase, TypeMetadataError
from laurel.fetching import Fetcher, check_url
from laurel.formats.sd_jwt_vc.conceal import Path
from laurel.formats.sd_jwt_vc.sd_jwt import Checked

MAX_DOCUMENT: Final = 256 * 1024  # bytes
MAX_CHAIN: Final = 4
MAX_RULES: Final = 500
_DIGESTS: Final = {"sha512": 64, "sha384": 48, "sha256": 32}  # strongest first
_SD: Final = ("always", "allowed", "never")

Pattern: TypeAlias = tuple[str | int | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRule:
    """What holds for the claims at a path; None in it stands for every item of an array."""

    path: Pattern
    sd: Literal["always", "allowed", "never"]
    mandatory: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeMetadata:
    """A type and those that it extends: their identifiers, and all their rules."""

    chain: tuple[str, ...]
    documents: tuple[Mapping[str, Any], ...]
    rules: tuple[ClaimRule, ...]

    @property
    def vct(self) -> str:
        """The type itself."""
        return self.chain[0]


def load(vct: str, *, integrity: str | None, fetch: Fetcher) -> TypeMetadata:
    """Fetch the description of a type, and of the types that it extends.

    Args:
        vct: the type, an https address.
        integrity: the credential's own `vct#integrity`; None only where it has none.
        fetch: how to fetch.

    Raises:
        TypeMetadataError: an address that may not be called, a document with another digest or type, a circle, a bad rule.
        UnreachableError: it cannot be had.
    """
    chain: list[str] = []
    documents: list[Mapping[str, Any]] = []
    name: str | None = vct
    while name is not None:
        if name in chain or len(chain) >= MAX_CHAIN:
            raise TypeMetadataError(
                vct=vct[:200], why=Phrase("it extends itself or too many", "разширява себе си или твърде много")
            )
        document = read(_fetched(name, fetch), vct=name, integrity=integrity)
        chain.append(name)
        documents.append(document)
        name, integrity = _text(document, "extends", vct), _text(document, "extends#integrity", vct)
    rules = tuple(rule for document in documents for rule in _rules(document, vct))
    return TypeMetadata(chain=tuple(chain), documents=tuple(documents), rules=rules)


def read(body: bytes, *, vct: str, integrity: str | None) -> dict[str, Any]:
    """Read one description.

    Raises:
        TypeMetadataError: another digest than `integrity` says, no strict JSON, or of another type.
    """
    if integrity is not None:
        _check_integrity(body, integrity, vct)
    try:
        document = loads_object(body)
    except (MalformedError, LimitError) as error:
        raise TypeMetadataError(vct=vct[:200], why=Phrase(error.say("en"), error.say("bg"))) from error
    if document.get("vct") != vct:
        raise TypeMetadataError(vct=vct[:200], why=Phrase("its document is of another type", "документът му е за друг тип"))
    return document


def integrity_of(body: bytes) -> str:
    """The `vct#integrity` of a document, as Subresource Integrity writes it."""
    return "sha256-" + base64.b64encode(hashlib.sha256(body).digest()).decode("ascii")


def check_rules(checked: Checked, metadata: TypeMetadata) -> None:
    """Refuse a credential that does not follow its type.

    Raises:
        TypeMetadataError: of another type, a mandatory claim is missing, or one could be withheld that must not (or must) be.
    """
    if checked.claims.get("vct") not in metadata.chain[:1]:
        raise _broken(metadata, "vct")
    for rule in metadata.rules:
        found = list(_places(checked.claims, rule.path, ()))
        if rule.mandatory and not found:
            raise _broken(metadata, _shown(rule.path))
        if None in rule.path:
            # places count withheld items, found ones do not: ask whether any disclosed place fits the pattern
            hidden = [place for place in checked.disclosed if _fits(place, rule.path)]
            if (rule.sd == "never" and hidden) or (rule.sd == "always" and len(hidden) != len(found)):
                raise _broken(metadata, _shown(rule.path))
        elif any((rule.sd == "always") != (place in checked.disclosed) for place in found if rule.sd != "allowed"):
            raise _broken(metadata, _shown(rule.path))


def _broken(metadata: TypeMetadata, place: str) -> TypeMetadataError:
    why = Phrase(f"the credential does not follow it at {place}", f"удостоверението не го спазва в {place}")
    return TypeMetadataError(vct=metadata.vct[:200], why=why)


def _shown(path: Pattern) -> str:
    return "/".join("*" if step is None else str(step) for step in path)[:80]


def _places(value: Any, path: Pattern, so_far: Path) -> Iterator[Path]:
    if not path:
        yield so_far
        return
    step, rest = path[0], path[1:]
    if isinstance(step, str) and is_object(value) and step in value:
        yield from _places(value[step], rest, (*so_far, step))
    elif not isinstance(step, str) and is_array(value):
        for index, item in enumerate(value):
            if step in (None, index):
                yield from _places(item, rest, (*so_far, index))


def _fits(place: Path, pattern: Pattern) -> bool:
    return len(place) == len(pattern) and all(
        isinstance(step, int) if wanted is None else step == wanted for step, wanted in zip(place, pattern, strict=True)
    )


def _fetched(name: str, fetch: Fetcher) -> bytes:
    try:
        return fetch(check_url(name), limit=MAX_DOCUMENT).body
    except ForbiddenAddressError as error:
        raise TypeMetadataError(
            vct=name[:200], why=Phrase("no address that may be asked", "не е адрес, който може да се пита")
        ) from error


def _check_integrity(body: bytes, integrity: str, vct: str) -> None:
    """Of several digests the strongest kind counts (Subresource Integrity, section 3.3.4)."""
    said: dict[str, list[str]] = {}
    for each in integrity.split():
        name, _, value = each.partition("-")
        said.setdefault(name, []).append(value.partition("?")[0])
    strongest = next((name for name in _DIGESTS if name in said), None)
    if strongest is None:
        raise TypeMetadataError(vct=vct[:200], why=Phrase("its digest is of no known kind", "отпечатъкът му е от непознат вид"))
    found = hashlib.new(strongest, body).digest()
    if found not in [_octets(value) for value in said[strongest]]:
        raise TypeMetadataError(vct=vct[:200], why=Phrase("its document was changed", "документът му е променен"))


def _octets(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""


def _text(document: Mapping[str, Any], name: str, vct: str) -> str | None:
    value = document.get(name)
    if value is not None and not isinstance(value, str):
        raise TypeMetadataError(vct=vct[:200], why=Phrase(f"{name} is malformed", f"{name} е неправилно"))
    return value


def _rules(document: Mapping[str, Any], vct: str) -> Iterator[ClaimRule]:
    rules = document.get("claims", [])
    if not is_array(rules) or len(rules) > MAX_RULES:
        raise TypeMetadataError(vct=vct[:200], why=Phrase("claims is malformed", "claims е неправилно"))
    for rule in rules:
        path = rule.get("path") if is_object(rule) else None
        sd, mandatory = (rule.get("sd", "allowed"), rule.get("mandatory", False)) if is_object(rule) else (None, None)
        if not is_array(path) or not _is_pattern(path) or sd not in _SD or not isinstance(mandatory, bool):
            raise TypeMetadataError(vct=vct[:200], why=Phrase("a rule is malformed", "правило е неправилно"))
        yield ClaimRule(path=tuple(path), sd=sd, mandatory=mandatory)


def _is_pattern(path: Sequence[Any]) -> bool:
    return 0 < len(path) <= 20 and all(
        step is None or isinstance(step, str) or (isinstance(step, int) and not isinstance(step, bool) and step >= 0)
        for step in path
    )
