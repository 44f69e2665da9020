"""The Open Badges 2.0 fixtures of 1EdTech's validator: what each file is, and what we answer.

They name addresses on example.org, over http and https alike, where the files of `assets/` lie.
"""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from laurel import bake
from laurel.bake import png
from laurel.errors import LaurelError, MalformedError, Phrase, UnreachableError
from laurel.fetching import Fetched
from laurel.formats.openbadge2 import check_shape
from laurel.verify import DEFAULT, Outcome, verify
from shared import SHARED, needs_shared

pytestmark = needs_shared

FOLDER = SHARED / "vectors" / "1edtech-validator-ob20"
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
OLD = replace(DEFAULT, insecure_hosts=frozenset({"example.org"}))
EXAMPLE = {"https://example.org/organization.json": "An Example Badge Issuer"}

ASSERTIONS = {
    "basic-assertion.json": ("accept", None),
    "basic-assertion-with-language.json": ("accept", None),
    "assertion-with-data-image.json": ("accept", None),
    # endorsements of others are not followed, and not shown either
    "assertion-with-endorsements.json": ("accept", None),
    "assertion-with-extension-node-basic.json": ("accept", None),
    "assertion-with-multiple-extensions.json": ("accept", None),
    # its value contradicts the schema of the extension, which nobody here has; its type names no extension either
    "assertion-with-extension-node-invalid.json": ("reject", "SCHEMA"),
    "basic-assertion-expired.json": ("reject", "EXPIRED"),
    "basic-assertion-expired-before-issued.json": ("reject", "EXPIRED"),
    "basic-assertion-in-future.json": ("reject", "NOT_YET_VALID"),
    "basic-assertion-invalid-context.json": ("reject", "SCHEMA"),
    "basic-assertion-invalid-type.json": ("reject", "SCHEMA"),
    # another profile than the known issuer's, with the same name
    "basic-assertion-no-public-key.json": ("warn", "LOOKALIKE_NAME"),
    "basic-assertion-with-allowed-origins.json": ("warn", "ISSUER_UNKNOWN"),
    "basic-assertion-with-allowed-origins-valid-starts-with.json": ("warn", "ISSUER_UNKNOWN"),
    "basic-assertion-with-allowed-origins-valid-multiple-starts-with.json": ("warn", "ISSUER_UNKNOWN"),
    "basic-assertion-with-allowed-origins-invalid-starts-with.json": ("reject", "ISSUER_BINDING"),
    "basic-assertion-with-allowed-origins-invalid-multiple-starts-with.json": ("reject", "ISSUER_BINDING"),
    # its issuer calls itself urn:uuid:…; who it is, is where it was found
    "warning-issuer-non-http.json": ("warn", "ISSUER_UNKNOWN"),
    # its badge class was found elsewhere than it says; its issuer, who counts, was not
    "warning-with-redirection.json": ("accept", None),
}
TOKENS = {
    "simple.jwt": ("accept", None),
    "simple-not-revoked.jwt": ("warn", "LOOKALIKE_NAME"),
    "simple-revoked.jwt": ("reject", "REVOKED"),
}
# file -> class it is read as, and the codes of what is wrong with its shape
CLASSES = {
    "badge-class-with-language.json": ("BadgeClass", []),
    "issuer-compact-iri-validation.json": ("Profile", []),
    "rdf-validation/valid-badge-class.json": ("BadgeClass", []),
    "rdf-validation/valid-badge-class-empty-criteria-type.json": ("BadgeClass", []),
    "rdf-validation/valid-issuer-extension.json": ("Profile", []),
    "rdf-validation/badge-class-invalid-issuer-type.json": ("BadgeClass", []),  # its issuer is not one: see below
    "rdf-validation/invalid-one-invalid-class.json": ("Profile", ["UNKNOWN_VALUE", "MISSING", "MISSING"]),
}
# neither assertion nor badge class nor profile: nothing to be presented
OTHERS = {
    "rdf-validation/invalid-class.json",
    "rdf-validation/invalid-empty-type.json",
    "rdf-validation/valid-alignment-object.json",
    "rdf-validation/valid-cool-class.json",
}
REDIRECTED = "redirected-validation-subject.json"
BAKED = "simple-badge.png"


class Site:
    """Addresses and the documents they answer with."""

    def __init__(self, documents):
        self.documents = documents
        self.asked = []

    def __call__(self, url, *, limit):
        self.asked.append(url)
        if url not in self.documents:
            raise UnreachableError(url=url, why=Phrase("nobody is there", "няма никого"))
        return Fetched(body=self.documents[url])


def edtech(**more):
    found = {}
    for path in (FOLDER / "assets").iterdir():
        found |= {f"{scheme}://example.org/{path.name}": path.read_bytes() for scheme in ("http", "https")}
    return Site(found | {url: json.dumps(document).encode() for url, document in more.items()})


