"""Files of other systems: what they hold comes in, what we write comes back, and hostile ones do nothing."""

from __future__ import annotations

import base64
import io
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campus.learning.quizzes.exchange.declared import LOSSES, after, losses
from campus.learning.quizzes.exchange.moodle.write import write_moodle
from campus.learning.quizzes.exchange.qti.package import write_package
from campus.learning.quizzes.exchange.read import read_questions
from campus.learning.quizzes.exchange.reading import KeptPicture, Reading
from campus.learning.quizzes.problems import QuestionError
from campus.learning.quizzes.questions import AnyQuestion, HotSpot, Numeric
from laurel.annex1.record import LangString
from quiz_strategies import questions

SAMPLES = Path(__file__).parent / "samples"
ITEM = (SAMPLES / "qti-choice.xml").read_text()


def keep(content: bytes) -> KeptPicture | None:
    """Takes whatever says it is a picture: its name and size stand in its bytes."""
    name, width, height = content.decode().split()
    return KeptPicture(name=name, width=int(width), height=int(height)) if name != "bad" else None


def read(content: bytes | str, *, language: str = "en") -> Reading:
    return read_questions(content.encode() if isinstance(content, str) else content, language=language, keep_picture=keep)


def written(question: AnyQuestion, form: str) -> bytes:
    def load(name: str) -> bytes:
        assert question.picture is not None
        return f"{name} {question.picture.width} {question.picture.height}".encode()

    if form == "moodle":
        return "".join(write_moodle([question], load_picture=load)).encode()
    return write_package([question], load_picture=load)


