"""An organisation's own rule sets: read, tested, kept in versions, shown or not; and what it measures itself by."""

import pytest
from django.db import IntegrityError, transaction

from campus.base.models import AuditEntry
from campus.people.roles import NotAllowedError
from campus.policies.chosen import TooManyPacksError, UnknownPackError, choose, chosen_packs
from campus.policies.models import OrganisationPack, OwnPack, OwnPackVersion
from campus.policies.own_packs import (
    FaultyPackError,
    VersionTakenError,
    keep_pack,
    own_packs,
    published_packs,
    show_to_everybody,
    try_pack,
)

OURS = """\
id = "our-university"
version = "2026.1"
title = { en = "Our university", bg = "Нашият университет" }
status = "in_force"
extends = ["eu"]

[[rule]]
id = "R-01"
parameters = { min_ects = 2 }
"""
TESTS = """\
[[case]]
name = "one credit is too few"
on = 2026-11-25
facts = { ects = 1 }
expect = { R-01 = "fail" }
"""


@pytest.fixture
def kept(laurel_university, carla, monday):
    return keep_pack(laurel_university, text=OURS, tests=TESTS, by=carla, at=monday)


def test_a_rule_set_is_kept_with_the_tests_that_it_passed(kept, laurel_university):
    assert (kept.pack.pack_id, kept.version, kept.cases) == ("our-university", "2026.1", 1)
    assert [pack.pack_id for pack in own_packs(laurel_university)] == ["our-university"]
    assert AuditEntry.objects.filter(action="policies.version_kept").count() == 1


def test_the_same_upload_twice_changes_nothing(kept, laurel_university, carla, monday):
    again = keep_pack(laurel_university, text=OURS.replace("\n", "\r\n"), tests=TESTS, by=carla, at=monday)

    assert again.pk == kept.pk
    assert OwnPackVersion.objects.count() == 1


def test_a_version_keeps_its_text(kept, laurel_university, carla, monday):
    with pytest.raises(VersionTakenError):
        keep_pack(laurel_university, text=OURS.replace("min_ects = 2", "min_ects = 3"), by=carla, at=monday)


def test_refuses_a_rule_set_whose_test_fails_and_names_the_test(laurel_university, carla, monday):
    with pytest.raises(FaultyPackError) as refused:
        keep_pack(laurel_university, text=OURS, tests=TESTS.replace('"fail"', '"pass"'), by=carla, at=monday)

    mismatch = refused.value.tried.mismatches[0]
    assert (mismatch.case, mismatch.rule, mismatch.expected, mismatch.answered) == (
        "one credit is too few", "R-01", "pass", "fail",
    )  # fmt: skip
    assert not OwnPack.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "code", "line", "rule"),
    [
        (OURS.replace("min_ects = 2", "min_etcs = 2"), "UNKNOWN_PARAMETER", 7, "R-01"),
        (OURS.replace('"R-01"', '"R-99"'), "UNKNOWN_RULE", 7, "R-99"),
        (OURS.replace('"in_force"', '"forever"'), "NOT_IN_LIST", 4, ""),
        (OURS.replace('["eu"]', '["mars"]'), "UNKNOWN_PACK", 5, ""),
        (OURS.replace("title = {", "title = "), "NOT_TOML", 3, ""),
    ],
)
def test_an_error_names_its_line_and_rule(wrong, code, line, rule):
    fault = try_pack(wrong).faults[0]

    assert (fault.code, fault.line, fault.rule) == (code, line, rule)


def test_refuses_the_name_of_a_built_in_rule_set(laurel_university, carla, monday):
    with pytest.raises(FaultyPackError) as refused:
        keep_pack(laurel_university, text=OURS.replace("our-university", "nl"), by=carla, at=monday)

    fault = refused.value.tried.faults[0]
    assert (fault.code, fault.line) == ("PACK_ID_TAKEN", 1)


def test_an_author_keeps_no_rule_sets(laurel_university, bruno, monday):
    with pytest.raises(NotAllowedError):
        keep_pack(laurel_university, text=OURS, by=bruno, at=monday)
    with pytest.raises(NotAllowedError):
        choose(laurel_university, {"nl": "blocking"}, by=bruno, at=monday)


def test_everybody_may_read_what_is_published(kept, carla, monday):
    assert not published_packs()

    show_to_everybody(kept.pack, shown=True, by=carla, at=monday)
    assert [pack.pack_id for pack in published_packs()] == ["our-university"]

    show_to_everybody(kept.pack, shown=False, by=carla, at=monday)
    assert not published_packs()


def test_while_nothing_is_chosen_the_european_rules_warn(laurel_university):
    [only] = chosen_packs(laurel_university)

    assert (only.pack_id, only.blocking, only.row) == ("eu", False, None)


def test_built_in_and_own_rule_sets_are_chosen_to_block_or_to_warn(kept, laurel_university, carla, monday):
    choose(laurel_university, {"nl": "blocking", "our-university": "warning"}, by=carla, at=monday)

    found = chosen_packs(laurel_university)
    assert [(each.pack_id, each.blocking, each.pack.id) for each in found] == [
        ("nl", True, "nl"),
        ("our-university", False, "our-university"),
    ]


def test_a_choice_stands_on_its_version_until_it_is_made_again(kept, laurel_university, carla, monday):
    choose(laurel_university, {"our-university": "blocking"}, by=carla, at=monday)
    newer = keep_pack(laurel_university, text=OURS.replace("2026.1", "2026.2"), by=carla, at=monday)

    [before] = chosen_packs(laurel_university)
    assert (before.pack.version, before.newer) == ("2026.1", newer)

    choose(laurel_university, {"our-university": "blocking"}, by=carla, at=monday)
    [after] = chosen_packs(laurel_university)
    assert (after.pack.version, after.newer) == ("2026.2", None)


def test_nothing_changes_where_a_chosen_rule_set_is_not_there(laurel_university, carla, monday):
    choose(laurel_university, {"nl": "blocking"}, by=carla, at=monday)

    with pytest.raises(UnknownPackError):
        choose(laurel_university, {"eu": "warning", "mars": "warning"}, by=carla, at=monday)
    with pytest.raises(TooManyPacksError):
        choose(laurel_university, {f"p{n}": "warning" for n in range(11)}, by=carla, at=monday)
    assert [each.pack_id for each in chosen_packs(laurel_university)] == ["nl"]


def test_rule_sets_of_another_organisation_cannot_be_chosen(kept, other_university, dmitri, monday):
    with pytest.raises(UnknownPackError):
        choose(other_university, {"our-university": "warning"}, by=dmitri, at=monday)


def test_the_database_knows_two_weights_and_one_choice_of_each(laurel_university, carla, monday):
    row = {"organisation": laurel_university, "pack_id": "nl", "chosen_by": carla, "chosen_at": monday}
    with pytest.raises(IntegrityError), transaction.atomic():
        OrganisationPack.objects.create(**row, weight="heavy")
    OrganisationPack.objects.create(**row, weight="blocking")
    with pytest.raises(IntegrityError), transaction.atomic():
        OrganisationPack.objects.create(**row, weight="warning")


def test_a_rule_set_whose_file_can_no_longer_be_read_is_told_as_such(kept, laurel_university, carla, monday):
    choose(laurel_university, {"our-university": "blocking"}, by=carla, at=monday)
    OwnPackVersion.objects.update(text=OURS.replace("min_ects", "no_longer"))

    [broken] = chosen_packs(laurel_university)
    assert (broken.pack, broken.blocking) == (None, True)
