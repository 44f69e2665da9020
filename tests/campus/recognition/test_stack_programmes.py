"""Programmes: written by some, published by others, and then as they are for ever."""

import pytest
from django.db import DatabaseError, transaction

from campus.people.roles import NotAllowedError
from campus.people.scope import NotFoundError
from campus.recognition import stack_drafts, stack_faults, stack_programmes, stack_reading
from campus.recognition.models import Programme, ProgrammeVersion
from cast import MONDAY
from laurel.policy.pack import every_rule
from laurel.stacking.rules import limits_of
from stacking_here import credits_from, offered, one, written


def codes(programme):
    return [(fault.code, fault.node) for fault in stack_faults.faults_of(programme, at=MONDAY)]


def test_a_programme_needs_a_title(laurel_university, bruno):
    with pytest.raises(stack_programmes.ProgrammeTitleMissingError):
        stack_programmes.create_programme(laurel_university, {"en": " "}, by=bruno, at=MONDAY)


def test_strangers_and_assessors_write_nothing(laurel_university, dmitri, carla):
    for someone in (dmitri, carla):
        with pytest.raises(NotAllowedError):
            stack_programmes.create_programme(laurel_university, {"en": "Theirs"}, by=someone, at=MONDAY)


def test_an_organisation_has_so_many_programmes_and_no_more(monkeypatch, laurel_university, bruno):
    monkeypatch.setattr(stack_programmes, "MOST", 1)
    stack_programmes.create_programme(laurel_university, {"en": "First"}, by=bruno, at=MONDAY)
    with pytest.raises(stack_programmes.TooManyProgrammesError):
        stack_programmes.create_programme(laurel_university, {"en": "Second"}, by=bruno, at=MONDAY)


def test_what_is_missing_is_named_with_its_requirement(laurel_university, bruno, certificate):
    programme = written(laurel_university, bruno, certificate)
    assert codes(programme) == [("NO_REQUIREMENT", "")]

    programme = stack_programmes.rewrite(
        programme,
        lambda draft: stack_drafts.added(
            {**draft, "awards": "", "description": {}, "partners": ["2b0a4f3e-0000-4000-8000-000000000000"]},
            stack_drafts.ROOT,
            {"kind": "some", "title": {"en": "Two of these"}, "k": 2},
        ),
        revision=None,
        by=bruno,
        at=MONDAY,
    )
    found = codes(programme)
    assert {code for code, _node in found} >= {"NO_DESCRIPTION", "NO_AWARD", "NO_BASIS"}
    assert [each for each in found if each[1]] == [("EMPTY_GROUP", "r1")]

    filled = stack_drafts.added(programme.draft, "r1", credits_from("Any", "2"))
    programme = stack_programmes.rewrite(programme, lambda _draft: filled, revision=None, by=bruno, at=MONDAY)
    assert [each for each in codes(programme) if each[1]] == [("TOO_FEW_PARTS", "r1")]


def test_a_credential_is_no_part_of_itself_and_every_named_one_is_on_offer(laurel_university, bruno, certificate):
    gone = one("Gone", certificate) | {"from": {"designs": ["https://elsewhere.example/m/1"]}}
    programme = written(laurel_university, bruno, certificate, one("Itself", certificate), gone)
    assert codes(programme) == [("ITS_OWN_PART", "r1"), ("UNKNOWN_DESIGN", "r2")]


def test_numbers_that_nobody_could_meet_are_told_before_publishing(laurel_university, bruno, carla, certificate):
    limits = {"min_ects": "30", "single_use": True}
    few = credits_from("Few", "2") | {"max_ects": "4"}
    programme = written(laurel_university, bruno, certificate, few, limits=limits)
    assert codes(programme) == [("IMPOSSIBLE", "whole")]
    with pytest.raises(stack_programmes.FaultyProgrammeError) as refused:
        stack_programmes.publish(programme, by=carla, at=MONDAY)
    assert [fault.code for fault in refused.value.faults] == ["IMPOSSIBLE"]


def test_whoever_wrote_it_does_not_publish_it(laurel_university, bruno, carla, certificate, statistics):
    programme = written(laurel_university, bruno, certificate, one("Statistics", statistics))
    with pytest.raises(NotAllowedError):
        stack_programmes.publish(programme, by=bruno, at=MONDAY)
    Programme.objects.filter(pk=programme.pk).update(edited_by=[bruno.pk, carla.pk])
    with pytest.raises(stack_programmes.OwnProgrammeError):
        stack_programmes.publish(programme, by=carla, at=MONDAY)


