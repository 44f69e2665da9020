"""What is not installed is refused in a sentence, with the command that installs it."""

import subprocess
import sys

import pytest

from laurel.errors import MissingExtraError, UndecidedError
from laurel.extras import needed

HEAVY = (
    "pypdf",
    "pyhanko",
    "typst",
    "resvg_py",
    "segno",
    "pyshacl",
    "rdflib",
    "PIL",
    "web3",
    "eth_account",
    "rfc3161_client",
    "ortools",
)


def test_the_sentence_names_the_command_in_both_languages():
    with pytest.raises(MissingExtraError) as refused, needed("pdf"):
        import a_package_that_nobody_has  # noqa: F401

    assert refused.value.code == "MISSING_EXTRA"
    assert isinstance(refused.value, UndecidedError)
    assert refused.value.say("en").endswith('install it with: pip install "laurel-credentials[pdf]"')
    assert refused.value.say("bg").endswith('инсталирайте я с: pip install "laurel-credentials[pdf]"')


def test_a_refusal_of_an_inner_part_keeps_its_own_command():
    with pytest.raises(MissingExtraError, match=r"\[pictures\]"), needed("pdf"):
        raise MissingExtraError(extra="pictures", command='pip install "laurel-credentials[pictures]"')


def test_every_other_error_stays_what_it_is():
    with pytest.raises(ZeroDivisionError), needed("elm"):
        1 / 0  # noqa: B018


def test_whoever_expects_an_import_error_gets_one():
    with pytest.raises(ImportError), needed("elm"):
        import a_package_that_nobody_has  # noqa: F401


def test_no_extra_raises_the_recursion_limit_of_the_process():
    script = "import sys; import laurel.anchors.evm; print(sys.getrecursionlimit())"

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout.strip()) == (0, "1000")


def test_the_command_line_loads_nothing_heavy_until_it_is_needed():
    script = f"import sys, laurel.cli; print(sorted(set({HEAVY}) & set(sys.modules)))"

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout.strip()) == (0, "[]")
