"""What is wrong with a question, or with a file of questions: a place, a stable code, one sentence in each language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from laurel.errors import Language, Problem

SENTENCES: Mapping[str, tuple[str, str]] = {
    # a question that makes no sense
    "NO_TEXT": ("the question has no text", "въпросът няма текст"),
    "OPTION_WITHOUT_TEXT": ("this option has no text", "тази възможност няма текст"),
    "TOO_FEW": ("there must be at least {least}", "трябва да има поне {least}"),
    "TOO_MANY": ("there may be at most {most}", "може да има най-много {most}"),
    "ID_TWICE": ("“{id}” is used twice", "„{id}“ се среща два пъти"),
    "TEXT_TWICE": ("two options say the same", "две възможности са с един и същ текст"),
    "NONE_RIGHT": ("no option earns the full points", "никоя възможност не носи пълния брой точки"),
    "SHARES_TOO_SMALL": (
        "the right options together earn {sum} of the points, not all of them",
        "верните възможности заедно носят {sum} от точките, а не всички",
    ),
    "ALL_RIGHT": ("every option is right: there is nothing to choose", "всички възможности са верни: няма какво да се избира"),
    "SHARE_BELOW_ZERO": (
        "where one option is chosen, no share may be below 0",
        "при избор на една възможност делът не може да е под 0",
    ),
    "PICTURE_WITHOUT_TEXT": (
        "say in words what the picture shows, for those who cannot see it",
        "опишете с думи какво показва картината за онези, които не я виждат",
    ),
    "WRONG_COORDS": (
        "a rectangle needs 4 numbers, a circle 3, a polygon 6 or more in pairs",
        "правоъгълникът иска 4 числа, кръгът 3, многоъгълникът 6 или повече по двойки",
    ),
    "OUTSIDE_PICTURE": ("this area lies outside the picture", "тази област е извън картината"),
    "EMPTY_AREA": ("this area is empty", "тази област е празна"),
    "FIRST_UNIT_FACTOR": (
        "the first unit is the measure of all: its factor is 1",
        "първата мерна единица е мярката: множителят ѝ е 1",
    ),
    "UNITS_UNREADABLE": (
        "the units are not written as Laurel writes them",
        "мерните единици не са записани така, както ги записва Laurel",
    ),
    "UNIT_MISSING": ("a unit is required, but none is named", "изисква се мерна единица, но не е посочена никоя"),
    "NO_FULL_ANSWER": ("no answer earns the full points", "никой отговор не носи пълния брой точки"),
    "ONLY_A_STAR": (
        "a star alone would accept anything for the full points",
        "само звездичка би приела всичко за пълния брой точки",
    ),
    # a file that cannot be read
    "FILE_EMPTY": ("the file is empty", "файлът е празен"),
    "FILE_TOO_LARGE": ("the file is larger than {limit} MB", "файлът е по-голям от {limit} MB"),
    "NOT_XML": ("this is not well-formed XML (line {line})", "това не е правилно съставен XML (ред {line})"),
    "DOCTYPE": ("a document type is not accepted (line {line})", "не се приема дефиниция на тип документ (ред {line})"),
    "XML_TOO_DEEP": ("elements stand more than {limit} deep", "елементите са вложени на повече от {limit} нива"),
    "XML_TOO_LARGE": ("there are more than {limit} elements", "има повече от {limit} елемента"),
    "UNKNOWN_FORMAT": (
        "this is neither Moodle XML nor a QTI 3 item or package",
        "това не е нито Moodle XML, нито елемент или пакет на QTI 3",
    ),
    "OLD_QTI": ("this is an older QTI; export it as QTI 3", "това е по-стара версия на QTI; изнесете въпросите като QTI 3"),
    "BAD_ZIP": ("the package cannot be opened", "пакетът не може да се отвори"),
    "ZIP_TOO_MANY": ("the package has more than {limit} files", "пакетът има повече от {limit} файла"),
    "ZIP_TOO_LARGE": ("unpacked, the package is larger than {limit} MB", "разопакован, пакетът е по-голям от {limit} MB"),
    "ZIP_BOMB": ("“{name}” is packed too tightly to be honest", "„{name}“ е компресиран подозрително силно"),
    "ZIP_PATH": ("“{name}” leads out of the package", "„{name}“ води извън пакета"),
    "ZIP_TWICE": ("“{name}” is in the package twice", "„{name}“ е в пакета два пъти"),
    "NO_MANIFEST": ("the package has no imsmanifest.xml", "пакетът няма imsmanifest.xml"),
    "FILE_MISSING": ("“{name}” is named but not in the file", "„{name}“ е посочен, но липсва във файла"),
    "NO_QUESTIONS": ("there is no question in it", "в него няма въпроси"),
    "TOO_MANY_QUESTIONS": ("there are more than {limit} questions", "има повече от {limit} въпроса"),
    # a question of a file that cannot be read
    "TYPE_NOT_READ": ("questions of the type “{type}” are not read", "въпроси от вида „{type}“ не се четат"),
    "INTERACTIONS": ("it has {count} interactions; exactly one is read", "има {count} взаимодействия; чете се точно едно"),
    "NOT_A_NUMBER_HERE": ("“{found}” is not a number", "„{found}“ не е число"),
    "SEVERAL_PICTURES": ("it has {count} pictures; one is read", "има {count} картини; чете се една"),
    "PICTURE_NOT_READ": (
        "the picture “{name}” cannot be used: PNG, JPEG or WebP up to 2 MB",
        "картината „{name}“ не може да се използва: PNG, JPEG или WebP до 2 MB",
    ),
    "REMOTE_PICTURE": (
        "the picture lies elsewhere ({name}); put it into the file",
        "картината е другаде ({name}); сложете я във файла",
    ),
    "MEDIA_NOT_READ": ("sound, film and other embedded things are not read", "звук, видео и други вградени неща не се четат"),
    "PICTURE_IN_ANSWER": ("pictures inside answers are not read", "картини в отговорите не се четат"),
    "RESPONSE_MISSING": ("it does not say which answer is right", "не казва кой отговор е верен"),
    "SCORING_NOT_READ": ("its own scoring rules are not read", "собствените му правила за точкуване не се четат"),
    # said of a question that is read
    "FORMATTING_LOST": ("formatting is left out", "форматирането е пропуснато"),
    "AREAS_NAMED": ("areas without a name are called by their number", "областите без име са наречени по номера си"),
    "SETTING_LOST": ("“{name}” is left out", "„{name}“ е пропуснато"),
}


class QuestionError(ValueError):
    """A question, or a whole file, cannot be used; `problems` has every place."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(problem.say("en") for problem in self.problems))

    def say(self, language: Language) -> str:
        """All of it, in `language`."""
        return "; ".join(problem.say(language) for problem in self.problems)


def problem(code: str, at: str = "", **facts: object) -> Problem:
    """A problem at a place: a JSON pointer inside a question, or the name of a question inside a file."""
    en, bg = SENTENCES[code]
    return Problem(at=at, code=code, en=en.format(**facts), bg=bg.format(**facts))


def refused(code: str, at: str = "", **facts: object) -> QuestionError:
    """One problem as an error."""
    return QuestionError([problem(code, at, **facts)])
