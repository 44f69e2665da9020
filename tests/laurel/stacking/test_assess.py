from datetime import date
from decimal import Decimal

import pytest

from laurel.errors import DesignError
from laurel.stacking import Grade, Limits, assess, read_programme
from laurel.stacking.screening import Reason
from laurel.stacking.words import because, explain, headline, remedies
from stacks import NO_LIMITS, THEIRS, TODAY, every, from_choice, held, offer, one, programme, some


def reasons(standing):
    return {each.credential.id: each.reason for each in standing.left_out}


def test_a_credential_counts_once_though_two_requirements_would_take_it():
    stack = programme(every(one("core"), one("elective")))

    standing = assess(stack, [held("a")], limits=NO_LIMITS, at=TODAY)

    assert not standing.complete
    assert len(standing.counted) == len(standing.gaps) == 1
    assert standing.conflict in (("core", "elective"), ("elective", "core"))


def test_what_only_one_requirement_takes_is_kept_for_it():
    stack = programme(every(one("any"), one("law", themes=["law"])))
    wallet = [held("law-1", themes=frozenset({"law"})), held("data-1")]

    standing = assess(stack, wallet, limits=NO_LIMITS, at=TODAY)

    assert {each.credential.id: each.requirement for each in standing.counted} == {"law-1": "law", "data-1": "any"}


@pytest.mark.parametrize(
    ("credential", "reason"),
    [
        (held("x", valid_until=date(2026, 11, 25)), Reason.EXPIRED),
        (held("x", awarded=date(2026, 11, 27)), Reason.NOT_YET),
        (held("x", awarded=date(2021, 11, 25)), Reason.TOO_OLD),
        (held("x", used_in="Law certificate"), Reason.USED_ELSEWHERE),
        (held("x", issuer=THEIRS), Reason.NOT_ACCEPTED),
        (held("x"), Reason.NO_GRADE),
        (held("x", grade=Grade(value=Decimal("3.5"), pass_mark=Decimal(3), best=Decimal(6))), Reason.GRADE_TOO_LOW),
    ],
)
def test_a_credential_is_left_out_for_a_reason_that_is_named(credential, reason):
    limits = Limits(max_age_years=5, min_grade_percent=Decimal(33))

    standing = assess(programme(one("any")), [credential], limits=limits, at=TODAY)

    assert reasons(standing) == {"x": reason}
    assert all(len([*explain(standing, language)]) >= 3 for language in ("en", "bg"))


@pytest.mark.parametrize(
    "credential",
    [
        held("x", valid_until=TODAY),
        held("x", awarded=date(2021, 11, 26)),
        held("x", issuer=THEIRS, accepted="decision"),
        held("x", grade=Grade(value=Decimal(4), pass_mark=Decimal(3), best=Decimal(6))),
        held("x", grade=Grade(value=Decimal("2.0"), pass_mark=Decimal(4), best=Decimal(1))),
    ],
)
def test_on_the_other_side_of_each_line_it_counts(credential):
    needs_grade = credential.grade is not None
    limits = Limits(max_age_years=5, min_grade_percent=Decimal(33) if needs_grade else None)

    assert assess(programme(one("any")), [credential], limits=limits, at=TODAY).complete


def test_of_two_that_teach_the_same_one_counts():
    same = {"outcomes": frozenset({"o1", "o2", "o3"})}
    standing = assess(programme(from_choice("all", 4)), [held("a", **same), held("b", **same)], limits=Limits(), at=TODAY)

    assert not standing.complete
    assert standing.missing_ects == 2
    assert Reason.OVERLAPS in reasons(standing).values()


def test_no_more_is_bound_than_is_needed():
    wallet = [held("big", 10), held("small", 3), held("smaller", 2)]

    standing = assess(programme(from_choice("all", 5)), wallet, limits=NO_LIMITS, at=TODAY)

    assert {each.credential.id for each in standing.counted} == {"small", "smaller"}
    assert reasons(standing) == {"big": Reason.NOT_NEEDED}


