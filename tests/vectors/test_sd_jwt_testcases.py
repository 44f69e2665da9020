"""The seventeen test cases of sd-jwt-python: we issue, show and check each; their library checks ours, and we check theirs."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from itertools import count
from typing import Any

import pytest
import yaml
from jwcrypto.jwk import JWK
from sd_jwt.common import SDObj
from sd_jwt.holder import SDJWTHolder
from sd_jwt.issuer import SDJWTIssuer
from sd_jwt.utils.yaml_specification import load_yaml_specification
from sd_jwt.verifier import SDJWTVerifier

from laurel.errors import JoseError
from laurel.formats.sd_jwt_vc import parts, sd_jwt
from laurel.keys import LocalSigner, PrivateKey
from shared import SHARED, needs_shared

pytestmark = needs_shared
HOME = SHARED / "vectors" / "sd-jwt-testcases"
CASES = sorted(path.name for path in HOME.iterdir() if path.is_dir()) if HOME.is_dir() else []
SETTINGS = yaml.safe_load((HOME / "settings.yml").read_text()) if CASES else {}
KIND = "example+sd-jwt"
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def case_of(name: str) -> dict[str, Any]:
    return load_yaml_specification(HOME / name / "specification.yml")


def keys_of(case: dict[str, Any]) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    override = case.get("settings_override", {})
    chosen = (
        SETTINGS["key_settings"]
        | override.get("key_settings", {})
        | {name: value for name, value in override.items() if name == "issuer_keys"}
    )
    return chosen["issuer_keys"], chosen["holder_key"]


def signer_of(jwk: dict[str, Any]) -> LocalSigner:
    return LocalSigner(
        PrivateKey.from_jwk({name: value for name, value in jwk.items() if name != "kid"}), jwk.get("kid", "key-1")
    )


def claims_of(value: Any, path: tuple[str | int, ...] = ()) -> tuple[Any, list[tuple[str | int, ...]]]:
    """Their claims as plain claims, and the places that are marked as disclosable."""
    found: list[tuple[str | int, ...]] = []
    if isinstance(value, SDObj):
        value = value.value
    if isinstance(value, dict):
        members = {}
        for name, member in value.items():
            key = name.value if isinstance(name, SDObj) else name
            members[key], inner = claims_of(member, (*path, key))
            found += ([(*path, key)] if isinstance(name, SDObj) else []) + inner
        return members, found
    if isinstance(value, list):
        items = []
        for index, item in enumerate(value):
            plain, inner = claims_of(item, (*path, index))
            items.append(plain)
            found += ([(*path, index)] if isinstance(item, SDObj) else []) + inner
        return items, found
    return value, found


def wanted(chosen: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Their choice of disclosures as places: whatever is not false, null or "None"."""
    if isinstance(chosen, dict | list):
        pairs = chosen.items() if isinstance(chosen, dict) else enumerate(chosen)
        inner = [place for step, member in pairs for place in wanted(member, (*path, step))]
        return [path, *inner] if path else inner
    return [path] if chosen and chosen != "None" else []


def expected(case: dict[str, Any]) -> dict[str, Any]:
    return claims_of(case["expect_verified_user_claims"])[0]


def registered() -> dict[str, Any]:
    return {"iss": SETTINGS["identifiers"]["issuer"], "iat": SETTINGS["iat"], "exp": SETTINGS["exp"]}


def entropy() -> Any:
    draws = count()
    return lambda length: next(draws).to_bytes(length, "big")


def issued(case: dict[str, Any], jwk: dict[str, Any], holder: dict[str, Any]) -> parts.Parts:
    claims, disclosable = claims_of(case["user_claims"])
    header = case.get("extra_header_parameters", {})
    return sd_jwt.sign(
        {**registered(), **claims},
        signer=signer_of(jwk),
        typ=KIND,
        disclosable=disclosable,
        entropy=entropy(),
        holder=signer_of(holder).private_key.public if case.get("key_binding") else None,
        # in their case `kid` is the number 42, which RFC 7515 (4.1.4) does not allow: it is a string
        key_id=str(header["kid"]) if "kid" in header else None,
    )


