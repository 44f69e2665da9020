"""Time stamps of a real authority: believed under its root, for its digest, and never otherwise."""

import hashlib
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.x509.oid import ExtendedKeyUsageOID
from hypothesis import given
from hypothesis import strategies as st

from laurel.anchors import AnchorError, Evidence, NoWitnessError, Witnessed
from laurel.anchors.rfc3161 import TimestampAuthority, TimestampWitness, query
from time_authority import TimeAuthority, openssl

DIGEST = hashlib.sha256(b"a checkpoint").digest()
OTHER = hashlib.sha256(b"another checkpoint").digest()


@pytest.fixture(scope="module")
def authority(tmp_path_factory) -> TimeAuthority:
    return TimeAuthority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def stamp(authority) -> Evidence:
    return TimestampAuthority(authority.reply).anchor(DIGEST)


@pytest.fixture(scope="module")
def witness(authority) -> TimestampWitness:
    return TimestampWitness([authority.root])


def test_an_authority_vouches_for_the_time_plus_the_error_it_admits(authority, witness):
    before = datetime.now(UTC).replace(microsecond=0)
    evidence = TimestampAuthority(authority.reply).anchor(DIGEST)
    after = datetime.now(UTC)

    proven = witness.check(evidence, DIGEST)

    assert proven.witness == "Test time authority"
    assert before + timedelta(seconds=1) < proven.by <= after + timedelta(seconds=3)


def test_the_evidence_is_what_openssl_checks_too(authority, stamp, tmp_path: Path):
    (tmp_path / "reply.tsr").write_bytes(stamp.content)

    said = openssl(
        *("ts", "-verify", "-digest", DIGEST.hex(), "-in", "reply.tsr", "-CAfile", authority.folder / "root.pem"),
        folder=tmp_path,
    )

    assert "Verification: OK" in said


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=1, max_size=20))
def test_a_query_is_one_that_the_client_reads(digest: bytes, nonce: bytes):
    from rfc3161_client._rust import parse_timestamp_request

    read = parse_timestamp_request(query(digest, nonce=nonce))

    assert (read.message_imprint.message, read.nonce, read.cert_req) == (digest, int.from_bytes(nonce, "big"), True)


@pytest.mark.parametrize(("digest", "nonce"), [(b"short", b"1"), (DIGEST, b""), (DIGEST, bytes(21))])
def test_refuses_to_ask_about_no_digest_or_without_a_nonce(digest: bytes, nonce: bytes):
    with pytest.raises(ValueError, match="a digest of 32 bytes"):
        query(digest, nonce=nonce)


def test_refuses_a_reply_to_another_query(authority):
    earlier = authority.reply(query(DIGEST, nonce=b"earlier!"))

    with pytest.raises(AnchorError, match="another query"):
        TimestampAuthority(lambda _query: earlier).anchor(DIGEST)


def test_refuses_a_reply_about_something_else(authority):
    nonce = b"nonce!!!"
    reply = authority.reply(query(OTHER, nonce=nonce))

    with pytest.raises(AnchorError, match="something else"):
        TimestampAuthority(lambda _query: reply, draw=lambda _size: nonce).anchor(DIGEST)


def test_refuses_a_stamp_for_another_digest(stamp, witness):
    with pytest.raises(AnchorError, match="something else"):
        witness.check(stamp, OTHER)


def test_an_authority_under_an_unknown_root_proves_nothing(stamp, tmp_path: Path):
    stranger = TimeAuthority(tmp_path / "stranger", root_name="Another root of time")

    with pytest.raises(NoWitnessError):
        TimestampWitness([stranger.root]).check(stamp, DIGEST)
    with pytest.raises(NoWitnessError):
        TimestampWitness([]).check(stamp, DIGEST)


def test_refuses_an_authority_under_a_root_of_the_same_name(authority, tmp_path: Path):
    impostor = TimeAuthority(tmp_path / "impostor")
    evidence = TimestampAuthority(impostor.reply).anchor(DIGEST)

    with pytest.raises(AnchorError, match="signature"):
        TimestampWitness([authority.root]).check(evidence, DIGEST)


