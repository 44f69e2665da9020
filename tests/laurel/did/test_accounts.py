"""The blockchain accounts that issuers publish, in every form that is in use."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from eth_account import Account as Wallet
from hypothesis import given
from hypothesis import strategies as st

from laurel.anchors.chains import Chain
from laurel.did.accounts import Account, accounts_of
from laurel.errors import DidError
from laurel.keys import base58, base64url

ISSUER = "https://uni.example/profile.json"
ADDRESS = "0x40Cf9B7DB6FCc742ad0a76B8588C7f8De2b54a60"
BITCOIN = "1862cjGVHodmYyvfumSgrgfnWcpCMHK9sq"
MAIN, SEPOLIA, BTC = (Chain.named(name) for name in ("eth:mainnet", "eth:sepolia", "btc:mainnet"))
WALLET = Wallet.from_key(b"\7" * 32)


def accounts(**members: Any) -> list[Account]:
    return list(accounts_of({"id": ISSUER, **members}, issuer=ISSUER))


def method(**material: Any) -> dict[str, Any]:
    """A document with one verification method for assertions."""
    entry = {"id": f"{ISSUER}#chain", "type": "EcdsaSecp256k1VerificationKey2019", "controller": ISSUER, **material}
    return {"verificationMethod": [entry], "assertionMethod": [entry["id"]]}


def jwk_of(wallet: Any) -> dict[str, str]:
    octets = wallet._key_obj.public_key.to_bytes()
    return {"kty": "EC", "crv": "secp256k1", "x": base64url.encode(octets[:32]), "y": base64url.encode(octets[32:])}


def multikey_of(wallet: Any) -> str:
    return "z" + base58.encode(b"\xe7\x01" + wallet._key_obj.public_key.to_compressed_bytes())


def test_a_profile_lists_addresses_with_their_lives():
    entry = {"id": f"ecdsa-koblitz-pubkey:{ADDRESS}", "created": "2017-06-29T14:48:03+0000", "revoked": "2018-01-01T00:00:00Z"}

    [account] = accounts(publicKey=[entry])

    assert account.address == ADDRESS
    assert account.created == datetime(2017, 6, 29, 14, 48, 3, tzinfo=UTC)
    assert account.revoked == datetime(2018, 1, 1, tzinfo=UTC)


def test_the_older_profiles_are_read_as_well():
    [alpha] = accounts(publicKeys=[{"publicKey": f"ecdsa-koblitz-pubkey:{BITCOIN}", "created": "2017-01-03T14:34:57+0000"}])
    [first] = accounts(issuerKeys=[{"key": BITCOIN, "date": "2016-08-28"}])

    assert alpha.address == first.address == BITCOIN
    assert first.created == datetime(2016, 8, 28, tzinfo=UTC)


def test_an_account_id_counts_on_its_own_chain_only():
    [account] = accounts(**method(blockchainAccountId=f"eip155:11155111:{ADDRESS.lower()}"))

    assert account.sends(ADDRESS, chain=SEPOLIA)
    assert not account.sends(ADDRESS, chain=MAIN)


@pytest.mark.parametrize("material", [{"publicKeyJwk": jwk_of(WALLET)}, {"publicKeyMultibase": multikey_of(WALLET)}])
def test_the_address_of_a_key_follows_from_it(material: dict[str, Any]):
    [account] = accounts(**method(**material))

    assert account.address == WALLET.address
    assert account.sends(WALLET.address.lower(), chain=MAIN)


def test_letter_case_tells_addresses_of_bitcoin_apart():
    account = Account(address=BITCOIN)

    assert account.sends(BITCOIN, chain=BTC)
    assert not account.sends(BITCOIN.lower(), chain=BTC)


def test_keys_of_other_kinds_are_no_accounts():
    document = method(publicKeyJwk={"kty": "OKP", "crv": "Ed25519", "x": "AA"})

    assert accounts(**document, publicKey=["https://uni.example/rsa.pem"]) == []
    assert accounts(**method(publicKeyMultibase="z6MkhryaPw2apk6X486r7L78fSMZfUcfWL6eGKQJnzXti8aW")) == []
    assert accounts(**method(blockchainAccountId="bip122:000000000019d6689c085ae165831e93:1862cj")) == []


def test_refuses_an_account_that_is_not_listed_for_assertions_or_anothers():
    listed = method(blockchainAccountId=f"eip155:1:{ADDRESS}")

    assert accounts(**listed | {"assertionMethod": []}) == []
    listed["verificationMethod"][0]["controller"] = "https://stranger.example/profile.json"
    assert accounts(**listed) == []


@pytest.mark.parametrize(
    "members",
    [
        {"id": "https://stranger.example/profile.json"},
        {"publicKey": "ecdsa-koblitz-pubkey:0x"},
        {"publicKey": [{"id": ADDRESS}] * 201},
        {"publicKey": [{"id": ADDRESS, "created": "yesterday"}]},
        {"publicKey": [{"id": ADDRESS, "revoked": 5}]},
        method(publicKeyJwk={"crv": "secp256k1", "x": "A=", "y": "AA"}),
        method(publicKeyMultibase="z" + base58.encode(b"\xe7\x01" + b"\5" * 33)),
        method(publicKeyMultibase="z0"),
    ],
)
def test_refuses_a_document_that_is_not_in_order(members: dict[str, Any]):
    with pytest.raises(DidError):
        list(accounts_of({"id": ISSUER, **members}, issuer=ISSUER))


NAMES = ["id", "type", "controller", "publicKeyJwk", "publicKeyMultibase", "blockchainAccountId", "created", "crv", "x"]
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=4),
    max_leaves=8,
)
LISTS = st.sampled_from(["publicKey", "publicKeys", "issuerKeys", "verificationMethod", "assertionMethod"])


@given(st.dictionaries(LISTS, json_values))
def test_whatever_a_document_holds_is_read_or_refused(members: dict[str, Any]):
    try:
        list(accounts_of({"id": ISSUER, **members}, issuer=ISSUER))
    except DidError:
        return
