"""SD-JWT VC through the whole verification: handed over, and shown by the holder to one reader on one occasion."""

from __future__ import annotations

import json
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cast_of_badges import RECORD
from laurel.did import document
from laurel.did import jwk as did_jwk
from laurel.did import web as did_web
from laurel.errors import Phrase, UnreachableError
from laurel.fetching import Fetched
from laurel.formats.sd_jwt_vc import bind, disclose, issue, project, sd_jwt
from laurel.keys import LocalSigner, PrivateKey
from laurel.verify import Outcome, verify
from laurel.verify.presentation import PresentationReport, verify_presentation
from outside_world import UNIVERSITY

KEY, STRANGER = PrivateKey.from_seed(b"\1" * 32, "P-256"), PrivateKey.from_seed(b"\3" * 32, "P-256")
HOLDER = LocalSigner(PrivateKey.from_seed(b"\2" * 32), "holder")
SIGNER = LocalSigner(KEY, f"{UNIVERSITY}#key-1")
VCT = "https://uni.example/types/micro-credential"
AT = RECORD.issued + timedelta(days=1)
SHOWN = {"nonce": "a-question-asked-once", "audience": "https://esra.example"}
ASKED = {"challenge": SHOWN["nonce"], "domain": SHOWN["audience"]}
TRUSTED = {UNIVERSITY: "Example University", "https://uni.example": "Example University"}


class World:
    """Addresses and what they answer; remembers who was asked."""

    def __init__(self, key: PrivateKey = KEY, **life: Any) -> None:
        metadata = {"issuer": "https://uni.example", "jwks": {"keys": [{**KEY.public.to_jwk(), "kid": "urn:key:1"}]}}
        self.answers = {
            did_web.url_of(UNIVERSITY): document.build(
                UNIVERSITY, [document.method_for(UNIVERSITY, "key-1", key.public, **life)]
            ),
            "https://uni.example/.well-known/jwt-vc-issuer": metadata,
        }
        self.asked: list[str] = []

    def __call__(self, url: str, *, limit: int) -> Fetched:
        self.asked.append(url)
        if url not in self.answers:
            raise UnreachableError(url=url, why=Phrase("nobody is there", "няма никого"))
        return Fetched(body=json.dumps(self.answers[url]).encode())


def entropy() -> Any:
    draws = count()
    return lambda length: next(draws).to_bytes(length, "big")


def issued(*, signer: LocalSigner = SIGNER, issuer: str = UNIVERSITY, status: Any = None, **more: Any) -> str:
    projection = project(RECORD, vct=VCT, issuer=issuer, status=status)
    rules = {"disclosable": projection.disclosable, "issued": RECORD.issued, "holder": HOLDER.private_key.public}
    return issue(projection.claims | more, signer=signer, entropy=entropy(), **rules)


def check(text: Any, *, world: Any = None, at: Any = AT, trusted: Any = TRUSTED, **more: Any) -> Any:
    return verify(text, at=at, fetch=world or World(), trusted=trusted, **more)


def test_a_credential_that_is_handed_over_is_accepted():
    report = check(issued())

    assert (report.verdict, report.codes) == ("accept", ()), report.to_json()
    assert report.credential.title == RECORD.credential.title.text(report.credential.language)
    assert report.credential.learner == RECORD.learner.name
    assert report.credential.results[0].value == RECORD.grade
    assert report["schema"].code == "AS_SD_JWT_VC"
    assert all(each.say("en") != each.say("bg") for each in report.checks)


def test_what_was_left_out_is_not_shown():
    report = check(disclose(issued(), paths=[("grade",)]).compact())

    assert report.verdict == "accept"
    assert report.credential.learner == ""
    assert report.credential.results[0].value == RECORD.grade


def test_an_issuer_may_publish_its_keys_as_jwt_vc_issuer_metadata():
    credential = issued(signer=LocalSigner(KEY, "urn:key:1"), issuer="https://uni.example")
    world = World()

    assert check(credential, world=world).verdict == "accept"
    assert world.asked == ["https://uni.example/.well-known/jwt-vc-issuer"]
    forged = issued(signer=LocalSigner(STRANGER, "urn:key:1"), issuer="https://uni.example")
    assert check(forged)["proof"].outcome is Outcome.FAILED
    unknown = issued(signer=LocalSigner(KEY, "urn:key:9"), issuer="https://uni.example")
    assert check(unknown).codes == ("KEY_NOT_FOUND",)


def test_an_unknown_issuer_is_told_and_an_unreachable_one_leaves_it_open():
    assert check(issued(), trusted={}).codes == ("ISSUER_UNKNOWN",)
    world = World()
    world.answers.clear()
    assert (check(issued(), world=world).verdict, check(issued(), world=world).codes) == ("reject", ("UNREACHABLE",))


def test_refuses_a_credential_of_a_stranger_or_with_a_changed_part():
    assert check(issued(signer=LocalSigner(STRANGER, f"{UNIVERSITY}#key-1")))["proof"].outcome is Outcome.FAILED
    assert check(issued(signer=LocalSigner(STRANGER, "did:web:stranger.example#key-1"))).codes == ("ISSUER_BINDING",)
    header, rest = issued().split(".", 1)
    body, tail = rest.split(".", 1)
    assert check(f"{header}.{body[:-4]}AAAA.{tail}").verdict == "reject"