def test_what_is_missing_is_told_in_the_smallest_terms_with_what_would_close_it():
    stack = programme(
        every(
            from_choice("core", 6, themes=["data"]),
            some(1, one("law", 3, themes=["law"]), from_choice("art", 6, themes=["art"])),
        )
    )
    wallet = [held("a", 2), held("b", 2, themes=frozenset({"art"}), valid_until=date(2027, 2, 1))]
    offers = [offer("python", 4), offer("sql", 4), offer("ethics", 3, themes=frozenset({"law"})), offer("half", 2)]

    standing = assess(stack, wallet, limits=NO_LIMITS, at=TODAY, offers=offers)

    assert {gap.leaf.id: gap.ects for gap in standing.gaps} == {"core": Decimal(4), "law": Decimal(3)}
    assert headline(standing, "en") == "7 ECTS credits short."
    assert headline(standing, "bg") == "Не достигат 7 кредита по ECTS."
    assert [[each.id for each in way] for way in standing.remedies] == [["ethics", "python"], ["ethics", "sql"]]
    assert (
        remedies(standing, "en")
        == "Either of these closes it: “Ethics” (3 ECTS) and “Python” (4 ECTS); or “Ethics” (3 ECTS) and “Sql” (4 ECTS)."
    )


def test_a_share_that_stands_in_the_way_is_named_by_its_rule():
    limits = Limits(min_ects=Decimal(10), min_own_percent=Decimal(50))
    wallet = [held("ours", 4), held("theirs", 8, issuer=THEIRS, accepted="agreement")]

    standing = assess(programme(from_choice("any", 1)), wallet, limits=limits, at=TODAY)

    assert standing.conflict == ("R-30", "R-34")
    assert because(standing, "en") == (
        "With what you hold, “Enough credits in all” (R-30) and “Earned here” (R-34) cannot be met together; "
        "without any one of them the others can."
    )


def test_what_expires_first_is_told():
    wallet = [held("a", 3, valid_until=date(2027, 5, 1)), held("b", 3, valid_until=date(2027, 2, 1))]

    standing = assess(programme(from_choice("all", 6)), wallet, limits=NO_LIMITS, at=TODAY)

    assert [*explain(standing, "en")][-1] == "The first to expire, on 1 February 2027, is “B”."
    assert [*explain(standing, "bg")][-1] == "Първо, на 1 февруари 2027 г., изтича „B“."


def test_a_programme_that_nobody_can_meet_is_refused():
    with pytest.raises(DesignError, match="nobody can meet"):
        assess(programme(from_choice("few", 2, 3)), [], limits=Limits(min_ects=Decimal(10)), at=TODAY)


def test_two_credentials_with_one_id_are_refused():
    with pytest.raises(ValueError, match="one id"):
        assess(programme(one("any")), [held("a"), held("a")], limits=NO_LIMITS, at=TODAY)


@pytest.mark.parametrize(
    ("tree", "place"),
    [
        (
            '{"kind":"some","id":"s","title":{"en":"x"},"k":3,"parts":[{"kind":"one","id":"a","title":{"en":"x"}}]}',
            "/requirement",
        ),
        ('{"kind":"credits","id":"c","title":{"en":"x"},"min_ects":"5","max_ects":"2"}', "/requirement"),
        ('{"kind":"all","id":"a","title":{"en":"x"},"parts":[{"kind":"one","id":"a","title":{"en":"x"}}]}', "/requirement"),
        ('{"kind":"all","id":"a","title":{"en":"x"},"parts":[]}', "/requirement"),
        ("[]", ""),
    ],
)
def test_a_malformed_programme_is_refused_with_its_place(tree, place):
    text = f'{{"id":"urn:p","title":{{"en":"P"}},"institutions":["urn:u"],"requirement":{tree}}}'
    with pytest.raises(DesignError) as refused:
        read_programme(text)

    assert refused.value.problems[0].at.startswith(place)


def test_a_tree_that_is_too_deep_is_refused():
    node = '{"kind":"one","id":"leaf","title":{"en":"x"}}'
    for depth in range(12):
        node = f'{{"kind":"all","id":"n{depth}","title":{{"en":"x"}},"parts":[{node}]}}'
    with pytest.raises(DesignError, match="levels"):
        read_programme(f'{{"id":"urn:p","title":{{"en":"P"}},"institutions":["urn:u"],"requirement":{node}}}')
