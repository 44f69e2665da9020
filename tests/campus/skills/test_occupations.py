"""Occupations and the skills they ask for: read from ESCO's package, shown beside what teaches those skills."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from badges import published, said
from campus.catalogue.browse import Wanted, browse
from campus.skills.models import OccupationSkill
from campus.skills.occupations import served_by
from laurel.annex1.record import LearningOutcome, SkillReference

ESCO = "http://data.europa.eu/esco"
RELATIONS = "occupationSkillRelations_en.csv"


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """Two occupations: a narrow one that asks for two skills, and a broad one that asks for three."""
    (tmp_path / "skills_en.csv").write_text(
        "conceptUri,preferredLabel\n" + "".join(f"{ESCO}/skill/s{number},skill {number}\n" for number in range(1, 5))
    )
    (tmp_path / "occupations_en.csv").write_text(
        f"conceptUri,preferredLabel\n{ESCO}/occupation/web,web developer\n{ESCO}/occupation/ict,ICT manager\n"
    )
    (tmp_path / "occupations_bg.csv").write_text(f"conceptUri,preferredLabel\n{ESCO}/occupation/web,уеб разработчик\n")
    rows = [("web", "s1", "essential"), ("web", "s2", "essential"), ("web", "s4", "optional")]
    rows += [("ict", "s1", "essential"), ("ict", "s2", "essential"), ("ict", "s3", "essential"), ("gone", "s1", "essential")]
    (tmp_path / RELATIONS).write_text(
        "occupationUri,relationType,skillType,skillUri\n"
        + "".join(f"{ESCO}/occupation/{one},{kind},skill/competence,{ESCO}/skill/{other}\n" for one, other, kind in rows)
    )
    return tmp_path


def _design(organisation, author, approver, *codes, **changes):
    skills = tuple(
        SkillReference(framework="ESCO", code=code, name=said(code, code), url=f"{ESCO}/skill/{code}") for code in codes
    )
    outcome = LearningOutcome(id="o", statement=said("Builds web pages", "Прави уебстраници"), skills=skills)
    return published(organisation, author, approver, learning_outcomes=(outcome,), **changes)


def _load(package):
    call_command("load_skills", "esco", package)


def test_the_published_relations_are_loaded_and_what_is_unknown_is_counted(db, package, capsys):
    _load(package)
    _load(package)  # again, with the same result

    assert "6 skills of occupations, 1 left out" in capsys.readouterr().out
    assert OccupationSkill.objects.filter(essential=True).count() == 5


def test_the_occupation_that_asks_for_least_else_comes_first_and_optional_skills_count_for_nothing(db, package):
    _load(package)

    assert [each.code for each in served_by(["s1", "s2"])] == ["web", "ict"]
    assert [each.code for each in served_by(["s1", "s2", "s3"])] == ["ict", "web"]
    assert served_by(["s4"]) == []
    assert served_by([]) == []


def test_the_page_names_the_occupations_and_the_catalogue_narrows_by_them(client, package, laurel_university, bruno, carla):
    version = _design(laurel_university, bruno, carla, "s1")  # published before anything is loaded
    published(laurel_university, bruno, carla)
    assert "Occupations that ask" not in client.get(f"/m/{version.design.public_id}/1?lang=en").content.decode()

    _load(package)

    page = client.get(f"/m/{version.design.public_id}/1?lang=bg").content.decode()
    assert "уеб разработчик" in page
    assert "?occupation=web" in page
    found = browse(Wanted(on=date(2026, 11, 26), facets={"occupation": frozenset({"web"})}))
    assert [offer.version_id for offer in found.offers] == [version.pk]
    assert "web developer" in client.get("/catalogue/?occupation=web&lang=en").content.decode()
    assert "no-such-one" in client.get("/catalogue/?occupation=no-such-one").content.decode()


@pytest.mark.parametrize(
    ("text", "said_"),
    [
        ("occupationUri,skillUri\n", "columns occupationUri"),
        (f"occupationUri,skillUri,relationType\n{ESCO}/occupation/web,{ESCO}/skill/s1,perhaps\n", "essential or optional"),
        (f"occupationUri,skillUri,relationType\nhttps://x.example/,{ESCO}/skill/s1,essential\n", f"{RELATIONS}, 2"),
    ],
)
def test_refuses_relations_that_are_not_esco_s_and_keeps_what_was_there(db, package, text, said_):
    _load(package)
    (package / RELATIONS).write_text(text)

    with pytest.raises(CommandError, match=said_):
        _load(package)
    assert OccupationSkill.objects.count() == 6
