"""Every seed, and everything that was once a finding, goes through its target again: no fuzzer needed."""

import pytest

from fuzz.catalogue import FOLDER, SEEDS, Target, inputs, load, names
from fuzz.rule import BrokenRuleError, bounded, refused
from laurel.errors import MalformedError

KEPT = [(name, path) for name in names() for path in inputs(name)]


@pytest.mark.parametrize(("name", "path"), KEPT, ids=[f"{name}-{path.name}" for name, path in KEPT])
def test_every_kept_input_keeps_the_rule(name, path):
    target = load(name)
    target.run(b"")  # what is read once and kept, such as contexts, is not this input's cost

    with bounded():
        target.run(path.read_bytes())


@pytest.mark.parametrize("name", names())
def test_a_target_has_seeds_words_and_a_line_about_itself(name):
    target = load(name)

    assert isinstance(target, Target)
    assert target.about.endswith(".")
    assert list((SEEDS / name).iterdir())
    assert not target.dictionary or (FOLDER / "dictionaries" / f"{target.dictionary}.dict").is_file()


@pytest.mark.parametrize("name", names())
def test_nothing_at_all_keeps_the_rule(name):
    load(name).run(b"")


def test_the_seeds_are_small():
    assert sum(path.stat().st_size for path in SEEDS.rglob("*") if path.is_file()) < 230_000


def test_refuses_a_target_that_takes_too_long():
    def never_end():
        with bounded(seconds=0.05):
            while True:
                pass

    with pytest.raises(BrokenRuleError, match=r"more than 0\.05 s"):
        never_end()


def test_lets_no_other_exception_pass_for_a_refusal():
    def fall_over():
        raise KeyError("x")

    def refuse():
        raise MalformedError(why="x")

    assert refused(refuse) == (None, True)
    with pytest.raises(KeyError):
        refused(fall_over)