def package(**files: str | bytes) -> bytes:
    """A zip; `manifest` is the manifest, double underscores stand for a slash."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr("imsmanifest.xml" if name == "manifest" else name.replace("__", "/") + ".xml", content)
    return out.getvalue()


def manifest(*names: str) -> str:
    resources = "".join(f'<resource identifier="r" type="imsqti_item_xmlv3p0" href="{name}"/>' for name in names)
    return (
        f'<manifest xmlns="http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1"><resources>{resources}</resources></manifest>'
    )


def codes(reading: Reading) -> list[str]:
    return [each.code for each in reading.problems]


@pytest.mark.parametrize("form", ["moodle", "qti"])
@given(data=st.data())
def test_a_question_comes_back_up_to_what_is_declared_lost(form, data):
    question = data.draw(questions)

    reading = read(written(question, form))
    assert not reading.problems
    assert reading.questions == [after(question, form)]


@given(questions)
def test_a_second_way_out_and_in_loses_nothing_more(question):
    for form in ("moodle", "qti"):
        once = read(written(question, form)).questions[0]
        assert read(written(once, form)).questions == [once]


@given(questions)
def test_what_is_lost_is_told_in_both_languages(question):
    assert losses(question, "qti") == []
    assert ("areas" in losses(question, "moodle")) == isinstance(question, HotSpot)
    assert all(LOSSES["moodle"][key] for key in losses(question, "moodle"))


def moodle_sample() -> Reading:
    picture = base64.b64encode(f"{'c' * 64} 640 480".encode()).decode()
    return read((SAMPLES / "moodle.xml").read_text().replace("PICTURE", picture))


def test_a_moodle_file_gives_its_questions():
    found = {question.title: question for question in moodle_sample().questions}

    assert list(found) == ["Press release", "Two languages", "True or false", "Capital", "Weight", "Countries", "Steps"]
    first = found["Press release"]
    assert (first.text.root, first.points, first.category) == ({"en": "What is a press release?"}, 2, "Sources/News")
    assert first.picture is not None
    assert first.picture.alt.root == {"en": "A news desk"}
    assert [option.share for option in first.options] == [1, 0, 0]
    assert found["Two languages"].text.root == {"en": "Which are primary sources?", "bg": "Кои са първични източници?"}
    assert found["True or false"].options[0].text == LangString({"en": "True", "bg": "Вярно"})
    assert [answer.text for answer in found["Capital"].answers] == ["Sofia", "София", "*fia"]
    weight = found["Weight"]
    assert isinstance(weight, Numeric)
    assert weight.text.root == {"en": "How heavy is a litre of water (H₂O)?"}
    assert [(unit.name, unit.factor) for unit in weight.units] == [("kg", 1), ("g", Decimal("0.001"))]
    assert weight.unit_required
    assert [item.text.root["en"] for item in found["Countries"].distractors] == ["Greece"]
    assert [item.text.root["en"] for item in found["Steps"].items] == ["find", "read", "cite"]
    assert found["Steps"].rule == "neighbours"


def test_every_question_that_cannot_be_read_is_named_with_its_place():
    reading = moodle_sample()

    assert codes(reading) == ["TYPE_NOT_READ", "REMOTE_PICTURE", "NONE_RIGHT"]
    assert [each.at for each in reading.problems] == [
        "8. Long (line 71)",
        "9. Elsewhere (line 75)",
        "10. Nothing right (line 80)/options",
    ]
    assert "essay" in reading.problems[0].say("en")
    assert {each.code for each in reading.notes} == {"FORMATTING_LOST", "SETTING_LOST"}


def test_a_qti_item_gives_its_question():
    (question,) = read(ITEM).questions

    assert question.title == "Attendance"
    assert question.text.root == {"en": "Read the notice.\n\nWhat does it ask?"}
    assert [(option.id, option.share, option.feedback.text("en")) for option in question.options] == [
        ("o1", 1, "Yes."),
        ("o2", 0, ""),
    ]


def test_identifiers_of_a_file_do_not_come_in():
    (question,) = read(ITEM).questions

    assert "CorrectOne" not in question.model_dump_json()


def test_a_package_gives_the_items_its_manifest_names_and_names_the_others():
    old = '<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" title="x"/>'
    two = ITEM.replace("</qti-item-body>", "<qti-upload-interaction/></qti-item-body>")
    sent = package(manifest=manifest("a.xml", "old.xml", "two.xml", "none.xml", "../../etc/passwd"), a=ITEM, old=old, two=two)

    reading = read(sent)
    assert [question.title for question in reading.questions] == ["Attendance"]
    assert codes(reading) == ["OLD_QTI", "INTERACTIONS", "FILE_MISSING", "FILE_MISSING"]


@pytest.mark.parametrize(
    ("response", "code"),
    [
        ('tolerance-mode="absolute" tolerance="1 2"', "SCORING_NOT_READ"),
        ('tolerance-mode="absolute" tolerance="1 1" include-lower-bound="false"', "SCORING_NOT_READ"),
        ('tolerance-mode="relative" tolerance="10 10"', None),
        ('tolerance-mode="exact"', None),
    ],
)
def test_a_numeric_item_is_read_with_its_tolerance(response, code):
    item = f"""<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="n" title="n" xml:lang="en">
      <qti-response-declaration identifier="R" cardinality="single" base-type="float">
        <qti-correct-response><qti-value>50</qti-value></qti-correct-response></qti-response-declaration>
      <qti-item-body><p>How many? <qti-text-entry-interaction response-identifier="R"/></p></qti-item-body>
      <qti-response-processing><qti-response-condition><qti-response-if>
        <qti-equal {response}><qti-variable identifier="R"/><qti-correct identifier="R"/></qti-equal>
        <qti-set-outcome-value identifier="SCORE"><qti-base-value base-type="float">1</qti-base-value></qti-set-outcome-value>
      </qti-response-if></qti-response-condition></qti-response-processing></qti-assessment-item>"""

    reading = read(item)
    assert codes(reading) == ([code] if code else [])
    if not code:
        question = reading.questions[0]
        assert isinstance(question, Numeric)
        assert question.answers[0].tolerance == (5 if "relative" in response else 0)


BOMB = '<!DOCTYPE q [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><quiz>&b;</quiz>'
OUTSIDE = '<!DOCTYPE q [<!ENTITY a SYSTEM "file:///etc/passwd">]><quiz>&a;</quiz>'


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "FILE_EMPTY"),
        (b"just words", "UNKNOWN_FORMAT"),
        (b"<quiz>", "NOT_XML"),
        (b"<html/>", "UNKNOWN_FORMAT"),
        (b"<quiz/>", "NO_QUESTIONS"),
        (b'<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1"/>', "OLD_QTI"),
        (BOMB.encode(), "DOCTYPE"),
        (OUTSIDE.encode(), "DOCTYPE"),
        (b"<quiz>" + b"<a>" * 100 + b"</a>" * 100 + b"</quiz>", "XML_TOO_DEEP"),
        (b"<quiz>" + b"<a/>" * 400_001 + b"</quiz>", "XML_TOO_LARGE"),
        (b"PK\x03\x04nonsense", "BAD_ZIP"),
        (package(a=ITEM), "NO_MANIFEST"),
        (package(manifest=BOMB), "DOCTYPE"),
        (package(manifest=manifest(), a="0" * 3_000_000), "ZIP_BOMB"),
        (package(manifest=manifest(), **{"..__..__up": "x"}), "ZIP_PATH"),
        (package(manifest=manifest(), **{"C:__up": "x"}), "ZIP_PATH"),
        (package(manifest=manifest(), **{f"a{n}": "x" for n in range(3001)}), "ZIP_TOO_MANY"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_refuses_a_file_that_cannot_be_trusted(content, code):
    with pytest.raises(QuestionError) as refusal:
        read(content)
    assert [each.code for each in refusal.value.problems] == [code]
    assert refusal.value.say("bg") != refusal.value.say("en")


def test_refuses_a_package_that_says_it_is_smaller_than_it_is():
    sent = bytearray(package(manifest=manifest("a.xml"), a=ITEM + " " * 5000))
    real, claimed = (len(ITEM.encode()) + 5000).to_bytes(4, "little"), (100).to_bytes(4, "little")
    sent = bytearray(bytes(sent).replace(real, claimed))

    assert codes(read(bytes(sent)))[0] in ("BAD_ZIP", "ZIP_TOO_LARGE")


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_refuses_noise_with_a_reason(content):
    with pytest.raises(QuestionError):
        read(content)


@given(st.integers(0, len(ITEM) - 1), st.sampled_from(["", "<", "&", "<!--", '"', "\0", "qti-", "</p>"]))
def test_a_damaged_item_is_read_or_refused_and_nothing_else_happens(place, damage):
    told: list[object] = []
    try:
        reading = read(ITEM[:place] + damage + ITEM[place + 1 :])
        told += [*reading.questions, *reading.problems]
    except QuestionError as error:
        told += error.problems
    assert told
