"""Whatever a person reads exists in Bulgarian: texts are extracted as Django does it, then looked up in locale/*/bg."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from architecture.tree import ROOT, place

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}|%[sd]")


def _read(path: Path) -> list[Message]:
    with path.open("rb") as lines:
        return [message for message in read_po(lines, locale="bg") if message.id]


def _key(message: Message) -> tuple[str, str]:
    return message.context or "", _forms(message.id)[0]


def _forms(text: object) -> list[str]:
    return list(text) if isinstance(text, list | tuple) else [str(text)]


def _catalogues() -> dict[Path, list[Message]]:
    return {path: _read(path) for path in sorted((ROOT / "locale").glob("*/bg/LC_MESSAGES/django.po"))}


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> list[Message]:
    """Every translatable string of the platform's code and templates."""
    copy = tmp_path_factory.mktemp("texts")
    for folder in ("src/campus", "templates"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__"))
    (copy / "locale").mkdir()
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    command = [sys.executable, "-m", "django", "makemessages", "--locale=bg", "--no-wrap", "--verbosity=0"]
    command += ["--extension=py,html,txt,svg,xml"]
    done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return _read(copy / "locale/bg/LC_MESSAGES/django.po")


def test_every_text_has_a_bulgarian_translation(texts):
    translated = {
        _key(message)
        for messages in _catalogues().values()
        for message in messages
        if all(_forms(message.string)) and not message.fuzzy
    }

    missing = [f"{message.locations[0][0]}: {_forms(message.id)[0]!r}" for message in texts if _key(message) not in translated]

    assert not missing, f"{len(missing)} texts have no Bulgarian:\n" + "\n".join(missing)


def test_translations_keep_the_placeholders():
    broken = [
        f"{place(path, message.lineno)}: {_forms(message.id)[0]!r}"
        for path, messages in _catalogues().items()
        for message in messages
        for form in _forms(message.string)
        if form and sorted(PLACEHOLDER.findall(form)) not in [sorted(PLACEHOLDER.findall(one)) for one in _forms(message.id)]
    ]

    assert broken == []


def test_no_two_areas_translate_one_text_differently():
    seen: dict[tuple[str, str], dict[str, str]] = {}
    for path, messages in _catalogues().items():
        for message in messages:
            seen.setdefault(_key(message), {}).setdefault(_forms(message.string)[0], place(path, message.lineno))

    assert {key[1]: places for key, places in seen.items() if len(places) > 1} == {}


def test_bulgarian_is_written_in_cyrillic():
    latin = [
        f"{place(path, message.lineno)}: {form!r}"
        for path, messages in _catalogues().items()
        for message in messages
        for form in _forms(message.string)
        if re.search(r"[a-z]{3}", _forms(message.id)[0]) and form and form == _forms(message.id)[0] and " " in form
    ]

    assert latin == []
