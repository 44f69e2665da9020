"""Seeds of what the platform reads: packages of information systems, questions, registers, claims of learning platforms."""

from __future__ import annotations

from pathlib import Path

import oneroster
from campus.learning.quizzes.exchange.qti.package import write_package
from campus.learning.quizzes.exchange.read import read_questions
from campus.learning.quizzes.questions import AnyQuestion
from fuzz.makers import Seeds
from fuzz.targets.lti_claims import EXPECTED

_SAMPLES = Path(__file__).resolve().parents[2] / "tests/campus/learning/quizzes/samples"
_CORE, _DEEP = "https://purl.imsglobal.org/spec/lti/claim/", "https://purl.imsglobal.org/spec/lti-dl/claim/"
_MEMBERSHIP = "http://purl.imsglobal.org/vocab/lis/v2/membership#"


def oneroster_seeds() -> Seeds:
    yield "two.zip", oneroster.package()
    yield "one.zip", oneroster.one_class()
    yield "fault.zip", oneroster.package(**oneroster.with_row("results", "r9", "", "", "i1", "u9", "fully graded", "x", ""))


def questions_moodle_seeds() -> Seeds:
    yield "sample.xml", (_SAMPLES / "moodle.xml").read_bytes()


def questions_qti_seeds() -> Seeds:
    yield "choice.xml", (_SAMPLES / "qti-choice.xml").read_bytes()
    yield "package.zip", write_package(_questions(), load_picture=lambda _name: b"")


def register_csv_seeds() -> Seeds:
    header = "agency,report_id,decision,valid_from,valid_to,institution[1].deqar_id,link\n"
    yield "comma.csv", header + "NEAA,17,positive,2026-01-01,2030-12-31,DEQARINST0001,https://neaa.example/17\n"
    yield "semicolon.csv", header.replace(",", ";") + "NEAA;18;2;01.02.2026;;DEQARINST0001;\n"
    yield "bad.csv", header + "NEAA,,perhaps,soon,2020-01-01,,javascript:x\n"


def lti_claims_seeds() -> Seeds:
    moment = int(EXPECTED.at.timestamp())
    launch = {
        "iss": EXPECTED.issuer,
        "aud": EXPECTED.client_id,
        "sub": "u1",
        "iat": moment,
        "exp": moment + 300,
        "nonce": "n",
        f"{_CORE}deployment_id": "1",
        f"{_CORE}version": "1.3.0",
        f"{_CORE}message_type": "LtiResourceLinkRequest",
        f"{_CORE}target_link_uri": f"{EXPECTED.site}/lti/",
        f"{_CORE}resource_link": {"id": "link-1"},
        f"{_CORE}roles": [f"{_MEMBERSHIP}Learner"],
        f"{_CORE}context": {"id": "course-1", "title": "Sources"},
    }
    yield "launch.json", launch
    settings = {"deep_link_return_url": "https://moodle.example/placed", "accept_types": ["ltiResourceLink"], "data": "x"}
    placing = {f"{_CORE}message_type": "LtiDeepLinkingRequest", f"{_CORE}roles": [f"{_MEMBERSHIP}Instructor"]}
    yield "placing.json", {**launch, **placing, f"{_DEEP}deep_linking_settings": settings}
    yield "several.json", {**launch, "aud": [EXPECTED.client_id, "other"], "azp": EXPECTED.client_id}


def _questions() -> list[AnyQuestion]:
    """Those of the sample that can be read without a picture."""
    return read_questions((_SAMPLES / "moodle.xml").read_bytes(), language="bg", keep_picture=lambda _content: None).questions
