"""The repository speaks of the product alone, and its locks hold together."""

import re

from architecture.tree import ROOT, place, tracked_files

TEXT = {".py", ".md", ".toml", ".html", ".css", ".js", ".mjs", ".po", ".txt", ".sh", ".json", ".lock", ".yml", ".csv", ""}
INPUTS = {ROOT / "fuzz" / "seeds", ROOT / "fuzz" / "findings"}  # bytes of any kind
FORBIDDEN = {
    "a path of somebody's machine": re.compile(r"(?<![\w.])/(?:work|root|home/\w+)/"),
    "the host of a package registry": re.compile(r"\b(?:pypi\.org|pythonhosted\.org|registry\.npmjs\.org)\b"),
    "the number of an issue": re.compile(r"\b(?:issues?|fix(?:es)?|closes|see|bug|PR) #\d+|\(#\d+\)", re.IGNORECASE),
    "work put off": re.compile(r"\b(?:TODO|FIXME|XXX)\b"),
}


def test_tracked_files_speak_of_the_product_alone():
    found = [
        f"{place(path, number)} {what}: {line.strip()[:80]}"
        for path in tracked_files()
        if path.suffix in TEXT and path.name != "test_repository.py" and not INPUTS & set(path.parents)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        for what, pattern in FORBIDDEN.items()
        if pattern.search(line)
    ]

    assert found == []


def test_compiled_texts_and_databases_are_not_kept():
    assert [place(path) for path in tracked_files() if path.suffix in {".mo", ".pyc", ".sqlite3", ".log"}] == []


def _pins(name: str) -> dict[str, str]:
    lock = (ROOT / "requirements" / f"{name}.lock").read_text()
    return dict(re.findall(r"^([\w.-]+)==([^\\]+?)(?:\s*\\)?$", lock, re.MULTILINE))


def _versions(name: str) -> dict[str, str]:
    """Without the markers: more may need a package than did before."""
    return {package: pin.partition(";")[0].strip() for package, pin in _pins(name).items()}


def test_the_test_lock_holds_the_run_lock():
    run, test = (_versions(name) for name in ("run", "test"))

    assert run
    assert {name: (pin, test.get(name)) for name, pin in run.items() if test.get(name) != pin} == {}


def test_every_locked_package_has_a_digest():
    for name in ("run", "test", "fuzz"):
        lock = (ROOT / "requirements" / f"{name}.lock").read_text()
        blocks = re.split(r"\n(?=[\w.-]+==)", lock)[1:]

        assert [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block] == []
