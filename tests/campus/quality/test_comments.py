import pytest

from campus.catalogue.designs import create_design
from campus.people.roles import NotAllowedError
from campus.quality import review
from campus.quality.comments import (
    BadPlaceError,
    BadTextError,
    ResolvedError,
    answer,
    comment,
    comments_of,
    has_place,
    reopen,
    resolve,
)
from campus.quality.gate import Moment, Outcome
from campus.quality.gates import ask
from campus.quality.refusals import AlreadyDecidedError, SameEyesError
from sample_design import MONDAY, draft


@pytest.fixture
def under_way(laurel_university, bruno):
    return review.submit(create_design(laurel_university, by=bruno, at=MONDAY, draft=draft()), by=bruno, at=MONDAY)


@pytest.fixture
def said(under_way, carla):
    return comment(under_way, place="/title/en", text=" Shorter. ", by=carla, at=MONDAY)


@pytest.mark.parametrize("place", ["", "/title/en", "/learning_outcomes/0/statement", "/prerequisites", "/workload/hours"])
def test_a_place_is_there_or_could_be(place):
    assert has_place(draft(), place)


@pytest.mark.parametrize(
    "place", ["title", "/nothing", "/learning_outcomes/9", "/learning_outcomes/x", "/title/de", "/title/en/more", "/~"]
)
def test_refuses_a_place_that_is_not_there(under_way, carla, place):
    with pytest.raises(BadPlaceError):
        comment(under_way, place=place, text="Hm.", by=carla, at=MONDAY)


@pytest.mark.parametrize("text", ["", "   ", "x" * 5001])
def test_refuses_nothing_and_too_much(under_way, carla, text):
    with pytest.raises(BadTextError):
        comment(under_way, place="", text=text, by=carla, at=MONDAY)


def test_authors_answer_and_do_not_resolve(said, bruno, carla):
    answer(said, text="Done.", by=bruno, at=MONDAY)
    with pytest.raises(NotAllowedError):
        resolve(said, by=bruno, at=MONDAY)

    resolve(said, by=carla, at=MONDAY)

    with pytest.raises(ResolvedError):
        answer(said, text="Once more.", by=bruno, at=MONDAY)
    assert reopen(said, by=carla, at=MONDAY).resolved_at is None


def test_whoever_works_on_the_text_comments_and_resolves_nothing(said, under_way, carla):
    type(under_way.design).objects.filter(pk=under_way.design_id).update(edited_by=[carla.pk])

    with pytest.raises(SameEyesError):
        resolve(said, by=carla, at=MONDAY)


def test_refuses_a_comment_on_a_round_that_is_over(said, under_way, bruno, carla):
    review.withdraw(under_way, by=bruno, at=MONDAY)

    with pytest.raises(AlreadyDecidedError):
        comment(under_way, place="", text="Late.", by=carla, at=MONDAY)


def test_it_stays_with_the_design_and_the_gate_of_the_next_round_says_so(said, under_way, bruno, carla):
    review.request_changes(under_way, comment="See there.", by=carla, at=MONDAY)
    second = review.submit(under_way.design, by=bruno, at=MONDAY)

    assert [each.text for each in comments_of(second.design)] == ["Shorter."]
    warned = ask(second.design, moment=Moment.APPROVE, at=MONDAY, review=second).having(Outcome.WARN)
    assert ("COMMENTS_OPEN", "/title/en") in {(found.code, found.at) for found in warned}


def test_a_stranger_says_nothing(said, under_way, dmitri, rositsa):
    for person in (dmitri, rositsa):
        for act in (
            lambda by: comment(under_way, place="", text="Hm.", by=by, at=MONDAY),
            lambda by: answer(said, text="Hm.", by=by, at=MONDAY),
            lambda by: resolve(said, by=by, at=MONDAY),
        ):
            with pytest.raises(NotAllowedError):
                act(person)
