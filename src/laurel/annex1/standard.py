"""The European standard by name: the sixteen elements of Annex I and the ten principles of Annex II.

Source: Council Recommendation 2022/C 243/02, Annex I and Annex II.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from laurel.errors import Language

RECOMMENDATION: Final = "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:32022H0627(02)"

ELEMENTS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "M1": ("Learner", "Обучаем"),
        "M2": ("Title", "Заглавие"),
        "M3": ("Country or region of the issuer", "Държава или регион на издателя"),
        "M4": ("Awarding body", "Присъждащ орган"),
        "M5": ("Date of issuing", "Дата на издаване"),
        "M6": ("Learning outcomes", "Резултати от ученето"),
        "M7": ("Notional workload", "Учебна натовареност (условна)"),
        "M8": ("Level", "Ниво"),
        "M9": ("Assessment", "Оценяване"),
        "M10": ("Form of participation", "Форма на участие"),
        "M11": ("Quality assurance", "Осигуряване на качеството"),
        "O1": ("Prerequisites", "Предварителни условия"),
        "O2": ("Supervision and identity verification", "Надзор и проверка на самоличността"),
        "O3": ("Grade", "Оценка"),
        "O4": ("Stackability", "Надграждаемост"),
        "O5": ("Further information", "Допълнителна информация"),
    }
)
"""Annex I: eleven mandatory and five optional elements, in English and Bulgarian."""

PRINCIPLES: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "P1": ("Quality", "Качество"),
        "P2": ("Transparency", "Прозрачност"),
        "P3": ("Relevance", "Значимост"),
        "P4": ("Valid assessment", "Валидно оценяване"),
        "P5": ("Learning pathways", "Учебни пътеки"),
        "P6": ("Recognition", "Признаване"),
        "P7": ("Portability", "Преносимост"),
        "P8": ("Learner-centred", "Насоченост към обучаемия"),
        "P9": ("Authenticity", "Автентичност"),
        "P10": ("Information and guidance", "Информация и ориентиране"),
    }
)
"""Annex II: ten principles, in English and Bulgarian."""

OF_A_LEARNER: Final = frozenset({"M1", "M5"})
"""The elements that only a learner's record has; a design is not asked for them."""

SHOWN_BY: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "P1": frozenset({"M11"}),
        "P2": frozenset({"M2", "M6", "M7", "M8", "M10"}),
        "P3": frozenset(),
        "P4": frozenset({"M6", "M9"}),
        "P5": frozenset({"O1", "O4"}),
        "P6": frozenset({"M4", "M6", "M7", "M8", "M11"}),
        "P7": frozenset(),
        "P8": frozenset(),
        "P9": frozenset({"M1", "M3", "M4", "M5", "O2"}),
        "P10": frozenset({"M2", "O1", "O5"}),
    }
)
"""Which elements show that a principle is followed. Where there are none, only rules of policy packs can tell."""


def name_of(code: str, language: Language) -> str:
    """The name of an element or principle."""
    return {**ELEMENTS, **PRINCIPLES}[code][language == "bg"]
