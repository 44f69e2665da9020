"""The curriculum map: taken in whole or not at all, with row and column of what is wrong."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from campus.learning.uploads import GradebookRefusedError
from campus.people.roles import NotAllowedError
from campus.recognition import curriculum
from campus.recognition.models import Degree, DegreeModule, ModuleMatch
from campus.recognition.stack_reading import design_iri
from cast import MONDAY, log_in
from sample_design import workbook

HEAD = "degree,degree title in English,module,module title in English,ECTS,level,micro-credential,relation,ground"


def table(*rows, head=HEAD):
    return "\n".join([head, *rows, ""]).encode()


def take(organisation, by, content, name="map.csv"):
    return curriculum.take_in(organisation, content=content, file_name=name, by=by, at=MONDAY)


def test_a_table_is_taken_in_and_may_be_sent_again(laurel_university, bruno, statistics, python):
    rows = (
        f"INF,Informatics,M1,Statistics,5,6,{design_iri(statistics.design)}/1,embedded,",
        f'INF,,M1,,,,{design_iri(python.design)},exempts,"Decision 12 of 3 May 2026"',
        'INF,,M2,Algebra,"2,5",6,,,',
    )
    for _twice in range(2):
        taken = take(laurel_university, bruno, table(*rows))
        assert (taken.degrees, taken.modules, taken.matches) == (1, 2, 2)
    first = DegreeModule.objects.get(code="M1")
    assert (first.title_en, str(first.ects), first.level, first.matches.count()) == ("Statistics", "5.00", 6, 2)
    found = curriculum.degrees_of(laurel_university).get()
    assert (found.title_en, found.modules_count, found.matched_count) == ("Informatics", 2, 1)


def test_a_workbook_with_bulgarian_headings_is_read_too(laurel_university, bruno, statistics):
    rows = [
        ["Програма", "Модул", "Модул на български", "Кредити", "Микроквалификация", "Връзка"],
        ["ИНФ", "M1", "Статистика", 5, design_iri(statistics.design), "вградена"],
    ]
    taken = take(laurel_university, bruno, workbook(rows), "map.xlsx")
    assert (taken.modules, ModuleMatch.objects.get().relation) == (1, "embedded")


def test_one_wrong_row_stops_all_and_every_cell_is_named(laurel_university, other_university, bruno, dmitri, statistics):
    rows = (
        "INF,Informatics,M1,Statistics,5,6,,,",
        "INF,,,,x,9,,,",
        f"INF,,M3,,,,{design_iri(statistics.design)},exempts,",
        f"INF,,M4,,,,{design_iri(statistics.design)},loves,",
        "INF,,M5,,,,https://x.example/m/00000000-0000-4000-8000-000000000000,embedded,",
    )
    with pytest.raises(curriculum.FaultyRowsError) as refused:
        take(laurel_university, bruno, table(*rows))
    told = [(each.row, each.column) for each in refused.value.problems]
    assert told == [
        (3, "module"), (3, "ECTS"), (3, "level"), (4, "ground"), (5, "relation"), (6, "micro-credential"),
    ]  # fmt: skip
    assert Degree.objects.count() == 0
    with pytest.raises(curriculum.FaultyRowsError):  # somebody else's micro-credential
        take(other_university, dmitri, table(f"INF,,M1,,,,{design_iri(statistics.design)},embedded,"))


def test_what_is_no_table_is_refused(monkeypatch, laurel_university, bruno, carla):
    with pytest.raises(curriculum.ColumnMissingError):
        take(laurel_university, bruno, table("x,y", head="a,b"))
    with pytest.raises(GradebookRefusedError):
        take(laurel_university, bruno, b"")
    with pytest.raises(NotAllowedError):
        take(laurel_university, carla, table("INF,,M1,,,,,,"))
    monkeypatch.setattr(curriculum, "MOST_ROWS", 1)
    with pytest.raises(curriculum.TooManyRowsError):
        take(laurel_university, bruno, table("INF,,M1,,,,,,", "INF,,M2,,,,,,"))


def test_the_database_holds_that_exemptions_have_a_ground(laurel_university, bruno, statistics):
    take(laurel_university, bruno, table("INF,,M1,,,,,,"))
    module = DegreeModule.objects.get()
    facts = {"module": module, "design": statistics.design, "made_by": bruno, "made_at": MONDAY}
    with pytest.raises(IntegrityError), transaction.atomic():
        ModuleMatch.objects.create(**facts, relation="exempts")


@pytest.mark.parametrize("language", ["en", "bg"])
def test_the_map_is_shown_filled_and_emptied_on_its_pages(client, laurel_university, bruno, carla, statistics, language):
    log_in(client, bruno)
    there, headers = reverse("curriculum", args=[laurel_university.slug]), {"Accept-Language": language}
    assert client.get(there, headers=headers).status_code == 200
    wrong = SimpleUploadedFile("map.csv", table("INF,,,,,,,,"))
    answer = client.post(there, {"file": wrong}, headers=headers)
    assert (answer.status_code, len(answer.context["problems"])) == (400, 1)
    right = table(f"INF,Informatics,M1,Statistics,5,6,{design_iri(statistics.design)},embedded,")
    assert client.post(there, {"file": SimpleUploadedFile("map.csv", right)}).status_code == 302
    degree = reverse("curriculum_degree", args=[laurel_university.slug, Degree.objects.get().public_id])
    assert "Statistics" in client.get(degree, headers=headers).content.decode()
    log_in(client, carla)
    assert client.post(f"{degree}remove").status_code == 403
    assert client.post(there, {"file": SimpleUploadedFile("map.csv", right)}).status_code == 403
    log_in(client, bruno)
    assert client.post(f"{degree}remove").status_code == 302
    assert Degree.objects.count() == 0
