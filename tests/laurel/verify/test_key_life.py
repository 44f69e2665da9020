"""Keys come and go: what was signed before a key was retired stays valid, what was signed after it was withdrawn never is.

Only the signature itself says when it was made, so a key that was withdrawn later leaves the answer open.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from laurel.did import document
from laurel.did import web as did_web
from laurel.keys import LocalSigner, PrivateKey
from laurel.proofs import jws, vc_jwt
from laurel.proofs.jwt_claims import claims_of
from laurel.verify import Outcome, Report
from outside_world import KEY, LIST, NOW, OTHER_KEY, SIGNER, UNIVERSITY, World, check, did_document, revocation_list, signed
from plain_badge import badge

DAY = timedelta(days=1)
SIGNED = NOW - 30 * DAY
HOME = did_web.url_of(UNIVERSITY)
NEW_KEY = LocalSigner(OTHER_KEY, f"{UNIVERSITY}#key-2")


def _badge(**changes: Any) -> dict[str, Any]:
    return badge() | {"validFrom": "2026-10-01T00:00:00Z"} | changes


def _undated(**changes: Any) -> dict[str, Any]:
    """`created` may be left out of a proof, and of what is signed."""
    from laurel.proofs import SUITES
    from laurel.proofs.options import write_signature

    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "verificationMethod": SIGNER.verification_method,
        "proofPurpose": "assertionMethod",
    }
    unsigned, suite = _badge(**changes), SUITES["eddsa-rdfc-2022"]
    to_sign = suite.canonical_hash(proof | {"@context": unsigned["@context"]}) + suite.canonical_hash(unsigned)
    return unsigned | {"proof": [proof | {"proofValue": write_signature(SIGNER.sign(to_sign))}]}


def _embedded(created: datetime) -> Any:
    return signed(created=created, validFrom="2026-10-01T00:00:00Z")


def _by_jcs(created: datetime) -> Any:
    return signed(created=created, suite="eddsa-jcs-2022", validFrom="2026-10-01T00:00:00Z")


def _token_of_its_start(created: datetime) -> Any:
    """As Open Badges have it: `nbf` is the start of validity, and the only date."""
    return vc_jwt.sign(_badge(validFrom=f"{created:%Y-%m-%dT%H:%M:%SZ}"), signer=SIGNER)


def _token_with_its_moment(created: datetime) -> Any:
    """`iat` beside `nbf`: it is the one that speaks of the signature."""
    claims = claims_of(_badge()) | {"iat": int(created.timestamp())}
    return jws.sign(claims, signer=SIGNER, header={"typ": "JWT", "kid": SIGNER.verification_method})


def _token_of_data_model_2(created: datetime) -> Any:
    return vc_jwt.sign(_badge(), signer=SIGNER, typ="vc+jwt", created=created)


Form = Callable[[datetime], Any]
FORMS: list[Form] = [_embedded, _by_jcs, _token_of_its_start, _token_with_its_moment, _token_of_data_model_2]
every_form = pytest.mark.parametrize("form", FORMS, ids=[form.__name__.strip("_") for form in FORMS])


def _with_life(presented: Any, *, at: datetime = NOW, **life: datetime) -> Report:
    return check(presented, at=at, world=World({HOME: did_document(**life)}))


@every_form
def test_what_was_signed_while_the_key_was_in_use_stays_valid(form: Form):
    assert _with_life(form(SIGNED))["issuer_key"].code == "OK"
    assert _with_life(form(SIGNED), expires=NOW + DAY)["issuer_key"].code == "OK"
    retired = _with_life(form(SIGNED), expires=SIGNED + DAY)

    assert (retired.verdict, retired["issuer_key"].code, retired["issuer_key"].outcome) == (
        "accept",
        "KEY_RETIRED",
        Outcome.PASSED,
    )


@every_form
@pytest.mark.parametrize("late", [timedelta(0), DAY], ids=["that moment", "a day later"])
def test_refuses_what_was_signed_once_the_key_was_retired(form: Form, late: timedelta):
    report = _with_life(form(SIGNED + late), expires=SIGNED)

    assert (report.verdict, report.codes) == ("reject", ("KEY_EXPIRED",))


@every_form
@pytest.mark.parametrize("late", [timedelta(0), DAY], ids=["that moment", "a day later"])
def test_refuses_what_was_signed_once_the_key_was_withdrawn(form: Form, late: timedelta):
    report = _with_life(form(SIGNED + late), revoked=SIGNED)

    assert (report.verdict, report.codes) == ("reject", ("KEY_REVOKED",))


@every_form
def test_what_only_claims_to_be_older_than_the_withdrawal_is_left_open(form: Form):
    report = _with_life(form(SIGNED), revoked=SIGNED + DAY)

    assert (report.verdict, report.codes) == ("warn", ("KEY_REVOKED_SINCE",))


@every_form
def test_a_withdrawal_counts_whatever_was_planned_as_the_keys_end(form: Form):
    both = _with_life(form(SIGNED), expires=SIGNED + 2 * DAY, revoked=SIGNED + DAY)
    late = _with_life(form(SIGNED), expires=SIGNED + DAY, revoked=SIGNED - DAY)

    assert (both.codes, late.codes) == (("KEY_REVOKED_SINCE",), ("KEY_REVOKED",))


@every_form
def test_an_end_that_is_still_to_come_changes_nothing(form: Form):
    before = _with_life(form(SIGNED), at=SIGNED + DAY, revoked=SIGNED + 2 * DAY)

    assert before.verdict == "accept"


def test_refuses_a_signature_that_does_not_say_when_once_its_key_has_ended():
    bare = jws.sign(
        _badge(),
        signer=SIGNER,
        header={"typ": "vc+jwt", "cty": "vc", "kid": SIGNER.verification_method},
    )

    for presented in (_undated(), bare):
        assert _with_life(presented).verdict == "accept"
        assert _with_life(presented, expires=NOW - DAY).codes == ("KEY_EXPIRED",)
        assert _with_life(presented, revoked=NOW - DAY).codes == ("KEY_REVOKED",)


def test_refuses_a_token_of_the_future():
    assert check(_token_with_its_moment(NOW + DAY))["validity"].code == "SIGNED_IN_THE_FUTURE"


def _rotated(**lives: dict[str, datetime]) -> World:
    """Two keys, one after the other; the list is signed by either."""
    methods = [
        document.method_for(UNIVERSITY, "key-1", KEY.public, **lives.get("old", {})),
        document.method_for(UNIVERSITY, "key-2", OTHER_KEY.public, **lives.get("new", {})),
    ]
    return World({HOME: document.build(UNIVERSITY, methods)})


def test_old_and_new_credentials_are_valid_side_by_side():
    world = _rotated(old={"expires": SIGNED + DAY})

    old, new = _embedded(SIGNED), signed(NEW_KEY, created=NOW - DAY, validFrom="2026-10-01T00:00:00Z")

    assert [check(each, world=world).verdict for each in (old, new)] == ["accept", "accept"]
    assert [check(each, world=world)["issuer_key"].code for each in (old, new)] == ["KEY_RETIRED", "OK"]


def test_refuses_a_new_signature_under_the_name_of_the_old_key():
    world = _rotated(old={"expires": SIGNED + DAY})
    forged = signed(LocalSigner(OTHER_KEY, SIGNER.verification_method), created=SIGNED, validFrom="2026-10-01T00:00:00Z")

    assert check(forged, world=world)["proof"].outcome is Outcome.FAILED


def test_refuses_a_key_that_the_document_no_longer_names():
    world = World({HOME: document.build(UNIVERSITY, [document.method_for(UNIVERSITY, "key-2", OTHER_KEY.public)])})

    assert check(_embedded(SIGNED), world=world).codes == ("KEY_NOT_FOUND",)


def _listed(world: World, by: LocalSigner, *, revoked: tuple[int, ...] = ()) -> Report:
    """A badge of the new key whose list was signed at noon of the day of `outside_world`."""
    from laurel.status import list as status_list

    world.answers[LIST] = revocation_list(*revoked, signer=by)
    badge_ = signed(NEW_KEY, created=NOW - DAY, validFrom="2026-10-01T00:00:00Z", credentialStatus=status_list.entry(LIST, 5))
    return check(badge_, world=world, at=NOW + 2 * DAY)


def test_a_list_signed_by_a_key_that_was_retired_since_still_speaks():
    world = _rotated(old={"expires": NOW + DAY})

    assert _listed(world, SIGNER).verdict == "accept"
    assert _listed(world, SIGNER, revoked=(5,)).codes == ("REVOKED",)
    assert _listed(world, NEW_KEY).verdict == "accept"


def test_refuses_a_list_signed_by_a_key_that_was_retired_before():
    assert _listed(_rotated(old={"expires": NOW - DAY}), SIGNER).codes == ("LIST_NOT_SIGNED",)


def test_a_list_of_a_key_that_was_stolen_since_says_nothing():
    """Neither that the badge counts, nor that it was revoked: whoever has the key may have written either."""
    for revoked in ((), (5,)):
        report = _listed(_rotated(old={"revoked": NOW + DAY}), SIGNER, revoked=revoked)

        assert (report.verdict, report.codes) == ("warn", ("KEY_REVOKED_SINCE",))


def test_refuses_a_list_signed_with_a_stolen_key():
    assert _listed(_rotated(old={"revoked": NOW - DAY}), SIGNER).codes == ("LIST_NOT_SIGNED",)


@pytest.mark.parametrize("algorithm", ["P-256", "P-384"])
def test_the_lives_of_other_keys_are_read_the_same_way(algorithm: str):
    private = PrivateKey.from_seed(b"\7" * (48 if algorithm == "P-384" else 32), algorithm)
    signer = LocalSigner(private, f"{UNIVERSITY}#key-1")
    presented = signed(signer, suite="ecdsa-jcs-2019", created=SIGNED, validFrom="2026-10-01T00:00:00Z")

    def code(**life: datetime) -> str:
        return check(presented, world=World({HOME: did_document(key=private, **life)}))["issuer_key"].code

    assert [code(), code(expires=SIGNED + DAY), code(expires=SIGNED - DAY)] == ["OK", "KEY_RETIRED", "KEY_EXPIRED"]
    assert [code(revoked=SIGNED + DAY), code(revoked=SIGNED - DAY)] == ["KEY_REVOKED_SINCE", "KEY_REVOKED"]


def test_a_published_key_in_json_form_has_a_life_too():
    method = {"id": "#key-1", "type": "JsonWebKey", "controller": UNIVERSITY, "publicKeyJwk": KEY.public.to_jwk()}
    published = {"id": UNIVERSITY, "verificationMethod": [method | {"expires": "2026-11-01T00:00:00Z"}]}
    world = World({HOME: json.loads(json.dumps(published | {"assertionMethod": ["#key-1"]}))})

    assert check(_embedded(SIGNED), world=world)["issuer_key"].code == "KEY_RETIRED"
    assert check(_embedded(NOW - DAY), world=world)["issuer_key"].code == "KEY_EXPIRED"
