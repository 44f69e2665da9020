"""Open Badges 2.0, hosted and signed: our own exports, and what others would make of them."""

import json
from datetime import UTC, datetime

import pytest

from cast_of_badges import DESIGN
from elm_samples import record
from laurel.bake import png
from laurel.errors import JoseAlgorithmError, LaurelError, Phrase, ProjectionError, UnreachableError
from laurel.fetching import Fetched
from laurel.formats import openbadge2
from laurel.formats.openbadge2 import jws
from laurel.keys import LocalSigner, PrivateKey, base64url
from laurel.verify import Outcome, verify

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
BASE = "https://uni.example/ob2/1"
KEY = PrivateKey.generate("P-256")


class Site:
    """Addresses and the documents they answer with."""

    def __init__(self, documents):
        self.documents = documents

    def __call__(self, url, *, limit):
        if url not in self.documents:
            raise UnreachableError(url=url, why=Phrase("nobody is there", "няма никого"))
        found = self.documents[url]
        return Fetched(body=found if isinstance(found, bytes) else json.dumps(found).encode())


def export(*, key=None, **changes):
    return openbadge2.project(
        record(**changes), base=BASE, image="https://uni.example/badge.png", salt="pepper", key=key.public if key else None
    )


def token(made, key=KEY, **changes):
    return openbadge2.sign(made.assertion | changes, signer=LocalSigner(key, f"{BASE}/key"))


def report(presented, made, *, at=NOW, changed=None, **more):
    site = Site(made.published | (changed or {}))
    known = {f"{BASE}/issuer": "Example University"}
    return verify(presented, at=at, fetch=site, trusted=known, **more)


def test_our_hosted_badge_is_accepted():
    made = export()

    found = report(json.dumps(made.assertion), made, recipient="amina@uni.example")

    assert (found.verdict, found.codes) == ("accept", ())
    assert (found["proof"].code, found["issuer_key"].code) == ("HOSTED", "HOSTED")
    assert found.credential.title == "Оценяване на информация"
    assert "OBv2p0" in found["proof"].source


@pytest.mark.parametrize("key", [KEY, PrivateKey.generate("Ed25519")], ids=["ES256", "EdDSA"])
def test_our_signed_badge_is_accepted_bare_and_baked(key):
    made = export(key=key)
    text = token(made, key)
    plain = png.SIGNATURE + png._write(b"IHDR", bytes(13)) + png._write(b"IEND", b"")

    assert report(text, made).verdict == "accept"
    assert report(png.bake(plain, text, keyword=png.OPEN_BADGES_2), made).verdict == "accept"
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:o="http://openbadges.org"><o:assertion verify="{text}"/></svg>'
    assert report(svg, made).verdict == "accept"


def test_an_assertion_is_known_however_its_letters_are_written():
    made = export()
    plain = json.dumps(made.assertion)
    escaped = plain.replace('"badge"', '"\\u0062adge"').replace('"Assertion"', '"\\u0041ssertion"')

    assert escaped != plain
    assert report(escaped, made).to_json() == report(plain, made).to_json()


def test_refuses_a_revoked_badge():
    made = export(key=KEY)
    address = f"{BASE}/revoked"
    revoked = made.published[address] | {"revokedAssertions": [{"id": made.assertion["id"], "revocationReason": "error"}]}

    found = report(token(made), made, changed={address: revoked})
    gone = export()
    hosted = report(
        json.dumps(gone.assertion), gone, changed={f"{BASE}/assertion": {"id": f"{BASE}/assertion", "revoked": True}}
    )

    assert (found.verdict, found.codes) == ("reject", ("REVOKED",))
    assert (hosted.verdict, hosted.codes) == ("reject", ("REVOKED",))


def test_an_unreachable_revocation_list_is_told():
    made = export(key=KEY)
    del made.published[f"{BASE}/revoked"]

    assert (report(token(made), made).verdict, report(token(made), made)["status"].code) == ("warn", "UNREACHABLE")


def test_refuses_a_hosted_badge_that_says_something_else_than_its_address():
    made = export()

    found = report(json.dumps(made.assertion | {"expires": "2099-01-01T00:00:00Z"}), made)

    assert (found.verdict, found["proof"].code, found["proof"].facts["member"]) == ("reject", "HOSTED_DIFFERS", "expires")
    assert found["issuer_key"].code == found["issuer_known"].code == "HOSTED_DIFFERS"
    assert found["issuer_key"].outcome is found["issuer_known"].outcome is Outcome.UNKNOWN


def test_refuses_to_reassure_about_the_issuer_of_a_token_signed_by_somebody_else():
    made = export(key=KEY)

    found = report(token(made, PrivateKey.generate("P-256")), made)

    assert found["proof"].outcome is Outcome.FAILED
    assert found["issuer_key"].code == found["issuer_known"].code == "SIGNATURE_BROKEN"


def test_refuses_a_hosted_badge_that_says_one_where_its_address_says_true():
    made = export()
    told = made.assertion | {"recipient": made.assertion["recipient"] | {"hashed": 1}}

    assert report(json.dumps(told), made).codes[0] == "HOSTED_DIFFERS"


