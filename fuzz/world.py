"""The world in which targets verify: the university and the stranger of the tests, at one moment, from memory."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Hashable
from functools import cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec

import seals
from cast_of_badges import DESIGN
from fuzz.originals import REVOKED, university
from laurel.annex1.record import MicroCredential
from laurel.verify import Report
from outside_world import LIST, World, check, revocation_list


@cache
def world() -> World:
    """The outside world: addresses and what they answer."""
    return World({"https://uni.example/.well-known/did.json": university(), LIST: revocation_list(REVOKED)})


def report_on(presented: bytes | str, **rest: Any) -> Report:
    """The report on whatever is presented, which every report has to be able to say."""
    world().asked.clear()
    report = check(presented, world=world(), **rest)
    json.dumps(report.to_json(), ensure_ascii=False).encode()  # what a page or a program is given
    for language in ("en", "bg"):
        report.headline(language), report.advice(language)
    return report


def design() -> MicroCredential:
    """A design with several assessments, for gradebooks."""
    return DESIGN


def same(document: Any, original: Any) -> bool:
    """Whether two documents say the same to RDF and to a reader who knows it.

    The order of lists does not count, whose items are a set; nor where a thing with an identifier is told of, if of the same
    thing the same is said. Proofs and contexts are left out: nobody reads them, and the verifier has judged them.
    """
    return _told(document) == _told(original)


def facts(report: Report) -> Any:
    """What is shown of a credential, whatever the order of lists."""
    return None if report.credential is None else _read(report.credential.to_json(), None)


Nodes = dict[str, set[Hashable]]


def _told(document: Any) -> Hashable:
    nodes: Nodes = {}
    top = _read({name: member for name, member in document.items() if name not in ("proof", "@context")}, nodes)
    return top, frozenset((name, frozenset(said)) for name, said in nodes.items())


def _read(value: Any, nodes: Nodes | None) -> Hashable:
    if isinstance(value, dict):
        return _object(value, nodes)
    if isinstance(value, list | tuple):
        read = [_read(item, nodes) for item in value]
        return read[0] if len(read) == 1 else frozenset(Counter(read).items())
    if isinstance(value, bool) or value is None:
        return ("constant", str(value))
    return ("number", float(value)) if isinstance(value, int | float) else value


def _object(value: dict[str, Any], nodes: Nodes | None) -> Hashable:
    if value.keys() == {"@value", "@language"}:
        return ("text", _read(value["@value"], nodes), str(value["@language"]).lower())
    if nodes is None or "@context" in value or not isinstance(value.get("id"), str):
        inner = None if "@context" in value else nodes  # a credential inside is a graph of its own
        return frozenset((name, _read(member, inner)) for name, member in value.items())
    said = nodes.setdefault(value["id"], set())
    for name, member in value.items():
        items = member if isinstance(member, list) else [member]
        said.update((name, _read(item, nodes)) for item in items)
    return ("node", value["id"])


class _Authority(seals.Authority):
    """The root of the seals in the seeds: always the same key."""

    def __init__(self) -> None:
        self.key = ec.derive_private_key(7, ec.SECP256R1())
        self.certificate = self._make(seals.name("Fuzzing root"), self.key.public_key(), authority=True)


@cache
def authority() -> seals.Authority:
    """Whoever certifies the seals that verifiers here trust."""
    return _Authority()
