"""Put digests in the place of what the holder may withhold: the issuer's half of selective disclosure.

Source: RFC 9901, sections 4.1 and 4.2
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, Final, TypeAlias

from laurel.canon.strict_json import is_array, is_object, walk
from laurel.errors import DisclosureError, Phrase
from laurel.formats.sd_jwt_vc.parts import Disclosure, write_disclosure
from laurel.keys import base64url

Path: TypeAlias = tuple[str | int, ...]
Entropy: TypeAlias = Callable[[int], bytes]

HASH: Final = "sha-256"
SALT_BYTES: Final = 16
RESERVED: Final = frozenset({"_sd", "_sd_alg", "..."})


def conceal(
    claims: Mapping[str, Any], *, paths: Collection[Path], entropy: Entropy, decoys: int = 0
) -> tuple[dict[str, Any], tuple[Disclosure, ...]]:
    """The claims with digests for whatever stands at `paths`, and the disclosures.

    Args:
        claims: what is said.
        paths: the places that the holder may withhold, each with its inside; a place inside another can be withheld by itself.
        entropy: a source of random bytes for the salts.
        decoys: how many digests of nothing are added beside the top-level claims, so that the number of claims tells less.

    Raises:
        DisclosureError: a path that leads nowhere or to everything, or a reserved name among the claims.
    """
    for steps, here in walk(dict(claims)):
        if is_object(here) and RESERVED & here.keys():
            raise DisclosureError(why=Phrase(f"a reserved name at {steps}", f"запазено име в {steps}"))
    wanted = set(paths)
    writer = _Writer(wanted, entropy)
    hidden: dict[str, Any] = writer.inside(dict(claims), ())
    if writer.found != wanted or () in wanted:
        raise DisclosureError(why=Phrase("a path that leads nowhere", "път, който не води наникъде"))
    if decoys:
        hidden["_sd"] = sorted([*hidden.get("_sd", []), *(base64url.encode(entropy(32)) for _ in range(decoys))])
    if writer.disclosures or decoys:
        hidden["_sd_alg"] = HASH
    return hidden, tuple(writer.disclosures)


class _Writer:
    def __init__(self, wanted: set[Path], entropy: Entropy) -> None:
        self.wanted = wanted
        self.entropy = entropy
        self.found: set[Path] = set()
        self.disclosures: list[Disclosure] = []

    def inside(self, value: Any, path: Path) -> Any:
        if is_object(value):
            return self.members(value, path)
        if is_array(value):
            return [self.item(each, (*path, index)) for index, each in enumerate(value)]
        return value

    def members(self, members: dict[str, Any], path: Path) -> dict[str, Any]:
        shown: dict[str, Any] = {}
        digests: list[str] = []
        for name, member in members.items():
            inner = self.inside(member, (*path, name))
            if (*path, name) in self.wanted:
                digests.append(self.hide(inner, (*path, name), name=name))
            else:
                shown[name] = inner
        # in the order of the digests, so that it tells nothing of the order of the claims (section 4.2.4.1)
        return shown | ({"_sd": sorted(digests)} if digests else {})

    def item(self, value: Any, path: Path) -> Any:
        inner = self.inside(value, path)
        return {"...": self.hide(inner, path)} if path in self.wanted else inner

    def hide(self, value: Any, path: Path, *, name: str | None = None) -> str:
        disclosure = write_disclosure(value, salt=base64url.encode(self.entropy(SALT_BYTES)), name=name)
        self.found.add(path)
        self.disclosures.append(disclosure)
        return disclosure.digest(HASH)
