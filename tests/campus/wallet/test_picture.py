"""The picture of a badge."""

import pytest

from campus.wallet.picture import initials_of


@pytest.mark.parametrize(
    ("name", "initials"),
    [("Университет „Лаврово клонче“", "УЛК"), ("Laurel University", "LU"), ("„Техника Плюс“ ООД", "ТПО"), ("42", "4")],
)
def test_initials_are_of_words_whatever_marks_surround_them(name, initials):
    assert initials_of(name) == initials
