"""Results of every kind that Open Badges 3.0 knows, what they are measured on, and whether the two fit together.

    with_results(badge, described=…, results=…) -> badge     before it is signed; a result that does not fit is refused
    results_of(badge)                           -> results   of anybody's badge, with the description of each
    misfits(badge)                              -> problems  what a reader of somebody else's badge should know

Source: https://www.imsglobal.org/spec/ob/v3p0#result, #resultdescription, #rubriccriterionlevel.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from laurel.errors import Problem, ProjectionError
from laurel.formats.openbadge3.reading import first_object, objects, texts, words

Json = dict[str, Any]

STATUS: Final = "Status"
_NUMERIC: Final = frozenset({"GradePointAverage", "Percent", "RawScore", "ScaledScore", "PredictedScore"})


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricLevel:
    """One level of a rubric. `id` is an IRI; `level` and `points` are texts, as the rubric has them; "" where it has none."""

    id: str
    name: str
    description: str = ""
    level: str = ""
    points: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultDescription:
    """What results are measured on. `id` is an IRI; `kind` is a result type of the specification or `ext:` and a name.

    Values are texts: "4.0" and "4" are two of them, and "A-" is one. `allowed` holds them from worst to best.
    """

    id: str
    name: str
    kind: str
    allowed: tuple[str, ...] = ()
    required_value: str = ""
    minimum: str = ""
    maximum: str = ""
    levels: tuple[RubricLevel, ...] = ()
    required_level: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One result: a value, a level of the rubric (its `id`), or a status. `on` is the `id` of its description, if any."""

    on: str = ""
    value: str = ""
    level: str = ""
    status: str = ""


def with_results(
    document: Mapping[str, Any], *, described: Sequence[ResultDescription] = (), results: Sequence[Result] = ()
) -> Json:
    """An unsigned badge with further result descriptions and results.

    Raises:
        ProjectionError: the badge is signed or has no achievement, or a result does not fit what it is measured on.
    """
    subject = first_object(document.get("credentialSubject"))
    achievement = first_object(subject.get("achievement"))
    if "proof" in document or not achievement:
        raise ProjectionError(
            at="/credentialSubject",
            why="results go into an unsigned badge with an achievement",
            why_bg="резултати се добавят в неподписана значка с постижение",
        )
    descriptions = [*objects(achievement.get("resultDescription")), *map(_written_description, described)]
    given = [*objects(subject.get("result")), *map(_written_result, results)]
    made = {
        **document,
        "credentialSubject": {
            **subject,
            "achievement": {**achievement, **({"resultDescription": descriptions} if descriptions else {})},
            **({"result": given} if given else {}),
        },
    }
    for one in misfits(made):
        raise ProjectionError(at=one.at, why=one.en, why_bg=one.bg)
    return made


def results_of(unverified_document: Mapping[str, Any]) -> tuple[tuple[Result, ResultDescription | None], ...]:
    """Every result of a badge with what it is measured on; None where the badge does not describe it."""
    subject = first_object(unverified_document.get("credentialSubject"))
    achievement = first_object(subject.get("achievement"))
    known = {one.id: one for one in map(_description, objects(achievement.get("resultDescription")))}
    found = [_result(one) for one in objects(subject.get("result"))]
    return tuple((one, known.get(one.on)) for one in found)


def misfits(unverified_document: Mapping[str, Any]) -> tuple[Problem, ...]:
    """Where results contradict their descriptions: an unknown one, a value or level that it does not have, a second `id`."""
    return tuple(_misfits(unverified_document))


