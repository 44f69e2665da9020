"""The commands at the root explain themselves and refuse what they cannot do, before they install anything."""

import subprocess

import pytest

from architecture.tree import ROOT, place

SHELL = [
    ROOT / name
    for name in (
        "demo",
        "test",
        "scripts/environment.sh",
        "scripts/postgres.sh",
        "scripts/lint",
        "scripts/lock",
        "scripts/fuzz",
        "scripts/screenshots",
        "scripts/test-door",
    )
]


def _run(*command: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize("path", SHELL, ids=place)
def test_scripts_are_plain_posix_shell(path):
    assert _run("sh", "-n", str(path)).stderr == ""


@pytest.mark.parametrize("command", ["./demo", "./test", "scripts/fuzz", "scripts/test-door"])
def test_a_command_says_how_it_is_used(command):
    shown = _run(command, "--help")

    assert (shown.returncode, shown.stderr) == (0, "")
    assert shown.stdout.startswith(f"Usage: {command} ")


@pytest.mark.parametrize("port", ["", "0", "http", "80 80", "65536", "-1"])
def test_refuses_to_serve_on_what_is_no_port(port):
    refused = _run("./demo", f"--port={port}")

    assert refused.returncode == 1
    assert f"a port is a number from 1 to 65535, not '{port}'" in refused.stderr


def test_refuses_an_argument_it_does_not_know():
    refused = _run("./demo", "--prot", "8000")

    assert refused.returncode == 2
    assert "unknown argument --prot" in refused.stderr


def test_refuses_a_data_folder_that_is_a_file(tmp_path):
    (tmp_path / "taken").write_text("")

    refused = _run("./demo", "--data", str(tmp_path / "taken"))

    assert refused.returncode == 1
    assert "cannot make the data folder" in refused.stderr
