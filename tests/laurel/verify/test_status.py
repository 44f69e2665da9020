"""The issuer's lists, through the whole verification: several entries, messages, newer versions, lists that are tokens."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from laurel.keys import LocalSigner, PrivateKey
from laurel.proofs import add_proof, envelope, vc_jwt
from laurel.status import list as status_list
from laurel.status.bits import StatusBits
from laurel.verify import Outcome, Report
from outside_world import (
    LIST,
    NOW,
    SIGNED,
    SIGNER,
    STRANGER_SIGNER,
    UNIVERSITY,
    World,
    check,
    did_document,
    revocation_list,
    signed,
    with_status,
)
from plain_badge import badge

OTHER_LIST = "https://uni.example/status/2"
STEPS = ("nothing to say", "under review", "on appeal", "undefined")
EXTENDED = {"@context": [*badge()["@context"], "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"]}
REFRESH = {"id": "https://uni.example/refresh/1", "type": "1EdTechCredentialRefresh"}


def _unsigned(url: str = LIST, *, purpose: Any = "revocation", size: int = 1, **more: Any) -> dict[str, Any]:
    bits = StatusBits(size=size)
    for index, value in more.pop("values", {}).items():
        bits.put(index, value)
    return status_list.credential(url, issuer=UNIVERSITY, bits=bits, purpose=purpose, valid_from=SIGNED, **more)


def _list(url: str = LIST, **more: Any) -> dict[str, Any]:
    return add_proof(_unsigned(url, **more), signer=SIGNER, created=SIGNED)


def _checked(entries: Any, *, world: World, **changes: Any) -> Report:
    return check(signed(credentialStatus=entries, **changes), world=world)


def test_the_worst_of_several_entries_counts():
    entries = [status_list.entry(LIST, 5), status_list.entry(OTHER_LIST, 6, purpose="suspension")]

    def codes(*, revoked: bool, suspended: bool) -> tuple[str, ...]:
        lists = {
            LIST: _list(values={5: int(revoked)}),
            OTHER_LIST: _list(OTHER_LIST, purpose="suspension", values={6: int(suspended)}),
        }
        return _checked(entries, world=World(lists)).codes

    assert codes(revoked=False, suspended=False) == ()
    assert codes(revoked=True, suspended=False) == ("REVOKED",)
    assert codes(revoked=False, suspended=True) == ("SUSPENDED",)


def test_one_list_for_several_purposes_is_asked_for_once():
    entries = [status_list.entry(LIST, index, purpose=purpose) for index, purpose in ((5, "revocation"), (6, "suspension"))]
    world = World({LIST: _list(purpose=["revocation", "suspension"], values={6: 1})})

    report = _checked(entries, world=world)

    assert report.codes == ("SUSPENDED",)
    assert world.asked.count(LIST) == 1


def test_a_suspension_can_end():
    entry = status_list.entry(LIST, 5, purpose="suspension")

    assert _checked(entry, world=World({LIST: _list(purpose="suspension", values={5: 1})})).codes == ("SUSPENDED",)
    assert _checked(entry, world=World({LIST: _list(purpose="suspension")})).verdict == "accept"


def test_a_message_is_told_and_its_words_are_left_to_the_details():
    entry = status_list.entry(LIST, 5, purpose="message", messages=STEPS, reference="https://uni.example/steps")
    world = World({LIST: _list(purpose="message", size=2, values={5: 2, 6: 1})})

    report = _checked(entry, world=world)

    assert (report.verdict, report.codes, report["status"].outcome) == ("warn", ("STATUS_MESSAGE",), Outcome.UNKNOWN)
    assert report["status"].details[0].en == "0x2: on appeal"
    assert "0x2" in report["status"].say("en")
    assert "appeal" not in report["status"].say("en")
    nothing = status_list.entry(LIST, 7, purpose="message", messages=STEPS)
    assert _checked(nothing, world=world).verdict == "accept"


def test_a_message_of_one_bit_is_set_or_not():
    entry = {**status_list.entry(LIST, 5), "statusPurpose": "message"}

    report = _checked(entry, world=World({LIST: _list(purpose="message", values={5: 1})}))

    assert (report.codes, report["status"].details[0].en) == (("STATUS_MESSAGE",), "0x1: set")


def test_refuses_a_list_whose_entries_are_of_another_size():
    """Read with another size, an entry would be somebody else's."""
    entry = status_list.entry(LIST, 5, purpose="message", messages=STEPS)
    unsigned = _unsigned(purpose="message", size=1)
    unsigned["credentialSubject"]["statusSize"] = 1
    stated = add_proof(unsigned, suite="eddsa-jcs-2022", signer=SIGNER, created=SIGNED)

    for published in (stated, _list(purpose="message", size=1)):
        assert _checked(entry, world=World({LIST: published}))["status"].outcome is Outcome.FAILED


