"""What can be wrong with a package: a file, a row and a column, a stable code, one sentence in each language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

LONGEST_QUOTE = 60
SENTENCES: Mapping[str, tuple[str, str]] = {
    "BAD_ZIP": ("This is not a zip file, or it is damaged.", "Това не е zip файл или е повреден."),
    "FILE_TOO_LARGE": ("The file is larger than {limit} MB.", "Файлът е по-голям от {limit} MB."),
    "NO_MANIFEST": (
        "The package has no manifest.csv at its top, so it is no OneRoster package.",
        "Пакетът няма manifest.csv на най-горно ниво, значи не е пакет OneRoster.",
    ),
    "WRONG_VERSION": (
        "The package says it is OneRoster “{value}”. Export it as OneRoster 1.2 or 1.1.",
        "Пакетът посочва OneRoster „{value}“. Изнесете го като OneRoster 1.2 или 1.1.",
    ),
    "NOT_BULK": (
        "The manifest says “{value}” about this file. Export all of it (bulk), not only the changes.",
        "Манифестът посочва „{value}“ за този файл. Изнесете всичко (bulk), а не само промените.",
    ),
    "FILE_MISSING": ("The manifest names this file, and it is not there.", "Манифестът посочва този файл, но го няма."),
    "UNREADABLE": ("The file is not CSV in UTF-8 with commas.", "Файлът не е CSV в UTF-8 със запетаи."),
    "COLUMN_MISSING": ("The file has no column “{value}”.", "Файлът няма колона „{value}“."),
    "ROW_UNREADABLE": ("The row cannot be read.", "Редът не може да се прочете."),
    "RAGGED_ROW": (
        "The row has {found} cells where the header has {expected}.",
        "Редът има {found} клетки, а заглавният ред – {expected}.",
    ),
    "VALUE_MISSING": ("There has to be something here.", "Тук трябва да има нещо."),
    "ID_TWICE": ("“{value}” stands in row {first} already.", "„{value}“ вече е на ред {first}."),
    "UNKNOWN_USER": ("There is no user “{value}” in users.csv.", "В users.csv няма потребител „{value}“."),
    "NOT_ENROLLED": (
        "The result belongs to “{value}”, who is no student of the class.",
        "Резултатът е на „{value}“, а той не е обучаем в класа.",
    ),
    "NOT_A_NUMBER": ("“{value}” is not a number.", "„{value}“ не е число."),
    "NO_SCALE": (
        "resultValueMax has to be larger than resultValueMin.",
        "resultValueMax трябва да е по-голямо от resultValueMin.",
    ),
    "RESULT_TWICE": (
        "The result of this student in this column stands in row {first} already.",
        "Резултатът на този обучаем в тази колона вече е на ред {first}.",
    ),
    "NO_STUDENTS": ("No student is enrolled in this class.", "В този клас няма записани обучаеми."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing wrong at one place; `row` as a spreadsheet counts, 0: the whole file; `column` is its heading."""

    code: str
    file: str = ""
    row: int = 0
    column: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)

    def say(self, language: str) -> str:
        """The sentence in `language` ("bg", anything else is English), without the place."""
        english, bulgarian = SENTENCES[self.code]
        shown = {name: _cut(value) for name, value in self.facts.items()}
        return (bulgarian if language == "bg" else english).format(**shown)


class PackageError(Exception):
    """The package, or a class of it, cannot be taken as it is; nothing was changed."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__(", ".join(sorted({fault.code for fault in faults})))


def _cut(value: object) -> str:
    text = str(value)
    return text if len(text) <= LONGEST_QUOTE else text[:LONGEST_QUOTE] + "…"
