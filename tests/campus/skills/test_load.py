"""Frameworks are loaded whole or not at all, again with the same result, and by what their publishers publish."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from campus.jobs.skills import keep_starter_set
from campus.skills.find import find_skills, frameworks, skill_of, suggest_skills
from campus.skills.load import load
from campus.skills.models import Framework, Skill
from campus.skills.sources import case, digcomp, esco
from campus.skills.sources.concept import NotAFrameworkError
from shared import SHARED, needs_shared

SUPPLEMENT = SHARED / "domain" / "data" / "digcomp3_supplement_2025-11-24.jsonld"
LABELS = SHARED / "data" / "esco" / "skills_labels_en.csv"
HEADER = "conceptType,conceptUri,skillType,preferredLabel,altLabels,description\n"
DEVELOP = "http://data.europa.eu/esco/skill/5fd5c985-eaaa-47aa-8314-62359c54505a"
PRIVACY = "http://data.europa.eu/esco/skill/00000000-0000-4000-8000-000000000002"


def _esco(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "skills_en.csv").write_text(
        HEADER + f'KnowledgeSkillCompetence,{DEVELOP},skill/competence,develop digital content,"make digital media\n'
        f'create web pages","Create and\nedit, in many forms"\n'
        f"KnowledgeSkillCompetence,{PRIVACY},knowledge,privacy law,data protection law|GDPR,\n"
    )
    (folder / "skills_bg.csv").write_text(
        "preferredLabel,conceptUri\n" + f"разработва дигитално съдържание,{DEVELOP}\n", encoding="utf-8-sig"
    )
    (folder / "readme.txt").write_text("not a table")
    return folder


def _names(skills: list[Skill]) -> list[str]:
    return [skill.name_in("en") for skill in skills]


def test_the_starter_set_is_there_without_anything_loaded_and_leaves_a_larger_one_alone(db, monday):
    keep_starter_set(at=monday)
    keep_starter_set(at=monday + timedelta(days=1))

    assert [str(each) for each in frameworks()] == ["DigComp 3.0"]
    assert Framework.objects.get().loaded_at == monday
    assert Skill.objects.count() == 26
    assert _names(find_skills("авторско право"))[:1] == ["Copyright and licences"]
    assert _names(find_skills("4.2"))[:1] == ["Protecting personal data and privacy"]


def test_the_published_layout_of_esco_is_read_in_several_languages(db, monday, tmp_path):
    loaded = load(esco.read(_esco(tmp_path)), at=monday)

    skill = skill_of("esco", DEVELOP.rpartition("/")[2])
    assert (loaded.concepts, loaded.withdrawn) == (2, 0)
    assert skill.name == {"en": "develop digital content", "bg": "разработва дигитално съдържание"}
    assert skill.description == {"en": "Create and\nedit, in many forms"}
    assert _names(find_skills("create web pages")) == ["develop digital content"]  # an alternative label over several lines
    assert _names(find_skills("gdpr")) == ["privacy law"]  # one behind a bar
    assert _names(find_skills("дигитално съдържание")) == ["develop digital content"]
    assert _names(find_skills("privacy", kinds=("skill",))) == []


def test_loading_again_changes_nothing_and_what_is_no_longer_published_is_withdrawn(db, monday, tmp_path):
    folder = _esco(tmp_path)
    load(esco.read(folder), at=monday)
    keys = set(Skill.objects.values_list("pk", flat=True))
    again = load(esco.read(folder), at=monday)
    assert (again.concepts, again.withdrawn, set(Skill.objects.values_list("pk", flat=True))) == (2, 0, keys)

    only = (folder / "skills_en.csv").read_text().replace(PRIVACY, DEVELOP.replace("5fd5", "0000"))
    (folder / "skills_en.csv").write_text(only)
    later = load(esco.read(folder), at=monday)

    assert later.withdrawn == 1
    assert skill_of("esco", PRIVACY.rpartition("/")[2]).withdrawn_at == monday
    assert _names(find_skills("gdpr")) == ["privacy law"]  # the new one of that name alone
    assert find_skills("gdpr")[0].withdrawn_at is None


def test_a_file_of_one_pillar_withdraws_nothing_of_the_other(db, monday, tmp_path):
    folder = _esco(tmp_path)
    load(esco.read(folder), at=monday)
    (folder / "occupations_en.csv").write_text(
        "conceptUri,preferredLabel\nhttp://data.europa.eu/esco/occupation/00000000-0000-4000-8000-000000000009,librarian\n"
    )

    loaded = load(esco.read(folder / "occupations_en.csv"), at=monday)

    assert (loaded.concepts, loaded.withdrawn) == (1, 0)
    assert _names(find_skills("librarian", kinds=("occupation",))) == ["librarian"]


def test_refuses_a_table_that_breaks_off_and_writes_nothing_of_it(db, monday, tmp_path):
    folder = _esco(tmp_path)
    (folder / "skills_en.csv").write_text((folder / "skills_en.csv").read_text() + "KnowledgeSkillCompetence,nonsense,,x,,\n")

    with pytest.raises(NotAFrameworkError) as refused:
        load(esco.read(folder), at=monday)

    assert "skills_en.csv, 6" in str(refused.value.message)
    assert not Framework.objects.exists()
    assert not Skill.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("skills_en.csv", b"a,b\n1,2\n"),
        ("skills_en.csv", b"\xff\xfe\x00"),
        ("skills_en.csv", b'conceptUri,preferredLabel\n"open'),
        ("other.csv", b""),
        ("d.jsonld", b"{}"),
        ("d.jsonld", b'{"@graph": [{"@type": "Competence", "@id": "Competence/1.1", "name": "x"}, {"@type": "Odd"}]}'),
        ("d.jsonld", b"[" * 100),
        ("c.json", b'{"CFDocument": {"title": "T"}, "CFItems": [{"identifier": "1"}]}'),
        ("c.json", b"{}"),
    ],
)
def test_refuses_what_is_no_framework_in_both_languages(db, monday, tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    reader = {"d.jsonld": digcomp.read, "c.json": case.read}.get(name, esco.read)

    with pytest.raises(NotAFrameworkError):
        load(reader(path), at=monday)
    with pytest.raises(CommandError, match=r"[а-я]"):
        call_command("load_skills", {"d.jsonld": "digcomp", "c.json": "case"}.get(name, "esco"), str(path), lang="bg")
    assert not Skill.objects.exists()


def test_refuses_a_file_that_is_not_there():
    with pytest.raises(CommandError):
        call_command("load_skills", "case", "/no/such/file")


def test_a_case_package_is_read_with_its_tree(db, monday, tmp_path):
    package = {
        "CFDocument": {
            "title": "Data Skills for Librarians",
            "version": "2",
            "language": "en",
            "uri": "https://case.example/d",
        },
        "CFItems": [
            {
                "identifier": "aa",
                "fullStatement": "Works with data",
                "humanCodingScheme": "D1",
                "uri": "https://case.example/aa",
            },
            {"identifier": "bb", "fullStatement": "Cleans a data set"},
        ],
        "CFAssociations": [
            {
                "associationType": "isChildOf",
                "originNodeURI": {"identifier": "bb"},
                "destinationNodeURI": {"identifier": "aa"},
            }
        ],
    }
    path = tmp_path / "package.json"
    path.write_text(json.dumps(package))

    load(case.read(path), at=monday)

    assert [each.slug for each in frameworks()] == ["data-skills-for-librarians"]
    assert skill_of("data-skills-for-librarians", "bb").parent_code == "aa"
    assert _names(find_skills("d1")) == ["Works with data"]


def test_a_learning_outcome_is_met_with_skills_that_it_speaks_of(db, monday):
    load(digcomp.carried(), at=monday)

    assert _names(suggest_skills("The learner can evaluate information found online"))[:1] == ["Evaluating information"]
    assert _names(suggest_skills("Защитава личните данни на потребителите"))[:1] == ["Protecting personal data and privacy"]
    assert suggest_skills("bakes bread") == []


@pytest.mark.shared
@needs_shared[1]
def test_the_whole_supplement_of_digcomp_is_read_with_its_published_counts(db, monday):
    loaded = load(digcomp.read(SUPPLEMENT), at=monday)

    assert loaded.concepts == 5 + 21 + 362 + 523
    of = Skill.objects.filter
    assert of(kind="outcome").count() == 523
    assert {
        level: of(kind="outcome", level=level).count() for level in ("Basic", "Intermediate", "Advanced", "Highly advanced")
    } == {
        "Basic": 151,
        "Intermediate": 170,
        "Advanced": 119,
        "Highly advanced": 83,
    }
    assert (of(kind="statement", parent_code="1.1").count(), of(kind="outcome", parent_code="1.1").count()) == (15, 21)
    assert skill_of("digcomp", "1.2").name["bg"] == "Оценяване на информация"
    load(digcomp.carried(), at=monday)
    assert not of(withdrawn_at__isnull=False).exists()


@pytest.mark.shared
@needs_shared[1]
@pytest.mark.slow
def test_thirteen_thousand_skills_of_esco_are_loaded_and_found(db, monday):
    loaded = load(esco.read(LABELS), at=monday)

    assert loaded.concepts == 13_485
    assert _names(find_skills("3d modeling"))[:1] == ["3D modelling"]
    assert any("personal" in name for name in _names(find_skills("persnal data")))