def test_a_list_that_explains_its_messages_is_signed_as_json():
    entry = status_list.entry(LIST, 5, purpose="message", messages=STEPS)
    unsigned = _unsigned(purpose="message", size=2, values={5: 1}, messages=STEPS)

    for published in (
        add_proof(unsigned, suite="eddsa-jcs-2022", signer=SIGNER, created=SIGNED),
        envelope.wrap_credential(vc_jwt.sign(unsigned, signer=SIGNER, typ="vc+jwt", created=SIGNED)),
    ):
        assert _checked(entry, world=World({LIST: published})).codes == ("STATUS_MESSAGE",)


def test_a_newer_version_is_told_and_does_not_spoil_this_one():
    entry = status_list.entry(LIST, 5, purpose="refresh")
    world = World({LIST: _list(purpose="refresh", values={5: 1})})

    report = _checked(entry, world=world, refreshService=REFRESH, **EXTENDED)

    assert (report.verdict, report["status"].code) == ("accept", "REFRESHED")
    assert REFRESH["id"] not in world.asked


@pytest.mark.parametrize("listed", [True, False])
def test_a_refresh_service_is_told_and_never_asked(listed: bool):
    world = World()
    presented = with_status(refreshService=REFRESH, **EXTENDED) if listed else signed(refreshService=[REFRESH], **EXTENDED)

    report = check(presented, world=world)

    assert report.verdict == "accept"
    assert report["status"].code == ("REFRESH_OFFERED" if listed else "ONLY_REFRESH_OFFERED")
    assert "did not ask" in report["status"].say("en")
    assert REFRESH["id"] not in world.asked


def test_a_refresh_service_does_not_hide_a_revocation():
    world = World({LIST: revocation_list(5)})

    assert check(with_status(5, refreshService=REFRESH, **EXTENDED), world=world).codes == ("REVOKED",)


def test_an_unknown_purpose_is_neither_good_nor_bad():
    entry = status_list.entry(LIST, 5, purpose="tomorrow")

    assert _checked(entry, world=World({LIST: _list(purpose="tomorrow", values={5: 1})})).codes == ("UNSUPPORTED",)
    assert _checked(entry, world=World({LIST: _list(purpose="tomorrow")})).verdict == "accept"


class Answers(World):
    """As `World`, but texts are answered as they stand: a token is no JSON."""

    def __call__(self, url: str, *, limit: int) -> Any:
        from laurel.fetching import Fetched

        if isinstance(self.answers.get(url), str):
            self.asked.append(url)
            return Fetched(body=self.answers[url].encode())
        return super().__call__(url, limit=limit)


@pytest.mark.parametrize("typ", ["JWT", "vc+jwt"])
def test_a_list_may_be_a_token(typ: Any):
    published = vc_jwt.sign(_unsigned(values={5: 1}), signer=SIGNER, typ=typ)

    assert check(with_status(5), world=Answers({LIST: published})).codes == ("REVOKED",)
    assert check(with_status(6), world=Answers({LIST: published})).verdict == "accept"
    assert check(with_status(6), world=Answers({LIST: envelope.wrap_credential(published)})).verdict == "accept"


def test_refuses_a_list_whose_token_a_stranger_signed_or_somebody_changed():
    forged = vc_jwt.sign(_unsigned(), signer=LocalSigner(STRANGER_SIGNER.private_key, SIGNER.verification_method))
    strangers = vc_jwt.sign(_unsigned(), signer=STRANGER_SIGNER)
    honest = vc_jwt.sign(_unsigned(values={5: 1}), signer=SIGNER)
    header, _, signature = honest.split(".")
    changed = ".".join([header, vc_jwt.sign(_unsigned(), signer=SIGNER).split(".")[1], signature])

    for published in (forged, strangers, changed):
        assert check(with_status(5), world=Answers({LIST: published})).codes == ("LIST_NOT_SIGNED",)


def test_a_token_that_ran_out_says_nothing():
    published = vc_jwt.sign(_unsigned(), signer=SIGNER, typ="vc+jwt", created=SIGNED, expires=NOW - timedelta(hours=1))

    assert check(with_status(5), world=Answers({LIST: published}))["status"].code == "LIST_OUT_OF_DATE"


@pytest.mark.parametrize(("algorithm", "suite"), [("P-256", "ecdsa-rdfc-2019"), ("P-384", "ecdsa-rdfc-2019")])
def test_a_list_may_be_signed_by_any_key_and_suite_of_the_issuer(algorithm: str, suite: str):
    private = PrivateKey.from_seed(b"\7" * (48 if algorithm == "P-384" else 32), algorithm)
    signer = LocalSigner(private, f"{UNIVERSITY}#key-1")
    lists = [
        add_proof(_unsigned(values={5: 1}), suite=suite, signer=signer, created=SIGNED),
        vc_jwt.sign(_unsigned(values={5: 1}), signer=signer),
    ]

    for published in lists:
        world = Answers({LIST: published, "https://uni.example/.well-known/did.json": did_document(key=private)})
        presented = signed(signer, suite=suite, credentialStatus=status_list.entry(LIST, 5))
        assert check(presented, world=world).codes == ("REVOKED",)
