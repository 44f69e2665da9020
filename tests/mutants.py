"""Documents near a given one, as learners' facts and attackers' edits make them. Some are no longer valid."""

from __future__ import annotations

import copy
from random import Random
from typing import Any

HOSTILE = (
    "",
    " ",
    "x",
    "Ωmega",
    'say "no"',
    "back\\slash",
    "\\u0041",
    "line\nbreak",
    "\r\n\t\b\f",
    "\x00\x01\x1f\x7f\x80\x85\xa0",
    "\u2028\u2029\ufeff\u202e",
    "e\u0301 é",
    "🎓👩\u200d🎓 \U0001f1e7\U0001f1ec",
    "\ue000\uffff\ufdd0\U0010ffff",
    "\ud800",
    "tail \udfff",
    "%s %(x)s %% {0} {}",
    '" .\n<urn:x> <urn:y> "z',
    '"@en',
    '"^^<http://www.w3.org/2001/XMLSchema#string>',
    "_:a",
    "_:c14n0",
    "@id",
    "@type",
    "type",
    "null",
    "true",
    "5",
    "urn:laurel:",
    "https://uni.example/achievements/1",
    "https://uni.example/a b",
    "https://uni.example/<>",
    'https://uni.example/"',
    "https://uni.example/\\u0041",
    "https://uni.example/é/Ж/🎓",
    "https://uni.example/\u3000",
    "https://uni.example/%20%41",
    "https://uni.example/a\nhttps://uni.example/b",
    "urn:uuid:1",
    "urn:\u2003x",
    "urn:x\uffff",
    "HTTPS://UNI.EXAMPLE/",
    "did:example:learner",
    "mailto:a@b.example",
    "schema:name",
    "1.2:3",
    "//uni.example/x",
    "../x",
    "#x",
    "did:",
    "Achievement",
    "2026-11-23T09:00:00Z",
    "\0",
)
LEAVES: tuple[Any, ...] = (*HOSTILE, True, False, 0, 1, -1, 1.0, 2.5, 1e21, 2**53 - 1, None)

Path = tuple[Any, ...]


def places(value: Any, path: Path = ()) -> list[Path]:
    """Every place in a document but its contexts."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for name, member in inner if name != "@context" for place in places(member, (*path, name)))]


def at(document: Any, path: Path) -> Any:
    for step in path:
        document = document[step]
    return document


def put(document: Any, path: Path, value: Any) -> None:
    at(document, path[:-1])[path[-1]] = value


def text_places(document: Any) -> list[Path]:
    return [path for path in places(document) if isinstance(at(document, path), str)]


def refilled(document: dict[str, Any], random: Random, *, share: float = 0.3) -> dict[str, Any]:
    """The same structure with some texts exchanged: for hostile ones, for each other's, or for slightly other ones."""
    made = copy.deepcopy(document)
    texts = [path for path in text_places(made) if "type" not in path]
    for path in texts:
        if random.random() < share:
            was = at(made, path)
            put(made, path, random.choice([random.choice(HOSTILE), at(made, random.choice(texts)), f"{was}x", was[:-1]]))
    return made


def renumbered(document: dict[str, Any], random: Random) -> dict[str, Any]:
    """The same structure with other, harmless texts."""
    made = copy.deepcopy(document)
    for path in text_places(made):
        if "type" not in path and random.random() < 0.3:
            put(made, path, f"{at(made, path)}{random.randrange(3)}")
    return made


def restructured(document: dict[str, Any], random: Random) -> dict[str, Any]:
    """Another structure: parts left out, doubled, moved, renamed, or of another type."""
    made = copy.deepcopy(document)
    for _ in range(random.randrange(1, 4)):
        path = random.choice(places(made)[1:] or [()])
        if path:
            random.choice((_drop, _double, _swap, _rename, _retype, _wrap))(made, path, random)
    return made


def _drop(document: Any, path: Path, _: Random) -> None:
    del at(document, path[:-1])[path[-1]]


def _double(document: Any, path: Path, random: Random) -> None:
    parent, value = at(document, path[:-1]), at(document, path)
    if isinstance(parent, list):
        parent.insert(random.randrange(len(parent) + 1), copy.deepcopy(value))
    else:
        parent[path[-1]] = [value, copy.deepcopy(value)]


def _swap(document: Any, path: Path, random: Random) -> None:
    other = random.choice(places(document)[1:])
    if other[: len(path)] != path and path[: len(other)] != other:
        mine, yours = at(document, path), at(document, other)
        put(document, path, yours)
        put(document, other, mine)


def _rename(document: Any, path: Path, random: Random) -> None:
    parent = at(document, path[:-1])
    if isinstance(parent, dict):
        names = [other[-1] for other in places(document)[1:] if isinstance(other[-1], str)]
        parent[random.choice([*names, "@id", "@type", "@value", "_", "https://schema.org/name"])] = parent.pop(path[-1])


def _retype(document: Any, path: Path, random: Random) -> None:
    put(document, path, random.choice(LEAVES))


def _wrap(document: Any, path: Path, random: Random) -> None:
    value = at(document, path)
    put(
        document, path, random.choice([[value], {"@value": value, "@language": "en"}, {"id": value}, {"@id": value}, [[value]]])
    )
