"""Put disclosures back in the place of their digests: the holder's and the verifier's half of selective disclosure.

Source: RFC 9901, section 7.1, steps 3 and 4
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from laurel.canon.strict_json import is_array, is_object
from laurel.errors import DisclosureError, LimitError, Phrase
from laurel.formats.sd_jwt_vc.conceal import HASH, Path
from laurel.formats.sd_jwt_vc.parts import Disclosure, digest_of, read_disclosure

MAX_DEPTH: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Revealed:
    """The claims with what was disclosed, and every disclosure by its place, outer ones first.

    A place counts the items of an array as the issuer wrote them, withheld ones included.
    """

    claims: dict[str, Any]
    disclosures: Mapping[Path, Disclosure]


def reveal(payload: Mapping[str, Any], disclosures: Sequence[str]) -> Revealed:
    """Put every disclosure in its place.

    Raises:
        DisclosureError: one that belongs nowhere, digests that are malformed or stand twice, or a name that is there already.
        LimitError: nested deeper than 40 levels.
        UnsupportedError: a hash that we do not know.
    """
    hash_name = payload.get("_sd_alg", HASH)
    if not isinstance(hash_name, str):
        raise DisclosureError(why=Phrase("_sd_alg is malformed", "_sd_alg е неправилно"))
    digest_of("", hash_name)  # a hash that we do not know, even where nothing is disclosed
    by_digest = {each.digest(hash_name): each for each in map(read_disclosure, disclosures)}
    reader = _Reader(by_digest)
    top = {name: member for name, member in payload.items() if name != "_sd_alg"}
    claims: dict[str, Any] = reader.inside(top, (), 0)
    if len(reader.places) != len(disclosures):
        raise DisclosureError(why=Phrase("a disclosure belongs nowhere", "разкриване няма място"))
    return Revealed(claims=claims, disclosures=reader.places)


class _Reader:
    def __init__(self, by_digest: Mapping[str, Disclosure]) -> None:
        self.by_digest = by_digest
        self.seen: set[str] = set()
        self.places: dict[Path, Disclosure] = {}

    def inside(self, value: Any, path: Path, depth: int) -> Any:
        if depth > MAX_DEPTH:
            raise LimitError(what=Phrase("the nesting", "влагането"), limit=MAX_DEPTH)
        deeper = depth + 1
        if is_object(value):
            return self.members(value, path, deeper)
        if is_array(value):
            return self.items(value, path, deeper)
        return value

    def members(self, members: Mapping[str, Any], path: Path, depth: int) -> dict[str, Any]:
        if "..." in members or (path and "_sd_alg" in members):
            raise DisclosureError(why=Phrase("a reserved name in the wrong place", "запазено име не на място"))
        shown = {name: self.inside(member, (*path, name), depth) for name, member in members.items() if name != "_sd"}
        for digest in self.digests(members.get("_sd", [])):
            found = self.take(digest)
            if found is None:
                continue
            if found.name is None or found.name in members or found.name in shown or (not path and found.name == "_sd_alg"):
                raise DisclosureError(why=Phrase("a name that is there already", "име, което вече съществува"))
            place = (*path, found.name)
            self.places[place] = found
            shown[found.name] = self.inside(found.value, place, depth)
        return shown

    def items(self, items: Sequence[Any], path: Path, depth: int) -> list[Any]:
        shown: list[Any] = []
        for index, item in enumerate(items):
            if not is_object(item) or "..." not in item:
                shown.append(self.inside(item, (*path, index), depth))
                continue
            if item.keys() != {"..."}:
                raise DisclosureError(why=Phrase("a digest with other members", "отпечатък с други членове"))
            [digest] = self.digests([item["..."]])
            found = self.take(digest)
            if found is not None:
                if found.name is not None:
                    raise DisclosureError(why=Phrase("a member among items", "член сред елементи"))
                self.places[*path, index] = found
                shown.append(self.inside(found.value, (*path, index), depth))
        return shown

    def digests(self, values: Any) -> list[str]:
        if not is_array(values) or not all(isinstance(value, str) and value for value in values):
            raise DisclosureError(why=Phrase("a digest is malformed", "отпечатък е неправилен"))
        return values

    def take(self, digest: str) -> Disclosure | None:
        if digest in self.seen:
            raise DisclosureError(why=Phrase("a digest stands twice", "отпечатък стои два пъти"))
        self.seen.add(digest)
        return self.by_digest.get(digest)