def fixture(name):
    return json.loads((FOLDER / name).read_text())


def check_hosted(document, *, site=None):
    site = site or edtech(**{document["id"]: document})
    return verify(json.dumps(document), at=NOW, fetch=site, trusted=EXAMPLE, policy=OLD)


@pytest.mark.parametrize("name", ASSERTIONS)
def test_an_assertion_gets_its_answer(name):
    found = check_hosted(fixture(name))

    verdict, code = ASSERTIONS[name]
    assert (found.verdict, found.codes[:1]) == (verdict, (code,) if code else ())


@pytest.mark.parametrize("name", TOKENS)
def test_a_signed_assertion_gets_its_answer(name):
    found = verify((FOLDER / name).read_bytes(), at=NOW, fetch=edtech(), trusted=EXAMPLE, policy=OLD)

    verdict, code = TOKENS[name]
    assert (found.verdict, found.codes[:1]) == (verdict, (code,) if code else ())


@pytest.mark.parametrize("name", CLASSES)
def test_a_badge_class_or_issuer_has_the_shape_that_it_should(name):
    kind, codes = CLASSES[name]

    assert [each.code for each in check_shape(fixture(name), name=kind)] == codes


@pytest.mark.parametrize("name", sorted(OTHERS))
def test_refuses_what_is_nothing_that_a_badge_is_made_of(name):
    for kind in ("Assertion", "BadgeClass", "Profile"):
        assert "TYPE_WITHOUT_CLASS" in [each.code for each in check_shape(fixture(name), name=kind)]
    assert check_hosted(fixture(name)).verdict == "reject"


@pytest.mark.parametrize(
    ("name", "verdict"),
    [
        ("rdf-validation/badge-class-invalid-issuer-type.json", "reject"),
        ("rdf-validation/valid-badge-class.json", "warn"),
        ("rdf-validation/valid-badge-class-empty-criteria-type.json", "warn"),
        ("badge-class-with-language.json", "warn"),
    ],
)
def test_an_assertion_stands_or_falls_with_its_badge_class(name, verdict):
    assertion = fixture("basic-assertion.json") | {"badge": "https://example.org/the-badge"}
    site = edtech(**{assertion["id"]: assertion, "https://example.org/the-badge": fixture(name)})
    issuer = (FOLDER / "assets" / "issuer-invalid-type.json").read_bytes()
    site.documents["http://example.org/issuer-invalid-type.json"] = issuer

    assert check_hosted(assertion, site=site).verdict == verdict


def test_the_baked_fixture_is_read_and_the_plain_pictures_hold_nothing():
    baked = (FOLDER / BAKED).read_bytes()
    inside = json.loads(png.extract(baked))

    found = verify(baked, at=NOW, fetch=edtech(**{inside["id"]: inside}), trusted=EXAMPLE, policy=OLD)

    assert found["structure"].outcome is Outcome.PASSED
    assert found["proof"].code == "HOSTED"
    for name in ("robotics-badge.png", "beths-robot-badge.png"):
        with pytest.raises(LaurelError):
            bake.unbake((FOLDER / "assets" / name).read_bytes())


def test_an_assertion_under_two_addresses_counts_at_its_own():
    """The fixture has comments, which JSON has not: as it stands nobody can read it."""
    text = (FOLDER / REDIRECTED).read_text()
    assert verify(text, at=NOW, fetch=edtech(), trusted=EXAMPLE, policy=OLD).codes == (MalformedError.code,)

    document = json.loads(re.sub(r"//(?= ).*", "", text))
    here = document["id"] + ".json"
    document["id"] = here
    site = edtech(**{here: document, "https://example.org/beths-robotics-badge.json": document})

    assert check_hosted(document, site=site).verdict == "accept"
    assert "https://example.org/beths-robotics-badge.json" not in site.asked


def test_no_context_picture_evidence_or_endorsement_is_ever_asked_for():
    site = edtech(**{fixture("assertion-with-endorsements.json")["id"]: fixture("assertion-with-endorsements.json")})

    check_hosted(fixture("assertion-with-endorsements.json"), site=site)

    assert not [url for url in site.asked if re.search(r"context|\.png|\.html|endorsement-", url)]


def test_plain_http_is_never_asked_unless_somebody_says_so():
    found = verify((FOLDER / "simple.jwt").read_bytes(), at=NOW, fetch=edtech(), trusted=EXAMPLE)

    assert (found.verdict, found["issuer_key"].code) == ("reject", "FORBIDDEN_ADDRESS")


def test_every_fixture_is_accounted_for():
    files = {path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*") if path.is_file()}

    presented = {name for name in files if not name.startswith("assets/")}
    assert presented == {*ASSERTIONS, *TOKENS, *CLASSES, *OTHERS, REDIRECTED, BAKED}