def test_refuses_a_certificate_that_is_not_for_time_stamps(tmp_path: Path):
    """A web site's certificate under the same root signs the very words of a time stamp."""
    authority = TimeAuthority(tmp_path / "authority")
    (tmp_path / "reply.tsr").write_bytes(TimestampAuthority(authority.reply).anchor(DIGEST).content)
    signer = authority.certify_another(tmp_path, name="www.example", purpose=ExtendedKeyUsageOID.SERVER_AUTH)
    content = ["-in", "info.der", "-econtent_type", "1.2.840.113549.1.9.16.1.4"]
    openssl("ts", "-reply", "-in", "reply.tsr", "-token_out", "-out", "token.der", folder=tmp_path)
    openssl("cms", "-verify", "-noverify", "-inform", "DER", "-in", "token.der", "-out", "info.der", folder=tmp_path)
    openssl(*("cms", "-sign", "-binary", "-nodetach", *content, *signer, "-outform", "DER", "-out", "forged"), folder=tmp_path)
    forged = b"\x30\x03\x02\x01\x00" + (tmp_path / "forged").read_bytes()
    evidence = Evidence(kind="rfc3161", content=b"\x30\x82" + len(forged).to_bytes(2, "big") + forged)

    with pytest.raises(AnchorError, match="signature"):
        TimestampWitness([authority.root]).check(evidence, DIGEST)


def test_refuses_a_stamp_from_after_its_certificate_ended(tmp_path: Path):
    old = TimeAuthority(tmp_path / "old", valid_until=datetime(2021, 1, 1, tzinfo=UTC))
    evidence = TimestampAuthority(old.reply).anchor(DIGEST)

    with pytest.raises(AnchorError, match="signature"):
        TimestampWitness([old.root]).check(evidence, DIGEST)


def test_refuses_when_the_authority_refuses(authority, witness):
    """A query by SHA-1, which this authority does not take."""
    reply = authority.reply(_query_by_sha1())

    with pytest.raises(AnchorError, match="refused"):
        witness.check(Evidence(kind="rfc3161", content=reply), DIGEST)


@pytest.mark.parametrize("content", [b"", b"no time stamp", b"\x30\x03\x02\x01\x00", bytes(100_000)])
def test_refuses_what_is_no_time_stamp(content: bytes, witness):
    with pytest.raises(AnchorError):
        witness.check(Evidence(kind="rfc3161", content=content), DIGEST)


@given(st.data())
def test_refuses_every_change_or_says_the_same(data: st.DataObject):
    authority, content = _shared()
    place = data.draw(st.integers(0, len(content) - 1))
    changed = bytearray(content)
    changed[place] ^= 1 << data.draw(st.integers(0, 7))
    witness = TimestampWitness([authority.root])

    said = _said(witness, bytes(changed))

    assert said in (None, witness.check(Evidence(kind="rfc3161", content=content), DIGEST))


@pytest.mark.parametrize("wrong", ["root", "intermediate"])
def test_refuses_to_trust_the_wrong_kind_of_certificate(wrong: str, authority):
    roots = [authority.certificate] if wrong == "root" else [authority.root]
    intermediates = [authority.root] if wrong == "intermediate" else []

    with pytest.raises(ValueError, match="signed by themselves"):
        TimestampWitness(roots, intermediates=intermediates)


def test_says_which_extra_is_missing():
    script = (
        "import sys; sys.modules['rfc3161_client'] = None\n"
        "from laurel.anchors import Evidence\n"
        "from laurel.anchors.rfc3161 import TimestampWitness\n"
        "TimestampWitness([]).check(Evidence(kind='rfc3161', content=b''), bytes(32))"
    )

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)

    assert 'MissingExtraError: the part [anchors] is not installed here; install it with: pip install "laurel' in done.stderr


_SHARED: list[tuple[TimeAuthority, bytes]] = []


@pytest.fixture(scope="module", autouse=True)
def _share(authority, stamp):
    """For the test that Hypothesis repeats."""
    _SHARED.append((authority, stamp.content))
    yield
    _SHARED.clear()


def _shared() -> tuple[TimeAuthority, bytes]:
    return _SHARED[0]


def _said(witness: TimestampWitness, content: bytes) -> Witnessed | None:
    try:
        return witness.check(Evidence(kind="rfc3161", content=content), DIGEST)
    except (AnchorError, NoWitnessError):
        return None


def _query_by_sha1() -> bytes:
    imprint = bytes.fromhex("300906052b0e03021a0500") + b"\x04\x14" + bytes(20)
    content = b"\x02\x01\x01" + bytes([0x30, len(imprint)]) + imprint
    return bytes([0x30, len(content)]) + content
