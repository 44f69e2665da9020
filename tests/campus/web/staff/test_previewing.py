"""What three readers will see of a draft, gaps included."""

import pytest
from django.urls import reverse

from campus.catalogue.designs import create_design
from cast import MONDAY, log_in
from sample_design import draft


@pytest.fixture
def see(client, bruno, laurel_university):
    log_in(client, bruno)

    def seen(text, query=""):
        design = create_design(laurel_university, by=bruno, at=MONDAY, draft=text)
        return client.get(reverse("design_preview", args=["laurel-university", design.public_id]) + query).content.decode()

    return seen


def test_three_readers_stand_side_by_side(see):
    page = see(draft())

    for who in ("The learner", "The employer", "The recognition officer"):
        assert who in page
    assert "Evaluates the reliability of a source" in page
    assert "2 ECTS (about 50 hours)" in page
    assert "Not stated yet." in page  # nobody said what one needs before


@pytest.mark.parametrize("text", [{}, {"title": {"bg": "Само заглавие"}}, {"workload": {"hours": "many"}, "assessments": [{}]}])
def test_an_unfinished_draft_shows_its_gaps(see, text):
    page = see(text)

    assert page.count("Not stated yet.") > 10
    assert "/edit/assessment/" in page


def test_it_can_be_read_in_the_other_language(see):
    page = see(draft(), "?in=bg")

    assert "Работодателят" in page
    assert "Оценява надеждността на източник" in page


def test_an_unknown_language_changes_nothing(see):
    assert "The employer" in see(draft(), "?in=<script>")
