"""Everything that can be wrong with a gradebook: stable codes, one sentence each in English and Bulgarian.

A `Problem` sits at one place of the file and does not stop the rest. A `GradebookError` means the file as a whole is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

LONGEST_QUOTE = 60

SENTENCES: Mapping[str, tuple[str, str]] = {
    # cells
    "MISSING_NUMBER": ("The learner has no number.", "Липсва номер на обучаемия."),
    "NUMBER_TOO_LONG": (
        "The learner number is longer than {limit} characters.",
        "Номерът на обучаемия е по-дълъг от {limit} знака.",
    ),
    "MISSING_EMAIL": ("The e-mail address is missing.", "Липсва адрес на електронна поща."),
    "BAD_EMAIL": ("“{value}” is not an e-mail address.", "„{value}“ не е адрес на електронна поща."),
    "CONFUSABLE_EMAIL": (
        "The e-mail domain “{value}” mixes letters of different alphabets that look alike. Type the address again.",
        "Домейнът „{value}“ смесва сходно изглеждащи букви от различни азбуки. Въведете адреса отново.",
    ),
    "DUPLICATE_NUMBER": (
        "This learner number already stands in row {first}; only that row counts.",
        "Този номер вече е на ред {first}; отчита се само онзи ред.",
    ),
    "DUPLICATE_EMAIL": (
        "This e-mail address already stands in row {first}; only that row counts.",
        "Този адрес вече е на ред {first}; отчита се само онзи ред.",
    ),
    "EMAIL_OF_ANOTHER": (
        "This e-mail address belongs to another learner of the cohort (a different number).",
        "Този адрес принадлежи на друг обучаем в групата (с различен номер).",
    ),
    "AWARD_STANDS": (
        "This learner already holds the award; what it was given for stays as it is.",
        "Този обучаем вече е удостоен; резултатите, за които е присъдено, остават.",
    ),
    "UNKNOWN_LEARNER": (
        "No learner with this number is on the cohort's list.",
        "В списъка на групата няма обучаем с този номер.",
    ),
    "NAME_TOO_LONG": ("The name is longer than {limit} characters.", "Името е по-дълго от {limit} знака."),
    "NOT_A_NUMBER": (
        "“{value}” is not a score. Write a number such as 72 or 72.5.",
        "„{value}“ не е резултат. Напишете число, например 72 или 72,5.",
    ),
    "TOO_MANY_DIGITS": (
        "“{value}” has too many digits for a score.",
        "„{value}“ има твърде много цифри за резултат.",
    ),
    "OUT_OF_RANGE": (
        "{value} is outside the range from 0 to {maximum}.",
        "{value} е извън границите от 0 до {maximum}.",
    ),
    "WORD_TOO_LONG": ("The result is longer than {limit} characters.", "Резултатът е по-дълъг от {limit} знака."),
    "NOT_A_DATE": (
        "“{value}” is not a date. Write it as 2026-08-31 or 31.08.2026.",
        "„{value}“ не е дата. Напишете я като 2026-08-31 или 31.08.2026.",
    ),
    "AMBIGUOUS_DATE": (
        "“{value}” can be read in two ways. Write the date as 2026-08-31 or 31.08.2026.",
        "„{value}“ може да се прочете по два начина. Напишете датата като 2026-08-31 или 31.08.2026.",
    ),
    "DATE_IN_FUTURE": ("{value} is in the future.", "{value} е в бъдещето."),
    "DATE_TOO_EARLY": ("{value} is before {earliest}.", "{value} е преди {earliest}."),
    "FORMULA_CELL": (
        "The cell holds a formula. Replace it with its value (copy, then paste as values).",
        "Клетката съдържа формула. Заменете я със стойността ѝ (копиране и поставяне само на стойности).",
    ),
    "HIDDEN_CHARACTER": (
        "The cell holds characters that cannot be seen (a control or direction mark).",
        "Клетката съдържа невидими знаци (управляващи или за посока на писане).",
    ),
    "MAXIMUM_DIFFERS": (
        "The file says {found} points at most, the design says {maximum}. Scores are taken as they stand.",
        "Максимумът във файла е {found} точки, а в микроквалификацията – {maximum}. Резултатите се приемат без промяна.",
    ),
    # rows
    "RAGGED_ROW": (
        "The row has {found} cells where the header has {expected}.",
        "Редът има {found} клетки, а заглавният ред – {expected}.",
    ),
    "FIELD_TOO_LONG": (
        "A cell of this row is longer than {limit} characters, or a quotation mark is never closed.",
        "Клетка на този ред е по-дълга от {limit} знака или кавички не са затворени.",
    ),
    # the mapping
    "NO_EMAIL_COLUMN": (
        "Say which column holds the e-mail address, or how addresses are made.",
        "Посочете колоната с адреса на електронна поща или как се образуват адресите.",
    ),
    "NO_NUMBER_COLUMN": ("Say which column holds the learner number.", "Посочете колоната с номера на обучаемия."),
    "NO_SUCH_COLUMN": ("The file has no column {value}.", "Файлът няма колона {value}."),
    "COLUMN_USED_TWICE": (
        "Column {value} is used for two different things.",
        "Колона {value} се използва за две различни неща.",
    ),
    "BAD_PATTERN": (
        "A pattern needs {{number}} in it, for example student-{{number}}@example.org.",
        "Образецът трябва да съдържа {{number}}, например student-{{number}}@example.org.",
    ),
    "NOTHING_TO_PIVOT": (
        "Say which assessment of the file is which assessment of the design.",
        "Посочете кое оценяване от файла на кое оценяване от микроквалификацията отговаря.",
    ),
    # whole files
    "EMPTY_FILE": ("The file is empty.", "Файлът е празен."),
    "FILE_TOO_LARGE": ("The file is larger than {limit} MB.", "Файлът е по-голям от {limit} MB."),
    "NO_ROWS": (
        "The file has a header and no rows, so there is nothing to import.",
        "Файлът има само заглавен ред, така че няма какво да се внесе.",
    ),
    "NO_HEADER": (
        "The first row looks like a learner, not like column headings. Put a heading over each column.",
        "Първият ред изглежда като обучаем, а не като заглавия на колони. Поставете заглавие над всяка колона.",
    ),
    "TOO_MANY_COLUMNS": ("The file has more than {limit} columns.", "Файлът има повече от {limit} колони."),
    "TOO_MANY_ROWS": ("The file has more than {limit} rows.", "Файлът има повече от {limit} реда."),
    "NOT_TEXT": (
        "This is not a CSV file: it holds bytes that are not text.",
        "Това не е CSV файл: съдържа байтове, които не са текст.",
    ),
    "IS_WORKBOOK": (
        "This is an Excel workbook although its name ends in .{extension}. Rename it to .xlsx, or save it as CSV.",
        "Това е книга на Excel, макар че името завършва на .{extension}. Преименувайте я на .xlsx или я запишете като CSV.",
    ),
    "NOT_WORKBOOK": (
        "This is not an Excel workbook although its name ends in .xlsx. Save it again from Excel, or as CSV.",
        "Това не е работна книга на Excel, макар че името завършва на .xlsx. Запишете файла отново от Excel или като CSV.",
    ),
    "OLD_WORKBOOK": (
        "Old Excel workbooks (.xls) cannot be read. Save the file as .xlsx or as CSV.",
        "Старите работни книги на Excel (.xls) не могат да се прочетат. Запишете файла като .xlsx или CSV.",
    ),
    "OPEN_DOCUMENT": (
        "OpenDocument spreadsheets cannot be read. Save the file as .xlsx or as CSV.",
        "Таблици OpenDocument не могат да се прочетат. Запишете файла като .xlsx или CSV.",
    ),
    "IS_HTML": (
        "This is a web page, not a table: the export probably asked for a log-in. Download it again.",
        "Това е уеб страница, а не таблица: вероятно експортът е поискал вход. Изтеглете файла отново.",
    ),
    "BAD_ENCODING": (
        "The text is not {encoding}: choose another encoding, or save the file as UTF-8.",
        "Текстът не е {encoding}: изберете друго кодиране или запишете файла като UTF-8.",
    ),
    "DAMAGED_WORKBOOK": (
        "The workbook is damaged and cannot be opened.",
        "Работната книга е повредена и не може да се отвори.",
    ),
    "WORKBOOK_BOMB": (
        "The workbook would unpack to more than {limit} MB. Save only the table you need.",
        "Разопакована, работната книга би надхвърлила {limit} MB. Запишете само нужната таблица.",
    ),
    "NO_SUCH_SHEET": ("The workbook has no sheet named “{value}”.", "Работната книга няма лист с име „{value}“."),
}


def sentence(code: str, facts: Mapping[str, Any], language: str) -> str:
    """The sentence for `code` in `language` ("bg", anything else is English), with long quotations cut."""
    english, bulgarian = SENTENCES[code]
    shown = {name: _cut(value) for name, value in facts.items()}
    return (bulgarian if language == "bg" else english).format(**shown)


def _cut(value: Any) -> str:
    text = str(value)
    return text if len(text) <= LONGEST_QUOTE else text[:LONGEST_QUOTE] + "…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing wrong at one place.

    `row` is the row a spreadsheet shows (0: the mapping); `column` is its letter, "" for a whole row.
    """

    code: str
    row: int
    column: str = ""
    header: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)

    def say(self, language: str) -> str:
        """The sentence in `language`, without the place."""
        return sentence(self.code, self.facts, language)

    def to_json(self) -> dict[str, Any]:
        """As stored with the upload."""
        facts = {name: _cut(value) for name, value in self.facts.items()}
        return {"row": self.row, "column": self.column, "header": _cut(self.header), "code": self.code, "facts": facts}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Problem:
        """Back from what `to_json` wrote."""
        return cls(**stored)


class GradebookError(Exception):
    """The file as a whole is refused. `code` is stable; `say(language)` is for the person."""

    def __init__(self, code: str, **facts: object) -> None:
        """Keep the code and the facts that its sentence names."""
        self.code = code
        self.facts = facts
        super().__init__(sentence(code, facts, "en"))

    def say(self, language: str) -> str:
        """The sentence in `language`."""
        return sentence(self.code, self.facts, language)
