"""What we write conforms to the Commission's SHACL shapes, but for what only a seal can add."""

import sys

import pytest

from elm_samples import PICTURE, record, sample, shapes
from laurel.errors import MissingExtraError
from laurel.formats.elm import project, uploadable
from laurel.formats.elm.conformance import GAPS, violations
from shared import needs_shared

pytestmark = needs_shared


def test_our_unsigned_credential_lacks_only_what_sealing_adds():
    document = project(record(), image=PICTURE)

    assert {one.path for one in violations(document, **shapes())} == GAPS
    assert {one.path for one in violations(uploadable(document), **shapes())} == GAPS


def test_the_commission_s_unsigned_sample_lacks_the_same():
    assert {one.path for one in violations(sample("unsigned/Sample-MC-Annex1-unsigned.jsonld"), **shapes())} == GAPS


def test_something_wrong_is_found_with_its_place():
    document = project(record(), image=PICTURE)
    del document["credentialSubject"]["hasClaim"][0]["title"]

    found = {one.path for one in violations(document, **shapes())} - GAPS

    assert "http://purl.org/dc/terms/title" in found


def test_without_the_extra_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyshacl", None)

    with pytest.raises(MissingExtraError, match=r"laurel-credentials\[elm\]"):
        violations({}, shapes="", context="{}")
