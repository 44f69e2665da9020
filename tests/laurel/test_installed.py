"""The package as somebody installs it: a wheel in a fresh environment, without extras."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import get_args

import pytest

from architecture.tree import ROOT
from cast_of_badges import RECORD
from desk import AT, HEADER, small_design
from laurel.certificate import pdf_of
from laurel.extras import Extra, command_for

pytestmark = pytest.mark.slow

HEAVY = {"typst", "resvg-py", "pypdf", "pyhanko", "segno", "pillow", "pyshacl", "rdflib", "django", "aiohttp", "requests"}


def run(*words: str | Path, folder: Path, code: int = 0) -> str:
    """What a program printed; the test's own Python and language do not reach it."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "LC_", "LANG"))}
    done = subprocess.run(list(map(str, words)), cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == code, f"{words}\n{done.stdout}\n{done.stderr}"
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, ROOT, folder=folder)
    return next(folder.glob("laurel_credentials-*.whl"))


@pytest.fixture(scope="module")
def desk(wheel, tmp_path_factory) -> Path:
    """A folder with a design and a gradebook, and beside it the installed command."""
    folder = tmp_path_factory.mktemp("desk")
    run(sys.executable, "-m", "venv", folder / "venv", folder=folder)
    run(folder / "venv/bin/pip", "install", "--quiet", "--disable-pip-version-check", wheel, folder=folder)
    (folder / "design.json").write_text(small_design().model_dump_json(exclude_none=True), encoding="utf-8")
    (folder / "grades.csv").write_text(HEADER + "S1,Amina Petrova,amina@uni.example,18,90,Pass\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def issued(desk) -> str:
    run(desk / "venv/bin/laurel", "keys", "new", "--out", "key.json", folder=desk)
    order = ("issue", "design.json", "grades.csv", "--out", "out", "--key", "key.json", "--at", AT)
    return run(desk / "venv/bin/laurel", *order, folder=desk)


@pytest.fixture
def laurel(desk, issued):
    return lambda *words, code=0: run(desk / "venv/bin/laurel", *words, folder=desk, code=code)


def test_the_wheel_holds_types_templates_and_every_extra(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        metadata = archive.read(next(name for name in names if name.endswith("/METADATA"))).decode()

    assert {"laurel/py.typed", "laurel/art/lettering.typ", "laurel/certificate/certificate.typ"} <= names
    assert {f"Provides-Extra: {extra}" for extra in (*get_args(Extra), "campus")} <= set(metadata.splitlines())


def test_without_extras_nothing_heavy_is_installed(desk):
    listed = json.loads(run(desk / "venv/bin/pip", "list", "--format", "json", folder=desk).partition("\n")[0])
    installed = {each["name"].lower() for each in listed}

    assert installed & HEAVY == set()
    assert len(installed) < 40


def test_the_command_line_issues_verifies_inspects_and_lints(laurel, desk):
    badge = next(path for path in (desk / "out").glob("S1-*.json"))

    assert "✔ Valid" in laurel("verify", badge, "--trust", "key.did.json", "--offline", "--at", AT)
    assert "Amina Petrova" in laurel("inspect", badge)
    assert "16 elements in order" in laurel("lint", "design.json")


def test_refuses_to_draw_pictures_and_says_what_is_missing(issued, desk):
    assert command_for("pictures") in issued
    assert list((desk / "out").glob("*.png")) == []


def test_refuses_to_read_a_pdf_and_says_what_is_missing(laurel, desk):
    svg = "<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'/>"
    pdf = pdf_of(RECORD, credential="{}", verify_url="https://uni.example/v/1", badge_svg=svg, language="en")
    (desk / "certificate.pdf").write_bytes(pdf)

    assert command_for("pdf") in laurel("verify", "certificate.pdf", "--offline", code=2)
    assert command_for("pdf") in laurel("--lang", "bg", "verify", "certificate.pdf", "--offline", code=2)
    assert command_for("pdf") in laurel("inspect", "certificate.pdf", code=3)


def test_refuses_to_check_shapes_and_says_what_is_missing(desk):
    script = """
from laurel.errors import MissingExtraError
from laurel.formats.elm import conformance
try:
    conformance.violations({}, shapes="", context="{}")
except MissingExtraError as refused:
    print(refused)
"""
    assert command_for("elm") in run(desk / "venv/bin/python", "-c", script, folder=desk)


def test_refuses_to_ask_a_blockchain_and_says_what_is_missing(desk):
    script = """
from laurel.errors import MissingExtraError
try:
    import laurel.anchors.evm
except MissingExtraError as refused:
    print(refused)
"""
    assert command_for("anchors") in run(desk / "venv/bin/python", "-c", script, folder=desk)