def test_refuses_a_token_whose_algorithm_is_no_text():
    _, payload, signature = token(export(key=KEY)).split(".")
    odd = base64url.encode(json.dumps({"alg": {}}).encode())

    with pytest.raises(JoseAlgorithmError):
        jws.read(f"{odd}.{payload}.{signature}")
    assert verify(f"{odd}.{payload}.{signature}", at=NOW, fetch=Site({})).verdict == "reject"


def test_refuses_a_hosted_badge_on_another_site():
    made = export()
    elsewhere = made.assertion | {"id": "https://evil.example/1"}

    found = report(json.dumps(elsewhere), made, changed={"https://evil.example/1": elsewhere})

    assert (found.verdict, found["issuer_key"].code) == ("reject", "ISSUER_BINDING")


@pytest.mark.parametrize("member", ["publicKey", "owner", "creator"])
def test_refuses_a_key_that_the_issuer_does_not_publish(member):
    made = export(key=KEY)
    changed, text = {}, token(made)
    if member == "publicKey":
        changed = {f"{BASE}/issuer": made.published[f"{BASE}/issuer"] | {"publicKey": f"{BASE}/other"}}
    elif member == "owner":
        changed = {f"{BASE}/key": made.published[f"{BASE}/key"] | {"owner": "https://evil.example/"}}
    else:
        text = token(made, verification={"type": "signed", "creator": "https://evil.example/key"})

    found = report(text, made, changed=changed)

    assert (found.verdict, found["issuer_key"].code) == ("reject", "ISSUER_BINDING")


def test_refuses_another_key_s_signature_and_another_algorithm():
    made = export(key=KEY)

    assert report(token(made, PrivateKey.generate("P-256")), made)["proof"].code == "PROOF_VERIFICATION_ERROR"
    assert report(token(made, PrivateKey.generate("Ed25519")), made)["proof"].code == "JOSE_ALGORITHM"


def test_refuses_a_profile_enclosed_in_the_badge():
    made, forger = export(key=KEY), PrivateKey.generate("P-256")
    forged_key = made.published[f"{BASE}/key"] | {"id": "https://evil.example/key", "publicKeyPem": jws.pem_of(forger.public)}
    profile = made.published[f"{BASE}/issuer"] | {"publicKey": forged_key["id"]}
    badge = made.published[f"{BASE}/badge"] | {"issuer": profile}
    text = token(made, forger, badge=badge, verification={"type": "signed", "creator": forged_key["id"]})

    found = report(text, made, changed={forged_key["id"]: forged_key})

    assert (found.verdict, found["issuer_key"].code) == ("reject", "ISSUER_BINDING")


def test_refuses_a_signed_badge_without_its_signature_and_an_expired_one():
    made = export(key=KEY)
    short = export(key=KEY, valid_until="2026-11-23T10:00:00Z")

    assert report(json.dumps(made.assertion), made).verdict == "reject"
    assert report(token(short), short)["validity"].code == "EXPIRED"


@pytest.mark.parametrize("document", [{"type": "Assertion"}, {"type": "Assertion", "id": {}, "badge": [], "recipient": 1}])
def test_refuses_what_lacks_the_members_of_an_assertion(document):
    found = report(json.dumps(document), export())

    assert (found.verdict, found["schema"].outcome) == ("reject", Outcome.FAILED)


@pytest.mark.parametrize("member", ["badge", "issuer", "verification", "recipient", "id"])
@pytest.mark.parametrize("value", [[], {}, [[]], {"id": {}}, "http://[", 7, "javascript:1"])
def test_refuses_odd_values_without_a_crash(member, value):
    made = export()

    assert report(json.dumps(made.assertion | {member: value}), made).verdict == "reject"


def test_refuses_a_token_that_chooses_its_key():
    head = jws.base64url.encode(b'{"alg":"ES256","jku":"https://evil.example"}')

    with pytest.raises(LaurelError, match="jku"):
        jws.read(f"{head}.e30.AA")
    with pytest.raises(JoseAlgorithmError):
        jws.read(f"{jws.base64url.encode(b'{}')}.e30.AA")


def test_refuses_to_write_a_badge_without_an_address_to_award_it_to():
    with pytest.raises(ProjectionError, match="e-mail address"):
        export(learner={"id": "did:key:z6Mk", "name": "Amina"})
    with pytest.raises(ProjectionError, match="issuer"):
        export(credential=DESIGN.model_copy(update={"awarding_bodies": ()}))


@pytest.mark.parametrize(
    "changes",
    [
        {"type": ["Assertion", "Unheard"]},
        {"type": []},
        {"extensions:x": "text"},
        {"extensions:x": {"type": "Extension"}},
        {"extensions:x": {"type": ["extensions:X"]}},
    ],
)
def test_refuses_types_that_nobody_has_defined(changes):
    made = export()
    hosted = made.assertion | changes

    found = report(json.dumps(hosted), made, changed={hosted["id"]: hosted})

    assert (found.verdict, found["schema"].outcome) == ("reject", Outcome.FAILED)


def test_what_an_extension_says_is_its_own_business():
    made = export()
    extension = {"type": ["Extension", "extensions:ApplyLink"], "url": "https://uni.example/apply"}
    hosted = made.assertion | {"type": ["Assertion", "https://uni.example/terms#Badge"], "extensions:ApplyLink": extension}

    assert report(json.dumps(hosted), made, changed={hosted["id"]: hosted}).verdict == "accept"
