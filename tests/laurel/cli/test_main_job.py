"""The main job through the command line alone: key, list, issue, verify, revoke."""

import csv
import io
import json
import stat

import pytest

from desk import AT
from laurel.bake import unbake
from laurel.formats import openbadge3
from laurel.verify import DEFAULT
from laurel.verify.presented import read_presented

AMINA = "S1,Amina Petrova,amina@uni.example,18,90,Pass"
BRUNO = 'S2,Бруно Иванов,bruno@uni.example,"9,5",40,Pass'
CARLA = "did:example:carla,Carla,,20,100,distinction"


@pytest.fixture
def issued(desk):
    grades = desk.grades(AMINA, BRUNO, CARLA)
    assert desk.run("issue", "design.json", grades, "--out", str(desk.path("out")), "--key", "key.json", "--at", AT) == 0
    return desk


def test_who_met_every_rule_gets_one_credential_and_one_picture(issued):
    assert len(issued.issued()) == 2
    assert len(list(issued.path("out").glob("*.png"))) == 2


def test_the_summary_says_why_somebody_was_not_awarded(issued):
    rows = json.loads(issued.path("out/summary.json").read_text())

    assert [row["awarded"] for row in rows] == ["yes", "no", "yes"]
    assert rows[1]["reason"] == "x: 40 of at least 50."
    assert [row["grade"] for row in rows] == ["5.6", "3.72", "6"]


def test_what_was_issued_is_valid_for_whoever_trusts_the_issuer(issued):
    for path in (*issued.issued(), *issued.path("out").glob("*.png")):
        assert issued.run("verify", str(path), "--trust", "key.did.json", "--offline", "--at", AT) == 0


def test_the_record_comes_back_out_of_the_badge(issued, design):
    presented = read_presented(issued.issued()[0].read_bytes(), policy=DEFAULT)

    record = openbadge3.parse(presented.unverified_document)

    assert record.credential.title == design.title
    assert {result.assessment for result in record.results} == {"quiz", "project", "lab"}


def test_the_picture_carries_the_text_byte_for_byte(issued):
    path = issued.issued()[0]

    assert unbake(path.with_suffix(".png").read_bytes()) == path.read_text()


def test_running_again_changes_nothing(issued):
    before = {path: path.read_bytes() for path in issued.path("out").iterdir() if path.name != "summary.csv"}

    answer = issued.json("issue", "design.json", "grades.csv", "--out", str(issued.path("out")), "--key", "key.json")

    assert (answer["issued"], answer["already"]) == (0, 2)
    assert {path: path.read_bytes() for path in before} == before


def test_new_learners_are_added_to_what_is_there(issued):
    grades = issued.grades(AMINA, BRUNO, CARLA, "S4,Dmitri,dmitri@uni.example,20,70,Pass")

    answer = issued.json("issue", "design.json", grades, "--out", str(issued.path("out")), "--key", "key.json")

    assert (answer["issued"], answer["already"]) == (1, 2)


def test_refuses_to_issue_again_for_changed_results(issued):
    grades = issued.grades(AMINA.replace("90", "91"))

    assert issued.run("issue", "design.json", grades, "--out", str(issued.path("out")), "--key", "key.json") == 1
    assert "row 2: the row or the key has changed" in issued.err
    assert len(issued.issued()) == 2


def test_refuses_to_issue_from_a_changed_design_of_the_same_version(issued, design):
    changed = design.model_copy(update={"tags": ("new",)})
    issued.path("design.json").write_text(changed.model_dump_json(exclude_none=True))

    assert issued.run("issue", "design.json", "grades.csv", "--out", str(issued.path("out")), "--key", "key.json") == 1
    assert "new version" in issued.err


def test_a_revoked_credential_is_refused_from_then_on(desk):
    url = "https://uni.example/status/1"
    grades = desk.grades(AMINA, CARLA)
    desk.run("status", "new", "--url", url, "--out", "list.json", "--key", "key.json", "--at", AT)
    desk.run(
        "issue", "design.json", grades, "--out", str(desk.path("out")), "--key", "key.json", "--status", "list.json", "--at", AT
    )
    one, other = (str(path) for path in desk.issued())
    world = {"urls": {url: {"status": 200, "file": "list.json"}}}
    desk.path("world.json").write_text(json.dumps(world))
    check = ("--world", "world.json", "--trust", "key.did.json", "--at", AT)

    assert desk.run("verify", one, *check) == 0
    assert desk.run("status", "revoke", "list.json", one, "--key", "key.json", "--at", AT) == 0
    assert desk.run("verify", one, *check) == 1
    assert "revoked" in desk.out
    assert desk.run("verify", other, *check) == 0


