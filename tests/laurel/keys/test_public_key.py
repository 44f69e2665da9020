from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from hypothesis import given
from hypothesis import strategies as st

from laurel.errors import KeyFormatError, UnsupportedError, WeakKeyError
from laurel.keys import PrivateKey, PublicKey, base58, base64url, ed25519
from laurel.keys.ecdsa import CURVES, P256
from laurel.keys.multikey import PUBLIC_HEADERS

seeds = st.binary(min_size=32, max_size=32).filter(lambda seed: 0 < int.from_bytes(seed, "big") < P256.order)
keys = st.builds(PrivateKey.from_seed, seeds, st.sampled_from(["Ed25519", "P-256"])) | st.builds(
    PrivateKey.from_seed, seeds.map(bytes(16).__add__), st.just("P-384")
)
keys |= st.builds(PrivateKey.from_seed, seeds.map(bytes(34).__add__), st.just("P-521"))

RSA = rsa.generate_private_key(65537, 2048)
RSA_JWK = {
    "kty": "RSA",
    "n": base64url.encode(RSA.public_key().public_numbers().n.to_bytes(256, "big")),
    "e": "AQAB",
}
ED_JWK = PrivateKey.from_seed(b"\1" * 32).public.to_jwk()
EC_JWK = PrivateKey.from_seed(b"\1" * 32, "P-256").public.to_jwk()


@given(keys)
def test_both_encodings_read_back_what_they_write(key: PrivateKey):
    assert PublicKey.from_multikey(key.public.to_multikey()) == key.public
    assert PublicKey.from_jwk(key.public.to_jwk()) == key.public


