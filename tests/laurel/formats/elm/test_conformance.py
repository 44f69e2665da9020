"""What we write conforms to the Commission's SHACL shapes, but for what only a seal can add."""

import sys
from datetime import UTC, datetime

import pytest

from elm_samples import FOLDER, PICTURE, record, sample, shapes
from laurel.errors import LaurelError, MissingExtraError
from laurel.fetching import no_network
from laurel.formats.elm import parse, project, uploadable
from laurel.formats.elm.conformance import GAPS, violations
from laurel.verify import verify
from shared import needs_shared

pytestmark = needs_shared


def test_our_unsigned_credential_lacks_only_what_sealing_adds():
    document = project(record(), image=PICTURE)

    assert {one.path for one in violations(document, **shapes())} == GAPS
    assert {one.path for one in violations(uploadable(document), **shapes())} == GAPS


def test_every_concept_of_our_credential_is_in_the_list_that_it_has_to_come_from():
    """Among them what the EU's lists lack: competence, internal quality assurance, the English of Great Britain."""
    assert violations(project(record(), image=PICTURE), **shapes("full")) == ()


def test_a_concept_outside_its_list_is_found():
    document = project(record(), image=PICTURE)
    accreditation = document["credentialSubject"]["hasClaim"][0]["specifiedBy"]["accreditation"][0]
    accreditation["dcType"] = {"id": "urn:other:1", "type": "Concept", "inScheme": {"id": "urn:other", "type": "ConceptScheme"}}

    assert "http://purl.org/dc/terms/type" in {one.path for one in violations(document, **shapes("full"))}


@pytest.mark.parametrize(
    "name",
    [
        "Sample-MC-Annex1-unsigned.jsonld",
        "Sample-MC-Annex1-unsigned-uploadable.json",
        "Sample-CertOfPart-unsigned.jsonld",
        "Sample-CertOfPart-unsigned-uploadable.json",
    ],
)
def test_the_commission_s_unsigned_samples_lack_the_same(name):
    found = sample(f"unsigned/{name}")

    assert {one.path for one in violations(found, **shapes())} == GAPS
    assert violations(found, **shapes("full")) == ()


def test_the_commission_s_small_sample_lacks_more():
    """It is older than the shapes; nobody could seal it as it stands."""
    small = sample("small/credential-sample.jsonld")

    assert {one.path.rpartition("/")[2] for one in violations(small, **shapes())} == {
        "eidasLegalIdentifier",
        "credentials#issuer",
        "individualDisplay",
    }
    with pytest.raises(LaurelError):
        parse(small)


def test_refuses_a_credential_in_turtle():
    """Graphs are one thing and texts that somebody signs another; a credential is JSON."""
    text = (FOLDER / "small" / "credential-sample-turtle.ttl").read_bytes()

    report = verify(text, at=datetime(2026, 11, 24, tzinfo=UTC), fetch=no_network)

    assert (report.verdict, report.readable) == ("reject", False)


def test_something_wrong_is_found_with_its_place():
    document = project(record(), image=PICTURE)
    del document["credentialSubject"]["hasClaim"][0]["title"]

    found = {one.path for one in violations(document, **shapes())} - GAPS

    assert "http://purl.org/dc/terms/title" in found


def test_without_the_extra_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyshacl", None)

    with pytest.raises(MissingExtraError, match=r"laurel-credentials\[elm\]"):
        violations({}, shapes="", context="{}")
