"""Ten thousand micro-credentials that could exist: bilingual titles, outcomes and descriptions, each title once."""

from __future__ import annotations

import random
from collections.abc import Iterator
from decimal import Decimal
from itertools import product
from typing import Any

from laurel.annex1.digcomp import DIGCOMP
from laurel.annex1.record import MicroCredential

TOPICS = [
    ("data analysis", "анализ на данни", "1.3", "0612"),
    ("protecting personal data", "защита на личните данни", "4.2", "0612"),
    ("evaluating online sources", "оценяване на източници в интернет", "1.2", "0322"),
    ("programming in Python", "програмиране на Python", "3.4", "0613"),
    ("spreadsheets", "електронни таблици", "1.3", "0611"),
    ("cyber security", "киберсигурност", "4.1", "0612"),
    ("digital marketing", "дигитален маркетинг", "2.2", "0414"),
    ("using AI assistants", "работа с асистенти с изкуствен интелект", "5.3", "0619"),
    ("web accessibility", "достъпност на уебсайтове", "3.1", "0613"),
    ("copyright and licences", "авторско право и лицензи", "3.3", "0421"),
    ("online teaching", "онлайн преподаване", "2.4", "0111"),
    ("project management", "управление на проекти", "2.4", "0413"),
    ("machine learning", "машинно обучение", "3.4", "0619"),
    ("circular economy", "кръгова икономика", "4.4", "0521"),
    ("renewable energy", "възобновяема енергия", "4.4", "0713"),
    ("energy audits of buildings", "енергиен одит на сгради", "4.4", "0732"),
    ("first aid", "първа помощ", "4.3", "0913"),
    ("infection control", "контрол на инфекциите", "4.3", "0913"),
    ("electronic health records", "електронни здравни досиета", "1.3", "0914"),
    ("food safety", "безопасност на храните", "4.3", "0721"),
    ("precision agriculture", "прецизно земеделие", "5.2", "0811"),
    ("geographic information systems", "географски информационни системи", "1.3", "0532"),
    ("statistics", "статистика", "1.3", "0542"),
    ("academic writing", "академично писане", "3.1", "0232"),
    ("business English", "бизнес английски", "2.1", "0231"),
    ("sign language", "жестов език", "2.1", "0231"),
    ("negotiation", "водене на преговори", "2.1", "0413"),
    ("accounting", "счетоводство", "1.3", "0411"),
    ("public procurement", "обществени поръчки", "5.2", "0413"),
    ("tax law", "данъчно право", "1.2", "0421"),
    ("video editing", "видеомонтаж", "3.1", "0211"),
    ("user interface design", "дизайн на потребителски интерфейси", "3.2", "0613"),
    ("three-dimensional printing", "триизмерен печат", "3.1", "0715"),
    ("robotics", "роботика", "3.4", "0714"),
    ("welding", "заваряване", "5.1", "0715"),
    ("supply chains", "вериги на доставки", "5.2", "0413"),
    ("tourism services", "туристически услуги", "2.2", "1015"),
    ("event management", "организиране на събития", "2.4", "0414"),
    ("cultural heritage", "културно наследство", "3.2", "0222"),
    ("museum education", "музейна педагогика", "2.2", "0114"),
    ("inclusive education", "приобщаващо образование", "4.3", "0111"),
    ("mental health at work", "психично здраве на работното място", "4.3", "0313"),
    ("water management", "управление на водите", "4.4", "0712"),
    ("laboratory techniques", "лабораторни техники", "5.1", "0531"),
    ("clinical trials", "клинични изпитвания", "1.2", "0912"),
    ("blockchain", "блокчейн", "3.4", "0612"),
    ("digital identity", "дигитална идентичност", "2.6", "0612"),
    ("media literacy", "медийна грамотност", "1.2", "0321"),
    ("civic participation online", "гражданско участие в мрежата", "2.3", "0312"),
    ("troubleshooting computers", "отстраняване на проблеми с компютри", "5.1", "0611"),
]
GROUPS = [
    ("nurses", "медицински сестри"),
    ("teachers", "учители"),
    ("small businesses", "малки фирми"),
    ("civil servants", "държавни служители"),
    ("journalists", "журналисти"),
    ("librarians", "библиотекари"),
    ("engineers", "инженери"),
    ("farmers", "земеделци"),
    ("lawyers", "юристи"),
    ("job seekers", "търсещи работа"),
    ("social workers", "социални работници"),
    ("pharmacists", "фармацевти"),
    ("researchers", "изследователи"),
    ("tourist guides", "екскурзоводи"),
    ("sales staff", "търговци"),
    ("managers", "ръководители"),
    ("retired people", "пенсионери"),
    ("parents", "родители"),
    ("municipalities", "общини"),
    ("the construction sector", "строителния сектор"),
]
KINDS = [
    ("Foundations of {} for {}", "Основи на: {} за {}"),
    ("Introduction to {} for {}", "Въведение в: {} за {}"),
    ("Practical {} for {}", "Практика: {} за {}"),
    ("Advanced {} for {}", "За напреднали: {} за {}"),
    ("Workshop in {} for {}", "Работилница: {} за {}"),
    ("Planning {} with {}", "Планиране: {} с {}"),
    ("Quality and {} for {}", "Качество и {} за {}"),
    ("Tools for {} for {}", "Инструменти: {} за {}"),
    ("{} in everyday work of {}", "{} в ежедневната работа на {}"),
    ("Trends in {} for {}", "Тенденции: {} за {}"),
]
VERBS = [
    ("Explains the principles of {} to others", "Обяснява на други принципите на {}"),
    ("Applies {} to a problem of their own work", "Прилага {} върху проблем от собствената си работа"),
    ("Judges the quality of results in {} against criteria", "Преценява качеството на резултатите в {} по критерии"),
    ("Plans a small project in {}", "Планира малък проект по {}"),
    ("Documents decisions about {} so that others can follow them", "Документира решения за {} така, че други да ги проследят"),
]
HOURS = (8, 15, 25, 40, 50, 75, 100, 150, 180)
MODES = ("online", "onsite", "blended", "project_based")


