import json
from itertools import count

import pytest
from joserfc import jwk as other_jwk
from joserfc import jws

from laurel.errors import KeyFormatError, UnsupportedError
from laurel.keys import LocalSigner, PrivateKey, base64url
from laurel.keys.ecdsa import P256

KEYS = [
    PrivateKey.from_seed(b"\7" * 32),
    PrivateKey.from_seed(b"\7" * 32, "P-256"),
    PrivateKey.from_seed(b"\7" * 48, "P-384"),
    PrivateKey.from_seed(b"\0" + b"\7" * 65, "P-521"),
]


@pytest.mark.parametrize("key", KEYS)
def test_both_encodings_read_back_what_they_write(key: PrivateKey):
    assert PrivateKey.from_multikey(key.to_multikey()) == key
    assert PrivateKey.from_jwk(key.to_jwk()) == key


@pytest.mark.parametrize("key", KEYS)
def test_never_shows_itself(key: PrivateKey):
    shown = f"{key!r} {key} {LocalSigner(key, 'did:key:z#z')!r}"

    assert repr(key.secret) not in shown
    assert key.to_multikey() not in shown


@pytest.mark.parametrize("key", KEYS)
def test_signs_the_same_text_with_the_same_signature(key: PrivateKey):
    assert key.sign(b"text") == key.sign(b"text")


def test_signs_as_rfc_8032_has_it():
    key = PrivateKey.from_seed(bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"))

    assert key.public.octets.hex() == "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
    assert key.sign(b"\x72").hex() == (
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )


def test_signs_as_rfc_6979_has_it():
    key = PrivateKey.from_seed(bytes.fromhex("c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721"), "P-256")

    assert key.sign(b"sample").hex() == (
        "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8"
    )


def test_signs_on_p384_as_rfc_6979_has_it():
    secret = "6b9d3dad2e1b8c1c05b19875b6659f4de23c3b667bf297ba9aa47740787137d896d5724e4c70a825f872c9ea60d2edf5"

    assert PrivateKey.from_seed(bytes.fromhex(secret), "P-384").sign(b"sample").hex() == (
        "94edbb92a5ecb8aad4736e56c691916b3f88140666ce9fa73d64c4ea95ad133c81a648152e44acf96e36dd1e80fabe46"
        "99ef4aeb15f178cea1fe40db2603138f130e740a19624526203b6351d0a3a94fa329c145786e679e7b82c71a38628ac8"
    )


def test_signs_on_p521_as_rfc_6979_has_it():
    secret = (
        "00fad06daa62ba3b25d2fb40133da757205de67f5bb0018fee8c86e1b68c7e75ca"
        "a896eb32f1f47c70855836a6d16fcc1466f6d8fbec67db89ec0c08b0e996b83538"
    )

    assert PrivateKey.from_seed(bytes.fromhex(secret), "P-521").sign(b"sample").hex() == (
        "00c328fafcbd79dd77850370c46325d987cb525569fb63c5d3bc53950e6d4c5f174e25a1ee9017b5d450606add152b534931d7d4e8455cc91f9b15bf05ec36e377fa"
        "00617cce7cf5064806c467f678d3b4080d6f1cc50af26ca209417308281b68af282623eaa63e5b5c0723d8b8c37ff0777b1a20f8ccb1dccc43997f1ee0e44da4a67a"
    )


@pytest.mark.parametrize(("key", "algorithm"), list(zip(KEYS, ["Ed25519", "ES256", "ES384", "ES512"], strict=True)))
def test_another_library_checks_what_it_signs(key: PrivateKey, algorithm: str):
    header = base64url.encode(json.dumps({"alg": algorithm}).encode())
    signing_input = f"{header}.{base64url.encode(b'text')}"
    token = f"{signing_input}.{base64url.encode(key.sign(signing_input.encode()))}"

    assert jws.deserialize_compact(token, other_jwk.import_key(key.public.to_jwk()), algorithms=[algorithm]).payload == b"text"


def test_a_new_key_comes_from_the_given_entropy():
    draws = count()
    sources = [bytes(32), P256.order.to_bytes(32, "big"), b"\5" * 32]

    key = PrivateKey.generate("P-256", entropy=lambda length: sources[next(draws)][:length])

    assert key == PrivateKey.from_seed(b"\5" * 32, "P-256")
    assert PrivateKey.generate("P-384").public.algorithm == "P-384"
    assert PrivateKey.generate("P-521", entropy=lambda length: b"\xfd" + b"\5" * (length - 1)).secret[0] == 1
    assert PrivateKey.generate().secret != PrivateKey.generate().secret


@pytest.mark.parametrize("secret", [bytes(32), P256.order.to_bytes(32, "big"), b"", b"\1" * 31])
def test_refuses_a_secret_that_is_no_scalar(secret: bytes):
    with pytest.raises(KeyFormatError):
        PrivateKey("P-256", secret)


def test_refuses_a_jwk_whose_halves_are_of_two_keys():
    with pytest.raises(KeyFormatError):
        PrivateKey.from_jwk(KEYS[0].to_jwk() | {"d": base64url.encode(b"\2" * 32)})
    with pytest.raises(UnsupportedError):
        PrivateKey.from_jwk({"kty": "RSA", "n": "AQ", "e": "AQAB", "d": "AQ"})
