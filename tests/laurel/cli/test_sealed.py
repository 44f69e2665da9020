"""Sealed credentials on the command line: the authorities one trusts are named as files."""

import json

from cryptography.hazmat.primitives.serialization import Encoding

from elm_samples import PICTURE, record
from laurel.formats.elm import jades, project
from seals import MONDAY, ORGANISATION, RSA_KEY, Authority

ROOT = Authority()
AT = "2026-11-23T13:00:00Z"


def _desk_with_seal(desk):
    envelope = jades.seal(project(record(), image=PICTURE), chain=[ROOT.certify(RSA_KEY)], key=RSA_KEY, at=MONDAY)
    desk.path("sealed.jsonld").write_text(json.dumps(envelope))
    desk.path("root.pem").write_bytes(ROOT.certificate.public_bytes(Encoding.PEM))
    desk.path("known.json").write_text(json.dumps({ORGANISATION: "Example University"}))
    return str(desk.path("sealed.jsonld")), str(desk.path("root.pem")), str(desk.path("known.json"))


def test_a_seal_counts_when_its_authority_and_its_owner_are_named(desk):
    sealed, root, known = _desk_with_seal(desk)

    assert desk.run("verify", sealed, "--at", AT, "--anchor", root, "--trust", known, "--offline") == 0
    assert desk.run("verify", sealed, "--at", AT, "--trust", known, "--offline") == 2


def test_refuses_a_file_that_holds_no_certificate(desk):
    sealed, _, known = _desk_with_seal(desk)

    assert desk.run("verify", sealed, "--at", AT, "--anchor", known, "--offline") == 3
