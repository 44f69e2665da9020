"""The index of words: what is typed leads to what is meant, whatever else changes at the same time."""

from __future__ import annotations

import pytest

from campus.base import word_index
from campus.base.models import IndexedWord, WordPlace
from campus.base.search import Text

pytestmark = pytest.mark.django_db
KIND = "thing"


def _text(text: str, weight: int = 100) -> Text:
    return Text(language="en", text=text, weight=weight)


@pytest.fixture(autouse=True)
def things() -> None:
    word_index.put(
        KIND,
        {
            1: [_text("Protecting personal data"), _text("What nurses need", 40)],
            2: [_text("Programming for beginners"), _text("Data of many persons", 40)],
            3: [_text("Програмиране на роботи")],
        },
    )


def _found(*words: str) -> list[int]:
    return [hit.subject for hit in word_index.find(KIND, [{word: 1.0} for word in words], limit=10)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["data"], [1, 2]),  # in a title before in a description
        (["persnal"], [1]),  # mistyped
        (["program"], [2]),  # the beginning of a word
        (["програмирането"], [3]),  # another form of it
        (["personal", "nurses"], [1, 2]),  # words of different texts of one thing
        (["astronomy"], []),
        ([], []),
    ],
)
def test_what_is_meant_is_found(words, expected):
    assert _found(*words) == expected


def test_half_of_the_words_have_to_be_there():
    assert _found("data", "moon", "stars") == []
    assert _found("data", "moon") == [1, 2]


def test_another_word_of_the_same_meaning_counts_a_little_less():
    hits = word_index.find(KIND, [{"coding": 1.0, "programming": 0.97}], limit=10)

    assert [hit.subject for hit in hits] == [2]
    assert hits[0].score < word_index.find(KIND, [{"programming": 1.0}], limit=10)[0].score <= 100


def test_new_words_take_the_place_of_old_ones_and_a_word_stands_once():
    word_index.put(KIND, {1: [_text("Cyber hygiene")]})

    assert _found("hygiene") == [1]
    assert _found("personal") == [2]  # “persons” is like it; what it said before is forgotten
    assert IndexedWord.objects.filter(kind=KIND, word="data").count() == 1


def test_what_is_forgotten_is_not_found_and_other_kinds_stay():
    word_index.put("other", {1: [_text("Data")]})
    word_index.forget(KIND, [1, 2, 3])

    assert _found("data") == []
    assert not WordPlace.objects.filter(word__kind=KIND).exists()
    assert len(word_index.find("other", [{"data": 1.0}], limit=5)) == 1


@pytest.mark.django_db(transaction=True)
def test_words_that_another_process_adds_are_seen_at_once():
    word_index.put(KIND, {1: [_text("Alpha")]})
    assert _found("alpha") == [1]
    word_index.put(KIND, {2: [_text("Omega")]})

    assert _found("omega") == [2]
