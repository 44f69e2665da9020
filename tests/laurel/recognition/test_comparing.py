from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from laurel.annex1.record import LangString, MicroCredential
from laurel.recognition import Outcome, Side, Size, Tolerances, compare, match, side_of_design
from laurel.recognition.matching import MOST_BY_WORDS, PROPOSED
from sample_design import DRAFT

CLEANING = "http://data.europa.eu/esco/skill/cleaning"
CHARTS = "http://data.europa.eu/esco/skill/charts"


def outcome(name: str, en: str = "", bg: str = "", *, skills: tuple[str, ...] = (), level: int | None = None) -> Outcome:
    return Outcome(id=name, statement=LangString({"en": en, "bg": bg}), skills=frozenset(skills), level=level)


def side(*outcomes: Outcome, **facts: object) -> Side:
    return Side(title=LangString({"en": "Something"}), outcomes=outcomes, **facts)  # type: ignore[arg-type]


def size_of(comparison, element: str) -> Size:
    return next(each.size for each in comparison.differences if each.element == element)


def test_outcomes_that_name_one_skill_are_near_whatever_their_words():
    (found,) = match([outcome("a", "Tidy tables", skills=(CLEANING,))], [outcome("x", "Prepare records", skills=(CLEANING,))])

    assert (found.by, found.score, found.shared) == ("skill", 100, (CLEANING,))
    assert "same skill" in found.reason("en")
    assert "едно и също умение" in found.reason("bg")


def test_a_skill_among_several_weighs_less():
    (found,) = match([outcome("a", skills=(CLEANING, CHARTS))], [outcome("x", skills=(CLEANING,))])

    assert found.score == 80


def test_the_same_words_alone_never_count_in_full():
    (found,) = match([outcome("a", "Clean messy data with a script")], [outcome("x", "Clean messy data with a script")])

    assert (found.by, found.score) == ("words", MOST_BY_WORDS)


def test_words_are_compared_without_their_endings_in_bulgarian():
    (found,) = match([outcome("a", bg="Почиства замърсени данни")], [outcome("x", bg="Почистване на замърсените данни")])

    assert found.score >= PROPOSED
    assert set(found.shared) == {"почистване", "замърсените", "данни"}


def test_texts_in_different_languages_are_not_compared():
    assert match([outcome("a", en="Clean messy data")], [outcome("x", bg="Почиства замърсени данни")]) == ()


def test_other_words_are_not_proposed():
    assert match([outcome("a", "Draw charts")], [outcome("x", "Argue about ethics")]) == ()


def test_an_outcome_at_a_lower_level_is_shown_but_covers_nothing():
    comparison = compare(
        side(outcome("a", skills=(CLEANING,), level=5)), side(outcome("x", "Prepare records", skills=(CLEANING,), level=6))
    )

    assert comparison.matches[0].lower_level
    assert "lower level" in comparison.matches[0].reason("en")
    assert [each.id for each in comparison.missing] == ["x"]


def test_a_person_may_take_other_outcomes_as_covered_than_were_proposed():
    target = side(outcome("x", "Draw charts"), outcome("y", "Argue about ethics"))

    assert compare(side(outcome("a", "Draw charts")), target).covered_percent == 50
    assert compare(side(outcome("a", "Draw charts")), target, accepted=["x", "y"]).covered_percent == 100
    assert compare(side(outcome("a", "Draw charts")), target, accepted=[]).covered == ()


def test_refuses_an_outcome_that_the_target_does_not_have():
    with pytest.raises(ValueError, match="none of the target's"):
        compare(side(), side(outcome("x", "Draw charts")), accepted=["z"])


@pytest.mark.parametrize(
    ("have", "need", "size"),
    [(6, 6, Size.NONE), (7, 6, Size.NONE), (5, 6, Size.SUBSTANTIAL), (None, 6, Size.UNKNOWN), (6, None, Size.UNKNOWN)],
)
def test_level(have, need, size):
    assert size_of(compare(side(eqf=have), side(eqf=need)), "level") is size


