"""Learners of the demonstration, all made up, each with three scores of 100."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Learner:
    """One line of a gradebook."""

    number: str
    name: str
    email: str
    scores: tuple[int, int, int]


LEARNERS = (
    Learner("F10231", "Amina Yusuf", "amina@learner.example", (92, 88, 95)),
    Learner("F10232", "Борис Ангелов", "boris.angelov@learner.example", (74, 81, 66)),
    Learner("F10233", "Весела Кирова", "vesela.kirova@learner.example", (88, 90, 71)),
    Learner("F10234", "Georgi Nikolov", "georgi.nikolov@learner.example", (55, 64, 58)),
    Learner("F10235", "Дарина Павлова", "darina.pavlova@learner.example", (97, 93, 89)),
    Learner("F10236", "Емил Захариев", "emil.zahariev@learner.example", (41, 72, 38)),
    Learner("F10237", "Zheni Todorova", "zheni.todorova@learner.example", (66, 59, 77)),
    Learner("F10238", "Ивайло Стоев", "ivaylo.stoev@learner.example", (80, 76, 83)),
    Learner("F10239", "Калина Рашева", "kalina.rasheva@learner.example", (71, 85, 62)),
    Learner("F10240", "Lyubomir Vasilev", "lyubomir.vasilev@learner.example", (63, 70, 91)),
    Learner("F10241", "Мила Христова", "mila.hristova@learner.example", (90, 78, 84)),
    Learner("F10242", "Nadezhda Ilieva", "nadezhda.ilieva@learner.example", (58, 47, 69)),
    Learner("F10243", "Огнян Методиев", "ognyan.metodiev@learner.example", (84, 91, 80)),
    Learner("F10244", "Polina Sabeva", "polina.sabeva@learner.example", (69, 73, 75)),
    Learner("F10245", "Радослав Цонев", "radoslav.tsonev@learner.example", (77, 82, 64)),
    Learner("F10246", "Stela Mihaylova", "stela.mihaylova@learner.example", (93, 86, 90)),
)