def records(count: int, *, body: dict[str, Any], seed: int = 1) -> Iterator[MicroCredential]:
    """`count` records, at most 10,000, the same ones for the same seed."""
    chance = random.Random(seed)
    combined = list(product(TOPICS, GROUPS, KINDS))
    chance.shuffle(combined)
    for number, (topic, group, kind) in enumerate(combined[:count]):
        yield MicroCredential.model_validate(_record(number, topic, group, kind, body, chance))


def queries(count: int, *, seed: int = 2) -> list[str]:
    """What people type: one to three words of either language, every third with a wrong letter, some with a synonym."""
    chance = random.Random(seed)
    made = []
    for number in range(count):
        side = number % 2
        words = f"{chance.choice(TOPICS)[side]} {chance.choice(GROUPS)[side] if chance.random() < 0.5 else ''}".split()
        chosen = [word for word in words if len(word) > 2][: chance.randint(1, 3)]
        if number % 3 == 0:
            chosen[0] = _mistyped(chosen[0], chance)
        if number % 10 == 0:
            chosen.append(("microcredential", "микрокредит")[side])
        made.append(" ".join(chosen))
    return made


def _record(number: int, topic: Any, group: Any, kind: Any, body: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    hours, code = chance.choice(HOURS), topic[2]
    about = [each.format(topic[side], group[side]) for side, each in enumerate(kind)]
    skill = {"framework": "DigComp 3.0", "code": code, "name": DIGCOMP[code].name.model_dump()}
    verbs = chance.sample(VERBS, 3)
    return {
        "id": f"urn:bench:{number}",
        "title": {"en": about[0][:1].upper() + about[0][1:], "bg": about[1][:1].upper() + about[1][1:]},
        "description": {
            "en": f"A short programme in {topic[0]} for {group[0]}: what matters, how to begin, and how to tell good work. "
            "Ends with a piece of work from the learner's own practice.",
            "bg": f"Кратка програма: {topic[1]} за {group[1]} – кое е важно, как се започва и как се познава добрата работа. "
            "Завършва с работа от собствената практика на обучаемия.",
        },
        "form": chance.choice(("module", "skill", "competence")),
        "languages": chance.choice((("bg",), ("en",), ("bg", "en"))),
        "awarding_bodies": (body,),
        "learning_outcomes": [
            {
                "id": f"o{place}",
                "statement": {"en": en.format(topic[0]), "bg": bg.format(topic[1])},
                "kind": "skill",
                "skills": (skill,),
            }
            for place, (en, bg) in enumerate(verbs)
        ],
        "workload": {"hours": Decimal(hours), "ects": Decimal(hours) / 25 if hours >= 25 else None},
        "level": {"eqf": chance.choice((4, 5, 6, 7))},
        "assessments": [
            {"id": "work", "title": {"en": "A piece of work", "bg": "Работа"}, "type": "project_work", "outcomes": ("o0",)}
        ],
        "participation": (chance.choice(MODES),),
        "quality_assurance": [{"type": "internal", "name": {"en": "Quality rules", "bg": "Правила за качество"}}],
        "stackability": {"kind": chance.choice(("stand_alone", "stackable"))},
        "field": topic[3],
    }


def _mistyped(word: str, chance: random.Random) -> str:
    place = chance.randrange(1, max(2, len(word) - 1))
    return word[:place] + chance.choice("aeiоасте") + word[place + 1 :]