def test_refuses_a_disclosure_that_does_not_belong():
    report = check(issued() + "WyJzYWx0IiwgImdyYWRlIiwgIjYuMDAiXQ~")

    assert (report.verdict, report["structure"].code) == ("reject", "DISCLOSURE")


def test_refuses_a_credential_out_of_its_time():
    assert check(issued(), at=RECORD.issued - timedelta(days=1))["validity"].code == "NOT_YET_VALID"
    end = int((AT - timedelta(hours=1)).timestamp())
    assert check(issued(exp=end))["validity"].code == "EXPIRED"


def test_refuses_a_credential_whose_end_could_have_been_withheld():
    claims = project(RECORD, vct=VCT, issuer=UNIVERSITY).claims | {"exp": int((AT + timedelta(days=9)).timestamp())}
    parts = sd_jwt.sign(claims, signer=SIGNER, typ="dc+sd-jwt", disclosable=[("exp",)], entropy=entropy())

    assert check(parts.compact())["schema"].code == "COULD_BE_WITHHELD"


def test_the_lives_of_keys_count_here_too():
    assert check(issued(), world=World(expires=AT - timedelta(hours=1)))["issuer_key"].code == "KEY_RETIRED"
    assert check(issued(), world=World(expires=RECORD.issued)).codes == ("KEY_EXPIRED",)
    assert check(issued(), world=World(revoked=RECORD.issued)).codes == ("KEY_REVOKED",)
    assert check(issued(), world=World(revoked=AT - timedelta(hours=1))).codes == ("KEY_REVOKED_SINCE",)


def test_a_status_in_another_form_than_ours_is_not_taken_for_none():
    report = check(issued(status={"status_list": {"idx": 1, "uri": "https://uni.example/tokens/1"}}))

    assert (report.verdict, report["status"].code) == ("warn", "UNSUPPORTED")


def test_the_recipient_is_found_by_the_address_where_it_is_shown():
    address = RECORD.learner.email
    assert address
    assert check(issued(), recipient=address)["recipient"].outcome is Outcome.PASSED
    hidden = disclose(issued(), paths=[("learner", "name")]).compact()
    assert check(hidden, recipient=address)["recipient"].code == "RECIPIENT_NOT_MATCHED"


def test_refuses_a_presentation_where_a_credential_is_wanted():
    assert check(shown()).codes == ("PRESENTATION",)


def test_a_type_of_others_is_read_as_far_as_it_says():
    claims = {"vct": VCT, "iss": UNIVERSITY, "sub": "did:example:amina", "given_name": "Amina"}
    credential = issue(claims, signer=SIGNER, disclosable=[("given_name",)], entropy=entropy(), issued=RECORD.issued)

    report = check(credential)

    assert report.verdict == "accept"
    assert (report.credential.title, report.credential.learner_id) == (VCT, "did:example:amina")


def shown(*, holder: LocalSigner = HOLDER, at: Any = AT, **asked: str) -> str:
    part = disclose(issued(), paths=[("grade",)])
    return bind(part, signer=holder, created=at, **{**SHOWN, **asked}).compact()


def presented(text: Any, *, at: Any = AT, world: Any = None, **asked: str) -> PresentationReport:
    return verify_presentation(text, at=at, fetch=world or World(), trusted=TRUSTED, **{**ASKED, **asked})


def codes(report: PresentationReport) -> dict[str, str]:
    return {check.name: check.code for check in report.checks if check.outcome is not Outcome.PASSED}


@pytest.mark.parametrize("as_bytes", [False, True])
def test_what_the_holder_shows_is_accepted(as_bytes: bool):
    report = presented(shown().encode() if as_bytes else shown())

    assert (report.verified, report.verdict) == (True, "accept"), report.to_json()
    assert report.holder == did_jwk.did_of(HOLDER.private_key.public)
    assert report.credentials[0].credential.results[0].value == RECORD.grade
    assert report.credentials[0].profile == "badge"


@pytest.mark.parametrize("other", [{"challenge": "another"}, {"domain": "https://other.example"}], ids=str)
def test_refuses_what_was_shown_elsewhere(other: dict[str, str]):
    report = presented(shown(), **other)

    assert not report.verified
    assert codes(report) == {"addressed": "MEANT_FOR_ANOTHER"}


def test_refuses_a_holder_without_the_key_or_with_an_old_proof():
    for text in (shown(holder=LocalSigner(STRANGER, "holder")), shown(at=AT - timedelta(hours=1)), issued()):
        report = presented(text)
        assert not report.verified
        assert "holder_proof" in codes(report)
        assert report.holder == ""


def test_refuses_a_proof_over_other_disclosures():
    whole, part = issued(), shown()
    token, *_, binding = part.split("~")
    forged = "~".join([whole.rpartition("~")[0], binding])

    assert token == whole.split("~")[0]
    assert codes(presented(forged))["holder_proof"] == "KEY_BINDING"


def test_refuses_a_credential_that_is_not_in_order_however_it_is_shown():
    report = presented(shown(), world=World(key=STRANGER))

    assert not report.verified
    assert report.credentials[0].verdict == "reject"


@given(st.text(max_size=80), st.integers(0, 400))
def test_never_raises_for_any_text(noise: str, place: int):
    text = shown()
    broken = text[:place] + noise + text[place + len(noise) :]

    check(broken)
    presented(broken)
    presented(noise + "~" + noise)
