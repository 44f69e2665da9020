"""The guide's script does what the guide says, and the guide names every command and option there is."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import typer

from laurel.cli import app

ROOT = Path(__file__).resolve().parents[3]
GUIDE = ROOT / "docs" / "guides"


def test_the_main_job_script_runs_to_its_end(tmp_path):
    laurel = f"{shlex.quote(sys.executable)} -m laurel --lang en"
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src"), "LAUREL": laurel}

    done = subprocess.run(
        ["/bin/sh", str(GUIDE / "main-job-cli.sh"), str(tmp_path / "job")],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "== done"
    assert "✔ 2 issued, 0 were there before" in done.stdout
    assert "✔ 0 issued, 2 were there before" in done.stdout


def test_the_guide_names_every_command_and_every_option_of_verify():
    guide = (GUIDE / "command-line.md").read_text(encoding="utf-8")
    command = typer.main.get_command(app)

    for name, each in command.commands.items():
        for inner in getattr(each, "commands", {"": each}):
            assert f"{name} {inner}".strip() in guide
    options = {
        option for parameter in command.commands["verify"].params for option in parameter.opts if option.startswith("--")
    }
    assert [option for option in options - {"--help"} if option not in guide] == []


def test_the_commands_of_the_guide_to_logs_run(desk):
    guide = (GUIDE / "log.md").read_text(encoding="utf-8")
    desk.grades("S1,Amina Petrova,amina@uni.example,18,90,Pass")
    desk.path("key.json").unlink()
    blocks = re.findall(r"^```sh\n(.*?)^```$", guide, re.MULTILINE | re.DOTALL)
    laurel = f'laurel() {{ {shlex.quote(sys.executable)} -m laurel --lang en "$@"; }}\n'

    done = subprocess.run(
        ["/bin/sh", "-e", "-c", laurel + "".join(blocks)],
        cwd=desk.folder,
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert "That is the word of whoever keeps the log" in " ".join(done.stdout.split())
    assert "records that it was revoked" in " ".join(done.stdout.split())
    assert "entries mean nothing any more" in done.stdout
