import pytest

from campus.base.models import AuditEntry
from campus.catalogue.designs import (
    DraftTooLargeError,
    NotEditableError,
    StaleDraftError,
    copy_design,
    create_design,
    retire,
    save_draft,
)
from campus.catalogue.models import Design
from campus.people.roles import NotAllowedError
from sample_design import MONDAY, draft


@pytest.fixture
def design(laurel_university, bruno):
    return create_design(laurel_university, by=bruno, at=MONDAY, draft=draft())


def test_a_new_design_names_its_organisation_as_awarding_body(laurel_university, bruno):
    design = create_design(laurel_university, by=bruno, at=MONDAY)

    assert design.draft["awarding_bodies"][0]["legal_name"]["en"] == laurel_university.name_en
    assert AuditEntry.objects.filter(action="design.created", subject=str(design.pk)).exists()


def test_saving_counts_revisions_and_an_equal_draft_saves_nothing(design, bruno):
    saved = save_draft(design, draft=draft(form="subject"), revision=1, by=bruno, at=MONDAY)
    again = save_draft(design, draft=draft(form="subject"), revision=2, by=bruno, at=MONDAY)

    assert (saved.draft_revision, again.draft_revision) == (2, 2)


def test_refuses_a_stale_save_and_hands_back_what_is_there_now(design, bruno):
    save_draft(design, draft=draft(form="subject"), revision=1, by=bruno, at=MONDAY)

    with pytest.raises(StaleDraftError) as refused:
        save_draft(design, draft=draft(form="skill"), revision=1, by=bruno, at=MONDAY)

    assert refused.value.current.draft["form"] == "subject"
    assert Design.objects.get().draft["form"] == "subject"


def test_refuses_people_without_the_role_of_author(design, rositsa, dmitri, laurel_university):
    for stranger in (rositsa, dmitri):
        with pytest.raises(NotAllowedError):
            save_draft(design, draft={}, revision=1, by=stranger, at=MONDAY)
        with pytest.raises(NotAllowedError):
            create_design(laurel_university, by=stranger, at=MONDAY)
        with pytest.raises(NotAllowedError):
            copy_design(design, by=stranger, at=MONDAY)


def test_refuses_a_draft_of_megabytes(design, bruno):
    with pytest.raises(DraftTooLargeError):
        save_draft(design, draft={"title": {"en": "x" * 400_000}}, revision=1, by=bruno, at=MONDAY)


def test_a_draft_with_nul_is_kept_without_it(design, bruno):
    saved = save_draft(design, draft={"title": {"en": "a\0b"}}, revision=1, by=bruno, at=MONDAY)

    assert saved.draft["title"]["en"] == "ab"


def test_a_copy_says_so_in_both_titles(design, bruno):
    copied = copy_design(design, by=bruno, at=MONDAY)

    assert copied.draft["title"] == {"en": "Judging information online (copy)", "bg": "Оценяване на информация онлайн (копие)"}
    assert copied.public_id != design.public_id


def test_a_retired_design_is_neither_changed_nor_retired_again(design, bruno):
    retire(design, by=bruno, at=MONDAY)

    with pytest.raises(NotEditableError):
        save_draft(design, draft={}, revision=1, by=bruno, at=MONDAY)
    with pytest.raises(NotEditableError):
        retire(design, by=bruno, at=MONDAY)
