"""How the command line speaks: two languages, verdict first, never a traceback, never a stranger's control characters."""

import json
import re

import pytest

from desk import AT
from laurel.cli import app, main
from laurel.cli.help_texts import HELP


@pytest.mark.parametrize(
    "arguments",
    [
        ["verify"],
        ["verify", "--nothing"],
        ["nothing"],
        ["issue", "a", "b"],
        ["keys", "new", "--out", "k", "--algorithm", "RSA"],
        ["--lang", "de"],
        ["verify", "x", "--at", "yesterday"],
        ["verify", "x", "--local-site", "http://evil.example"],
    ],
)
@pytest.mark.parametrize("language", ["en", "bg"])
def test_refuses_wrong_usage_in_a_sentence(arguments, language, capsys):
    code = main([*arguments] if "--lang" in arguments else [*arguments, "--lang", language])

    said = capsys.readouterr().err
    assert code == 64
    assert said.startswith("✘")
    assert "Traceback" not in said
    if language == "bg" and "--lang" not in arguments:
        assert re.search("[а-я]", said)


@pytest.mark.parametrize("command", ["verify", "inspect", "lint"])
def test_a_missing_file_is_unreadable(desk, command):
    assert desk.run(command, "missing.json") == 3
    assert "no such file" in desk.err


@pytest.mark.parametrize("content", [b"", b"hello", b"\x00\xff", b"{}", b"[" * 100_000])
def test_a_file_without_a_credential_is_unreadable(desk, content):
    desk.path("x.json").write_bytes(content)

    assert desk.run("verify", "x.json", "--offline") == 3
    assert desk.json("verify", "x.json", "--offline")["verdict"] == "reject"


def test_the_verdict_comes_first_and_the_advice_last(desk):
    desk.run(
        "issue",
        "design.json",
        desk.grades("S1,A,a@uni.example,18,90,Pass"),
        "--out",
        str(desk.path("out")),
        "--key",
        "key.json",
        "--at",
        AT,
    )

    desk.run("verify", str(desk.issued()[0]), "--trust", "key.did.json", "--offline", "--at", AT)

    lines = desk.out.strip().splitlines()
    assert lines[0] == "✔ Valid"
    assert lines[-1] == "You can rely on what it says."
    assert max(map(len, lines)) <= 100


def test_bulgarian_is_complete(desk):
    desk.run(
        "issue",
        "design.json",
        desk.grades("S1,A,a@uni.example,18,90,Pass"),
        "--out",
        str(desk.path("out")),
        "--key",
        "key.json",
        "--at",
        AT,
    )

    desk.run("verify", str(desk.issued()[0]), "--offline", "--at", AT, "--lang", "bg")

    assert desk.out.startswith("? Автентично")
    assert "Издател" in desk.out
    assert "We " not in desk.out


def test_the_system_decides_the_language_when_nobody_else_does(monkeypatch, capsys):
    monkeypatch.setenv("LANG", "bg_BG.UTF-8")

    main(["--help"])

    assert "Употреба:" in capsys.readouterr().out


def test_a_strangers_text_cannot_command_the_terminal(desk):
    name = "A\x1b[31mB\u202eC\nD"
    document = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiableCredential"],
        "issuer": "did:x:y",
        "name": name,
    }
    desk.path("x.json").write_text(json.dumps(document))

    desk.run("inspect", "x.json")

    assert "\x1b" not in desk.out
    assert "\u202e" not in desk.out


def test_lint_names_what_is_missing_and_ends_with_1(desk, design):
    desk.path("bad.json").write_text(
        design.model_copy(update={"workload": None, "learning_outcomes": ()}).model_dump_json(exclude_none=True)
    )

    assert desk.run("lint", "design.json") == 0
    assert desk.run("lint", "bad.json") == 1
    assert "M6" in desk.out
    assert "M7" in desk.out


def test_refuses_to_issue_from_a_faulty_design(desk, design):
    desk.path("bad.json").write_text(design.model_copy(update={"workload": None}).model_dump_json(exclude_none=True))

    code = desk.run(
        "issue", "bad.json", desk.grades("S1,A,a@uni.example,18,90,Pass"), "--out", str(desk.path("out")), "--key", "key.json"
    )

    assert code == 1
    assert not desk.path("out").exists()


def test_every_word_of_help_has_a_bulgarian_one():
    import typer

    texts = set(_helps(typer.main.get_command(app)))

    assert texts - set(HELP) == set()


def _helps(command):
    if command.help:
        yield command.help
    for parameter in command.params:
        written = getattr(parameter, "help", None)
        if written and parameter.name != "help":
            yield written
    for each in getattr(command, "commands", {}).values():
        yield from _helps(each)
