"""What a policy may ask about: the vocabulary of facts, each with its kind, its name in both languages and its place.

A *fact* is one named value about a micro-credential: its ECTS credits, whether somebody's identity was checked, who approved
it. Facts of the design are read off the record (`policy.reading`); facts of the process (reviews, marking, issuing) are given
by whoever runs it. A fact that nobody stated is `UNKNOWN`: neither yes nor no.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from types import MappingProxyType
from typing import Any, Final, Literal, TypeAlias

from laurel.errors import Language, PolicyError, Problem

Kind = Literal["number", "flag", "word", "words", "date"]


class Missing(Enum):
    """The one value that says: nobody stated this."""

    UNKNOWN = "unknown"


UNKNOWN: Final = Missing.UNKNOWN
Value: TypeAlias = Decimal | bool | str | frozenset[str] | date
Known: TypeAlias = Value | Missing
Facts: TypeAlias = Mapping[str, Known]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing that can be asked about.

    `at` is a JSON pointer into the design, or "" where the design does not say it. `step` is the smallest sensible change of a
    number: examples move by it. `unit` is shown behind a number. `example` is a word that a list of this kind may hold.
    """

    name: str
    kind: Kind
    en: str
    bg: str
    at: str = ""
    step: Decimal = Decimal(1)
    unit: str = ""
    unit_bg: str = ""
    example: str = ""

    def title(self, language: Language) -> str:
        """Its name for a person."""
        return self.bg if language == "bg" else self.en

    def show(self, value: Known, language: Language) -> str:
        """A value of it for a person: "60 hours", "yes", "not stated"."""
        if value is UNKNOWN:
            return "не е посочено" if language == "bg" else "not stated"
        if isinstance(value, bool):
            return _YES_NO[value][language == "bg"]
        if isinstance(value, Decimal):
            unit = self.unit_bg if language == "bg" else self.unit
            return f"{plain(value)} {unit}".strip()
        if isinstance(value, frozenset):
            return ", ".join(sorted(value)) or ("няма" if language == "bg" else "none")
        return value.isoformat() if isinstance(value, date) else value


_YES_NO = {True: ("yes", "да"), False: ("no", "не")}


