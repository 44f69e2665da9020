"""Nothing is dropped silently: a record issued as an SD-JWT VC and read back is the record, up to the declared losses."""

from datetime import UTC, datetime
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cast_of_badges import RECORD
from laurel.annex1.record import Learner, published_of
from laurel.errors import DesignError, MalformedError, ProjectionError, UnreachableError
from laurel.fetching import no_network
from laurel.formats.sd_jwt_vc import (
    LOSSES,
    bind,
    carried,
    disclose,
    issue,
    metadata_of,
    parse,
    project,
    verify_bound,
    verify_unbound,
)
from laurel.formats.sd_jwt_vc.type_metadata import ClaimRule, TypeMetadata, check_rules, load
from laurel.keys import LocalSigner, PrivateKey
from strategies import records

KEY, HOLDER = PrivateKey.from_seed(b"\1" * 32, "P-256"), PrivateKey.from_seed(b"\2" * 32)
ISSUER = LocalSigner(KEY, "did:web:uni.example#key-1")
VCT = "https://uni.example/types/micro-credential"
DID = "did:web:uni.example"
SLOW = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def entropy():
    draws = count()
    return lambda length: next(draws).to_bytes(length, "big")


@SLOW
@given(records)
def test_what_is_written_is_read_back_whole(record):
    projection = project(record, vct=VCT, issuer=DID)

    assert parse(projection.claims) == carried(record)
    assert carried(record) == record.model_copy(update={"credential": published_of(record.credential)})


@SLOW
@given(records, st.data())
def test_what_the_holder_withholds_is_the_only_loss(record, data):
    projection = project(record, vct=VCT, issuer=DID)
    credential = issue(
        projection.claims,
        signer=ISSUER,
        disclosable=projection.disclosable,
        entropy=entropy(),
        issued=datetime(2000, 1, 1, tzinfo=UTC),
    )
    chosen = data.draw(st.sets(st.sampled_from(sorted(projection.disclosable, key=str))))

    part = disclose(credential, paths=chosen).compact()

    from laurel.formats.sd_jwt_vc import sd_jwt

    checked = sd_jwt.check_unbound(part, issuer_key=KEY.public, kinds=("dc+sd-jwt",))
    assert parse(checked.claims) == carried(record, shown=chosen)


def issued(**options):
    projection = project(RECORD, vct=VCT, issuer=DID)
    given = {"disclosable": projection.disclosable, "entropy": entropy(), "issued": RECORD.issued, "holder": HOLDER.public}
    return issue(projection.claims, signer=ISSUER, **(given | options))


def test_a_learner_shows_the_grade_without_the_name():
    asked = {"nonce": "n", "audience": "https://esra.example"}
    part = disclose(issued(), paths=[("grade",)])
    presentation = bind(part, signer=LocalSigner(HOLDER, "x"), created=RECORD.issued, **asked).compact()

    record = parse(verify_bound(presentation, issuer_key=KEY.public, at=RECORD.issued, **asked).claims)

    assert record.grade == RECORD.grade
    assert record.credential == RECORD.credential
    assert record.learner == Learner()


def test_every_badge_follows_its_own_type():
    checked = verify_unbound(issued(), issuer_key=KEY.public, at=RECORD.issued)
    rules = [
        ClaimRule(path=tuple(each["path"]), sd=each["sd"], mandatory=each["mandatory"]) for each in metadata_of(VCT)["claims"]
    ]

    check_rules(checked, TypeMetadata(chain=(VCT,), documents=(), rules=tuple(rules)))
    assert all(loss.en and loss.bg for loss in LOSSES)
    with pytest.raises(UnreachableError):
        load(VCT, integrity=None, fetch=no_network)


def test_refuses_to_award_to_nobody():
    with pytest.raises(ProjectionError):
        project(RECORD.model_copy(update={"learner": Learner()}), vct=VCT, issuer=DID)


@pytest.mark.parametrize("change", [{"nbf": 5}, {"exp": 5}, {"nbf": None}])
def test_refuses_dates_that_contradict_each_other(change):
    with pytest.raises(MalformedError):
        parse(project(RECORD, vct=VCT, issuer=DID).claims | change)


@pytest.mark.parametrize(
    "change", [{"micro_credential": {}}, {"issued": "yesterday"}, {"learner": {"iban": "BG"}}, {"id": None}]
)
def test_refuses_claims_of_another_shape(change):
    with pytest.raises(DesignError) as refused:
        parse(project(RECORD, vct=VCT, issuer=DID).claims | change)

    assert refused.value.problems[0].at.startswith("/")
