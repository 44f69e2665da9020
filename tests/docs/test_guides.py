"""What the guides say is what the product says: its words, its settings, its pictures, its refusals."""

import ast
import re
from collections.abc import Iterator

import pytest

from architecture.tree import ROOT, place, tracked_files
from campus.config import Config
from campus.connectors.lti13.refusals import SENTENCES as LAUNCHES
from campus.learning.gradebook.problems import SENTENCES
from laurel.verify import CHECKS, texts

GUIDES = ROOT / "docs" / "guides"
DOCUMENTS = [path for path in tracked_files() if path.suffix == ".md"]
LINK = re.compile(r"\]\((?!https?:|mailto:)([^)#\s]*)#([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
ENDINGS = ("valid", "attention", "unknown", "refused", "unreadable")
LOOKED_FOR = {"get_by_role", "get_by_label", "to_contain_text", "to_have_text"}


def _read(name: str) -> str:
    return (GUIDES / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("path", DOCUMENTS, ids=place)
def test_a_link_into_a_document_meets_a_heading(path):
    text = path.read_text(encoding="utf-8")
    absent = []
    for file, fragment in LINK.findall(text):
        target = path.parent / file if file else path
        headings = HEADING.findall(target.read_text(encoding="utf-8"))
        if fragment not in {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}:
            absent.append(f"{file}#{fragment}")

    assert absent == []


def test_every_picture_stands_in_a_document():
    shown = "\n".join(path.read_text(encoding="utf-8") for path in DOCUMENTS)

    assert [picture.name for picture in (ROOT / "docs/images").iterdir() if f"images/{picture.name})" not in shown] == []


def test_pictures_are_small():
    assert [picture.name for picture in (ROOT / "docs/images").iterdir() if picture.stat().st_size > 150_000] == []


def test_the_administrator_reads_of_every_setting():
    named = set(re.findall(r"^\| `LAUREL_(\w+)` \|", _read("administrator.md"), re.MULTILINE))

    assert named == {name.upper() for name in Config.model_fields}


def test_whoever_keeps_a_platform_reads_of_every_refusal_of_a_launch():
    told = set(re.findall(r"`(LTI_\w+)`", _read("lti.md")))

    assert told == set(LAUNCHES)


def test_the_assessor_reads_every_refusal_of_a_gradebook():
    guide = _read("assessor.md")
    said = {code: re.sub(r"(?<!\{)\{\w+\}(?!\})", "…", english) for code, (english, _bg) in SENTENCES.items()}

    assert [code for code, sentence in said.items() if sentence.replace("{{", "{").replace("}}", "}") not in guide] == []


@pytest.mark.parametrize(("name", "language"), [("employer.md", "en"), ("employer.bg.md", "bg")])
def test_the_employer_reads_every_verdict_and_every_question(name, language):
    guide = _read(name)

    assert [ending for ending in ENDINGS if f"| **{texts.headline(ending, language)}** |" not in guide] == []
    assert [check for check in CHECKS if f"| {texts.title(check, language)} |" not in guide] == []


def test_the_walk_through_names_what_the_browser_test_does():
    guide = _read("main-job-web.md").replace("\n", " ")
    tree = ast.parse((ROOT / "tests/browser/test_main_job.py").read_text(encoding="utf-8"))
    # "evoked" is a part of two words; the holder is found by the name that the search is given
    named = [text for text in _texts(tree) if text not in {"evoked"}]

    assert [text for text in named if not re.search(text, re.sub(r"\s+", " ", guide))] == []


def _texts(tree: ast.Module) -> Iterator[str]:
    """Labels and words of the page that the test looks for, as patterns."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        if node.func.attr in LOOKED_FOR:
            given = [*(node.args if node.func.attr != "get_by_role" else []), *(each.value for each in node.keywords)]
            yield from (_pattern(each) for each in given if isinstance(each, ast.JoinedStr) or _is_text(each))


def _is_text(given: ast.expr) -> bool:
    return isinstance(given, ast.Constant) and isinstance(given.value, str)


def _pattern(text: ast.expr) -> str:
    if isinstance(text, ast.JoinedStr):
        return "".join(re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"\d+" for part in text.values)
    return re.escape(str(ast.literal_eval(text)))
