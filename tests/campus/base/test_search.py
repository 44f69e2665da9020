"""Texts are found by what people type, the same on both databases."""

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from campus.base.models import SearchEntry
from campus.base.search import Text, find, fold, forget, put

TEXTS = {
    1: ("Evaluating information online", "Оценяване на информация онлайн"),
    2: ("Managing digital identity", "Управление на дигиталната идентичност"),
    3: ("Programming in C# for beginners", "Програмиране на C# за начинаещи"),
    4: ("AI in the café", "Изкуствен интелект в кафенето"),
    5: ("Protecting personal data and privacy", "Защита на личните данни и неприкосновеността"),
}


@pytest.fixture
def texts(db):
    put("thing", {key: [Text(language="en", text=en), Text(language="bg", text=bg)] for key, (en, bg) in TEXTS.items()})


def _found(query, kind="thing"):
    return [hit.subject for hit in find(kind, query)]


@pytest.mark.usefixtures("texts")
@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("evaluating", 1),
        ("EVALUATING Information", 1),
        ("evaluting informaton", 1),  # letters left out
        ("оценяване", 1),
        ("оценявнае на информация", 1),  # letters exchanged
        ("дигитална идентичност", 2),  # another form of the word
        ("digital identty", 2),
        ("c#", 3),
        ("програмиране", 3),
        ("AI", 4),
        ("cafe", 4),
        ("café", 4),
        ("lichni personal data", 5),
        ("priv", 5),  # the beginning of a word
    ],
)
def test_a_text_is_found_in_both_alphabets_and_with_typing_errors(query, first):
    assert _found(query)[:1] == [first]


@pytest.mark.usefixtures("texts")
@pytest.mark.parametrize(
    "query", ["", "  ", "!?", "zzzz", "xylophone concert", '"', "' OR 1=1 --", 'a" OR "b', "%", "\x00", "щъщъщъ"]
)
def test_what_nobody_wrote_finds_nothing_and_breaks_nothing(query):
    assert _found(query) == []


@pytest.mark.usefixtures("texts")
def test_what_fits_better_comes_first_and_titles_before_descriptions():
    put("thing", {6: [Text(language="en", text="Something else"), Text(language="en", text="managing identity", weight=40)]})

    assert _found("managing identity") == [2, 6]


@pytest.mark.usefixtures("texts")
def test_what_is_put_again_replaces_what_was_and_what_is_forgotten_is_gone():
    put("thing", {1: [Text(language="en", text="Judging sources")]})
    forget("thing", [2])

    assert _found("evaluating") == []
    assert _found("judging") == [1]
    assert _found("identity") == []


@pytest.mark.usefixtures("texts")
def test_kinds_do_not_meet():
    put("other", {9: [Text(language="en", text="evaluating")]})

    assert _found("evaluating") == [1]
    assert _found("evaluating", kind="other") == [9]


@pytest.mark.usefixtures("texts")
def test_a_changed_row_is_found_by_its_new_text():
    SearchEntry.objects.filter(subject=1, language="en").update(text="weighing")

    assert _found("weighing") == [1]
    assert _found("evaluating") == []


def test_folding_keeps_letters_apart_that_are_letters_of_their_own():
    assert fold("Café  ÉCOLE") == "cafe ecole"
    assert fold("Районът ЙОГА ёлка") == "районът йога ёлка"


@pytest.mark.django_db(transaction=True)
def test_the_search_can_be_taken_away_and_put_back():
    migrations = _of_the_search()
    for state, migration in reversed(migrations):
        with connection.schema_editor(atomic=migration.atomic) as editor:
            migration.unapply(state.clone(), editor)
    without = "base_searchentry" in connection.introspection.table_names()
    for state, migration in migrations:
        with connection.schema_editor(atomic=migration.atomic) as editor:
            migration.apply(state.clone(), editor)
    put("thing", {1: [Text(language="en", text="back again")]})

    assert not without
    assert _found("again") == [1]


def _of_the_search():
    """What makes the tables of the search, each with the state before it: run alone, so what stands upon them stays."""
    loader = MigrationLoader(connection)
    names = [("base", name) for name in ("0003_search", "0004_word_index")]
    return [(loader.project_state([name], at_end=False), loader.get_migration(*name)) for name in names]
