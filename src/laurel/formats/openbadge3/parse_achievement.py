"""The Achievement of a badge as the plain form of a design: the inverse of `achievement_of`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from laurel.formats.openbadge3 import structure
from laurel.formats.openbadge3.achievement import assessment_url, grade_url, outcome_url, skill_key
from laurel.formats.openbadge3.codec import unshown
from laurel.formats.openbadge3.reading import Alignments, Json, facts, first_object, objects, texts, words

Plain = dict[str, Any]


def parse_achievement(achievement: Json) -> Plain:
    """The design as plain values, not validated yet, and `foreign`: whether another system wrote it."""
    alignments = Alignments(achievement.get("alignment"))
    foreign = alignments.code("ext:Form") is None
    reader = _Achievement(achievement, alignments)
    return (
        {"foreign": foreign}
        | reader.head()
        | (reader.foreign_outcomes() if foreign else reader.elements())
        | {"tags": texts(achievement.get("tag"))}
    )


def parse_organisation(value: object) -> list[Plain]:
    """The issuer of a foreign badge as an awarding body; nothing when it does not say its name and country."""
    profile = first_object(value)
    address = first_object(profile.get("address"))
    country = words(address.get("addressCountryCode"))
    name = words(profile.get("name"))
    if not (country and name and words(profile.get("id"))):
        return []
    return [
        {
            "id": words(profile.get("id")),
            "legal_name": {"en": name},
            "country": country,
            "region": words(address.get("addressRegion")),
            "url": words(profile.get("url")) or None,
            "email": words(profile.get("email")),
        }
    ]


class _Achievement:
    """One achievement being read."""

    def __init__(self, achievement: Json, alignments: Alignments) -> None:
        self.achievement = achievement
        self.alignments = alignments
        self.id = words(achievement.get("id"))
        self.language = words(achievement.get("inLanguage")) or "en"

    def text(self, key: str, shown: str) -> Plain:
        return unshown(shown, self.language, self.alignments.translations.get(key, {})).root

    def prose(self, kind: str, key: str, *, among: Alignments | None = None) -> Plain | None:
        shown = (among or self.alignments).prose(kind)
        return self.text(key, shown) if shown else None

    def head(self) -> Plain:
        version = {"version": words(self.achievement["version"])} if "version" in self.achievement else {}
        return version | {
            "id": self.id,
            "title": self.text("title", words(self.achievement.get("name"))),
            "description": self.text("description", words(self.achievement.get("description"))),
        }

    def foreign_outcomes(self) -> Plain:
        skills = [
            {
                "framework": words(one.get("targetFramework")),
                "code": words(one.get("targetCode")),
                "name": self.text("", words(one.get("targetName"))),
                "url": words(one.get("targetUrl")) or None,
            }
            for one in self.alignments.others()
        ]
        narrative = words(first_object(self.achievement.get("criteria")).get("narrative"))
        if not skills and not narrative:
            return {}
        return {"learning_outcomes": [{"id": "criteria", "statement": self.text("", narrative), "skills": skills}]}

    def elements(self) -> Plain:
        found = self.alignments
        return {
            "version": words(self.achievement.get("version")),
            "form": found.code("ext:Form"),
            "setting": found.code("ext:LearningSetting"),
            "languages": found.codes("ext:LanguageOfInstruction"),
            "awarding_bodies": [self.body(one) for _, one in found.of("ext:AwardingBody")],
            "learning_outcomes": [self.outcome(kind, one) for kind, one in found.of("ext:LearningOutcome")],
            "workload": self.workload(),
            "level": self.level(),
            "assessments": self.assessments(),
            "participation": found.codes("ext:FormOfParticipation"),
            "quality_assurance": [self.quality(kind, one) for kind, one in found.of("ext:QualityAssurance")],
            "prerequisites": self.prose("ext:Prerequisites", "prerequisites"),
            "supervision": found.code("ext:Supervision"),
            "identity_verification": found.code("ext:IdentityVerification"),
            "identity_method": self.prose("ext:IdentityMethod", "identity_method"),
            "grading": self.grading(),
            "stackability": self.stackability(),
            "further_information": self.prose("ext:FurtherInformation", "further_information"),
            "links": [words(one.get("targetUrl")) for _, one in found.of("ext:Link")],
            "field": found.code("ext:FieldOfStudy") or "",
            "valid_for_months": found.code("ext:ValidityPeriod"),
            "parts": structure.parts_of(found, design=self.id, read=self.text),
        }

    def body(self, one: Json) -> Plain:
        known = facts(one)
        name = words(one.get("targetName"))
        body = words(one.get("targetUrl"))
        return {"id": body, "legal_name": self.text(f"body/{body}", name), **_only(known, _BODY_FACTS)}

    def outcome(self, kind: str, one: Json) -> Plain:
        code = words(one.get("targetCode"))
        return {
            "id": code,
            "statement": self.text(f"outcome/{code}", words(one.get("targetName"))),
            "kind": kind,
            "level": next(
                (
                    words(one.get("targetCode"))
                    for _, one in self.alignments.of("ext:OutcomeLevel")
                    if words(one.get("targetDescription")) == code
                ),
                None,
            ),
            "skills": [
                self.skill(code, skill)
                for _, skill in self.alignments.of("ext:Skill")
                if words(skill.get("targetDescription")) == code
            ],
        }

    def skill(self, outcome: str, one: Json) -> Plain:
        framework, code, url = (words(one.get(name)) for name in ("targetFramework", "targetCode", "targetUrl"))
        name = self.text(skill_key(outcome, framework, code), words(one.get("targetName")))
        own = outcome_url(self.id, outcome)
        return {"framework": framework, "code": code, "name": name, "url": None if url == own else url}

    def workload(self) -> Plain | None:
        hours = self.alignments.code("ext:WorkloadHours")
        return {"hours": hours, "ects": self.alignments.code("ext:ECTS")} if hours is not None else None

    def level(self) -> Plain:
        found = self.alignments
        return {
            "eqf": found.code("ext:EQF"),
            "nqf": found.code("ext:NQF") or "",
            "cycle": found.code("ext:QF-EHEA"),
            "not_applicable_because": self.prose("ext:LevelNotApplicable", "level"),
        }

    def quality(self, kind: str, one: Json) -> Plain:
        known = facts(one)
        position, url = known.get("n", "1"), words(one.get("targetUrl"))
        return {
            "type": kind,
            "name": self.text(f"quality/{position}", words(one.get("targetName"))),
            "url": None if url == f"{self.id}#quality-{position}" else url,
            **_only(known, ("agency", "valid_until")),
        }

    def stackability(self) -> Plain | None:
        kind = self.alignments.code("ext:Stackability")
        if kind is None:
            return None
        towards = self.prose("ext:StackableTowards", "stackability/towards")
        return {"kind": kind, "towards": towards, "conditions": self.prose("ext:StackingConditions", "stackability/conditions")}

    def assessments(self) -> list[Plain]:
        prefix = assessment_url(self.id, "")
        described = objects(self.achievement.get("resultDescription"))
        return [self.assessment(one, prefix) for one in described if words(one.get("id")).startswith(prefix)]

    def assessment(self, one: Json, prefix: str) -> Plain:
        code = words(one.get("id")).removeprefix(prefix)
        found = Alignments(one.get("alignment"))
        return {
            "id": code,
            "title": self.text(f"assessment/{code}", words(one.get("name"))),
            "type": found.code("ext:AssessmentType"),
            "weight": found.code("ext:AssessmentWeight") or "0",
            "maximum": words(one.get("valueMax")),
            "threshold": one.get("requiredValue"),
            "mandatory": found.code("ext:MandatoryAssessment") == "true",
            "accepted": found.codes("ext:PassingResult"),
            "outcomes": found.codes("ext:AssessedOutcome"),
            "criteria": self.prose("ext:AssessmentCriteria", f"assessment/{code}/criteria", among=found),
            "rubric": structure.rubric_of(self.achievement, design=self.id, assessment=code, read=self.text),
        }

    def grading(self) -> Plain | None:
        own = grade_url(self.id)
        for one in objects(self.achievement.get("resultDescription")):
            if one.get("id") == own:
                return {
                    "name": self.text("grading", words(one.get("name"))),
                    "minimum": one.get("valueMin"),
                    "maximum": one.get("valueMax"),
                    "pass_mark": one.get("requiredValue"),
                }
        return None


_BODY_FACTS = ("country", "region", "registration", "url", "email")


def _only(known: Mapping[str, str], names: tuple[str, ...]) -> dict[str, str]:
    return {name: known[name] for name in names if name in known}
