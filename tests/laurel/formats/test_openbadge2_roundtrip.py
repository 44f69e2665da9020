"""A record written as an Open Badge 2.0 and read back is the record, up to the declared losses."""

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from elm_samples import record
from laurel.annex1.record import AnnexIRecord, Organisation
from laurel.formats import openbadge2
from laurel.keys import PrivateKey
from strategies import records

BASE = "https://uni.example/ob2/1"
KEY = PrivateKey.from_seed(b"\1" * 32).public
ISSUER = Organisation.model_validate(
    {
        "id": "did:web:uni.example",
        "legal_name": {"en": "Example University"},
        "country": "BG",
        "url": "https://uni.example/",
        "email": "registry@uni.example",
    }
)
SLOW = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def awarded(found: AnnexIRecord) -> AnnexIRecord:
    """To somebody with an e-mail address, which every Open Badge 2.0 needs."""
    return found.model_copy(update={"learner": found.learner.model_copy(update={"email": "amina@uni.example"})})


def written(found: AnnexIRecord, *, signed: bool) -> openbadge2.Export:
    image = "https://uni.example/badge.png"
    return openbadge2.project(found, base=BASE, image=image, salt="pepper", issuer=ISSUER, key=KEY if signed else None)


@SLOW
@given(records, st.booleans())
def test_what_is_written_is_read_back_up_to_the_losses(found: AnnexIRecord, signed: bool):
    found = awarded(found)
    made = json.loads(
        json.dumps({"assertion": written(found, signed=signed).assertion} | written(found, signed=signed).published)
    )

    read = openbadge2.parse(made["assertion"], badge=made[f"{BASE}/badge"])

    assert read == openbadge2.carried(found, base=BASE, signed=signed)


@SLOW
@given(records)
def test_what_is_written_has_the_shape_of_open_badges_2(found: AnnexIRecord):
    made = written(awarded(found), signed=False)

    assert openbadge2.check_shape(made.assertion, name="Assertion") == []
    assert openbadge2.check_shape(made.published[f"{BASE}/badge"], name="BadgeClass") == []
    assert openbadge2.check_shape(made.published[f"{BASE}/issuer"], name="Profile") == []


def test_every_loss_is_one_and_is_said_in_both_languages():
    whole = record()
    left = openbadge2.carried(whole, base=BASE)

    for loss in openbadge2.LOSSES:
        before, after = whole.model_dump(), left.model_dump()
        for step in loss.at.strip("/").split("/"):
            before, after = before[step], after[step]
        assert before != after, loss.at
        assert loss.en != loss.bg