def test_a_published_version_stays_while_the_draft_goes_on(laurel_university, bruno, carla, certificate, statistics, python):
    first = offered(laurel_university, bruno, carla, certificate, one("Statistics", statistics))
    programme = Programme.objects.get(pk=first.programme_id)
    with pytest.raises(stack_programmes.NothingNewError):
        stack_programmes.publish(programme, by=carla, at=MONDAY)
    stack_programmes.rewrite(
        programme,
        lambda draft: stack_drafts.added(draft, stack_drafts.ROOT, one("Python", python)),
        revision=programme.draft_revision,
        by=bruno,
        at=MONDAY,
    )
    second = stack_programmes.publish(programme, by=carla, at=MONDAY)

    assert [leaf.id for leaf in stack_reading.requirements_of(first).leaves] == ["r1"]
    assert [leaf.id for leaf in stack_reading.requirements_of(second).leaves] == ["r1", "r2"]
    assert [each.number for each in stack_reading.offered()] == [2]
    with pytest.raises(DatabaseError), transaction.atomic():
        ProgrammeVersion.objects.filter(pk=first.pk).update(record="{}")
    with pytest.raises(DatabaseError), transaction.atomic():
        first.delete()


def test_the_second_of_two_changes_from_one_page_is_refused(laurel_university, bruno, certificate):
    programme = written(laurel_university, bruno, certificate)
    facts = {"description": {"en": "Newer"}}
    stack_programmes.set_facts(programme, facts, revision=programme.draft_revision, by=bruno, at=MONDAY)
    with pytest.raises(stack_programmes.StaleProgrammeError):
        stack_programmes.set_facts(programme, facts, revision=programme.draft_revision, by=bruno, at=MONDAY)


def test_a_retired_programme_is_neither_offered_nor_changed(laurel_university, bruno, carla, certificate, statistics):
    version = offered(laurel_university, bruno, carla, certificate, one("Statistics", statistics))
    assert [each.pk for each in stack_reading.part_of(statistics.design)] == [version.pk]
    assert [each.pk for each in stack_reading.search("certificate DATA")] == [version.pk]
    stack_programmes.retire(version.programme, by=carla, at=MONDAY)

    assert stack_reading.part_of(statistics.design) == []
    with pytest.raises(stack_programmes.ProgrammeRetiredError):
        stack_programmes.rewrite(version.programme, dict, revision=None, by=bruno, at=MONDAY)


def test_a_tree_is_changed_node_by_node():
    draft = stack_drafts.new_draft({"en": "T"})
    draft = stack_drafts.added(draft, "whole", {"kind": "some", "title": {"en": "G"}, "k": 1})
    draft = stack_drafts.added(draft, "r1", credits_from("A", "2"))
    draft = stack_drafts.added(draft, "whole", credits_from("B", "2"))
    draft = stack_drafts.moved(draft, "r3", -1)
    draft = stack_drafts.changed(draft, "r1", {"kind": "all", "title": {"en": "H"}})
    seen = [(node["id"], depth) for node, depth in stack_drafts.nodes(draft["requirement"])]
    assert seen == [("whole", 0), ("r3", 1), ("r1", 1), ("r2", 2)]

    draft = stack_drafts.added(stack_drafts.removed(draft, "r1"), "whole", credits_from("C", "2"))
    assert [node["id"] for node, _depth in stack_drafts.nodes(draft["requirement"])] == ["whole", "r3", "r4"]


def test_a_tree_refuses_what_is_no_tree(monkeypatch):
    draft = stack_drafts.added(stack_drafts.new_draft({"en": "T"}), "whole", credits_from("A", "2"))
    group = {"kind": "all", "title": {"en": "G"}}
    with pytest.raises(stack_drafts.NotAGroupError):
        stack_drafts.added(draft, "r1", group)
    for act in (stack_drafts.removed, lambda draft, name: stack_drafts.moved(draft, name, 1)):
        with pytest.raises(stack_drafts.WholeStaysError):
            act(draft, "whole")
        with pytest.raises(NotFoundError):
            act(draft, "r9")
    with pytest.raises(stack_drafts.WholeStaysError):
        stack_drafts.changed(draft, "whole", credits_from("A", "2"))
    with pytest.raises(stack_drafts.NotAGroupError):
        stack_drafts.changed(stack_drafts.added(stack_drafts.added(draft, "whole", group), "r2", group), "r2", one_of())
    deep = stack_drafts.added(draft, "whole", group)
    for number in range(2, 8):
        deep = stack_drafts.added(deep, f"r{number}", group)
    with pytest.raises(stack_drafts.TooDeepError):
        stack_drafts.added(deep, "r8", group)
    monkeypatch.setattr(stack_drafts, "MOST_NODES", 2)
    with pytest.raises(stack_drafts.TooManyRequirementsError):
        stack_drafts.added(draft, "whole", group)


def one_of():
    return {"kind": "one", "title": {"en": "O"}}


def test_the_numbers_of_a_rule_set_come_back_as_they_were():
    limits = limits_of(every_rule(), on=MONDAY.date())
    draft = {**stack_drafts.new_draft({"en": "T"}), "limits": stack_drafts.limits_as_json(limits)}
    assert stack_drafts.limits_of(draft) == limits
