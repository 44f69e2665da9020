"""A transcript keeps every badge as it was signed, the records in them up to the losses of a badge, and how they relate."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from laurel.annex1.record import AnnexIRecord, Learner, Organisation
from laurel.errors import ProjectionError
from laurel.formats import clr2, openbadge3
from laurel.formats.schema import check_schema
from laurel.formats.schema.lists import ASSOCIATION_TYPE
from laurel.keys import LocalSigner, PrivateKey
from laurel.proofs import add_proof
from strategies import organisations, records

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
SIGNER = LocalSigner(PrivateKey.from_seed(b"\1" * 32), "did:web:uni.example#key-1")
SLOW = settings(
    deadline=None,
    max_examples=30,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)


def numbered(found: AnnexIRecord, number: int) -> AnnexIRecord:
    design = found.credential.model_copy(update={"id": f"https://uni.example/designs/{number}"})
    return found.model_copy(update={"id": f"urn:uuid:badge-{number}", "credential": design})


@st.composite
def transcripts(draw: st.DrawFn) -> tuple[list[AnnexIRecord], list[dict[str, Any]], list[clr2.Association]]:
    """Records, the signed badges made of them, and associations between their achievements."""
    found = [numbered(one, number) for number, one in enumerate(draw(st.lists(records, min_size=1, max_size=3)))]
    issuer: Organisation = draw(organisations)
    try:
        unsigned = [openbadge3.project(one, issuer=issuer, salt="pepper") for one in found]
    except ProjectionError:  # two things of one identifier, or nobody to award to
        return draw(st.nothing())
    badges = [add_proof(one, suite="eddsa-jcs-2022", signer=SIGNER, created=AT) for one in unsigned]
    names = [one.credential.id for one in found]
    pairs = st.tuples(st.sampled_from(sorted(ASSOCIATION_TYPE)), st.sampled_from(names), st.sampled_from(names))
    drawn = draw(st.lists(pairs, max_size=4))
    return found, badges, [clr2.Association(kind=kind, source=one, target=two) for kind, one, two in drawn if one != two]


@SLOW
@given(transcripts(), st.text(min_size=1, max_size=40))
def test_what_is_put_in_comes_out(given_: Any, name: str):
    found, badges, associations = given_
    issuer = Organisation.model_validate(
        {"id": "did:web:registrar.example", "legal_name": {"en": "Registrar"}, "country": "BG"}
    )

    document = clr2.project(
        badges,
        id="urn:uuid:transcript",
        name=name,
        issuer=issuer,
        learner=Learner(id="did:example:amina", name="Amina"),
        issued=AT,
        associations=associations,
    )
    read = clr2.parse(json.loads(json.dumps(document)))

    assert (read.id, read.name, read.associations) == ("urn:uuid:transcript", name, tuple(associations))
    assert list(read.credentials) == badges
    assert list(read.records) == [clr2.carried(one) for one in found]
    assert not [
        problem for problem in check_schema(document) if not problem.at.startswith("/credentialSubject/verifiableCredential")
    ]


def test_every_loss_is_said_in_both_languages():
    for loss in clr2.LOSSES:
        assert loss.en
        assert loss.bg != loss.en
