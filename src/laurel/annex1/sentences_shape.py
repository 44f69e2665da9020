"""What is said of the shape of a design: its family, its form, its parts, for whom it is made."""

from __future__ import annotations

from collections.abc import Mapping

from laurel.annex1.severity import Sentence

SHAPE: Mapping[str, Sentence] = {
    "FAMILY_NEEDS": (
        "M2",
        "fail",
        "{family}: this has to be stated.",
        "{family_bg}: това трябва да бъде посочено.",
    ),
    "FAMILY_HAS_NO": (
        "M2",
        "warn",
        "{family}: this does not belong to it.",
        "{family_bg}: това не се отнася за нея.",
    ),
    "FORM_NEEDS_MORE": (
        "M6",
        "warn",
        "The form “{form}” has at least {least} learning outcomes that fit it; here are {count}.",
        "Формата „{form_bg}“ има поне {least} подходящи резултата от ученето; тук са {count}.",
    ),
    "FORM_TAKES_FEWER": (
        "M6",
        "warn",
        "The form “{form}” has at most {most} learning outcomes. Leave some out, or choose a larger form.",
        "Формата „{form_bg}“ има най-много {most} резултата от ученето. Махнете някои или изберете по-голяма форма.",
    ),
    "VERB_NOT_IN_STATEMENT": (
        "M6",
        "warn",
        "The verb “{verb}” does not stand in the learning outcome.",
        "Глаголът „{verb}“ не се среща в резултата от ученето.",
    ),
    "OUTCOME_LEVEL_ABOVE": (
        "M8",
        "warn",
        "The learning outcome “{id}” is of level {level}, above level {eqf} of the whole.",
        "Резултатът от ученето „{id}“ е на ниво {level}, над нивото {eqf} на цялото.",
    ),
    "OUTCOME_WITHOUT_CRITERION": (
        "M9",
        "warn",
        "No criterion of a rubric speaks of the learning outcome “{id}”, although it is assessed.",
        "Никой критерий от рубрика не се отнася за резултата от ученето „{id}“, макар че той се оценява.",
    ),
    "CRITERION_TWICE": (
        "M9",
        "fail",
        "Two criteria have the identifier “{id}”.",
        "Два критерия имат идентификатор „{id}“.",
    ),
    "CRITERION_EMPTY": (
        "M9",
        "fail",
        "The criterion “{id}” has no text.",
        "Критерият „{id}“ няма текст.",
    ),
    "CRITERION_FOR_NOTHING": (
        "M9",
        "warn",
        "The criterion “{id}” is tied to no learning outcome.",
        "Критерият „{id}“ не е свързан с резултат от ученето.",
    ),
    "CRITERION_OUTCOME_UNKNOWN": (
        "M9",
        "fail",
        "The criterion “{id}” names the learning outcome “{outcome}”, which does not exist.",
        "Критерият „{id}“ посочва резултат от ученето „{outcome}“, какъвто няма.",
    ),
    "RUBRIC_LEVELS_TOO_FEW": (
        "M9",
        "warn",
        "The criterion “{id}” needs at least two levels, or it tells nothing apart.",
        "Критерият „{id}“ има нужда от поне две нива, иначе не различава нищо.",
    ),
    "RUBRIC_LEVEL_TWICE": (
        "M9",
        "fail",
        "Two levels of one criterion have the identifier “{id}”.",
        "Две нива на един критерий имат идентификатор „{id}“.",
    ),
    "RUBRIC_LEVEL_UNNAMED": (
        "M9",
        "fail",
        "The level “{id}” has no name.",
        "Нивото „{id}“ няма наименование.",
    ),
    "RUBRIC_POINTS_ORDER": (
        "M9",
        "warn",
        "The levels of “{id}” go from lowest to highest, but their points do not.",
        "Нивата на „{id}“ са от най-ниското към най-високото, но точките им не са.",
    ),
    "RUBRIC_MAXIMUM": (
        "M9",
        "warn",
        "The rubric of “{id}” brings at most {points} points; its assessment says {maximum}.",
        "Рубриката на „{id}“ носи най-много {points} точки, а в оценяването е посочено {maximum}.",
    ),
    "PASSING_LEVEL_UNKNOWN": (
        "M9",
        "fail",
        "The criterion “{id}” is passed at the level “{level}”, which does not exist.",
        "Критерият „{id}“ се покрива на ниво „{level}“, каквото няма.",
    ),
    "PARTS_OF_ONE_PIECE": (
        "M6",
        "warn",
        "The form “{form}” is of one piece. Only a skill set and a competence bundle have parts.",
        "Формата „{form_bg}“ е от една част. Само набор от умения и пакет от компетентности имат части.",
    ),
    "PARTS_TOO_FEW": (
        "M6",
        "fail",
        "A set or a bundle has at least two parts.",
        "Наборът или пакетът има поне две части.",
    ),
    "PART_TWICE": (
        "M6",
        "fail",
        "The part “{id}” stands here twice.",
        "Частта „{id}“ е посочена два пъти.",
    ),
    "PART_UNNAMED": (
        "M6",
        "fail",
        "The part “{id}” has no title.",
        "Частта „{id}“ няма заглавие.",
    ),
    "PART_EMPTY": (
        "M6",
        "fail",
        "The part “{id}” names neither another design nor learning outcomes of this one.",
        "Частта „{id}“ не посочва нито друг проект, нито резултати от ученето на този.",
    ),
    "PART_OF_ITSELF": (
        "M6",
        "fail",
        "The part “{id}” is this very design.",
        "Частта „{id}“ е самият този проект.",
    ),
    "PART_OUTCOME_UNKNOWN": (
        "M6",
        "fail",
        "The part “{id}” names the learning outcome “{outcome}”, which does not exist.",
        "Частта „{id}“ посочва резултат от ученето „{outcome}“, какъвто няма.",
    ),
    "PARTS_CHOOSE_TOO_MANY": (
        "M6",
        "fail",
        "{choose} parts are asked for, and there are only {count}.",
        "Искат се {choose} части, а има само {count}.",
    ),
    "PARTS_CHOOSE_TOO_FEW": (
        "M6",
        "fail",
        "{choose} parts are asked for, but {mandatory} are mandatory.",
        "Искат се {choose} части, а задължителните са {mandatory}.",
    ),
    "PARTS_WORKLOAD": (
        "M7",
        "warn",
        "The parts take {low} to {high} hours; the whole says {hours}.",
        "Частите отнемат от {low} до {high} часа, а за цялото са посочени {hours}.",
    ),
    "COMMISSIONER_UNNAMED": (
        "O5",
        "fail",
        "Name the organisation that commissioned it.",
        "Посочете организацията, която я е възложила.",
    ),
    "COMMISSION_NEED_MISSING": (
        "O5",
        "warn",
        "Say what the commissioning organisation needs it for.",
        "Кажете за какво е нужна на възложителя.",
    ),
    "RESTRICTED_FOR_NOBODY": (
        "O5",
        "warn",
        "It is hidden from the catalogue, but made neither for an organisation nor for one learner.",
        "Скрита е от каталога, но не е създадена нито за организация, нито за един обучаем.",
    ),
    "TEMPLATE_MISSING": (
        "M6",
        "warn",
        "Say from which design this one was made.",
        "Посочете от кой проект е направен този.",
    ),
    "TEMPLATE_IS_ITSELF": (
        "M6",
        "fail",
        "A design cannot be its own template.",
        "Един проект не може да е собственият си образец.",
    ),
    "NOTHING_NEGOTIATED": (
        "M6",
        "warn",
        "Say which learning outcomes were agreed with the learner.",
        "Посочете кои резултати от ученето са договорени с обучаемия.",
    ),
    "NEGOTIATED_OUTCOME_UNKNOWN": (
        "M6",
        "fail",
        "The learning outcome “{outcome}” was agreed, but does not exist.",
        "Договореният резултат от ученето „{outcome}“ не съществува.",
    ),
    "NEGOTIATED_NOT_APPROVED": (
        "M6",
        "fail",
        "What was agreed with the learner has to be approved: say by whom and when.",
        "Договореното с обучаемия трябва да бъде одобрено: посочете от кого и кога.",
    ),
    "APPROVED_BEFORE_AGREED": (
        "M6",
        "warn",
        "The approval is dated before the agreement.",
        "Одобрението е с дата преди договарянето.",
    ),
}
