"""What is said of the eleven mandatory elements, M1 to M11."""

from __future__ import annotations

from collections.abc import Mapping

from laurel.annex1.severity import Sentence

MANDATORY: Mapping[str, Sentence] = {
    "LEARNER_UNIDENTIFIED": (
        "M1",
        "fail",
        "Nothing links this record to one learner. Give an identifier or an e-mail address.",
        "Нищо не свързва записа с един обучаем. Посочете идентификатор или имейл адрес.",
    ),
    "LEARNER_UNNAMED": (
        "M1",
        "warn",
        "The learner has no name, so a reader cannot see whose achievement this is.",
        "Обучаемият няма посочено име и читателят не може да види чие е постижението.",
    ),
    "TITLE_MISSING": (
        "M2",
        "fail",
        "Give a title in every language of instruction. Missing: {language}.",
        "Дайте заглавие на всеки език на обучение. Липсва: {language_bg}.",
    ),
    "TITLE_DEGREE_WORD": (
        "M2",
        "fail",
        "The title says “{word}”, which belongs to degrees and qualifications. Choose another word.",
        "В заглавието стои „{word}“ – дума, запазена за степени и квалификации. Изберете друга.",
    ),
    "DESCRIPTION_MISSING": (
        "M2",
        "fail",
        "Describe the micro-credential in a sentence or two: a badge cannot be issued without a description.",
        "Опишете микроквалификацията в едно-две изречения: без описание значка не може да бъде издадена.",
    ),
    "LANGUAGE_MISSING": (
        "M2",
        "warn",
        "This text is missing in {language}, although the title is written in it.",
        "Този текст липсва на {language_bg}, макар че заглавието е написано на него.",
    ),
    "COUNTRY_MISSING": (
        "M3",
        "fail",
        "Without an awarding body nobody can see the country or region of the issuer.",
        "Без присъждащ орган не се вижда държавата или регионът на издателя.",
    ),
    "COUNTRY_UNSTATED": (
        "M3",
        "fail",
        "The awarding body's country is not stated.",
        "Държавата на присъждащия орган не е посочена.",
    ),
    "COUNTRY_UNKNOWN": (
        "M3",
        "fail",
        "“{value}” is not in the EU's list of countries.",
        "„{value}“ не е в списъка на ЕС с държави.",
    ),
    "AWARDING_BODY_MISSING": (
        "M4",
        "fail",
        "Name at least one awarding body.",
        "Посочете поне един присъждащ орган.",
    ),
    "AWARDING_BODY_UNNAMED": (
        "M4",
        "fail",
        "This awarding body has no legal name.",
        "Този присъждащ орган няма посочено официално наименование.",
    ),
    "AWARDING_BODY_TWICE": (
        "M4",
        "fail",
        "The awarding body {id} stands here twice.",
        "Присъждащият орган {id} е посочен два пъти.",
    ),
    "AWARDED_AFTER_ISSUED": (
        "M5",
        "warn",
        "The award is dated later than the issuing of the document. Check both dates.",
        "Присъждането е с по-късна дата от издаването на документа. Проверете двете дати.",
    ),
    "ISSUED_IN_FUTURE": (
        "M5",
        "warn",
        "The date of issuing lies in the future.",
        "Датата на издаване е в бъдещето.",
    ),
    "VALID_UNTIL_TOO_EARLY": (
        "M5",
        "fail",
        "The validity ends before it begins.",
        "Срокът на валидност свършва, преди да е започнал.",
    ),
    "ISSUED_MISSING": (
        "M5",
        "fail",
        "There is no date of issuing. The validity starts on {hint}, which may be the same day.",
        "Няма дата на издаване. Валидността започва на {hint}, което може да е същият ден.",
    ),
    "OUTCOMES_MISSING": (
        "M6",
        "fail",
        "Say what the learner will know, understand or be able to do: at least one learning outcome.",
        "Кажете какво обучаемият ще знае, разбира или може да прави: поне един резултат от ученето.",
    ),
    "OUTCOME_EMPTY": (
        "M6",
        "fail",
        "The learning outcome “{id}” has no text.",
        "Резултатът от ученето „{id}“ няма текст.",
    ),
    "OUTCOME_VERB": (
        "M6",
        "warn",
        "“{word}” may not be something one can observe. Start with a verb such as “{example}”.",
        "„{word}“ може да не е нещо, което се наблюдава. Започнете с глагол като „{example}“.",
    ),
    "OUTCOME_TWICE": (
        "M6",
        "fail",
        "Two learning outcomes have the identifier “{id}”.",
        "Два резултата от ученето имат идентификатор „{id}“.",
    ),
    "OUTCOME_NOT_ASSESSED": (
        "M6",
        "fail",
        "No assessment covers the learning outcome “{id}”.",
        "Никое оценяване не обхваща резултата от ученето „{id}“.",
    ),
    "SKILL_TWICE": (
        "M6",
        "warn",
        "The skill {code} stands twice in one learning outcome.",
        "Умението {code} е посочено два пъти в един резултат от ученето.",
    ),
    "WORKLOAD_MISSING": (
        "M7",
        "fail",
        "State the notional workload in hours and, where possible, in ECTS credits.",
        "Посочете условната учебна натовареност в часове и, когато е възможно, в кредити ECTS.",
    ),
    "HOURS_MISSING": (
        "M7",
        "warn",
        "{ects} ECTS credits are stated, but not the hours behind them.",
        "Посочени са {ects} кредита ECTS, но не и часовете зад тях.",
    ),
    "ECTS_RATIO": (
        "M7",
        "fail",
        "{hours} hours for {ects} ECTS is {ratio} hours a credit, not 25 to 30. These hours make {low} to {high} ECTS.",
        "{hours} часа за {ects} ECTS са {ratio} часа на кредит, а не от 25 до 30. Тези часове са {low} до {high} ECTS.",
    ),
    "ECTS_MISSING": (
        "M7",
        "warn",
        "No ECTS credits are given; higher education should give them wherever possible.",
        "Не са посочени кредити ECTS; във висшето образование те се посочват винаги, когато е възможно.",
    ),
    "DURATION_SUSPICIOUS": (
        "M7",
        "warn",
        "{value} means {months} months of work. PT and then hours (H) or minutes (M) was probably meant.",
        "{value} означава {months} месеца труд. Вероятно е имано предвид PT и след това часове (H) или минути (M).",
    ),
    "LEVEL_MISSING": (
        "M8",
        "fail",
        "Give a level (EQF, NQF or cycle), or say why a level does not apply.",
        "Посочете ниво (ЕКР, НКР или цикъл) или обяснете защо ниво не е приложимо.",
    ),
    "LEVEL_CONTRADICTION": (
        "M8",
        "fail",
        "A level is given together with a reason why none applies. Keep one of the two.",
        "Посочено е ниво заедно с причина защо ниво не е приложимо. Оставете едното.",
    ),
    "CYCLE_MISMATCH": (
        "M8",
        "fail",
        "{cycle} belongs to EQF level {expected}, not {eqf}.",
        "{cycle_bg} съответства на ниво {expected} по ЕКР, а не на {eqf}.",
    ),
    "ASSESSMENT_MISSING": (
        "M9",
        "fail",
        "Say how the learning outcomes are assessed: at least one assessment.",
        "Кажете как се оценяват резултатите от ученето: поне едно оценяване.",
    ),
    "ATTENDANCE_ONLY": (
        "M9",
        "fail",
        "Attendance alone is not a micro-credential. Add an assessment of the learning outcomes.",
        "Само присъствието не е микроквалификация. Добавете оценяване на резултатите от ученето.",
    ),
    "ASSESSMENT_TWICE": (
        "M9",
        "fail",
        "Two assessments have the identifier “{id}”.",
        "Две оценявания имат идентификатор „{id}“.",
    ),
    "ASSESSMENT_UNNAMED": (
        "M9",
        "fail",
        "The assessment “{id}” has no title.",
        "Оценяването „{id}“ няма заглавие.",
    ),
    "ASSESSED_OUTCOME_UNKNOWN": (
        "M9",
        "fail",
        "The assessment “{id}” names the learning outcome “{outcome}”, which does not exist.",
        "Оценяването „{id}“ посочва резултат от ученето „{outcome}“, какъвто няма.",
    ),
    "THRESHOLD_TOO_HIGH": (
        "M9",
        "fail",
        "The threshold {threshold} of “{id}” is above the maximum {maximum}, so nobody can pass.",
        "Прагът {threshold} на „{id}“ е над максимума {maximum} и никой не може да премине.",
    ),
    "WEIGHTS_SUM": (
        "M9",
        "fail",
        "The weights add up to {total} %; they must make 100 %.",
        "Тежестите дават общо {total} %; трябва да са 100 %.",
    ),
    "CONCEPT_UNKNOWN": (
        "M9",
        "warn",
        "“{value}” does not come from the EU's list {list}.",
        "„{value}“ не е от списъка на ЕС {list}.",
    ),
    "PARTICIPATION_MISSING": (
        "M10",
        "fail",
        "State the form of participation: online, onsite, blended, work experience …",
        "Посочете формата на участие: онлайн, присъствена, смесена, трудов опит …",
    ),
    "QUALITY_MISSING": (
        "M11",
        "fail",
        "State the quality assurance that underpins the micro-credential.",
        "Посочете осигуряването на качеството, на което се опира микроквалификацията.",
    ),
    "QUALITY_UNNAMED": (
        "M11",
        "fail",
        "This quality assurance has no name.",
        "Това осигуряване на качеството няма наименование.",
    ),
    "QUALITY_WITHOUT_ADDRESS": (
        "M11",
        "fail",
        "No quality assurance here has both a name and a web address where one can read about it.",
        "Тук никое осигуряване на качеството няма едновременно наименование и уеб адрес, където да се прочете за него.",
    ),
    "QUALITY_EXPIRED": (
        "M11",
        "fail",
        "This quality assurance ended on {date}.",
        "Това осигуряване на качеството е изтекло на {date}.",
    ),
}
