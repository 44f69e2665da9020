"""ELMO XML of a decision: what a student system reads in it, and that it is valid where the user has the schema."""

import base64
import os
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from laurel.annex1.record import LangString
from laurel.formats import elmo

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
HERE = elmo.Institution(
    identifiers=[("did", "did:web:laurel.example:uni")],
    title=LangString({"en": "Laurel University", "bg": "Университет Лавър"}),
    url="https://uni.example/",
    country="BG",
)
THERE = elmo.Institution(identifiers=[("uri", "https://academy.example/")], title=LangString({"en": "Foreign Academy"}))
BADGE = elmo.Opportunity(
    local="credential-1",
    identifiers=[("uri", "https://academy.example/a/1")],
    title=LangString({"en": "Data stewardship"}),
    outcomes=[LangString({"en": "Cleans messy data"}), LangString({"en": "Keeps a catalogue", "bg": "Поддържа каталог"})],
    field="0612",
    on=date(2026, 6, 1),
    ects=Decimal("3.50"),
    hours=Decimal(90),
    eqf=6,
)
MODULE = elmo.Opportunity(
    local="recognised", title=LangString({"en": "Introduction to data"}), ects=Decimal(3), on=date(2026, 11, 24)
)
LETTER = elmo.Paper(id="letter-1", title=LangString({"en": "Decision"}), content={"en": b"%PDF-1", "bg": b"%PDF-2"})


def decision(**changes):
    told = {
        "learner": "Amina Haddad",
        "issuer": HERE,
        "title": LangString({"en": "Introduction to data"}),
        "told": LangString({"en": "Recognised in full", "bg": "Признато изцяло"}),
        "status": "Positive",
        "basis": [elmo.Basis(issuer=THERE, learned=BADGE, issued_at=AT)],
        "result": MODULE,
        "mapped": ["credential-1"],
        "papers": [LETTER],
        "generated_at": AT,
        "decided_at": AT,
    }
    return elmo.ResultOfRecognition(**(told | changes))


def read(content):
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))


def said(content, path):
    names = {"e": elmo.NAMESPACE}
    steps = "/".join(f"e:{step}" for step in path.split("/"))
    return [each.text for each in read(content).findall(f".//{steps}", names)]


def test_a_student_system_reads_what_was_decided_on_what_basis_and_for_what():
    written = elmo.write(decision())

    assert said(written, "resultOfRecognition/status") == ["Positive"]
    assert said(written, "resultOfRecognition/decisionDate") == ["2026-11-24"]
    assert said(written, "recognitionReport/issuer/title") == ["Foreign Academy"]
    assert said(
        written, "recognitionReport/learningOpportunitySpecification/specifies/learningOpportunityInstance/credit/value"
    ) == ["3.5"]
    assert said(written, "recognitionResult/learningOpportunitySpecification/title") == ["Introduction to data"]
    assert said(written, "fromMapping/ref") == ["credential-1"]
    assert said(written, "toMapping/ref") == ["recognised"]
    assert said(written, "attachments/ref") == said(written, "attachment/identifier") == ["letter-1"]


def test_outcomes_stand_in_each_language_that_has_them():
    descriptions = said(elmo.write(decision()), "recognitionReport/learningOpportunitySpecification/description")
    assert descriptions == ["Поддържа каталог", "Cleans messy data\nKeeps a catalogue"]


def test_the_letters_are_inside_as_data_addresses():
    contents = said(elmo.write(decision()), "attachment/content")
    assert [base64.b64decode(each.partition(",")[2]) for each in contents] == [b"%PDF-1", b"%PDF-2"]


def test_a_recognition_carries_no_grade_and_a_refusal_no_result():
    assert "resultLabel" not in elmo.write(decision()).decode()
    refused = elmo.write(decision(status="Negative", result=None, mapped=[]))
    assert said(refused, "recognitionResult") == said(refused, "recognitionMapping") == []


@pytest.mark.parametrize(
    ("name", "given", "family", "other"),
    [
        ("Amina Haddad", "Amina", "Haddad", None),
        ("Мария Иванова Петрова", "Мария Иванова", "Петрова", "Мария Иванова Петрова"),
        ("Sukarno", None, "Sukarno", None),
    ],
)
def test_the_last_word_of_a_name_is_the_family_name_and_a_name_in_other_letters_stands_whole_as_well(
    name, given, family, other
):
    written = elmo.write(decision(learner=name))
    assert [said(written, f"learner/{each}") for each in ("givenNames", "familyName", "alternativeName")] == [
        [given],
        [family],
        [other],
    ]


@given(st.text())
def test_whatever_a_foreign_credential_says_the_document_can_be_read(text):
    strange = elmo.Opportunity(local="credential-1", title=LangString({"en": text + "!"}), identifiers=[("uri", text)])
    written = elmo.write(decision(basis=[elmo.Basis(issuer=THERE, learned=strange, issued_at=AT)]))
    assert said(written, "recognitionReport/learningOpportunitySpecification/title")[0].endswith("!")


def _schema(folder):
    """The schema with what it imports, each file below `folder` at its address without `https://`."""

    class Local(etree.Resolver):
        def resolve(self, url, _identifier, context):
            path = folder / url.removeprefix("https://").removeprefix("http://") if "://" in url else Path(url)
            return self.resolve_filename(str(path), context)

    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Local())
    return etree.XMLSchema(
        etree.parse(folder / "raw.githubusercontent.com/emrex-eu/elmo-schemas/v2.0-preview/schema.xsd", parser)
    )


@pytest.mark.skipif("LAUREL_ELMO_SCHEMA" not in os.environ, reason="no ELMO schema was given (docs/specs.md)")
@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"status": "Negative", "result": None, "mapped": []},
        {"status": "Partially Positive", "papers": [], "learner": "Мария Петрова"},
        {"issuer": THERE, "basis": []},
    ],
    ids=["full", "refused", "partial", "bare"],
)
def test_the_document_is_valid_by_the_schema_that_the_user_provides(changes):
    schema = _schema(Path(os.environ["LAUREL_ELMO_SCHEMA"]))
    schema.assertValid(read(elmo.write(decision(**changes))))
