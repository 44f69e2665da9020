"""Many credentials at a time: the same reports, in the same order."""

import json

from laurel.verify import Outcome, verify, verify_all
from outside_world import NOW, UNIVERSITY, World, signed, with_status


def test_every_report_is_the_one_that_verify_gives(tmp_path):
    texts = [json.dumps(signed()), json.dumps(with_status()), "{", json.dumps(signed() | {"name": "Forged"})] * 10
    question = {"at": NOW, "fetch": World(), "trusted": {UNIVERSITY: "x"}}
    one_by_one = [verify(text, **question) for text in texts]

    assert list(verify_all(texts, processes=2, chunk=3, **question)) == one_by_one
    assert {report.outcome for report in one_by_one} == {Outcome.PASSED, Outcome.FAILED}
