"""What a credential says, taken from its document alone and only after its shape was checked.

Every text is data from strangers: whoever shows it must escape it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from laurel.canon.strict_json import is_array, is_object
from laurel.formats.openbadge3.kinds import KINDS
from laurel.verify.told import Told
from laurel.verify.told import text_of as _text

_OUTCOME = "ext:LearningOutcome"
_TRANSLATION = "ext:Translation"
_CONDITIONS = frozenset({"ext:Supervision", "ext:LearnerIdentity"})
_DETAILS = frozenset(KINDS) - {_OUTCOME, "ext:Skill", "ext:AwardingBody", "ext:LanguageOfInstruction"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Skill:
    """A skill or learning outcome that the credential names."""

    name: str
    framework: str
    code: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenResult:
    """One result: what was assessed, the value or status reached, and what our own badges add: how the work was watched."""

    name: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The facts a reader asks for first. Dates are as written; "" and () where the document says nothing.

    `details` are the other elements of the European standard, as our own badges carry them (workload, level, supervision …).
    `learner` is whatever readable hint the document has (a name, an e-mail address that is not hashed, else the identifier).
    `image` is the address or data URI of the picture; never fetch it. `translations` holds, by language, the texts that our own
    badges carry in further languages, by what they translate ("title", "description", "outcome/<id>", "skill/<…>").
    """

    id: str
    types: tuple[str, ...]
    title: str
    description: str
    language: str
    issuer_id: str
    issuer_name: str
    issuer_url: str
    learner: str
    learner_id: str
    hashed_identifiers: int
    valid_from: str
    valid_until: str
    awarded: str
    achievement_id: str
    achievement_type: str
    criteria: str
    criteria_url: str
    credits: str
    skills: tuple[Skill, ...]
    outcomes: tuple[str, ...]
    details: tuple[str, ...]
    results: tuple[GivenResult, ...]
    evidence: tuple[str, ...]
    endorsements: int
    image: str
    translations: Mapping[str, Mapping[str, str]]

    def to_json(self) -> dict[str, Any]:
        """A plain object for machines."""
        return asdict(self)


def summarise(document: Mapping[str, Any]) -> Summary:
    """Read the facts out of a document whose shape `check_schema` found right (or nearly: what is odd is left out)."""
    told = Told(document)
    subject = told.whole(_object(document.get("credentialSubject")))
    achievement = told.whole(_object(subject.get("achievement")))
    issuer = document.get("issuer")
    profile = told.whole({"id": issuer} if isinstance(issuer, str) else _object(issuer))
    criteria = told.whole(_object(achievement.get("criteria")))
    identities = _objects(subject.get("identifier"))
    alignments = _objects(achievement.get("alignment"))
    return Summary(
        id=_text(document.get("id")),
        types=tuple(_strings(document.get("type"))),
        title=_text(achievement.get("name")) or _text(document.get("name")),
        description=_text(achievement.get("description")) or _text(document.get("description")),
        language=_text(achievement.get("inLanguage")),
        issuer_id=_text(profile.get("id")),
        issuer_name=_text(profile.get("name")),
        issuer_url=_text(profile.get("url")),
        learner=_learner(subject, identities),
        learner_id=_text(subject.get("id")),
        hashed_identifiers=sum(each.get("hashed") is True for each in identities),
        valid_from=_text(document.get("validFrom")) or _text(document.get("issuanceDate")),
        valid_until=_text(document.get("validUntil")) or _text(document.get("expirationDate")),
        awarded=_text(document.get("awardedDate")),
        achievement_id=_text(achievement.get("id")),
        achievement_type=_text(achievement.get("achievementType")),
        criteria=_text(criteria.get("narrative")),
        criteria_url=_text(criteria.get("id")),
        credits=_number(subject.get("creditsEarned")) or _number(achievement.get("creditsAvailable")),
        skills=tuple(_skill(each) for each in alignments if _kind(each) in ("", "ext:Skill")),
        outcomes=tuple(_text(each.get("targetName")) for each in alignments if _kind(each) == _OUTCOME),
        details=tuple(_text(each.get("targetName")) for each in alignments if _kind(each) in _DETAILS),
        results=_results(subject, achievement, told),
        evidence=tuple(
            _text(told.whole(each).get("name")) or _text(each.get("id")) for each in _objects(document.get("evidence"))
        ),
        endorsements=len(_objects(document.get("endorsement"))),
        image=_text(_object(document.get("image")).get("id")) or _text(_object(achievement.get("image")).get("id")),
        translations=_translations(alignments),
    )


def _learner(subject: Mapping[str, Any], identities: list[Mapping[str, Any]]) -> str:
    if name := _text(subject.get("name")):
        return name
    readable = [each for each in identities if each.get("hashed") is False]
    for wanted in ("name", "emailAddress"):
        found = [_text(each.get("identityHash")) for each in readable if each.get("identityType") == wanted]
        if found:
            return min(found)
    return _text(subject.get("id"))


def _kind(alignment: Mapping[str, Any]) -> str:
    """One of the kinds by which our own badges carry the European standard elements; "" is a skill of anybody's."""
    kind = _text(alignment.get("targetType")).partition(".")[0]
    return kind if kind in KINDS or kind == _TRANSLATION else ""


def _translations(alignments: list[Mapping[str, Any]]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for each in alignments:
        kind, _, language = _text(each.get("targetType")).partition(".")
        if kind == _TRANSLATION and language:
            words, code = found.setdefault(language, {}), _text(each.get("targetCode"))
            words[code] = min(words.get(code, _text(each.get("targetName"))), _text(each.get("targetName")))
    return found


def _skill(alignment: Mapping[str, Any]) -> Skill:
    return Skill(
        name=_text(alignment.get("targetName")),
        framework=_text(alignment.get("targetFramework")),
        code=_text(alignment.get("targetCode")),
        url=_text(alignment.get("targetUrl")),
    )


def _results(subject: Mapping[str, Any], achievement: Mapping[str, Any], told: Told) -> tuple[GivenResult, ...]:
    described = {_text(each.get("id")): told.whole(each) for each in _objects(achievement.get("resultDescription"))}
    found: list[GivenResult] = []
    for result in _objects(subject.get("result")):
        description = described.get(_text(result.get("resultDescription")), {})
        value = _text(result.get("value")) or _level(result, description) or _text(result.get("status"))
        notes = [_text(each.get("targetName")) for each in _objects(result.get("alignment")) if _kind(each) in _CONDITIONS]
        found.append(GivenResult(name=_text(description.get("name")), value=value, note="; ".join(sorted(notes))))
    return tuple(found)


def _level(result: Mapping[str, Any], description: Mapping[str, Any]) -> str:
    levels = _objects(description.get("rubricCriterionLevel"))
    return min((_text(each.get("name")) for each in levels if each.get("id") == result.get("achievedLevel")), default="")


def _object(value: Any) -> Mapping[str, Any]:
    return value if is_object(value) else {}


def _objects(value: Any) -> list[Mapping[str, Any]]:
    return [each for each in (value if is_array(value) else [value]) if is_object(each)]


def _strings(value: Any) -> list[str]:
    return [each for each in (value if is_array(value) else [value]) if isinstance(each, str)]


def _number(value: Any) -> str:
    return f"{value:g}" if isinstance(value, int | float) and not isinstance(value, bool) else ""