@pytest.mark.parametrize(
    ("hours", "size"),
    [(90, Size.NONE), (89, Size.MINOR), (75, Size.MINOR), (74, Size.SUBSTANTIAL), (None, Size.UNKNOWN)],
)
def test_workload(hours, size):
    have = None if hours is None else Decimal(hours)

    assert size_of(compare(side(hours=have), side(hours=Decimal(100))), "workload") is size


def test_credits_stand_for_hours_where_none_are_stated():
    assert size_of(compare(side(ects=Decimal(4)), side(hours=Decimal(100))), "workload") is Size.NONE


@pytest.mark.parametrize(
    ("facts", "size"),
    [
        ({"quality_external": True}, Size.NONE),
        ({"quality_named": True, "quality_external": False}, Size.MINOR),
        ({"quality_named": False, "quality_external": False}, Size.SUBSTANTIAL),
        ({}, Size.UNKNOWN),
    ],
)
def test_quality(facts, size):
    assert size_of(compare(side(**facts), side()), "quality") is size


@pytest.mark.parametrize(
    ("have", "need", "size"),
    [
        ("0613", "0613", Size.NONE),
        ("061", "0613", Size.NONE),
        ("0612", "0613", Size.MINOR),
        ("0222", "0613", Size.SUBSTANTIAL),
        ("", "0613", Size.UNKNOWN),
    ],
)
def test_profile(have, need, size):
    assert size_of(compare(side(field=have), side(field=need)), "profile") is size


@pytest.mark.parametrize(
    ("covered", "size"), [(10, Size.NONE), (9, Size.NONE), (8, Size.MINOR), (7, Size.MINOR), (6, Size.SUBSTANTIAL)]
)
def test_outcomes(covered, size):
    target = side(*(outcome(f"x{number}", "Draw charts") for number in range(10)))

    found = compare(side(outcome("a", "Draw charts")), target, accepted=[f"x{number}" for number in range(covered)])

    assert size_of(found, "outcomes") is size
    assert bool(found.substantial) == (size is Size.SUBSTANTIAL)


def test_what_nobody_states_is_never_a_substantial_difference():
    assert compare(side(), side()).substantial == ()
    assert {each.size for each in compare(side(), side()).differences} == {Size.UNKNOWN}


def test_refuses_tolerances_out_of_order():
    with pytest.raises(ValueError, match="out of order"):
        Tolerances(outcomes_enough=95)


def test_a_design_differs_from_itself_in_nothing():
    design = MicroCredential.model_validate(DRAFT | {"id": "https://laurel.example/m/1"})
    same = side_of_design(design, on=date(2026, 11, 26))

    found = compare(same, same)

    assert found.covered_percent == 100
    assert not found.substantial


texts = st.lists(st.sampled_from(["clean", "messy", "data", "charts", "ethics", "draw", "argue"]), min_size=1, max_size=6)
outcomes = st.lists(
    st.tuples(texts, st.sets(st.sampled_from([CLEANING, CHARTS])), st.sampled_from([None, 5, 6])), max_size=5
).map(
    lambda rows: [
        outcome(f"o{number}", " ".join(words), skills=tuple(skills), level=level)
        for number, (words, skills, level) in enumerate(rows)
    ]
)


@settings(max_examples=100)
@given(outcomes, outcomes, st.randoms())
def test_the_order_of_outcomes_changes_nothing(source, target, random):
    shuffled = random.sample(source, len(source))

    assert match(source, target) == match(shuffled, target)
    assert set(match(source, target)) == set(match(source, random.sample(target, len(target))))


@settings(max_examples=100)
@given(outcomes, outcomes, outcomes)
def test_more_outcomes_never_cover_less(source, more, target):
    added = [*source, *(Outcome(id=f"m{one.id}", statement=one.statement, skills=one.skills, level=one.level) for one in more)]

    before, after = compare(side(*source), side(*target)), compare(side(*added), side(*target))

    assert {each.id for each in before.covered} <= {each.id for each in after.covered}


@settings(max_examples=100)
@given(outcomes, outcomes)
def test_covered_and_missing_are_all_there_is(source, target):
    found = compare(side(*source), side(*target))

    assert sorted(each.id for each in (*found.covered, *found.missing)) == sorted(each.id for each in target)
    assert all(PROPOSED <= each.score <= 100 for each in found.matches)
