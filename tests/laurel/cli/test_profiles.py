"""`laurel verify --profile`: by which rules, and contexts that a person vouches for."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from any_credential import MONDAY, SIGNER, WORDS, licence, signed
from laurel.canon.contexts import CREDENTIALS_V2, OPEN
from laurel.cli import main
from laurel.proofs import add_proof

URL = "https://sails.example/v1"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch, capsys) -> Run:
    context = {"@context": WORDS}
    named = licence(**{"@context": [CREDENTIALS_V2, URL]})
    opened = OPEN.with_documents({URL: context})
    texts = {
        "own": signed(),
        "named": add_proof(named, signer=SIGNER, created=MONDAY, contexts=opened),
        "context": context,
        "list": [],
    }
    for name, text in texts.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(text))
    monkeypatch.chdir(tmp_path)

    def command(*arguments: str) -> tuple[int, str, str]:
        code = main(["verify", "--offline", "--at", "2026-11-23T12:00:00Z", "--trust", licence()["issuer"], *arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return command


def test_a_report_names_its_profile(run: Run):
    assert run("own.json", "--profile", "generic")[:1] == (0,)
    assert "profile “generic”" in run("own.json", "--profile", "generic")[1]
    assert "Not judged:" in run("own.json", "--profile", "generic")[1]
    assert "profile “badge”" in run("own.json")[1]
    assert "профил „badge“" in run("own.json", "--lang", "bg")[1]
    assert json.loads(run("own.json", "--json")[1])["profile"] == "badge"
    assert json.loads(run("own.json", "--json", "--profile", "generic")[1])["unjudged"][0]["code"] == "MEANING_UNJUDGED"


def test_the_strict_rules_are_the_default(run: Run):
    code, said, _ = run("own.json", "--json")

    assert (code, json.loads(said)["verdict"]) == (1, "reject")


def test_a_context_is_vouched_for_by_address_and_file(run: Run):
    assert run("named.json", "--profile", "generic")[0] == 2
    assert run("named.json", "--profile", "generic", "--context", f"{URL}=context.json")[0] == 0


def test_whose_the_signature_is_may_be_left_unasked(run: Run):
    code, said, _ = run("own.json", "--profile", "generic", "--proof-only", "--json")

    assert (code, json.loads(said)["verdict"]) == (0, "warn")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--profile", "lenient"], 64),
        (["--profile", "generic", "--context", "context.json"], 64),
        (["--context", f"{URL}=context.json"], 64),
        (["--profile", "generic", "--context", f"{URL}=missing.json"], 3),
        (["--profile", "generic", "--context", f"{URL}=list.json"], 3),
        (["--profile", "generic", "--context", f"{CREDENTIALS_V2}=context.json"], 3),
    ],
)
def test_refuses_contexts_that_nobody_can_vouch_for(run: Run, arguments: list[str], code: int):
    found, _, said = run("own.json", *arguments)

    assert found == code
    assert said.startswith("✘")


def test_a_folder_is_checked_by_the_chosen_rules(run: Run, tmp_path: Path):
    (tmp_path / "many").mkdir()
    (tmp_path / "many" / "one.json").write_text((tmp_path / "own.json").read_text())

    assert run("many", "--csv", "strict.csv")[0] != 0
    assert run("many", "--csv", "generic.csv", "--profile", "generic")[0] == 0
    assert "accept" in (tmp_path / "generic.csv").read_text()
