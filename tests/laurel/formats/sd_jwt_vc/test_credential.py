"""SD-JWT VC: issue, show a part, prove to hold it; and everything somebody might try."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laurel.canon.strict_json import walk
from laurel.errors import (
    CredentialError,
    CredentialTimeError,
    DisclosureError,
    JoseClaimError,
    JoseError,
    KeyBindingError,
    MalformedError,
    ReplayedError,
    SignatureError,
    UnsupportedError,
)
from laurel.formats.sd_jwt_vc import bind, disclose, issue, places, sd_jwt, verify_bound, verify_unbound
from laurel.formats.sd_jwt_vc.parts import Parts, digest_of, split, write_disclosure
from laurel.keys import LocalSigner, PrivateKey, base64url
from laurel.proofs import jws

KEY, HOLDER, THIEF = (PrivateKey.from_seed(bytes([number]) * 32, "P-256") for number in (1, 2, 3))
ISSUER = LocalSigner(KEY, "did:web:uni.example#key-1")
HOLDERS = LocalSigner(HOLDER, "did:key:holder#0")
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ASKED = {"nonce": "a-question", "audience": "https://esra.example"}
CLAIMS: dict[str, Any] = {
    "iss": "did:web:uni.example",
    "vct": "https://uni.example/types/micro-credential",
    "exp": 1_900_000_000,
    "name": "Амина",
    "address": {"city": "Sofia", "street": "Shipka 1"},
    "results": [5.5, {"part": "quiz", "value": 6}, None],
}
PATHS = [("name",), ("address",), ("address", "street"), ("results", 0), ("results", 1), ("results", 1, "value")]


def entropy() -> Callable[[int], bytes]:
    draws = count()
    return lambda length: next(draws).to_bytes(length, "big")


def issued(claims: dict[str, Any] | None = None, **options: Any) -> str:
    given = {"disclosable": PATHS, "entropy": entropy(), "issued": NOW, "holder": HOLDER.public} | options
    return issue(CLAIMS if claims is None else claims, signer=ISSUER, **given)


def shown(*paths: tuple[str | int, ...], signer: LocalSigner = HOLDERS, created: datetime = NOW, **asked: str) -> str:
    return bind(disclose(issued(), paths=paths), signer=signer, created=created, **(ASKED | asked)).compact()


def verify(presentation: str, at: datetime = NOW, **asked: str):
    return verify_bound(presentation, issuer_key=KEY.public, at=at, **(ASKED | asked))


@given(st.sets(st.sampled_from(PATHS)))
def test_what_is_disclosed_is_there_and_nothing_else(chosen: set[tuple[str | int, ...]]):
    checked = verify(shown(*chosen))

    around = {path[:length] for path in chosen for length in range(1, len(path) + 1)} & set(PATHS)
    assert checked.disclosed == around
    assert checked.bound
    assert checked.holder_key == HOLDER.public
    text = json.dumps(checked.claims, ensure_ascii=False)
    for path, word in ((("name",), "Амина"), (("address",), "Sofia"), (("address", "street"), "Shipka 1")):
        assert (word in text) == (path in around)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=8) | st.floats(-1e6, 1e6),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(max_size=6).filter(lambda name: name not in {"_sd", "_sd_alg", "..."}), inner, max_size=4)
    ),
    max_leaves=15,
)


@given(st.data(), st.dictionaries(st.sampled_from("abcdef"), JSON, max_size=4))
def test_whatever_the_claims_everything_disclosed_gives_them_back(data: st.DataObject, more: dict[str, Any]):
    everywhere = [steps for steps, _ in walk(more) if steps]
    paths = data.draw(st.sets(st.sampled_from(everywhere))) if everywhere else set()
    claims = {"iss": CLAIMS["iss"], "vct": CLAIMS["vct"], **more}

    credential = issued(claims, disclosable=paths, holder=None, decoys=2)

    checked = verify_unbound(credential, issuer_key=KEY.public, at=NOW)
    assert checked.claims == claims | {"iat": int(NOW.timestamp())}
    assert checked.disclosed == places(credential) == paths


def test_decoys_and_the_order_of_digests_tell_nothing():
    payload = jws.peek_payload(split(issued(decoys=3)).token)

    assert len(payload["_sd"]) == 5
    assert payload["_sd"] == sorted(payload["_sd"])


def test_a_credential_without_a_holder_is_verified_as_such():
    checked = verify_unbound(issued(holder=None), issuer_key=KEY.public, at=NOW)

    assert (checked.bound, checked.holder_key) == (False, None)


@pytest.mark.parametrize("name", ["iss", "nbf", "exp", "cnf", "vct", "vct#integrity", "status"])
def test_refuses_to_let_the_holder_withhold_what_limits_a_credential(name: str):
    claims = CLAIMS | {name: CLAIMS.get(name, 5)} if name != "cnf" else CLAIMS
    with pytest.raises(CredentialError):
        issued(claims | ({"status": {"status_list": {"idx": 1}}} if name == "status" else {}), disclosable=[(name,)])


@pytest.mark.parametrize("change", [{"iss": None}, {"vct": None}, {"vct": 5}, {"exp": "never"}, {"status": 5}, {"cnf": {}}])
def test_refuses_to_issue_without_type_issuer_or_with_odd_claims(change: dict[str, Any]):
    with pytest.raises((MalformedError, JoseClaimError)):
        issued({name: value for name, value in (CLAIMS | change).items() if value is not None})


@pytest.mark.parametrize("path", [(), ("nothing",), ("results", 9), ("results", "0"), ("name", 0)])
def test_refuses_a_place_that_leads_nowhere(path: tuple[str | int, ...]):
    with pytest.raises(DisclosureError):
        issued(disclosable=[path])
    with pytest.raises(DisclosureError):
        disclose(issued(), paths=[path])


@pytest.mark.parametrize("claims", [{"_sd": []}, {"a": {"...": "x"}}, {"a": [{"_sd_alg": "x"}]}])
def test_refuses_reserved_names_among_the_claims(claims: dict[str, Any]):
    with pytest.raises(DisclosureError):
        issued(CLAIMS | claims)


# key binding


@pytest.mark.parametrize("change", [{"nonce": "another"}, {"audience": "https://other.example"}])
def test_refuses_a_presentation_for_another_reader_or_occasion(change: dict[str, str]):
    with pytest.raises(ReplayedError):
        verify(shown(("name",), **change))


@pytest.mark.parametrize("change", [{"nonce": ""}, {"audience": ""}])
def test_refuses_to_bind_or_check_for_nobody(change: dict[str, str]):
    with pytest.raises(ValueError, match="nonce and an audience"):
        shown(**change)
    with pytest.raises(ValueError, match="nonce and an audience"):
        verify(shown(), **change)


def test_refuses_a_presentation_without_the_holders_proof():
    with pytest.raises(KeyBindingError):
        verify(disclose(issued(), paths=[]).compact())
    with pytest.raises(KeyBindingError):
        verify(bind(disclose(issued(holder=None), paths=[]), signer=HOLDERS, created=NOW, **ASKED).compact())


def test_refuses_to_look_away_from_a_holders_proof():
    with pytest.raises(KeyBindingError):
        verify_unbound(shown(), issuer_key=KEY.public, at=NOW)


def test_refuses_a_thief_who_has_the_text_alone():
    with pytest.raises(SignatureError):
        verify(shown(signer=LocalSigner(THIEF, "x")))


def test_refuses_a_proof_over_other_disclosures():
    few, many = split(shown()), split(shown(("name",)))

    for mixed in (
        Parts(token=few.token, disclosures=many.disclosures, key_binding=few.key_binding),
        Parts(token=few.token, key_binding=many.key_binding),
    ):
        with pytest.raises(KeyBindingError):
            verify(mixed.compact())


@pytest.mark.parametrize("minutes", [-10, 10])
def test_refuses_a_stale_or_future_proof(minutes: int):
    with pytest.raises(KeyBindingError):
        verify(shown(created=NOW + timedelta(minutes=minutes)))


@pytest.mark.parametrize(
    "edit",
    [
        {"header": {"typ": "JWT"}},
        {"header": {"typ": "dc+sd-jwt"}},
        {"header": {"typ": "kb+jwt", "jwk": THIEF.public.to_jwk()}, "signer": LocalSigner(THIEF, "x")},
        {"claims": {"iat": None}},
        {"claims": {"iat": "now"}},
        {"claims": {"sd_hash": None}},
        {"claims": {"sd_hash": "x"}},
        {"claims": {"aud": ["https://esra.example", "https://other.example"]}},
        {"claims": {"nonce": None}},
    ],
    ids=str,
)
def test_refuses_a_malformed_proof_of_the_holder(edit: dict[str, Any]):
    part = disclose(issued(), paths=[])
    claims = {
        "iat": int(NOW.timestamp()),
        "aud": ASKED["audience"],
        "nonce": ASKED["nonce"],
        "sd_hash": digest_of(part.without_key_binding, "sha-256"),
    } | edit.get("claims", {})
    token = jws.sign(
        {name: value for name, value in claims.items() if value is not None},
        signer=edit.get("signer", HOLDERS),
        header=edit.get("header", {"typ": "kb+jwt"}),
    )

    with pytest.raises(CredentialError):
        verify(part.compact() + token)


# the issuer's half


def test_refuses_another_issuers_key_and_a_token_of_another_kind():
    with pytest.raises(SignatureError):
        verify_bound(shown(), issuer_key=THIEF.public, at=NOW, **ASKED)
    other = sd_jwt.sign(CLAIMS, signer=ISSUER, typ="JWT", disclosable=(), entropy=entropy()).compact()
    with pytest.raises(JoseError):
        verify_unbound(other, issuer_key=KEY.public, at=NOW)


def test_refuses_a_token_without_a_signature():
    header = base64url.encode(json.dumps({"alg": "none", "typ": "dc+sd-jwt"}).encode())
    body = base64url.encode(json.dumps(CLAIMS).encode())

    with pytest.raises(JoseError):
        verify_unbound(f"{header}.{body}.~", issuer_key=KEY.public, at=NOW)


@pytest.mark.parametrize("at", [datetime(2030, 4, 1, tzinfo=UTC), NOW - timedelta(hours=1)])
def test_refuses_a_credential_out_of_its_time(at: datetime):
    with pytest.raises(CredentialTimeError):
        verify_unbound(issued(), issuer_key=KEY.public, at=at)


def forged(payload: dict[str, Any], *disclosures: str) -> str:
    token = jws.sign(CLAIMS | payload, signer=ISSUER, header={"typ": "dc+sd-jwt"})
    return "~".join((token, *disclosures, ""))


def written(value: Any, name: str | None = None) -> tuple[str, str]:
    disclosure = write_disclosure(value, salt="salt", name=name)
    return disclosure.text, disclosure.digest("sha-256")


A, DIGEST_A = written(1, "a")
ITEM, DIGEST_ITEM = written(1)
NAME, DIGEST_NAME = written("x", "name")
EXP, DIGEST_EXP = written(2_000_000_000, "exp")
INNER, DIGEST_INNER = written({"_sd": [DIGEST_A]}, "b")
WRONG = [
    ({}, A),
    ({"_sd": [DIGEST_A, DIGEST_A]}, A),
    ({"_sd": [DIGEST_A], "x": {"_sd": [DIGEST_A]}}, A),
    ({"_sd": [DIGEST_NAME]}, NAME),
    ({"_sd": [DIGEST_ITEM]}, ITEM),
    ({"x": [{"...": DIGEST_A}]}, A),
    ({"x": [{"...": DIGEST_ITEM, "y": 1}]}, ITEM),
    ({"x": {"...": DIGEST_ITEM}}, ITEM),
    ({"x": [{"...": [DIGEST_ITEM]}]}, ITEM),
    ({"_sd": DIGEST_A}, A),
    ({"_sd": [5]},),
    ({"_sd": [""]},),
    ({"_sd_alg": 5},),
    ({"x": {"_sd_alg": "sha-256"}},),
    ({"_sd": [DIGEST_INNER]}, A),
    ({"_sd": [DIGEST_A]}, A, A),
    ({"_sd": [DIGEST_A]}, ""),
    ({"_sd": [digest_of("!", "sha-256")]}, "!"),
    *(
        ({"_sd": [digest_of(text, "sha-256")]}, text)
        for text in (
            base64url.encode(json.dumps(content).encode())
            for content in ([], ["s"], ["s", "_sd", 1], ["s", "...", 1], [5, "a", 1], ["s", 5, 1], ["s", "a", 1, 2], {"a": 1})
        )
    ),
]


@pytest.mark.parametrize("case", WRONG, ids=lambda case: str(case[0])[:40])
def test_refuses_disclosures_that_do_not_belong(case: tuple[Any, ...]):
    with pytest.raises(CredentialError):
        verify_unbound(forged(*case), issuer_key=KEY.public, at=NOW)


def test_refuses_an_end_that_could_have_been_withheld():
    payload = {name: value for name, value in CLAIMS.items() if name != "exp"} | {"_sd": [DIGEST_EXP]}
    token = jws.sign(payload, signer=ISSUER, header={"typ": "dc+sd-jwt"})

    with pytest.raises(DisclosureError):
        verify_unbound(f"{token}~{EXP}~", issuer_key=KEY.public, at=NOW)


def test_a_hash_that_we_do_not_know_is_only_unknown():
    for hash_name in ("md5", "sha-1", "SHA-256"):
        with pytest.raises(UnsupportedError):
            verify_unbound(forged({"_sd_alg": hash_name}), issuer_key=KEY.public, at=NOW)


@pytest.mark.parametrize(
    "text", ["", "~", "a~", "a.b.c", "a.b.c~", "~~~", "é~", "x" * 3_000_000 + "~", "a.b.c" + "~a" * 2_000 + "~"]
)
def test_refuses_what_is_no_sd_jwt(text: str):
    with pytest.raises(CredentialError):
        verify_unbound(text, issuer_key=KEY.public, at=NOW)


def test_refuses_disclosures_nested_without_end():
    text, digest = written(1, "deepest")
    texts = [text]
    for number in range(60):
        text, digest = written({"_sd": [digest]}, f"level{number}")
        texts.append(text)

    with pytest.raises(CredentialError):
        verify_unbound(forged({"_sd": [digest]}, *texts), issuer_key=KEY.public, at=NOW)


def test_every_edit_of_one_letter_is_refused():
    good = shown(("name",))
    for index in range(0, len(good), 11):
        letter = "B" if good[index] != "B" else "C"
        with pytest.raises(CredentialError):
            verify(good[:index] + letter + good[index + 1 :])
