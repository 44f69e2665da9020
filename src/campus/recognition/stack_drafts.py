"""The draft of a programme as data, and changing its tree of requirements: pure, without a database.

    new_draft() ─▶ with_facts ─▶ added / changed / moved / removed ─▶ programme_of + limits_of   (what laurel.stacking reads)

A node is JSON as `laurel.stacking.programme` has it. The whole is always "all of"; ids are given here and never used again
inside one programme, because applications name them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import fields
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from campus.base.refusals import Refusal
from campus.people.scope import NotFoundError
from laurel.errors import Problem
from laurel.stacking import Limits, Programme, read_programme
from laurel.stacking.programme import MAX_DEPTH

Json = dict[str, Any]
ROOT: Final = "whole"
GROUPS: Final = frozenset({"all", "some"})
MOST_NODES: Final = 100
MOST_THEMES: Final = 20
FACTS: Final = ("title", "description", "kind", "themes", "eqf", "limits", "pack", "partners", "basis", "awards")


class TooManyRequirementsError(Refusal):
    """More than a learner can keep in view."""

    code = "TOO_MANY_REQUIREMENTS"
    text = _("A programme has at most {most} requirements.")


class TooDeepError(Refusal):
    """Groups inside groups without end."""

    code = "TOO_DEEP"
    text = _("Groups stand inside groups at most {most} levels deep.")


class NotAGroupError(Refusal):
    """Something is put below a requirement that credentials fill."""

    code = "NOT_A_GROUP"
    text = _("Only a group has parts.")


class WholeStaysError(Refusal):
    """The root of the tree."""

    code = "WHOLE_STAYS"
    text = _("The whole programme cannot be moved or removed. Remove its parts.")


def new_draft(title: Mapping[str, str]) -> Json:
    """A programme in which nothing is asked for yet."""
    whole = {"kind": "all", "id": ROOT, "title": {"en": "The whole programme", "bg": "Цялата програма"}, "parts": []}
    return {
        "title": dict(title),
        "description": {},
        "kind": "certificate",
        "themes": [],
        "eqf": None,
        "limits": {"single_use": True, "max_overlap_percent": "30"},
        "pack": "",
        "partners": [],
        "basis": "",
        "awards": "",
        "next": 1,
        "requirement": whole,
    }


def nodes(node: Json, depth: int = 0) -> Iterator[tuple[Json, int]]:
    """A node and all below it, each with its depth, in the order of the tree."""
    yield node, depth
    for part in node.get("parts", ()):
        yield from nodes(part, depth + 1)


def node_of(draft: Json, name: str) -> Json:
    """The node with this id.

    Raises:
        NotFoundError: there is none.
    """
    for node, _depth in nodes(draft["requirement"]):
        if node["id"] == name:
            return node
    raise NotFoundError


def added(draft: Json, parent: str, node: Json) -> Json:
    """The draft with a new node as the last part of a group; it gets an id of its own.

    Raises:
        NotFoundError: no such group.
        NotAGroupError, TooManyRequirementsError, TooDeepError.
    """
    made = deepcopy(draft)
    above = node_of(made, parent)
    if above["kind"] not in GROUPS:
        raise NotAGroupError
    if sum(1 for _each in nodes(made["requirement"])) >= MOST_NODES:
        raise TooManyRequirementsError(most=MOST_NODES)
    if _depth_of(made, parent) + 1 >= MAX_DEPTH:
        raise TooDeepError(most=MAX_DEPTH)
    above["parts"].append({**node, "id": f"r{made['next']}", **({"parts": []} if node["kind"] in GROUPS else {})})
    made["next"] += 1
    return made


def changed(draft: Json, name: str, node: Json) -> Json:
    """The draft with another text in place of a node's; its id stays, and a group keeps its parts.

    Raises:
        NotFoundError: no such node.
        WholeStaysError: the whole becomes something else than "all of".
        NotAGroupError: a group that has parts becomes a requirement without.
    """
    made = deepcopy(draft)
    old = node_of(made, name)
    if name == ROOT and node["kind"] != "all":
        raise WholeStaysError
    parts = old.get("parts", [])
    if parts and node["kind"] not in GROUPS:
        raise NotAGroupError(field="kind")
    old.clear()
    old.update({**node, "id": name, **({"parts": parts} if node["kind"] in GROUPS else {})})
    return made


def removed(draft: Json, name: str) -> Json:
    """The draft without a node and all below it.

    Raises:
        NotFoundError: no such node.
        WholeStaysError: it is the whole.
    """
    made = deepcopy(draft)
    siblings, place = _place(made, name)
    del siblings[place]
    return made


def moved(draft: Json, name: str, step: int) -> Json:
    """The draft with a node one place up (-1) or down (1) among its siblings; at the end it stays.

    Raises:
        NotFoundError: no such node.
        WholeStaysError: it is the whole.
    """
    made = deepcopy(draft)
    siblings, place = _place(made, name)
    there = min(max(place + step, 0), len(siblings) - 1)
    siblings.insert(there, siblings.pop(place))
    return made


def programme_of(draft: Json, *, id: str, version: str, institutions: Sequence[str]) -> Programme:  # noqa: A002 - its own word
    """The programme as the library reads it.

    Raises:
        DesignError: something is not of the form; `where` tells of which node each problem speaks.
    """
    said = {name: draft[name] for name in ("title", "themes", "eqf", "requirement")}
    whole = {"id": id, "version": version, "institutions": list(institutions), **said}
    return read_programme(json.dumps(whole, ensure_ascii=False))


def where(draft: Json, problem: Problem) -> Json | None:
    """The node that a problem of `programme_of` speaks of; None where it is not about one node."""
    node: Json = draft["requirement"]
    found: Json | None = None
    steps = [step for step in problem.at.split("/") if step]
    if steps[:1] != ["requirement"]:
        return None
    for step in steps[1:]:
        found = node
        if step.isdigit() and int(step) < len(node.get("parts", ())):
            node = found = node["parts"][int(step)]
    return found or node


def limits_of(draft: Json) -> Limits:
    """The numbers for the whole, as the library takes them."""
    given = draft["limits"]
    kept: Json = {"single_use": bool(given.get("single_use")), "max_overlap_percent": None}
    for each in fields(Limits):
        value = given.get(each.name)
        if each.name != "single_use" and value is not None:
            kept[each.name] = int(value) if each.name == "max_age_years" else Decimal(value)
    return Limits(**kept)


def limits_as_json(limits: Limits) -> Json:
    """The same back again; what is not limited is left out."""
    said = {each.name: getattr(limits, each.name) for each in fields(Limits)}
    return {name: value if isinstance(value, bool | int) else str(value) for name, value in said.items() if value is not None}


def designs_named(draft: Json) -> frozenset[str]:
    """The identifiers of all micro-credentials that its requirements name."""
    return frozenset(
        design for node, _depth in nodes(draft["requirement"]) for design in node.get("from", {}).get("designs", ())
    )


def _place(draft: Json, name: str) -> tuple[list[Json], int]:
    if name == ROOT:
        raise WholeStaysError
    for node, _depth in nodes(draft["requirement"]):
        for place, part in enumerate(node.get("parts", ())):
            if part["id"] == name:
                return node["parts"], place
    raise NotFoundError


def _depth_of(draft: Json, name: str) -> int:
    return next(depth for node, depth in nodes(draft["requirement"]) if node["id"] == name)