def shown(case: dict[str, Any], everything: parts.Parts, holder: dict[str, Any]) -> parts.Parts:
    possible = sd_jwt.places(everything, kinds=(KIND,))
    chosen = [place for place in wanted(case["holder_disclosed_claims"]) if place in possible]
    part = sd_jwt.disclose(everything, paths=chosen, kinds=(KIND,))
    return part if not case.get("key_binding") else bound(part, holder)


def bound(part: parts.Parts, holder: dict[str, Any]) -> parts.Parts:
    return sd_jwt.bind(part, signer=signer_of(holder), created=NOW, **asked())


def asked() -> dict[str, str]:
    return {"nonce": SETTINGS["key_binding_nonce"], "audience": SETTINGS["identifiers"]["verifier"]}


def check(case: dict[str, Any], part: parts.Parts | str, jwk: dict[str, Any], at: datetime = NOW) -> dict[str, Any]:
    key = signer_of(jwk).private_key.public
    if case.get("key_binding"):
        checked = sd_jwt.check_bound(part, issuer_key=key, kinds=(KIND,), at=at, **asked())
    else:
        checked = sd_jwt.check_unbound(part, issuer_key=key, kinds=(KIND,))
    assert checked.bound is bool(case.get("key_binding"))
    return {name: value for name, value in checked.claims.items() if name not in {"iss", "iat", "exp", "cnf"}}


def test_there_are_seventeen():
    assert len(CASES) == 17


@pytest.mark.parametrize("name", CASES)
def test_we_issue_disclose_and_check_it(name: str):
    case = case_of(name)
    issuers, holder = keys_of(case)
    everything = [issued(case, jwk, holder) for jwk in issuers]

    if case.get("serialization_format") == "json":
        everything = list(parts.from_json(parts.to_json(everything)))
    part = shown(case, everything[0], holder)
    if case.get("serialization_format") == "json":
        signed = [
            parts.Parts(token=each.token, disclosures=part.disclosures, key_binding=part.key_binding) for each in everything
        ]
        assert list(parts.from_json(parts.to_json(signed))) == signed
        part = signed[0]

    assert check(case, part, issuers[0]) == expected(case)
    for jwk, other in zip(issuers[1:], everything[1:], strict=True):
        assert check(case, bound(parts.Parts(token=other.token, disclosures=part.disclosures), holder), jwk) == expected(case)


@pytest.mark.parametrize("name", CASES)
def test_their_library_checks_what_we_show(name: str):
    case = case_of(name)
    issuers, holder = keys_of(case)
    part = shown(case, issued(case, issuers[0], holder), holder)
    expected_aud, expected_nonce = (asked()["audience"], asked()["nonce"]) if case.get("key_binding") else (None, None)

    public = JWK(**signer_of(issuers[0]).private_key.public.to_jwk())
    verifier = SDJWTVerifier(part.compact(), lambda issuer, header: public, expected_aud, expected_nonce)

    claims = verifier.get_verified_payload()
    assert {name: value for name, value in claims.items() if name not in {"iss", "iat", "exp", "cnf"}} == expected(case)


@pytest.mark.parametrize("name", CASES)
def test_we_check_what_their_library_shows(name: str):
    case = case_of(name)
    issuers, holder = keys_of(case)
    claims = dict(case["user_claims"]) | registered()
    header = {name: str(value) for name, value in case.get("extra_header_parameters", {}).items()}
    make = partial(SDJWTIssuer, claims, JWK(**issuers[0]), extra_header_parameters=header)
    theirs = make(JWK(**holder) if case.get("key_binding") else None).sd_jwt_issuance

    wallet = SDJWTHolder(theirs)
    arguments = (asked()["nonce"], asked()["audience"], JWK(**holder)) if case.get("key_binding") else ()
    wallet.create_presentation(case["holder_disclosed_claims"], *arguments)

    assert check(case, wallet.sd_jwt_presentation, issuers[0], at=datetime.now(UTC)) == expected(case)


def test_refuses_a_key_id_that_is_no_text():
    case = case_of("header_mod")
    issuers, _ = keys_of(case)
    theirs = SDJWTIssuer(dict(case["user_claims"]), JWK(**issuers[0]), extra_header_parameters={"kid": 42}).sd_jwt_issuance

    with pytest.raises(JoseError):
        sd_jwt.check_unbound(theirs, issuer_key=signer_of(issuers[0]).private_key.public, kinds=(KIND,))
