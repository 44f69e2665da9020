"""DigComp 3.0: the 5 areas and 21 competences as facts, with names in both languages.

Source: Cosgrove & Cachia, DigComp 3.0, JRC144121, 2025 (codes and English names). The Bulgarian names are our own
translation: no official one is known. Competence codes are unchanged since DigComp 2.2.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from laurel.annex1.record import LangString, SkillReference

FRAMEWORK = "DigComp 3.0"
_REPORT = "https://publications.jrc.ec.europa.eu/repository/handle/JRC144121"

_AREAS = {
    "1": ("Information search, evaluation and management", "Търсене, оценяване и управление на информация"),
    "2": ("Communication and collaboration", "Комуникация и сътрудничество"),
    "3": ("Content creation", "Създаване на съдържание"),
    "4": ("Safety, wellbeing and responsible use", "Безопасност, благополучие и отговорна употреба"),
    "5": ("Problem identification and solving", "Установяване и решаване на проблеми"),
}

_COMPETENCES = {
    "1.1": ("Browsing, searching and filtering information", "Сърфиране, търсене и филтриране на информация"),
    "1.2": ("Evaluating information", "Оценяване на информация"),
    "1.3": ("Managing information", "Управление на информация"),
    "2.1": ("Interacting through and with digital technologies", "Взаимодействие чрез и с дигитални технологии"),
    "2.2": ("Sharing through digital technologies", "Споделяне чрез дигитални технологии"),
    "2.3": ("Engaging in citizenship through digital technologies", "Гражданско участие чрез дигитални технологии"),
    "2.4": ("Collaborating through digital technologies", "Сътрудничество чрез дигитални технологии"),
    "2.5": ("Digital behaviour", "Дигитално поведение"),
    "2.6": ("Managing digital identity", "Управление на дигиталната идентичност"),
    "3.1": ("Developing digital content", "Разработване на дигитално съдържание"),
    "3.2": ("Integrating and re-elaborating digital content", "Интегриране и преработване на дигитално съдържание"),
    "3.3": ("Copyright and licences", "Авторско право и лицензи"),
    "3.4": ("Computational thinking and programming", "Изчислително мислене и програмиране"),
    "4.1": ("Protecting devices", "Защита на устройства"),
    "4.2": ("Protecting personal data and privacy", "Защита на личните данни и неприкосновеността"),
    "4.3": ("Supporting wellbeing", "Подкрепа на благополучието"),
    "4.4": (
        "Environmental impacts of digital technologies",
        "Въздействие на дигиталните технологии върху околната среда",
    ),
    "5.1": ("Identifying and solving technical problems", "Установяване и решаване на технически проблеми"),
    "5.2": ("Identifying needs and digital technological responses", "Установяване на потребности и дигитални решения"),
    "5.3": (
        "Identifying creative solutions using digital technologies",
        "Намиране на творчески решения с дигитални технологии",
    ),
    "5.4": (
        "Identifying and addressing digital competence needs",
        "Установяване и посрещане на потребности от дигитална компетентност",
    ),
}


def _names(pair: tuple[str, str]) -> LangString:
    return LangString({"en": pair[0], "bg": pair[1]})


AREAS: Mapping[str, LangString] = MappingProxyType({code: _names(pair) for code, pair in _AREAS.items()})
"""Area number ("1" … "5") → its name."""

DIGCOMP: Mapping[str, SkillReference] = MappingProxyType(
    {
        code: SkillReference(framework=FRAMEWORK, code=code, name=_names(pair), url=_REPORT)
        for code, pair in _COMPETENCES.items()
    }
)
"""Competence code ("1.1" … "5.4") → the skill reference a learning outcome points to."""


def area_of(code: str) -> str:
    """The area number of a competence code: "3.4" → "3"."""
    return code.partition(".")[0]
