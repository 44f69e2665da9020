"""Whatever one character of a signed badge is changed to, the badge is refused."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from laurel.canon.strict_json import loads_object
from laurel.errors import LaurelError
from laurel.keys import LocalSigner, PrivateKey
from laurel.proofs import add_proof, check_proof, proofs_of, vc_jwt
from plain_badge import badge

KEY = PrivateKey.from_seed(b"\1" * 32)
SIGNER = LocalSigner(KEY, "did:web:uni.example#key-1")
MONDAY = datetime(2026, 11, 23, 12, tzinfo=UTC)
SUITES = ["eddsa-rdfc-2022", "eddsa-jcs-2022"]
TEXTS = {
    suite: json.dumps(add_proof(badge(), suite=suite, signer=SIGNER, created=MONDAY), ensure_ascii=False) for suite in SUITES
}
TOKEN = vc_jwt.sign(badge(), signer=SIGNER)
LENGTH = max(map(len, [*TEXTS.values(), TOKEN]))

edits = st.sampled_from(["replace", "insert", "delete"])
characters = st.characters(exclude_categories=("Cs",)) | st.sampled_from('aAeEzZ019:/#@_-.,"\\ {}[]')


def edited(text: str, at: int, edit: str, character: str) -> str:
    at %= len(text)
    rest = text[at:] if edit == "insert" else text[at + 1 :]
    return text[:at] + ("" if edit == "delete" else character) + rest


def accepted(document: dict[str, Any]) -> bool:
    try:
        for proof in proofs_of(document):
            check_proof(document, proof, KEY.public)
    except LaurelError:
        return False
    return True


@pytest.mark.parametrize("suite", SUITES)
@given(st.integers(0, LENGTH), edits, characters)
def test_refuses_every_change_of_one_character(suite: str, at: int, edit: str, character: str):
    changed = edited(TEXTS[suite], at, edit, character)
    try:
        document = loads_object(changed)
    except LaurelError:
        return
    assume(document != json.loads(TEXTS[suite]))  # white space between members says nothing

    assert not accepted(document)


@pytest.mark.parametrize("suite", SUITES)
def test_refuses_every_single_letter_changed(suite: str):
    original = json.loads(TEXTS[suite])
    for at, letter in enumerate(TEXTS[suite]):
        changed = edited(TEXTS[suite], at, "replace", "b" if letter == "a" else "a")
        try:
            document = loads_object(changed)
        except LaurelError:
            continue
        assert document == original or not accepted(document), changed[max(0, at - 40) : at + 40]


@given(st.integers(0, LENGTH), edits, characters)
@example(len(TOKEN) - 1, "replace", "B")
def test_refuses_every_change_of_one_character_of_a_token(at: int, edit: str, character: str):
    changed = edited(TOKEN, at, edit, character)
    assume(changed != TOKEN)

    with pytest.raises(LaurelError):
        vc_jwt.check(changed, KEY.public)