def plain(number: Decimal) -> str:
    """Without exponent and trailing zeros: 1.50 → "1.5"."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _number(name: str, en: str, bg: str, **more: Any) -> Fact:
    return Fact(name=name, kind="number", en=en, bg=bg, **more)


def _flag(name: str, en: str, bg: str, **more: Any) -> Fact:
    return Fact(name=name, kind="flag", en=en, bg=bg, **more)


_HALF = Decimal("0.5")
_DAYS = {"unit": "days", "unit_bg": "дни"}
_MONTHS = {"unit": "months", "unit_bg": "месеца"}
_PERCENT = {"unit": "%", "unit_bg": "%"}

_ALL: tuple[Fact, ...] = (
    # read off the design
    _number("ects", "ECTS credits", "кредити по ECTS", at="/workload/ects", step=_HALF),
    _number("hours", "workload", "учебна натовареност", at="/workload/hours", unit="hours", unit_bg="часа"),
    _number("eqf", "EQF level", "ниво по ЕКР", at="/level/eqf"),
    _flag("level_applies", "a level applies", "има ниво", at="/level"),
    _flag("nqf_stated", "national level stated", "посочено ниво по НКР", at="/level/nqf"),
    Fact(name="title_words", kind="words", en="words of the title", bg="думи в заглавието", at="/title"),
    Fact(
        name="missing_elements",
        kind="words",
        en="mandatory elements that are missing",
        bg="липсващи задължителни елементи",
        example="M11",
    ),
    _number("summative_assessments", "assessments that count", "оценявания, които се зачитат", at="/assessments"),
    _number("outcomes_assessed_percent", "outcomes assessed", "оценявани резултати", at="/assessments", **_PERCENT),
    _flag("attendance_only", "attendance is the only assessment", "присъствието е единственото оценяване", at="/assessments"),
    _flag(
        "identity_verified",
        "identity verified at assessment",
        "самоличността се проверява при оценяването",
        at="/identity_verification",
    ),
    _flag("supervised", "assessment supervised", "оценяването е с надзор", at="/supervision"),
    _flag(
        "quality_named_with_address",
        "quality assurance named, with an address",
        "осигуряването на качеството е посочено с адрес",
        at="/quality_assurance",
    ),
    _flag(
        "external_quality_valid",
        "external quality assurance in force",
        "външното осигуряване на качеството е в сила",
        at="/quality_assurance",
    ),
    _flag("has_prerequisites", "has prerequisites", "има предварителни условия", at="/prerequisites"),
    _number("valid_for_months", "valid for", "срок на валидност", at="/valid_for_months", **_MONTHS),
    _flag("expires", "expires", "има край на валидността", at="/valid_for_months"),
    _number("grade_minimum", "lowest grade", "най-ниска оценка", at="/grading/minimum", step=_HALF),
    _number("grade_maximum", "highest grade", "най-висока оценка", at="/grading/maximum", step=_HALF),
    _number("pass_mark", "pass mark", "минимална оценка за успех", at="/grading/pass_mark", step=_HALF),
    Fact(name="languages", kind="words", en="languages of the title", bg="езици на заглавието", at="/title"),
    # stated by the process
    _number("approving_people", "different people who wrote, reviewed and approved", "различни автори и одобряващи"),
    _flag("evidence_of_need", "evidence of need", "доказана потребност"),
    _number("overlap_percent", "overlap with an existing micro-credential", "припокриване със съществуваща", **_PERCENT),
    _flag("related_to_portfolio", "related to what the provider offers", "свързана с предлаганото от доставчика"),
    _number("review_interval_months", "time between reviews", "време между прегледите", **_MONTHS),
    _flag("learner_feedback_route", "learners can give feedback", "обучаемите могат да дават обратна връзка"),
    _flag("complaints_route", "learners can complain", "обучаемите могат да подават жалби"),
    _flag("prerequisites_evaluable", "prerequisites can be checked", "условията могат да се проверят"),
    _number("learners_per_assessor", "learners for each assessor", "обучаеми на един оценяващ"),
    _number("attempt", "attempt", "опит"),
    _number("days_since_last_attempt", "time since the last attempt", "време от предишния опит", **_DAYS),
    _number("double_marked", "submissions marked twice", "работи, оценени два пъти"),
    _number("double_marked_percent", "share marked twice", "дял, оценен два пъти", **_PERCENT),
    _number(
        "borderline_fails_double_marked_percent",
        "borderline fails marked twice",
        "гранични слаби оценки, оценени два пъти",
        **_PERCENT,
    ),
    _number(
        "marking_difference_levels", "difference between markers", "разлика между оценяващите", unit="levels", unit_bg="нива"
    ),
    _flag("third_marker", "a third person has marked", "оценил е и трети човек"),
    Fact(
        name="outcomes_below_threshold",
        kind="words",
        en="mandatory outcomes below their threshold",
        bg="задължителни резултати под прага",
        example="outcome-1",
    ),
    _flag("name_verified", "the learner's name was checked", "името на обучаемия е проверено"),
    _flag("has_awards", "has been awarded", "вече е присъждана"),
    Fact(name="changed_fields", kind="words", en="changed fields", bg="променени полета", example="title"),
    Fact(name="revocation_reason", kind="word", en="reason for revoking", bg="причина за отмяна"),
    _flag("revocation_explained", "the reason is explained in words", "причината е обяснена с думи"),
    _flag("fast_moving_skill", "a skill that ages fast", "умение, което бързо остарява"),
    Fact(name="refresh_route", kind="word", en="how it is refreshed", bg="как се подновява"),
    _number("refresh_months_before_end", "refreshing opens before the end", "подновяване преди края", **_MONTHS),
    # measured on a stack of credentials
    _number("stack_ects", "ECTS credits counted", "зачетени кредити по ECTS", step=_HALF),
    _number("stack_theme_percent", "share within the theme", "дял в рамките на темата", **_PERCENT),
    _number("stack_level_percent", "share at the level", "дял на нивото", **_PERCENT),
    _number("stack_counted_elsewhere", "credentials that count elsewhere as well", "удостоверения, зачетени и другаде"),
    _number("stack_own_percent", "share from the awarding institution", "дял от присъждащата институция", **_PERCENT),
    _number("stack_external_percent", "share from other institutions", "дял от други институции", **_PERCENT),
    _number(
        "stack_oldest_years", "age of the oldest award", "давност на най-старото присъждане", unit="years", unit_bg="години"
    ),
    _number("stack_expired", "expired credentials counted", "зачетени изтекли удостоверения"),
    _number(
        "stack_overlap_percent", "largest overlap of two that count", "най-голямо припокриване на две зачетени", **_PERCENT
    ),
    _number(
        "stack_lowest_grade_percent",
        "lowest grade, from the pass mark to the best",
        "най-ниска оценка, от минималната до най-високата",
        **_PERCENT,
    ),
    Fact(name="stack_unmet", kind="words", en="requirements not met", bg="неизпълнени изисквания", example="electives"),
    _flag("stack_decided", "a person has decided", "решил е човек"),
    _flag("stack_application", "the learner has applied", "обучаемият е подал заявление"),
    # found while a credential was looked at for recognition
    _flag("verified", "signature, shape and dates verified", "подпис, форма и дати са проверени"),
    _flag("issuer_known", "the issuer is known", "издателят е познат"),
    _flag("status_checked", "not revoked, as its list says", "не е отменено според списъка му"),
    _number("outcomes_stated", "learning outcomes stated", "посочени учебни резултати"),
    _number("outcomes_with_skills_percent", "outcomes with a skill", "резултати с умение", **_PERCENT),
    Fact(name="criteria_open", kind="words", en="criteria not graded", bg="неоценени критерии", example="level"),
    Fact(name="recognition_decision", kind="word", en="decision", bg="решение"),
    Fact(name="recognition_purpose", kind="word", en="purpose", bg="цел"),
    _number("substantial_differences", "substantial differences shown", "показани съществени разлики"),
    _flag("decision_explained", "the reasons are given", "причините са посочени"),
    _flag("agreement_covers", "an agreement in force covers it", "обхваща се от действащо споразумение"),
    _flag("agreement_proposed", "the agreement made a proposal", "споразумението е довело до предложение"),
    _number("months_to_decision", "time until the decision", "време до решението", **_MONTHS),
    _flag("appealed", "an appeal was made", "има жалба"),
    _number("days_to_appeal", "time until the appeal", "време до жалбата", **_DAYS),
    _flag("appeal_panel_differs", "other people decide the appeal", "жалбата решават други хора"),
    _flag("recognition_carries_grade", "carries a grade", "носи оценка"),
    _flag("missing_outcomes_listed", "the missing outcomes are listed", "липсващите резултати са изброени"),
)

FACTS: Final[Mapping[str, Fact]] = MappingProxyType({fact.name: fact for fact in _ALL})
"""Every fact by its name."""

_TYPES: Mapping[Kind, tuple[type, ...]] = {
    "number": (Decimal, int),
    "flag": (bool,),
    "word": (str,),
    "words": (list, tuple, set, frozenset),
    "date": (date,),
}


def show_all(facts: Facts, language: Language) -> str:
    """Facts with their values, for a person: "workload: 60 hours; ECTS credits: 2"."""
    return "; ".join(f"{FACTS[name].title(language)}: {FACTS[name].show(value, language)}" for name, value in facts.items())


def read_facts(given: Mapping[str, Any]) -> dict[str, Value]:
    """Facts from plain values (of TOML or JSON): numbers, true/false, words, lists of words, dates.

    Raises:
        PolicyError: a name that is no fact, or a value of the wrong kind; every place is named.
    """
    problems = list(_problems(given))
    if problems:
        raise PolicyError(problems)
    return {name: _value(FACTS[name].kind, value) for name, value in given.items()}


def _problems(given: Mapping[str, Any]) -> Iterable[Problem]:
    for name, value in given.items():
        fact = FACTS.get(name)
        if fact is None:
            yield Problem(at=f"/{name}", code="UNKNOWN_FACT", en="there is no fact of this name", bg="няма факт с такова име")
        elif not fits(fact.kind, value):
            yield Problem(
                at=f"/{name}",
                code="WRONG_KIND",
                en=f"this must be a {_KIND_NAMES[fact.kind][0]}",
                bg=f"тук трябва да има {_KIND_NAMES[fact.kind][1]}",
            )


_KIND_NAMES: Mapping[Kind, tuple[str, str]] = {
    "number": ("number", "число"),
    "flag": ("yes or no (true, false)", "да или не (true, false)"),
    "word": ("word", "дума"),
    "words": ("list of words", "списък от думи"),
    "date": ("date", "дата"),
}


def fits(kind: Kind, value: object) -> bool:
    """Whether a plain value can be a value of this kind."""
    if isinstance(value, bool):
        return kind == "flag"
    if kind == "words":
        return isinstance(value, _TYPES[kind]) and all(isinstance(each, str) for each in value)  # type: ignore[attr-defined]
    return isinstance(value, _TYPES[kind]) and not (isinstance(value, Decimal) and not value.is_finite())


def _value(kind: Kind, value: Any) -> Value:
    if kind == "number":
        return Decimal(value)
    return frozenset(value) if kind == "words" else value