def _misfits(document: Mapping[str, Any]) -> Iterator[Problem]:
    achievement = first_object(first_object(document.get("credentialSubject")).get("achievement"))
    descriptions = [_description(one) for one in objects(achievement.get("resultDescription"))]
    names = [one.id for one in descriptions]
    for index, description in enumerate(descriptions):
        at = f"/credentialSubject/achievement/resultDescription/{index}"
        levels = [level.id for level in description.levels]
        if names.count(description.id) > 1 or len(set(levels)) < len(levels):
            yield _problem(at, "two of them have the same identifier", "две от тях имат един и същ идентификатор")
        if description.required_level and description.required_level not in levels:
            yield _problem(f"{at}/requiredLevel", "the rubric has no such level", "рубриката няма такова ниво")
        if description.allowed and description.required_value and description.required_value not in description.allowed:
            yield _problem(f"{at}/requiredValue", "it is not among the allowed values", "не е сред позволените стойности")
    for index, (result, on) in enumerate(results_of(document)):
        at = f"/credentialSubject/result/{index}"
        if result.on and on is None:
            yield _problem(f"{at}/resultDescription", "the achievement does not describe it", "постижението не го описва")
        if on is not None:
            yield from _unfit(result, on, at)


def _unfit(result: Result, on: ResultDescription, at: str) -> Iterator[Problem]:
    if result.level and result.level not in {level.id for level in on.levels}:
        yield _problem(f"{at}/achievedLevel", "the rubric has no such level", "рубриката няма такова ниво")
    if result.status and on.kind != STATUS:
        yield _problem(f"{at}/status", "only a result of type Status has one", "само резултат от вид Status има такъв")
    if not result.value:
        return
    if on.allowed and result.value not in on.allowed:
        yield _problem(f"{at}/value", "it is not among the allowed values", "не е сред позволените стойности")
    value = _number(result.value)
    if on.kind in _NUMERIC and value is None:
        yield _problem(f"{at}/value", f"{on.kind} is a number", f"{on.kind} е число")
    least, most = _number(on.minimum), _number(on.maximum)
    if value is not None and ((least is not None and value < least) or (most is not None and value > most)):
        yield _problem(f"{at}/value", "it lies outside the scale", "извън скалата е")


def _written_description(one: ResultDescription) -> Json:
    members = {
        "id": one.id,
        "type": ["ResultDescription"],
        "name": one.name,
        "resultType": one.kind,
        "allowedValue": list(one.allowed),
        "requiredValue": one.required_value,
        "valueMin": one.minimum,
        "valueMax": one.maximum,
        "rubricCriterionLevel": [_written_level(level) for level in one.levels],
        "requiredLevel": one.required_level,
    }
    return {name: value for name, value in members.items() if value}


def _written_level(one: RubricLevel) -> Json:
    members = {
        "id": one.id,
        "type": ["RubricCriterionLevel"],
        "name": one.name,
        "description": one.description,
        "level": one.level,
        "points": one.points,
    }
    return {name: value for name, value in members.items() if value}


def _written_result(one: Result) -> Json:
    members = {
        "type": ["Result"],
        "resultDescription": one.on,
        "value": one.value,
        "achievedLevel": one.level,
        "status": one.status,
    }
    return {name: value for name, value in members.items() if value}


def _description(one: Mapping[str, Any]) -> ResultDescription:
    return ResultDescription(
        id=words(one.get("id")),
        name=words(one.get("name")),
        kind=words(one.get("resultType")),
        allowed=tuple(texts(one.get("allowedValue"))),
        required_value=words(one.get("requiredValue")),
        minimum=words(one.get("valueMin")),
        maximum=words(one.get("valueMax")),
        levels=tuple(_level(level) for level in objects(one.get("rubricCriterionLevel"))),
        required_level=words(one.get("requiredLevel")),
    )


def _level(one: Mapping[str, Any]) -> RubricLevel:
    names = ("id", "name", "description", "level", "points")
    return RubricLevel(**{name: words(one.get(name)) for name in names})


def _result(one: Mapping[str, Any]) -> Result:
    names = {"on": "resultDescription", "value": "value", "level": "achievedLevel", "status": "status"}
    return Result(**{ours: words(one.get(theirs)) for ours, theirs in names.items()})


def _number(text: str) -> Decimal | None:
    try:
        found = Decimal(text.strip().removesuffix("%")) if text.isascii() and "_" not in text else None
    except InvalidOperation:
        return None
    return found if found is not None and found.is_finite() else None


def _problem(at: str, en: str, bg: str) -> Problem:
    return Problem(at=at, code="RESULT_MISFIT", en=en, bg=bg)
