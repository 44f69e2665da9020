"""Walk a document along the tables and collect everything that is wrong with its shape."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TypeGuard, cast

from laurel.errors import Problem
from laurel.formats.schema.classes import SHAPES, ClassShape, Member
from laurel.formats.schema.kinds import KINDS, Kind, is_absolute_iri, is_extension
from laurel.formats.schema.lists import CLOSED, LISTS
from laurel.formats.schema.problem import problem

MAX_PROBLEMS = 100  # enough to mend a document; a hostile one could hold thousands
_V2 = "https://www.w3.org/ns/credentials/v2"
_V1 = "https://www.w3.org/2018/credentials/v1"
_OPEN_BADGES = re.compile(r"https://purl\.imsglobal\.org/spec/ob/v3p0/context(-3\.\d\.\d)?\.json")
_CLR = re.compile(r"https://purl\.imsglobal\.org/spec/clr/v2p0/context(-2\.0\.\d)?\.json")
_SHOWN = 60  # characters of a wrong value that its problem repeats


def check_schema(document: object) -> list[Problem]:
    """Say everything that is wrong with the shape of an Open Badge or an endorsement credential; an empty list when nothing is.

    Args:
        document: parsed JSON. Version 1.1 of the data model (`issuanceDate`) is told by its first context.

    Returns: at most 100 problems, in document order, each with a JSON pointer.
    """
    if not isinstance(document, dict):
        return [problem("NOT_AN_OBJECT", "", expected="AchievementCredential")]
    members = cast("dict[str, object]", document)
    name = _class_of(members)
    if name is None:
        return [problem("UNKNOWN_CREDENTIAL", "/type")]
    return check_class(members, name=name)


def check_class(document: object, *, name: str) -> list[Problem]:
    """Say everything that is wrong with `document` as an object of the class `name` (a key of the tables)."""
    problems: list[Problem] = []
    for found in _object(document, "", SHAPES[name]):
        problems.append(found)
        if len(problems) == MAX_PROBLEMS:
            break
    return problems


def _class_of(document: Mapping[str, object]) -> str | None:
    types = _strings(document.get("type"))
    contexts = _strings(document.get("@context"))
    version = " v1.1" if contexts[:1] == [_V1] else ""
    if "EndorsementCredential" in types:
        return "EndorsementCredential" + version
    if "ClrCredential" in types:
        return "ClrCredential"
    if {"AchievementCredential", "OpenBadgeCredential"} & set(types):
        return "AchievementCredential" + version
    return None


def _strings(value: object) -> list[str]:
    values = cast("list[object]", value) if isinstance(value, list) else [value]
    return [each for each in values if isinstance(each, str)]


def _object(value: object, at: str, shape: ClassShape) -> Iterator[Problem]:
    if not isinstance(value, dict):
        yield problem("NOT_AN_OBJECT", at, expected=shape.name)
        return
    members = cast("dict[str, object]", value)
    for name, member in shape.members.items():
        if member.required and name not in members:
            yield problem("MISSING", at, name=name)
    for name, content in members.items():
        place = f"{at}/{name.replace('~', '~0').replace('/', '~1')[:_SHOWN]}"
        if name not in shape.members:
            yield problem("UNKNOWN_MEMBER", at, name=name[:_SHOWN], class_name=shape.name)
        else:
            yield from _member(content, place, shape.members[name])
    yield from _whole(members, at, shape)


def _whole(members: Mapping[str, object], at: str, shape: ClassShape) -> Iterator[Problem]:
    types = _strings(members.get("type"))
    if shape.type_names and "type" in members and not set(shape.type_names) & set(types):
        yield problem("TYPE_WITHOUT_CLASS", f"{at}/type", expected=shape.type_names[-1])
    if "@context" in shape.members and shape.name != "Proof" and "type" in members and "VerifiableCredential" not in types:
        yield problem("TYPE_WITHOUT_CLASS", f"{at}/type", expected="VerifiableCredential")
    if shape.name in ("AchievementSubject", "ClrSubject") and not ("id" in members or members.get("identifier")):
        yield problem("NO_RECIPIENT", at)


def _member(content: object, at: str, member: Member) -> Iterator[Problem]:
    if content is None:
        yield problem("NULL", at)
    elif content in ([], ""):
        yield problem("EMPTY", at)
    elif member.kind in _SPECIAL:
        yield from _SPECIAL[member.kind](content, at)
    elif _is_list(content) and member.count != "one":
        for index, each in enumerate(content):
            yield from _single(each, f"{at}/{index}", member.kind)
    elif member.count == "list":
        yield problem("NOT_A_LIST", at)
    elif _is_list(content) and member.kind != "Text":
        yield problem("NOT_A_SINGLE_VALUE", at)
    else:
        yield from _single(content, at, member.kind)


def _is_list(value: object) -> TypeGuard[list[object]]:
    return isinstance(value, list)


def _single(value: object, at: str, kind: str) -> Iterator[Problem]:
    if value is None:
        yield problem("NULL", at)
    elif kind == "EndorsementCredential":
        yield from _object(value, at, SHAPES[_endorsement_class(value)])
    elif kind == "EmbeddedCredential":
        yield from _embedded(value, at)
    elif kind in SHAPES:
        yield from _object(value, at, SHAPES[kind])
    elif kind in LISTS:
        yield from _listed(value, at, kind)
    else:
        yield from _plain(value, at, KINDS[kind])


def _endorsement_class(value: object) -> str:
    contexts = _strings(cast("dict[str, object]", value).get("@context")) if isinstance(value, dict) else []
    return "EndorsementCredential v1.1" if contexts[:1] == [_V1] else "EndorsementCredential"


def _embedded(value: object, at: str) -> Iterator[Problem]:
    """A credential inside a learner record: of a class of ours, but no further learner record."""
    members = cast("dict[str, object]", value) if isinstance(value, dict) else None
    name = "AchievementCredential" if members is None else _class_of(members)
    if name is None or name == "ClrCredential":
        yield problem("UNKNOWN_CREDENTIAL", f"{at}/type")
    else:
        yield from _object(members, at, SHAPES[name])


def _plain(value: object, at: str, kind: Kind) -> Iterator[Problem]:
    if not kind.json(value):
        yield problem("WRONG_TYPE", at, expected=kind.en, expected_bg=kind.bg)
    elif kind.form is not None and isinstance(value, str) and not kind.form(value):
        yield problem("BAD_FORMAT", at, value=value[:_SHOWN], expected=kind.en, expected_bg=kind.bg)


def _listed(value: object, at: str, name: str) -> Iterator[Problem]:
    if not isinstance(value, str):
        yield from _plain(value, at, KINDS["String"])
    elif value not in LISTS[name] and (name in CLOSED or not is_extension(value)):
        yield problem("UNKNOWN_VALUE", at, value=value[:_SHOWN], expected=name)


def _type(content: object, at: str) -> Iterator[Problem]:
    """`type`: a word or a list of words, none of them twice."""
    values = cast("list[object]", content) if isinstance(content, list) else [content]
    words = [each for each in values if isinstance(each, str) and each]
    if len(words) != len(values) or len(set(words)) != len(words):
        yield problem("WRONG_TYPE", at, expected="type names", expected_bg="имена на типове")


def _profile(content: object, at: str) -> Iterator[Problem]:
    """`issuer`: an address, or an object of class Profile."""
    if isinstance(content, str):
        yield from _plain(content, at, KINDS["URI"])
    else:
        yield from _object(content, at, SHAPES["Profile"])


def _context_list(content: object, at: str) -> Iterator[Problem]:
    """Contexts are addresses: no inline, nested or empty ones."""
    values = cast("list[object]", content) if isinstance(content, list) else [content]
    if not values or not all(isinstance(each, str) and is_absolute_iri(each) for each in values):
        yield problem("WRONG_CONTEXT", at)


def _contexts(first: str) -> Callable[[object, str], Iterator[Problem]]:
    def check(content: object, at: str) -> Iterator[Problem]:
        values = _strings(content)
        right = isinstance(content, list) and len(values) == len(cast("list[object]", content)) >= 2
        if not (right and values[0] == first and _OPEN_BADGES.fullmatch(values[1])):
            yield problem("WRONG_CONTEXT", at)

    return check


def _clr_contexts(content: object, at: str) -> Iterator[Problem]:
    """Verifiable Credentials first, then Learner Records and Open Badges in either order."""
    values = _strings(content)
    right = isinstance(content, list) and len(values) == len(cast("list[object]", content)) >= 3 and values[0] == _V2
    rest = values[1:3]
    if not (right and any(map(_CLR.fullmatch, rest)) and any(map(_OPEN_BADGES.fullmatch, rest))):
        yield problem("WRONG_CONTEXT_CLR", at)


_SPECIAL: Mapping[str, Callable[[object, str], Iterator[Problem]]] = {
    "Type": _type,
    "ProfileRef": _profile,
    "ContextList": _context_list,
    "ContextV2": _contexts(_V2),
    "ContextV1": _contexts(_V1),
    "ContextClr": _clr_contexts,
}
