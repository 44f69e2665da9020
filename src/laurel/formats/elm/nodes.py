"""The small pieces of an ELM document: numbered nodes, concepts, notes, and the facts that ELM has no property for.

A fact is a Note whose words are for people and whose subject is a concept of ours for machines:

    Note { noteLiteral { en: "Weight: 40 %" }, elmSubject Concept { id urn:x-laurel:weight:40, notation "40" } }
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final
from urllib.parse import quote

from laurel.annex1.record import LangString
from laurel.annex1.vocabularies import Term
from laurel.formats.elm.countries import COUNTRIES, COUNTRY, LANGUAGE, LANGUAGES
from laurel.formats.openbadge3.codec import EMPTY

Json = dict[str, Any]

SNB: Final = "http://data.europa.eu/snb/"
OWN: Final = "urn:x-laurel:"
LOCAL: Final = "urn:epass:"

FACTS: Final[Mapping[str, tuple[str, str]]] = {
    "form": ("Form", "Вид"),
    "language": ("Language of instruction", "Език на обучение"),
    "outcome-kind": ("Kind of learning outcome", "Вид на резултата от ученето"),
    "outcome-level": ("EQF level of the outcome", "Ниво на резултата по ЕКР"),
    "quality-type": ("Type of quality assurance", "Вид осигуряване на качеството"),
    "nqf-level": ("Level of the national qualifications framework", "Ниво по националната квалификационна рамка"),
    "level-not-applicable": ("Why a level does not apply", "Защо ниво не е приложимо"),
    "supervision": ("Supervision during assessment", "Надзор при оценяването"),
    "identity-verification": ("Identity verification", "Проверка на самоличността"),
    "identity-method": ("How identity is verified", "Как се проверява самоличността"),
    "stackability": ("Stackability", "Надграждаемост"),
    "stackable-towards": ("Stackable towards", "Може да се натрупва към"),
    "stacking-conditions": ("Conditions for stacking", "Условия за натрупване"),
    "parts-to-choose": ("Parts needed", "Нужни части"),
    "refers-to": ("Is the micro-credential", "Е микроквалификацията"),
    "covered-outcome": ("Covers the learning outcome", "Обхваща резултата от ученето"),
    "validity-period": ("Validity in months", "Срок на валидност в месеци"),
    "weight": ("Weight in percent", "Тежест в проценти"),
    "maximum": ("Highest result", "Най-висок резултат"),
    "minimum": ("Lowest result", "Най-нисък резултат"),
    "threshold": ("Lowest passing result", "Най-нисък резултат за преминаване"),
    "mandatory": ("Must be passed", "Задължително за преминаване"),
    "passing-result": ("Passing result", "Резултат, който се приема"),
    "assessed-outcome": ("Assesses the learning outcome", "Оценява резултата от ученето"),
    "further-information": ("Further information", "Допълнителна информация"),
    "evidence": ("Evidence", "Доказателство"),
    "quality-assurance": ("Quality assurance", "Осигуряване на качеството"),
    "capacity": ("Number of places", "Брой места"),
    "time-zone": ("Time zone", "Часова зона"),
}
"""Kind of fact → its label for people."""


class Nodes:
    """Makes the nodes of one document: those without an identifier of their own are numbered by type."""

    def __init__(self, language: str, *, local: str = LOCAL) -> None:
        """`local` begins the identifiers of nodes that have none of their own."""
        self.language = language
        self.local = local
        self._counts: Counter[str] = Counter()

    def node(self, kind: str, *, own_id: str = "", **members: Any) -> Json:
        """One node; empty members are left out."""
        kept = {name: value for name, value in members.items() if value not in (None, "", [], {})}
        return {"id": own_id or self.next_id(kind), "type": kind} | kept

    def next_id(self, kind: str) -> str:
        """The next number among the nodes of this type."""
        self._counts[kind] += 1
        return f"{self.local}{kind[0].lower()}{kind[1:]}:{self._counts[kind]}"

    def note(self, text: Mapping[str, str], subject: Json | None = None) -> Json:
        """A Note; without words it holds a dash."""
        shown = {language: words for language, words in text.items() if words}
        return self.node("Note", noteLiteral=shown or {self.language: EMPTY}, elmSubject=subject)

    def prose(self, kind: str, text: LangString | None) -> list[Json]:
        """A text of its own as a fact; nothing when it has no words."""
        return [self.note(text.root, own_concept(kind))] if text else []

    def fact(self, kind: str, value: str, shown: Mapping[str, str] | None = None) -> Json:
        """A value of ours as a fact: `shown` (else the value) for people, `value` for machines."""
        english, bulgarian = FACTS[kind]
        words = shown or {"en": value, "bg": value}
        text = {"en": f"{english}: {words['en']}", "bg": f"{bulgarian}: {words['bg']}"}
        return self.note(text, own_concept(kind, value))

    def term_fact(self, kind: str, term: Term) -> Json:
        """A value of a controlled list as a fact."""
        return self.fact(kind, term.value, {"en": term.en, "bg": term.bg})

    def page(self, url: str, title: Mapping[str, str] | None = None) -> Json:
        """A WebResource."""
        return self.node("WebResource", contentURL=url, title=dict(title or {}))


def concept(identifier: str, scheme: str, label: Mapping[str, str] | None = None, *, notation: str = "") -> Json:
    """A Concept of a scheme."""
    made: Json = {"id": identifier, "type": "Concept", "inScheme": {"id": scheme, "type": "ConceptScheme"}}
    if notation:
        made["notation"] = notation
    return made | ({"prefLabel": dict(label)} if label else {})


def snb(name: str, code: str, label: Mapping[str, str] | None = None) -> Json:
    """A Concept of one of the lists under `snb/`."""
    return concept(f"{SNB}{name}/{code}", f"{SNB}{name}/25831c2", label)


def term(value: Term, scheme: str) -> Json:
    """A value of one of our lists: the EU concept where it has one, else a concept of ours."""
    label = {"en": value.en, "bg": value.bg}
    if value.concept:
        return concept(value.concept, f"{value.concept.rpartition('/')[0]}/25831c2", label)
    return concept(f"{OWN}{scheme}:{value.value}", f"{OWN}{scheme}", label)


def own_concept(kind: str, value: str = "") -> Json:
    """The subject of a fact."""
    english, bulgarian = FACTS[kind]
    identifier = f"{OWN}{kind}:{quote(value, safe='')}" if value else OWN + kind
    return concept(identifier, OWN + kind, {"en": english, "bg": bulgarian}, notation=value)


def country(code: str) -> Json | None:
    """The Concept of a country, or None when the EU's table does not have it."""
    return concept(f"{COUNTRY}/{COUNTRIES[code]}", COUNTRY, notation="country") if code in COUNTRIES else None


def languages_of(tags: Iterable[str]) -> list[Json]:
    """The Concepts of the languages of these tags, each once; those that the EU's table lacks are left out."""
    known = dict.fromkeys(LANGUAGES.get(tag.partition("-")[0], "") for tag in tags)
    return [concept(f"{LANGUAGE}/{each}", LANGUAGE, notation="language") for each in known if each]


def words(text: LangString, language: str) -> dict[str, str]:
    """The text as a language map; without words it holds a dash."""
    return dict(text.root) or {language: EMPTY}