def test_refuses_to_revoke_with_a_strangers_key(desk):
    desk.run("status", "new", "--url", "https://uni.example/status/1", "--out", "list.json", "--key", "key.json")
    desk.run("keys", "new", "--out", "stranger.json")
    grades = desk.grades(AMINA)
    desk.run("issue", "design.json", grades, "--out", str(desk.path("out")), "--key", "key.json", "--status", "list.json")

    assert desk.run("status", "revoke", "list.json", str(desk.issued()[0]), "--key", "stranger.json") == 1


def test_entries_of_a_status_list_are_given_once(desk):
    desk.run("status", "new", "--url", "https://uni.example/status/1", "--out", "list.json", "--key", "key.json")
    for folder, learner in (("a", "S1"), ("b", "S2"), ("c", "S3")):
        grades = desk.grades(*(f"{learner}{n},N,n{n}@uni.example,20,90,Pass" for n in range(5)))
        desk.run("issue", "design.json", grades, "--out", str(desk.path(folder)), "--key", "key.json", "--status", "list.json")

    lines = [json.loads(line) for folder in "abc" for line in (desk.path(folder) / "ledger.jsonl").read_text().splitlines()]
    assert len({line["index"] for line in lines}) == len(lines) == 15


@pytest.mark.parametrize(
    ("suite", "algorithm"),
    [("eddsa-jcs-2022", "Ed25519"), ("vc-jwt", "Ed25519"), ("ecdsa-rdfc-2019", "P-256"), ("vc-jwt", "P-256")],
)
def test_every_way_of_signing_gives_a_valid_badge(desk, suite, algorithm):
    desk.run("keys", "new", "--algorithm", algorithm, "--out", "own.json")
    grades = desk.grades(AMINA)

    assert (
        desk.run(
            "issue", "design.json", grades, "--out", str(desk.path("out")), "--key", "own.json", "--suite", suite, "--at", AT
        )
        == 0
    )
    for path in desk.path("out").glob("S1*"):
        assert desk.run("verify", str(path), "--trust", "own.did.json", "--offline", "--at", AT) == 0


def test_a_did_web_key_is_verified_through_its_published_document(desk):
    desk.run("keys", "new", "--did-web", "uni.example/org/7", "--out", "web.json")
    assert "https://uni.example/org/7/did.json" in desk.out
    desk.run("issue", "design.json", desk.grades(AMINA), "--out", str(desk.path("out")), "--key", "web.json", "--at", AT)
    world = {"urls": {"https://uni.example/org/7/did.json": {"status": 200, "file": "web.did.json"}}}
    desk.path("world.json").write_text(json.dumps(world))

    code = desk.run(
        "verify", str(desk.issued()[0]), "--world", "world.json", "--trust", "did:web:uni.example:org:7=Uni", "--at", AT
    )

    assert code == 0


def test_the_secret_key_is_for_its_owner_alone_and_never_overwritten(desk):
    secret = desk.path("key.json")
    before = secret.read_bytes()

    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert desk.run("keys", "new", "--out", "key.json") == 1
    assert secret.read_bytes() == before
    assert "secretKeyMultibase" not in desk.path("key.did.json").read_text()


def test_summary_cells_cannot_run_as_formulas(desk, monkeypatch):
    from laurel.cli.cells import neutral

    assert [neutral(cell) for cell in ("=1+1", "+1", "-1", "@x", "\t=1", "Amina")] == [
        "'=1+1",
        "'+1",
        "'-1",
        "'@x",
        "'\t=1",
        "Amina",
    ]
    grades = desk.grades(AMINA)
    desk.run("issue", "design.json", grades, "--out", str(desk.path("out")), "--key", "key.json")
    rows = list(csv.DictReader(io.StringIO(desk.path("out/summary.csv").read_text("utf-8-sig"))))
    assert rows[0]["learner"] == "S1"


def test_a_local_site_stands_in_for_the_web_and_the_report_says_so(desk, local_site):
    host = local_site.removeprefix("http://")
    desk.run("keys", "new", "--did-web", host, "--out", "web.json")
    desk.run("issue", "design.json", desk.grades(AMINA), "--out", str(desk.path("out")), "--key", "web.json", "--at", AT)
    desk.path("site/.well-known").mkdir(parents=True)
    desk.path("site/.well-known/did.json").write_bytes(desk.path("web.did.json").read_bytes())
    check = ("verify", str(desk.issued()[0]), "--trust", "web.did.json", "--at", AT)

    assert desk.run(*check, "--local-site", local_site) == 0
    assert "Development only" in desk.out
    assert desk.run(*check) == 1  # without the flag, an inner address is no issuer's
