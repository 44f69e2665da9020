"""Verbs that can be observed."""

import pytest

from laurel.annex1.words import is_observable


@pytest.mark.parametrize("verb", ["applies", "Applies", "verifies", "evaluates", "searches", "apply"])
def test_english_verbs_are_known_in_the_third_person(verb):
    assert is_observable(verb, language="en")
