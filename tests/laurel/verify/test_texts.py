"""A report never lacks words: every check has a sentence for every outcome and for a code nobody has thought of."""

import pytest

from laurel.verify import CHECKS, Check, Outcome
from laurel.verify.procedure import FURTHER_CHECKS


@pytest.mark.parametrize("outcome", Outcome)
@pytest.mark.parametrize("name", [*CHECKS, *FURTHER_CHECKS])
def test_every_check_has_words_for_every_outcome(name, outcome):
    check = Check(name=name, outcome=outcome, code="A_CODE_OF_TOMORROW")

    assert check.say("en")
    assert check.say("bg")
    assert check.say("en") != check.say("bg")


def test_outcomes_are_ordered_from_best_to_worst():
    assert Outcome.PASSED < Outcome.UNKNOWN < Outcome.FAILED
