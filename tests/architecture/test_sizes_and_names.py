"""A file is short enough to be read at once, and its name says its job."""

from architecture.tree import ROOT, SRC, place, python_files

LIMIT = 400
BANNED = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "service", "services", "misc"}
BANNED |= {"data", "info", "process", "handle", "handler", "handlers"}


def test_no_file_is_longer_than_four_hundred_lines():
    files = python_files("src")
    for folder, endings in (("templates", ("html", "txt", "svg", "xml")), ("static", ("css", "js"))):
        files += [path for ending in endings for path in (ROOT / folder).rglob(f"*.{ending}")]

    lengths = {place(path): len(path.read_text(encoding="utf-8").splitlines()) for path in files}

    assert {name: length for name, length in lengths.items() if length > LIMIT} == {}


def test_no_module_has_a_name_that_says_nothing():
    named = {part for path in python_files("src") for part in path.relative_to(SRC).with_suffix("").parts}

    assert named & BANNED == set()
