"""What is said of the five optional elements, O1 to O5: advice, or an error where something is stated wrongly."""

from __future__ import annotations

from collections.abc import Mapping

from laurel.annex1.severity import Sentence

OPTIONAL: Mapping[str, Sentence] = {
    "PREREQUISITES_UNSTATED": (
        "O1",
        "warn",
        "Say what a learner needs in order to enrol, or that nothing is needed.",
        "Посочете какво е нужно за записване или че не е нужно нищо.",
    ),
    "SUPERVISION_UNSTATED": (
        "O2",
        "warn",
        "Say whether the assessment is supervised.",
        "Посочете дали оценяването е с надзор.",
    ),
    "IDENTITY_UNSTATED": (
        "O2",
        "warn",
        "Say whether the learner's identity is verified during assessment.",
        "Посочете дали при оценяването се проверява самоличността на обучаемия.",
    ),
    "IDENTITY_METHOD_CONTRADICTION": (
        "O2",
        "warn",
        "A method of identity verification is described, but identity is not verified.",
        "Описан е начин за проверка на самоличността, но самоличността не се проверява.",
    ),
    "IDENTITY_CONCEPT_UNKNOWN": (
        "O2",
        "warn",
        "“{value}” does not come from the EU's list {list}.",
        "„{value}“ не е от списъка на ЕС {list}.",
    ),
    "GRADING_UNSTATED": (
        "O3",
        "warn",
        "Nothing says which result passes: give a grading scale, a threshold, or the words that pass.",
        "Не е казано кой резултат е успешен: посочете скала, праг или думите, които означават успех.",
    ),
    "GRADE_UNSTATED": (
        "O3",
        "warn",
        "Neither a grade nor a result is stated.",
        "Не е посочена нито оценка, нито резултат.",
    ),
    "GRADE_OFF_SCALE": (
        "O3",
        "fail",
        "The grade {grade} lies outside the scale from {minimum} to {maximum}.",
        "Оценката {grade} е извън скалата от {minimum} до {maximum}.",
    ),
    "GRADE_WITHOUT_SCALE": (
        "O3",
        "warn",
        "A grade is given without its scale, so a reader cannot tell how good it is.",
        "Посочена е оценка без скала и читателят не може да прецени колко висока е тя.",
    ),
    "SCALE_UPSIDE_DOWN": (
        "O3",
        "fail",
        "The pass mark must lie between the lowest and the highest grade of the scale.",
        "Прагът за преминаване трябва да е между най-ниската и най-високата оценка от скалата.",
    ),
    "RESULT_UNKNOWN": (
        "O3",
        "fail",
        "A result names the assessment “{id}”, which does not exist.",
        "Резултат посочва оценяване „{id}“, каквото няма.",
    ),
    "STACKABILITY_UNSTATED": (
        "O4",
        "warn",
        "Say whether it stands alone or can be stacked towards something larger.",
        "Посочете дали е самостоятелна, или може да се натрупва към нещо по-голямо.",
    ),
    "STACKABLE_TOWARDS_NOTHING": (
        "O4",
        "warn",
        "It is called stackable or integrated: say towards which credential or programme.",
        "Посочена е като надграждаема или интегрирана: кажете към кое удостоверение или програма.",
    ),
    "FURTHER_INFORMATION_UNSTATED": (
        "O5",
        "warn",
        "Say where one can read more: a text, a link, or the awarding body's page.",
        "Кажете къде може да се прочете повече: текст, връзка или страницата на присъждащия орган.",
    ),
}
