"""The parts of a skill set or a bundle as `hasPart` of a Qualification, and what a part and the whole have alike: credits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from laurel.annex1.record import Part, Workload
from laurel.formats.elm import durations
from laurel.formats.elm.nodes import Json, Nodes, snb, words
from laurel.formats.elm.reading import Facts, objects, text_of
from laurel.formats.elm.reading import Json as Read
from laurel.formats.elm.reading import words as words_of
from laurel.formats.openbadge3.codec import number

ECTS: Final = ("6fcec5c5af", "European Credit Transfer System")
ALL: Final = "all"


def credit_points(workload: Workload | None, nodes: Nodes) -> list[Json]:
    """M7: credits of the European system; none where none are stated."""
    if workload is None or workload.ects is None:
        return []
    framework = snb("education-credit", ECTS[0], {"en": ECTS[1]})
    return [nodes.node("CreditPoint", framework=framework, point=number(workload.ects))]


def part_node(one: Part, design: str, nodes: Nodes) -> Json:
    """One part. What it refers to is a fact: as its identifier, two parts that refer to one design would be one node."""
    return nodes.node(
        "Qualification",
        own_id=f"{design}#part-{one.id}",
        title=words(one.title, nodes.language),
        volumeOfLearning=durations.write(one.workload.hours) if one.workload else None,
        creditPoint=credit_points(one.workload, nodes),
        additionalNote=list(_facts(one, nodes)),
    )


def _facts(one: Part, nodes: Nodes) -> Iterator[Json]:
    if one.refers_to is not None:
        yield nodes.fact("refers-to", one.refers_to)
    if one.mandatory:
        yield nodes.fact("mandatory", "true", {"en": "yes", "bg": "да"})
    yield from (nodes.fact("covered-outcome", outcome) for outcome in one.outcomes)


def parts_of(found: Read, facts: Facts, workload: Callable[[Read], object]) -> dict[str, Any] | None:
    """The parts of a Qualification; None where the document says nothing of a choice, as one that is not ours."""
    chosen = facts.value("parts-to-choose")
    if chosen is None:
        return None
    prefix = f"{words_of(found.get('id'))}#part-"
    return {
        "choose": None if chosen == ALL else chosen,
        "of": [_part(one, prefix, workload) for one in objects(found.get("hasPart"))],
    }


def _part(one: Read, prefix: str, workload: Callable[[Read], object]) -> dict[str, Any]:
    facts = Facts(one.get("additionalNote"))
    return {
        "id": words_of(one.get("id")).removeprefix(prefix),
        "title": text_of(one.get("title")),
        "refers_to": facts.value("refers-to"),
        "outcomes": facts.values("covered-outcome"),
        "workload": workload(one),
        "mandatory": facts.value("mandatory") == "true",
    }