@given(keys, st.binary(max_size=50), st.integers(0, 511))
def test_a_signature_holds_for_its_text_alone(key: PrivateKey, message: bytes, bit: int):
    signature = key.sign(message)
    flipped = bytearray(signature)
    flipped[bit // 8] ^= 1 << bit % 8

    assert key.public.verify(signature, message)
    assert not key.public.verify(signature, message + b"!")
    assert not key.public.verify(bytes(flipped), message)
    assert not key.public.verify(signature[:-1], message)


# the eight points of low order (Curve25519's torsion) and their other encodings
LOW_ORDER = [
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    "0100000000000000000000000000000000000000000000000000000000000080",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
]


@pytest.mark.parametrize("point", LOW_ORDER)
def test_refuses_a_key_of_low_order(point: str):
    with pytest.raises(WeakKeyError):
        PublicKey("Ed25519", bytes.fromhex(point))
    with pytest.raises(WeakKeyError):
        PublicKey.from_multikey("z" + base58.encode(PUBLIC_HEADERS["Ed25519"] + bytes.fromhex(point)))


@pytest.mark.parametrize(
    "point",
    ["f0" + "ff" * 30 + "7f", "02" + "00" * 31, "05" * 31, "05" * 33, ""],
    ids=["y above p", "off the curve", "short", "long", "empty"],
)
def test_refuses_what_is_no_point_of_ed25519(point: str):
    with pytest.raises(KeyFormatError):
        PublicKey("Ed25519", bytes.fromhex(point))


def test_refuses_a_signature_whose_s_is_not_reduced():
    key = PrivateKey.from_seed(b"\1" * 32)
    signature = key.sign(b"text")
    s = int.from_bytes(signature[32:], "little") + ed25519.ORDER

    assert not key.public.verify(signature[:32] + s.to_bytes(32, "little"), b"text")


def test_refuses_a_signature_with_a_low_order_point():
    key = PrivateKey.from_seed(b"\1" * 32)

    for point in LOW_ORDER:
        assert not key.public.verify(bytes.fromhex(point) + bytes(32), b"text")


@pytest.mark.parametrize("name", CURVES)
def test_refuses_the_signature_of_zeros(name: str):
    curve = CURVES[name]
    public = PrivateKey.from_seed(b"\1" * curve.size, name).public

    assert not public.verify(bytes(2 * curve.size), b"text")
    assert not public.verify(curve.order.to_bytes(curve.size, "big") * 2, b"text")


@pytest.mark.parametrize(
    "octets", [b"\x02" + bytes(31) + b"\x01", b"\x04" + bytes(64), b"\x02" + b"\xff" * 32, b"", b"\x05" + b"\1" * 32]
)
def test_refuses_what_is_no_compressed_point_of_p256(octets: bytes):
    with pytest.raises(KeyFormatError):
        PublicKey("P-256", octets)


@pytest.mark.parametrize("octets", [b"\x02" + b"\xff" * 48, b"\x04" + bytes(96), b"\x02" + bytes(32), b"\x05" + b"\1" * 48])
def test_refuses_what_is_no_compressed_point_of_p384(octets: bytes):
    with pytest.raises(KeyFormatError):
        PublicKey("P-384", octets)


@pytest.mark.parametrize("octets", [b"\x02" + b"\xff" * 66, b"\x04" + bytes(132), b"\x02" + bytes(48), b"\x05" + b"\1" * 66])
def test_refuses_what_is_no_compressed_point_of_p521(octets: bytes):
    with pytest.raises(KeyFormatError):
        PublicKey("P-521", octets)


def test_refuses_the_coordinates_of_one_curve_under_the_name_of_another():
    with pytest.raises(KeyFormatError):
        PublicKey.from_jwk(EC_JWK | {"crv": "P-384"})
    with pytest.raises(KeyFormatError):
        PublicKey.from_jwk(EC_JWK | {"alg": "ES384"})


def test_checks_rs256_and_refuses_a_changed_text():
    signature = RSA.sign(b"text", padding.PKCS1v15(), hashes.SHA256())
    public = PublicKey.from_jwk(RSA_JWK)

    assert public.verify(signature, b"text")
    assert not public.verify(signature, b"texts")
    assert not public.verify(b"\0" + signature, b"text")
    assert PublicKey.from_jwk(public.to_jwk()) == public


def test_refuses_short_and_oversized_rsa():
    short = base64url.encode((2**1024 - 1).to_bytes(128, "big"))
    with pytest.raises(WeakKeyError):
        PublicKey.from_jwk(RSA_JWK | {"n": short})
    for exponent in ("AQ", "Ag", base64url.encode(b"\x01" + bytes(7) + b"\x01")):
        with pytest.raises(WeakKeyError):
            PublicKey.from_jwk(RSA_JWK | {"e": exponent})
    with pytest.raises(KeyFormatError):
        PublicKey.from_jwk(RSA_JWK | {"n": base64url.encode(b"\xff" * 1_100)})


@pytest.mark.parametrize(
    "jwk",
    [
        {},
        {"kty": 5},
        ED_JWK | {"d": "AQ"},
        EC_JWK | {"d": "AQ"},
        RSA_JWK | {"p": "AQ"},
        ED_JWK | {"x": ED_JWK["x"] + "="},
        ED_JWK | {"x": ED_JWK["x"][:-2]},
        ED_JWK | {"x": 5},
        ED_JWK | {"x": "A" * 100_000},
        ED_JWK | {"alg": "ES256"},
        ED_JWK | {"use": "enc"},
        ED_JWK | {"key_ops": ["encrypt"]},
        ED_JWK | {"key_ops": "verify"},
        EC_JWK | {"y": EC_JWK["x"]},
        {name: value for name, value in EC_JWK.items() if name != "y"},
    ],
)
def test_refuses_a_malformed_contradictory_or_private_jwk(jwk: dict[str, Any]):
    with pytest.raises(KeyFormatError):
        PublicKey.from_jwk(jwk)


@pytest.mark.parametrize("alg", [{}, [], ["ES256"], None, 5, True])
def test_refuses_a_jwk_whose_algorithm_is_no_text(alg: Any):
    with pytest.raises(KeyFormatError):
        PublicKey.from_jwk(EC_JWK | {"alg": alg})


@pytest.mark.parametrize("jwk", [{"kty": "oct", "x": "a"}, {"kty": "EC", "crv": "secp256k1"}, {"kty": "OKP", "crv": "X25519"}])
def test_another_kind_of_jwk_is_only_unknown(jwk: dict[str, Any]):
    with pytest.raises(UnsupportedError):
        PublicKey.from_jwk(jwk)


@pytest.mark.parametrize(
    "text", ["", "z", "z1", "uABC", "z6Mk0", "z" * 101, "6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2", "z6Mk" + "2" * 60]
)
def test_refuses_a_malformed_multikey(text: str):
    with pytest.raises(KeyFormatError):
        PublicKey.from_multikey(text)


def test_another_kind_of_multikey_is_only_unknown():
    with pytest.raises(UnsupportedError):
        PublicKey.from_multikey("z" + base58.encode(b"\xec\x01" + bytes(32)))
